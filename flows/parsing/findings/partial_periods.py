"""Periods of clearly different length that a document sets against each other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.parsing.findings.evidence import evidence_of
from flows.parsing.text.outline import EvidenceColumns
from flows.parsing.times.time_atoms import MONTH_NUMBERS
from flows.records import MetricObservation

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARES = re.compile(
    r"\b(?:compared|compares|against|versus|than|from|up\son|down\son|previous|increase[ds]?"
    r"|decrease[ds]?|rose|risen|fell|fallen|reduction|reduced)\b",
    re.IGNORECASE,
)
#: Shorter than this share of the other period is clearly shorter, whatever day a month ends on.
_CLEARLY_SHORTER = 0.85
_FEWEST_MISSING = 2
_YEAR_MONTHS = 12

_Found = tuple[EvidenceColumns, str, EvidenceColumns | None, float | None]


def partial_periods(observations: Sequence[MetricObservation]) -> Iterator[_Found]:
    """Yield (evidence, explanation, other evidence, value) of each unlike pair of periods."""
    yield from _partial_columns(observations)
    yield from _unlike_periods(observations)


def _month_of(label: str | None) -> int | None:
    words = re.findall(r"[a-z]+", (label or "").lower())
    return MONTH_NUMBERS.get(words[0][:3]) if len(words) == 1 else None


def _partial_columns(observations: Sequence[MetricObservation]) -> Iterator[_Found]:
    """Find years whose months begin late or end early, with a total beside those of whole years."""
    tables: dict[str, list[MetricObservation]] = defaultdict(list)
    for observation in observations:
        if observation.table_id and observation.origin == "table":
            tables[observation.table_id].append(observation)
    for cells in tables.values():
        months: dict[str, dict[int, float]] = defaultdict(dict)
        totals: dict[str, MetricObservation] = {}
        for cell in sorted(cells, key=lambda cell: cell.char_start):
            year = _YEAR.search(cell.column_label or "")
            if year is None:
                continue
            month = _month_of(cell.row_label)
            if month is not None:
                # The first figure of a cell is its own; one in brackets belongs to another count.
                months[year.group()].setdefault(month, cell.value)
            elif cell.is_total:
                totals.setdefault(year.group(), cell)
        yield from _judge_columns(months, totals)


def _judge_columns(
    months: dict[str, dict[int, float]], totals: dict[str, MetricObservation]
) -> Iterator[_Found]:
    whole = [
        year
        for year, values in months.items()
        if sum(value != 0 for value in values.values()) == _YEAR_MONTHS and year in totals
    ]
    if not whole:
        return
    for year, values in months.items():
        if year in whole or year not in totals:
            continue
        filled = [month for month in range(1, _YEAR_MONTHS + 1) if values.get(month, 0) != 0]
        if not filled:
            continue
        late, early = filled[0] - 1, _YEAR_MONTHS - filled[-1]
        gaps = len(range(filled[0], filled[-1] + 1)) - len(filled)
        if max(late, early) < _FEWEST_MISSING or gaps:
            continue
        other = totals[min(whole, key=lambda candidate: abs(int(candidate) - int(year)))]
        zeros = (
            "hold zero" if any(month in values for month in range(1, filled[0])) else "are empty"
        )
        where = (
            f"the first {late} months {zeros}"
            if late >= early
            else f"the last {early} months hold no figure"
        )
        total = totals[year]
        explanation = (
            f"The column {year} covers {len(filled)} months ({where}), and its total of "
            f"{total.quoted_text} stands beside totals of whole years, such as {other.quoted_text}."
        )
        yield evidence_of(total), explanation, evidence_of(other), total.value


def _unlike_periods(observations: Sequence[MetricObservation]) -> Iterator[_Found]:
    """Find two levels of one measure in one sentence whose periods differ clearly in length."""
    sentences: dict[tuple[str, str], list[MetricObservation]] = defaultdict(list)
    for observation in observations:
        is_level = observation.observation_role == "level" and observation.change_direction is None
        if (
            observation.origin == "prose"
            and is_level
            and observation.period_start
            and observation.period_end
        ):
            measured = observation.metric_id or (observation.measured or "").lower()
            sentences[(observation.sentence_text, f"{measured} {observation.unit_code}")].append(
                observation
            )
    for (sentence, _), group in sentences.items():
        if not _COMPARES.search(sentence):
            continue
        for first, second in pairwise(group):
            lengths = sorted((_days(first), _days(second)))
            clearly = min(lengths) > 1 and lengths[0] < _CLEARLY_SHORTER * lengths[1]
            if not clearly or not first.measured:
                continue
            explanation = (
                f"{first.quoted_text} ({first.period_text}) covers {_days(first)} days and is set "
                f"against {second.quoted_text} ({second.period_text}), which covers "
                f"{_days(second)} days."
            )
            yield evidence_of(first), explanation, evidence_of(second), first.value


def _days(observation: MetricObservation) -> int:
    if observation.period_start is None or observation.period_end is None:
        return 0
    return (observation.period_end - observation.period_start).days + 1
