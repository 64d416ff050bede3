"""What holds of the findings: all are shown with both their places, and each type is explained."""

from collections import Counter
from pathlib import Path
from typing import Any

from flows.site import links as addresses
from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import leads_to, links, shown, tree
from warehouse import store


def rows(built: Built, sql: str) -> list[dict[str, Any]]:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).rows(sql)


def pages(built: Built) -> list[Path]:
    return sorted((built.folder / "findings").glob("*.html"))


def test_every_finding_is_shown_once_with_both_its_places(built: Built) -> None:
    reached = Counter(
        leads_to(page, href)[1] for page in pages(built) for href in links(page) if "#r-" in href
    )
    found = rows(built, "from marts.fct_source_findings")
    assert any(row["other_quoted_text"] for row in found)
    assert reached == Counter(
        addresses.record_anchor(row["finding_id"], place)
        for row in found
        for place in ("", *(["compared"] if row["other_quoted_text"] else []))
    )


def test_what_a_finding_is_compared_with_is_marked_in_its_document(built: Built) -> None:
    for page in pages(built):
        for href in links(page):
            target, anchor = leads_to(page, href)
            if anchor.endswith("-compared"):
                (marked,) = tree(target).xpath("//*[@id=$anchor]", anchor=anchor)
                assert marked.tag != "mark" or "k-compared" in marked.get("class").split()


def test_every_type_is_counted_and_says_what_it_means(built: Built) -> None:
    (table,) = tree(pages(built)[0].with_name("index.html")).xpath(
        "//div[@aria-label='Types of findings']/table"
    )
    on_page = {
        shown(row.xpath("./th")[0]): [shown(cell) for cell in row.xpath("./td")]
        for row in table.xpath("./tbody/tr")
    }
    counts = Counter(row["finding_type"] for row in rows(built, "from marts.fct_source_findings"))
    vocabulary = rows(
        built, "from reference.vocabularies where vocabulary_name = 'source_finding_type'"
    )
    assert set(on_page) == {row["allowed_value"].replace("_", " ") for row in vocabulary}
    for row in vocabulary:
        count, _, meaning = on_page[row["allowed_value"].replace("_", " ")]
        assert int(count) == counts[row["allowed_value"]]
        assert meaning == row["notes"]


def test_arithmetic_that_agrees_is_counted(built: Built) -> None:
    (words,) = tree(built.folder / "findings" / "index.html").xpath(
        "//h2[@id='arithmetic']/following-sibling::p[1]/b"
    )
    ((checked, agreeing),) = (
        row.values()
        for row in rows(
            built,
            "select count(*) as n, count(*) filter (agrees) as m from marts.fct_arithmetic_checks",
        )
    )
    assert checked > 0
    assert shown(words) == f"{agreeing:,} of {checked:,}"


def test_what_is_stated_and_computed_stands_with_the_finding(built: Built) -> None:
    cards = {
        leads_to(page, card.xpath(".//blockquote//a/@href")[0])[1]: shown(card)
        for page in pages(built)
        for card in tree(page).xpath("//ul[@class='cards']/li")
    }
    for row in rows(built, "from marts.fct_source_findings"):
        card = cards[addresses.record_anchor(row["finding_id"])]
        assert row["explanation"] in card
        if row["computed_value"] is not None:
            for value in (row["stated_value"], row["computed_value"]):
                assert f"{value:,.2f}".rstrip("0").rstrip(".") in card
