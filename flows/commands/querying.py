"""One statement of an analyst, closed in, and its answer in the format that was asked for."""

import csv
import datetime as dt
import functools
import json
import math
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NoReturn

import click
import duckdb

from flows.commands.formulas import as_cell
from flows.commands.terminal import safe
from warehouse import store
from warehouse.errors import Refusal
from warehouse.limits import Limits, Watch

#: A terminal is for looking; a file takes everything.
MOST_TABLE_ROWS = 1000
#: What markdown could take for markup, or for the end of a cell.
_MARKDOWN = re.compile(r"[\\|<\[\]`]")

#: Rows may be large: the watch over memory sees between batches what they take.
_BATCH = 100

#: ``with``, ``from``, ``values``, ``describe``, ``summarize`` and ``show`` are SELECT, too. MULTI
#: is a pivot, which first asks for the values that become columns.
_READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,
}
_READ_ONLY = "Statements read the published tables and nothing else; write answers with --output."

Values = dict[str, Any]
Write = Callable[[duckdb.DuckDBPyConnection, list[str], IO[str]], None]


def answer(
    database: Path,
    sql: str,
    values: Values | None = None,
    *,
    format_name: str,
    output: Path | None,
    limits: Limits,
) -> None:
    """Run ``sql`` on a published file and write its answer to ``output`` or to stdout.

    ``values`` are bound to the statement's parameters by name; they are never part of the SQL.
    Where only that stops the statement at its limits, this process ends, with 1.

    Raises:
        Refusal: the statement is wrong, not allowed or takes too much, or the output cannot be
            written.
    """
    if not reading_statements(sql):
        raise Refusal(
            "cannot run the statement: it is empty. Give SQL, such as "
            'section55 query "show all tables".'
        )
    aside = output and output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}")
    end = functools.partial(end_process, "query", aside)
    with (
        store.closed_in(database, limits) as connection,
        Watch(connection, limits, end) as watch,
        errors_told(),
        watch.statement(),
    ):
        if output and aside:
            with _moved(aside, output):
                _write_file(connection, sql, values, format_name, aside)
        else:
            columns = _run(connection, sql, values, format_name)
            _WRITERS[format_name](connection, columns, sys.stdout)


def reading_statements(sql: str) -> list[duckdb.Statement]:
    """Return the statements of ``sql``, all of which only read.

    Raises:
        Refusal: it is no SQL, or one of them is of a kind that could do more than read.
    """
    with errors_told():
        statements = duckdb.extract_statements(sql)
    for statement in statements:
        try:
            kind = statement.type
        except ValueError:
            # Kinds that this DuckDB has no name for in Python are none that read.
            kind = duckdb.StatementType.INVALID
        if kind not in _READING:
            name = "this kind of statement" if kind.name == "INVALID" else kind.name
            raise Refusal(f"cannot run the statement: {name} is not allowed. {_READ_ONLY}")
    return statements


