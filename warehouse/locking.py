"""One refresh at a time: a lock that the kernel frees when its holder dies."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from warehouse.errors import Refusal
from warehouse.paths import Home

_POLL_SECONDS = 0.5
#: How long who asks for the holder has the lock, or who got it has not yet written who it is.
_MOMENT_SECONDS = 0.01
#: By when who got the lock has written who it is.
_WRITTEN_SECONDS = 0.3

#: Homes that are locked already where we are: a flow enters what its command has locked.
_locked: ContextVar[frozenset[Path]] = ContextVar("locked", default=frozenset())


class Holder(NamedTuple):
    """Who runs a refresh now."""

    pid: int
    started_at: str


@contextmanager
def refresh_lock(home: Home, *, wait: bool = False) -> Iterator[None]:
    """Hold the right to refresh ``home``; with ``wait``, wait until it is free.

    Where it is held already by who calls this, nothing is done.

    Raises:
        Refusal: another process holds it, and we were not told to wait; or the home cannot be
            written to.
    """
    if home.folder in _locked.get():
        yield
        return
    home.prepare()
    home.refuse_unwritable()
    try:
        file = home.lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise home.cannot_be_used(error) from error
    with file:
        while not _try_lock(file, fcntl.LOCK_EX):
            by = holder(home)
            if by and not wait:
                raise _busy(home, by)
            # Nobody: somebody only asked who it is.
            time.sleep(_POLL_SECONDS if by else _MOMENT_SECONDS)
        _write_holder(home, file)
        token = _locked.set(_locked.get() | {home.folder})
        try:
            yield
        finally:
            _locked.reset(token)


@contextmanager
def site_lock(home: Home) -> Iterator[None]:
    """Hold the right to build a site of ``home``; wait until it is free."""
    with home.sites_lock.open("a") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield


def holder(home: Home) -> Holder | None:
    """Return who refreshes ``home`` now, or None.

    Who has just got the lock has not yet written who it is: then nothing stands in the file, or
    who had the lock before, whose process has ended.
    """
    try:
        file = home.lock.open(encoding="utf-8")
    except FileNotFoundError:
        return None
    # A process of another machine, which shares the folder, is not seen from here.
    until = time.monotonic() + _WRITTEN_SECONDS
    with file:
        # Shared, so that two who ask are in nobody's way.
        while not _try_lock(file, fcntl.LOCK_SH):
            written = _written(file)
            if written and (_is_running(written.pid) or time.monotonic() > until):
                return written
            time.sleep(_MOMENT_SECONDS)
    return None


def _written(file: IO[str]) -> Holder | None:
    file.seek(0)
    try:
        found = json.load(file)
        return Holder(int(found["pid"]), str(found["started_at"]))
    except (ValueError, KeyError, TypeError):
        return None


def _is_running(pid: int) -> bool:
    try:
        # Another user's process runs, too.
        with suppress(PermissionError):
            os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _write_holder(home: Home, file: IO[str]) -> None:
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "started_at": started_at}, file)
        file.flush()
    except OSError as error:
        raise home.cannot_be_used(error) from error


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy(home: Home, by: Holder) -> Refusal:
    return Refusal(
        f"cannot refresh {home.folder}: another refresh is running (process {by.pid}, since "
        f"{by.started_at}). Wait for it and try again, or use --wait."
    )
