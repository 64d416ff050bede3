"""What people see: the built site in a real browser, from the file system and as it is served."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from flows.serving.site import application
from tests.site.conftest import Built

#: WCAG 2.0, 2.1 and 2.2, levels A and AA.
_OF_THE_STANDARD = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}


class Watched:
    """A page of a browser, and all that went wrong or out while it was looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self._heed(message.type, message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self.requests.append(request.url))

    def _heed(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.said.append(text)

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def watching(context: BrowserContext) -> Iterator[Watched]:
    page = context.new_page()
    yield Watched(page)
    page.close()


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        color_scheme=request.param, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    yield opened
    opened.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def served(built: Built) -> Iterator[str]:
    """The address of the site, served as ``section55 serve`` does."""
    server = uvicorn.Server(
        uvicorn.Config(application(built.home), port=0, log_level="error", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


def one_of_each_kind(built: Built) -> list[Path]:
    """Return the fullest page of each folder, each folder's list, and the pages of the root."""
    by_folder: dict[Path, list[Path]] = {}
    for page in built.pages():
        by_folder.setdefault(page.parent, []).append(page)
    chosen = set()
    for folder, pages in by_folder.items():
        if folder == built.folder:
            chosen |= set(pages)
        else:
            chosen |= {max(pages, key=lambda page: page.stat().st_size)}
            chosen |= {page for page in pages if page.name == "index.html"}
    return sorted(chosen)


def test_every_page_opens_from_the_file_system_and_asks_nobody(
    built: Built, plain: BrowserContext
) -> None:
    wrong = {}
    with watching(plain) as watched:
        for page in built.pages():
            watched.page.goto(page.as_uri())
            outside = [url for url in watched.requests if not url.startswith("file://")]
            if watched.said or outside:
                wrong[page.name] = [*watched.said, *outside]
            watched.said.clear()
            watched.requests.clear()
    assert wrong == {}


def test_every_page_opens_as_it_is_served(built: Built, plain: BrowserContext, served: str) -> None:
    wrong = {}
    with watching(plain) as watched:
        for page in built.pages():
            watched.page.goto(f"{served}{page.relative_to(built.folder)}")
            outside = [url for url in watched.requests if not url.startswith(served)]
            if watched.said or outside:
                wrong[page.name] = [*watched.said, *outside]
            watched.said.clear()
            watched.requests.clear()
    assert wrong == {}


def test_axe_has_nothing_to_report(
    built: Built, context: BrowserContext, request: pytest.FixtureRequest
) -> None:
    reported = []
    axe = Axe()
    # In the dark nothing is other than its colours.
    is_dark = request.node.callspec.params["context"] == "dark"
    rules = {"type": "rule", "values": ["color-contrast"]} if is_dark else _OF_THE_STANDARD
    with watching(context) as watched:
        for page in one_of_each_kind(built):
            watched.page.goto(page.as_uri())
            found = axe.run(watched.page, options={"runOnly": rules, "resultTypes": ["violations"]})
            reported += [
                f"{page.relative_to(built.folder)}: {violation['id']}: "
                f"{violation['nodes'][0]['target']} and {len(violation['nodes']) - 1} more"
                for violation in found.response["violations"]
            ]
    assert reported == []


def test_a_phone_never_scrolls_a_page_sideways(built: Built, browser: Browser) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    wide = []
    with watching(phone) as watched:
        for page in one_of_each_kind(built):
            watched.page.goto(page.as_uri())
            width = watched.page.evaluate("document.scrollingElement.scrollWidth")
            if width > 390:
                wide.append(f"{page.relative_to(built.folder)}: {width}")
    phone.close()
    assert wide == []


def test_from_a_cell_of_the_heat_map_to_the_marked_sentence_in_two_clicks(
    built: Built, plain: BrowserContext
) -> None:
    with watching(plain) as watched:
        page = watched.page
        page.goto((built.folder / "themes" / "index.html").as_uri())
        page.locator("table td a").first.click()
        page.locator("main :target a[href*='#r-']").first.click()
        marked = page.locator(":target")
        assert "/documents/" in page.url
        assert marked.is_visible()
        assert watched.said == []


def test_search_finds_a_phrase_and_leads_to_it(built: Built, plain: BrowserContext) -> None:
    with watching(plain) as watched:
        page = watched.page
        page.goto((built.folder / "index.html").as_uri())
        page.get_by_role("searchbox").first.fill('"found 38 stolen bicycles"')
        page.keyboard.press("Enter")
        result = page.locator("main a[href*='#r-']", has_text="38 stolen bicycles").first
        result.click()
        assert "/documents/" in page.url
        assert page.locator("article").inner_text().count("38 stolen bicycles") == 1
        assert watched.said == []


def test_what_is_not_marked_can_be_chosen(built: Built, plain: BrowserContext) -> None:
    with watching(plain) as watched:
        page = watched.page
        with_figures = next(
            file for file in built.pages() if 'class="k-figure"' in file.read_text(encoding="utf-8")
        )
        page.goto(with_figures.as_uri())
        ground = "element => getComputedStyle(element).backgroundColor"
        figure = page.locator("article mark[class=k-figure]").first
        marked = figure.evaluate(ground)
        page.get_by_label("Figures", exact=True).uncheck()
        assert marked != figure.evaluate(ground)
