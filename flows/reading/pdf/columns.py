"""In which order a page is read: columns one after another, what spans them in between."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Protocol, TypeVar

from flows.reading.pdf.markers import is_marker

#: So many lines must stand side by side before there are two columns.
_FEWEST_PAIRS = 3
_MOST_PAIRS = 2_000
#: Shorter lines on both sides, each level with its partner, are cells or labels.
_CELL_WORDS = 3
_PROSE_WORDS = 5
#: In heights of a line: the white below a letterhead.
_CLEAR = 0.8


class Box(Protocol):
    """Anything with a place on the page."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


_Box = TypeVar("_Box", bound=Box)


def flows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return the boxes in stretches that are read from top to bottom, one after the other.

    What is wider than a column (a heading, a table) ends the columns above it; the columns
    below it begin anew.
    """
    in_order = sorted(boxes, key=lambda box: (box.top, box.x0))
    gutter = _gutter(in_order)
    if gutter is None:
        return [in_order]
    found: list[list[_Box]] = []
    plain: list[_Box] = []
    for spans, band_boxes in groupby(in_order, key=lambda box: _side(box, gutter) == 0):
        band = list(band_boxes)
        left = [box for box in band if _side(box, gutter) < 0]
        right = [box for box in band if _side(box, gutter) > 0]
        if spans or not _are_columns(left, right):
            plain.extend(band)
            continue
        if plain:
            found.append(plain)
            plain = []
        below = [] if is_prose(left) and is_prose(right) else _below(left, right)
        taken = set(map(id, below))
        for side in (left, right):
            found.extend(flows([box for box in side if id(box) not in taken]))
        plain.extend(below)
    return [*found, plain] if plain else found


def is_prose(boxes: Sequence[Box]) -> bool:
    """Say whether most lines hold several words, as those of sentences do, not of addresses."""
    return not boxes or median(len(box.text.split()) for box in boxes) >= _PROSE_WORDS


def _below(left: Sequence[_Box], right: Sequence[_Box]) -> list[_Box]:
    """Return what stands clear below two short blocks: the letter below its letterhead."""
    end = min(max(box.bottom for box in side) for side in (left, right))
    longer = max(left, right, key=lambda side: side[-1].bottom)
    for number, (above, box) in enumerate(pairwise(longer), start=1):
        if box.top > end - 1 and box.top - above.bottom > _CLEAR * (box.bottom - box.top):
            return list(longer[number:])
    return []


def _side(box: Box, gutter: float) -> int:
    if box.x1 <= gutter:
        return -1
    return 1 if box.x0 >= gutter else 0


def _side_by_side(in_order: Sequence[_Box]) -> Iterator[tuple[_Box, _Box]]:
    """Yield the pairs (left, right) that stand beside one another on the page."""
    for number, box in enumerate(in_order):
        for other in in_order[number + 1 :]:
            if other.top > box.bottom - 0.1 * (box.bottom - box.top):
                break
            left, right = (box, other) if box.x0 <= other.x0 else (other, box)
            if left.x1 < right.x0 and not is_marker(left.text):
                yield left, right


def _gutter(in_order: Sequence[Box]) -> float | None:
    """Return the place of the white stripe that divides most lines, None without columns."""
    gaps = [
        (left.x1, right.x0)
        for (left, right), _ in zip(_side_by_side(in_order), range(_MOST_PAIRS), strict=False)
    ]
    if len(gaps) < _FEWEST_PAIRS:
        return None
    divided = {
        edge: sum(left <= edge <= right for left, right in gaps)
        for edge in {right - 0.5 for _, right in gaps}
    }
    return max(divided, key=lambda edge: (divided[edge], -edge))


def _are_columns(left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Say whether two sides are read one after the other, not row by row."""
    if len(left) < 2 or len(right) < 2:
        return False
    if sum(box.text.rstrip().endswith(":") for box in left) > 0.5 * len(left):
        return False
    levels = sorted(box.bottom for box in left)
    level = sum(any(abs(box.bottom - other) < 2 for other in levels) for box in right)
    words = min(median(len(box.text.split()) for box in side) for side in (left, right))
    return level < 0.7 * max(len(left), len(right)) or words > _CELL_WORDS
