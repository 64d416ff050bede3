"""The only place that opens DuckDB: a writer for builds, readers for what is published.

A writer locks every other process out of its file, so a refresh writes to a file of its own
and never to the published one.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import Refusal

#: DuckDB 2.0 writes a format that no 1.x client opens; analysts still have those clients.
STORAGE_COMPATIBILITY_VERSION = "v1.4.0"

#: How long one statement of an analyst may run, in seconds, unless another limit is asked for.
STATEMENT_SECONDS = 60.0

_NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def writer(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a build's file for writing; checkpoint and close it at the end.

    Raises:
        Refusal: another process has the file open, or it is no database.
    """
    connection = _connect(
        database,
        read_only=False,
        config={
            **_NO_EXTENSIONS,
            "storage_compatibility_version": STORAGE_COMPATIBILITY_VERSION,
            "temp_directory": str(database.parent / "spill"),
        },
    )
    try:
        yield connection
        connection.execute("checkpoint")
    finally:
        connection.close()


@contextmanager
def reader(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a finished file for statements of ours.

    Raises:
        Refusal: nothing is published yet, or another program has the file open for writing.
    """
    connection = _connect(_finished(database), read_only=True, config=_NO_EXTENSIONS)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def closed_reader(
    database: Path, seconds: float = STATEMENT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a finished file for one statement of a stranger, and interrupt it after ``seconds``.

    Raises:
        Refusal: as ``reader``, or the time was up.
    """
    with closed_in(database) as connection, time_limit(connection, seconds):
        yield connection


@contextmanager
def closed_in(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a finished file for statements of strangers.

    No statement can read or write a file, reach the network, load an extension, see Python's
    variables, or change any of this. ``read_only`` alone would allow all but the writing to
    the database itself.

    Raises:
        Refusal: as ``reader``.
    """
    connection = _connect(
        _finished(database),
        read_only=True,
        config={
            **_NO_EXTENSIONS,
            "enable_external_access": False,
            "allow_community_extensions": False,
            "allow_unsigned_extensions": False,
            "python_enable_replacements": False,
            "memory_limit": "4GB",
            "threads": min(4, os.cpu_count() or 1),
            "temp_directory": "",
            "lock_configuration": True,
        },
    )
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def time_limit(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what the connection runs after ``seconds``; DuckDB has no such limit.

    Raises:
        Refusal: the time was up.
    """
    is_over = threading.Event()

    def interrupt() -> None:
        is_over.set()
        connection.interrupt()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.Error as error:
        if not is_over.is_set():
            raise
        raise Refusal(
            f"cannot finish the statement: it was stopped after {seconds:g} seconds. "
            "Ask for less (a where clause, fewer joins), or give --time-limit more seconds."
        ) from error
    finally:
        timer.cancel()


def _finished(database: Path) -> Path:
    if not database.is_file():
        raise Refusal(
            f"cannot open {database}: nothing is published there yet. "
            "Run `section55 refresh` first, or set SECTION55_HOME to where you ran it."
        )
    # The link may flip while we hold the file; its target never changes.
    return database.resolve()


def _connect(
    database: Path, *, read_only: bool, config: dict[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(database, read_only=read_only, config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise Refusal(
                f"cannot open {database}: another program has it open for writing. Close it "
                "there, or open it read-only there: `section55 refresh` alone writes."
            ) from error
        raise Refusal(
            f"cannot open {database}: DuckDB says: {str(error).splitlines()[0]}. If the file is "
            "damaged, delete its snapshot folder and run `section55 refresh` again."
        ) from error
