"""What a refresh of web pages holds: what is unchanged costs nothing, what fails loses nothing."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from flows import run
from flows.records import document_key
from flows.sources.looking import listed_sources
from tests.fetching.conftest import Asked, Site
from tests.flows.conftest import one, rows
from warehouse import journal
from warehouse.paths import Home

Refresh = Callable[..., journal.Entry]
COUNT = 200


def page(crimes: int) -> bytes:
    return (
        "<html><head><title>Response</title></head><body><nav><a href='/'>Home</a></nav><main>"
        f"<h1>Response to an inspection</h1><p>The force recorded {crimes} crimes in May 2019. "
        "The commissioner will publish a review by June 2031.</p>"
        "</main></body></html>"
    ).encode()


class Pages:
    """Pages of one site, served with an ETag and with 304 to whoever has them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.bodies: dict[str, bytes] = {}
        self.sent = 0

    def publish(self, number: int, crimes: int) -> None:
        path = f"/responses/{number}"
        self.bodies[path] = page(crimes)
        self.site.routes[path] = self.answer

    def answer(self, asked: Asked) -> None:
        body = self.bodies[asked.path]
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        if asked.headers["If-None-Match"] == etag:
            asked.answer(304, ETag=etag)
        else:
            self.sent += 1
            asked.answer(200, body, ETag=etag, Content_Type="text/html")


@pytest.fixture
def pages() -> Iterator[Pages]:
    site = Site()
    served = Pages(site)
    for number in range(COUNT):
        served.publish(number, 100 + number)
    yield served
    site.close()


def listed(home: Home, site: Site) -> None:
    urls = "".join(f"      - {site.url(f'/responses/{n}', '127.0.0.1')}\n" for n in range(COUNT))
    home.sources_file.write_text(
        "settings:\n  contact: tests@example.org\n  allow_private_addresses: true\n"
        "  pause_seconds: 0\n  attempts: 1\n"
        f"sources:\n  - force: kent\n    licence: made for a test\n    urls:\n{urls}"
    )


def unchanged(home: Home) -> journal.Entry | None:
    return run.unchanged(home, listed_sources(home, []), asked_since=datetime.now(UTC))


def facts(home: Home) -> dict[str, list[Any]]:
    """Return the figures and commitments of each page, by its address."""
    found: dict[str, list[Any]] = {}
    for uri, *fact in rows(
        home,
        """
        select source_uri, 'figure', observation_id, value from marts.fct_metric_observations
        join marts.dim_documents using (document_id) where source_uri like 'http:%'
        union all
        select source_uri, 'commitment', commitment_id, 0 from marts.fct_commitments
        join marts.dim_documents using (document_id) where source_uri like 'http:%'
        order by all
        """,
    ):
        found.setdefault(uri, []).append(tuple(fact))
    return found


def test_pages_are_asked_for_once_and_only_what_changed_is_new(
    home: Home, refresh: Refresh, pages: Pages
) -> None:
    listed(home, pages.site)
    samples = one(home, "select count(*) from marts.dim_documents where is_current")

    entry = refresh()
    assert (entry.outcome, entry.parsed_count, entry.fetch_count) == ("published", COUNT, COUNT)
    assert pages.sent == COUNT
    assert one(home, "select count(*) from marts.dim_documents where force_id = 'kent'") >= COUNT
    assert one(home, "select count(*) from landing.fetches where outcome = 'fetched'") == COUNT
    assert list(home.fetches.iterdir()) == []
    before = facts(home)
    assert len(before) == COUNT
    assert {len(found) for found in before.values()} == {2}

    pages.site.requests.clear()
    nothing = unchanged(home)
    assert nothing
    assert (nothing.outcome, nothing.parsed_count, nothing.fetch_count) == ("unchanged", 0, COUNT)
    asked = [headers for _, path, headers in pages.site.requests if path != "/robots.txt"]
    assert len(asked) == COUNT
    assert all(headers["If-None-Match"] for headers in asked)
    assert pages.sent == COUNT

    old = page(107)
    changed, gone, broken = (
        pages.site.url(f"/responses/{number}", "127.0.0.1") for number in (7, 8, 9)
    )
    pages.publish(7, 512)
    del pages.site.routes["/responses/8"]
    pages.site.routes["/responses/9"] = lambda asked: asked.answer(500)
    entry = refresh()
    assert (entry.outcome, entry.parsed_count) == ("published", 1)
    after = facts(home)
    assert set(before) - set(after) == {gone}
    assert {uri for uri in after if after[uri] != before[uri]} == {changed}
    assert [value for kind, _, value in after[changed] if kind == "figure"] == [512]
    assert rows(
        home,
        "select document_id, is_current, source_uri from marts.dim_documents "
        f"where source_uri = '{changed}' order by is_current",
    ) == [
        (document_key(old), False, changed),
        (document_key(pages.bodies["/responses/7"]), True, changed),
    ]
    assert rows(home, "select source_uri, stage, document_id from landing.rejections") == [
        (broken, "collect", document_key(page(109)))
    ]
    assert any(gone in warning for warning in entry.warnings)
    assert dict(rows(home, "select outcome, count(*) from landing.fetches group by all")) == {
        "fetched": COUNT + 1,
        "not_modified": 2 * COUNT - 3,
        "gone": 1,
        "failed": 1,
    }
    assert one(home, "select count(*) from marts.dim_documents where is_current") == (
        samples + COUNT - 1
    )
