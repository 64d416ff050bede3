"""The canonical metrics: a list, and each across forces and time."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from flows.site import links, periods, series
from flows.site.emphasis import emphasised
from flows.site.page import Page
from flows.site.paging import Group, Plan, Stretch
from flows.site.records import figure_in_words
from flows.site.snapshot import Row, Snapshot, grouped
from flows.site.wording import words

_ROOM = "metrics"
#: A figure takes a mark, a label and a row of a table: this many make a page of about a megabyte.
_MOST_FIGURES = 700

_METRICS = """
    select
        metrics.metric_id, metrics.metric_name,
        case when metrics.unit_code = 'count' then 'count' else units.unit_name end as unit_name,
        metrics.definition, metrics.use_with_care, metrics.source, metrics.is_verified,
        count(observations.observation_id) as observation_count,
        count(distinct observations.document_id) as document_count,
        count(distinct observations.force_id) as force_count,
        count(distinct case when observations.period_end is not null
            then (observations.period_start, observations.period_end) end) as period_count,
        min(observations.period_start) as earliest_on,
        max(observations.period_end) as latest_on
    from marts.dim_metrics as metrics
    inner join reference.units as units using (unit_code)
    left join marts.fct_metric_observations as observations using (metric_id)
    group by all
    order by metrics.metric_name, metrics.metric_id
"""
_SERIES = """
    select
        series.observation_id, series.force_id, forces.force_name, series.period_start,
        series.period_end, series.value, series.qualifier, series.observation_count,
        series.least_value, series.greatest_value, observations.observation_role,
        observations.quoted_text, observations.char_start, series.document_id, documents.title,
        documents.document_date, documents.document_date_precision,
        questioned.explanation as partial_explanation
    from marts.rpt_metric_series as series
    inner join marts.fct_metric_observations as observations using (observation_id)
    inner join marts.dim_forces as forces on series.force_id = forces.force_id
    inner join marts.dim_documents as documents on series.document_id = documents.document_id
    left join intermediate.int_periods_questioned as questioned
        on
            series.document_id = questioned.document_id
            and series.period_start = questioned.period_start
            and series.period_end = questioned.period_end
    where series.metric_id = ?
    order by forces.force_name, series.force_id, series.period_end, series.period_start
"""
#: Why a figure of a metric is not in its series, in the order in which the series asks.
_OTHERS = """
    select
        observations.*, forces.force_name, documents.title, documents.document_date,
        documents.document_date_precision,
        case
            when observations.force_id is null then 'no_force'
            when observations.unit_code <> metrics.unit_code then 'other_unit'
            when
                observations.change_direction is not null
                or observations.observation_role = 'change'
                then 'change'
            when observations.observation_role = 'target' then 'target'
            when observations.observation_role not in ('level', 'share') then 'other_role'
            when observations.scope <> 'force' then 'other_scope'
            when observations.qualifier = 'range' then 'range'
            when
                observations.period_start is null or observations.period_end is null
                then 'no_period'
            else 'other_figure'
        end as reason
    from marts.fct_metric_observations as observations
    inner join marts.dim_metrics as metrics using (metric_id)
    inner join marts.dim_documents as documents using (document_id)
    left join marts.dim_forces as forces on observations.force_id = forces.force_id
    where
        observations.metric_id = ?
        and observations.observation_id not in (
            select observation_id from marts.rpt_metric_series where metric_id = ?
        )
    order by
        forces.force_name nulls last, observations.force_id,
        documents.document_date desc nulls last, observations.document_id,
        observations.char_start, observations.observation_id
"""
#: A finding concerns the figure that it stands on. Where a text and a table differ, it concerns
#: both; the second place of other findings is only what the figure was compared with.
_FINDINGS = """
    select
        observations.observation_id, observations.force_id, observations.period_start,
        observations.period_end, findings.finding_id, findings.finding_type,
        findings.explanation, findings.document_id, findings.char_start
    from marts.fct_metric_observations as observations
    inner join marts.fct_source_findings as findings
        on
            observations.document_id = findings.document_id
            and (
                (
                    findings.char_start < observations.char_end
                    and findings.char_end > observations.char_start
                )
                or (
                    findings.finding_type = 'text_differs_from_table'
                    and findings.other_char_start = observations.char_start
                    and findings.other_char_end = observations.char_end
                )
            )
    where observations.metric_id = ?
    order by findings.char_start, findings.finding_id, observations.observation_id
