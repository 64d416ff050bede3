"""Whatever an address, a redirect or a name server says, only the internet is asked."""

import logging
import random
import socket
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from ipaddress import ip_address
from typing import Any

import pytest

from flows.fetching import network
from flows.web_addresses import InvalidAddress, normalised
from tests.fetching.conftest import Asked, Fetching, Route, Site, fetching, home, site
from tests.reliability.trials import Trials

__all__ = ["fetching", "home", "site"]  # fixtures

Promise = Callable[[str], AbstractContextManager[Trials]]

PRIVATE = "Fetching asks no address of this machine or its network"
SECRETS = "Secrets of addresses are written nowhere"
LIMITS = "Fetching ends at its limits"

#: An address of the internet, which the tests lead to the site instead.
PUBLIC = "203.0.114.7"
#: This machine and its network, in every spelling that some program takes for them.
HOSTS = [
    "localhost", "localhost.", "LOCALHOST", "ip6-localhost", "localhost.localdomain",
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254",
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001", "0177.0.0.1", "0177.1",
    "0", "0.0.0.0", "00.0.0.0", "0x0",  # noqa: S104 - addresses that must be refused
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::0001]", "[::127.0.0.1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[fe80::1%25lo]", "[::1%25lo]",
    "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "168.63.129.16",
    "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "0xa9fea9fe", "2852039166",
    "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "127｡0｡0｡1", "%31%32%37.0.0.1", "127.0.0.1%00.police.test",
    "police.test@127.0.0.1", "user:word@127.0.0.1", "police.test:80@127.0.0.1",
    "police.test\\@127.0.0.1", "127.0.0.1\\@police.test", "police.test#@127.0.0.1",
    "police.test\t@127.0.0.1", "127.0.0.1\n.police.test", "127.0.0.1 police.test",
]  # fmt: skip
OTHER_SCHEMES = ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "data:,a"]


