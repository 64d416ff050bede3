"""One refresh at a time: a lock that the kernel frees when its holder dies."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, NamedTuple

from warehouse.errors import Refusal
from warehouse.paths import Home

_POLL_SECONDS = 0.5


class Holder(NamedTuple):
    """Who runs a refresh now."""

    pid: int
    started_at: str


@contextmanager
def refresh_lock(home: Home, *, wait: bool = False) -> Iterator[None]:
    """Hold the right to refresh ``home``; with ``wait``, wait until it is free.

    Raises:
        Refusal: another process holds it, and we were not told to wait.
    """
    with home.lock.open("a+", encoding="utf-8") as file:
        while not _try_lock(file):
            if not wait:
                raise _busy(home)
            time.sleep(_POLL_SECONDS)
        file.seek(0)
        file.truncate()
        started_at = datetime.now(UTC).isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "started_at": started_at}, file)
        file.flush()
        yield


@contextmanager
def site_lock(home: Home) -> Iterator[None]:
    """Hold the right to build a site of ``home``; wait until it is free."""
    with home.sites_lock.open("a") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield


def refuse_if_held(home: Home) -> None:
    """Say at once that a refresh runs, before anything heavy is imported.

    Raises:
        Refusal: another process holds the lock.
    """
    if holder(home) is not None:
        raise _busy(home)


def holder(home: Home) -> Holder | None:
    """Return who refreshes ``home`` now, or None."""
    try:
        with home.lock.open("r+", encoding="utf-8") as file:
            if _try_lock(file):
                return None
            try:
                found = json.load(file)
                return Holder(int(found["pid"]), str(found["started_at"]))
            except (ValueError, KeyError, TypeError):
                # The holder has locked the file and not yet written into it.
                return Holder(0, "just now")
    except FileNotFoundError:
        return None


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy(home: Home) -> Refusal:
    by = holder(home)
    who = f"process {by.pid}, since {by.started_at}" if by else "a process that has just ended"
    return Refusal(
        f"cannot refresh {home.folder}: another refresh is running ({who}). "
        "Wait for it and try again, or use --wait."
    )
