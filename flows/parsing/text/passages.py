"""Readable text that remembers where it stands in the canonical text.

Parsing works on clean text: markup, entities, soft hyphens and folded white space are
gone, curly quotes are straight. A ``Passage`` leads every clean position back to the
canonical text, so that evidence always quotes the document as it is.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NOISE = re.compile(
    r"""
      (?P<footnote><sup>\s?\[?\d{1,3}\]?\s?</sup>)
    | (?P<tag></?[a-zA-Z][^<>]{0,400}>|<!--.*?-->)
    | (?P<image>!\[[^\]\n]{0,200}\]\([^)\s]{0,500}\))
    | (?P<link_open>\[(?=[^\]\n]{1,300}\]\([^)\s]{0,500}\)))
    | (?P<link_close>\]\([^)\s]{0,500}\))
    | (?P<escape>\\(?=[*_#.\-+()\[\]!&$%|>~`]))
    | (?P<emphasis>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?!\w)
        |`{1,3})
    | (?P<entity>&(?:\#\d{1,6}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});)
    | (?P<hidden>[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]+)
    | (?P<ligature>[\ufb00-\ufb06])
    | (?P<quoted>\s?\n\s{0,3}>\s?)
    | (?P<thousands>(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d)))
    | (?P<space>[^\S ]\s*|\ \s+|[\u2028\u2029])
    """,
    re.VERBOSE | re.DOTALL,
)
_MAY_BE_NOISY = re.compile(
    r"[<&*_`\[\]\\\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufb00-\ufb06]|[^\S ]|  "
)
_STRAIGHT = str.maketrans(
    "\u2018\u2019\u201a\u201b\u02bc\u00b4\u201c\u201d\u201e\u201f", "''''''\"\"\"\""
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
#: Tags that end a line for a reader; any other tag vanishes without a trace.
_BREAKING = re.compile(
    r"</?(?:p|br|li|ul|ol|div|td|th|tr|h[1-6]|table|tbody|thead)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Clean ``text`` of one block, with the way back to the canonical text.

    ``clean_starts`` and ``raw_spans`` describe stretches in order: a stretch of equal
    length on both sides was copied, any other stands for one piece of noise.
    """

    text: str
    clean_starts: Sequence[int]
    raw_spans: Sequence[tuple[int, int]]

    def raw_start(self, position: int) -> int:
        """Return the canonical offset of the clean character at ``position``."""
        index = bisect_right(self.clean_starts, position) - 1
        clean, (raw, raw_end) = self.clean_starts[index], self.raw_spans[index]
        length = self._length(index)
        return raw + (position - clean) if raw_end - raw == length else raw

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the canonical span (end exclusive) of a non-empty clean span."""
        index = bisect_right(self.clean_starts, end - 1) - 1
        clean, (raw, raw_end) = self.clean_starts[index], self.raw_spans[index]
        copied = raw_end - raw == self._length(index)
        return self.raw_start(start), raw + (end - clean) if copied else raw_end

    def _length(self, index: int) -> int:
        following = index + 1
        end = self.clean_starts[following] if following < len(self.clean_starts) else len(self.text)
        return end - self.clean_starts[index]


def _pieces(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (clean text, canonical start, canonical end) of the stretches of a span."""
    position = start
    for match in _NOISE.finditer(raw, start, end):
        if match.start() > position:
            yield raw[position : match.start()].translate(_STRAIGHT), position, match.start()
        found = match.group()
        kind = match.lastgroup
        if kind in ("space", "quoted") or (kind == "tag" and _BREAKING.match(found)):
            clean = " "
        elif kind == "thousands":
            clean = ","
        elif kind == "entity":
            clean = html.unescape(found)
            clean = " " if clean.isspace() else clean.translate(_STRAIGHT)
        elif kind == "ligature":
            clean = _LIGATURES[found]
        else:
            clean = ""
        if clean:
            yield clean, match.start(), match.end()
        position = match.end()
    if position < end:
        yield raw[position:end].translate(_STRAIGHT), position, end


def clean_passage(raw: str, spans: Sequence[tuple[int, int]]) -> Passage:
    """Return the passage that the canonical ``spans`` make when read as one.

    Several spans are one paragraph that page furniture cuts apart; a space joins them.
    White space is folded and none is left at either end.
    """
    if len(spans) == 1 and not _MAY_BE_NOISY.search(raw, *spans[0]):
        start, end = spans[0]
        text = raw[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip().translate(_STRAIGHT)
        return Passage(text, (0,), ((start + lead, start + lead + len(text)),))
    parts: list[str] = []
    clean_starts: list[int] = []
    raw_spans: list[tuple[int, int]] = []
    length = 0
    for number, (start, end) in enumerate(spans):
        joint = [(" ", spans[number - 1][1], start)] if number else []
        for clean, raw_start, raw_end in (*joint, *_pieces(raw, start, end)):
            kept, kept_start = clean, raw_start
            # One space is enough, and none at the beginning.
            if clean[0] == " " and (not parts or parts[-1][-1] == " "):
                kept, kept_start = clean[1:], raw_start + 1
            if kept:
                clean_starts.append(length)
                raw_spans.append((kept_start, raw_end))
                parts.append(kept)
                length += len(kept)
    if parts and parts[-1] == " ":
        del parts[-1], clean_starts[-1], raw_spans[-1]
    if parts and parts[-1][-1] == " ":
        parts[-1] = parts[-1][:-1]
        raw_spans[-1] = (raw_spans[-1][0], raw_spans[-1][1] - 1)
    nowhere = (spans[0][0], spans[0][0])
    return Passage("".join(parts), clean_starts or (0,), raw_spans or (nowhere,))
