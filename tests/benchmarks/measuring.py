"""Work on files in a process of its own, so that its memory is its own."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
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
