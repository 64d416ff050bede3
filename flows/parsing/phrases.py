"""Many phrases at once: a compiled matcher for the phrase tables of the reference data.

A phrase is met in any case, with straight or curly apostrophes, with hyphens or spaces,
and with its last word in singular or plural; never inside another word. A phrase that is
written with capitals in the table ("DASH", "Niche") is met with these capitals only,
because the same letters in lower case are another word.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

Key = TypeVar("Key")

#: "s" and "gas" have no -s to be cut off.
_SHORTEST_PLURAL = 3
#: Below this a first word is an article or a letter, which owns nothing.
_SHORTEST_OWNER = 4
_SAME = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "-": " ",
        "\u2010": " ",
        "\u2011": " ",
        "\u00a0": " ",
    }
)


def fold(text: str) -> str:
    """Return ``text`` in lower case, apostrophes and hyphens made one; of the same length."""
    lower = text.lower()
    if text.isascii():
        return lower.replace("-", " ")
    if len(lower) != len(text):
        # A few letters grow in lower case; positions must not move for their sake.
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lower.translate(_SAME)


def inflections(phrase: str) -> tuple[str, ...]:
    """Return ``phrase`` and its regular singular or plural, by its last word.

    English spelling only: -s, -es behind a hiss, -ies for -y behind a consonant. A word
    that ends in -ss, -us or -is has no singular to be cut off.
    """
    forms = [phrase]
    if not phrase[-1].isalpha():
        return (phrase,)
    if phrase.endswith("ies") and len(phrase) > 4:
        forms.append(phrase[:-3] + "y")
    elif phrase.endswith(("sses", "ches", "shes", "xes")):
        forms.append(phrase[:-2])
    elif phrase.endswith("s") and not phrase.endswith(("ss", "us", "is")):
        if len(phrase) > _SHORTEST_PLURAL:
            forms.append(phrase[:-1])
    elif phrase.endswith("y") and phrase[-2:-1] not in tuple("aeiou"):
        forms.append(phrase[:-1] + "ies")
    elif phrase.endswith(("ss", "ch", "sh", "x")):
        forms.append(phrase + "es")
    elif not phrase.endswith("s"):
        forms.append(phrase + "s")
    return tuple(forms)


def possessives(phrase: str) -> tuple[str, ...]:
    """Return ``phrase`` with the forms in which its first word owns the rest.

    "victim satisfaction" is also "victim's satisfaction" and "victims' satisfaction". Short
    words, words with capitals and phrases that hold an apostrophe have no such forms.
    """
    first, space, rest = phrase.partition(" ")
    if not space or len(first) < _SHORTEST_OWNER or not (first.isalpha() and first.islower()):
        return (phrase,)
    if "'" in phrase or "\u2019" in phrase:
        return (phrase,)
    if first.endswith("s"):
        return (phrase, f"{first}' {rest}")
    return (phrase, f"{first}'s {rest}", f"{first}s' {rest}")


class PhraseMatch(NamedTuple, Generic[Key]):
    """One phrase in a text: ``start`` and ``end`` count characters of the text as given."""

    start: int
    end: int
    phrase: str
    key: Key


class PhraseMatcher(Generic[Key]):
    """Finds every phrase of a table in a text, in time that does not grow with the table."""

    def __init__(self, phrases: Iterable[tuple[str, Key]]) -> None:
        """Compile ``phrases``, each with the key to be handed back."""
        self._entries: list[tuple[str, str | None, Key]] = []
        patterns: list[str] = []
        for phrase, key in phrases:
            for owned in possessives(phrase):
                for form in inflections(owned):
                    patterns.append(fold(form))
                    with_capitals = form if form != form.lower() else None
                    self._entries.append((phrase, with_capitals, key))
        self._automaton = AhoCorasick(patterns, store_patterns=False) if patterns else None

    def every(self, text: str) -> Iterator[PhraseMatch[Key]]:
        """Yield every match, also those inside or across one another, by place of their end."""
        if self._automaton is None:
            return
        folded = fold(text)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if _is_inside_a_word(folded, start, end):
                continue
            phrase, with_capitals, key = self._entries[index]
            if with_capitals and with_capitals != text[start:end].translate(_SAME_APOSTROPHE):
                continue
            yield PhraseMatch(start, end, phrase, key)

    def longest(self, text: str) -> tuple[PhraseMatch[Key], ...]:
        """Return the matches that stand in no longer match, in reading order.

        Where two rows have the same words, both are kept.
        """
        found = list(self.every(text))
        if not found:
            return ()
        found.sort(key=lambda match: (match.start, -match.end))
        kept: list[PhraseMatch[Key]] = []
        reach = -1
        for match in found:
            inside = match.end <= reach
            same = bool(kept) and (kept[-1].start, kept[-1].end) == (match.start, match.end)
            if not inside or same:
                kept.append(match)
                reach = max(reach, match.end)
        return tuple(kept)


_SAME_APOSTROPHE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'"})


def _is_inside_a_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isalnum() and text[start].isalnum()) or (
        after.isalnum() and text[end - 1].isalnum()
    )
