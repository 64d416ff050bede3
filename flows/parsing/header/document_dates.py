"""When a document was written: as it states, or as its words let a reader infer."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from flows.parsing.header.document_types import RESPONSE_TITLE
from flows.parsing.header.opening import REPORT_LINE, is_prose, lines_of
from flows.parsing.text.outline import Outline, Part
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.times.time_atoms import MONTH_NUMBERS
from flows.parsing.words import Gated

_KEY = re.compile(
    r"(?:date(?:\sof\s(?:(?:the|our|this|o?pf?cc(?:'s)?|commissioner's|force(?:'s)?)\s){0,2}(?:meeting|letter|response|issue|decision|paper|this\sreport))?"
    r"|meeting\sdate|dated|date\s(?:issued|signed))"
    r"\s*[:\u2013-]?\s+(?=\S)",
    re.IGNORECASE,
)
_PAGE_KEY = re.compile(
    r"(?:(?:date\s)?(?:published|posted|updated|last\supdated|added|page\spublished"
    r"|publication\sdate|release\sdate)(?:\son)?)\s*[:\u2013-]?\s+(?=\S)",
    re.IGNORECASE,
)
#: The day of a page, whatever it says: nobody posts or adds an inspectorate's report.
_POSTING_KEY = re.compile(
    r"(?:date\s)?(?:posted|(?:last\s)?updated|added|page\spublished)(?:\son)?\s*[:\u2013-]?\s+(?=\S)",
    re.IGNORECASE,
)
#: "Published: 2 May 2022 | Response: 20 June 2022" dates a report and its answer.
_RESPONSE_KEY = re.compile(
    r"\bresponse(?:\s(?:date|sent|submitted|published))?\s?[:\u2013-]\s+(?=\S)"
    r"|\b(?:our|this|o?pf?cc|commissioner)(?:'s)?\sresponse\s+(?=\d)",
    re.IGNORECASE,
)
#: A line that gives the report that is answered: with a label, or between quotation marks.
_NAMES_REPORT = re.compile(rf"{REPORT_LINE.pattern}|[\"'].{{8,}}[\"']$", re.IGNORECASE)
_DATE_LABEL = re.compile(r"(?:date|meeting date|date of meeting)\s*:?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MEETING = re.compile(
    r"\b(?:meeting|minutes|panel|committee|board|held|agenda|cabinet)\b", re.IGNORECASE
)
_ANOTHER_MEETING = re.compile(
    r"\b(?:previous|last|next|future|forthcoming)\s+(?:\w+\s)?meetings?|minutes\sof\sthe"
    r"\s(?:previous|last)\b|\bmeetings?\sheld\son\b.{0,60}\bwere\b|\bmatters\sarising",
    re.IGNORECASE,
)
_SENT = Gated(
    "sent|wrote|issued|submitted|published",
    r"\b(?:sent|wrote|issued|submitted|published)\s(?:the\s(?:following|below)|this)\s(?:letter"
    r"|response|statement|reply)\b",
)
_ENDS_IN_PUBLISHED = re.compile(
    r"\b(?:published|publication|inspected)\b[^.]{0,20}$", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b|\b(?:at"
    r"|the|time|on|dated?)\b|[\s,.:;()\u2013-]",
    re.IGNORECASE,
)
_LAST_MONTH = Gated(
    "last month|this month|last week|yesterday|today",
    r"\b(?P<when>last\smonth|this\smonth|earlier\sthis\smonth|last\sweek|yesterday"
    r"|today)\s\((?:on\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[/.](?P<month>\d{1,2})"
    r"|\s(?P<name>[A-Z][a-z]{2,8}))\)",
)
_PUBLISHED = re.compile(r"\b(?:published|publication|released|issued|report)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\b(?:report|inspection|hmic(?:frs)?|peel)\b", re.IGNORECASE)
_MEETING_TYPES = frozenset({"minutes", "panel_report", "outcomes_report"})
_PAGE_TYPES = frozenset({"statement", "index_page", "other", "letter"})
_CLOSING_PARTS = 8
_MEETING_WORDS = 30
_BYLINE_WORDS = 16
#: "6 August 2020 by the press office", "6 August 2020 | News": what stands behind a page's day.
_BEHIND_BYLINE = re.compile(r"\s*(?:by\b|[|\u2022\u00b7\u2013-]|in\b)\s*\S.{0,60}", re.IGNORECASE)
_BODY = re.compile(r"\b(?:o?pf?cc|commissioner|constable|mayor|office)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:hmic(?:frs)?|inspect\w*|publish\w*|publication|visit\w*|previous|next|last|elected"
    r"|appointed|since)\b",
    re.IGNORECASE,
)
_OPENING_PARTS = 12


class DocumentDate(NamedTuple):
    """A document's date with its precision (``day|month|year|none``) and its basis."""

    date: dt.date | None
    precision: str
    basis: str


