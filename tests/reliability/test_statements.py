"""Statements of strangers, through `query` and through `shell`: what is refused, and what works."""

import hashlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from flows.cli import main
from tests.reliability.statements import ANSWERED, REFUSED
from tests.reliability.trials import Trials
from warehouse.paths import PROJECT_FOLDER, Home

Promise = Callable[[str], AbstractContextManager[Trials]]

READING_ONLY = "SQL of strangers reads what is published and nothing else"
GIVES_ANSWERS = "SQL that only reads is answered"
WITHIN_LIMITS = "SQL takes no more than its time and memory"

#: Refused because they are no SQL at all, unlike all other attempts.
NO_SQL = "commands of a shell"
#: What works on an open database without any extension: attempts at it would do harm.
HARMFUL_ALONE = {
    "write", "read a file", "attach", "copy", "export", "change a setting", "pragma",
    "keep something",
}  # fmt: skip

#: What DuckDB itself never does: these settings only become stricter while it runs.
HARMLESS = {
    "set enable_external_access = true",
    "set global enable_external_access = true",
    "set allow_unsigned_extensions = true",
    "begin transaction",  # the test has begun one
}

SECONDS, MEGABYTES = 4, 500
#: The process itself, DuckDB's limit, what it does not count, and what came between two looks.
MOST_MEGABYTES = 2 * MEGABYTES + 400
EXHAUSTING = {
    # Before something stood against them, each of the first three took all memory or hours.
    "wide rows": "select repeat('x', 10000000) as wide from range(1000)",
    "one call of a function": "select levenshtein(repeat('a', 1000000), repeat('b', 1000000)) as n",
    "a list unnested": "select unnest(range(1000000000)) as number",
    "one long text": "select repeat('x', 4000000000) as wide",
    "one long list": "select list(range) as numbers from range(1000000000)",
    "one long answer": "select range as number from range(100000000000)",
    "texts joined": "select length(string_agg(repeat('x', 1000000), '')) as n from range(100000)",
    "a cross join sorted": "select a.range, b.range as other from range(100000) as a, "
    "range(100000) as b order by hash(a.range, b.range)",
    "a text doubled": "with recursive doubled(n, word) as (select 1, 'x' union all "
    "select n + 1, word || word from doubled) select max(length(word)) as longest from doubled",
    "recursion without an end": "with recursive same(n) as (select 1 union all select n from same) "
    "select count(*) as n from same",
    "a series of microseconds": "select generate_series(timestamp '0001-01-01', "
    "timestamp '9999-01-01', interval 1 microsecond) as moments",
    "one long JSON": "select json_group_array(repeat('x', 100000)) as texts from range(1000000)",
    "sleep": "select sleep_ms(100000) as slept",
    "deep parentheses": "select " + "(" * 50_000 + "1" + ")" * 50_000,
    "deep negation": "select " + "not " * 50_000 + "true",
    "deep lists": "select " + "[" * 20_000 + "1" + "]" * 20_000,
    "deep casts": "select 1" + "::bigint" * 30_000,
    "deep subqueries": "(from " * 2_000 + "(select 1)" + ")" * 2_000,
}


