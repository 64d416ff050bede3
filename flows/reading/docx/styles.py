"""Styles: which paragraphs are headings, and how text looks, inherited as Word inherits it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.reading.docx.names import P_PR, R_PR, VAL, Element, is_on, number, value, w

#: Properties of characters that say something: bold, underlined, size ... Absent is inherited.
CharacterFormat = dict[str, int]
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d|toc heading|contents heading|table of figures", re.IGNORECASE)
_TOGGLES = {w("b"): "bold", w("caps"): "capitals", w("vanish"): "hidden"}
_SIZE, _UNDERLINE, _ALIGNMENT, _POSITION = w("sz"), w("u"), w("vertAlign"), w("position")
#: Style chains are a few steps long; a longer one goes round in a circle.
_LONGEST_CHAIN = 20
_BODY_LEVEL = 9


def character_format(properties: Element | None) -> CharacterFormat:
    """Return what ``w:rPr`` itself says of its characters; ``size`` is in half points."""
    found: CharacterFormat = {}
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag in _TOGGLES:
            found[_TOGGLES[tag]] = is_on(child)
        elif tag == _SIZE:
            found["size"] = number(child.get(VAL))
        elif tag == _UNDERLINE:
            found["underlined"] = is_on(child)
        elif tag == _ALIGNMENT:
            found["raised"] = child.get(VAL) == "superscript"
        elif tag == _POSITION:
            found["raised"] = number(child.get(VAL)) > 0
    return found


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style gives its paragraphs.

    ``level`` is the depth of a heading (0: none), ``numbering`` the list and its level.
    """

    level: int = 0
    numbering: tuple[str | None, int | None] = (None, None)
    is_contents: bool = False
    characters: CharacterFormat = field(default_factory=dict)


class Styles:
    """The styles of a document; ``root`` is its styles part, None where it has none."""

    def __init__(self, root: Element | None) -> None:
        self._nodes: dict[str, Element] = {}
        self._default_id = ""
        self._base: CharacterFormat = {}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, CharacterFormat] = {}
        if root is None:
            return
        self._base = character_format(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for node in root.iterfind(w("style")):
            style_id = node.get(w("styleId"), "")
            self._nodes[style_id] = node
            if node.get(w("type")) == "paragraph" and node.get(w("default")) in ("1", "true"):
                self._default_id = style_id

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """Return a paragraph style by its id; an unknown or empty id is the default style's."""
        if style_id not in self._nodes:
            style_id = self._default_id
        if style_id not in self._paragraphs:
            self._paragraphs[style_id] = self._resolved(style_id)
        return self._paragraphs[style_id]

    def characters(self, style_id: str) -> CharacterFormat:
        """Return what a character style says of its characters."""
        if style_id not in self._characters:
            found: CharacterFormat = {}
            for node in reversed(list(self._chain(style_id))):
                found |= character_format(node.find(R_PR))
            self._characters[style_id] = found
        return self._characters[style_id]

    def marks_first_row(self, style_id: str) -> bool:
        """Say whether a table style sets the first row off by bold letters or a shade."""
        for node in self._chain(style_id):
            for part in node.iterfind(w("tblStylePr")):
                if part.get(w("type")) == "firstRow" and (
                    is_on(part.find(f"{R_PR}/{w('b')}"))
                    or next(part.iter(w("shd")), None) is not None
                ):
                    return True
        return False

    def numbering_of(self, style_id: str) -> str | None:
        """Return the id of the list that a numbering style stands for."""
        node = self._nodes.get(style_id)
        found = node.find(f"{P_PR}/{w('numPr')}/{w('numId')}") if node is not None else None
        return found.get(VAL) if found is not None else None

    def _chain(self, style_id: str) -> Iterator[Element]:
        for _ in range(_LONGEST_CHAIN):
            node = self._nodes.get(style_id)
            if node is None:
                return
            yield node
            style_id = value(node.find(w("basedOn")))

    def _resolved(self, style_id: str) -> ParagraphStyle:
        chain = list(self._chain(style_id))
        characters = dict(self._base)
        for node in reversed(chain):
            characters |= character_format(node.find(R_PR))
        names = [value(node.find(w("name"))) for node in chain]
        list_id = _first(chain, "numPr", "numId")
        list_level = _first(chain, "numPr", "ilvl")
        return ParagraphStyle(
            _heading_level(chain, names),
            (list_id, None if list_level is None else number(list_level)),
            any(_CONTENTS.fullmatch(name) for name in names),
            characters,
        )


def _first(chain: list[Element], *path: str) -> str | None:
    steps = "/".join(w(name) for name in path)
    for node in chain:
        found = node.find(f"{P_PR}/{steps}")
        if found is not None:
            return found.get(VAL)
    return None


def _heading_level(chain: list[Element], names: list[str]) -> int:
    outline = _first(chain, "outlineLvl")
    if outline is not None:
        return outline_level(outline)
    for name in names:
        if match := _HEADING.fullmatch(name):
            return int(match[1])
        if name.lower() == "title":
            return 1
    return 0


def outline_level(text: str) -> int:
    """Return the heading level of an outline level; 9 is Word's "body text", no heading."""
    level = number(text, _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0
