"""Tables of a page: between ruled lines, or in columns that nothing but white divides."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.reading.pdf.lines import lines_of
from flows.reading.pdf.markers import is_marker
from flows.reading.pdf.pages import Page
from flows.reading.pdf.paragraphs import Paragraph, join_lines, paragraphs_of
from flows.reading.pdf.rules import Rule
from flows.reading.pdf.text_layer import Piece

_SNAP = 3.0
_MOST_CROSSINGS = 1_500
#: Of an aligned table: rows and the longest cell that is no prose.
_FEWEST_ROWS = 3
_LONGEST_CELL = 40
_FIGURE = re.compile(
    r"[-+\u2013\u2212(]?\s?\u00a3?\s?\d[\d,.]*\s?(?:%|m|k|bn|pp)?\)?[*\u2020]?"
    r"|[-\u2013\u2014]|n/?a|nil|yes|no|tbc",
    re.I,
)


@dataclass(slots=True)
class TableCell:
    """A cell in its row: its text, and how many columns and rows it covers."""

    text: str
    column_span: int = 1
    row_span: int = 1
    is_bold: bool = False


@dataclass(slots=True)
class PageTable:
    """A table in its place; ``edges`` are the left sides of its columns.

    ``repeated_rows`` says how many rows are printed again on the next page, as headings are.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    rows: list[list[TableCell]]
    repeated_rows: int = 0
    text: str = ""


def take_tables(page: Page) -> list[PageTable]:
    """Return the tables of a page and take their text off it."""
    tables: list[PageTable] = []
    if sum(rule.is_horizontal for rule in page.rules) > 1 and not all(
        rule.is_horizontal for rule in page.rules
    ):
        tables.extend(_ruled(page))
    tables.extend(_aligned(page))
    return tables


def _ruled(page: Page) -> Iterator[PageTable]:
    for cells in _cells(page.rules):
        lefts = _distinct(cell[0] for cell in cells)
        tops = _distinct(cell[1] for cell in cells)
        if len(lefts) < 2 or len(lefts) + len(tops) < 4:
            continue
        table = _filled(page, cells, lefts, tops)
        if table is not None:
            yield table


_Cell = tuple[float, float, float, float]
#: A rule as pdfplumber describes it.
_Edge = dict[str, Any]


def _cells(rules: Sequence[Rule]) -> list[list[_Cell]]:
    """Return the cells (left, top, right, bottom) of each ruled table."""
    from pdfplumber import table as plumber  # noqa: PLC0415  # slow to import; few pages have rules

    edges = plumber.merge_edges([_edge(rule) for rule in rules], _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = plumber.edges_to_intersections([*edges, *_open_sides(edges)], _SNAP, _SNAP)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    return list(plumber.cells_to_tables(plumber.intersections_to_cells(crossings)))


def _edge(rule: Rule) -> _Edge:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.is_horizontal else "v",
    }


