"""What a careful reader would question without a calculator; reported, never corrected.

Repeated sentences, announced figures that are not there, periods that cannot be dated or
compared, responses dated before the report they answer, acronyms that nobody explains.
Each finding has its words; where the words do not settle the matter, there is no finding.
"""

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from flows.parsing.findings.acronyms import unknown_acronyms
from flows.parsing.findings.evidence import evidence_of
from flows.parsing.findings.missing_figures import missing_figures
from flows.parsing.findings.partial_periods import partial_periods
from flows.parsing.header.header import Header
from flows.parsing.text.outline import EvidenceColumns, Outline, Statement
from flows.parsing.times.periods import find_times
from flows.parsing.vocabulary import Vocabulary
from flows.records import MetricObservation, Response, SourceFinding, fact_key

_LONG_SENTENCE = 8
#: So often repeated, a line is furniture of the page, not a slip of the author.
_FURNITURE_COUNT = 3
#: Periods whose dates depend on when the text was written.
_RELATIVE = re.compile(
    r"\b(?:last|past|previous|preceding|current|this|recent|latest|same|to date|so far|rolling)\b",
    re.IGNORECASE,
)


def find_source_findings(
    outline: Outline,
    header: Header,
    responses: Sequence[Response],
    observations: Sequence[MetricObservation],
    vocabulary: Vocabulary,
) -> tuple[SourceFinding, ...]:
    """Return the findings that need no arithmetic, by type and place.

    ``observations`` are the document's own; ``responses`` say which reports it answers.
    """
    return (
        *_duplicate_statements(outline),
        *(_made(outline, "missing_figure", *found) for found in missing_figures(outline)),
        *_unresolved_periods(outline, header, observations),
        *(_made(outline, "partial_period", *found) for found in partial_periods(observations)),
        *_dates_before_publication(outline, header, responses, vocabulary),
        *(
            _made(outline, "unknown_acronym", *found)
            for found in unknown_acronyms(outline, vocabulary)
        ),
    )


def _made(
    outline: Outline,
    finding_type: str,
    columns: EvidenceColumns,
    explanation: str,
    other: EvidenceColumns | None = None,
    stated_value: float | None = None,
) -> SourceFinding:
    return SourceFinding(
        **columns,
        finding_id=fact_key(
            "source_finding", outline.document_id, columns["char_start"], columns["char_end"],
            f"{finding_type} {other['char_start'] if other else ''}",
        ),
        finding_type=finding_type,
        stated_value=stated_value,
        computed_value=None,
        difference=None,
        explanation=explanation,
        other_quoted_text=other["quoted_text"] if other else None,
        other_sentence_text=other["sentence_text"] if other else None,
        other_char_start=other["char_start"] if other else None,
        other_char_end=other["char_end"] if other else None,
    )  # fmt: skip


def _duplicate_statements(outline: Outline) -> Iterator[SourceFinding]:
    """Sentences of at least eight words that stand twice in one document.

    The inspectorate's words may be quoted again, and rows of one table may have one answer:
    neither is a slip. Nor is a line that stands on page after page.
    """
    seen: dict[tuple[str, ...], list[Statement]] = {}
    for statement in outline.statements:
        words = tuple(statement.plain_words)
        if len(words) >= _LONG_SENTENCE and statement.speaker != "inspectorate":
            seen.setdefault(words, []).append(statement)
    for group in seen.values():
        if len(group) > _FURNITURE_COUNT:
            continue
        first = group[0]
        for again in group[1:]:
            if again.table is not None and again.table == first.table:
                continue
            yield _made(
                outline,
                "duplicate_statement",
                again.evidence(),
                "The same sentence is printed twice in this document, word for word.",
                first.evidence(),
            )


