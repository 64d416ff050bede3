"""Noun phrases behind and before a figure, read without a grammar of English."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.parsing.figures.quantity import Quantity
from flows.parsing.figures.words import (
    AUXILIARY,
    CHANGES,
    CLOSERS,
    DETERMINERS,
    FINITE,
    OPENERS,
    PREPOSITIONS,
    RATES,
    is_participle,
    is_verb_like,
)

_MEASURES = RATES | frozenset("time number length cost amount wait".split())
_TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[\w'&/.-]*[\w'])?|\d[\d,.]*(?:st|nd|rd|th)?|[^\w\s]")
_DROPPED_LEAD = re.compile(
    r"^(?:(?:whilst|while|although|and|but|or|that|in\s(?:this|that|total)|overall|however|also"
    r"|currently|nationally|locally|regionally|there|rather|even|still|so|as\sa\sresult|we|i|it|they|he|she|of\swhich|the|a|an|these|those|such|our"
    r"|their|its|total|some|"
    r"numbers?\sof|amounts?\sof|levels?\sof|percentage\sof|proportion\sof|rate\sof"
    r"|volumes?\sof|total\sof|share\sof)\b[\s,]*)+",
    re.IGNORECASE,
)
_TRAILING_MARKS = " ,(:\u2013-"
#: What a clause may end in before its figure, and what is no part of its noun phrase.
_TRAILING_WORD = re.compile(
    r"(?:by|of|to|at|from|for|in|on|over|against|within|per|between|into|is|are"
    r"|was|were|be|been|being|has|have|had|stands?|stood|went|gone|came|come|comes|go|goes|totall?ing|totall?ed"
    r"|totals?|reach(?:ed|ing|es)?|increas(?:ed|es|ing)|decreas(?:ed|es|ing)|rose|risen|rising|fell"
    r"|fallen|falling|dropp?(?:ed|ing)|declin(?:ed|ing)|reduc(?:ed|ing)|grew|grown|improv(?:ed|ing)"
    r"|compared|compares|compare|with|an?|the|just|only|now|currently|also|approximately|about|around|nearly|almost"
    r"|some|up|down|further|significantly|slightly|and|or|than|more|less|averaged|averaging"
    r"|equal(?:s|led)?|amounts?|amounted|representing|equating|equates|which|that|this|it|who|will"
    r"|would|should|worth|fewer|greater|under|below|above|well|costing|valued|cost|taking|took|lasting|lasted|extra|additional)",
    re.IGNORECASE,
)
#: "The Commissioner noted that 9%" is about what follows.
_REPORTED = re.compile(
    r"\b(?:advised|confirmed|explained|heard|informed|noted|reported|said|stated|told)\b"
    r"[^.]{0,30}\bthat\s$"
)
_LAST_WORD = re.compile(r"(?<!\w)\w+\Z")
_LONGEST_TRAILING = 20
_CLAUSE_START = re.compile(
    r"[.;:!?](?=\s)|\s[\u2013|-]\s|,\s(?:and|but|with|while|whilst|which|compared|of\swhich"
    r"|whereas|or)\b|\b(?:compared\s(?:with|to)|while|whilst|whereas)\b"
)
_BARRIER = "\u0000"
_BARRIER_LEAD = re.compile(
    rf"\b(?:in|for|during|since|at|on|by|from|of|over|as\sof|as\sat)?\s?(?:the\s)?{_BARRIER}"
)
_BRACKETED = re.compile(r"\([^)]{0,60}\)?")
_NEAR_TIME = frozenset(
    """
    year years period financial month last approximately over about around nearly almost up to
    cost total value rate average price
    """.split()
)
_NO_END = PREPOSITIONS | DETERMINERS | frozenset("and or & also both as totalling being".split())
_TIMES = ("x", "\u00d7")
_CLASSED = frozenset("currently being either having a an the now".split())
_LONGEST = 12
_CLOSING = CLOSERS - {"than", "this", "these", "those", "that"}
_JOINTS = frozenset({"and", "or", "&"})
_PREPOSITIONS_AND_JOINTS = PREPOSITIONS | _JOINTS
_GRADES = frozenset("outstanding good adequate inadequate excellent poor weak".split())
_VERBS_BEHIND_JOINTS = frozenset("found held left made put sent".split())
_NO_START = AUXILIARY | _PREPOSITIONS_AND_JOINTS | {"higher", "out"}
_NO_START_BEFORE = PREPOSITIONS | AUXILIARY | FINITE | {"not"}
_ENDS = AUXILIARY | (CLOSERS - PREPOSITIONS)
_ENDS_AFTER_PREPOSITION = AUXILIARY | _CLOSING
_ENDS_AFTER_JOINT = PREPOSITIONS | AUXILIARY | _CLOSING | DETERMINERS
_BEFORE_PARTICIPLE = AUXILIARY | {"currently", "also", "then", "now"}
_BEFORE_LIMIT = OPENERS | _NEAR_TIME
_THREE_LETTERS = re.compile(r"[A-Za-z]{3}")


class Token(NamedTuple):
    """One word or mark at ``start`` of a clean text; ``word`` is it in small letters."""

    start: int
    text: str
    word: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a number or a mark."""
        return self.text[0].isalpha()


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of ``text[start:end]``."""
    return [Token(m.start(), m[0], m[0].lower()) for m in _TOKEN.finditer(text, start, end)]


def phrase_behind(text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]) -> str | None:
    """Return the noun phrase that begins behind the figure."""
    limit = min([start for start, _ in barriers if start >= quantity.end] + [len(text)])
    tokens = tokens_of(text, quantity.end, limit)
    index = 0
    if tokens and tokens[0].word == "of":
        # "88% of the 141 conferences": what the whole counts is named behind its figure.
        if all(token.word in OPENERS for token in tokens):
            over = max((end for start, end in barriers if start == limit), default=limit)
            tokens += tokens_of(text, over, min(len(text), over + 90))
    elif tokens and (
        (quantity.unit_code == "gbp" and tokens[0].word in ("to", "for", "towards"))
        or (quantity.role == "change" and tokens[0].word == "in")
    ):
        index = 1
    while index < len(tokens) and (tokens[index].word in OPENERS or tokens[index].text in _TIMES):
        index += 1
    if index + 1 < len(tokens) and tokens[index].word in CHANGES:
        # "a 15% reduction in calls" is about calls.
        index += 2 if tokens[index + 1].word in ("in", "to", "of", "on") else 0
    kept: list[Token] = []
    has_participle = False
    while index < len(tokens) and len(kept) < _LONGEST:
        token = tokens[index]
        if token.word in AUXILIARY and kept and not has_participle:
            participle = _participle_after(tokens, index)
            if participle is None:
                break
            index, has_participle = participle, True
            continue
        if token.text in ',"' and (token.text == '"' or _joins_modifiers(tokens, index, kept)):
            index += 1
            continue
        if token.word == "as" and kept and is_participle(kept[-1].word):
            # "children flagged as currently being at risk": the class goes on with the thing.
            kept.append(token)
            index += 1
            while index < len(tokens) and tokens[index].word in _CLASSED:
                index += 1
            if index < len(tokens) and tokens[index].word in PREPOSITIONS:
                kept.append(tokens[index])
                index += 1
            continue
        if _closes(tokens, index, kept) or (
            token.word in _PREPOSITIONS_AND_JOINTS and _leads_on(text, tokens, index, limit)
        ):
            break
        kept.append(token)
        index += 1
    while kept and kept[-1].word in _NO_END:
        kept.pop()
    if len(kept) > 2 and kept[-1].word in _GRADES and kept[-2].word in _JOINTS:
        # "weak in 31 cases and inadequate in 24": the grade is of the other.
        kept = kept[:-2]
    if not kept or kept[0].word in _NO_START:
        return None
    # "63 reported crimes" counts crimes; "23 required improvement" says what they did.
    if kept[0].word in FINITE and not any(token.word.endswith("s") for token in kept[1:4]):
        return None
    return " ".join(token.text for token in kept)


def _closes(tokens: Sequence[Token], index: int, kept: Sequence[Token]) -> bool:
    """Say whether the noun phrase ends before this token."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if not token.is_word or token.word in _ENDS:
        return True
    if token.word in FINITE and kept and kept[-1].word not in PREPOSITIONS:
        return True
    if is_verb_like(token.word) and following is not None and following.word in DETERMINERS:
        # "boards covering the county" are boards, "projects tackling abuse" are just those.
        return bool(kept) and token.word.endswith("ing")
    if token.word in DETERMINERS and kept:
        last = kept[-1].word
        return last not in _PREPOSITIONS_AND_JOINTS and not last.endswith("ing")
    if token.word in PREPOSITIONS:
        if not kept or following is None or not following.is_word:
            return True
        if following.word in _ENDS_AFTER_PREPOSITION:
            return True
        # "visits to schools" goes on, "strands to manage the threat" does not.
        return token.word == "to" and not (
            following.word in DETERMINERS
            or following.text[0].isupper()
            or following.word.endswith("s")
        )
    if token.word in _JOINTS:
        return (
            not kept
            or following is None
            or not following.is_word
            or following.word in _ENDS_AFTER_JOINT
            or is_verb_like(following.word)
            or following.word in _VERBS_BEHIND_JOINTS
        )
    return False


