"""What the lock holds: one refresh at a time, and nothing to clean up after a kill."""

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
        with pytest.raises(Refusal, match=rf"process {other.pid}, since 20\d\d-.*--wait"):
            locking.refuse_if_held(home)
        with (
            pytest.raises(Refusal, match=f"process {other.pid}"),
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


def test_nobody_holds_the_lock_of_a_new_home(home: Home) -> None:
    assert locking.holder(home) is None
    locking.refuse_if_held(home)


def test_the_journal_tells_the_newest_first_and_ignores_what_later_versions_add(
    home: Home,
) -> None:
    for name in ("r1", "r2"):
        file = journal.write(home, journal.Entry(refresh_id=name, started_at="2026-01-01T00:00:00"))
    file.write_text(file.read_text().replace("{", '{"column_of_tomorrow": 1,', 1))
    assert [entry.refresh_id for entry in journal.entries(home)] == ["r2", "r1"]
    assert sorted(path.suffix for path in home.journal.iterdir()) == [".json", ".json"]
