"""Bytes -> canonical text. One module a format; nothing here knows where bytes come from."""

import re

from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable
from flows.reading.office import is_word
from flows.reading.plain import read_plain

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(rb"<(?:html|body|div|p|table|h[1-6])\b", re.IGNORECASE)
#: Formats known by their first bytes that no reader takes yet: code, what it is, remedy.
_UNSUPPORTED = (
    (
        b"%PDF-",
        "pdf_not_supported",
        "This is a PDF, and PDFs are not read yet. Save its text as .txt or .html and add that.",
    ),
    (
        b"PK\x03\x04",
        "office_not_supported",
        ("This is an archive, and these are not read yet. Unpack it and add the documents in it."),
    ),
    (
        b"{\\rtf",
        "rtf_not_supported",
        (
            "This is an RTF file, and these are not read. "
            "Open it in Word or LibreOffice, save it as .docx and add that."
        ),
    ),
    (
        b"\x89PNG",
        "image_not_supported",
        "This is a picture, and pictures hold no text that could be read.",
    ),
    (
        b"\xff\xd8\xff",
        "image_not_supported",
        "This is a picture, and pictures hold no text that could be read.",
    ),
)
_MARKDOWN_NAMES = (".md", ".markdown")
_HTML_NAMES = (".html", ".htm", ".xhtml")
_WORD = re.compile(r"[^\W\d_]{2,}")


def read(content: bytes, name: str) -> CanonicalText:
    """Return the canonical text of ``content``; the type is told by content first, ``name`` second.

    Raises:
        Unreadable: no text can be made of the bytes; says why and what to do.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(
            "empty_file", "The file is empty. Fetch it again from where it was published."
        )
    if is_word(content):
        from flows.reading.docx import read_docx  # noqa: PLC0415  # the parser is loaded for Word only

        return read_docx(content)
    for start, code, message in _UNSUPPORTED:
        if content.startswith(start):
            raise Unreadable(code, message)
    lower = name.lower()
    if _HTML_START.match(content, 0, 8192) or (
        lower.endswith(_HTML_NAMES) and _HTML_INSIDE.search(content)
    ):
        from flows.reading.html import read_html  # noqa: PLC0415  # the parser is loaded for pages only

        canonical = read_html(content)
    else:
        canonical = read_plain(
            content, "text/markdown" if lower.endswith(_MARKDOWN_NAMES) else "text/plain"
        )
    if not _WORD.search(canonical.text):
        raise Unreadable(
            "no_text",
            "The page holds markup but no text, perhaps because a script fills it in a browser. "
            "Save the page as it looks in a browser and add that.",
        )
    return canonical


__all__ = ["CanonicalText", "Unreadable", "read"]
