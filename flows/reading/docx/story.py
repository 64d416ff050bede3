"""A story (body, note, page header) -> its paragraphs and tables, in reading order.

Tracked changes count as accepted: insertions and what was moved here are read, deletions
and what was moved away are not; where a paragraph's end was deleted, it runs on into the next.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from flows.reading.docx.equations import equation_text
from flows.reading.docx.fields import Fields
from flows.reading.docx.line import Line
from flows.reading.docx.names import (
    ALTERNATE,
    P_PR,
    R_PR,
    TBL,
    WRAPPERS,
    Element,
    P,
    alternative,
    is_furniture_control,
    m,
    number,
    value,
    w,
)
from flows.reading.docx.numbering import BULLET, Numbering
from flows.reading.docx.package import Relationship, target_of
from flows.reading.docx.styles import CharacterFormat, Styles, character_format, outline_level
from flows.reading.docx.tables import Item, read_table

_RUN_TEXT = w("t")
_TEXT_BOX = w("txbxContent")
_CONTROL, _CONTROL_CONTENT = w("sdt"), w("sdtContent")
_DELETED_MARKS = tuple(f"{R_PR}/{w(name)}" for name in ("del", "moveFrom"))
_RAISED_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*\u2020\u2021])[\])]?\s*")
#: "Recommendation 3:" is part of what a list says; "iii" and "(b)" only number it.
_WORDED = re.compile(r"\b(?![ivxlcdm]+\b)[^\W\d_]{3,}", re.IGNORECASE)
#: Letters of symbol fonts that mean something in words or figures; the rest are ornaments.
_SYMBOLS = {
    "symbol": {0xA3: "\u2264", 0xB3: "\u2265", 0xB1: "\u00b1", 0xB0: "\u00b0", 0xB4: "\u00d7",
               0xB7: BULLET, 0xAE: "\u2192", 0x2D: "\u2212", 0xB9: "\u2260", 0xBB: "\u2248"},
    "wingdings": {0xFC: "\u2713", 0xFB: "\u2717", 0xFE: "\u2611", 0xFD: "\u2612", 0xA8: "\u2610",
                  0x6F: "\u2610", 0xA7: BULLET, 0xD8: BULLET, 0x6C: BULLET, 0x6E: BULLET},
}  # fmt: skip


@dataclass(slots=True)
class Shared:
    """What all stories of a document share, and what they leave for the end of it.

    ``note_marks`` are the notes that the text refers to: kind of mark and id.
    """

    styles: Styles
    numbering: Numbering
    note_marks: list[tuple[str, str]] = field(default_factory=list)
    left_out_count: int = 0


class Story:
    """Reads one part of the package; ``relationships`` are that part's own."""

    def __init__(self, shared: Shared, relationships: dict[str, Relationship]) -> None:
        self._shared = shared
        self._relationships = relationships
        self._fields = Fields(shared)
        self._boxes: list[Element] = []
        self._in_contents = False
        self._look: CharacterFormat = {}

    def items(self, parent: Element) -> Iterator[Item]:
        """Yield the paragraphs and tables in ``parent``; a text box follows its paragraph."""
        carried: Line | None = None
        for node in self._blocks(parent):
            if node.tag == TBL:
                if carried is not None:
                    yield carried
                    carried = None
                yield read_table(node, self.items, self._shared.styles)
                continue
            properties = node.find(P_PR)
            runs_on = properties is not None and any(
                properties.find(path) is not None for path in _DELETED_MARKS
            )
            line = self._opened(properties, is_counted=not runs_on)
            if carried is not None:
                line.append(carried)
            self._paragraph(node, line)
            carried = line if runs_on else None
            if not runs_on and not line.style.is_contents:
                yield line
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                yield from self.items(box)
        if carried is not None:
            yield carried

    def _paragraph(self, node: Element, line: Line) -> None:
        """Read the words of a paragraph; a table of contents is counted once."""
        if line.style.level:
            self._fields.end_all()
        counted = self._shared.left_out_count
        self._inside(node, line)
        self._fields.end_paragraph()
        is_contents = line.style.is_contents
        if is_contents and not self._in_contents and self._shared.left_out_count == counted:
            self._shared.left_out_count += 1
        self._in_contents = is_contents

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for node in parent:
            if node.tag in (P, TBL):
                yield node
            elif node.tag == _CONTROL:
                content = self._controlled(node)
                if content is not None:
                    yield from self._blocks(content)
            elif node.tag == ALTERNATE:
                branch = alternative(node)
                if branch is not None:
                    yield from self._blocks(branch)
            elif node.tag in WRAPPERS:
                yield from self._blocks(node)

    def _opened(self, properties: Element | None, *, is_counted: bool) -> Line:
        """Begin a paragraph: its style, its level as a heading, its number if it counts."""
        style_id = own = ""
        list_id: str | None = None
        level: int | None = None
        if properties is not None:
            style_id = value(properties.find(w("pStyle")))
            own = value(properties.find(w("outlineLvl")))
            numbered = properties.find(w("numPr"))
            if numbered is not None:
                list_id = value(numbered.find(w("numId"))) or None
                depth = value(numbered.find(w("ilvl")))
                level = number(depth) if depth else None
        style = self._shared.styles.paragraph(style_id)
        # A heading that a table of contents is to skip has the outline level of body text.
        line = Line(style_id, style, outline_level(own) or style.level)
        from_style = list_id is None
        if from_style:
            list_id, style_level = style.numbering
            level = style_level if level is None else level
        if list_id and is_counted and not style.is_contents:
            at = level if level is not None or from_style else 0
            marker = self._shared.numbering.next_marker(list_id, at, style_id)
            if _WORDED.search(marker):
                line.add(f"{marker} ")
            else:
                line.marker = marker
        return line

    def _inside(self, node: Element, line: Line) -> None:
        for child in node:
            handle = self._HANDLERS.get(child.tag)
            if handle is not None:
                handle(self, child, line)

    def _run(self, run: Element, line: Line) -> None:
        look = line.style.characters
        properties = run.find(R_PR)
        if properties is not None:
            styled = value(properties.find(w("rStyle")))
            if styled:
                look = look | self._shared.styles.characters(styled)
            look = look | character_format(properties)
        self._look = look
        if look.get("hidden") and run.find(_RUN_TEXT) is not None:
            self._shared.left_out_count += 1
        self._inside(run, line)
        self._look = {}

    def _is_shown(self) -> bool:
        return not (self._look.get("hidden") or self._fields.hide)

    def _text(self, node: Element, line: Line) -> None:
        text = node.text or ""
        # A raised figure is a typed footnote mark; glued to a number it would change that.
        is_mark = self._look.get("raised") and _RAISED_MARK.fullmatch(text)
        if self._is_shown() and not is_mark:
            line.add_shown(text.replace("\u00ad", ""), self._look)

    def _tab(self, _: Element, line: Line) -> None:
        if self._is_shown():
            line.add_tab()

    def _break(self, _: Element, line: Line) -> None:
        if self._is_shown():
            line.add_break()

    def _hyphen(self, _: Element, line: Line) -> None:
        # Parsing reads "-" in numbers and names, and U+2011 in none.
        if self._is_shown():
            line.add("-")

    def _symbol(self, node: Element, line: Line) -> None:
        font = node.get(w("font"), "").lower()
        code = node.get(w("char"), "")
        letters = _SYMBOLS.get("wingdings" if font.startswith("wingdings") else font, {})
        # Symbol fonts repeat their 256 letters from U+F000 on.
        found = letters.get(int(code, 16) & 0xFF if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0)
        if found and self._is_shown():
            line.add(found)

    def _note(self, node: Element, _: Line) -> None:
        if self._is_shown():
            self._shared.note_marks.append((node.tag, node.get(w("id"), "")))

    def _comment(self, _: Element, __: Line) -> None:
        self._shared.left_out_count += 1

    def _hyperlink(self, node: Element, line: Line) -> None:
        start = line.length
        self._inside(node, line)
        target = target_of(self._relationships, node)
        if target:
            line.links.append((start, line.length, target))

    def _simple_field(self, node: Element, line: Line) -> None:
        self._fields.begin(line)
        self._fields.instruct(node.get(w("instr"), ""))
        self._fields.separate(line)
        self._inside(node, line)
        self._fields.end(line)

    def _field_mark(self, node: Element, line: Line) -> None:
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._fields.begin(line)
        elif kind == "separate":
            self._fields.separate(line)
        elif kind == "end":
            self._fields.end(line)

    def _instruction(self, node: Element, _: Line) -> None:
        self._fields.instruct(node.text or "")

    def _controlled(self, control: Element) -> Element | None:
        """Return the content of a content control, None (and counted) where it is furniture."""
        if is_furniture_control(control):
            self._shared.left_out_count += 1
            return None
        return control.find(_CONTROL_CONTENT)

    def _control(self, control: Element, line: Line) -> None:
        content = self._controlled(control)
        if content is not None:
            self._inside(content, line)

    def _alternate(self, node: Element, line: Line) -> None:
        branch = alternative(node)
        if branch is not None:
            self._inside(branch, line)

    def _drawn(self, drawing: Element, _: Line) -> None:
        """Keep the text boxes of a drawing for after its paragraph, each once."""
        if self._is_shown():
            self._boxes.extend(_outermost_boxes(drawing))

    def _equation(self, node: Element, line: Line) -> None:
        if self._is_shown():
            line.add(equation_text(node))

    #: What is done with each element of a paragraph; others hold no words.
    _HANDLERS: ClassVar[dict[str, Callable[["Story", Element, Line], None]]] = {
        **dict.fromkeys(WRAPPERS, _inside),
        w("r"): _run,
        _RUN_TEXT: _text,
        _CONTROL: _control,
        ALTERNATE: _alternate,
        w("hyperlink"): _hyperlink,
        w("fldSimple"): _simple_field,
        w("fldChar"): _field_mark,
        w("instrText"): _instruction,
        w("tab"): _tab,
        w("ptab"): _tab,
        w("br"): _break,
        w("cr"): _break,
        w("noBreakHyphen"): _hyphen,
        w("sym"): _symbol,
        w("footnoteReference"): _note,
        w("endnoteReference"): _note,
        w("commentReference"): _comment,
        **dict.fromkeys((w("drawing"), w("pict"), w("object")), _drawn),
        m("oMath"): _equation,
        m("oMathPara"): _equation,
    }


def _outermost_boxes(drawing: Element) -> Iterator[Element]:
    for node in drawing:
        if node.tag == _TEXT_BOX:
            yield node
        elif node.tag == ALTERNATE:
            branch = alternative(node)
            if branch is not None:
                yield from _outermost_boxes(branch)
        else:
            yield from _outermost_boxes(node)
