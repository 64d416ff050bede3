"""Which lines that nothing marks are headings, and where a paragraph has been cut in two."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.parsing.text.agenda_items import is_item_label
from flows.reading.canonical import Block
from flows.reading.headings import KEY_VALUE, WORD, is_heading_like

LONG_LINE = 60
_TERMINAL = re.compile(r"[.!?:;][\"'\u2019\u201d)\]*_]*\s*$")
_SMALL_WORDS = frozenset(
    """
        a an and as at by for from in into is it of on or per the to via vs was were with how we
        our your be do
    """.split()
)
#: A line that ends in one of these has been cut off.
_OPEN_ENDED = frozenset(
    "a an and any as at by each for from had has have in into its of on or our that the their "
    "these this "
    "those to was were which who will with".split()
)
_SENTENCE_STARTERS = frozenset(
    "a all an as at during each following for from how if in it many more most no not on one our "
    "since some "
    """
        that the their there these they this those to under we what when where which while with
    """.split()
)


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _is_heading_like(line: str) -> bool:
    return is_heading_like(line) and not is_item_label(line.strip().strip("*_").strip())


def _is_title_case(line: str) -> bool:
    words = [word for word in _words(line) if word.lower() not in _SMALL_WORDS]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def with_quiet_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Turn short lines that stand alone, and open the text after them, into headings."""
    result: list[Block] = []
    for index, block in enumerate(blocks):
        body = text[block.char_start : block.char_end]
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if _is_numbered_heading(text, block, following):
            result.append(replace(block, kind="heading", level=2, marker="", is_guessed=True))
            continue
        if block.kind != "paragraph" or "\n" in body.strip() or not _is_heading_like(body):
            result.append(block)
            continue
        if KEY_VALUE.match(body) and not body.isupper():
            result.append(block)
            continue
        capitals = body.isupper()
        opens = any(
            later.kind in ("list_item", "table")
            or _runs_on(text, later)
            or KEY_VALUE.match(text, later.char_start)
            for later in blocks[index + 1 : index + 5]
        )
        before = text[result[-1].char_start : result[-1].char_end] if result else ""
        after_end = not goes_on(before.rstrip(), body)
        titled = capitals or _is_title_case(body) or len(_words(body)) <= 8
        if opens and titled and (capitals or after_end):
            level = 2 if capitals else 3
            result.append(replace(block, kind="heading", level=level, is_guessed=True))
        else:
            result.append(block)
    return result


def _is_numbered_heading(text: str, block: Block, following: Block | None) -> bool:
    """Say whether "4. Next steps" heads what follows instead of being one item of a list."""
    body = text[block.char_start : block.char_end]
    if block.kind != "list_item" or not block.marker[:1].isdigit() or "\n" in body:
        return False
    if not _is_heading_like(body):
        return False
    if body.isupper():
        return True
    if following is None or not _runs_on(text, following) or len(_words(body)) > 8:
        return False
    number = block.marker.strip("().")
    below = following.kind == "paragraph" or following.marker.startswith(f"{number}.")
    return below and (_is_title_case(body) or following.kind == "list_item")


def _runs_on(text: str, block: Block) -> bool:
    body = text[block.char_start : block.char_end]
    return block.kind in ("paragraph", "list_item") and (
        len(_words(body)) >= 10 or bool(_TERMINAL.search(body))
    )


def goes_on(before: str, after: str) -> bool:
    """Say whether the paragraph ``before`` is cut off and ``after`` is its other half.

    Both are clean texts of neighbouring paragraphs. An upper-case beginning goes on only
    behind an open end ("… were attended by / CID and …") or inside a name ("the Rural Crime
    / Coordination Team").
    """
    words = _words(before[-80:])
    if not words or _TERMINAL.search(before) or len(before) < 25:
        return False
    first = WORD.match(after.lstrip("\"'(\u00a3"))
    if after[:1].islower():
        return True
    if words[-1].lower() in _OPEN_ENDED and before[-1].isalpha():
        return True
    if first is None or first[0].lower() in _SENTENCE_STARTERS or len(words) < 3:
        return False
    if KEY_VALUE.match(after):
        return False
    return words[-1][0].isupper() and words[-2].lower() in _OPEN_ENDED and len(before) > LONG_LINE
