"""When a figure was counted: by its own clause, its sentence, a neighbour or the heading."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.parsing.figures.measures import is_beside
from flows.parsing.figures.quantity import Quantity
from flows.parsing.text.outline import Statement
from flows.parsing.times.periods import TimeExpression, find_times

_CLOSES_CLAUSE = re.compile(
    r"[,;:(]|\s[\u2013-]\s|\b(?:and|but|than|compared|whilst|while|whereas|which)\b"
)
#: "We hired 34 in 2023 and now answer 92%": the second figure is of the day of writing.
_AND_NOW = re.compile(
    r"(?:\b(?:and|but|which|that)|[,;])\s(?:now|currently|today)\b", re.IGNORECASE
)
_IS_NOW = re.compile(
    r"\b(?:is|are|stands|stand|has|have)\snow\b(?:\s[a-z]+){0,2}\s?$", re.IGNORECASE
)
#: "Two are due for completion by June": a day that is still to come is no period.
_DUE = re.compile(
    r"\b(?:due|deadline|expected|planned|scheduled|to\sbe\s\w+)\b[^.;,]{0,40}$", re.IGNORECASE
)
#: "19 minutes in the first quarter to 14 in the second".
_OF_THE_NEXT = re.compile(
    r"(?:\s[a-z]+)?\sin\sthe\s(?:second|third|fourth|final|latter)\b(?!\s[a-z])", re.IGNORECASE
)
#: Between figures, or times, of one row.
_JOINED = re.compile(r"\s?(?:,|and|,\sand|&)\s?")
#: "I invested £2m and will fund 20 officers in 2025": the year is that of what is promised.
_COMMITS = re.compile(
    r"\band\s(?:\w+\s)?(?:will|shall|committed|plan|aim|intend|expect|agreed)(?:s|ed)?\b"
    r"|\band\s(?:I|we)'ll\b|;\s(?:[\w%'-]+\s){1,6}will\b",
    re.IGNORECASE,
)
_LONGEST_DUE = 50
_LONGEST_NOW = 25
#: "They fell to 1,209 in May and we aim for 900": what is wanted is of no time before.
_AIMS = re.compile(r"\b(?:aim|plan|intend|will|want|hope|expect|seek)(?:s|ing)?\b", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|each\sof\sthe|all|all\sof\sthe|our|its|their|these|those|al|both)\s$", re.IGNORECASE
)
_ANAPHORA = re.compile(
    r"^(?:(?:of|in|within|among)\s)?(?:these|those|this|they|such)\b|\bof\s(?:these|those|which"
    r"|whom)\b",
    re.IGNORECASE,
)
_OPENS_WITH_PRONOUN = re.compile(r"(?:It|They|Its|Their|These|Those|Of\s(?:these|those|them))\b")
_NAMES_A_PAPER = re.compile(
    r"\b(?:response|report|inspection|review|plan|strategy|letter|meeting|minutes|act|panel)\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 90
_LINKED = re.compile(r"\s?(?:of|out\sof)\s(?:the\s|all\s|a\stotal\sof\s)?")
_COMPARED = re.compile(
    r"\b(?:compar\w+|against|versus|vs?|than|(?:up|down)\sfrom|which|who|on\stop\sof|in\saddition\sto"
    r"|as\swell\sas)\b|,\sfrom\b",
    re.IGNORECASE,
)
#: "From 41% to 46% in May": the month is that of the second.
_MOVED_FROM = re.compile(r"\bfrom\s(?:about\s|around\s|just\s|over\s|nearly\s)?$")
_MOVES_ON = re.compile(r"\sto\s(?:about\s|around\s|just\s|over\s|nearly\s)?(?=[\d\u00a3])")
#: "Up 35% on 2021" sets a change beside that year.
_ON = " on "
_LONGEST_BRACKET = 60
#: "Since April 38% (previously 22%)": the second is of no time that is told.
_PREVIOUSLY = re.compile(r"\((?:previously|formerly|originally|initially|was)\s$", re.IGNORECASE)
#: "41 more than a year ago, and a further 15": the time is that of what is compared.
_THAN = re.compile(r"\bthan\s$")
_DIGIT = re.compile(r"\d")
_CONTENT = re.compile(r"[a-z]{4,}")
#: "Six months" is how long a thing lasts; "9 seconds" is a result, and of some period.
_LENGTHS = ("week", "month", "year")
#: Ages and definitions measure nothing in time, and name nothing but themselves.
UNTIMED_ROLES = ("age", "definition")


class Read(NamedTuple):
    """One statement with its times, those that no name swallows ("the 2019 plan"), and figures."""

    statement: Statement
    times: tuple[TimeExpression, ...]
    unnamed: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]


def time_of(
    reads: Sequence[Read], index: int, quantity: Quantity, measured: str | None
) -> TimeExpression | None:
    """Return the time that a figure is about: its own clause's, its sentence's, a neighbour's."""
    if quantity.role in UNTIMED_ROLES:
        return None
    read = reads[index]
    text = read.statement.text
    if _MOVES_ON.match(text, quantity.end) and _MOVED_FROM.search(
        text, max(0, quantity.start - 32), quantity.start
    ):
        return None
    usable = [
        t
        for t in read.unnamed
        if not _is_citation(text, t)
        and not _is_of_another_bracket(text, t, quantity)
        and not _DUE.search(text, max(0, t.phrase_start - _LONGEST_DUE), t.phrase_start)
        # "… is 96%, an increase of 11 points on 2017": that year is what it is set beside.
        and not ((t.precision == "year" or t.is_relative) and text.endswith(_ON, 0, t.phrase_start))
    ]
    position = bisect_left(read.quantities, quantity.start, key=lambda figure: figure.start)
    last = read.quantities[position - 1] if position else None
    if last is not None and is_beside(text, last, quantity):
        closed = text.find(")", quantity.end)
        if not any(last.end <= t.start and t.end <= closed for t in usable):
            return time_of(reads, index, last, measured)
    if _PREVIOUSLY.search(text, max(0, quantity.start - 32), quantity.start):
        return None
    behind = next((t for t in usable if t.phrase_start >= quantity.end), None)
    own = next(
        (t for t in usable if t.phrase_start <= quantity.start and quantity.end <= t.end), None
    )
    if own is not None:
        return own
    if quantity.role == "period" or quantity.unit_code in _LENGTHS:
        attached = behind is not None and not text[quantity.end : behind.phrase_start].replace(
            "period", ""
        ).strip(" ,:(")
        return behind if attached and quantity.role == "period" else None
    if behind is not None and _is_attached(text, quantity, behind, read.quantities):
        return behind
    pair = _paired_time(text, quantity, read.quantities, usable)
    if pair is not None:
        return pair
    if _IS_NOW.search(text, max(0, quantity.start - _LONGEST_NOW), quantity.start):
        return None
    chained = _LINKED.search(text, 0, quantity.start)
    is_part = (
        chained is not None
        and chained.end() == quantity.start
        and text[: chained.start()].rstrip().endswith(("%", "cent"))
    )
    if quantity.unit_code == "count" and _DEFINITE.search(text[: quantity.start]) and not is_part:
        return None
    before = [
        t
        for t in usable
        if t.end <= quantity.start and not _THAN.search(text, max(0, t.phrase_start - 5), t.start)
    ]
    if before and not (quantity.role == "target" and before[-1].last is None):
        time = before[-1]
        gap = text[time.end : quantity.start]
        if _OF_THE_NEXT.match(text, quantity.end):
            return None
        is_apart = ";" in gap and time.phrase_start >= 30
        if is_apart or (_AIMS if quantity.role == "target" else _AND_NOW).search(gap):
            return None
        if (
            "," not in gap
            or before[-1].phrase_start < 30
            or (
                re.search(r"\b(?:the\sForce|we|there\swere|there\swas|police|PCC|I)\b", gap) is None
                and gap.count(",") > 1
            )
        ):
            return time
        return None
    if behind is not None:
        # "11% compared with 14% a year ago": the time is that of the other figure alone.
        apart = (
            text[quantity.end : behind.phrase_start] == _ON
            or _COMPARED.search(text, quantity.end, behind.phrase_start)
            or _closes_bracket(text, quantity.end, behind.phrase_start)
            or _COMMITS.search(text, quantity.end, behind.phrase_start)
        )
        return None if apart else behind
    if usable:
        return None
    return _neighbours_time(reads, index, quantity, measured)


