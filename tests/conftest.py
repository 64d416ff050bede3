"""Options of the whole test run, and what several rooms stand on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.paths import PROJECT_FOLDER

# Before anything imports Prefect: no tool of ours reports to its makers.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what parsing gives into tests/examples/*/*.golden.json; known weak kinds stay",
    )
    parser.addoption(
        "--reliability",
        choices=["part", "full"],
        default="part",
        help="how often the promises in tests/reliability are tried",
    )
    parser.addoption(
        "--tried",
        type=Path,
        metavar="FILE",
        help="where to keep what was tried of the promises, for one table of several runs",
    )


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """A Prefect server with an empty database; runs of this process go to it as well."""
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - seconds
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    with prefect_test_harness(server_startup_timeout=600):
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


def command(
    *arguments: str,
    home: Path,
    seconds: float = 60,
    server: str | None = None,
    **environment: str,
) -> "subprocess.CompletedProcess[str]":
    """Run section55 as people do, in a process of its own, and in an environment."""
    environment = {
        **os.environ,
        "SECTION55_HOME": str(home),
        "PREFECT_HOME": str(home / "prefect"),
        **environment,
    }
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
