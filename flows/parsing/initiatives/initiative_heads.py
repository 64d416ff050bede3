"""Names that end in a head noun: "Harbour Team", "Joint Leadership Board (JLB)"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.parsing.initiatives.initiative_words import (
    EVERYWHERE,
    KINDS_IN_PLURAL,
    OPENERS,
    OPENING_VERBS,
    ORGANISATION,
    OWNERS,
    PLAIN,
    SMALL,
    Lexicon,
    Name,
    bare,
    initials,
    is_body,
    noun_kind,
)
from flows.parsing.words import lowered

#: Every area has this plan; the panel of an area, however, is a board that can be named.
_AREA_PLAN = re.compile(r"police(?:,? fire)?(?:,? (?:and|&))? crime plans?$")
_TOKEN = re.compile(r"[A-Za-z0-9][\w]*(?:['\u2019]s?(?=\W|$))?(?:[-/&.'][A-Za-z0-9]\w*)*|[^\w\s]")
_BRACKET = re.compile(r"\s?\((?:the\s)?['\"]?(?P<letters>[A-Z][A-Za-z&]{1,9}?)(?:'?s)?['\"]?\)")
_OPENINGS = OPENERS | OPENING_VERBS
_KINDS_OF_GROUPS = frozenset("strategy working steering scrutiny review".split())
#: What a board or team can be about; boards, teams and services stand for themselves.
_KINDS_OF_TOPICS = frozenset({"plan", "programme", "training", "product", "event", "other"})
_REACHES = frozenset({"national", "regional"})
#: What a name may go on with before its head noun beside words with a capital.
_BEFORE_HEADS = SMALL | _KINDS_OF_GROUPS | _REACHES | {"-"}


class _Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or (self.text[0].isdigit() and not self.text.isdigit())


def names_around_heads(text: str, words: Lexicon, *, is_label: bool) -> Iterator[Name]:
    """Yield capitalised words that end in a head noun, with an acronym behind or before."""
    small = lowered(text)
    hits = words.opening_matcher.find_matches_as_indexes(small, overlapping=True)
    if not any(_may_end_a_name(text, start) for _, start, _ in hits):
        return
    tokens = [_Word(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
    reached = 0
    for index, token in enumerate(tokens):
        if index < reached or token.text.lower() not in words.openings:
            continue
        size, kind = _head_at(tokens, index, words)
        if not size:
            continue
        last = index + size - 1
        name = _name_ending(text, tokens, index, last, str(kind), words, is_label=is_label)
        if name is not None:
            yield name
        reached = last + 1


def _may_end_a_name(text: str, start: int) -> bool:
    """Say cheaply whether a name may end in the head noun that begins at ``start``.

    The noun itself or the word before it has a capital, or names go on with that word.
    """
    if start and text[start - 1].isalnum():
        return False
    if text[start].isupper():
        return True
    if not start or text[start - 1] != " ":
        return bool(start)
    before = text[text.rfind(" ", 0, start - 1) + 1 : start - 1].strip("\"'(")
    is_joint = before in _BEFORE_HEADS or before.endswith("-")
    return is_joint or not before.islower() or before[0].isdigit()


def _head_at(tokens: list[_Word], index: int, words: Lexicon) -> tuple[int, str | None]:
    """Return how many tokens from ``index`` are the longest head noun, and its type."""
    for size in (3, 2, 1):
        if index + size > len(tokens):
            continue
        phrase = " ".join(token.text.lower() for token in tokens[index : index + size])
        phrase = bare(phrase)
        kind = words.nouns.get(phrase) or (
            words.nouns.get(phrase[:-1]) if phrase.endswith("s") else None
        )
        if kind:
            return size, kind
    return 0, None


def _name_ending(
    text: str,
    tokens: list[_Word],
    head: int,
    last: int,
    kind: str,
    words: Lexicon,
    *,
    is_label: bool,
) -> Name | None:
    first = _left_edge(tokens, head, words)
    if first == head and (last == head or not tokens[head].is_capital):
        return None
    head_is_capital = tokens[last].is_capital
    # A name goes on: "Harbour Team Manager", "Review Board member".
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if (
        following
        and following.start == tokens[last].end + 1
        and following.is_capital
        and following.text[0].isalpha()
        and head_is_capital
    ):
        return None
    modifiers = [token.text for token in tokens[first:head]]
    first = _without_force(tokens, first, head, kind, words)
    modifiers = [token.text for token in tokens[first:head]]
    end = tokens[last].end
    raw = bare(text[tokens[first].start : end])
    end = tokens[first].start + len(raw)
    if raw.count("'") - len(re.findall(r"\w'\w|s'\s", raw)) > 0 or '"' in raw:
        return None
    if not _is_name(
        raw,
        modifiers,
        tokens[last].text,
        kind,
        first,
        words,
        head_is_capital=head_is_capital,
        is_label=is_label,
    ):
        return None
    acronym, end = _acronym_behind(text, raw, end)
    start = tokens[first].start
    if not acronym:
        acronym, start, end = _acronym_before(text, start, end, raw)
    certain = (
        kind in ("team", "service", "board", "group", "fund", "operation", "project")
        and head_is_capital
        and len(modifiers) >= 2
    )
    return Name(start, end, raw, kind, acronym, is_certain=certain)


def _left_edge(tokens: list[_Word], head: int, words: Lexicon) -> int:
    """Return the index of the first word of the name whose head begins at ``head``."""
    first = head
    while first > 0:
        token = tokens[first - 1]
        if token.text[0].isalnum() and token.is_capital and token.text.lower() not in SMALL:
            if first - 1 == 0 and token.text.lower() in _OPENINGS:
                break
            if token.text in ("I", "We", "The", "Our", "My", "This", "A", "An"):
                break
            first -= 1
            continue
        if (
            token.text == "-"
            and first - 2 >= 0
            and tokens[first - 2].text.lower() in ("multi", "inter", "anti", "co")
        ):
            first -= 2
            continue
        if (
            token.text.lower() in SMALL
            and first - 2 >= 0
            and _crosses(tokens, first - 2, token.text.lower(), first, head, words)
        ):
            first -= 2 if tokens[first - 2].is_capital else 3
            continue
        if (
            token.text.lower() in _KINDS_OF_GROUPS
            and first == head
            and first - 2 >= 0
            and tokens[first - 2].is_capital
        ):
            first -= 1
            continue
        if token.text.lower() in _REACHES and first < head and not tokens[head].is_capital:
            first -= 1
        break
    while first < head and tokens[first].text.lower() in SMALL:
        first += 1
    return first


def _crosses(
    tokens: list[_Word], before: int, joint: str, first: int, head: int, words: Lexicon
) -> bool:
    """Say whether a name goes on to the left over "and", "of" or "in the"."""
    left = tokens[before]
    if joint == "the":
        inner = left.text.lower() in ("in", "for") and before > 0 and tokens[before - 1].is_capital
        return (
            inner
            and first < head
            and tokens[before - 1].text
            not in ("I", "We", "Head", "Chair", "Director", "Part", "Members")
        )
    if not left.text[0].isalnum() or not left.is_capital or left.text.lower() in OPENERS:
        return False
    if first == head and joint not in ("of",):
        return False
    if joint == "of":
        return left.text not in (
            "Head",
            "Chair",
            "Director",
            "Directors",
            "Heads",
            "Chairs",
            "Report",
            "Member",
            "Members",
            "Part",
            "Launch",
            "Commissioner",
            "Chief",
            "Office",
            "Terms",
            "Constable",
        )
    if joint in ("and", "&"):
        if left.text == "Police" and tokens[first].text == "Crime":
            return True
        lower = left.text.lower().removesuffix("'s")
        ends_body = (
            bool(ORGANISATION.search(lower))
            or (lower in words.nouns and not _is_lone_topic(tokens, before, words))
            or lower in ("commissioner", "constable", "leeds")
        )
        acronym = left.text.isupper() and len(left.text) > 1
        return not ends_body and not acronym
    return joint in ("for", "against", "in", "to") and first < head


def _is_lone_topic(tokens: list[_Word], index: int, words: Lexicon) -> bool:
    """Say whether a noun names no body by itself: "my Strategy" of "my Strategy and … Board"."""
    kind = noun_kind(tokens[index].text, words)
    is_lone = index > 0 and tokens[index - 1].text.lower() in OPENERS
    return is_lone and kind in _KINDS_OF_TOPICS


def _without_force(tokens: list[_Word], first: int, head: int, kind: str, words: Lexicon) -> int:
    """Return where the name begins when the force's own name stands before one of its units."""
    opener = tokens[first].text
    if (
        opener.endswith(("'s", "s'"))
        and first + 1 < head
        and (ORGANISATION.search(opener[:-2]) or bare(opener.lower()) in OWNERS)
    ):
        return first + 1
    if kind != "team":
        return first
    for stop in range(head - 1, first, -1):
        prefix = bare(" ".join(token.text for token in tokens[first:stop]).lower())
        if prefix in words.forces and ORGANISATION.search(prefix):
            return stop
    return first


