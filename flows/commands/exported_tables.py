"""The tables of a published file as an export holds them: their columns, rows and files."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from flows.commands.formulas import FORMULA_SIGNS, TEXT_SIGN
from flows.commands.mart_contracts import Contract, read_contracts
from warehouse.errors import Refusal


@dataclass(frozen=True)
class Column:
    """A column as the published file describes it."""

    name: str
    data_type: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Table:
    """A mart, or a reference table that marts refer to."""

    name: str
    #: Where its rows are, as a statement names it.
    relation: str
    description: str
    columns: tuple[Column, ...]
    contract: Contract


def find_tables(connection: duckdb.DuckDBPyConnection, refreshed_at: datetime) -> list[Table]:
    """Return every mart, and behind them the reference tables that they refer to.

    A view that tells against today's date tells against the day of the refresh from here on
    in this connection, so that one snapshot is always exported to the same bytes.

    Raises:
        Refusal: the file was published by a version with other tables.
    """
    contracts = read_contracts()
    marts = _names(connection, "marts")
    referred = {
        reference.table
        for name in marts
        for reference in contracts.get(name, Contract()).references
    }
    found = [("marts", name) for name in marts]
    found += [
        ("reference", name)
        for name in _names(connection, "reference")
        if name in referred - set(marts)
    ]
    tables = [
        _table(connection, schema, name, contracts.get(name, Contract())) for schema, name in found
    ]
    _refuse_other_version(tables)
    frozen = _freeze_views(connection, refreshed_at)
    return [replace(table, relation=frozen.get(table.name, table.relation)) for table in tables]


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Write the rows as CSV; a text that a spreadsheet would run gets a sign before it."""
    signs = ", ".join(f"chr({ord(sign)})" for sign in (*FORMULA_SIGNS, TEXT_SIGN))
    sign = f"chr({ord(TEXT_SIGN)})"
    columns = ", ".join(
        f"case when left({name}, 1) in ({signs}) then {sign} || {name} else {name} end as {name}"
        if column.data_type == "VARCHAR"
        else name
        for column in table.columns
        for name in [_quoted(column.name)]
    )
    _copy(
        connection, table, columns, file, "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%S'"
    )


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Write the rows as Parquet, with nothing changed."""
    _copy(connection, table, "*", file, "format parquet, compression zstd")


def count_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Return how many rows the table has."""
    return int(connection.execute(f"select count(*) from {table.relation}").fetchall()[0][0])  # noqa: S608 - a name of the published file, quoted


def _copy(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: str, file: Path, options: str
) -> None:
    # Sorted, so that two exports can be compared line by line.
    key = ", ".join(_quoted(name) for name in table.contract.key) or "all"
    path = str(file).replace("'", "''")
    connection.execute(
        f"copy (select {columns} from {table.relation} as rows_exported order by {key}) "  # noqa: S608 - as above
        f"to '{path}' ({options})"
    )


def _names(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = ? order by 1",
            [schema],
        ).fetchall()
    ]


def _table(
    connection: duckdb.DuckDBPyConnection, schema: str, name: str, contract: Contract
) -> Table:
    described = connection.execute(
        "select comment from duckdb_tables() where schema_name = $schema and table_name = $name "
        "union all "
        "select comment from duckdb_views() where schema_name = $schema and view_name = $name",
        {"schema": schema, "name": name},
    ).fetchall()
    columns = connection.execute(
        "select column_name, data_type, coalesce(comment, ''), not is_nullable "
        "from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    return Table(
        name,
        f"{schema}.{_quoted(name)}",
        (described[0][0] or "").strip(),
        tuple(
            Column(column, data_type, " ".join(description.split()), is_required)
            for column, data_type, description, is_required in columns
        ),
        contract,
    )


def _refuse_other_version(tables: list[Table]) -> None:
    names = {table.name: {column.name for column in table.columns} for table in tables}
    missing = sorted(
        {
            f"{table}.{column}"
            for one in tables
            for table, column in (
                *((one.name, column) for column in one.contract.key),
                *((one.name, column) for column in one.contract.codes),
                *((one.name, reference.column) for reference in one.contract.references),
                *((reference.table, reference.field) for reference in one.contract.references),
            )
            if column not in names.get(table, ())
        }
    )
    if missing:
        raise Refusal(
            f"cannot export what is published: {len(missing)} columns of this version are not "
            f"there, such as {', '.join(missing[:3])}. Run `section55 refresh` with this version "
            "first."
        )


def _freeze_views(connection: duckdb.DuckDBPyConnection, refreshed_at: datetime) -> dict[str, str]:
    """Make a temporary view of each view, with the day of the refresh for today's."""
    frozen = {}
    for name, sql in connection.execute(
        "select view_name, sql from duckdb_views() where schema_name = 'marts'"
    ).fetchall():
        relation = f"temp.{_quoted(name)}"
        body = re.sub(r"\bcurrent_date\b(\(\))?", f"date '{refreshed_at:%Y-%m-%d}'", sql)
        connection.execute(
            re.sub(r"(?i)^create view \S+", f"create temp view {_quoted(name)}", body, count=1)
        )
        frozen[name] = relation
    return frozen


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
