"""Two refreshes at once: one goes on, and the other is told at once, or waits."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.conftest import command
from tests.reliability.refreshing import SECONDS, Started
from tests.reliability.scene import Scene
from tests.reliability.trials import Promise
from warehouse import locking
from warehouse.paths import Home

PROMISE = "Of two refreshes at once, the second is told at once, or waits"


@contextmanager
def held(home: Home, started: Started) -> Iterator[locking.Holder]:
    """Stop a refresh as soon as it has the lock; it keeps it, and goes on at the end."""
    until = time.monotonic() + SECONDS
    while (holder := locking.holder(home)) is None:
        assert time.monotonic() < until, started.output
        time.sleep(0.001)
    os.kill(holder.pid, signal.SIGSTOP)
    try:
        assert holder.pid == started.process.pid
        yield holder
    finally:
        with suppress(ProcessLookupError):
            os.kill(holder.pid, signal.SIGCONT)


def computing() -> float:
    """Return the seconds of computing of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(done: "subprocess.CompletedProcess[str]", holder: locking.Holder) -> None:
    assert done.returncode == 1, done.stderr
    who = f"another refresh is running (process {holder.pid}, since {holder.started_at})"
    assert who in done.stderr
    assert "--wait" in done.stderr


def test_the_second_is_told_within_a_second_by_whom_and_since_when(
    promise: Promise, scene: Scene
) -> None:
    home = scene.home()
    with promise(PROMISE) as trials:
        first = scene.refreshes.start(home.folder, *scene.arguments)
        with held(home, first) as holder:
            for number in range(trials.count(part=5, full=50)):
                with trials.one(f"refresh {number}"):
                    began, used = time.monotonic(), computing()
                    done = command(*scene.arguments, home=home.folder, seconds=SECONDS)
                    # The clock on the wall counts where nothing else runs.
                    took = time.monotonic() - began if trials.is_full else computing() - used
                    told(done, holder)
                    assert took < 1, f"it took {took:.2f} s"
            with trials.one("status names who refreshes"):
                said = command("status", home=home.folder, seconds=SECONDS).stdout
                assert f"process {holder.pid} since {holder.started_at}" in said
            second = scene.refreshes.start(home.folder, *scene.arguments, "--wait")
        with trials.one("the first goes on"):
            first.published()
        with trials.one("the second has waited, and finds its work done"):
            second.published()
            assert "nothing has changed" in second.output
            scene.is_as_undisturbed(home)


def test_who_waits_goes_on_when_the_first_is_killed(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        for number in range(trials.count(part=1, full=10)):
            home = scene.home()
            with trials.one(f"the first is killed, {number}"):
                first = scene.refreshes.start(home.folder, *scene.arguments)
                with held(home, first):
                    second = scene.refreshes.start(home.folder, *scene.arguments, "--wait")
                    assert first.process.pid
                    os.kill(first.process.pid, signal.SIGKILL)
                    first.process.join()
                # Freed by the kernel, whatever stands in the file.
                second.published()
                scene.is_as_undisturbed(home)
