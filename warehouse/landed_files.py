"""The landing tables as Parquet, for engines that do not read DuckDB's file."""

from pathlib import Path

import duckdb


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write each landing table as ``folder/<table>/part-0.parquet``; an empty one too.

    A table is a folder, so that other parts of it can be put beside. Nothing is changed but the
    name of the schema: types are those of the table.

    Returns the number of rows of each table.
    """
    counts = {}
    for (table,) in connection.execute(
        "select table_name from information_schema.tables where table_schema = 'landing' order by 1"
    ).fetchall():
        (folder / table).mkdir(parents=True)
        file = str(folder / table / "part-0.parquet").replace("'", "''")
        (row,) = connection.execute(
            f"copy landing.\"{table}\" to '{file}' (format parquet, compression zstd)"
        ).fetchall()
        counts[table] = int(row[0])
    return counts
