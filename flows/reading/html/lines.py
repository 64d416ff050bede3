"""Inline content -> lines of readable text with their links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.reading.html.tags import BLOCKS
from flows.reading.html.tree import LinkStart, Mark, Node

_FOOTNOTE = re.compile(r"\s*\[?\d{1,3}\]?\s*")
#: The mark in front of a note leads back to the text, and that in the text leads to the note.
_NOTE_MARK = re.compile(r"\s*\[?(?:\d{1,3}|[ivxl]{1,7}|[*\u2020\u2021\u21a9\ufe0e]{1,3})\]?\s*")
_NOTE_TARGET = re.compile(
    r"#_?(?:sd)?(?:ftn|edn|fn|footnotes?|endnotes?|cite_note|cite_ref)[-_:.\w]{0,12}$",
    re.IGNORECASE,
)
#: A space that groups the digits of a number must stay what it is: it is no word space.
_GROUPED = re.compile(r"\d[\u00a0\u2007\u2009\u202f]\d{3}(?!\d)")
_SPACE = re.compile(r"\s*[^\S\u00a0\u2007\u2009\u202f]\s*|(?<!\d)\s+|\s+(?!\d)")
_ALPHANUMERIC = re.compile(r"\w")


@dataclass(slots=True)
class Line:
    """One line: its text, whether all of it is bold, and (start, end, target) of its links."""

    text: str
    is_bold: bool = False
    links: Sequence[tuple[int, int, str]] = ()


def folded(text: str) -> str:
    """Return ``text`` with every stretch of white space folded to one space, none at its ends."""
    if not text.isascii() and _GROUPED.search(text):
        return _SPACE.sub(" ", text).strip()
    return " ".join(text.split())


class Run:
    """Gathers inline content until a block begins or ends.

    A link may stay open over several runs: each has its part of it.
    """

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._link: str | None = None
        self._bold = 0
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._space = False
        self._has_bold = self._has_plain = False
        self._links: list[tuple[int, int, str]] = []
        self._clicked: int | None = None

    def add(self, child: "str | Mark | LinkStart") -> None:
        """Take one piece of inline content."""
        if isinstance(child, str):
            self._add_text(child)
        elif child is Mark.BREAK:
            self._end_line()
        elif child is Mark.BOLD_START:
            self._bold += 1
        elif child is Mark.BOLD_END:
            self._bold -= 1
        else:
            self._end_link()
            self._link = child.target if isinstance(child, LinkStart) else None

    def add_node(self, node: Node) -> None:
        """Take the text of an inline element that has a node, or of a block inside a cell."""
        if node.left_out:
            return
        if node.tag.name == "sup" and _FOOTNOTE.fullmatch(
            "".join(child for child in node.children if isinstance(child, str))
        ):
            return
        breaks = not is_inline(node)
        if breaks:
            self._end_line()
        for child in node.children:
            if isinstance(child, Node):
                self.add_node(child)
            else:
                self.add(child)
        if breaks:
            self._end_line()

    def take(self) -> list[Line]:
        """Return the lines since the last call; an empty line stands for every doubled break."""
        self._end_line()
        if not self._lines:
            return []
        lines, self._lines = self._lines, []
        while lines and not lines[-1].text:
            lines.pop()
        return lines

    def _add_text(self, text: str) -> None:
        words = "" if self._is_note_mark(text) else folded(text)
        if not words:
            self._space = True
            return
        if self._pieces and (self._space or text[0].isspace()):
            self._pieces.append(" ")
            self._length += 1
        if self._link is not None and self._clicked is None:
            self._clicked = self._length
        self._pieces.append(words)
        self._length += len(words)
        self._space = text[-1].isspace()
        if self._bold:
            self._has_bold = True
        elif not self._has_plain:
            self._has_plain = bool(_ALPHANUMERIC.search(words))

    def _is_note_mark(self, text: str) -> bool:
        return bool(self._link and _NOTE_TARGET.search(self._link) and _NOTE_MARK.fullmatch(text))

    def _end_link(self) -> None:
        if self._link is not None and self._clicked is not None:
            self._links.append((self._clicked, self._length, self._link))
        self._clicked = None

    def _end_line(self) -> None:
        if self._pieces:
            self._end_link()
            is_bold = self._has_bold and not self._has_plain
            self._lines.append(Line("".join(self._pieces), is_bold, self._links))
            self._begin()
        elif self._lines:
            self._lines.append(Line(""))


def is_inline(node: Node) -> bool:
    """Say whether a node stands in the line: a note mark, a button in a heading."""
    return node.tag.name not in BLOCKS
