"""Responses: the inspection reports that a document answers, and how it takes them."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from flows.parsing.answers.reports import ReportMention, find_report_mentions
from flows.parsing.answers.stances import find_stance
from flows.parsing.header.header import Header
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.vocabulary import Vocabulary
from flows.records import Response, fact_key

_TITLE_WEIGHT = 10
_HEADING_WEIGHT = 6
_ANSWERING_WEIGHT = 4
_ANSWERING_TYPES = frozenset({"inspection_response"})
_MAY_ANSWER = frozenset({"letter", "statement", "panel_report", "outcomes_report"})
_RESPONSE_HEADING = re.compile(
    r"\brespon(?:se|ds|ding)\b|\b(?:comments|statement)\s(?:on|to)\b|\b(?:welcomes|reacts\sto"
    r"|disputes)\b",
    re.IGNORECASE,
)

_PUBLISHED = re.compile(
    r"\b(?:published|released|issued|publication(?:\sdate)?|date\sof\spublication)\b", re.IGNORECASE
)
_THEN_PUBLISHED = re.compile(
    r",?\s(?:[\w']+\s){0,8}?(?:published|released|issued)\b", re.IGNORECASE
)
_NOT_PUBLISHED_REPORT = re.compile(
    r"\bresponse\s(?:was|is)\spublished|\bpublish(?:ed)?\s(?:my|our|this|the\sPCC's)\sresponse",
    re.IGNORECASE,
)
_REPORT_WORD = re.compile(
    r"\b(?:report|inspection|findings|hmic(?:frs)?|thematic|peel|ofsted|inspectorate)\b",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\b(?:inspections?|report)\b.{0,200}\bby\b", re.IGNORECASE)
_THIS_REPORT = re.compile(
    r"\b(?:above|this|published|following|response\sto\sthe)\b[^.]{0,60}\b(?:report|inspection"
    r"|thematic)\b"
    r"|\b(?:report|inspection|findings)\b[^.]{0,40}\bpublished\b",
    re.IGNORECASE,
)
_FIRST_STATEMENTS = 12
_PRECISION_ORDER = ("day", "month", "year")

_NO_RECOMMENDATIONS = re.compile(
    r"\b(?:(?:are|were|is)\sno|makes?\sno|made\sno|contains?(?:ed)?\sno|includes?\sno|has\sno"
    r"|without|did\snot\smake\sany|does\snot\s(?:make|contain|include)\sany|doesn't\s(?:make"
    r"|contain|include)\sany|(?:there\s)?(?:are|were)\snot?\sany)"
    r"\s(?:(?:specific|formal|new|further|direct|national"
    r"|explicit)\s(?:or\s\w+\s)?){0,2}recommendations?\b",
    re.IGNORECASE,
)
_ONLY_FOR_SOME = re.compile(
    r"^\s(?:made\s|directed\s|aimed\s|addressed\s)?(?:specifically\s)?(?:for|to|at|about"
    r"|relating\sto|requiring)\s",
    re.IGNORECASE,
)
_SHARE = re.compile(r"^\s(?:of\s(?:the|these|which|those|its)|out\sof)\b", re.IGNORECASE)


def find_responses(
    outline: Outline, header: Header, vocabulary: Vocabulary
) -> tuple[Response, ...]:
    """Return one response for each inspection report that the document answers.

    A response or a letter that answers a report is one; a paper for a panel or a meeting
    answers a report only where a heading says so. Mentions of other reports in passing are
    no answers.
    """
    is_response = header.document_type in _ANSWERING_TYPES
    if not is_response and header.document_type not in _MAY_ANSWER:
        return ()
    mentions = find_report_mentions(outline, header.title, is_response, vocabulary)
    answered = _answered(mentions, is_response)
    several = len(answered) > 1
    return tuple(
        _response(outline, header, group, mentions, several, vocabulary) for group in answered
    )


def _answered(mentions: Sequence[ReportMention], is_response: bool) -> list[list[ReportMention]]:
    """Return the mentions of each report that is answered, most telling mention first."""
    groups: dict[str, list[ReportMention]] = {}
    for mention in mentions:
        groups.setdefault(mention.report_id, []).append(mention)
    for group in groups.values():
        group.sort(key=lambda mention: -mention.weight)
    strongest = max((group[0].weight for group in groups.values()), default=0)
    if not is_response:
        return [
            group
            for group in groups.values()
            if group[0].weight >= _HEADING_WEIGHT
            and _RESPONSE_HEADING.search(group[0].part.passage.text)
        ]
    if strongest >= _HEADING_WEIGHT:
        return [group for group in groups.values() if group[0].weight == strongest]
    if strongest >= _ANSWERING_WEIGHT:
        # Without a heading, the first report that is welcomed or responded to is the one answered.
        first = min(
            (group for group in groups.values() if group[0].weight == strongest),
            key=lambda group: (group[0].part.index, group[0].start),
        )
        return [first]
    return []


def _response(
    outline: Outline,
    header: Header,
    mentions: Sequence[ReportMention],
    everything: Sequence[ReportMention],
    several: bool,
    vocabulary: Vocabulary,
) -> Response:
    named = mentions[0]
    statements = _own_statements(outline, mentions) if several else outline.statements
    foreign = [
        mention
        for mention in everything
        if mention.is_catalogued and mention.report_id != named.report_id
    ]
    statements = tuple(
        s for s in statements
        if not any(_within(s, mention) for mention in foreign)
        or any(_within(s, mention) for mention in mentions)
    )  # fmt: skip
    published, precision = _published_on(mentions, statements, header)
    raw_start, raw_end = named.part.passage.raw_span(named.start, named.end)
    section = outline.section_at(raw_start)
    evidence = outline.evidence(
        raw_start, raw_end, section, section.speaker, named.part.passage.text
    )
    return Response(
        **evidence,
        response_id=fact_key("response", outline.document_id, raw_start, raw_end, named.report_id),
        inspection_report_id=named.report_id,
        is_catalogued=named.is_catalogued,
        report_title_text=named.title_text,
        report_publisher_names=_publishers(mentions, statements, vocabulary),
        report_published_on=published,
        report_published_on_precision=precision,
        recommendations_made=_recommendations_made(statements, vocabulary),
        stance=find_stance(statements),
    )


def _own_statements(outline: Outline, mentions: Sequence[ReportMention]) -> tuple[Statement, ...]:
    """Return the sentences of the sections in which one of several reports is answered."""
    sections = {
        outline.section_at(mention.part.block.char_start).section_id
        for mention in mentions
        if mention.weight >= _HEADING_WEIGHT
    }
    return tuple(s for s in outline.statements if s.section.section_id in sections)


def _published_on(
    mentions: Sequence[ReportMention], statements: Sequence[Statement], header: Header
) -> tuple[dt.date | None, str]:
    """Return when the report was published, as the document states it; the most precise wins."""
    found: list[tuple[int, int, dt.date, str]] = []
    for mention in mentions:
        text = mention.part.passage.text
        for time in find_times(text):
            in_title = mention.weight >= _HEADING_WEIGHT and time.precision in ("day", "month")
            if in_title and _follows_title(text, mention, time):
                _note(found, 1, time)
    for statement in statements:
        text = statement.text
        if not _PUBLISHED.search(text) or _NOT_PUBLISHED_REPORT.search(text):
            continue
        named = any(_within(statement, mention) for mention in mentions)
        if not named and not _REPORT_WORD.search(statement.passage.text):
            continue
        for time in find_times(text, header.document_date):
            before, after = text[max(0, time.start - 60) : time.start], text[time.end :]
            if _PUBLISHED.search(before) or _THEN_PUBLISHED.match(after):
                _note(found, 0 if named else 2, time)
    titled = [date for rank, _, date, _ in found if rank == 1]
    if titled:
        # A date in the title is the report's; another month in the text is another report's.
        found = [f for f in found if (f[2].year, f[2].month) == (titled[0].year, titled[0].month)]
    if not found:
        return None, "none"
    found.sort(key=lambda item: (item[1], item[0]))
    _, _, date, precision = found[0]
    return date, precision


def _note(found: list[tuple[int, int, dt.date, str]], rank: int, time: TimeExpression) -> None:
    if time.first is None or time.precision is None or time.is_relative:
        return
    # A year of account ("2018/19") says what was counted, not when a report came out.
    is_year = time.precision == "year" and (time.first.month, time.first.day) == (1, 1)
    if is_year or time.precision in ("day", "month"):
        found.append((rank, _PRECISION_ORDER.index(time.precision), time.first, time.precision))


def _follows_title(text: str, mention: ReportMention, time: TimeExpression) -> bool:
    """Say whether a date in a title stands behind the report's name, set off by a mark."""
    if time.start < mention.start:
        return False
    return bool(
        re.search(
            r"[(,:\u2013-]\s*(?:published\s(?:on\s|in\s)?)?$|published\s(?:on|in)?\s*$",
            text[: time.phrase_start],
            re.IGNORECASE,
        )
    )


