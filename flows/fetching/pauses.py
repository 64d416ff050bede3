"""One request at a time for each host, and a pause before the next."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from flows.fetching.network import Clock


class Pauses:
    """Whose turn it is at which host, over all threads of a round."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._seconds: dict[str, float] = defaultdict(lambda: seconds)
        self._free_at: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """Let the pause at ``host`` be no shorter than ``seconds``."""
        with self._guard:
            self._seconds[host] = max(self._seconds[host], seconds)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until ``host`` may be asked, and keep others away from it meanwhile."""
        with self._guard:
            turn = self._turns[host]
        with turn:
            wait = self._free_at.get(host, 0.0) - self._clock.monotonic()
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                with self._guard:
                    pause = self._seconds[host]
                self._free_at[host] = self._clock.monotonic() + pause
