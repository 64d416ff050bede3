"""What landing holds: the same rows in any order, all of a document or nothing of it."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.landing import _JUDGED, _REFUSED
from flows.record_columns import SCHEMAS
from flows.records import KINDS, document_key
from warehouse import landing, store
from warehouse.errors import Refusal
from warehouse.journal import Entry

WritePart = Callable[..., dict[str, list[Path]]]
ONE = "The force recorded 12 crimes. It will review them."
TWO = "The commissioner thanks the force. Nothing is counted."
FIGURES = {"12": 12.0}
DAY_1, DAY_2 = datetime(2026, 1, 1), datetime(2026, 1, 2)  # noqa: DTZ001 - UTC without a zone, as the table has it


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with store.reader(database) as connection:
        return connection.execute(sql).fetchall()


def landed(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {kind: rows(database, f"from landing.{kind} order by all") for kind in KINDS}


def land(database: Path, *parts: dict[str, list[Path]], rejected: tuple[str, ...] = ()) -> None:
    with store.writer(database) as connection:
        for one in parts:
            landing.replace_documents(connection, one, rejected)


def test_landing_twice_changes_nothing(database: Path, part: WritePart) -> None:
    both = part(ONE, TWO, figures=FIGURES)
    land(database, both)
    once = landed(database)
    land(database, both, both)
    assert landed(database) == once
    assert [len(once[kind]) for kind in ("documents", "sentences", "metric_observations")] == [
        2,
        4,
        1,
    ]


def test_order_of_documents_and_parts_does_not_matter(
    tmp_path: Path, database: Path, part: WritePart
) -> None:
    other = tmp_path / "other.duckdb"
    with store.writer(other) as connection:
        landing.create_tables(connection)
    land(database, part(ONE, figures=FIGURES), part(TWO))
    land(other, part(TWO, ONE, figures=FIGURES), part(TWO))
    assert landed(other) == landed(database)


def test_new_rules_replace_every_record_of_a_document(database: Path, part: WritePart) -> None:
    land(database, part(ONE, TWO, figures=FIGURES))
    land(database, part(ONE, version="2"))
    assert rows(database, "select count(*) from landing.metric_observations") == [(0,)]
    assert rows(
        database, "select parse_version, count(*) from landing.documents group by all order by all"
    ) == [("1", 1), ("2", 1)]


def test_a_rejected_document_keeps_what_it_landed_before(database: Path, part: WritePart) -> None:
    land(database, part(ONE, TWO, figures=FIGURES))
    before = landed(database)
    land(database, part(ONE, TWO, version="2"), rejected=(document_key(ONE.encode()),))
    after = landed(database)
    assert after["metric_observations"] == before["metric_observations"]
    versions = rows(database, "select text, parse_version from landing.documents order by text")
    assert versions == sorted([(ONE, "1"), (TWO, "2")])


def test_a_key_that_stands_twice_is_refused_with_its_table(
    database: Path, part: WritePart, tmp_path: Path
) -> None:
    land(database, part(TWO))
    before = landed(database)["sentences"]
    broken = part(ONE)
    twice = pq.read_table(broken["sentences"][0])
    file = tmp_path / "twice.parquet"
    pq.write_table(pa.concat_tables([twice, twice]), file)
    with pytest.raises(Refusal, match=r"cannot land sentences: .*[Dd]uplicate key"):
        land(database, broken | {"sentences": [file]})
    assert landed(database)["sentences"] == before


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_files_land_alike_however_many_at_once(
    database: Path, part: WritePart, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    land(database, part(ONE, TWO))
    monkeypatch.setattr(landing, "_FILES_AT_ONCE", at_once)
    parts = [part(ONE, version="2"), part(TWO, version="2"), part(ONE + " It is so.", version="2")]
    together = {kind: [file for one in parts for file in one[kind]] for kind in parts[0]}
    with store.writer(database) as connection:
        counts = landing.replace_documents(connection, together)
    assert counts["documents"] == (2, 3)
    versions = rows(database, "select distinct parse_version from landing.documents")
    assert versions == [("2",)]


def test_tables_have_the_columns_of_the_records(database: Path) -> None:
    names = {"VARCHAR": "string", "BIGINT": "int64", "DOUBLE": "double", "BOOLEAN": "bool"}
    for kind, record in KINDS.items():
        described = rows(database, f"describe landing.{kind}")
        found = [(row[0], names.get(row[1], "date32[day]"), row[2] == "YES") for row in described]
        wanted = [(field.name, str(field.type), field.nullable) for field in SCHEMAS[kind]]
        assert sorted(found) == sorted(wanted), kind
        assert {row[0] for row in described} == {field.name for field in fields(record)}


class Sources:
    """Addresses of one inbox, landed refresh after refresh."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.count = 0

    def land(
        self,
        contents: dict[str, str],
        *,
        bad: tuple[str, ...] = (),
        covered: tuple[str, ...] = ("file:///in",),
        at: datetime = DAY_1,
    ) -> None:
        self.count += 1
        judged, refused = [], []
        for name, content in contents.items():
            uri = f"file:///in/{name}"
            row = {
                "document_id": document_key(content.encode()),
                "source_uri": uri,
                "page_uri": uri.rpartition("#")[0] or uri,
                "address_uri": uri.partition("#")[0],
                "folder_uri": "file:///in",
                "byte_count": len(content),
                "modified_ns": 1,
                "raw_sha256": "0" * 64,
                "received_sha256": "0" * 64,
            }
            judged.append(row | {"was_seen": True, "is_accepted": name not in bad})
            if name in bad:
                reason = {"stage": "parse", "reason_code": "parser_error", "message": "broken"}
                refused.append(row | reason)
        files = self.folder / f"judged{self.count}", self.folder / f"refused{self.count}"
        pq.write_table(pa.Table.from_pylist(judged, _JUDGED), files[0])
        pq.write_table(pa.Table.from_pylist(refused, _REFUSED), files[1])
        with store.writer(self.database) as connection:
            landing.land_sources(
                connection,
                judged=files[0],
                refused=files[1],
                covered=covered,
                seen_at=at,
                refresh_id=f"refresh{self.count}",
            )

    def current(self) -> dict[str, str]:
        return dict(
            rows(
                self.database,
                "select source_uri.replace('file:///in/', ''), document_id "
                "from landing.document_sources where is_current order by all",
            )
        )

    def all(self) -> set[str]:
        """Return every address that is known, current or not."""
        found = rows(self.database, "select source_uri from landing.document_sources")
        return {str(row[0]).removeprefix("file:///in/") for row in found}

    def rejected(self) -> dict[str, str | None]:
        return dict(
            rows(
                self.database,
                "select source_uri.replace('file:///in/', ''), document_id from landing.rejections",
            )
        )