def _is_name(
    raw: str,
    modifiers: list[str],
    head: str,
    kind: str,
    first: int,
    words: Lexicon,
    *,
    head_is_capital: bool,
    is_label: bool,
) -> bool:
    """Say whether capitals before a head noun make a name, not a kind of thing or a body."""
    lower = re.sub(r"\s+", " ", raw.lower())
    if is_body(lower, words) or lower in words.forces or _AREA_PLAN.search(lower):
        return False
    prefix = bare(" ".join(modifiers).lower())
    noun = head.lower()
    if noun in ("council", "councils") or prefix in words.forces or prefix in words.bodies:
        return False
    if noun in KINDS_IN_PLURAL or (noun == "services" and not head_is_capital):
        return False
    if noun in ("meeting", "meetings") and (
        is_body(prefix, words) or noun_kind((modifiers or [""])[-1], words)
    ):
        return False
    capitals = [
        word
        for word in modifiers
        if word.lower() not in SMALL and (word[0].isupper() or word[0].isdigit())
    ]
    if noun.endswith("s") and capitals and capitals[0].lower() in EVERYWHERE:
        return False
    telling = [word for word in capitals if bare(word.lower()) not in PLAIN]
    common = kind in ("training", "plan", "product", "other", "event", "fund")
    if head_is_capital:
        if len(capitals) >= 2:
            return True
        if capitals and capitals[0].isupper() and len(capitals[0]) > 1:
            return kind in ("product", "group", "team") and first > 0
        return bool(telling) and (not common or noun == "fund") and not (first == 0 and is_label)
    # A small head noun makes a name only behind words that are names themselves.
    names = [
        word for word in telling if word not in words.acronyms and word.lower() not in words.forces
    ]
    if not names:
        return bool(capitals) and capitals[-1].isupper() and _has_two_words(raw, modifiers)
    if len(capitals) >= 2:
        return True
    return first > 0 and not is_label and (not common or names[0].isupper())


