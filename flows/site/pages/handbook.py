"""The handbook: the documents of ``docs/``, and reference pages that no person writes."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.site import links
from flows.site.markdown import Rendered, rendered
from flows.site.page import File, Page
from warehouse.paths import PROJECT_FOLDER

_ROOM = "handbook"
_FIRST = "index"

#: Schemes that lead out of the site when somebody follows them.
_OUTSIDE = {"http", "https", "mailto"}


def pages(
    reference: Mapping[str, str], folder: Path = PROJECT_FOLDER / "docs"
) -> Iterator[Page | File]:
    """Yield a page for every document, the pictures that they show, and the first page.

    ``reference`` holds documents that are made and stand in no file: markdown by name.
    """
    written = {
        file.relative_to(folder).with_suffix("").as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*.md"))
    } | dict(reference)
    drawn = {name: _drawn(name, text, written) for name, text in written.items()}
    contents = [
        {"title": drawn[name].title, "path": links.handbook_page(name)}
        for name in sorted(drawn, key=lambda name: (name in reference, drawn[name].title))
        if name != _FIRST
    ]
    first = drawn.pop(_FIRST, Rendered("Handbook", (), "", ()))
    for name, document in {_FIRST: first, **drawn}.items():
        yield Page(
            links.handbook_page(name),
            "handbook.html.jinja",
            document.title,
            _ROOM,
            {
                "body": document.body,
                "headings": [
                    {"level": heading.level, "anchor": heading.anchor, "text": heading.text}
                    for heading in document.headings
                ],
                "contents": contents,
                "is_first": name == _FIRST,
            },
        )
    for picture in sorted(
        {
            posixpath.normpath(posixpath.join(posixpath.dirname(name), source))
            for name, document in {_FIRST: first, **drawn}.items()
            for source in document.pictures
        }
    ):
        yield File(f"handbook/{picture}", (folder / picture).read_bytes())


def _drawn(name: str, text: str, written: Mapping[str, Any]) -> Rendered:
    def resolve(href: str) -> str | None:
        parts = urlsplit(href)
        if parts.scheme:
            return href if parts.scheme in _OUTSIDE else None
        if not parts.path:
            return href
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        document = target.removesuffix(".md")
        if not target.endswith(".md") or document not in written:
            return None
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return links.root(links.handbook_page(name)) + links.handbook_page(document) + fragment

    return rendered(text, name, resolve)