@pytest.fixture
def sources(database: Path, tmp_path: Path) -> Sources:
    return Sources(database, tmp_path)


KEY_1, KEY_2 = document_key(ONE.encode()), document_key(TWO.encode())


def test_a_document_whose_file_has_gone_is_no_longer_current(sources: Sources) -> None:
    sources.land({"a.txt": ONE, "b.txt": TWO})
    sources.land({"b.txt": TWO})
    assert sources.current() == {"b.txt": KEY_2}
    assert rows(
        sources.database, "select count(*) from landing.document_sources where not is_current"
    ) == [(1,)]


def test_sources_of_other_folders_stay(sources: Sources) -> None:
    sources.land({"a.txt": ONE, "inner/b.txt": TWO})
    sources.land({}, covered=("file:///in/inner",))
    assert sources.current() == {"a.txt": KEY_1}
    sources.land({}, covered=("file:///i", "file:///in/a.tx"))
    assert sources.current() == {"a.txt": KEY_1}


def test_the_same_bytes_under_two_names_are_one_document(sources: Sources) -> None:
    sources.land({"a.txt": ONE, "b.txt": ONE})
    sources.land({"b.txt": ONE})
    assert sources.current() == {"b.txt": KEY_1}


def test_changed_bytes_are_a_new_document_and_the_old_one_stays(sources: Sources) -> None:
    sources.land({"a.txt": ONE})
    sources.land({"a.txt": TWO}, at=DAY_2)
    assert sources.current() == {"a.txt": KEY_2}
    sources.land({"a.txt": ONE}, at=DAY_2)
    assert sources.current() == {"a.txt": KEY_1}
    assert rows(
        sources.database,
        "select first_seen_at, last_seen_at from landing.document_sources where is_current",
    ) == [(DAY_1, DAY_2)]


