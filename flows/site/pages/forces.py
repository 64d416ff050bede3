"""The forces: a table of all, and of each what its documents answer, promise and report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flows.site import clock, findings, links, multiples
from flows.site.listing import Listing, in_pages
from flows.site.page import Page
from flows.site.snapshot import Row, Snapshot, grouped

_ROOM = "forces"
_NO_FORCE = {"force_id": None, "force_name": "Documents of no one force"}

#: What makes a page of some hundred kilobytes.
_MOST_RESPONSES = 30
_MOST_CHARACTERS_OF_ANSWERS = 60_000
_MOST_COMMITMENTS = 60
_MOST_POINTS = 400
#: What axes and captions weigh, in points.
_POINTS_OF_A_FRAME = 12
_MOST_FINDINGS = 25
_MOST_DOCUMENTS = 100
_MOST_RECENT = 30

_FORCES = """
    select forces.*, scorecards.* exclude (force_id, force_name), documents.any_document_count
    from marts.dim_forces as forces
    left join marts.rpt_force_scorecards as scorecards using (force_id)
    left join (
        select force_id, count(*) as any_document_count from marts.dim_documents group by force_id
    ) as documents using (force_id)
    order by forces.force_name, forces.force_id
"""
#: The day against which the scorecards tell what is past due; today's where there are none.
_AS_OF = "select coalesce(min(as_of_on), current_date) as as_of_on from marts.rpt_force_scorecards"
_RESPONSES = """
    select responses.*, coalesce(reports.title, responses.report_title_text) as report_title
    from marts.fct_responses as responses
    left join marts.dim_inspection_reports as reports using (inspection_report_id)
    where responses.force_id is not distinct from ?
    order by
        coalesce(responses.report_published_on, responses.responded_on) desc nulls last,
        responses.document_id, responses.char_start, responses.response_id
"""
_ANSWERS = """
    select
        answers.*, reports.title as report_title, documents.title, documents.document_date,
        documents.document_date_precision
    from marts.fct_recommendation_answers as answers
    inner join marts.dim_documents as documents using (document_id)
    left join marts.dim_inspection_reports as reports using (inspection_report_id)
    where answers.force_id is not distinct from ?
    order by
        documents.document_date desc nulls last, answers.document_id, reports.title nulls last,
        answers.recommendation_char_start, answers.char_start, answers.answer_id
"""
_COMMITMENTS = """
    select commitments.*, documents.title, documents.document_date,
        documents.document_date_precision
    from marts.fct_commitments as commitments
    inner join marts.dim_documents as documents using (document_id)
    where commitments.force_id is not distinct from ?
    order by
        commitments.due_on nulls last, documents.document_date desc nulls last,
        commitments.document_id, commitments.char_start, commitments.commitment_id
"""
_SERIES = """
    select series.*, observations.char_start, observations.char_end,
        observations.observation_role, questioned.explanation
        as partial_period
    from marts.rpt_metric_series as series
    inner join marts.fct_metric_observations as observations using (observation_id)
    left join intermediate.int_periods_questioned as questioned
        on series.document_id = questioned.document_id
        and series.period_start = questioned.period_start
        and series.period_end = questioned.period_end
    where series.force_id is not distinct from ?
    order by series.metric_name, series.metric_id, series.period_start, series.period_end
"""
_RECENT = """
    select observations.*, metrics.metric_name, documents.title,
        count(*) over () as canonical_count
    from marts.fct_metric_observations as observations
    inner join marts.dim_metrics as metrics using (metric_id)
    inner join marts.dim_documents as documents using (document_id)
    where observations.force_id is not distinct from ?
    order by
        observations.period_end desc nulls last, documents.document_date desc nulls last,
        observations.document_id, observations.char_start, observations.observation_id
    limit ?
"""
_FINDINGS = findings.FINDINGS.format(where="where findings.force_id is not distinct from ?")
_DOCUMENTS = """
    select document_id, title, document_type, document_date, document_date_precision, word_count,
        is_current, same_text_as, translation_of
    from marts.dim_documents where force_id is not distinct from ?
    order by document_date desc nulls last, document_id
"""

Rows = Sequence[Row]


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the table of forces, then every force of a document; long lists take more pages."""
    forces = snapshot.rows(_FORCES)
    as_of_on = snapshot.rows(_AS_OF)[0]["as_of_on"]
    unplaced_count = len(snapshot.rows(_DOCUMENTS, [None]))
    yield Page(
        "forces/index.html",
        "forces.html.jinja",
        "Forces",
        _ROOM,
        {
            "scorecards": [force for force in forces if force["document_count"]],
            "only_kept": [
                force
                for force in forces
                if force["any_document_count"] and not force["document_count"]
            ],
            "without": [force["force_name"] for force in forces if not force["any_document_count"]],
            "unplaced_count": unplaced_count,
            "as_of_on": as_of_on,
        },
    )
    for force in forces:
        if force["any_document_count"]:
            yield from _pages_of(snapshot, force, as_of_on)
    if unplaced_count:
        yield from _pages_of(snapshot, _NO_FORCE, as_of_on)


def _pages_of(snapshot: Snapshot, force: Row, as_of_on: date) -> Iterator[Page]:
    # Only where something is due does the page change from day to day.
    described = {key: value for key, value in force.items() if key != "as_of_on"}
    home = links.force_page(force["force_id"])
    listings = list(_listings(snapshot, force["force_id"], home, as_of_on))
    yield Page(
        home,
        "force.html.jinja",
        force["force_name"],
        _ROOM,
        {"force": described, "parts": [listing.part(1) for listing in listings]},
    )
    for listing in listings:
        for number in range(2, len(listing.contents) + 1):
            yield Page(
                listing.path(number),
                "force_part.html.jinja",
                f"{force['force_name']}: {listing.label.lower()}, "
                f"page {number} of {len(listing.contents)}",
                _ROOM,
                {
                    "home": home,
                    "force_name": force["force_name"],
                    "part": listing.part(number),
                },
            )


