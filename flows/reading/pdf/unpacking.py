"""A look at what a PDF would unpack to, before PDFium does it without a limit."""

import re
import zlib
from collections.abc import Iterator

from flows.reading import limits
from flows.reading.errors import Unreadable

#: Deflate shrinks to a thousandth at best: what is shorter stays below the limit.
_SHORTEST = limits.PDF_STREAM_BYTES // 1032
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_CHUNK = 1 << 20
_DICTIONARY = 1_000


def refuse_bombs(content: bytes) -> None:
    """Refuse a PDF in which a stream that is no picture unpacks to more than 64 MB.

    Pictures are never unpacked, for their text is not read.

    Raises:
        Unreadable: ``pdf_too_large``.
    """
    if any(_unpacks_beyond(stream) for stream in _long_streams(content)):
        raise Unreadable(
            "pdf_too_large",
            f"A part of the PDF unpacks to more than {limits.PDF_STREAM_BYTES // 1024**2} MB, the "
            "most that is read. Print it to a new PDF and add that.",
        )


def _long_streams(content: bytes) -> Iterator[memoryview]:
    whole = memoryview(content)
    position = 0
    while match := _STREAM.search(content, position):
        end = content.find(b"endstream", match.end())
        position = len(content) if end < 0 else end
        about = content[max(match.start() - _DICTIONARY, 0) : match.start()]
        is_picture = b"/Image" in about[about.rfind(b" obj") :]
        if position - match.end() > _SHORTEST and not is_picture:
            yield whole[match.end() : position]


def _unpacks_beyond(stream: memoryview) -> bool:
    unpacker = zlib.decompressobj()
    unpacked = 0
    rest: bytes | memoryview = stream
    try:
        while rest and not unpacker.eof and unpacked <= limits.PDF_STREAM_BYTES:
            unpacked += len(unpacker.decompress(rest, _CHUNK))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        # Packed in another way, or broken: PDFium will say so.
        return False
    return unpacked > limits.PDF_STREAM_BYTES
