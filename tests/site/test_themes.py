"""What holds of the maps of themes and the sentences behind them."""

import re
from collections import Counter, defaultdict
from typing import Any, NamedTuple

import pytest
from lxml import html

from flows.site.heat import in_families
from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import leads_to, shown, tree
from warehouse import store

_TOLD = re.compile(r"([\d,]+) sentences? in ([\d,]+) documents?, ([\d.]+)% of sentences")
_STEP = re.compile(r"(?:under|([\d.]+)%) ?(?:(?:to under )?([\d.]+)%|and more)")


class Cell(NamedTuple):
    theme: str
    column: str
    sentence_count: int
    document_count: int
    share_percent: float
    step: str
    href: str


def rows(built: Built, sql: str) -> list[dict[str, Any]]:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).rows(sql)


def maps(built: Built) -> tuple[html.HtmlElement, html.HtmlElement]:
    by_force, by_year = tree(built.folder / "themes" / "index.html").xpath("//table")
    return by_force, by_year


def columns(table: html.HtmlElement) -> list[tuple[str, str]]:
    """Return the name of each column and what is said of its size."""
    return [
        (head.xpath("string(span/text())"), shown(head.xpath("span/small")[0]))
        for head in table.xpath("thead/tr/th[position() > 1]")
    ]


def cells(table: html.HtmlElement) -> list[Cell]:
    found = []
    names = [name for name, _ in columns(table)]
    for row in table.xpath("tbody/tr"):
        theme = row.xpath("string(th/a | th/text())")
        data = row.xpath("td")
        assert len(data) == len(names)
        for column, cell in zip(names, data, strict=True):
            if not cell.xpath("a"):
                assert shown(cell).strip() in {"none", "–nothing was read"}
                continue
            told = _TOLD.fullmatch(shown(cell).strip())
            assert told, shown(cell)
            sentences, documents = (int(number.replace(",", "")) for number in told.groups()[:2])
            step = cell.get("class").split()[0]
            found.append(
                Cell(
                    theme,
                    column,
                    sentences,
                    documents,
                    float(told[3]),
                    step,
                    cell.xpath("a")[0].get("href"),
                )
            )
    return found


def test_the_map_by_force_says_what_the_mart_says(built: Built) -> None:
    expected = {
        (row["theme_name"], row["force_name"]): (row["sentences"], row["documents"])
        for row in rows(
            built,
            "select theme_name, force_name, sum(sentence_count)::bigint as sentences, "
            "sum(document_count)::bigint as documents from marts.rpt_theme_coverage "
            "inner join marts.dim_themes using (theme_id) "
            "inner join marts.dim_forces using (force_id) group by all order by all",
        )
    }
    found = {
        (cell.theme, cell.column): (cell.sentence_count, cell.document_count)
        for cell in cells(maps(built)[0])
        if cell.column != "No one force"
    }
    assert found == expected
    assert len(found) > 40


def test_the_map_by_year_says_what_the_mart_says(built: Built) -> None:
    expected = {
        (row["theme_name"], row["year"]): (row["sentences"], row["documents"])
        for row in rows(
            built,
            "select theme_name, coalesce(year(document_date)::varchar, 'Undated') as year, "
            "count(*) as sentences, count(distinct document_id) as documents "
            "from marts.fct_theme_mentions inner join marts.dim_themes using (theme_id) "
            "inner join marts.dim_documents using (document_id) group by all order by all",
        )
    }
    found = {
        (cell.theme, cell.column): (cell.sentence_count, cell.document_count)
        for cell in cells(maps(built)[1])
    }
    assert found == expected
    assert {year for _, year in found} > {"Undated"}


def test_a_share_is_that_of_the_mart_where_one_year_is_all(built: Built) -> None:
    alone = rows(
        built,
        "select theme_name, force_name, 100 * share_of_sentences as percent "
        "from marts.rpt_theme_coverage inner join marts.dim_themes using (theme_id) "
        "inner join marts.dim_forces using (force_id) where force_id in ("
        "select force_id from marts.dim_documents where is_current group by force_id "
        "having count(*) = 1) order by all",
    )
    found = {(cell.theme, cell.column): cell.share_percent for cell in cells(maps(built)[0])}
    assert len(alone) > 10
    for row in alone:
        assert found[row["theme_name"], row["force_name"]] == pytest.approx(
            row["percent"], abs=0.051
        )


