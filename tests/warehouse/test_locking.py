"""What the lock holds: one refresh at a time, and nothing to clean up after a kill."""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time

import pytest

from warehouse import journal, locking
from warehouse.errors import Refusal
from warehouse.paths import Home

HOLDING = """
import sys, time
from pathlib import Path
from warehouse.locking import refresh_lock
from warehouse.paths import Home
with refresh_lock(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(home: Home) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(home.folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_refresh_is_told_at_once_who_holds_the_lock(
    home: Home, other: "subprocess.Popen[str]"
) -> None:
    started = time.monotonic()
    try:
        with (
            pytest.raises(Refusal, match=rf"process {other.pid}, since 20\d\d-.*--wait"),
            locking.refresh_lock(home),
        ):
            pytest.fail("two refreshes run")
        assert time.monotonic() - started < 1
    finally:
        other.kill()
        other.wait()


def test_a_killed_holder_frees_the_lock_for_who_waits(
    home: Home, other: "subprocess.Popen[str]"
) -> None:
    threading.Timer(0.3, other.kill).start()
    with locking.refresh_lock(home, wait=True):
        assert other.wait() != 0
    assert locking.holder(home) is None


def test_who_got_the_lock_is_not_taken_for_who_had_it_before(
    home: Home, other: "subprocess.Popen[str]"
) -> None:
    other.kill()
    other.wait()
    with home.lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        of_before = locking.holder(home)

        def write() -> None:
            file.truncate()
            json.dump({"pid": os.getpid(), "started_at": "now"}, file)
            file.flush()

        threading.Timer(0.05, write).start()
        assert locking.holder(home) == (os.getpid(), "now")
    # Of another machine's process nothing more is known than what is written.
    assert of_before
    assert of_before.pid == other.pid


def test_nobody_holds_the_lock_of_a_new_home(home: Home) -> None:
    assert locking.holder(home) is None


def test_the_journal_tells_the_newest_first_and_ignores_what_later_versions_add(
    home: Home,
) -> None:
    for name in ("r1", "r2"):
        file = journal.write(home, journal.Entry(refresh_id=name, started_at="2026-01-01T00:00:00"))
    file.write_text(file.read_text().replace("{", '{"column_of_tomorrow": 1,', 1))
    assert [entry.refresh_id for entry in journal.entries(home)] == ["r2", "r1"]
    assert sorted(path.suffix for path in home.journal.iterdir()) == [".json", ".json"]


def test_a_name_is_later_than_all_before_it_where_the_clock_was_set_back(home: Home) -> None:
    ahead = "29990101T000000-999999-1"
    (home.snapshots / ahead).mkdir()
    name = journal.next_id(home)
    assert name.startswith("29990101T000001-000000-")
    journal.write(home, journal.Entry(refresh_id=name, started_at="2026-01-01T00:00:00"))
    assert journal.next_id(home).startswith("29990101T000001-000001-")


def test_who_holds_the_lock_may_enter_again_and_nobody_else(home: Home) -> None:
    with locking.refresh_lock(home):
        with locking.refresh_lock(home):
            pass
        # The inner one has not freed it.
        by = locking.holder(home)
        assert by
        assert by.pid == os.getpid()

        def enter() -> None:
            with pytest.raises(Refusal, match="another refresh"), locking.refresh_lock(home):
                pytest.fail("two refreshes run")

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
    assert locking.holder(home) is None


def test_who_only_asks_shuts_nobody_out(home: Home) -> None:
    with home.lock.open("w") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        threading.Timer(0.2, fcntl.flock, (asking, fcntl.LOCK_UN)).start()
        with locking.refresh_lock(home):
            assert locking.holder(home)


def test_a_lock_that_cannot_be_written_is_told_with_a_remedy(home: Home) -> None:
    home.lock.mkdir()
    with (
        pytest.raises(Refusal, match=r"Is a directory.*SECTION55_HOME"),
        locking.refresh_lock(home),
    ):
        pytest.fail("a refresh runs without a lock")
