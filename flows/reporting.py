"""What a refresh leaves with its run record: its name, words for its state, counts, refusals."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.run import Run
from flows.source_list import FolderSource, ListingSource, PageSource, Source, SourceList
from warehouse.journal import Entry


def run_name(listed: SourceList, *, is_full: bool = False) -> str:
    """Return the name of a refresh of ``listed``: its folders and sites, three of them at most."""
    places = list(dict.fromkeys(place for source in listed.sources for place in _places(source)))
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return f"refresh {', '.join(places[:3])}{more}{' in full' if is_full else ''}"


def _places(source: Source) -> list[str]:
    match source:
        case FolderSource(folder=folder):
            # A folder's own name is often "inbox" or "responses": the one above it tells more.
            return ["/".join(part for part in Path(folder).parts[-2:] if part != "/")]
        case PageSource(uris=uris):
            return [urlsplit(uri).hostname or uri for uri in uris]
        case ListingSource(uri=uri):
            return [urlsplit(uri).hostname or uri]
    return []


def published_sentence(entry: Entry) -> str:
    """Return in one sentence what a refresh published."""
    told = [
        f"published {_shown(entry.document_count)} documents",
        f"{entry.parsed_count:,} parsed now",
        f"{_shown(entry.rejection_count)} addresses rejected",
    ]
    if entry.warnings:
        told.append(f"warnings: {len(entry.warnings):,}")
    return ", ".join(told)


def built_sentence(counts: Mapping[str, int], left: Mapping[str, int]) -> str:
    """Return how many models, seeds and tests were built, and how many were left as they are."""
    told = _of_each_kind(counts)
    return f"{told}; left as they are: {_of_each_kind(left)}" if left else told


def _of_each_kind(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count} {kind.replace('_', ' ')}{'' if count == 1 else 's'}"
        for kind, count in counts.items()
    )


def first_sentence(text: str) -> str:
    """Return what a refusal found on one line: without its remedy, and of a list the first."""
    first, _, others = text.strip().partition("\n")
    if first.endswith(":"):
        first = f"{first} {others.strip().partition(chr(10))[0]}"
    return re.split(r"(?<=[^ .]\.) (?=[A-Z])", first, maxsplit=1)[0]


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
