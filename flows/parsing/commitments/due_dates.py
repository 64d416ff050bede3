"""By when a promise is due: the time in its sentence that belongs to it."""

import calendar
import datetime as dt
import re

from flows.parsing.commitments.promise_rules import Promise
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.times.time_atoms import COUNT, MONTH

_AT_OPENING = re.compile(
    r"(?:^|[,;:]\s|\band\s|\bbut\s)(?:\w+ly\s)?(?:by|during|in|from|before|until|on|over"
    r"|throughout|within|at|between|later|early)(?:\s(?:no\slater\sthan|the|end|of|early|late|mid"
    r"|start|course|beginning|in|this|financial|year|summer|spring|autumn|winter|close|business|on"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)){0,12}\s?$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?P<word>by|before|until|till|no\slater\sthan|finishing|ending|end|in|during|on|from|for"
    r"|at|over|throughout|within|between|to|through|commencing|starting|beginning|later|this|next"
    r"|of|w/c|is|due)(?:\s(?:the|end|of|early|late|mid|start|course|beginning|month|week"
    r"|financial|year|summer|spring|autumn|winter|close|business|on|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)){0,12}\s?[(,]?$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^(?:from|between|since|by|in|during|as\s(?:of|at))\s", re.IGNORECASE)
_SEASON = re.compile(
    r"^(?:in|by|before)\s(?=(?:the\s)?(?:spring|summer|autumn|winter|christmas|easter|new\syear))",
    re.IGNORECASE,
)
_YEAR_NAMED = re.compile(
    r"\b(?:(?<=by\s)|(?<=before\s)|(?<=until\s)|(?<=at\s))(?:the\s)?end\sof\s(?:the|this)\s"
    r"(?:current\s)?(?P<kind>calendar|financial)\syear\b"
    r"|\b(?:in|during|within|over)\sthe\s(?P<new>new)\sfinancial\syear\b",
    re.IGNORECASE,
)
_APRIL = 4
_DEADLINES = frozenset(
    {"by", "before", "until", "till", "no later than", "finishing", "ending", "end", "due"}
)
_PAST_EVENT = re.compile(
    r"(?:(?<!\S)(?P<before>\S+))?\s(?:published|issued|released|launched|completed|conducted|undertaken|held"
    r"|made|introduced|began|started|recorded|identified|approved|received|inspected|visited"
    r"|announced|established|reported|set\sout|raised|carried\sout|took\splace)\s(?:in|on|during"
    r"|by|at|between|from|since)?\s?(?:the\s|early\s|late\s|end\sof\s)*$"
)
#: "I will fund four analysts (£212k in 2023/24) and …": the year is that of the money.
_OF_AN_AMOUNT = re.compile(r"\([^()]*\u00a3\d[^()]*$")
_VAGUE = re.compile(
    r"\b(?:very\ssoon|soon|shortly|imminently|in\sdue\scourse|as\ssoon\sas\s(?:possible"
    r"|practicable)|in\sthe\snear\sfuture|in\sthe\snew\s(?:financial\s)?year|(?:in|over)\sthe\s(?:coming|next"
    r"|following)\s(?:few\s)?(?:\w+\s)?(?:days|weeks|months|years|year|quarter)|later\s(?:this"
    r"|in\sthe)\s(?:month|year|spring|summer|autumn|winter)|early\s(?:next|in\sthe\snew)\syear"
    r"|(?:in|by|this|next|before)\s(?:the\s)?(?:spring|summer|autumn|winter|christmas|easter)"
    r"(?:\s20\d\d)?|(?:by|before|until)\s(?:the\s)?end\sof\s(?:the|this)\s(?:\w+\s)?(?:week|month|quarter|year)"
    r"|(?:by|before|at)\s(?:the\s)?(?:financial\s)?year[\s-]end"
    r"|(?:at|to|for|by)\s(?:the|our|my|its)\snext\s(?:\w+\s){0,3}(?:meeting|board|panel)"
    rf"|(?:in|after)\s(?:a\sfurther\s)?{COUNT}\s(?:days|weeks|months|years)\b(?:'?\stime)?"
    r"|within\s(?:the\snext\s)?(?:\w+\s){1,2}(?:days|weeks|months)|next\s(?:month|week|year"
    r"|quarter|spring|summer|autumn|winter)|once\s[^,.;]{6,80})",
    re.IGNORECASE,
)


