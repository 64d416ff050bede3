"""HTML: the main content of a page as text, with the blocks and links that its markup declares."""

import re

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from flows.reading.canonical import CanonicalText
from flows.reading.errors import Unreadable
from flows.reading.html.blocks import BlockReader, heading_level
from flows.reading.html.clearing import leave_out_by_words, leave_out_menus
from flows.reading.html.encoding import page_text
from flows.reading.html.limits import refuse_runaway
from flows.reading.html.lines import Line, Run, folded
from flows.reading.html.main_content import ancestors, find_main
from flows.reading.html.tree import Node, Page, build_page
from flows.reading.html.writer import Writer

#: Elements whose content is not text; their raw text would be read as markup.
_UNREAD = "script style noscript template iframe noembed noframes xmp plaintext svg math".split()
#: A title names the site behind the last of these.
_SITE_NAME = re.compile(r"\s[|\u2013\u2014]\s|\s-\s(?=[^-]+$)")
#: A page whose prose is nearly all in furniture has misleading names.
_LEAST_PROSE = 0.25
_A_LITTLE = 200


def read_html(content: bytes) -> CanonicalText:
    """Return the canonical text of a page: its headings, paragraphs, lists and tables.

    What is left out: navigation, banners, forms, comments, footers, lists of related links and
    what is hidden, except panels that a click opens. ``left_out_count`` counts the outermost
    elements with text that were left out, and labels such as "Print this page". Elements more
    than 150 deep keep their text and lose their structure. Links that lead to no page
    (``mailto:``, ``javascript:``, ``#``) are not kept.

    Raises:
        Unreadable: the bytes are no text, the page would take unbounded time, or it only says
            that it was not found.
        MemoryError: the tree of the page takes more memory than the process may have.
    """
    markup = page_text(content)
    refuse_runaway(markup)
    try:
        parser = LexborHTMLParser(markup)
    except SelectolaxError as error:
        # Every text is HTML: what keeps Lexbor from parsing one, or from writing it as it does
        # below, is want of memory, of which it says nothing.
        raise MemoryError from error
    parser.strip_tags(_UNREAD)
    body = parser.body
    serialised = body.html if body is not None else parser.html
    if not serialised:
        raise MemoryError
    page = build_page(serialised)
    if page.root.prose < _LEAST_PROSE * (page.root.length - page.root.linked):
        page = build_page(serialised, trust_names=False)
    return _canonical(page, parser)


def _canonical(page: Page, parser: LexborHTMLParser) -> CanonicalText:
    body = page.body
    not_found = leave_out_by_words(page, body)
    main, is_marked = find_main(page, body)
    if not is_marked and body.prose > _A_LITTLE:
        leave_out_menus(main)
    # By name, not by selector: an engine for selectors takes as long to set up as a short page.
    bases = (base.attributes.get("href") for base in parser.tags("base"))
    writer = Writer(next(filter(None, bases), ""))
    if not main.titles and (title := _title(page, parser)) != _first_heading(main):
        writer.write("heading", [Line(title)], level=1)
    reader = BlockReader(writer)
    reader.read(main)
    if not_found and sum(block.char_end - block.char_start for block in writer.blocks) < _A_LITTLE:
        raise Unreadable(
            "page_not_found",
            "The page says that it was not found. Look for its new address and fetch that.",
        )
    return CanonicalText(
        writer.text(),
        "text/html",
        tuple(writer.blocks),
        links=tuple(writer.links),
        left_out_count=page.left_out_count + reader.left_out_count + _beside(main),
        site_name=_title_and_site(parser)[1],
    )


def _title(page: Page, parser: LexborHTMLParser) -> str:
    """Return the first heading outside what was read, else the title of the page."""
    for heading in page.titles:
        if not heading.left_out and not any(outer.left_out for outer in ancestors(heading)):
            return _words(heading)
    return _title_and_site(parser)[0]


def _title_and_site(parser: LexborHTMLParser) -> tuple[str, str]:
    """Return what a page is titled, parted into its own title and the name of its site."""
    title = next(iter(parser.tags("title")), None)
    own, *site = _SITE_NAME.split(folded(title.text(deep=True))) if title is not None else [""]
    return own, " ".join(site)


def _first_heading(node: Node) -> str | None:
    """Return the heading that opens the text below ``node``, None where no heading does."""
    for child in node.nodes:
        if child.length and not child.left_out:
            return _words(child) if heading_level(child) else _first_heading(child)
    return None


def _words(node: Node) -> str:
    run = Run()
    run.add_node(node)
    return " ".join(line.text for line in run.take())


def _beside(main: Node) -> int:
    """Return how many pieces with text stand beside what was read."""
    count = 0
    inner = main
    for outer in ancestors(main):
        count += sum(child is not inner and child.length > 0 for child in outer.nodes)
        inner = outer
    return count
