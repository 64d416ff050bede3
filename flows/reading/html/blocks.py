"""The tree of a page -> headings, paragraphs, list items and tables, in reading order."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from flows.reading.canonical import BlockKind
from flows.reading.html.furniture import Saying, what_is_said
from flows.reading.html.lines import Line, Run, folded, is_inline
from flows.reading.html.markers import item_markers
from flows.reading.html.tables import Table, TableUse, is_heading_row, read_table
from flows.reading.html.tree import HEADINGS, Node
from flows.reading.html.writer import Writer

_LONGEST_HEADING = 140
_LOOK_LEVEL = 4
_BULLET = re.compile(
    r"[\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7\uf0a7]\s*(?=\S)|[-\u2013o\u00a7]\s+(?=\S)"
)
_NUMBER = re.compile(r"(\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\d{1,2}(?:\.\d{1,2})*\.)\s+(?=\S)")
_ENDS_SENTENCE = (".", ",", ";", "!", "?")
_SALUTATION = re.compile(r"(?:dear|yours|sincerely|kind regards|cc)\b", re.IGNORECASE)


class BlockReader:
    """Walks a tree and writes what it holds; counts the furniture that it passes by."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.left_out_count = 0

    def read(self, node: Node, kind: BlockKind = "paragraph", marker: str = "") -> None:
        """Write the blocks below ``node``.

        The first block takes ``kind`` and ``marker``; text between blocks is a paragraph.
        """
        if (words := _only_words(node)) is not None:
            self._write_words(words, kind, marker)
            return
        first: tuple[BlockKind, str] = (kind, marker)
        run = Run()
        is_waiting = False
        for child in node.children:
            if not isinstance(child, Node):
                run.add(child)
                is_waiting = True
                continue
            if child.left_out:
                self.left_out_count += child.length > 0
                continue
            if is_inline(child) and not _heads_panel(child):
                run.add_node(child)
                is_waiting = True
                continue
            if is_waiting and self._write_run(run, *first):
                first = ("paragraph", "")
            is_waiting = False
            before = len(self._writer.blocks)
            self._read_child(child, *first)
            if len(self._writer.blocks) > before:
                first = ("paragraph", "")
        self._write_run(run, *first)

    def _read_child(self, child: Node, kind: BlockKind, marker: str) -> None:
        name = child.tag.name
        level = heading_level(child)
        if level:
            self._writer.write("heading", _cell_lines(child), level=level)
        elif name in ("ul", "ol", "menu", "dir"):
            self._read_list(child)
        elif name == "dl":
            self._read_definitions(child)
        elif name == "pre":
            self._write_lines(_preformatted(child), kind, marker)
        elif name == "table" or child.tag.attributes.get("role") in ("table", "grid", "treegrid"):
            self._read_table(read_table(child))
        else:
            self.read(child, kind, marker)

    def _write_run(self, run: Run, kind: BlockKind, marker: str) -> bool:
        lines = run.take()
        if lines:
            self._write_lines(lines, kind, marker)
        return bool(lines)

    def _write_words(self, words: str, kind: BlockKind, marker: str) -> None:
        """Write one line that is neither bold nor has links."""
        if what_is_said(words) is Saying.ALONE:
            self.left_out_count += 1
        elif kind != "list_item" and (bullet := _BULLET.match(words)):
            self._write_item([Line(words)], bullet)
        else:
            self._writer.write(kind, [Line(words)], marker=marker)

    def _write_lines(self, lines: Sequence[Line], kind: BlockKind, marker: str) -> None:
        """Write lines as paragraphs; an empty line divides them, a bold one heads what follows."""
        said = [line for line in lines if what_is_said(line.text) is not Saying.ALONE]
        self.left_out_count += len(lines) - len(said)
        for paragraph in _paragraphs(said):
            if kind == "list_item":
                self._writer.write(kind, paragraph, marker=marker)
            elif _is_heading_by_look(paragraph):
                self._writer.write("heading", paragraph, level=_LOOK_LEVEL, is_guessed=True)
            elif (
                len(paragraph) > 1
                and _is_heading_by_look(paragraph[:1])
                and not paragraph[1].is_bold
            ):
                self._writer.write("heading", paragraph[:1], level=_LOOK_LEVEL, is_guessed=True)
                self._write_items(paragraph[1:])
            else:
                self._write_items(paragraph)
            kind, marker = "paragraph", ""

    def _write_items(self, lines: Sequence[Line]) -> None:
        """Write a paragraph, or the list items that its lines are."""
        for item, match in _items(lines):
            if match is None:
                self._writer.write("paragraph", item)
            else:
                self._write_item(item, match)

    def _write_item(self, lines: Sequence[Line], sign: re.Match[str]) -> None:
        self._writer.write("list_item", lines, marker=sign[0].strip(), lead=sign.end())

    def _read_list(self, node: Node) -> None:
        markers = item_markers(node)
        for child in node.nodes:
            if child.left_out:
                self.left_out_count += child.length > 0
            elif child.tag.name == "li":
                self.read(child, "list_item", next(markers))
            else:
                self._read_child(child, "paragraph", "")

    def _read_definitions(self, node: Node) -> None:
        """Write terms before what defines them.

        A term is a heading where it is a sentence, or where several blocks define it.
        """
        terms: list[Line] = []
        for child in _definitions(node):
            if child.left_out:
                self.left_out_count += child.length > 0
            elif child.tag.name == "dt":
                terms += _cell_lines(child)
            elif _is_sentence(terms) or any(not is_inline(inner) for inner in child.nodes):
                self._writer.write("heading", terms, level=_LOOK_LEVEL, is_guessed=True)
                self.read(child)
                terms = []
            else:
                self._writer.write("paragraph", _defined(terms, _cell_lines(child)))
                terms = []
        self._writer.write("paragraph", terms)

    def _read_table(self, table: Table) -> None:
        if table.use is TableUse.ITEMS:
            for row in table.rows:
                if not is_heading_row(row):
                    self._read_numbered_item(row)
            return
        for caption in table.captions:
            self._writer.write("paragraph", _cell_lines(caption))
        if table.use is TableUse.GRID:
            self._write_grid(table)
            return
        for cell in chain.from_iterable(table.rows):
            if cell.left_out:
                self.left_out_count += cell.length > 0
            else:
                self.read(cell)

    def _write_grid(self, table: Table) -> None:
        start = self._writer.length
        cells_of_rows = []
        for row in table.rows:
            spans = []
            for number, cell in enumerate(row):
                if number:
                    self._writer.add("\t")
                cell_start = self._writer.append(_cell_lines(cell))
                spans.append((cell_start, self._writer.length))
            self._writer.add("\n")
            cells_of_rows.append(spans)
        if cells_of_rows:
            self._writer.write_table(start, table.placed(cells_of_rows))

    def _read_numbered_item(self, row: Sequence[Node]) -> None:
        """Write "4." and "Budget", which stand in two cells, as one heading; then what is below."""
        number, body = row[0], row[-1]
        head, rest = _cell_lines(number), body
        first = next((child for child in body.nodes if not child.left_out and child.length), None)
        if first is not None and first.length <= _LONGEST_HEADING and head:
            title = _cell_lines(first)
            self._writer.write("heading", _prefixed(head[0].text, title), level=3, is_guessed=True)
            first.left_out = True
            self.read(rest)
            first.left_out = False
        else:
            self.read(body, "list_item", head[0].text if head else "")


