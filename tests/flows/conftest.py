import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import journal, store
from warehouse.paths import PROJECT_FOLDER, Home

# Before anything imports Prefect: no tool of ours reports to its makers.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """A Prefect server with an empty database; runs of this process go to it as well."""
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - seconds
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    with prefect_test_harness(server_startup_timeout=120):
        yield PREFECT_API_URL.value()


@pytest.fixture(scope="session")
def first_refresh(
    tmp_path_factory: pytest.TempPathFactory, prefect_server: str
) -> tuple[Path, Path, str]:
    """An inbox of the samples, published by the command line; its folder, home, and what it said."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(PROJECT_FOLDER / "seeds" / "responses", folder / "pristine")
    shutil.copytree(folder / "pristine", folder / "inbox")
    done = command(
        "refresh", str(folder / "inbox"), home=folder / "home", seconds=300, server=prefect_server
    )
    assert done.returncode == 0, done.stderr
    return folder, folder / "home", done.stdout


@pytest.fixture
def inbox(first_refresh: tuple[Path, Path, str]) -> Iterator[Path]:
    """The inbox that was published; a test may change it."""
    folder = first_refresh[0]
    yield folder / "inbox"
    shutil.rmtree(folder / "inbox")
    shutil.copytree(folder / "pristine", folder / "inbox")


@pytest.fixture
def published(first_refresh: tuple[Path, Path, str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """The warehouse in which the samples are published; nobody may change it."""
    monkeypatch.setenv("SECTION55_HOME", str(first_refresh[1]))
    return Home(first_refresh[1])


@pytest.fixture
def home(
    first_refresh: tuple[Path, Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """A warehouse of its own for one test, in which the samples are published."""
    shutil.copytree(first_refresh[1], tmp_path / "home", symlinks=True)
    monkeypatch.setenv("SECTION55_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture
def refresh(home: Home) -> Callable[..., journal.Entry]:
    """Run the flow in this process; its home is ``home``."""
    from flows.refresh import start  # noqa: PLC0415 - seconds, which other tests need not wait

    def run(*folders: Path, **options: Any) -> journal.Entry:
        defaults = {"workers": 1, "is_full": False, "is_retry": False, "wait": False}
        entry = start(folders, **defaults | options)
        assert next(journal.entries(home)) == entry
        return entry

    return run


def command(
    *arguments: str, home: Path, seconds: float = 60, server: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run section55 as people do, in a process of its own."""
    environment = os.environ | {"SECTION55_HOME": str(home), "PREFECT_HOME": str(home / "prefect")}
    if server:
        environment["PREFECT_API_URL"] = server
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=PROJECT_FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def rows(home: Home, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with store.reader(home.database) as connection:
        return connection.execute(sql, list(values)).fetchall()


def one(home: Home, sql: str, *values: object) -> Any:
    return rows(home, sql, *values)[0][0]


def checksums(home: Home) -> dict[str, tuple[str, int]]:
    from flows.commands.status import _checksum  # noqa: PLC0415 - beside its only use

    with store.reader(home.database) as connection:
        return {mart: _checksum(connection, mart) for mart in _marts(connection)}


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    sql = "select table_name from information_schema.tables where table_schema = 'marts'"
    return [name for (name,) in connection.execute(sql).fetchall()]
