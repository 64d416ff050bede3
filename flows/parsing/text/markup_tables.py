"""Rows and cells of tables written into a text with pipes, tabs or HTML tags."""

import re
from itertools import pairwise

from flows.parsing.text.sentences import trimmed
from flows.reading.canonical import WIDEST, Cell, MarkedCell, placed_rows

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th)\b(?P<attributes>[^<>]{0,400})>", re.I
)
_SPAN = re.compile(r"\b(?P<axis>col|row)span\s*=\s*+(?:[\"']\s*)?(?P<number>\d{1,3})", re.I)


def pipe_row(line: str, offset: int) -> tuple[Cell, ...]:
    r"""Return the cells of one pipe row; ``\|`` is a character, not a border."""
    borders = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    start, end = trimmed(line, 0, len(line))
    if not borders or borders[0] != start:
        borders.insert(0, start - 1)
    if borders[-1] != end - 1 or len(borders) == 1:
        borders.append(end)
    cells = []
    for column, (left, right) in enumerate(pairwise(borders[: WIDEST + 1])):
        cell_start, cell_end = trimmed(line, left + 1, right)
        cells.append(Cell(offset + cell_start, offset + cell_end, column))
    return tuple(cells)


def tab_row(line: str, offset: int) -> tuple[Cell, ...]:
    """Return the cells of one line whose columns are separated by tabs."""
    cells = []
    start = 0
    for column, piece in enumerate(line.rstrip("\r\n").split("\t")[:WIDEST]):
        cell_start, cell_end = trimmed(line, start, start + len(piece))
        cells.append(Cell(offset + cell_start, offset + cell_end, column))
        start += len(piece) + 1
    return tuple(cells)


def html_table_rows(text: str, start: int) -> tuple[int, tuple[tuple[Cell, ...], ...]]:
    """Return the end of the HTML table at ``start`` and its rows.

    ``rowspan`` and ``colspan`` are followed: a cell that covers several rows stands in
    each of them, one that covers several columns has ``column_span``. A nested table is
    part of the cell that holds it.
    """
    rows: list[list[MarkedCell]] = [[]]
    depth = 0
    in_head = False
    end = len(text)
    opened: tuple[int, int, int, bool] | None = None
    for match in _TAG.finditer(text, start):
        name, closing = match["name"].lower(), bool(match["close"])
        if name == "table":
            depth += -1 if closing else 1
        elif depth > 1:
            continue
        if opened and not (name == "table" and depth > 0):
            cell_start, width, height, is_header = opened
            content = trimmed(text, cell_start, match.start())
            rows[-1].append(MarkedCell(*content, width, height, is_header))
            opened = None
        if name == "table" and depth == 0:
            end = match.end()
            break
        if name in ("thead", "tbody", "tfoot"):
            in_head = name == "thead" and not closing
        elif name == "tr" and rows[-1]:
            rows.append([])
        elif name in ("td", "th") and not closing:
            spans = {
                found["axis"].lower(): int(found["number"])
                for found in _SPAN.finditer(match["attributes"])
            }
            opened = (
                match.end(),
                spans.get("col", 1),
                spans.get("row", 1),
                in_head or name == "th",
            )
    return end, placed_rows([row for row in rows if row])
