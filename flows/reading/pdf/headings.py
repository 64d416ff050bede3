"""Which paragraphs are headings, and of which level: by size, weight, capitals and numbering."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from flows.reading.pdf.pages import Page
from flows.reading.pdf.paragraphs import Paragraph
from flows.reading.pdf.stream import Prose

#: Larger than the body by so much is meant to be seen.
_LARGER = 1.12
_LONGEST = 160
_MOST_WORDS = 25
_NUMBERING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s")
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Salutations, addresses, contact lines and dates are bold in many letters, and head nothing.
_NO_HEADING = re.compile(
    r"^(?:dear|yours|kind\sregards|best\swishes|cc|tel|email|by\semail|our\sref|your\sref)\b"
    r"|https?://|www\.|@|\d{5,}|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$"
    r"|^(?:[a-z]+day,?\s)?\d{1,2}(?:st|nd|rd|th)?\s[a-z]{3,9},?\s\d{4}$",
    re.IGNORECASE,
)

_Style = tuple[float, bool, bool]


def body_size(pages: Iterable[Page]) -> float:
    """Return the size of type in which most of the text is set, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            sizes[_rounded(piece.size)] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def heading_levels(items: Sequence[object], body: float) -> dict[int, int]:
    """Return the level (1 is the highest) of each item that is a heading, by its index."""
    headings = {
        index: item
        for index, item in enumerate(items)
        if isinstance(item, Prose) and _is_heading(item, body)
    }
    styles = sorted({_style(item) for item in headings.values()}, reverse=True)
    return {
        index: min(styles.index(_style(item)) + _depth(item), 6) for index, item in headings.items()
    }


def _is_heading(item: Prose, body: float) -> bool:
    if item.is_note or len(item.parts) > 1 or not _stands_out(item.first, body):
        return False
    text = item.text
    words = _WORD.findall(text)
    if not words or len(text) > _LONGEST or len(words) > _MOST_WORDS or _NO_HEADING.search(text):
        return False
    if text[-1] in ",;" or (text[-1] == "." and len(words) > 4):
        return False
    return not item.first.marker or item.first.marker[0].isdigit()


def _stands_out(paragraph: Paragraph, body: float) -> bool:
    """Say whether a paragraph is set as headings are: large, bold or in capitals."""
    if paragraph.size >= _LARGER * body or paragraph.is_bold:
        return True
    in_capitals = paragraph.size > 0.95 * body and paragraph.lines[0].text.isupper()
    return in_capitals and len(paragraph.text) > 3 and paragraph.text.isupper()


def _style(item: Prose) -> _Style:
    return _rounded(item.first.size), item.first.is_bold, item.text.isupper()


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _depth(item: Prose) -> int:
    numbering = _NUMBERING.match(f"{item.first.marker} ")
    return numbering["number"].count(".") + 1 if numbering else 1
