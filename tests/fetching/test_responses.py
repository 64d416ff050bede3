"""What a site may answer, and what becomes of its page."""

import gzip
import socket
import struct
import time
import zlib

import pytest

from tests.fetching.conftest import Asked, Fetching, Site

PAGE = b"<h1>Response</h1><p>The force recorded 12 crimes.</p>"


def reason(fetching: Fetching, path: str = "/page", **settings: object) -> tuple[str, str | None]:
    last = fetching(path, **settings)[-1]
    assert last.raw_sha256 is None
    assert last.message
    assert last.message.endswith(".")
    return last.outcome, last.reason_code


def test_a_page_is_kept_and_told_as_one_attempt(fetching: Fetching, site: Site):
    site.serve("/page", PAGE, Content_Type="text/html; charset=utf-8", ETag='"1"')
    (fetch,) = fetching("/page")
    assert fetching.kept(fetch) == PAGE
    assert (fetch.outcome, fetch.status_code, fetch.attempt_number) == ("fetched", 200, 1)
    assert (fetch.etag, fetch.media_type, fetch.byte_count) == ('"1"', "text/html", len(PAGE))
    assert fetch.final_uri == fetch.source_uri == site.url("/page")
    assert fetch.started_at.tzinfo is not None
    assert 0 < fetch.duration_seconds < 5


def test_sites_see_who_asks(fetching: Fetching, site: Site):
    site.serve("/page", PAGE)
    fetching("/page")
    headers = site.requests[-1][2]
    assert headers["User-Agent"] == "section55 (+tests@example.org)"
    assert headers["Host"] == f"police.test:{site.port}"
    assert headers["Accept-Encoding"] == "gzip"


def conditional(asked: Asked) -> None:
    if asked.headers["If-None-Match"] == '"1"':
        asked.answer(304, ETag='"1"')
    else:
        asked.answer(200, PAGE, ETag='"1"', Last_Modified="Mon, 02 Mar 2026 04:00:00 GMT")


def test_what_is_known_is_asked_for_with_its_validators(fetching: Fetching, site: Site):
    site.routes["/page"] = conditional
    first, second, third = (fetching("/page")[0] for _ in range(3))
    assert [one.outcome for one in (first, second, third)] == [
        "fetched",
        "not_modified",
        "not_modified",
    ]
    assert third.raw_sha256 == first.raw_sha256
    assert third.byte_count == 0
    headers = site.requests[-1][2]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Mon, 02 Mar 2026 04:00:00 GMT"


def test_what_is_no_longer_kept_is_asked_for_as_a_whole(fetching: Fetching, site: Site):
    site.routes["/page"] = conditional
    (first,) = fetching("/page")
    assert first.raw_sha256
    fetching.home.raw_file(first.raw_sha256).unlink()
    assert fetching("/page")[0].outcome == "fetched"
    assert site.requests[-1][2]["If-None-Match"] is None


def test_a_site_that_was_not_asked_for_changes_cannot_say_that_there_are_none(
    fetching: Fetching, site: Site
):
    site.routes["/page"] = lambda asked: asked.answer(304)
    assert reason(fetching) == ("failed", "unexpected_status")


@pytest.mark.parametrize(
    ("status", "expected", "attempts"),
    [
        (404, ("gone", "not_found"), 1),
        (410, ("gone", "gone"), 1),
        (401, ("refused", "login_needed"), 1),
        (403, ("refused", "forbidden"), 1),
        (451, ("refused", "withheld_by_law"), 1),
        (400, ("failed", "unexpected_status"), 1),
        (206, ("failed", "unexpected_status"), 1),
        (500, ("failed", "server_error"), 1),
        (429, ("failed", "too_many_requests"), 3),
        (502, ("failed", "unavailable"), 3),
        (503, ("failed", "unavailable"), 3),
        (504, ("failed", "unavailable"), 3),
    ],
)
def test_a_status_is_retried_where_that_can_help(
    fetching: Fetching, site: Site, status: int, expected: tuple[str, str], attempts: int
):
    site.routes["/page"] = lambda asked: asked.answer(status, b"no")
    found = fetching("/page")
    assert (found[-1].outcome, found[-1].reason_code) == expected
    assert [fetch.attempt_number for fetch in found] == list(range(1, attempts + 1))
    assert {fetch.status_code for fetch in found} == {status}
    assert len({fetch.fetch_id for fetch in found}) == attempts


