"""Where cells stand under one another: the levels of a page that fit the same columns."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.reading.pdf.lines import is_raised, levels_of
from flows.reading.pdf.markers import is_marker
from flows.reading.pdf.rules import Rule
from flows.reading.pdf.tables import FIGURE, SNAP
from flows.reading.pdf.text_layer import Piece

_MOST_LEVELS = 300
#: In characters: the first line of a cell that is longer is a line of prose.
_LONGEST_CELL = 40
#: In ems: levels that are further apart belong to no one table; heads stand nearer.
_FARTHEST, _FARTHEST_HEAD = 3.2, 2.4
#: In ems: the widest distance of lines in one cell where nothing else tells.
WIDEST_LEADING = 1.45
#: In ems: how far below its text the rule stands that ends a table.
_FARTHEST_RULE = 1.5

#: The distance of rows is so much wider than that of lines in a cell.
WIDER = 1.15

#: What stands at one height, from left to right.
Level = list[Piece]
#: The left and the right edge that the text of a column reaches.
Column = list[float]


@dataclass(slots=True)
class Region:
    """Levels that one table may hold: ``heads`` of them stand above what opens it.

    ``end`` is the index of the level below it.
    """

    levels: list[Level]
    columns: list[Column]
    end: int
    heads: int = 0


def levels_without_marks(pieces: Sequence[Piece]) -> list[Level]:
    """Return the levels of a page, top to bottom, without the marks that are raised above them."""
    return [_without_marks(level) if len(level) > 1 else level for level in levels_of(pieces)]


def _without_marks(level: Level) -> Level:
    main = max(level, key=lambda piece: piece.size)
    return sorted((p for p in level if not is_raised(p, main)), key=lambda piece: piece.x0)


def region_at(
    levels: Sequence[Level], index: int, free: int, rules: Sequence[Rule]
) -> Region | None:
    """Return what one table may hold that the level ``index`` opens, None where it opens none.

    A figure beside its label opens a table, and so do three cells side by side or cells above a
    rule. What follows belongs to it as long as each piece fits one column. The levels between
    ``free`` and ``index`` may hold its heads.
    """
    if not _opens(levels[index], rules):
        return None
    columns: list[Column] = []
    fitting: list[Level] = []
    for level in levels[index : index + _MOST_LEVELS]:
        if fitting and distance(fitting[-1], level) > _FARTHEST * level[0].size:
            break
        wider = _fitted(columns, level)
        if wider is None:
            break
        columns = wider
        fitting.append(level)
    _drop_what_follows(fitting, columns, rules)
    region = Region(fitting, columns, index + len(fitting))
    if len(columns) < 2 or len(fitting) < 2:
        return None
    for level in reversed(levels[free:index]):
        first = region.levels[0]
        if distance(level, first) > _FARTHEST_HEAD * first[0].size or not _heads(region, level):
            break
        region.levels.insert(0, level)
        region.heads += 1
    return region


def distance(above: Level, below: Level) -> float:
    """Return how far apart the baselines of two levels are."""
    return below[0].baseline - above[0].baseline


def met(columns: Sequence[Column], piece: Piece) -> list[int]:
    """Return the columns in which a piece stands; a heading may span several."""
    return [
        number
        for number, (left, right) in enumerate(columns)
        if piece.x0 <= right and piece.x1 >= left
    ]


def is_figure(piece: Piece) -> bool:
    """Say whether a cell holds a figure or what stands in place of one."""
    return bool(FIGURE.fullmatch(piece.text.strip()))


def _opens(level: Level, rules: Sequence[Rule]) -> bool:
    if len(level) < 2 or level[0].text.rstrip().endswith(":"):
        return False
    if any(len(piece.text) > _LONGEST_CELL for piece in level[1:]):
        return False
    if len(level) == 2 and is_marker(level[0].text):
        return False
    return len(level) > 2 or is_figure(level[1]) or any(_underlines(r, level) for r in rules)


def _underlines(rule: Rule, level: Level) -> bool:
    """Say whether a rule stands close below a level and is as wide at least."""
    return (
        0 <= rule.top - level[0].baseline < level[0].size
        and rule.x0 < level[0].x0 + SNAP
        and rule.x1 > level[-1].x1 - SNAP
    )


def _fitted(columns: Sequence[Column], level: Level) -> list[Column] | None:
    """Return the columns as wide as a level needs them, None where it does not fit them."""
    wider = [list(column) for column in columns]
    filled: list[Column] = []
    for piece in level:
        here = met(wider, piece)
        if len(here) > 1 or any(wider[number] is column for number in here for column in filled):
            return None
        if here:
            column = wider[here[0]]
            column[:] = min(column[0], piece.x0), max(column[1], piece.x1)
        else:
            column = [piece.x0, piece.x1]
            insort(wider, column)
        filled.append(column)
    return wider


def _drop_what_follows(
    levels: list[Level], columns: Sequence[Column], rules: Sequence[Rule]
) -> None:
    """Leave out lone lines that stand clear below the last row: a source, a paragraph."""
    gaps = [distance(above, below) for above, below in pairwise(levels)]
    pitch, widest = min(gaps, default=0.0), max(gaps, default=0.0)
    while len(levels) > 1 and len(levels[-1]) == 1:
        (last,) = levels[-1]
        gap = distance(levels[-2], levels[-1])
        is_leading = gap < WIDEST_LEADING * last.size or WIDER * gap < widest
        if (is_leading and gap < WIDER * pitch) or any(
            0 <= rule.top - last.baseline < _FARTHEST_RULE * last.size
            and rule.x0 < columns[0][0] + SNAP
            and rule.x1 > columns[-1][1] - SNAP
            for rule in rules
        ):
            return
        levels.pop()


def _heads(region: Region, level: Level) -> bool:
    """Say whether a level heads columns: cells beside one another, or one above a column."""
    places = [met(region.columns, piece) for piece in level]
    if not all(places) or any(len(piece.text) > _LONGEST_CELL for piece in level):
        return False
    return len(level) > 1 or 0 not in places[0]
