"""Dates and stretches of time in a clean text, resolved where the text resolves them.

Atoms (``flows.parsing.times.time_atoms``) that "to", "and" or a dash joins become ranges; what
leads up to them ("since", "as of", "the 12 months to") says how far they reach.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta

from flows.parsing.times.time_atoms import COUNT, COUNT_WORDS, Atom, find_atoms, month_end
from flows.parsing.words import Gated, lowered

_JOINT = re.compile(
    r"\s?(?:to|until|till|through(?:\sto)?|up\sto|-|\u2013|\u2014|/|and\sending(?:\son)?"
    r"|and\sfinishing(?:\son)?)\s?(?:the\s)?(?:end\sof\s)?"
)
_AND = re.compile(r"\s?(?:and|&)\s?(?:the\send\sof\s)?")
_BETWEEN = Gated("between|from", r"\b(?:between|from)\s(?:the\s)?(?:start\sof\s|beginning\sof\s)?$")
_LENGTH_TO = Gated(
    "month|week|year|quarter",
    rf"\b(?:(?P<n>{COUNT})[\s-](?P<unit>month|week|year)s?(?:\speriod)?|(?P<year>(?:rolling\s"
    rf"|financial\s)?year)|(?P<quarter>quarter))"
    r"\s(?:(?:up\s)?to|ending|ended|ending\sin|to\sthe\send\sof"
    r"|ending\son)\s(?:the\s)?(?:end\sof\s|end\s)?$",
)
_SINCE = Gated(
    "since",
    r"\bsince\s(?:the\s)?(?:start\sof\s|beginning\sof\s|early\s|late\s|mid[- ])?$",
)
_AS_OF = Gated(
    "as of|as at|position at",
    r"\b(?:as\s(?:of|at)|position\sat)\s(?:the\send\sof\s|the\s|end\sof\s|end\s)?$",
)
_PART_OF = Gated(
    "half|end|start|beginning|early|late|mid",
    r"\b(?P<part>first\shalf|second\shalf|end|start|beginning|early|late|mid"
    r"|middle)(?:\spart)?(?:\sof\s(?:the\s)?(?:calendar\syear\s|financial\syear\s|year\s)?"
    r"|[-\s])$",
)
#: "April next year", "in May of this year"
_WHOLE_YEAR = re.compile(r"(?:this|next|last)\syear", re.IGNORECASE)
_OF = re.compile(r"\s(?:of\s)?")
_ONWARDS = re.compile(r"\s?(?:onwards?|to\sdate|to\spresent|-\spresent)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of time at ``start:end`` of a clean text; ``phrase_start`` takes in its lead-in.

    ``first`` and ``last`` are null where the text alone (and ``written_on``) does not say;
    ``last`` is null too for an open period. ``precision`` follows the contract.
    """

    start: int
    end: int
    phrase_start: int
    first: dt.date | None
    last: dt.date | None
    precision: str | None
    is_relative: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether a calendar date is known."""
        return self.first is not None


def period_precision(first: dt.date | None, last: dt.date | None) -> str | None:
    """Return the contract's word for the stretch from ``first`` to ``last`` (both included)."""
    if first is None:
        return None
    if last is None:
        return "open"
    if first == last:
        return "day"
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 3 and first.month % 3 == 1:
            return "quarter"
        return {1: "month", 12: "year"}.get(months, "range")
    return "year" if last == first + relativedelta(years=1, days=-1) else "range"


def find_times(text: str, written_on: dt.date | None = None) -> tuple[TimeExpression, ...]:
    """Return every expression of time in a clean ``text``, in reading order.

    ``written_on`` is the day (or the first day of the month) on which the document was
    written; without it relative expressions stay unresolved. "As of D" starts and ends on
    D, "since M" starts with M and has no end, "the 12 months to M" ends with M.
    """
    atoms = find_atoms(text, written_on)
    if not atoms:
        return ()
    _share_years(text, atoms)
    found: list[TimeExpression] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = _join(text, atom, following) if following else None
        if joined is not None:
            atom = joined
            index += 1
        index += 1
        if atom.kind == "day_of_range":
            continue
        if atom.kind in ("earlier", "same"):
            _shift_whole(atom, found)
        found.append(_finish(text, atom))
    return tuple(found)


