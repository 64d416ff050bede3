"""What the marts say about a small set of landed documents."""

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.records import KINDS
from tests.dbt.landed import METRIC, REPORT, SHARED, SHARED_DIFFERENTLY, THEME, YEAR_2019, Landed

PUBLISHED_ON = dt.date.fromisoformat(REPORT["published_on"])
FACTS = {
    "responses",
    "recommendation_answers",
    "commitments",
    "initiative_mentions",
    "links",
    "theme_mentions",
    "metric_observations",
    "source_findings",
    "arithmetic_checks",
}


def rows(warehouse: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return warehouse.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_table_holds_the_landed_rows_of_current_documents_and_no_other(
    warehouse: duckdb.DuckDBPyConnection, kind: str
) -> None:
    columns = ", ".join(field.name for field in fields(KINDS[kind]))
    if kind == "responses":  # the mart's date and count are decided, not landed
        columns = "response_id, document_id, quoted_text, char_start, char_end, stance"
    landed = rows(
        warehouse,
        f"select {columns} from landing.{kind} where document_id in "
        "(select document_id from landing.document_sources where is_current) order by all",
    )
    assert landed
    assert rows(warehouse, f"select {columns} from marts.fct_{kind} order by all") == landed


def test_a_document_stays_when_it_is_superseded_and_only_its_facts_go(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    documents = rows(
        warehouse, "select document_id, is_current, source_uri from marts.dim_documents"
    )
    assert sorted(documents) == sorted(
        (
            document.id,
            document.is_current,
            f"{'inbox' if document.is_current else 'archive'}/{name}.txt",
        )
        for name, document in landed.items()
    )
    reports = rows(
        warehouse,
        "select inspection_report_id, title, published_on, published_on_precision "
        "from marts.dim_inspection_reports where not is_catalogued",
    )
    assert reports == [("a-report-of-its-own", "A Report of Its Own", dt.date(2019, 5, 1), "month")]


def test_a_document_whose_update_was_rejected_is_marked(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    marked = rows(
        warehouse, "select document_id from marts.dim_documents where has_rejected_update"
    )
    assert marked == [(landed["stub"].id,)]


def test_responses_are_told_by_the_clock(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    responses = rows(
        warehouse,
        "select document_id, inspection_report_id, timeliness, days_taken, last_day, "
        "recommendations_made, recommendations_answered from marts.fct_responses",
    )
    last_day = PUBLISHED_ON + dt.timedelta(days=55)
    report = REPORT["inspection_report_id"]
    catalogued = int(REPORT["recommendation_count"])
    own = "a-report-of-its-own"
    assert sorted(responses) == sorted(
        [
            (landed["kent_response"].id, report, "on_time", 56, last_day, catalogued, 2),
            (landed["essex_letter"].id, report, "late", 57, last_day, 1, 0),
            (landed["essex_letter"].id, own, "unknown", None, None, None, 0),
            (landed["essex_panel_report"].id, own, "not_applicable", None, None, None, 0),
        ]
    )


def test_a_passage_is_shared_by_documents_not_by_places_in_one(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    passages = rows(
        warehouse,
        "select document_id, quoted_text, document_count, is_across_forces, similarity "
        "from marts.fct_shared_passages",
    )
    assert sorted(passages) == sorted(
        [
            (landed["kent_response"].id, SHARED, 2, True, 1.0),
            (landed["essex_letter"].id, SHARED_DIFFERENTLY, 2, True, 1.0),
        ]
    )
    assert rows(warehouse, "select count(distinct passage_id) from marts.fct_shared_passages") == [
        (1,)
    ]
    shares = rows(warehouse, "select document_id, shared_sentence_share from marts.dim_documents")
    assert dict(shares) == {
        landed["kent_response"].id: 1.0,
        landed["essex_letter"].id: 1.0,
        landed["essex_panel_report"].id: 0.0,
        landed["essex_draft"].id: None,
        landed["stub"].id: None,
    }


def test_shared_passages_quote_their_documents_by_code_points(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    texts = {document.id: document.text for document in landed.values()}
    passages = rows(
        warehouse,
        "select document_id, char_start, char_end, quoted_text from marts.fct_shared_passages",
    )
    assert passages
    assert all(texts[document][start:end] == quote for document, start, end, quote in passages)


def test_a_series_takes_the_exact_total_and_only_what_can_be_compared(
    warehouse: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    series = rows(
        warehouse,
        "select metric_id, force_id, period_start, period_end, value, unit_code, document_id, "
        "observation_count, least_value, greatest_value from marts.rpt_metric_series",
    )
    panel = landed["essex_panel_report"].id
    assert series == [(METRIC, "essex", *YEAR_2019, 258.0, "count", panel, 4, 25.0, 261.0)]


def test_coverage_is_a_share_of_sentences_and_keeps_undated_documents(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    coverage = rows(
        warehouse,
        "select force_id, theme_id, year, document_count, sentence_count, share_of_sentences "
        "from marts.rpt_theme_coverage",
    )
    assert coverage == [("essex", THEME, None, 1, 1, pytest.approx(1 / 2))]


def test_a_scorecard_is_of_today_and_counts_current_documents(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    cards = rows(
        warehouse,
        "select force_id, as_of_on = current_date, document_count, response_count, on_time_count, "
        "late_count, recommendations_answered, commitment_count, commitments_past_due_count, "
        "metric_observation_count, finding_count from marts.rpt_force_scorecards order by force_id",
    )
    assert cards == [
        ("essex", True, 2, 3, 0, 1, 0, 0, 0, 8, 1),
        ("kent", True, 1, 1, 1, 0, 2, 3, 1, 0, 0),
    ]


def test_schemas_are_named_as_they_are_asked_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    schemas = rows(
        warehouse, "select distinct table_schema from information_schema.tables order by all"
    )
    assert [name for (name,) in schemas] == [
        "intermediate",
        "landing",
        "marts",
        "reference",
        "staging",
    ]


def test_the_file_is_of_the_1_4_format(built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        tags = connection.execute(
            "select tags from duckdb_databases() where not internal"
        ).fetchone()
    assert tags is not None
    assert "v1.4" in str(tags)
