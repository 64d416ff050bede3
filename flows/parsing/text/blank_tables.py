"""Tables drawn with blanks, whose columns line up, as in PDFs that were exported as text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flows.parsing.text.drawn_lines import BodyLine, DrawnRow, Piece, Placed, body_rows, pieces_of
from flows.parsing.text.page_furniture import Line
from flows.reading.canonical import Block, Cell

_FEWEST_ROWS = 3
_MOST_HEADING_LINES = 5
#: Lines between two rows of figures: labels of groups, and cells that are wrapped.
_MOST_WAITING = 4
_MOST_BLANK_LINES = 2
_CONTENTS = re.compile(
    r"(?:table\sof\s)?contents|(?:pages?|p\.?)(?:\sn(?:o|umber)s?\.?)?", re.IGNORECASE
)
#: The neighbour of a table on a page of two columns is none of its columns.
_SENTENCE = re.compile(r"[a-z]{2}[.!?](?:\s+[A-Z]|$)")
_SENTENCE_END = re.compile(r"[.!?]$")
#: From the first character of a column to behind its last.
_Stretch = tuple[int, int]
_Row = tuple[Piece, ...]


def blank_table(lines: Sequence[Line], index: int) -> tuple[int, Block | None]:
    """Return the line after the table that begins at ``index``, and the table.

    Where none begins the table is None, and the line is the next at which one may begin.

    A table has three rows with figures or more, in columns between which no row of figures
    has anything. Lines with wide gaps alone are none: sentences behind two blanks, addresses,
    signatures, lists of contents.
    """
    head = _heading(lines, index)
    if head is None:
        return index + 1, None
    numbers, columns = _body(lines, head[-1] + 1 if head else index)
    rows = {number: pieces_of(lines[number]) for number in (*head, *numbers)}
    figures = [rows[number] for number in numbers if _holds_figures(rows[number])]
    if len(figures) < _FEWEST_ROWS or len(columns) < 2:
        return index + 1, None
    above = [rows[number] for number in head]
    if not all(_can_head(row, columns) for row in above):
        return index + 1, None
    if _is_contents(above, figures) or any(map(_SENTENCE.search, _labels(rows, head, columns))):
        return max(rows) + 1, None
    body = [
        BodyLine(lines[number], tuple(_placed(rows[number], columns)), lines[number - 1].is_blank)
        for number in numbers
    ]
    cells = (
        *_heading_cells(lines, {number: rows[number] for number in head}, columns),
        *(row.cells(len(columns)) for row in body_rows(body, columns[0][1] - columns[0][0])),
    )
    first, last = lines[min(rows)], lines[max(rows)]
    return max(rows) + 1, Block("table", first.start, last.end, rows=cells, shape="block")


def _heading(lines: Sequence[Line], index: int) -> list[int] | None:
    """Return the numbers of the lines above the body, None where no table can begin here.

    The first words may be indented, as those over several columns are; what stands at the left
    below the names of columns is the label of a group.
    """
    head: list[int] = []
    named: list[Piece] = []
    for number in _filled(lines, index, 1):
        pieces = pieces_of(lines[number])
        is_apart = bool(head) and number != head[-1] + 1
        left = min((piece.start for piece in named if piece.start), default=1)
        is_named = len(pieces) > 1 or (len(pieces) == 1 and pieces[0].start >= left)
        if _holds_figures(pieces) or is_apart or not is_named:
            can_begin = len(named) > 1 if head else _holds_figures(pieces)
            return head if can_begin else None
        if len(head) == _MOST_HEADING_LINES:
            return None
        head.append(number)
        named += pieces
    return None


def _filled(lines: Sequence[Line], index: int, most_blank: int) -> Iterator[int]:
    """Yield the numbers of the lines from ``index`` on that are not blank, until too many are."""
    blank = 0
    for number in range(index, len(lines)):
        blank = blank + 1 if lines[number].is_blank else 0
        if blank > most_blank:
            return
        if not blank:
            yield number


def _holds_figures(pieces: _Row) -> bool:
    """Say whether a line is a row of figures: what stands behind its label are mostly values."""
    behind = pieces[1:] if len(pieces) > 1 else [p for p in pieces if p.start > 0]
    return any(piece.is_figure for piece in behind) and 2 * sum(
        piece.is_value for piece in behind
    ) >= len(behind)


def _body(lines: Sequence[Line], index: int) -> tuple[list[int], list[_Stretch]]:
    """Return the numbers of the lines of the body, and its columns."""
    taken: list[int] = []
    waiting: list[int] = []
    columns: list[_Stretch] = []
    for number in _filled(lines, index, _MOST_BLANK_LINES):
        pieces = pieces_of(lines[number])
        if not _holds_figures(pieces):
            if not pieces or len(waiting) == _MOST_WAITING or _ends_table(lines, number, pieces):
                break
            waiting.append(number)
            continue
        labels = [pieces_of(lines[n]) for n in waiting]
        if not columns and labels:
            # The label of the first row may stand above it alone.
            columns = [(labels[-1][0].start, labels[-1][0].end)]
        widened = _widened(columns, pieces)
        if widened is None or len(widened) < 2 or any(_overlays(row, widened) for row in labels):
            break
        columns = widened
        taken += [*waiting, number]
        waiting = []
    if taken:
        taken += _rest(lines, waiting, taken[-1], columns)
    return taken, columns


def _ends_table(lines: Sequence[Line], number: int, pieces: _Row) -> bool:
    """Say whether a line without figures begins something else: another heading, a sentence."""
    is_apart = lines[number - 1].is_blank
    return is_apart and (len(pieces) > 1 or bool(_SENTENCE_END.search(pieces[0].text)))


def _rest(
    lines: Sequence[Line], waiting: Sequence[int], above: int, columns: Sequence[_Stretch]
) -> list[int]:
    """Return the lines behind the last row of figures, ``above``, that go on with it."""
    found: list[int] = []
    for number in waiting:
        pieces = pieces_of(lines[number])
        is_rest = pieces[0].runs_on or pieces[0].start >= columns[1][0]
        if number != above + 1 or not is_rest or _overlays(pieces, columns):
            break
        above = number
        found.append(number)
    return found


def _widened(columns: Sequence[_Stretch], pieces: _Row) -> list[_Stretch] | None:
    """Return the columns with those of another row; None where two of its pieces share one."""
    merged: list[_Stretch] = []
    for start, end in sorted([*columns, *((piece.start, piece.end) for piece in pieces)]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    taken = [_at(piece, merged) for piece in pieces]
    has_lost = sum(any(a <= s < b for s, _ in columns) for a, b in merged) < len(columns)
    return None if len(set(taken)) < len(taken) or has_lost else merged


def _at(piece: Piece, columns: Sequence[_Stretch]) -> int:
    """Return the column in which the better part of a piece stands, or that is next to it."""
    shared = [_shared(piece, column) for column in columns]
    return shared.index(max(shared))


def _shared(piece: Piece, column: _Stretch) -> int:
    """Return how many characters a piece and a column share; less than nought is their distance."""
    return min(piece.end, column[1]) - max(piece.start, column[0])


def _placed(pieces: _Row, columns: Sequence[_Stretch]) -> list[Placed]:
    """Return the pieces at their columns; one covers each next column that is half under it."""
    own = {_at(piece, columns): piece for piece in pieces}
    placed: list[Placed] = []
    for piece in pieces:
        first = last = _at(piece, columns)
        while first and _is_covered(first - 1, piece, columns, own):
            first -= 1
        while last + 1 < len(columns) and _is_covered(last + 1, piece, columns, own):
            last += 1
        placed.append((first, last - first + 1, piece))
    return placed


def _is_covered(
    column: int, piece: Piece, columns: Sequence[_Stretch], own: Mapping[int, Piece]
) -> bool:
    start, end = columns[column]
    return column not in own and 2 * _shared(piece, columns[column]) >= end - start


def _overlays(pieces: _Row, columns: Sequence[_Stretch]) -> bool:
    """Say whether words reach from the column of labels over the next, as sentences do."""
    return any(piece.start < columns[0][1] and piece.end > columns[1][0] for piece in pieces)


def _labels(
    rows: Mapping[int, _Row], head: Sequence[int], columns: Sequence[_Stretch]
) -> Iterator[str]:
    """Yield the words that name columns and rows."""
    for number, pieces in rows.items():
        for piece in pieces:
            if number in head or _at(piece, columns) == 0:
                yield piece.text


def _can_head(pieces: _Row, columns: Sequence[_Stretch]) -> bool:
    """Say whether the words of a line can name columns: each its own."""
    taken = {column for column, _, _ in _placed(pieces, columns)}
    return len(taken) == len(pieces) and not _overlays(pieces, columns)


def _is_contents(head: Sequence[_Row], rows: Sequence[_Row]) -> bool:
    """Say whether the only figures are numbers of pages, which never fall."""
    if any(_CONTENTS.fullmatch(piece.text) for row in head for piece in row):
        return True
    last = [row[-1].text for row in rows]
    if head or any(sum(piece.is_figure for piece in row[1:]) != 1 for row in rows):
        return False
    return all(text.isdecimal() for text in last) and all(
        int(above) <= int(below) for above, below in pairwise(last)
    )


def _heading_cells(
    lines: Sequence[Line], head: dict[int, _Row], columns: Sequence[_Stretch]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the heading: lines below the last that spans columns are one."""
    rows: list[DrawnRow] = []
    is_open = False
    for number, pieces in head.items():
        placed = _placed(pieces, columns)
        spreads = any(width > 1 for _, width, _ in placed)
        if spreads or not is_open:
            rows.append(DrawnRow())
        is_open = not spreads
        rows[-1].take(lines[number], placed)
    for row in rows:
        yield row.cells(len(columns), is_header=True)
