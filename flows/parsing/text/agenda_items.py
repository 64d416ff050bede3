"""Items of agendas and minutes: a number on a line of its own, then the item's title.

Committee systems print each item so, with the sizes of its attachments behind the title.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.parsing.words import Gated, lowered
from flows.reading.canonical import Block, Cell

#: "34.", "34", "4.1", "39/20": the number of an item within a meeting or a year.
ITEM_NUMBER = re.compile(r"(?P<number>\d{1,3})(?:\.(?P<below>\d{1,2})|/\d{2,4})?[a-z]?\.?")
#: "pdf icon PDF 135 KB", "(DOCX, 1 MB)": an attachment named by its format and size.
ATTACHMENT = Gated(
    "pdf|doc|xls|ppt|rtf|csv",
    r"(?:(?<!\s)\s+)?(?:\b\w+\sicon\s)?\(?\b(?:PDF|DOCX?|XLSX?|PPTX?|RTF|CSV)\b,?\s\d+(?:\.\d+)?\s?[KMG]i?B\)?",
)
_LABEL = re.compile(
    r"(?:minutes|decisions?|resolved|attachments?)\s?(?::|[\u2013-]\s?that\b.*)"
    r"|(?:additional|supporting)\sdocuments\s?:?|share\sthis\sitem",
    re.IGNORECASE,
)
_MOST_TITLE_WORDS = 30
_FEWEST_ITEMS = 2
_ITEM_LEVEL = 3
_LINE = re.compile(r"[^\n]+")


def is_item_label(text: str) -> bool:
    """Say whether a line labels what stands in an item ("Minutes:"), or names an attachment."""
    return bool(_LABEL.fullmatch(text) or ATTACHMENT.search(text, lowered(text)))


def with_agenda_items(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each number and title joined to the heading of an item.

    Lone numbers are items only where several count up and titles stand under them; a number
    above a paragraph is that paragraph's. Labels inside an item ("Minutes:") head nothing, and
    a table of items is read as the text that it is.
    """
    blocks = [piece for block in blocks for piece in _unrolled(text, block)]
    titles = dict(_counting_up(text, blocks))
    joined: list[Block] = []
    for index, block in enumerate(blocks):
        if index in titles:
            start, end = block.char_start, titles[index]
            joined.append(Block("heading", start, end, _ITEM_LEVEL, is_guessed=True))
        elif index - 1 not in titles:
            is_label = _LABEL.fullmatch(text, block.char_start, block.char_end)
            joined.append(replace(block, kind="paragraph", level=0) if is_label else block)
    return joined


def _unrolled(text: str, block: Block) -> list[Block]:
    """Return a table of numbers and items as paragraphs, any other block as it is."""
    rows = [[cell for cell in row if cell.char_end > cell.char_start] for row in block.rows]
    items = [row for row in rows if len(row) > 1 and ITEM_NUMBER.fullmatch(_words(text, row[0]))]
    bodies = [_lines(text, row[-1]) for row in items]
    labelled = any(is_item_label(text[slice(*line)]) for body in bodies for line in body)
    if len(items) < _FEWEST_ITEMS or not labelled:
        return [block]
    pieces: list[Block] = []
    for row in rows:
        spans = [(cell.char_start, cell.char_end) for cell in row[:-1]]
        for start, end in (*spans, *(_lines(text, row[-1]) if row else ())):
            pieces.append(Block("paragraph", start, end))
    return pieces


def _words(text: str, cell: Cell) -> str:
    return text[cell.char_start : cell.char_end].strip()


def _lines(text: str, cell: Cell) -> list[tuple[int, int]]:
    lines = _LINE.finditer(text, cell.char_start, cell.char_end)
    return [match.span() for match in lines if match.group().strip()]


def _counting_up(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield (index of a number's block, end of its title) of the items that count up."""
    found: list[tuple[int, int, int]] = []
    for index, block in enumerate(blocks[:-1]):
        match = ITEM_NUMBER.fullmatch(text[block.char_start : block.char_end].strip())
        if match and block.kind in ("paragraph", "heading"):
            end = _title_end(text, blocks[index + 1])
            if end:
                found.append((index, end, int(match["number"])))
    numbers = [number for _, _, number in found]
    if len(found) < _FEWEST_ITEMS:
        return
    for place, (index, end, number) in enumerate(found):
        beside = numbers[max(place - 1, 0) : place] + numbers[place + 1 : place + 2]
        if any(abs(other - number) <= 1 for other in beside):
            yield index, end


def _title_end(text: str, block: Block) -> int | None:
    """Return where the title of an item ends, its attachment left off; None where it is none."""
    if block.kind not in ("paragraph", "heading"):
        return None
    body = text[block.char_start : block.char_end]
    attachment = ATTACHMENT.search(body, lowered(body))
    title = (body[: attachment.start()] if attachment else body).rstrip()
    is_title = (
        title[:1].isupper()
        and "\n" not in title
        and len(title.split()) <= _MOST_TITLE_WORDS
        and not title.endswith((".", ";", ",", ":"))
    )
    return block.char_start + len(title) if is_title else None
