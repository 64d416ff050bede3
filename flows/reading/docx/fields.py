"""Fields: what Word computes. A reader sees the result; the instruction is never text."""

import re
from dataclasses import dataclass
from typing import Protocol

from flows.reading.docx.line import Line

#: Fields whose results are furniture: numbers of pages, contents, names of files.
_LEFT_OUT = frozenset(
    "PAGE NUMPAGES SECTIONPAGES PAGEREF TOC TOA INDEX NOTEREF FILENAME SAVEDATE PRINTDATE".split()
)
_LINK = re.compile(r"HYPERLINK\s+\"([^\"]+)\"", re.IGNORECASE)


class Tally(Protocol):
    """Where left-out furniture is counted."""

    left_out_count: int


@dataclass(slots=True)
class _Field:
    line: Line
    instruction: str = ""
    shows_result: bool = False
    is_left_out: bool = False
    start: int = 0


class Fields:
    """The fields that are open at a place of one story; they nest, and may span paragraphs."""

    def __init__(self, tally: Tally) -> None:
        self._open: list[_Field] = []
        self._tally = tally

    @property
    def hide(self) -> bool:
        """Whether what stands here is an instruction, or the result of a field left out."""
        return any(field.is_left_out or not field.shows_result for field in self._open)

    def begin(self, line: Line) -> None:
        """Open a field; its instruction comes first."""
        self._open.append(_Field(line))

    def instruct(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open and not self._open[-1].shows_result:
            self._open[-1].instruction += text

    def separate(self, line: Line) -> None:
        """Go over from the instruction to the result."""
        if not self._open or self._open[-1].shows_result:
            return
        field = self._open[-1]
        was_hidden = any(f.is_left_out or not f.shows_result for f in self._open[:-1])
        kind = field.instruction.split(maxsplit=1)[:1]
        field.shows_result = True
        field.line, field.start = line, line.length
        if kind and kind[0].upper() in _LEFT_OUT:
            field.is_left_out = True
            self._tally.left_out_count += not was_hidden

    def end(self, line: Line) -> None:
        """Close the innermost field; the result of a link becomes one."""
        if not self._open:
            return
        field = self._open.pop()
        link = _LINK.search(field.instruction)
        if link and field.shows_result and not self.hide:
            start = field.start if field.line is line else 0
            line.links.append((start, line.length, link[1]))

    def end_paragraph(self) -> None:
        """Drop fields whose instruction did not end: a damaged one must not hide the rest."""
        while self._open and not self._open[-1].shows_result:
            self._open.pop()

    def end_all(self) -> None:
        """Drop every open field: a heading stands in no table of contents."""
        self._open.clear()
