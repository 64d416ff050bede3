"""Whole rounds: listings, schedules, what is held, and how little an unchanged round costs."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.fetching import FetchedPage, FetchRound, is_due, refresh_pages
from flows.fetching.page import Page
from flows.source_list import ListingSource, PageSource, Settings, Source, SourceList
from tests.fetching.conftest import NOW, Asked, Fetching, Site
from warehouse import fetch_log, raw
from warehouse.fetch_log import Fetch, State
from warehouse.paths import PROJECT_FOLDER

SETTINGS = Settings(contact="tests@example.org", pause_seconds=0.0)
DAY = timedelta(days=1)


class Rounds:
    """Rounds of one home, a day after another."""

    def __init__(self, fetching: Fetching) -> None:
        self.fetching = fetching
        self.now = NOW

    def __call__(self, *sources: Source, after: timedelta = DAY) -> FetchRound:
        self.now += after
        self.fetching.site.requests.clear()
        return refresh_pages(
            self.fetching.home,
            SourceList(settings=SETTINGS, sources=sources),
            now=self.now,
            make_fetcher=self.fetching.fetcher,
        )


@pytest.fixture
def rounds(fetching: Fetching) -> Rounds:
    return Rounds(fetching)


def pages(site: Site, *paths: str, **said: Any) -> PageSource:
    return PageSource(line=1, uris=tuple(map(site.url, paths)), **said)


def listing(site: Site, path: str = "/list", **said: Any) -> ListingSource:
    given: dict[str, Any] = {"line": 1, "uri": site.url(path), "links": re.compile(r"/doc/")}
    return ListingSource(**given | said)


def by_path(found: tuple[FetchedPage, ...]) -> dict[str, FetchedPage]:
    return {"/" + page.source_uri.partition("test:")[2].partition("/")[2]: page for page in found}


def linked(*paths: str) -> bytes:
    return "".join(f'<a href="{path}">response</a>' for path in paths).encode()


def tagged(body: bytes) -> Any:
    """Answer with ``body``, or 304 where it is known."""
    tag = f'"{hash(body)}"'

    def answer(asked: Asked) -> None:
        if asked.headers["If-None-Match"] == tag:
            asked.answer(304, ETag=tag)
        else:
            asked.answer(200, body, ETag=tag)

    return answer


def test_two_hundred_pages_are_asked_for_changes_only(rounds: Rounds, site: Site):
    paths = [f"/doc/{number}" for number in range(200)]
    for number, path in enumerate(paths):
        site.routes[path] = tagged(b"<p>Response %d.</p>" % number)
    source = pages(site, *paths)
    first = rounds(source)
    assert {page.outcome for page in first.pages} == {"fetched"}
    second = rounds(source)
    asked = [headers for _, path, headers in site.requests if path != "/robots.txt"]
    assert len(asked) == 200
    assert all(headers["If-None-Match"] for headers in asked)
    assert {page.outcome for page in second.pages} == {"not_modified"}
    of_second = [
        fetch for fetch in fetch_log.pending(rounds.fetching.home) if fetch.started_at >= rounds.now
    ]
    assert len(of_second) == 200
    assert sum(fetch.byte_count for fetch in of_second) == 0
    assert [page.raw_sha256 for page in second.pages] == [page.raw_sha256 for page in first.pages]
    site.routes["/doc/7"] = tagged(b"<p>Another.</p>")
    third = rounds(source)
    changed = [
        old.source_uri
        for old, new in zip(second.pages, third.pages, strict=True)
        if old.raw_sha256 != new.raw_sha256
    ]
    assert changed == [site.url("/doc/7")]


def test_what_is_held_is_told_with_whose_it_is(rounds: Rounds, site: Site):
    site.serve("/doc/1", b"<p>One.</p>", Content_Type="text/html")
    source = pages(site, "/doc/1", force_id="kent")
    (page,) = rounds(source).pages
    assert page.source is source
    assert (page.byte_count, page.media_type) == (11, "text/html")
    assert page.fetched_at is not None
    assert abs(page.fetched_at - rounds.now) < timedelta(minutes=1)
    assert page.was_asked


@pytest.mark.parametrize("status", [500, 403, 404])
def test_a_page_that_cannot_be_had_keeps_its_last_document(rounds: Rounds, site: Site, status: int):
    site.serve("/doc/1", b"<p>One.</p>")
    source = pages(site, "/doc/1")
    (good,) = rounds(source).pages
    site.routes["/doc/1"] = lambda asked: asked.answer(status)
    (page,) = rounds(source).pages
    assert (page.raw_sha256, page.byte_count) == (good.raw_sha256, good.byte_count)
    assert page.fetched_at == good.fetched_at
    assert page.outcome == {500: "failed", 403: "refused", 404: "gone"}[status]
    assert page.message
    assert page.is_gone == (status == 404)


def test_a_page_that_was_never_had_holds_nothing(rounds: Rounds, site: Site):
    (page,) = rounds(pages(site, "/doc/1")).pages
    assert (page.raw_sha256, page.byte_count, page.fetched_at) == (None, None, None)
    assert page.is_gone


def test_where_nothing_is_due_no_network_is_touched(rounds: Rounds, site: Site):
    site.serve("/doc/1", b"<p>One.</p>")
    site.serve("/list", linked("/doc/2"))
    site.serve("/doc/2", b"<p>Two.</p>")
    sources = (pages(site, "/doc/1", schedule="daily"), listing(site, schedule="weekly"))
    first = rounds(*sources)
    second = rounds(*sources, after=timedelta(hours=1))
    assert site.requests == []
    assert second.attempt_count == 0
    assert not any(page.was_asked for page in second.pages)
    assert [page.raw_sha256 for page in second.pages] == [page.raw_sha256 for page in first.pages]
    assert rounds().pages == ()


def test_where_nothing_is_due_nothing_heavy_is_imported():
    heavy = "httpx httpcore tenacity protego selectolax jsonschema".split()
    code = f"import sys, flows.fetching; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT_FOLDER, check=True
    )
    assert done.stdout.strip() == "[]"


def test_links_that_match_are_documents(rounds: Rounds, site: Site):
    site.serve(
        "/list",
        linked("/doc/a", "doc/b#top", "/doc/a?", "/about", "mailto:x@y.z", "//other.test/doc/c")
        + linked("/doc/d?token=secret", "http://u:p@police.test/doc/e", "/doc/../up", "ht!tp://["),
    )
    found = rounds(listing(site, force_id="kent"))
    assert [page.source_uri for page in found.pages] == [
        site.url("/doc/a"),
        site.url("/doc/b"),
        "http://other.test/doc/c",
    ]
    assert {page.listing_uri for page in found.pages} == {site.url("/list")}
    assert {page.source.force_id for page in found.pages} == {"kent"}
    assert [page.outcome for page in found.listings] == ["fetched"]


def test_a_base_address_in_the_page_counts(rounds: Rounds, site: Site):
    site.serve("/list", b'<base href="/deep/">' + linked("doc/a"))
    assert [*by_path(rounds(listing(site)).pages)] == ["/deep/doc/a"]


def test_links_are_relative_to_where_a_listing_has_moved(rounds: Rounds, site: Site):
    moved = site.url("/new/list/", host="www.police.test")
    site.routes["/list"] = lambda asked: asked.answer(301, b"", Location=moved)
    site.serve("/new/list/", linked("doc/1", "2"))
    site.serve("/new/list/2", linked("/doc/2"))
    source = listing(site, next_pages=re.compile(r"/new/list/\d$"))
    for _ in range(2):
        assert [page.source_uri for page in rounds(source).pages] == [
            site.url("/new/list/doc/1", host="www.police.test"),
            site.url("/doc/2", host="www.police.test"),
        ]


def test_further_pages_of_a_listing_are_read_up_to_the_limit(rounds: Rounds, site: Site):
    for number in range(1, 9):
        site.serve(
            "/list" if number == 1 else f"/list/{number}",
            linked(f"/doc/{number}", f"/list/{number + 1}", "/list", "http://other.test/list/99"),
        )
    found = rounds(listing(site, next_pages=re.compile(r"/list/\d+$"), page_limit=3))
    assert [*by_path(found.pages)] == ["/doc/1", "/doc/2", "/doc/3"]
    (warning,) = found.warnings
    assert "goes on after 3 pages" in warning
    assert site.paths().count("/list") == 1


def test_a_listing_is_a_document_only_where_it_says_so(rounds: Rounds, site: Site):
    site.serve("/list", linked("/doc/1") + b"<p>Our responses.</p>")
    site.serve("/doc/1", b"<p>One.</p>")
    assert [*by_path(rounds(listing(site)).pages)] == ["/doc/1"]
    found = rounds(listing(site, include_page=True))
    assert [*by_path(found.pages)] == ["/list", "/doc/1"]
    assert site.paths().count("/list") == 1


def test_a_pattern_that_matches_nothing_is_told(rounds: Rounds, site: Site):
    site.serve("/list", linked("/about", "/contact"))
    (warning,) = rounds(listing(site, line=12)).warnings
    assert "line 12" in warning
    assert "mend the pattern" in warning


def test_a_document_that_left_the_listing_stays_until_it_is_gone(rounds: Rounds, site: Site):
    site.serve("/list", linked("/doc/1", "/doc/2"))
    site.serve("/doc/1", b"<p>One.</p>")
    site.serve("/doc/2", b"<p>Two.</p>")
    source = listing(site)
    rounds(source)
    site.serve("/list", linked("/doc/2"))
    assert by_path(rounds(source).pages)["/doc/1"].outcome == "fetched"
    del site.routes["/doc/1"]
    assert by_path(rounds(source).pages)["/doc/1"].is_gone
    gone = by_path(rounds(source).pages)["/doc/1"]
    assert gone.is_gone
    assert gone.raw_sha256
    assert not gone.was_asked
    assert "/doc/1" not in site.paths()
    site.serve("/list", linked("/doc/1", "/doc/2"))
    site.serve("/doc/1", b"<p>One again.</p>")
    assert by_path(rounds(source).pages)["/doc/1"].outcome == "fetched"


@pytest.mark.parametrize("status", [500, 404, 403])
def test_where_a_listing_cannot_be_had_its_documents_are_fetched_as_before(
    rounds: Rounds, site: Site, status: int
):
    site.serve("/list", linked("/doc/1"))
    site.serve("/doc/1", b"<p>One.</p>")
    source = listing(site)
    rounds(source)
    site.routes["/list"] = lambda asked: asked.answer(status)
    site.serve("/doc/1", b"<p>One, corrected.</p>")
    found = rounds(source)
    (page,) = found.pages
    assert (page.outcome, page.was_asked) == ("fetched", True)
    assert (
        rounds.fetching.home.raw_file(str(page.raw_sha256)).read_bytes()
        == b"<p>One, corrected.</p>"
    )
    assert found.listings[0].outcome in {"failed", "gone", "refused"}
    assert found.warnings == ()


def test_a_host_that_sends_its_listing_away_is_not_asked_for_documents(rounds: Rounds, site: Site):
    site.serve("/list", linked("/doc/1"))
    site.serve("/doc/1", b"<p>One.</p>")
    source = listing(site)
    rounds(source)
    site.routes["/list"] = lambda asked: asked.answer(429, b"", Retry_After="86400")
    (page,) = rounds(source).pages
    assert (page.outcome, page.reason_code) == ("failed", "not_asked")
    assert page.raw_sha256
    assert site.paths() == ["/list"]


def test_two_listings_may_share_a_page(rounds: Rounds, site: Site):
    for path in ("/list", "/more"):
        site.serve(path, linked("/shared"))
    site.serve("/shared", linked("/doc/1"))
    both = (listing(site, path, next_pages=re.compile("/shared")) for path in ("/list", "/more"))
    assert [*by_path(rounds(*both).pages)] == ["/doc/1"]
    assert site.paths().count("/shared") == 1


def test_an_unchanged_listing_still_leads_to_its_documents(rounds: Rounds, site: Site):
    site.routes["/list"] = tagged(linked("/doc/1"))
    site.serve("/doc/1", b"<p>One.</p>")
    source = listing(site)
    rounds(source)
    found = rounds(source)
    assert found.listings[0].outcome == "not_modified"
    assert [*by_path(found.pages)] == ["/doc/1"]


def test_a_page_is_one_source_however_often_it_is_listed(rounds: Rounds, site: Site):
    site.serve("/list", linked("/doc/1", "/doc/2"))
    site.serve("/more", linked("/doc/2"))
    found = rounds(listing(site), pages(site, "/doc/1", force_id="kent"), listing(site, "/more"))
    held = by_path(found.pages)
    assert [*held] == ["/doc/1", "/doc/2"]
    assert held["/doc/1"].source.force_id == "kent"
    assert held["/doc/2"].listing_uri == site.url("/list")
    assert sorted(site.paths()) == ["/doc/1", "/doc/2", "/list", "/more"]


def test_a_round_that_was_broken_off_is_taken_up_again(rounds: Rounds, site: Site):
    site.serve("/doc/1", b"<p>One.</p>")
    site.serve("/doc/2", b"<p>Two.</p>")
    fetcher = rounds.fetching.fetcher(rounds.fetching.home, SETTINGS, "0", NOW)
    with fetch_log.FetchLog(rounds.fetching.home, "0") as log:
        attempts = fetcher.fetch([Page(site.url("/doc/1")), Page(site.url("/doc/2"))], {})
        log.append(next(attempts))
        attempts.close()
    found = rounds(pages(site, "/doc/1", "/doc/2", schedule="weekly"), after=timedelta(0))
    assert [page.was_asked for page in found.pages] == [False, True]


@pytest.mark.parametrize(
    ("schedule", "days", "due"),
    [
        ("every_refresh", 0, True),
        ("every_refresh", -1, False),
        ("daily", 0, False),
        ("daily", 1, True),
        ("weekly", 6, False),
        ("weekly", 7, True),
        ("monthly", 29, False),
        ("monthly", 30, True),
    ],
)
@pytest.mark.parametrize("minutes", [1, 5])
def test_a_page_is_due_by_its_schedule_in_days(schedule: str, days: int, due: bool, minutes: int):
    source = PageSource(line=1, uris=(), schedule=schedule)
    state = State(attempt("https://a.test/", NOW), None)
    assert is_due(source, state, NOW + timedelta(days=days, minutes=minutes)) is due


def test_what_failed_is_due_at_once():
    source = PageSource(line=1, uris=(), schedule="monthly")
    for outcome, due in (("failed", True), ("refused", False), ("gone", False)):
        state = State(attempt("https://a.test/", NOW, outcome=outcome), None)
        assert is_due(source, state, NOW + timedelta(seconds=1)) is due
    assert is_due(source, None, NOW)


def test_what_was_asked_for_since_is_not_asked_for_again():
    source = PageSource(line=1, uris=())
    for outcome in ("failed", "fetched"):
        state = State(attempt("https://a.test/", NOW, outcome=outcome), None)
        assert not is_due(source, state, NOW)


def attempt(uri: str, at: datetime, **said: Any) -> Fetch:
    given: dict[str, Any] = {
        "fetch_id": "1",
        "source_uri": uri,
        "listing_uri": None,
        "is_listing": False,
        "attempt_number": 1,
        "started_at": at,
        "duration_seconds": 0.1,
        "outcome": "fetched",
    }
    return Fetch(**given | said)


def test_bytes_are_kept_once(rounds: Rounds):
    home = rounds.fetching.home
    first = raw.keep(home, b"bytes")
    kept = home.raw_file(first)
    before = kept.stat().st_mtime_ns
    assert raw.keep(home, b"bytes") == first
    assert kept.stat().st_mtime_ns == before
    assert [file.name for file in kept.parent.iterdir()] == [first]
