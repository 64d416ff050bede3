"""The beginning of a document: the lines that say what it is before it begins to speak."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.parsing.text.outline import Outline, Part
from flows.parsing.text.passages import clean_passage

#: "Dear …", in either language of a letter.
SALUTATION = re.compile(r"^(?:dear|annwyl)\b", re.IGNORECASE)
#: "Report title: …", "HMICFRS: An inspection of …": a line that gives the report that is answered.
REPORT_LINE = re.compile(
    r"(?:(?:hmic(?:frs)?|inspection)(?:'s)?\s)?report(?:'s)?\s?(?:title|name)?\s?:(?!\s*\d)"
    r"|(?:hmic(?:frs)?(?:'s)?\s)?inspection(?:\s(?:title|name))?\s?:(?!\s*\d)"
    r"|hmic(?:frs)?\s?:\s+(?:an?\s)?(?:\w+\s){0,3}(?:inspection|review)\s(?:of|into|on)\b"
    r"|(?:name|title)\sof\s(?:the\s)?(?:hmic(?:frs)?(?:'s)?\s)?(?:inspection|report)\s?:",
    re.IGNORECASE,
)
_PROSE_WORDS = 22
_LONGEST_TITLE = 40
#: A title that is told from a paragraph by its length no more.
_ANSWERS = re.compile(
    r"(?:re\s?:\s)?(?:(?:[\w'&-]+\s){0,8}?(?:response|reply|comments|answer)\s(?:of|by|from|to|on)\b"
    r"|(?:hmicfrs|hmic|hmi)\b[^.]{0,40}:)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;,]$|[.!]\s+[A-Z]")
_MOST_PARTS = 30
_TITLE_SHARE = 0.4
_TITLE_LABEL = 40
_FURNITURE = re.compile(
    r"""(?:skip\s(?:to\s(?:main\s)?content|navigation)|menu|search|home|close|accessibility(?:\ssettings)?|cookies?
        |text\sonly|back\sto\s[a-z ]{1,30}|share(?:\sthis)?|print|contact\sus|english|cymraeg
            |breadcrumb|you\sare\s(?:in|here):?
        |quick\s?(?:exit|ly\sexit).{0,80}|we\suse\s(?:some\s)?(?:essential\s)?cookies.{0,300}
            |.{0,80}\bcookie\b.{0,200}
        |not\sprotectively\smarked|official(?:[\s:-]{1,3}sensitive)?|restricted|unclassified
        |agenda(?:\sitem)?\s*+(?:no\.?)?\s*+[\dA-Za-z.]{0,6}|item\s*+(?:no\.?)?\s*+\d{1,3}[a-z]?|page\s\d{1,4}(?:\sof\s\d{1,4})?)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, clean, with the part in which it stands."""

    part: Part
    text: str


def is_furniture(text: str) -> bool:
    """Say whether a line belongs to the page, not to the document: menus, banners, markings."""
    return bool(_FURNITURE.fullmatch(text.strip()))


def is_title_line(text: str, title: str | None) -> bool:
    """Say whether a line prints the document's title, the better part of it, or it with a label."""
    if not title:
        return False
    line, whole = text.lower(), title.lower()
    if line in whole:
        return len(line) >= _TITLE_SHARE * len(whole)
    return whole in line and len(line) <= len(whole) + _TITLE_LABEL


def is_prose(part: Part) -> bool:
    """Say whether a part is running text: long enough, and no heading or table."""
    return (
        part.block.kind in ("paragraph", "list_item")
        and len(part.passage.text.split()) >= _PROSE_WORDS
        and not _is_long_title(part)
        and not is_furniture(part.passage.text)
    )


def _is_long_title(part: Part) -> bool:
    """Say whether a paragraph says what is answered, at length: "Response to …", no sentence."""
    text = part.passage.text
    return (
        part.block.kind == "paragraph"
        and len(text.split()) <= _LONGEST_TITLE
        and bool(_ANSWERS.match(text))
        and not _SENTENCE_END.search(text)
    )


def opening_parts(outline: Outline) -> tuple[Part, ...]:
    """Return the parts before the first running text, menus and banners left out.

    One paragraph may stand above it all (a notice, a standfirst) where short lines follow.
    """
    found: list[Part] = []
    for part in outline.parts[: 2 * _MOST_PARTS]:
        following = outline.parts[part.index + 1] if part.index + 1 < len(outline.parts) else None
        if part.index == 0 and is_prose(part) and following and _is_line(following):
            continue
        if is_prose(part) or (part.grid is not None and found):
            break
        if part.grid is None and not is_furniture(part.passage.text):
            found.append(part)
        if len(found) == _MOST_PARTS:
            break
    return tuple(found)


def _is_line(part: Part) -> bool:
    return part.grid is None and part.block.kind != "list_item" and not is_prose(part)


def lines_of(outline: Outline, part: Part) -> Iterator[Line]:
    """Yield the printed lines of a part that is no table; a folded address has several."""
    start = part.block.char_start
    if "\n" not in outline.text[start : part.block.char_end] and len(part.passage.raw_spans) == 1:
        yield Line(part, part.passage.text)
        return
    for piece in outline.text[start : part.block.char_end].split("\n"):
        if piece.strip():
            text = clean_passage(outline.text, [(start, start + len(piece))]).text
            if text:
                yield Line(part, text)
        start += len(piece) + 1
