"""The text of one page: pieces of lines with their places, size and weight.

Everything is asked of PDFium by line, not by character: a call through ctypes costs as much as
PDFium needs for a whole line. Places are in points from the upper left corner of the page as it
is looked at, so that y grows downwards as the reader's eye does.
"""

import ctypes
import math
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw as pdfium_c

from flows.reading.pdf import calls
from flows.reading.pdf.rules import Rule

#: PDFium writes one of these for a hyphen that ends a line, and no line break behind it.
_LINE = re.compile(r"[^\r\n\u0002\ufffe]+[\u0002\ufffe]?")
_BOLD = re.compile(rb"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_UNPRINTABLE = re.compile(r"[\x00\x01\x03-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_END_OF_FIGURE = re.compile(r"\d(?!\d)|[*\u2020\u2021]")
_IS_MARK = re.compile(r"[\d*\u2020\u2021]")
#: What is placed as one: a word, or the figures that touch it.
_TOKEN = re.compile(r"\d+|[*\u2020\u2021]+|[^\s\d*\u2020\u2021]+")
#: In ems: how far letters reach above and below their baseline.
_ASCENT, _DESCENT = 0.75, 0.2
_ASKEW = 0.05
_MOST_PARTS = 24
#: In ems: a wider gap inside a line divides columns or cells.
GAP = 1.1


#: The left and the right edge of a stretch of text.
_Box = tuple[float, float]


@dataclass(slots=True)
class Piece:
    """A stretch of one line in one place; ``baseline`` is where its letters stand."""

    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    text: str


class Sheet:
    """Where a page lies: leads from PDF's coordinates to those of a person who looks at it."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, low, right, high = page.get_bbox()
        rotation = page.get_rotation()
        sides = (right - left, high - low)
        self.width, self.height = sides if rotation % 180 == 0 else sides[::-1]
        #: x' = a x + b y + c; y' = d x + e y + f
        self.turn = {
            0: (1, 0, -left, 0, -1, high),
            90: (0, 1, -low, 1, 0, -left),
            180: (-1, 0, right, 0, 1, -low),
            270: (0, -1, high, -1, 0, right),
        }[rotation]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the point as (distance from the left, distance from the top)."""
        a, b, c, d, e, f = self.turn
        return a * x + b * y + c, d * x + e * y + f

    def is_upright(self, matrix: pdfium_c.FS_MATRIX) -> bool:
        """Say whether text under ``matrix`` runs from left to right for who looks at the page."""
        a, b, _, d, e, _ = self.turn
        across = a * matrix.a + b * matrix.b
        return bool(abs(d * matrix.a + e * matrix.b) < _ASKEW * across)


class TextReader:
    """Reads the text of one page, line by line."""

    def __init__(self, textpage: pdfium.PdfTextPage, sheet: Sheet, rules: Sequence[Rule]) -> None:
        self._text = calls.address(textpage.raw)
        self._sheet = sheet
        self._borders = [rule for rule in rules if not rule.is_horizontal]
        self._bold: dict[int, bool] = {}
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._references = [ctypes.addressof(edge) for edge in self._edges]
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_reference = ctypes.addressof(self._matrix)

    def pieces(self, count: int) -> Iterator[Piece]:
        """Yield the upright pieces of text on the page, in the order of the file."""
        for match in _LINE.finditer(self._characters(count)):
            if not match.group().isspace():
                yield from self._line(match.group(), *match.span())

    def _characters(self, count: int) -> str:
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        written = calls.text(self._text, 0, count, buffer)
        text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        # Characters without a meaning are left out above, and positions would no longer agree.
        return "".join(_character(calls.unicode(self._text, index)) for index in range(count))

    def _line(self, text: str, start: int, end: int) -> Iterator[Piece]:
        boxes = self._boxes(text, start, end)
        whole = self._piece(text, start, boxes)
        if whole is None:
            return
        cuts = sorted({border.x0 for border in self._borders if _cuts(border, whole)})
        if cuts:
            yield from self._cells(text, start, cuts)
        elif len(boxes) > 1 and (
            any(_divides(left, right, whole.size) for left, right in pairwise(boxes))
            or self._has_mark(text, start)
        ):
            yield from self._parts(text, start, whole.size)
        else:
            yield whole

    def _parts(self, text: str, start: int, size: float) -> Iterator[Piece]:
        """Yield a line in parts: divided at wide gaps and where figures get smaller or rise."""
        begin = 0
        boxes: list[_Box] = []
        for first, last in self._tokens(text, start):
            box = self._token_box(start + first, start + last)
            if boxes and (_divides(boxes[-1], box, size) or self._changes(text, start, first)):
                yield from self._part(text[begin:first], start + begin, boxes)
                begin, boxes = first, []
            boxes.append(box)
        yield from self._part(text[begin:], start + begin, boxes)

    def _has_mark(self, text: str, start: int) -> bool:
        """Say whether a figure or star of a line is smaller than its letters or raised."""
        first = start + len(text) - len(text.lstrip())
        usual = None
        for match in _END_OF_FIGURE.finditer(text):
            usual = usual or self._level(first)
            if _differ(usual, self._level(start + match.start())):
                return True
        return False

    def _part(self, text: str, start: int, boxes: Sequence[_Box]) -> Iterator[Piece]:
        piece = self._piece(text, start, boxes)
        if piece is not None:
            yield piece

    def _tokens(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        """Yield the first and last place of what is set as one: words, figures, marks."""
        for match in _TOKEN.finditer(text):
            first, last = match.start(), match.end() - 1
            if last > first and text[first].isdigit():
                usual = self._level(start + first)
                if _differ(usual, self._level(start + last)):
                    # A figure with a raised mark: the mark begins where the letters change.
                    mark = next(
                        place
                        for place in range(first + 1, last + 1)
                        if _differ(usual, self._level(start + place))
                    )
                    yield first, mark - 1
                    first = mark
            yield first, last

    def _changes(self, text: str, start: int, index: int) -> bool:
        """Say whether a mark begins or ends at ``index``: figures that are smaller or raised."""
        if not _IS_MARK.search(text, max(index - 2, 0), index + 1):
            return False
        before = len(text[:index].rstrip()) - 1
        return _differ(self._level(start + before), self._level(start + index))

    def _level(self, index: int) -> tuple[float, float]:
        """Return the size and the baseline of the letter at ``index``."""
        calls.char_matrix(self._text, index, self._matrix_reference)
        matrix = self._matrix
        size = calls.font_size(self._text, index)
        return (
            size * math.hypot(matrix.c, matrix.d),
            self._sheet.place(matrix.e, matrix.f)[1],
        )

    def _cells(self, text: str, start: int, cuts: Sequence[float]) -> Iterator[Piece]:
        """Yield a line that runs across upright rules in the parts that stand between them."""
        columns = [0] * len(text)
        for offset, character in enumerate(text):
            columns[offset] = columns[offset - 1] if offset else 0
            if not character.isspace():
                x, y = self._edges[:2]
                calls.char_origin(self._text, start + offset, *self._references[:2])
                columns[offset] = bisect(cuts, self._sheet.place(x.value, y.value)[0] + 0.5)
        first = 0
        for offset in range(1, len(text) + 1):
            if offset < len(text) and columns[offset] == columns[first]:
                continue
            cell = text[first:offset]
            if not cell.isspace():
                yield from self._parts(cell, start + first, self._level(start + first)[0])
            first = offset

    def _boxes(self, text: str, start: int, end: int) -> list[_Box]:
        """Return the edges of the parts in which a line is written, whatever these are."""
        count = calls.count_rects(self._text, start, end - start)
        if count > _MOST_PARTS:
            # Some programs place every letter.
            return [
                self._token_box(start + match.start(), start + match.end() - 1)
                for match in _TOKEN.finditer(text)
            ]
        boxes = []
        text_page, references = self._text, self._references
        left, top, right, bottom = self._edges
        a, b, c, *_ = self._sheet.turn
        factor, near, far = (a, left, right) if a else (b, bottom, top)
        if factor < 0:
            near, far = far, near
        for index in range(count):
            calls.rect(text_page, index, *references)
            boxes.append((factor * near.value + c, factor * far.value + c))
        return boxes

    def _token_box(self, first: int, last: int) -> _Box:
        """Return the left edge of one letter and the right edge of another."""
        left, right, bottom, top = self._edges
        a, b, c, *_ = self._sheet.turn
        # On an upright or a turned page, one of the two directions runs from left to right.
        factor, one, other = (a, left, right) if a else (b, bottom, top)
        calls.char_box(self._text, first, *self._references)
        edges = [factor * one.value + c, factor * other.value + c]
        if last > first:
            calls.char_box(self._text, last, *self._references)
            edges += factor * one.value + c, factor * other.value + c
        return min(edges), max(edges)

    def _piece(self, text: str, start: int, boxes: Sequence[_Box]) -> Piece | None:
        """Return one piece, None where it runs askew or stands off the page."""
        # Spaces that PDFium adds between words belong to no text object.
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip()) - 1
        calls.char_matrix(self._text, first, self._matrix_reference)
        matrix = self._matrix
        if not self._sheet.is_upright(matrix):
            return None
        if not boxes:
            return None
        x0, x1 = min(box[0] for box in boxes), max(box[1] for box in boxes)
        baseline = self._sheet.place(matrix.e, matrix.f)[1]
        if x1 < 0 or x0 > self._sheet.width or not 0 <= baseline <= self._sheet.height:
            return None
        size = calls.font_size(self._text, first) * math.hypot(matrix.c, matrix.d)
        return Piece(
            x0,
            baseline - _ASCENT * size,
            x1,
            baseline + _DESCENT * size,
            baseline,
            size,
            self._is_bold(first) and (len(boxes) == 1 or self._is_bold(last)),
            text if text.isprintable() else _UNPRINTABLE.sub("", text.replace("\ufffe", "\u0002")),
        )

    def _is_bold(self, index: int) -> bool:
        owner = calls.text_object(self._text, index)
        if not owner:
            return False
        font = calls.font(owner)
        if font not in self._bold:
            name = ctypes.create_string_buffer(200)
            calls.font_name(font, name, 200)
            flags = calls.font_flags(font)
            self._bold[font] = bool(_BOLD.search(name.value)) or bool(flags & _FORCE_BOLD)
        return self._bold[font]


def _differ(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Say whether letters differ in (size, baseline)."""
    return any(abs(a - b) > 0.1 * max(one[0], other[0]) for a, b in zip(one, other, strict=True))


def _divides(left: _Box, right: _Box, size: float) -> bool:
    """Say whether what follows stands apart: behind a wide gap, or back at the left."""
    return right[0] - left[1] > GAP * size or right[0] < left[0] - size


def _cuts(border: Rule, piece: Piece) -> bool:
    """Say whether an upright rule runs through a piece of text."""
    middle = (piece.top + piece.bottom) / 2
    return piece.x0 + 2 < border.x0 < piece.x1 - 2 and border.top - 1 <= middle <= border.bottom + 1


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