def test_refused_new_bytes_leave_the_last_good_document_current_and_marked(
    sources: Sources,
) -> None:
    sources.land({"a.txt": ONE})
    sources.land({"a.txt": TWO}, bad=("a.txt",))
    assert sources.current() == {"a.txt": KEY_1}
    assert sources.rejected() == {"a.txt": KEY_1}
    sources.land({"a.txt": TWO})
    assert sources.current() == {"a.txt": KEY_2}
    assert sources.rejected() == {}


def test_what_never_became_a_document_is_rejected_without_one(sources: Sources) -> None:
    sources.land({"a.txt": ONE}, bad=("a.txt",))
    assert sources.rejected() == {"a.txt": None}
    sources.land({})
    assert sources.rejected() == {}


def test_outcomes_and_refreshes_are_recorded_once(database: Path) -> None:
    outcome = {
        "door": "built_marts",
        "suite_name": "built_marts",
        "expectation_name": "there are documents",
        "column_name": None,
        "severity": "stop",
        "is_met": False,
        "row_count": 3,
        "failing_count": 1,
        "failing_examples": json.dumps(['it\'s "one"', "€"]),
        "scope": "whole",
    }
    entry = Entry(refresh_id="r1", started_at="2026-01-01T00:00:00.000", outcome="refused")
    for _ in range(2):
        with store.writer(database) as connection:
            landing.add_expectation_results(connection, "r1", [outcome, outcome])
            landing.add_refreshes(connection, [entry])
            entry.outcome = "published"
    results = rows(database, "from landing.expectation_results")
    assert results == [("r1", *outcome.values())] * 2
    assert rows(database, "select refresh_id, outcome, started_at from landing.refreshes") == [
        ("r1", "published", DAY_1)
    ]


def test_an_error_inside_a_transaction_takes_everything_back(database: Path) -> None:
    with store.writer(database) as connection:
        with pytest.raises(duckdb.BinderException), landing.transaction(connection):
            connection.execute("create table landing.half (one bigint); select no_such_column")
        assert connection.execute(
            "select count(*) from information_schema.tables where table_name = 'half'"
        ).fetchall() == [(0,)]


def test_the_parts_of_a_page_stay_while_its_new_bytes_are_refused(sources: Sources) -> None:
    sources.land({"a.htm#1": ONE, "a.htm#2": TWO})
    sources.land({"a.htm": "new"}, bad=("a.htm",))
    assert sources.current() == {"a.htm#1": KEY_1, "a.htm#2": KEY_2}
    assert sources.rejected() == {"a.htm": min(KEY_1, KEY_2)}
    sources.land({"a.htm#1": ONE})
    assert sources.current() == {"a.htm#1": KEY_1}
    assert sources.rejected() == {}


def test_a_page_that_is_one_document_again_ends_its_parts(sources: Sources) -> None:
    sources.land({"a.htm#1": ONE, "a.htm#2": TWO})
    sources.land({"a.htm": "whole"})
    assert set(sources.current()) == {"a.htm"}
    assert sources.all() == {"a.htm", "a.htm#1", "a.htm#2"}


def test_new_rules_forget_the_documents_that_a_page_was_before(
    database: Path, part: WritePart, sources: Sources
) -> None:
    land(database, part(ONE))
    sources.land({"a.htm": ONE})
    as_parts = part(ONE, version="2")
    table = pq.read_table(as_parts["documents"][0])
    renamed = pa.array([document_key(ONE.encode(), 1)])
    pq.write_table(
        table.set_column(
            table.column_names.index("document_id"), table.field("document_id"), renamed
        ),
        as_parts["documents"][0],
    )
    land(database, {"documents": as_parts["documents"]})
    assert rows(database, "select document_id from landing.documents") == [
        (document_key(ONE.encode(), 1),)
    ]
    assert sources.all() == set()


def test_a_warehouse_of_an_earlier_version_gets_the_columns_that_it_lacks(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with store.writer(old) as connection:
        landing.create_tables(connection)
        columns = "select table_name, column_name, data_type from duckdb_columns() order by all"
        wanted = connection.execute(columns).fetchall()
        connection.execute("alter table landing.rejections drop column address_uri")
        connection.execute(
            "insert into landing.rejections by name select 'file:///in/a' as source_uri, "
            "'' as folder_uri, '' as stage, '' as reason_code, '' as message, '' as refresh_id, "
            "'' as page_uri"
        )
        landing.create_tables(connection)
        assert connection.execute(columns).fetchall() == wanted
        found = connection.execute("select address_uri from landing.rejections").fetchall()
    assert found == [("file:///in/a",)]
