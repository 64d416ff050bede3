"""What a refresh tells whoever watches it, without knowing who that is.

The command line shows it on a terminal; a scheduled run has nobody to show it to.
"""

from contextvars import ContextVar
from typing import Protocol


class Watcher(Protocol):
    """Somebody who is told how far a refresh is."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins; ``total`` is how many documents it takes, where it counts any."""

    def advance(self, count: int) -> None:
        """So many more documents of the stage are done."""

    def end(self, stage: str, seconds: float, told: str) -> None:
        """The stage is done, and ``told`` is what came of it, in a few words."""


class Nobody:
    """The watcher of a run that nobody watches."""

    def begin(self, stage: str, total: int | None) -> None:
        """Tell nobody."""

    def advance(self, count: int) -> None:
        """Tell nobody."""

    def end(self, stage: str, seconds: float, told: str) -> None:
        """Tell nobody."""


watcher: ContextVar[Watcher] = ContextVar("watcher")


def current() -> Watcher:
    """Return who watches this run."""
    return watcher.get(Nobody())