def _within(statement: Statement, mention: ReportMention) -> bool:
    return statement.part == mention.part.index and statement.start <= mention.start < statement.end


@lru_cache(maxsize=4)
def _inspectorates(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern[str], str], ...]:
    names: dict[str, set[str]] = {}
    for row in vocabulary.rows("agencies"):
        if row["agency_kind"] == "inspectorate":
            names.setdefault(row["agency_id"], {row["agency_name"], row["acronym"]}).discard("")
    for row in vocabulary.rows("agency_aliases"):
        if row["agency_id"] in names:
            names[row["agency_id"]].add(row["alias"])
    shown = {
        row["agency_id"]: row["acronym"] or row["agency_name"]
        for row in vocabulary.rows("agencies")
    }
    return tuple(
        (
            re.compile(
                r"(?<!\w)(?:"
                + "|".join(
                    re.escape(name.replace("\u2019", "'"))
                    for name in sorted(words, key=len, reverse=True)
                )
                + r")(?!\w)",
                0 if all(name.isupper() for name in words) else re.IGNORECASE,
            ),
            shown[agency_id],
        )
        for agency_id, words in sorted(names.items())
    )


def _publishers(
    mentions: Sequence[ReportMention], statements: Sequence[Statement], vocabulary: Vocabulary
) -> str | None:
    """Return the inspectorates that the document names with the report, in reading order."""
    texts = [
        mention.part.passage.text for mention in mentions if mention.weight >= _ANSWERING_WEIGHT
    ]
    texts += [s.text for s in statements if any(_within(s, mention) for mention in mentions)]
    texts += [s.text for s in statements[:_FIRST_STATEMENTS] if _THIS_REPORT.search(s.text)]
    texts += [s.text for s in statements if _BY_WHOM.search(s.text)]
    found: dict[str, None] = {}
    for text in texts:
        places = []
        for pattern, shown in _inspectorates(vocabulary):
            if match := pattern.search(text):
                places.append((match.start(), -len(match.group()), shown))
        found.update(dict.fromkeys(shown for _, _, shown in sorted(places)))
    if "HMICFRS" in found:
        found.pop("HMIC", None)
    return ", ".join(found) or None


