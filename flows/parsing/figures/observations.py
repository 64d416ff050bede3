"""Figures of prose and tables -> metric observations with period, scope and metric."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from flows.parsing.figures.figure_times import UNTIMED_ROLES, Read, period_text, time_of
from flows.parsing.figures.measures import (
    goes_on,
    is_beside,
    is_part_of_last,
    is_rest,
    measured_phrase,
    moved_to,
    spelt_out,
    under_head,
    whole,
)
from flows.parsing.figures.metrics import limit_of, metric_of, scope_of
from flows.parsing.figures.quantities import find_quantities, may_hold_figures
from flows.parsing.figures.quantity import TIME_UNITS, Quantity, are_alike
from flows.parsing.figures.table_cells import is_label_of_figures
from flows.parsing.figures.table_figures import table_observations
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
    r"|(?<!\d\s)minutes)\s(?:of|from|for|dated|on|in)\s|\bpublished\s(?:on|in)\s|\b(?:[Bb]y|[Bb]efore"
    r"|[Uu]ntil)\s(?:the\send\sof\s)?)$"
)
_LONGEST_LEAD = 40
#: "We will save a further £3m": money that is saved or spent is not what was named before.
_OWN_VERB = re.compile(
    r"\b(?:sav|spen|invest|rais|secur|allocat|award|provid)[a-z]*\s(?:(?:an?|about|around|over|nearly|up\sto"
    r"|another|further|additional|extra)\s){0,3}$",
    re.IGNORECASE,
)
#: "The backlog fell to 112 by March": what is told of has a period that ends on the day.
_BY = re.compile(r"by\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|dropped|declined|increased|decreased|reduced|improved"
    r"|reached|had|was|were)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|should|must|to\s(?:be|have)|aim(?:s|ed)?|plans?|planned|targets?|due"
    r"|intends?|intended|expected|asked|required|told|committed|agreed|tasked|set)\b",
    re.IGNORECASE,
)
#: "Of these, 43% are women": a share of what was counted.
_OF_THOSE = re.compile(r"(?:Of|Among|Amongst)\s(?:these|those|them)\b")
#: "There are 41 open recommendations. 19 have been closed": those are open no more.
_HAS_ENDED = re.compile(
    r"\s(?:have|has|had|were|was)\s(?:\w+\s)?(?:been\s)?(?:closed|completed|discharged|signed\soff)\b"
)
#: What a cell has before its words: "1. The force should …".
_NUMBERS_AN_ITEM = re.compile(r"\(?\d{1,2}[.)]")
#: "We examined 53 stop and search records": a sample is not all that there were.
_EXAMINED = r"(?:examined|audited|sampled|reviewed|inspected|checked|looked\sat)"
_SAMPLED_BEFORE = re.compile(
    rf"\b(?:{_EXAMINED}|sample\sof|spoken?\s(?:to|with)|interviewed|surveyed|visited)\s(?:(?:an?|the|some|about|around)\s(?:\w+\s)?(?:sample\sof\s)?)?$",
    re.IGNORECASE,
)
_SAMPLED_BEHIND = re.compile(
    r"(?:\s[\w'/-]+){1,6}?\s(?:(?:that|which)\s)?(?:we|I|they|inspectors|hmicfrs|the\s\w+|were|was)\s"
    rf"(?:have\s|had\s|has\s)?{_EXAMINED}\b",
    re.IGNORECASE,
)
#: "I asked the Chief Constable to reduce it below 200": who is told is not what is counted.
_IS_TOLD = re.compile(r"\sto\s(?:reduce|cut|lower|increase|raise|improve|bring|get)$")
_OPEN = re.compile(r"^(?:open|outstanding|live)\s", re.IGNORECASE)
#: A stretch with more figures is a list without full stops, and says nothing of each.
_MOST_FIGURES = 40


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
) -> Read:
    text, words = statement.text, statement.words
    times = find_times(text, written_on)
    unnamed = tuple(t for t in times if not _is_of_a_name(text, t))
    if not may_hold_figures(text, words, vocabulary) or _is_label(statement):
        return Read(statement, times, unnamed, ())
    quantities = find_quantities(text, words, times, vocabulary)
    titles = list(title_spans(text, title, vocabulary)) if quantities else []
    kept = (q for q in quantities if not any(s <= q.start and q.end <= e for s, e in titles))
    return Read(statement, times, unnamed, tuple(kept))


def _is_label(statement: Statement) -> bool:
    if _NUMBERS_AN_ITEM.fullmatch(statement.text):
        return True
    grid = statement.outline.parts[statement.part].grid
    return grid is not None and is_label_of_figures(grid, statement.row, statement.column)


def _is_of_a_name(text: str, time: TimeExpression) -> bool:
    start = max(0, time.phrase_start - _LONGEST_LEAD)
    named = _NAMED_TIME.search(text, start, time.phrase_start)
    if named is None:
        return False
    clause = text[: time.phrase_start].rpartition("; ")[2]
    return not (_BY.match(named.group()) and _is_told(clause))


def _is_told(clause: str) -> bool:
    """Say whether a clause tells what has come about, not what is to come."""
    return bool(_TOLD.search(clause)) and not _TO_COME.search(clause)


def _prose(
    outline: Outline,
    reads: Sequence[Read],
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
        if measured and _HAS_ENDED.match(text, quantity.end):
            measured = _OPEN.sub("", measured)
        time = time_of(reads, index, quantity, measured)
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
            metric_id=_metric(text, quantity, read.quantities, measured, vocabulary),
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
            period_text=period_text(reads, index, time),
            period_precision=time.precision if time else None,
            origin="prose",
            table_id=None,
            row_label=None,
            column_label=None,
            is_total=False,
        )


def _metric(
    text: str,
    quantity: Quantity,
    quantities: Sequence[Quantity],
    measured: str | None,
    vocabulary: Vocabulary,
) -> str | None:
    """Return the metric of a figure: not of the whole for a part, nor of another limit of time."""
    metric_id = metric_of(measured, quantity.unit_code, quantity.role, vocabulary)
    is_part = quantity.unit_code == "count" and (
        is_part_of_last(text, quantity)
        or _SAMPLED_BEFORE.search(text, max(0, quantity.start - _LONGEST_LEAD), quantity.start)
        or _SAMPLED_BEHIND.match(text, quantity.end)
    )
    if metric_id is None or is_part:
        return None
    limit = limit_of(metric_id, vocabulary)
    if limit is None:
        return metric_id
    stated = {
        other.value * TIME_UNITS[other.unit_code]
        for other in quantities
        if other.unit_code in TIME_UNITS
    }
    return metric_id if not stated or limit in stated else None


def _measured(reads: Sequence[Read], index: int) -> list[str | None]:
    """Return what each figure of a statement measures; a pronoun takes what was named last."""
    read = reads[index]
    text = read.statement.text
    if len(read.quantities) > _MOST_FIGURES:
        return [None] * len(read.quantities)
    found: list[str | None] = []
    for position, quantity in enumerate(read.quantities):
        last = read.quantities[position - 1] if position else None
        if last is not None and found[-1] and is_beside(text, last, quantity):
            found.append(found[-1])
            continue
        same_kind = [
            known
            for earlier, known in zip(read.quantities, found, strict=False)
            if known and are_alike(earlier.unit_code, quantity.unit_code)
        ]
        antecedent = same_kind[-1] if same_kind else None
        if found and is_part_of_last(text, quantity):
            antecedent = found[-1] or antecedent
        elif last is not None and antecedent is None and goes_on(text, last, quantity):
            antecedent = whole(found[-1]) if found[-1] else None
        phrase = measured_phrase(text, quantity, read.quantities, read.times, antecedent)
        if phrase is not None and _IS_TOLD.search(phrase):
            phrase = None
        if phrase is not None and " " not in phrase and not is_rest(text, quantity):
            # A bare noun is the one that was named in full before ("9 fewer crimes").
            phrase = next((k for k in same_kind if k.startswith(f"{phrase} ")), phrase)
            if last is not None and last.role == "change" and found[-1]:
                phrase = moved_to(text, quantity, phrase, found[-1])
        is_own = quantity.unit_code == "gbp" and _OWN_VERB.search(
            text, max(0, quantity.start - _LONGEST_LEAD), quantity.start
        )
        if phrase is None and quantity.role not in (*UNTIMED_ROLES, "period") and not is_own:
            phrase = antecedent or _named_before(reads, index, quantity.unit_code)
        found.append(under_head(text, quantity, phrase) if phrase else None)
    return found


def _named_before(reads: Sequence[Read], index: int, unit_code: str) -> str | None:
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
    known = next((known for known in named if known), None)
    if known is None and unit_code == "percent" and _OF_THOSE.match(reads[index].statement.text):
        return _named_before(reads, index, "count")
    return known