def _open_sides(edges: Sequence[_Edge]) -> Iterator[_Edge]:
    """Yield the outer sides that no rule draws, where three parallel rules begin or end level.

    Designers leave the left and right side open; a page break leaves the last row open.
    """
    for near, far, side, across in (("x0", "x1", "v", "h"), ("top", "bottom", "h", "v")):
        drawn = [edge for edge in edges if edge["orientation"] == side]
        groups: dict[tuple[int, int], list[_Edge]] = {}
        for edge in edges:
            if edge["orientation"] == across:
                ends = (round(edge[near] / _SNAP), round(edge[far] / _SNAP))
                groups.setdefault(ends, []).append(edge)
        level, reach = ("top", "bottom") if across == "h" else ("x0", "x1")
        for group in groups.values():
            if len(group) < 3:
                continue
            first = min(edge[level] for edge in group)
            last = max(edge[level] for edge in group)
            for place in (group[0][near], group[0][far]):
                if not any(
                    abs(edge[near] - place) <= _SNAP and edge[level] < last and edge[reach] > first
                    for edge in drawn
                ):
                    yield _edge(
                        Rule(place, first, place, last)
                        if across == "h"
                        else Rule(first, place, last, place)
                    )


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _filled(
    page: Page, cells: Sequence[_Cell], lefts: Sequence[float], tops: Sequence[float]
) -> PageTable | None:
    """Return the table with the text in its cells, None where it holds next to none."""
    content: dict[_Cell, list[Piece]] = {cell: [] for cell in cells}
    rest: list[Piece] = []
    for piece in page.pieces:
        x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
        cell = next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        (rest if cell is None else content[cell]).append(piece)
    if sum(bool(pieces) for pieces in content.values()) < 3:
        return None
    placed: dict[tuple[int, int], TableCell] = {}
    for cell, pieces in content.items():
        column, row = _index(lefts, cell[0]), _index(tops, cell[1])
        placed[row, column] = TableCell(
            "\n".join(_texts(pieces)),
            max(_index(lefts, cell[2] - 2 * _SNAP) - column + 1, 1),
            max(_index(tops, cell[3] - 2 * _SNAP) - row + 1, 1),
            bool(pieces) and all(piece.is_bold for piece in pieces),
        )
    rows = _with_gaps(placed, len(tops), len(lefts))
    page.pieces = rest
    return PageTable(
        min(c[0] for c in cells),
        min(c[1] for c in cells),
        max(c[2] for c in cells),
        max(c[3] for c in cells),
        tuple(lefts),
        rows,
    )


def _index(edges: Sequence[float], value: float) -> int:
    return max(bisect_right(edges, value + _SNAP) - 1, 0)


def _with_gaps(
    placed: dict[tuple[int, int], TableCell], row_count: int, column_count: int
) -> list[list[TableCell]]:
    """Return the rows with an empty cell at each place that none covers; empty rows go."""
    covered = {
        (row + down, column + across)
        for (row, column), cell in placed.items()
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    }
    rows = [
        [
            placed.get((row, column)) or TableCell("")
            for column in range(column_count)
            if (row, column) in placed or (row, column) not in covered
        ]
        for row in range(row_count)
    ]
    # A row may be empty because cells above reach into it; then their reach must not count it.
    return [row for row in rows if row]


def _texts(pieces: Sequence[Piece]) -> list[str]:
    return [
        f"{paragraph.marker} {paragraph.text}" if paragraph.marker else paragraph.text
        for paragraph in _paragraphs(pieces)
    ]


def _paragraphs(pieces: Sequence[Piece]) -> list[Paragraph]:
    lines = lines_of(pieces)
    return paragraphs_of(lines, max((line.x1 for line in lines), default=0.0))


def _aligned(page: Page) -> Iterator[PageTable]:
    """Yield the tables without rules: short cells that stand under one another in columns."""
    rows = _levels(page.pieces)
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and (
            (_has_cells(rows[end]) and _is_near(rows, end, start))
            or (end > start and _goes_on_with_label(rows, end))
        ):
            end += 1
        if sum(len(row) > 1 for row in rows[start:end]) >= _FEWEST_ROWS:
            table = _columned(rows[start:end])
            if table is not None:
                taken = {id(piece) for row in rows[start:end] for piece in row}
                page.pieces = [piece for piece in page.pieces if id(piece) not in taken]
                yield table
        start = max(end, start + 1)


def _levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if rows and piece.baseline - rows[-1][0].baseline < 0.25 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _has_cells(row: Sequence[Piece]) -> bool:
    return (
        len(row) > 1
        and not is_marker(row[0].text)
        and not row[0].text.rstrip().endswith(":")
        and all(len(piece.text) <= _LONGEST_CELL for piece in row[1:])
        and len(row[0].text) <= 2 * _LONGEST_CELL
    )


def _is_near(rows: Sequence[Sequence[Piece]], index: int, start: int) -> bool:
    if index == start:
        return True
    size = rows[index][0].size
    return rows[index][0].baseline - rows[index - 1][0].baseline < 3.2 * size