@lru_cache(maxsize=4)
def _count_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, int]]:
    words = {
        row["word"].lower(): int(float(row["value"]))
        for row in vocabulary.rows("number_words")
        if row["word_kind"] in ("unit", "teen", "ten")
    }
    for ten in [word for word, value in words.items() if value in range(20, 100, 10)]:
        for unit in [word for word, value in words.items() if 0 < value < 10]:
            words[f"{ten}-{unit}"] = words[ten] + words[unit]
    number = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.])(?P<count>\d{{1,3}}|{number})\s(?:(?:new|further|specific|formal|national"
        rf"|separate|key|main|overall|overarching)\s){{0,2}}recommendations?(?!\w)(?:\s"
        rf"(?:in\stotal|overall))?",
        re.IGNORECASE,
    )
    return pattern, words


def _recommendations_made(statements: Sequence[Statement], vocabulary: Vocabulary) -> int | None:
    """Return how many recommendations the report makes, as stated; 0 is a value.

    A number that is said of the whole report goes before one for some bodies only ("10 of
    the recommendations", "two recommendations to chief constables").
    """
    pattern, words = _count_pattern(vocabulary)
    for_some: int | None = None
    none_stated = False
    for statement in statements:
        text = statement.text
        if statement.speaker == "inspectorate" or "recommendation" not in text.lower():
            continue
        if match := _NO_RECOMMENDATIONS.search(text):
            none_stated = none_stated or not _ONLY_FOR_SOME.match(text[match.end() :])
            continue
        for match in pattern.finditer(text):
            if _SHARE.match(text[match.end("count") :]) or not _is_of_report(text, match):
                continue
            count = (
                int(match["count"]) if match["count"].isdigit() else words[match["count"].lower()]
            )
            if not _ONLY_FOR_SOME.match(text[match.end() :]):
                return count
            for_some = count if for_some is None else for_some
    return for_some if for_some is not None else (0 if none_stated else None)


def _is_of_report(text: str, match: re.Match[str]) -> bool:
    """Say whether a number of recommendations is the report's: it makes, contains, holds them."""
    before = text[max(0, match.start() - 90) : match.start()]
    after = text[match.end() : match.end() + 60]
    return bool(
        re.search(
            r"\b(?:makes?|made|making|contains?|containing|includes?|including|sets?\sout|issued?"
            r"|outlines?|identif(?:y|ies|ied)|there\s(?:are|were)|has|have|had|with|resulted\sin"
            r"|total\sof|gives?|gave|listed|lists|provides?|proposes?|the|its)\s(?:a\stotal\sof\s"
            r"|a\sfurther\s|also\s|up\sto\s)?$",
            before,
            re.IGNORECASE,
        )
        or re.search(
            r"^\s(?:were|was|are|have\sbeen)\s(?:also\s)?(?:made|identified|issued)",
            after,
            re.IGNORECASE,
        )
    )
