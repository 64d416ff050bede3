"""What holds of the site as a whole."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.cli import main
from flows.site import links as addresses
from flows.site.site import build_site
from tests.site.conftest import Built
from tests.site.markup import anchors, leads_to, links, shown, text_of, tree
from warehouse.errors import Refusal
from warehouse.paths import Home

_MOST_BYTES = 2_000_000


def is_in(page: Path, anchor: str) -> bool:
    # dbt's page makes its anchors as it is opened: of what it tells of, each by its id.
    if page.name == "dbt.html":
        return f'"{anchor.rpartition("/")[2]}"' in text_of(page)
    return anchor in anchors(page)


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(built: Built) -> None:
    lost = []
    followed = 0
    for page in built.pages():
        for href in links(page):
            if urlsplit(href).scheme in {"http", "https", "mailto"}:
                continue
            target, anchor = leads_to(page, href)
            followed += 1
            is_there = target.is_file() and target.is_relative_to(built.folder.resolve())
            if not is_there or (anchor and not is_in(target, anchor)):
                lost.append(f"{page.relative_to(built.folder)} -> {href}")
    assert lost == []
    assert followed > 1000


def test_every_room_of_the_navigation_is_built(built: Built) -> None:
    assert [room.path for room in addresses.ROOMS if not (built.folder / room.path).is_file()] == []


def test_no_page_is_heavy(built: Built) -> None:
    heavy = [page.name for page in built.pages() if page.stat().st_size > _MOST_BYTES]
    assert heavy == []


def test_no_page_has_a_script_or_style_of_its_own(built: Built) -> None:
    inside = [
        (page.name, found.tag)
        for page in built.pages()
        for found in tree(page).xpath(
            "//script[not(@src)] | //style | //*[@style and not(ancestor-or-self::svg)]"
        )
    ]
    assert inside == []


def test_every_id_of_a_page_stands_once(built: Built) -> None:
    doubled = {
        page.name: [one for one, count in Counter(tree(page).xpath("//@id")).items() if count > 1][
            :3
        ]
        for page in built.pages()
    }
    assert {page: found for page, found in doubled.items() if found} == {}


def test_every_page_names_its_refresh(built: Built) -> None:
    refresh_id = built.home.published.resolve().name
    for page in built.pages():
        assert refresh_id in shown(tree(page).xpath("//footer[@class='site']")[0])


def test_what_documents_say_is_shown_as_text(built: Built) -> None:
    shown_as_text = 0
    for page in built.pages():
        for script in tree(page).xpath("//script"):
            assert re.fullmatch(
                r"(\.\./)*(assets|search)/[\w.-]+\.js", script.get("src") or "inline"
            )
        assert tree(page).xpath("//*[@onerror or @onmouseover or @onload or @onclick]") == []
        assert [
            href for href in links(page) if href.lower().startswith(("javascript", "data"))
        ] == []
        shown_as_text += bool(re.search(r"<(script|img|b) ?", shown(tree(page).xpath("//main")[0])))
    assert shown_as_text >= 1


def test_a_page_that_did_not_change_is_taken_over(built: Built) -> None:
    before = {page: page.stat().st_ino for page in built.pages()}
    build_site(built.home, main)
    after = built.home.current_site.resolve()
    assert after == built.folder
    changed = [page.name for page, inode in before.items() if page.stat().st_ino != inode]
    assert changed == []
    assert set(json.loads((after / "pages.json").read_text())) == {
        str(page.relative_to(built.folder)) for page in built.pages()
    }
    assert [path.name for path in built.home.sites.iterdir() if path.name.startswith(".")] == []


def test_nothing_published_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    with pytest.raises(Refusal, match="nothing is published"):
        build_site(home, main)
