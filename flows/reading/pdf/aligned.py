"""Tables that no upright rules divide: cells stand under one another in columns."""

from collections.abc import Sequence
from statistics import median

from flows.reading.pdf.aligned_rows import (
    heading_levels,
    heading_rows_of,
    rows_of,
    white_tells,
)
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
#: Of a table in words that no rule marks: rows, the white between them seen by all columns.
_FEWEST_ROWS_IN_WORDS = 4
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
            index += 1
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
    levels, columns = region.levels, region.columns
    across = [rule for rule in rules if _crosses(rule, columns)]
    ruled = _levels_above_rule(levels, across)
    head = heading_levels(levels, columns, ruled)
    columns = _joined(columns, levels[:head], levels[head:])
    body = rows_of(levels[head:], columns, across)
    heading = heading_rows_of(levels[:head], columns)
    cells = [_cells(row, columns) for row in body]
    if len(heading) + len(body) < _FEWEST_ROWS or not (
        _is_filled(cells)
        and (
            _holds_figures(body, columns)
            or (_is_in_words(body, columns) if not ruled else _is_no_prose(body, columns))
        )
    ):
        return None
    return PageTable(
        columns[0][0],
        min(piece.top for piece in levels[0]),
        columns[-1][1],
        max(piece.bottom for piece in levels[-1]),
        tuple(left for left, _ in columns),
        [_cells(row, columns) for row in heading] + cells,
        len(heading),
    )


def _crosses(rule: Rule, columns: Sequence[Column]) -> bool:
    """Say whether a level rule runs below most of a table."""
    left, right = columns[0][0], columns[-1][1]
    return min(rule.x1, right) - max(rule.x0, left) > 0.8 * (right - left)


def _levels_above_rule(levels: Sequence[Level], rules: Sequence[Rule]) -> int:
    """Return how many levels stand above the first rule inside a table."""
    inner = (
        rule.top for rule in rules if levels[0][0].baseline < rule.top < levels[-1][0].baseline
    )
    top = min(inner, default=0.0)
    return sum(level[0].baseline < top for level in levels)


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


def _cells(row: Sequence[Level], columns: Sequence[Column]) -> list[TableCell]:
    """Return the cells of a row; one that spans columns takes the place of several."""
    content: dict[tuple[int, int], list[Piece]] = {}
    for level in row:
        for piece in level:
            places = met(columns, piece)
            content.setdefault((places[0], places[-1]), []).append(piece)
    cells: list[TableCell] = []
    number = 0
    while number < len(columns):
        last = max((b for a, b in content if a == number), default=number)
        pieces = [piece for a, b in content if a == number for piece in content[a, b]]
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


def _is_no_prose(body: Sequence[Sequence[Level]], columns: Sequence[Column]) -> bool:
    """Say whether words below a ruled heading are those of cells, not of two columns of text."""
    words = median(len(piece.text.split()) for row in body for level in row for piece in level)
    return len(columns) > 2 or words < _PROSE_WORDS


def _is_in_words(body: Sequence[Sequence[Level]], columns: Sequence[Column]) -> bool:
    """Say whether words in three columns or more are rows of cells, not columns of text.

    All cells of a row begin level, and white divides the rows in all columns alike; text in
    columns has its paragraphs where they fall.
    """
    return (
        len(columns) > 2
        and len(body) >= _FEWEST_ROWS_IN_WORDS - 1
        and white_tells([level for row in body for level in row])
        and all(len(row[0]) >= len(columns) - 1 for row in body)
    )