def test_a_page_comes_at_the_second_attempt(fetching: Fetching, site: Site):
    answers = iter([503, 200])
    site.routes["/page"] = lambda asked: asked.answer(next(answers), PAGE)
    assert [fetch.outcome for fetch in fetching("/page")] == ["failed", "fetched"]
    assert 1 <= sum(fetching.time.slept) <= 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "17"}, 17),
        (
            {
                "Retry_After": "Mon, 02 Mar 2026 04:00:21 GMT",
                "Date": "Mon, 02 Mar 2026 04:00:00 GMT",
            },
            21,
        ),
    ],
)
def test_a_site_is_given_the_time_that_it_asks_for(
    fetching: Fetching, site: Site, headers: dict[str, str], seconds: int
):
    answers = iter([429, 200])

    def busy(asked: Asked) -> None:
        status = next(answers)
        asked.send_response_only(status)
        for name, value in {**headers, "Content_Length": "2"}.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.end_headers()
        asked.wfile.write(b"ok")

    site.routes["/page"] = busy
    assert fetching("/page")[-1].outcome == "fetched"
    assert max(fetching.time.slept) == seconds


@pytest.mark.parametrize("wait", ["86400", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_host_that_wants_a_long_rest_gets_it(fetching: Fetching, site: Site, wait: str):
    site.routes["/page"] = lambda asked: asked.answer(429, b"", Retry_After=wait)
    site.serve("/other", PAGE)
    first, second = fetching("/page", "/other")
    assert (first.reason_code, second.reason_code) == ("too_many_requests", "not_asked")
    assert second.attempt_number == 0
    assert site.paths() == ["/page"]
    assert fetching.time.slept == []


def test_nonsense_in_retry_after_is_passed_over(fetching: Fetching, site: Site):
    site.routes["/page"] = lambda asked: asked.answer(503, b"", Retry_After="-1 soon, ²")
    assert reason(fetching) == ("failed", "unavailable")
    assert len(site.paths()) == 3


def dripping(asked: Asked) -> None:
    asked.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        asked.wfile.write(b".")
        time.sleep(0.02)


def dripping_headers(asked: Asked) -> None:
    asked.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        asked.wfile.write(b"X-Drip: 1\r\n")
        time.sleep(0.02)


@pytest.mark.parametrize("route", [dripping, dripping_headers])
def test_a_response_that_drips_is_stopped_at_its_deadline(fetching: Fetching, site: Site, route):
    site.routes["/page"] = route
    began = time.monotonic()
    assert reason(fetching, response_seconds=0.4) == ("failed", "too_slow")
    assert time.monotonic() - began < 3
    assert len(site.paths()) == 1


def test_a_response_that_stalls_is_given_up(fetching: Fetching, site: Site):
    def stalled(asked: Asked) -> None:
        asked.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        time.sleep(1.5)

    site.routes["/page"] = stalled
    assert reason(fetching, read_seconds=0.2, attempts=2) == ("failed", "timeout")
    assert len(site.paths()) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
    ],
)
def test_a_body_that_is_cut_short_is_not_kept(fetching: Fetching, site: Site, answer: bytes):
    site.routes["/page"] = lambda asked: asked.raw(answer)
    assert reason(fetching) == ("failed", "truncated")
    assert not list(fetching.home.raw.rglob("*"))


def test_a_packed_body_that_is_cut_short_is_not_kept(fetching: Fetching, site: Site):
    packed = gzip.compress(PAGE * 50)[:-12]
    site.serve("/page", packed, Content_Encoding="gzip")
    assert reason(fetching) == ("failed", "truncated")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: flood\r\n" % number for number in range(20_000)),
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 300_000,
    ],
)
def test_what_is_no_http_is_a_failure_of_that_page(fetching: Fetching, site: Site, answer: bytes):
    site.routes["/page"] = lambda asked: asked.raw(answer)
    assert reason(fetching) == ("failed", "connection_lost")


