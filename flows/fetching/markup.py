"""What a fetched page is read for before reading proper: its links, and whether it is an error."""

import re

from selectolax.lexbor import LexborHTMLParser

from flows.reading.errors import Unreadable
from flows.reading.html.encoding import page_text
from flows.reading.html.limits import refuse_runaway
from flows.web_addresses import InvalidAddress, carries_secret, normalised

#: No listing of documents has more links on one page.
_MAXIMUM_LINKS = 10_000
_HTML = ("text/html", "application/xhtml+xml")
_FURNITURE = "script style noscript template svg nav header footer aside form".split()
#: A page with more words than this beside a "not found" has content as well.
_WORDS_OF_AN_ERROR = 150
_BYTES_OF_AN_ERROR = 512 * 1024
_NOT_FOUND = re.compile(
    r"\b(?:page|document|file|content|resource)\b.{0,40}?\b"
    r"(?:not\s(?:be\s)?found|(?:cannot|can't|can\u2019t|could\snot|couldn't|couldn\u2019t)\sbe\sfound"
    r"|(?:does\snot|doesn't|doesn\u2019t|no\slonger)\sexists?|no\slonger\savailable)\b"
    r"|\b(?:error|http|status)\W{0,3}404\b|^\W*(?:404|not\sfound)\b",
    re.IGNORECASE,
)


def links(content: bytes, base: str) -> list[str]:
    """Return where the links of a page lead, each address once, in the page's order.

    Links that are no addresses of pages, or carry a secret, are left out. A page that
    reading would refuse has none.
    """
    tree = _tree(content)
    if tree is None:
        return []
    declared = tree.css_first("base[href]")
    if declared is not None:
        base = _address(declared.attributes.get("href"), base) or base
    found: dict[str, None] = {}
    for node in tree.css("a[href], area[href]")[:_MAXIMUM_LINKS]:
        uri = _address(node.attributes.get("href"), base)
        if uri and not carries_secret(uri):
            found[uri] = None
    return list(found)


def says_not_found(content: bytes, media_type: str | None) -> bool:
    """Say whether a page that came with status 200 is the site's error page.

    Its title or first heading must say so, and there must be little else on it: some sites
    print "page not found" over pages that are there.
    """
    tree = _tree(content) if media_type in _HTML and len(content) <= _BYTES_OF_AN_ERROR else None
    if tree is None:
        return False
    announced = (node.text(separator=" ").strip() for node in tree.css("title, h1")[:3])
    if not any(_NOT_FOUND.search(" ".join(words.split())[:300]) for words in announced):
        return False
    tree.strip_tags(_FURNITURE)
    words = tree.body.text(separator=" ").split() if tree.body else []
    return len(words) <= _WORDS_OF_AN_ERROR


def _tree(content: bytes) -> LexborHTMLParser | None:
    try:
        markup = page_text(content)
        refuse_runaway(markup)
    except Unreadable:
        return None
    return LexborHTMLParser(markup)


def _address(href: str | None, base: str) -> str | None:
    if not href:
        return None
    try:
        return normalised(href, base)
    except InvalidAddress:
        return None
