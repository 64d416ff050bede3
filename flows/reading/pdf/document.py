"""Pages -> canonical text: one stream of paragraphs, headings and tables over all pages."""

import re
from collections.abc import Sequence
from itertools import groupby

from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable
from flows.reading.ocr import OCR_DETAIL, has_ocr, with_text
from flows.reading.pdf.aligned import take_aligned
from flows.reading.pdf.columns import flows, is_prose
from flows.reading.pdf.furniture import without_furniture
from flows.reading.pdf.headings import body_size, heading_levels
from flows.reading.pdf.lines import emphasise_underlined, lines_of
from flows.reading.pdf.pages import Page, read_pages
from flows.reading.pdf.paragraphs import Paragraph, paragraphs_of, right_edge
from flows.reading.pdf.ruled import take_ruled
from flows.reading.pdf.stream import Stream
from flows.reading.pdf.tables import PageTable
from flows.reading.pdf.text_layer import Piece
from flows.reading.pdf.writer import Writer

#: Below so many words a page that carries pictures is a scan with a stamp on it.
_FEWEST_WORDS = 5
_LONGEST_ADDRESS = 10
#: In parts of the size of the body: the type of footnotes is smaller.
_NOTE_SIZE = 0.92
#: Lines of a table of contents lead to a page number.
_CONTENTS = re.compile(r"(?:(?:\.\s?){5,12}|\u2026{2,12})\s{0,12}\d{1,3}$")
_NOTE = re.compile(r"(?:\[?\d{1,2}\]?|[*\u2020\u2021])\s+(?=[^\W\d_])")


def read_pdf(content: bytes, *, ocr: bool = False) -> CanonicalText:
    """Return the canonical text of a PDF.

    Running headers, footers, page numbers and tables of contents are left out and counted. A
    paragraph or table that a page break cuts is one block; ``page_starts`` says where each
    page begins, in the middle of it too. With ``ocr``, pictures of pages are read by
    ``flows.reading.ocr`` where its programs are installed, and ``media_type`` says so.

    Raises:
        Unreadable: ``pdf_encrypted``, ``pdf_image_only``, ``pdf_ocr_failed``, ``pdf_broken`` or
            ``pdf_too_large``.
    """
    pages = read_pages(content)
    media_type = "application/pdf"
    if _are_pictures(pages) and ocr and has_ocr():
        pages = read_pages(with_text(content))
        media_type += OCR_DETAIL
    if _are_pictures(pages):
        raise Unreadable(
            "pdf_image_only",
            "The PDF holds pictures of pages and no text that could be read. Make it searchable "
            "with OCR (`ocrmypdf in.pdf out.pdf`), or ask its publisher for one with text, and "
            "add that.",
        )
    body = body_size(pages)
    left_out = without_furniture(pages, body)
    stream = Stream()
    for number, page in enumerate(pages):
        left_out += _read_page(stream, number, page, body)
    levels = heading_levels(stream.items, body)
    writer = Writer()
    for index, item in enumerate(stream.items):
        writer.write(item, levels.get(index, 0))
    writer.finish(len(pages))
    return CanonicalText(
        text=writer.text(),
        media_type=media_type,
        blocks=tuple(writer.blocks),
        page_starts=tuple(writer.page_starts),
        links=tuple(writer.links([page.links for page in pages])),
        left_out_count=left_out,
    )


def _read_page(stream: Stream, number: int, page: Page, body: float) -> int:
    """Add what a page says to ``stream``; return how many lines of contents were left out."""
    left_out = 0
    notes = _take_notes(page, body)
    boxes: list[Piece | PageTable] = [*take_ruled(page), *take_aligned(page)]
    boxes.extend(page.pieces)
    for flow in flows(boxes):
        # Each line of an address is meant to end where it ends.
        right = (
            right_edge([box.x1 for box in flow if isinstance(box, Piece)])
            if len(flow) > _LONGEST_ADDRESS or is_prose(flow)
            else page.width
        )
        items: list[Paragraph | PageTable] = []
        for is_table, group in groupby(flow, key=lambda box: isinstance(box, PageTable)):
            if is_table:
                items.extend(box for box in group if isinstance(box, PageTable))
                continue
            lines = lines_of(box for box in group if isinstance(box, Piece))
            emphasise_underlined(lines, page.rules)
            kept = [line for line in lines if not _CONTENTS.search(line.text[-12:])]
            left_out += len(lines) - len(kept)
            items.extend(paragraphs_of(kept, right))
        stream.add(number, items)
    stream.add_notes(number, notes)
    return left_out


def _take_notes(page: Page, body: float) -> list[Paragraph]:
    """Take the footnotes off a page: small type at its foot that a mark or number opens."""
    lowest = max(
        (piece.baseline for piece in page.pieces if piece.size >= _NOTE_SIZE * body), default=0.0
    )
    small = [piece for piece in page.pieces if piece.baseline > lowest]
    lines = lines_of(small)
    if not lines or not (lines[0].is_note or _NOTE.match(lines[0].text)):
        return []
    taken = set(map(id, small))
    page.pieces = [piece for piece in page.pieces if id(piece) not in taken]
    for line in lines:
        if mark := _NOTE.match(line.text):
            line.text, line.is_note = line.text[mark.end() :], True
    return paragraphs_of(lines, max(line.x1 for line in lines))


def _are_pictures(pages: Sequence[Page]) -> bool:
    """Say whether next to no words stand on the pages, as on scans with a stamp on them."""
    words = sum(len(piece.text.split()) for page in pages for piece in page.pieces)
    pictured = sum(page.has_pictures for page in pages)
    return words == 0 or (pictured == len(pages) and words < _FEWEST_WORDS * len(pages))
