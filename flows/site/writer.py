"""Pages to files: draws what has changed since the site before, and takes over the rest."""

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2

from flows.site import charts, links, wording
from flows.site.page import File, Page
from warehouse.landing import PublishedRefresh

_ROOM = Path(__file__).parent
_TEMPLATES = _ROOM / "templates"
_ASSETS = _ROOM / "assets"
MANIFEST = "pages.json"


class Writer:
    """Writes the pages of one site into a folder.

    A page whose context is as it was in the site ``before`` is linked to the file there: it goes
    on naming the refresh that it was made from.
    """

    def __init__(self, folder: Path, before: Path | None, refresh: PublishedRefresh) -> None:
        self._folder = folder
        self._before = before
        self._refresh = refresh
        self._rules = _digest_of_files(sorted(path for path in _ROOM.rglob("*") if path.is_file()))
        self._known = _manifest(before)
        self._written: dict[str, str] = {}
        self._environment = _environment()

    def write(self, pages: Iterable[Page | File]) -> None:
        """Write pages and files, each to its path."""
        for page in pages:
            if isinstance(page, File):
                self._write_file(page.path, page.content)
            else:
                self._write(page)

    def write_assets(self) -> None:
        """Write styles and scripts, which all pages share."""
        for file in sorted(_ASSETS.iterdir()):
            self._write_file(f"assets/{file.name}", file.read_bytes())

    def close(self) -> None:
        """Write the manifest, by which the next site knows what it can take over."""
        self._write_file(MANIFEST, json.dumps(self._written, sort_keys=True).encode())

    def _write_file(self, path: str, content: bytes) -> None:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def _write(self, page: Page) -> None:
        digest = self._digest(page)
        file = self._folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        if page.path in self._written:
            raise ValueError(f"two pages have the path {page.path}")
        self._written[page.path] = digest
        if self._before and self._known.get(page.path) == digest:
            os.link(self._before / page.path, file)
            return
        drawn = self._environment.get_template(page.template).render(
            {
                **page.context,
                "page": page,
                "root": links.root(page.path),
                "rooms": links.ROOMS,
                "refresh": self._refresh,
            }
        )
        file.write_text(drawn, encoding="utf-8")

    def _digest(self, page: Page) -> str:
        stated = json.dumps(
            [self._rules, page.template, page.title, page.room, page.context],
            sort_keys=True,
            default=_as_text,
        )
        return hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        # Everything that documents say is text, whatever it looks like.
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        function.__name__: function
        for function in (
            wording.count,
            wording.day,
            wording.words,
            wording.figure,
            wording.shortened,
            charts.drawn,
        )
    }
    environment.globals |= {"links": links}
    return environment


def _as_text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"a page's context holds plain values, not {type(value).__name__}")


def _digest_of_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if "__pycache__" not in file.parts:
            digest.update(file.name.encode() + b"\x00" + file.read_bytes() + b"\x00")
    return digest.hexdigest()


def _manifest(site: Path | None) -> dict[str, str]:
    """Return what a site says of its pages; nothing where it is of a version without pages."""
    file = site / MANIFEST if site else None
    if file is None or not file.is_file():
        return {}
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found
