"""Processes with limits: whatever one document does to its process, the rest lands.

A process tells when it has done a document, so where it dies it is known of which. The time that
a document took is its own; memory may have gone to those before it, and a library may fail once:
such a document gets a second try, alone in a fresh process.
"""

import os
import resource
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, NamedTuple

from flows.parts import Chunk, Job, Part, Refused
from flows.reading.limits import ONE_DOCUMENT, ProcessLimits
from flows.records import RawDocument
from warehouse.errors import Refusal

#: Status of a process that got no more memory; none that Python or a shell gives.
_OUT_OF_MEMORY = 77


class Death(NamedTuple):
    """How a process ended that should not have: a status, or minus the number of a signal."""

    exit_code: int
    limits: ProcessLimits

    @property
    def reason_code(self) -> str:
        """The reason code of a rejection."""
        if self.is_by_time:
            return "over_time_limit"
        return "over_memory_limit" if self.exit_code == _OUT_OF_MEMORY else "process_died"

    @property
    def message(self) -> str:
        """A sentence that names the limit, and one with a remedy."""
        megabytes = f"{self.limits.memory_bytes // 1024**2:,} MB of memory"
        if self.exit_code == -signal.SIGPROF:
            what = f"it takes more than {self.limits.seconds:,} seconds of computing"
        elif self.exit_code == -signal.SIGALRM:
            what = f"it takes more than {self.limits.seconds_by_clock:,} seconds"
        elif self.exit_code == _OUT_OF_MEMORY:
            what = f"it takes more than {megabytes}"
        else:
            return (
                f"the process that worked on it died, twice ({self._ended}). Report this with the "
                f"document; it needs more than {megabytes}, or it is a fault of a library."
            )
        return (
            f"{what}, the limit for one document. Split it into its documents, or save its text "
            "as .txt and add that."
        )

    def refusal(self, raw: RawDocument, stage: str) -> Refused:
        """Return why the document is not taken that a process died of."""
        return Refused(raw.document_id, stage, self.reason_code, self.message)

    @property
    def is_by_time(self) -> bool:
        """Whether a limit of time ended it."""
        return self.exit_code in (-signal.SIGPROF, -signal.SIGALRM)

    @property
    def _ended(self) -> str:
        if self.exit_code >= 0:
            return f"status {self.exit_code}"
        return signal.Signals(-self.exit_code).name


class _Raised(NamedTuple):
    """What a job raised."""

    error: Exception


def run(
    job: Job,
    chunks: Sequence[Chunk],
    workers: int,
    advance: Callable[[int], None],
    limits: ProcessLimits = ONE_DOCUMENT,
) -> Iterator[Part]:
    """Yield the part of each chunk, as they are done by up to ``workers`` processes.

    ``advance`` is called with the number of documents done. A document that breaks a limit, or
    kills its process twice, is refused in a part of its own, and its chunk is done without it.

    Raises:
        Refusal: no process can be started.
        Exception: what ``job`` raised.
    """
    waiting = deque(chunks)
    idle: list[_Process] = []
    busy: dict[Any, _Process] = {}
    counted: set[str] = set()

    def count(documents: Sequence[RawDocument]) -> None:
        new = {raw.document_id for raw in documents} - counted
        counted.update(new)
        advance(len(new))

    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                process = idle.pop() if idle else _Process(job, limits)
                process.give(waiting.popleft())
                busy[process.pipe] = process
            for pipe in connection.wait(list(busy)):
                process = busy[pipe]
                chunk: Chunk = process.task
                told = process.hear()
                if isinstance(told, int):
                    count(chunk.documents[process.done - told : process.done])
                    continue
                del busy[pipe]
                if isinstance(told, Part):
                    idle.append(process)
                    count(chunk.documents)
                    yield told
                    continue
                suspect, rest = _suspected(process)
                waiting.extendleft(rest)
                if suspect is None:
                    continue
                if told.is_by_time or process.is_second_try:
                    count([suspect])
                    yield Part(Path(), (), (told.refusal(suspect, job.stage),))
                else:
                    fresh = _Process(job, limits, is_second_try=True)
                    fresh.give(chunk._replace(documents=[suspect]))
                    busy[fresh.pipe] = fresh
    finally:
        for process in (*idle, *busy.values()):
            process.end()


