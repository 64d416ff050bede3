"""Figures in a clean sentence: value, unit, bound, direction and role.

What counts as a figure follows section 7 of the contract: numbers that measure something,
and no dates, labels, references or vague amounts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flows.parsing.figures.figure_context import in_context, qualifier_before
from flows.parsing.figures.not_figures import label_spans
from flows.parsing.figures.numerals import Numeral, find_numerals
from flows.parsing.figures.quantity import TIME_UNITS, Quantity
from flows.parsing.times.periods import TimeExpression
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import words_of

_CHANGED_FOLD = re.compile(
    r"\b(?:(?P<double>doubled|doubling)|(?P<treble>trebled|tripled|trebling)"
    r"|(?P<quadruple>quadrupled)|(?P<halve>halved|halving))\b",
    re.IGNORECASE,
)
_FOLD_WORDS = frozenset(
    "doubled doubling trebled tripled trebling quadrupled halved halving".split()
)
_FOLDS = {
    "double": (2.0, "increase"),
    "treble": (3.0, "increase"),
    "quadruple": (4.0, "increase"),
    "halve": (0.5, "decrease"),
}
#: Units written with one letter, which mean time only beside each other: "12m 30s", "1h 5m".
_COMPACT = re.compile(
    r"\b(?:(?P<hours>\d{1,3})h(?:rs?)?\s?(?P<minutes>\d{1,2})m(?:ins?)?"
    r"|(?P<minutes2>\d{1,3})m\s?(?P<seconds>\d{1,2})s)\b"
)
_GLUED_UNIT = re.compile(r"\d[hm]")
_RANGE_JOINT = re.compile(r"\s?(?:-|\u2013|\u2014|to)\s?\u00a3?$")


@lru_cache(maxsize=8)
def _unit_after(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, tuple[str, float]]]:
    """Return the pattern of a unit behind a number, and the unit and factor of each word."""
    units = {
        row["word"].lower(): (row["unit_code"], float(row["multiplier"]))
        for row in vocabulary.rows("unit_words")
        if "\u00a3" not in row["word"]
        and not row["word"].startswith("to ")
        # A rate is quoted with its base, not with the people it is of.
        and not _POPULATION.search(row["word"])
    }
    words = sorted(units, key=len, reverse=True)
    glued = [
        re.escape(word)
        for word in words
        if not word[0].isalpha()
        or word
        in (
            "p",
            "pp",
            "hrs",
            "hr",
            "mins",
            "min",
            "secs",
            "sec",
            "yrs",
            "ppts",
            "ppt",
            "pct",
            "fte",
            "wte",
        )
    ]
    spaced = [
        re.escape(word).replace(r"\ ", r"[\s-]")
        for word in words
        if word not in ("p", "fold") and word[0].isalpha()
    ]
    pattern = re.compile(
        rf"(?:(?P<glued>\s?%(?:[\s-]?points?|pts?)?|(?:{'|'.join(glued)})(?!\w))"
        rf"|[\s-]\(?(?P<spaced>(?:{'|'.join(spaced)})(?![\w])))",
        re.IGNORECASE,
    )
    return pattern, units


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=8)
def _words_of_figures(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words without which a sentence has no figure in words."""
    return _FOLD_WORDS.union(*(words_of(row["word"]) for row in vocabulary.rows("number_words")))