def _listings(
    snapshot: Snapshot, force_id: str | None, home: str, as_of_on: date
) -> Iterator[Listing]:
    """Yield every list of a force, in the order in which its page shows them."""
    found = snapshot.rows(_FINDINGS, [force_id])
    yield _responses(snapshot, force_id, home)
    yield _answers(snapshot, force_id, home)
    yield from _commitments(snapshot, force_id, home, as_of_on)
    yield from _figures(snapshot, force_id, home, found)
    yield Listing(
        "findings",
        "Findings about its documents",
        len(found),
        home,
        in_pages(findings.shown(snapshot, found), _MOST_FINDINGS),
    )
    documents = snapshot.rows(_DOCUMENTS, [force_id])
    yield Listing(
        "documents", "Documents", len(documents), home, in_pages(documents, _MOST_DOCUMENTS)
    )


def _responses(snapshot: Snapshot, force_id: str | None, home: str) -> Listing:
    rows = [
        row | {"address": _address(snapshot, row, "response_id")}
        for row in snapshot.rows(_RESPONSES, [force_id])
    ]
    return Listing(
        "responses",
        "Answers to reports",
        len(rows),
        home,
        [{"rows": page, "chart": clock.picture(page)} for page in in_pages(rows, _MOST_RESPONSES)],
    )


def _answers(snapshot: Snapshot, force_id: str | None, home: str) -> Listing:
    rows = [
        row
        | {
            "address": _address(snapshot, row, "answer_id"),
            "recommendation_address": snapshot.places.record(
                row["document_id"],
                row["recommendation_char_start"],
                row["answer_id"],
                "recommendation",
            ),
        }
        for row in snapshot.rows(_ANSWERS, [force_id])
    ]
    pages = in_pages(
        rows,
        _MOST_CHARACTERS_OF_ANSWERS,
        lambda row: len(row["recommendation_text"]) + len(row["answer_text"]) + 1000,
    )
    return Listing(
        "answers",
        "Recommendations and answers",
        len(rows),
        home,
        [
            [
                {"first": answers[0], "answers": answers}
                for answers in grouped(
                    page, lambda row: (row["document_id"], row["inspection_report_id"])
                ).values()
            ]
            for page in pages
        ],
    )


def _commitments(
    snapshot: Snapshot, force_id: str | None, home: str, as_of_on: date
) -> Iterator[Listing]:
    rows = [
        row | {"address": _address(snapshot, row, "commitment_id")}
        for row in snapshot.rows(_COMMITMENTS, [force_id])
    ]
    dated = [
        row | {"is_past_due": row["due_on"] < as_of_on} for row in rows if row["due_on"] is not None
    ]
    undated = [row for row in rows if row["due_on"] is None]
    past_due_count = sum(row["is_past_due"] for row in dated)
    yield Listing(
        "commitments",
        "Commitments with a date",
        len(dated),
        home,
        [
            {"rows": page, "past_due_count": past_due_count, "as_of_on": as_of_on if page else None}
            for page in in_pages(dated, _MOST_COMMITMENTS)
        ],
    )
    yield Listing(
        "undated",
        "Commitments without a date",
        len(undated),
        home,
        in_pages(undated, _MOST_COMMITMENTS),
    )


def _figures(snapshot: Snapshot, force_id: str | None, home: str, found: Rows) -> Iterator[Listing]:
    by_document = grouped(found, lambda row: row["document_id"])
    points = [
        row
        | {
            "address": _address(snapshot, row, "observation_id"),
            "findings": _on_figure(snapshot, row, by_document),
        }
        for row in snapshot.rows(_SERIES, [force_id])
    ]
    small_charts, singles = multiples.charts_and_singles(points)
    yield Listing(
        "figures",
        "Figures over time",
        len(small_charts),
        home,
        in_pages(
            small_charts,
            _MOST_POINTS,
            lambda chart: chart["figure_count"] + chart["gap_count"] + _POINTS_OF_A_FRAME,
        ),
    )
    yield Listing(
        "single",
        "Figures of one period",
        len(singles),
        home,
        in_pages(singles, _MOST_POINTS),
    )
    recent = [
        row | {"address": _address(snapshot, row, "observation_id")}
        for row in snapshot.rows(_RECENT, [force_id, _MOST_RECENT])
    ]
    yield Listing(
        "recent",
        "The most recent figures",
        recent[0]["canonical_count"] if recent else 0,
        home,
        [recent],
    )


def _on_figure(
    snapshot: Snapshot, point: Row, by_document: Mapping[str, Rows]
) -> list[dict[str, Any]]:
    """Return the findings that concern a figure: they stand on it.

    Where a text and a table differ, the finding concerns both figures; the second place of other
    findings is only what the figure was compared with.
    """
    return [
        {
            "finding_type": finding["finding_type"],
            "explanation": finding["explanation"],
            "address": _address(snapshot, finding, "finding_id"),
        }
        for finding in by_document.get(point["document_id"], ())
        if _overlap(finding["char_start"], finding["char_end"], point)
        or (
            finding["finding_type"] == "text_differs_from_table"
            and (finding["other_char_start"], finding["other_char_end"])
            == (point["char_start"], point["char_end"])
        )
    ]


def _overlap(char_start: int, char_end: int, point: Row) -> bool:
    return bool(char_start < point["char_end"] and point["char_start"] < char_end)


def _address(snapshot: Snapshot, row: Row, key: str) -> str:
    return snapshot.places.record(row["document_id"], row["char_start"], row[key])
