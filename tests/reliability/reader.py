"""A process that asks the published warehouse again and again, as analysts do, until it is told.

``python -m tests.reliability.reader KIND HOME STOP`` reads until the file STOP is there, and
prints one JSON object: ``reads``, ``refreshes`` (how many different ones it saw) and ``wrong``.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb

from warehouse import store
from warehouse.paths import Home

_LAST = """
select refresh_id, document_count from landing.refreshes
where outcome = 'published' order by refresh_id desc limit 1
"""

Answer = tuple[str, int, int, int]


def ask(connection: duckdb.DuckDBPyConnection) -> Answer:
    """Return the last refresh, its documents, and how many two marts hold, in three statements."""
    [(refresh_id, count)] = connection.execute(_LAST).fetchall()
    [(documents,)] = connection.execute("select count(*) from marts.dim_documents").fetchall()
    [(measured,)] = connection.execute(
        "select count(distinct document_id) from marts.fct_metric_observations"
    ).fetchall()
    return refresh_id, count, documents, measured


@contextmanager
def by_path(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file as a notebook does."""
    with duckdb.connect(home.database, read_only=True) as connection:
        yield connection


@contextmanager
def by_command(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file as ``section55 query`` does."""
    with store.closed_in(home.database) as connection:
        yield connection


WAYS = {"path": by_path, "command": by_command}


def read(kind: str, home: Home, stop: Path) -> dict[str, object]:
    """Read until ``stop`` is there; ``kind`` is ``path``, ``command`` or ``kept``.

    ``kept`` holds one connection all the while, asks it, and opens others beside it.
    """
    seen: set[str] = set()
    wrong: list[str] = []
    reads = 0
    open_new = WAYS.get(kind, by_command)
    # As those beside it: DuckDB lets a process open a file in one way alone.
    with by_command(home) if kind == "kept" else nullcontext() as kept:
        of_kept = ask(kept) if kept else None
        while not stop.exists():
            reads += 1
            try:
                if kept and ask(kept) != of_kept:
                    wrong.append(f"the kept snapshot has changed from {of_kept}")
                with open_new(home) as connection:
                    answer = ask(connection)
                if len({*answer[1:]}) != 1:
                    wrong.append(f"mixed: {answer}")
                if seen and answer[0] < max(seen):
                    wrong.append(f"went back to {answer[0]} from {max(seen)}")
                seen.add(answer[0])
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")
            # Analysts are many, but not all there is.
            time.sleep(0.5)
    return {"reads": reads, "refreshes": len(seen), "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], Home(Path(sys.argv[2])), Path(sys.argv[3]))))  # noqa: T201
