"""Plain text and markdown -> blocks: headings, paragraphs, list items, tables.

The texts are exports of PDFs, web pages and word processors: headings may be marked with
``#``, be a bold line, stand in capitals or be a short line alone; tables come as pipes,
tabs, HTML or drawn with blanks; page numbers, running headers and markings interrupt sentences.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.parsing.text.agenda_items import with_agenda_items
from flows.parsing.text.blank_tables import blank_table
from flows.parsing.text.cut_tables import with_whole_tables
from flows.parsing.text.headings import LONG_LINE, with_quiet_headings
from flows.parsing.text.markup_tables import html_table_rows, pipe_row, tab_row
from flows.parsing.text.page_furniture import Line, furniture_lines
from flows.parsing.text.ruled_tables import ruled_table
from flows.parsing.words import holds_one
from flows.reading.canonical import Block, Cell
from flows.reading.headings import KEY_VALUE, LONGEST_HEADING

_ATX = re.compile(r"\s{0,3}(#{1,6})\s+(\S(?:[^\s#]|[\s#]++(?=[^\s#]))*+)[\s#]*$")
_RULE = re.compile(r"\s*(?:[-_*=]\s?){3,}\s*$")
_PIPE_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-{2,}:?\s*+(?:\|\s*+:?-{2,}:?\s*+)*+(?:\|\s*)?$")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?P<body>(?:(?!\1).)+)\1\s*:?\s*$")
_MARKER = re.compile(
    # A number may be in the bold letters of its line: "**1. The force should …**".
    r"""\s*(?:(?:\*\*|__)(?=\(?\d{1,2}[.)]))?(?P<marker>
        \*(?!\*|\S[^*\n]*\*\s*$)
      | [-+\u2022\u25e6\u25aa\u25ab\u25cf\u2023\u2043\u2219\uf0b7\uf0a7\u00b7]
      | [oO\u00a7](?=\s[A-Z])
      | \(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)
      | \d{1,3}\.(?!\d)(?=\s|[A-Z]|\*\*\s|__\s)
      | [a-zA-Z]\.(?=\s)
      | [ivx]{2,5}\.(?=\s)
      | \d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+[A-Z"'\u2018\u201c(]|[A-Z][a-z])
    )\s*(?=\S)""",
    re.VERBOSE,
)
_QUOTE = re.compile(r"\s{0,3}>\s?(?=\S)")
_LONE_MARKER = re.compile(
    r"\s*(?P<marker>\d{1,2}\.(?:\d{1,2}\.?){0,3}|\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\))\s*"
)
#: A carriage return and the line feed behind it are one end.
_LINE_END = re.compile(r"([\n\r\f\u2028\u2029](?:(?<=\r)\n)?)")
#: "**Force response:** …", "**PCC**: …": a bold label begins a paragraph, also in a run of lines.
_BOLD_LABEL = re.compile(r"\s*(\*\*|__)(?P<label>[^*_:]{2,60})(?::\s?\1|\1\s?:)(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?]\s*$")
#: How the last item but one of a list ends.
_ANOTHER_ITEM = re.compile(r"[;,]\s(?:and|or)\s*$")


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    start = 0
    begins_page = False
    for piece in _LINE_END.split(text):
        if piece and piece not in "\r\n\f\u2028\u2029":
            lines.append(Line(start, start + len(piece), piece, begins_page))
            begins_page = False
        elif piece:
            begins_page = begins_page or piece == "\f"
            if not lines or lines[-1].end != start:
                lines.append(Line(start, start, ""))
        start += len(piece)
    return lines


#: Without a wide gap, an indented line or a rule in pieces nothing is drawn with blanks.
_SIGNS_OF_DRAWN = ("  ", "\n ", "\r ", "\t", "-- --", "== ==")
_ODD_SPACE = re.compile(r"[\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def _may_be_drawn(text: str) -> bool:
    is_spaced = text[:1].isspace() or holds_one(text, _SIGNS_OF_DRAWN)
    return is_spaced or bool(_ODD_SPACE.search(text))


#: No page is so wide: a longer line that ends a sentence is a paragraph of its own.
_LONGEST_WRAPPED = 110
#: So many lines show how wide a run is; one of thousands must not be measured at each of them.
_RUN_LINES = 200


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of plain text or markdown, in reading order.

    Page furniture and rules between paragraphs are in no block. A table that goes on
    after a page break is one block; a row that goes on stays several rows here and is
    joined by ``flows.parsing.text.tables``.
    """
    lines = _lines(text)
    furniture = furniture_lines(lines)
    # A line that belongs to the page ends the run that it stands in, as an empty one does.
    lines = [line._replace(text="") if n in furniture else line for n, line in enumerate(lines)]
    drawn = _drawn_tables(lines) if _may_be_drawn(text) else {}
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.is_blank:
            index += 1
            continue
        index, found = (
            drawn.get(index)
            or _heading(lines, index)
            or _html_table(text, lines, index)
            or _pipe_table(lines, index)
            or _tab_table(lines, index)
            or _rule(lines, index)
            or _prose(lines, index, drawn)
        )
        blocks.extend(found)
    found = _without_lone_numbers(with_agenda_items(text, with_whole_tables(text, blocks)))
    return tuple(with_quiet_headings(text, found))


_Found = tuple[int, list[Block]]


def _drawn_tables(lines: Sequence[Line]) -> dict[int, _Found]:
    """Return the tables that are drawn with blanks, by the number of their first line."""
    found: dict[int, _Found] = {}
    index = 0
    while index < len(lines):
        if lines[index].is_blank:
            index += 1
            continue
        end, table = ruled_table(lines, index) or blank_table(lines, index)
        if table is not None:
            found[index] = end, [table]
        index = end
    return found


def _rule(lines: Sequence[Line], index: int) -> _Found | None:
    return (index + 1, []) if _RULE.match(lines[index].text) else None


def _heading(lines: Sequence[Line], index: int) -> _Found | None:
    line = lines[index]
    if match := _ATX.match(line.text):
        if len(match[2]) > 3 * LONGEST_HEADING:
            return None
        start, end = line.start + match.start(2), line.start + match.end(2)
        return index + 1, [Block("heading", start, end, level=len(match[1]))]
    match = _BOLD_LINE.match(line.text)
    if (
        match
        and len(match["body"]) <= LONGEST_HEADING
        and not match["body"].rstrip().endswith((".", ",", ";"))
    ):
        alone = index == 0 or lines[index - 1].is_blank
        if alone:
            start, end = line.start + match.start("body"), line.start + match.end("body")
            return index + 1, [Block("heading", start, end, level=4, is_guessed=True)]
    return None


def _html_table(text: str, lines: Sequence[Line], index: int) -> _Found | None:
    line = lines[index]
    if "<table" not in line.text.lower():
        return None
    start = line.start + line.text.lower().index("<table")
    if line.text[: start - line.start].strip():
        return None
    end, rows = html_table_rows(text, start)
    following = index + 1
    while following < len(lines) and lines[following].start < end:
        following += 1
    return following, [Block("table", start, end, rows=rows, shape="html")] if rows else []


def _pipe_table(lines: Sequence[Line], index: int) -> _Found | None:
    def is_row(line: Line) -> bool:
        stripped = line.text.strip()
        return len(stripped) > 1 and (
            stripped[0] == "|" or (stripped.count(" | ") > 0 and stripped[-1] != "|" and ruled)
        )

    first = lines[index]
    ruled = (
        index + 1 < len(lines)
        and "|" in first.text
        and bool(_PIPE_RULE.match(lines[index + 1].text))
    )
    if not is_row(first) or (first.text.count("|") < 2 and not ruled):
        return None
    rows: list[tuple[Cell, ...]] = []
    ruled_off = False
    end = first.end
    position = index
    while position < len(lines) and is_row(lines[position]):
        line = lines[position]
        if _PIPE_RULE.match(line.text):
            # What stands above the first rule is the heading; exports repeat the rule at page ends.
            if not ruled_off:
                rows = [tuple(replace(cell, is_header=True) for cell in row) for row in rows]
            ruled_off = True
        else:
            rows.append(pipe_row(line.text, line.start))
        end = line.end
        position += 1
    return position, [Block("table", first.start, end, rows=tuple(rows), shape="pipe")]


def _tab_table(lines: Sequence[Line], index: int) -> _Found | None:
    rows: list[tuple[Cell, ...]] = []
    position = index
    while position < len(lines) and "\t" in lines[position].text.rstrip(" ").lstrip(" "):
        line = lines[position]
        row = tab_row(line.text, line.start)
        if len(row) < 2:
            break
        rows.append(row)
        position += 1
    filled = sum(1 for row in rows for cell in row if cell.char_end > cell.char_start)
    if len(rows) < 2 or filled < 4:
        return None
    return position, [
        Block("table", lines[index].start, lines[position - 1].end, rows=tuple(rows), shape="tab")
    ]


def _prose(lines: Sequence[Line], index: int, drawn: Mapping[int, _Found]) -> _Found:
    """Take one paragraph or list item: its line and the lines that run on from it."""
    lone = _LONE_MARKER.fullmatch(lines[index].text)
    if lone:
        # Exports put a paragraph's number on a line of its own, above the paragraph.
        following = index + 1
        if following == len(lines) or lines[following].is_blank:
            line = lines[index]
            return following, [Block("paragraph", line.start, line.end, marker=lone["marker"])]
        end, found = _prose(lines, following, drawn)
        numbered = found and found[0].kind == "paragraph" and not lines[following].text.isupper()
        if numbered and _runs_over(lines, following):
            found[0] = replace(found[0], kind="list_item", marker=lone["marker"])
        return end, found
    first = lines[index]
    marker = _MARKER.match(first.text)
    quote = _QUOTE.match(first.text)
    lead = marker or quote
    start = first.start + (lead.end() if lead else len(first.text) - len(first.text.lstrip()))
    end = first.end
    position = index + 1
    full = _full_width(lines, index)
    while position < len(lines):
        line = lines[position]
        if (
            line.is_blank
            or position in drawn
            or _ATX.match(line.text)
            or _opens_item(lines[position - 1].text, line.text)
            or _RULE.match(line.text)
        ):
            break
        if (
            "<table" in line.text.lower()
            or line.text.lstrip()[:1] == "|"
            or KEY_VALUE.match(line.text)
            or _BOLD_LABEL.match(line.text)
        ):
            break
        last = lines[position - 1].text.strip()
        if (
            len(last) < full
            and not last.endswith((",", "-"))
            and not line.text.lstrip()[:1].islower()
        ):
            break
        if line.text.count("\t") > 1 or _LONE_MARKER.fullmatch(line.text):
            break
        if len(last) > _LONGEST_WRAPPED and last.endswith((".", "?", "!")):
            break
        end = line.end
        position += 1
    if marker:
        return position, [Block("list_item", start, end, marker=marker["marker"])]
    return position, [Block("paragraph", start, end)]


def _runs_over(lines: Sequence[Line], index: int) -> bool:
    """Say whether the paragraph that begins here is prose, not the words of a heading."""
    return len(lines[index].text.split()) > 6 or bool(_SENTENCE_END.search(lines[index].text))


def _opens_item(before: str, line: str) -> bool:
    """Say whether a line of a run opens a list item, not the rest of "came down to / 61. Then"."""
    marker = _MARKER.match(line)
    is_number = marker is not None and marker["marker"][:-1].isdigit()
    goes_on = before.rstrip()[-1:].isalnum() and not _ANOTHER_ITEM.search(before)
    return marker is not None and not (is_number and goes_on)


def _full_width(lines: Sequence[Line], index: int) -> float:
    """Return the width under which a line of this run ends a thought.

    Text that was wrapped by a narrow column goes on in lower case on many lines; there a
    line is short only beside its neighbours.
    """
    run: list[str] = []
    while index < len(lines) and not lines[index].is_blank and len(run) < _RUN_LINES:
        run.append(lines[index].text.strip())
        index += 1
    going_on = sum(line[:1].islower() for line in run[1:])
    wrapped = going_on >= 0.4 * len(run[1:]) if len(run) > 1 else False
    return 0.6 * max(map(len, run)) if wrapped else LONG_LINE


def _without_lone_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Leave out numbers on lines of their own that number no item of a meeting."""
    return [block for block in blocks if block.kind != "paragraph" or not block.marker]
