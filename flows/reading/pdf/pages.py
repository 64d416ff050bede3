"""PDF bytes -> pages: the text, the rules and the links of each, within limits."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
from pypdfium2 import raw as pdfium_c

from flows.reading import limits
from flows.reading.errors import Unreadable
from flows.reading.pdf.rules import Rule, drawings_of
from flows.reading.pdf.text_layer import Piece, Sheet, TextReader
from flows.reading.pdf.unpacking import refuse_bombs


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page: the words that it covers and where it leads."""

    text: str
    target_uri: str


@dataclass(slots=True)
class Page:
    """What stands on one page."""

    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    has_pictures: bool = False


def read_pages(content: bytes) -> list[Page]:
    """Return the pages of a PDF.

    Raises:
        Unreadable: the file is broken, locked or larger than what is read.
    """
    refuse_bombs(content)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _not_opened(error) from error
    try:
        if len(document) > limits.PDF_PAGES:
            raise Unreadable(
                "pdf_too_large",
                f"The PDF has {len(document):,} pages; {limits.PDF_PAGES:,} are read at most. "
                "Split it into its documents and add these.",
            )
        pages = []
        characters = 0
        for number in range(len(document)):
            page = _read_page(document, number)
            characters += sum(len(piece.text) for piece in page.pieces)
            if characters > limits.PDF_CHARACTERS:
                raise _too_much_text(limits.PDF_CHARACTERS, "the PDF")
            pages.append(page)
        return pages
    finally:
        document.close()


def _not_opened(error: pdfium.PdfiumError) -> Unreadable:
    if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return Unreadable(
            "pdf_encrypted",
            "The PDF is locked with a password. Ask its publisher for an open copy, or save it "
            "without the password, and add that.",
        )
    return Unreadable(
        "pdf_broken",
        f"The PDF cannot be opened ({error}); it may have been cut off on its way. "
        "Fetch it again from where it was published.",
    )


def _too_much_text(limit: int, where: str) -> Unreadable:
    return Unreadable(
        "pdf_too_large",
        f"There are more than {limit:,} characters on {where}, the most that are read. "
        "Split the PDF into its documents and add these.",
    )


def _read_page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise Unreadable(
            "pdf_broken",
            f"Page {number + 1} of the PDF cannot be read ({error}). "
            "Fetch the PDF again from where it was published.",
        ) from error
    try:
        count = textpage.count_chars()
        if count > limits.PDF_PAGE_CHARACTERS:
            raise _too_much_text(limits.PDF_PAGE_CHARACTERS, f"page {number + 1}")
        sheet = Sheet(page)
        drawings = drawings_of(page, sheet.place)
        pieces = list(TextReader(textpage, sheet, drawings.rules).pieces(count))
        if len(pieces) > limits.PDF_PAGE_PIECES:
            raise Unreadable(
                "pdf_too_large",
                f"Page {number + 1} of the PDF scatters its text in {len(pieces):,} pieces; "
                f"{limits.PDF_PAGE_PIECES:,} are read at most. Take the page out and add the rest.",
            )
        pieces.extend(_bullets(drawings.bullets, pieces))
        links = list(_links(document, page, textpage))
        return Page(sheet.width, sheet.height, pieces, drawings.rules, links, drawings.has_pictures)
    finally:
        textpage.close()
        page.close()


def _bullets(middles: Sequence[tuple[float, float]], pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield drawn bullets as text, each on the line that it opens."""
    for x, y in middles:
        line = min(
            (piece for piece in pieces if piece.top < y < piece.bottom and 0 < piece.x0 - x < 40),
            key=lambda piece: piece.x0,
            default=None,
        )
        if line is not None:
            yield replace(line, x0=x - 2, x1=x + 2, is_bold=False, text="\u2022 ")


def _links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage
) -> Iterator[PageLink]:
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    place = pdfium_c.FS_RECTF()
    for _ in range(limits.PDF_PAGE_LINKS):
        if not pdfium_c.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or not pdfium_c.FPDFLink_GetAnnotRect(link, place):
            continue
        length = pdfium_c.FPDFAction_GetURIPath(document.raw, action, None, 0)
        address = ctypes.create_string_buffer(max(length, 1))
        pdfium_c.FPDFAction_GetURIPath(document.raw, action, address, length)
        target = address.value.decode("utf-8", "replace")
        text = textpage.get_text_bounded(place.left, place.bottom, place.right, place.top)
        if target and text.strip():
            yield PageLink(" ".join(text.split()), target)
