"""The bytes of a page as text, decoded as a browser would."""

import codecs
import re

from flows.reading.plain import decode, decode_as

_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*+(?:[\"']\s*+)?([\w:.-]{2,30})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,30})[\"']",
    re.IGNORECASE,
)
#: A declaration further down is not looked for; browsers stop after 1,024 bytes, authors do not.
_LOOKED_THROUGH = 8_192
#: https://encoding.spec.whatwg.org/#names-and-labels: pages that say Latin-1 or ASCII mean
#: Windows-1252, and a page that can say "utf-16" in ASCII is not UTF-16.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "utf-16": "utf-8",
    "utf-16-be": "utf-8",
    "utf-16-le": "utf-8",
    "utf-32": "utf-8",
    "gb2312": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}


def page_text(content: bytes) -> str:
    """Return a page as text: by its byte order mark, by what it declares, else by its look.

    What does not decode as declared is read by its look; the five bytes that Windows-1252
    leaves open are replaced there.

    Raises:
        Unreadable: the bytes are no text.
    """
    encoding = _declared(content[:_LOOKED_THROUGH])
    return decode(content) if encoding is None else decode_as(content, encoding)


def _declared(head: bytes) -> str | None:
    match = _DECLARED.search(head)
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    return _MEANT.get(name, name)
