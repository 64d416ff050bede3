"""What the command line holds: exit codes, one-line refusals, answers in each format."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.commands.showing import KINDS_WITH_PLACES, key_column
from flows.records import KINDS
from tests.conftest import command
from tests.flows.conftest import one, rows
from warehouse import locking
from warehouse.paths import PROJECT_FOLDER, Home


def run(*arguments: str) -> Result:
    """Run a command in this process; only what click handles itself may end it otherwise."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SECTION55_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "select 1"),
        ("show", "document", "abc"),
        ("show", "evidence", "abc"),
        ("rejections",),
        ("docs",),
        ("status", "--checksums"),
    ],
)
def test_before_the_first_refresh_every_command_says_what_to_do(
    nothing: Home, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"section55 {arguments[0]}: cannot open {nothing.database}")
    assert "Run `section55 refresh` first" in done.stderr
    assert done.stderr.count("\n") == 1


def test_status_before_the_first_refresh_says_so(nothing: Home) -> None:
    done = run("status")
    assert (done.exit_code, "nothing yet" in done.stdout) == (0, True)
    assert not nothing.folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh", "/no/such/folder"),
        ("refresh", "--workers", "0"),
        ("query",),
        ("query", "select 1", "--named", "x"),
        ("query", "select 1", "--param", "x=1"),
        ("query", "--named", "", "--param", "x=1"),
        ("query", "--named", "x", "--param", "x"),
        ("query", "--named", "x", "--param", "a=1", "--param", "a=2"),
        ("query", "select 1", "--format", "xml"),
        ("query", "select 1", "--format", "parquet"),
        ("query", "select 1", "--time-limit", "0"),
        ("show", "mart", "x"),
        ("parse",),
        ("parse", str(PROJECT_FOLDER / "README.md"), "--kind", "wishes"),
        ("nonsense",),
    ],
)
def test_wrong_use_ends_with_two(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr


def test_help_of_every_command_teaches_with_examples() -> None:
    told = run("--help").stdout
    assert "Exit codes" in told
    for name, found in main.commands.items():
        assert name in told
        assert run(name, "--help").exit_code == 0
        assert found.help
        assert len(found.help) > 60


@pytest.mark.usefixtures("published")
def test_a_table_answer_is_whole_where_nobody_watches() -> None:
    done = run("query", "select repeat('word ', 100) as long, 12 as number")
    assert done.exit_code == 0
    assert "word " * 100 in done.stdout


def test_answers_are_the_same_in_every_format(published: Home, tmp_path: Path) -> None:
    sql = (
        "select document_id, title, document_date, word_count, is_current, null as nothing, "
        "1.5::decimal(9, 2) as share, [1, 2] as list from marts.dim_documents order by all"
    )
    files = {name: tmp_path / name for name in ("csv", "json", "markdown", "parquet")}
    for name, file in files.items():
        done = run("query", sql, "--format", name, "--output", str(file))
        assert (done.exit_code, done.output) == (0, "")
    wanted = rows(published, sql)
    assert [tuple(row.values()) for row in pq.read_table(files["parquet"]).to_pylist()] == wanted
    with files["csv"].open(encoding="utf-8", newline="") as stream:
        as_csv = list(csv.DictReader(stream))
    as_json = json.loads(files["json"].read_text(encoding="utf-8"))
    assert len(as_csv) == len(as_json) == len(wanted) > 1
    for row, of_csv, of_json in zip(wanted, as_csv, as_json, strict=True):
        date = row[2].isoformat() if row[2] else None
        assert list(of_json.values()) == [*row[:2], date, *row[3:6], 1.5, [1, 2]]
        assert list(of_csv.values()) == [
            row[0], row[1] or "", date or "", str(row[3]), "true", "", "1.50", "[1, 2]",
        ]  # fmt: skip
    assert files["markdown"].read_text(encoding="utf-8").count("\n") == len(wanted) + 2


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select", "cannot run the statement: Parser Error"),
        ("  ", "it is empty"),
        ("select * from marts.no_such", "show all tables"),
        ("select * from read_text('/etc/passwd')", "Statements read the published tables"),
        ("set lock_configuration = false", "Statements read the published tables"),
        ("delete from landing.documents", "DELETE is not allowed"),
        ("select 1 / 'a'", "cannot run the statement: Conversion Error"),
        ("select error('two' || chr(10) || 'lines')", "two lines"),
    ],
)
@pytest.mark.usefixtures("published")
def test_a_statement_that_cannot_run_is_told_on_one_line(sql: str, said: str) -> None:
    done = run("query", sql)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("published")
def test_a_statement_that_takes_too_long_ends_with_one() -> None:
    slow = "select count(*) from range(1000000) a, range(1000000) b"
    done = run("query", slow, "--time-limit", "0.2")
    assert (done.exit_code, "stopped after 0.2 seconds" in done.stderr) == (1, True)


@pytest.mark.parametrize("format_name", ["json", "parquet"])
@pytest.mark.usefixtures("published")
def test_columns_of_one_name_are_refused_where_one_would_be_lost(
    tmp_path: Path, format_name: str
) -> None:
    file = tmp_path / "answer"
    done = run("query", "select 1 a, 2 a", "--format", format_name, "--output", str(file))
    assert done.exit_code == 1
    assert "stand twice: a" in done.stderr
    assert list(tmp_path.glob("*answer*")) == []


@pytest.mark.usefixtures("published")
def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    done = run("query", "select 1", "--output", str(tmp_path / "no" / "folder"))
    assert (done.exit_code, "cannot write" in done.stderr) == (1, True)


