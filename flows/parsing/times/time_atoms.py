"""The smallest expressions of time: a day, a month, a quarter, a financial year, "last year".

A financial year runs from 1 April to 31 March (Local Government Finance Act 1992, s.69(1)),
and its first quarter begins in April; "Q1 2019" without a financial year is the calendar
quarter.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from flows.parsing.openings import Opened, either_case

#: The number of a month by its first three letters, in lower case.
MONTH_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust"
    r"|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY"
    r"|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Za-z])"
)
_YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
COUNT_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eighteen": 18,
    "twenty-four": 24,
}
COUNT = rf"(?:\d{{1,3}}|{'|'.join(COUNT_WORDS)})"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_DAYS_IN = {"day": 1, "week": 7}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
ATOM = re.compile(
    rf"""(?:(?=\d)|\b(?=[A-Za-z]))(?:
      (?=\d)(?:
          (?P<iso>(?<!\d)(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d))
        | (?P<numeric>(?<![\d/.])(?P<num_d>\d{{1,2}})(?P<num_sep>[/.-])(?P<num_m>\d{{1,2}})
            (?P=num_sep)(?P<num_y>\d{{4}}|\d\d)(?![\d/]))
        | (?P<day_month>(?<![\d/.,\u00a3])(?P<dm_d>\d{{1,2}})\s?(?:st|nd|rd|th)?,?\s(?:day\s)?
            (?:of\s)?(?P<dm_m>{MONTH})(?:,?\s(?P<dm_y>{_YEAR})(?!\d))?)
      )
    | (?=[JFMASOND])(?:
          (?P<month_day>(?P<md_m>{MONTH})\s(?P<md_d>\d{{1,2}})(?:(?:st|nd|rd|th)?,?\s
            (?P<md_y>{_YEAR})(?!\d)|(?:st|nd|rd|th)))
        | (?P<month_and_day>(?<![Ii]n\s)(?P<mad_m>{MONTH})\s(?P<mad_d>\d{{1,2}})
            (?=$|[,;.)](?!\d)|\s?[-\u2013]\s?{MONTH}|\s(?:and|to|until|till|through|there|the|we
                |they|when|this|which|at)\b))
        | (?P<month_year>(?P<my_m>{MONTH})(?:,?\s(?:of\s)?(?P<my_y>{_YEAR})(?!\d|/\d)|[-']
            (?P<my_yy>\d\d)(?!\d)))
        | (?P<month>(?P<m_m>{MONTH}))
      )
    | (?=[QqFfSsTt])(?P<quarter>(?:(?:Q|[Qq]uarter\s)(?P<q_n>[1-4])|(?P<q_word>[Ff]irst|[Ss]econd
        |[Tt]hird|[Ff]ourth|[Ff]inal)\s[Qq]uarter)\b
        (?:,?\s(?:of\s)?(?:the\s)?(?:financial\syear\s)?(?:FY\s?)?\(?(?P<q_y>{_YEAR}|\d\d(?=/\d\d\b))
            (?:\s?[/\u2013-]\s?(?P<q_y2>(?:20)?\d\d)(?!\d))?)?)
    | (?=[\dF])(?P<years>(?<![\d/.,\u00a3-])(?:FY\s?)?(?P<ys_a>{_YEAR})\s?
        (?P<ys_sep>[/\u2013\u2014-])\s?
        (?P<ys_b>{_YEAR}|\d\d)(?![\d/%]|[,.]\d|\s?[-\u2013/]\s?\d)(?:\s[Qq](?P<ys_q>[1-4]))?)
    | (?=F)(?P<short_years>FY\s?(?P<sy_a>\d\d)(?:\s?[/-]\s?(?P<sy_b>\d\d))?(?!\d))
    | (?=[TtIiBbNnLlEeSsAa])(?P<season>(?:(?:[Tt]he|[Ii]n|[Bb]y|[Tt]his|[Nn]ext|[Ll]ast|[Ee]arly
        |[Ll]ate)\s)(?P<s_name>spring|summer|autumn|Spring|Summer|Autumn)
        (?:\s(?:of\s)?(?P<s_y>{_YEAR}))?
        |(?P<s_name2>[Ss]pring|[Ss]ummer|[Aa]utumn)\s(?P<s_y2>{_YEAR}))
    | (?=s)(?P<same>same\s(?P<same_unit>month|period|quarter|time|week)\s(?:(?:in|of|during)\s
        (?:the\s)?)?(?:(?P<same_y>{_YEAR})(?![\d/])|(?P<same_last>last\syear|(?:the\s)?previous\s
        (?:financial\s)?year|the\syear\sbefore)))
    | (?=[TtLlPpNnCc])(?P<relative>(?:[Tt]he\s|[Tt]his\s)?(?P<r_word>[Ll]ast|[Pp]ast|[Pp]revious
        |[Pp]receding|[Nn]ext|[Cc]oming|[Cc]urrent|[Tt]his)\s(?:(?P<r_n>{COUNT})[\s-])?
        (?P<r_fin>financial\s|calendar\s|full\s|reporting\s)?(?P<r_unit>day|week|month|quarter
            |year)s?(?:'s)?(?:\speriod)?\b)
    | (?=[\dTtAaOofsenmqwy])(?P<earlier>\b(?:(?:[Tt]he|[Aa]n?|[Oo]ne)\s)?(?:(?P<e_n>{COUNT})\s)?
        (?P<e_unit>month|quarter|week|year)s?\s
        (?:before|earlier|ago|previously)\b(?!\s(?:the|that|this|a)\b))
    | (?=\d)(?:
          (?P<day_of_range>(?<![\d/.,\u00a3])\b(?P<dr_a>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:to|and|-
            |\u2013|until)\s?(?=\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}))
        | (?P<year>(?<![\d/.,\u00a3-])(?P<y_y>19[89]\d|20[0-4]\d)(?![\d%]|,\d|\.\d|\s?(?:per\scent
            |million|percent)))
      )
    )""",
    re.VERBOSE,
)
_UNITS = ("day", "week", "month", "quarter", "year")
_ARTICLES = either_case("the a an one")
_BEFORE_SEASONS = either_case("the in by this next last early late")
_RELATIVE = either_case("last past previous preceding next coming current this")
_SEASON_NAMES = either_case(" ".join(_SEASONS))
#: How every expression begins that does not begin with a digit.
_OPENINGS = (
    *(name.capitalize() for name in MONTH_NUMBERS),
    *map(str.upper, MONTH_NUMBERS),
    *("FY", "Q1", "Q2", "Q3", "Q4", "quarter ", "Quarter "),
    *(f"{word} {q}uarter" for word in either_case("first second third fourth final") for q in "Qq"),
    *(f"{word} {season}" for word in _BEFORE_SEASONS for season in _SEASON_NAMES),
    *(f"{season} " for season in _SEASON_NAMES),
    *(f"same {unit}" for unit in ("month", "period", "quarter", "time", "week")),
    *(f"{word} " for word in _RELATIVE),
    *(f"{word} {relative} " for word in either_case("the this") for relative in _RELATIVE),
    *_UNITS,
    *(f"{count} {unit}" for count in COUNT_WORDS for unit in _UNITS),
    *(f"{word} {what}" for word in _ARTICLES for what in (*_UNITS, *COUNT_WORDS, *"0123456789")),
)
_OPENED_ATOM = Opened((_OPENINGS, ATOM), at_digits=ATOM)
_JOINED_MONTH = re.compile(rf"\s?(?:to|and|-|\u2013|/)\s?{MONTH}")
_LABEL_LENGTH = 24
#: "May" and "March" are verbs too, and "over 2000 calls" is a count: a sign of time is needed.
_TIME_SIGN = re.compile(
    r"\b(?:in|of|since|by|to|during|from|until|for|and|between|at|on|end|early|late|mid|last|this"
    r"|next|every|each|before|after)[\s-]$",
    re.IGNORECASE,
)
_COUNT_SIGN = re.compile(
    r"\b(?:over|nearly|almost|about|around|approximately|some|up\sto|at\sleast|than|another"
    r"|further|extra|additional|total\sof|recruit(?:ed)?|of\sthe|these|their|its)\s$",
    re.IGNORECASE,
)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month in which ``day`` lies."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return MONTH_NUMBERS[name[:3].lower()]


def _full_year(digits: str) -> int:
    number = int(digits)
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


@dataclass(slots=True)
class Atom:
    """One expression of time at ``start:end``; ``month`` and ``day`` where the year is missing."""

    start: int
    end: int
    kind: str
    first: dt.date | None = None
    last: dt.date | None = None
    month: int | None = None
    day: int | None = None
    is_relative: bool = False

    def with_year(self, year: int) -> None:
        """Complete a day or month that stands without its year."""
        if self.first is None and self.month is not None:
            self.first = _day(year, self.month, self.day or 1)
            if self.first:
                self.last = self.first if self.day else month_end(self.first)


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with what its reading may need: the text, the atoms before it, the day of writing."""

    match: re.Match[str]
    text: str
    before: Sequence[Atom]
    written_on: dt.date | None

    @property
    def lead(self) -> str:
        return self.text[max(0, self.match.start() - 24) : self.match.start()]


def opened_atoms(text: str) -> Iterator[re.Match[str]]:
    """Yield what ``ATOM`` matches in ``text``, trying it only where it can begin."""
    return _OPENED_ATOM.finditer(text)


def find_atoms(text: str, written_on: dt.date | None) -> list[Atom]:
    """Return the atoms of a clean text, in reading order; relative ones by ``written_on``."""
    atoms: list[Atom] = []
    for match in opened_atoms(text):
        kind = match.lastgroup or ""
        atom = Atom(match.start(), match.end(), kind)
        if _READERS[kind](atom, _Found(match, text, atoms, written_on)):
            atoms.append(atom)
    return atoms


def _read_iso(atom: Atom, found: _Found) -> bool:
    match = found.match
    atom.first = atom.last = _day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return atom.first is not None


def _read_numeric(atom: Atom, found: _Found) -> bool:
    match = found.match
    # 12.5.20 is rarely a date unless it has a four-digit year: clause numbers look like it.
    if match["num_sep"] != "/" and len(match["num_y"]) != 4:
        return False
    atom.first = atom.last = _day(
        _full_year(match["num_y"]), int(match["num_m"]), int(match["num_d"])
    )
    return atom.first is not None


_DAY_GROUPS = {"day_month": "dm", "month_day": "md", "month_and_day": "mad"}


def _read_day(atom: Atom, found: _Found) -> bool:
    match, key = found.match, _DAY_GROUPS[atom.kind]
    atom.day, atom.month = int(match[f"{key}_d"]), _month(match[f"{key}_m"])
    if key != "mad" and match[f"{key}_y"]:
        atom.with_year(int(match[f"{key}_y"]))
        return atom.first is not None
    return 1 <= atom.day <= 31


def _read_month_year(atom: Atom, found: _Found) -> bool:
    match = found.match
    atom.month = _month(match["my_m"])
    atom.with_year(_full_year(match["my_y"] or match["my_yy"]))
    return True


def _read_month(atom: Atom, found: _Found) -> bool:
    name = found.match["m_m"]
    atom.month = _month(name)
    return _means_month(name, found)


def _read_first_day(atom: Atom, found: _Found) -> bool:
    atom.day = int(found.match["dr_a"])
    return 1 <= atom.day <= 31


def _read_financial_years(atom: Atom, found: _Found) -> bool:
    match = found.match
    return _read_years(atom, match["ys_a"], match["ys_b"], match["ys_q"])


def _read_short_years(atom: Atom, found: _Found) -> bool:
    year = _full_year(found.match["sy_a"])
    if found.match["sy_b"] is None:
        year -= 1
    atom.first, atom.last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    return True


def _read_season(atom: Atom, found: _Found) -> bool:
    match = found.match
    year = match["s_y"] or match["s_y2"]
    if year:
        low, high = _SEASONS[(match["s_name"] or match["s_name2"]).lower()]
        atom.first = dt.date(int(year), low, 1)
        atom.last = month_end(dt.date(int(year), high, 1))
    else:
        atom.is_relative = True
    return True


def _read_same(atom: Atom, found: _Found) -> bool:
    """Read "the same month in 2016" by the month named before it."""
    known = next((a for a in reversed(found.before) if a.first and a.last), None)
    if known is None or known.first is None or known.last is None:
        atom.is_relative = True
        return True
    year = found.match["same_y"]
    shift = int(year) - known.last.year if year else -1
    atom.first = known.first + relativedelta(years=shift)
    atom.last = known.last + relativedelta(years=shift)
    if known.last == month_end(known.last):
        atom.last = month_end(atom.last)
    return True


def _read_relative(atom: Atom, found: _Found) -> bool:
    atom.is_relative = True
    _resolve_relative(atom, found.match, found.written_on)
    return True


def _read_earlier(atom: Atom, found: _Found) -> bool:
    """Read "the year before" by the time named before it; alone it says nothing certain."""
    known = next((a for a in reversed(found.before) if a.first and a.last), None)
    count, unit = found.match["e_n"], found.match["e_unit"]
    if known is None or known.first is None or known.last is None or unit != "year":
        atom.is_relative = True
        return True
    years = _count(count) if count else 1
    atom.first = known.first - relativedelta(years=years)
    atom.last = known.last - relativedelta(years=years)
    if known.last == month_end(known.last):
        atom.last = month_end(atom.last)
    return True


def _count(written: str) -> int:
    return int(written) if written.isdigit() else COUNT_WORDS[written.lower()]


def _read_year(atom: Atom, found: _Found) -> bool:
    year = int(found.match["y_y"])
    following = found.text[atom.end : atom.end + 12]
    if _COUNT_SIGN.search(found.lead) and re.match(r"\s[a-z]", following):
        return False
    if year == 2000 and re.match(r"\s[a-z]+s\b", following) and not _TIME_SIGN.search(found.lead):
        return False
    atom.first, atom.last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return True


def _means_month(name: str, found: _Found) -> bool:
    """Tell May and March from the verbs, and short forms from names, by what stands around."""
    if len(name.rstrip(".")) > 4 and name.lower() != "march":
        return True
    is_label = len(found.text) < _LABEL_LENGTH
    return (
        is_label
        or bool(_TIME_SIGN.search(found.lead))
        or bool(_JOINED_MONTH.match(found.text, found.match.end()))
    )


def _read_years(atom: Atom, first: str, second: str, quarter: str | None) -> bool:
    start = int(first)
    end = int(second) if len(second) == 4 else start - start % 100 + int(second)
    if end < start:
        end += 100
    if end == start + 1:
        atom.first, atom.last = dt.date(start, 4, 1), dt.date(end, 3, 31)
        if quarter:
            atom.first = dt.date(start, 4, 1) + relativedelta(months=3 * (int(quarter) - 1))
            atom.last = month_end(atom.first + relativedelta(months=2))
        return True
    if len(second) == 2 and (end - start > 12 or (int(second) <= 12 and end - start > 10)):
        return False
    if not 0 < end - start <= 60:
        return False
    atom.first, atom.last = dt.date(start, 1, 1), dt.date(end, 12, 31)
    return True


def _read_quarter(atom: Atom, found: _Found) -> bool:
    match = found.match
    number = int(match["q_n"]) if match["q_n"] else _ORDINALS[match["q_word"].lower()]
    if not match["q_y"]:
        atom.is_relative = True
        return True
    year = _full_year(match["q_y"])
    start = dt.date(year, 4 if match["q_y2"] else 1, 1) + relativedelta(months=3 * (number - 1))
    atom.first, atom.last = start, month_end(start + relativedelta(months=2))
    return True


def _resolve_relative(atom: Atom, match: re.Match[str], written_on: dt.date | None) -> None:
    if written_on is None:
        return
    word, unit = match["r_word"].lower(), match["r_unit"]
    backwards = word in ("last", "past", "previous", "preceding")
    if match["r_n"]:
        count = int(match["r_n"]) if match["r_n"].isdigit() else COUNT_WORDS[match["r_n"]]
        step = relativedelta(
            days=count * _DAYS_IN.get(unit, 0), months=count * _MONTHS_IN.get(unit, 0)
        )
        if backwards:
            atom.first, atom.last = written_on - step + relativedelta(days=1), written_on
        elif word in ("next", "coming"):
            atom.first, atom.last = written_on, written_on + step
        return
    shift = -1 if backwards else 1 if word in ("next", "coming") else 0
    if unit == "year" and (match["r_fin"] or "").strip() == "financial":
        start = written_on.year - (written_on.month < 4) + shift
        atom.first, atom.last = dt.date(start, 4, 1), dt.date(start + 1, 3, 31)
    elif unit == "year":
        atom.first, atom.last = (
            dt.date(written_on.year + shift, 1, 1),
            dt.date(written_on.year + shift, 12, 31),
        )
    elif unit == "month":
        atom.first = written_on.replace(day=1) + relativedelta(months=shift)
        atom.last = month_end(atom.first)


_READERS: dict[str, Callable[[Atom, _Found], bool]] = {
    "iso": _read_iso,
    "numeric": _read_numeric,
    "day_month": _read_day,
    "month_day": _read_day,
    "month_and_day": _read_day,
    "month_year": _read_month_year,
    "quarter": _read_quarter,
    "years": _read_financial_years,
    "short_years": _read_short_years,
    "season": _read_season,
    "same": _read_same,
    "relative": _read_relative,
    "earlier": _read_earlier,
    "month": _read_month,
    "day_of_range": _read_first_day,
    "year": _read_year,
}
