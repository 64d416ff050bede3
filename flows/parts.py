"""Documents in chunks into Parquet parts: what a process does with one chunk.

A part is a folder with one file for each record kind, written aside and renamed, and named by
the documents that it holds. Only parts travel between stages; no stage holds the corpus.
"""

import hashlib
import heapq
import math
import os
import pickle
import shutil
import uuid
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from flows import reading
from flows.parsing import parse
from flows.parsing.vocabulary import Vocabulary
from flows.reading import limits
from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable
from flows.record_columns import SCHEMAS, batch
from flows.records import KINDS, ParsedDocument, RawDocument, document_key
from warehouse.paths import Home

#: Documents of one chunk.
CHUNK_SIZE = 200
#: Bytes of one chunk to read; its texts are held at once.
CHUNK_BYTES = 16 * 1024 * 1024
#: Characters of one chunk to parse: some seconds of work.
CHUNK_CHARACTERS = 500_000
#: With less than this to read or to parse, a process is done before a second one has started.
_WORTH_A_PROCESS = 100_000

#: What door 1 looks at.
RAW_DOCUMENTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("media_type", pa.string()),
        ("byte_count", pa.int64()),
        ("text", pa.string()),
    ]
)

_CANONICAL_TEXTS = "canonical_texts.pickle"


class Refused(NamedTuple):
    """A document that a stage could not take, with a code and a sentence with a remedy."""

    document_id: str
    stage: str
    reason_code: str
    message: str


class Chunk(NamedTuple):
    """Documents that one process works on at once; ``texts`` is where they were read to."""

    documents: Sequence[RawDocument]
    texts: Path = Path()


class Part(NamedTuple):
    """A folder of files for one chunk: the documents in it, and those that were refused.

    ``characters``: how long the text of each document is, where the part is one of texts.
    """

    folder: Path
    documents: tuple[RawDocument, ...]
    refused: tuple[Refused, ...]
    characters: tuple[int, ...] = ()

    def file(self, name: str) -> Path:
        """Return the Parquet file of a record kind, or of ``raw_documents``."""
        return self.folder / f"{name}.parquet"


class Job(Protocol):
    """What a process does with one chunk; must be picklable."""

    @property
    def stage(self) -> str:
        """The stage that a rejection names."""

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = ...) -> Part:
        """Write the part of ``chunk``; call ``advance`` with the number of documents done."""


@dataclass(frozen=True)
class ReadJob:
    """Kept bytes to canonical texts, with the frame that door 1 checks.

    ``ocr``: recognise the words of PDFs that hold only pictures.
    """

    home: Home
    folder: Path
    stage: str = "read"
    ocr: bool = False

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        """Read ``chunk``; a document that cannot be read is refused alone."""
        taken: list[tuple[RawDocument, CanonicalText]] = []
        rows: list[pa.RecordBatch] = []
        refused: list[Refused] = []
        for raw in chunk.documents:
            found = self._read(raw)
            if isinstance(found, Refused):
                refused.append(found)
            else:
                taken.append(found[:2])
                rows.append(found[2])
            advance(1)
        folder = self.folder / part_name(chunk)
        with _written_aside(folder) as aside:
            _write(aside / "raw_documents.parquet", rows, RAW_DOCUMENTS)
            (aside / _CANONICAL_TEXTS).write_bytes(pickle.dumps(taken))
        return Part(
            folder,
            tuple(raw for raw, _ in taken),
            tuple(refused),
            tuple(len(canonical.text) for _, canonical in taken),
        )

    def _read(
        self, raw: RawDocument
    ) -> tuple[RawDocument, CanonicalText, pa.RecordBatch] | Refused:
        kept = self.home.raw_file(raw.raw_sha256)
        try:
            content = kept.read_bytes()
        except OSError as error:
            return Refused(
                raw.document_id,
                self.stage,
                "raw_bytes_missing",
                f"its kept bytes cannot be read again ({error.strerror}). Put the document into "
                "an inbox again.",
            )
        if hashlib.sha256(content).hexdigest() != raw.raw_sha256:
            return Refused(
                raw.document_id,
                self.stage,
                "raw_bytes_damaged",
                f"its kept bytes are not those that were received. Put a copy of {kept} back, or "
                "delete it and put the document into an inbox again.",
            )
        raw = replace(raw, byte_count=len(content))
        try:
            canonical = reading.read(content, raw.name, ocr=self.ocr)
            row = pa.RecordBatch.from_pylist(
                [
                    {
                        "document_id": raw.document_id,
                        "media_type": canonical.media_type,
                        "byte_count": raw.byte_count,
                        "text": canonical.text,
                    }
                ],
                RAW_DOCUMENTS,
            )
        except Unreadable as reason:
            return Refused(raw.document_id, self.stage, reason.reason_code, reason.message)
        except MemoryError:
            # Perhaps the documents before it took the memory: see flows.workers.
            raise
        except Exception as error:
            return _fault(raw, self.stage, "reader_error", error)
        return raw, canonical, row


