"""From parts and addresses to the landing schema of a build."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.records import KINDS
from flows.run import Run
from warehouse import fetch_log, journal, kept_sources, landing, store

_OF_ADDRESS = [
    ("document_id", pa.string()),
    ("source_uri", pa.string()),
    ("page_uri", pa.string()),
    ("address_uri", pa.string()),
    ("folder_uri", pa.string()),
    ("byte_count", pa.int64()),
    ("modified_ns", pa.int64()),
    ("raw_sha256", pa.string()),
    ("received_sha256", pa.string()),
    ("force_id", pa.string()),
    ("publisher_name", pa.string()),
    ("licence_note", pa.string()),
]
_JUDGED = pa.schema([*_OF_ADDRESS, ("was_seen", pa.bool_()), ("is_accepted", pa.bool_())])
_REFUSED = pa.schema(
    [
        *_OF_ADDRESS,
        ("stage", pa.string()),
        ("reason_code", pa.string()),
        ("message", pa.string()),
    ]
)


def land(run: Run) -> None:
    """Replace what the parsed documents landed before, and say what each address holds now."""
    parsed = [part for part in run.parsed_parts if part.documents]
    judged = _written(run.build.work / "judged.parquet", run.collection.judged, _JUDGED)
    refused = _written(run.build.work / "refused.parquet", run.collection.refused, _REFUSED)
    with store.writer(run.build.database) as connection:
        if parsed:
            counts = landing.replace_documents(
                connection,
                {kind: [part.file(kind) for part in parsed] for kind in KINDS},
                run.rejected_ids(),
            )
            run.entry.parsed_count = counts["documents"].inserted
            run.changed_tables.update(table for table, count in counts.items() if any(count))
        kept_sources.forget_lost(connection)
        landing.land_sources(
            connection,
            judged=judged,
            refused=refused,
            covered=run.collection.covered,
            seen_at=datetime.fromisoformat(run.entry.started_at),
            refresh_id=run.refresh_id,
        )
        run.changed_tables.update(("document_sources", "rejections"))
        run.entry.record_counts = landing.record_counts(connection, KINDS)
        run.entry.document_count = run.entry.record_counts["documents"]
        run.entry.rejection_count = landing.rejection_count(connection)


def record_refresh(run: Run) -> list[Path]:
    """Write into the build what every refresh since the last publication did, this one too.

    Returns the files of the fetch log whose attempts are landed now.
    """
    fetches = fetch_log.pending_files(run.home)
    run.entry.outcome = "published"
    run.entry.ended_at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    with store.writer(run.build.database) as connection:
        landing.add_expectation_results(
            connection, run.refresh_id, [asdict(outcome) for outcome in run.outcomes]
        )
        landing.add_refreshes(connection, [*journal.entries(run.home), run.entry])
        fetch_log.add_fetches(connection, fetch_log.pending(run.home))
        kept_sources.write(run.home, connection)
    return fetches


def _written(file: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> Path:
    pq.write_table(pa.Table.from_pylist(rows, schema), file)
    return file
