"""Attempts at web pages: appended to a file while they happen, landed at the next publication.

A refresh that is refused keeps its attempts, so that what was fetched is not fetched again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import duckdb

from warehouse import landing, store
from warehouse.paths import Home


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """One attempt at one page, as ``landing.fetches`` holds it.

    ``outcome``: ``fetched`` (new bytes), ``not_modified`` (``raw_sha256`` holds still), ``gone``
    (404 and 410), ``refused`` (by the site, or by our own rules: a retry cannot help) or
    ``failed``. ``listing_uri``: the listing that led to the page. ``is_listing``: the page was
    read for its links. ``byte_count``: bytes of the body, unpacked. ``started_at`` is UTC.
    """

    fetch_id: str
    source_uri: str
    listing_uri: str | None
    is_listing: bool
    attempt_number: int
    started_at: datetime
    duration_seconds: float
    outcome: str
    reason_code: str | None = None
    message: str | None = None
    status_code: int | None = None
    final_uri: str | None = None
    redirect_count: int = 0
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    byte_count: int = 0
    raw_sha256: str | None = None


@dataclass(frozen=True)
class State:
    """What is known of one page: its last attempt, and the last that confirmed its bytes."""

    last: Fetch
    last_good: Fetch | None

    def after(self, fetch: Fetch) -> "State":
        """Return the state once ``fetch`` has happened."""
        return State(fetch, fetch if fetch.raw_sha256 else self.last_good)

    def kept(self, home: Home) -> tuple[Fetch, Path] | None:
        """Return the last good attempt and the file of its bytes, where that is still there."""
        if self.last_good is None or self.last_good.raw_sha256 is None:
            return None
        file = home.raw_file(self.last_good.raw_sha256)
        return (self.last_good, file) if file.is_file() else None


States = dict[str, State]

_COLUMNS = tuple(column.name for column in fields(Fetch))


class FetchLog:
    """The attempts of one round of fetching; its file appears with the first of them."""

    def __init__(self, home: Home, round_id: str) -> None:
        self._file = home.fetches / f"{round_id}.jsonl"
        self._stream: TextIO | None = None

    def __enter__(self) -> "FetchLog":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream:
            self._stream.close()

    def append(self, fetch: Fetch) -> None:
        """Write one attempt so that it is there whatever happens to this process."""
        if self._stream is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._file.open("a", encoding="utf-8")
        line = asdict(fetch) | {"started_at": fetch.started_at.isoformat()}
        self._stream.write(json.dumps(line, ensure_ascii=True) + "\n")
        self._stream.flush()


def fetch_key(round_id: str, source_uri: str, attempt_number: int) -> str:
    """Return the key of one attempt: 16 hex digits, the same however often it is landed."""
    said = f"{round_id}\0{source_uri}\0{attempt_number}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def states(home: Home) -> States:
    """Return what is known of each page, from what is published and what is still pending."""
    found = _published_states(home)
    for fetch in pending(home):
        known = found.get(fetch.source_uri)
        # What was landed may be pending still, where its publication was not the last word.
        if known is None or fetch.started_at > known.last.started_at:
            found[fetch.source_uri] = (known or State(fetch, None)).after(fetch)
    return found


def pending(home: Home) -> Iterator[Fetch]:
    """Yield the attempts that no published file holds for certain, oldest first.

    A last line that was torn by a crash is passed over.
    """
    for file in pending_files(home):
        yield from _fetches(file)


def attempts_since(home: Home, since: datetime) -> int:
    """Return how many requests for pages the pending log holds that began then or later."""
    return sum(fetch.started_at >= since and fetch.attempt_number > 0 for fetch in pending(home))


def pending_files(home: Home) -> list[Path]:
    """Return the files of attempts, oldest first; ``discard`` takes them once they are landed."""
    return sorted(home.fetches.glob("*.jsonl"))


def discard(files: Iterable[Path]) -> None:
    """Delete files whose attempts are published."""
    for file in files:
        file.unlink(missing_ok=True)


def add_fetches(connection: duckdb.DuckDBPyConnection, fetches: Iterable[Fetch]) -> None:
    """Land attempts in ``landing.fetches``; those that are there already are left as they are."""
    rows = [
        asdict(fetch) | {"started_at": fetch.started_at.astimezone(UTC).replace(tzinfo=None)}
        for fetch in fetches
    ]
    if rows:
        landing.insert_rows(connection, "fetches", rows, keeps_known=True)


def _published_states(home: Home) -> States:
    if not home.database.is_file():
        return {}
    columns = ", ".join(_COLUMNS)
    newest = (
        f"select {columns} from landing.fetches where {{}} "  # noqa: S608 - our names
        "qualify row_number() over "
        "(partition by source_uri order by started_at desc, attempt_number desc) = 1"
    )
    with store.reader(home.database) as connection:
        is_there = connection.execute(
            "select count(*) from duckdb_tables() "
            "where schema_name = 'landing' and table_name = 'fetches'"
        ).fetchone()
        if is_there == (0,):
            # Published by a version that did not fetch.
            return {}
        last, good = (
            [_from_row(row) for row in connection.execute(newest.format(condition)).fetchall()]
            for condition in ("true", "raw_sha256 is not null")
        )
    last_good = {fetch.source_uri: fetch for fetch in good}
    return {fetch.source_uri: State(fetch, last_good.get(fetch.source_uri)) for fetch in last}


def _fetches(file: Path) -> Iterator[Fetch]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            if not line.endswith("\n"):
                return
            found = json.loads(line)
            found["started_at"] = datetime.fromisoformat(found["started_at"])
            # A later version may have written columns that this one does not know.
            yield Fetch(**{name: value for name, value in found.items() if name in _COLUMNS})


def _from_row(row: tuple[Any, ...]) -> Fetch:
    found = dict(zip(_COLUMNS, row, strict=True))
    return Fetch(**found | {"started_at": found["started_at"].replace(tzinfo=UTC)})
