"""What a refresh leaves with its run record: counts in markdown, refusals as a table."""

import html
import re
from typing import Any

from flows.run import Run
from warehouse.journal import Entry


def counts_markdown(entry: Entry) -> str:
    """Return the counts of a refresh as markdown; nothing of a document's text stands in it."""
    lines = [
        f"# Refresh {entry.refresh_id}",
        "",
        (
            f"{_shown(entry.document_count)} current documents, {entry.parsed_count} parsed, "
            f"{_shown(entry.rejection_count)} addresses rejected, {len(entry.warnings)} warnings."
        ),
        "",
        "| records | count |",
        "| --- | ---: |",
        *(f"| {kind} | {count:,} |" for kind, count in entry.record_counts.items()),
        "",
        "| stage | seconds |",
        "| --- | ---: |",
        *(f"| {stage} | {seconds:.2f} |" for stage, seconds in entry.durations.items()),
    ]
    return "\n".join(lines)


def refusals_table(run: Run) -> list[dict[str, Any]]:
    """Return one row for each rejected address and each expectation that was not met."""
    rejections = [
        {
            "what": "rejection",
            "where": row["stage"],
            "about": plain(row["source_uri"]),
            "reason": plain(f"{row['reason_code']}: {row['message']}"),
        }
        for row in run.collection.refused
    ]
    expectations = [
        {
            "what": f"expectation ({outcome.severity})",
            "where": outcome.door,
            "about": outcome.suite_name,
            "reason": plain(
                f"{outcome.expectation_name}: {outcome.failing_count} of {outcome.row_count}"
            ),
        }
        for outcome in run.outcomes
        if not outcome.is_met
    ]
    return rejections + expectations


def plain(text: str) -> str:
    """Return ``text`` without what a page would obey: names of files and texts are data."""
    return html.escape(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text), quote=False)


def _shown(count: int | None) -> str:
    return "unknown" if count is None else f"{count:,}"
