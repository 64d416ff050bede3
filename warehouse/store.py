"""The only place that opens DuckDB: a writer for builds, readers for what is published.

A writer locks every other process out of its file, so a refresh writes to a file of its own
and never to the published one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import Refusal
from warehouse.limits import Limits, usual_megabytes

#: DuckDB 2.0 writes a format that no 1.x client opens; analysts still have those clients.
STORAGE_COMPATIBILITY_VERSION = "v1.4.0"

#: Of a build, what DuckDB holds in memory before it works through the disk; with what it does not
#: count, and with Python's own, a refresh stays below four thousand.
_BUILD_MEGABYTES = 2_200

_NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def build_memory() -> str:
    """Return what DuckDB may hold in memory for a build, as DuckDB spells it.

    ``SECTION55_BUILD_MEMORY`` says it (``16GB``), else it is 2,200 MB or half of the machine's.
    """
    return os.environ.get("SECTION55_BUILD_MEMORY") or f"{usual_megabytes(_BUILD_MEGABYTES)}MB"


@contextmanager
def writer(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a build's file for writing; checkpoint and close it at the end.

    Raises:
        Refusal: another process has the file open, it is no database, or
            ``SECTION55_BUILD_MEMORY`` names no size.
    """
    connection = _connect(
        database,
        read_only=False,
        config={
            **_NO_EXTENSIONS,
            "storage_compatibility_version": STORAGE_COMPATIBILITY_VERSION,
            "memory_limit": build_memory(),
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
def closed_in(database: Path, limits: Limits | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a finished file for statements of strangers, who get the memory of ``limits``.

    No statement can read or write a file, reach the network, load an extension, see Python's
    variables, or change any of this. ``read_only`` alone would allow all but the writing to
    the database itself. ``warehouse.limits.Watch`` holds statements to their time.

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
            "memory_limit": f"{(limits or Limits()).megabytes}MB",
            "threads": min(4, os.cpu_count() or 1),
            "temp_directory": "",
            "lock_configuration": True,
        },
    )
    try:
        yield connection
    finally:
        connection.close()


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
    except duckdb.ParserException as error:
        raise Refusal(
            f"cannot open {database}: {build_memory()!r} is no size of memory. Set "
            "SECTION55_BUILD_MEMORY to one such as 4GB, or unset it."
        ) from error
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
