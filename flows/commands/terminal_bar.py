"""A progress bar for a refresh that somebody watches on a terminal."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn


class Bar:
    """A watcher that draws one bar, and leaves a line for each stage that is done."""

    def __init__(self, line: Callable[[str, float, str], str]) -> None:
        self._line = line
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begin(self, stage: str, total: int | None) -> None:
        """Draw an empty bar for the stage."""
        # A new one: a bar that once had a total cannot lose it.
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(stage, total=total)

    def advance(self, count: int) -> None:
        """Fill the bar by so many documents."""
        self._progress.advance(self._task, count)

    def end(self, stage: str, seconds: float, told: str) -> None:
        """Leave a line above the bar."""
        self._progress.console.print(self._line(stage, seconds, told), markup=False)
