"""Each guard of the build catches what it is there for: the marts broken on purpose."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt.conftest import Invoke
from tests.dbt.landed import Landed

#: What is done to a built warehouse, and the one test that must say so.
BREAKS = {
    "fct_commitments_holds_every_landed_row": (
        "delete from marts.fct_commitments where due_on = date '2020-12-31'"
    ),
    "fct_initiative_mentions_has_a_sound_key": (
        "insert into marts.fct_initiative_mentions select * from marts.fct_initiative_mentions"
    ),
    "fct_source_findings_refers_to_what_exists": (
        "update marts.fct_source_findings set force_id = 'atlantis'"
    ),
    "fct_responses_has_known_codes": "update marts.fct_responses set timeliness = 'in_good_time'",
    "every_landed_document_is_in_dim_documents": (
        "delete from marts.dim_documents where force_id is null"
    ),
    "a_document_refers_only_to_kept_ones": (
        "update marts.dim_documents set translation_of = (select document_id "
        "from marts.dim_documents where force_id = 'kent') where not is_current"
    ),
    "facts_are_counted_once": (
        "update marts.fct_theme_mentions set document_id = (select document_id "
        "from marts.dim_documents where not is_current)"
    ),
    "every_landed_row_has_its_document": "update landing.sections set document_id = 'nobody'",
    "every_document_has_a_source": (
        "insert into landing.document_sources "
        "select * replace ('nobody' as document_id) from landing.document_sources limit 1"
    ),
    "rpt_theme_coverage_has_a_sound_key": (
        "insert into marts.rpt_theme_coverage select * from marts.rpt_theme_coverage"
    ),
}


@pytest.fixture(scope="module")
def broken_database(built_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("broken") / "section55.duckdb"
    shutil.copy(built_database, database)
    with duckdb.connect(str(database)) as connection:
        for statement in BREAKS.values():
            connection.execute(statement)
    return database


@pytest.fixture(scope="module")
def failed_tests(broken_database: Path, invoke_dbt: Invoke) -> dict[str, Any]:
    result = invoke_dbt(broken_database, "test", "--select", "test_type:data")
    assert not result.success
    outcomes: Any = result.result
    return {row.node.name: row for row in outcomes if row.status == "fail"}


def test_each_break_is_told_by_its_own_test_and_no_other(failed_tests: dict[str, Any]) -> None:
    assert set(failed_tests) == set(BREAKS)


def test_the_statement_of_a_failed_test_finds_its_rows(
    broken_database: Path, failed_tests: dict[str, Any]
) -> None:
    with duckdb.connect(str(broken_database), read_only=True) as connection:
        for name, outcome in failed_tests.items():
            found = connection.execute(outcome.node.compiled_code).fetchall()
            assert len(found) == outcome.failures > 0, name


def test_a_build_over_broken_landing_fails_and_names_the_rows(
    built_database: Path,
    landed: dict[str, Landed],
    invoke_dbt: Invoke,
    tmp_path: Path,
) -> None:
    database = tmp_path / "section55.duckdb"
    shutil.copy(built_database, database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("update landing.documents set force_id = 'atlantis'")
    result = invoke_dbt(database, "build", "--select", "+dim_documents")
    outcomes: Any = result.result
    failed = {row.node.name: row for row in outcomes if row.status == "fail"}
    assert set(failed) == {"dim_documents_refers_to_what_exists"}
    statement = failed["dim_documents_refers_to_what_exists"].node.compiled_code
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(statement).fetchall()
    assert found == [("force_id", "dim_forces", "atlantis", len(landed))]
