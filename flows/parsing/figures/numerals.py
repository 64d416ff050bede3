"""Numbers as written: digits with separators and scale, number words, shares in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import words_of

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "mil": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_DIGITS = re.compile(
    r"""(?=[-\u2212+\u00a3Gg\d])(?<![A-Za-z0-9_#$\u20ac\u00b1])(?<!\u00b1\s)(?<!\+/-)(?<!\+/-\s)(?<!\d[.,:/])
    (?:(?P<currency>[-\u2212+]?\u00a3\s?|GBP\s)|(?:(?<=under-)|(?<=over-)|(?<=\sc\.)|(?<![A-Za-z][-/&.])))
        (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3},\d\d?(?=\s?(?:%|per\s?cent))|\d+(?:\.\d+)?)
    (?:\s?(?P<scale>million|billion|trillion|thousand|hundred|bn|mn|mil|m|k)\b(?!\.\w))?
    (?P<plus>\+)?
    (?![A-Za-z_\d]|[:/]\d|\.\d|,\d{3}(?!\d))""",
    re.VERBOSE | re.IGNORECASE,
)
#: Units that may be glued to digits; they are read by ``flows.parsing.figures.quantities``.
_GLUED = re.compile(
    r"""(?<![A-Za-z0-9_#$\u20ac])(?<!\d[.,:/])(?:(?<=under-)|(?<=over-)|(?<![A-Za-z][-/&.]))(?P<currency>)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?P<scale>)(?P<plus>)(?=(?:p|pp|hrs?|mins?|secs?|yrs?|pct|ppts?|s)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_RATIO_LINKS = frozenset({"in", "out"})
_LETTER_BEHIND = re.compile(r"\d[^\W\d_]")
_HAS_DIGIT = re.compile(r"\d")


class Numeral(NamedTuple):
    """A number at ``start:end``. ``kind``: digits, words or share (a share is in percent).

    ``scale`` is what a word of scale behind it made of it; ``value`` has it in.
    """

    start: int
    end: int
    value: float
    kind: str
    is_money: bool = False
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _WordGrammar:
    token: re.Pattern[str]
    values: dict[str, tuple[float, str]]
    words: frozenset[str]
    share: re.Pattern[str]
    share_words: frozenset[str]
    ratio: re.Pattern[str]


@lru_cache(maxsize=8)
def _grammar(vocabulary: Vocabulary) -> _WordGrammar:
    values = {
        row["word"]: (float(row["value"]), row["word_kind"])
        for row in vocabulary.rows("number_words")
    }
    whole = "|".join(
        sorted((w for w, (_, kind) in values.items() if kind != "fraction"), key=len, reverse=True)
    )
    small = "|".join(
        sorted(
            (w for w, (_, kind) in values.items() if kind in ("unit", "teen", "ten")),
            key=len,
            reverse=True,
        )
    )
    fraction = "|".join(
        sorted((w for w, (_, kind) in values.items() if kind == "fraction"), key=len, reverse=True)
    )
    return _WordGrammar(
        token=re.compile(rf"\b(?:{whole})\b", re.IGNORECASE),
        values=values,
        words=words_of(whole),
        # "quarter" and "half" are stretches of time as well: only shares of something count.
        share=re.compile(
            rf"""\b(?:
              (?P<n>{small})[\s-](?P<many>(?:{fraction})\b)(?<!\bhalf)(?!\s(?:quarter|half)\b
                  |-year|\s?\d)
            | (?P<one>an?)\s(?P<single>(?:{fraction})\b)(?=\s(?:of\s(?!a\s(?:year|century|day
                |mile|million)|an\shour|(?:19|20)\d\d)|in\s|more|less|fewer|higher|lower|increase
                |reduction|decrease|rise)|\s?[.,;)]|$|\s(?:were|was|are|is|have|had|said)\b)
            | (?:(?<=than\s)|(?<=over\s)|(?<=nearly\s)|(?<=almost\s)|(?<=about\s)|(?<=around\s)
                |(?<=by\s))(?P<another>an?)\s(?P<part>(?:{fraction})\b)(?!\s(?:of\s(?:a|an)\s|year|hour))
            | (?P<half>half)(?=\s(?:of\s(?!the\s(?:year|financial|month|century|term)|this|next
                |last|(?:19|20)\d\d|an?\s)|the\s(?!year|financial|time\b)|all\s|our\s|these\s
                |those\s|my\s|were\s|are\s|had\s|have\s|said\s)|\s?[.,;)]|$)
            )""",
            re.VERBOSE | re.IGNORECASE,
        ),
        share_words=words_of(fraction),
        ratio=re.compile(
            rf"(?=[\dA-Za-z])\b(?P<part>\d{{1,3}}|{small})\s(?P<link>in|out\sof)\s(?:every\s"
            rf"|each\s)?(?P<whole>\d{{1,3}}|{small})\b(?![-/,.]?\d|\s(?:years?|months?|weeks?"
            rf"|days?|hours?|minutes?|(?:of\s)?the\b))",
            re.IGNORECASE,
        ),
    )


def find_numerals(text: str, words: frozenset[str], vocabulary: Vocabulary) -> list[Numeral]:
    """Return the numbers of a clean ``text`` in reading order, without overlaps.

    ``words`` are those of ``text`` (``flows.parsing.words``).

    Shares in words ("two thirds", "one in five", "half of") come as percent. Vague words
    ("hundreds", "several thousand") are no numbers.
    """
    grammar = _grammar(vocabulary)
    found: list[Numeral] = []
    if not words.isdisjoint(_RATIO_LINKS):
        found += _money_ratios(text)
        found += _ratios(text, grammar)
    if not words.isdisjoint(grammar.share_words):
        found += _shares(text, grammar)
    taken = [(numeral.start, numeral.end) for numeral in found]
    if _HAS_DIGIT.search(text):
        found += (n for n in _digit_numerals(text) if not _touches(n, taken))
    taken = [(numeral.start, numeral.end) for numeral in found]
    if not words.isdisjoint(grammar.words):
        found += (n for n in _word_numerals(text, grammar) if not _touches(n, taken))
    return sorted(found, key=lambda numeral: numeral.start)


def _touches(numeral: Numeral, taken: list[tuple[int, int]]) -> bool:
    return any(start < numeral.end and numeral.start < end for start, end in taken)


def _number(written: str) -> float:
    """Return what digits are worth; a comma before one or two of them is a point ("1,5%")."""
    whole, comma, rest = written.rpartition(",")
    if comma and len(rest.partition(".")[0]) < 3:
        return float(f"{whole}.{rest}")
    return float(written.replace(",", ""))


def _digit_numerals(text: str) -> Iterator[Numeral]:
    matches = [*_DIGITS.finditer(text)]
    if _LETTER_BEHIND.search(text):
        matches = sorted([*matches, *_GLUED.finditer(text)], key=lambda found: found.start())
    for match in matches:
        value = _number(match["number"])
        scale = (match["scale"] or "").lower()
        end = match.end()
        if scale in ("m", "k", "mil") and not match["currency"]:
            # Without a pound sign these are metres and runs, unless the figure is glued to it.
            scale, end = "", match.end("number")
            if text[end : end + 1].isalpha():
                continue
        factor = _SCALES.get(scale, 1.0)
        value *= factor
        start = match.start()
        if match["currency"] and match["currency"][0] in "-\u2212":
            value = -value
        elif (
            not match["currency"]
            and text[start - 1 : start] in ("-", "\u2212", "+")
            and (start < 2 or text[start - 2].isspace() or text[start - 2] == "(")
        ):
            start -= 1
            value = value if text[start] == "+" else -value
        yield Numeral(start, end, value, "digits", bool(match["currency"]), factor)


def _word_numerals(text: str, grammar: _WordGrammar) -> Iterator[Numeral]:
    chain: list[re.Match[str]] = []
    for match in grammar.token.finditer(text):
        if chain and not _goes_on(text, chain[-1], match, grammar):
            yield from _valued(text, chain, grammar)
            chain = []
        chain.append(match)
    if chain:
        yield from _valued(text, chain, grammar)


def _goes_on(text: str, last: re.Match[str], match: re.Match[str], grammar: _WordGrammar) -> bool:
    gap = text[last.end() : match.start()].lower()
    before = grammar.values[last[0].lower()][1]
    value, here = grammar.values[match[0].lower()]
    if here == "scale":
        return gap in (" ", "-") and not (value == 12 and before == "scale")
    if before == "scale":
        return gap in (" and ", " ", ", ") and gap != ", "
    return before == "ten" and here == "unit" and gap in (" ", "-")


_VAGUE = re.compile(
    r"\b(?:few|several|many|some\sof\sthe|tens\sof|hundreds\sof|thousands\sof)\s$", re.IGNORECASE
)
_AND_A_PART = re.compile(
    r"\sand\sa\s(?P<part>half|quarter)(?:\s(?P<scale>hundred|thousand|million|billion))?\b",
    re.IGNORECASE,
)
_PARTS = {"half": 0.5, "quarter": 0.25}
_ARTICLE = re.compile(r"\b(?P<half>half\s)?an?\s$", re.IGNORECASE)


def _valued(text: str, chain: list[re.Match[str]], grammar: _WordGrammar) -> Iterator[Numeral]:
    start = chain[0].start()
    total, current = 0.0, 0.0
    lead = text[max(0, start - 24) : start]
    first_kind = grammar.values[chain[0][0].lower()][1]
    if first_kind == "scale":
        article = _ARTICLE.search(lead)
        if not article or _VAGUE.search(lead):
            return
        start -= len(article.group())
        current = 0.5 if article["half"] else 1.0
    for token in chain:
        value, kind = grammar.values[token[0].lower()]
        if kind == "scale" and value >= 1000:
            total += (current or 1.0) * value
            current = 0.0
        elif kind == "scale":
            current = (current or 1.0) * value
        else:
            current += value
    last = grammar.values[chain[-1][0].lower()]
    scale = last[0] if last[1] == "scale" and len(chain) > 1 else 1.0
    value, end = total + current, chain[-1].end()
    if rest := _AND_A_PART.match(text, end):
        scale = _SCALES.get((rest["scale"] or "").lower(), 1.0)
        value, end = (value + _PARTS[rest["part"].lower()]) * scale, rest.end()
    yield Numeral(start, end, value, "words", scale=scale)


_MONEY_RATIO = re.compile(
    r"\u00a3(?P<part>\d{1,3})\s(?:in|out\sof)\s(?:every\s|each\s)?\u00a3(?P<whole>\d{1,3})\b"
    r"|(?<![\d.,])(?P<pence>\d{1,2})p\s(?:in|out\sof)\s(?:the|every|each)\s(?:pound|\u00a31?)\b"
)


def _money_ratios(text: str) -> Iterator[Numeral]:
    """Yield shares of money: "£1 in every £5", "42p in the pound"."""
    for match in _MONEY_RATIO.finditer(text):
        part, whole = (match["part"], match["whole"]) if match["part"] else (match["pence"], "100")
        if 0 < int(part) < int(whole):
            yield Numeral(
                match.start(), match.end(), round(100 * int(part) / int(whole), 2), "share"
            )


def _ratios(text: str, grammar: _WordGrammar) -> Iterator[Numeral]:
    for match in grammar.ratio.finditer(text):
        part, whole = _small(match["part"], grammar), _small(match["whole"], grammar)
        # "12 out of 43 forces" are two counts; "nine out of ten" is a share.
        if 0 < part < whole and (match["link"].lower() == "in" or whole in (3, 4, 5, 10, 20, 100)):
            yield Numeral(match.start(), match.end(), round(100 * part / whole, 2), "share")


def _shares(text: str, grammar: _WordGrammar) -> Iterator[Numeral]:
    for match in grammar.share.finditer(text):
        if match["half"]:
            if re.search(
                r"\b(?:first|second|other|last|latter|a|one|and\sa)[\s-]$",
                text[: match.start()],
                re.IGNORECASE,
            ):
                continue
            yield Numeral(match.start(), match.end(), 50.0, "share")
            continue
        fraction = grammar.values[(match["many"] or match["single"] or match["part"]).lower()][0]
        count = grammar.values[match["n"].lower()][0] if match["n"] else 1.0
        if 0 < count * fraction < 1 or (
            count * fraction >= 1 and match["n"] and count * fraction <= 1
        ):
            yield Numeral(match.start(), match.end(), round(100 * count * fraction, 2), "share")


def _small(written: str, grammar: _WordGrammar) -> float:
    return float(written) if written.isdigit() else grammar.values[written.lower()][0]