def _has_two_words(raw: str, modifiers: list[str]) -> bool:
    """Say whether the head noun has two words ("working group") and so tells a body by itself."""
    return len(raw.split()) - len(modifiers) >= 2


def _acronym_behind(text: str, name: str, end: int) -> tuple[str, int]:
    match = _BRACKET.match(text, end)
    if match is None:
        return "", end
    letters = match["letters"].upper()
    return (match["letters"], match.end()) if _abbreviates(letters, name) else ("", end)


def _acronym_before(text: str, start: int, end: int, name: str) -> tuple[str, int, int]:
    """Take in the acronym before its expansion: "VOB (Vulnerability and Operations Board)"."""
    match = re.search(r"(?<!\w)(?P<letters>[A-Z][A-Z&]{1,8})\s\((?:the\s)?$", text[:start])
    if match and text[end : end + 1] == ")" and _abbreviates(match["letters"], name):
        return match["letters"], match.start(), end + 1
    return "", start, end


def _abbreviates(letters: str, name: str) -> bool:
    """Say whether the letters are the initials of the name, or stand in it in their order."""
    full = initials(name)
    if letters in (full, full.removesuffix("S")):
        return True
    position = 0
    for letter in letters:
        position = name.upper().find(letter, position) + 1
        if not position:
            return False
    return letters[0] == name[0].upper() and len(letters) >= 3
