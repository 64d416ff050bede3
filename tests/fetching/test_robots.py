"""robots.txt, pauses and turns: how polite we are."""

import threading
import time

import pytest

from flows.fetching.page import Page
from tests.fetching.conftest import Asked, Fetching, Site

PAGE = b"<p>The response.</p>"


def test_pages_that_a_site_closes_to_programs_are_not_asked_for(fetching: Fetching, site: Site):
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private/\nAllow: /private/open")
    for path in ("/private/a", "/private/open", "/b"):
        site.serve(path, PAGE)
    found = fetching("/private/a", "/private/open", "/b")
    assert [fetch.reason_code for fetch in found] == ["robots_disallowed", None, None]
    assert found[0].outcome == "refused"
    assert found[0].status_code is None
    assert [path for _, path, _ in site.requests] == ["/robots.txt", "/private/open", "/b"]


def test_rules_for_our_name_come_before_those_for_all(fetching: Fetching, site: Site):
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: section55\nDisallow:")
    site.serve("/page", PAGE)
    assert fetching("/page")[0].outcome == "fetched"


@pytest.mark.parametrize("status", [404, 403, 401, 410, 400])
def test_a_site_without_rules_has_none(fetching: Fetching, site: Site, status: int):
    site.routes["/robots.txt"] = lambda asked: asked.answer(status, b"Disallow: /")
    site.serve("/page", PAGE)
    assert fetching("/page")[0].outcome == "fetched"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_rules_cannot_be_had_is_left_alone(
    fetching: Fetching, site: Site, status: int
):
    site.routes["/robots.txt"] = lambda asked: asked.answer(status, b"")
    first, second = fetching("/a", "/b")
    assert (first.outcome, first.reason_code) == ("failed", "robots_unreachable")
    assert second.reason_code == "not_asked"
    assert site.paths() == []


def test_rules_that_come_at_the_second_attempt_count(fetching: Fetching, site: Site):
    answers = iter([503, 200])
    site.routes["/robots.txt"] = lambda asked: asked.answer(
        next(answers), b"User-agent: *\nDisallow: /"
    )
    assert fetching("/page")[0].reason_code == "robots_disallowed"


def test_an_empty_robots_txt_closes_nothing(fetching: Fetching, site: Site):
    site.serve("/robots.txt", b"")
    site.serve("/page", PAGE)
    assert fetching("/page")[0].outcome == "fetched"


@pytest.mark.parametrize(
    "rules",
    [
        b"\xff\xfe\x00" * 1000,
        b"User-agent: *\nDisallow: /" + b"*a" * 100_000,
        b"User-agent: *\n" + b"Disallow: /%s*b*c$\n" % (b"a*" * 50) * 2_000,
        b"User-agent: *\nCrawl-delay: nan\nCrawl-delay: -4\nRequest-rate: 1/0",
    ],
)
def test_hostile_rules_do_not_hold_us_up(fetching: Fetching, site: Site, rules: bytes):
    site.serve("/robots.txt", rules)
    site.serve("/page", PAGE)
    began = time.monotonic()
    fetching("/page" + "?" + "a" * 1_500)
    assert time.monotonic() - began < 5


def test_robots_txt_may_be_passed_over_by_agreement(fetching: Fetching, site: Site):
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /")
    site.serve("/page", PAGE)
    assert fetching("/page", respect_robots=False)[0].outcome == "fetched"
    assert [path for _, path, _ in site.requests] == ["/page"]


def test_where_a_page_leads_the_rules_of_that_site_hold(fetching: Fetching, site: Site):
    target = site.url("/b", host="other.test")

    def rules(asked: Asked) -> None:
        closed = b"/b" if asked.headers["Host"].startswith("other") else b""
        asked.answer(200, b"User-agent: *\nDisallow: " + closed)

    site.routes["/robots.txt"] = rules
    site.routes["/a"] = lambda asked: asked.answer(302, b"", Location=target)
    site.serve("/b", PAGE)
    (fetch,) = fetching("/a")
    assert (fetch.reason_code, fetch.final_uri) == ("robots_disallowed", target)
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    ("rules", "pause"),
    [
        (b"", 2.0),
        (b"User-agent: *\nCrawl-delay: 7", 7.0),
        (b"User-agent: *\nCrawl-delay: 0.1", 2.0),
        (b"User-agent: *\nCrawl-delay: 86400", 60.0),
    ],
)
def test_there_is_a_pause_between_two_requests_to_a_host(
    fetching: Fetching, site: Site, rules: bytes, pause: float
):
    site.serve("/robots.txt", rules)
    for path in ("/a", "/b", "/c"):
        site.serve(path, PAGE)
    fetching("/a", "/b", "/c", pause_seconds=2.0)
    # The pause after robots.txt itself is still our own.
    assert [round(seconds) for seconds in fetching.time.slept[1:]] == [pause, pause]


def test_hosts_are_asked_side_by_side_and_each_for_one_page_at_a_time(
    fetching: Fetching, site: Site
):
    running: dict[str, int] = {}
    most: list[tuple[int, int]] = []
    guard = threading.Lock()

    def counted(asked: Asked) -> None:
        host = asked.headers["Host"]
        with guard:
            running[host] = running.get(host, 0) + 1
            most.append((running[host], sum(running.values())))
        time.sleep(0.05)
        with guard:
            running[host] -= 1
        asked.answer(200, PAGE)

    def moved(asked: Asked) -> None:
        asked.answer(302, b"", Location=site.url("/page", host="0.test"))

    site.routes["/page"], site.routes["/moved"] = counted, moved
    pages = [
        Page(site.url(f"/page?{page}", host=f"{host}.test"))
        for host in range(3)
        for page in range(4)
    ]
    pages += [Page(site.url(f"/moved?{page}", host="1.test")) for page in range(2)]
    found = fetching(*pages, respect_robots=False)
    assert {fetch.outcome for fetch in found} == {"fetched"}
    assert max(of_host for of_host, _ in most) == 1
    assert max(of_all for _, of_all in most) > 1
