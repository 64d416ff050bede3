"""The canonical text and its blocks, written one after the other."""

import re
from collections.abc import Sequence

from flows.reading.canonical import Block, BlockKind, Link, MarkedCell, placed_rows
from flows.reading.pdf.pages import PageLink
from flows.reading.pdf.paragraphs import join_lines
from flows.reading.pdf.stream import Prose, Tabular
from flows.reading.pdf.tables import heading_rows


class Writer:
    """Collects text, blocks and the places at which pages begin."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.page_starts: list[int] = []

    def text(self) -> str:
        """Return what has been written."""
        return "".join(self._pieces)

    def write(self, item: Prose | Tabular, heading_level: int) -> None:
        """Write one item; ``heading_level`` is 0 for what is no heading."""
        if isinstance(item, Tabular):
            self._write_table(item)
            return
        first = item.first
        kind: BlockKind = "list_item" if first.marker else "paragraph"
        text, marker = item.text, first.marker
        if heading_level:
            kind, marker = "heading", ""
            text = f"{first.marker} {text}".strip()
        start = self._enter(item.parts[0][0])
        rest = len(text)
        for number, (page, _) in enumerate(item.parts[1:], start=1):
            behind = len(
                join_lines(line.text for _, part in item.parts[number:] for line in part.lines)
            )
            self._append(text[len(text) - rest : len(text) - behind])
            self._enter(page)
            rest = behind
        end = self._append(text[len(text) - rest :])
        self._append("\n\n")
        if end > start:
            self.blocks.append(Block(kind, start, end, heading_level, marker))

    def _write_table(self, table: Tabular) -> None:
        start = self._enter(table.parts[0][0])
        rows: list[list[MarkedCell]] = []
        heads = heading_rows(table.parts[0][1])
        for page, part in table.parts:
            self._enter(page)
            for row in part.rows:
                cells: list[MarkedCell] = []
                for cell in row:
                    if cells:
                        self._append("\t")
                    place = self._length
                    end = self._append(cell.text)
                    cells.append(
                        MarkedCell(place, end, cell.column_span, cell.row_span, len(rows) < heads)
                    )
                self._append("\n")
                rows.append(cells)
        end = self._length - 1
        self._append("\n")
        self.blocks.append(Block("table", start, end, rows=placed_rows(rows), shape="pdf"))

    def finish(self, page_count: int) -> None:
        """Begin the pages on which nothing stands."""
        self._enter(page_count - 1)

    def _enter(self, page: int) -> int:
        while len(self.page_starts) <= page:
            self.page_starts.append(self._length)
        return self._length

    def _append(self, text: str) -> int:
        self._pieces.append(text)
        self._length += len(text)
        return self._length

    def links(self, pages: Sequence[Sequence[PageLink]]) -> list[Link]:
        """Return the links of all pages with the places of their words in the text."""
        text = self.text()
        found: list[Link] = []
        for number, links in enumerate(pages):
            position = self.page_starts[number]
            for link in links:
                words = re.compile(r"\s*".join(map(re.escape, link.text.split())))
                match = words.search(text, position) or words.search(text, self.page_starts[number])
                if match is not None:
                    found.append(Link(*match.span(), link.target_uri))
                    position = match.end()
        return found
