"""HTML: the main content of a page as text, with the blocks that its markup declares."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.reading.canonical import Block, BlockKind, CanonicalText, MarkedCell, placed_rows
from flows.reading.plain import decode

_DROPPED = frozenset(
    """
        script style noscript template svg iframe object nav footer aside form button select input
        textarea dialog menu head canvas video audio
    """.split()
)
_BLOCKS = frozenset(
    """
        address article blockquote body center dd details div dl dt fieldset figcaption figure
        header hr html li main ol p pre section summary table ul h1 h2 h3 h4 h5 h6
    """.split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"}
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|share|sharing|social|addtoany|sidebar|skip"
    r"|skiplink|pagination|pager|newsletter|"
    r"navbar|navigation|menu|site-?header|site-?footer|footer|related|sr-only|visually-hidden"
    r"|screen-reader-text|print-only|search-form|back-to-top)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = (
    "main",
    "[role=main]",
    "article",
    "#main-content",
    "#main",
    "#content",
    ".main-content",
    ".page-content",
    ".entry-content",
    ".content",
)
_FOOTNOTE = re.compile(r"\s*\[?\d{1,3}\]?\s*")
_SPACE = re.compile(r"\s+")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DEEPEST = 400


def read_html(content: bytes) -> CanonicalText:
    """Return the canonical text of a page: its headings, paragraphs, lists and tables.

    Navigation, banners, forms and footers are left out. Where the page marks no main part,
    the whole body is read.
    """
    tree = LexborHTMLParser(_decoded(content))
    body = tree.body or tree.root
    writer = _Writer()
    if body is not None:
        main = next(
            (node for selector in _MAIN for node in tree.css(selector) if _has_text(node)), body
        )
        title = tree.css_first("title")
        if title is not None and main.css_first("h1") is None:
            heading = tree.css_first("h1")
            name = _folded((heading or title).text(deep=True))
            writer.write(
                "heading",
                re.split(r"\s[|\u2013\u2014]\s|\s-\s(?=[^-]+$)", name)[0]
                if heading is None
                else name,
                level=1,
            )
        _walk(main, writer, 0)
    return CanonicalText(writer.text(), "text/html", tuple(writer.blocks))


def _decoded(content: bytes) -> str:
    declared = _DECLARED.search(content[:4096])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(content)
    return decode(content)


def _has_text(node: LexborNode) -> bool:
    return len(_folded(node.text(deep=True))) > 200 or node.css_first("p") is not None


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Writer:
    """Collects the canonical text and the blocks in it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    def text(self) -> str:
        return "".join(self._pieces)

    def append(self, text: str) -> tuple[int, int]:
        """Add ``text`` as it is and return its span."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start, self._length

    def write(self, kind: BlockKind, text: str, level: int = 0, marker: str = "") -> None:
        """Add one block of text, divided from the next by an empty line."""
        lines = [_folded(line) for line in text.split("\n")]
        readable = "\n".join(line for line in lines if line)
        if readable:
            start, end = self.append(readable)
            self.append("\n\n")
            self.blocks.append(Block(kind, start, end, level, marker))


def _is_furniture(node: LexborNode) -> bool:
    if node.tag in _DROPPED:
        return True
    attributes = node.attributes
    if (
        attributes.get("role") in _FURNITURE_ROLES
        or attributes.get("aria-hidden") == "true"
        or "hidden" in attributes
    ):
        return True
    if re.search(r"display\s*:\s*none", attributes.get("style") or ""):
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return (
        len(names) > 1
        and node.tag not in ("body", "main", "article")
        and bool(_FURNITURE.search(names))
    )


def _tag(node: LexborNode) -> str:
    return node.tag or "!"


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _inline_text(node: LexborNode) -> str:
    """Return the text of a node and of what it holds, with line breaks where ``br`` stands."""
    if node.tag == "-text":
        return _SPACE.sub(" ", node.text(deep=False) or "")
    if node.tag == "br":
        return "\n"
    if _tag(node).startswith(("-", "_", "!")) or _is_furniture(node):
        return ""
    inner = "".join(_inline_text(child) for child in _children(node))
    if node.tag == "sup" and _FOOTNOTE.fullmatch(inner):
        return ""
    return f"\n{inner}\n" if node.tag in _BLOCKS else inner


def _walk(
    node: LexborNode, writer: _Writer, depth: int, kind: BlockKind = "paragraph", marker: str = ""
) -> None:
    """Write the blocks below ``node``; text between blocks becomes a paragraph of its own."""
    run: list[str] = []

    def close_run() -> None:
        nonlocal marker, kind
        if "".join(run).strip():
            writer.write(kind, "".join(run), marker=marker)
            kind, marker = "paragraph", ""
        run.clear()

    for number, child in enumerate(_children(node), start=1):
        if child.tag not in _BLOCKS and not _holds_block(child):
            run.append(_inline_text(child))
            continue
        if _is_furniture(child) or _tag(child).startswith("!"):
            continue
        close_run()
        if child.tag in _HEADINGS:
            writer.write(
                "heading", _inline_text(child).replace("\n", " "), level=_HEADINGS[child.tag]
            )
        elif child.tag == "p":
            writer.write(kind, _inline_text(child), marker=marker)
            kind, marker = "paragraph", ""
        elif child.tag == "table" and not _is_layout(child):
            _write_table(child, writer)
        elif depth < _DEEPEST:
            if child.tag == "li":
                bullet = f"{number}." if node.tag == "ol" else "\u2022"
                _walk(child, writer, depth + 1, "list_item", bullet)
            elif child.tag == "dl":
                _write_definitions(child, writer)
            else:
                _walk(child, writer, depth + 1)
    close_run()


def _holds_block(node: LexborNode) -> bool:
    return any(
        child.tag in _BLOCKS or _holds_block(child)
        for child in _children(node)
        if not _tag(child).startswith("-")
    )


def _write_definitions(node: LexborNode, writer: _Writer) -> None:
    term = ""
    for child in node.css("dt, dd"):
        text = _folded(_inline_text(child))
        if child.tag == "dt":
            term = text.rstrip(":")
        elif text:
            writer.write("paragraph", f"{term}: {text}" if term else text)


def _is_layout(table: LexborNode) -> bool:
    """Say whether a table only places things on the page: one cell, or marked as such."""
    if table.attributes.get("role") == "presentation" or table.css_first("table table") is not None:
        return True
    return all(len(row.css("td, th")) < 2 for row in table.css("tr"))


def _write_table(table: LexborNode, writer: _Writer) -> None:
    caption = table.css_first("caption")
    if caption is not None:
        writer.write("paragraph", _inline_text(caption).replace("\n", " "))
    start = writer.append("")[0]
    rows: list[list[MarkedCell]] = []
    for row in table.css("tr"):
        in_head = row.parent is not None and row.parent.tag == "thead"
        cells: list[MarkedCell] = []
        for cell in _children(row):
            if cell.tag not in ("td", "th"):
                continue
            if cells:
                writer.append("\t")
            lines = [_folded(line) for line in _inline_text(cell).split("\n")]
            span = writer.append("\n".join(line for line in lines if line))
            is_header = in_head or (
                cell.tag == "th" and cell.attributes.get("scope") != "row" and not rows
            )
            cells.append(
                MarkedCell(*span, _span(cell, "colspan"), _span(cell, "rowspan"), is_header)
            )
        if cells:
            writer.append("\n")
            rows.append(cells)
    if rows:
        end = writer.append("\n")[0] - 1
        writer.blocks.append(Block("table", start, end, rows=placed_rows(rows), shape="html"))


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return int(value) if value.isdigit() and len(value) < 4 else 1