@pytest.fixture
def published(first_refresh: tuple[Path, Path, str], monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SECTION55_HOME", str(first_refresh[1]))
    return Home(first_refresh[1])


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A port of this machine that whoever reaches the network would call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that strangers would like to read."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "figures.csv").write_text("figure\n1\n")
    (folder / "figures.json").write_text('[{"figure": 1}]')
    pd.DataFrame({"figure": [1]}).to_parquet(folder / "figures.parquet")
    (folder / "schema.sql").write_text("create table figures (figure bigint);")
    (folder / "load.sql").write_text("")
    with duckdb.connect(str(folder / "other.duckdb")) as connection:
        connection.execute("create table figures as select 1 as figure")
    return folder


@pytest.fixture
def attempts(outside: Path, listener: socket.socket, tmp_path: Path) -> list[tuple[str, str]]:
    """Each attempt with its group; what they write would lie in ``tmp_path / "written"``."""
    places = {
        "outside": outside,
        "folder": tmp_path / "written",
        "port": listener.getsockname()[1],
    }
    (tmp_path / "written").mkdir()
    return [
        (group, statement.format(**places))
        for group, statements in REFUSED.items()
        for statement in statements
    ]


def asked(command: str, sql: str, *options: str, in_process: bool) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of `query` or `shell`."""
    hidden_frame = pd.DataFrame({"word": ["hidden"]})
    assert len(hidden_frame) == 1
    arguments = [command, *([sql] if command == "query" else []), *options]
    typed = sql if command == "shell" else None
    if in_process:
        done = CliRunner().invoke(main, arguments, input=typed, catch_exceptions=False)
        return done.exit_code, done.stdout, done.stderr
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        input=typed or "",
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def test_every_attempt_is_refused_with_a_sentence(
    promise: Promise,
    published: Home,
    attempts: list[tuple[str, str]],
    listener: socket.socket,
    tmp_path: Path,
) -> None:
    digest = hashlib.sha256(published.database.read_bytes()).hexdigest()
    with promise(READING_ONLY) as trials:
        for group, sql in attempts:
            for command in ("query", "shell"):
                with trials.one(f"{group}, {command}: {sql}"):
                    code, out, err = asked(command, sql, in_process=not trials.is_full)
                    assert (code, out) == (1, ""), err
                    assert err.startswith(f"section55 {command}: cannot run the statement: ")
                    assert err.count("\n") == 1, err
                    assert "Traceback" not in err
                    # A slip in the SQL would be refused as well, and prove nothing.
                    assert ("Parser Error" in err) == (group == NO_SQL), err
        with trials.one("no file was written"):
            assert list((tmp_path / "written").iterdir()) == []
        with trials.one("the published file is as it was"):
            assert hashlib.sha256(published.database.read_bytes()).hexdigest() == digest
        with trials.one("nobody called"), pytest.raises(BlockingIOError):
            listener.accept()


def test_the_attempts_would_do_harm_where_nothing_stands_against_them(
    published: Home, attempts: list[tuple[str, str]], tmp_path: Path
) -> None:
    database = tmp_path / "open.duckdb"
    shutil.copy(published.database, database)
    without_harm = []
    for group, sql in attempts:
        if group in HARMFUL_ALONE:
            with duckdb.connect(str(database)) as connection:
                connection.execute("begin")
                try:
                    connection.execute(sql)
                except duckdb.Error:
                    without_harm.append(sql)
                connection.execute("rollback")
    assert set(without_harm) == HARMLESS


@pytest.mark.usefixtures("published")
def test_what_only_reads_is_answered(promise: Promise) -> None:
    with promise(GIVES_ANSWERS) as trials:
        for sql, last_line in ANSWERED:
            with trials.one(sql):
                code, out, err = asked(
                    "query", sql, "--format", "csv", in_process=not trials.is_full
                )
                assert (code, err) == (0, "")
                if sql.startswith("explain"):
                    assert "Projection" in out
                else:
                    assert out.splitlines()[-1] == last_line


@pytest.mark.usefixtures("published")
def test_what_takes_too_much_ends_within_its_limits(
    promise: Promise, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    with promise(WITHIN_LIMITS) as trials:
        wanted = list(EXHAUSTING.items())[: trials.count(part=3, full=len(EXHAUSTING))]
        for name, sql in wanted:
            with trials.one(name):
                (tmp_path / "question.sql").write_text(sql)
                output = tmp_path / "answer.csv"
                code, err, megabytes, seconds = measured(
                    "query", "--file", str(tmp_path / "question.sql"), "--format", "csv",
                    "--output", str(output),
                    "--time-limit", str(SECONDS), "--memory-limit", str(MEGABYTES),
                )  # fmt: skip
                told.append(f"{name:26} {seconds:6.1f} s {megabytes:7,.0f} MB  {err[:70]}")
                assert code == 1, err
                assert err.startswith("section55 query: cannot "), err
                assert err.count("\n") == 1, err
                assert megabytes < MOST_MEGABYTES
                assert seconds < SECONDS + 20
                assert [file.name for file in tmp_path.iterdir()] == ["question.sql"]
    with capsys.disabled():
        print("\n" + "\n".join(told))  # noqa: T201 - the figures are what the promise is about


def measured(*arguments: str) -> tuple[int, str, float, float]:
    """Run section55; return exit code, stderr, the peak of its memory in MB and its seconds."""
    started = time.monotonic()
    peak = 0
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=PROJECT_FOLDER,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None:
            peak = max(peak, peak_kilobytes(process.pid))
            time.sleep(0.01)
        assert process.stderr
        return process.returncode, process.stderr.read(), peak / 1000, time.monotonic() - started


def peak_kilobytes(process_id: int) -> int:
    """Return the most memory that a process has held, 0 where the system does not tell."""
    status = Path(f"/proc/{process_id}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 // 1000 for line in lines if line.startswith("VmHWM:"))
