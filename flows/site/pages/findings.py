"""The findings: what a careful reader would question, type by type, sentence beside sentence."""

from collections.abc import Iterator

from flows.site import findings
from flows.site.listing import Listing, in_pages
from flows.site.page import Page
from flows.site.snapshot import Snapshot, grouped

_ROOM = "findings"
_HOME = "findings/index.html"
_MOST_FINDINGS = 20

#: What differs in numbers comes first.
_TYPES = """
    select vocabulary.allowed_value as finding_type, vocabulary.notes as meaning,
        count(findings.finding_id) as finding_count,
        count(distinct findings.document_id) as document_count
    from reference.vocabularies as vocabulary
    left join marts.fct_source_findings as findings
        on vocabulary.allowed_value = findings.finding_type
    where vocabulary.vocabulary_name = 'source_finding_type'
    group by all
    order by count(findings.difference) > 0 desc, finding_count desc, finding_type
"""
_CHECKS = """
    select vocabulary.allowed_value as check_type, vocabulary.notes as meaning,
        count(checks.check_id) as check_count,
        count(checks.check_id) filter (checks.agrees) as agreeing_count,
        count(distinct checks.document_id) as document_count
    from reference.vocabularies as vocabulary
    left join marts.fct_arithmetic_checks as checks
        on vocabulary.allowed_value = checks.check_type
    where vocabulary.vocabulary_name = 'check_type'
    group by all
    order by check_count desc, check_type
"""
_FINDINGS = findings.FINDINGS.format(where="")


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the page of all types, and further pages of the types that have many findings."""
    types = snapshot.rows(_TYPES)
    by_type = grouped(snapshot.rows(_FINDINGS), lambda row: row["finding_type"])
    meanings = {row["finding_type"]: row["meaning"] for row in types}
    listings = [
        Listing(
            row["finding_type"],
            row["finding_type"].replace("_", " ").capitalize(),
            row["finding_count"],
            _HOME,
            in_pages(
                findings.shown(snapshot, by_type[row["finding_type"]]),
                _MOST_FINDINGS,
            ),
        )
        for row in types
        if row["finding_count"]
    ]
    yield Page(
        _HOME,
        "findings.html.jinja",
        "Findings",
        _ROOM,
        {
            "types": types,
            "checks": snapshot.rows(_CHECKS),
            "parts": [listing.part(1) for listing in listings],
            "meanings": meanings,
        },
    )
    for listing in listings:
        for number in range(2, len(listing.contents) + 1):
            yield Page(
                listing.path(number),
                "findings_part.html.jinja",
                f"{listing.label}, page {number} of {len(listing.contents)}",
                _ROOM,
                {"part": listing.part(number), "meaning": meanings[listing.name]},
            )
