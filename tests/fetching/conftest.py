"""A real web site on this machine that behaves as badly as its routes say."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.fetching.fetcher import Fetcher
from flows.fetching.network import Clock, GuardedBackend
from flows.fetching.page import Page
from flows.source_list import Settings
from warehouse import fetch_log
from warehouse.fetch_log import Fetch, State
from warehouse.paths import Home

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
Route = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request, with shorter ways to answer it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: "Site"

    def do_GET(self) -> None:
        self.site.requests.append((self.headers["Host"].partition(":")[0], self.path, self.headers))
        route = self.site.routes.get(self.path.partition("?")[0])
        if route:
            route(self)
        else:
            self.answer(404, b"nothing here")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, content: bytes) -> None:
        """Write bytes as they are and hang up."""
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_said: Any) -> None:
        """A test's output is no access log."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up in the middle are what many of these tests are about."""


class Site:
    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.requests: list[tuple[str, str, Any]] = []
        handler = type("Handler", (Asked,), {"site": self})
        self._server = Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, path: str, host: str = "police.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes, **headers: str) -> None:
        self.routes[path] = lambda asked: asked.answer(200, body, **headers)

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.requests if path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class FastClock:
    """Real time, in which sleeping takes none."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._guard = threading.Lock()

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        with self._guard:
            self.slept.append(seconds)

    def clock(self) -> Clock:
        return Clock(self.monotonic, self.sleep)


class Fetching:
    """Fetches from the site as a refresh would, with every name leading to it."""

    def __init__(self, home: Home, site: Site) -> None:
        self.home = home
        self.site = site
        self.time = FastClock()
        self.settings: dict[str, Any] = {"contact": "tests@example.org", "pause_seconds": 0.0}
        self.addresses: Callable[[str], list[str]] = lambda _host: ["127.0.0.1"]
        self.allow_private = True
        self.states: fetch_log.States = {}

    def fetcher(
        self, home: Home, settings: Settings, round_id: str = "1", now: datetime = NOW
    ) -> Fetcher:
        return Fetcher(
            home,
            settings,
            round_id=round_id,
            now=now,
            clock=self.time.clock(),
            make_backend=lambda deadline: GuardedBackend(
                deadline,
                lambda host, _port: self.addresses(host),
                allow_private=self.allow_private,
            ),
        )

    def __call__(self, *urls: str | Page, **settings: Any) -> list[Fetch]:
        """Fetch pages by path or address, remembering their states for the next time."""
        pages = [
            url if isinstance(url, Page) else Page(url if "://" in url else self.site.url(url))
            for url in urls
        ]
        fetcher = self.fetcher(self.home, Settings(**self.settings | settings))
        found = []
        for fetch in fetcher.fetch(pages, self.states):
            known = self.states.get(fetch.source_uri) or State(fetch, None)
            self.states[fetch.source_uri] = known.after(fetch)
            found.append(fetch)
        return found

    def kept(self, fetch: Fetch) -> bytes:
        assert fetch.raw_sha256
        return self.home.raw_file(fetch.raw_sha256).read_bytes()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def fetching(home: Home, site: Site) -> Fetching:
    return Fetching(home, site)
