"""Tables of a page: what they are for, their rows, and where their cells reach."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from flows.reading.canonical import Cell, MarkedCell, placed_rows
from flows.reading.html.lines import is_inline
from flows.reading.html.tree import HEADINGS, Node

#: No cell that people read reaches further down.
_LONGEST_SPAN = 100
_CELL_ROLES = frozenset("cell columnheader gridcell rowheader".split())
_ITEM_NUMBER = re.compile(r"\s*(?:item\s*)?\d{1,3}(?:\.\d{1,2})*[a-z]?[.):]?\s*", re.IGNORECASE)
_LABEL = 90
_LONG_CELL = 300
_PROSE_CELL = 120


class TableUse(Enum):
    """What a table is used for."""

    GRID = auto()
    #: It only places things on the page: each cell is read by itself.
    LAYOUT = auto()
    #: Its first column numbers items whose text stands in the second, as in an agenda.
    ITEMS = auto()


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, row by row, and what heads it."""

    use: TableUse
    captions: tuple[Node, ...]
    rows: tuple[tuple[Node, ...], ...]

    def placed(self, spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows with every cell at its column; ``spans`` say where its text stands."""
        heads = _heading_rows(self.rows)
        return placed_rows(
            [
                [
                    _marked(cell, span, number < heads or _heads_column(cell, number))
                    for cell, span in zip(row, found, strict=True)
                ]
                for number, (row, found) in enumerate(zip(self.rows, spans, strict=True))
            ]
        )


def read_table(table: Node) -> Table:
    """Return the table at a node, without the cells of tables inside its cells."""
    captions = tuple(n for n in table.nodes if n.tag.name == "caption" and not n.left_out)
    rows = [tuple(_cells(row)) for row in _rows(table)]
    filled = tuple(row for row in rows if row)
    return Table(_use(table, filled), captions, filled)


def _rows(table: Node) -> Iterator[Node]:
    """Yield the rows in reading order: a foot stands last, wherever it is written."""
    feet = []
    for child in table.nodes:
        if child.tag.name == "tfoot":
            feet.append(child)
        elif is_row(child):
            yield child
        elif child.tag.name in ("thead", "tbody") or child.tag.attributes.get("role") in (
            "rowgroup",
            "presentation",
        ):
            yield from _rows(child)
    for foot in feet:
        yield from filter(is_row, foot.nodes)


def is_row(node: Node) -> bool:
    """Say whether a node is a row that is read."""
    is_named = node.tag.name == "tr" or node.tag.attributes.get("role") == "row"
    return is_named and not node.left_out


def is_heading_row(row: Sequence[Node]) -> bool:
    """Say whether all cells of a row are marked as headings."""
    return all(map(_is_head, row))


def _cells(row: Node) -> Iterator[Node]:
    for child in row.nodes:
        if child.tag.name in ("td", "th") or child.tag.attributes.get("role") in _CELL_ROLES:
            yield child


def _use(table: Node, rows: Sequence[Sequence[Node]]) -> TableUse:
    if table.tag.attributes.get("role") in ("presentation", "none"):
        return TableUse.LAYOUT
    if all(len(row) < 2 for row in rows):
        return TableUse.LAYOUT
    if _numbers_items(rows):
        return TableUse.ITEMS
    if _is_headed(table, rows):
        return TableUse.GRID
    holds_table = any(_holds(cell, ("table",)) for row in rows for cell in row)
    if holds_table or any(_holds(cell, HEADINGS) for row in rows for cell in row):
        return TableUse.LAYOUT
    longest = max(cell.length for row in rows for cell in row)
    if len(rows) == 1:
        return TableUse.LAYOUT if longest > _PROSE_CELL else TableUse.GRID
    labelled = all(cell.length <= _LABEL for cell in rows[0])
    towers = any(_blocks(cell) > 3 and cell.length > 2 * _LONG_CELL for row in rows for cell in row)
    return TableUse.LAYOUT if towers and not labelled else TableUse.GRID


def _is_headed(table: Node, rows: Sequence[Sequence[Node]]) -> bool:
    return any(node.tag.name in ("caption", "thead") for node in table.nodes) or any(
        _is_head(cell) for row in rows for cell in row
    )


def _numbers_items(rows: Sequence[Sequence[Node]]) -> bool:
    """Say whether a table is an agenda: a number on the left, several paragraphs on the right."""
    body = [row for row in rows if not is_heading_row(row)]
    if not body or any(len(row) != 2 for row in body):
        return False
    numbered = [row for row in body if _ITEM_NUMBER.fullmatch(_words(row[0]))]
    unnumbered = [row for row in body if row[0].length and row not in numbered]
    blocks = sum(_blocks(row[1]) for row in body)
    return len(numbered) > len(body) / 2 and not unnumbered and blocks > 1.5 * len(body)


def _words(node: Node) -> str:
    inner = (
        child if isinstance(child, str) else _words(child) if isinstance(child, Node) else " "
        for child in node.children
    )
    return "".join(inner) if node.length <= _LABEL else ""


def _blocks(node: Node) -> int:
    """Return how many blocks of text stand in a cell."""
    return sum(
        max(_blocks(child), 1)
        for child in node.nodes
        if child.length and not child.left_out and not is_inline(child)
    )


def _holds(node: Node, names: Sequence[str] | dict[str, int]) -> bool:
    return any(
        (child.tag.name in names and child.length > 0 and not child.left_out)
        or _holds(child, names)
        for child in node.nodes
    )


def _heading_rows(rows: Sequence[Sequence[Node]]) -> int:
    """Return how many rows at the top are marked as heading and hold nothing else."""
    count = 0
    while count < len(rows) and all(_is_head(cell) or not cell.length for cell in rows[count]):
        count += 1
    in_head = [row[0].parent is not None and _in_thead(row[0].parent) for row in rows]
    while count < len(rows) and in_head[count]:
        count += 1
    return count if count < len(rows) or any(in_head) else min(count, 1)


def _heads_column(cell: Node, row: int) -> bool:
    is_row_label = cell.tag.attributes.get("scope") in ("row", "rowgroup")
    return row == 0 and _is_head(cell) and not is_row_label


def _is_head(cell: Node) -> bool:
    role = cell.tag.attributes.get("role")
    return (cell.tag.name == "th" and role != "rowheader") or role == "columnheader"


def _in_thead(row: Node) -> bool:
    return row.parent is not None and row.parent.tag.name == "thead"


def _marked(cell: Node, span: tuple[int, int], is_header: bool) -> MarkedCell:
    if not cell.tag.attributes:
        return MarkedCell(*span, 1, 1, is_header)
    rows = min(_reach(cell, "rowspan"), _LONGEST_SPAN)
    return MarkedCell(*span, _reach(cell, "colspan"), rows, is_header)


def _reach(cell: Node, name: str) -> int:
    value = cell.tag.attributes.get(name, cell.tag.attributes.get(f"aria-{name}", "1")).strip()
    return int(value) if value.isdecimal() and len(value) < 4 else 1
