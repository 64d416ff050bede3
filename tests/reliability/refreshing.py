"""Refreshes whose imports are done before they begin: real ones, cheap enough to try often.

A server of forks has imported everything; each refresh is a process of its own, forked from it,
that runs the command line and can be killed at a moment that is chosen beforehand.
"""

import itertools
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from flows import progress

#: How long a refresh of some documents may take where the machine has much else to do.
SECONDS = 600
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True)
class Moment:
    """When to kill: in a stage, at its n-th operation on files, or after so much computing.

    One of ``operation`` (from 1) and ``cpu_seconds`` is given.
    """

    stage: str
    operation: int | None = None
    cpu_seconds: float | None = None

    def __str__(self) -> str:
        if self.operation is not None:
            return f"{self.stage}, operation {self.operation}"
        return f"{self.stage}, {self.cpu_seconds:.3f} s"


@dataclass
class Course:
    """What each stage of an undisturbed refresh did: operations on files, seconds of computing."""

    operations: dict[str, int] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)

    def moments(self, count: int) -> list[Moment]:
        """Return about ``count`` moments, as many in each stage and evenly spread over it.

        Every other one is an operation on files; what DuckDB writes is none, and between them.
        """
        stages = list(self.operations)
        found = []
        for number, stage in enumerate(stages):
            share = (count * (number + 1)) // len(stages) - (count * number) // len(stages)
            for at in range(share):
                part = (at + 0.5) / share
                operation = 1 + int(part * self.operations[stage])
                if (at + number) % 2 == 0 and operation <= self.operations[stage]:
                    found.append(Moment(stage, operation=operation))
                else:
                    found.append(Moment(stage, cpu_seconds=part * self.cpu_seconds[stage]))
        return found


