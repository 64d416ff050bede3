"""Bytes -> canonical text. One module a format; nothing here knows where bytes come from."""

import re

from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable
from flows.reading.formats import Format, format_of
from flows.reading.plain import read_plain

_WORD = re.compile(r"[^\W\d_]{2,}")


def read(content: bytes, name: str, *, ocr: bool = False) -> CanonicalText:
    """Return the canonical text of ``content``; the type is told by content first, ``name`` second.

    ``ocr``: recognise the words of a PDF that holds only pictures, where the program for it is
    installed; ``media_type`` then says so.

    Raises:
        Unreadable: no text can be made of the bytes; says why and what to do.
    """
    match format_of(content, name):
        case Format.HTML:
            from flows.reading.html import read_html  # noqa: PLC0415  # loaded for pages only

            canonical = read_html(content)
        case Format.PDF:
            from flows.reading.pdf import read_pdf  # noqa: PLC0415  # loaded for PDFs only

            canonical = read_pdf(content, ocr=ocr)
        case Format.WORD:
            from flows.reading.docx import read_docx  # noqa: PLC0415  # loaded for Word only

            canonical = read_docx(content)
        case Format.MARKDOWN:
            canonical = read_plain(content, "text/markdown")
        case Format.PLAIN:
            canonical = read_plain(content, "text/plain")
    if not _WORD.search(canonical.text):
        raise Unreadable(
            "no_text",
            "The page holds markup but no text, perhaps because a script fills it in a browser. "
            "Save the page as it looks in a browser and add that.",
        )
    return canonical


__all__ = ["CanonicalText", "Unreadable", "read"]
