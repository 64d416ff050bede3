"""The stages and doors as Prefect sees them: one task each, in the order of the flow.

The work is in the rooms below; a task times it, records it and tells the run's log.
"""

import os

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from expectations.gate import refuse_on_stop
from flows import building, doors, landing, parts, progress, reporting, workers
from flows.parsing.vocabulary import Vocabulary
from flows.run import Run
from flows.sources import collecting, looking
from flows.sources.published import Published
from flows.sources.reference import reference_tables
from warehouse import fetch_log, publishing


@task(cache_policy=NO_CACHE, task_run_name="collect")
def collect(run: Run, *, is_full: bool, is_retry: bool) -> None:
    """Look through the folders, keep new bytes, and say what is to be parsed."""
    with run.stage("collect") as told:
        found = looking.look(run.home, run.listed, asked_since=run.asked_since)
        run.entry.warnings.extend(found.warnings)
        run.entry.fetch_count = fetch_log.attempts_since(run.home, run.asked_since)
        run.collection = collecting.collect(
            run.home,
            Published(run.build.database),
            found,
            run.versions,
            is_full=is_full,
            is_retry=is_retry,
        )
        count = len(found.addresses) + len(found.failed)
        told.append(f"{count} addresses, {len(run.collection.to_parse)} to parse")
        get_run_logger().info("collect: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="read")
def read(run: Run) -> None:
    """Make canonical texts of the bytes."""
    with run.stage("read", len(run.collection.to_parse)) as told:
        chunks = parts.chunks_to_read(run.collection.to_parse, run.workers)
        # Slow, and a machine's guess at what is written: only where somebody asks for it.
        ocr = os.environ.get("SECTION55_OCR") == "1"
        job = parts.ReadJob(run.home, run.build.work / "read", ocr=ocr)
        run.read_parts = list(workers.run(job, chunks, run.workers, progress.current().advance))
        told.append(run.take(run.read_parts))
        get_run_logger().info("read: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="door 1: raw documents")
def check_raw_documents(run: Run) -> None:
    """Door 1: turn away documents whose bytes or text cannot be right."""
    with run.stage("check raw documents") as told:
        told.append(run.heed(doors.check_raw_documents(run.read_parts)))
        get_run_logger().info("door 1: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="parse")
def parse(run: Run) -> None:
    """Make records of the canonical texts."""
    chunks = parts.chunks_to_parse(run.read_parts, run.rejected_ids())
    with run.stage("parse", sum(len(chunk.documents) for chunk in chunks)) as told:
        vocabulary = Vocabulary.from_tables(reference_tables())
        folder = run.build.work / "parsed"
        job = parts.ParseJob(run.home, folder, vocabulary, run.versions.parse_version)
        run.parsed_parts = list(workers.run(job, chunks, run.workers, progress.current().advance))
        told.append(run.take(run.parsed_parts))
        run.collection.split(raw for part in run.parsed_parts for raw in part.documents)
        get_run_logger().info("parse: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="door 2: landed records")
def check_landed_records(run: Run) -> None:
    """Door 2: turn away documents with records that cannot be right."""
    with run.stage("check records") as told:
        allowed_values = reference_tables()["vocabularies"]
        told.append(run.heed(doors.check_landed_records(run.parsed_parts, allowed_values)))
        get_run_logger().info("door 2: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="land")
def land(run: Run) -> None:
    """Replace what the documents landed before, then judge the tables as wholes."""
    with run.stage("land") as told:
        landing.land(run)
        run.record(doors.check_landed_tables(run.build.database, run.home.database))
        refuse_on_stop(run.outcomes)
        told.append(f"{run.entry.document_count} documents")
        get_run_logger().info("land: %s", run.entry.record_counts)


@task(cache_policy=NO_CACHE, task_run_name="model")
def model(run: Run) -> None:
    """Build the marts and test them."""
    with run.stage("model") as told:
        built = building.build(run.build.database, run.build.work / "dbt")
        run.entry.warnings.extend(built.warnings)
        counted = (f"{count} {name}s" for name, count in sorted(built.counts.items()))
        told.append(", ".join(counted))
        get_run_logger().info("model: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="door 3: built marts")
def check_built_marts(run: Run) -> None:
    """Door 3: refuse marts that differ too much from what was published."""
    with run.stage("check marts") as told:
        outcomes = doors.check_built_marts(run.build.database, run.home.database)
        run.record(outcomes)
        refuse_on_stop(outcomes)
        told.append(f"{len(outcomes)} expectations")
        get_run_logger().info("door 3: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="publish")
def publish(run: Run) -> None:
    """Write down what the refresh did and flip the link that analysts read."""
    with run.stage("publish") as told:
        fetches = landing.record_refresh(run)
        told.append(str(publishing.publish(run.build)))
        fetch_log.discard(fetches)
        get_run_logger().info("publish: %s", told[0])


@task(cache_policy=NO_CACHE, task_run_name="report")
def report(run: Run) -> None:
    """Leave the counts, and what was turned away, with the run record."""
    create_markdown_artifact(key="refresh-counts", markdown=reporting.counts_markdown(run.entry))
    create_table_artifact(key="refresh-refusals", table=reporting.refusals_table(run))