def _is_citation(text: str, time: TimeExpression) -> bool:
    return (
        text[time.start - 1 : time.start] == "("
        and text[time.end : time.end + 1] == ")"
        and time.end - time.start == 4
    )


def _is_of_another_bracket(text: str, time: TimeExpression, quantity: Quantity) -> bool:
    """Say whether a time stands in brackets beside a number that is not ``quantity``.

    "91% (2015/16: 88%)", "78%, ninth in the region (last year: 5th)".
    """
    opened = text.rfind("(", max(0, time.start - _LONGEST_BRACKET), time.start)
    closed = text.find(")", time.end, time.end + _LONGEST_BRACKET)
    if opened < 0 or closed < 0 or ")" in text[opened : time.start]:
        return False
    if opened < quantity.start < closed:
        return False
    return bool(_DIGIT.search(text, opened, time.start) or _DIGIT.search(text, time.end, closed))


def _closes_bracket(text: str, start: int, end: int) -> bool:
    """Say whether a bracket that is open at ``start`` is closed before ``end``."""
    closed = text.find(")", start, end)
    return closed >= 0 and "(" not in text[start:closed]


def _is_attached(
    text: str, quantity: Quantity, time: TimeExpression, quantities: Sequence[Quantity]
) -> bool:
    gap = text[quantity.end : time.phrase_start]
    if gap == _ON and quantity.role == "change" and time.precision == "year":
        return False
    inside = [q for q in quantities if q.start >= quantity.end and q.end <= time.phrase_start]
    if inside and not (
        _LINKED.fullmatch(text[quantity.end : inside[0].start]) and len(inside) == 1
    ):
        return False
    return not _CLOSES_CLAUSE.search(gap)


