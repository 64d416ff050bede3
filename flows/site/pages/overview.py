"""The first page: what is in the warehouse today, and how to read it."""

from collections.abc import Iterator

from flows.site.page import Page
from flows.site.snapshot import Snapshot

_COUNTS = """
    select
        (select count(*) from marts.dim_documents where is_current) as document_count,
        (select count(distinct force_id) from marts.dim_documents where is_current) as force_count,
        (select count(*) from marts.fct_responses) as response_count,
        (select count(*) from marts.fct_recommendation_answers) as answer_count,
        (select count(*) from marts.fct_commitments) as commitment_count,
        (select count(*) from marts.fct_metric_observations) as figure_count,
        (select count(*) from marts.fct_source_findings) as finding_count,
        (select count(*) from landing.rejections) as rejection_count,
        (select min(document_date) from marts.dim_documents where is_current) as earliest_on,
        (select max(document_date) from marts.dim_documents where is_current) as latest_on
"""
_FORCES = """
    select
        forces.force_id, forces.force_name, forces.region,
        coalesce(scorecards.document_count, 0) as document_count
    from marts.dim_forces as forces
    left join marts.rpt_force_scorecards as scorecards using (force_id)
    where forces.force_kind = 'territorial' or scorecards.document_count > 0
    order by forces.region nulls last, forces.force_name
"""
_REJECTIONS = """
    select stage, reason_code, count(*) as rejection_count from landing.rejections
    group by all order by rejection_count desc, stage, reason_code
"""
_NOT_MET = """
    select door, suite_name, expectation_name, severity, failing_count, row_count
    from landing.expectation_results where refresh_id = ? and not is_met
    order by severity, door, suite_name, expectation_name
"""


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the first page."""
    yield Page(
        "index.html",
        "overview.html.jinja",
        "What policing bodies answer to inspections",
        "overview",
        {
            "counts": snapshot.rows(_COUNTS)[0],
            "forces": snapshot.rows(_FORCES),
            "rejections": snapshot.rows(_REJECTIONS),
            "not_met": snapshot.rows(_NOT_MET, [snapshot.refresh.refresh_id]),
        },
    )
