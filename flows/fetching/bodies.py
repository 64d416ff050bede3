"""Bodies of responses: whole, unpacked and within their limit, or not at all."""

import zlib
from collections.abc import Iterator

import httpx

from flows.fetching.failures import failed, refused

#: The only packing that we ask for. Each other layer could multiply what has to be held.
ACCEPTED_ENCODING = "gzip"

_UNPACKED_AT_ONCE = 256 * 1024
#: zlib's word for: gzip or zlib, as the header says.
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_GZIP_MAGIC = b"\x1f\x8b"
_UNREADABLE_TYPES = ("image/", "video/", "audio/", "font/")


def check_headers(response: httpx.Response, limit: int) -> None:
    """Turn down a body by what its headers say, before any of it is received.

    Raises:
        CannotFetch: pictures, sound or fonts, or more bytes than ``limit``.
    """
    media_type = media_type_of(response) or ""
    if media_type.startswith(_UNREADABLE_TYPES):
        raise refused(
            "wrong_type",
            f"The page is {media_type}, in which there is no text. List the address of the "
            "document itself.",
        )
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit, f"{int(length):,} bytes are announced")


def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the body, unpacked.

    Raises:
        CannotFetch: it is packed as we cannot unpack it, cut short, or has more bytes than
            ``limit``, packed or unpacked.
    """
    content = bytearray()
    for piece in _unpacked(response, limit):
        content += piece
        if len(content) > limit:
            raise _too_large(limit, "it goes on after that")
    return bytes(content)


def media_type_of(response: httpx.Response) -> str | None:
    """Return what ``Content-Type`` says, without parameters and in small letters."""
    declared = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
    return declared[:100] or None


def _unpacked(response: httpx.Response, limit: int) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    received = _within(response, limit)
    if encoding in {"", "identity"}:
        return received
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _inflated(received)
    raise failed(
        "unknown_encoding",
        f"The site packed the page as {encoding[:40]!r}, though only gzip was asked for. Tell the "
        "site's keeper, or put the document into a folder.",
    )


def _within(response: httpx.Response, limit: int) -> Iterator[bytes]:
    received = 0
    for chunk in response.iter_raw():
        received += len(chunk)
        if received > limit:
            raise _too_large(limit, "it goes on after that")
        yield chunk


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack in small pieces, so that a bomb is counted before it has gone off."""
    packed = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting:
                if packed.eof:
                    # gzip allows one stream behind another, and some writers fill up with zeros.
                    if not waiting.startswith(_GZIP_MAGIC):
                        break
                    packed = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield packed.decompress(waiting, _UNPACKED_AT_ONCE)
                waiting = packed.unused_data if packed.eof else packed.unconsumed_tail
        yield packed.flush()
    except zlib.error as error:
        raise failed(
            "bad_encoding",
            "The body is not packed as its headers say. Tell the site's keeper, or put the "
            "document into a folder.",
        ) from error
    if not packed.eof:
        raise failed(
            "truncated",
            "The packed body ended too early. It is tried again at the next refresh.",
            may_differ=True,
        )


def _too_large(limit: int, found: str) -> Exception:
    return refused(
        "too_large",
        f"The document has more than the {limit:,} bytes that are taken: {found}. Raise "
        "`maximum_megabytes`, or list a smaller edition of it.",
    )