@pytest.mark.usefixtures("published")
def test_sql_is_taken_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "question.sql").write_text("select 40 + 2 as answer", encoding="utf-8")
    done = run("query", "--file", str(tmp_path / "question.sql"), "--format", "csv")
    assert done.stdout == "answer\n42\n"


@pytest.mark.usefixtures("published")
def test_a_terminal_is_not_commanded_by_texts() -> None:
    done = run("query", "select chr(27) || '[31mred' as trick")
    assert "\x1b" not in done.stdout
    assert "[31mred" in done.stdout


def test_evidence_is_marked_in_its_paragraph(published: Home) -> None:
    key, quoted, text = rows(
        published,
        "select observation_id, quoted_text, text from landing.metric_observations "
        "join landing.documents using (document_id) order by observation_id",
    )[0]
    done = run("show", "evidence", key[:20])
    assert done.exit_code == 0
    assert f"[[{quoted}]]" in done.stdout
    assert key in done.stdout
    assert text.count(quoted) >= 1


@pytest.mark.parametrize("kind", KINDS_WITH_PLACES)
def test_a_row_of_every_kind_can_be_shown(published: Home, kind: str) -> None:
    key = one(published, f"select min({key_column(kind)}) from landing.{kind}")
    done = run("show", "evidence", key)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{'kind':<26} {kind}\n")
    assert "[[" in done.stdout


def test_a_document_is_shown_with_its_text(published: Home) -> None:
    key, text = rows(published, "select document_id, text from landing.documents")[0]
    done = run("show", "document", key[:12])
    assert done.exit_code == 0
    assert text.strip().splitlines()[-1] in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("document", "zzz"), "none has an id that begins so"),
        (("evidence", "'; drop table x; --"), "none has an id that begins so"),
        (("document", ""), "Give more of the id"),
        (("evidence", ""), "Give more of the id"),
    ],
)
@pytest.mark.usefixtures("published")
def test_an_id_that_names_no_one_row_is_refused(arguments: tuple[str, ...], said: str) -> None:
    done = run("show", *arguments)
    assert (done.exit_code, said in done.stderr) == (1, True)


def test_status_tells_what_is_published_and_the_same_checksums_twice(published: Home) -> None:
    told = run("status").stdout
    assert published.published.resolve().name in told
    assert "no refresh" in told
    checksums = run("status", "--checksums").stdout
    assert checksums == run("status", "--checksums").stdout
    assert len(checksums.splitlines()) == one(
        published, "select count(*) from information_schema.tables where table_schema = 'marts'"
    )


@pytest.mark.usefixtures("published")
def test_rejections_of_a_clean_inbox_are_none() -> None:
    assert run("rejections").stdout == "nothing is rejected\n"


def test_parse_prints_the_records_of_a_file_as_json_lines(inbox: Path) -> None:
    file = next(path for path in sorted(inbox.iterdir()) if path.suffix == ".md")
    lines = [json.loads(line) for line in run("parse", str(file)).stdout.splitlines()]
    assert {line["kind"] for line in lines} <= set(KINDS)
    (document,) = [line for line in lines if line["kind"] == "documents"]
    for line in lines:
        if "quoted_text" in line:
            span = document["text"][line["char_start"] : line["char_end"]]
            assert span == line["quoted_text"]
    only = [
        json.loads(line)
        for line in run("parse", str(file), "--kind", "sections").stdout.splitlines()
    ]
    assert only == [line for line in lines if line["kind"] == "sections"]


def test_parse_of_what_cannot_be_read_goes_on_and_ends_with_one(
    inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    good = str(next(path for path in sorted(inbox.iterdir()) if path.suffix == ".md"))
    done = run("parse", str(tmp_path / "empty.txt"), good, "--kind", "documents")
    assert done.exit_code == 1
    assert "cannot parse" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_an_unchanged_refresh_imports_nothing_heavy(home: Home, inbox: Path) -> None:
    code = (
        "import sys\nfrom flows.cli import main\n"
        "main(['refresh', sys.argv[1]], standalone_mode=False)\n"
        "heavy = {'prefect', 'dbt', 'great_expectations', 'pandas', 'pyarrow'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(inbox)],
        cwd=PROJECT_FOLDER,
        env=os.environ | {"SECTION55_HOME": str(home.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - started < 5
    assert "nothing has changed" in done.stdout
    assert done.stdout.endswith("[]\n")


def test_a_query_imports_nothing_heavy(published: Home) -> None:
    code = (
        "import sys\nfrom flows.cli import main\n"
        "main(['query', 'from marts.dim_documents'], standalone_mode=False)\n"
        "heavy = {'prefect', 'dbt', 'great_expectations', 'pandas', 'pyarrow', 'selectolax'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_FOLDER,
        env=os.environ | {"SECTION55_HOME": str(published.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("[]\n")


def test_a_second_refresh_is_told_at_once_who_runs(home: Home, inbox: Path) -> None:
    with locking.refresh_lock(home):
        started = time.monotonic()
        done = command("refresh", str(inbox), home=home.folder)
        assert time.monotonic() - started < 5
    assert done.returncode == 1
    assert f"process {os.getpid()}" in done.stderr
    assert "--wait" in done.stderr


def test_a_server_that_does_not_answer_is_told(
    home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    (inbox / "new.txt").write_text("The force will review it.\n")
    done = command("refresh", str(inbox), home=home.folder)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "section55 refresh: cannot record the refresh at http://127.0.0.1:9/api"
    )
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_used_is_refused(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "file").touch()
    done = command("refresh", str(inbox), home=tmp_path / "file" / "home")
    assert (done.returncode, "Set SECTION55_HOME" in done.stderr) == (1, True)
