"""The small warehouse of ``tests.dbt.landed``, built by dbt once for all tests of this folder."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult

from tests.dbt.landed import Landed, documents

REPOSITORY = Path(__file__).resolve().parents[2]

Invoke = Callable[..., dbtRunnerResult]

#: What dbt says of a node with which all is well; exposures are built of nothing.
PASSED = ("pass", "success", "no-op")


@pytest.fixture(scope="session")
def dbt_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def invoke_dbt(dbt_folder: Path) -> Iterator[Invoke]:
    """Run dbt in process on a database file; what it writes stays out of the checkout."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DO_NOT_TRACK", "1")

        def invoke(database: Path, *arguments: str) -> dbtRunnerResult:
            environment.setenv("SECTION55_BUILD_DATABASE", str(database))
            places = {
                "--project-dir": REPOSITORY / "dbt_project",
                "--profiles-dir": REPOSITORY / "dbt_project",
                "--target-path": dbt_folder / "target",
                "--log-path": dbt_folder / "logs",
            }
            options = [str(part) for place in places.items() for part in place]
            try:
                return dbtRunner().invoke([*arguments, "--quiet", *options])
            finally:
                DuckDBConnectionManager.close_all_connections()

        yield invoke


def landing_of(database: Path) -> duckdb.DuckDBPyConnection:
    """Return a new database with empty landing tables, open."""
    connection = duckdb.connect(str(database), config={"storage_compatibility_version": "v1.4.0"})
    ddl = REPOSITORY / "warehouse" / "ddl" / "landing.sql"
    connection.execute(ddl.read_text(encoding="utf-8"))
    return connection


def land(connection: duckdb.DuckDBPyConnection, records: Iterable[tuple[str, Any]]) -> None:
    """Insert records, each with the name of its landing table."""
    for kind, record in records:
        values = asdict(record)
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        connection.execute(
            f"insert into landing.{kind} ({columns}) values ({marks})", list(values.values())
        )


def stand(
    connection: duckdb.DuckDBPyConnection, document_id: str, uri: str, *, is_current: bool
) -> None:
    """Insert the source of a landed document."""
    seen_at = dt.datetime(2026, 1, 1)  # noqa: DTZ001 (landing times are UTC without a zone)
    connection.execute(
        """
        insert into landing.document_sources by name select
            $id as document_id, $uri as source_uri, $uri as page_uri, $uri as address_uri,
            'inbox' as folder_uri, 1 as byte_count, 1 as modified_ns, $sha as raw_sha256,
            $sha as received_sha256, $at as first_seen_at, $at as last_seen_at,
            $current as is_current
        """,
        {
            "id": document_id,
            "uri": uri,
            "sha": document_id * 4,
            "at": seen_at,
            "current": is_current,
        },
    )


def build(invoke_dbt: Invoke, database: Path) -> None:
    """Build every model with all its tests; fail with the names of those that fail."""
    result = invoke_dbt(database, "build")
    if result.exception is not None:
        raise result.exception
    outcomes: Any = result.result
    failed = [
        f"{outcome.node.name}: {outcome.message}"
        for outcome in outcomes
        if outcome.status not in PASSED
    ]
    assert failed == []


@pytest.fixture(scope="session")
def landed() -> dict[str, Landed]:
    return documents()


@pytest.fixture(scope="session")
def built_database(landed: dict[str, Landed], invoke_dbt: Invoke, dbt_folder: Path) -> Path:
    """Land the documents and build every model over them, with all tests."""
    database = dbt_folder / "section55.duckdb"
    with landing_of(database) as connection:
        for name, document in landed.items():
            land(connection, document.records())
            stand(connection, document.id, f"inbox/{name}.txt", is_current=document.is_current)
            stand(connection, document.id, f"archive/{name}.txt", is_current=False)
        connection.execute(
            """
            insert into landing.rejections by name select
                'inbox/stub.txt' as source_uri, source_uri as page_uri, source_uri as address_uri,
                'inbox' as folder_uri, 'read' as stage, 'empty' as reason_code,
                'is empty' as message, ? as document_id, 'r1' as refresh_id
            """,
            [landed["stub"].id],
        )
    build(invoke_dbt, database)
    shutil.copy(dbt_folder / "target" / "manifest.json", dbt_folder / "manifest.json")
    return database


@pytest.fixture(scope="session")
def manifest(built_database: Path) -> dict[str, Any]:
    """What dbt made of the project."""
    content = (built_database.parent / "manifest.json").read_text(encoding="utf-8")
    return dict(json.loads(content))


@pytest.fixture(scope="session")
def warehouse(built_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built file, opened as an analyst opens it."""
    with duckdb.connect(str(built_database), read_only=True) as connection:
        yield connection
