"""A page's markup as a small tree: blocks are nodes, inline markup is text and marks in them.

The parser (lexbor) mends the markup and writes it out again; this tree is read from that in one
pass. Inline elements leave no node, so that text they cut apart stays one run.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from flows.reading.html.furniture import Saying, what_is_said
from flows.reading.html.tags import BLOCKS, Furniture, Kind, Tag, link_target, read_tag

#: A comment, a document type or a tag as Lexbor writes them. An attribute's name may hold quotes
#: and ``<``, so a value begins at ``="`` alone; what does not end, which is not written, is one
#: token to the end of the page, for else each ``<`` in it would be followed to there.
_TOKEN = re.compile(
    r'(<!--(?:.*?-->|.+)|<![^>]*>|<[^\s>]+(?:\s=?[^\s=>]*="[^"]*")*>|<.+)', re.DOTALL
)
_REVEALS = re.compile(r'(?:aria-controls|data-(?:bs-)?target|href)="#?([^"\s]+)"')
#: Deeper elements leave no node; their text belongs to the node around them.
_DEEPEST = 150
#: Furniture holds little text of its own. What holds more has a misleading name.
_MOST_FURNITURE_TEXT = 2_000
_SMALL_FORM = 250
HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Mark(Enum):
    """What inline markup leaves in the text."""

    BREAK = auto()
    LINK_END = auto()
    BOLD_START = auto()
    BOLD_END = auto()


class LinkStart(NamedTuple):
    """The text from here to the next ``Mark.LINK_END`` is clicked."""

    token: str

    @property
    def target(self) -> str:
        """Where the link leads."""
        return link_target(self.token)


class Node:
    """An element that is a block, or that may be furniture.

    ``length`` counts the characters of its text, ``linked`` those inside links, ``links`` the
    links, ``prose`` the characters that are neither in links nor in furniture, ``titles`` the
    first-level headings. What most nodes lack stands in the class, which makes them cheap.
    """

    left_out = False
    length = linked = links = prose = titles = 0

    def __init__(self, tag: Tag, parent: "Node | None" = None) -> None:
        self.tag = tag
        self.parent = parent
        self.children: list[Node | LinkStart | Mark | str] = []

    @property
    def nodes(self) -> "list[Node]":
        """The nodes among the children."""
        return [child for child in self.children if isinstance(child, Node)]


@dataclass(slots=True)
class Page:
    """The tree of a page, and what was noted while it was read."""

    root: Node
    main_candidates: list[Node] = field(default_factory=list)
    titles: list[Node] = field(default_factory=list)
    sayings: list[tuple[Node, Saying]] = field(default_factory=list)
    left_out_count: int = 0

    @property
    def body(self) -> Node:
        """The ``<body>``, or what stands for it in a page of frames."""
        return next((node for node in self.root.nodes if node.tag.name == "body"), self.root)


def build_page(markup: str, trust_names: bool = True) -> Page:
    """Return the tree of serialised ``markup``; names mark furniture where they are trusted."""
    builder = _Builder(markup, trust_names)
    builder.read()
    return builder.page


class _Builder:
    """Reads tokens into a tree; counts as it goes, so that every node knows what it holds."""

    def __init__(self, markup: str, trust_names: bool) -> None:
        self._markup = markup
        self._trust_names = trust_names
        self._revealed: frozenset[str] | None = None
        self.page = Page(Node(Tag("root", kind=Kind.NODE)))
        self._links_open = self._furniture_open = 0
        self._length = self._linked = self._links = self._prose = self._titles = 0

    def read(self) -> None:
        pieces = _TOKEN.split(self._markup)
        known: dict[str, Tag] = {}
        current = self.page.root
        stack: list[tuple[Tag, Node]] = []
        tokens = zip(pieces[1::2], pieces[2::2], [*pieces[3::2], ""], strict=True)
        for token, text, following in tokens:
            if token[1] == "/":
                tag, outer = stack.pop() if stack else (_NO_TAG, current)
                if outer is not current:
                    self._furniture_open -= current.left_out
                    self._close(current)
                    current = outer
                elif tag.kind is Kind.BOLD:
                    current.children.append(Mark.BOLD_END)
                elif tag.kind is Kind.LINK:
                    current.children.append(Mark.LINK_END)
                    self._links_open -= 1
                elif tag.kind is Kind.NODE:
                    current.children.append(Mark.BREAK)
            else:
                if (known_tag := known.get(token)) is None:
                    known_tag = known[token] = read_tag(token)
                tag = known_tag
                kind = tag.kind
                if tag.is_plain and following[:2] == "</" and len(stack) < _DEEPEST:
                    self._add_leaf(tag, current, text)
                    _, text, _ = next(tokens)  # noqa: PLW2901  # a leaf takes its end with it
                elif kind is Kind.BREAK:
                    current.children.append(Mark.BREAK)
                elif kind is not Kind.NOTHING:
                    stack.append((tag, current))
                    if kind is Kind.NODE:
                        if len(stack) > _DEEPEST:
                            current.children.append(Mark.BREAK)
                        else:
                            current = self._open(tag, current)
                            self._furniture_open += current.left_out
                    elif kind is Kind.BOLD:
                        current.children.append(Mark.BOLD_START)
                    elif kind is Kind.LINK:
                        current.children.append(LinkStart(token))
                        self._links_open += 1
                        self._links += 1
            if not text.isspace():
                if text:
                    self._add(current, text)
            elif _may_hold_space(current):
                current.children.append(" ")
        self._close(self.page.root)

    def _add_leaf(self, tag: Tag, parent: Node, text: str) -> None:
        """Add a plain node that holds no element: most nodes, and no counts to take back."""
        node = Node(tag, parent)
        parent.children.append(node)
        if text and not text.isspace():
            node.length = length = self._add(node, text)
            if self._links_open:
                node.linked = length
            elif not self._furniture_open:
                node.prose = length

    def _add(self, node: Node, text: str) -> int:
        """Add words to a node and return how many characters count as its text."""
        words = _unescaped(text) if "&" in text else text
        saying = what_is_said(words)
        if saying is Saying.ALONE:
            self.page.left_out_count += not node.left_out
            return 0
        if saying is not None:
            self.page.sayings.append((node, saying))
        node.children.append(words)
        length = len(words)
        self._length += length
        if self._links_open:
            self._linked += length
        elif not self._furniture_open:
            self._prose += length
        return length

    def _open(self, tag: Tag, parent: Node) -> Node:
        node = Node(tag, parent)
        if tag.furniture is not Furniture.NO:
            node.left_out = self._is_furniture(tag, parent)
        node.length -= self._length
        node.linked -= self._linked
        node.links -= self._links
        node.prose -= self._prose
        node.titles -= self._titles
        parent.children.append(node)
        if tag.name == "h1":
            self._titles += 1
            self.page.titles.append(node)
        if tag.main_rank:
            self.page.main_candidates.append(node)
        return node

    def _close(self, node: Node) -> None:
        node.length += self._length
        node.linked += self._linked
        node.links += self._links
        node.prose += self._prose
        node.titles += self._titles
        name, own = node.tag.name, node.length - node.linked
        if node.left_out and node.tag.furniture is Furniture.BY_NAME:
            node.left_out = not (own > _MOST_FURNITURE_TEXT or (node.titles and own > 200))
            if not node.left_out:
                node.prose = own
                self._prose += own
        elif name == "form":
            node.left_out = own < _SMALL_FORM and not node.titles
        elif name == "header" and not node.titles and not _is_in_document(node):
            node.left_out = own < _SMALL_FORM

    def _is_furniture(self, tag: Tag, parent: Node) -> bool:
        kind = tag.furniture
        if tag.name == "button":
            return parent.tag.name not in HEADINGS and not tag.is_revealed
        if kind is Furniture.BY_NAME:
            return self._trust_names
        if kind is Furniture.HIDDEN:
            return not self._is_panel(tag, parent)
        if kind is Furniture.UNSEEN:
            return tag.name not in ("caption", "th", "td")
        return kind is Furniture.YES

    def _is_panel(self, tag: Tag, parent: Node) -> bool:
        """Say whether hidden content waits for a click on its heading, as in an accordion."""
        if tag.attributes.get("aria-hidden") == "true" and tag.kind is not Kind.NODE:
            return False
        around = (parent, parent.parent, parent.parent and parent.parent.parent)
        if tag.is_revealed or any(node and node.tag.is_revealed for node in around):
            return True
        if self._revealed is None:
            self._revealed = frozenset(_REVEALS.findall(self._markup))
        return tag.attributes.get("id") in self._revealed


_NO_TAG = Tag("!")


def _may_hold_space(node: Node) -> bool:
    """Say whether space that comes now can stand between words: not at the edge of a block."""
    before = node.children[-1] if node.children else node
    return not isinstance(before, Node) or before.tag.name not in BLOCKS


def _is_in_document(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.tag.main_rank in (1, 2) or above.tag.name in ("section", "table"):
            return True
        above = above.parent
    return False


def _unescaped(text: str) -> str:
    """Undo the four escapes that a serialised text has; an entity that is left was typed so."""
    return (
        text.replace("&nbsp;", "\u00a0")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
    )
