"""Search: what is in the shards, and what people find with it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from flows.site.links import document_page
from flows.site.pages import search
from tests.site.conftest import Built
from tests.site.markup import anchors, leads_to, tree
from warehouse import store

_MOST_BYTES = 700_000


def shards(built: Built) -> Iterator[dict[str, Any]]:
    for file in sorted((built.folder / "search").glob("*.js")):
        written = file.read_text(encoding="utf-8")
        called = re.fullmatch(r"section55Shard\((.*)\);\n", written, re.DOTALL)
        assert called, file
        yield json.loads(called[1])


def rows(built: Built) -> list[tuple[str, str, str, str | None]]:
    return [
        (kind, address, text, name)
        for shard in shards(built)
        for kind, _, address, text, name in shard["rows"]
    ]


def test_every_current_sentence_and_every_row_of_the_marts_can_be_searched(built: Built) -> None:
    found = [(kind, address.rpartition("#r-")[2]) for kind, address, _, _ in rows(built)]
    with store.reader(built.home.database) as connection:
        expected = connection.execute(
            """
            select 'sentence', sentence_id
            from landing.sentences inner join marts.dim_documents as documents using (document_id)
            where documents.is_current and documents.same_text_as is null
            union all
            select 'recommendation', answer_id || '-recommendation'
            from marts.fct_recommendation_answers where recommendation_text is not null
            union all select 'initiative', initiative_mention_id from marts.fct_initiative_mentions
            """
        ).fetchall()
        documents = connection.execute("select document_id from marts.dim_documents").fetchall()
    assert sorted(row for row in found if row[0] != "document") == sorted(expected)
    assert sorted(address for kind, address, _, _ in rows(built) if kind == "document") == sorted(
        document_page(key) for (key,) in documents
    )


def test_every_result_leads_to_its_marked_words(built: Built) -> None:
    lost = []
    for _, address, _, _ in rows(built):
        target, anchor = leads_to(built.folder / "search.html", address)
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            lost.append(address)
    assert lost == []


def test_the_page_names_every_shard_once(built: Built) -> None:
    options = tree(built.folder / "search.html").xpath("//option[@data-first]")
    named = [
        number
        for option in options
        for number in range(int(option.get("data-first")), int(option.get("data-last")) + 1)
    ]
    assert named == list(range(1, len(named) + 1))
    assert sorted(shard["number"] for shard in shards(built)) == named


def test_shards_are_closed_before_they_are_heavy() -> None:
    text = "A sentence about how calls were answered in a month, “well” or not. " * 40
    document = {
        "document_id": "d" * 16,
        "title": None,
        "document_type": "letter",
        "document_date": None,
        "document_date_precision": "none",
        "is_current": True,
    }

    class Places:
        def record(self, *_: object) -> str:
            return "documents/x.html#r-y"

    class Many:
        places = Places()

        def in_chunks(self, keys: list[str]) -> Iterator[list[str]]:
            yield keys

        def rows(self, *_: object) -> list[dict[str, Any]]:
            return [
                {
                    "document_id": "d" * 16,
                    "kind": "sentence",
                    "key": "k",
                    "char_start": number,
                    "text": text,
                    "name": None,
                }
                for number in range(1000)
            ]

    made = list(search._shards(Many(), [document]))  # type: ignore[arg-type]
    files = [search._file(number, shard) for number, shard in enumerate(made, 1)]
    assert len(made) > 2
    assert sum(len(shard.rows) for shard in made) == 1001
    assert [file.path for file in files if len(file.content) > _MOST_BYTES] == []
    assert all(shard.documents for shard in made)


def test_the_engine_comes_with_its_licence(built: Built) -> None:
    script = (built.folder / "assets" / "elasticlunr.min.js").read_text(encoding="utf-8")
    notice = (built.folder / "assets" / "elasticlunr.LICENSE.txt").read_text(encoding="utf-8")
    for holder in ("Oliver Nightingale", "Wei Song"):
        assert holder in script[:200]
        assert holder in notice


class Found:
    """The search page in a browser, and what a search on it shows."""

    def __init__(self, page: Page, built: Built) -> None:
        self.page = page
        self.address = (built.folder / "search.html").as_uri()
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def ask(self, given: str) -> list[str]:
        """Return the texts of the results of an address's query, all of them."""
        self.page.goto(f"{self.address}?{given}")
        self.page.wait_for_function(
            "document.getElementById('finder-progress').hidden"
            " && document.getElementById('finder-status').textContent"
        )
        while (more := self.page.locator("button.more:visible").first).count():
            more.click()
        assert self.said == []
        return self.page.locator("#finder-results li a").all_inner_texts()

    def kinds(self) -> set[str]:
        return set(self.page.locator("#finder-results li .tag").all_inner_texts())


@pytest.fixture
def found(browser: Browser, built: Built) -> Iterator[Found]:
    page = browser.new_page()
    yield Found(page, built)
    page.close()


def test_quoted_words_must_stand_so_word_for_word(found: Found) -> None:
    loose = found.ask("q=emergency+calls+force&kind=sentence")
    quoted = found.ask("q=%22answered+901+emergency+calls%22&kind=sentence")
    turned = found.ask("q=%22calls+emergency+901+answered%22&kind=sentence")
    assert len(loose) > 500
    assert [text.count("answered 901 emergency calls") for text in quoted] == [1]
    assert turned == []


def test_a_force_and_kinds_limit_a_search(found: Found) -> None:
    everywhere = found.ask("q=police")
    assert {"sentence", "title"} <= found.kinds()
    titles = found.ask("q=police&kind=document")
    assert found.kinds() == {"title"}
    assert 0 < len(titles) < len(everywhere)
    found.ask("q=police&force=norfolk")
    assert found.page.locator("#finder-results h2").all_inner_texts()[0].startswith("Norfolk")
    assert found.page.locator("#finder-results h2").count() == 1


def test_all_rows_with_a_word_are_found_in_whatever_form_it_stands(
    built: Built, found: Found
) -> None:
    with store.reader(built.home.database) as connection:
        count = connection.execute(
            """
            select count(*) from landing.sentences inner join marts.dim_documents using (document_id)
            where is_current and same_text_as is null
                and regexp_matches(lower(sentence_text), '\\brecommend(ation|ations|ed|s|ing)?\\b')
            """
        ).fetchall()[0][0]
    assert len(found.ask("q=recommendation&kind=sentence")) == count > 0


def test_what_is_found_is_text_and_marked(found: Found) -> None:
    found.ask("q=stolen+bicycles")
    assert {
        text.lower().strip(".,") for text in found.page.locator("mark.found").all_inner_texts()
    } == {
        "stolen",
        "bicycles",
    }
    assert found.page.locator("#finder-results script, #finder-results img").count() == 0


def test_nothing_found_and_nothing_to_search_for_are_said(found: Found) -> None:
    found.ask("q=zyxwvut")
    assert "Nothing is found" in found.page.locator("#finder-status").inner_text()
    found.ask("q=the+and")
    assert "nearly every sentence" in found.page.locator("#finder-status").inner_text()
