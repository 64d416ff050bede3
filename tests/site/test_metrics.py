"""What holds of the metrics' pages: every figure stands there once, with what keeps it out."""

from collections import Counter
from pathlib import Path
from typing import Any

from lxml import html

from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import leads_to, shown, tree
from warehouse import store


def rows(built: Built, sql: str) -> list[dict[str, Any]]:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).rows(sql)


def pages_of(built: Built) -> list[Path]:
    pages = (built.folder / "metrics").glob("*.html")
    return sorted(page for page in pages if page.name != "index.html")


def opened(page: Path, links: list[html.HtmlElement]) -> list[str]:
    """Return the records that links open."""
    return [leads_to(page, link.get("href"))[1].removeprefix("r-") for link in links]


def test_the_list_says_what_the_mart_says(built: Built) -> None:
    expected = {
        row["metric_name"]: [row["forces"], row["figures"], row["points"]]
        for row in rows(
            built,
            "select metric_name, count(distinct force_id) as forces, count(*) as figures, "
            "count(series.observation_id) as points from marts.fct_metric_observations "
            "inner join marts.dim_metrics using (metric_id) left join ("
            "select observation_id from marts.rpt_metric_series) as series using (observation_id) "
            "group by all order by all",
        )
    }
    table = tree(built.folder / "metrics" / "index.html").xpath("//table")[0]
    found = {
        shown(row.xpath("th")[0]): [int(shown(cell)) for cell in row.xpath("td[@class='number']")]
        for row in table.xpath("tbody/tr")
    }
    assert {name: numbers[:3] for name, numbers in found.items()} == expected
    assert len(expected) > 9


def test_every_metric_of_the_vocabulary_is_listed(built: Built) -> None:
    names = tree(built.folder / "metrics" / "index.html").xpath("//tbody/tr/th")
    listed = [shown(name) for name in names]
    known = rows(built, "select metric_name from marts.dim_metrics order by metric_name")
    assert sorted(listed) == [row["metric_name"] for row in known]


def test_every_point_is_drawn_and_told_once_and_opens_its_figure(built: Built) -> None:
    drawn: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for page in pages_of(built):
        drawn.update(opened(page, tree(page).xpath("//figure//*[local-name()='a']")))
        told.update(opened(page, tree(page).xpath("//table//td[@class='number']/a")))
    expected = Counter(
        row["observation_id"]
        for row in rows(
            built, "select observation_id from marts.rpt_metric_series order by observation_id"
        )
    )
    assert drawn == expected
    assert told == expected
    assert len(expected) > 50


def test_a_point_says_how_many_figures_are_behind_it_and_where_they_differ(built: Built) -> None:
    points = {
        row["observation_id"]: row
        for row in rows(built, "from marts.rpt_metric_series order by observation_id")
    }
    differing = 0
    for page in pages_of(built):
        for row in tree(page).xpath("//tbody/tr"):
            printed, behind = row.xpath("td[@class='number']")
            point = points[opened(page, printed.xpath("a"))[0]]
            told = shown(behind)
            assert told.startswith(str(point["observation_count"]))
            assert (", from " in told) == (point["least_value"] < point["greatest_value"])
            differing += ", from " in told
    assert differing


def test_every_other_figure_is_told_with_what_keeps_it_out(built: Built) -> None:
    found: dict[str, str] = {}
    for page in pages_of(built):
        for section in tree(page).xpath("//section[@class='sentences']"):
            heading = section.xpath("string(h3/@id)")
            for key in opened(page, section.xpath(".//li/a[b]")):
                assert key not in found
                found[key] = heading
    others = {
        row["observation_id"]: row
        for row in rows(
            built,
            "select observations.*, (metric_id, force_id, period_start, period_end) in ("
            "select (metric_id, force_id, period_start, period_end) from marts.rpt_metric_series"
            ") as is_shown from marts.fct_metric_observations as observations "
            "where metric_id is not null and observation_id not in ("
            "select observation_id from marts.rpt_metric_series) order by observation_id",
        )
    }
    assert set(found) == set(others)
    for key, reason in found.items():
        row = others[key]
        if reason == "other-figure":
            assert row["is_shown"], row["quoted_text"]
        if reason == "no-period":
            assert row["period_start"] is None or row["period_end"] is None
        if reason == "other-scope":
            assert row["scope"] != "force"
    assert {"other-figure", "no-period", "other-scope"} <= set(found.values())


def test_a_period_that_is_not_whole_is_told_and_hatched(built: Built) -> None:
    partial = {
        row["observation_id"]
        for row in rows(
            built,
            "select observation_id from marts.rpt_metric_series "
            "inner join intermediate.int_periods_questioned "
            "using (document_id, period_start, period_end) order by observation_id",
        )
    }
    assert partial
    told = set()
    hatched = set()
    for page in pages_of(built):
        for row in tree(page).xpath("//tbody/tr[.//span[contains(@class, 'tag')]]"):
            told.update(opened(page, row.xpath("td[@class='number']/a")))
        for link in tree(page).xpath("//figure//*[local-name()='a'][.//*[@fill='url(#hatched)']]"):
            hatched.update(opened(page, [link]))
    assert told == hatched == partial


def test_one_chart_has_periods_of_one_length(built: Built) -> None:
    lengths = {
        row["observation_id"]: row["days"]
        for row in rows(
            built,
            "select observation_id, period_end - period_start as days "
            "from marts.rpt_metric_series order by observation_id",
        )
    }
    several = 0
    for page in pages_of(built):
        for figure in tree(page).xpath("//figure"):
            days = [lengths[key] for key in opened(page, figure.xpath(".//*[local-name()='a']"))]
            # Months and years are of several lengths in days.
            assert max(days) - min(days) <= 3
            several += len(days) > 1
    assert several


def test_a_metric_says_how_to_use_it_with_care(built: Built) -> None:
    care = {
        row["metric_name"]: row["use_with_care"]
        for row in rows(
            built,
            "select metric_name, use_with_care from marts.dim_metrics "
            "where use_with_care is not null order by metric_name",
        )
    }
    told = 0
    for page in pages_of(built):
        name = shown(tree(page).xpath("//h1")[0]).split(", page ")[0]
        if name in care:
            assert care[name] in shown(tree(page).xpath("//p[@class='notice']")[0])
            told += 1
    assert told > 9
