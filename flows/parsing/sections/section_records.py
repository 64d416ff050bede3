"""Where sections begin -> section records without gaps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.parsing.text.outline import Outline, Part
from flows.records import Section, fact_key

#: What stands on a line before its words: marks of headings and lists, numbers of sections.
_LINE_MARK = re.compile(r"[\s#*_>-]{0,20}(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s*)?")


@dataclass(slots=True)
class Start:
    """Where a section begins; ``is_speaker`` marks headings that name their speaker."""

    part: int
    heading: str | None
    level: int
    speaker: str
    is_speaker: bool = False


def line_start(outline: Outline, part: Part) -> int:
    """Return the offset of the line on which a part begins, with its markup and number."""
    start = outline.text.rfind("\n", 0, part.block.char_start) + 1
    is_mark = _LINE_MARK.fullmatch(outline.text, start, part.block.char_start)
    return start if is_mark else part.block.char_start


def section_records(outline: Outline, starts: Sequence[Start]) -> Iterator[Section]:
    """Yield the sections that begin at ``starts``; together they cover the whole document."""
    offsets = [
        outline.char_start,
        *(line_start(outline, outline.parts[start.part]) for start in starts[1:]),
    ]
    kept: list[tuple[int, Start]] = []
    for offset, start in zip(offsets, starts, strict=True):
        if kept and offset <= kept[-1][0]:
            # The document opens with this section: nothing stands before it.
            kept[-1] = (kept[-1][0], start)
        else:
            kept.append((offset, start))
    ends = [*(offset for offset, _ in kept[1:]), outline.char_end]
    for ordinal, ((offset, start), end) in enumerate(zip(kept, ends, strict=True), start=1):
        yield Section(
            section_id=fact_key("section", outline.document_id, offset, end),
            document_id=outline.document_id,
            ordinal=ordinal,
            level=start.level,
            heading=start.heading,
            speaker=start.speaker,
            char_start=offset,
            char_end=end,
        )
