"""Line editing for the shell: history over sessions, and Tab for tables, columns and keywords."""

import readline
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

_MOST_LINES = 1000


@contextmanager
def editing(connection: duckdb.DuckDBPyConnection, history: Path) -> Iterator[None]:
    """Edit lines with Tab and ``history``; an analyst who may not write there goes without."""
    _read(history)
    words = _words(connection)
    readline.set_completer(lambda typed, position: _completion(words, typed, position))
    readline.set_completer_delims(" \t\n()[]{},;=<>+-*/|'")
    # libedit, which stands in for readline on a Mac, has its own spelling.
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    # Many columns have one beginning in common: they are listed without being asked about.
    readline.parse_and_bind("set completion-query-items 400")
    try:
        yield
    finally:
        readline.set_completer(None)
        _keep(history)


def _read(history: Path) -> None:
    try:
        readline.read_history_file(history)
    except FileNotFoundError:
        return
    except OSError as error:
        click.echo(f"cannot read the history {history}: {error.strerror}", err=True)


def _keep(history: Path) -> None:
    try:
        # Statements may hold what only their author should see.
        history.touch(mode=0o600)
        readline.set_history_length(_MOST_LINES)
        readline.write_history_file(history)
    except OSError as error:
        click.echo(f"cannot keep the history {history}: {error.strerror}", err=True)


def _words(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        word
        for (word,) in connection.execute(
            "select table_schema || '.' || table_name as word from information_schema.tables "
            "union select column_name from information_schema.columns "
            "where table_schema in ('marts', 'reference', 'landing') "
            "union select keyword_name from duckdb_keywords() order by word"
        ).fetchall()
    ]


def _completion(words: list[str], typed: str, position: int) -> str | None:
    """Return the ``position``-th word that begins as typed, or has it behind its schema."""
    begun = typed.lower()
    found = [word for word in words if word.startswith(begun)] or [
        word for word in words if word.partition(".")[2].startswith(begun)
    ]
    return found[position] if position < len(found) else None
