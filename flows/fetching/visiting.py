"""One request and its redirects: from an address to bytes, by the rules of sites and of ours."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_any,
    stop_when_event_set,
    wait_exponential_jitter,
)

from flows.fetching import bodies, statuses
from flows.fetching.failures import CannotFetch, failed, refused
from flows.fetching.network import Clock, Deadline, GuardedBackend, Transport
from flows.fetching.pauses import Pauses
from flows.fetching.robots import MAXIMUM_BYTES as ROBOTS_BYTES
from flows.fetching.robots import PRODUCT, Robots
from flows.source_list import Settings
from flows.web_addresses import InvalidAddress, host_of, normalised, without_secrets
from warehouse.fetch_log import Fetch

#: Browsers follow 20; a document that needs more than these has been moved carelessly.
MAXIMUM_REDIRECTS = 10

_BACKOFF = wait_exponential_jitter(initial=1, max=30)
_HEADER_LENGTH = 300

MakeBackend = Callable[[Deadline], GuardedBackend]


@dataclass
class Exchange:
    """What one attempt has learned so far: columns of ``landing.fetches``."""

    final_uri: str
    duration_seconds: float = 0.0
    redirect_count: int = 0
    status_code: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    byte_count: int = 0

    def note(self, response: httpx.Response) -> None:
        """Take over what the headers say."""
        self.status_code = response.status_code
        self.media_type = bodies.media_type_of(response)
        self.etag = _short(response.headers.get("etag"))
        self.last_modified = _short(response.headers.get("last-modified"))


class Visitor:
    """Asks for pages from one thread. ``robots`` and ``pauses`` are those of all threads."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        make_backend: MakeBackend,
        robots: Robots,
        pauses: Pauses,
        stop: threading.Event,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._robots = robots
        self._pauses = pauses
        self._stop = stop
        self._deadline = Deadline(clock, settings.response_seconds)
        self._client = httpx.Client(
            transport=Transport(make_backend(self._deadline)),
            trust_env=False,
            headers={
                "User-Agent": f"{PRODUCT} (+{settings.contact})",
                "Accept": "text/html, application/pdf, text/plain, */*;q=0.8",
                "Accept-Language": "en-GB, en;q=0.9, cy;q=0.5",
                "Accept-Encoding": bodies.ACCEPTED_ENCODING,
            },
            timeout=httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds),
        )

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def retrying(self) -> Retrying:
        """Return the attempts that one page is worth: more than one only where that can help."""
        return Retrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, CannotFetch) and error.may_differ
            ),
            stop=stop_any(
                stop_after_attempt(self._settings.attempts), stop_when_event_set(self._stop)
            ),
            wait=_wait,
            sleep=self._clock.sleep,
            reraise=True,
        )

    def get(
        self, uri: str, exchange: Exchange, *, good: Fetch | None, limit: int, now: datetime
    ) -> bytes | None:
        """Return the page at ``uri``, or null where the bytes of ``good`` are still its bytes.

        Raises:
            CannotFetch: neither of the two.
        """
        return self._follow(uri, exchange, good, limit, now, self._ask_robots)

    def _ask_robots(self, uri: str, now: datetime) -> None:
        if not self._settings.respect_robots:
            return
        pause = self._robots.check(uri, lambda rules_uri: self._robots_file(rules_uri, now))
        self._pauses.slow_down(host_of(uri), min(pause, self._settings.longest_wait_seconds))

    def _robots_file(self, uri: str, now: datetime) -> bytes | None:
        exchange = Exchange(uri)
        try:
            for attempt in self.retrying():
                with attempt:
                    return self._follow(uri, exchange, None, ROBOTS_BYTES, now, _no_rules)
        except CannotFetch:
            # RFC 9309, 2.3.1.3: a site that refuses to show its rules has none; but 429 means
            # that it is overloaded.
            status = exchange.status_code or 0
            if not (400 <= status < 500) or status == 429:
                raise
        return None

    def _follow(
        self,
        uri: str,
        exchange: Exchange,
        good: Fetch | None,
        limit: int,
        now: datetime,
        check: Callable[[str, datetime], None],
    ) -> bytes | None:
        seen = {uri}
        while True:
            exchange.final_uri, exchange.status_code = without_secrets(uri), None
            check(uri, now)
            # Validators belong to the address that gave them, not to where it leads today.
            asked = good if good and good.final_uri == uri else None
            with self._response(uri, exchange, asked) as response:
                if response.status_code not in statuses.REDIRECTS:
                    return self._content(response, exchange, asked, limit, now)
                uri = _target(uri, response)
                has_cookie = "set-cookie" in response.headers
            exchange.redirect_count += 1
            if uri in seen and not has_cookie:
                raise failed(
                    "redirect_loop",
                    "The page leads back to itself. Look at the address in a browser and list "
                    "where it ends.",
                )
            if exchange.redirect_count > MAXIMUM_REDIRECTS:
                raise failed(
                    "too_many_redirects",
                    f"The page leads on more than {MAXIMUM_REDIRECTS} times. Look at the address "
                    "in a browser and list where it ends.",
                )
            seen.add(uri)

    @contextmanager
    def _response(
        self, uri: str, exchange: Exchange, asked: Fetch | None
    ) -> Iterator[httpx.Response]:
        with self._pauses.turn(host_of(uri)):
            began = self._clock.monotonic()
            self._deadline.restart()
            try:
                with self._client.stream("GET", uri, headers=_conditions(asked)) as response:
                    exchange.note(response)
                    yield response
            except (httpx.InvalidURL, httpx.RemoteProtocolError) as error:
                # httpx reads where a redirect leads even where it must not follow it; nothing
                # else of it raises these here, since connections are ours.
                raise _not_followed("bad_address", "it is no address of a web page") from error
            finally:
                exchange.duration_seconds += self._clock.monotonic() - began

    def _content(
        self,
        response: httpx.Response,
        exchange: Exchange,
        asked: Fetch | None,
        limit: int,
        now: datetime,
    ) -> bytes | None:
        statuses.check_status(response, now, self._settings.longest_wait_seconds)
        if response.status_code == statuses.NOT_MODIFIED:
            if asked is None:
                raise failed(
                    "unexpected_status",
                    "The site says that nothing changed, though it was not asked for changes. "
                    "It is tried again at the next refresh.",
                )
            exchange.etag = exchange.etag or asked.etag
            exchange.last_modified = exchange.last_modified or asked.last_modified
            exchange.media_type = exchange.media_type or asked.media_type
            return None
        bodies.check_headers(response, limit)
        content = bodies.read_body(response, limit)
        exchange.byte_count = len(content)
        return content


