import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import command
from warehouse import journal, store
from warehouse.paths import PROJECT_FOLDER, Home

SHARED = PROJECT_FOLDER.parent / "shared"


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


@pytest.fixture(scope="session")
def annotated(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Home:
    """The warehouse in which the annotated documents are published; nobody may change it."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the annotated documents are not here")
    folder = tmp_path_factory.mktemp("annotated")
    done = command(
        "refresh", str(SHARED / "corpus"), home=folder, seconds=300, server=prefect_server
    )
    assert done.returncode == 0, done.stderr
    assert "published 5 documents (5 parsed, 0 rejected" in done.stdout
    return Home(folder)


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


def rows(home: Home, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with store.reader(home.database) as connection:
        return connection.execute(sql, list(values)).fetchall()


def one(home: Home, sql: str, *values: object) -> Any:
    return rows(home, sql, *values)[0][0]


def checksums(home: Home) -> dict[str, tuple[str, int]]:
    with store.reader(home.database) as connection:
        return checksums_in(connection)


def checksums_in(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int]]:
    from flows.commands.status import _checksum  # noqa: PLC0415 - beside its only use

    return {mart: _checksum(connection, mart) for mart in _marts(connection)}


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    sql = "select table_name from information_schema.tables where table_schema = 'marts'"
    return [name for (name,) in connection.execute(sql).fetchall()]
