"""What format bytes are in: told by what they are, then by what they are called."""

import csv
import json
import re
from enum import Enum, auto

from flows.reading.errors import Unreadable
from flows.reading.office import is_word

_HEAD = 8_192
_BYTE_ORDER_MARK = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.{0,4000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
#: A page without its frame: copied from a content system, or cut out by a crawler.
_FRAGMENT_START = re.compile(
    rb"\s*(?:(?><!--.{0,4000}?-->)\s*+)*+<(?:article|div|h[1-6]|main|p|section)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(rb"<(?:html|body|div|p|table|h[1-6])\b", re.IGNORECASE)
_XML_START = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
#: A message or a saved page starts with header fields, one a line.
_MESSAGE_START = re.compile(
    rb"\s*(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}"
)
_MESSAGE_FIELD = re.compile(
    rb"^(?:MIME-Version:\s*1|Received:\s|Message-ID:\s*<|Content-Type:\s*multipart/)",
    re.IGNORECASE | re.MULTILINE,
)
_WEB_ARCHIVE_FIELD = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Type:\s*multipart/related)",
    re.IGNORECASE | re.MULTILINE,
)
#: Some servers put a byte order mark or a line before a PDF; its readers look into 1,024 bytes.
_PDF_START = re.compile(rb"[^%]{0,1016}%PDF-\d", re.DOTALL)
_MARKDOWN_NAMES = (".md", ".markdown")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".aspx", ".php", ".asp")

_PICTURE = (
    "image_not_supported",
    (
        "This is a picture, and pictures hold no text that could be read. "
        "Look for the same document as text, HTML or Word."
    ),
)
_ARCHIVE = (
    "archive_not_supported",
    "This is an archive, and no document. Unpack it and add the documents in it.",
)
_WEB_ARCHIVE = (
    "web_archive_not_supported",
    (
        "This is a saved web archive, and these are not read. "
        "Save the page as \u201cWeb page, HTML only\u201d and add that."
    ),
)
_EMAIL = (
    "email_not_supported",
    (
        "This is an e-mail message, and these are not read. "
        "Save its text as .txt or .html, or its attachment, and add that."
    ),
)
_DATA = (
    "data_not_supported",
    (
        "This is data ({kind}), not a document that people read. "
        "Look for the page or paper that was made of it and add that."
    ),
)
#: Formats known by their first bytes that no reader takes: code and remedy.
_UNSUPPORTED = (
    (b"PK\x03\x04", _ARCHIVE),
    (
        b"{\\rtf",
        (
            "rtf_not_supported",
            (
                "This is an RTF file, and these are not read. "
                "Open it in Word or LibreOffice, save it as .docx and add that."
            ),
        ),
    ),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"bplist", _WEB_ARCHIVE),
)


class Format(Enum):
    """The formats that are read."""

    PLAIN = auto()
    MARKDOWN = auto()
    HTML = auto()
    PDF = auto()
    WORD = auto()


def format_of(content: bytes, name: str) -> Format:
    """Return the format of ``content``.

    Raises:
        Unreadable: the bytes are in a format that no reader takes, or there are none.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise Unreadable(
            "empty_file", "The file is empty. Fetch it again from where it was published."
        )
    lower = name.lower()
    if _PDF_START.match(content):
        return Format.PDF
    if is_word(content):
        return Format.WORD
    for start, refusal in _UNSUPPORTED:
        if content.startswith(start):
            raise Unreadable(*refusal)
    # UTF-16 looks like ASCII without its NULs; that is enough to see what it is.
    head = _BYTE_ORDER_MARK.sub(b"", content[:_HEAD]).replace(b"\x00", b"")
    if _is_html(head, content, lower):
        return Format.HTML
    if _XML_START.match(head):
        _refuse_data("XML")
    if _MESSAGE_START.match(head) and _MESSAGE_FIELD.search(head):
        raise Unreadable(*(_WEB_ARCHIVE if _WEB_ARCHIVE_FIELD.search(head) else _EMAIL))
    if lower.endswith(_MARKDOWN_NAMES):
        return Format.MARKDOWN
    if _is_json(content):
        _refuse_data("JSON")
    if _is_csv(head, lower):
        _refuse_data("CSV")
    return Format.PLAIN


def _refuse_data(kind: str) -> None:
    code, message = _DATA
    raise Unreadable(code, message.format(kind=kind))


def _is_html(head: bytes, content: bytes, name: str) -> bool:
    if _HTML_START.match(head):
        return True
    if name.endswith(_MARKDOWN_NAMES):
        return False
    if name.endswith(_HTML_NAMES):
        return bool(_HTML_INSIDE.search(head) or _HTML_INSIDE.search(content))
    return bool(_FRAGMENT_START.match(head)) and head.count(b"</") > 2


def _is_json(content: bytes) -> bool:
    stripped = content.strip()
    if stripped[:1] + stripped[-1:] not in (b"{}", b"[]"):
        return False
    try:
        json.loads(stripped)
    except (ValueError, RecursionError):
        return False
    return True


def _is_csv(head: bytes, name: str) -> bool:
    """Say whether the first lines are rows of one width with short fields, as prose never is."""
    if name.endswith((".csv", ".tsv")):
        return True
    lines = [line for line in head.decode("utf-8", errors="replace").splitlines() if line.strip()]
    try:
        rows = list(csv.reader(lines[:20]))
    except csv.Error:
        return False
    widths = {len(row) for row in rows}
    fields = [field for row in rows for field in row]
    return (
        len(rows) >= 4
        and len(widths) == 1
        and widths.pop() >= 3
        and sum(map(len, fields)) < 25 * len(fields)
        and not any(field.startswith(" ") or field.endswith(".") for field in fields)
    )
