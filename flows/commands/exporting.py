"""The published tables as Parquet and CSV in a folder, with a Frictionless description."""

import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

from flows.commands import data_package, exported_tables
from flows.commands.data_package import DESCRIPTOR, PACKAGE_NAME
from warehouse import landed_files, landing, store
from warehouse.errors import Refusal
from warehouse.paths import Home


def export(home: Home, folder: Path) -> None:
    """Write every published mart to ``folder``, whole or not at all; replace an earlier export.

    One snapshot always gives the same bytes.

    Raises:
        Refusal: nothing is published, the folder holds other files, or cannot be written.
    """
    folder = folder.resolve()
    with store.reader(home.database) as connection:
        _refuse_foreign(folder)
        refresh = landing.published_refresh(connection)
        tables = exported_tables.find_tables(connection, refresh.ended_at)
        with _aside(folder) as aside:
            # Sorting what is larger than memory must not write beside what is published.
            connection.execute("set temp_directory = ?", [str(aside / "spill")])
            for kind, write in (
                ("csv", exported_tables.write_csv),
                ("parquet", exported_tables.write_parquet),
            ):
                (aside / kind).mkdir()
                for table in tables:
                    write(connection, table, aside / kind / f"{table.name}.{kind}")
            described = data_package.describe(connection, tables, refresh, aside)
            (aside / DESCRIPTOR).write_text(
                json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
        row_count = sum(exported_tables.count_rows(connection, table) for table in tables)
    click.echo(
        f"exported {len(tables)} tables, {row_count:,} rows of refresh {refresh.refresh_id}\n"
        f"package: {folder / DESCRIPTOR}"
    )


def export_landing(home: Home, folder: Path) -> None:
    """Write every landing table to ``folder`` as Parquet, from which Spark builds the marts.

    Each table is a folder of its own name.

    Raises:
        Refusal: nothing is published, the folder is not empty, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"cannot export to {folder}: it is not empty. Name a new folder.")
    with store.reader(home.database) as connection, _aside(folder) as aside:
        counts = landed_files.write(connection, aside)
    click.echo(f"exported {len(counts)} landing tables, {sum(counts.values()):,} rows to {folder}")


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds anything but an export of ours: it will be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Refusal(f"cannot export to {folder}: it is a file. Name a new folder.")
    foreign = sorted(
        {str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir()}
        - _exported_files(folder)
    )
    if foreign:
        raise Refusal(
            f"cannot export to {folder}: {len(foreign)} files there are of no export of ours, such "
            f"as {', '.join(foreign[:3])}. Name a new or empty folder, or one of an earlier export."
        )


def _exported_files(folder: Path) -> set[str]:
    """Return the files that an earlier export wrote, by its description."""
    try:
        described = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        if described["name"] != PACKAGE_NAME:
            return set()
        return {DESCRIPTOR} | {resource["path"] for resource in described["resources"]}
    except (OSError, ValueError, LookupError, TypeError):
        # No description that we could have written: every file is somebody else's.
        return set()


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give a folder to write that becomes ``folder`` when it is whole."""
    aside, before = (
        folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.{what}") for what in ("new", "old")
    )
    try:
        aside.mkdir(parents=True)
        yield aside
        shutil.rmtree(aside / "spill", ignore_errors=True)
        if folder.exists():
            folder.rename(before)
        aside.rename(folder)
        shutil.rmtree(before, ignore_errors=True)
    except (OSError, duckdb.IOException) as error:
        raise Refusal(
            f"cannot export to {folder}: {error}. Name a folder in a place that has room and that "
            "you may write to."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
