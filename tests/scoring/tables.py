"""Cells of tables, each by itself and whole.

The records of an annotated table are the observations that start between its title and its
last cell. A cell's records are those that start inside it, in order: first its value, then the
value in its brackets. Another record in the stretch (a label taken for a figure, an empty cell
taken for zero) is an extra.

- *values*: value and unit, one row for each value and each bracketed value;
- *labels*: row and column label, equal but for case, spaces and quotes;
- *period*, *is total*: equal;
- *whole*: all of these hold for every value of the cell, and the landed cell has the same
  labels; this is what the target is about;
- *measured*: likeness to the annotator's phrase, of which the words behind ``; brackets:``
  belong to the bracketed value.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flows.records import MetricObservation
from tests.scoring.corpus import Corpus
from tests.scoring.figures import is_same_value, period_of, table_stretches
from tests.scoring.gold import Cell, Gold
from tests.scoring.tally import Answer, Miss, Score, of_field, of_mean, of_rows
from tests.scoring.wording import folded, token_f1

KIND = "table cells"
_ALIKE = 0.8  # phrases that share less are listed as misses


@dataclass(frozen=True, slots=True)
class _Value:
    """One annotated value of a cell, with the record in its place."""

    cell: Cell
    value: float
    measured: str
    record: MetricObservation | None

    @property
    def is_right(self) -> bool:
        """Value and unit are as annotated."""
        return (
            self.record is not None
            and is_same_value(self.value, self.record.value)
            and self.record.value_high is None
            and self.record.unit_code == self.cell.unit_code
        )


_Matched = tuple[_Value, MetricObservation]


def judge_tables(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the cells of every annotated table."""
    values = [value for cell in gold.cells for value in _values(cell, corpus)]
    matched = [(value, value.record) for value in values if value.record and value.is_right]
    wrong = [_value_miss(value) for value in values if not value.is_right]
    likenesses = [token_f1(value.measured, record.measured or "") for value, record in matched]
    return (
        _whole(gold, corpus, values),
        of_rows(KIND, "value and unit", len(values), len(matched), wrong + _extras(gold, corpus)),
        _field(
            "row label",
            matched,
            lambda cell: folded(cell.row_label),
            lambda record: folded(record.row_label or ""),
        ),
        _field(
            "column label",
            matched,
            lambda cell: folded(cell.column_label),
            lambda record: folded(record.column_label or ""),
        ),
        _field("period exact", matched, lambda cell: cell.period, period_of),
        _field(
            "is total",
            matched,
            lambda cell: cell.is_total,
            lambda record: record.is_total,
            empty=(False,),
        ),
        of_mean(KIND, "measured, likeness", likenesses, _unlike(matched, likenesses), None),
    )


def _field(
    name: str,
    matched: Sequence[_Matched],
    wanted: Callable[[Cell], object],
    found: Callable[[MetricObservation], object],
    empty: tuple[object, ...] = (None,),
) -> Score:
    answers = [
        Answer(value.cell.file, (wanted(value.cell),), found(record), _where(value))
        for value, record in matched
    ]
    return of_field(KIND, name, answers, empty=empty)


def _unlike(matched: Sequence[_Matched], likenesses: Sequence[float]) -> list[Miss]:
    """Return one miss for each pair of phrases that are unlike, however many cells have it."""
    cells: dict[tuple[str, str, str], list[_Value]] = {}
    for (value, record), likeness in zip(matched, likenesses, strict=True):
        if likeness < _ALIKE:
            key = (value.cell.file, value.measured, record.measured or "")
            cells.setdefault(key, []).append(value)
    return [
        Miss(file, "wrong", wanted, found, f"{len(same)} values, such as {_where(same[0])}")
        for (file, wanted, found), same in cells.items()
    ]


def _values(cell: Cell, corpus: Corpus) -> Iterator[_Value]:
    records = sorted(
        (
            record
            for record in corpus.documents[cell.file].metric_observations
            if cell.start <= record.char_start < cell.end
        ),
        key=lambda record: record.char_start,
    )
    outside, _, inside = cell.measured.partition("; brackets: ")
    yield _Value(cell, cell.value, outside, records[0] if records else None)
    if cell.value_in_brackets is not None:
        second = records[1] if len(records) > 1 else None
        yield _Value(cell, cell.value_in_brackets, inside or outside, second)


def _whole(gold: Gold, corpus: Corpus, values: list[_Value]) -> Score:
    right = 0
    misses: list[Miss] = []
    for cell in gold.cells:
        flaws = [flaw for value in values if value.cell is cell for flaw in _flaws(value)]
        if not _is_landed(cell, corpus):
            flaws.append("labels of the landed cell")
        if flaws:
            is_there = any(value.record for value in values if value.cell is cell)
            misses.append(
                Miss(
                    cell.file,
                    "wrong" if is_there else "missed",
                    _cell_text(cell),
                    f"wrong: {', '.join(flaws)}",
                    cell.table,
                )
            )
        else:
            right += 1
    misses += _extras(gold, corpus)
    return of_rows(KIND, "whole: values, labels, period", len(gold.cells), right, misses, 1.0)


def _flaws(value: _Value) -> Iterator[str]:
    record = value.record
    if record is None or not value.is_right:
        yield f"value {value.value:g}"
        return
    if folded(record.row_label or "") != folded(value.cell.row_label):
        yield f"row label {record.row_label!r}"
    if folded(record.column_label or "") != folded(value.cell.column_label):
        yield f"column label {record.column_label!r}"
    if period_of(record) != value.cell.period:
        yield f"period {period_of(record)}"
    if record.is_total != value.cell.is_total:
        yield f"is_total {record.is_total}"


def _is_landed(cell: Cell, corpus: Corpus) -> bool:
    return any(
        landed.char_start <= cell.start < landed.char_end
        and folded(landed.row_label or "") == folded(cell.row_label)
        and folded(landed.column_label or "") == folded(cell.column_label)
        and folded(landed.cell_text) == folded(cell.cell_text)
        for landed in corpus.documents[cell.file].table_cells
    )


def _extras(gold: Gold, corpus: Corpus) -> list[Miss]:
    """Return the records of annotated tables that are no annotated value of a cell."""
    expected = {
        id(value.record) for cell in gold.cells for value in _values(cell, corpus) if value.record
    }
    return [
        Miss(file, "extra", "", f"{record.quoted_text!r}", record.sentence_text)
        for (file, _), (start, end) in table_stretches(gold.cells, corpus).items()
        for record in corpus.documents[file].metric_observations
        if start <= record.char_start < end and id(record) not in expected
    ]


def _value_miss(value: _Value) -> Miss:
    wanted = f"{value.value:g} {value.cell.unit_code}"
    if value.record is None:
        return Miss(value.cell.file, "missed", wanted, "", _where(value))
    found = f"{value.record.value:g} {value.record.unit_code}"
    return Miss(value.cell.file, "wrong", wanted, found, _where(value))


def _where(value: _Value) -> str:
    return f"{value.cell.table}: {_cell_text(value.cell)}"


def _cell_text(cell: Cell) -> str:
    return f"{cell.row_label} / {cell.column_label}: {cell.cell_text}"
