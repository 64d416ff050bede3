"""Where a page may lead, and where it must not."""

import logging

import pytest

from tests.fetching.conftest import Asked, Fetching, Site

PAGE = b"<p>The response.</p>"


def redirect(site: Site, path: str, target: str, status: int = 302) -> None:
    site.routes[path] = lambda asked: asked.answer(status, b"", Location=target)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_counted(fetching: Fetching, site: Site, status: int):
    redirect(site, "/a", "/b", status)
    redirect(site, "/b", site.url("/c", host="other.test"), status)
    site.serve("/c", PAGE)
    (fetch,) = fetching("/a")
    assert fetching.kept(fetch) == PAGE
    assert (fetch.redirect_count, fetch.status_code) == (2, 200)
    assert fetch.source_uri == site.url("/a")
    assert fetch.final_uri == site.url("/c", host="other.test")


def test_a_loop_is_seen(fetching: Fetching, site: Site):
    redirect(site, "/a", "/b")
    redirect(site, "/b", "/a")
    (fetch,) = fetching("/a")
    assert (fetch.outcome, fetch.reason_code) == ("failed", "redirect_loop")
    assert len(site.paths()) == 2


def test_a_chain_has_an_end(fetching: Fetching, site: Site):
    for number in range(30):
        redirect(site, f"/{number}", f"/{number + 1}")
    (fetch,) = fetching("/0")
    assert (fetch.outcome, fetch.reason_code) == ("failed", "too_many_redirects")
    assert len(site.paths()) == 11


def test_a_page_may_lead_to_itself_to_set_a_cookie(fetching: Fetching, site: Site):
    def wants_cookie(asked: Asked) -> None:
        if asked.headers["Cookie"] == "seen=1":
            asked.answer(200, PAGE)
        else:
            asked.answer(302, b"", Location="/a", Set_Cookie="seen=1")

    site.routes["/a"] = wants_cookie
    assert fetching("/a")[0].outcome == "fetched"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("file:///etc/passwd", ("refused", "not_http")),
        ("ftp://police.test/page", ("refused", "not_http")),
        ("javascript:alert(1)", ("refused", "bad_address")),
        ("http://user:password@police.test/", ("refused", "credentials_in_address")),
        ("http://[::1/", ("refused", "bad_address")),
        ("http://police.test:port/", ("refused", "bad_address")),
        ("https://", ("refused", "bad_address")),
        ("", ("failed", "bad_redirect")),
    ],
)
def test_a_redirect_leads_to_web_pages_only(
    fetching: Fetching, site: Site, target: str, expected: tuple[str, str]
):
    redirect(site, "/a", target)
    (fetch,) = fetching("/a")
    assert (fetch.outcome, fetch.reason_code) == expected
    assert "password" not in (fetch.message or "").replace("or a password", "")


def test_validators_do_not_follow_a_page_to_another_address(fetching: Fetching, site: Site):
    site.serve("/old", PAGE, Last_Modified="Mon, 02 Mar 2026 04:00:00 GMT", ETag='"1"')
    redirect(site, "/a", "/old")
    fetching("/a")
    site.serve("/new", b"<p>Another.</p>")
    redirect(site, "/a", "/new")
    assert fetching("/a")[0].outcome == "fetched"
    assert site.requests[-1][2]["If-Modified-Since"] is None
    assert site.requests[-1][2]["If-None-Match"] is None


def test_secrets_of_an_address_are_written_nowhere(
    fetching: Fetching, site: Site, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    redirect(site, "/a", "/b?se=2026&sig=hush-hush")
    site.serve("/b", PAGE, ETag='"1"')
    (fetch,) = fetching("/a")
    assert fetch.final_uri == site.url("/b?withheld")
    redirect(site, "/a", "/gone?X-Amz-Signature=hush-hush")
    (gone,) = fetching("/a")
    assert gone.outcome == "gone"
    assert "hush" not in repr((fetch, gone))
    assert "hush" not in caplog.text
