"""Pages as tests look at them: elements, anchors, links and the words that are shown."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html


@cache
def text_of(page: Path) -> str:
    """Return the page as it is written."""
    return page.read_text(encoding="utf-8")


@cache
def tree(page: Path) -> html.HtmlElement:
    """Return the parsed page."""
    return html.fromstring(text_of(page))


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the ids of a page."""
    return frozenset(tree(page).xpath("//@id"))


def links(page: Path) -> list[str]:
    """Return where the links of a page lead, in order; pictures' links too."""
    return [str(href) for href in tree(page).xpath("//a/@href | //*[local-name()='a']/@href")]


def leads_to(page: Path, href: str) -> tuple[Path, str]:
    """Return the file and the anchor that a relative link leads to."""
    parts = urlsplit(href)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
    return target, unquote(parts.fragment)


def shown(element: html.HtmlElement) -> str:
    """Return the words of an element, as they are shown."""
    return str(element.text_content())
