"""Documents as nobody would write them: read and parsed as a refresh does, within limits."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest

from flows import reading, workers
from flows.parsing import Vocabulary, parse
from flows.parts import Chunk, Part, Refused, default_workers
from flows.reading.archive import Member, is_archive, members
from flows.reading.errors import Unreadable
from flows.reading.limits import ProcessLimits
from flows.record_columns import batch
from flows.records import KINDS, ParsedDocument, RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.reliability.mutations import Mutant, mutated

PROMISE = "Hostile input: mutated documents are read and parsed, or refused with a reason"
#: Ordinary examples of this size take a tenth of a second and 200 MB.
LIMITS = ProcessLimits(seconds=20, seconds_by_clock=600, memory_bytes=1024**3)
CHUNK = 100


@dataclass(frozen=True)
class Try:
    """Reads and parses mutants; the number of each is the name of its document."""

    folder: Path
    stage: str = "read and parse"

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        faults, told = [], []
        for raw in chunk.documents:
            mutant = mutated(int(raw.name))
            started = time.process_time()
            try:
                count = sum(1 for _ in _landed(mutant))
            except Unreadable:
                count = 0
            except MemoryError:
                raise
            except Exception as error:
                what = f"{mutant.history}: {type(error).__name__}: {error}"
                faults.append(Refused(raw.document_id, self.stage, "fault", what))
                count = 0
            told.append((time.process_time() - started, mutant.history, count))
            advance(1)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _PER_MB
        measured = {"documents": told, "peak_mb": peak}
        (self.folder / f"{chunk.documents[0].name}.json").write_text(json.dumps(measured))
        return Part(self.folder, tuple(chunk.documents), tuple(faults))


_PER_MB = 1024 if sys.platform == "linux" else 1024**2


def _landed(mutant: Mutant) -> Iterator[object]:
    """Yield every record of what a refresh would take, checked as it would be, and as promised."""
    if not is_archive(mutant.content):
        pages: Iterator[Member] = iter([Member(mutant.name, mutant.content)])
    else:
        pages = members(mutant.content)
    for page in pages:
        if isinstance(page.content, Unreadable):
            continue
        try:
            canonical = reading.read(page.content, page.name)
        except Unreadable:
            continue
        raw = RawDocument(document_key(page.content), "0" * 64, len(page.content), page.name)
        part_key = partial(document_key, page.content)
        for parsed in parse(raw, canonical, _vocabulary(), "mutants", part_key):
            for kind in KINDS:
                batch(kind, getattr(parsed, kind))
            yield from _quoting(parsed, canonical.text)


def _quoting(parsed: ParsedDocument, text: str) -> Iterator[object]:
    for kind, record in parsed.records():
        for start, end, quoted in (
            ("char_start", "char_end", "quoted_text"),
            ("other_char_start", "other_char_end", "other_quoted_text"),
        ):
            said = getattr(record, quoted, None)
            if said is not None and text[getattr(record, start) : getattr(record, end)] != said:
                raise AssertionError(f"{kind}: {said[:60]!r} does not stand where it says")
        yield record


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


def test_mutants_are_read_and_parsed_or_refused(
    promise: Callable[..., object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with promise(PROMISE) as trials:  # type: ignore[attr-defined]
        numbers = range(trials.count(part=300, full=20_000))
        wanted = [RawDocument(f"{number:016x}", "0" * 64, 1, str(number)) for number in numbers]
        chunks = [Chunk(wanted[at : at + CHUNK]) for at in range(0, len(wanted), CHUNK)]
        parts = list(workers.run(Try(tmp_path), chunks, default_workers(), lambda _: None, LIMITS))
        refused = {one.document_id: one for part in parts for one in part.refused}
        for raw in wanted:
            fault = refused.get(raw.document_id)
            trials.record(
                ok=fault is None,
                what=f"{mutated(int(raw.name)).history}: {fault.reason_code}: {fault.message}"
                if fault
                else "",
            )
        measured = [json.loads(file.read_text()) for file in tmp_path.glob("*.json")]
        documents = sorted(tuple(one) for chunk in measured for one in chunk["documents"])
        landed = sum(count > 0 for _, _, count in documents)
        # Mutants that nobody could read would prove nothing of parsing.
        trials.record(ok=landed > len(wanted) / 3, what=f"only {landed} mutants had records")
        with capsys.disabled():
            seconds, history, _ = documents[-1]
            print(  # noqa: T201
                f"\n{len(documents):,} mutants, {landed:,} with records, in "
                f"{sum(one[0] for one in documents):.0f} s of computing; the slowest took "
                f"{seconds:.2f} s ({history}); at most {max(c['peak_mb'] for c in measured)} MB"
            )
