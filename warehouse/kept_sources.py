"""Which address gave which bytes, beside the bytes: ``raw/`` alone can make a warehouse again.

Two Parquet files in ``raw/``, copies of ``landing.document_sources`` and ``landing.rejections``
as the newest refresh has them.
"""

import os
from pathlib import Path

import duckdb

from warehouse.paths import Home

_TABLES = ("document_sources", "rejections")


def write(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the addresses of the build that ``connection`` has open, each file whole or not.

    Only the holder of the refresh lock may call this.
    """
    for table in _TABLES:
        file = _file(home, table)
        aside = file.with_name(f".incoming-{file.name}")
        connection.execute(
            f"copy (from landing.{table} order by all) to ? (format parquet)", [str(aside)]
        )
        with aside.open("rb") as stream:
            os.fsync(stream.fileno())
        aside.replace(file)


def restore(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Put the addresses into the empty tables of a build that starts from nothing."""
    for table in _TABLES:
        file = _file(home, table)
        if file.is_file():
            connection.execute(
                f"insert into landing.{table} by name from read_parquet(?)",
                [str(file)],
            )


def forget_lost(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete the addresses of restored documents that could not be made again."""
    connection.execute(
        "delete from landing.document_sources "
        "where document_id not in (select document_id from landing.documents)"
    )
    connection.execute(
        "update landing.rejections set document_id = null "
        "where document_id not in (select document_id from landing.documents)"
    )


def _file(home: Home, table: str) -> Path:
    return home.raw / f"{table}.parquet"
