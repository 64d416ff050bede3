"""What holds of the pages of documents: every word is there, and every record is marked."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from flows.site.links import Places, record_anchor
from flows.site.records import RECORD_KINDS
from flows.site.snapshot import Snapshot
from tests.site.conftest import Built
from tests.site.markup import anchors, shown, tree
from warehouse import store


@pytest.fixture(scope="module")
def places(built: Built) -> Places:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).places


def rows(built: Built, sql: str) -> list[dict[str, Any]]:
    with store.reader(built.home.database) as connection:
        return Snapshot(connection).rows(sql)


def pages_of(built: Built, places: Places, document_id: str) -> list[Path]:
    numbers = range(1, len(places.starts(document_id)) + 1)
    return [
        built.folder / "documents" / f"{document_id}{f'-{number}' if number > 1 else ''}.html"
        for number in numbers
    ]


def test_no_word_of_a_document_is_lost(built: Built, places: Places) -> None:
    for document in rows(built, "from landing.documents order by document_id"):
        text = document["text"][document["part_char_start"] : document["part_char_end"]]
        on_pages: Counter[str] = Counter()
        for page in pages_of(built, places, document["document_id"]):
            on_pages += letters(shown(tree(page).xpath("//article")[0]))
        # The markup of tables is not shown, as tables are.
        assert letters(re.sub(r"<[^<>]*>", "", text)) - on_pages == Counter(), document["title"]


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def test_every_record_leads_to_its_words(built: Built, places: Places) -> None:
    counted: defaultdict[str, int] = defaultdict(int)
    for kind in RECORD_KINDS:
        if kind.is_second_place:
            continue
        for row in rows(built, f"from marts.{kind.mart}"):
            path, anchor = places.record(
                row["document_id"], row["char_start"], row[kind.key]
            ).split("#")
            page = built.folder / path
            assert anchor in anchors(page), (kind.name, row["quoted_text"])
            (marked,) = tree(page).xpath("//*[@id=$anchor]", anchor=anchor)
            words = shown(marked)
            quoted = row.get("quoted_text") or row["link_text"]
            if words:
                assert " ".join(quoted.split()).startswith(" ".join(words.split())[:12])
            counted[kind.name] += 1
    assert min(counted[name] for name in ("figure", "commitment", "theme", "initiative")) > 10


def test_every_sentence_has_an_address(built: Built, places: Places) -> None:
    for row in rows(built, "from landing.sentences"):
        page = built.folder / places.page(row["document_id"], row["char_start"])
        assert record_anchor(row["sentence_id"]) in anchors(page)


def test_a_long_document_takes_several_pages_that_lead_to_one_another(
    built: Built, places: Places
) -> None:
    (long,) = rows(built, "from landing.documents where length(text) > 75000")
    pages = pages_of(built, places, long["document_id"])
    assert len(pages) > 1
    for page in pages:
        assert len(tree(page).xpath("//nav[@class='pager'][1]/a")) == len(pages)
    numbers = [
        int(anchor.removeprefix("p-"))
        for page in pages
        for anchor in tree(page).xpath("//article/*[starts-with(@id, 'p-')]/@id")
    ]
    assert numbers == list(range(1, len(numbers) + 1))
