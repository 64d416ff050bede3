"""Figures of the prose: which are found, and which numbers are none.

A record and an annotated figure belong together where the record's span lies on the figure's
sentence and value, upper value and unit are equal; records that overlap the figure itself come
first, then the nearest, one to one. *Core* figures are the observations proper; with *all*,
ages, lengths of periods and definitions are wanted too, else they count neither way. Ignored
figures never count, nor do records inside the annotated tables, which the cells judge.
A *negative* is hit where a record's span overlaps it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.records import MetricObservation
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Cell, Figure, Gold
from tests.scoring.tally import Answer, Miss, Score, of_field, of_hits, of_rows

KIND = "figures"


@dataclass(frozen=True, slots=True)
class Matched:
    """An annotated figure and the record that states it."""

    figure: Figure
    record: MetricObservation


def judge_figures(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score value with unit (core, all), the unit by itself, the quoted span, and negatives."""
    return (
        _found(gold, corpus, "value and unit, core", is_core_only=True, target=0.98),
        _found(gold, corpus, "value and unit, all roles", is_core_only=False, target=0.95),
        of_field(
            KIND,
            "unit, given the value",
            [
                Answer(pair.figure.file, (pair.figure.unit_code,), pair.record.unit_code,
                       pair.figure.sentence)
                for pair in matched_figures(gold, corpus, needs_unit=False)
            ],
        ),
        of_field(
            KIND,
            "quoted text is the figure",
            [
                Answer(pair.figure.file, (pair.figure.mention,), pair.record.quoted_text,
                       pair.figure.sentence)
                for pair in matched_figures(gold, corpus)
            ],
        ),
        _negatives(gold, corpus),
    )  # fmt: skip


def matched_figures(gold: Gold, corpus: Corpus, *, needs_unit: bool = True) -> list[Matched]:
    """Match all figures that are not ignored, of every role, with records of the prose."""
    wanted = [figure for figure in gold.figures if not figure.is_ignored]
    return [
        matched
        for file in gold.files
        for matched in _match(
            [figure for figure in wanted if figure.file == file],
            prose_observations(gold, corpus, file),
            needs_unit=needs_unit,
        )
    ]


def prose_observations(gold: Gold, corpus: Corpus, file: str) -> list[MetricObservation]:
    """Return the records of ``file`` that stand outside its annotated tables."""
    stretches = table_stretches([cell for cell in gold.cells if cell.file == file], corpus)
    return [
        record
        for record in corpus.documents[file].metric_observations
        if not any(start <= record.char_start < end for start, end in stretches.values())
    ]


def table_stretches(
    cells: Iterable[Cell], corpus: Corpus
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return where each annotated table stands: (file, title) -> from its title to its last cell.

    Without the title in the text it starts with the line of its first cell.
    """
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for cell in cells:
        key = (cell.file, cell.table)
        start, end = spans.get(key, (cell.start, cell.end))
        spans[key] = (min(start, cell.start), max(end, cell.end))
    stretches = {}
    for (file, title), (first, last) in spans.items():
        text = corpus.text(file)
        titled = text.rfind(title, 0, first)
        line = text.rfind("\n", 0, first) + 1
        stretches[file, title] = (line if titled < 0 else titled, last)
    return stretches


def period_of(record: MetricObservation) -> str | None:
    """Return a record's period as the annotation writes one; ``..`` stands for an open side."""
    if record.period_start is None and record.period_end is None:
        return None
    return f"{_side(record.period_start)}/{_side(record.period_end)}"


def _side(date: dt.date | None) -> str:
    return ".." if date is None else date.isoformat()


def _found(gold: Gold, corpus: Corpus, name: str, *, is_core_only: bool, target: float) -> Score:
    wanted = [
        figure
        for figure in gold.figures
        if not figure.is_ignored and (figure.is_core or not is_core_only)
    ]
    chosen = set(map(id, wanted))
    free = [figure for figure in gold.figures if id(figure) not in chosen]
    right = 0
    misses: list[Miss] = []
    for file in gold.files:
        figures = [figure for figure in wanted if figure.file == file]
        records = prose_observations(gold, corpus, file)
        pairs = _match(figures, records, needs_unit=True)
        right += len(pairs)
        hit = {id(pair.figure) for pair in pairs}
        used = {id(pair.record) for pair in pairs}
        misses += [
            Miss(file, "missed", f"{figure.mention!r} = {_value(figure)}", "", figure.sentence)
            for figure in figures
            if id(figure) not in hit
        ]
        misses += [
            Miss(file, "extra", "", f"{record.quoted_text!r} = {_value(record)}",
                 record.sentence_text)
            for record in records
            if id(record) not in used
            and not any(figure.file == file and _overlap(figure, record) for figure in free)
        ]  # fmt: skip
    return of_rows(KIND, name, len(wanted), right, misses, target)


def _value(row: Figure | MetricObservation) -> str:
    high = "" if row.value_high is None else f" to {row.value_high:g}"
    return f"{row.value:.10g}{high} {row.unit_code}"


def _match(
    figures: Sequence[Figure], records: Sequence[MetricObservation], *, needs_unit: bool
) -> list[Matched]:
    candidates = sorted(
        (
            not _overlap(figure, record),
            figure.unit_code != record.unit_code,
            abs(record.char_start - figure.start),
            figure_number,
            record_number,
        )
        for figure_number, figure in enumerate(figures)
        for record_number, record in enumerate(records)
        if record.char_start < figure.sentence_end
        and figure.sentence_start < record.char_end
        and is_same_value(figure.value, record.value)
        and is_same_value(figure.value_high, record.value_high)
        and (figure.unit_code == record.unit_code or not needs_unit)
    )
    matched: dict[int, int] = {}
    for *_, figure_number, record_number in candidates:
        if figure_number not in matched and record_number not in matched.values():
            matched[figure_number] = record_number
    return [Matched(figures[wanted], records[found]) for wanted, found in sorted(matched.items())]


def is_same_value(one: float | None, other: float | None) -> bool:
    """Tell whether two values are equal but for floating point; null equals null only."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def _overlap(figure: Figure, record: MetricObservation) -> bool:
    return record.char_start < figure.end and figure.start < record.char_end


def _negatives(gold: Gold, corpus: Corpus) -> Score:
    misses = []
    for trap in gold.traps:
        hits = [
            record
            for record in corpus.documents[trap.file].metric_observations
            if record.char_start < trap.end and trap.start < record.char_end
        ]
        if hits:
            found = ", ".join(f"{record.quoted_text!r} = {_value(record)}" for record in hits)
            misses.append(
                Miss(trap.file, "extra", f"none: {trap.reason}", found, hits[0].sentence_text)
            )
    return of_hits(KIND, "negatives hit", len(gold.traps), misses, most=0)
