"""Listing pages: from one page to the next, and from their links to documents."""

from collections.abc import Iterable

from flows.fetching.markup import links
from flows.source_list import ListingSource
from flows.web_addresses import host_of

#: More documents than any policing body has answered; a pattern that takes more takes too much.
DOCUMENT_LIMIT = 2_000


class Walk:
    """One listing on its way through its pages.

    ``waiting``: pages to be looked at next. ``documents``: where its links led, now or earlier.
    ``shown``: those that its pages link to now.
    """

    def __init__(self, listing: ListingSource) -> None:
        self.listing = listing
        self.waiting = [listing.uri]
        self.documents: dict[str, None] = {}
        self.shown: frozenset[str] = frozenset()
        self._has_read = False
        self._pages = {listing.uri}
        self._is_cut = False

    def read(self, uri: str, content: bytes) -> None:
        """Take the documents and further pages that one page of the listing links to.

        Further pages are those of the same host only.
        """
        self._has_read = True
        for link in links(content, uri):
            following = self.listing.next_pages
            if following and following.search(link) and host_of(link) == host_of(uri):
                self._turn_to(link)
            elif link not in self._pages and self.listing.links.search(link):
                self._take(link)

    def keep(self, known: Iterable[str]) -> None:
        """Add documents that an earlier edition of the listing led to."""
        self.shown = frozenset(self.documents)
        self.documents |= dict.fromkeys(uri for uri in known if uri not in self._pages)

    def warnings(self) -> list[str]:
        """Return what an operator should look at, a sentence with a remedy each."""
        where = f"{self.listing.uri} (line {self.listing.line} of sources.yml)"
        found = []
        if self._has_read and not self.shown:
            found.append(f"no link of {where} matches: look at its links and mend the pattern.")
        if self._is_cut:
            found.append(
                f"{where} goes on after {self.listing.page_limit} pages or {DOCUMENT_LIMIT:,} "
                "documents: raise `page_limit`, or narrow its patterns."
            )
        return found

    def _turn_to(self, uri: str) -> None:
        if uri in self._pages:
            return
        if len(self._pages) >= self.listing.page_limit:
            self._is_cut = True
            return
        self._pages.add(uri)
        self.waiting.append(uri)

    def _take(self, uri: str) -> None:
        if uri in self.documents or len(self.documents) < DOCUMENT_LIMIT:
            self.documents[uri] = None
        else:
            self._is_cut = True
