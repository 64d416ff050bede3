"""One refresh under way: what its stages have found so far, and the journal that tells it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from flows import progress
from flows.source_list import FolderSource, SourceList
from flows.sources import collecting, looking
from flows.sources.collection import Collection
from flows.sources.published import Published
from flows.versions import Versions, current_versions
from warehouse import fetch_log, journal, publishing, store
from warehouse.errors import Refusal, is_of_disk
from warehouse.paths import Home

if TYPE_CHECKING:
    # The command line asks `unchanged` before it can afford these imports.
    from expectations.gate import Outcome
    from flows.doors import Verdict
    from flows.engines import Executor
    from flows.parts import Part


class Run:
    """What one refresh hands from stage to stage: manifests, never texts or records.

    No dataclass, so that Prefect, which looks into the arguments of tasks, leaves it alone.
    ``executor`` is set by who opens it; it reads and parses.
    """

    executor: Executor

    def __init__(
        self,
        home: Home,
        listed: SourceList,
        versions: Versions,
        *,
        asked_since: datetime,
    ) -> None:
        self.home = home
        self.listed = listed
        self.asked_since = asked_since
        self.versions = versions
        self.entry = _new_entry(home, listed, versions)
        self.build = publishing.Build(home, self.entry.refresh_id)
        self.collection = Collection([])
        # Whether the build came with marts that the models of today made, and what of the
        # landing schema is no longer as it was then.
        self.has_known_marts = False
        self.changed_tables: set[str] = set()
        self.read_parts: list[Part] = []
        self.parsed_parts: list[Part] = []
        self.outcomes: list[Outcome] = []

    @property
    def refresh_id(self) -> str:
        """The name of this refresh: in time order, and unique on one machine."""
        return self.entry.refresh_id

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[list[str]]:
        """Time a stage and tell its watcher; the caller appends what came of it."""
        watcher = progress.current()
        watcher.begin(name, total)
        started = time.monotonic()
        told: list[str] = []
        yield told
        seconds = time.monotonic() - started
        self.entry.durations[name] = round(seconds, 3)
        watcher.end(name, seconds, ", ".join(told))

    def take(self, parts: Sequence[Part]) -> str:
        """Turn down what a stage refused; return how many documents it took, in words."""
        refused = [one for part in parts for one in part.refused]
        self.collection.reject(refused)
        taken = sum(len(part.documents) for part in parts)
        return f"{taken} documents" + (f", {len(refused)} rejected" if refused else "")

    def heed(self, verdict: Verdict) -> str:
        """Turn down what a door refused and keep its outcomes; return them in words."""
        self.collection.reject(verdict.refused)
        self.record(verdict.outcomes)
        refused = f", {len(verdict.refused)} documents rejected" if verdict.refused else ""
        return f"{len(verdict.outcomes)} expectations{refused}"

    def rejected_ids(self) -> set[str]:
        """Return the documents that this refresh has turned down so far."""
        return {row["document_id"] for row in self.collection.refused if row["document_id"]}

    def record(self, outcomes: Sequence[Outcome]) -> None:
        """Keep outcomes of a door for the warehouse, and what was not met for the journal."""
        self.outcomes.extend(outcomes)
        for outcome in outcomes:
            if outcome.is_met:
                continue
            self.entry.failed_expectations.append(asdict(outcome))
            if outcome.severity == "warn":
                self.entry.warnings.append(
                    f"{outcome.suite_name}: {outcome.expectation_name}: "
                    f"{outcome.failing_count} of {outcome.row_count}"
                    + (f", such as {outcome.failing_examples}" if outcome.failing_examples else "")
                )


@contextmanager
def opened(
    home: Home,
    listed: SourceList,
    *,
    asked_since: datetime,
) -> Iterator[Run]:
    """Begin a refresh; at the end its journal is written, whatever became of it.

    A refresh that raises is refused: its build is deleted and what was published stays. Only the
    holder of the refresh lock may call this.

    Raises:
        Refusal: the home cannot be written to.
    """
    run = Run(home, listed, current_versions(), asked_since=asked_since)
    try:
        run.entry.warnings.extend(_swept(home))
        run.build = publishing.start_build(home, run.refresh_id)
        yield run
    except BaseException as error:
        publishing.discard(run.build)
        refusal = _as_refusal(home, error)
        run.entry.outcome = "refused"
        run.entry.message = str(refusal or f"{type(error).__name__}: {error}")
        if refusal is None or refusal is error:
            raise
        raise refusal from error
    finally:
        run.entry.ended_at = _now()
        run.entry.rejections = [
            {name: row[name] for name in ("source_uri", "stage", "reason_code", "message")}
            | {"raw_sha256": row["raw_sha256"] or row["received_sha256"]}
            for row in run.collection.refused
        ]
        try:
            journal.write(home, run.entry)
        except OSError as error:
            # What became of the refresh is told all the same, a refusal by the way it went.
            run.entry.warnings.append(
                f"the journal cannot tell of this refresh: {error.strerror}: {error.filename}"
            )


def unchanged(home: Home, listed: SourceList, *, asked_since: datetime) -> journal.Entry | None:
    """Return the journal entry of a refresh that has nothing to do, or None where it has.

    Only the holder of the refresh lock may call this.

    Raises:
        Refusal: a folder cannot be looked through, or the journal cannot be written.
    """
    versions = current_versions()
    started_at = _now()
    if not home.database.is_file():
        return None
    published = Published(home.database)
    if published.versions != versions:
        return None
    found = looking.look(home, listed, asked_since=asked_since)
    if not collecting.unchanged(published, found):
        return None
    entry = _new_entry(home, listed, versions)
    entry.started_at = started_at
    entry.outcome = "unchanged"
    entry.message = "nothing has changed since the last publication"
    entry.fetch_count = fetch_log.attempts_since(home, asked_since)
    entry.warnings.extend(found.warnings)
    with store.reader(home.database) as connection:
        counts = connection.execute(
            "select (select count(distinct document_id) from landing.document_sources "
            "where is_current), (select count(*) from landing.rejections)"
        ).fetchone()
    entry.document_count, entry.rejection_count = counts or (0, 0)
    entry.ended_at = _now()
    try:
        entry.warnings.extend(_swept(home))
        journal.write(home, entry)
    except OSError as error:
        raise home.cannot_be_used(error) from error
    return entry


def _swept(home: Home) -> list[str]:
    orphans = publishing.sweep(home)
    if not orphans:
        return []
    refreshes = "refreshes" if len(orphans) > 1 else "refresh"
    return [f"swept what {len(orphans)} killed {refreshes} left: {', '.join(orphans[:3])}"]


def _as_refusal(home: Home, error: BaseException) -> Refusal | None:
    """Return what a refresh that raised ``error`` tells people, None for a fault of ours."""
    if isinstance(error, Refusal):
        return error
    is_full = isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException)
    # DuckDB calls a disk that is full by many names.
    if is_full or (isinstance(error, OSError | duckdb.Error) and is_of_disk(error)):
        return Refusal(
            f"cannot finish the refresh: {' '.join(str(error).split())}. Make room, or give the "
            f"right to write, under {home.folder}, then refresh again."
        )
    return None


def _new_entry(home: Home, listed: SourceList, versions: Versions) -> journal.Entry:
    return journal.Entry(
        refresh_id=journal.next_id(home),
        started_at=_now(),
        parse_version=versions.parse_version,
        model_version=versions.model_version,
        folders=[
            str(source.folder) for source in listed.sources if isinstance(source, FolderSource)
        ],
    )


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
