"""Plain text and markdown: the canonical text is the decoded bytes, without a byte order mark."""

import codecs
import re

from flows.reading.canonical import CanonicalText, Link
from flows.reading.errors import Unreadable

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PAGE_BREAK = re.compile(r"\f")
_HIGH = re.compile(rb"[\x80-\xff]")
#: What English and Welsh letters hold beside ASCII.
_EXPECTED = frozenset(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a3\u20ac\u00a0\u00b0\u00b7\u00bd\u00bc"
    "\u00be\u00a9\u00ae\u2122\u00b2\u00b3\u00d7\u00e0\u00e1\u00e2\u00e4\u00e7\u00e8\u00e9\u00ea"
    "\u00eb\u00ec\u00ed\u00ee\u00ef\u00f1\u00f2\u00f3\u00f4\u00f6\u00f9\u00fa\u00fb\u00fc\u00c9"
    "\u00ad\u00a7\u00ab\u00bb"
)
_LEAST_EXPECTED = 0.9
#: The bracket stands first, so that it is searched for as fast as a letter.
_LINK = re.compile(
    r"\[(?<![!\\]\[)(?P<text>[^\]\n]{1,300})\]"
    r"\(<?(?P<target>https?://[^\s)>]{1,500}|(?!\w+:|\#)[^\s()<>]{1,500})>?(?:\s\"[^\"\n]{0,200}\")?\)"
)
_NOT_TEXT = (
    "The bytes are no text in any known encoding. Save the document as UTF-8 text or HTML and add "
    "it again."
)


def decode(content: bytes) -> str:
    """Return ``content`` as text: by its byte order mark, as UTF-16 or UTF-8, else by its look.

    Raises:
        Unreadable: the bytes are no text.
    """
    return _checked(_marked(content) or _unmarked(content))


def decode_as(content: bytes, encoding: str) -> str:
    """Return ``content`` as text in the encoding that it declares.

    A byte order mark goes first, and so does UTF-8: what decodes as UTF-8 and is not plain ASCII
    is UTF-8. Bytes that the encoding leaves open are replaced.

    Raises:
        Unreadable: the bytes are no text.
    """
    marked = _marked(content)
    if marked is not None:
        return _checked(marked)
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        if encoding in ("utf-8", "utf-8-sig"):
            return decode(content)
        return _checked(content.decode(encoding, errors="replace"))


def _checked(text: str) -> str:
    if len(_CONTROL.findall(text)) > max(2, len(text) // 500):
        raise Unreadable("not_text", _NOT_TEXT)
    return text


def _marked(content: bytes) -> str | None:
    """Return what a byte order mark, or the NULs of UTF-16, say that the text is."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    sample = content[:_SAMPLE]
    if b"\x00" not in sample:
        return None
    # Latin letters in UTF-16 have a NUL each: behind the letter, or before it.
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.1:
        return _decoded(content, "utf-16-le")
    if even > 0.6 and odd < 0.1:
        return _decoded(content, "utf-16-be")
    return None


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


def _unmarked(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(content) or _guessed(content)


def _nearly_utf8(content: bytes) -> str | None:
    """Return UTF-8 with a few damaged bytes, such as a file that was cut off in a character."""
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - damaged
    return text if whole > 2 * damaged else None


def _guessed(content: bytes) -> str:
    """Return text in a one-byte encoding: the one whose quotes, dashes and accents are expected."""
    high = b"".join(_HIGH.findall(content))
    for encoding in ("cp1252", "mac_roman"):
        characters = high.decode(encoding, errors="replace")
        if sum(c in _EXPECTED for c in characters) >= _LEAST_EXPECTED * len(characters):
            return content.decode(encoding, errors="replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, rarely needed

    best = from_bytes(content, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    if best is None:
        raise Unreadable("not_text", _NOT_TEXT)
    return str(best)


def read_plain(content: bytes, media_type: str) -> CanonicalText:
    """Return the canonical text of plain text or markdown; form feeds begin pages.

    Links are those written as in markdown; a bare address is text.
    """
    text = decode(content)
    breaks = [match.end() for match in _PAGE_BREAK.finditer(text)]
    links = tuple(Link(*match.span("text"), match["target"]) for match in _LINK.finditer(text))
    return CanonicalText(text, media_type, None, (0, *breaks) if breaks else (), links)