def run_each(
    job: Callable[[Any, Callable[[int], None]], Any],
    tasks: Iterable[object],
    limits: ProcessLimits = ONE_DOCUMENT,
) -> Iterator[Any]:
    """Yield what ``job`` makes of each task, in order and one at a time, or its ``Death``.

    Raises:
        Refusal: no process can be started.
    """
    process: _Process | None = None
    try:
        for task in tasks:
            process = process or _Process(job, limits)
            process.give(task)
            while isinstance(told := process.hear(), int):
                pass
            if isinstance(told, Death):
                process = None
            yield told
    finally:
        if process:
            process.end()


def _suspected(process: "_Process") -> tuple[RawDocument | None, list[Chunk]]:
    """Return the document of which a process died, and the chunks that are left to do.

    One that died between documents, as when it wrote what it had, is followed one by one.
    """
    chunk: Chunk = process.task
    documents = list(chunk.documents)
    if process.done == len(documents) > 1:
        return None, [chunk._replace(documents=[raw]) for raw in documents]
    suspect = documents.pop(min(process.done, len(documents) - 1))
    return suspect, [chunk._replace(documents=documents)] if documents else []


class _Process:
    """A process that does one job, task after task.

    ``task`` is what it works on, ``done`` how many documents of it are done.
    """

    def __init__(
        self, job: Callable[..., Any], limits: ProcessLimits, *, is_second_try: bool = False
    ) -> None:
        # Not by fork: Prefect's threads would be copied with whatever locks they hold.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, job, limits), daemon=True)
        self._process.start()
        theirs.close()
        self._limits = limits
        self._has_begun = False
        self.is_second_try = is_second_try
        self.task: Any = None
        self.done = 0

    def give(self, task: object) -> None:
        """Give it a task; it must have none."""
        self.task, self.done = task, 0
        try:
            self.pipe.send(task)
        except BrokenPipeError:
            # It died while it waited; ``hear`` tells.
            return

    def hear(self) -> Any:
        """Wait for what it says next: a number of documents done, what came of its task, or Death.

        Raises:
            Refusal: it died before it could begin.
            Exception: what the job raised.
        """
        try:
            told = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            death = Death(self._process.exitcode or 0, self._limits)
            if not self._has_begun:
                raise Refusal(
                    f"cannot work on documents: a process for it ended at once "
                    f"(status {death.exit_code}). See what it said above; free memory, or name "
                    "fewer --workers."
                ) from None
            return death
        self._has_begun = True
        if isinstance(told, _Raised):
            raise told.error
        if isinstance(told, int):
            self.done += told
        else:
            self.is_second_try = False
        return told

    def end(self) -> None:
        """End it, whatever it does."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _work(pipe: Any, job: Callable[..., Any], limits: ProcessLimits) -> None:
    """Do tasks until there are no more: what runs in the process."""
    _confine(limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def advance(count: int) -> None:
        pipe.send(count)
        _set_clocks(limits.seconds, limits.seconds_by_clock)

    pipe.send(0)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        _set_clocks(limits.seconds, limits.seconds_by_clock)
        try:
            told = job(task, advance)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:
            error.add_note(traceback.format_exc())
            told = _Raised(error)
        _set_clocks(0, 0)
        pipe.send(told)


def _confine(limits: ProcessLimits) -> None:
    # Ctrl-C reaches the whole group; the parent ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A clock that runs out kills, for a library that loops never comes back to Python.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # A dump of memory would leave texts on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Of data, not of addresses, which libraries reserve and never use.
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))


def _set_clocks(seconds: int, seconds_by_clock: int) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds_by_clock)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
