"""What a row of ``known_defects`` does to the marts, and which rows are told to be wrong."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.records import KINDS, Evidence
from tests.dbt.conftest import PASSED, REPOSITORY, Invoke
from tests.dbt.landed import Landed

CORRECTABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8")
)["vars"]["correctable"]
EVIDENCE = {field.name for field in fields(Evidence)}
Row = tuple[str, str | None, str, str | None, str | None]


def key_of(document: Landed, kind: str, number: int = 0) -> str:
    """Return the key of a landed fact of a document, by its place among those of its kind."""
    record = [record for name, record in document.facts if name == kind][number]
    return str(getattr(record, CORRECTABLE[kind]["key"]))


@pytest.fixture(scope="module")
def defects(landed: dict[str, Landed]) -> list[Row]:
    kent, panel = landed["kent_response"], landed["essex_panel_report"]
    promise = key_of(kent, "commitments")
    return [
        ("commitments", promise, "set", "due_on", "2021-06-30"),
        ("commitments", promise, "set", "due_precision", "month"),
        ("commitments", promise, "set", "actor", "joint"),
        ("commitments", key_of(kent, "commitments", 1), "set", "due_on", None),
        ("commitments", key_of(kent, "commitments", 1), "set", "due_precision", None),
        ("commitments", key_of(kent, "commitments", 2), "drop", None, None),
        ("recommendation_answers", key_of(kent, "recommendation_answers"), "drop", None, None),
        ("metric_observations", key_of(panel, "metric_observations"), "set", "value", "206"),
        ("metric_observations", key_of(panel, "metric_observations", 1), "set", "value", "25.0"),
        ("metric_observations", key_of(panel, "metric_observations", 2), "set", "is_total", "false"),
        ("source_findings", key_of(panel, "source_findings"), "drop", None, None),
        ("arithmetic_checks", "of a text that has changed", "drop", None, None),
        ("theme_mentions", key_of(landed["essex_draft"], "theme_mentions"), "drop", None, None),
        ("responses", key_of(landed["essex_letter"], "responses"), "set", "recommendations_made", "3"),
        ("documents", landed["stub"].id, "set", "force_id", "kent"),
        ("documents", landed["stub"].id, "set", "title", "A page of Kent"),
    ]  # fmt: skip


def write_down(connection: duckdb.DuckDBPyConnection, defects: list[Row]) -> None:
    connection.executemany(
        "insert into reference.known_defects by position "
        "values (?, ?, ?, ?, ?, 'It is wrong.', date '2026-01-01', 'a reader', true)",
        defects,
    )


@pytest.fixture(scope="module")
def outcomes(
    built_database: Path, invoke_dbt: Invoke, defects: list[Row], dbt_folder: Path
) -> dict[str, str]:
    """Correct a copy of the warehouse; name of each dbt node -> how it ended."""
    database = dbt_folder / "corrected" / "section55.duckdb"
    database.parent.mkdir()
    shutil.copy(built_database, database)
    with duckdb.connect(str(database)) as connection:
        write_down(connection, defects)
    result: Any = invoke_dbt(
        database, "build", "--exclude-resource-type", "seed", "--exclude-resource-type", "unit_test"
    )
    assert result.exception is None
    return {outcome.node.name: str(outcome.status) for outcome in result.result}


@pytest.fixture(scope="module")
def corrected(outcomes: dict[str, str], dbt_folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    assert outcomes
    database = dbt_folder / "corrected" / "section55.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_corrected_marts_pass_every_test_and_idle_rows_are_a_warning(
    outcomes: dict[str, str],
) -> None:
    assert len(outcomes) > 100
    told = {name: status for name, status in outcomes.items() if status not in PASSED}
    assert told == {"every_correction_does_something": "warn"}


@pytest.mark.parametrize("kind", [kind for kind in CORRECTABLE if kind != "documents"])
def test_a_dropped_record_leaves_its_mart_and_no_other_row_does(
    warehouse: duckdb.DuckDBPyConnection,
    corrected: duckdb.DuckDBPyConnection,
    defects: list[Row],
    kind: str,
) -> None:
    key = CORRECTABLE[kind]["key"]
    dropped = {row[1] for row in defects if row[0] == kind and row[2] == "drop"}
    evidence = ", ".join([key, *sorted(EVIDENCE)])
    before, after = (
        rows(connection, f"select {evidence} from marts.fct_{kind} order by all")
        for connection in (warehouse, corrected)
    )
    # Key and evidence of all other rows are the same, corrected or not.
    assert after == [row for row in before if row[0] not in dropped]


def test_landing_keeps_what_was_parsed(
    warehouse: duckdb.DuckDBPyConnection, corrected: duckdb.DuckDBPyConnection
) -> None:
    for kind in KINDS:
        sql = f"select * from landing.{kind} order by all"
        assert rows(corrected, sql) == rows(warehouse, sql)


def test_a_set_value_stands_in_place_of_what_was_parsed(
    corrected: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    kent = landed["kent_response"]
    assert rows(
        corrected,
        "select commitment_id, actor, due_on, due_precision, is_corrected "
        "from marts.fct_commitments order by due_on nulls last",
    ) == [
        (key_of(kent, "commitments"), "joint", dt.date(2021, 6, 30), "month", True),
        (key_of(kent, "commitments", 1), "force", None, None, True),
    ]


def test_only_a_value_that_differs_makes_a_row_corrected(
    corrected: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    panel = landed["essex_panel_report"]
    found = rows(
        corrected,
        "select observation_id, value, is_total, is_corrected from marts.fct_metric_observations",
    )
    keys = [key_of(panel, "metric_observations", number) for number in range(8)]
    by_key = {key: values for key, *values in found}
    assert by_key[keys[0]] == [206.0, False, True]
    assert by_key[keys[1]] == [25.0, False, False]
    assert by_key[keys[2]] == [258.0, False, True]
    assert [by_key[key][2] for key in keys[3:]] == [False] * 5


def test_what_is_counted_follows(
    warehouse: duckdb.DuckDBPyConnection,
    corrected: duckdb.DuckDBPyConnection,
    landed: dict[str, Landed],
) -> None:
    kent, letter = landed["kent_response"], landed["essex_letter"]
    answered = (
        f"select recommendations_answered from marts.fct_responses where document_id = '{kent.id}'"
    )
    assert rows(warehouse, answered) == [(2,)]
    assert rows(corrected, answered) == [(1,)]
    made = (
        "select max(recommendations_made), bool_or(is_corrected) from marts.fct_responses "
        f"where document_id = '{letter.id}'"
    )
    assert rows(corrected, made) == [(3, True)]
    findings = "select sum(finding_count) from marts.rpt_force_scorecards"
    assert rows(warehouse, findings) == [(1,)]
    assert rows(corrected, findings) == [(0,)]


def test_a_documents_header_is_corrected(
    corrected: duckdb.DuckDBPyConnection, landed: dict[str, Landed]
) -> None:
    sql = "select document_id, title, force_id from marts.dim_documents where is_corrected"
    assert rows(corrected, sql) == [(landed["stub"].id, "A page of Kent", "kent")]


def test_the_report_says_what_each_row_did(
    corrected: duckdb.DuckDBPyConnection, defects: list[Row]
) -> None:
    told = rows(
        corrected,
        "select kind, column_name, parsed_value, corrected_value, correction_outcome "
        "from marts.rpt_corrections order by all",
    )
    assert len(told) == len(defects)
    assert {row for row in told if row[-1] != "applied"} == {
        ("metric_observations", "value", "25.0", "25.0", "already_right"),
        ("theme_mentions", None, None, None, "not_counted"),
        ("arithmetic_checks", None, None, None, "no_record"),
    }
    assert ("metric_observations", "value", "260.0", "206.0", "applied") in told
    assert ("commitments", "due_on", "9999-12-31", None, "applied") in told
    assert ("documents", "force_id", None, "kent", "applied") in told


UNSOUND: list[tuple[Row, str]] = [
    (("promises", "a", "drop", None, None), "unknown kind; known are documents, responses, "),
    (("commitments", "b", "delete", None, None), "the action must be drop or set"),
    (("commitments", "c", "drop", "actor", None), "a drop names neither a column nor a value"),
    (("documents", "d", "drop", None, None), "a document cannot be dropped"),
    (("commitments", "e", "set", "due_date", "2021-06-30"), "no column that can be set; these can: actor, "),
    (("commitments", "f", "set", "quoted_text", "Other words"), "no column that can be set"),
    (("metric_observations", "g", "set", "char_start", "5"), "no column that can be set"),
    (("arithmetic_checks", "h", "set", "agrees", "true"), "these can: none"),
    (("commitments", "i", "set", "actor", None), "this column must have a value"),
    (("commitments", "j", "set", "due_on", "30/06/2021"), "the value is no date"),
    (("metric_observations", "k", "set", "value", "two hundred"), "the value is no double"),
    (("metric_observations", "l", "set", "is_total", "perhaps"), "the value is no boolean"),
    (("responses", "m", "set", "recommendations_made", "some"), "the value is no bigint"),
    (("commitments", None, "drop", None, None), "record_id, reason, "),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(built_database: Path, invoke_dbt: Invoke, dbt_folder: Path) -> dict[str, list[Any]]:
    """Name of each test of the seed -> its failing rows, where every row is wrong."""
    database = dbt_folder / "unsound" / "section55.duckdb"
    database.parent.mkdir()
    shutil.copy(built_database, database)
    with duckdb.connect(str(database)) as connection:
        write_down(
            connection,
            [
                *(row for row, _ in UNSOUND),
                ("commitments", "n", "drop", None, None),
                ("commitments", "n", "set", "actor", "force"),
                ("commitments", "o", "set", "actor", "parish council"),
                ("recommendation_answers", "p", "set", "finding_type", "total_differs_from_parts"),
                ("commitments", "q", "set", "strength", "explicit"),
                ("commitments", "q", "set", "strength", "considering"),
            ],
        )
    result: Any = invoke_dbt(
        database, "build", "--exclude-resource-type", "seed", "--select", "known_defects+"
    )
    failed = {row.node.name: row.node.compiled_code for row in result.result if row.failures}
    # No mart is built of rows that cannot be applied.
    skipped = {row.node.name for row in result.result if row.status == "skipped"}
    assert {"fct_commitments", "rpt_corrections", "dim_documents"} <= skipped
    with duckdb.connect(str(database), read_only=True) as connection:
        return {name: rows(connection, statement) for name, statement in failed.items()}


def test_a_row_that_cannot_be_applied_is_told_by_its_own_test(told: dict[str, list[Any]]) -> None:
    assert set(told) == {
        "known_defects_correct_what_can_be_corrected",
        "known_defects_set_known_codes",
        "known_defects_are_no_two_for_one_column",
    }


@pytest.mark.parametrize(("row", "words"), UNSOUND, ids=[f"{row[1]}" for row, _ in UNSOUND])
def test_a_row_that_cannot_be_applied_says_what_is_wrong(
    told: dict[str, list[Any]], row: Row, words: str
) -> None:
    kind, record_id, _, column, _ = row
    failing = told["known_defects_correct_what_can_be_corrected"]
    [sentence] = [wrong for *found, wrong in failing if found == [kind, record_id, column]]
    assert words in sentence


def test_rows_that_contradict_one_another_are_told(told: dict[str, list[Any]]) -> None:
    assert (
        "commitments", "n", "actor", "another row drops the same record"
    ) in told["known_defects_correct_what_can_be_corrected"]  # fmt: skip
    assert ("commitments", "q", "strength", 2) in told["known_defects_are_no_two_for_one_column"]


def test_a_code_of_no_vocabulary_is_told(told: dict[str, list[Any]]) -> None:
    assert sorted(told["known_defects_set_known_codes"]) == [
        ("commitments", "o", "actor", "parish council"),
        ("recommendation_answers", "p", "finding_type", "total_differs_from_parts"),
    ]


def test_every_fact_can_be_corrected_and_its_evidence_cannot() -> None:
    facts = {kind for kind, record in KINDS.items() if issubclass(record, Evidence)}
    assert set(CORRECTABLE) == facts | {"documents"}
    for shape in CORRECTABLE.values():
        settable = {*shape["required"], *shape["optional"]}
        assert not settable & (EVIDENCE | {shape["key"], *shape["kept"]})
        assert not [column for column in settable if "char_" in column]


@pytest.mark.parametrize("kind", CORRECTABLE)
def test_types_and_whether_a_value_is_owed_are_those_of_the_landing_table(
    warehouse: duckdb.DuckDBPyConnection, kind: str
) -> None:
    landing = {
        name: ({"VARCHAR": "string"}.get(data_type, data_type.lower()), is_nullable)
        for name, data_type, is_nullable in rows(
            warehouse,
            "select column_name, data_type, is_nullable from duckdb_columns() "
            f"where schema_name = 'landing' and table_name = '{kind}'",
        )
    }
    for name, is_nullable in (("required", False), ("optional", True)):
        for column, data_type in CORRECTABLE[kind][name].items():
            assert landing[column] == (data_type, is_nullable), column
