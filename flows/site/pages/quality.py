"""Data quality: what was expected at each door over the last refreshes, and what was rejected."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from flows.site import links
from flows.site.page import Page
from flows.site.snapshot import Snapshot

_ROOM = "quality"

#: Refreshes that are shown, newest first, and rejections on one page.
_MOST_REFRESHES = 12
_REJECTIONS_A_PAGE = 500

DOORS = {
    "raw_documents": "Door 1: raw documents",
    "landed_records": "Door 2: landed records",
    "built_marts": "Door 3: built marts",
}

_REFRESHES = """
    select
        refresh_id, outcome, started_at, ended_at, document_count, parsed_count,
        rejection_count, message
    from landing.refreshes
    order by refresh_id desc
    limit ?
"""
_RESULTS = """
    select
        door, suite_name, expectation_name, column_name, severity, scope, refresh_id,
        bool_and(is_met) as is_met,
        sum(row_count)::bigint as row_count,
        sum(failing_count)::bigint as failing_count,
        first(failing_examples order by failing_examples)
            filter (where not is_met) as failing_examples
    from landing.expectation_results
    where refresh_id in (select unnest(?::varchar[]))
    group by all
    order by
        door, suite_name, expectation_name, column_name nulls first, severity, scope,
        refresh_id desc
"""
_REJECTIONS = """
    select
        rejections.source_uri, rejections.stage, rejections.reason_code, rejections.message,
        rejections.refresh_id, documents.document_id, documents.title
    from landing.rejections as rejections
    left join marts.dim_documents as documents using (document_id)
    order by
        rejections.stage, rejections.reason_code, rejections.source_uri, rejections.message,
        rejections.refresh_id, documents.document_id
"""

#: What makes two results the same expectation in two refreshes.
_SAME = ("door", "suite_name", "expectation_name", "column_name", "severity", "scope")

Row = dict[str, Any]


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the room's first page, a page for each door, and the rejections."""
    refreshes = snapshot.rows(_REFRESHES, [_MOST_REFRESHES])
    results = snapshot.rows(_RESULTS, [[row["refresh_id"] for row in refreshes]])
    rejections = snapshot.rows(_REJECTIONS)
    judged = {row["refresh_id"] for row in results}
    shown = [row for row in refreshes if row["refresh_id"] in judged]
    expectations = [
        _expectation(dict(zip(_SAME, key, strict=True)), list(rows), shown)
        for key, rows in groupby(results, key=itemgetter(*_SAME))
    ]
    yield Page(
        links.quality_page(),
        "quality.html.jinja",
        "Data quality",
        _ROOM,
        {
            "refreshes": refreshes,
            "shown": shown,
            "doors": [
                {"door": door, "label": label, "counts": _counts(expectations, door, shown)}
                for door, label in DOORS.items()
            ],
            "not_met": [each for each in expectations if each["last_state"] in {"warn", "fail"}],
            "reasons": _reasons(rejections),
        },
    )
    for door, label in DOORS.items():
        of_door = [each for each in expectations if each["door"] == door]
        suites = [
            {"suite_name": name, "expectations": list(group)}
            for name, group in groupby(of_door, key=itemgetter("suite_name"))
        ]
        yield Page(
            links.quality_page(door),
            "quality_door.html.jinja",
            label,
            _ROOM,
            {"suites": suites, "shown": shown},
        )
    yield from _rejection_pages(rejections)


def _expectation(named: Row, rows: Sequence[Row], shown: Sequence[Row]) -> Row:
    """Return one expectation with its state in each refresh; none where it was not asked."""
    by_refresh = {row["refresh_id"]: row for row in rows}
    last = by_refresh.get(shown[0]["refresh_id"])
    return named | {
        "states": [_state(by_refresh.get(refresh["refresh_id"])) for refresh in shown],
        "last_state": _state(last),
        "row_count": last["row_count"] if last else None,
        "failing_count": last["failing_count"] if last else None,
        # The newest that there are: an expectation that is met again shows what it once was not.
        "failures": [
            {
                "refresh_id": row["refresh_id"],
                "examples": [str(value) for value in json.loads(row["failing_examples"])],
            }
            for row in rows
            if row["failing_examples"]
        ][:1],
    }


def _state(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "not asked"
    if result["is_met"]:
        return "pass"
    return "warn" if result["severity"] == "warn" else "fail"


def _counts(expectations: Sequence[Row], door: str, shown: Sequence[Row]) -> list[dict[str, int]]:
    """Return for each refresh how many expectations of a door are in each state."""
    return [
        Counter(each["states"][position] for each in expectations if each["door"] == door)
        for position in range(len(shown))
    ]


def _reasons(rejections: Sequence[Row]) -> list[Row]:
    """Return how many addresses each reason has, and on which page the first of them stands."""
    first: dict[tuple[str, str], int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for position, row in enumerate(rejections):
        key = (row["stage"], row["reason_code"])
        first.setdefault(key, position // _REJECTIONS_A_PAGE + 1)
        counts[key] += 1
    return [
        {
            "stage": stage,
            "reason_code": reason,
            "count": count,
            "path": f"{links.rejections_page(first[stage, reason])}#{stage}-{reason}",
        }
        for (stage, reason), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _rejection_pages(rejections: Sequence[Row]) -> Iterator[Page]:
    page_count = max(1, -(-len(rejections) // _REJECTIONS_A_PAGE))
    for number in range(1, page_count + 1):
        here = rejections[(number - 1) * _REJECTIONS_A_PAGE : number * _REJECTIONS_A_PAGE]
        yield Page(
            links.rejections_page(number),
            "quality_rejections.html.jinja",
            "Rejections" if number == 1 else f"Rejections, page {number} of {page_count}",
            _ROOM,
            {
                "reasons": [
                    {"stage": stage, "reason_code": reason, "rejections": list(group)}
                    for (stage, reason), group in groupby(
                        here, key=itemgetter("stage", "reason_code")
                    )
                ],
                "total": len(rejections),
                "number": number,
                "page_count": page_count,
            },
        )
