"""The example files of every format, and what a careful reader says of each: see ``manifest.csv``."""

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows import reading
from flows.parsing import Vocabulary, parse
from flows.records import ParsedDocument, RawDocument, document_key
from flows.sources import reference_tables

FOLDER = Path(__file__).parents[1] / "examples" / "formats"
INBOX = FOLDER / "inbox"


class Example(NamedTuple):
    """One row of the manifest.

    ``expected`` is ``document``, ``documents:<n>`` where the file holds several,
    ``rejected:<reason_code>``, or ``no_facts`` for a document that lands without any.
    ``figures`` are all values that the file states, and there is no other; ``says`` and
    ``says_not`` are words that stand in the canonical text and that do not.
    """

    file: str
    made_by: str
    covers: str
    expected: str
    figures: tuple[float, ...]
    says: tuple[str, ...]
    says_not: tuple[str, ...]

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    @property
    def reason_code(self) -> str | None:
        kind, _, reason_code = self.expected.partition(":")
        return reason_code if kind == "rejected" else None

    @property
    def document_count(self) -> int:
        kind, _, count = self.expected.partition(":")
        return int(count) if kind == "documents" else int(kind != "rejected")


@cache
def examples() -> tuple[Example, ...]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Example(
                file=row["file"],
                made_by=row["made_by"],
                covers=row["covers"],
                expected=row["expected"],
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
def documents_of(path: Path) -> tuple[ParsedDocument, ...]:
    """Return the records of each document that a file holds.

    Raises:
        Unreadable: the file is rejected.
    """
    content = path.read_bytes()
    raw = RawDocument(
        document_id=document_key(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        name=path.name,
    )
    canonical = reading.read(content, path.name)
    return parse(raw, canonical, vocabulary(), "formats", lambda part: document_key(content, part))


def folded(text: str) -> str:
    """Return ``text`` as a reader says it: blanks folded, quotation marks and dashes plain."""
    plain = text.translate(str.maketrans("‘’“”–—‑\u00a0", "''\"\"--- ", "\u00ad"))
    return " ".join(plain.split())
