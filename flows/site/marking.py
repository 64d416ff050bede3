"""The text of a document in pieces: where records begin and end, a piece is cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that a record stands on. Without a ``kind`` they are only an address."""

    anchor: str
    char_start: int
    char_end: int
    kind: str | None = None
    #: What the record takes the words for.
    meaning: str = ""


@dataclass(slots=True)
class Piece:
    """A stretch of text under the same marks, and the anchors of what begins with it."""

    text: str
    kinds: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    meaning: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the piece as a template takes it."""
        return {
            "text": self.text,
            "kinds": self.kinds,
            "anchors": self.anchors,
            "meaning": self.meaning,
        }


class MarkedText:
    """A text with its marks; stretches of it are taken in the order of the text."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self._text = text
        # Of marks that begin together the longest opens first.
        self._marks: Sequence[Mark] = sorted(
            marks, key=lambda mark: (mark.char_start, -mark.char_end, mark.anchor)
        )
        self._next = 0
        self._open: list[Mark] = []

    def pieces(self, char_start: int, char_end: int) -> list[dict[str, Any]]:
        """Return ``text[char_start:char_end]`` in pieces, without the white space around it.

        Anchors of marks that begin in text that was passed over are put before the first piece,
        so that no address leads nowhere.
        """
        stretch = self._text[char_start:char_end]
        char_start += len(stretch) - len(stretch.lstrip())
        char_end -= len(stretch) - len(stretch.rstrip())
        if char_start >= char_end:
            return []
        return [piece.plain() for piece in self._pieces(char_start, char_end)]

    def remaining_anchors(self) -> list[str]:
        """Return the anchors of marks that begin behind the last piece."""
        return [mark.anchor for mark in self._marks[self._next :]]

    def _pieces(self, char_start: int, char_end: int) -> Iterator[Piece]:
        position = char_start
        while position < char_end:
            begun = self._begin(position)
            self._open = [mark for mark in self._open if mark.char_end > position]
            end = min(
                [char_end, *(mark.char_end for mark in self._open)]
                + [mark.char_start for mark in self._marks[self._next : self._next + 1]]
            )
            marked = [mark for mark in self._open if mark.kind]
            yield Piece(
                self._text[position:end],
                kinds=sorted({mark.kind for mark in marked if mark.kind}),
                anchors=[mark.anchor for mark in begun],
                meaning="; ".join(dict.fromkeys(mark.meaning for mark in marked if mark.meaning)),
            )
            position = end

    def _begin(self, position: int) -> list[Mark]:
        first = self._next
        while self._next < len(self._marks) and self._marks[self._next].char_start <= position:
            self._next += 1
        begun = list(self._marks[first : self._next])
        self._open += begun
        return begun
