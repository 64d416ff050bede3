"""The shell at a real terminal and behind a pipe: what it answers, refuses, completes and stops."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.commands.shell import is_complete
from warehouse.paths import PROJECT_FOLDER, Home

COMMAND = [sys.executable, "-m", "flows.cli", "shell"]
ENDLESS = "select sum(a.range * b.range) from range(1000000) a, range(1000000) b;"


def piped(sql: str | bytes, *arguments: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=sql if isinstance(sql, bytes) else sql.encode(),
        cwd=PROJECT_FOLDER,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


class Terminal:
    """A shell at a pseudo-terminal of 100 columns."""

    def __init__(self) -> None:
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(PROJECT_FOLDER)
            os.environ |= {"TERM": "dumb", "COLUMNS": "100", "INPUTRC": "/dev/null"}
            os.execv(sys.executable, COMMAND)  # noqa: S606 - ourselves
        self.said = ""

    def type(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def expect(self, text: str, seconds: float = 30) -> str:
        """Read until ``text`` is said; return what was said up to it."""
        end = time.monotonic() + seconds
        while text not in self.said:
            left = end - time.monotonic()
            assert left > 0, f"{text!r} was not said, but {self.said!r}"
            if select.select([self.descriptor], [], [], left)[0]:
                try:
                    self.said += os.read(self.descriptor, 65536).decode()
                except OSError:  # Linux says so when the other end has gone
                    assert text in self.said, self.said
        before, _, self.said = self.said.partition(text)
        return before

    def ends(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def terminal(home: Home) -> Iterator[Terminal]:  # noqa: ARG001 - it sets the home
    shell = Terminal()
    shell.expect("section55> ")
    yield shell
    try:
        os.kill(shell.pid, signal.SIGKILL)
        os.waitpid(shell.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        return  # it has ended, as most tests ask it to
    finally:
        os.close(shell.descriptor)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 1;", True),
        ("select 'é';  -- done", True),
        ("select 1", False),
        ("select ';", False),
        ('select "a;', False),
        ("select 1 /* ;", False),
        ("select $$;$$", False),
        ("select 1 -- ;", False),
        ("", False),
        ("-- only a comment", False),
    ],
)
def test_a_statement_is_whole_at_a_semicolon_of_its_own(sql, expected):
    assert is_complete(sql) == expected


@pytest.mark.usefixtures("published")
def test_a_pipe_is_answered_statement_by_statement():
    done = piped("select 'one' as word; select 2 as number; from marts.dim_forces limit 0")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[:6] if line[:1].isalnum()] == [
        "word",
        "one",
        "number",
    ]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("from nowhere;", "Table with name nowhere does not exist"),
        ("selec 1;", "syntax error"),
        ("select '", "unterminated"),
        (b"select \xff;", "cannot run the statement"),
        ("from read_csv('/etc/passwd');", "Statements read the published tables"),
        ("from '/etc/passwd';", "cannot run the statement"),
        ("copy (select 1) to '/tmp/section55-out.csv';", "Statements read the published tables"),
        ("attach '/tmp/section55-out.duckdb';", "cannot run the statement"),
        ("set enable_external_access = true;", "cannot run the statement"),
        ("set memory_limit = '64GB';", "Statements read the published tables"),
        ("install httpfs;", "cannot run the statement"),
        ("load httpfs;", "cannot run the statement"),
        ("delete from marts.fct_links;", "DELETE is not allowed"),
        (".shell ls", "syntax error"),
    ],
)
def test_a_pipe_ends_with_one_at_the_first_fault(sql, told):
    first = b"select 'first';" if isinstance(sql, bytes) else "select 'first';"
    last = b" select 'last'" if isinstance(sql, bytes) else " select 'last'"
    done = piped(first + sql + last)
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.startswith("section55 shell: cannot run the statement: ")
    assert "Traceback" not in done.stderr
    assert "last" not in done.stdout
    assert not Path("/tmp/section55-out.csv").exists()  # noqa: S108 - that it is not written


@pytest.mark.usefixtures("published")
def test_each_statement_has_its_own_limit_of_time():
    started = time.monotonic()
    done = piped(f"select 1; {ENDLESS}", "--time-limit", "0.5")
    assert done.returncode == 1
    assert "stopped after 0.5 seconds" in done.stderr
    assert time.monotonic() - started < 20


def test_before_the_first_refresh_the_shell_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("SECTION55_HOME", str(tmp_path))
    done = piped("select 1;")
    assert done.returncode == 1
    assert "Run `section55 refresh` first" in done.stderr


def test_a_terminal_takes_statements_of_several_lines_and_tells_faults(terminal):
    terminal.type("select 40\n")
    terminal.expect("-> ")
    terminal.type("+ 2 as answer;\n")
    assert "42" in terminal.expect("section55> ")
    terminal.type("from nowhere;\n")
    terminal.expect("cannot run the statement: Catalog Error")
    terminal.expect("section55> ")
    terminal.type("\\q\n")
    assert terminal.ends() == 0


def test_ctrl_c_stops_the_statement_and_not_the_shell(terminal):
    terminal.type(f"{ENDLESS}\n")
    time.sleep(1)
    terminal.type("\x03")
    terminal.expect("stopped")
    terminal.expect("section55> ")
    terminal.type("select 6 * 7 as answer;\n")
    terminal.expect("42")
    terminal.expect("section55> ")
    terminal.type("select begun\n")
    terminal.expect("-> ")
    time.sleep(0.5)  # readline shows its prompt a moment before it listens
    terminal.type("\x03")
    terminal.expect("section55> ")
    terminal.type("exit;\n")
    assert terminal.ends() == 0


def test_tab_completes_tables_and_columns(terminal):
    terminal.type("select count(*) as n, max(document_date_pre\t) from fct_commit\t where false;\n")
    terminal.expect("document_date_precision")
    terminal.expect("marts.fct_commitments")
    terminal.expect("section55> ")
    terminal.type("\x04")
    assert terminal.ends() == 0


def test_history_is_kept_for_its_author_alone(terminal, home):
    terminal.type("select 'remember';\n")
    terminal.expect("section55> ")
    terminal.type("quit\n")
    assert terminal.ends() == 0
    history = home.folder / "shell_history"
    assert "select 'remember';" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0
