"""How long does parsing take beside one pass of a regular expression for numbers?

Parsing reads all kinds of records; the pass finds numbers and nothing else, without a unit, a
period or a place. Both read the same canonical text on the same core, in turn, and of several
runs the fastest counts. The aim is at most 50 times the pass; 20 would be better.

The documents are the samples, the examples of the tests, folder by folder, and the annotated
documents where they lie in ``SHARED`` (``../shared``).
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flows import reading
from flows.parsing import parse
from flows.parsing.vocabulary import Vocabulary
from flows.reading.canonical import CanonicalText
from flows.records import RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.benchmarks.tables import Table

#: The yardstick: digits with separators, a pound sign before them or a percent sign behind.
NUMBER = re.compile(r"\u00a3?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per\scent))?")
HEADING = ("document", "characters", "records", "parsing ms", "numbers ms", "times the numbers")
_ROOT = Path(__file__).parents[2]
_SAMPLES = _ROOT / "seeds" / "responses"
_EXAMPLES = _ROOT / "tests" / "examples"
_ANNOTATED = Path(os.environ.get("SHARED", "../shared")) / "corpus"
_TEXTS = frozenset({".txt", ".md", ".html"})
_RUNS = 7
#: One pass over a short text is too short for the clock.
_PASSES = 50


class Prepared(NamedTuple):
    """A document that has been read, with all that ``parse`` takes."""

    raw: RawDocument
    canonical: CanonicalText
    part_key: Callable[[int], str]

    def parse(self) -> int:
        """Parse the document and return how many records it has."""
        documents = parse(self.raw, self.canonical, vocabulary(), "", self.part_key)
        return sum(1 for document in documents for _ in document.records())


class Times(NamedTuple):
    """What parsing some documents takes, and what the pass for numbers takes on their texts."""

    characters: int
    records: int
    parsing: float
    numbers: float

    @property
    def ratio(self) -> float:
        """How many times the pass parsing takes."""
        return self.parsing / self.numbers


def measure() -> Table:
    """Return a row for each document or folder of short ones, their median and their total."""
    named = [(file.name, [file]) for file in (*_texts(_SAMPLES), *_texts(_ANNOTATED))]
    folders = sorted(folder for folder in _EXAMPLES.iterdir() if folder.is_dir())
    named += [(f"examples/{folder.name}", _texts(folder)) for folder in folders]
    found = [(name, _of_files(files)) for name, files in named if files]
    rows = [_row(name, times) for name, times in found]
    ratio = median(times.ratio for _, times in found)
    rows.append(("median", *[""] * (len(HEADING) - 2), f"{ratio:.0f}"))
    rows.append(_row("all", _sum(times for _, times in found)))
    return Table(HEADING, rows)


def prepared(content: bytes, name: str) -> Prepared:
    """Return a document of these bytes, read."""
    raw = RawDocument(
        document_id=document_key(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        name=name,
    )
    return Prepared(raw, reading.read(content, name), partial(document_key, content))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the reference tables."""
    return Vocabulary.from_tables(reference_tables())


def least_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the least process time that ``work`` takes in so many runs."""
    seconds = []
    for _ in range(runs):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


def _texts(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in _TEXTS)


def _of_files(files: Sequence[Path]) -> Times:
    documents = []
    for file in files:
        try:
            documents.append(prepared(file.read_bytes(), file.name))
        except reading.Unreadable:
            continue  # an example of a page that is rejected has no text to be parsed
    return _sum(map(_of_document, documents))


def _of_document(document: Prepared) -> Times:
    text = document.canonical.text
    records = document.parse()  # what is compiled at the first call is not timed

    def numbers() -> None:
        for _ in range(_PASSES):
            NUMBER.findall(text)

    parsing, passes = [], []
    for _ in range(_RUNS):
        parsing.append(least_seconds(document.parse, 1))
        passes.append(least_seconds(numbers, 1))
    return Times(len(text), records, min(parsing), min(passes) / _PASSES)


def _sum(times: Iterable[Times]) -> Times:
    return Times(*map(sum, zip(*times, strict=True)))


def _row(name: str, times: Times) -> tuple[str, ...]:
    return (
        name,
        f"{times.characters:,}",
        f"{times.records:,}",
        f"{1e3 * times.parsing:,.1f}",
        f"{1e3 * times.numbers:,.2f}",
        f"{times.ratio:,.0f}",
    )
