"""What the published snapshot knows of its sources."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from flows.sources.addresses import Address, Declared, Page
from flows.versions import Versions
from warehouse import store


class KnownAddress(NamedTuple):
    """What is published of one address; ``rejected_because`` where it had no bytes to keep."""

    folder_uri: str
    byte_count: int
    modified_ns: int
    received_sha256: str | None
    declared: Declared
    rejected_because: str | None

    def looks_like(self, address: Address) -> bool:
        """Say whether size and mtime are those that we know, of bytes that we have."""
        return self.received_sha256 is not None and (self.byte_count, self.modified_ns) == (
            address.byte_count,
            address.modified_ns,
        )


class KnownRejection(NamedTuple):
    """What was refused at an address, and of which bytes."""

    source_uri: str
    raw_sha256: str | None


class Published:
    """What a published database knows of its sources.

    ``addresses`` by their URI. ``pages``: the current pages of each address. ``rejections``:
    what is refused of each page. ``rejected_addresses`` and ``refused_bytes`` (sha256): where,
    and of what, something is refused. ``landed``: of the bytes of each page (sha256), the
    number and key of each document that has records; the number is None for a whole page.
    ``lost``: pages without records, and their sizes, where the warehouse itself was lost.
    """

    def __init__(self, database: Path) -> None:
        self.addresses: dict[str, KnownAddress] = {}
        self.pages: dict[str, set[Page]] = defaultdict(set)
        self.rejections: dict[str, list[KnownRejection]] = defaultdict(list)
        self.rejected_addresses: set[str] = set()
        self.refused_bytes: set[str] = set()
        self.landed: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
        self.lost: list[tuple[Page, int]] = []
        with store.reader(database) as connection:
            last = connection.execute(
                "select parse_version, model_version from landing.refreshes "
                "where outcome = 'published' order by refresh_id desc limit 1"
            ).fetchone()
            self.versions = Versions(*last) if last else None
            # Rejections tell of the newest bytes at an address, its last good document of older.
            self._take_sources(connection, "landing.rejections", "reason_code")
            self._take_sources(connection, "landing.document_sources where is_current", "null")
            self.lost += [
                (Page(page_uri, raw_sha256), byte_count)
                for page_uri, raw_sha256, byte_count in connection.execute(
                    "select min(page_uri), raw_sha256, min(byte_count) "
                    "from landing.document_sources where document_id "
                    "not in (select document_id from landing.documents) "
                    "group by raw_sha256 order by all"
                ).fetchall()
            ]
            if self.versions:
                for raw_sha256, part_number, document_id in connection.execute(
                    "select raw_sha256, part_number, document_id from landing.documents "
                    "where parse_version = ? order by raw_sha256, part_number",
                    [self.versions.parse_version],
                ).fetchall():
                    self.landed[raw_sha256].append((part_number, document_id))

    def _take_sources(self, connection: DuckDBPyConnection, rows: str, reason_column: str) -> None:
        for (
            address_uri, page_uri, source_uri, raw_sha256, reason_code, folder_uri, byte_count,
            modified_ns, received_sha256, *declared,
        ) in connection.execute(
            f"select address_uri, page_uri, source_uri, raw_sha256, {reason_column}, folder_uri, "  # noqa: S608 - our own words
            "byte_count, modified_ns, received_sha256, force_id, publisher_name, licence_note "
            f"from {rows}"
        ).fetchall():  # fmt: skip
            because = reason_code if received_sha256 is None else None
            known = KnownAddress(
                folder_uri, byte_count, modified_ns, received_sha256, Declared(*declared), because
            )
            if self.addresses.setdefault(address_uri, known).received_sha256 == received_sha256:
                self.pages[address_uri].add(Page(page_uri, raw_sha256))
            if reason_code:
                self.rejections[page_uri].append(KnownRejection(source_uri, raw_sha256))
                self.rejected_addresses.add(address_uri)
                if raw_sha256:
                    self.refused_bytes.add(raw_sha256)
