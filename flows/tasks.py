"""The stages and doors as Prefect sees them: one task each, in the order of the flow.

The work is in the rooms below; a task times it, records it, and ends in a state that says in a
few words what came of it.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from prefect import task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.states import Completed, Failed

from expectations.gate import refuse_on_stop
from flows import building, doors, landing, parts, progress, reporting
from flows.parsing.vocabulary import Vocabulary
from flows.run import Run
from flows.sources import collecting, looking
from flows.sources.published import Published
from flows.sources.reference import reference_tables
from warehouse import fetch_log, publishing
from warehouse.errors import Refusal

_Options = ParamSpec("_Options")


def refused(refusal: Refusal) -> State[Any]:
    """Return the state of a run that ends with ``refusal``: it says the first sentence of it."""
    return Failed(name="Refused", message=reporting.first_sentence(str(refusal)), data=refusal)


def _stage(
    name: str,
) -> Callable[
    [Callable[Concatenate[Run, _Options], str]], Callable[Concatenate[Run, _Options], None]
]:
    """Make a task of a stage: the words that it returns are the message of the task's state."""

    def task_of(
        stage: Callable[Concatenate[Run, _Options], str],
    ) -> Callable[Concatenate[Run, _Options], None]:
        @task(cache_policy=NO_CACHE, task_run_name=name)
        @wraps(stage)
        def run_stage(run: Run, *args: _Options.args, **kwargs: _Options.kwargs) -> State[Any]:
            try:
                return Completed(message=stage(run, *args, **kwargs))
            except Refusal as refusal:
                return refused(refusal)

        def stage_in_flow(run: Run, /, *args: _Options.args, **kwargs: _Options.kwargs) -> None:
            # Who calls a task that returns a state gets that state, a failed one too.
            state: State[Any] = run_stage(run, *args, return_state=True, **kwargs)
            state.result(raise_on_failure=True)

        return stage_in_flow

    return task_of


@_stage("collect")
def collect(run: Run, *, is_full: bool, is_retry: bool) -> str:
    """Look through the folders, keep new bytes, and say what is to be parsed."""
    with run.stage("collect") as told:
        found = looking.look(run.home, run.listed, asked_since=run.asked_since)
        published = Published(run.build.database)
        known = published.versions
        run.has_known_marts = (
            not is_full and known is not None and known.model_version == run.versions.model_version
        )
        run.entry.warnings.extend(found.warnings)
        run.entry.fetch_count = fetch_log.attempts_since(run.home, run.asked_since)
        run.collection = collecting.collect(
            run.home,
            published,
            found,
            run.versions,
            is_full=is_full,
            is_retry=is_retry,
        )
        count = len(found.addresses) + len(found.failed)
        told.append(f"{count} addresses, {len(run.collection.to_parse)} to parse")
    return told[0]


@_stage("read")
def read(run: Run) -> str:
    """Make canonical texts of the bytes."""
    with run.stage("read", len(run.collection.to_parse)) as told:
        chunks = parts.chunks_to_read(run.collection.to_parse, run.executor.rounds)
        # Slow, and a machine's guess at what is written: only where somebody asks for it.
        ocr = os.environ.get("SECTION55_OCR") == "1"
        folder = run.executor.folder(run.build.work, "read")
        job = parts.ReadJob(run.home, folder, ocr=ocr)
        run.read_parts = list(run.executor.run(job, chunks, progress.current().advance))
        told.append(run.take(run.read_parts))
    return told[0]


@_stage("door 1: raw documents")
def check_raw_documents(run: Run) -> str:
    """Door 1: turn away documents whose bytes or text cannot be right."""
    with run.stage("check raw documents") as told:
        told.append(run.heed(doors.check_raw_documents(run.read_parts)))
    return told[0]


@_stage("parse")
def parse(run: Run) -> str:
    """Make records of the canonical texts."""
    chunks = parts.chunks_to_parse(run.read_parts, run.rejected_ids(), run.executor.rounds)
    with run.stage("parse", sum(len(chunk.documents) for chunk in chunks)) as told:
        vocabulary = Vocabulary.from_tables(reference_tables())
        folder = run.executor.folder(run.build.work, "parse")
        job = parts.ParseJob(run.home, folder, vocabulary, run.versions.parse_version)
        run.parsed_parts = list(run.executor.run(job, chunks, progress.current().advance))
        told.append(run.take(run.parsed_parts))
        run.collection.split(raw for part in run.parsed_parts for raw in part.documents)
    return told[0]


@_stage("door 2: landed records")
def check_landed_records(run: Run) -> str:
    """Door 2: turn away documents with records that cannot be right."""
    with run.stage("check records") as told:
        allowed_values = reference_tables()["vocabularies"]
        told.append(run.heed(doors.check_landed_records(run.parsed_parts, allowed_values)))
    return told[0]


@_stage("land")
def land(run: Run) -> str:
    """Replace what the documents landed before, then judge the tables as wholes."""
    with run.stage("land") as told:
        landing.land(run)
        run.record(doors.check_landed_tables(run.build.database, run.home.database))
        refuse_on_stop(run.outcomes)
        records = sum(run.entry.record_counts.values())
        told.append(f"{run.entry.document_count} documents, {records:,} records in all")
    return told[0]


@_stage("model")
def model(run: Run) -> str:
    """Build the marts and test them."""
    with run.stage("model") as told:
        built = building.build(
            run.build.database,
            run.build.work / "dbt",
            changed=run.changed_tables if run.has_known_marts else None,
            project_file=run.home.project_file(run.versions.model_version),
        )
        run.entry.warnings.extend(built.warnings)
        run.entry.left_nodes = built.left
        told.append(reporting.built_sentence(built.counts, built.left))
    return told[0]


@_stage("door 3: built marts")
def check_built_marts(run: Run) -> str:
    """Door 3: refuse marts that differ too much from what was published."""
    with run.stage("check marts") as told:
        outcomes = doors.check_built_marts(run.build.database, run.home.database)
        run.record(outcomes)
        refuse_on_stop(outcomes)
        told.append(f"{len(outcomes)} expectations")
    return told[0]


@_stage("publish")
def publish(run: Run) -> str:
    """Write down what the refresh did and flip the link that analysts read."""
    with run.stage("publish") as told:
        fetches = landing.record_refresh(run)
        told.append(str(publishing.publish(run.build)))
        run.executor.discard()
        fetch_log.discard(fetches)
    return told[0]


@_stage("report")
def report(run: Run) -> str:
    """Leave the counts, what was turned away and the way to the site with the run record."""
    create_markdown_artifact(
        key="refresh-counts",
        markdown=reporting.counts_markdown(run.entry),
        description="What the refresh found, and how long each stage took.",
    )
    refusals = reporting.refusals_table(run)
    create_table_artifact(
        key="refresh-refusals",
        table=refusals,
        description="Addresses that were rejected, and expectations that were not met.",
    )
    site = os.environ.get("SECTION55_SITE_URL")
    if site:
        create_link_artifact(
            key="refresh-site",
            link=site,
            link_text="The site of what is published",
            description="It follows a publication within a minute or two.",
        )
    return f"{len(refusals)} rejections and unmet expectations"