def end_process(command: str, unfinished: Path | None, sentence: str) -> NoReturn:
    """End this process as the refusal of ``command`` that ``sentence`` tells, from any thread."""
    if unfinished:
        unfinished.unlink(missing_ok=True)
    click.echo(f"section55 {command}: {sentence}", err=True)
    os._exit(1)


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn what DuckDB says of a statement into a sentence; an interrupt stays one.

    Raises:
        Refusal: the statement is wrong or not allowed.
    """
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise Refusal(_told(error)) from error


def _run(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Values | None, format_name: str
) -> list[str]:
    """Run a statement; return the names of its columns."""
    connection.execute(sql, values or None)
    columns = [str(column[0]) for column in connection.description or ()]
    if format_name == "json":
        _refuse_same_names(columns, format_name)
    return columns


def _write_file(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    values: Values | None,
    format_name: str,
    file: Path,
) -> None:
    if format_name == "parquet":
        _write_parquet(connection, sql, values, file)
        return
    columns = _run(connection, sql, values, format_name)
    with file.open("w", encoding="utf-8", newline="") as stream:
        _WRITERS[format_name](connection, columns, stream)


def _refuse_same_names(columns: Sequence[str], format_name: str) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise Refusal(
            f"cannot write {format_name}: {len(twice)} column names stand twice: "
            f"{', '.join(twice[:3])}. Name the columns apart with `as`."
        )


def _told(error: duckdb.Error) -> str:
    said = " ".join(re.split(r"\n\s*\n?LINE \d+:", str(error))[0].split())
    # What DuckDB then proposes is a setting, and these are locked.
    said = safe(said.partition('. Use "SET ')[0])
    is_forbidden = isinstance(error, duckdb.PermissionException) or any(
        words in said for words in ("configuration has been locked", "read-only mode")
    )
    remedy = (
        _READ_ONLY if is_forbidden else 'List what there is with section55 query "show all tables".'
    )
    return f"cannot run the statement: {said}{'' if said.endswith(('.', '!')) else '.'} {remedy}"


@contextmanager
def _moved(aside: Path, output: Path) -> Iterator[None]:
    """Make ``aside``, which the block writes, ``output`` when it is whole."""
    try:
        yield
        aside.replace(output)
    except OSError as error:
        raise Refusal(
            f"cannot write {output}: {error.strerror}. Name a file in a folder that you may "
            "write to."
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := connection.fetchmany(_BATCH):
        yield from rows


def write_table(connection: duckdb.DuckDBPyConnection, columns: list[str], stream: IO[str]) -> None:
    """Write the answer as a table that fits the terminal, up to its ``MOST_TABLE_ROWS``."""
    from rich import box  # noqa: PLC0415 - a tenth of a second that the other formats save
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rows = connection.fetchmany(MOST_TABLE_ROWS)
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for position, name in enumerate(columns):
        is_number = any(isinstance(row[position], int | float | Decimal) for row in rows)
        table.add_column(Text(safe(name)), justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*(Text(safe(_as_text(value))) for value in row))
    console = Console(file=stream, highlight=False)
    if not console.is_terminal:
        # A pipe has no width, and cut lines would be lost.
        console = Console(file=stream, highlight=False, width=100_000)
    console.print(table)
    if connection.fetchone() is not None:
        click.echo(
            f"only the first {MOST_TABLE_ROWS:,} rows are shown; --format csv gives all", err=True
        )


def _write_csv(connection: duckdb.DuckDBPyConnection, columns: list[str], stream: IO[str]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in _rows(connection):
        writer.writerow(
            [as_cell(value) if isinstance(value, str) else _as_text(value) for value in row]
        )


def _write_json(connection: duckdb.DuckDBPyConnection, columns: list[str], stream: IO[str]) -> None:
    separator = "["
    for row in _rows(connection):
        fields = {name: _as_json(value) for name, value in zip(columns, row, strict=True)}
        stream.write(separator + "\n  " + json.dumps(fields, ensure_ascii=False))
        separator = ","
    stream.write("[]\n" if separator == "[" else "\n]\n")


def _write_markdown(
    connection: duckdb.DuckDBPyConnection, columns: list[str], stream: IO[str]
) -> None:
    def line(values: Sequence[str]) -> str:
        return (
            "| " + " | ".join(_MARKDOWN.sub(r"\\\g<0>", safe(value)) for value in values) + " |\n"
        )

    stream.write(line(columns))
    stream.write("|" + " --- |" * len(columns) + "\n")
    for row in _rows(connection):
        stream.write(line([_as_text(value) for value in row]))


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Values | None, file: Path
) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only this format needs it

    answered = connection.sql(sql, params=values or None)
    if answered is None:
        raise Refusal(
            "cannot write parquet: the statement gives no rows. Ask for some with select or from."
        )
    _refuse_same_names(answered.columns, "parquet")
    batches: Any = answered.to_arrow_reader(_BATCH)
    with pq.ParquetWriter(file, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


_WRITERS: dict[str, Write] = {
    "table": write_table,
    "csv": _write_csv,
    "json": _write_json,
    "markdown": _write_markdown,
}


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple | dict):
        return json.dumps(_as_json(value), ensure_ascii=False)
    return str(value)


def _as_json(value: object) -> object:
    """Return ``value`` as JSON can say it; dates as ISO 8601, what is no number as null."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | None) else str(value)
