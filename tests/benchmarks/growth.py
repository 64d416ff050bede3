"""What does a refresh cost, and how does that grow with the documents that are there?

Generated documents, each number of them in a home of its own: the first refresh, one that finds
nothing new, one of ten documents more, and the named questions. Beside the refresh
of ten stands the bare cost of the tools that it stands on: importing Prefect, dbt and Great
Expectations, a flow that does nothing under Prefect's own temporary server, and dbt's build of the
same models over the same warehouse. ``GROWTH=100,1000,100000`` chooses the numbers of documents.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.questions import published_sql, questions
from tests.benchmarks.generate import Maker
from tests.benchmarks.measuring import Ran, run
from tests.benchmarks.tables import Table
from warehouse import store
from warehouse.paths import DATABASE_NAME, PROJECT_FOLDER, Home

HEADING = ("documents", "what", "seconds", "CPU seconds", "peak MB", "times the bare tools")
_COUNTS = "100,1000,10000"
_MORE = 10


def measure() -> Table:
    """Return eight rows for each number of documents."""
    counts = [int(count) for count in os.environ.get("GROWTH", _COUNTS).split(",")]
    return Table(HEADING, [row for count in counts for row in _rows(count)], labels=2)


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home, inbox = Home(folder / "home"), folder / "inbox"
        maker = Maker(55)
        maker.write(inbox, 0, count)
        yield _row(count, "the first refresh", _refresh(folder, home, inbox))
        yield _row(count, "nothing new", _refresh(folder, home, inbox))
        maker.write(inbox, count, _MORE)
        bare = _bare(folder, home)
        yield _row(count, f"{_MORE} documents more", _refresh(folder, home, inbox), bare)
        yield _row(count, "the bare tools", bare)
        for asked, seconds in _questions(home).items():
            figures = {"median": statistics.median(seconds), "slowest": max(seconds)}
            for of_them, figure in figures.items():
                what = f"a named question {asked}, the {of_them}"
                yield (f"{count:,}", what, f"{figure:.3f}", "", "", "")


def _row(count: int, what: str, ran: Ran, bare: Ran | None = None) -> tuple[str, ...]:
    times = f"{ran.cpu_seconds / bare.cpu_seconds:.2f}" if bare else ""
    peak = f"{ran.peak_bytes / 1e6:,.0f}"
    return (f"{count:,}", what, f"{ran.seconds:.1f}", f"{ran.cpu_seconds:.1f}", peak, times)


def _refresh(folder: Path, home: Home, inbox: Path) -> Ran:
    command = [sys.executable, "-m", "flows.cli", "refresh", str(inbox)]
    return run(command, folder, _environment(SECTION55_HOME=str(home.folder)))


def _bare(folder: Path, home: Home) -> Ran:
    build = folder / "bare"
    build.mkdir()
    shutil.copyfile(home.database, build / DATABASE_NAME)
    environment = _environment(
        SECTION55_BUILD_DATABASE=str(build / DATABASE_NAME),
        PREFECT_HOME=str(build / "prefect"),
        # Its own limit is 20 seconds, which a cold start on a busy machine takes longer than.
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="180",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
    )
    return run([sys.executable, "-m", "tests.benchmarks.bare_tools"], folder, environment)


def _environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return kept | {"PYTHONPATH": str(PROJECT_FOLDER)} | variables


def _questions(home: Home) -> dict[str, list[float]]:
    """Return how many seconds each named question takes, asked with its examples.

    Once of all forces, which of many questions is all rows of a mart, and once of the force
    that has most documents.
    """
    with store.reader(home.database) as connection:
        most = connection.execute(
            "select force_id from marts.dim_documents where force_id is not null "
            "group by force_id order by count(*) desc, force_id limit 1"
        ).fetchone()
        assert most, "the generated documents name their forces"
        return {
            "of all forces": _asked(connection, {}),
            "of one force": _asked(connection, {"force_id": most[0]}),
        }


def _asked(connection: DuckDBPyConnection, chosen: dict[str, str]) -> list[float]:
    seconds = []
    for question in questions().values():
        given = {one.name: one.example for one in question.parameters if one.example}
        given |= {one.name: chosen[one.name] for one in question.parameters if one.name in chosen}
        sql = published_sql(question, connection)
        started = time.perf_counter()
        connection.execute(sql, question.values(given)).fetchall()
        seconds.append(time.perf_counter() - started)
    return seconds
