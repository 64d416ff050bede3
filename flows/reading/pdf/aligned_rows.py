"""Levels -> rows: which lines of an aligned table make one row, whichever cells are wrapped."""

from collections.abc import Sequence
from itertools import pairwise

from flows.reading.pdf.alignment import WIDEST_LEADING, Column, Level, distance, is_figure, met
from flows.reading.pdf.rules import Rule

#: The distance of rows is so much wider than that of lines in a cell.
_WIDER = 1.15
#: Distances that differ by less are one distance.
_SAME = 0.06
#: Figures tell the rows where at least this share of what white divides holds any.
_TOLD_BY_FIGURES = 0.6


def heading_levels(levels: Sequence[Level], columns: Sequence[Column], ruled: int) -> int:
    """Return how many levels stand above the first row; ``ruled`` of them above a rule."""
    if ruled:
        return ruled
    first = next((i for i, level in enumerate(levels) if _holds_figure(level, columns)), 0)
    # Lines of a wrapped label stand above its figures where these are set in the middle.
    last = next((i for i in range(first - 1, -1, -1) if len(levels[i]) > 1), None)
    return first if last is None else _cut(levels, last, first, ())


def heading_rows_of(levels: Sequence[Level], columns: Sequence[Column]) -> list[list[Level]]:
    """Return the rows of a heading: lines of its cells are one row, what spans columns another."""
    rows: list[list[Level]] = []
    was_spanning = True
    for level in levels:
        spans = any(len(met(columns, piece)) > 1 for piece in level)
        if spans or was_spanning:
            rows.append([level])
        else:
            rows[-1].append(level)
        was_spanning = spans
    return rows


def rows_of(
    levels: Sequence[Level], columns: Sequence[Column], rules: Sequence[Rule]
) -> list[list[Level]]:
    """Return the rows of the body of a table.

    White tells rows where it is wider than between the lines of a cell. Where cells are set so
    close that it does not, or in the middle of their row, each row has its figures, and the lines
    between two such belong to the nearer one; to the upper where both are as near.
    """
    starts = _starts_by_white(levels, rules)
    figures = [i for i, level in enumerate(levels) if _holds_figure(level, columns)]
    if len(figures) >= _TOLD_BY_FIGURES * len(starts):
        starts = _starts_by_figures(levels, figures, rules)
    return [list(levels[a:b]) for a, b in pairwise([*starts, len(levels)])]


def white_tells(levels: Sequence[Level]) -> bool:
    """Say whether the distances of levels are of two kinds: of lines, and of rows."""
    gaps = [distance(above, below) for above, below in pairwise(levels)]
    return bool(gaps) and max(gaps) > _WIDER * min(gaps)


def _holds_figure(level: Level, columns: Sequence[Column]) -> bool:
    return any(is_figure(piece) and piece.x0 >= columns[0][1] for piece in level)


def _starts_by_white(levels: Sequence[Level], rules: Sequence[Rule]) -> list[int]:
    if not white_tells(levels):
        return list(range(len(levels)))
    gaps = [distance(above, below) for above, below in pairwise(levels)]
    return [
        0,
        *(
            number
            for number, gap in enumerate(gaps, start=1)
            if gap > _WIDER * min(gaps) or _is_ruled_off(levels, number, rules)
        ),
    ]


def _starts_by_figures(
    levels: Sequence[Level], figures: Sequence[int], rules: Sequence[Rule]
) -> list[int]:
    starts = [0]
    for above, below in pairwise(figures):
        alone = [i for i in range(above + 1, below) if _stands_alone(levels, i)]
        starts.extend(alone)
        starts.append(_cut(levels, alone[-1] if alone else above, below, rules))
    return starts


def _stands_alone(levels: Sequence[Level], index: int) -> bool:
    """Say whether a level without figures is a row, as the name of a group of rows is."""
    above, here, below = levels[index - 1 : index + 2]
    before, behind = distance(above, here), distance(here, below)
    if here[0].is_bold and not above[0].is_bold and not below[0].is_bold:
        return True
    apart = WIDEST_LEADING * here[0].size
    return min(before, behind) > apart and abs(before - behind) < _SAME * before


def _cut(levels: Sequence[Level], above: int, below: int, rules: Sequence[Rule]) -> int:
    """Return where the row of the level ``below`` begins, behind that of the level ``above``."""
    places = range(above + 1, below + 1)
    gaps = {place: distance(levels[place - 1], levels[place]) for place in places}
    widest = max(gaps.values())
    return max(
        places,
        key=lambda place: (
            _is_ruled_off(levels, place, rules),
            gaps[place] > (1 - _SAME) * widest,
            not levels[place][0].text[:1].islower(),
            place,
        ),
    )


def _is_ruled_off(levels: Sequence[Level], place: int, rules: Sequence[Rule]) -> bool:
    above, below = levels[place - 1][0].baseline, levels[place][0].baseline
    return any(above < rule.top < below for rule in rules)
