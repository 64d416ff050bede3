"""A document's text as a page shows it: headings, paragraphs and tables, one after the other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.site.marking import MarkedText

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_TAGS = re.compile(r"<[^<>]*>")
_LINES = re.compile(r"[^\n]*\n?")

Row = Mapping[str, Any]


class Layout:
    """One document's text in blocks. Paragraphs are counted from 1 through the whole document."""

    def __init__(
        self,
        document: Row,
        marked: MarkedText,
        sections: Sequence[Row],
        tables: Sequence[Row],
        cells: Mapping[str, Sequence[Row]],
    ) -> None:
        self._text: str = document["text"]
        self._start: int = document["part_char_start"]
        self._end: int = document["part_char_end"]
        self._marked = marked
        self._sections = sections
        depths = sorted({section["level"] for section in sections if section["heading"]})
        # The page has a title and the text one heading; the text's own stand below these.
        self._levels = {depth: min(place, 6) for place, depth in enumerate(depths, 3)}
        self._tables = tables
        self._cells = cells
        self._number = 0

    def blocks(self) -> Iterator[dict[str, Any]]:
        """Yield the blocks in reading order; ``char_start`` says where each begins."""
        position = self._start
        for table in self._tables:
            # A table inside another is read with its cells.
            if table["char_start"] >= position:
                yield from self._sectioned(position, table["char_start"])
                yield from self._table(table)
                position = table["char_end"]
        yield from self._sectioned(position, self._end)

    def _sectioned(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        position = start
        for section in self._sections:
            if not start <= section["char_start"] < end:
                continue
            yield from self._paragraphs(position, section["char_start"])
            position = section["char_start"]
            heading_end = self._heading_end(section, end)
            if heading_end and (pieces := self._marked.pieces(position, heading_end)):
                yield self._block("heading", position) | {
                    "level": self._levels[section["level"]],
                    "speaker": section["speaker"],
                    "pieces": pieces,
                }
                position = heading_end
        yield from self._paragraphs(position, end)

    def _paragraphs(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        first = start
        for last, following in [
            *(
                (blank.start(), blank.end())
                for blank in _BLANK_LINES.finditer(self._text, start, end)
            ),
            (end, end),
        ]:
            if pieces := self._marked.pieces(first, last):
                yield self._block("paragraph", first) | {"pieces": pieces}
            first = following

    def _heading_end(self, section: Row, end: int) -> int | None:
        """Return where a section's heading ends; None where it has no lines of its own."""
        wanted = _letters(section["heading"] or "")
        if not wanted:
            return None
        found = 0
        for line in _LINES.finditer(self._text, section["char_start"], end):
            found += _letters(line.group())
            if found >= wanted:
                # A heading that runs on into its paragraph stays in it.
                return line.end() if found <= wanted + 12 else None
            if not line.group():
                break
        return None

    def _table(self, table: Row) -> Iterator[dict[str, Any]]:
        # Marks are taken in the order of the text, rows and columns in that of the table.
        cells = sorted(
            self._cells.get(table["table_id"], ()), key=lambda cell: int(cell["char_start"])
        )
        # What stands over the first cell inside the table: its title, or no more than markup.
        first = cells[0]["char_start"] if cells else table["char_end"]
        if _letters(_TAGS.sub("", self._text[table["char_start"] : first])):
            yield from self._paragraphs(table["char_start"], first)
        rows: dict[int, dict[int, dict[str, Any]]] = {}
        for cell in cells:
            rows.setdefault(cell["row_number"], {})[cell["column_number"]] = {
                "is_header": cell["is_header"],
                "is_total": cell["is_total"],
                "pieces": self._marked.pieces(cell["char_start"], cell["char_end"]),
            }
        missing = {"is_header": False, "is_total": False, "pieces": []}
        columns = range(table["column_count"])
        yield self._block("table", table["char_start"]) | {
            "caption": table["caption"],
            "rows": [
                [rows[row].get(column, missing) for column in columns] for row in sorted(rows)
            ],
        }

    def _block(self, kind: str, char_start: int) -> dict[str, Any]:
        self._number += 1
        return {"is": kind, "number": self._number, "char_start": char_start}


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
