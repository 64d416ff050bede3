"""Door 3 on marts that are made by hand, each broken on purpose."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from expectations import bounds, built_marts, gate
from expectations.gate import ExpectationsNotMet, Outcome

_MARTS = """
create schema marts;
create table marts.dim_forces as select 'force-' || i as force_id from range(45) t(i);
create table marts.dim_documents as
    select
        'd' || i as document_id,
        'force-' || (i % 3) as force_id,
        date '2020-01-01' as document_date,
        3000 as word_count,
        true as is_current,
        0.1::double as shared_sentence_share
    from range(30) t(i);
create table marts.dim_themes as select 'theft' as theme_id;
create table marts.dim_metrics as select 'share_solved' as metric_id, 'percent' as unit_code;
create table marts.dim_inspection_reports as
    select 'r' as inspection_report_id, date '2019-01-01' as published_on, 3 as
    recommendation_count;
create table marts.fct_responses as select 'd1' as document_id, 56 as days_taken;
create table marts.fct_recommendation_answers (document_id varchar);
create table marts.fct_commitments (document_id varchar, due_on date);
create table marts.fct_initiative_mentions (document_id varchar);
create table marts.fct_links (document_id varchar);
create table marts.fct_theme_mentions (document_id varchar);
create table marts.fct_metric_observations as
    select
        'd1' as document_id,
        'share_solved' as metric_id,
        'percent' as unit_code,
        12.0::double as value
    from range(600);
create table marts.fct_source_findings (document_id varchar);
create table marts.fct_arithmetic_checks as
    select 'd1' as document_id, i > 2 as agrees from range(60) t(i);
create table marts.fct_shared_passages as
    select 'd1' as document_id, 2 as document_count, 1.0::double as similarity;
create table marts.rpt_theme_coverage as select 0.5::double as share_of_sentences;
create table marts.rpt_metric_series as select 12.0::double as value, 'percent' as unit_code;
create view marts.rpt_force_scorecards as
    select force_id, count(*) as document_count, current_date as as_of_on
    from marts.dim_documents group by force_id;