def _joins_modifiers(tokens: Sequence[Token], index: int, kept: Sequence[Token]) -> bool:
    """Say whether a comma stands between adjectives ("nine major, complex investigations")."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        0 < len(kept) < 3
        and following is not None
        and following.is_word
        and (not kept[-1].word.endswith("s") or kept[-1].word.endswith(("ss", "ous")))
    )


def _leads_on(text: str, tokens: Sequence[Token], index: int, limit: int) -> bool:
    """Say whether nothing but openers stands between a joint and the next figure or date."""
    return limit < len(text) and all(
        token.word in _BEFORE_LIMIT for token in tokens[index + 1 :] if token.start < limit
    )


def _participle_after(tokens: Sequence[Token], index: int) -> int | None:
    """Return where the participle of a passive stands ("were then flagged"), None without one."""
    position = index + 1
    while position < len(tokens) and (
        tokens[position].word in _BEFORE_PARTICIPLE or tokens[position].word.endswith("ly")
    ):
        position += 1
    found = position < len(tokens) and is_participle(tokens[position].word)
    return position if found else None


def phrase_before(text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]) -> str | None:
    """Return the noun phrase that the clause before the figure is about."""
    starts = [
        match.end()
        for match in _CLAUSE_START.finditer(text, 0, quantity.start)
        # "Calls lost: 17%" names the thing before the colon.
        if text[match.end() : quantity.start].strip() or match.group() != ":"
    ]
    floor = starts[-1] if starts else 0
    clause = text[floor : quantity.start]
    for start, end in sorted(barriers, reverse=True):
        if floor <= start and end <= quantity.start:
            clause = clause[: start - floor] + _BARRIER + clause[end - floor :]
    if _BARRIER in clause:
        clause = _BARRIER_LEAD.sub(" ", clause)
    if "(" in clause:
        clause = _BRACKETED.sub(" ", clause)
    if clause.rstrip().endswith(":") and len(clause.split()) <= _LONGEST:
        return clause.rstrip().rstrip(":").strip() or None
    if _REPORTED.search(clause):
        return None
    clause = _without_trailing(clause)
    words = _subject([token for token in tokens_of(clause, 0, len(clause)) if token.is_word])
    phrase = _DROPPED_LEAD.sub("", " ".join(token.text for token in words[-_LONGEST:])).strip()
    first = phrase.split(" ", 1)[0].lower()
    if not _THREE_LETTERS.search(phrase) or first in _NO_START_BEFORE:
        return None
    return None if " " not in phrase and is_verb_like(first) else phrase


def _without_trailing(clause: str) -> str:
    """Return ``clause`` without the verbs, joints and marks between its noun and the figure."""
    while True:
        clause = clause.rstrip(_TRAILING_MARKS)
        last = _LAST_WORD.search(clause, max(len(clause) - _LONGEST_TRAILING, 0))
        if last is None or not _TRAILING_WORD.fullmatch(last[0]):
            return clause
        clause = clause[: last.start()]


def _subject(words: Sequence[Token]) -> Sequence[Token]:
    """Return the last noun phrase of a clause whose own verb has been cut off its end."""
    for index in range(len(words) - 1, -1, -1):
        word = words[index].word
        is_verb = word in AUXILIARY or (word in FINITE and index < len(words) - 1)
        if not is_verb and word not in ("which", "who", "whose", "that", "where"):
            continue
        rest = words[index + 1 :]
        is_measure = {token.word for token in words[:index]} & _MEASURES
        if word == "that" and is_measure and len(words[:index]) <= 4:
            # "the average time that a victim waits was 212 days" is about all of it.
            return words
        if word in ("who", "which", "whose") and index:
            # "the share of callers who hung up was 12%" is about the share of callers.
            return _subject(words[:index])
        if index and word in AUXILIARY and all(_is_verbal(token.word) for token in rest):
            # "a pilot has been established for six months" is about the pilot.
            head = index
            while head and words[head - 1].word in AUXILIARY:
                head -= 1
            return _subject(words[:head])
        words = rest
        break
    for index in range(len(words) - 2, -1, -1):
        rates = RATES & {token.word for token in words[index + 1 :]}
        if words[index].word in DETERMINERS and rates and len(words) - index <= 5:
            return words[index + 1 :]
    if len(words) > 2 and is_participle(words[0].word) and words[0].text[0].islower():
        words = words[1:]
    if words and words[0].word.endswith("ing") and is_verb_like(words[0].word) and len(words) > 2:
        words = words[1:]
    for index, token in enumerate(words):
        if (
            token.word in DETERMINERS
            and 0 < index < len(words) - 1
            and words[index - 1].word not in PREPOSITIONS
            and not is_verb_like(words[index - 1].word)
        ):
            return words[index:]
    return words


def _is_verbal(word: str) -> bool:
    return is_verb_like(word) or is_participle(word) or word.endswith("ly")
