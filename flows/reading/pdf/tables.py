"""A table of a page, whatever shows its cells, and how it goes on over pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.reading.pdf.paragraphs import join_lines

#: In points: what stands closer is drawn at one place.
SNAP = 3.0
#: All that a cell says where it holds a figure, or what stands in place of one.
FIGURE = re.compile(
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

    ``heading_count`` says how many rows a rule below them, or the next page, which prints them
    again, shows to be headings.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    rows: list[list[TableCell]]
    heading_count: int = 0
    text: str = ""


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Say whether a table at the top of a page has the columns of the one that ended the last."""
    return len(above.edges) == len(below.edges) and all(
        abs((a - above.edges[0]) - (b - below.edges[0])) < 4 * SNAP
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
    above.heading_count = max(above.heading_count, repeated)
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
        text and text[-1] not in ".!?" and not FIGURE.fullmatch(more) for text, more in pairs
    )


def heading_rows(table: PageTable) -> int:
    """Return how many rows are headings: those above the others in bold, or marked otherwise."""
    bold = [all(cell.is_bold for cell in row if cell.text) for row in table.rows]
    count = next((number for number, row in enumerate(bold) if not row), 0)
    return max(count, table.heading_count)
