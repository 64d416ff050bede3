"""Tables with a row for each report and its answer, as the headings and text that they are."""

from collections.abc import Iterator

from flows.parsing.answers.reports import headed_report
from flows.parsing.header.answering_prose import has_answer
from flows.parsing.text.outline import Outline, Part
from flows.parsing.text.passages import clean_passage
from flows.parsing.text.tables import Grid, GridCell
from flows.parsing.vocabulary import Vocabulary
from flows.reading.canonical import Block

#: Below every heading that a page marks.
_ROW_LEVEL = 6
_FEWEST = 2
_LONGEST_NAME = 30


def with_answer_rows(page: Outline, vocabulary: Vocabulary) -> Outline:
    """Return the page with each row that answers a report of its own as a heading and text.

    A row counts where one of its cells names a report that no other row names, and another
    answers in prose; a table of recommendations is none, whatever reports it names. Numbers
    and dates beside them belong to the table and are left out.
    """
    parts: list[Part] = []
    for part in page.parts:
        rows = _answer_rows(page, part.grid, vocabulary) if part.grid else []
        blocks = [block for row in rows for block in _blocks(*row)] or [part.block]
        for block in blocks:
            span = (block.char_start, block.char_end)
            passage = clean_passage(page.text, [span]) if rows else part.passage
            grid = None if rows else part.grid
            parts.append(Part(len(parts), block, passage, grid))
    return page.with_parts(parts)


def _answer_rows(
    page: Outline, grid: Grid, vocabulary: Vocabulary
) -> list[tuple[GridCell, list[GridCell]]]:
    """Return (cell that names the report, cells of prose beside it) of the rows that answer."""
    if any(_lists_recommendations(grid, column) for column in range(grid.column_count)):
        return []
    for column in range(grid.column_count):
        rows: list[tuple[GridCell, list[GridCell]]] = []
        reports: list[str] = []
        for number in grid.body_rows():
            named = grid.at(number, column)
            beside = [
                cell
                for cell in (grid.at(number, other) for other in range(grid.column_count))
                if cell is not None and cell.column != column and cell.is_prose
            ]
            if named is None or len(named.text.split()) > _LONGEST_NAME:
                continue
            if report := headed_report(named.text, None, vocabulary):
                reports.append(report)
                rows.append((named, beside))
        answered = sum(_answers(page, beside) for _, beside in rows)
        if answered >= _FEWEST and len(set(reports)) == len(reports):
            return rows
    return []


def _lists_recommendations(grid: Grid, column: int) -> bool:
    """Say whether a column holds recommendations, and not only how many there are."""
    cells = (grid.at(row, column) for row in grid.body_rows())
    return grid.is_recommendation_column(column) and any(
        cell is not None and cell.is_prose for cell in cells
    )


def _answers(page: Outline, cells: list[GridCell]) -> bool:
    blocks = [block for cell in cells for block in _paragraphs(cell)]
    spans = [(block, (block.char_start, block.char_end)) for block in blocks]
    texts = (Part(0, block, clean_passage(page.text, [span])) for block, span in spans)
    return has_answer(page, texts)


def _blocks(named: GridCell, beside: list[GridCell]) -> Iterator[Block]:
    yield Block("heading", named.char_start, named.char_end, _ROW_LEVEL)
    for cell in beside:
        if cell.char_start > named.char_start:
            yield from _paragraphs(cell)


def _paragraphs(cell: GridCell) -> Iterator[Block]:
    for passage in cell.passages:
        if passage.text:
            yield Block("paragraph", *passage.raw_span(0, len(passage.text)))
