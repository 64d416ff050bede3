"""Door 2 about wholes: volumes, fill rates, quotes and drift, on real landing tables."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from expectations import bounds, gate, landed_records
from expectations.gate import ExpectationsNotMet, Outcome
from flows.records import KINDS

DOOR = "landed_records"
MakeFrame = Callable[..., pd.DataFrame]


def names(count: int, first: int = 0) -> tuple[str, ...]:
    return tuple(f"document {number}" for number in range(first, first + count))


def land(connection: DuckDBPyConnection, kind: str, frame: pd.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"insert into landing.{kind} by name select * from incoming")


def judge(
    connection: DuckDBPyConnection, previous: pd.DataFrame | None = None
) -> tuple[Outcome, ...]:
    profile = landed_records.profile(connection)
    return gate.check_whole(landed_records.whole_suite(previous), profile, door=DOOR)


def not_met(outcomes: tuple[Outcome, ...], severity: str) -> set[str]:
    return {o.expectation_name for o in outcomes if not o.is_met and o.severity == severity}


def test_one_document_without_facts_is_legal(
    landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    stub: dict[str, Any] = {"force_id": None, "document_type": "other"}
    land(landing, "documents", make_frame("documents", ("stub",), stub=stub))
    outcomes = judge(landing)
    gate.refuse_on_stop(outcomes)
    assert not_met(outcomes, "warn") == set()
    gate.refuse_on_stop(judge(landing, landed_records.profile(landing)))


def test_a_landing_without_documents_is_refused(landing: DuckDBPyConnection) -> None:
    with pytest.raises(ExpectationsNotMet, match=r"a document has landed: found 1 of 1.* = 0"):
        gate.refuse_on_stop(judge(landing))


def test_every_kind_of_good_record_passes(
    landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    for kind in KINDS:
        land(landing, kind, make_frame(kind))
    outcomes = judge(landing)
    assert [outcome for outcome in outcomes if not outcome.is_met] == []


@pytest.mark.parametrize(
    "broken", [{"char_start": 18, "char_end": 21}, {"quoted_text": "13%"}, {"char_end": 900}]
)
def test_a_quote_that_is_not_where_its_offsets_point_stops(
    broken: dict[str, Any], landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    land(landing, "documents", make_frame("documents"))
    land(landing, "commitments", make_frame("commitments", bad=broken))
    assert not_met(judge(landing), "stop") == {
        "commitments quote the text where their offsets point"
    }


def test_what_a_record_refers_to_must_have_landed(
    landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    land(landing, "documents", make_frame("documents"))
    lost: dict[str, Any] = {"section_id": "lost", "table_id": "lost"}
    land(landing, "metric_observations", make_frame("metric_observations", bad=lost))
    assert not_met(judge(landing), "stop") == {
        "the sections of metric_observations have landed",
        "the tables of metric_observations have landed",
    }


def test_a_record_under_two_keys_stops(landing: DuckDBPyConnection, make_frame: MakeFrame) -> None:
    land(landing, "documents", make_frame("documents"))
    twins = pd.concat([make_frame("commitments")] * 2)
    land(landing, "commitments", twins.assign(commitment_id=list("abcdef")))
    assert not_met(judge(landing), "stop") == {"no two commitments differ in their key alone"}


def test_offsets_count_code_points(landing: DuckDBPyConnection, make_frame: MakeFrame) -> None:
    text = "Cafe\u0301 \U0001f469\u200d\U0001f4bb £ ŵ 12% €"
    start = text.index("12%")
    land(landing, "documents", make_frame("documents", ("a",), a={"text": text}))
    spot = {"char_start": start, "char_end": start + 3}
    land(landing, "commitments", make_frame("commitments", ("a",), a=spot))
    assert not_met(judge(landing), "stop") == set()


@pytest.mark.parametrize(
    ("count", "without", "told"),
    [
        (bounds.DOCUMENTS_JUDGED_FROM - 1, bounds.DOCUMENTS_JUDGED_FROM - 1, (0, 0)),
        (bounds.DOCUMENTS_JUDGED_FROM, bounds.DOCUMENTS_JUDGED_FROM, (1, 1)),
        (bounds.DOCUMENTS_JUDGED_FROM, 6, (0, 1)),
        (bounds.DOCUMENTS_JUDGED_FROM, 5, (0, 0)),
    ],
)
def test_documents_without_a_force_are_judged_by_their_share_where_there_are_many(
    count: int,
    without: int,
    told: tuple[int, int],
    landing: DuckDBPyConnection,
    make_frame: MakeFrame,
) -> None:
    documents = names(count)
    nameless = {document: {"force_id": None} for document in documents[:without]}
    land(landing, "documents", make_frame("documents", documents, **nameless))
    outcomes = judge(landing)
    assert (len(not_met(outcomes, "stop")), len(not_met(outcomes, "warn"))) == told


def reject(connection: DuckDBPyConnection, count: int) -> None:
    connection.execute(
        "insert into landing.rejections by name select 'file:///bad' || i as source_uri, "
        "source_uri as page_uri, source_uri as address_uri, 'file:///' as folder_uri, "
        "'read' as stage, 'empty' as reason_code, 'empty' as message, 'r1' as refresh_id "
        "from range(?) t(i)",
        [count],
    )


def source(connection: DuckDBPyConnection, count: int) -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
    connection.execute(
        "insert into landing.document_sources by name select 'd' || i as document_id, "
        "'file:///good' || i as source_uri, source_uri as page_uri, source_uri as address_uri, "
        "'file:///' as folder_uri, 1 as byte_count, 1 as modified_ns, 'x' as raw_sha256, "
        "'x' as received_sha256, $now as first_seen_at, $now as last_seen_at, "
        "true as is_current from range($count) t(i)",
        {"now": now, "count": count},
    )


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [(1, 4, (0, 0)), (16, 4, (0, 0)), (10, 10, (0, 1)), (1, 40, (1, 1))],
)
def test_rejections_warn_where_they_are_many_and_stop_where_hardly_anything_passed(
    good: int,
    bad: int,
    told: tuple[int, int],
    landing: DuckDBPyConnection,
    make_frame: MakeFrame,
) -> None:
    land(landing, "documents", make_frame("documents"))
    source(landing, good)
    reject(landing, bad)
    outcomes = judge(landing)
    assert (len(not_met(outcomes, "stop")), len(not_met(outcomes, "warn"))) == told


def test_a_lost_document_stops(landing: DuckDBPyConnection, make_frame: MakeFrame) -> None:
    land(landing, "documents", make_frame("documents"))
    previous = landed_records.volumes(landing)
    landing.execute("delete from landing.documents where document_id = (select min(document_id) "
                    "from landing.documents)")  # fmt: skip
    assert not_met(judge(landing, previous), "stop") == {"no landed document is lost"}


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        (bounds.ROWS_JUDGED_FROM, bounds.ROWS_JUDGED_FROM * 6 // 10 - 1, 1),
        (bounds.ROWS_JUDGED_FROM, bounds.ROWS_JUDGED_FROM * 6 // 10, 0),
        (bounds.ROWS_JUDGED_FROM, 10 * bounds.ROWS_JUDGED_FROM, 0),
        (bounds.ROWS_JUDGED_FROM - 1, 0, 0),
    ],
)
def test_a_table_that_shrinks_by_more_than_its_bound_stops(
    before: int, after: int, stops: int, landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    land(landing, "documents", make_frame("documents"))
    land(landing, "sentences", make_frame("sentences", names(before)))
    previous = landed_records.volumes(landing)
    landing.execute("delete from landing.sentences")
    land(landing, "sentences", make_frame("sentences", names(after)))
    stopped = not_met(judge(landing, previous), "stop")
    assert len(stopped) == stops
    assert all(law.startswith("sentences have not shrunk") for law in stopped)


def test_a_code_that_vanishes_stops(landing: DuckDBPyConnection, make_frame: MakeFrame) -> None:
    land(landing, "documents", make_frame("documents"))
    many = names(2 * bounds.ROWS_JUDGED_FROM)
    as_table = {document: {"table_shape": "html"} for document in many[::2]}
    land(landing, "tables", make_frame("tables", many, **as_table))
    previous = landed_records.volumes(landing)
    landing.execute("update landing.tables set table_shape = 'tab'")
    with pytest.raises(ExpectationsNotMet, match=r"table_shape=html\] has not shrunk.*nothing to"):
        gate.refuse_on_stop(judge(landing, previous))


def test_a_snapshot_of_older_rules_can_be_profiled(
    landing: DuckDBPyConnection, make_frame: MakeFrame
) -> None:
    land(landing, "documents", make_frame("documents"))
    with duckdb.connect() as older:
        older.execute("create schema landing; create table landing.documents (document_id varchar)")
        previous = landed_records.volumes(older)
    assert list(previous["measure_name"]) == ["row_count"]
    gate.refuse_on_stop(judge(landing, previous))
