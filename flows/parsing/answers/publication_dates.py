"""When the report that is answered was published, as the document itself states it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from flows.parsing.answers.reports import HEADING_WEIGHT, ReportMention, mentioned_in
from flows.parsing.header.document_types import RESPONSE_TITLE
from flows.parsing.header.opening import REPORT_LINE
from flows.parsing.text.outline import Part, Statement
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.words import Gated

_PUBLISHED = re.compile(
    r"\b(?:published|released|issued|came\sout|made\spublic|publication(?:\sdate)?"
    r"|date\sof\spublication)\b",
    re.IGNORECASE,
)
#: What else is dated beside a publication: when inspectors came, which year their figures cover.
_OTHERWISE_DATED = re.compile(
    r"\b(?:inspected|fieldwork|visit(?:ed|s)?|carried\sout|conducted|undertaken|took\splace|took"
    r"|interviewed|gathered|collected|data|figures|ending|covering|covers|year\sto|between|since"
    r"|answered|responded|response|sent|wrote|met|meeting)\b",
    re.IGNORECASE,
)
_OPENS_CLAUSE = re.compile(r"(?:^|[,;]\s)(?:on|in|during|early\sin|late\sin)\s$", re.IGNORECASE)
_THEN_PUBLISHED = re.compile(
    r",?\s(?:(?!and\b|but\b|which\b|then\b)[\w'()&]+\s){0,10}?(?:published|released|issued)\b",
    re.IGNORECASE,
)
_ITS_PUBLICATION = re.compile(
    r"\b(?:report|thematic|inspection\sreport|publication)\s(?:of|from|dated)\s$", re.IGNORECASE
)
#: Without one of these a sentence says of no time that a report was published then.
_PUBLICATION_WORDS = frozenset(
    "published released issued came public publication report thematic".split()
)
#: Other things are published too: plans, figures, and the answer itself.
_NOT_PUBLISHED_REPORT = re.compile(
    r"\bresponse\s(?:was|is|will\sbe|has\sbeen)\spublished"
    r"|\b(?:I|we|my\soffice|pf?cc|commissioner|force|constabulary|council|panel)\s"
    r"(?:\w+\s){0,2}(?:published|issued|released)\b"
    r"|\b(?:publish(?:ed)?|issued|released)\s(?:my|our|this|the\sPCC's|a|its|the)\s(?:\w+\s){0,3}"
    r"(?:response|plan|strategy|policy|statistics|guidance|letter|statement)\b"
    r"|\b(?:plan|strategy|policy|guidance|statistics|figures|data)\s(?:was|were|is"
    r"|are)\s(?:\w+\s)?(?:published|issued|released)\b",
    re.IGNORECASE,
)
_REPORT_WORD = Gated(
    "report|inspection|findings|hmic|thematic|peel|ofsted|inspectorate",
    r"\b(?:report|inspection|findings|hmic(?:frs)?|thematic|peel|ofsted|inspectorate)\b",
)
_SET_OFF = re.compile(
    r"[(,:\u2013-]\s*(?:published\s(?:on\s|in\s)?)?$|published\s(?:on|in)?\s*$", re.IGNORECASE
)
_ORDER = ("day", "month", "year")
_NEAR = 170
#: "HMICFRS report published: 8 March 2023", "Date of report | 28 April 2022".
_LABEL = re.compile(
    r"^(?:date\s(?:of\s(?:the\s)?)?(?:hmic(?:frs)?(?:'s)?\s)?(?:inspection\s)?report"
    r"(?:\s(?:was\s)?(?:published|publication))?|(?:hmic(?:frs)?(?:'s)?\s)?(?:inspection\s)?report"
    r"(?:'s)?\s(?:date|(?:was\s)?(?:published|publication|issued)(?:\s(?:on|date))?)"
    r"|(?:date\s)?published\sby\shmic(?:frs)?)\s?[:\u2013-]?\s*",
    re.IGNORECASE,
)
#: What says it in the line below the report's name.
_LABEL_BELOW_NAME = re.compile(
    r"(?:date\s(?:of\s)?)?(?:publication|published|issued)(?:\s(?:date|on))?\s?[:\u2013-]?\s*",
    re.IGNORECASE,
)
#: The day of the response, where it is told beside that of the report.
_RESPONSE_DAY = re.compile(
    r"(?:date\b[^:]{0,30}\bresponse|response\b[^:]{0,30}):"
    r"|.{0,60}\b(?:our|this|o?pf?cc|commissioner)(?:'s)?\sresponse\s+\d",
    re.IGNORECASE,
)
_LABELLED_PARTS = 40
_LONGEST_LABELLED = 20

_Found = list[tuple[int, int, dt.date, str]]


def find_publication_date(
    mentions: Sequence[ReportMention],
    statements: Sequence[Statement],
    parts: Sequence[Part],
    written_on: dt.date | None,
) -> tuple[dt.date | None, str]:
    """Return (first day, precision) of the stated publication; the most precise date wins.

    Only words about publication count ("published on …", "the report of …", a date set off
    behind the report's title), never a financial year or when inspectors came. ``mentions``
    name the report, ``statements`` speak of it, ``parts`` may hold labelled dates. Without
    such words the answer is ``(None, "none")``.
    """
    found: _Found = []
    for label in _labelled(parts, {m.part.index for m in mentions if m.weight >= HEADING_WEIGHT}):
        _note(found, 0, label)
    for mention in mentions:
        text = mention.part.passage.text
        for time in find_times(text):
            in_title = mention.weight >= HEADING_WEIGHT and time.precision in ("day", "month")
            behind = time.start >= mention.start and _SET_OFF.search(text[: time.phrase_start])
            if in_title and behind:
                _note(found, 1, time)
    is_named = mentioned_in(mentions)
    passage, of_report = None, False
    for statement in statements:
        if statement.passage is not passage:
            passage = statement.passage
            of_report = bool(_REPORT_WORD.search(passage.text))
        named = is_named(statement)
        if named or of_report:
            _note_statement(found, statement, 0 if named else 2, written_on)
    titled = [date for rank, _, date, _ in found if rank == 1]
    if titled:
        # A date in the title is the report's; another month in the text is another report's.
        found = [f for f in found if (f[2].year, f[2].month) == (titled[0].year, titled[0].month)]
    if not found:
        return None, "none"
    found.sort(key=lambda item: (item[1], item[0]))
    _, _, date, precision = found[0]
    return date, precision


def _labelled(parts: Sequence[Part], titles: set[int]) -> Iterator[TimeExpression]:
    """Yield the dates of labelled lines and of rows with a label and a date.

    ``titles`` are the parts that print the title of the report.
    """
    lines: list[str] = []
    # Lines that cannot date the response: the name of the report or the response's day is beside.
    of_report: set[str] = set()
    for part in parts[:_LABELLED_PARTS]:
        if part.grid is None:
            above = lines[-1] if lines else ""
            is_below = part.index - 1 in titles and not RESPONSE_TITLE.search(above)
            if is_below or REPORT_LINE.match(above):
                of_report.add(part.passage.text)
            lines.append(part.passage.text)
            continue
        rows = [part.grid.row_text(row).replace(" | ", ": ") for row in range(part.grid.row_count)]
        if any(map(REPORT_LINE.match, rows)):
            of_report.update(rows)
        lines += rows
    if any(map(_RESPONSE_DAY.match, lines)):
        of_report.update(lines)
    for line in lines:
        match = _LABEL.match(line) or (_LABEL_BELOW_NAME.match(line) if line in of_report else None)
        if match is None or len(line.split()) > _LONGEST_LABELLED:
            continue
        if (times := find_times(line[match.end() :])) and times[0].start == 0:
            yield times[0]


def _note_statement(
    found: _Found, statement: Statement, rank: int, written_on: dt.date | None
) -> None:
    if _PUBLICATION_WORDS.isdisjoint(statement.words):
        return
    text = statement.text
    says_published = bool(_PUBLISHED.search(text)) and not _NOT_PUBLISHED_REPORT.search(text)
    for time in find_times(text, written_on):
        before, after = text[max(0, time.start - _NEAR) : time.start], text[time.end :]
        if (
            _ITS_PUBLICATION.search(text[: time.phrase_start])
            or _ITS_PUBLICATION.search(before)
            or (
                says_published
                and (
                    _is_published_before(before)
                    or (_OPENS_CLAUSE.search(before) and _THEN_PUBLISHED.match(after))
                )
            )
        ):
            _note(found, rank, time)


def _is_published_before(before: str) -> bool:
    """Say whether the nearest verb before a time is that of publication."""
    published = list(_PUBLISHED.finditer(before))
    return bool(published) and not _OTHERWISE_DATED.search(before, published[-1].end())


def _note(found: _Found, rank: int, time: TimeExpression) -> None:
    if time.first is None or time.precision is None or time.is_relative:
        return
    # A year of account ("2018/19") says what was counted, not when a report came out.
    is_year = time.precision == "year" and (time.first.month, time.first.day) == (1, 1)
    if is_year or time.precision in ("day", "month"):
        found.append((rank, _ORDER.index(time.precision), time.first, time.precision))
