"""The canonical text of a document and the blocks that its format itself declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "list_item", "table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the span of its content, and the columns that it covers.

    ``continued`` are the spans in which the content goes on where lines of text draw the table
    and a cell is wrapped over several: between them stands what is in other columns.
    """

    char_start: int
    char_end: int
    column: int
    column_span: int = 1
    is_header: bool = False
    continued: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of canonical text that is one thing to a reader.

    ``level`` is the depth of a heading (1 is the highest), ``marker`` a list item's own
    number or bullet, ``rows`` the cells of a table, top to bottom. ``is_guessed``: how one line
    looks is all that makes it a heading, so its level says little.
    """

    kind: BlockKind
    char_start: int
    char_end: int
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    shape: str = ""
    is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the stretch of canonical text that is clicked, and where it leads.

    ``target_uri`` stands as the document gives it, relative or absolute.
    """

    char_start: int
    char_end: int
    target_uri: str


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """What a reader made of bytes.

    ``blocks`` is None for formats that declare none (plain text and markdown): parsing
    finds them in the text. ``page_starts`` holds the offset at which each page begins,
    empty where there are no pages. ``left_out_count`` says how many pieces of furniture the
    reader left out: menus, banners, running headers, page numbers. ``site_name`` is what a page
    is titled by beside itself: its site, whose name its text need not repeat.
    """

    text: str
    media_type: str
    blocks: tuple[Block, ...] | None = None
    page_starts: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    left_out_count: int = 0
    site_name: str = ""


class MarkedCell(NamedTuple):
    """A cell as markup declares it: where its content stands and how far it reaches."""

    char_start: int
    char_end: int
    column_span: int
    row_span: int
    is_header: bool


#: No table that people read has more columns.
WIDEST = 200


def placed_rows(rows: Sequence[Sequence[MarkedCell]]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table with every cell at its column.

    A cell that reaches over several rows stands in each of them. Spans are bounded: a page
    that asks for a million columns gets two hundred.
    """
    placed: list[dict[int, Cell]] = [{} for _ in rows]
    free_from = [0] * WIDEST  # for each column the first row that no cell above reaches into
    for number, row in enumerate(rows):
        column = 0
        for marked in row:
            while column < WIDEST and free_from[column] > number:
                column += 1
            if column == WIDEST:
                break
            width = min(max(marked.column_span, 1), WIDEST - column)
            cell = Cell(marked.char_start, marked.char_end, column, width, marked.is_header)
            below = min(number + max(marked.row_span, 1), len(rows))
            for covered in range(number, below):
                placed[covered].setdefault(column, cell)
            for covered in range(column, column + width):
                free_from[covered] = max(free_from[covered], below)
            column += width
    return tuple(tuple(cells[column] for column in sorted(cells)) for cells in placed)
