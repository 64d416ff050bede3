"""Lines of a table that is drawn with blanks: their pieces, and the rows that lines make up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.parsing.text.page_furniture import Line
from flows.parsing.text.tables import is_figure_text, is_period_label, is_value_text
from flows.parsing.words import holds_one
from flows.reading.canonical import Cell

_PIECE = re.compile(r"\S+(?:\s\S+)*")
_SIGNS_OF_LEADERS = ("..", ". .", "\u2026")
_LEADERS = re.compile(r"\.{4,}|(?:\.\s){3,}|\u2026{2,}")
#: Lines with these, with tabs or with bars belong to a table of another shape.
_CELL_TAG = re.compile(r"<t[dhr]\b", re.IGNORECASE)
_LONGEST_LINE = 400
_MOST_PIECES = 40
#: What begins with nought is dialled, and no figure.
_DIALLED = re.compile(r"0\d")
_RUNS_ON = re.compile(r"[a-z(&]")


class Piece(NamedTuple):
    """Words of one line between two wide gaps, at ``start:end`` of that line."""

    start: int
    end: int
    text: str

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure, and no name of a year."""
        return (
            is_figure_text(self.text)
            and not is_period_label(self.text)
            and not _DIALLED.match(self.text)
        )

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or the dash or "n/a" that stands for none."""
        return self.is_figure or not is_value_text(self.text)

    @property
    def runs_on(self) -> bool:
        """Whether it begins as the rest of the cell above does."""
        return bool(_RUNS_ON.match(self.text))

    def had_no_room_behind(self, above: "Piece", width: int) -> bool:
        """Whether its first word would not have stood behind the words ``above`` it."""
        return len(above.text) + 1 + len(self.text.split()[0]) >= width


#: Words at their place in a row: first column, number of columns, words.
Placed = tuple[int, int, Piece]


def pieces_of(line: Line) -> tuple[Piece, ...]:
    """Return the words of a line, parted where two blanks or more stand between them.

    A line that is no row of a drawn table, such as one of a list of contents, has none.
    """
    text = line.text
    if len(text) > _LONGEST_LINE or "\t" in text or "|" in text:
        return ()
    if "<" in text and _CELL_TAG.search(text):
        return ()
    if holds_one(text, _SIGNS_OF_LEADERS) and _LEADERS.search(text):
        return ()
    found = tuple(Piece(match.start(), match.end(), match[0]) for match in _PIECE.finditer(text))
    return found if len(found) <= _MOST_PIECES else ()


@dataclass(slots=True)
class DrawnRow:
    """One row: by first column, how many columns each cell covers and where its words stand."""

    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)

    def take(self, line: Line, placed: Iterable[Placed]) -> None:
        """Add the words of a line to the cells of the row."""
        taken: set[int] = set()
        for column, width, piece in placed:
            start, end = line.start + piece.start, line.start + piece.end
            spans = self.spans.setdefault(column, [])
            if column in taken:
                start = spans.pop()[0]
            spans.append((start, end))
            taken.add(column)
            self.widths.setdefault(column, width)

    def cells(self, width: int, *, is_header: bool = False) -> tuple[Cell, ...]:
        """Return the cells of the row, with an empty one for each column that nothing covers."""
        return tuple(self._cells(width, is_header=is_header))

    def _cells(self, width: int, *, is_header: bool) -> Iterator[Cell]:
        nowhere = min(spans[0] for spans in self.spans.values())[0]
        column = 0
        while column < width:
            (start, end), *rest = self.spans.get(column, [(nowhere, nowhere)])
            covered = self.widths.get(column, 1)
            yield Cell(start, end, column, covered, is_header, tuple(rest))
            column += covered


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line below the heading; ``is_apart`` where a blank line stands above it."""

    line: Line
    placed: tuple[Placed, ...]
    is_apart: bool

    @property
    def label(self) -> Piece | None:
        """Its words in the first column."""
        return next((piece for column, _, piece in self.placed if column == 0), None)

    @property
    def has_values(self) -> bool:
        """Whether a figure, or what stands for none, is in another column."""
        return any(column and piece.is_value for column, _, piece in self.placed)

    @property
    def is_rest(self) -> bool:
        """Whether it is written as the rest of what stands above it."""
        return not self.is_apart and (self.label is None or self.label.runs_on)


def body_rows(lines: Sequence[BodyLine], label_width: int) -> list[DrawnRow]:
    """Return the rows that the lines below the heading make up.

    A label goes on over lines that begin as a rest, or had no room in the line above; the
    figures of its row stand beside any of its lines.
    """
    rows: list[DrawnRow] = []
    has_figures = False
    for number, line in enumerate(lines):
        above = lines[number - 1].label if number else None
        below = lines[number + 1] if number + 1 < len(lines) else None
        if line.has_values:
            is_rest = line.is_rest and bool(rows) and not has_figures
        else:
            opens = below is not None and below.has_values and below.is_rest
            no_room = (
                line.label is not None
                and above is not None
                and line.label.had_no_room_behind(above, label_width)
            )
            is_rest = line.is_rest or (no_room and not line.is_apart and not opens)
        if not rows or not is_rest:
            rows.append(DrawnRow())
            has_figures = False
        rows[-1].take(line.line, line.placed)
        has_figures = has_figures or line.has_values
    return rows
