"""The main job: the stages in order, with a door after each that makes data."""

import logging
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from prefect import flow, get_run_logger, runtime
from prefect.client.schemas import State
from prefect.states import Completed

from flows import engines, notifying, reporting, run, tasks
from flows.engines import Engine, EngineName
from flows.source_list import SourceList
from flows.sources.looking import listed_sources
from warehouse import locking
from warehouse.errors import Refusal
from warehouse.journal import Entry
from warehouse.paths import Home


def tell_failure(flow: Any, flow_run: Any, state: State[Any]) -> None:
    """Tell people of a scheduled refresh that was refused, or whose process was killed.

    Prefect calls this when a run fails or crashes, and keeps what it raises in the run's log.
    A refresh from the command line is nobody's deployment: who started it reads its refusal.
    """
    if flow_run.deployment_id is not None:
        refusal = getattr(state.data, "result", None)
        notifying.notify(
            {
                "outcome": state.name,
                "message": str(refusal) if isinstance(refusal, Refusal) else state.message,
                "flow_name": flow.name,
                "flow_run_id": str(flow_run.id),
                "flow_run_name": flow_run.name,
                "home": str(Home.from_environment().folder),
            }
        )


def _run_name() -> str:
    """Name a run by what it refreshes."""
    given = runtime.flow_run.parameters
    if given["is_retry"]:
        return "judge again what was rejected"
    folders = [Path(folder) for folder in given["folders"]]
    try:
        listed = listed_sources(Home.from_environment(), folders)
    except Refusal:
        # The run itself says what is wrong with the list.
        return "refresh what is listed"
    return reporting.run_name(listed, is_full=given["is_full"])


@flow(
    name="refresh",
    flow_run_name=_run_name,
    validate_parameters=False,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def refresh(
    folders: list[str],
    workers: int | None = None,
    is_full: bool = False,
    is_retry: bool = False,
    wait: bool = False,
    asked_since: datetime | None = None,
    engine: EngineName = "local",
    scheduler: str | None = None,
) -> State[dict[str, Any]]:
    """Collect, read, parse, land, model and publish; all of it or nothing.

    Args:
        folders: inboxes, or single files; addresses only, since parameters are kept with the
            run. None of them: those of ``sources.yml``, else the samples.
        workers: processes that read and parse; as many as there are cores where None.
        is_full: read and parse every current document again.
        is_retry: judge again what was rejected.
        wait: wait for a refresh that runs.
        asked_since: pages that were asked for at that time or later are not asked for again.
        engine: what reads and parses: processes of this machine, or a Dask cluster.
        scheduler: the address of the cluster's scheduler.

    Returns:
        A state that says what came of it, with the journal entry of the refresh; where a door
        stayed shut, dbt failed or another refresh runs, a failed one with its ``Refusal``.
    """
    home = Home.from_environment()
    asked_since = asked_since or datetime.now(UTC)
    try:
        with locking.refresh_lock(home, wait=wait):
            return _refreshed(
                home,
                [Path(folder) for folder in folders],
                engine=Engine(engine, workers, scheduler),
                is_full=is_full,
                is_retry=is_retry,
                asked_since=asked_since,
            )
    except Refusal as refusal:
        get_run_logger().error("%s", refusal)
        return tasks.refused(refusal)


def _refreshed(
    home: Home,
    folders: Sequence[Path],
    *,
    engine: Engine,
    is_full: bool,
    is_retry: bool,
    asked_since: datetime,
) -> State[dict[str, Any]]:
    """Go through the stages, where there is anything to do; only the holder of the lock may."""
    # What is to be judged again needs no source to be looked through.
    listed = SourceList() if is_retry and not folders else listed_sources(home, folders)
    if not (is_full or is_retry):
        entry = run.unchanged(home, listed, asked_since=asked_since)
        if entry:
            return Completed(name="Unchanged", message=entry.message, data=asdict(entry))
    this = None
    try:
        with (
            run.opened(home, listed, asked_since=asked_since) as this,
            engines.opened(engine, home, this.versions.parse_version) as this.executor,
        ):
            tasks.collect(this, is_full=is_full, is_retry=is_retry)
            tasks.read(this)
            tasks.check_raw_documents(this)
            tasks.parse(this)
            tasks.check_landed_records(this)
            tasks.land(this)
            tasks.model(this)
            tasks.check_built_marts(this)
            tasks.publish(this)
    finally:
        if this:
            tasks.report(this)
    return Completed(message=reporting.published_sentence(this.entry), data=asdict(this.entry))


def start(
    folders: Sequence[Path],
    *,
    workers: int | None,
    is_full: bool,
    is_retry: bool,
    wait: bool,
    asked_since: datetime | None = None,
    engine: EngineName = "local",
    scheduler: str | None = None,
) -> Entry:
    """Run the flow from a terminal, where Prefect speaks up only to warn.

    Raises:
        Refusal: as the flow; also where PREFECT_API_URL names a server that does not answer.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(_is_news)
    try:
        # Who calls a flow gets the data of the state that it returns.
        entry: Any = refresh(
            [str(folder) for folder in folders],
            workers=workers,
            is_full=is_full,
            is_retry=is_retry,
            wait=wait,
            asked_since=asked_since,
            engine=engine,
            scheduler=scheduler,
        )
        return Entry(**entry)
    except Refusal as refusal:
        # Prefect keeps the exception, and with it all frames and modules that it went through:
        # DuckDB would complain on the terminal that it cannot be taken down when Python ends.
        refusal.__traceback__ = refusal.__cause__ = refusal.__context__ = None
        told = type(refusal)(*refusal.args)
    except (httpx.HTTPError, RuntimeError) as error:
        server = os.environ.get("PREFECT_API_URL")
        if not server or "API" not in str(error):
            raise
        raise Refusal(
            f"cannot record the refresh at {server}: {error}. Start that server, or unset "
            "PREFECT_API_URL to run without one."
        ) from error
    raise told


def _is_news(record: logging.LogRecord) -> bool:
    """Pass warnings; that a run failed is told once, by the command line."""
    is_of_run = record.name.startswith(("prefect.flow_runs", "prefect.task_runs"))
    return record.levelno >= logging.WARNING and not (
        is_of_run and record.levelno > logging.WARNING
    )
