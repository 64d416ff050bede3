"""Addresses to documents: what is new is kept, what is unchanged is not opened again.

Nothing here imports more than the standard library and DuckDB, because the command line asks
``unchanged`` before it imports anything heavy.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from flows.reading import archive
from flows.reading.errors import Unreadable
from flows.records import RawDocument
from flows.sources.addresses import Address, CannotCollect, Page, member_uri
from flows.sources.collection import Collection, of_part
from flows.sources.folders import read_file
from flows.sources.looking import Found
from flows.sources.published import KnownAddress, Published
from flows.versions import Versions
from warehouse import raw
from warehouse.paths import Home


def unchanged(published: Published, found: Found) -> bool:
    """Say whether a refresh of what was found would publish what is published already.

    A file counts as unchanged by size and mtime, and by its bytes where these differ.
    """
    known = published.addresses
    failed = {address.address_uri: reason for address, reason in found.failed}
    here = {address.address_uri for address in found.addresses} | failed.keys()
    if here != {uri for uri in known if _is_covered(uri, found.covered)}:
        return False
    return all(_is_same(known[one.address_uri], one) for one in found.addresses) and all(
        known[uri].rejected_because == reason.reason_code for uri, reason in failed.items()
    )


def collect(
    home: Home,
    published: Published,
    found: Found,
    versions: Versions,
    *,
    is_full: bool,
    is_retry: bool,
) -> Collection:
    """Keep the new bytes of what was found in ``raw/`` and say what has to be parsed.

    ``is_full``: parse every current source again, also those of other folders. New parsing
    rules do the same, and a database that was lost; then former documents are parsed, too.
    ``is_retry``, and new models, judge again what was refused.
    """
    known = published.versions or versions
    is_lost = published.versions is None
    is_full = is_full or is_lost or known.parse_version != versions.parse_version
    is_retry = is_retry or is_full or known != versions
    collector = _Collector(home, published, found.covered, is_full=is_full, is_retry=is_retry)
    for address in found.addresses:
        collector.take(address)
    for address, reason in found.failed:
        collector.refuse(address, reason)
    if is_retry:
        collector.take_elsewhere()
    collector.take_lost()
    return collector.collection


def rejected_files(home: Home) -> list[Path]:
    """Return the rejected files that are still there and whose bytes could not be kept.

    Bytes that were kept are judged again without their file.
    """
    if not home.database.is_file():
        return []
    uncollected = [
        Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))
        for uri, known in Published(home.database).addresses.items()
        if known.received_sha256 is None and uri.startswith("file:")
    ]
    return [path for path in uncollected if os.path.lexists(path)]


class _Collector:
    """Fills a ``Collection``, address by address."""

    def __init__(
        self,
        home: Home,
        published: Published,
        covered: list[str],
        *,
        is_full: bool,
        is_retry: bool,
    ) -> None:
        self.collection = Collection(covered)
        self._home = home
        self._published = published
        self._is_full = is_full
        self._is_retry = is_retry
        self._planned: set[str] = set()

    def take(self, address: Address) -> None:
        """Keep the bytes of an address and judge the pages in them."""
        known = self._published.addresses.get(address.address_uri)
        try:
            received_sha256 = self._received(address, known)
        except CannotCollect as reason:
            self.refuse(address, reason)
            return
        is_known = known is not None and known.received_sha256 == received_sha256
        self._judge(address, received_sha256, is_known=is_known, was_seen=True)

    def refuse(self, address: Address, reason: CannotCollect) -> None:
        """Write down why the bytes of an address could not be had; what it held stays."""
        row = _row(address, Page(address.address_uri, None), None, was_seen=True)
        self.collection.refuse(row, "collect", reason.reason_code, reason.message)

    def take_elsewhere(self) -> None:
        """Judge again what was refused, or all, of addresses that were not looked through."""
        for uri, known in self._published.addresses.items():
            is_due = self._is_full or uri in self._published.rejected_addresses
            if is_due and known.received_sha256 and not _is_covered(uri, self.collection.covered):
                address = Address(
                    uri, known.folder_uri, known.byte_count, known.modified_ns,
                    declared=known.declared,
                )  # fmt: skip
                # Only these addresses: what else lies in their folder was not looked at.
                self.collection.covered.append(uri)
                self._judge(address, known.received_sha256, is_known=True, was_seen=False)

    def take_lost(self) -> None:
        """Parse what has lost its records and is at no address now: former, or the last good."""
        for page, byte_count in self._published.lost:
            if page.raw_sha256 and self._home.raw_file(page.raw_sha256).is_file():
                self._plan(page.raw_sha256, byte_count, page.page_uri)

    def _plan(self, raw_sha256: str, byte_count: int, page_uri: str) -> None:
        if raw_sha256 not in self._planned:
            self._planned.add(raw_sha256)
            self.collection.to_parse.append(
                # As flows.records.document_key says: the key of a page is its sha256's beginning.
                RawDocument(raw_sha256[:16], raw_sha256, byte_count, _name(page_uri))
            )

    def _judge(
        self, address: Address, received_sha256: str, *, is_known: bool, was_seen: bool
    ) -> None:
        pages = (
            sorted(self._published.pages[address.address_uri])
            if is_known and not self._is_retry
            else self._pages(address.address_uri, received_sha256)
        )
        for page in pages:
            row = _row(address, page, received_sha256, was_seen=was_seen)
            if page.unreadable:
                reason = page.unreadable
                self.collection.refuse(row, "collect", reason.reason_code, reason.message)
            else:
                self._judge_page(row)

    def _judge_page(self, row: dict[str, Any]) -> None:
        """Write a row for each document of a page and for what stays refused, or plan parsing."""
        raw_sha256 = row["raw_sha256"]
        settled = [
            rejection.source_uri
            for rejection in self._published.rejections[row["page_uri"]]
            if rejection.raw_sha256 == raw_sha256 and not self._is_retry
        ]
        # Bytes that were refused elsewhere, or have to be judged again, are parsed as a whole.
        is_due = self._is_full or (not settled and raw_sha256 in self._published.refused_bytes)
        landed = [] if is_due else self._published.landed[raw_sha256]
        judged = self.collection.judged
        judged += [row | {"source_uri": uri, "is_accepted": False} for uri in settled]
        judged += [of_part(row, number, document_id) for number, document_id in landed]
        if settled or landed:
            return
        judged.append(row)
        self._plan(raw_sha256, row["byte_count"], row["page_uri"])

    def _pages(self, address_uri: str, received_sha256: str) -> Iterator[Page]:
        """Yield what the bytes of an address hold: one page, or the members of an archive."""
        content = self._home.raw_file(received_sha256).read_bytes()
        if not archive.is_archive(content):
            yield Page(address_uri, received_sha256)
            return
        try:
            for member in archive.members(content):
                uri = member_uri(address_uri, member.name)
                if isinstance(member.content, Unreadable):
                    yield Page(uri, None, member.content)
                else:
                    yield Page(uri, raw.keep(self._home, member.content))
        except Unreadable as reason:
            yield Page(address_uri, received_sha256, reason)

    def _received(self, address: Address, known: KnownAddress | None) -> str:
        """Return the sha256 of the address's bytes, which now are in ``raw/``."""
        if address.raw_sha256:
            return address.raw_sha256
        if known and known.received_sha256 and known.looks_like(address):
            is_kept = self._home.raw_file(known.received_sha256).is_file()
            if is_kept:
                return known.received_sha256
        return raw.keep(self._home, read_file(address.path))


