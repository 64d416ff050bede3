"""The pages of data quality say what the doors recorded."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from flows.site import links
from flows.site.page import Page
from flows.site.pages import quality
from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import shown, tree
from warehouse import store
from warehouse.paths import PROJECT_FOLDER


def test_every_expectation_of_the_last_refresh_stands_on_its_doors_page(built: Built) -> None:
    with store.reader(built.home.database) as connection:
        recorded = connection.execute(
            "select door, expectation_name, severity, is_met, row_count, failing_count "
            "from landing.expectation_results"
        ).fetchall()
    listed = []
    for door in quality.DOORS:
        for row in tree(built.folder / links.quality_page(door)).xpath("//tbody/tr"):
            name, severity, state, rows, failing = (
                shown(row[column]).strip() for column in (0, 2, 3, -3, -2)
            )
            listed.append((door, name, severity, state.split()[-1], rows, failing))
    states = {True: {"pass"}, False: {"warn", "fail"}}
    assert Counter((door, name, severity) for door, name, severity, *_ in listed) == Counter(
        (door, name, severity) for door, name, severity, *_ in recorded
    )
    assert Counter(state == "pass" for *_, state, _, _ in listed) == Counter(
        met for *_, met, _, _ in recorded
    )
    assert {state for *_, state, _, _ in listed} <= states[True] | states[False]
    assert Counter((rows, failing) for *_, rows, failing in listed) == Counter(
        (f"{rows:,}", f"{failing:,}") for *_, rows, failing in recorded
    )


@pytest.fixture
def made() -> duckdb.DuckDBPyConnection:
    """A file of three refreshes: one judged, one refused, and one judged that found faults."""
    connection = duckdb.connect()
    connection.execute((PROJECT_FOLDER / "warehouse" / "ddl" / "landing.sql").read_text())
    connection.execute(
        """
        create schema marts;
        create table marts.dim_documents (document_id varchar, title varchar);
        insert into marts.dim_documents values ('d1', '<b>Good</b>');
        insert into landing.refreshes (refresh_id, outcome, started_at, ended_at, message) values
            ('r1', 'published', timestamp '2026-01-01 05:00', timestamp '2026-01-01 05:01', null),
            ('r2', 'refused', timestamp '2026-01-02 05:00', timestamp '2026-01-02 05:01', 'cannot <i>'),
            ('r3', 'published', timestamp '2026-01-03 05:00', timestamp '2026-01-03 05:01', null);
        insert into landing.expectation_results values
            ('r1', 'raw_documents', 'raw', 'has words', 'text', 'reject', true, 10, 0, null, 'increment'),
            ('r3', 'raw_documents', 'raw', 'has words', 'text', 'reject', false, 10, 2, '["<script>", null]', 'increment'),
            ('r1', 'built_marts', 'marts', 'no drift', null, 'warn', false, 1, 1, '["0.5"]', 'whole'),
            ('r3', 'built_marts', 'marts', 'no drift', null, 'warn', true, 1, 0, null, 'whole');
        """
    )
    for number in range(1, 1202):
        connection.execute(
            "insert into landing.rejections by name select ? as source_uri, ? as page_uri, "
            "'file' as address_uri, 'folder' as folder_uri, 'read' as stage, ? as reason_code, "
            "'<u>why</u>' as message, ? as document_id, 'r3' as refresh_id",
            [
                f"file:///{number:04}<img src=x>",
                "p",
                "empty" if number <= 600 else "not_text",
                "d1" if number == 1 else None,
            ],
        )
    return connection


def pages_of(connection: duckdb.DuckDBPyConnection) -> dict[str, Page]:
    return {page.path: page for page in quality.pages(Snapshot(connection))}


def test_states_go_from_the_newest_refresh_back_over_those_that_judged(
    made: duckdb.DuckDBPyConnection,
) -> None:
    pages = pages_of(made)
    (raw,) = pages[links.quality_page("raw_documents")].context["suites"][0]["expectations"]
    (drift,) = pages[links.quality_page("built_marts")].context["suites"][0]["expectations"]
    assert (raw["states"], raw["last_state"]) == (["fail", "pass"], "fail")
    assert raw["failures"] == [{"refresh_id": "r3", "examples": ["<script>", "None"]}]
    assert (drift["states"], drift["last_state"]) == (["pass", "warn"], "pass")
    first = pages[links.quality_page()].context
    assert [row["refresh_id"] for row in first["refreshes"]] == ["r3", "r2", "r1"]
    assert [each["expectation_name"] for each in first["not_met"]] == ["has words"]


def test_rejections_are_cut_in_pages_and_reasons_lead_to_theirs(
    made: duckdb.DuckDBPyConnection,
) -> None:
    pages = pages_of(made)
    reasons = {
        row["reason_code"]: (row["count"], row["path"])
        for row in pages[links.quality_page()].context["reasons"]
    }
    assert reasons == {
        "not_text": (601, "quality/rejections-2.html#read-not_text"),
        "empty": (600, "quality/rejections.html#read-empty"),
    }
    counts = [
        sum(len(reason["rejections"]) for reason in pages[path].context["reasons"])
        for path in sorted(path for path in pages if "rejections" in path)
    ]
    assert counts == [500, 201, 500]


def test_an_empty_warehouse_has_its_pages(tmp_path: Path) -> None:
    connection = duckdb.connect(tmp_path / "empty.duckdb")
    connection.execute((PROJECT_FOLDER / "warehouse" / "ddl" / "landing.sql").read_text())
    connection.execute(
        "create schema marts; create table marts.dim_documents (document_id varchar, title varchar);"
        "insert into landing.refreshes (refresh_id, outcome, started_at, ended_at) "
        "values ('r1', 'published', timestamp '2026-01-01', timestamp '2026-01-01')"
    )
    pages = pages_of(connection)
    assert pages[links.quality_page()].context["shown"] == []
    assert pages[links.rejections_page()].context["total"] == 0
