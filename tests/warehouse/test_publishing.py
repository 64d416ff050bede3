"""What publishing holds: all or nothing, and readers keep what they have open."""

from pathlib import Path

import pytest

from warehouse import landing, publishing, store
from warehouse.errors import Refusal
from warehouse.paths import Home


def publish(home: Home, refresh_id: str, value: int) -> Path:
    build = publishing.start_build(home, refresh_id)
    with store.writer(build.database) as connection:
        landing.create_tables(connection)
        connection.execute("create or replace table landing.generation as select ? as n", [value])
    return publishing.publish(build)


def generation(file: Path) -> int:
    with store.reader(file) as connection:
        row = connection.execute("select n from landing.generation").fetchone()
    assert row
    return int(row[0])


def test_an_open_reader_keeps_its_snapshot_and_a_new_one_sees_the_new(home: Home) -> None:
    publish(home, "r1", 1)
    with store.reader(home.database) as early:
        publish(home, "r2", 2)
        assert early.execute("select n from landing.generation").fetchall() == [(1,)]
        assert generation(home.database) == 2
        assert early.execute("select n from landing.generation").fetchall() == [(1,)]


def test_a_build_starts_from_what_is_published_and_a_refused_one_leaves_no_trace(
    home: Home,
) -> None:
    publish(home, "r1", 1)
    build = publishing.start_build(home, "r2")
    assert generation(build.database) == 1
    with store.writer(build.database) as connection:
        connection.execute("update landing.generation set n = 99")
    publishing.discard(build)
    assert generation(home.database) == 1
    assert list(home.build.iterdir()) == []


def test_only_the_database_is_published(home: Home) -> None:
    build = publishing.start_build(home, "r1")
    (build.work / "parts").mkdir()
    with store.writer(build.database) as connection:
        landing.create_tables(connection)
    snapshot = publishing.publish(build)
    assert [path.name for path in snapshot.iterdir()] == ["section55.duckdb"]
    assert home.published.resolve() == snapshot


def test_a_write_ahead_log_stops_the_publication(home: Home) -> None:
    publish(home, "r1", 1)
    build = publishing.start_build(home, "r2")
    build.database.with_name("section55.duckdb.wal").touch()
    with pytest.raises(Refusal, match="was left behind"):
        publishing.publish(build)
    assert home.published.resolve().name == "r1"


def test_the_last_few_snapshots_stay(home: Home) -> None:
    names = [f"r{number}" for number in range(1, publishing.SNAPSHOTS_KEPT + 3)]
    for number, name in enumerate(names):
        publish(home, name, number)
    assert sorted(path.name for path in home.snapshots.iterdir()) == names[2:]


def test_a_clock_that_was_set_back_does_not_drop_what_is_published(home: Home) -> None:
    for number in range(5, 5 + publishing.SNAPSHOTS_KEPT):
        publish(home, f"r{number}", number)
    publish(home, "r1", 1)
    assert generation(home.database) == 1


def test_what_killed_refreshes_left_is_swept(home: Home) -> None:
    publish(home, "r1", 1)
    publishing.start_build(home, "r2")
    incoming = home.raw / "ab" / ".incoming-abc"
    incoming.parent.mkdir()
    incoming.touch()
    (home.raw / ".incoming-rejections.parquet").touch()
    (home.journal / "r2.tmp").touch()
    # Killed after the renaming, before the flip.
    (home.snapshots / "r3").mkdir()
    assert publishing.sweep(home) == ["r2"]
    assert list(home.build.iterdir()) == []
    assert [path.name for path in home.snapshots.iterdir()] == ["r1"]
    assert [path for path in home.raw.rglob("*") if path.is_file()] == []
    assert list(home.journal.iterdir()) == []
    assert generation(home.database) == 1


def test_the_home_may_be_moved(home: Home, tmp_path: Path) -> None:
    publish(home, "r1", 1)
    moved = Home(home.folder.rename(tmp_path / "elsewhere"))
    assert generation(moved.database) == 1


def test_a_home_that_cannot_be_made_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="Set SECTION55_HOME"):
        Home(tmp_path / "file" / "home").prepare()


def test_of_the_sites_the_current_one_and_the_one_before_are_kept(home: Home) -> None:
    home.prepare()
    for name in ("r1", "r2", "r3", ".r4"):
        (home.sites / name).mkdir()
    publishing.flip(home.current_site, home.sites / "r3")
    publishing.drop_sites(home)
    assert sorted(path.name for path in home.sites.iterdir()) == ["current", "r2", "r3"]
    assert home.current_site.resolve().name == "r3"
