"""Marks the furniture that only its words or its links give away, once the whole tree is known."""

import re
from collections.abc import Iterator

from flows.reading.html.furniture import Saying
from flows.reading.html.tree import HEADINGS, LinkStart, Node, Page

#: How much text a box may hold that is left out for what it says. Banners are short.
_BOXES = {
    Saying.COOKIES: 1_200,
    Saying.FEEDBACK: 500,
    Saying.NEWSLETTER: 500,
    Saying.COMMENTS: 600,
}
#: Looking around each takes time; no page has more boxes.
_MOST_SAYINGS = 200
_COOKIE_EVERY = 160
_SHORT_LINK = 30
_FEWEST_MENU_LINKS = 4
_SAYS_MOVED = re.compile(
    r"\b(?:page|link|address|url)\b.{0,80}\b(?:look(?:ing)? for|requested|moved|exists?|found|typed"
    r"|removed|available)\b",
    re.IGNORECASE | re.DOTALL,
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|csv|zip)\b|/media/|/documents?/", re.I)


def leave_out_by_words(page: Page, body: Node) -> bool:
    """Mark banners, feedback boxes and lists of links by what they say.

    Returns:
        Whether the page says that it was not found.
    """
    not_found = False
    for node, saying in page.sayings[:_MOST_SAYINGS]:
        if saying is Saying.NOT_FOUND:
            if node is not body and node.length < 200:
                not_found = True
                node.left_out = True
                for follower in _followers(node):
                    if follower.length < 400 and _SAYS_MOVED.search(text_of(follower)):
                        follower.left_out = True
        elif saying is Saying.RELATED:
            _leave_out_links(node)
        else:
            box = _box(node, saying, body)
            if box is not None:
                box.left_out = True
    return not_found


def leave_out_menus(node: Node) -> None:
    """Mark blocks of short links to pages: menus of pages that mark none."""
    for child in node.nodes:
        if child.left_out or not child.links:
            continue
        if _is_menu(child):
            child.left_out = True
        else:
            leave_out_menus(child)


def text_of(node: Node) -> str:
    """Return the text of a node as it stands in the markup."""
    return "".join(
        child
        if isinstance(child, str)
        else f"{text_of(child)} "
        if isinstance(child, Node)
        else " "
        for child in node.children
    )


def _box(node: Node, saying: Saying, body: Node) -> Node | None:
    """Return the largest box around ``node`` that is nothing but the banner."""
    largest = min(_BOXES[saying], body.length // 2)
    box = None
    while _can_be_left_out(node, body) and node.length <= largest and not node.titles:
        if saying is Saying.COOKIES and node.length > _COOKIE_EVERY:
            mentions = text_of(node).lower().count("cookie")
            if mentions * _COOKIE_EVERY < node.length:
                break
        if saying is not Saying.COOKIES and box is not None and node.prose > 2 * box.length + 120:
            break
        box = node
        assert node.parent is not None  # noqa: S101  # what can be left out stands in something
        node = node.parent
    return box


def _can_be_left_out(node: Node, body: Node) -> bool:
    return node is not body and node.parent is not None and node.tag.main_rank not in (1, 2)


def _leave_out_links(heading: Node) -> None:
    """Leave out a heading such as "Related links" with the links below it."""
    if heading.length > 60:
        return
    while heading.parent is not None and heading.parent.length == heading.length:
        heading = heading.parent
    below = []
    for follower in _followers(heading):
        if follower.tag.name in HEADINGS or follower.titles:
            break
        below.append(follower)
    if sum(node.linked for node in below) > 0.6 * sum(node.length for node in below):
        for node in (heading, *below):
            node.left_out = True


def _followers(node: Node) -> Iterator[Node]:
    siblings = node.parent.nodes if node.parent is not None else []
    yield from siblings[siblings.index(node) + 1 :] if node in siblings else []


def _is_menu(node: Node) -> bool:
    return (
        node.links >= _FEWEST_MENU_LINKS
        and node.linked >= 0.8 * node.length
        and node.linked <= _SHORT_LINK * node.links
        and not node.titles
        and not any(_FILE.search(target) for target in _targets(node))
    )


def _targets(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Node):
            yield from _targets(child)
        elif isinstance(child, LinkStart):
            yield child.target
