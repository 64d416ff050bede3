"""Paragraphs and tables -> canonical text, blocks and links."""

import re
from collections.abc import Iterable, Iterator, Sequence

from flows.reading.canonical import (
    Block,
    BlockKind,
    CanonicalText,
    Link,
    MarkedCell,
    placed_rows,
)
from flows.reading.docx.line import Line
from flows.reading.docx.look import Draft, with_headings_by_look
from flows.reading.docx.numbering import BULLET
from flows.reading.docx.tables import PROSE_WORDS, Item, Table, TableCell, TableRow, is_layout
from flows.reading.headings import LONGEST_HEADING

_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCES = re.compile(r"[.!?]\s+[A-Z]")
#: Contents that were typed: "Introduction ........ 3".
_LEADER = re.compile(r"(?:\.\s?){4}\s*\d{1,3}\Z")
_LONGEST_LABEL_WORDS = 6
_LONGEST_HEADING_WORDS = 12
_BODY_LINES = 12


class Writer:
    """Collects what a document says."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._drafts: list[Draft] = []
        self._links: list[Link] = []
        self._left_out_count = 0
        self._in_opening = True

    def canonical_text(self, media_type: str, left_out_count: int) -> CanonicalText:
        """Return all that was written."""
        return CanonicalText(
            "".join(self._pieces),
            media_type,
            with_headings_by_look(self._drafts),
            links=tuple(self._links),
            left_out_count=left_out_count + self._left_out_count,
        )

    def has_words(self) -> bool:
        """Say whether anything was written that can be read."""
        return any(_WORD.search(piece) for piece in self._pieces)

    def write_page_header(self, lines: Sequence[str], items: Sequence[Item]) -> None:
        """Write the head of the first page, but for what the body begins with itself."""
        body = {item.text() for item in items[:_BODY_LINES] if isinstance(item, Line)}
        for text in dict.fromkeys(lines):
            if text not in body:
                start, end = self._append(text)
                self._append("\n\n")
                self._drafts.append(Draft(Block("paragraph", start, end), text))

    def write_items(self, items: Iterable[Item]) -> None:
        """Write paragraphs and tables, each divided from the next by an empty line."""
        for item in items:
            if isinstance(item, Line):
                self._write_line(item)
            else:
                self._write_table(item)

    def write_note(self, number: str, items: Iterable[Item]) -> None:
        """Write a note as paragraphs; its number stands before the first."""
        for item in items:
            if isinstance(item, Line) and item.text():
                item.marker = number
                self._write_line(item, "paragraph")
                number = ""

    def _append(self, text: str) -> tuple[int, int]:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start, self._length

    def _put(self, line: Line, skipped: int = 0) -> tuple[int, int]:
        """Add the text of a line from ``skipped`` on, with its links, and return its span."""
        text = line.text()
        start, end = self._append(text[skipped:])
        for first, last, target in line.links:
            begin, stop = max(first, skipped), min(last, len(text))
            if begin < stop:
                offset = start - skipped
                self._links.append(Link(begin + offset, stop + offset, target))
        return start, end

    def _write_line(self, line: Line, kind: BlockKind | None = None) -> None:
        text = line.text()
        if not text:
            return
        if _LEADER.search(text) and "\n" not in text:
            self._left_out_count += 1
            return
        marker, skipped = line.marker, 0
        if (typed := line.typed_marker()) is not None:
            marker, skipped = typed["marker"], typed.end()
            text = text[skipped:]
            marker = marker if marker[-1:].isalnum() or marker[-1] in ".)" else BULLET
        if marker:
            self._append(f"{marker} ")
        start, end = self._put(line, skipped)
        self._append("\n\n")
        level = 0 if kind or _is_running(text) else line.level
        found: BlockKind = "heading" if level else "list_item" if marker else "paragraph"
        self._drafts.append(
            Draft(Block(kind or found, start, end, level, marker), text, None if kind else line)
        )
        if len(text.split()) >= PROSE_WORDS:
            # The opening of the document is over.
            self._in_opening = False

    def _write_table(self, table: Table) -> None:
        if is_layout(table, in_opening=self._in_opening):
            for row in table.rows:
                self._write_layout_row(row, is_listed=len(table.rows) > 1)
        elif any(cell.says_anything() for row in table.rows for cell in row.cells):
            self._write_grid(table.rows)

    def _write_layout_row(self, row: TableRow, *, is_listed: bool) -> None:
        """Write the cells of a row as prose; a label and its value are one line.

        Without a colon only one of several rows is taken for a label and a value.
        """
        filled = [cell for cell in row.cells if cell.says_anything()]
        if len(filled) == 2 and (joined := _joined(filled[0], filled[1], is_listed)):
            self._write_line(joined)
            return
        for cell in filled:
            self.write_items(cell.items)

    def _write_grid(self, rows: Sequence[TableRow]) -> None:
        start = self._length
        marked: list[list[MarkedCell]] = []
        for row in rows:
            cells: list[MarkedCell] = []
            for cell in row.cells:
                if cells:
                    self._append("\t")
                begin = self._length
                for number, line in enumerate(_cell_lines(cell)):
                    if number:
                        self._append("\n")
                    if line.marker not in ("", BULLET):
                        self._append(f"{line.marker} " if line.text() else line.marker)
                    self._put(line)
                cells.append(
                    MarkedCell(begin, self._length, cell.column_span, cell.row_span, row.is_header)
                )
            self._append("\n")
            marked.append(cells)
        end = self._append("\n")[0] - 1
        block = Block("table", start, end, rows=placed_rows(marked), shape="html")
        self._drafts.append(Draft(block, ""))


def _cell_lines(cell: TableCell) -> Iterator[Line]:
    """Yield the printed lines of a cell; a row of a table inside it is one line."""
    printed = cell.lines()
    for item in cell.items:
        if isinstance(item, Table):
            for row in item.rows:
                lines = [line for inner in row.cells for line in _cell_lines(inner)]
                for other in lines[1:]:
                    lines[0].add_tab()
                    lines[0].append(other)
                yield from lines[:1]
        elif any(item is line for line in printed):
            yield item


def _joined(label: TableCell, value: TableCell, is_listed: bool) -> Line | None:
    """Return "Date: 3 May" for two cells that say so, None where they are two things."""
    names, said = label.lines(), value.lines()
    if label.holds_table() or value.holds_table() or not len(names) == len(said) == 1:
        return None
    text = names[0].text()
    has_colon = text.endswith(":")
    if not (has_colon or (is_listed and text[-1:].isalpha())):
        return None
    if len(text.split()) > _LONGEST_LABEL_WORDS:
        return None
    names[0].add(" " if has_colon else ": ")
    names[0].append(said[0])
    return names[0]


def _is_running(text: str) -> bool:
    """Say whether a paragraph in a heading's style is prose: numbered paragraphs often are."""
    if len(text) > 3 * LONGEST_HEADING:
        return True
    is_whole_sentence = text.endswith(".") and len(text.split()) > _LONGEST_HEADING_WORDS
    return is_whole_sentence or (len(text) > LONGEST_HEADING and bool(_SENTENCES.search(text)))