"""

#: What keeps a figure out of the series, and why that does.
_REASONS = {
    "other_figure": (
        "Another figure stands for this force and period",
        (
            "The series has one for each: an exact one before “about”, a total before its parts, "
            "a cell before a sentence, a later document before an earlier one."
        ),
    ),
    "no_period": (
        "Without a period of two ends",
        "When what is counted began or ended is not said.",
    ),
    "change": ("A change, not a level", "“Rose by 12” says nothing of how many there are."),
    "target": ("A target", "What somebody aims at was not measured."),
    "other_role": ("Of another role", "Ranks, durations, ages and the like are no levels."),
    "other_scope": (
        "About others than the force",
        "It is about the country, a partner, or what the document itself looked at.",
    ),
    "range": ("A range", "Between two ends no one number is stated."),
    "other_unit": ("In another unit", "Other units cannot stand on the same axis."),
    "no_force": ("Of no one force", "The document is not of one force."),
}

Rows = Sequence[Row]


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the list of metrics, then every metric that documents give figures of."""
    metrics = snapshot.rows(_METRICS)
    in_series = {
        row["metric_id"]: row["point_count"]
        for row in snapshot.rows(
            "select metric_id, count(*) as point_count from marts.rpt_metric_series "
            "group by metric_id order by metric_id"
        )
    }
    for metric in metrics:
        metric["point_count"] = in_series.get(metric["metric_id"], 0)
    found = [metric for metric in metrics if metric["observation_count"]]
    yield Page(
        "metrics/index.html",
        "metrics.html.jinja",
        "Metrics",
        _ROOM,
        {
            "found": found,
            "missing": [metric for metric in metrics if not metric["observation_count"]],
        },
    )
    for metric in found:
        yield from _metric_pages(snapshot, metric)


def _metric_pages(snapshot: Snapshot, metric: Row) -> Iterator[Page]:
    key = metric["metric_id"]
    points = _points(snapshot, key)
    others = grouped(snapshot.rows(_OTHERS, [key, key]), lambda row: row["reason"])
    sections = {
        **series.comparable(points),
        **{reason: others[reason] for reason in _REASONS if reason in others},
    }
    by_force = {
        section: grouped(rows, lambda row: row["force_id"] or "")
        for section, rows in sections.items()
    }
    plan = Plan(
        (
            Group(section, force_id, len(rows))
            for section, forces in by_force.items()
            for force_id, rows in forces.items()
        ),
        _MOST_FIGURES,
    )
    page_count = len(plan.pages)
    for number, stretches in enumerate(plan.pages, 1):
        drawn = [
            _section(snapshot, metric, section, _rows_of(by_force[section], parts))
            for section, parts in groupby(stretches, lambda stretch: stretch.outer)
        ]
        yield Page(
            links.metric_page(key, number),
            "metric.html.jinja",
            metric["metric_name"]
            if number == 1
            else f"{metric['metric_name']}, page {number} of {page_count}",
            _ROOM,
            {
                "metric": metric,
                "series": [section for section in drawn if "chart" in section],
                "others": [section for section in drawn if "reason" in section],
                "contents": [
                    {
                        "label": _label(section),
                        "figure_count": len(rows),
                        "address": f"{links.metric_page(key, plan.first_pages[section])}"
                        f"#{_anchor(section)}",
                        "is_series": section not in _REASONS,
                    }
                    for section, rows in sections.items()
                ],
                "pages": [links.metric_page(key, each) for each in range(1, page_count + 1)],
            },
        )


def _points(snapshot: Snapshot, metric_id: str) -> list[dict[str, Any]]:
    """Return the points of a metric with all findings on figures of the same force and period."""
    findings = grouped(snapshot.rows(_FINDINGS, [metric_id]), _place_in_series)
    return [
        point
        | {
            "address": snapshot.places.record(
                point["document_id"], point["char_start"], point["observation_id"]
            ),
            "findings": _told(snapshot, findings.get(_place_in_series(point), ())),
        }
        for point in snapshot.rows(_SERIES, [metric_id])
    ]


def _told(snapshot: Snapshot, findings: Rows) -> list[dict[str, Any]]:
    # Two figures of one period can stand under one and the same finding.
    once = {finding["finding_id"]: finding for finding in findings}
    return [
        {
            "finding_type": finding["finding_type"],
            "explanation": finding["explanation"],
            "address": snapshot.places.record(
                finding["document_id"], finding["char_start"], finding["finding_id"]
            ),
        }
        for finding in once.values()
    ]


def _place_in_series(row: Row) -> tuple[Any, ...]:
    return row["force_id"], row["period_start"], row["period_end"]


def _rows_of(by_force: dict[str, list[Row]], stretches: Iterator[Stretch]) -> list[Row]:
    return [
        row
        for stretch in stretches
        for row in by_force[stretch.inner][stretch.first : stretch.last]
    ]


def _section(snapshot: Snapshot, metric: Row, section: str, rows: list[Row]) -> dict[str, Any]:
    named = {"anchor": _anchor(section), "label": _label(section)}
    if section in _REASONS:
        return named | {
            "reason": _REASONS[section][1],
            "figures": [_figure(snapshot, row) for row in rows],
        }
    return named | {
        "chart": series.chart(rows, f"{metric['metric_name']}, {metric['unit_name']}"),
        "points": [
            {
                **point,
                "period": periods.name(point["period_start"], point["period_end"]),
                "printed": series.printed(point),
            }
            for point in rows
        ],
    }


def _figure(snapshot: Snapshot, row: Row) -> dict[str, Any]:
    return {
        "force_id": row["force_id"],
        "force_name": row["force_name"],
        "title": row["title"],
        "document_date": row["document_date"],
        "document_date_precision": row["document_date_precision"],
        "text": emphasised(row["sentence_text"], row["quoted_text"]),
        "meaning": figure_in_words(row),
        "address": snapshot.places.record(
            row["document_id"], row["char_start"], row["observation_id"]
        ),
    }


def _label(section: str) -> str:
    return _REASONS[section][0] if section in _REASONS else f"By {section}"


def _anchor(section: str) -> str:
    return words(section).replace(",", "").replace(" ", "-")
