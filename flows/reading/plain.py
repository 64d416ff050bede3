"""Plain text and markdown: the canonical text is the decoded bytes."""

import codecs
import re

from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PAGE_BREAK = re.compile(r"\f")


def decode(content: bytes) -> str:
    """Return ``content`` as text: by its byte order mark, as UTF-8, else by its look.

    Raises:
        Unreadable: the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _guessed(content)
    if len(_CONTROL.findall(text)) > max(2, len(text) // 500):
        raise Unreadable(
            "not_text",
            "The bytes are no text in any known encoding. Save the document as UTF-8 text or "
            "HTML and add it again.",
        )
    return text


def decode_as(content: bytes, encoding: str) -> str:
    return decode(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "not_text",
            f"The file says that it is {encoding} and is not ({error.reason} at byte "
            f"{error.start}). "
            "Save it as UTF-8 and add it again.",
        ) from error


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, rarely needed

    best = from_bytes(content, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    if best is None:
        raise Unreadable(
            "not_text",
            "The bytes are no text in any known encoding. Save the document as UTF-8 text or "
            "HTML and add it again.",
        )
    return str(best)


def read_plain(content: bytes, media_type: str) -> CanonicalText:
    """Return the canonical text of plain text or markdown; form feeds begin pages."""
    text = decode(content)
    breaks = [match.end() for match in _PAGE_BREAK.finditer(text)]
    return CanonicalText(text, media_type, None, (0, *breaks) if breaks else ())
