"""Figures of prose and tables -> metric observations with period, scope and metric."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.parsing.figures.measures import measured_phrase, spelt_out
from flows.parsing.figures.metrics import metric_of, scope_of
from flows.parsing.figures.quantities import find_quantities, may_hold_figures
from flows.parsing.figures.quantity import Quantity
from flows.parsing.figures.table_figures import is_label_of_figures, table_observations
from flows.parsing.figures.titles import title_spans
from flows.parsing.header.forces import force_names
from flows.parsing.text.acronyms import expansions
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.vocabulary import Vocabulary
from flows.records import MetricObservation, fact_key

#: A year behind these belongs to a name or a publication, not to a figure.
_NAMED_TIME = re.compile(
    r"(?:\bdeadlines?\s(?:of|is|was|for\sthese\sis)\s|\b(?:[Pp]lan|[Ss]trategy|[Aa]ct|[Gg]uidance|[Rr]egulations|[Oo]rder|[Cc]ode|PEEL"
    r"|[Pp]rogramme)\s(?:for\s)?\(?|\b(?:report|inspection|review|publication|letter|meeting"
    r"|minutes)\s(?:of|from|for|dated|on|in)\s|\bpublished\s(?:on|in)\s|\b(?:by|before"
    r"|until)\s(?:the\send\sof\s)?)$"
)
_LONGEST_LEAD = 40
_CLOSES_CLAUSE = re.compile(
    r"[,;:(]|\s[\u2013-]\s|\b(?:and|but|than|compared|whilst|while|whereas|which)\b"
)
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
#: A stretch with more figures is a list without full stops, and says nothing of each.
_MOST_FIGURES = 40
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
#: "41 more than a year ago, and a further 15": the time is that of what is compared.
_THAN = re.compile(r"\bthan\s$")
_DIGIT = re.compile(r"\d")
_CONTENT = re.compile(r"[a-z]{4,}")
#: Ages and definitions measure nothing in time, and name nothing but themselves.
#: "Six months" is how long a thing lasts; "9 seconds" is a result, and of some period.
_LENGTHS = ("week", "month", "year")
_UNTIMED_ROLES = ("age", "definition")


class _Read(NamedTuple):
    """One statement with its times, those that no name swallows ("the 2019 plan"), and figures."""

    statement: Statement
    times: tuple[TimeExpression, ...]
    unnamed: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]


def find_observations(
    outline: Outline,
    title: str | None,
    force_id: str | None,
    written_on: dt.date | None,
    vocabulary: Vocabulary,
) -> tuple[MetricObservation, ...]:
    """Return every figure that the document states, in prose and in tables.

    A number in ``title``, the document's own, or in a report's counts nothing.
    ``written_on`` is the day on which the document was written; it resolves "the last 12
    months". It is None where that day is not known.
    """
    reads = [_read(statement, title, written_on, vocabulary) for statement in outline.statements]
    long_forms = expansions(statement.text for statement in outline.statements)
    found = [
        observation
        for index, read in enumerate(reads)
        if read.quantities
        for observation in _prose(outline, reads, index, force_id, long_forms, vocabulary)
    ]
    found += table_observations(outline, force_id, vocabulary)
    return tuple(sorted(found, key=lambda row: (row.char_start, row.char_end)))


def _read(
    statement: Statement, title: str | None, written_on: dt.date | None, vocabulary: Vocabulary
) -> _Read:
    text, words = statement.text, statement.words
    times = find_times(text, written_on)
    unnamed = tuple(t for t in times if not _is_of_a_name(text, t))
    if not may_hold_figures(text, words, vocabulary) or _is_label(statement):
        return _Read(statement, times, unnamed, ())
    quantities = find_quantities(text, words, times, vocabulary)
    titles = list(title_spans(text, title, vocabulary)) if quantities else []
    kept = (q for q in quantities if not any(s <= q.start and q.end <= e for s, e in titles))
    return _Read(statement, times, unnamed, tuple(kept))


def _is_label(statement: Statement) -> bool:
    grid = statement.outline.parts[statement.part].grid
    return grid is not None and is_label_of_figures(grid, statement.row, statement.column)


def _is_of_a_name(text: str, time: TimeExpression) -> bool:
    start = max(0, time.phrase_start - _LONGEST_LEAD)
    return bool(_NAMED_TIME.search(text, start, time.phrase_start))


def _prose(
    outline: Outline,
    reads: Sequence[_Read],
    index: int,
    force_id: str | None,
    long_forms: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[MetricObservation]:
    read = reads[index]
    names = force_names(vocabulary)
    statement, text = read.statement, read.statement.text
    for quantity, phrase in zip(read.quantities, _measured(reads, index), strict=True):
        measured = spelt_out(phrase, long_forms) if phrase else None
        time = _time_of(reads, index, quantity, measured)
        evidence = statement.evidence(quantity.start, quantity.end)
        scope = scope_of(text, quantity, measured, statement.speaker, force_id, names)
        yield MetricObservation(
            observation_id=fact_key(
                "metric_observation",
                outline.document_id,
                evidence["char_start"],
                evidence["char_end"],
            ),
            **evidence,
            metric_id=metric_of(measured, quantity.unit_code, quantity.role, vocabulary),
            measured=measured,
            value=quantity.value,
            value_high=quantity.value_high,
            unit_code=quantity.unit_code,
            qualifier=quantity.qualifier,
            change_direction=quantity.change_direction,
            observation_role=quantity.role,
            scope=scope,
            period_start=time.first if time else None,
            period_end=time.last if time else None,
            period_text=_period_text(reads, index, time),
            period_precision=time.precision if time else None,
            origin="prose",
            table_id=None,
            row_label=None,
            column_label=None,
            is_total=False,
        )


def _measured(reads: Sequence[_Read], index: int) -> list[str | None]:
    """Return what each figure of a statement measures; a pronoun takes what was named last."""
    read = reads[index]
    text = read.statement.text
    if len(read.quantities) > _MOST_FIGURES:
        return [None] * len(read.quantities)
    found: list[str | None] = []
    for quantity in read.quantities:
        same_kind = [
            known
            for earlier, known in zip(read.quantities, found, strict=False)
            if earlier.unit_code == quantity.unit_code and known
        ]
        antecedent = same_kind[-1] if same_kind else None
        phrase = measured_phrase(text, quantity, read.quantities, read.times, antecedent)
        if phrase is not None and " " not in phrase:
            # A bare noun is the one that was named in full before ("9 fewer crimes").
            phrase = next((k for k in same_kind if k.startswith(f"{phrase} ")), phrase)
        if phrase is None and quantity.role not in (*_UNTIMED_ROLES, "period"):
            phrase = antecedent or _named_before(reads, index, quantity.unit_code)
        found.append(phrase)
    return found


def _named_before(reads: Sequence[_Read], index: int, unit_code: str) -> str | None:
    """Return what the last figure of this unit measures in the sentence before."""
    earlier = reads[index - 1]
    apart = not index or earlier.statement.part != reads[index].statement.part
    if apart or len(earlier.quantities) > _MOST_FIGURES:
        return None
    named = (
        measured_phrase(earlier.statement.text, quantity, earlier.quantities, earlier.times)
        for quantity in reversed(earlier.quantities)
        if quantity.unit_code == unit_code
    )
    return next((known for known in named if known), None)


def _period_text(reads: Sequence[_Read], index: int, time: TimeExpression | None) -> str | None:
    if time is None:
        return None
    for near in (index, index - 1, index + 1):
        if 0 <= near < len(reads) and any(time is known for known in reads[near].times):
            return reads[near].statement.text[time.phrase_start : time.end]
    statement = reads[index].statement
    heading = statement.outline.heading_above(statement.part) or ""
    return heading[time.phrase_start : time.end] or None


def _time_of(
    reads: Sequence[_Read], index: int, quantity: Quantity, measured: str | None
) -> TimeExpression | None:
    """Return the time that a figure is about: its own clause's, its sentence's, a neighbour's."""
    if quantity.role in _UNTIMED_ROLES:
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
        if not _is_citation(text, t) and not _is_of_another_bracket(text, t, quantity)
    ]
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
    if before:
        time = before[-1]
        gap = text[time.end : quantity.start]
        if ";" in gap and time.phrase_start >= 30:
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
    joined = re.compile(r"\s?(?:,|and|,\sand|&)\s?")
    figures = [
        q for q in quantities if q.unit_code == quantity.unit_code and q.role == quantity.role
    ]
    times = [time for time in times if figures and time.end <= figures[0].start][-len(figures) :]
    if len(figures) < 2 or len(times) != len(figures) or quantity not in figures:
        return None
    in_row = all(joined.fullmatch(text[a.end : b.start]) for a, b in pairwise(figures))
    times_in_row = all(joined.fullmatch(text[a.end : b.start]) for a, b in pairwise(times))
    return times[figures.index(quantity)] if in_row and times_in_row else None


def _neighbours_time(
    reads: Sequence[_Read], index: int, quantity: Quantity, measured: str | None
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
