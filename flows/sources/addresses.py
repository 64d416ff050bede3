"""Addresses: where bytes were found, how often it holds one document, and how often several.

An *address* is a file or a URL. Its bytes are one *page*, or an archive of pages
(``address#name``); a page is one document, or several parts (``page#1``, ``page#2``, …).
"""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from flows.reading.errors import Unreadable
from flows.source_list import Source


class Declared(NamedTuple):
    """What ``sources.yml`` says of an address; None where it says nothing."""

    force_id: str | None = None
    publisher_name: str | None = None
    licence_note: str | None = None


def declared_of(source: Source) -> Declared:
    """Return what is said of all that a source holds."""
    return Declared(source.force_id, source.publisher_name, source.licence_note)


class Address(NamedTuple):
    """A file or URL as it was found.

    ``folder_uri`` is the inbox or listing through which it was found. ``modified_ns`` is 0
    where nothing is known of it. ``raw_sha256`` is that of bytes which are in ``raw/`` already;
    the bytes of others are at ``path``.
    """

    address_uri: str
    folder_uri: str
    byte_count: int
    modified_ns: int
    path: Path = Path()
    raw_sha256: str | None = None
    declared: Declared = Declared()


class Page(NamedTuple):
    """One page at an address: the sha256 of its own bytes, or why there are none."""

    page_uri: str
    raw_sha256: str | None
    unreadable: Unreadable | None = None


class CannotCollect(Exception):
    """One address whose bytes could not be had; carries a code and a sentence with a remedy."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(reason_code, message)
        self.reason_code = reason_code
        self.message = message


def member_uri(address_uri: str, name: str) -> str:
    """Return the address of an archive's member."""
    return f"{address_uri}#{quote(name)}"


def part_uri(page_uri: str, part_number: int | None) -> str:
    """Return the address of a part of a page; of the page itself where there are no parts."""
    return page_uri if part_number is None else f"{page_uri}#{part_number}"
