"""Tables that no upright rules divide: cells stand under one another in columns."""

from collections.abc import Sequence
from statistics import median

from flows.reading.pdf.aligned_rows import Row, RowFinder
from flows.reading.pdf.alignment import (
    Column,
    Level,
    Region,
    is_figure,
    levels_without_marks,
    met,
    region_at,
)
from flows.reading.pdf.lines import lines_of
from flows.reading.pdf.pages import Page
from flows.reading.pdf.paragraphs import join_lines
from flows.reading.pdf.rules import Rule
from flows.reading.pdf.tables import SNAP, PageTable, TableCell
from flows.reading.pdf.text_layer import Piece

_FEWEST_ROWS = 3
#: Of the body of a table in words that no rule marks.
_FEWEST_ROWS_IN_WORDS = 3
#: The least share of cells that are full, and of these that hold figures.
_FULL, _FIGURES = 0.5, 0.6
#: In words: lines of prose that stand side by side in two columns are longer.
_PROSE_WORDS = 5


def take_aligned(page: Page) -> list[PageTable]:
    """Return the tables of a page whose columns only white divides; take their text off it."""
    levels = levels_without_marks(page.pieces)
    rules = _whole(page.rules)
    found: list[PageTable] = []
    taken: set[int] = set()
    index = free = 0
    while index < len(levels):
        region = region_at(levels, index, free, rules)
        table = None if region is None else _table(region, rules)
        if region is None or table is None:
            index = index + 1 if region is None or _may_hold(region, rules) else region.end
            continue
        found.append(table)
        taken.update(id(piece) for level in region.levels for piece in level)
        index = free = region.end
    if found:
        page.pieces = [
            piece
            for piece in page.pieces
            if id(piece) not in taken and not any(_holds(table, piece) for table in found)
        ]
    return found


def _may_hold(region: Region, rules: Sequence[Rule]) -> bool:
    """Say whether a table may begin further down in what is none: at a figure or a rule."""
    return any(is_figure(piece) for level in region.levels for piece in level[1:]) or any(
        region.levels[0][0].baseline < rule.top < region.levels[-1][0].baseline for rule in rules
    )


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    """Return the level rules, each whole: many programs draw one for each cell."""
    whole: list[Rule] = []
    level = [rule for rule in rules if rule.is_horizontal]
    for rule in sorted(level, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.top - rule.top) < SNAP and rule.x0 < last.x1 + SNAP:
            whole[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.top)
        else:
            whole.append(rule)
    return whole


def _holds(table: PageTable, piece: Piece) -> bool:
    """Say whether a raised mark stands in a table, or behind its last column."""
    return (
        table.top - SNAP < piece.top
        and piece.bottom < table.bottom + SNAP
        and table.x0 < piece.x0
        and piece.x1 < table.x1 + piece.size
    )


def _table(region: Region, rules: Sequence[Rule]) -> PageTable | None:
    """Return the table that a region holds, None where its text is no table's."""
    levels = region.levels
    across = [rule for rule in rules if _crosses(rule, region.columns)]
    finder = RowFinder(levels, region.columns, across)
    heads, body = finder.rows()
    columns = _joined(region.columns, heads, levels[len(heads) :])
    heading = _heading(heads, columns)
    rows = [_cells(row, columns) for row in body]
    if len(heading) + len(rows) < _FEWEST_ROWS or not _is_filled(rows):
        return None
    if not (
        _holds_figures(body, columns)
        or (finder.has_ruled_heading and _is_no_prose(body, columns))
        or (finder.is_white_between and _are_rows_in_words(body, columns))
    ):
        return None
    return PageTable(
        columns[0][0],
        min(piece.top for piece in levels[0]),
        columns[-1][1],
        max(piece.bottom for piece in levels[-1]),
        tuple(left for left, _ in columns),
        heading + rows,
        len(heading),
    )


def _crosses(rule: Rule, columns: Sequence[Column]) -> bool:
    """Say whether a level rule runs below most of a table."""
    left, right = columns[0][0], columns[-1][1]
    return min(rule.x1, right) - max(rule.x0, left) > 0.8 * (right - left)


