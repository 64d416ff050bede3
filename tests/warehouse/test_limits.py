"""What holds statements to their time and memory."""

import os
import threading
import time
from pathlib import Path

import pytest

from warehouse import limits, store
from warehouse.errors import Refusal
from warehouse.limits import Limits, Watch

ENDLESS = "select count(*) from range(1000000) a, range(1000000) b"


def never(sentence: str) -> None:
    pytest.fail(f"the process would have ended: {sentence}")


def test_a_statement_that_takes_too_long_is_stopped_and_the_next_one_runs(database: Path) -> None:
    started = time.monotonic()
    few = Limits(seconds=0.3)
    with store.closed_in(database, few) as connection, Watch(connection, few, never) as watch:
        with pytest.raises(Refusal, match=r"stopped after 0\.3 seconds"), watch.statement():
            connection.execute(ENDLESS).fetchall()
        with watch.statement():
            assert connection.execute("select 42").fetchall() == [(42,)]
    assert time.monotonic() - started < 10


def test_a_fault_of_a_statement_is_no_fault_of_its_limits(database: Path) -> None:
    with (
        store.closed_in(database) as connection,
        Watch(connection, Limits(), never) as watch,
        pytest.raises(Exception, match="does not exist"),
        watch.statement(),
    ):
        connection.execute("from nowhere")


def test_memory_that_duckdb_counts_is_told_as_such(database: Path) -> None:
    few = Limits(megabytes=100)
    with (
        store.closed_in(database, few) as connection,
        Watch(connection, few, never) as watch,
        pytest.raises(Refusal, match="needs more than 100 MB of memory"),
        watch.statement(),
    ):
        connection.execute("select list(range) from range(100000000)").fetchall()


def test_memory_that_duckdb_does_not_count_ends_the_process(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_UNCOUNTED_BYTES", 0)
    few, told = Limits(megabytes=50), threading.Event()
    with store.closed_in(database) as connection, Watch(connection, few, lambda _: told.set()):
        held = bytearray(os.urandom(1024) * 200_000)
        assert told.wait(10)
    assert len(held) > 0


def test_a_call_that_no_interrupt_stops_ends_the_process(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_GRACE_SECONDS", 0.2)
    few = Limits(seconds=0.1)
    told: list[str] = []
    with (
        store.closed_in(database) as connection,
        Watch(connection, few, told.append) as watch,
        pytest.raises(Refusal),
        watch.statement(),
    ):
        connection.execute("select levenshtein(repeat('a', 30000), repeat('b', 30000))")
    assert "stopped after 0.1 seconds" in told[0]


def test_half_of_a_small_machine_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < limits.usual_megabytes() <= 4_000
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": 250_000, "SC_PAGE_SIZE": 4_000}.get)
    assert limits.usual_megabytes() == 500
