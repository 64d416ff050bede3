"""A prompt for SQL on what is published, closed in as single statements are.

Line editing, history and Tab are those of the standard library's readline. DuckDB's own shell and
Harlequin open files, run programs or write exports beside SQL, which no setting of the database
forbids.
"""

import functools
import io
import sys
from concurrent.futures import ThreadPoolExecutor

import click
import duckdb

from flows.commands import querying, shell_editing
from warehouse import store
from warehouse.errors import Refusal
from warehouse.limits import Limits, Watch
from warehouse.paths import Home

_LEAVING = {"\\q", "exit", "quit"}
_WELCOME = (
    "Statements read what is published and end with ; — show all tables; lists it. "
    "Tab completes, Ctrl-C stops a statement, \\q leaves."
)


def run(home: Home, limits: Limits) -> None:
    """Answer statements from the terminal until it is left, or from a pipe until its end.

    Where nothing else stops a statement at its limits, this process ends, with 1.

    Raises:
        Refusal: nothing is published, or a statement of a pipe failed; later ones do not run.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        # SQL is text; a byte that is none is told as a fault of the statement.
        sys.stdin.reconfigure(errors="replace")
    with (
        store.closed_in(home.database, limits) as connection,
        Watch(connection, limits, functools.partial(querying.end_process, "shell", None)) as watch,
        Statements(connection, watch) as statements,
    ):
        if not sys.stdin.isatty():
            statements.answer(sys.stdin.read())
            return
        click.echo(_WELCOME)
        with shell_editing.editing(connection, home.folder / "shell_history"):
            _converse(statements)


class Statements:
    """Runs statements one after another, each within its own limits.

    They run in a thread of their own: DuckDB holds the main one until it is done, and a Ctrl-C
    would wait for that.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, watch: Watch) -> None:
        self._connection = connection
        self._watch = watch
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> "Statements":
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def answer(self, sql: str) -> None:
        """Print the answer of each statement in ``sql``.

        Raises:
            Refusal: one is wrong, not allowed (then none runs) or takes too much; those behind
                it do not run.
            KeyboardInterrupt: Ctrl-C stopped one.
        """
        for statement in querying.reading_statements(sql):
            future = self._thread.submit(self._answer_one, statement)
            try:
                future.result()
            except KeyboardInterrupt:
                self._connection.interrupt()
                # Only after this is the connection free for the next one.
                future.exception()
                raise

    def _answer_one(self, statement: duckdb.Statement) -> None:
        with querying.errors_told(), self._watch.statement():
            self._connection.execute(statement)
            if columns := [str(column[0]) for column in self._connection.description or ()]:
                querying.write_table(self._connection, columns, sys.stdout)


def is_complete(sql: str) -> bool:
    """Tell whether ``sql`` ends with a ; that stands in no text, name or comment."""
    starts = [start for start, kind in duckdb.tokenize(sql) if kind != duckdb.token_type.comment]
    # DuckDB counts bytes.
    return bool(starts) and sql.encode()[starts[-1] :].startswith(b";")


def _converse(statements: Statements) -> None:
    lines: list[str] = []
    while True:
        try:
            line = input("       -> " if lines else "section55> ")
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            # What was begun is dropped, as in every shell.
            click.echo()
            lines = []
            continue
        if not lines and line.strip().rstrip(";").strip().lower() in _LEAVING:
            return
        if not lines and not line.strip():
            continue
        lines.append(line)
        sql = "\n".join(lines)
        if not is_complete(sql):
            continue
        lines = []
        _answer(statements, sql)


def _answer(statements: Statements, sql: str) -> None:
    try:
        statements.answer(sql)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
    except KeyboardInterrupt:
        click.echo("\nstopped", err=True)
