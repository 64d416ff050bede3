"""What lies at the listed sources now: files, and pages as they were asked for."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flows.fetching import FetchedPage, refresh_pages
from flows.source_list import FolderSource, SourceList, read_source_list
from flows.sources.addresses import Address, CannotCollect, declared_of
from flows.sources.folders import find_files
from warehouse.paths import PROJECT_FOLDER, Home

_SAMPLES = PROJECT_FOLDER / "seeds" / "responses"
#: All web pages are below these; ``sources.yml`` is the whole truth about them.
_WEB = ("http:", "https:")


class Found(NamedTuple):
    """What lies at the sources.

    ``failed``: addresses whose bytes could not be had this time, and why. ``covered``: what was
    looked through; what is known below it and is in neither list has gone.
    """

    addresses: list[Address]
    failed: list[tuple[Address, CannotCollect]]
    covered: list[str]
    warnings: list[str]


def listed_sources(home: Home, folders: Sequence[Path]) -> SourceList:
    """Return ``folders`` as sources; where none are named ``sources.yml``, else the samples.

    Raises:
        Refusal: the file is not what it should be.
    """
    if folders:
        return SourceList(sources=tuple(FolderSource(folder=folder) for folder in folders))
    if home.sources_file.is_file():
        return read_source_list(home.sources_file)
    return SourceList(sources=(FolderSource(folder=_SAMPLES),))


def look(home: Home, listed: SourceList, *, asked_since: datetime) -> Found:
    """Look through folders, and ask for the pages that are due and not asked for since then.

    Raises:
        Refusal: a folder cannot be looked through.
    """
    folders = [source for source in listed.sources if isinstance(source, FolderSource)]
    addresses, covered = find_files(folders)
    fetched = refresh_pages(home, listed, now=asked_since)
    found = Found(addresses, [], covered, list(fetched.warnings))
    if listed.file:
        covered.extend(_WEB)
    gone = []
    for page in fetched.pages:
        if page.is_gone:
            gone.append(page.source_uri)
        elif page.outcome in ("fetched", "not_modified"):
            addresses.append(_address(page))
        else:
            reason = CannotCollect(page.reason_code or page.outcome, page.message or page.outcome)
            found.failed.append((_address(page), reason))
    for listing in fetched.listings:
        if listing.outcome not in ("fetched", "not_modified"):
            found.warnings.append(f"the listing {listing.source_uri}: {listing.message}")
    if gone:
        found.warnings.append(
            f"{len(gone)} pages have gone from their sites, such as {', '.join(gone[:3])}; their "
            "documents stay, not current"
        )
    return found


def _address(page: FetchedPage) -> Address:
    return Address(
        page.source_uri,
        page.listing_uri or page.source_uri,
        page.byte_count or 0,
        0,
        raw_sha256=page.raw_sha256,
        declared=declared_of(page.source),
    )
