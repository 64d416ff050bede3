"""Pages to bytes in ``raw/``: several hosts at once, each page worth a few attempts."""

import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta
from queue import SimpleQueue

from flows.fetching.failures import CannotFetch, failed
from flows.fetching.markup import says_not_found
from flows.fetching.network import Clock, Deadline, GuardedBackend, resolve
from flows.fetching.page import Page
from flows.fetching.pauses import Pauses
from flows.fetching.robots import Robots
from flows.fetching.visiting import Exchange, MakeBackend, Visitor
from flows.source_list import Settings
from flows.web_addresses import host_of
from warehouse import raw
from warehouse.fetch_log import Fetch, State, States, fetch_key
from warehouse.paths import Home

_HOSTS_AT_ONCE = 4
#: After so many pages in a row that passed troubles kept from us, a host is left alone.
_TROUBLES_IN_A_ROW = 3
#: A larger listing page would cost more memory to take apart than any is worth.
_LISTING_BYTES = 8 * 1024 * 1024

Report = Callable[[Fetch], None]


class Fetcher:
    """One round of fetching: what was learned of a host holds until its end."""

    def __init__(
        self,
        home: Home,
        settings: Settings,
        *,
        round_id: str,
        now: datetime,
        clock: Clock | None = None,
        make_backend: MakeBackend | None = None,
    ) -> None:
        self._home = home
        self._settings = settings
        self._round_id = round_id
        self._clock = clock or Clock()
        self._now = now
        self._began = self._clock.monotonic()
        self._robots = Robots()
        self._closed: dict[str, CannotFetch] = {}
        self._pauses = Pauses(self._clock, settings.pause_seconds)
        self._make_backend = make_backend or self._backend

    def fetch(self, pages: Iterable[Page], states: States) -> Generator[Fetch]:
        """Yield every attempt at ``pages`` as it ends; new bytes are in ``raw/`` by then.

        Each page is asked for until it is had, or another attempt cannot help. Pages of one host
        are asked for one after another, in their order.
        """
        of_hosts: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            of_hosts[host_of(page.uri)].append(page)
        ended: SimpleQueue[Fetch | None] = SimpleQueue()
        stop = threading.Event()
        with ThreadPoolExecutor(_HOSTS_AT_ONCE, thread_name_prefix="fetching") as pool:
            try:
                visits = [
                    pool.submit(self._visit_host, host, of_host, states, ended, stop)
                    for host, of_host in of_hosts.items()
                ]
                running = len(visits)
                while running:
                    fetch = ended.get()
                    if fetch is None:
                        running -= 1
                    else:
                        yield fetch
                for visit in visits:
                    visit.result()
            finally:
                # Whoever stops listening does not wait for pages that nobody takes.
                stop.set()
                pool.shutdown(cancel_futures=True)

    def _visit_host(
        self,
        host: str,
        pages: list[Page],
        states: States,
        ended: "SimpleQueue[Fetch | None]",
        stop: threading.Event,
    ) -> None:
        troubles = 0
        try:
            with Visitor(
                self._settings, self._clock, self._make_backend, self._robots, self._pauses, stop
            ) as visitor:
                for page in pages:
                    if stop.is_set():
                        return
                    if host in self._closed:
                        ended.put(self._not_asked(page, self._closed[host]))
                        continue
                    trouble = self._visit(visitor, page, states.get(page.uri), ended.put)
                    troubles = troubles + 1 if trouble and trouble.may_differ else 0
                    if trouble and (trouble.is_of_host or troubles == _TROUBLES_IN_A_ROW):
                        self._closed[host] = trouble
        finally:
            ended.put(None)

    def _visit(
        self, visitor: Visitor, page: Page, known: State | None, report: Report
    ) -> CannotFetch | None:
        """Ask for one page as often as it is worth; return why it was not had."""
        kept = known.kept(self._home) if known else None
        good = kept[0] if kept else None
        try:
            for attempt in visitor.retrying():
                with attempt:
                    self._attempt(visitor, page, attempt.retry_state.attempt_number, good, report)
        except CannotFetch as trouble:
            return trouble
        return None

    def _attempt(
        self, visitor: Visitor, page: Page, number: int, good: Fetch | None, report: Report
    ) -> None:
        exchange = Exchange(page.uri)
        started_at = self._now + timedelta(seconds=self._clock.monotonic() - self._began)
        limit = self._settings.maximum_bytes
        try:
            content = visitor.get(
                page.uri,
                exchange,
                good=good,
                limit=min(limit, _LISTING_BYTES) if page.is_listing else limit,
                now=started_at,
            )
            if content is not None:
                _check_content(content, exchange)
        except CannotFetch as trouble:
            # Where a redirect has led to another host, this one is as well as it was.
            trouble.is_of_host &= host_of(exchange.final_uri) == host_of(page.uri)
            report(self._row(page, number, started_at, exchange, trouble=trouble))
            raise
        if content is None and good:
            report(self._row(page, number, started_at, exchange, "not_modified", good.raw_sha256))
        elif content is not None:
            raw_sha256 = raw.keep(self._home, content)
            report(self._row(page, number, started_at, exchange, "fetched", raw_sha256))

    def _not_asked(self, page: Page, closed: CannotFetch) -> Fetch:
        trouble = failed(
            "not_asked", f"The host was left alone after another page of it: {closed.message}"
        )
        started_at = self._now + timedelta(seconds=self._clock.monotonic() - self._began)
        return self._row(page, 0, started_at, Exchange(page.uri), trouble=trouble)

    def _row(
        self,
        page: Page,
        number: int,
        started_at: datetime,
        exchange: Exchange,
        outcome: str = "",
        raw_sha256: str | None = None,
        *,
        trouble: CannotFetch | None = None,
    ) -> Fetch:
        return Fetch(
            fetch_id=fetch_key(self._round_id, page.uri, number),
            source_uri=page.uri,
            listing_uri=page.listing_uri,
            is_listing=page.is_listing,
            attempt_number=number,
            started_at=started_at,
            outcome=trouble.outcome if trouble else outcome,
            reason_code=trouble.reason_code if trouble else None,
            message=trouble.message if trouble else None,
            raw_sha256=raw_sha256,
            **asdict(exchange),
        )

    def _backend(self, deadline: Deadline) -> GuardedBackend:
        return GuardedBackend(
            deadline, resolve, allow_private=self._settings.allow_private_addresses
        )


def _check_content(content: bytes, exchange: Exchange) -> None:
    if not content:
        raise failed(
            "empty_body",
            "The site sent a page without content. It is tried again at the next refresh.",
        )
    if says_not_found(content, exchange.media_type):
        raise failed(
            "soft_404",
            "The page says that it was not found, though its status says that it was. Look at the "
            "address in a browser; its last document is kept.",
        )
