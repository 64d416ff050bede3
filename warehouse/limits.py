"""What a stranger's statement may take: DuckDB limits no time, and counts a part of its memory."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from warehouse.errors import Refusal

_MEGABYTE: Final = 1_000_000
_MOST_MEGABYTES: Final = 4_000
#: Texts and lists under way, and what Python makes of an answer, are not counted by DuckDB.
_UNCOUNTED_SHARE: Final = 1.25
_UNCOUNTED_BYTES: Final = 256 * _MEGABYTE
#: One call of a function on one row is not interrupted; most end within this.
_GRACE_SECONDS: Final = 5.0
#: In this time a statement allocates at most some tens of megabytes.
_LOOK_SECONDS: Final = 0.01
_PAGES_HELD: Final = Path("/proc/self/statm")


def usual_megabytes(most: int = _MOST_MEGABYTES) -> int:
    """Return ``most``, or half of the machine's memory where that is less."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(most, machine // 2 // _MEGABYTE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may take: seconds, and megabytes of 1,000,000 bytes."""

    seconds: float = 60.0
    megabytes: int = field(default_factory=usual_megabytes)

    @property
    def out_of_time(self) -> str:
        """What is told of a statement that took too long."""
        return (
            f"cannot finish the statement: it was stopped after {self.seconds:g} seconds. "
            "Ask for less (a where clause, fewer joins), or give --time-limit more seconds."
        )

    @property
    def out_of_memory(self) -> str:
        """What is told of a statement that took too much memory."""
        return (
            f"cannot finish the statement: it needs more than {self.megabytes:,} MB of memory. "
            "Ask for less (a where clause, fewer or shorter columns), or give --memory-limit "
            "more megabytes."
        )


class Watch:
    """Stops the statements of a connection at their limits.

    At the end of its time a statement is interrupted. Where it does not heed that, or the memory
    of this process grows past what DuckDB keeps to, ``end`` is called with a sentence for a
    person: nothing but the end of the process helps then.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, limits: Limits, end: Callable[[str], None]
    ) -> None:
        self._connection = connection
        self._limits = limits
        self._end = end
        self._most_bytes = (
            _bytes_held() + limits.megabytes * _MEGABYTE * _UNCOUNTED_SHARE + _UNCOUNTED_BYTES
        )
        self._guard = threading.Lock()
        self._ends_at: float | None = None
        self._is_over = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look, name="limits", daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()

    @contextmanager
    def statement(self) -> Iterator[None]:
        """Give the statements of the block their time and their memory.

        Raises:
            Refusal: one of the two was used up.
        """
        with self._guard:
            self._is_over = False
            self._ends_at = time.monotonic() + self._limits.seconds
        try:
            yield
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise Refusal(self._limits.out_of_memory) from error
        except duckdb.Error as error:
            if not self._is_over:
                raise
            raise Refusal(self._limits.out_of_time) from error
        finally:
            with self._guard:
                self._ends_at = None

    def _look(self) -> None:
        while not self._closing.wait(_LOOK_SECONDS):
            if _bytes_held() > self._most_bytes:
                self._end(self._limits.out_of_memory)
            with self._guard:
                if self._ends_at is None:
                    continue
                late = time.monotonic() - self._ends_at
                if late > 0 and not self._is_over:
                    self._is_over = True
                    self._connection.interrupt()
            if late > _GRACE_SECONDS:
                self._end(self._limits.out_of_time)


def _bytes_held() -> int:
    """Return the memory that this process holds; the most that it has held where that is all."""
    if _PAGES_HELD.exists():
        return int(_PAGES_HELD.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    # Without /proc this is a Mac, which tells bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