def find_due(
    text: str, promise: Promise, written_on: dt.date | None
) -> tuple[dt.date | None, str | None, str] | None:
    """Return (last day, its precision, the words) of the time by which a promise is due.

    Times of what is past, or of what is only named in the sentence (a report's date, the
    years of a plan), do not count; neither do times before the document itself.
    """
    ranked: list[tuple[int, int, int, TimeExpression]] = []
    for order, time in enumerate(find_times(text, written_on)):
        rank = _attachment(text, promise, time)
        past = time.last is not None and written_on is not None and time.last < written_on
        if rank is not None and not past:
            ranked.append((rank, 0 if time.last else 1, -order, time))
    if year := _year_named(text, promise, written_on):
        return year
    vague = _VAGUE.search(text, promise.cue) or _VAGUE.search(
        text[: promise.cue], max(0, promise.cue - 40)
    )
    if ranked:
        _, unresolved, _, time = min(ranked, key=lambda entry: entry[:3])
        words = _BOUND.sub("", text[time.phrase_start : time.end].strip())
        if not unresolved and time.last is not None and not time.is_relative:
            return time.last, stated_precision(time, text[time.start : time.end]), words
        if time.last is not None and time.precision in ("month", "year", "quarter", "day"):
            return time.last, stated_precision(time, words), words
        if not (vague and vague.start() <= time.start < vague.end()):
            return None, None, words
    return (None, None, _SEASON.sub("", vague.group())) if vague else None


def _year_named(
    text: str, promise: Promise, written_on: dt.date | None
) -> tuple[dt.date, str, str] | None:
    """Return the end of the calendar or financial year that a sentence names without a number.

    "The year" alone may be either and stays words. In the first quarter of a financial year
    "the new financial year" may be this one or the next.
    """
    match = _YEAR_NAMED.search(text)
    if match is None or written_on is None:
        return None
    before = text[: match.start()]
    if match.end() <= promise.cue and before.strip() and not _AT_OPENING.search(before):
        return None
    first = written_on.year - (written_on.month < _APRIL)
    if match["new"]:
        if _APRIL <= written_on.month < _APRIL + 3:
            return None
        return dt.date(first + 2, 3, 31), "year", match.group()
    if match["kind"] == "calendar":
        return dt.date(written_on.year, 12, 31), "year", match.group()
    return dt.date(first + 1, 3, 31), "year", match.group()


def _attachment(text: str, promise: Promise, time: TimeExpression) -> int | None:
    """Return how closely a time belongs to the promise (0 is closest), None where it does not."""
    before = text[: time.start]
    if time.end <= promise.cue:
        return 1 if _AT_OPENING.search(before) and "since" not in before[-8:].lower() else None
    if time.first is not None and time.last is None:
        return None
    if _OF_AN_AMOUNT.search(before):
        return None
    lead = _LEAD.search(before)
    starts_relative = time.is_relative and re.match(
        r"(?:this|next|later|the\snext|the\scoming)", text[time.phrase_start :], re.IGNORECASE
    )
    past = _PAST_EVENT.search(before)
    if (
        past
        and time.start > promise.end
        and (past["before"] or "") not in ("be", "and", "fully", "being")
    ):
        return None
    if time.precision == "year" and re.match(
        r"\s[a-z]*\s?(?:report|inspection|plan|strategy|budget|precept|survey|review|assessment"
        r"|figures|data|act)\b",
        text[time.end : time.end + 40],
        re.IGNORECASE,
    ):
        return None
    if re.search(
        r"\b(?:last|past|previous|same)\b", text[time.phrase_start : time.end], re.IGNORECASE
    ):
        return None
    if within := re.match(
        r"(?:(?P<by>by)|in|during|this|next|early|late)\b", text[time.start :], re.IGNORECASE
    ):
        return 0 if within["by"] else 1
    if lead is None:
        opens = before.rstrip().endswith(("(", "-", "\u2013", ":"))
        return 2 if starts_relative or opens else None
    word = lead["word"].lower()
    if word in _DEADLINES:
        return 0
    return 3 if word in ("for", "of", "to", "at") else 1


_DAY = re.compile(rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}|\d/\d{{1,2}}/\d")
_MONTH = re.compile(rf"\b{MONTH}|(?i:spring|summer|autumn|quarter|\bQ[1-4])")


def stated_precision(time: TimeExpression, words: str) -> str:
    """Return day, month or year: how exactly the words tell the last day."""
    names_month = bool(_MONTH.search(words))
    if time.precision in ("day", "month") or (time.precision == "year" and not names_month):
        return str(time.precision)
    if time.precision == "quarter":
        return "month"
    last = time.last
    has_day = bool(_DAY.search(words))
    if (
        last is not None
        and not has_day
        and last.day == calendar.monthrange(last.year, last.month)[1]
    ):
        return "month" if _MONTH.search(words) else "year"
    return "day"
