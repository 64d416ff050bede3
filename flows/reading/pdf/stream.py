"""What all pages say, as one stream: paragraphs and tables, whole over columns and pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.reading.pdf import tables
from flows.reading.pdf.paragraphs import Paragraph, goes_on, join_lines
from flows.reading.pdf.tables import PageTable


@dataclass(slots=True)
class Prose:
    """A paragraph, heading or list item; ``parts`` are its stretches with their pages."""

    parts: list[tuple[int, Paragraph]]
    is_note: bool = False

    @property
    def first(self) -> Paragraph:
        """The stretch that begins it."""
        return self.parts[0][1]

    @property
    def text(self) -> str:
        """All of it, joined."""
        return join_lines(line.text for _, part in self.parts for line in part.lines)


@dataclass(slots=True)
class Tabular:
    """A table; ``parts`` are its stretches with their pages."""

    parts: list[tuple[int, PageTable]]


class Stream:
    """Takes columns and notes in the order of reading and joins what their ends cut."""

    def __init__(self) -> None:
        self.items: list[Prose | Tabular] = []
        self._notes = 0

    def add(self, page: int, items: Iterable[Paragraph | PageTable]) -> None:
        """Add what one column says; its beginning may be the rest of what came before."""
        for number, item in enumerate(items):
            if number == 0 and self._joins(page, item):
                continue
            if isinstance(item, PageTable):
                self.items.append(Tabular([(page, item)]))
            else:
                self.items.append(Prose([(page, item)]))
            self._notes = 0

    def add_notes(self, page: int, notes: Iterable[Paragraph]) -> None:
        """Add the footnotes of a page; the text above them may go on behind them."""
        for note in notes:
            self.items.append(Prose([(page, note)], is_note=True))
            self._notes += 1

    def _joins(self, page: int, item: Paragraph | PageTable) -> bool:
        index = len(self.items) - 1 - self._notes
        if index < 0:
            return False
        last = self.items[index]
        if isinstance(last, Tabular) and isinstance(item, PageTable):
            above = last.parts[-1][1]
            if not tables.goes_on(above, item):
                return False
            tables.join(last.parts[0][1], above, item)
            last.parts.append((page, item))
        elif isinstance(last, Prose) and isinstance(item, Paragraph):
            if not goes_on(last.parts[-1][1], item):
                return False
            last.parts.append((page, item))
        else:
            return False
        if last.parts[0][0] == last.parts[-2][0]:
            # Footnotes stand before the paragraph that they would cut, on their own page.
            self.items.append(self.items.pop(index))
            self._notes = 0
        return True
