"""What the handbook in docs/ holds: links, pictures and the names that it tells."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flows.cli import main
from flows.site import reference
from warehouse.paths import PROJECT_FOLDER

DOCS = PROJECT_FOLDER / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
READER = MarkdownIt("commonmark").enable("table")


def tokens(page: Path) -> list[Token]:
    found = []
    for token in READER.parse(page.read_text(encoding="utf-8")):
        found += [token, *(token.children or ())]
    return found


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings as GitHub makes them."""
    block = READER.parse(page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", block[place + 1].content.lower()).replace(" ", "-")
        for place, token in enumerate(block)
        if token.type == "heading_open"
    }


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for token in tokens(page):
        if token.type != "link_open":
            continue
        address = str(token.attrs["href"])
        if re.match(r"https?://", address):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), address
        assert not anchor or anchor in anchors(target), address


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_picture_is_there_is_small_and_is_told_in_words(page: Path) -> None:
    for token in tokens(page):
        if token.type == "image":
            picture = page.parent / str(token.attrs["src"])
            assert picture.is_file(), picture
            assert picture.stat().st_size < 300_000
            assert len(token.content) > 20, "alternative text"


def test_every_page_begins_with_its_one_title() -> None:
    for page in PAGES:
        headings = [token.tag for token in tokens(page) if token.type == "heading_open"]
        assert headings[0] == "h1", page
        assert headings.count("h1") == 1, page


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        links = [str(token.attrs["href"]) for token in tokens(page) if token.type == "link_open"]
        waiting += [
            (page.parent / link.partition("#")[0]).resolve()
            for link in links
            if link.partition("#")[0].endswith(".md") and "://" not in link
        ]
    assert reached >= set(PAGES)


def test_every_table_file_and_command_that_the_handbook_names_exists() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    tables = {table.full_name: table for table in reference.tables()}
    assert set(re.findall(r"\bmarts\.\w+", told)) <= set(tables)
    assert set(re.findall(r"`section55 ([a-z]+)", told)) <= set(main.commands)
    folders = re.findall(
        r"`((?:flows|expectations|warehouse|seeds|dbt_project|tests)/[\w/.*]+)`", told
    )
    for name in folders:
        assert list(PROJECT_FOLDER.glob(name.rstrip("/"))), name
    files = set(re.findall(r"`(\w+\.csv)`", told)) - {"manifest.csv"}
    assert [
        name for name in files if not (PROJECT_FOLDER / "seeds/reference" / name).is_file()
    ] == []


def test_how_to_correct_names_the_kinds_the_columns_and_the_outcomes() -> None:
    page = (DOCS / "correcting.md").read_text(encoding="utf-8")
    defects = {table.name: table for table in reference.tables()}["known_defects"]
    assert ",".join(column.name for column in defects.columns) + "\n" in page
    codes = (PROJECT_FOLDER / "seeds/reference/vocabularies.csv").read_text(encoding="utf-8")
    for outcome in re.findall(r"^correction_(?:outcome|action),(\w+)", codes, re.MULTILINE):
        assert f"`{outcome}`" in page
    project = (PROJECT_FOLDER / "dbt_project/dbt_project.yml").read_text(encoding="utf-8")
    for kind in re.findall(r"^    (\w+):\n      key: ", project, re.MULTILINE):
        assert f"`{kind}`" in page
