"""Levels -> rows: which lines of an aligned table make one row, whichever cells are wrapped."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.reading.pdf.alignment import (
    WIDER,
    WIDEST_LEADING,
    Column,
    Level,
    distance,
    is_figure,
    met,
)
from flows.reading.pdf.rules import Rule
from flows.reading.pdf.text_layer import Piece

#: Distances that differ by less are one distance, in parts.
_SAME = 0.06
#: Figures tell the rows where at least this share of the levels beside the labels holds any.
_TOLD_BY_FIGURES = 0.6

Row = list[Level]


class RowFinder:
    """Finds the rows in the levels of one table, across which the level ``rules`` run."""

    def __init__(
        self, levels: Sequence[Level], columns: Sequence[Column], rules: Sequence[Rule]
    ) -> None:
        self._levels = levels
        self._columns = columns
        self._gaps = [0.0, *(distance(above, below) for above, below in pairwise(levels))]
        self._ruled = [
            place
            for place in range(1, len(levels))
            if any(levels[place - 1][0].baseline < r.top < levels[place][0].baseline for r in rules)
        ]
        self._leading = min(self._distances_in_columns(), default=0.0)

    @property
    def has_ruled_heading(self) -> bool:
        """Whether a rule stands below the first levels."""
        return bool(self._ruled)

    @property
    def is_white_between(self) -> bool:
        """Whether rows stand further apart than the lines of a cell."""
        return max(self._gaps) > WIDER * self._leading

    def rows(self) -> tuple[Row, list[Row]]:
        """Return the levels of the heading and the rows of the body.

        Each row has its figures, and the lines between two such belong to the nearer one. In
        words, rules or wider white divide the rows.
        """
        figures = [index for index in range(len(self._levels)) if self._has_figure(index)]
        head = self._ruled[0] if self._ruled else self._last_head(figures)
        figures = [index for index in figures if index >= head]
        beside = sum(level[-1].x0 >= self._columns[0][1] for level in self._levels[head:])
        starts = (
            self._starts_by_figures(head, figures)
            if figures and len(figures) >= _TOLD_BY_FIGURES * beside
            else self._starts_in_words(head)
        )
        ends = [*starts[1:], len(self._levels)]
        body = [list(self._levels[a:b]) for a, b in zip(starts, ends, strict=True)]
        return list(self._levels[: starts[0]]), body

    def _distances_in_columns(self) -> Iterator[float]:
        """Yield how far apart lines stand that follow one another in one column."""
        last: dict[int, float] = {}
        for level in self._levels:
            for piece in level:
                for number in met(self._columns, piece):
                    if number in last:
                        yield piece.baseline - last[number]
                    last[number] = piece.baseline

    def _has_figure(self, index: int) -> bool:
        behind = self._columns[0][1]
        return any(is_figure(piece) and piece.x0 >= behind for piece in self._levels[index])

    def _last_head(self, figures: Sequence[int]) -> int:
        """Return the end of the cells that stand side by side above the first figures."""
        first = figures[0] if figures else 0
        return next((i + 1 for i in range(first - 1, -1, -1) if len(self._levels[i]) > 1), first)

    def _starts_in_words(self, head: int) -> list[int]:
        places = range(head + 1, len(self._levels))
        ruled = [place for place in self._ruled if place > head]
        if len(ruled) > 1:
            return [head, *ruled]
        if self.is_white_between:
            return [head, *(place for place in places if self._gaps[place] > WIDER * self._leading)]
        return [head, *places]

    def _starts_by_figures(self, head: int, figures: Sequence[int]) -> list[int]:
        starts = [*self._starts_between(head - 1, figures[0])] if head else [0]
        for above, below in pairwise(figures):
            starts.extend(self._starts_between(above, below))
        return starts

    def _starts_between(self, above: int, below: int) -> list[int]:
        """Return where rows begin behind the level ``above``, up to that of the next figures.

        Where all lines are as far apart, a line of a label is the rest of the one above it unless
        that had room for its first word: then it names a group of rows.
        """
        places = range(above + 1, below + 1)
        ruled = [place for place in places if place in self._ruled]
        if ruled:
            return ruled
        widest = max(self._gaps[place] for place in places)
        wide = [place for place in places if self._gaps[place] > (1 - _SAME) * widest]
        leading = max(WIDER * self._leading, WIDEST_LEADING * self._levels[below][0].size)
        if len(wide) == 1 or widest > leading:
            return wide
        return [place for place in wide if place == below or self._begins(place)]

    def _begins(self, place: int) -> bool:
        """Say whether a line of a label is no rest of the label above it."""
        piece = self._label(place)
        above = next(filter(None, map(self._label, range(place - 1, -1, -1))), None)
        if piece is None or above is None or piece.text[:1].islower():
            return False
        word = len(piece.text.split(maxsplit=1)[0]) + 1
        width = word * (piece.x1 - piece.x0) / len(piece.text.strip())
        return piece.is_bold != above.is_bold or above.x1 + width < self._columns[0][1]

    def _label(self, place: int) -> Piece | None:
        piece = self._levels[place][0]
        return piece if piece.x0 < self._columns[0][1] else None
