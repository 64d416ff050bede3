"""A metric's points as charts on which only what can be compared shares an axis."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import altair as alt

from flows.site import charts, periods
from flows.site.snapshot import Row, grouped
from flows.site.wording import count, shortened, words

#: From so many points of one force on, its course over time is drawn; fewer are dots.
_FEWEST_FOR_A_COURSE = 3
#: From so many points of one force on, a label at each would hide the next.
_MOST_LABELLED = 8
#: Where the greatest figure of one force is so many times another's, one scale would flatten it.
_ONE_SCALE = 8
_COLUMNS = 3
#: From so many years on, an axis names years and not months.
_YEARS_IN_YEARS = 2


def printed(point: Row) -> str:
    """Return a figure as its document prints it, after what qualifies it."""
    qualifier = "" if point["qualifier"] in {"exact", "range"} else f"{words(point['qualifier'])} "
    return qualifier + shortened(point["quoted_text"], 40)


def chart(points: Sequence[Row], axis_title: str) -> dict[str, Any]:
    """Return the picture of points of one unit, role and length of period.

    Args:
        points: rows with ``force_name, period_start, period_end, value, least_value,
            greatest_value, qualifier, quoted_text, address, partial_explanation`` and
            ``findings``, of which no two are of the same force and period.
        axis_title: what is measured, and its unit.

    Returns:
        ``specification`` and ``caption``.
    """
    by_force = grouped(points, lambda point: point["force_name"])
    is_course = max(map(len, by_force.values())) >= _FEWEST_FOR_A_COURSE
    drawn = _courses(by_force, axis_title) if is_course else _dots(points, axis_title)
    return {
        "specification": charts.specification(drawn),
        "caption": " ".join(_caption(points, by_force, is_course)),
    }


def _courses(by_force: dict[str, list[Row]], axis_title: str) -> alt.TopLevelMixin:
    values = [
        value
        for points in by_force.values()
        for value in _values(points, is_labelled=len(points) <= _MOST_LABELLED)
    ]
    columns = min(_COLUMNS, len(by_force))
    x = _time([point for points in by_force.values() for point in points])
    y = alt.Y("value:Q").title(None).scale(zero=True, nice=True).axis(tickCount=5)
    each = alt.layer(*_layers(x, y, vertical=True)).properties(
        width=660 // columns, height=240 if columns == 1 else 130
    )
    facets: alt.FacetChart = each.facet(
        facet=alt.Facet("force:N").title(None).sort(list(by_force)).header(labelAnchor="start"),
        columns=columns,
        data=alt.InlineData(values=values),
        title=axis_title,
        spacing={"row": 72, "column": 64},
        bounds="flush",
    ).resolve_axis(x="independent", y="independent")
    if not _is_one_scale(by_force):
        facets = facets.resolve_scale(y="independent")
    return facets


def _time(points: Sequence[Row]) -> alt.X:
    """Return an axis of whole years, on which a point stands in the middle of its period."""
    first = min(point["period_start"] for point in points).year
    last = max(point["period_end"] for point in points).year
    ends = [date(first, 1, 1).isoformat(), date(last + 1, 1, 1).isoformat()]
    is_long = last - first >= _YEARS_IN_YEARS
    return (
        alt.X("at:T")
        .title(None)
        .scale(type="utc", domain=ends)
        .axis(
            format="%Y" if is_long else "%b %Y",
            tickCount="year" if is_long else 4,
            labelOverlap=True,
            labelFlush=False,
        )
    )


def _dots(points: Sequence[Row], axis_title: str) -> alt.TopLevelMixin:
    reach = [0.0, *(point[end] for point in points for end in ("least_value", "greatest_value"))]
    newest_first = sorted(points, key=lambda point: point["period_end"], reverse=True)
    by_period = grouped(
        newest_first, lambda point: periods.name(point["period_start"], point["period_end"])
    )
    parts = []
    for number, (period, found) in enumerate(by_period.items(), 1):
        ordered = sorted(found, key=lambda point: (-point["value"], point["force_name"]))
        is_last = number == len(by_period)
        x = (
            alt.X("value:Q")
            .scale(domain=[min(reach), max(reach) or 1], nice=True)
            .axis(title=axis_title if is_last else None, labels=is_last, tickCount=6)
        )
        y = (
            alt.Y("force:N")
            .title(None)
            .sort([point["force_name"] for point in ordered])
            .axis(minExtent=190, maxExtent=190, labelLimit=185, domain=False, ticks=False)
        )
        parts.append(
            alt.layer(
                *_layers(x, y, vertical=False),
                data=alt.InlineData(values=_values(ordered, is_labelled=True)),
            ).properties(width=480, height=alt.Step(26), title=period)
        )
    return alt.vconcat(*parts, spacing=8)


def _layers(x: alt.X, y: alt.Y, *, vertical: bool) -> list[alt.Chart]:
    chart = alt.Chart()
    where = {"x": x, "y": y}
    spread = (
        {"x": x, "y": alt.Y("least:Q"), "y2": alt.Y2("greatest:Q")}
        if vertical
        else {"x": alt.X("least:Q"), "x2": alt.X2("greatest:Q"), "y": y}
    )
    opens = {"href": alt.Href("href:N"), "description": alt.Description("told:N")}
    lines = [
        chart.mark_line(color="var(--series-1)", strokeWidth=1.5, opacity=0.6, aria=False)
        .transform_filter("datum.run !== null")
        .encode(**where, detail="run:N", order="at:T")
    ]
    return [
        *(lines if vertical else []),
        chart.mark_rule(color="var(--bad)", strokeWidth=2, aria=False)
        .transform_filter("datum.least < datum.greatest")
        .encode(**spread),
        chart.mark_point(
            shape="square", size=260, color="var(--bad)", strokeWidth=2, filled=False, aria=False
        )
        .transform_filter("datum.is_questioned")
        .encode(**where),
        chart.mark_point(
            shape="circle", size=75, stroke="var(--series-1)", strokeWidth=1.5, opacity=1
        ).encode(**where, fill=alt.Fill("fill:N").scale(None), **opens),
        *_labels(where, vertical=vertical),
    ]


def _labels(where: Mapping[str, Any], *, vertical: bool) -> list[alt.Chart]:
    chart = alt.Chart()
    if not vertical:
        return [chart.mark_text(aria=False, dx=13, align="left").encode(**where, text="label:N")]
    # Along a course labels stand above and below in turn, so that neighbours do not meet.
    return [
        chart.mark_text(aria=False, dy=dy)
        .transform_filter(f"datum.is_odd === {is_odd}")
        .encode(**where, text="label:N")
        for is_odd, dy in (("false", -16), ("true", 16))
    ]


def _values(points: Sequence[Row], *, is_labelled: bool) -> list[dict[str, Any]]:
    return [
        {
            "force": point["force_name"],
            "at": _middle(point).isoformat(),
            "value": point["value"],
            "least": point["least_value"],
            "greatest": point["greatest_value"],
            "run": run,
            "label": printed(point) if is_labelled or point["qualifier"] != "exact" else "",
            "is_odd": number % 2 == 1,
            "fill": charts.PARTIAL_FILL if point["partial_explanation"] else "var(--series-1)",
            "is_questioned": bool(point["findings"]),
            "href": charts.address(point["address"]),
            "told": f"{point['force_name']}, "
            f"{periods.name(point['period_start'], point['period_end'])}: {printed(point)}",
        }
        for number, (point, run) in enumerate(zip(points, _runs(points), strict=True))
    ]


def _runs(points: Sequence[Row]) -> Iterator[int | None]:
    """Yield which line a point of a force belongs to; None where no other point adjoins.

    Only whole periods that follow each other without a gap are joined: a line across a gap or
    to a period that is not whole would show what nobody has stated.
    """
    joined = [
        before["period_end"] + timedelta(days=1) == after["period_start"]
        and before["force_name"] == after["force_name"]
        and not (before["partial_explanation"] or after["partial_explanation"])
        for before, after in pairwise(points)
    ]
    run = 0
    for to_before, to_after in zip([False, *joined], [*joined, False], strict=True):
        run += not to_before
        yield run if to_before or to_after else None


def _is_one_scale(by_force: dict[str, list[Row]]) -> bool:
    tops = [max(abs(point["value"]) for point in points) for points in by_force.values()]
    return bool(max(tops) <= _ONE_SCALE * min(tops))


def _middle(point: Row) -> date:
    middle: date = point["period_start"] + (point["period_end"] - point["period_start"]) / 2
    return middle


def _caption(
    points: Sequence[Row], by_force: dict[str, list[Row]], is_course: bool
) -> Iterator[str]:
    figures, forces = count(len(points), "figure"), count(len(by_force), "force")
    yield f"{figures} of {forces}; each opens its sentence."
    if is_course and len(by_force) > 1 and not _is_one_scale(by_force):
        yield "Each force has a scale of its own: compare courses, not heights."
    if is_course:
        yield "A point stands in the middle of its period."
        yield "A line joins whole periods that follow each other, and stops elsewhere."
    if any(point["partial_explanation"] for point in points):
        yield "Hatched: the document covers only a part of the period."
    if any(point["findings"] for point in points):
        yield "In a square: a finding concerns the figure."
    if any(point["least_value"] < point["greatest_value"] for point in points):
        yield "A bar: documents give other figures for the same force and period."


def comparable(points: Sequence[Row]) -> dict[str, list[Row]]:
    """Return points by what may share an axis: length of the period and role; shortest first."""
    found = grouped(points, _comparable_with)
    return dict(
        sorted(
            found.items(),
            key=lambda item: min(point["period_end"] - point["period_start"] for point in item[1]),
        )
    )


def _comparable_with(point: Row) -> str:
    length = periods.length(point["period_start"], point["period_end"])
    role = point["observation_role"]
    return length if role == "level" else f"{length}, {words(role)}"
