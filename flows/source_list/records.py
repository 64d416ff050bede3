"""The sources as frozen records, and which files and links they take."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How pages are fetched; the defaults are polite to a small web site.

    ``contact`` stands in the User-Agent. Times are seconds: ``response_seconds`` bounds one
    response as a whole, ``longest_wait_seconds`` what a site may ask for (``Retry-After``,
    ``Crawl-delay``).
    """

    contact: str
    pause_seconds: float = 1.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    response_seconds: float = 300.0
    attempts: int = 3
    longest_wait_seconds: float = 60.0
    maximum_megabytes: int = 64
    allow_private_addresses: bool = False
    respect_robots: bool = True

    @property
    def maximum_bytes(self) -> int:
        """The largest document that is taken."""
        return self.maximum_megabytes * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is said of every kind of source; ``line`` is where it begins in the file.

    ``force_id`` and ``publisher_name`` are null where the documents themselves must say it.
    """

    line: int = 0
    force_id: str | None = None
    publisher_name: str | None = None
    licence_note: str | None = None
    schedule: str = "every_refresh"


@dataclass(frozen=True, kw_only=True)
class FolderSource(Source):
    """A folder on this machine; without ``include`` every file of it that is not excluded."""

    folder: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: PurePosixPath) -> bool:
        """Say whether a file is wanted, by its path relative to the folder."""
        if any(_names(pattern, path) for pattern in self.exclude):
            return False
        return not self.include or any(_names(pattern, path) for pattern in self.include)


@dataclass(frozen=True, kw_only=True)
class PageSource(Source):
    """Pages that are documents, by their normalised addresses."""

    uris: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListingSource(Source):
    """A page whose links are the documents, over several pages where ``next_pages`` is given."""

    uri: str
    links: re.Pattern[str]
    next_pages: re.Pattern[str] | None = None
    page_limit: int = 10
    include_page: bool = False


@dataclass(frozen=True, kw_only=True)
class SourceList:
    """What a refresh looks through, in order; ``settings`` is null where nothing is fetched.

    ``file`` is where it is written; null where somebody named folders instead.
    """

    settings: Settings | None = None
    sources: tuple[Source, ...] = ()
    file: Path | None = None


def _names(pattern: str, path: PurePosixPath) -> bool:
    """Match as people mean it: ``*.pdf`` a file's name, ``drafts/*`` a path from the folder."""
    subject = path.as_posix() if "/" in pattern else path.name
    return fnmatchcase(subject.casefold(), pattern.casefold())
