"""Responses: the inspection reports that a document answers, and how it takes them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from flows.parsing.answers.publication_dates import find_publication_date
from flows.parsing.answers.recommendation_counts import count_recommendations
from flows.parsing.answers.reports import (
    HEADING_WEIGHT,
    ReportMention,
    find_report_mentions,
    mentioned_in,
)
from flows.parsing.answers.stances import find_stance
from flows.parsing.header.document_types import ANSWERING_TYPES
from flows.parsing.header.header import Header
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.vocabulary import Vocabulary
from flows.records import Response, fact_key

_ANSWERING_WEIGHT = 4
_MAY_ANSWER = frozenset({"letter", "statement", "panel_report", "outcomes_report"})
_RESPONSE_HEADING = re.compile(
    r"\brespon(?:se|ds|ding)\b|\b(?:comments|statement)\s(?:on|to)\b|\b(?:welcomes|reacts\sto"
    r"|disputes)\b",
    re.IGNORECASE,
)

_BY_WHOM = re.compile(r"\b(?:inspections?|report)\b.{0,200}\bby\b", re.IGNORECASE)
_REPORTS = frozenset({"inspection", "inspections", "report"})
_THIS_REPORT = re.compile(
    r"\b(?:above|this|published|following|response\sto\sthe)\b[^.]{0,60}\b(?:report|inspection"
    r"|thematic)\b"
    r"|\b(?:report|inspection|findings)\b[^.]{0,40}\bpublished\b",
    re.IGNORECASE,
)
_FIRST_STATEMENTS = 12
_SAME_AGAIN = re.compile(r"(?:it|that|they|there|those|its|the\searlier)\b", re.IGNORECASE)


def find_responses(
    outline: Outline, header: Header, vocabulary: Vocabulary
) -> tuple[Response, ...]:
    """Return one response for each inspection report that the document answers.

    A response or a letter that answers a report is one; a paper for a panel or a meeting
    answers a report only where a heading says so. Mentions of other reports in passing are
    no answers.
    """
    is_response = header.document_type in ANSWERING_TYPES
    if not is_response and header.document_type not in _MAY_ANSWER:
        return ()
    mentions = find_report_mentions(outline, header, is_response, vocabulary)
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
            if group[0].weight >= HEADING_WEIGHT
            and _RESPONSE_HEADING.search(group[0].part.passage.text)
        ]
    if strongest >= HEADING_WEIGHT:
        return [
            group
            for group in groups.values()
            if group[0].weight == strongest or _is_beside_title(group[0], mentions)
        ]
    if strongest >= _ANSWERING_WEIGHT:
        # Without a heading, the first report that is welcomed or responded to is the one answered.
        first = min(
            (group for group in groups.values() if group[0].weight == strongest),
            key=lambda group: (group[0].part.index, group[0].start),
        )
        return [first]
    # A response that names one report, and not as an earlier one, answers that report.
    named = [group for group in groups.values() if group[0].weight > 0]
    return named if len(named) == 1 else []


def _is_beside_title(mention: ReportMention, mentions: Sequence[ReportMention]) -> bool:
    """Say whether a heading answers a report just as the heading that is taken for the title."""
    return any(
        other.weight > mention.weight >= HEADING_WEIGHT
        and other.part.block.kind == mention.part.block.kind == "heading"
        and other.part.block.level == mention.part.block.level
        and bool(_RESPONSE_HEADING.search(mention.part.passage.text))
        for other in mentions
    )


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
    statements = _of_report(statements, mentions, everything)
    published, precision = find_publication_date(
        mentions, statements, () if several else outline.parts, header.document_date
    )
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
        recommendations_made=count_recommendations(statements, vocabulary),
        stance=find_stance(statements),
    )


def _of_report(
    statements: Sequence[Statement],
    mentions: Sequence[ReportMention],
    everything: Sequence[ReportMention],
) -> tuple[Statement, ...]:
    """Return the sentences without those about other reports.

    "It made six recommendations" behind the name of an earlier report is about that one.
    """
    foreign = [
        mention
        for mention in everything
        if mention.is_catalogued and mention.report_id != mentions[0].report_id
    ]
    names_report, names_foreign = mentioned_in(mentions), mentioned_in(foreign)
    kept: list[Statement] = []
    part, is_foreign = -1, False
    for statement in statements:
        goes_on = statement.part == part and bool(_SAME_AGAIN.match(statement.text))
        part = statement.part
        own, other = names_report(statement), names_foreign(statement)
        is_foreign = not own and (other or (is_foreign and goes_on))
        if not is_foreign:
            kept.append(statement)
        elif other and ";" in statement.text:
            kept += _own_clauses(statement, names_foreign)
    return tuple(kept)


def _own_clauses(
    statement: Statement, names_foreign: Callable[[Statement], bool]
) -> list[Statement]:
    """Return the clauses of a sentence, parted by semicolons, that name no other report."""
    clauses: list[Statement] = []
    start = statement.start
    for clause in statement.text.split("; "):
        cut = replace(statement, start=start, end=start + len(clause))
        start = cut.end + len("; ")
        if not names_foreign(cut):
            clauses.append(cut)
    return clauses


def _own_statements(outline: Outline, mentions: Sequence[ReportMention]) -> tuple[Statement, ...]:
    """Return the sentences of the sections in which one of several reports is answered."""
    sections = {
        outline.section_at(mention.part.block.char_start).section_id
        for mention in mentions
        if mention.weight >= HEADING_WEIGHT
    }
    return tuple(s for s in outline.statements if s.section.section_id in sections)


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
    texts += [s.text for s in filter(mentioned_in(mentions), statements)]
    texts += [s.text for s in statements[:_FIRST_STATEMENTS] if _THIS_REPORT.search(s.text)]
    reported = (s for s in statements if not _REPORTS.isdisjoint(s.words))
    texts += [s.text for s in reported if _BY_WHOM.search(s.text)]
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
