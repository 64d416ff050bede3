"""Canonical figures of one force over time, as small charts that compare like with like."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import altair as alt

from flows.site import charts, periods
from flows.site.snapshot import Row, grouped
from flows.site.wording import figure, words

_WIDTH = 250
_HEIGHT = 110
#: Periods that follow each other without a gap when nothing is missing.
_REGULAR = {1: "by month", 3: "by quarter", 12: "by year"}
_DAYS_OF_THREE_YEARS = 3 * 365


def phase(start: date, end: date) -> tuple[str, int]:
    """Return the length of a period and where in a row of such lengths it begins.

    Periods with the same of both never overlap: they can stand beside each other on one axis.
    Calendar years and financial years are two rows, and so are years that end in each month.
    """
    length = periods.length(start, end)
    if whole := periods.months(start, end):
        return length, (start.year * 12 + start.month - 1) % whole
    return length, start.toordinal() % ((end - start).days + 1)


def charts_and_singles(points: Sequence[Row]) -> tuple[list[dict[str, Any]], list[Row]]:
    """Return a chart for each metric, role and row of periods, and figures that nothing is like.

    ``points`` are of one force, in the order of metric and period. Each has the columns of
    ``rpt_metric_series``, its ``observation_role`` and ``address``, ``partial_period`` (null, or
    why the period is not whole) and ``findings`` (type, explanation and address of each).
    """
    rows = grouped(
        points,
        lambda row: (
            row["metric_id"],
            row["observation_role"],
            *phase(row["period_start"], row["period_end"]),
        ),
    ).values()
    return (
        [_small_chart(row) for row in rows if len(row) > 1],
        [{**row[0], **_told(row[0])} for row in rows if len(row) == 1],
    )


def _small_chart(points: Sequence[Row]) -> dict[str, Any]:
    first = points[0]
    gaps = list(_gaps(points))
    told = [{**point, **_told(point)} for point in points]
    return {
        "metric_id": first["metric_id"],
        "metric_name": first["metric_name"],
        "unit_code": first["unit_code"],
        "observation_role": first["observation_role"],
        "kind": _kind(first["period_start"], first["period_end"]),
        "spec": _drawing(told, gaps),
        "rows": sorted([*told, *gaps], key=lambda row: row["period_start"]),
        "figure_count": len(points),
        "gap_count": len(gaps),
        "has_partial": any(point["partial_period"] for point in points),
        "has_range": any(point["least_value"] != point["greatest_value"] for point in points),
        "has_finding": any(point["findings"] for point in points),
    }


def _told(point: Row) -> dict[str, str]:
    return {
        "period": periods.name(point["period_start"], point["period_end"]),
        "kind": periods.length(point["period_start"], point["period_end"]),
    }


def _kind(start: date, end: date) -> str:
    whole = periods.months(start, end)
    if whole == 12:
        return {1: "calendar years", 4: "financial years"}.get(
            start.month, f"years to the end of {end:%B}"
        )
    length = periods.length(start, end)
    return f"{length}s" if whole in _REGULAR or length == "day" else f"periods of {length}"


def _gaps(points: Sequence[Row]) -> Iterable[dict[str, Any]]:
    """Yield the stretches between regular periods for which nothing was found."""
    if periods.months(points[0]["period_start"], points[0]["period_end"]) not in _REGULAR:
        return
    for before, after in pairwise(points):
        start = before["period_end"] + timedelta(days=1)
        end = after["period_start"] - timedelta(days=1)
        if start <= end:
            yield {
                "period_start": start,
                "period_end": end,
                "period": periods.name(start, end),
                "value": None,
            }


def _drawing(points: Sequence[Row], gaps: Sequence[Row]) -> dict[str, Any]:
    days = (points[-1]["period_end"] - points[0]["period_start"]).days
    spec = _shape("%Y" if days > _DAYS_OF_THREE_YEARS else "%b %Y")
    return {
        **spec,
        "datasets": {
            "figures": [_figure(point) for point in points],
            "gaps": [_span(gap) for gap in gaps],
        },
    }


def _figure(point: Row) -> dict[str, Any]:
    value = f"{figure(point['value'])} {words(point['unit_code'])}"
    notes = [
        "not a whole period" if point["partial_period"] else "",
        *(words(finding["finding_type"]) for finding in point["findings"]),
    ]
    return _span(point) | {
        "value": point["value"],
        "least": point["least_value"],
        "greatest": point["greatest_value"],
        "fill": charts.PARTIAL_FILL if point["partial_period"] else "var(--series-1)",
        "flag": "!" if point["findings"] else "",
        "description": "; ".join(filter(None, [f"{point['period']}: {value}", *notes])),
        "href": charts.address(point["address"]),
    }


def _span(row: Mapping[str, Any]) -> dict[str, Any]:
    start, after = row["period_start"], row["period_end"] + timedelta(days=1)
    return {
        "start": start.isoformat(),
        "after": after.isoformat(),
        "middle": (start + (after - start) / 2).isoformat(),
    }


@cache
def _shape(label_format: str) -> dict[str, Any]:
    """Return the specification that all small charts share; only their data differ."""
    utc = alt.Scale(type="utc")
    x = alt.X(
        "start:T",
        title=None,
        scale=utc,
        axis=alt.Axis(format=label_format, tickCount=4, grid=False, labelOverlap="greedy"),
    )
    y = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=3))
    middle = alt.X("middle:T", scale=utc)
    figures = alt.Chart(alt.NamedData("figures"))
    gaps = alt.Chart(alt.NamedData("gaps"))
    span = {"x": x, "x2": "after:T"}
    return charts.specification(
        alt.layer(
            figures.mark_bar(orient="vertical", aria=False).encode(
                y=y, y2=alt.datum(0), fill=alt.Fill("fill:N", scale=None), **span
            ),
            # A figure of nought has no bar, and is a figure.
            figures.mark_rule(color="var(--series-1)", strokeWidth=2, aria=False).encode(
                y=y, **span
            ),
            figures.transform_filter("datum.least != datum.greatest")
            .mark_rule(color="var(--ink)", aria=False)
            .encode(x=middle, y="least:Q", y2="greatest:Q"),
            figures.transform_filter("datum.flag")
            .mark_text(dy=-9, fontWeight="bold", fontSize=15, color="var(--bad)", aria=False)
            .encode(x=middle, y="greatest:Q", text="flag:N"),
            gaps.mark_rule(color="var(--soft)", strokeDash=[2, 3], aria=False).encode(
                y=alt.datum(0), **span
            ),
            gaps.mark_text(text="\u00d7", dy=-7, color="var(--soft)", aria=False).encode(
                x=middle, y=alt.datum(0)
            ),
            # The whole height leads to the sentence, however low the figure is.
            figures.mark_bar(orient="vertical", fillOpacity=0).encode(
                y=alt.value(0),
                y2=alt.value(_HEIGHT),
                href="href:N",
                description="description:N",
                **span,
            ),
        ).properties(width=_WIDTH, height=_HEIGHT)
    )