def _paired_time(
    text: str, quantity: Quantity, quantities: Sequence[Quantity], times: Sequence[TimeExpression]
) -> TimeExpression | None:
    """Pair "In May and June 2019 there were 30 and 45": as many times as figures, in one order."""
    figures = [
        q for q in quantities if q.unit_code == quantity.unit_code and q.role == quantity.role
    ]
    times = [time for time in times if figures and time.end <= figures[0].start][-len(figures) :]
    if len(figures) < 2 or len(times) != len(figures) or quantity not in figures:
        return None
    in_row = all(_JOINED.fullmatch(text[a.end : b.start]) for a, b in pairwise(figures))
    times_in_row = all(_JOINED.fullmatch(text[a.end : b.start]) for a, b in pairwise(times))
    return times[figures.index(quantity)] if in_row and times_in_row else None


def _neighbours_time(
    reads: Sequence[Read], index: int, quantity: Quantity, measured: str | None
) -> TimeExpression | None:
    read = reads[index]
    text = read.statement.text
    wanted = {_stem(word) for word in _CONTENT.findall((measured or "").lower())}
    pointing = _ANAPHORA.search(
        text[max(0, quantity.start - 12) : quantity.end + 20]
    ) or _ANAPHORA.match(text)
    opens = _OPENS_WITH_PRONOUN.match(text)
    for near in (index - 1, index + 1):
        if not 0 <= near < len(reads) or reads[near].statement.part != read.statement.part:
            continue
        other = reads[near].statement.text
        times = reads[near].unnamed
        if len({(t.first, t.last) for t in times}) != 1:
            continue
        shared = wanted & {_stem(word) for word in _CONTENT.findall(other.lower())}
        if (near < index and (opens or (pointing and shared))) or len(shared) >= 3:
            return times[0]
    return _headings_time(read.statement)


@lru_cache(maxsize=256)
def _heading_times(heading: str) -> tuple[TimeExpression, ...]:
    return find_times(heading)


def _headings_time(statement: Statement) -> TimeExpression | None:
    """Return the period that the heading above names, where it names one and no paper."""
    heading = statement.outline.heading_above(statement.part)
    if not heading or len(heading) > _LONGEST_HEADING or _NAMES_A_PAPER.search(heading):
        return None
    times = [time for time in _heading_times(heading) if time.is_resolved]
    if len({(time.first, time.last) for time in times}) != 1:
        return None
    return times[0] if times[0].precision in ("month", "quarter", "year") else None


def _stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.rstrip("s")


def period_text(reads: Sequence[Read], index: int, time: TimeExpression | None) -> str | None:
    """Return the words that say ``time``, from the statement, its neighbours or the heading."""
    if time is None:
        return None
    for near in (index, index - 1, index + 1):
        if 0 <= near < len(reads) and any(time is known for known in reads[near].times):
            return reads[near].statement.text[time.phrase_start : time.end]
    statement = reads[index].statement
    heading = statement.outline.heading_above(statement.part) or ""
    return heading[time.phrase_start : time.end] or None
