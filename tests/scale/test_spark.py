"""The models on Apache Spark: the same rows as on DuckDB, from the same landed documents."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.dbt.conftest import PASSED, REPOSITORY
from tests.scale.conftest import build_on_spark

MARTS = sorted(
    file.stem for file in (REPOSITORY / "dbt_project" / "models" / "marts").rglob("*.sql")
)
SEEDS = sorted(file.stem for file in (REPOSITORY / "seeds" / "reference").glob("*.csv"))
RELATIONS = [*(("marts", mart) for mart in MARTS), *(("reference", seed) for seed in SEEDS)]


def outcomes_of(out: Path) -> list[list[str]]:
    return list(json.loads((out / "outcomes.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def engines(on_duckdb: Path, on_spark: Path) -> duckdb.DuckDBPyConnection:
    """One connection that sees both: ``duckdb.SCHEMA.TABLE`` and ``spark.SCHEMA.TABLE``."""
    connection = duckdb.connect()
    connection.execute(f"attach '{on_duckdb}' as built (read_only)")
    connection.execute(
        "attach ':memory:' as spark; create schema spark.marts; create schema spark.reference"
    )
    for schema, table in RELATIONS:
        files = on_spark / schema / table / "*.parquet"
        connection.execute(f"create view spark.{schema}.{table} as from read_parquet('{files}')")
    return connection


def count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(connection.execute(f"select count(*) from {relation}").fetchall()[0][0])


def test_spark_builds_every_model_and_passes_every_test(on_spark: Path) -> None:
    outcomes = outcomes_of(on_spark)
    assert {name for name, _, _ in outcomes} >= {*MARTS, *SEEDS}
    assert len(outcomes) > 140
    told = [outcome for outcome in outcomes if outcome[1] not in PASSED]
    # One correction names a record that is not there, as a person's might.
    assert [(name, status) for name, status, _ in told] == [
        ("every_correction_does_something", "warn")
    ]


@pytest.mark.parametrize(("schema", "table"), RELATIONS)
def test_spark_tells_the_rows_that_duckdb_tells(
    engines: duckdb.DuckDBPyConnection, schema: str, table: str
) -> None:
    duck, spark = f"built.{schema}.{table}", f"spark.{schema}.{table}"
    # A comparison of nothing with nothing would prove nothing.
    assert count(engines, duck) == count(engines, spark) > 0
    for here, not_there in ((duck, spark), (spark, duck)):
        unlike = engines.execute(f"(from {here} except all from {not_there}) limit 3").fetchall()
        assert unlike == [], f"only in {here}"


@pytest.mark.parametrize(("schema", "table"), RELATIONS)
def test_columns_have_one_order_and_one_type(
    engines: duckdb.DuckDBPyConnection, schema: str, table: str
) -> None:
    duck, spark = (
        engines.execute(
            f"select column_name, column_type from (describe {engine}.{schema}.{table})"
        ).fetchall()
        for engine in ("built", "spark")
    )
    assert spark == duck


def test_hard_cases_are_among_the_rows(engines: duckdb.DuckDBPyConnection) -> None:
    for condition in (
        "marts.dim_documents where same_text_as is not null",
        "marts.dim_documents where translation_of is not null",
        "marts.dim_documents where not is_current",
        "marts.dim_documents where title like '%''s \"C:\\new\"%'",
        "marts.rpt_corrections where parsed_value like '%.0' and length(parsed_value) > 9",
        "marts.rpt_corrections where corrected_value = '9876543210.0'",
        "marts.rpt_corrections where corrected_value = '0.00025'",
        "marts.rpt_corrections where correction_outcome = 'no_record'",
        "marts.fct_responses where timeliness = 'late'",
        "marts.rpt_theme_coverage where year is null",
    ):
        assert count(engines, f"spark.{condition}") > 0, condition


def test_a_null_where_the_contract_forbids_one_stops_the_build(
    project: Path, landed_folder: Path, tmp_path: Path
) -> None:
    """Parquet holds no constraint, so the build has to look."""
    broken = tmp_path / "landed"
    shutil.copytree(landed_folder, broken)
    file = broken / "commitments" / "part-0.parquet"
    rows = f"select * replace (null::varchar as actor) from '{file}'"
    duckdb.connect().execute(f"copy ({rows}) to '{broken / 'rows.parquet'}' (format parquet)")
    (broken / "rows.parquet").replace(file)
    out = tmp_path / "out"
    out.mkdir()
    build_on_spark(
        project, broken, out, "--select", "+fct_commitments", "--exclude-resource-type", "test"
    )
    failed = [(name, message) for name, status, message in outcomes_of(out) if status == "error"]
    assert [name for name, _ in failed] == ["fct_commitments"]
    assert "rows have a null where the contract forbids it" in failed[0][1]
