"""A job whose documents' names say whom they kill; the workers of a test's cluster import it."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from flows.parts import Chunk, Part, ReadJob


@dataclass(frozen=True)
class DeadlyRead(ReadJob):
    """Reads, but for documents of which a process dies."""

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        """Read ``chunk``, or die."""
        for number, raw in enumerate(chunk.documents):
            if "of its process" in raw.name:
                advance(number)
                os.kill(os.getpid(), signal.SIGKILL)
            if "of its worker" in raw.name:
                os.kill(os.getppid(), signal.SIGKILL)
                signal.pause()
        return super().__call__(chunk, advance)
