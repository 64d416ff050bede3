"""The clock of section 55 as a picture: from the day of publication to the day of the answer."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from flows.site import charts
from flows.site.snapshot import Row
from flows.site.wording import day, shortened, words

#: The last day on which comments are in time; the day of publication is day 1.
_LAST_DAY = 56
_ROW_HEIGHT = 26
_WIDTH = 520
#: Each answer is told by a shape and by words; the colour only agrees with them.
_SHAPES = {
    "on_time": ("circle", "var(--good)"),
    "late": ("triangle-up", "var(--bad)"),
    "not_applicable": ("square", "var(--soft)"),
    "unknown": ("diamond", "var(--warn)"),
}


def picture(responses: Sequence[Row]) -> dict[str, Any] | None:
    """Return the chart of the responses whose report has a day of publication; None without any.

    What is not dated is not drawn: neither a report without a day nor an answer without one.
    """
    values = [
        _value(number, row)
        for number, row in enumerate(responses, 1)
        if row["report_published_on"] is not None
    ]
    return _chart(values) if values else None


def _value(number: int, row: Row) -> dict[str, Any]:
    days = row["days_taken"]
    shape, colour = _SHAPES[row["timeliness"]]
    told = words(row["timeliness"])
    title = shortened(row["report_title"], 36)
    answered = f"day {days}: {told}" if days else f"no dated answer: {told}"
    return {
        "label": f"{number}. {title}, {day(row['report_published_on'])}",
        "start": 1,
        "days": days,
        "end": _LAST_DAY if row["last_day"] else None,
        "text_at": days or (_LAST_DAY if row["last_day"] else 1),
        "text": answered,
        "shape": shape,
        "colour": colour,
        "description": f"{title}: {answered}",
        "href": charts.address(row["address"]),
    }


def _chart(values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    furthest = max([_LAST_DAY, *(value["days"] or 0 for value in values)])
    ticks = [1, 14, 28, 42, _LAST_DAY]
    step = 28 if furthest < 10 * _LAST_DAY else 7 * _LAST_DAY
    ticks = ticks if furthest <= 3 * _LAST_DAY else [1, _LAST_DAY]
    base = alt.Chart(alt.InlineData(values=list(values))).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=340, ticks=False))
    )
    timed = base.transform_filter("datum.end != null")
    answered = base.transform_filter("datum.days != null")
    x = alt.X(
        "days:Q",
        title="days, the day of publication being day 1",
        scale=alt.Scale(domain=[1, furthest], nice=False),
        axis=alt.Axis(values=[*ticks, *range(ticks[-1] + step, furthest + 1, step)], grid=False),
    )
    return charts.specification(
        alt.layer(
            timed.mark_bar(height=14, color="var(--line)", aria=False).encode(
                x="start:Q", x2="end:Q"
            ),
            timed.mark_tick(thickness=2, size=20, color="var(--ink)", aria=False).encode(x="end:Q"),
            answered.mark_rule(color="var(--soft)", aria=False).encode(x="start:Q", x2="days:Q"),
            answered.mark_point(size=110, filled=True, opacity=1, aria=False).encode(
                x=x,
                shape=alt.Shape("shape:N", scale=None, legend=None),
                color=alt.Color("colour:N", scale=None, legend=None),
            ),
            base.mark_text(align="left", dx=11, aria=False).encode(x="text_at:Q", text="text:N"),
            # The whole row leads to the words.
            base.mark_bar(height=_ROW_HEIGHT - 2, fillOpacity=0).encode(
                x=alt.value(0),
                x2=alt.value(_WIDTH),
                href="href:N",
                description="description:N",
            ),
        ).properties(width=_WIDTH, height=_ROW_HEIGHT * len(values))
    )