"""


@pytest.fixture
def marts() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(_MARTS)
        yield connection


def judge(
    connection: DuckDBPyConnection, previous: pd.DataFrame | None = None
) -> tuple[Outcome, ...]:
    profile = built_marts.profile(connection)
    return gate.check_whole(built_marts.suite(previous), profile, door="built_marts")


def not_met(outcomes: tuple[Outcome, ...], severity: str) -> set[str]:
    return {o.expectation_name for o in outcomes if not o.is_met and o.severity == severity}


def test_good_marts_pass_and_pass_again_against_themselves(marts: DuckDBPyConnection) -> None:
    previous = built_marts.volumes(marts)
    for outcomes in (judge(marts), judge(marts, previous)):
        assert [outcome for outcome in outcomes if not outcome.is_met] == []


def test_a_profile_is_a_frame_of_numbers_and_never_of_facts(marts: DuckDBPyConnection) -> None:
    profile = built_marts.profile(marts)
    assert list(profile.columns) == ["measure_id", "relation_name", "measure_name", "measure_value"]
    assert profile["measure_value"].dtype == "float64"
    assert not profile.duplicated("measure_id").any()
    assert len(profile) < 100


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("delete from marts.dim_forces where force_id > 'force-30'", "dim_forces has 43 to 80"),
        ("delete from marts.dim_documents", "dim_documents has rows"),
        ("delete from marts.dim_themes", "dim_themes has rows"),
        ("drop table marts.fct_commitments", "fct_commitments is built"),
        (
            "alter table marts.fct_shared_passages drop column similarity",
            "similarity is 0 to 1",
        ),
        ("update marts.rpt_theme_coverage set share_of_sentences = 1.5", "share_of_sentences is"),
        ("update marts.fct_shared_passages set similarity = -0.5", "similarity is 0 to 1"),
        ("update marts.fct_shared_passages set document_count = 1", "a shared passage stands in"),
        ("update marts.fct_arithmetic_checks set agrees = false", "printed sums are not mostly"),
        (
            "update marts.dim_inspection_reports set recommendation_count = -1",
            "columns hold what their suffix promises",
        ),
        ("alter table marts.dim_themes add column a_percent double default 120", "columns hold"),
        (
            "update marts.dim_documents set shared_sentence_share = 50",
            "columns hold what their suffix promises",
        ),
        (
            "update marts.dim_documents set document_date = date '0020-01-01'",
            "dates are of centuries of policing",
        ),
        ("insert into marts.fct_commitments values ('d1', date '9999-12-31')", "dates are of"),
    ],
)
def test_a_broken_mart_stops_and_is_named(change: str, law: str, marts: DuckDBPyConnection) -> None:
    marts.execute(change)
    outcomes = judge(marts)
    assert any(stopped.startswith(law) for stopped in not_met(outcomes, "stop"))
    with pytest.raises(ExpectationsNotMet, match=law):
        gate.refuse_on_stop(outcomes)


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("update marts.fct_responses set days_taken = -3", "responses take 1 to 3,650 days"),
        ("update marts.rpt_metric_series set value = 140", "canonical percentages are 0 to 100"),
        (
            "update marts.fct_metric_observations set unit_code = 'count'",
            "a canonical figure has its metric's unit",
        ),
        (
            "insert into marts.fct_source_findings select 'd1' from range(700)",
            "findings are rare",
        ),
        (
            "update marts.fct_arithmetic_checks set agrees = rowid % 3 > 0",
            "printed sums are mostly right",
        ),
    ],
)
def test_an_unusual_mart_is_told_and_published(
    change: str, law: str, marts: DuckDBPyConnection
) -> None:
    marts.execute(change)
    outcomes = judge(marts)
    assert not_met(outcomes, "warn") == {law}
    gate.refuse_on_stop(outcomes)


def test_a_fact_that_grows_scarce_in_texts_of_one_size_stops(marts: DuckDBPyConnection) -> None:
    previous = built_marts.volumes(marts)
    marts.execute("delete from marts.fct_metric_observations where rowid >= 100")
    with pytest.raises(ExpectationsNotMet, match="fct_metric_observations for each thousand words"):
        gate.refuse_on_stop(judge(marts, previous))


def test_a_fact_that_grows_rank_is_told(marts: DuckDBPyConnection) -> None:
    previous = built_marts.volumes(marts)
    marts.execute("insert into marts.fct_metric_observations from marts.fct_metric_observations")
    marts.execute("insert into marts.fct_metric_observations from marts.fct_metric_observations")
    marts.execute("insert into marts.fct_metric_observations from marts.fct_metric_observations")
    outcomes = judge(marts, previous)
    gate.refuse_on_stop(outcomes)
    assert len(not_met(outcomes, "warn")) == 1


def test_facts_that_go_with_their_documents_are_no_drift(marts: DuckDBPyConnection) -> None:
    previous = built_marts.volumes(marts)
    marts.execute("update marts.dim_documents set is_current = false where document_id <> 'd1'")
    marts.execute("delete from marts.fct_metric_observations")
    gate.refuse_on_stop(judge(marts, previous))


@pytest.mark.parametrize(("gone", "stops"), [(6, True), (5, False), (10, True)])
def test_a_force_that_loses_its_documents_stops(
    gone: int, stops: bool, marts: DuckDBPyConnection
) -> None:
    assert bounds.FORCE_DOCUMENTS_JUDGED_FROM <= 10
    previous = built_marts.volumes(marts)
    marts.execute(
        "update marts.dim_documents set force_id = null where document_id in (select document_id "
        "from marts.dim_documents where force_id = 'force-1' order by document_id limit ?)",
        [gone],
    )
    stopped = not_met(judge(marts, previous), "stop")
    assert bool(stopped) == stops
    assert all("force_id=force-1" in law for law in stopped)


def test_a_snapshot_without_marts_is_no_measure_of_drift(marts: DuckDBPyConnection) -> None:
    with duckdb.connect() as empty:
        previous = built_marts.volumes(empty)
    gate.refuse_on_stop(judge(marts, previous))
