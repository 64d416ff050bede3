"""Tables of a Word document: which cells there are, and whether they hold data at all."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flows.reading.canonical import WIDEST
from flows.reading.docx.line import Line
from flows.reading.docx.names import WRAPPERS, Element, is_on, number, value, w
from flows.reading.docx.numbering import BULLET
from flows.reading.docx.styles import Styles

_ROW, _CELL, _CONTROL = w("tr"), w("tc"), w("sdt")
_FIGURE = re.compile(r"[-+(\u00a3\s]*\d[\d,.]*[%)\s]*")
_NO_SHADE = frozenset({"", "auto", "ffffff"})
#: So many words are running text.
PROSE_WORDS = 22
#: Label and value, at most with an empty column between: wider tables hold data.
_WIDEST_LETTERHEAD = 3
_MOST_HEADING_ROWS = 3
#: The bit of ``w:tblLook`` that asks for the style's first row (older writers give bits only).
_FIRST_ROW = 0x0020


@dataclass(slots=True)
class TableCell:
    """A cell on its way into the text; ``row_span`` grows while cells below go on with it."""

    items: Sequence["Item"]
    column: int
    column_span: int
    is_shaded: bool
    row_span: int = 1

    def lines(self) -> list[Line]:
        """Return the paragraphs that print anything, be it only a number in front of nothing."""
        return [
            item
            for item in self.items
            if isinstance(item, Line) and (item.text() or item.marker not in ("", BULLET))
        ]

    def says_anything(self) -> bool:
        """Say whether the cell has a paragraph that prints anything, or a table."""
        return bool(self.lines()) or self.holds_table()

    def holds_table(self) -> bool:
        """Say whether another table lies in the cell."""
        return any(isinstance(item, Table) for item in self.items)

    def is_short(self) -> bool:
        """Say whether the cell holds no running text."""
        return sum(len(line.text().split()) for line in self.lines()) < PROSE_WORDS

    def is_figure(self) -> bool:
        """Say whether the cell holds a number and nothing else."""
        return bool(_FIGURE.fullmatch(" ".join(line.text() for line in self.lines())))

    def stands_out(self) -> bool:
        """Say whether the cell is set off from others, as headings of columns are."""
        lines = self.lines()
        return self.is_shaded or bool(lines and all(line.looks_all("bold") for line in lines))


@dataclass(slots=True)
class TableRow:
    """One row of cells, left to right; ``is_header`` where the document marks it so."""

    cells: list[TableCell]
    is_header: bool

    def stands_out(self) -> bool:
        """Say whether several cells of the row say something, and all are set off."""
        filled = [cell for cell in self.cells if cell.lines()]
        return len(self.cells) > 1 and bool(filled) and all(map(TableCell.stands_out, filled))


@dataclass(slots=True)
class Table:
    """A table as it is after all tracked changes."""

    rows: list[TableRow]


#: What a story consists of.
Item: TypeAlias = Line | Table


def read_table(table: Element, items: Callable[[Element], Iterator[Item]], styles: Styles) -> Table:
    """Return a table as it is after all tracked changes.

    ``items`` reads the content of one cell. Cells that go on with the cell above
    (``w:vMerge``) are counted in its ``row_span`` and hold nothing of their own.
    """
    rows: list[TableRow] = []
    above: dict[int, TableCell] = {}
    for node in _inside(table, _ROW):
        properties = node.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            continue
        row = TableRow([], properties is not None and is_on(properties.find(w("tblHeader"))))
        column = _columns_before(properties)
        if column:
            row.cells.append(TableCell((), 0, column, is_shaded=False))
        here: dict[int, TableCell] = {}
        for cell in _inside(node, _CELL):
            read = _cell(cell, column, above, items)
            if read is None:
                continue
            if read is not above.get(column):
                row.cells.append(read)
            here[column] = read
            column += read.column_span
        above = here
        rows.append(row)
    _mark_headings(table, rows, styles)
    return Table(rows)


def is_layout(table: Table, *, in_opening: bool) -> bool:
    """Say whether a table only places words on the page: boxes, letterheads, nested tables.

    A single row, or rows of one cell, compare nothing. Before the running text begins, two
    columns without a heading are an address beside a crest, or labels with their values.
    """
    rows = table.rows
    if any(row.is_header for row in rows):
        return False
    if len(rows) == 1 or all(len(row.cells) < 2 for row in rows):
        return True
    cells = [cell for row in rows for cell in row.cells]
    if any(cell.holds_table() for cell in cells):
        return True
    is_narrow = all(len(row.cells) <= _WIDEST_LETTERHEAD for row in rows)
    figures = sum(cell.is_figure() for cell in cells)
    return in_opening and is_narrow and figures < 2 and all(cell.is_short() for cell in cells)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in a wrapper."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in WRAPPERS or node.tag == _CONTROL:
            yield from _inside(node, tag)


def _columns_before(properties: Element | None) -> int:
    skipped = None if properties is None else properties.find(w("gridBefore"))
    return min(max(number(value(skipped)), 0), WIDEST)


def _mark_headings(table: Element, rows: Sequence[TableRow], styles: Styles) -> None:
    """Take the first rows for headings where their look, or the table's style, sets them off."""
    if any(row.is_header for row in rows):
        return
    standing_out = [row.stands_out() for row in rows]
    count = standing_out.index(False) if False in standing_out else 0
    if not count and len(rows) > 1 and _asks_for_first_row(table, styles):
        count = 1
    for row in rows[: min(count, _MOST_HEADING_ROWS)]:
        row.is_header = True


def _asks_for_first_row(table: Element, styles: Styles) -> bool:
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is None:
        return False
    is_asked = look.get(w("firstRow")) == "1" or bool(_bits(value(look)) & _FIRST_ROW)
    return is_asked and styles.marks_first_row(value(table.find(f"{w('tblPr')}/{w('tblStyle')}")))


def _bits(text: str) -> int:
    return int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{4}", text) else 0


def _cell(
    cell: Element,
    column: int,
    above: dict[int, TableCell],
    items: Callable[[Element], Iterator[Item]],
) -> TableCell | None:
    """Return one cell: the one above where it goes on with that; None where it is deleted."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        return TableCell(list(items(cell)), column, 1, is_shaded=False)
    if properties.find(w("cellDel")) is not None:
        return None
    merge = properties.find(w("vMerge"))
    if merge is not None and value(merge, "continue") == "continue" and column in above:
        above[column].row_span += 1
        return above[column]
    width = min(max(number(value(properties.find(w("gridSpan")), "1"), 1), 1), WIDEST)
    shade = properties.find(w("shd"))
    fill = "" if shade is None else shade.get(w("fill"), "").lower()
    return TableCell(list(items(cell)), column, width, is_shaded=fill not in _NO_SHADE)