@dataclass(frozen=True)
class ParseJob:
    """Canonical texts to records of every kind, of one document or of each part of a page."""

    home: Home
    folder: Path
    vocabulary: Vocabulary
    parse_version: str
    stage: str = "parse"

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        """Parse ``chunk``; a document on which a rule fails is refused alone."""
        batches: dict[str, list[pa.RecordBatch]] = {kind: [] for kind in KINDS}
        refused: list[Refused] = []
        # Written by ReadJob in this refresh's own folder; nobody else writes there.
        texts: list[tuple[RawDocument, CanonicalText]] = pickle.loads(  # noqa: S301
            (chunk.texts / _CANONICAL_TEXTS).read_bytes()
        )
        wanted = {raw.document_id for raw in chunk.documents}
        taken: list[RawDocument] = []
        for raw, canonical in texts:
            if raw.document_id not in wanted:
                continue
            try:
                parsed = parse(
                    raw,
                    canonical,
                    self.vocabulary,
                    self.parse_version,
                    partial(self._part_key, raw),
                )
                count = sum(len(getattr(document, kind)) for document in parsed for kind in KINDS)
                if count > limits.RECORDS:
                    refused.append(_too_many(raw, self.stage, count))
                    continue
                for document in parsed:
                    _refuse_broken_offsets(document, canonical.text)
                of_page = {
                    kind: [batch(kind, getattr(document, kind)) for document in parsed]
                    for kind in KINDS
                }
            except MemoryError:
                raise
            except Exception as error:
                refused.append(_fault(raw, self.stage, "parser_error", error))
            else:
                taken += [_as_parsed(raw, document) for document in parsed]
                for kind, rows in of_page.items():
                    batches[kind].extend(rows)
            advance(1)
        folder = self.folder / part_name(chunk)
        with _written_aside(folder) as aside:
            for kind, rows_of_kind in batches.items():
                _write(aside / f"{kind}.parquet", rows_of_kind, SCHEMAS[kind])
        return Part(folder, tuple(taken), tuple(refused))

    def _part_key(self, raw: RawDocument, part_number: int) -> str:
        content = self.home.raw_file(raw.raw_sha256).read_bytes()
        return document_key(content, part_number)


def chunks_to_read(documents: Sequence[RawDocument], workers: int) -> list[Chunk]:
    """Share ``documents`` out to chunks of about equal bytes, as many as keep all workers busy."""
    sized = [(raw, raw.byte_count) for raw in documents]
    size = _chunk_size(_size(sized), workers, CHUNK_BYTES)
    count = max(math.ceil(len(documents) / CHUNK_SIZE), math.ceil(_size(sized) / size))
    if count > 1:
        # Full rounds, so that no process waits for the last one.
        count = math.ceil(count / workers) * workers
    return [Chunk([raw for raw, _ in one]) for one in _shared_out(sized, count)]