def heading_level(node: Node) -> int:
    """Return the level of a heading, 0 where the node is none."""
    if node.tag.name in HEADINGS:
        return HEADINGS[node.tag.name]
    if node.tag.attributes.get("role") == "heading":
        level = node.tag.attributes.get("aria-level", "")
        return int(level) if level in set("123456") else _LOOK_LEVEL
    return 3 if _heads_panel(node) else 0


def _heads_panel(node: Node) -> bool:
    """Say whether a node is what is clicked to open a panel: it heads the panel."""
    name = node.tag.name
    if name not in ("summary", "button"):
        return False
    return (
        (name == "summary" or (node.parent is not None and node.parent.tag.name not in HEADINGS))
        and node.length <= _LONGEST_HEADING
        and not any(inner.tag.name in HEADINGS for inner in node.nodes)
    )


def _only_words(node: Node) -> str | None:
    """Return what a node says that holds one piece of text and nothing else, as most do."""
    if len(node.children) == 1 and isinstance(only := node.children[0], str):
        return folded(only)
    return None


def _cell_lines(node: Node) -> list[Line]:
    if (words := _only_words(node)) and not node.left_out:
        return [Line(words)]
    run = Run()
    run.add_node(node)
    return [line for line in run.take() if line.text]


def _prefixed(prefix: str, lines: Sequence[Line]) -> list[Line]:
    if not lines:
        return [Line(prefix)]
    shift = len(prefix) + 1
    links = [(start + shift, end + shift, target) for start, end, target in lines[0].links]
    return [Line(f"{prefix} {lines[0].text}", lines[0].is_bold, links), *lines[1:]]


def _is_sentence(lines: Sequence[Line]) -> bool:
    return bool(lines) and lines[-1].text.rstrip().endswith((".", "?", "!"))


def _defined(terms: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    term = ", ".join(line.text.rstrip(":") for line in terms)
    return _prefixed(f"{term}:", lines) if term else list(lines)


def _definitions(node: Node) -> Iterator[Node]:
    """Yield the ``dt`` and ``dd`` of a list; a ``div`` may group them."""
    for child in node.nodes:
        if child.tag.name == "div" and not child.left_out:
            yield from _definitions(child)
        else:
            yield child


def _preformatted(node: Node) -> list[Line]:
    text = "".join(child for child in node.children if isinstance(child, str))
    return [Line(" ".join(line.split())) for line in text.split("\n")]


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.text:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _is_heading_by_look(lines: Sequence[Line]) -> bool:
    """Say whether lines are bold and short and no sentence."""
    if not all(line.is_bold for line in lines):
        return False
    text = " ".join(line.text for line in lines)
    return (
        len(text) <= _LONGEST_HEADING
        and not text.endswith(_ENDS_SENTENCE)
        and not _SALUTATION.match(text)
    )


_Item = tuple[list[Line], re.Match[str] | None]


def _items(lines: Sequence[Line]) -> Iterator[_Item]:
    """Yield the paragraph, or each list item with what marks it, that lines make."""
    bullets = [_BULLET.match(line.text) for line in lines]
    numbers = [_NUMBER.match(line.text) for line in lines]
    marks = numbers if sum(map(bool, numbers)) > 1 else bullets
    item: list[Line] = []
    mark: re.Match[str] | None = None
    for line, found in zip(lines, marks, strict=True):
        if found and item:
            yield item, mark
            item = []
        if found or not item:
            mark = found
        item.append(line)
    yield item, mark
