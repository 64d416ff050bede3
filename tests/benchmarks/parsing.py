"""How long does parsing take beside one pass of a regular expression for numbers?

Parsing reads all kinds of records; the pass finds numbers and nothing else, without a unit, a
period or a place. Both read the same canonical text on the same core, in turn, and of several
runs the fastest counts. The aim is at most 50 times the pass; 20 would be better.

The documents are the samples, the examples of the tests, folder by folder, and the annotated
documents where they lie in ``SHARED`` (``../shared``). One sample stands many times over in a
document of its own: where time grows with length alone, its ratio is that of the sample.
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
_REPEATED = 64
_RUNS_OF_REPEATED = 2
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
    """Return a row for each document or folder of short ones, their totals and the median."""
    samples, annotated = _texts(_SAMPLES), _texts(_ANNOTATED)
    groups = {
        "samples": [(file.name, _of_files([file])) for file in samples],
        "annotated": [(file.name, _of_files([file])) for file in annotated],
        "examples": [
            (f"examples/{folder.name}", _of_files(_texts(folder)))
            for folder in sorted(_EXAMPLES.iterdir())
            if folder.is_dir() and _texts(folder)
        ],
    }
    found = [one for group in groups.values() for one in group]
    rows = [_row(name, times) for name, times in found]
    ratio = median(times.ratio for _, times in found)
    rows.append(("median", *[""] * (len(HEADING) - 2), f"{ratio:.0f}"))
    totals = {name: [times for _, times in group] for name, group in groups.items() if group}
    rows += [_row(f"all {name}", _sum(group)) for name, group in totals.items()]
    rows.append(_row("all", _sum(times for group in totals.values() for times in group)))
    plain = [file for file in samples if file.suffix == ".txt"]
    longest = max(plain, key=lambda file: file.stat().st_size)
    content = b"\n\n".join([longest.read_bytes()] * _REPEATED)
    repeated = _of_document(prepared(content, longest.name), _RUNS_OF_REPEATED)
    rows.append(_row(f"{longest.name}, {_REPEATED} times over", repeated))
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


def _of_document(document: Prepared, runs: int = _RUNS) -> Times:
    text = document.canonical.text
    records = document.parse()  # what is compiled at the first call is not timed

    def numbers() -> None:
        for _ in range(_PASSES):
            NUMBER.findall(text)

    parsing, passes = [], []
    for _ in range(runs):
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