NO_DATE = DocumentDate(None, "none", "none")


def _stated(time: TimeExpression) -> DocumentDate | None:
    if time.first is None or time.precision not in ("day", "month", "year"):
        return None
    return DocumentDate(time.first, time.precision, "stated")


def _first_day(text: str) -> DocumentDate | None:
    for time in find_times(text):
        if time.precision == "day" and (date := _stated(time)):
            return date
    return None


class _Line:
    """A printed line with the times that it holds, which are looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        # Without a digit a line has no date that could be known.
        return find_times(self.text) if _DIGIT.search(self.text) else ()


def _only_a_date(line: _Line) -> DocumentDate | None:
    """Return the date of a line that holds a date and nothing else."""
    if len(line.times) != 1:
        return None
    (time,) = line.times
    rest = line.text[: time.start] + line.text[time.end :]
    return None if _WEEKDAY.sub("", rest) else _stated(time)


def _lines(outline: Outline, parts: Iterable[Part]) -> list[_Line]:
    return [_Line(line.text) for part in parts for line in lines_of(outline, part)]


def find_document_date(
    outline: Outline, opening_parts: Sequence[Part], title: str | None, document_type: str
) -> DocumentDate:
    """Return the date of a document; the date of the report that it answers is never taken.

    In order: a labelled date, a line that is a date (a letter's date line), the meeting's
    date, "sent the following letter on …", a date beside the signature, and last what can be
    inferred: "last month (18/03)" is written in the month after, in the first year in which
    that day follows the latest date of a report that the text names.
    """
    closing_parts = (
        part for part in outline.parts[-_CLOSING_PARTS:] if part.grid is None and not is_prose(part)
    )
    opening = _lines(outline, opening_parts)
    labels = [*opening, *_labelled_rows(outline)]
    closing = _lines(outline, closing_parts)
    # Under a report's own title "Published on …" dates the report, under a response's the response.
    is_own = document_type in _PAGE_TYPES or bool(title and RESPONSE_TITLE.search(title))
    found = (
        _labelled([*labels, *closing], is_own=is_own)
        or _date_line(opening, document_type)
        or _meeting_date(outline, opening, document_type)
        or _byline_date(opening)
        or _sending_date(outline)
        or _date_line(closing, document_type)
    )
    return found or _inferred(outline) or NO_DATE


def _labelled_rows(outline: Outline) -> Iterator[_Line]:
    """Yield the rows of a table of labels and values that stands at the top, each as a line."""
    for part in outline.parts[:_OPENING_PARTS]:
        if part.grid is not None:
            if part.grid.column_count == 2:
                for row in range(part.grid.row_count):
                    yield _Line(part.grid.row_text(row).replace(" | ", ": ", 1))
            return


def _labelled(lines: list[_Line], *, is_own: bool) -> DocumentDate | None:
    for line in lines:
        answer = _RESPONSE_KEY.search(line.text)
        times = find_times(line.text[answer.end() :]) if answer and len(line.times) > 1 else ()
        if times and times[0].start == 0 and (date := _stated(times[0])):
            return date
    keys = [_KEY, _PAGE_KEY] if is_own else [_KEY, _POSTING_KEY]
    for key in keys:
        for before, line, following in zip([None, *lines], lines, [*lines[1:], None], strict=False):
            text = line.text
            # Below the name of the report the day is the report's.
            if key is _PAGE_KEY and before and _NAMES_REPORT.match(before.text):
                continue
            if following and _DATE_LABEL.fullmatch(text):
                text = f"Date: {following.text}"
            match = key.match(text)
            if match is None:
                continue
            times = find_times(text[match.end() :])
            opens = bool(times) and (
                times[0].start == 0 or _only_a_date(_Line(text[match.end() :]))
            )
            if opens and (date := _stated(times[0])):
                return date
    return None


def _date_line(lines: list[_Line], document_type: str) -> DocumentDate | None:
    for line, before in zip(lines, [None, *lines[:-1]], strict=False):
        date = _only_a_date(line)
        if date is None or date.precision == "year":
            continue
        # A month alone under a report's name is the report's, under a response's title its own.
        is_titled = before is not None and bool(RESPONSE_TITLE.search(before.text))
        if date.precision != "day" and document_type == "inspection_response" and not is_titled:
            continue
        if before is not None and (
            _ANOTHER_MEETING.search(before.text) or _ENDS_IN_PUBLISHED.search(before.text)
        ):
            continue
        return date
    return None


def _meeting_date(
    outline: Outline, opening: Sequence[_Line], document_type: str
) -> DocumentDate | None:
    if document_type not in _MEETING_TYPES:
        return None
    # A date that is broken over two lines stands whole only in its paragraph.
    parts = [part for part in outline.parts[:_OPENING_PARTS] if part.grid is None]
    for text in (*(line.text for line in opening), *(part.passage.text for part in parts)):
        if len(text.split()) > _MEETING_WORDS or _ANOTHER_MEETING.search(text):
            continue
        if _MEETING.search(text) and (date := _first_day(text)):
            return date
    return None


def _byline_date(lines: list[_Line]) -> DocumentDate | None:
    """Return the day in a short line of author or body: "Example PCC, 3 May 2021"."""
    for line in lines:
        times = line.times
        if len(times) != 1 or len(line.text.split()) > _BYLINE_WORDS:
            continue
        before = line.text[: times[0].phrase_start]
        behind = line.text[times[0].end :]
        opens = not before.strip() and _BEHIND_BYLINE.fullmatch(behind)
        if opens and times[0].precision == "day" and not _OF_ANOTHER.search(behind):
            return _stated(times[0])
        ends = not line.text[times[0].end :].strip(" .)*_")
        is_body = _BODY.search(before) and not _OF_ANOTHER.search(line.text)
        if ends and is_body and before.rstrip().endswith((",", "-", "\u2013", "|", "(")):
            date = _stated(times[0])
            if date is not None and date.precision == "day":
                return date
    return None


def _sending_date(outline: Outline) -> DocumentDate | None:
    for part in outline.parts[:12]:
        text = part.passage.text
        if part.grid is None and (match := _SENT.search(text)):
            return _first_day(text[match.end() : match.end() + 160])
    return None


def _inferred(outline: Outline) -> DocumentDate | None:
    for part in outline.parts:
        match = _LAST_MONTH.search(part.passage.text) if part.grid is None else None
        if match is None:
            continue
        month = int(match["month"]) if match["month"] else _month_number(match["name"])
        after = _latest_report_date(outline)
        if after is None or not 1 <= month <= 12:
            return None
        try:
            day = dt.date(after.year, month, int(match["day"]))
        except ValueError:
            return None
        if day < after:
            day = day + relativedelta(years=1)
        written = day.replace(day=1)
        if match["when"].lower() == "last month":
            written = written + relativedelta(months=1)
        return DocumentDate(written, "month", "inferred")
    return None


def _month_number(name: str) -> int:
    return MONTH_NUMBERS.get(name[:3].lower(), 0)


def _latest_report_date(outline: Outline) -> dt.date | None:
    """Return the latest date that stands with a report's name or publication."""
    dates = []
    for part in outline.parts:
        text = part.passage.text
        is_heading = part.block.kind == "heading"
        if part.grid is not None or not (is_heading or _PUBLISHED.search(text)):
            continue
        for time in find_times(text):
            is_date = time.precision in ("day", "month") and not time.is_relative
            if time.first and is_date and (is_heading or _stands_with_report(text, time)):
                dates.append(time.first)
    return max(dates, default=None)


def _stands_with_report(text: str, time: TimeExpression) -> bool:
    near = text[max(0, time.start - 80) : time.end + 20]
    return bool(_PUBLISHED.search(near) and _ANSWERS.search(near))
