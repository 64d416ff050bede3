"""Headings that no style marks: short lines set off from what follows by how they look."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.reading.canonical import Block
from flows.reading.docx.line import Line
from flows.reading.docx.numbering import BULLET
from flows.reading.headings import KEY_VALUE, is_heading_like

_LARGER = 1.15
_DEEPEST = 6
_LOOKS_AHEAD = 4
_RUNNING_WORDS = 10
_SENTENCE_END = re.compile(r"[.!?:;]\W*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that may turn out to be a heading; ``line`` is None for tables and page headers."""

    block: Block
    text: str
    line: Line | None = None


def with_headings_by_look(drafts: Sequence[Draft]) -> tuple[Block, ...]:
    """Return the blocks, with lines that look like headings made into such.

    All of the line is bold, underlined, in capitals or clearly larger than the document's
    usual letters, and text follows that is not. It stands below the marked heading above it:
    larger lines and capitals one level, others two levels down from the top.
    """
    usual = _usual_size(drafts)
    blocks: list[Block] = []
    marked = 0
    for index, draft in enumerate(drafts):
        block = draft.block
        if block.kind == "heading":
            marked = block.level
        elif _heads(drafts, index, usual):
            level = min(max(marked + 1, 2 if _is_strong(draft, usual) else 3), _DEEPEST)
            block = replace(block, kind="heading", level=level, is_guessed=True)
        blocks.append(block)
    return tuple(blocks)


def _usual_size(drafts: Sequence[Draft]) -> float:
    sizes: Counter[float] = Counter()
    for draft in drafts:
        if draft.line is not None and (size := draft.line.size()):
            sizes[size] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _stands_out(draft: Draft, usual: float) -> bool:
    line = draft.line
    if line is None or draft.block.kind not in ("paragraph", "list_item"):
        return False
    if draft.block.marker == BULLET or "\n" in draft.text or not is_heading_like(draft.text):
        return False
    if _is_strong(draft, usual):
        return True
    by_letters = line.looks_all("bold") or line.looks_all("underlined")
    return by_letters and not KEY_VALUE.match(draft.text)


def _is_strong(draft: Draft, usual: float) -> bool:
    """Say whether a reader sees capitals, or letters larger than usual."""
    line = draft.line
    if line is None:
        return False
    is_capitals = draft.text.isupper() or line.looks_all("capitals")
    return is_capitals or (usual > 0 and line.size() > usual * _LARGER)


def _heads(drafts: Sequence[Draft], index: int, usual: float) -> bool:
    if not _stands_out(drafts[index], usual):
        return False
    for later in drafts[index + 1 : index + 1 + _LOOKS_AHEAD]:
        if later.block.kind == "heading":
            # A title stands right above a heading; other lines there are a subtitle or a name.
            return _is_strong(drafts[index], usual)
        if later.block.kind in ("table", "list_item"):
            return True
        is_running = len(later.text.split()) >= _RUNNING_WORDS or _SENTENCE_END.search(later.text)
        if is_running and not _stands_out(later, usual):
            return True
    return False