class Refreshes:
    """Starts section55 in forks; ``environment`` is set before Prefect is imported."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        # To start a process polls those that run, and only one thread at a time may poll one.
        self._polling = threading.Lock()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["flows.cli", "flows.refresh", __name__])
        before = dict(os.environ)
        os.environ.update(environment)
        try:
            # The server of forks keeps the environment that it was started in.
            self._context.Process(target=_nothing).start()
        finally:
            os.environ.clear()
            os.environ.update(before)

    def start(
        self,
        home: Path,
        *arguments: str,
        moment: Moment | None = None,
        course: Path | None = None,
        before: Callable[[], object] | None = None,
        **environment: str,
    ) -> "Started":
        """Start ``section55 ARGUMENTS``; with ``moment`` it is killed then.

        ``course``: where to write what each stage did. ``before`` is called in the process.
        """
        output = self._folder / f"output-{next(self._numbers)}"
        process = self._context.Process(
            target=_run,
            args=(list(arguments), {"SECTION55_HOME": str(home)} | environment, output),
            kwargs={"moment": moment, "course": course, "before": before},
        )
        with self._polling:
            process.start()
        return Started(process, output, self._polling)

    def run(self, home: Path, *arguments: str, **options: Any) -> "Started":
        """Run ``section55 ARGUMENTS`` to its end."""
        started = self.start(home, *arguments, **options)
        started.wait()
        return started

    def course(self, home: Path, *arguments: str) -> Course:
        """Run ``section55 ARGUMENTS`` undisturbed and return what each stage did."""
        file = self._folder / "course.json"
        self.run(home, *arguments, course=file).published()
        return Course(**json.loads(file.read_text()))


@dataclass
class Started:
    """A process that runs section55; ``output`` is what it said, both streams.

    ``polling`` is held by who asks whether it runs.
    """

    process: BaseProcess
    file: Path
    polling: threading.Lock

    @property
    def output(self) -> str:
        return self.file.read_text(encoding="utf-8", errors="replace")

    def wait(self) -> int:
        """Wait for its end and return its exit code; minus 9 where it was killed."""
        until = time.monotonic() + SECONDS
        while True:
            with self.polling:
                exit_code = self.process.exitcode
            if exit_code is not None:
                return exit_code
            if time.monotonic() > until:
                self.process.kill()
                raise TimeoutError(f"a refresh took more than {SECONDS} seconds:\n{self.output}")
            time.sleep(0.01)

    def published(self) -> None:
        """Fail unless it has published, or had nothing to do."""
        assert self.wait() == 0, f"exit code {self.wait()}:\n{self.output}"

    def killed(self) -> None:
        """Fail unless it was killed: the moment came."""
        assert self.wait() == -signal.SIGKILL, f"exit code {self.wait()}:\n{self.output}"

    def refused(self) -> str:
        """Fail unless it was refused in a sentence; return the sentence."""
        assert self.wait() == 1, f"exit code {self.wait()}:\n{self.output}"
        assert "Traceback" not in self.output, self.output
        return " ".join(self.output[self.output.rindex("section55 ") :].split())


def _nothing() -> None:
    """Do nothing: the first fork, which makes the server of forks start."""


def _run(
    arguments: list[str],
    environment: dict[str, str],
    output: Path,
    *,
    moment: Moment | None,
    course: Path | None,
    before: Callable[[], object] | None,
) -> None:
    from flows.cli import main  # noqa: PLC0415 - in the fork
    from flows.commands import terminal  # noqa: PLC0415

    os.environ.update(environment)
    time.tzset()
    with output.open("wb", buffering=0) as stream:
        for descriptor in (1, 2):
            os.dup2(stream.fileno(), descriptor)
    if before:
        before()
    watch = _Watch(environment["SECTION55_HOME"], moment, terminal.Lines())
    # The one place where a stage tells that it begins and ends.
    vars(terminal)["Lines"] = lambda: watch
    sys.addaudithook(watch)
    try:
        main(arguments)
    finally:
        watch.kill_if_late()
        if course:
            course.write_text(json.dumps(asdict(watch.course())))


class _Watch:
    """Counts what each stage does, and kills this process at its moment.

    It is the watcher that the stages tell, and the hook that Python tells of files.
    """

    def __init__(self, home: str, moment: Moment | None, lines: progress.Watcher) -> None:
        self._home = home
        self._moment = moment
        self._course = Course()
        self._lines = lines
        self._stage = ""
        self.begin("open")

    def begin(self, stage: str, total: int | None = None) -> None:
        self._lines.begin(stage, total)
        self._close()
        self.kill_if_late()
        self._stage = stage
        self._begun = time.process_time()
        self._course.operations[stage] = 0
        moment = self._moment
        if moment and moment.stage == stage and moment.cpu_seconds is not None:
            due = self._begun + moment.cpu_seconds
            threading.Thread(target=_kill_when, args=(due,), daemon=True).start()

    def advance(self, count: int) -> None:
        self._lines.advance(count)

    def end(self, stage: str, seconds: float, told: str) -> None:
        self._lines.end(stage, seconds, told)
        if stage == "publish":
            self.begin("close")

    def course(self) -> Course:
        self._close()
        return self._course

    def kill_if_late(self) -> None:
        """Kill at the end of a stage that did a little less than it did undisturbed."""
        if self._moment and self._moment.stage == self._stage:
            os.kill(os.getpid(), signal.SIGKILL)

    def _close(self) -> None:
        if self._course.operations:
            self._course.cpu_seconds[self._stage] = time.process_time() - self._begun

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not event.startswith(("open", "os.")) or not arguments:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITING):
            return
        try:
            names = [os.fsdecode(name) for name in arguments if isinstance(name, str | bytes)]
        except UnicodeDecodeError:
            return
        if any(name.startswith(self._home) for name in names):
            self._course.operations[self._stage] += 1
            moment = self._moment
            if (
                moment
                and moment.stage == self._stage
                and moment.operation == self._course.operations[self._stage]
            ):
                os.kill(os.getpid(), signal.SIGKILL)


def _kill_when(due: float) -> None:
    while time.process_time() < due:
        time.sleep(0.0005)
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def reading_all_the_while(read: Callable[[], None], seconds: float = 0.5) -> Iterator[list[str]]:
    """Call ``read`` again and again while the block runs; yield what went wrong with it."""
    errors: list[str] = []
    is_over = threading.Event()

    def loop() -> None:
        while not is_over.is_set():
            try:
                read()
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
            is_over.wait(seconds)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield errors
    finally:
        is_over.set()
        thread.join()
