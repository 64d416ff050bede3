"""The noun phrase before a figure: what its clause is about, read without a grammar of English."""

import re
from collections.abc import Sequence

from flows.parsing.figures.quantity import Quantity
from flows.parsing.figures.tokens import Token, tokens_of
from flows.parsing.figures.words import (
    AUXILIARY,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    RATES,
    is_participle,
    is_verb_like,
)

_MEASURES = RATES | frozenset("time number length cost amount wait".split())
_DROPPED_LEAD = re.compile(
    r"^(?:(?:whilst|while|although|and|but|or|that|in\s(?:this|that|total)|overall|however|also"
    r"|currently|nationally|locally|regionally|there|rather|even|still|so|as\sa\sresult|we|i|it|they|he|she|of\swhich|the|a|an|these|those|such|our"
    r"|their|its|total|some|"
    r"(?:more|less|fewer)\sthan|numbers?\sof|amounts?\sof|levels?\sof|percentage\sof|proportion\sof|rate\sof"
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
    r"|some|up|down|further|significantly|slightly|and|or|than|more|less|averaged|averages|averaging"
    r"|equal(?:s|led)?|amounts?|amounted|representing|equating|equates|which|that|this|it|who|will"
    r"|would|should|worth|fewer|greater|under|below|above|well|costing|valued|cost|taking|took|lasting|lasted|extra"
    r"|additional|estimated|spent|spend)",
    re.IGNORECASE,
)
#: "The Commissioner noted that 9%" is about what follows.
_REPORTED = re.compile(
    r"\b(?:advised|confirmed|explained|heard|informed|noted|reported|said|stated|told)\b"
    r"[^.]{0,30}\bthat\s$"
)
#: "Cases fell between May and June, from 90": the verb is no part of its noun.
_CHANGED = re.compile(r"(?<=\w)\s(?:rose|fell|grew|dropped|declined|increased|decreased)$")
_LAST_WORD = re.compile(r"(?<!\w)\w+\Z")
_LONGEST_TRAILING = 20
_CLAUSE_START = re.compile(
    r"[.;:!?](?=\s)|\s[\u2013|-]\s|,\s(?:and|but|with|while|whilst|which|compared|of\swhich"
    r"|whereas|or)\b|\b(?:compared\s(?:with|to)|while|whilst|whereas)\b"
)
_MODALS = frozenset("will would can could may might shall should must".split())
_BARRIER = "\u0000"
_BARRIER_LEAD = re.compile(
    rf"\b(?:in|for|during|since|at|on|by|from|of|over|as\sof|as\sat)?\s?(?:the\s)?{_BARRIER}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([^)]{0,60}\)?")
_MEAN = re.compile(
    r"\s(?:(?:in|within|at|after|for)\s)?(?:an?|the)\s(?:overall\s)?(?:average|mean|median)"
    r"(?:\s(?:time|wait))?\s?(?:of\s)?$"
)
#: "The backlog was cleared, from a peak of 1,300".
_EXTREME = re.compile(
    r",?\s(?:from|to|at|reach(?:ed|ing)|hit)\s(?:an?|its|the)\s(?:[\w-]+\s)?(?:peak|high|low|maximum|minimum)\s"
    r"(?:of\s|was\s)?$"
)
_DONE = re.compile(r"\s(?:is|are|was|were|been|being)\s(?P<participle>[a-z]+(?:ed|en|t))$")
#: "They found 31 to be good": what was judged has been named before.
_JUDGED = frozenset("found judged rated graded deemed considered assessed".split())
_LONGEST = 12
_NO_START_BEFORE = PREPOSITIONS | AUXILIARY | FINITE | {"not"}
_THREE_LETTERS = re.compile(r"[A-Za-z]{3}")


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
    named = clause.lower().split()
    if clause.rstrip().endswith(":") and len(named) <= _LONGEST and AUXILIARY.isdisjoint(named):
        # "a survey of 80 residents: 58% ..." is about residents, which a figure counts.
        is_counted = any(floor <= start and end <= quantity.start for start, end in barriers)
        return None if is_counted else clause.rstrip().rstrip(":").strip() or None
    if _REPORTED.search(clause):
        return None
    if extreme := _EXTREME.search(clause):
        clause = clause[: extreme.start()]
    if mean := _MEAN.search(clause):
        clause = clause[: mean.start()]
        if done := _DONE.search(clause):
            # "calls were answered in an average of ..." is about how calls are answered.
            subject = phrase_before(clause, quantity._replace(start=done.start()), ())
            return f"{subject} {done['participle']}" if subject else None
    clause = _without_trailing(clause)
    words = _subject([token for token in tokens_of(clause, 0, len(clause)) if token.is_word])
    phrase = _DROPPED_LEAD.sub("", " ".join(token.text for token in words[-_LONGEST:])).strip()
    phrase = _CHANGED.sub("", phrase)
    first = phrase.split(" ", 1)[0].lower()
    if not _THREE_LETTERS.search(phrase) or first in _NO_START_BEFORE:
        return None
    return None if " " not in phrase and (first in _JUDGED or is_verb_like(first)) else phrase


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
        if word in _MODALS and len(rest) == 1:
            # "the force must save £10m": what follows is a verb.
            return _subject(words[:index])
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
            # "the days taken to record a crime" are about all of it.
            and not (index > 1 and words[index - 2].word == "to")
        ):
            return words[index:]
    return words


def _is_verbal(word: str) -> bool:
    return is_verb_like(word) or is_participle(word) or word.endswith("ly")
