"""Charts of a metric: what shares an axis, what is joined, and what is marked."""

import json
from calendar import monthrange
from datetime import date
from typing import Any

from flows.site import charts, series


def point(force: str, start: date, end: date, value: float, **others: Any) -> dict[str, Any]:
    return {
        "force_name": force,
        "period_start": start,
        "period_end": end,
        "value": value,
        "least_value": value,
        "greatest_value": value,
        "qualifier": "exact",
        "quoted_text": f"{value:g}",
        "address": f"documents/{start:%Y%m}.html#r-1",
        "partial_explanation": None,
        "findings": [],
        "observation_role": "level",
        **others,
    }


def month(force: str, number: int, value: float, **others: Any) -> dict[str, Any]:
    last = monthrange(2020, number)[1]
    return point(force, date(2020, number, 1), date(2020, number, last), value, **others)


def year(force: str, number: int, value: float, **others: Any) -> dict[str, Any]:
    return point(force, date(number, 1, 1), date(number, 12, 31), value, **others)


def values(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a specification draws."""
    found = []
    for part in specification.get("vconcat", [specification]):
        named = part.get("data") or specification["data"]
        found += specification["datasets"][named["name"]]
    return found


def marks(specification: dict[str, Any]) -> set[str]:
    """Return the kinds of marks of a specification."""
    parts = specification.get("vconcat", [specification.get("spec")])
    return {layer["mark"]["type"] for part in parts for layer in part["layer"]}


def test_other_lengths_and_roles_have_charts_of_their_own() -> None:
    share = year("Ashire", 2021, 30, observation_role="share")
    points = [year("Ashire", 2020, 90), month("Ashire", 2, 7), share, month("Bshire", 1, 8)]
    assert series.comparable(points) == {
        "month": [points[1], points[3]],
        "year": [points[0]],
        "year, share": [share],
    }


def test_one_figure_is_a_dot_with_its_label_and_no_line() -> None:
    drawn = series.chart([year("Ashire", 2020, 640, qualifier="about")], "Arrests")
    assert "line" not in marks(drawn["specification"])
    assert [each["label"] for each in values(drawn["specification"])] == ["about 640"]
    picture = str(charts.drawn(drawn["specification"], "../", "Arrests"))
    assert "about 640" in picture
    assert "Ashire" in picture
    assert "../documents/202001.html#r-1" in picture


def test_a_figure_of_nothing_can_be_drawn() -> None:
    drawn = series.chart([year("Ashire", 2020, 0)], "Arrests")
    assert "NaN" not in charts.drawn(drawn["specification"], "../", "Arrests")


def test_only_whole_periods_that_adjoin_are_joined() -> None:
    points = [
        month("Ashire", 1, 4),
        month("Ashire", 2, 5),
        month("Ashire", 4, 6),
        month("Ashire", 5, 7, partial_explanation="two weeks of it"),
        month("Ashire", 6, 8),
        month("Ashire", 7, 9),
        month("Bshire", 8, 9),
    ]
    drawn = series.chart(points, "Arrests")["specification"]
    runs = [each["run"] for each in values(drawn)]
    assert runs[0] == runs[1] is not None
    assert runs[2:4] == [None, None]
    assert runs[4] == runs[5] not in {None, runs[0]}
    assert runs[6] is None


def test_what_must_be_known_is_marked_and_told() -> None:
    plain = year("Ashire", 2019, 5)
    told = [
        ("Hatched", year("Ashire", 2020, 5, partial_explanation="nine months")),
        ("In a square", year("Ashire", 2020, 5, findings=[{"finding_type": "a"}])),
        ("A bar", year("Ashire", 2020, 5, greatest_value=8)),
    ]
    for words, marked in told:
        drawn = series.chart([plain, marked], "Arrests")
        assert words in drawn["caption"]
        assert words not in series.chart([plain], "Arrests")["caption"]
    hatched = series.chart([told[0][1]], "Arrests")["specification"]
    assert charts.PARTIAL_FILL in charts.drawn(hatched, "", "Arrests")


def test_forces_of_very_different_size_are_not_flattened_without_a_word() -> None:
    years = (2019, 2020, 2021)
    alike = [year(force, number, 50) for force in ("Ashire", "Bshire") for number in years]
    unlike = [
        each | ({"value": 5000.0} if each["force_name"] == "Bshire" else {}) for each in alike
    ]
    own = "scale of its own"
    one, two = series.chart(alike, "Arrests"), series.chart(unlike, "Arrests")
    assert own not in one["caption"]
    assert own in two["caption"]
    assert two["specification"]["resolve"]["scale"] == {"y": "independent"}
    assert "scale" not in one["specification"]["resolve"]


def test_a_specification_is_plain() -> None:
    drawn = series.chart([month("Ashire", number, number) for number in range(1, 13)], "Arrests")
    assert json.loads(json.dumps(drawn)) == drawn
