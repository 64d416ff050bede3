"""How much faster do two processes parse than one, and what memory does each of them take?

Two thousand generated documents are read once and parsed by one process and by two, in turn; of
several runs the fastest counts. The aim is 1.8 times as fast. Where something else runs on the
machine the clock says little, so the last column compares what the busiest process computed, its
start included, with what one process alone computed; what the parent computed meanwhile is added
to both. Memory is what all processes together hold, the parent too.
"""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flows import parts, workers
from flows.parsing.vocabulary import Vocabulary
from flows.records import RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.benchmarks.generate import Maker
from tests.benchmarks.measuring import Watch
from tests.benchmarks.tables import Table
from warehouse.paths import Home
from warehouse.raw import keep

COUNT = 2_000
HEADING = (
    "processes",
    "seconds",
    "CPU seconds",
    "of the parent",
    "peak MB",
    "load",
    "times as fast",
    "by CPU alone",
)
_RUNS = 3
_PROCESSES = (1, 2)


class Run(NamedTuple):
    """What it took to parse all documents once; ``busiest`` is the CPU time of one process."""

    seconds: float
    cpu_seconds: float
    busiest: float
    parent: float
    peak_bytes: int
    load: float


def measure() -> Table:
    """Return a row for each number of processes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.prepare()
        read = _read(home, Path(folder) / "read", max(_PROCESSES))
        runs: dict[int, list[Run]] = defaultdict(list)
        for number in range(_RUNS):
            for processes in _PROCESSES:
                into = Path(folder) / f"parsed-{processes}-{number}"
                runs[processes].append(_parsed(home, into, read, processes))
    return Table(HEADING, [_row(processes, runs) for processes in _PROCESSES])


def _row(processes: int, runs: dict[int, list[Run]]) -> tuple[str, ...]:
    best = min(runs[processes], key=lambda run: run.seconds)
    alone = min(runs[_PROCESSES[0]], key=lambda run: run.seconds)
    # What one process computes to the end, over what the busiest of several does.
    by_cpu = min(map(_longest, runs[_PROCESSES[0]])) / min(map(_longest, runs[processes]))
    return (
        str(processes),
        f"{best.seconds:.1f}",
        f"{min(run.cpu_seconds for run in runs[processes]):.1f}",
        f"{min(run.parent for run in runs[processes]):.1f}",
        f"{max(run.peak_bytes for run in runs[processes]) / 1e6:,.0f}",
        f"{best.load:.1f}",
        f"{alone.seconds / best.seconds:.2f}",
        f"{by_cpu:.2f}",
    )


def _longest(run: Run) -> float:
    return run.busiest + run.parent


def _read(home: Home, folder: Path, processes: int) -> list[parts.Part]:
    """Keep the documents that the generator makes, and read them."""
    maker = Maker(55)
    documents = []
    for number in range(COUNT):
        name, text = maker.document(number)
        content = text.encode()
        documents.append(
            RawDocument(document_key(content), keep(home, content), len(content), name)
        )
    chunks = parts.chunks_to_read(documents, processes)
    return list(workers.run(parts.ReadJob(home, folder), chunks, processes, lambda _: None))


def _parsed(home: Home, folder: Path, read: Sequence[parts.Part], processes: int) -> Run:
    vocabulary = Vocabulary.from_tables(reference_tables())
    job = parts.ParseJob(home, folder, vocabulary, "")
    load = os.getloadavg()[0]
    chunks = parts.chunks_to_parse(read, (), processes)
    # Of this thread alone: the watch computes, too.
    started = time.monotonic(), time.thread_time()
    with Watch(os.getpid()) as watch:
        parsed = list(workers.run(job, chunks, processes, lambda _: None))
        seconds, parent = time.monotonic() - started[0], time.thread_time() - started[1]
    found = sum(len(part.documents) for part in parsed)
    if found < COUNT:
        raise RuntimeError(f"{found} of {COUNT} documents were parsed")
    computed = [cpu for process, cpu in watch.cpu_seconds.items() if process != os.getpid()]
    return Run(seconds, sum(computed), max(computed), parent, watch.peak_bytes, load)
