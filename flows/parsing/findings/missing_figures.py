"""Charts and tables that a document announces and does not contain."""

import re
from collections.abc import Iterator
from itertools import islice

from flows.parsing.text.outline import EvidenceColumns, Outline, Part

_ANNOUNCED = re.compile(
    r"""\b(?:
        (?:the\s)?(?:below|following)\s(?:\w+\s){0,2}
          (?P<a>charts?|graphs?|tables?|diagrams?|maps?|infographics?)
      | (?P<b>charts?|graphs?|tables?|diagrams?|maps?|infographics?)\s(?:(?:set\sout|shown
          |displayed|provided|presented)\s)?(?:immediately\s)?(?:below|overleaf|underneath
          |that\sfollows?)
      | (?P<c>charts?|graphs?|tables?)\s\d{1,2}\s(?:below\s)?(?:shows|illustrates|sets\sout
          |provides|displays|presents)
      | (?P<d>charts?|graphs?|tables?|diagrams?)\s(?:[\w'-]+\s){0,8}?to\s
          (?:follow|be\s(?:inserted|added))(?:\shere)?
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PICTURES = frozenset(
    "chart charts graph graphs table tables diagram diagrams map maps infographic "
    "infographics".split()
)
_TELLS = re.compile(
    r"\b(?:shows?|illustrates?|sets?\sout|provides?|displays?|presents?|demonstrates?|outlines?"
    r"|details?|details|gives|summarises?|compares?|see|in|breaks?\sdown|highlights?|depicts?"
    r"|contains?|is|are)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:(?:figure|chart|graph|table)\s\d{1,2}\b|(?:number|volume|percentage|proportion|rate"
    r"|count)s?\sof\s)",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[|<img\b|<svg\b|<canvas\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d")
#: Paragraphs that may stand between an announcement and what it announces.
_PATIENCE = 4
_SHORT_LINE = 60


def missing_figures(
    outline: Outline,
) -> Iterator[tuple[EvidenceColumns, str, EvidenceColumns | None]]:
    """Yield (evidence of the announcement, explanation, evidence of the empty heading).

    A figure is there when a table, an image or a run of short lines with numbers follows
    before the text turns to something else. A heading that names a chart's content with
    nothing under it is missing its figure too.
    """
    used: set[int] = set()
    for statement in outline.statements:
        if _PICTURES.isdisjoint(statement.words):
            continue
        match = _ANNOUNCED.search(statement.text)
        if (
            match is None
            or statement.table is not None
            or not _is_announcement(statement.text, match)
        ):
            continue
        kind = next(word for word in match.group("a", "b", "c", "d") if word).lower()
        is_there, heading = _look_below(outline, statement.part, kind)
        if is_there:
            continue
        if heading is not None:
            used.add(heading.index)
        noun = kind.rstrip("s")
        under = f' under the heading "{heading.passage.text}"' if heading else ""
        yield (
            statement.evidence(),
            (
                f"A {noun} is announced, and no {noun}, picture or figures follow{under} "
                "in the text as published."
            ),
            _heading_evidence(outline, heading) if heading else None,
        )
    for part, following in zip(outline.parts, (*outline.parts[1:], None), strict=False):
        if part.index not in used and _is_bare_caption(outline, part, following):
            yield (
                _heading_evidence(outline, part),
                (
                    f'Nothing stands under "{part.passage.text}": '
                    "the figure that it names is not in the text as published."
                ),
                None,
            )


def _is_announcement(text: str, match: re.Match[str]) -> bool:
    around = (
        text[match.end() : match.end() + 60]
        + " "
        + text[max(0, match.start() - 30) : match.start()]
    )
    return bool(match["d"] or _TELLS.search(around)) or text.rstrip().endswith(":")


def _look_below(outline: Outline, position: int, kind: str) -> tuple[bool, Part | None]:
    """Say whether the announced figure follows the part, and under which heading it is missing."""
    here = outline.parts[position]
    heading: Part | None = None
    prose = 0
    before = here.block.char_end
    numbers = 0
    for part in islice(outline.parts, position + 1, None):
        if _IMAGE.search(outline.text, before, part.block.char_start):
            return True, None
        before = part.block.char_end
        if part.grid is not None:
            # A chart may be printed as its table; a table under a second heading is another one.
            return True, None
        if part.block.kind == "heading":
            named = heading is not None and _names_figures(heading)
            elsewhere = prose > 1 and not kind.startswith("table") and not _names_figures(part)
            if named or elsewhere:
                return False, heading
            heading = part
            continue
        if _IMAGE.search(outline.text, part.block.char_start, part.block.char_end):
            return True, None
        if len(part.passage.text) < _SHORT_LINE and _FIGURES.search(part.passage.text):
            numbers += 1
            if numbers >= 2:
                return True, None
            continue
        if part.block.kind == "list_item" and kind.startswith("table"):
            return True, None
        prose += 1
        if prose > _PATIENCE or heading is not None:
            return False, heading if heading and _names_figures(heading) else None
    if _IMAGE.search(outline.text, before, outline.char_end):
        return True, None
    return False, heading if heading and _names_figures(heading) else None


def _names_figures(part: Part) -> bool:
    return bool(_CAPTION.match(part.passage.text))


def _is_bare_caption(outline: Outline, part: Part, following: Part | None) -> bool:
    if part.block.kind != "heading" or not _CAPTION.match(part.passage.text):
        return False
    end = following.block.char_start if following else outline.char_end
    if _IMAGE.search(outline.text, part.block.char_start, end):
        return False
    return following is None or (
        following.block.kind == "heading" and following.block.level <= part.block.level
    )


def _heading_evidence(outline: Outline, part: Part) -> EvidenceColumns:
    start, end = part.passage.raw_span(0, len(part.passage.text))
    section = outline.section_at(start)
    return outline.evidence(start, end, section, section.speaker, part.passage.text)
