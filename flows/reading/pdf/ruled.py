"""Tables between ruled lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flows.reading.pdf.lines import lines_of
from flows.reading.pdf.pages import Page
from flows.reading.pdf.paragraphs import Paragraph, paragraphs_of
from flows.reading.pdf.rules import Rule
from flows.reading.pdf.tables import SNAP, PageTable, TableCell
from flows.reading.pdf.text_layer import Piece

_MOST_CROSSINGS = 1_500

_Cell = tuple[float, float, float, float]
#: A rule as pdfplumber describes it.
_Edge = dict[str, Any]


def take_ruled(page: Page) -> Iterator[PageTable]:
    """Yield the tables of a page that upright and level rules divide; take their text off it."""
    upright = sum(not rule.is_horizontal for rule in page.rules)
    if not upright or len(page.rules) - upright < 2:
        return
    found = [_Ruled(cells) for cells in _cells(page.rules)]
    highest = min((piece.baseline for piece in page.pieces), default=0.0)
    # A row of filled cells is a stripe of a table without rules, or the rest of a ruled one.
    stripes = [ruled for ruled in found if len(ruled.tops) == 1 and ruled.tops[0] > highest]
    for ruled in found:
        if len(ruled.lefts) < 2 or len(ruled.lefts) + len(ruled.tops) < 4:
            continue
        if any(ruled.has_columns_of(stripe) for stripe in stripes):
            continue
        table = _filled(page, ruled.cells, ruled.lefts, ruled.tops)
        if table is not None:
            yield table


class _Ruled:
    """Cells that touch one another, and where their columns and rows begin."""

    def __init__(self, cells: Sequence[_Cell]) -> None:
        self.cells = cells
        self.lefts = _distinct(cell[0] for cell in cells)
        self.tops = _distinct(cell[1] for cell in cells)

    def has_columns_of(self, other: "_Ruled") -> bool:
        """Say whether the columns of both begin at the same places."""
        return len(self.lefts) == len(other.lefts) and all(
            abs(a - b) < SNAP for a, b in zip(self.lefts, other.lefts, strict=True)
        )


def _cells(rules: Sequence[Rule]) -> list[list[_Cell]]:
    """Return the cells (left, top, right, bottom) of each ruled table."""
    from pdfplumber import table as plumber  # noqa: PLC0415  # slow to import; few pages have rules

    edges = plumber.merge_edges([_edge(rule) for rule in rules], SNAP, SNAP, SNAP, SNAP)
    crossings = plumber.edges_to_intersections([*edges, *_open_sides(edges)], SNAP, SNAP)
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
                ends = (round(edge[near] / SNAP), round(edge[far] / SNAP))
                groups.setdefault(ends, []).append(edge)
        level, reach = ("top", "bottom") if across == "h" else ("x0", "x1")
        for group in groups.values():
            if len(group) < 3:
                continue
            first = min(edge[level] for edge in group)
            last = max(edge[level] for edge in group)
            for place in (group[0][near], group[0][far]):
                if not any(
                    abs(edge[near] - place) <= SNAP and edge[level] < last and edge[reach] > first
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
        if not found or value - found[-1] > SNAP:
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
            max(_index(lefts, cell[2] - 2 * SNAP) - column + 1, 1),
            max(_index(tops, cell[3] - 2 * SNAP) - row + 1, 1),
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
    return max(bisect_right(edges, value + SNAP) - 1, 0)


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