@pytest.fixture
def led(fetching: Fetching, site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lead the public address to the site; every address that was connected to."""
    connected: list[str] = []
    honest = socket.create_connection

    def connects(address: tuple[str, int], *args: Any, **options: Any) -> socket.socket:
        connected.append(address[0])
        return honest(
            ("127.0.0.1", site.port) if address[0] == PUBLIC else address, *args, **options
        )

    monkeypatch.setattr(socket, "create_connection", connects)
    fetching.allow_private = False
    fetching.addresses = lambda host: (
        [PUBLIC] if host == "police.test" else network.resolve(host, site.port)
    )
    return connected


def leads_to(target: str) -> Route:
    """Send to ``target``, byte by byte as it is but for a line end, which would end the header."""
    location = target.encode().replace(b"\n", b"%0A")
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    return lambda asked: asked.raw(head + location + b"\r\n\r\n")


def answers(status: int, body: bytes) -> Route:
    return lambda asked: asked.answer(status, body)


def test_no_spelling_of_a_private_address_is_asked(
    promise: Promise, fetching: Fetching, site: Site, led: list[str]
) -> None:
    site.serve("/private", b"<p>not for the world</p>")
    with promise(PRIVATE) as trials:
        for host in HOSTS:
            with trials.one(f"listed: {host!r}"):
                address = f"http://{host}:{site.port}/private"
                try:
                    address = normalised(address)
                except InvalidAddress:
                    continue
                (fetch,) = fetching(address, respect_robots=False, attempts=1)
                # Some spellings are of a page of the site that is not there.
                assert fetch.reason_code in {
                    "private_address", "name_not_found", "bad_address", "not_found",
                }, fetch  # fmt: skip
        for target in [f"http://{host}:{site.port}/private" for host in HOSTS] + OTHER_SCHEMES:
            for path in ("/page", "/robots.txt"):
                with trials.one(f"{path} leads to {target!r}"):
                    site.routes = {"/private": site.routes["/private"], path: leads_to(target)}
                    (fetch,) = fetching("/page", respect_robots=path != "/page", attempts=1)
                    assert fetch.outcome != "fetched", fetch
        with trials.one("nobody came to what is private"):
            assert [asked for asked in site.requests if asked[1] == "/private"] == []
            assert set(led) == {PUBLIC}


def test_a_name_server_that_changes_its_mind_leads_nowhere_else(
    promise: Promise, fetching: Fetching, site: Site, led: list[str]
) -> None:
    site.serve("/page", b"<p>The response.</p>")
    mixed = random.Random(6)  # noqa: S311 - the same sequence at every run
    private = ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "169.254.169.254", "::ffff:127.0.0.1"]
    fetching.addresses = lambda _host: mixed.sample(
        [PUBLIC, *private], k=mixed.randint(1, len(private))
    )
    outcomes = set()
    with promise(PRIVATE) as trials:
        for number in range(trials.count(part=30, full=300)):
            with trials.one(f"answers of the name server, {number}"):
                fetch = fetching("/page", attempts=1)[-1]
                outcomes.add(fetch.reason_code or fetch.outcome)
                assert all(network.is_public(address) for address in led), led
        with trials.one("some were had and some refused"):
            assert outcomes == {"fetched", "private_address"}


def test_any_address_that_ipaddress_calls_private_is_private_to_us(promise: Promise) -> None:
    drawn = random.Random(10)  # noqa: S311 - the same sequence at every run
    with promise(PRIVATE) as trials:
        for _ in range(trials.count(part=2_000, full=50_000)):
            four = ip_address(drawn.getrandbits(32))
            wrapped = [
                f"::ffff:{four}",
                f"64:ff9b::{four}",
                f"::{four}",
                str(ip_address((0x2002 << 112) | (int(four) << 80))),
                f"2620:0:1::5efe:{four}",
            ]
            said = network.is_public(str(four))
            trials.record(
                ok=(four.is_global or not said)
                and all(network.is_public(address) == said for address in wrapped),
                what=f"{four}: public is {said}; wrapped: {wrapped}",
            )


SECRET = "hush-hush"  # noqa: S105 - what is looked for
PARAMETERS = [
    "token", "access_token", "accessToken", "api_key", "apiKey", "auth", "Authorization", "jwt",
    "password", "passwd", "pwd", "secret", "client_secret", "sig", "signature", "Signature",
    "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "AWSAccessKeyId", "sessionid",
    "session_id", "PHPSESSID", "subscription-key", "refresh_token", "oauth_token", "bearer",
]  # fmt: skip


def test_secrets_are_in_no_log_no_message_and_no_row(
    promise: Promise, fetching: Fetching, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with promise(SECRETS) as trials:
        targets = [f"/there?a=1&{name}={SECRET}" for name in PARAMETERS]
        targets += [f"/there;jsessionid={SECRET}", f"http://user:{SECRET}@police.test/there"]
        for number, target in enumerate(targets):
            for status, body in ((200, b"<p>text</p>"), (404, b""), (500, b""), (200, b"")):
                with trials.one(f"{target} answers {status}"):
                    caplog.clear()
                    path = f"/{number}-{status}-{len(body)}"
                    site.routes[path] = leads_to(target)
                    for there in ("/there", f"/there;jsessionid={SECRET}"):
                        site.routes[there] = answers(status, body)
                    (fetch, *more) = fetching(path, attempts=1)
                    assert SECRET not in repr((fetch, more))
                    assert SECRET not in caplog.text
        with trials.one("nothing of it lies in the home"):
            files = [file for file in fetching.home.folder.rglob("*") if file.is_file()]
            assert files
            assert not any(SECRET.encode() in file.read_bytes() for file in files)


def endless(asked: Asked, head: bytes, piece: bytes) -> None:
    asked.wfile.write(head)
    try:
        while True:
            asked.wfile.write(piece)
    except OSError:
        asked.close_connection = True


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB_BYTES = b"".join(BOMB.compress(bytes(1_000_000)) for _ in range(300)) + BOMB.flush()
GREEDY: dict[str, Route] = {
    "a body without an end": lambda asked: endless(asked, HEAD + b"\r\n", b"x" * 65_536),
    "chunks without an end": lambda asked: endless(
        asked, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000
    ),
    "headers without an end": lambda asked: endless(
        asked, HEAD, b"X-More: " + b"x" * 1000 + b"\r\n"
    ),
    "one header without an end": lambda asked: endless(asked, HEAD + b"X-More: ", b"x" * 65_536),
    "a status line without an end": lambda asked: endless(asked, b"HTTP/1.1 200 ", b"O" * 65_536),
    "go on, go on": lambda asked: endless(asked, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": lambda asked: endless(
        asked, b"", b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
    ),
    "a bomb": lambda asked: asked.answer(200, BOMB_BYTES, Content_Encoding="gzip"),
    "a length that lies": lambda asked: asked.answer(200, b"x", content_length=str(10**15)),
    "a page that leads on and on": lambda asked: asked.answer(
        302, b"", Location=f"/greedy?{len(asked.site.requests)}"
    ),
}


@pytest.mark.parametrize("name", GREEDY)
def test_a_site_takes_no_more_than_the_limits(
    promise: Promise, fetching: Fetching, site: Site, name: str
) -> None:
    site.routes["/greedy"] = GREEDY[name]
    with promise(LIMITS) as trials, trials.one(name):
        (fetch,) = fetching(
            "/greedy", respect_robots=False, attempts=1, maximum_megabytes=1, response_seconds=3
        )
        assert fetch.outcome in {"refused", "failed"}
        assert fetch.reason_code in {
            "too_large", "too_slow", "connection_lost", "too_many_redirects", "truncated",
        }  # fmt: skip
        assert fetch.duration_seconds < 10
        assert list(fetching.home.raw.glob("**/*.*")) == []
