"""Tables that say everything twice: a column beside the English one, or rows below its rows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from flows.parsing.languages.identification import language_of
from flows.parsing.text.passages import clean_passage
from flows.reading.canonical import Cell

_CELLS_A_SAMPLE = 12
Rows = Sequence[Sequence[Cell]]


def columns_and_rows(
    text: str, rows: Rows, used: Set[str]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Return the languages of a table's columns and of its rows, where they can be told.

    ``used`` are the languages of the document. A row is judged by what stands in it outside
    the columns of another language than English.
    """
    by_column: dict[int, list[Cell]] = {}
    for row in rows:
        for cell in row:
            by_column.setdefault(cell.column, []).append(cell)
    columns = _told({column: _sample(text, cells) for column, cells in by_column.items()}, used)
    if len(set(columns.values())) < 2:
        # Columns of one language or of both: what divides the languages is the rows.
        columns = {}
    beside = {column for column, language in columns.items() if language != "en"}
    samples = {
        number: _sample(text, [cell for cell in row if cell.column not in beside])
        for number, row in enumerate(rows)
    }
    return columns, _told(samples, used)


def _sample(text: str, cells: Sequence[Cell]) -> str:
    spans = [(cell.char_start, cell.char_end) for cell in cells if cell.char_end > cell.char_start]
    return " ".join(clean_passage(text, [span]).text for span in spans[:_CELLS_A_SAMPLE])


def _told(samples: Mapping[int, str], used: Set[str]) -> dict[int, str]:
    told = ((place, language_of(sample)) for place, sample in samples.items())
    return {place: language for place, language in told if language and language in used}


def without(rows: Rows, columns: Set[int], row_numbers: Set[int]) -> tuple[tuple[Cell, ...], ...]:
    """Return ``rows`` without the columns and rows named, the others moved up beside each other."""
    width = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
    kept = [column for column in range(width) if column not in columns]
    place = {column: number for number, column in enumerate(kept)}
    left = []
    for number, row in enumerate(rows):
        if number in row_numbers:
            continue
        cells = []
        for cell in row:
            covered = [
                place[column]
                for column in range(cell.column, cell.column + cell.column_span)
                if column in place
            ]
            if covered:
                cells.append(replace(cell, column=covered[0], column_span=len(covered)))
        left.append(tuple(cells))
    return tuple(left)
