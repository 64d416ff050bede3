"""When the figures of a table's cell were counted, by its labels and the caption."""

import re
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from flows.parsing.text.tables import GridCell
from flows.parsing.times.periods import TimeExpression, find_times, period_precision
from flows.parsing.times.time_atoms import month_end


def cell_period(cell: GridCell, caption: str | None) -> tuple[TimeExpression | None, str | None]:
    """Return the period of a cell from its labels and the caption, with the words that say it."""
    row = None if _names_more(cell.row_label) else _label_time(_whole_year(cell.row_label, caption))
    column = _label_time(_whole_year(cell.column_label, caption))
    both = [
        (time, label)
        for time, label in ((row, cell.row_label), (column, cell.column_label))
        if time and label
    ]
    if len(both) == 2:
        combined = _combined(both[0][0], both[1][0], f"{both[0][1]} {both[1][1]}") or _combined(
            both[1][0], both[0][0], f"{both[1][1]} {both[0][1]}"
        )
        if combined:
            return combined, f"{both[0][1]} {both[1][1]}"
    for time, label in both:
        if time.is_resolved:
            return time, label
    above = _label_time(caption)
    if both and above and above.is_resolved:
        combined = _combined(both[0][0], above, f"{both[0][1]} {caption}")
        if combined:
            return combined, both[0][1]
    if not both and above and above.is_resolved:
        return above, caption
    return both[0] if both else (None, None)


#: "PEEL 2021/22" and a recommendation that is due by June say when nothing was counted.
_PAPER = re.compile(
    r"\b(?:PEEL|inspections?|reports?|reviews?|thematic|plan|strategy)\b", re.IGNORECASE
)
_LONGEST_LABEL = 10


def _names_more(label: str | None) -> bool:
    """Say whether the label of a row names a paper or is a sentence, not a period."""
    return bool(label and (_PAPER.search(label) or len(label.split()) > _LONGEST_LABEL))


#: "Sep 22" over a column is a month of a year, for a day has its year beside it.
_MONTH_AND_YEAR = re.compile(
    r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*)\s['\u2019]?(?P<year>\d\d)",
    re.IGNORECASE,
)
_YEARS_TO = re.compile(
    r"\b(?:12|twelve)\smonths\s(?:to|ending|ended)\s[A-Z][a-z]+(?!\s\d)|\byear\s(?:to|ending|ended)\s[A-Z][a-z]+(?!\s\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def _whole_year(label: str | None, caption: str | None) -> str | None:
    """Return a label with its whole year: "Sep 22" as 2022, "2022" as the caption means it.

    A caption may say that each year is the "12 months to June".
    """
    if label and (month := _MONTH_AND_YEAR.fullmatch(label)):
        return f"{month['month']} 20{month['year']}"
    if not label or not caption or not _YEAR.fullmatch(label):
        return label
    meant = _YEARS_TO.search(caption)
    return f"{meant.group()} {label}" if meant else label


@lru_cache(maxsize=8192)
def _label_time(label: str | None) -> TimeExpression | None:
    if not label:
        return None
    times = find_times(label)
    if len(times) == 2:
        combined = _combined(times[0], times[1], label) or _combined(times[1], times[0], label)
        if combined:
            return combined
    return times[0] if len(times) == 1 else next((time for time in times if time.is_resolved), None)


@lru_cache(maxsize=8192)
def _combined(part: TimeExpression, whole: TimeExpression, label: str) -> TimeExpression | None:
    """Resolve a month or quarter label by the year that stands on the other side."""
    if part.is_resolved or not whole.is_resolved or whole.first is None or whole.last is None:
        return None
    if quarter := re.search(r"\bq(?:uarter\s)?([1-4])\b", label, re.IGNORECASE):
        first = whole.first + relativedelta(months=3 * (int(quarter[1]) - 1))
        last = month_end(first + relativedelta(months=2))
        return TimeExpression(
            part.start, part.end, part.phrase_start, first, last, period_precision(first, last)
        )
    for year in range(whole.first.year, whole.last.year + 1):
        months = find_times(f"{label[part.start : part.end]} {year}")
        time = next((time for time in months if time.first and time.last), None)
        if (
            time
            and time.first
            and time.last
            and whole.first <= time.first
            and time.last <= whole.last
        ):
            return time
    return None
