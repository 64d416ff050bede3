"""Processes that end with the one that started them, however that ends.

Each child leads a session of its own, so that Ctrl-C reaches the parent alone, and holds the
read end of a pipe as its stdin. When the parent dies, by ``kill -9`` even, the kernel closes the
pipe and the child ends itself. This works on Linux and macOS alike, where ``PR_SET_PDEATHSIG``
is Linux only.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
import time

from warehouse.errors import Refusal

#: How long a refresh may take to give up; Prefect's runner waits for 30 seconds itself.
GRACE_SECONDS = 40
_ORPHAN_SECONDS = 10


class Child:
    """One process of the tree, started with ``python -m flows.serving.children MODULE``."""

    def __init__(self, name: str, *arguments: str, **environment: str) -> None:
        self._name = name
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and modules that we name
            [sys.executable, "-m", __name__, *arguments],
            stdin=subprocess.PIPE,
            # What is worth keeping goes to stderr; Prefect's server prints a banner besides.
            stdout=subprocess.DEVNULL,
            env=os.environ | environment,
            start_new_session=True,
        )

    @property
    def exit_code(self) -> int | None:
        """What the process ended with, None while it runs."""
        return self._process.poll()

    def refuse_if_ended(self) -> None:
        """Say that the process is no more, where others need it.

        Raises:
            Refusal: it has ended.
        """
        if self.exit_code is not None:
            raise Refusal(
                f"cannot go on: {self._name} has ended with exit code {self.exit_code}. What it "
                "said last stands above; mend it, then serve again."
            )

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Ask the process to end, and end what is left of its session after a while."""
        if self.exit_code is None:
            self._process.terminate()
            try:
                self._process.wait(grace_seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
        _end_session(self._process.pid)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()


def _end_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _end_with_parent() -> None:
    """Wait for the end of stdin, which is the end of the parent."""
    while os.read(0, 1):
        pass
    # Nobody is left to record anything: a refresh that runs has just time to drop its build.
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(_ORPHAN_SECONDS)
    _end_session(os.getpgrp())


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