def chunks_to_parse(parts: Iterable[Part], refused: Container[str], workers: int) -> list[Chunk]:
    """Return what was read without the documents that a door has refused, the longest first.

    Bytes say little of how much there is to parse (a picture in a PDF, the styles of a page), so
    a part with long texts becomes several chunks.
    """
    sized = {
        part.folder: [
            (raw, length)
            for raw, length in zip(part.documents, part.characters, strict=True)
            if raw.document_id not in refused
        ]
        for part in parts
    }
    size = _chunk_size(sum(map(_size, sized.values())), workers, CHUNK_CHARACTERS)
    chunks = [
        (_size(one), Chunk([raw for raw, _ in one], folder))
        for folder, of_part in sized.items()
        for one in _shared_out(of_part, max(math.ceil(_size(of_part) / size), 1))
    ]
    # A long one that is begun last leaves the other processes with nothing to do.
    return [chunk for _, chunk in sorted(chunks, key=lambda chunk: -chunk[0])]


_Sized = Sequence[tuple[RawDocument, int]]


def _size(sized: _Sized) -> int:
    return sum(size for _, size in sized)


def _chunk_size(total: int, workers: int, most: int) -> int:
    """Return how much one chunk holds: no more than the share of a process."""
    return min(most, max(math.ceil(total / workers), _WORTH_A_PROCESS))


def _shared_out(sized: _Sized, count: int) -> list[_Sized]:
    """Deal documents out to ``count`` lists, the largest first, each to the smallest list."""
    # Sizes, then lengths, so that what has no size is dealt out evenly, too.
    heap = [(0, 0, number) for number in range(count)]
    dealt: list[list[int]] = [[] for _ in heap]
    for place in sorted(range(len(sized)), key=lambda place: -sized[place][1]):
        size, length, number = heap[0]
        dealt[number].append(place)
        heapq.heapreplace(heap, (size + sized[place][1], length + 1, number))
    return [[sized[place] for place in sorted(places)] for places in dealt if places]


def default_workers() -> int:
    """Return how many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def part_name(chunk: Chunk) -> str:
    """Return the name of a chunk's part, which tells bytes and names of its documents."""
    names = "\n".join(sorted(f"{raw.document_id} {raw.name}" for raw in chunk.documents))
    return hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _written_aside:  # noqa: N801 - used as a statement
    """A folder that exists whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")

    def __enter__(self) -> Path:
        self.aside.mkdir(parents=True)
        return self.aside

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None and not self.folder.exists():
                self.aside.rename(self.folder)
        except OSError:
            # Another worker, thought to be dead, was first; what is there has the same content.
            if not self.folder.is_dir():
                raise
        finally:
            shutil.rmtree(self.aside, ignore_errors=True)


def _write(file: Path, batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> None:
    pq.write_table(pa.Table.from_batches(batches, schema), file)


def _as_parsed(raw: RawDocument, parsed: ParsedDocument) -> RawDocument:
    """Return what identifies one of the documents that a page turned out to hold."""
    (document,) = parsed.documents
    return replace(raw, document_id=document.document_id, part_number=document.part_number)


def _refuse_broken_offsets(parsed: ParsedDocument, text: str) -> None:
    for kind, record in parsed.records():
        quoted = getattr(record, "quoted_text", None)
        if quoted is not None:
            start, end = getattr(record, "char_start"), getattr(record, "char_end")  # noqa: B009
            if text[start:end] != quoted:
                raise ValueError(
                    f"{kind}: characters {start} to {end} are {text[start:end][:60]!r}, "
                    f"not {quoted[:60]!r}"
                )


def _too_many(raw: RawDocument, stage: str, count: int) -> Refused:
    return Refused(
        raw.document_id,
        stage,
        "too_many_records",
        f"{count:,} records were found in it, and more than {limits.RECORDS:,} are not taken. "
        "Split it into its documents, or leave out tables of raw data.",
    )


def _fault(raw: RawDocument, stage: str, reason_code: str, error: Exception) -> Refused:
    said = (str(error).splitlines() or [""])[0].encode("utf-8", "replace").decode("utf-8")
    return Refused(
        raw.document_id,
        stage,
        reason_code,
        f"a rule failed on it ({type(error).__name__}: {said[:200]}). "
        "Report this with the document; it is a fault of section55.",
    )