def _no_rules(uri: str, now: datetime) -> None:
    """A robots.txt is asked for without leave of another."""


def _conditions(asked: Fetch | None) -> dict[str, str]:
    if asked is None:
        return {}
    validators = {"If-None-Match": asked.etag, "If-Modified-Since": asked.last_modified}
    return {name: value for name, value in validators.items() if value}


def _target(uri: str, response: httpx.Response) -> str:
    """Return where a redirect leads."""
    location = response.headers.get("location", "")
    if not location.strip():
        raise failed(
            "bad_redirect",
            "The page leads on, but does not say where to. Look at the address in a browser and "
            "list where it ends.",
        )
    try:
        return normalised(location, uri)
    except InvalidAddress as reason:
        raise _not_followed(reason.reason_code, reason.message) from reason


def _not_followed(reason_code: str, why: str) -> CannotFetch:
    return refused(
        reason_code,
        f"The page leads to an address that is not followed: {why}. Look at the page in a browser "
        "and list where it ends.",
    )


def _wait(state: RetryCallState) -> float:
    """Return what the site asked for, or ever longer waits that differ from machine to machine."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait_seconds if isinstance(error, CannotFetch) else 0.0
    return max(asked, _BACKOFF(state))


def _short(header: str | None) -> str | None:
    """Validators are sent back as they came, so a shortened one would be worth nothing."""
    return header if header and len(header) <= _HEADER_LENGTH and header.isascii() else None