def test_a_colour_means_what_the_legend_says(built: Built) -> None:
    legend = {}
    for entry in tree(built.folder / "themes" / "index.html").xpath("//ul[@class='steps']/li"):
        told = _STEP.search(shown(entry))
        if told:
            legend[entry.xpath("string(span/@class)")] = (
                float(told[1] or 0),
                float(told[2] or "inf"),
            )
    assert len(legend) == 5
    used = set()
    for table in maps(built):
        for cell in cells(table):
            least, most = legend[cell.step]
            # Shares are told to one decimal, and a step begins exactly at its share.
            assert least - 0.051 <= cell.share_percent <= most + 0.051
            used.add(cell.step)
    assert used == set(legend)


def test_a_force_without_documents_is_no_column(built: Built) -> None:
    expected = [
        row["force_name"]
        for row in rows(
            built,
            "select distinct force_name from marts.dim_documents "
            "inner join marts.dim_forces using (force_id) where is_current "
            "and same_text_as is null and translation_of is null order by force_name",
        )
    ]
    named = [name for name, _ in columns(maps(built)[0])]
    assert [name for name in named if name != "No one force"] == expected


def test_years_without_documents_are_seen_as_gaps(built: Built) -> None:
    years = [(name, told) for name, told in columns(maps(built)[1]) if name != "Undated"]
    numbers = [int(name) for name, _ in years]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    empty = {name for name, told in years if told == "no documents"}
    known = rows(
        built,
        "select distinct year(document_date)::varchar as year from marts.dim_documents "
        "where is_current and document_date is not null order by year",
    )
    assert empty.isdisjoint(row["year"] for row in known)


def test_a_cell_opens_as_many_sentences_as_it_says(built: Built) -> None:
    index = built.folder / "themes" / "index.html"
    opened = 0
    for table in maps(built):
        for cell in cells(table):
            page, anchor = leads_to(index, cell.href)
            (section,) = tree(page).xpath("//section[@id=$anchor]", anchor=anchor)
            assert shown(section.xpath("h2")[0]) == cell.column
            assert len(section.xpath(".//li")) == cell.sentence_count
            opened += 1
    assert opened > 80


def test_a_sentence_leads_to_the_words_that_are_emphasised(built: Built) -> None:
    mentions = {
        row["theme_mention_id"]: row
        for row in rows(built, "from marts.fct_theme_mentions order by theme_mention_id")
    }
    listed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for page in sorted((built.folder / "themes").glob("*.html")):
        view = "year" if "-by-year" in page.name else "force"
        for sentence in tree(page).xpath("//section[@class='sentences']//li"):
            (link,) = sentence.xpath("a")
            target, anchor = leads_to(page, link.get("href"))
            mention = mentions[anchor.removeprefix("r-")]
            assert target.name.startswith(mention["document_id"])
            assert letters(shown(link)) == letters(mention["quoted_text"])
            assert letters(mention["sentence_text"]) in letters(shown(sentence))
            assert mention["speaker"].replace("_", " ") in shown(sentence)
            listed[view][mention["theme_mention_id"]] += 1
    assert listed["force"] == listed["year"] == Counter(list(mentions))


def test_families_stand_together() -> None:
    def theme(key: str, parent: str | None) -> dict[str, Any]:
        return {"theme_id": key, "parent_theme_id": parent}

    themes = [theme("b", None), theme("c", "a"), theme("a", None), theme("d", "c"), theme("e", "?")]
    families = in_families(themes)
    assert [[(each["theme_id"], each["depth"]) for each in family] for family in families] == [
        [("b", 0)],
        [("a", 0), ("c", 1), ("d", 2)],
        [("e", 0)],
    ]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