def _goes_on_with_label(rows: Sequence[Sequence[Piece]], index: int) -> bool:
    """Say whether a row is nothing but the next line of the label above: "Reedham", "Road"."""
    (piece, *others), above = rows[index], rows[index - 1]
    beside = next((row[1] for row in reversed(rows[:index]) if len(row) > 1), None)
    return (
        not others
        and beside is not None
        and abs(piece.x0 - above[0].x0) < _SNAP
        and piece.x1 < beside.x0
        and piece.baseline - above[0].baseline < 1.5 * piece.size
    )


def _columned(rows: Sequence[Sequence[Piece]]) -> PageTable | None:
    """Return the table that rows of pieces make, None where they do not stand in columns."""
    stripes: list[list[float]] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.x0):
        if stripes and piece.x0 <= stripes[-1][1] + 2:
            stripes[-1][1] = max(stripes[-1][1], piece.x1)
        else:
            stripes.append([piece.x0, piece.x1])
    lefts = [left for left, _ in stripes]
    if len(stripes) < 2:
        return None
    table: list[list[TableCell]] = []
    for index, row in enumerate(rows):
        if index and _goes_on_with_label(rows, index):
            label = table[-1][0]
            label.text = f"{label.text} {' '.join(row[0].text.split())}"
            continue
        cells = [TableCell("") for _ in stripes]
        for piece in row:
            cell = cells[bisect_right(lefts, piece.x0 + 0.1) - 1]
            if cell.text:
                return None
            cell.text, cell.is_bold = " ".join(piece.text.split()), piece.is_bold
        table.append(cells)
    values = [cell.text for cells in table[1:] for cell in cells[1:] if cell.text]
    figures = sum(bool(_FIGURE.fullmatch(value)) for value in values)
    full = sum(bool(cell.text) for cells in table for cell in cells)
    if full < 0.6 * len(table) * len(stripes) or figures < 0.6 * len(values):
        return None
    return PageTable(
        lefts[0],
        min(row[0].top for row in rows),
        stripes[-1][1],
        max(row[0].bottom for row in rows),
        tuple(lefts),
        table,
    )


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Say whether a table at the top of a page has the columns of the one that ended the last."""
    return len(above.edges) == len(below.edges) and all(
        abs((a - above.edges[0]) - (b - below.edges[0])) < 4 * _SNAP
        for a, b in zip(above.edges, below.edges, strict=True)
    )


def join(above: PageTable, last: PageTable, below: PageTable) -> None:
    """Make ``below`` go on where ``last`` ended: without the heading of ``above``, rows whole.

    A row that the page break cuts is one row on the page where it begins.
    """
    repeated = 0
    for first, second in zip(above.rows, below.rows, strict=False):
        if [cell.text for cell in first] != [cell.text for cell in second]:
            break
        repeated += 1
    above.repeated_rows = max(above.repeated_rows, repeated)
    del below.rows[:repeated]
    if last.rows and below.rows and _is_cut(last.rows[-1], below.rows[0]):
        for cell, rest in zip(last.rows[-1], below.rows.pop(0), strict=True):
            cell.text = join_lines(filter(None, (cell.text, rest.text)))


def _is_cut(row: Sequence[TableCell], rest: Sequence[TableCell]) -> bool:
    """Say whether ``rest`` is the lower half of ``row``: it begins in the midst of sentences."""
    if len(row) != len(rest):
        return False
    pairs = [(cell.text, more.text) for cell, more in zip(row, rest, strict=True) if more.text]
    return any(more[0].islower() for _, more in pairs) and all(
        text and text[-1] not in ".!?" and not _FIGURE.fullmatch(more) for text, more in pairs
    )


def heading_rows(table: PageTable) -> int:
    """Return how many rows stand above the others in bold, or are printed on each page."""
    bold = [all(cell.is_bold for cell in row if cell.text) for row in table.rows]
    count = next((number for number, row in enumerate(bold) if not row), 0)
    return max(count, table.repeated_rows)
