"""What holds of the picture of the clock: what is dated is drawn, what is not is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from lxml import etree

from flows.site import charts, clock

_PUBLISHED = date(2019, 1, 15)


def response(timeliness: str, days: int | None, **others: Any) -> dict[str, Any]:
    return {
        "report_title": "An inspection of custody",
        "report_published_on": _PUBLISHED,
        "last_day": None if timeliness == "not_applicable" else _PUBLISHED + timedelta(days=55),
        "days_taken": days,
        "timeliness": timeliness,
        "address": f"documents/d.html#r-{timeliness}",
    } | others


def drawn(*responses: dict[str, Any]) -> etree._Element:
    chart = clock.picture(responses)
    assert chart is not None
    return etree.fromstring(str(charts.drawn(chart, "../", "clock")))


@pytest.mark.parametrize(
    ("timeliness", "days", "told"),
    [
        ("on_time", 53, "day 53: on time"),
        ("late", 63, "day 63: late"),
        ("not_applicable", 80, "day 80: not applicable"),
        ("unknown", None, "no dated answer: unknown"),
    ],
)
def test_each_answer_is_told_in_words_and_leads_to_them(
    timeliness: str, days: int | None, told: str
) -> None:
    picture = drawn(response(timeliness, days))
    assert told in list(picture.itertext())
    assert [link.get("href") for link in picture.iter("{*}a")] == [
        f"../documents/d.html#r-{timeliness}"
    ]


def test_each_way_to_be_in_time_has_a_shape_of_its_own() -> None:
    cases = (("on_time", 53), ("late", 63), ("not_applicable", 80))
    shapes = set()
    for timeliness, days in cases:
        picture = drawn(response(timeliness, days))
        (points,) = [
            group for group in picture.iter("{*}g") if "mark-symbol" in (group.get("class") or "")
        ]
        (shape,) = points.iter("{*}path")
        shapes.add(shape.get("d"))
    assert len(shapes) == len(cases)


def test_a_day_that_nobody_states_is_not_drawn() -> None:
    undated = response("unknown", None, report_published_on=None, last_day=None)
    assert clock.picture([undated]) is None
    picture = drawn(undated, response("unknown", None))
    symbols = [
        group for group in picture.iter("{*}g") if "mark-symbol" in (group.get("class") or "")
    ]
    assert [list(group.iter("{*}path")) for group in symbols] == [[]]
    # The number is that of the table, in which the undated one stands first.
    texts = [str(text) for text in picture.itertext()]
    assert [text[:2] for text in texts if "An inspection" in text] == ["2."]


def test_no_limit_is_drawn_where_there_was_none() -> None:
    with_limit, without = (
        clock.picture([response("late", 63)]),
        clock.picture([response("not_applicable", 63)]),
    )
    assert with_limit is not None
    assert without is not None
    ends = [
        value["end"]
        for chart in (with_limit, without)
        for value in next(iter(chart["datasets"].values()))
    ]
    assert ends == [56, None]


def test_words_of_documents_are_text() -> None:
    picture = drawn(response("late", 63, report_title="<script>alert(1)</script>"))
    assert not list(picture.iter("{*}script"))
    assert any("<script>" in text for text in picture.itertext())
