"""One round: listings first, then the documents that are due, then what is held of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from flows.fetching.page import Page
from flows.fetching.schedule import is_due
from flows.source_list import ListingSource, PageSource, Settings, SourceList
from warehouse import fetch_log
from warehouse.paths import Home

if TYPE_CHECKING:
    from flows.fetching.fetcher import Fetcher
    from flows.fetching.listings import Walk

#: Makes the fetcher of a round, by its id and beginning; called only where something is due.
MakeFetcher = Callable[[Home, Settings, str, datetime], "Fetcher"]


@dataclass(frozen=True, kw_only=True)
class FetchedPage:
    """One page as a source: whose it is, what is held of it, and how the last attempt ended.

    ``raw_sha256``, ``byte_count``, ``media_type`` and ``fetched_at`` are of the last good
    document, null where there was never one; ``outcome`` (as in ``landing.fetches``),
    ``reason_code`` and ``message`` are of the last attempt, which ``was_asked`` puts into this
    round. ``listing_uri``: the listing that led to it.
    """

    source_uri: str
    source: PageSource | ListingSource
    listing_uri: str | None
    raw_sha256: str | None
    byte_count: int | None
    media_type: str | None
    fetched_at: datetime | None
    outcome: str
    reason_code: str | None
    message: str | None
    was_asked: bool

    @property
    def is_gone(self) -> bool:
        """The site says that the page is not there any more; its document is kept."""
        return self.outcome == "gone"


@dataclass(frozen=True, kw_only=True)
class FetchRound:
    """What all listed pages hold now; ``listings`` are pages that were read for their links.

    ``attempt_count``: requests for pages in this round, redirects and robots.txt not counted.
    """

    round_id: str
    pages: tuple[FetchedPage, ...] = ()
    listings: tuple[FetchedPage, ...] = ()
    warnings: tuple[str, ...] = ()
    attempt_count: int = 0


def _make_fetcher(home: Home, settings: Settings, round_id: str, now: datetime) -> "Fetcher":
    from flows.fetching.fetcher import Fetcher  # noqa: PLC0415  # httpx: only where due

    return Fetcher(home, settings, round_id=round_id, now=now)


def refresh_pages(
    home: Home, listed: SourceList, *, now: datetime, make_fetcher: MakeFetcher = _make_fetcher
) -> FetchRound:
    """Ask for every page of ``listed`` that is due at ``now``; without any, touch no network.

    Each attempt is in the fetch log, and new bytes in ``raw/``, as soon as it has ended.
    A page that fails keeps its last good document; a document that a listing led to once stays
    a source until it is gone itself, also where the listing cannot be had.
    """
    round_id = f"{now.astimezone(UTC):%Y%m%dT%H%M%S-%f}"
    sources = [
        source for source in listed.sources if isinstance(source, PageSource | ListingSource)
    ]
    if not sources or listed.settings is None:
        return FetchRound(round_id=round_id)
    settings = listed.settings

    with fetch_log.FetchLog(home, round_id) as log:
        asking = _Round(home, log, now, lambda: make_fetcher(home, settings, round_id, now))
        walks = asking.walk([source for source in sources if isinstance(source, ListingSource)])
        documents = _documents(sources, walks)
        asking.ask(document for document in documents if not asking.has_left(document, walks))
    return FetchRound(
        round_id=round_id,
        pages=tuple(asking.held(document) for document in documents),
        listings=tuple(
            asking.held(_Wanted(walk.listing.uri, walk.listing, is_listing=True)) for walk in walks
        ),
        warnings=tuple(warning for walk in walks for warning in walk.warnings()),
        attempt_count=asking.attempt_count,
    )


class _Wanted(NamedTuple):
    uri: str
    source: PageSource | ListingSource
    listing_uri: str | None = None
    is_listing: bool = False


class _Round:
    """What is known of each page, and what was asked for so far."""

    def __init__(
        self, home: Home, log: fetch_log.FetchLog, now: datetime, make: Callable[[], "Fetcher"]
    ) -> None:
        self.attempt_count = 0
        self._home = home
        self._log = log
        self._now = now
        self._states = fetch_log.states(home)
        self._asked: set[str] = set()
        # One fetcher for the whole round: it remembers robots.txt, pauses and hosts in trouble.
        self._fetcher = cache(make)

    def walk(self, listings: list[ListingSource]) -> list["Walk"]:
        """Read every listing, page after page; all listings turn their pages together."""
        if not listings:
            return []
        from flows.fetching.listings import Walk  # noqa: PLC0415  # an HTML parser

        walks = [Walk(listing) for listing in listings]
        while any(walk.waiting for walk in walks):
            turned = [(walk, walk.waiting.pop(0)) for walk in walks if walk.waiting]
            self.ask(
                _Wanted(uri, walk.listing, walk.listing.uri, is_listing=True)
                for walk, uri in turned
            )
            for walk, uri in turned:
                state = self._states[uri]
                kept = state.kept(self._home)
                if kept and state.last.outcome != "gone":
                    good, file = kept
                    # Links are relative to where redirects ended.
                    walk.read(good.final_uri or uri, file.read_bytes())
        for walk in walks:
            walk.keep(
                uri
                for uri, state in self._states.items()
                if state.last.listing_uri == walk.listing.uri and not state.last.is_listing
            )
        return walks

    def ask(self, wanted: Iterable[_Wanted]) -> None:
        """Ask for the pages that are due and were not yet asked for in this round."""
        due = {
            uri: Page(uri, listing_uri, is_listing)
            for uri, source, listing_uri, is_listing in wanted
            if uri not in self._asked and is_due(source, self._states.get(uri), self._now)
        }
        if not due:
            return
        self._asked |= due.keys()
        for fetch in self._fetcher().fetch(due.values(), self._states):
            self._log.append(fetch)
            self.attempt_count += fetch.attempt_number > 0
            known = self._states.get(fetch.source_uri) or fetch_log.State(fetch, None)
            self._states[fetch.source_uri] = known.after(fetch)

    def has_left(self, document: _Wanted, walks: Iterable["Walk"]) -> bool:
        """Say whether a document is gone and no listing shows it any more: it is not asked for."""
        if document.listing_uri is None or not self._states.get(document.uri):
            return False
        is_shown = any(document.uri in walk.shown for walk in walks)
        return not is_shown and self._states[document.uri].last.outcome == "gone"

    def held(self, wanted: _Wanted) -> FetchedPage:
        """Return what is held of one page."""
        state = self._states[wanted.uri]
        good, file = state.kept(self._home) or (None, None)
        return FetchedPage(
            source_uri=wanted.uri,
            source=wanted.source,
            listing_uri=wanted.listing_uri,
            raw_sha256=good.raw_sha256 if good else None,
            byte_count=file.stat().st_size if file else None,
            media_type=good.media_type if good else None,
            fetched_at=good.started_at if good else None,
            outcome=state.last.outcome,
            reason_code=state.last.reason_code,
            message=state.last.message,
            was_asked=wanted.uri in self._asked,
        )


def _documents(
    sources: Iterable[PageSource | ListingSource], walks: Iterable["Walk"]
) -> list[_Wanted]:
    """Return each address that is a document once; one that is listed by itself comes first."""
    found: dict[str, _Wanted] = {}
    for source in sources:
        if isinstance(source, PageSource):
            found |= {uri: _Wanted(uri, source) for uri in source.uris}
    for walk in walks:
        listing = walk.listing
        if listing.include_page:
            found.setdefault(listing.uri, _Wanted(listing.uri, listing))
        for uri in walk.documents:
            found.setdefault(uri, _Wanted(uri, listing, listing.uri))
    return list(found.values())
