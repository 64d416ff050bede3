"""What holds of the pages of forces: their numbers are the marts', and every row leads to its words."""

from pathlib import Path
from typing import Any

import pytest

from flows.site import links as addresses
from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import leads_to, links, shown, tree
from warehouse import store

#: Each list of a force: the mart and the key of its rows, and which rows it shows.
_LISTS = {
    "responses": ("fct_responses", "response_id", "true"),
    "answers": ("fct_recommendation_answers", "answer_id", "true"),
    "commitments": ("fct_commitments", "commitment_id", "due_on is not null"),
    "undated": ("fct_commitments", "commitment_id", "due_on is null"),
    "findings": ("fct_source_findings", "finding_id", "true"),
}


def rows(built: Built, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).rows(sql, parameters)


def forces(built: Built) -> list[str | None]:
    found = rows(built, "select distinct force_id from marts.dim_documents order by 1 nulls last")
    return [row["force_id"] for row in found]


def pages_of(built: Built, force_id: str | None, name: str) -> list[Path]:
    """Return the page of a force and the further pages of one of its lists."""
    home = built.folder / addresses.force_page(force_id)
    return [home, *home.parent.glob(f"{home.stem}-{name}-*.html")]


def section(page: Path, name: str) -> list[Any]:
    """Return what stands on a page between the heading of a list and the next one."""
    headings = tree(page).xpath(f"//h2[@id='{name}']")
    if not headings:
        return tree(page).xpath("//main") if f"-{name}-" in page.name else []
    following = []
    for element in headings[0].itersiblings():
        if element.tag == "h2":
            break
        following.append(element)
    return following


def keys(built: Built, force_id: str | None, name: str) -> set[str]:
    """Return the keys of the records that a list leads to."""
    found = set()
    for page in pages_of(built, force_id, name):
        for element in section(page, name):
            for href in element.xpath(".//a/@href"):
                anchor = leads_to(page, href)[1]
                if anchor.startswith("r-"):
                    found.add(anchor.split("-")[1])
    return found


def test_every_force_of_a_document_has_a_page(built: Built) -> None:
    assert None in forces(built)
    missing = [
        force_id
        for force_id in forces(built)
        if not (built.folder / addresses.force_page(force_id)).is_file()
    ]
    assert missing == []


def test_the_table_of_forces_says_what_the_scorecards_say(built: Built) -> None:
    index = built.folder / "forces" / "index.html"
    on_page = {
        leads_to(index, row.xpath("./th/a/@href")[0])[0].stem: [
            int(shown(cell).replace(",", "")) for cell in row.xpath("./td")
        ]
        for row in tree(index).xpath("//table[@class='scorecards']/tbody/tr")
    }
    scorecards = rows(built, "from marts.rpt_force_scorecards order by force_id")
    assert scorecards
    assert on_page == {
        row["force_id"]: [
            value
            for column, value in row.items()
            if column not in {"force_id", "force_name", "as_of_on"}
        ]
        for row in scorecards
    }


def test_every_force_is_named_with_documents_or_without(built: Built) -> None:
    words = shown(tree(built.folder / "forces" / "index.html").xpath("//main")[0])
    for row in rows(built, "from marts.dim_forces"):
        assert row["force_name"] in words


@pytest.mark.parametrize("name", _LISTS)
def test_a_list_leads_to_every_row_of_its_mart(built: Built, name: str) -> None:
    mart, key, condition = _LISTS[name]
    counted = 0
    for force_id in forces(built):
        wanted = {
            row[key]
            for row in rows(
                built,
                f"from marts.{mart} where force_id is not distinct from ? and {condition}",
                force_id,
            )
        }
        assert keys(built, force_id, name) == wanted, force_id
        counted += len(wanted)
    assert counted > 0


def test_every_answer_leads_to_its_recommendation_too(built: Built) -> None:
    answers = rows(built, "from marts.fct_recommendation_answers")
    assert answers
    for force_id in {row["force_id"] for row in answers}:
        anchors = {
            leads_to(page, href)[1]
            for page in pages_of(built, force_id, "answers")
            for href in links(page)
        }
        for row in answers:
            if row["force_id"] == force_id:
                assert addresses.record_anchor(row["answer_id"], "recommendation") in anchors


def test_a_long_list_takes_several_pages_that_name_one_another(built: Built) -> None:
    (longest,) = rows(
        built,
        "select force_id from marts.fct_commitments where due_on is null and force_id is not null "
        "group by all order by count(*) desc limit 1",
    )
    first, *others = pages_of(built, longest["force_id"], "undated")
    assert len(others) > 1
    for page in others:
        (pager, _) = tree(page).xpath("//nav[@class='pager']")
        reached = [leads_to(page, href)[0] for href in pager.xpath("./a/@href")]
        assert set(reached) == {first.resolve(), *(each.resolve() for each in others)}
        assert len(pager.xpath("./a[@aria-current='page']")) == 1


def test_what_is_past_due_is_marked_and_nothing_else(built: Built) -> None:
    marked = set()
    for force_id in forces(built):
        for page in pages_of(built, force_id, "commitments"):
            for row in tree(page).xpath("//tr[.//*[contains(., 'past due')]]"):
                marked |= {leads_to(page, href)[1] for href in row.xpath(".//a/@href")} - {""}
    due = rows(
        built,
        "select commitment_id from marts.fct_commitments where due_on < "
        "(select min(as_of_on) from marts.rpt_force_scorecards)",
    )
    assert due
    assert marked == {addresses.record_anchor(row["commitment_id"]) for row in due}


def test_a_day_that_is_not_known_is_called_unknown(built: Built) -> None:
    checked = 0
    for force_id in forces(built):
        found = {
            addresses.record_anchor(row["response_id"]): row
            for row in rows(
                built, "from marts.fct_responses where force_id is not distinct from ?", force_id
            )
        }
        for page in pages_of(built, force_id, "responses"):
            for element in section(page, "responses"):
                for row in element.xpath(".//tbody/tr"):
                    response = found[leads_to(page, row.xpath("./th/a/@href")[0])[1]]
                    published, _, answered, days, timely, *_ = map(shown, row.xpath("./td"))
                    assert (response["report_published_on"] is None) == ("unknown" in published)
                    assert (response["responded_on"] is None) == (answered == "unknown")
                    expected = response["days_taken"]
                    assert days == ("unknown" if expected is None else f"{expected:,}")
                    assert timely == response["timeliness"].replace("_", " ")
                    checked += 1
    assert checked == len(rows(built, "from marts.fct_responses")) > 0


def test_every_figure_of_the_series_leads_to_its_sentence(built: Built) -> None:
    series = rows(built, "from marts.rpt_metric_series")
    assert series
    for force_id in {row["force_id"] for row in series}:
        shown_ones = keys(built, force_id, "figures") | keys(built, force_id, "single")
        wanted = {row["observation_id"] for row in series if row["force_id"] == force_id}
        assert wanted <= shown_ones
