"""What lies in the site: pages, drawn by templates, and files that are no pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page. ``path`` counts from the root of the site, ``template`` from ``templates/``.

    ``room`` is the part of the navigation that the page stands under. ``context`` holds plain
    values only (what JSON has, and dates), so that equal pages can be told without drawing them.
    """

    path: str
    template: str
    title: str
    room: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """What pages show or read and a template does not draw: pictures, and what scripts search."""

    path: str
    content: bytes