def _row(
    address: Address, page: Page, received_sha256: str | None, *, was_seen: bool
) -> dict[str, Any]:
    return {
        # As flows.records.document_key says: the key of a page is its sha256's beginning.
        "document_id": page.raw_sha256 and page.raw_sha256[:16],
        "source_uri": page.page_uri,
        "page_uri": page.page_uri,
        "address_uri": address.address_uri,
        "folder_uri": address.folder_uri,
        "byte_count": address.byte_count,
        "modified_ns": address.modified_ns,
        "raw_sha256": page.raw_sha256,
        "received_sha256": received_sha256,
        **address.declared._asdict(),
        "was_seen": was_seen,
        "is_accepted": True,
    }


def _name(page_uri: str) -> str:
    parts = urlsplit(page_uri)
    return unquote((parts.fragment or parts.path).rpartition("/")[2])


def _is_covered(uri: str, covered: Sequence[str]) -> bool:
    return any(uri == one or uri.startswith(one + "/") for one in covered)


def _is_same(known: KnownAddress, address: Address) -> bool:
    if known.declared != address.declared:
        return False
    if address.raw_sha256:
        return address.raw_sha256 == known.received_sha256
    if known.looks_like(address):
        return True
    try:
        return hashlib.sha256(read_file(address.path)).hexdigest() == known.received_sha256
    except CannotCollect as reason:
        return known.received_sha256 is None and known.rejected_because == reason.reason_code