def _share_years(text: str, atoms: list[Atom]) -> None:
    """Give a day or month the year that stands with its neighbour ("October to December 2019")."""
    for atom, following in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        between = text[atom.end : following.start]
        if atom.kind == "day_of_range":
            atom.month = following.month
        near = (
            _JOINT.fullmatch(between)
            or _AND.fullmatch(between)
            or between in (", ", "")
            or atom.kind == "day_of_range"
        )
        if (
            near
            and atom.first is None
            and atom.month
            and following.first
            and not following.is_relative
        ):
            year = following.first.year
            atom.with_year(
                year
                if atom.month <= following.first.month or following.kind == "year"
                else year - 1
            )


def _shift_whole(atom: Atom, before: list[TimeExpression]) -> None:
    """Let "the year before" be that of all of "the 12 months to June 2019", not of June alone."""
    known = next((time for time in reversed(before) if time.first and time.last), None)
    if known is None or known.first is None or known.last is None or atom.last is None:
        return
    step = relativedelta(years=known.last.year - atom.last.year)
    atom.first, atom.last = known.first - step, known.last - step
    if known.last == month_end(known.last):
        atom.last = month_end(atom.last)


def _join(text: str, atom: Atom, following: Atom) -> Atom | None:
    between = text[atom.end : following.start]
    lead = text[max(0, atom.start - 30) : atom.start]
    joint = _JOINT.fullmatch(between) or (atom.kind == "day_of_range" and not between)
    if (
        atom.kind == "month"
        and following.kind == "year"
        and re.fullmatch(r"\s?(?:of|in)\s?", between)
    ):
        whole = replace(following, start=atom.start, kind="month_year")
        if atom.month and following.first:
            whole.first = dt.date(following.first.year, atom.month, 1)
            whole.last = month_end(whole.first)
        return whole
    named = text[following.start : following.end]
    if (
        atom.kind in ("month", "day_month")
        and _WHOLE_YEAR.fullmatch(named)
        and _OF.fullmatch(between)
    ):
        whole = replace(atom, end=following.end)
        if following.first:
            whole.with_year(following.first.year)
        return whole
    spanning = _AND.fullmatch(between) and re.search(r"\bbetween\s(?:the\s)?$", lead, re.IGNORECASE)
    if not joint and not spanning:
        return None
    if atom.is_relative or following.is_relative:
        return None
    if "/" in between and atom.kind != "month_year":
        return None
    # A dash between two bare years is a range; between unlike things it is punctuation.
    first, last = atom.first, following.last
    if first is None or last is None or last < first:
        if atom.month and following.month and following.first is None:
            return replace(atom, end=following.end, first=None, last=None, kind="range")
        return None
    return replace(atom, end=following.end, first=first, last=last, kind="range")


def _finish(text: str, atom: Atom) -> TimeExpression:
    lead = text[max(0, atom.start - 60) : atom.start]
    first, last, phrase_start = atom.first, atom.last, atom.start
    offset = atom.start - len(lead)
    small = lowered(lead)
    if match := _LENGTH_TO.search(lead, small):
        phrase_start = offset + match.start()
        if last is not None:
            end = last
            if match["n"]:
                count = int(match["n"]) if match["n"].isdigit() else COUNT_WORDS[match["n"].lower()]
                months = {"month": count, "year": 12 * count}.get(match["unit"].lower())
                first = (
                    end + relativedelta(days=1) - relativedelta(months=months) if months else None
                )
            else:
                first = (
                    end + relativedelta(days=1) - relativedelta(months=12 if match["year"] else 3)
                )
            if first is not None and end == month_end(end):
                first = first.replace(day=1)
    elif match := _SINCE.search(lead, small):
        phrase_start, last = offset + match.start(), None if atom.kind != "range" else last
    elif match := _AS_OF.search(lead, small):
        phrase_start = offset + match.start()
    elif (match := _PART_OF.search(lead, small)) and first is not None and last is not None:
        phrase_start = offset + match.start()
        part = match["part"].lower()
        middle = first + (last - first) / 2
        if part == "first half":
            last = (
                month_end(first + relativedelta(months=5)) if (last - first).days > 300 else middle
            )
        elif part == "second half":
            first = first + relativedelta(months=6) if (last - first).days > 300 else middle
    elif match := _BETWEEN.search(lead, small):
        if atom.kind == "range":
            phrase_start = offset + match.start()
        elif match.group().lower().startswith("from") and _ONWARDS.match(text, atom.end):
            phrase_start, last = offset + match.start(), None
    if atom.kind != "range" and last is not None and _ONWARDS.match(text, atom.end):
        last = None
    if first is None:
        last = None
    return TimeExpression(
        atom.start,
        atom.end,
        phrase_start,
        first,
        last,
        period_precision(first, last),
        atom.is_relative or first is None,
    )