def may_hold_figures(text: str, words: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Say cheaply whether ``find_quantities`` could find any in ``text``, which has ``words``."""
    return bool(_DIGIT.search(text)) or not _words_of_figures(vocabulary).isdisjoint(words)


def find_quantities(
    text: str,
    words: frozenset[str],
    times: Sequence[TimeExpression],
    vocabulary: Vocabulary,
) -> tuple[Quantity, ...]:
    """Return the figures of a clean sentence, which has ``words``, in reading order.

    ``times`` are the sentence's expressions of time: a number inside a date is no figure,
    while the length of a period ("the last 12 months") is one, with role ``period``.
    """
    numerals = find_numerals(text, words, vocabulary)
    found: list[Quantity] = []
    if numerals:
        hidden = [
            (time.start, time.end) for time in times if not time.is_relative or _is_date(text, time)
        ]
        hidden += label_spans(text)
        compact = list(_COMPACT.finditer(text)) if _GLUED_UNIT.search(text) else []
        hidden += [match.span() for match in compact]
        visible = [n for n in numerals if not any(s < n.end and n.start < e for s, e in hidden)]
        measured = [_measure(text, numeral, vocabulary) for numeral in visible]
        found = _merge(text, measured) + [_compact_duration(match) for match in compact]
        found = [
            q for q in (in_context(text, quantity, found) for quantity in found) if q is not None
        ]
    folds = () if _FOLD_WORDS.isdisjoint(words) else _CHANGED_FOLD.finditer(text)
    for match in folds:
        kind = match.lastgroup or ""
        value, direction = _FOLDS[kind]
        qualifier = qualifier_before(text, match.start(kind)) or "exact"
        found.append(
            Quantity(
                match.start(kind), match.end(), value, None, "ratio", qualifier, direction, "change"
            )
        )
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _compact_duration(match: re.Match[str]) -> Quantity:
    if match["hours"]:
        value, unit_code = 60 * int(match["hours"]) + int(match["minutes"]), "minute"
    else:
        value, unit_code = 60 * int(match["minutes2"]) + int(match["seconds"]), "second"
    return Quantity(match.start(), match.end(), value, None, unit_code, "exact", None, "level")


def _is_date(text: str, time: TimeExpression) -> bool:
    """Say whether an unresolved expression still is a date ("17 to 23 October"), not a length."""
    return not re.search(
        r"\b(?:days?|weeks?|months?|quarters?|years?)\b", text[time.start : time.end], re.IGNORECASE
    )


class _Measured(NamedTuple):
    """A number with its unit, before ranges and compound durations are joined."""

    numeral: Numeral
    start: int
    end: int
    value: float
    unit_code: str
    high: float | None = None
    has_own_unit: bool = True


def _measure(text: str, numeral: Numeral, vocabulary: Vocabulary) -> _Measured:
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.kind == "share":
        return _Measured(numeral, start, end, value, "percent")
    pattern, units = _unit_after(vocabulary)
    match = pattern.match(text, end)
    if numeral.is_money:
        return _Measured(numeral, start, end, value, "gbp")
    if match:
        word = re.sub(r"[\s-]+", " ", (match["glued"] or match["spaced"]).strip().lower())
        unit = (
            units.get(word) or units.get(word.replace(" ", "-")) or units.get(word.replace(" ", ""))
        )
        # "5 to 1" is a ratio only where it says so: "from 5 to 1" is none.
        if unit and not (word.startswith("to ") and not _OF_A_RATIO.match(text, match.end())):
            code, factor = unit
            closing = match.end()
            if (
                text[end:closing].count("(") > text[end:closing].count(")")
                and text[closing : closing + 1] == ")"
            ):
                closing += 1
            return _Measured(numeral, start, closing, value * factor, code)
    base = _PER.match(text, end)
    if base:
        return _Measured(numeral, start, base.end(), value, "per_1000")
    return _Measured(numeral, start, end, value, "count", has_own_unit=False)


_OF_A_RATIO = re.compile(r"\s(?:as|more|higher|greater|the|that)\b")
_POPULATION = re.compile(r"\b(?:population|people|residents|households)$")
_PER = re.compile(
    r"(?:\s(?:[a-z]+\s){0,3}?|\s)(?:per|for\s(?:every|each))\s(?:1,?000|thousand)\b", re.IGNORECASE
)
_PER_BASE = re.compile(r"\b(?:per|for\severy|for\seach)\s$", re.IGNORECASE)


def _merge(text: str, measured: Sequence[_Measured]) -> list[Quantity]:
    """Join compound durations and ranges; leave out the base of a rate."""
    merged: list[_Measured] = []
    for item in measured:
        if _PER_BASE.search(text[max(0, item.start - 12) : item.start]):
            continue
        if merged and _is_rest_of_duration(text, merged[-1], item):
            factor = TIME_UNITS[merged[-1].unit_code] // TIME_UNITS[item.unit_code]
            value = merged[-1].value * factor + item.value
            merged[-1] = item._replace(start=merged[-1].start, value=value)
        elif merged and _is_range(text, merged[-1], item):
            merged[-1] = _range(merged[-1], item)
        else:
            merged.append(item)
    _share_units(text, merged)
    _share_scale(text, merged)
    found: list[Quantity] = []
    for item in merged:
        unit_code = item.unit_code
        if (
            unit_code == "count"
            and not item.value.is_integer()
            and found
            and _goes_on(text, found[-1], item)
        ):
            # "1.9 per 1,000 compared to 2.2 nationally": things are not counted in tenths.
            unit_code = found[-1].unit_code
        qualifier = "exact" if item.high is None else "range"
        found.append(
            Quantity(
                item.start, item.end, item.value, item.high, unit_code, qualifier, None, "level"
            )
        )
    return found


#: What stands between two figures of one kind.
_COMPARED = re.compile(r"\b(?:compar\w+|against|versus|vs|than)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:from|to|and|or|down|up)\b|[(/]", re.IGNORECASE)


def _goes_on(text: str, last: Quantity, item: _Measured) -> bool:
    """Say whether a number without a unit is set beside the figure before it, in its unit."""
    if _COMPARED.search(text, last.end, item.start):
        return True
    # "for the 12 months to June was 13.1" is no 13.1 months.
    return last.unit_code not in TIME_UNITS and bool(_JOINED.search(text, last.end, item.start))


_LISTED = re.compile(r",\s(?:(?:and|or)\s)?|\s(?:and|or|&)\s")
_MOVES = re.compile(r"\s(?:to|and|or)\s")
_FROM = re.compile(r"\bfrom\s(?:about\s|around\s|just\s|over\s|nearly\s|an\saverage\sof\s)?$")
_SET_BESIDE = re.compile(
    r",?\s(?:[a-z]+\s)?\((?:national(?:ly)?|MSG|region\w*|England|last\syear|target|average)\s?:?\s"
    r"|,?\s\(?(?:(?:down|up)\sfrom|from|compared\s(?:to|with)|against|versus|vs\.?)\s"
    r"(?:just\s|only\s|about\s|around\s|(?:an?|the|its|our)\s(?:\w+\s)?(?:target|average|standard)\sof\s)?"
)
#: A time or rate that stands before what is set beside it: "68 minutes on average in May against".
_TOLD_BETWEEN = re.compile(
    r"(?:\s(?:on\saverage|(?:in|for|during)\s(?:the\s(?:year\s(?:to|ending)\s)?)?\w+(?:\s20\d\d)?)){1,2}(?=\s)"
)
#: "The median fell from 11 hours to 6": what it moved to, where nothing is counted by it.
_MOVED_TO = re.compile(r"\sto\s(?:just\s|only\s|about\s|around\s)?")
_ENDS_A_FIGURE = re.compile(
    r"\s(?:a|as|at|before|by|during|for|in|last|nationally|on|previously|the|this"
    r"|and\s(?:has|have|is|was|were|will|would))\b|[.,;)]|$"
)


def _share_units(text: str, merged: list[_Measured]) -> None:
    """Give numbers the unit that stands once for several.

    "7, 14 and 28 days", "from 95 to 80 seconds", "80 seconds, down from 95 in May".
    """
    for index in range(len(merged) - 2, -1, -1):
        item, following = merged[index], merged[index + 1]
        between = text[item.end : following.start]
        # Lists count up; "a rise of 512, or 8%" says one thing twice.
        counts_up = item.numeral.value < following.numeral.value
        if (counts_up and _LISTED.fullmatch(between)) or (
            _MOVES.fullmatch(between) and _FROM.search(text[: item.start])
        ):
            merged[index] = _in_the_unit(item, following)
    for index in range(1, len(merged)):
        last, item = merged[index - 1], merged[index]
        if not _ENDS_A_FIGURE.match(text, item.end):
            continue
        told = _TOLD_BETWEEN.match(text, last.end, item.start)
        if _SET_BESIDE.fullmatch(text, told.end() if told else last.end, item.start) or (
            _MOVED_TO.fullmatch(text, last.end, item.start) and _FROM.search(text[: last.start])
        ):
            merged[index] = _in_the_unit(item, last)


def _in_the_unit(item: _Measured, other: _Measured) -> _Measured:
    """Return ``item``, if it has no unit of its own, in that of ``other``."""
    is_shared = other.has_own_unit and (
        other.unit_code in TIME_UNITS or other.unit_code in ("percent", "per_1000")
    )
    if item.has_own_unit or not is_shared or item.numeral.kind != other.numeral.kind:
        return item
    factor = other.value / other.numeral.value if other.numeral.value else 1.0
    return item._replace(value=item.value * factor, unit_code=other.unit_code, has_own_unit=True)


def _share_scale(text: str, merged: list[_Measured]) -> None:
    """Give money the scale that stands behind what it moves to: "from £1.2 to £1.5 million"."""
    for index in range(len(merged) - 2, -1, -1):
        item, following = merged[index], merged[index + 1]
        scale = following.numeral.scale
        if (
            item.unit_code == following.unit_code == "gbp"
            and item.numeral.scale == 1 < scale
            and item.high is None
            and item.value < 10 * following.value / scale
            and _MOVES.fullmatch(text, item.end, following.start)
        ):
            merged[index] = item._replace(value=item.value * scale)


def _is_rest_of_duration(text: str, last: _Measured, item: _Measured) -> bool:
    """Say whether "12 seconds" goes on with the "4 minutes" before it."""
    return (
        last.unit_code in TIME_UNITS
        and item.unit_code in TIME_UNITS
        and TIME_UNITS[item.unit_code] < TIME_UNITS[last.unit_code]
        and bool(re.fullmatch(r"\s?(?:and|,)?\s?", text[last.end : item.start]))
    )


def _range(last: _Measured, item: _Measured) -> _Measured:
    """Return the range from ``last`` to ``item``; what is said once holds for both ends."""
    unit = item if item.has_own_unit else last
    low = last.value
    if not last.has_own_unit and item.numeral.value:
        low *= item.value / item.numeral.value
    if last.numeral.scale == 1 and low < item.value / item.numeral.scale:
        low *= item.numeral.scale
    return last._replace(end=item.end, value=low, high=item.value, unit_code=unit.unit_code)


def _is_range(text: str, last: _Measured, item: _Measured) -> bool:
    between = text[last.end : item.start]
    lead = text[max(0, last.start - 40) : last.start]
    if last.high is not None or (
        item.numeral.value <= last.numeral.value and item.value <= last.value
    ):
        return False
    if last.has_own_unit and item.has_own_unit and last.unit_code != item.unit_code:
        return False
    if last.numeral.kind == "share" and item.numeral.kind != "share":
        # "A quarter - 25.8 per cent" is one share, said twice.
        return False
    if last.has_own_unit and not item.has_own_unit and not last.numeral.is_money:
        return False
    if re.fullmatch(r"\s?(?:and)\s(?:\u00a3)?", between):
        return bool(
            re.search(
                r"\bbetween\s(?:the\sages\sof\s|about\s|approximately\s)?$", lead, re.IGNORECASE
            )
        )
    if not _RANGE_JOINT.fullmatch(between):
        return False
    # "from 340 to 512" are two levels, "up by 12 to 350" a change and a level.
    return (
        not re.search(
            r"\b(?:from|by|(?:increase|rise|decrease|reduction|fall|drop|growth)\sof|rose|fell"
            r"|increased|decreased|reduced|grew|dropped|up|down)\s(?:\u00a3|about\s|around\s"
            r"|just\s|over\s|nearly\s|approximately\s)*$",
            lead,
            re.IGNORECASE,
        )
        or "-" in between
        or "\u2013" in between
    )