def _unresolved_periods(
    outline: Outline, header: Header, observations: Sequence[MetricObservation]
) -> Iterator[SourceFinding]:
    """Figures of "the last 12 months" in a document that does not say when it was written."""
    if header.document_date is not None and header.document_date_precision == "day":
        return
    seen: set[tuple[int, str]] = set()
    statements = _Places(outline)
    for observation in observations:
        words = observation.period_text
        is_figure = observation.observation_role in ("level", "change", "share", "rank")
        dated = observation.period_start or observation.period_end
        if not words or dated or not is_figure or not _RELATIVE.search(words):
            continue
        statement = statements.at(observation.char_start)
        if statement is None or (place := statement.text.find(words)) < 0:
            continue
        columns = statement.evidence(place, place + len(words))
        if (columns["char_start"], words) in seen:
            continue
        seen.add((columns["char_start"], words))
        state = "is not dated" if header.document_date is None else "is not dated to the day"
        yield _made(
            outline,
            "unresolved_period",
            columns,
            f'"{words}" cannot be placed in time, because the document {state}; '
            f"the figure {observation.quoted_text} has no known period.",
            evidence_of(observation),
            observation.value,
        )


class _Places:
    """Where the sentences of an outline stand in the canonical text."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline

    @cached_property
    def _spans(self) -> list[tuple[int, int, Statement]]:
        # A cell that reaches over several rows has its sentences in each; the first one counts.
        spans: dict[int, tuple[int, int, Statement]] = {}
        for statement in self._outline.statements:
            start, end = statement.passage.raw_span(statement.start, statement.end)
            spans.setdefault(start, (start, end, statement))
        return [spans[start] for start in sorted(spans)]

    def at(self, position: int) -> Statement | None:
        """Return the sentence in which a canonical position stands."""
        place = bisect_right(self._spans, position, key=lambda span: span[0]) - 1
        if place < 0:
            return None
        _, end, statement = self._spans[place]
        return statement if position < end else None


def _dates_before_publication(
    outline: Outline, header: Header, responses: Sequence[Response], vocabulary: Vocabulary
) -> Iterator[SourceFinding]:
    """A response dated before the report that it answers was published."""
    latest = _last_day(header.document_date, header.document_date_precision)
    if latest is None or header.document_date_basis != "stated":
        return
    catalogue = vocabulary.keyed("inspection_reports", "inspection_report_id")
    for response in responses:
        published, precision = response.report_published_on, response.report_published_on_precision
        source = "as this document states"
        row = catalogue.get(response.inspection_report_id)
        if published is None and row and row["published_on"] and row["is_verified"] == "true":
            published = dt.date.fromisoformat(row["published_on"])
            precision, source = row["published_on_precision"], "by the catalogue of reports"
        if published is None or precision not in ("day", "month", "year") or latest >= published:
            continue
        yield _made(
            outline,
            "date_before_publication",
            evidence_of(response),
            f"The document is dated {_told(header.document_date, header.document_date_precision)}, "
            f"but the report that it answers was published {_told(published, precision)}, "
            f"{source}.",
            _where_dated(outline, header),
        )


def _last_day(day: dt.date | None, precision: str) -> dt.date | None:
    if day is None:
        return None
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _told(day: dt.date | None, precision: str) -> str:
    """Return a date in words, as exactly as it is known."""
    if day is None:
        return "on no stated day"
    if precision == "day":
        return f"on {day.day} {day:%B %Y}"
    return f"in {day:%B %Y}" if precision == "month" else f"in {day.year}"


def _where_dated(outline: Outline, header: Header) -> EvidenceColumns | None:
    """Return where the document's own date stands, None where it cannot be told."""
    for part in outline.parts:
        if part.grid is not None:
            continue
        for time in find_times(part.passage.text):
            if (
                time.first != header.document_date
                or time.precision != header.document_date_precision
            ):
                continue
            start, end = part.passage.raw_span(time.start, time.end)
            section = outline.section_at(start)
            return outline.evidence(start, end, section, section.speaker, part.passage.text)
    return None
