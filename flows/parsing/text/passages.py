"""Readable text that remembers where it stands in the canonical text.

Parsing works on clean text: markup, entities, soft hyphens and folded white space are
gone, curly quotes are straight, characters that were decoded wrongly are what they were, and
words that an export glued together stand apart. A ``Passage`` leads every clean position back
to the canonical text, so that evidence always quotes the document as it is.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.parsing.text.decoding import LONE_LEAD, MISREAD, repaired

#: Words before a number that heads what follows: "Recommendation 1The force should".
_NUMBERED = "|".join(
    rf"(?<={ending}\s)"
    for ending in (
        "ecommendation",
        "mprovement",
        "oncern",
        "ction",
        "riority",
        "bjective",
        "ppendix",
    )
)
#: A space was lost behind these. At the beginning of a paragraph they are its number.
_GLUED_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|\(?(?:[a-z]|[ivx]{2,4})\))(?=[A-Z][a-z])"
_GLUED_START = re.compile(rf"\s*({_GLUED_NUMBER})")
#: Nothing that is noise begins with a letter or a lone space, but for the number of a line.
_NOISE = re.compile(
    rf"(?:(?=[^A-Za-z ]|\ \s)|(?<=\n))(?:(?P<misread>{MISREAD})|(?P<nothing>{LONE_LEAD})"
    rf"|(?P<glued>(?:{_NUMBERED})\d{{1,2}}(?=[A-Z][a-z])|(?<=\n){_GLUED_NUMBER}"
    r"|(?<=[a-z]{2})[.?!](?=[A-Z][a-z]+[\s,']))"
    r"""
    | (?P<footnote><sup>\s?\[?\d{1,3}\]?\s?</sup>)
    | (?P<tag></?[a-zA-Z][^<>]{0,400}>|<!--(?:(?!<!--).)*?-->)
    | (?P<image>!\[[^\]\n]{0,200}\]\([^)\s]{0,500}\))
    | (?P<link_open>\[(?=[^\]\n]{1,300}\]\([^)\s]{0,500}\)))
    | (?P<link_close>\]\([^)\s]{0,500}\))
    | (?P<escape>\\(?=[*_#.\-+()\[\]!&$%|>~`]))
    | (?P<emphasis>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?!\w)
        |`{1,3})
    | (?P<entity>&(?:amp;)?(?:\#\d{1,6}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});)
    | (?P<hidden>[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]+)
    | (?P<ligature>[\ufb00-\ufb06])
    | (?P<control>[\u0080-\u009f])
    | (?P<quoted>\s?\n\s{0,3}>\s?)
    | (?P<hyphen>(?<=[a-z])-[^\S\n]*\r?\n[^\S\n]*(?=[a-z]))
    | (?P<thousands>(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d)))
    | (?P<space>[^\S ]\s*|\ \s+|[\u2028\u2029])
    )""",
    re.VERBOSE | re.DOTALL,
)
_NOISE_CHARACTER = re.compile(
    r"[\t-\r\x1c-\x1f<&*_`\[\]\\\u0080-\u00a0\u00ad\u00c2-\u00c5\u00e2\u00ef\u00f0\u1680"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufb00-\ufb06]"
)
_GLUED_CAPITAL = re.compile(r"[A-Z](?:(?<=\d[A-Z])|(?<=[a-z\d][.?!)][A-Z]))")
#: Parts of compounds that keep their hyphen when a line ends behind it.
_KEEPS_HYPHEN_BEHIND = frozenset(
    "all anti co cross day full half high ill inter long low mid multi non on part post pre pro "
    "re self semi short sub two three well year".split()
)
_KEEPS_HYPHEN_BEFORE = frozenset(
    "after based being by depth down driven first led making of off old on out quarter related "
    "term the thirds time to up wide year".split()
)
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,20}$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
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


class Passage(NamedTuple):
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
        if len(self.raw_spans) == 1:
            ((raw, raw_end),) = self.raw_spans
            if raw_end - raw == len(self.text):
                return raw + start, raw + end
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
    number = _GLUED_START.match(raw, start, end)
    if number:
        position = number.end()
        yield f"{number[1]} ", number.start(1), position
    for match in _NOISE.finditer(raw, position, end):
        if match.start() > position:
            yield raw[position : match.start()].translate(_STRAIGHT), position, match.start()
        found = match.group()
        kind = match.lastgroup
        if kind in ("space", "quoted") or (kind == "tag" and _BREAKING.match(found)):
            clean = " "
        elif kind == "thousands":
            clean = ","
        elif kind == "entity":
            clean = html.unescape(html.unescape(found))
            clean = " " if clean.isspace() else clean.translate(_STRAIGHT)
        elif kind == "misread":
            clean = repaired(found)
            clean = (
                " " if clean.isspace() else clean.translate(_STRAIGHT).strip("\u00ad\u200b\ufeff")
            )
        elif kind == "control":
            clean = found.encode("latin-1").decode("cp1252", errors="ignore").translate(_STRAIGHT)
        elif kind == "glued":
            clean = f"{found} "
        elif kind == "hyphen":
            clean = "-" if _is_compound(raw, match.start(), match.end()) else ""
        elif kind == "ligature":
            clean = _LIGATURES[found]
        else:
            clean = ""
        if clean:
            yield clean, match.start(), match.end()
        position = match.end()
    if position < end:
        yield raw[position:end].translate(_STRAIGHT), position, end


def _is_compound(raw: str, start: int, end: int) -> bool:
    """Say whether the hyphen at a line's end belongs to the word, as in "follow-/up"."""
    before = _WORD_BEFORE.search(raw, max(start - 20, 0), start)
    after = _WORD_AFTER.match(raw, end)
    return (before is not None and before[0].lower() in _KEEPS_HYPHEN_BEHIND) or (
        after is not None and after[0] in _KEEPS_HYPHEN_BEFORE
    )


def _may_be_noisy(text: str) -> bool:
    """Say cheaply whether anything in ``text`` may have to be cleaned."""
    return bool("  " in text or _NOISE_CHARACTER.search(text) or _GLUED_CAPITAL.search(text))


def clean_passage(raw: str, spans: Sequence[tuple[int, int]]) -> Passage:
    """Return the passage that the canonical ``spans`` make when read as one.

    Several spans are one paragraph that page furniture cuts apart; a space joins them.
    White space is folded and none is left at either end.
    """
    start, end = spans[0]
    text = raw[start:end]
    if len(spans) == 1 and not _may_be_noisy(text):
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        if not text.isascii():
            text = text.translate(_STRAIGHT)
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
