"""What of attempts is known: pending or published, and once only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse import fetch_log, landing, publishing, store
from warehouse.fetch_log import Fetch, FetchLog
from warehouse.paths import Home

AT = datetime(2026, 3, 2, 5, 0, 0, 250_000, tzinfo=UTC)
PAGE = "https://police.test/page"


def attempt(round_id: str, number: int = 1, *, days: int = 0, **said: Any) -> Fetch:
    given: dict[str, Any] = {
        "fetch_id": fetch_log.fetch_key(round_id, PAGE, number),
        "source_uri": PAGE,
        "listing_uri": "https://police.test/list",
        "is_listing": False,
        "attempt_number": number,
        "started_at": AT + timedelta(days=days, seconds=number),
        "duration_seconds": 0.25,
        "outcome": "failed",
        "message": "The site said “no”.\nTwice.",
    }
    return Fetch(**given | said)


GOOD = attempt(
    "1", 2, outcome="fetched", raw_sha256="a" * 64, etag='W/"1"', status_code=200, byte_count=12
)


def write(home: Home, round_id: str, *fetches: Fetch) -> Path:
    with FetchLog(home, round_id) as log:
        for fetch in fetches:
            log.append(fetch)
    return home.fetches / f"{round_id}.jsonl"


def publish(home: Home, *fetches: Fetch) -> None:
    build = publishing.start_build(home, "20260302")
    with store.writer(build.database) as connection:
        landing.create_tables(connection)
        fetch_log.add_fetches(connection, fetches)
        fetch_log.add_fetches(connection, fetches)
    publishing.publish(build)


def test_attempts_are_read_as_they_were_written(home: Home):
    write(home, "1", attempt("1"), GOOD)
    assert list(fetch_log.pending(home)) == [attempt("1"), GOOD]


def test_a_round_without_attempts_leaves_no_file(home: Home):
    write(home, "1")
    assert not home.fetches.exists()
    assert fetch_log.states(home) == {}


def test_an_attempt_is_there_before_the_next_begins(home: Home):
    with FetchLog(home, "1") as log:
        log.append(GOOD)
        assert list(fetch_log.pending(home)) == [GOOD]


def test_a_torn_last_line_is_passed_over(home: Home):
    file = write(home, "1", attempt("1"), GOOD)
    content = file.read_bytes()
    for cut in (1, 10, 200):
        file.write_bytes(content[:-cut])
        assert list(fetch_log.pending(home)) == [attempt("1")]


def test_a_column_of_a_later_version_is_passed_over(home: Home):
    file = write(home, "1", GOOD)
    file.write_text(file.read_text().replace("{", '{"mood": "good", ', 1))
    assert list(fetch_log.pending(home)) == [GOOD]


def test_the_last_good_attempt_outlives_later_failures(home: Home):
    later = attempt("2", days=1)
    write(home, "1", attempt("1"), GOOD)
    write(home, "2", later)
    (state,) = fetch_log.states(home).values()
    assert (state.last, state.last_good) == (later, GOOD)


def test_published_and_pending_attempts_are_one_history(home: Home):
    publish(home, attempt("1"), GOOD)
    (state,) = fetch_log.states(home).values()
    assert (state.last, state.last_good) == (GOOD, GOOD)
    later = attempt("2", days=1)
    write(home, "2", later)
    (state,) = fetch_log.states(home).values()
    assert (state.last, state.last_good) == (later, GOOD)


def test_attempts_that_are_published_and_still_pending_count_once(home: Home):
    write(home, "1", attempt("1"), GOOD)
    publish(home, *fetch_log.pending(home))
    (state,) = fetch_log.states(home).values()
    assert (state.last, state.last_good) == (GOOD, GOOD)
    with store.reader(home.database) as connection:
        assert connection.execute(
            "select fetch_id, started_at, is_listing, byte_count, duration_seconds "
            "from landing.fetches order by attempt_number"
        ).fetchall() == [
            (one.fetch_id, one.started_at.replace(tzinfo=None), False, one.byte_count, 0.25)
            for one in (attempt("1"), GOOD)
        ]


def test_landed_files_are_discarded_and_newer_ones_stay(home: Home):
    write(home, "1", GOOD)
    landed = fetch_log.pending_files(home)
    newer = attempt("2", days=1)
    write(home, "2", newer)
    fetch_log.discard(landed)
    fetch_log.discard(landed)
    assert list(fetch_log.pending(home)) == [newer]


def test_a_database_of_a_version_without_fetches_is_read(home: Home):
    build = publishing.start_build(home, "20260302")
    with store.writer(build.database) as connection:
        connection.execute("drop table landing.fetches")
    publishing.publish(build)
    assert fetch_log.states(home) == {}
