"""One paragraph as it is read: its text, its links, and how it looks."""

import re
from dataclasses import dataclass, field

from flows.reading.docx.styles import CharacterFormat, ParagraphStyle

_SPACES = re.compile(r"[ \t\r\n]+")
#: Numbers and bullets that were typed; Word's writers put a tab or a space behind them.
_TYPED_MARKER = re.compile(
    r"""(?P<marker>
        [\u2022\u25e6\u25aa\u25cf\u2023\u2043\u2219\u00b7\uf0b7\uf0a7](?=\s*\w)
      | [-\u2013*o](?=\t)
      | \(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\)(?=\s)
      | \d{1,3}\.(?=\s)
      | (?:[a-zA-Z]|[ivx]{2,5})\.(?=\t)
      | \d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\t|\s+[A-Z"\u2018\u201c(])
      | \d{1,2}(?=\t[^\t]{20})
    )\s*(?=\S)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Line:
    """A paragraph. White space is folded as it comes in; tabs stay, and so do line breaks.

    ``looks`` says of how many letters each look is, ``links`` where in the text they stand.
    """

    style_id: str
    style: ParagraphStyle
    level: int = 0
    marker: str = ""
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    looks: list[tuple[int, CharacterFormat]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add words as they stand in the document; white space of any kind is one space."""
        text = _SPACES.sub(" ", text)
        if text[:1] == " " and self._last() in " \t\n":
            text = text[1:]
        if text:
            self._put(text)

    def add_shown(self, text: str, look: CharacterFormat) -> None:
        """Add words and remember how they look."""
        self.add(text)
        letters = len(text) - text.count(" ")
        if letters:
            self.looks.append((letters, look))

    def add_tab(self) -> None:
        """Add a tab, one for several."""
        if self._last() not in "\t\n":
            self._put("\t")

    def add_break(self) -> None:
        """Add a line break, one for several."""
        if self._last() != "\n":
            self._put("\n")

    def append(self, other: "Line") -> None:
        """Add what stands in another paragraph, with its links and its looks."""
        self.links += [
            (start + self.length, end + self.length, target) for start, end, target in other.links
        ]
        self.looks += other.looks
        for piece in other.pieces:
            self._put(piece)

    def _last(self) -> str:
        return self.pieces[-1][-1] if self.pieces else "\n"

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def text(self) -> str:
        """Return the text so far, without white space behind it."""
        return "".join(self.pieces).rstrip(" \t\n")

    def typed_marker(self) -> re.Match[str] | None:
        """Return the number or bullet that was typed in front of the text, if any."""
        return None if self.marker else _TYPED_MARKER.match(self.text())

    def looks_all(self, name: str) -> bool:
        """Say whether all letters are ``bold``, ``underlined`` or ``capitals``."""
        return bool(self.looks) and all(look.get(name) for _, look in self.looks)

    def size(self) -> float:
        """Return the mean size of the letters in half points; 0 where nothing says it."""
        letters = sum(count for count, _ in self.looks)
        return sum(count * look.get("size", 0) for count, look in self.looks) / max(letters, 1)