def _joined(
    columns: Sequence[Column], heads: Sequence[Level], body: Sequence[Level]
) -> list[Column]:
    """Return the columns, each with its heading: this stands aside where figures end level."""
    filled = [
        [any(number in met(columns, p) for level in part for p in level) for part in (heads, body)]
        for number in range(len(columns))
    ]
    joined = [list(column) for column in columns]
    number = 1
    while number < len(joined):
        if {tuple(filled[number - 1]), tuple(filled[number])} == {(True, False), (False, True)}:
            joined[number - 1][1] = joined.pop(number)[1]
            filled[number - 1] = [True, True]
            del filled[number]
        else:
            number += 1
    return joined


def _heading(heads: Sequence[Level], columns: Sequence[Column]) -> list[list[TableCell]]:
    """Return the rows of a heading: what spans columns is a row, the lines of cells another."""
    rows: list[list[TableCell]] = []
    lines: Row = []
    for number, level in enumerate(heads):
        spans = _spans(level, heads[number + 1] if number + 1 < len(heads) else [], columns)
        if spans is None:
            lines.append(level)
            continue
        if lines:
            rows.append(_cells(lines, columns))
            lines = []
        rows.append(_placed(spans, len(columns)))
    return [*rows, _cells(lines, columns)] if lines else rows


_Placed = dict[tuple[int, int], list[Piece]]


def _spans(level: Level, below: Level, columns: Sequence[Column]) -> _Placed | None:
    """Return the pieces with the first and last column that each spans, None where none does.

    What heads several columns is wider than one, or stands above one without sharing its left,
    its right or its middle, and has nothing beside it above the next.
    """
    firsts = [met(columns, piece)[0] for piece in level]
    lasts = [
        met(columns, piece)[-1] if not first else following - 1
        for piece, first, following in zip(level, firsts, [*firsts[1:], len(columns)], strict=True)
    ]
    for piece, first, last in zip(level, firsts, lasts, strict=True):
        under = next((other for other in below if first in met(columns, other)), None)
        if len(met(columns, piece)) > 1 or (
            first and last > first and under is not None and not _is_flush(piece, under)
        ):
            return {
                (first, last): [piece]
                for piece, first, last in zip(level, firsts, lasts, strict=True)
            }
    return None


def _is_flush(piece: Piece, under: Piece) -> bool:
    left, right = piece.x0 - under.x0, piece.x1 - under.x1
    return min(abs(left), abs(right), abs(left + right) / 2) < SNAP


def _cells(row: Row, columns: Sequence[Column]) -> list[TableCell]:
    content: _Placed = {}
    for level in row:
        for piece in level:
            places = met(columns, piece)
            content.setdefault((places[0], places[0]), []).append(piece)
    return _placed(content, len(columns))


def _placed(content: _Placed, column_count: int) -> list[TableCell]:
    """Return the cells of a row from the pieces in each, empty ones in between."""
    lasts = dict(content.keys())
    cells: list[TableCell] = []
    number = 0
    while number < column_count:
        last = lasts.get(number, number)
        pieces = content.get((number, last), [])
        text = join_lines(line.text for line in lines_of(pieces))
        bold = bool(pieces) and all(piece.is_bold for piece in pieces)
        cells.append(TableCell(text, last - number + 1, 1, bold))
        number = last + 1
    return cells


def _is_filled(cells: Sequence[Sequence[TableCell]]) -> bool:
    full = [bool(cell.text) for row in cells for cell in row]
    return sum(full) >= _FULL * len(full)


def _holds_figures(body: Sequence[Sequence[Level]], columns: Sequence[Column]) -> bool:
    """Say whether most of what stands beside the labels is figures."""
    values = [
        is_figure(piece)
        for row in body
        for level in row
        for piece in level
        if piece.x0 >= columns[0][1]
    ]
    return bool(values) and sum(values) >= _FIGURES * len(values)


def _is_no_prose(body: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Say whether words below a ruled heading are those of cells, not of two columns of text."""
    words = median(len(piece.text.split()) for row in body for level in row for piece in level)
    return len(columns) > 2 or words < _PROSE_WORDS


def _are_rows_in_words(body: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Say whether words in three columns or more are rows of cells, not columns of text.

    All cells of a row begin level, and white divides the rows in all columns alike; text in
    columns has its paragraphs where they fall.
    """
    return (
        len(columns) > 2
        and len(body) >= _FEWEST_ROWS_IN_WORDS
        and all(len(row[0]) >= len(columns) - 1 for row in body)
    )
