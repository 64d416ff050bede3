"""What building holds: a failure is told with its name and its rows, and nothing stays open."""

from pathlib import Path

import pytest

from flows import building
from flows.building import ModelsNotBuilt
from warehouse import store
from warehouse.errors import Refusal

PROJECT = """
name: small
version: "1.0"
profile: section55
model-paths: [models]
flags: {send_anonymous_usage_stats: false}
"""
PROFILE = """
section55:
  target: local
  outputs:
    local: {type: duckdb, path: "{{ env_var('SECTION55_BUILD_DATABASE') }}", schema: marts}
"""
TESTS = """
models:
  - name: counted
    columns:
      - name: force_id
        data_tests: [unique]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "models" / "tests.yml").write_text(TESTS)
    monkeypatch.setattr(building, "_DBT_PROJECT", folder)
    return folder


def build(project: Path, sql: str, tmp_path: Path) -> building.Built:
    (project / "models" / "counted.sql").write_text(sql)
    return building.build(tmp_path / "section55.duckdb", tmp_path / "work")


def test_a_failing_test_is_told_with_its_name_and_rows(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelsNotBuilt) as refusal:
        build(project, "select 'kent' as force_id union all select 'kent'", tmp_path)
    assert "cannot build the marts: 1 of 2 dbt nodes failed" in str(refusal.value)
    assert "test unique_counted_force_id: 1 failing rows" in str(refusal.value)
    assert "unique_field=kent, n_records=2" in str(refusal.value)


def test_a_warning_is_told_with_its_rows_and_stops_nothing(project: Path, tmp_path: Path) -> None:
    (project / "tests").mkdir()
    (project / "tests" / "nobody_is_named.sql").write_text(
        "{{ config(severity='warn') }} select force_id from {{ ref('counted') }}"
    )
    built = build(project, "select 'kent' as force_id", tmp_path)
    assert built.warnings == ["test nobody_is_named: 1 failing rows\n    force_id=kent"]


def test_a_model_that_cannot_be_built_is_told_with_what_the_database_said(
    project: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelsNotBuilt, match=r"model counted: .*no_such_column"):
        build(project, "select no_such_column as force_id", tmp_path)


def test_a_project_that_cannot_be_read_is_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelsNotBuilt, match="no_such_model"):
        build(project, "select * from {{ ref('no_such_model') }}", tmp_path)


def test_a_build_leaves_the_database_closed_and_the_project_clean(
    project: Path, tmp_path: Path
) -> None:
    built = build(project, "select 'kent' as force_id", tmp_path)
    assert built.counts == {"model": 1, "test": 1}
    # Another configuration: DuckDB refuses it in one process while a connection is open.
    with store.reader(tmp_path / "section55.duckdb") as connection:
        assert connection.execute("from marts.counted").fetchall() == [("kent",)]
    assert not (tmp_path / "section55.duckdb.wal").exists()
    assert sorted(path.name for path in project.iterdir()) == [
        "dbt_project.yml",
        "models",
        "profiles.yml",
    ]


SOURCES = """
sources:
  - name: landing
    tables: [{name: documents}, {name: links}]
"""


@pytest.mark.parametrize("kept", ["as it was kept", "torn", "gone"])
def test_only_what_reads_a_changed_table_is_built_again(
    project: Path, tmp_path: Path, kept: str
) -> None:
    database, project_file = tmp_path / "section55.duckdb", tmp_path / "models" / "1.msgpack"
    (project / "models" / "sources.yml").write_text(SOURCES)
    (project / "models" / "linked.sql").write_text("select * from {{ source('landing', 'links') }}")
    (project / "models" / "counted.sql").write_text(
        "select count(*) as force_id from {{ source('landing', 'documents') }}"
    )
    with store.writer(database) as connection:
        connection.execute("create schema landing")
        connection.execute("create table landing.documents as select 1 as document_id")
        connection.execute("create table landing.links as select 'a' as uri")
    first = building.build(database, tmp_path / "first", project_file=project_file)
    assert (first.counts, first.left) == ({"model": 2, "test": 1}, {})
    if kept == "torn":
        project_file.write_bytes(project_file.read_bytes()[:100])
    elif kept == "gone":
        project_file.unlink()
    with store.writer(database) as connection:
        connection.execute("insert into landing.documents values (2)")
        connection.execute("drop view marts.linked")
    second = building.build(
        database, tmp_path / "second", changed={"documents"}, project_file=project_file
    )
    assert (second.counts, second.left) == ({"model": 1, "test": 1}, {"model": 1})
    assert project_file.is_file()
    with store.reader(database) as connection:
        assert connection.execute("from marts.counted").fetchall() == [(2,)]
        assert not connection.execute("from duckdb_views() where view_name = 'linked'").fetchall()


def test_reference_data_may_have_a_column_more_than_in_the_build_before(
    project: Path, tmp_path: Path
) -> None:
    (project / "dbt_project.yml").write_text(PROJECT + "seed-paths: [seeds]\n")
    (project / "seeds").mkdir()
    seed = project / "seeds" / "forces.csv"
    seed.write_text("force_id\nkent\n")
    build(project, "select 'kent' as force_id", tmp_path)
    seed.write_text("force_id,country\nkent,England\n")
    build(project, "select 'kent' as force_id", tmp_path)
    with store.reader(tmp_path / "section55.duckdb") as connection:
        assert connection.execute("from marts.forces").fetchall() == [("kent", "England")]


def test_docs_are_one_page_of_the_models(project: Path, tmp_path: Path) -> None:
    build(project, "select 'kent' as force_id", tmp_path)
    page = building.generate_docs(tmp_path / "section55.duckdb", tmp_path / "docs").page
    assert "counted" in page.read_text(encoding="utf-8")


def test_docs_that_cannot_be_made_are_told(project: Path, tmp_path: Path) -> None:
    (project / "models" / "counted.sql").write_text("select * from {{ ref('no_such_model') }}")
    with pytest.raises(Refusal, match="no_such_model"):
        building.generate_docs(tmp_path / "section55.duckdb", tmp_path / "docs")
