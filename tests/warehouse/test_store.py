"""What opening the database holds: one writer, and strangers closed in."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse import store
from warehouse.errors import Refusal

OUTSIDE = [
    "select * from read_text('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_csv('https://example.org/figures.csv')",
    "select * from read_parquet('{folder}/*.parquet')",
    "select * from glob('/etc/*')",
    "copy landing.documents to '{folder}/stolen.csv'",
    "copy (select 1) to '{folder}/stolen.parquet' (format parquet)",
    "export database '{folder}/stolen'",
    "attach '{folder}/other.duckdb' as other",
    "install httpfs",
    "load httpfs",
    "create secret outside (type s3)",
    "call enable_logging(storage := 'file', storage_path := '{folder}/log')",
    "pragma profiling_output = '{folder}/profile'",
    "select * from sniff_csv('/etc/passwd')",
    "import database '{folder}'",
]
CONFIGURATION = [
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set memory_limit = '64GB'",
    "set threads = 64",
    "set temp_directory = '{folder}'",
    "set autoload_known_extensions = true",
    "set python_enable_replacements = true",
]
WRITING = [
    "insert into landing.rejections by name select 'x' as source_uri",
    "update landing.documents set title = 'changed'",
    "delete from landing.documents",
    "drop table landing.documents",
    "create table landing.mine (one bigint)",
    "create view landing.mine as select 1",
]


@pytest.mark.parametrize("sql", OUTSIDE + CONFIGURATION + WRITING)
def test_a_stranger_reads_what_is_published_and_nothing_else(
    database: Path, tmp_path: Path, sql: str
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    with store.closed_in(database) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(sql.format(folder=tmp_path)).fetchall()
        assert connection.execute("select count(*) from landing.documents").fetchall() == [(0,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_statement_does_not_see_the_variables_of_python(database: Path) -> None:
    import pandas as pd  # noqa: PLC0415 - only this test needs a frame

    secret = pd.DataFrame({"word": ["hidden"]})
    with (
        store.closed_in(database) as connection,
        pytest.raises(duckdb.CatalogException, match="secret"),
    ):
        connection.execute("select * from secret")
    assert len(secret) == 1


def test_nothing_published_is_told_with_the_command_to_run(tmp_path: Path) -> None:
    with (
        pytest.raises(Refusal, match="Run `section55 refresh` first"),
        store.closed_in(tmp_path / "section55.duckdb"),
    ):
        pytest.fail("a file was opened that is not there")


def test_a_writer_shuts_every_other_process_out_and_says_so(database: Path) -> None:
    reading = (
        "import sys; from pathlib import Path; from warehouse import store\n"
        "with store.reader(Path(sys.argv[1])): pass"
    )
    with store.writer(database):
        said = subprocess.run(
            [sys.executable, "-c", reading, str(database)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "another program has it open for writing" in said.stderr


def test_what_is_written_opens_in_the_one_four_line(database: Path) -> None:
    with store.reader(database) as connection:
        tags = connection.execute(
            "select tags from duckdb_databases() where database_name = 'section55'"
        ).fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.4.0")


def test_a_damaged_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "section55.duckdb"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(Refusal, match="run `section55 refresh` again"), store.reader(file):
        pytest.fail("a damaged file was opened")
