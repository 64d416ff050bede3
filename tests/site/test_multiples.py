"""What holds of the small charts of a force: only like stands beside like, and nothing is hidden."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from flows.site import charts, multiples


def point(start: str, end: str, value: float = 5.0, **others: Any) -> dict[str, Any]:
    """Return a figure as the pages of forces hand it over."""
    return {
        "metric_id": "theft_count",
        "metric_name": "Thefts",
        "unit_code": "count",
        "observation_role": "level",
        "period_start": date.fromisoformat(start),
        "period_end": date.fromisoformat(end),
        "value": value,
        "least_value": value,
        "greatest_value": value,
        "observation_count": 1,
        "qualifier": "exact",
        "address": f"documents/d.html#r-{start}-{end}",
        "partial_period": None,
        "findings": [],
    } | others


def drawn(chart: dict[str, Any]) -> etree._Element:
    return etree.fromstring(str(charts.drawn(chart["spec"], "../", "Thefts")))


def links(picture: etree._Element) -> list[str]:
    return [str(link.get("href")) for link in picture.iter("{*}a")]


_STARTS = st.dates(min_value=date(2010, 1, 1), max_value=date(2020, 1, 1))


@given(st.lists(st.tuples(_STARTS, st.integers(min_value=0, max_value=800)), max_size=12))
def test_periods_of_one_phase_never_overlap(found: list[tuple[date, int]]) -> None:
    periods = {(start, start + timedelta(days=days)) for start, days in found}
    for (start, end), (other_start, other_end) in combinations(sorted(periods), 2):
        if multiples.phase(start, end) == multiples.phase(other_start, other_end):
            assert end < other_start or other_end < start


def test_other_roles_units_and_kinds_of_period_have_charts_of_their_own() -> None:
    calendar = [point("2018-01-01", "2018-12-31"), point("2019-01-01", "2019-12-31")]
    financial = [point("2018-04-01", "2019-03-31"), point("2019-04-01", "2020-03-31")]
    months = [point("2018-01-01", "2018-01-31"), point("2018-02-01", "2018-02-28")]
    shares = [row | {"observation_role": "share"} for row in calendar]
    found, singles = multiples.charts_and_singles([*calendar, *financial, *months, *shares])
    assert [(chart["kind"], chart["observation_role"]) for chart in found] == [
        ("calendar years", "level"),
        ("financial years", "level"),
        ("months", "level"),
        ("calendar years", "share"),
    ]
    assert singles == []


def test_a_figure_that_nothing_is_like_is_drawn_nowhere_and_listed() -> None:
    found, singles = multiples.charts_and_singles(
        [point("2018-01-01", "2018-12-31"), point("2018-01-01", "2018-03-31")]
    )
    assert found == []
    assert [single["period"] for single in singles] == ["2018", "January to March 2018"]


def test_every_figure_leads_to_its_sentence_once_and_nought_is_a_figure() -> None:
    rows = [point("2018-01-01", "2018-01-31", 0.0), point("2018-02-01", "2018-02-28", 3.0)]
    (chart,), _ = multiples.charts_and_singles(rows)
    assert links(drawn(chart)) == [f"../{row['address']}" for row in rows]


@pytest.mark.parametrize(("partial", "hatched"), [(None, 0), ("The column covers 9 months.", 1)])
def test_a_period_that_is_not_whole_is_hatched(partial: str | None, hatched: int) -> None:
    rows = [
        point("2018-01-01", "2018-12-31", partial_period=partial),
        point("2019-01-01", "2019-12-31"),
    ]
    (chart,), _ = multiples.charts_and_singles(rows)
    picture = etree.tostring(drawn(chart)).decode()
    assert picture.count(charts.PARTIAL_FILL) == hatched
    assert ("not a whole period" in picture) == bool(hatched)


def test_time_without_a_figure_is_shown_as_missing() -> None:
    rows = [point("2018-01-01", "2018-01-31"), point("2018-04-01", "2018-04-30")]
    (chart,), _ = multiples.charts_and_singles(rows)
    assert [(row["period"], row["value"]) for row in chart["rows"]] == [
        ("January 2018", 5.0),
        ("February to March 2018", None),
        ("April 2018", 5.0),
    ]
    assert "\u00d7" in list(drawn(chart).itertext())


def test_a_finding_is_marked_on_the_point_that_it_concerns() -> None:
    finding = {"finding_type": "total_differs_from_parts", "explanation": "", "address": ""}
    rows = [
        point("2018-01-01", "2018-12-31", findings=[finding]),
        point("2019-01-01", "2019-12-31"),
    ]
    (chart,), _ = multiples.charts_and_singles(rows)
    assert [value["flag"] for value in chart["spec"]["datasets"]["figures"]] == ["!", ""]
    picture = drawn(chart)
    assert [text for text in picture.itertext() if text == "!"] == ["!"]
    assert "total differs from parts" in etree.tostring(picture).decode()


def test_what_a_chart_shares_is_not_changed_by_the_figures_of_one() -> None:
    (first,), _ = multiples.charts_and_singles(
        [point("2018-01-01", "2018-12-31", 1.0), point("2019-01-01", "2019-12-31", 2.0)]
    )
    (second,), _ = multiples.charts_and_singles(
        [point("2018-01-01", "2018-12-31", 7.0), point("2019-01-01", "2019-12-31", 8.0)]
    )
    assert [value["value"] for value in first["spec"]["datasets"]["figures"]] == [1.0, 2.0]
    assert [value["value"] for value in second["spec"]["datasets"]["figures"]] == [7.0, 8.0]
