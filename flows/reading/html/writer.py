"""The canonical text of a page as it grows, with its blocks and links."""

import re
from collections.abc import Sequence

from flows.reading.canonical import Block, BlockKind, Cell, Link
from flows.reading.html.lines import Line

_NO_PAGE = re.compile(
    r"\s*(?:mailto|javascript|data|tel|callto|sms|about|blob|vbscript|file)\s*:|#|$", re.I
)


class Writer:
    """Collects text, blocks and links; ``length`` counts the characters so far."""

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.links: list[Link] = []

    def text(self) -> str:
        """Return the canonical text."""
        return "".join(self._pieces)

    def write(
        self,
        kind: BlockKind,
        lines: Sequence[Line],
        level: int = 0,
        marker: str = "",
        lead: int = 0,
        is_guessed: bool = False,
    ) -> None:
        """Add one block, divided from the next by an empty line.

        A heading is one line. ``lead`` characters at the beginning are the block's own marker and
        stand before it.
        """
        start = self.append(lines, " " if kind == "heading" else "\n")
        if self.length > start + lead:
            begin, end = start + lead, self.length
            self.blocks.append(Block(kind, begin, end, level, marker, is_guessed=is_guessed))
            self.add("\n\n")

    def append(self, lines: Sequence[Line], joint: str = "\n") -> int:
        """Add lines as they are, without a block, and return where they start."""
        start = self.length
        for line in lines:
            if not line.text:
                continue
            if self.length > start:
                self.add(joint)
            for link_start, link_end, target in line.links:
                self._link(self.length + link_start, self.length + link_end, target)
            self.add(line.text)
        return start

    def add(self, text: str) -> None:
        """Add ``text`` as it is."""
        self._pieces.append(text)
        self.length += len(text)

    def write_table(self, start: int, rows: tuple[tuple[Cell, ...], ...]) -> None:
        """Add the block of a table whose cells stand between ``start`` and here."""
        self.blocks.append(Block("table", start, self.length - 1, rows=rows, shape="html"))
        self.add("\n")

    def _link(self, start: int, end: int, target: str) -> None:
        target = target.strip()
        if not _NO_PAGE.match(target):
            self.links.append(Link(start, end, resolved(self._base, target)))


def resolved(base: str, target: str) -> str:
    """Return ``target`` as given, or against the page's ``<base href>`` where it has one."""
    if not base:
        return target
    from urllib.parse import urljoin  # noqa: PLC0415  # few pages have a base

    try:
        return urljoin(base, target)
    except ValueError:
        return target
