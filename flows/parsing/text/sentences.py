"""Where a sentence ends in a clean paragraph."""

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(
    r"""[.!?]["')\]]*(?=\s+["'(\[]?[A-Z0-9\u00a3\u2022])|\s(?=[\u2022\u25aa\u25cf\uf0b7]\s)"""
)
_LAST_WORD = re.compile(r"([^\s(\"']+)$")
#: Words whose full stop does not end a sentence. Ranks and titles as police papers write them.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev rt hon cllr sir st no nos para paras p pp vol fig ref vs v cf approx "
    "c ca ext "
    "insp supt ch sgt det cons supts e.g i.e eg ie al art reg regs sch ss messrs".split()
)
_INITIAL = re.compile(r"(?:[A-Za-z]\.)*[A-Z]$")


#: No sentence is longer. A list without full stops may be; its finders must stay linear in time.
_LONGEST = 3000


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``text``, without the space between them.

    A full stop behind an initial ("H.M. Government"), a title or a short form ends no
    sentence, and a bullet in running text begins a new one.
    """
    start = 0
    for match in _CANDIDATE.finditer(text):
        end = match.end()
        if text[match.start()] == ".":
            word = _LAST_WORD.search(text, max(start, match.start() - 40), match.start())
            last = word[1] if word else ""
            if last.lower() in _ABBREVIATIONS or (
                _INITIAL.fullmatch(last)
                and len(last.replace(".", "")) <= 2
                and match.end() - match.start() == 1
            ):
                continue
        yield from _pieces(text, start, end)
        start = end
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence at ``start:end``; what is longer than any sentence is cut at a space."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = start + _LONGEST if cut < 0 else cut
        yield trimmed(text, start, cut)
        start = cut
    if text[start:end].strip():
        yield trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span from ``start`` to ``end`` without the white space at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
