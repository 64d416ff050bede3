"""Acronyms that a document uses and never explains."""

import re
from collections.abc import Iterator
from functools import lru_cache

from flows.parsing.text.outline import EvidenceColumns, Outline, Statement
from flows.parsing.vocabulary import Vocabulary

_ACRONYM = re.compile(
    r"(?P<letters>[A-Z](?<![\w&/.@#-][A-Z])[A-Z]{1,5})(?P<plural>'?s)?(?![\w&@-]|[./][\w])"
)
_CAPITALS = re.compile(r"[A-Z][A-Z]")
_WORD = re.compile(r"[A-Za-z]+")
_ROMAN = re.compile(r"[IVX]+")
#: "SMASH (…", "SMASH is …", "SMASH, a scheme", and "(SMASH)" behind its expansion.
_EXPLAINED = (
    r"(?:{letters}\s?(?:\(|=|,?\s(?:which\s)?(?:is|stands\sfor|are)\s|,\s(?:an?|the|our|which)\s"
    r"|\s[-\u2013:]\s)|(?:\(|\[)(?:the\s|or\s|['\"])?{letters}(?:'?s)?(?:['\"])?\s?[)\],;])"
)
_SHORTEST_WORD = 3
#: In a run of capitals this long the words are emphasised, not abbreviated.
_CAPITAL_RUN = re.compile(r"(?<![A-Z])(?:[A-Z]{2,}+[\s\d,:&/-]++){2,}[A-Z]{2,}")


@lru_cache(maxsize=4)
def known_acronyms(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the acronyms that need no explanation here.

    Those of agencies (with a name that explains them), forces and units, those that the
    theme phrases know, and ``known_acronym`` in ``vocabularies``.
    """
    known: set[str] = set()
    for row in vocabulary.rows("agencies"):
        if row["agency_name"] != row["acronym"]:
            known.add(row["acronym"])
    explained = {
        row["agency_id"]
        for row in vocabulary.rows("agencies")
        if row["agency_name"] != row["acronym"]
    }
    known |= {
        row["alias"] for row in vocabulary.rows("agency_aliases") if row["agency_id"] in explained
    }
    known |= {row["alias"] for row in vocabulary.rows("force_aliases")}
    known |= {
        row["phrase"].upper()
        for row in vocabulary.rows("theme_phrases")
        if " " not in row["phrase"]
    }
    known |= {row["word"].upper() for row in vocabulary.rows("unit_words")}
    for row in vocabulary.rows("vocabularies"):
        if row["vocabulary_name"] == "known_acronym":
            known.add(row["allowed_value"])
        elif row["vocabulary_name"].startswith("grade_"):
            known |= set(row["allowed_value"].upper().split())
    return frozenset(name for name in known if name)


def unknown_acronyms(
    outline: Outline, vocabulary: Vocabulary
) -> Iterator[tuple[EvidenceColumns, str]]:
    """Yield (evidence of the first use, explanation) for each acronym that nothing explains.

    Explained is what stands beside its expansion, what words of the document spell out by
    their initials ("sexual assault referral centre" for SARC), and what is known. A word
    that the document also writes in small letters is a word in capitals.
    """
    used = _used_acronyms(outline, known_acronyms(vocabulary))
    if not used:
        return
    nouns = frozenset(row["noun"] for row in vocabulary.rows("initiative_nouns"))
    letters_of_words, small_words = _spelt_out(outline)
    whole = " ".join(part.passage.text for part in outline.parts)
    done: set[str] = set()
    for statement, match in used:
        letters = match["letters"]
        if letters in done or letters.lower() in small_words:
            continue
        done.add(letters)
        if letters in letters_of_words or re.search(_EXPLAINED.format(letters=letters), whole):
            continue
        if _is_a_name(match) or _is_coined(match, nouns):
            continue
        yield (
            statement.evidence(match.start("letters"), match.end("letters")),
            f"{letters} is used in this document and explained nowhere in it.",
        )


def _used_acronyms(
    outline: Outline, known: frozenset[str]
) -> list[tuple[Statement, re.Match[str]]]:
    """Return where a document uses acronyms that are not ``known``, in reading order."""
    used: list[tuple[Statement, re.Match[str]]] = []
    for statement in outline.statements:
        text = statement.text
        is_read = _CAPITALS.search(text) and not text.isupper()
        if not is_read or statement.speaker == "inspectorate":
            continue
        text = _CAPITAL_RUN.sub(lambda run: " " * len(run.group()), text)
        for match in _ACRONYM.finditer(text):
            letters = match["letters"]
            is_plural = letters.endswith("S") and letters[:-1] in known
            if letters not in known and not is_plural and not _ROMAN.fullmatch(letters):
                used.append((statement, match))
    return used


def _spelt_out(outline: Outline) -> tuple[str, frozenset[str]]:
    """Return the initials of all words in order, and the words in small letters.

    The initials are joined without small words too, so that "Independent Office for Police
    Conduct" spells IOPC and "National Institute of Health" NIH.
    """
    streams: list[str] = []
    small: set[str] = set()
    for part in outline.parts:
        words = _WORD.findall(part.passage.text)
        small.update(filter(str.islower, words))
        spelt = [word for word in words if len(word) == 1 or not word.isupper()]
        streams.append("".join([word[0] for word in spelt]).upper())
        telling = [word[0] for word in spelt if len(word) > 4 or word.lower() not in _SMALL]
        streams.append("".join(telling).upper())
    return " ".join(streams), frozenset(small)


_SMALL = frozenset("a an and as at by for from in of on or the to with".split())


def _is_a_name(match: re.Match[str]) -> bool:
    """Say whether the letters belong to a person, a place code or a reference, not to a term."""
    text = match.string
    before, after = text[: match.start()], text[match.end() : match.end() + 12]
    if (
        re.search(r"(?:[A-Z][a-z]+\s|\d|[A-Z]{2}\s)$", before)
        and re.match(r"\s?(?:,|\.|$|\d)", after)
        and len(match["letters"]) <= 3
    ):
        return True
    return bool(re.match(r"\s?\d", after))


def _is_coined(match: re.Match[str], nouns: frozenset[str]) -> bool:
    """Say whether the letters are a word in capitals that names a scheme: "the CLIMB project"."""
    text = match.string
    if re.search(r"\b(?:Operation|Op|Project|Programme|Exercise)\s$", text[: match.start()]):
        return True
    following = re.match(r"\s([A-Za-z]+)", text[match.end() :])
    is_word = len(match["letters"]) > _SHORTEST_WORD and bool(
        re.search("[AEIOU]", match["letters"])
    )
    return is_word and following is not None and following[1].lower() in nouns
