"""A promise, how often it was tried, and how often it did not hold.

``python -m tests.reliability.trials FILE...`` prints one table of what several runs kept.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

_EXAMPLES = 3


@dataclass
class Trials:
    """What one test tried of a promise, and what became of it."""

    promise: str
    is_full: bool
    count_tried: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    not_tried_because: str | None = None

    def count(self, *, part: int, full: int) -> int:
        """Return how many trials to make: ``full`` of them, or ``part`` within ``make test``."""
        return full if self.is_full else part

    def record(self, *, ok: bool, what: str) -> None:
        """Count one trial; ``what`` tells a person what was tried and, not ``ok``, what was seen."""
        self.count_tried += 1
        if not ok:
            self.failures.append(what)

    @contextmanager
    def one(self, what: str) -> Iterator[None]:
        """Count the block as one trial, failed where it raises; the test goes on to the next."""
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            self.record(ok=False, what=f"{what}: {type(error).__name__}: {error}")
        else:
            self.record(ok=True, what=what)

    @contextmanager
    def counted(self) -> Iterator["Trials"]:
        """Time the block, then fail the test where a trial failed or none was made."""
        started = time.monotonic()
        try:
            yield self
        except pytest.skip.Exception as skipped:
            self.not_tried_because = str(skipped)
            raise
        except (Exception, pytest.fail.Exception) as error:
            self.record(ok=False, what=f"the test itself: {type(error).__name__}: {error}")
            raise
        finally:
            self.seconds = time.monotonic() - started
        if not self.count_tried:
            self.record(ok=False, what="nothing was tried")
        if self.failures:
            examples = "\n".join(f"- {failure}" for failure in self.failures[:_EXAMPLES])
            pytest.fail(
                f"{self.promise}: {len(self.failures)} of {self.count_tried} trials failed, "
                f"such as\n{examples}",
                pytrace=False,
            )


#: What the fixture ``promise`` is.
Promise = Callable[[str], AbstractContextManager[Trials]]


def keep(promises: Iterable[Trials], file: Path) -> None:
    """Write what was tried, for ``kept``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(trials) for trials in promises]), encoding="utf-8")


def kept(file: Path) -> list[Trials]:
    """Return what ``keep`` wrote."""
    return [Trials(**one) for one in json.loads(file.read_text(encoding="utf-8"))]


def table(promises: Iterable[Trials]) -> list[str]:
    """Return the table of all promises, one line each; several tests of one are one line."""
    lines: dict[str, list[Trials]] = {}
    for trials in promises:
        lines.setdefault(trials.promise, []).append(trials)
    width = max(map(len, lines))
    told = [f"{'promise':{width}}  {'trials':>7}  {'failures':>8}  {'seconds':>7}"]
    for promise, tried in lines.items():
        count = sum(one.count_tried for one in tried)
        failures = sum(len(one.failures) for one in tried)
        seconds = sum(one.seconds for one in tried)
        reasons = [one.not_tried_because for one in tried if one.not_tried_because]
        note = f"  not tried: {'; '.join(reasons)}" if reasons else ""
        told.append(f"{promise:{width}}  {count:7,}  {failures:8,}  {seconds:7.1f}{note}")
    return told


if __name__ == "__main__":
    tried = [trials for name in sys.argv[1:] for trials in kept(Path(name))]
    print(*table(tried), sep="\n")  # noqa: T201 - what the command is for
