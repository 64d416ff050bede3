"""What an export holds: the rows and types of the marts, for every reader, byte for byte again."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from tests.flows.conftest import one, rows
from warehouse import store
from warehouse.paths import Home

HOSTILE = [
    "=1+1",
    "+44 1234",
    "-5 per cent",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "'=1+1",
    '"quoted", and, commas',
    "two\nlines\r\nand more",
    "＝1＋1",
    "NA",
    "",
    " ",
    "ünïcode 😀",
]


def run(folder: Path) -> Result:
    return CliRunner().invoke(main, ["export", str(folder)], catch_exceptions=False)


def described(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def tables(folder: Path) -> dict[str, dict[str, Any]]:
    """The CSV resources, which have the schemas, by the name of their table."""
    return {one["name"]: one for one in described(folder)["resources"] if one["format"] == "csv"}


def read_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def ask(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def validate(folder: Path) -> None:
    program = shutil.which(
        "frictionless", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    )
    if program is None:
        pytest.skip("frictionless is not installed")
    done = subprocess.run(
        [program, "validate", "datapackage.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def exported(published: Home, tmp_path: Path) -> Path:  # noqa: ARG001 - it sets the home
    done = run(tmp_path / "export")
    assert done.exit_code == 0, done.stderr
    return tmp_path / "export"


def test_every_mart_is_exported_with_its_rows_and_types(published, exported):
    marts = rows(
        published,
        "select table_name from information_schema.tables where table_schema = 'marts'",
    )
    assert {name for (name,) in marts} <= set(tables(exported))
    with store.reader(published.database) as connection:
        for (name,) in marts:
            file = exported / "parquet" / f"{name}.parquet"
            columns = connection.execute(f"describe marts.{name}").fetchall()
            found = connection.execute(f"describe from read_parquet('{file}')").fetchall()
            assert [row[:2] for row in found] == [row[:2] for row in columns]
            if name == "rpt_force_scorecards":
                continue  # told against another day; its own test follows
            differing = connection.execute(
                f"(from marts.{name} except all from read_parquet('{file}')) union all "
                f"(from read_parquet('{file}') except all from marts.{name})"
            ).fetchall()
            assert differing == []


def test_a_view_is_told_against_the_day_of_the_refresh(published, exported):
    refreshed_on = one(published, "select max(ended_at)::date from landing.refreshes")
    file = exported / "parquet" / "rpt_force_scorecards.parquet"
    assert ask(f"select distinct as_of_on from '{file}'") == [(refreshed_on,)]


def test_the_csv_has_the_rows_of_the_parquet(exported):
    for name in tables(exported):
        lines = read_csv(exported / "csv" / f"{name}.csv")
        held = pd.read_parquet(exported / "parquet" / f"{name}.parquet")
        assert lines[0] == list(held.columns)
        assert len(lines) - 1 == len(held)


def test_the_description_passes_frictionless(exported):
    validate(exported)


def test_every_column_is_described_and_every_key_holds(exported):
    schemas = {name: table["schema"] for name, table in tables(exported).items()}
    key_count = 0
    for name, schema in schemas.items():
        header = read_csv(exported / "csv" / f"{name}.csv")[0]
        assert [field["name"] for field in schema["fields"]] == header
        assert all(field["description"] for field in schema["fields"])
        for key in schema.get("foreignKeys", ()):
            key_count += 1
            parent = key["reference"]["resource"] or name
            (column,), (field,) = key["fields"], key["reference"]["fields"]
            orphans = ask(
                f"select {column} from '{exported}/parquet/{name}.parquet' where {column} not in "
                f"(select {field} from '{exported}/parquet/{parent}.parquet')"
            )
            assert orphans == []
    assert schemas["fct_links"]["primaryKey"] == ["link_id"]
    assert key_count > 25


def test_codes_are_listed_with_the_columns_that_hold_them(exported):
    fields = {
        field["name"]: field for field in tables(exported)["fct_responses"]["schema"]["fields"]
    }
    assert fields["timeliness"]["constraints"]["enum"] == [
        "late",
        "not_applicable",
        "on_time",
        "unknown",
    ]
    assert "enum" not in fields["quoted_text"].get("constraints", {})


def test_files_are_those_that_the_description_tells(exported):
    for resource in described(exported)["resources"]:
        content = (exported / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_one_snapshot_always_gives_the_same_bytes(published, exported, tmp_path):
    def content(folder: Path) -> dict[str, bytes]:
        return {
            str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }

    first = content(exported)
    assert run(tmp_path / "again").exit_code == 0
    assert run(exported).exit_code == 0, "an earlier export is replaced"
    assert first == content(tmp_path / "again") == content(exported)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "export"]
    refreshed = one(published, "select max(ended_at) from landing.refreshes")
    assert described(exported)["created"] == f"{refreshed:%Y-%m-%dT%H:%M:%SZ}"


def test_files_of_others_are_never_touched(exported):
    (exported / "notes.txt").write_text("mine")
    done = run(exported)
    assert done.exit_code == 1
    assert "1 files there are of no export of ours, such as notes.txt" in done.stderr
    assert (exported / "notes.txt").read_text() == "mine"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("descriptor", ["{", "[]", '{"name": "other", "resources": []}'])
def test_another_package_is_not_replaced(tmp_path, descriptor):
    (tmp_path / "datapackage.json").write_text(descriptor)
    assert "of no export of ours" in run(tmp_path).stderr
    assert (tmp_path / "datapackage.json").read_text() == descriptor


@pytest.mark.usefixtures("published")
def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert "it is a file" in run(tmp_path / "file").stderr
    assert run(tmp_path / "file" / "inner").stderr.startswith("section55 export: cannot export to")


def test_hostile_texts_survive_and_no_cell_is_a_formula(home, tmp_path):
    database = home.database.resolve()
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(database, copy)
    with store.writer(copy) as connection:
        held = connection.execute("select link_id from marts.fct_links order by 1").fetchall()
        (template,) = held[0]
        for position, text in enumerate(HOSTILE):
            connection.execute(
                "insert into marts.fct_links by name select * replace ($1 as link_id, "
                "$2 as link_text) from marts.fct_links where link_id = $3",
                [f"hostile-{position:02}", text, template],
            )
        connection.execute(
            "update landing.document_sources set publisher_name = '=A \"body\"', "
            "licence_note = 'Open Government Licence v3.0', source_uri = 'https://example.org/' || document_id"
        )
    copy.replace(database)
    done = run(tmp_path / "export")
    assert done.exit_code == 0, done.stderr

    parquet = ask(
        f"select link_text from '{tmp_path}/export/parquet/fct_links.parquet' "
        "where link_id like 'hostile%' order by link_id"
    )
    assert [text for (text,) in parquet] == HOSTILE
    header, *lines = read_csv(tmp_path / "export" / "csv" / "fct_links.csv")
    column = header.index("link_text")
    cells = [line[column] for line in lines if line[0].startswith("hostile")]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋"))]
    assert [cell.removeprefix("'") for cell in cells] == HOSTILE
    assert described(tmp_path / "export")["sources"] == [
        {
            "title": '=A "body"',
            "path": "https://example.org",
            "licence": "Open Government Licence v3.0",
            "documentCount": one(
                home, "select count(distinct document_id) from landing.document_sources"
            ),
        }
    ]
    assert [licence["name"] for licence in described(tmp_path / "export")["licenses"]] == [
        "OGL-UK-3.0"
    ]
    validate(tmp_path / "export")


def test_negative_numbers_are_never_changed(exported):
    for name, table in tables(exported).items():
        numbers = [
            f["name"] for f in table["schema"]["fields"] if f["type"] in {"number", "integer"}
        ]
        header, *lines = read_csv(exported / "csv" / f"{name}.csv")
        for column in numbers:
            position = header.index(column)
            values = [line[position] for line in lines if line[position]]
            assert sorted(map(float, values)) == sorted(
                pd.read_parquet(exported / "parquet" / f"{name}.parquet")[column].dropna()
            )


def test_what_another_version_published_is_refused_with_a_remedy(home, tmp_path):
    database = home.database.resolve()
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(database, copy)
    with store.writer(copy) as connection:
        connection.execute("alter table marts.fct_links rename link_id to link_key")
    copy.replace(database)
    done = run(tmp_path / "export")
    assert done.exit_code == 1
    assert "fct_links.link_id. Run `section55 refresh`" in done.stderr
    assert not (tmp_path / "export").exists()


def test_landing_tables_are_exported_with_their_rows_and_types(published, tmp_path):
    folder = tmp_path / "landed"
    done = CliRunner().invoke(main, ["export", str(folder), "--landing"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    landed = {
        name
        for (name,) in rows(
            published,
            "select table_name from information_schema.tables where table_schema = 'landing'",
        )
    }
    assert {path.name for path in folder.iterdir()} == landed > {"documents", "rejections"}
    with store.reader(published.database) as connection:
        for name in landed:
            file = f"read_parquet('{folder / name}/*.parquet')"
            here, there = (
                connection.execute(f"from {relation} order by all").fetchall()
                for relation in (f"landing.{name}", file)
            )
            assert here == there
            here, there = (
                connection.execute(
                    f"select column_name, column_type from (describe from {relation})"
                ).fetchall()
                for relation in (f"landing.{name}", file)
            )
            assert here == there


@pytest.mark.usefixtures("published")
def test_landing_tables_are_not_mixed_with_other_files(tmp_path):
    (tmp_path / "documents").mkdir()
    done = CliRunner().invoke(main, ["export", str(tmp_path), "--landing"])
    assert done.exit_code == 1
    assert "it is not empty. Name a new folder." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["documents"]
