"""What a machine does to a refresh: a full disk, missing rights, files that go, a clock set back.

Each time the refresh is refused in a sentence, what was published stays as it is, and the next
refresh, once the fault is gone, publishes what an undisturbed one publishes.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import rows
from tests.reliability import homes, inboxes
from tests.reliability.scene import Scene, lose_rights_of_root
from tests.reliability.trials import Promise
from warehouse.paths import Home

PROMISE = "A fault of the machine is refused clearly, and what is published stays"


@contextmanager
def small_disk(home: Home) -> Iterator[None]:
    """Move a home to a file system of its own of 256 MB."""
    moved = home.folder.rename(home.folder.with_name(f"{home.folder.name}-aside"))
    home.folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256M", "tmpfs", home.folder],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        shutil.copytree(moved, home.folder, symlinks=True, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", home.folder], check=True)
        shutil.rmtree(moved)


def fill(home: Home, but: int) -> Path:
    """Fill the disk of a home but for some bytes; return the file that does."""
    disk = os.statvfs(home.folder)
    ballast = home.folder / "ballast"
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, disk.f_bavail * disk.f_frsize - but)
    return ballast


def test_a_full_disk(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        if os.geteuid() != 0:
            pytest.skip("a small file system can only be mounted by root")
        size = scene.first.database.stat().st_size
        # From no room at all to nearly enough for everything.
        for number in range(count := trials.count(part=1, full=8)):
            room = int(size * 2.5 * number / count) if trials.is_full else int(size * 1.1)
            home = scene.home()
            with small_disk(home), trials.one(f"{room:,} bytes left"):
                ballast = fill(home, room)
                published = home.published.resolve()
                tried = scene.refresh(home)
                if tried.wait() == 0:
                    # It was enough after all.
                    assert homes.differing(homes.content(home), scene.after) == []
                    continue
                said = tried.refused()
                assert "under " in said or "has room" in said, said
                assert home.published.resolve() == published
                assert homes.differing(homes.content(home), scene.before) == []
                ballast.unlink()
                scene.is_mended(home)


def test_a_limit_of_the_size_of_files(promise: Promise, scene: Scene) -> None:
    """A stand-in for a full disk or a quota where no file system can be mounted."""
    with promise(PROMISE) as trials:
        size = scene.first.database.stat().st_size
        home = scene.home()
        for number in range(count := trials.count(part=1, full=8)):
            limit = int(size * 1.2 * (number + 0.5) / count)
            with trials.one(f"no file larger than {limit:,} bytes"):
                scene.is_refused(home, "File too large", partial(limit_files, limit))
        with trials.one("no limit any more"):
            scene.is_mended(home)


def limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


#: What is taken from the user who refreshes.
WITHOUT_RIGHTS = ("", "refresh.lock", "raw", "build", "models", "snapshots", "journal", "prefect")


def test_a_home_without_rights(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        home = scene.home()
        every = len(WITHOUT_RIGHTS) // trials.count(part=2, full=len(WITHOUT_RIGHTS))
        for name in WITHOUT_RIGHTS[::every]:
            closed = home.folder / name
            with (
                trials.one(f"no right to {name or 'the home'}"),
                without_rights(closed, 0o555 if closed.is_dir() else 0),
            ):
                scene.is_refused(home, "cannot use", lose_rights_of_root)
        with trials.one("all rights again"):
            scene.is_mended(home)


def test_an_inbox_without_rights(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        home = scene.home()
        with trials.one("no right to the inbox"), without_rights(scene.inbox, 0):
            scene.is_refused(home, "cannot look through", lose_rights_of_root)
        file = scene.inbox / "new.txt"
        with trials.one("no right to a file, which is rejected alone"):
            with without_rights(file, 0):
                scene.refresh(home, lose_rights_of_root).published()
            assert rows(home, "select source_uri from landing.rejections "
                        "where reason_code = 'cannot_open'") == [(file.as_uri(),)]  # fmt: skip
        with trials.one("all rights again"):
            scene.is_mended(home)


@contextmanager
def without_rights(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def test_files_that_vanish_while_they_are_read(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        home = scene.home()
        for number in range(trials.count(part=1, full=5)):
            for name in range(1500):
                (scene.inbox / f"z{name:04}.txt").write_text(f"It will go, {number}.\n")
            (scene.inbox / "gone.txt").write_text(inboxes.letter(number))
            with trials.one("1,500 files vanish while the inbox is looked through, one later"):
                scene.refresh(home, partial(delete, scene.inbox)).published()
                assert not list(scene.inbox.glob("z*.txt"))
                assert not (scene.inbox / "gone.txt").exists()
        with trials.one("nothing vanishes any more"):
            scene.is_mended(home)


def delete(inbox: Path) -> None:
    """Delete many files, the last first, once the inbox is listed; one when it is opened."""
    gone = inbox / "gone.txt"

    def delete_many() -> None:
        for file in sorted(inbox.glob("z*.txt"), reverse=True):
            file.unlink()

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if event == "os.scandir" and str(arguments[0]) == str(inbox):
            threading.Timer(0.01, delete_many).start()
        if event == "open" and str(arguments[0]) == str(gone):
            gone.unlink(missing_ok=True)

    sys.addaudithook(heard)


def test_a_clock_that_is_set_back(promise: Promise, scene: Scene) -> None:
    with promise(PROMISE) as trials:
        for days in (3000, 1)[: trials.count(part=1, full=2)]:
            with trials.one(f"the clock is {days} days back"):
                home = scene.home()
                before = home.published.resolve().name
                scene.refresh(home, partial(set_clock_back, days)).published()
                published = home.published.resolve().name
                assert published > before
                # Neither swept as an orphan, nor done again.
                again = scene.refresh(home)
                again.published()
                assert "nothing has changed" in again.output
                assert home.published.resolve().name == published
                scene.is_as_undisturbed(home)


def set_clock_back(days: int) -> None:
    """Give modules that ask for the date an earlier one: who may set the clock sets everybody's."""
    from flows import landing, run  # noqa: PLC0415 - in the fork
    from warehouse import journal, locking  # noqa: PLC0415

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.fromtimestamp(time.time(), UTC).astimezone(tz) - timedelta(days=days)

    for module in (landing, run, journal, locking):
        vars(module)["datetime"] = Earlier
