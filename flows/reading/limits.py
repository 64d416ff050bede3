"""What one document may take: every limit, and its reason.

A document over a limit is rejected with the limit in the sentence, its bytes kept. Limits of size
come first, because they give the same answer on every machine; those of time and memory catch
what no size foretells. How deep a page may nest stands with the reason for it in
``flows.reading.html.limits``, how long a text may be in ``expectations.bounds``.
"""

from typing import Final, NamedTuple

_MB: Final = 1024 * 1024

# --- bytes ---------------------------------------------------------------------------

#: A larger file is no response of a policing body; it is refused before it is read.
FILE_BYTES: Final = 64 * _MB
#: As a file that lies beside its archive.
ARCHIVE_MEMBER_BYTES: Final = FILE_BYTES
#: An archive with more members, or that unpacks to more, is no set of responses.
ARCHIVE_MEMBERS: Final = 2_000
ARCHIVE_BYTES: Final = 512 * _MB
#: Text packs to a twentieth at best, tables of ten thousand like rows to a sixtieth; what packs
#: much better is made to fill a disk.
PACKED_RATIO: Final = 200
#: No ZIP is opened that lists more: each entry takes a kilobyte before one is looked at.
ZIP_ENTRIES: Final = 20_000
#: A Word document of a thousand pages has some 20 MB of XML; photographs make up the rest.
WORD_PART_BYTES: Final = 40_000_000
WORD_BYTES: Final = 1_000_000_000
WORD_PARTS: Final = 5_000
#: What is drawn on a PDF's page is some hundred kilobytes; fonts are some megabytes.
PDF_STREAM_BYTES: Final = 64 * _MB

#: A page for people has some 5,000 characters, a page of small figures some ten times that.
PDF_PAGE_CHARACTERS: Final = 300_000
PDF_PAGES: Final = 2_000
PDF_CHARACTERS: Final = 20_000_000
#: Of the text of a page; the time to order them grows with the square of their number.
PDF_PAGE_PIECES: Final = 6_000
PDF_PAGE_LINKS: Final = 2_000

# --- records -------------------------------------------------------------------------

#: A report of a thousand pages has some 100,000; doors and marts hold a part's records at once.
RECORDS: Final = 500_000

# --- the process that reads or parses ---------------------------------------------------


class ProcessLimits(NamedTuple):
    """What a process may take for one document.

    ``seconds`` are of computing, ``seconds_by_clock`` of waiting too. ``memory_bytes`` holds on
    Linux alone: macOS enforces no limit on a process's memory.
    """

    seconds: int
    seconds_by_clock: int
    memory_bytes: int


#: Of computing, so that a busy machine rejects no more than an idle one. The longest text that
#: door 1 lets in takes a third of the time and of the memory; OCR alone may take ten minutes.
ONE_DOCUMENT: Final = ProcessLimits(seconds=300, seconds_by_clock=1_800, memory_bytes=2_048 * _MB)
