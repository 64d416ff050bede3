"""What work costs: in a process of its own, so that its memory is its own, or in a tree of them.

What a tree of processes holds and computes only Linux tells.
"""

import multiprocessing
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What it cost to work on some files: CPU seconds of the work alone, and the peak of memory."""

    document_count: int
    byte_count: int
    seconds: float
    peak_bytes: int

    @property
    def documents_per_second(self) -> float:
        return self.document_count / self.seconds

    @property
    def megabytes_per_second(self) -> float:
        return self.byte_count / self.seconds / 1e6


def cost_of(work: Callable[[bytes], object], files: Sequence[Path]) -> Cost:
    """Return what ``work`` costs on the bytes of ``files``; it must be a function of a module."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, files))


def _measured(work: Callable[[bytes], object], files: Sequence[Path]) -> Cost:
    work(files[0].read_bytes())  # what is imported or compiled at the first call is not timed
    seconds, byte_count = 0.0, 0
    for file in files:
        content = file.read_bytes()
        byte_count += len(content)
        started = time.process_time()
        work(content)
        seconds += time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    peak_bytes = peak if sys.platform == "darwin" else peak * 1024
    return Cost(len(files), byte_count, seconds, peak_bytes)


class Ran(NamedTuple):
    """What it took to run a command; the peak is that of all its processes together."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


class Watch:
    """Looks four times a second at all processes that come of one, until it is left.

    ``cpu_seconds`` has each process that was seen; ``peak_bytes`` is the most that all held at a
    time, with pages that they share counted once.
    """

    def __init__(self, root: int) -> None:
        self.root = root
        self.cpu_seconds: dict[int, float] = {}
        self.peak_bytes = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._is_over.wait(0.25):
            held = 0
            for process in _descendants(self.root):
                try:
                    self.cpu_seconds[process] = _cpu_seconds(process)
                    held += _bytes_held(process)
                except (OSError, IndexError):
                    continue  # it has just ended
            self.peak_bytes = max(self.peak_bytes, held)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Ran:
    """Run a command in ``folder`` and return what it took.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=said, stderr=subprocess.STDOUT
        )
        with Watch(process.pid) as watch:
            status = process.wait()
        seconds = time.monotonic() - started
        if status:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {status}: {said.read()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, cpu_seconds, watch.peak_bytes)


def _descendants(root: int) -> Iterator[int]:
    """Yield a process and all that come of it, but those that end while it looks."""
    yield root
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{root}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from _descendants(child)


def _cpu_seconds(process: int) -> float:
    # The name of a process may hold blanks; what follows it does not.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _bytes_held(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
