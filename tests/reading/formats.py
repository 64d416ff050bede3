"""The example files of every format, and what a careful reader says of each: see ``manifest.csv``."""

import csv
import hashlib
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from flows import reading
from flows.parsing import Vocabulary, parse
from flows.reading.archive import Member, is_archive, members
from flows.reading.errors import Unreadable
from flows.records import ParsedDocument, RawDocument, document_key
from flows.sources.reference import reference_tables

FOLDER = Path(__file__).parents[1] / "examples" / "formats"
INBOX = FOLDER / "inbox"


class Example(NamedTuple):
    """One row of the manifest.

    ``document_count`` documents land of the file, and ``reason_codes`` say why what else is in it
    does not. ``figures`` are all values that the documents state, and there is no other;
    ``says`` and ``says_not`` are words that stand in their canonical text and that do not.
    Documents without ``has_facts`` have no record with evidence at all.
    """

    file: str
    made_by: str
    covers: str
    document_count: int
    reason_codes: tuple[str, ...]
    has_facts: bool
    figures: tuple[float, ...]
    says: tuple[str, ...]
    says_not: tuple[str, ...]

    @property
    def path(self) -> Path:
        return FOLDER / self.file


class Outcome(NamedTuple):
    """What reading and parsing made of a file: documents, and why other pieces are none."""

    documents: tuple[ParsedDocument, ...]
    refusals: tuple[Unreadable, ...]


@cache
def examples() -> tuple[Example, ...]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Example(
                file=row["file"],
                made_by=row["made_by"],
                covers=row["covers"],
                document_count=int(row["document_count"]),
                reason_codes=_split(row["reason_codes"]),
                has_facts=row["has_facts"] == "true",
                figures=tuple(map(float, _split(row["figures"]))),
                says=_split(row["says"]),
                says_not=_split(row["says_not"]),
            )
            for row in csv.DictReader(lines)
        )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(" | ")))


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


@cache
def outcome_of(path: Path) -> Outcome:
    """Read and parse a file as a refresh would: an archive by its members."""
    content = path.read_bytes()
    documents: list[ParsedDocument] = []
    refusals: list[Unreadable] = []
    try:
        pages = list(members(content)) if is_archive(content) else [Member(path.name, content)]
        for page in pages:
            if isinstance(page.content, Unreadable):
                refusals.append(page.content)
            else:
                documents.extend(_documents(page.content, page.name))
    except Unreadable as refusal:
        refusals.append(refusal)
    return Outcome(tuple(documents), tuple(refusals))


def _documents(content: bytes, name: str) -> tuple[ParsedDocument, ...]:
    raw = RawDocument(
        document_id=document_key(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        name=name,
    )
    canonical = reading.read(content, name)
    return parse(raw, canonical, vocabulary(), "formats", partial(document_key, content))


def folded(text: str) -> str:
    """Return ``text`` as a reader says it: blanks folded, quotation marks and dashes plain."""
    plain = text.translate(str.maketrans("‘’“”–—‑\u00a0", "''\"\"--- ", "\u00ad"))
    return " ".join(plain.split())
