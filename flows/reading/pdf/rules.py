"""The straight rules of a page: borders of cells, underlines, frames."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw as pdfium_c

from flows.reading.pdf import calls

#: A chart or a map draws thousands of strokes; a table of that many rules is not read as one.
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 400
_MOST_RULES = 3_000
_MOST_BULLETS = 500
_THIN = 3.0
_SMALLEST_BULLET, _LARGEST_BULLET = 1.5, 7.0

_TEXT = pdfium_c.FPDF_PAGEOBJ_TEXT

_Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal (``top == bottom``) or vertical (``x0 == x1``) stroke."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether the stroke runs from left to right."""
        return self.top == self.bottom


@dataclass(slots=True)
class Drawings:
    """What is drawn on a page: rules, the middles of round bullets, pictures."""

    rules: list[Rule] = field(default_factory=list)
    bullets: list[tuple[float, float]] = field(default_factory=list)
    has_pictures: bool = False


def drawings_of(page: pdfium.PdfPage, place: _Place) -> Drawings:
    """Return what is drawn on a page.

    Lines, thin rectangles and the sides of filled or framed rectangles all are rules: programs
    draw the border of a cell in each of these ways. Browsers draw the bullets of lists. A page
    with thousands of either is a chart or a map: a picture.
    """
    found = Drawings()
    handle = calls.address(page.raw)
    count = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)
    object_at, type_of = calls.page_object, calls.object_type
    kinds = [type_of(object_at(handle, index)) for index in range(count)]
    for index, kind in enumerate(kinds):
        if kind == _TEXT:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _read_path(pdfium_c.FPDFPage_GetObject(page.raw, index), place, found)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            found.has_pictures = True
        if len(found.rules) > _MOST_RULES or len(found.bullets) > _MOST_BULLETS:
            return Drawings(has_pictures=True)
    return found


def _read_path(path: pdfium_c.FPDF_PAGEOBJECT, place: _Place, found: Drawings) -> None:
    """Add the straight, level or upright sides of a path, or the bullet that it draws."""
    count = pdfium_c.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            if (middle := _bullet(path)) is not None:
                found.bullets.append(place(*middle))
            return
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            found.rules.extend(_sides(points))
            points = []
        points.append(
            place(
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    found.rules.extend(_sides(points))


def _bullet(path: pdfium_c.FPDF_PAGEOBJECT) -> tuple[float, float] | None:
    """Return the middle of a path that is as small and round as a bullet."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    width, height = right.value - left.value, top.value - bottom.value
    if not (_SMALLEST_BULLET < width < _LARGEST_BULLET and abs(width - height) < 1):
        return None
    return (left.value + right.value) / 2, (bottom.value + top.value) / 2


def _sides(points: list[tuple[float, float]]) -> Iterator[Rule]:
    if len(points) < 2:
        return
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if right - left < _THIN and bottom - top < _THIN:
        return
    if bottom - top < _THIN:
        middle = (top + bottom) / 2
        yield Rule(left, middle, right, middle)
    elif right - left < _THIN:
        middle = (left + right) / 2
        yield Rule(middle, top, middle, bottom)
    else:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) < 0.1 and abs(x0 - x1) > _THIN:
                yield Rule(min(x0, x1), y0, max(x0, x1), y0)
            elif abs(x0 - x1) < 0.1 and abs(y0 - y1) > _THIN:
                yield Rule(x0, min(y0, y1), x0, max(y0, y1))
