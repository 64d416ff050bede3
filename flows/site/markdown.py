"""Markdown of ours as parts of a page: its title, its headings, and its body."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

#: What a link in a document leads to: an address as seen from the page, or None for no page.
Resolve = Callable[[str], str | None]

_DEEPEST_LISTED = 3


@dataclass(frozen=True)
class Heading:
    """A heading below the title; ``level`` counts from 2."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """One document. ``body`` is HTML without the title; raw HTML of the document is text in it."""

    title: str
    headings: tuple[Heading, ...]
    body: str
    #: The pictures that it shows, as it names them.
    pictures: tuple[str, ...]


def rendered(text: str, name: str, resolve: Resolve) -> Rendered:
    """Return a markdown document as parts of a page.

    Links to other files go where ``resolve`` says; a link that has no page becomes its text with
    the file's name. ``name`` is the title of a document that has none.
    """
    markdown = _markdown()
    tokens = markdown.parse(text)
    title = name
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = _plain(tokens[1])
        tokens = tokens[3:]
    headings = tuple(_described(tokens, title))
    pictures: list[str] = []
    for token in tokens:
        # The pages allow no style of their own.
        if token.attrs.pop("style", None) == "text-align:right":
            token.attrs["class"] = "number"
        if token.type == "inline":
            token.children = list(_resolved(token.children or (), resolve, pictures))
    body = markdown.renderer.render(tokens, markdown.options, {})
    return Rendered(title, headings, body, tuple(dict.fromkeys(pictures)))


def anchor(heading: str) -> str:
    """Return the anchor of a heading as it is made where repositories are read."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": _code}).enable("table")
    anchors_plugin(markdown, max_level=4, slug_func=anchor)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


# What may be wider than a phone is scrolled, with the keyboard too.
def _code(code: str, _language: str, _attributes: str) -> str:
    return f'<pre tabindex="0"><code>{escapeHtml(code)}</code></pre>'


def _table_open(_renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    label = escapeHtml(tokens[index].meta["label"])
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">\n<table>\n'


def _described(tokens: Sequence[Token], title: str) -> Iterator[Heading]:
    """Yield the headings, and tell tables what they stand under and column heads what they are."""
    under = title
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            under = _plain(tokens[position + 1])
            level = int(token.tag[1:])
            if level <= _DEEPEST_LISTED:
                yield Heading(level, str(token.attrGet("id")), under)
        elif token.type == "table_open":
            token.meta["label"] = f"Table: {under}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _resolved(tokens: Sequence[Token], resolve: Resolve, pictures: list[str]) -> Iterator[Token]:
    """Yield the tokens of a line with links that lead somewhere; keep the names of pictures."""
    # Of each open link where it would lead, when it has no page.
    nowhere: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href"))
            target = resolve(href)
            nowhere.append("" if target else href)
            if not target:
                continue
            token.attrSet("href", target)
        elif token.type == "link_close" and (file := nowhere.pop()):
            yield _new("text", " (")
            yield _new("code_inline", posixpath.normpath(file).removeprefix("../"))
            yield _new("text", ")")
            continue
        elif token.type == "image":
            pictures.append(str(token.attrGet("src")))
        yield token


def _new(kind: str, content: str) -> Token:
    return Token(kind, "code" if kind == "code_inline" else "", 0, content=content)


def _plain(inline: Token) -> str:
    return "".join(
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in inline.children or ()
    )
