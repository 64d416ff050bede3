"""Tables that a page break cuts are one table again."""

from collections.abc import Sequence
from dataclasses import replace

from flows.reading.canonical import Block, Cell


def with_whole_tables(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Join tables that a page break cuts: neighbours, same columns, no heading of its own."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            block.kind == "table"
            and last is not None
            and last.kind == "table"
            and block.shape == last.shape != "tab"
            and _width(block) == _width(last)
            and (rest := _rows_after_heading(text, block, last)) is not None
        ):
            joined[-1] = replace(last, char_end=block.char_end, rows=last.rows + rest)
        else:
            joined.append(block)
    return joined


def _width(block: Block) -> int:
    return max((cell.column + cell.column_span for row in block.rows for cell in row), default=0)


def _rows_after_heading(
    text: str, block: Block, last: Block
) -> tuple[tuple[Cell, ...], ...] | None:
    """Return the rows that go on from ``last``, or None where ``block`` is a table of its own."""
    head = [row for row in block.rows if row and all(cell.is_header for cell in row)]
    if not head:
        # Two tables without headings are two: each may begin with a row that is one by its look.
        goes_on = block.shape == "html" and _is_headed(last) and not _is_headed(block)
        return block.rows if goes_on else None
    written = _row_texts(text, head)
    is_empty = not any(any(row) for row in written)
    # A heading that is printed again on the next page goes on with the table, too.
    is_same = written == _row_texts(text, last.rows[: len(head)])
    return block.rows[len(head) :] if is_empty or is_same else None


def _is_headed(block: Block) -> bool:
    return any(cell.is_header for row in block.rows for cell in row)


def _row_texts(text: str, rows: Sequence[tuple[Cell, ...]]) -> list[list[str]]:
    return [[text[cell.char_start : cell.char_end] for cell in row] for row in rows]
