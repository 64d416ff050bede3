"""Running headers, footers and page numbers: what stands at the edge of page after page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from flows.reading.pdf.pages import Page
from flows.reading.pdf.text_layer import Piece

#: The share of a page's height in which headers and footers stand.
_EDGE = 0.14
_LINES_AT_AN_EDGE = 4
#: In parts of the size of the body: what is larger is a title, and says what the document is.
_TITLE = 1.3
#: In parts of the height: a header that stands on one page only is known by its place up here.
_HIGH = 0.08
#: In points: a header that moves further from page to page is not one.
_SAME_LEVEL = 4.0
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxl]+\b")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*(?:of|/)\s*\d{1,4}"
    r"|[-\u2013|]\s*\d{1,4}\s*[-\u2013|]|\d{1,4}\s*\|\s*page",
    re.IGNORECASE,
)
#: What browsers print at the edges of a page: when, and the title; whence, and the page's number.
_PRINTED_AT = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},\s\d{1,2}:\d{2}")
_BY_BROWSER = re.compile(
    rf"{_PRINTED_AT.pattern}\b.*|(?:https?|file)://\S+\s+\d{{1,4}}/\d{{1,4}}"
    rf"|\d{{1,4}}\sof\s\d{{1,4}}\s+{_PRINTED_AT.pattern}(?:\s[AP]M)?",
)
_MARKING = re.compile(
    r"(?:not\s+protectively\s+marked|restricted|official(?:\s*[-\u2013:]\s*sensitive)?"
    r"|unclassified|protect)(?:\s*[-\u2013/]\s*[a-z ]{0,40})?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")

_Row = list[Piece]


def without_furniture(pages: Sequence[Page], body: float) -> int:
    """Take the furniture off ``pages`` and return how many pieces of it there were.

    ``body`` is the size of the type of the text.

    A header is kept once, on a first page without a title, where its words stand nowhere else:
    there it is the letterhead that says who writes.
    """
    tops = [_rows_at(page, is_top=True) for page in pages]
    bottoms = [_rows_at(page, is_top=False) for page in pages]
    found = [*_repeated(tops, body), *_repeated(bottoms, body), *_single(pages, tops)]
    furniture: list[set[int]] = [set() for _ in pages]
    for number, row in found:
        furniture[number].update(map(id, row))
    kept: set[int] = set()
    if all(piece.size < _TITLE * body for piece in pages[0].pieces):
        kept = _letterhead(tops[0], furniture[0], pages[0])
    furniture[0] -= kept
    for page, left_out in zip(pages, furniture, strict=True):
        page.pieces = [piece for piece in page.pieces if id(piece) not in left_out]
    return len({id(row[0]) for _, row in found} - kept)


def _rows_at(page: Page, *, is_top: bool) -> list[_Row]:
    """Return the outermost rows of a page at its top or bottom, the outermost first."""
    edge = _EDGE * page.height
    pieces = [
        piece
        for piece in page.pieces
        if (piece.baseline < edge if is_top else piece.baseline > page.height - edge)
    ]
    pieces.sort(key=lambda piece: piece.baseline, reverse=not is_top)
    rows = [list(row) for _, row in groupby(pieces, key=lambda piece: round(piece.baseline / 3))]
    return rows[:_LINES_AT_AN_EDGE]


def _text(row: _Row) -> str:
    return " ".join(piece.text.strip() for piece in sorted(row, key=lambda piece: piece.x0))


def _repeated(at_edge: Sequence[list[_Row]], body: float) -> list[tuple[int, _Row]]:
    """Return (page, row) of the rows at one edge that are furniture."""
    page_count = len(at_edge)
    found: list[tuple[int, _Row]] = []
    alike: dict[str, list[tuple[int, _Row]]] = defaultdict(list)
    numbered: dict[tuple[int, int], list[tuple[int, _Row]]] = defaultdict(list)
    largest = 1.05 * body
    for page, rows in enumerate(at_edge):
        for position, row in enumerate(rows):
            text = _text(row)
            is_browsers = position == 0 and all(piece.size < body for piece in row)
            if (
                _PAGE_NUMBER.fullmatch(text)
                or _MARKING.fullmatch(text)
                or (is_browsers and _BY_BROWSER.fullmatch(text))
            ):
                found.append((page, row))
                continue
            if _NUMBER.search(text) and all(p.is_bold or p.size > largest for p in row):
                # "Recommendation 3" at the head of its page is a heading.
                continue
            alike[_ROMAN.sub("#", _NUMBER.sub("#", text.lower()))].append((page, row))
            if position == 0 or len(text) < 6:
                for number in _NUMBER.findall(text):
                    if len(number) < 5:
                        numbered[int(number) - page, round(row[0].baseline / _SAME_LEVEL)].append(
                            (page, row)
                        )
    for text, places in alike.items():
        levels = [row[0].baseline for _, row in places]
        here = [
            place
            for place in places
            if abs(place[1][0].baseline - sorted(levels)[len(levels) // 2]) < _SAME_LEVEL
        ]
        # Two of two pages, or every other page of more.
        pages = len({page for page, _ in here})
        enough = max(2, 0.3 * page_count)
        if pages >= enough and (len(text) > 3 or "#" in text or pages >= 3):
            found.extend(here)
    for (first, _), places in numbered.items():
        # A row that counts up with the pages carries their number, whatever else it says.
        if first >= 0 and len({page for page, _ in places}) >= 3:
            found.extend(places)
    if page_count == 1 and at_edge[0] and _text(at_edge[0][0]) == "1":
        found.append((0, at_edge[0][0]))
    known = {id(row) for _, row in found}
    # What stands further in than a line of the text is text as well.
    return [
        (page, row)
        for page, rows in enumerate(at_edge)
        for row in takewhile(lambda row: id(row) in known, rows)
    ]


def _single(pages: Sequence[Page], tops: Sequence[list[_Row]]) -> Iterator[tuple[int, _Row]]:
    """Yield the headers of later pages that stand once: far above, in words of the first page."""
    opening = set(_WORD.findall(" ".join(piece.text for piece in pages[0].pieces).lower()))
    for number, (page, rows) in enumerate(zip(pages, tops, strict=True)):
        if number == 0 or not rows:
            continue
        baseline, size = rows[0][0].baseline, rows[0][0].size
        below = min(
            (p.baseline for p in page.pieces if p.baseline > baseline + 2), default=baseline
        )
        text = _text(rows[0])
        words = _WORD.findall(text.lower())
        if (
            baseline < _HIGH * page.height
            and below - baseline > 2 * size
            and words
            and opening.issuperset(words)
            and text[-1] not in ".:;"
        ):
            yield number, rows[0]


def _letterhead(top: Sequence[_Row], furniture: set[int], page: Page) -> set[int]:
    """Return the pieces of the first page's header that say what the page says nowhere else."""
    said = " ".join(piece.text for piece in page.pieces if id(piece) not in furniture).lower()
    kept: set[int] = set()
    for row in top:
        text = _text(row)
        words = _WORD.findall(text.lower())
        if (
            any(id(piece) in furniture for piece in row)
            and not (_PAGE_NUMBER.fullmatch(text) or _MARKING.fullmatch(text))
            and not _PRINTED_AT.search(text)
            and len(words) > 1
            and any(word not in said for word in words)
        ):
            kept.update(id(piece) for piece in row)
    return kept