def test_a_reset_connection_is_a_failure_of_that_page(fetching: Fetching, site: Site):
    def reset(asked: Asked) -> None:
        asked.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        asked.wfile.flush()
        # Closing with unsent data and no linger sends a reset.
        asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        asked.connection.close()

    site.routes["/page"] = reset
    outcome, reason_code = reason(fetching)
    assert outcome == "failed"
    assert reason_code in {"connection_lost", "truncated"}
    assert len(site.paths()) == 3


def test_a_body_of_ten_gigabytes_is_announced_in_vain(fetching: Fetching, site: Site):
    site.routes["/page"] = lambda asked: asked.raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n" + b"a" * 1000
    )
    assert reason(fetching) == ("refused", "too_large")


def test_a_body_of_ten_gigabytes_is_stopped_at_the_limit(fetching: Fetching, site: Site):
    sent = 0

    def endless(asked: Asked) -> None:
        nonlocal sent
        asked.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(10_240):
            asked.wfile.write(b"100000\r\n" + b"a" * 0x100000 + b"\r\n")
            sent += 1

    site.routes["/page"] = endless
    assert reason(fetching, maximum_megabytes=2) == ("refused", "too_large")
    assert sent < 50
    assert not list(fetching.home.raw.rglob("*"))


def test_a_gzip_bomb_is_counted_before_it_goes_off(fetching: Fetching, site: Site):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    site.serve("/page", bomb, Content_Encoding="gzip")
    assert reason(fetching, maximum_megabytes=1) == ("refused", "too_large")


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE)), "unknown_encoding"),
        ("br", PAGE, "unknown_encoding"),
        ("gzip", PAGE, "bad_encoding"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_a_failure(
    fetching: Fetching, site: Site, encoding: str, body: bytes, expected: str
):
    site.serve("/page", body, Content_Encoding=encoding)
    assert reason(fetching) == ("failed", expected)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]) + bytes(8)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("identity", PAGE),
    ],
)
def test_a_packed_body_is_unpacked(fetching: Fetching, site: Site, encoding: str, packed: bytes):
    site.serve("/page", packed, Content_Encoding=encoding)
    (fetch,) = fetching("/page")
    assert fetching.kept(fetch) == PAGE
    assert fetch.byte_count == len(PAGE)


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "Audio/mpeg; x=1", "font/woff2"])
def test_what_can_hold_no_text_is_not_taken(fetching: Fetching, site: Site, media_type: str):
    site.serve("/page", b"\x89PNG", Content_Type=media_type)
    assert reason(fetching) == ("refused", "wrong_type")


def test_an_empty_page_is_no_document(fetching: Fetching, site: Site):
    site.serve("/page", b"")
    assert reason(fetching) == ("failed", "empty_body")


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Page not found - Police</title><nav>" + b"a menu " * 200 + b"</nav><p>Sorry.",
        b"<title>Police</title><h1>404</h1><p>Go to the home page.</p>",
        b"<title>x</title><h1>Sorry, the document you want cannot be found</h1>",
        b"<h1>This page no longer exists</h1>",
    ],
)
def test_an_error_page_with_status_200_does_not_hide_the_document(
    fetching: Fetching, site: Site, page: bytes
):
    site.serve("/page", page, Content_Type="text/html")
    assert reason(fetching) == ("failed", "soft_404")


@pytest.mark.parametrize(
    "page",
    [
        b"<h1>Page not found</h1><h2>Our response</h2>" + b"<p>We accept this.</p>" * 100,
        b"<title>Missing persons not found: our response</title><p>We accept this.</p>",
        b"<h1>Operation 404</h1><p>We accept this.</p>",
        b"<p>The page was not found in the file, the inspector said.</p>",
    ],
)
def test_a_document_that_only_mentions_errors_is_kept(fetching: Fetching, site: Site, page: bytes):
    site.serve("/page", page, Content_Type="text/html")
    assert fetching("/page")[0].outcome == "fetched"
