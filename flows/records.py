"""The nouns of section55: one frozen dataclass for each landing table.

A record is what one document says about one thing. Records hold no clock, no path
and no machine: the same bytes and the same rules give the same records everywhere.
The name of a landing table is the plural of its dataclass (``KINDS``), and every
column of the table is a field here; ``tests/warehouse`` holds the two together.

Offsets (``char_start``, ``char_end``) count Unicode code points of the document's
canonical text, end exclusive, and ``text[char_start:char_end] == quoted_text`` holds
for every record that has evidence.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields


def document_key(content: bytes, part_number: int | None = None) -> str:
    """Return the ``document_id`` of raw bytes: 16 hex digits of a sha256.

    ``part_number`` counts from 1 where one page holds several documents; it is hashed
    behind a NUL, so that no page can have the key of another page's part.
    """
    digest = hashlib.sha256(content)
    if part_number is not None:
        digest.update(b"\x00" + str(part_number).encode("ascii"))
    return digest.hexdigest()[:16]


def fact_key(
    kind: str, document_id: str, char_start: int, char_end: int, discriminator: str = ""
) -> str:
    """Return the key of a fact: sha256 of what it is, where it stands and what tells it apart.

    ``discriminator`` separates facts of one kind on one span, such as two themes that
    one phrase names.
    """
    parts = (kind, document_id, str(char_start), str(char_end), discriminator)
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A page or a part of one, without its bytes: what identifies it and what it was called.

    ``name`` is the last part of the address; it decides the type only where content does not.
    ``part_number`` is None where the page is one document.
    """

    document_id: str
    raw_sha256: str
    byte_count: int
    name: str
    part_number: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as published. ``text`` is the canonical text that all offsets count in.

    Where one page holds several answers each is a document: ``text`` is the whole page's,
    ``part_char_start`` and ``part_char_end`` say which stretch is its own, and title, type,
    words and facts are the stretch's. ``left_out_count`` counts the pieces of page furniture
    that the reader left out of the page.

    ``text_fingerprint`` is the sha256 of its words and numbers in order, ``number_fingerprint``
    that of its numbers alone, which a translation keeps; None where there are too few.
    """

    document_id: str
    raw_sha256: str
    media_type: str
    byte_count: int
    left_out_count: int
    part_number: int | None
    part_char_start: int
    part_char_end: int
    text: str
    title: str | None
    document_type: str
    force_id: str | None
    policing_body_name: str | None
    commissioner_name: str | None
    document_date: dt.date | None
    document_date_precision: str
    document_date_basis: str
    language: str
    word_count: int
    text_fingerprint: str
    number_fingerprint: str | None
    parse_version: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading and with one speaker."""

    section_id: str
    document_id: str
    ordinal: int
    level: int
    heading: str | None
    speaker: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What leads from a fact back to its words; the same columns in every fact."""

    document_id: str
    section_id: str | None
    speaker: str
    quoted_text: str
    sentence_text: str
    char_start: int
    char_end: int
    page_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of prose, in reading order; headings and rows of figures are none.

    ``fingerprint`` is the sha256 of the sentence's letters and digits in lower case: two
    sentences with one fingerprint say the same word for word. ``language``: ISO 639-1.
    """

    sentence_id: str
    document_id: str
    section_id: str | None
    ordinal: int
    speaker: str
    sentence_text: str
    char_start: int
    char_end: int
    page_number: int | None
    language: str
    word_count: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, joined over page breaks. ``table_shape``: tab, pipe, html, pdf or block."""

    table_id: str
    document_id: str
    section_id: str | None
    ordinal: int
    caption: str | None
    table_shape: str
    row_count: int
    column_count: int
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell of a table; ``cell_text`` is readable, without markup."""

    cell_id: str
    table_id: str
    document_id: str
    row_number: int
    column_number: int
    is_header: bool
    is_total: bool
    row_label: str | None
    column_label: str | None
    cell_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShingle:
    """Some words in a row of a document, as a number: one of the least of all its shingles.

    Of two documents the shingles up to the lesser of their greatest fingerprints are like two
    samples drawn alike: the share of them that both have is the share of text that both have.
    """

    fingerprint: int
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number and, as a fingerprint, the words before it, which stand so only once."""

    context_fingerprint: int
    document_id: str
    numeral_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricObservation(Evidence):
    """One figure that a document states. ``value`` is in ``unit_code``: 12% is 12 percent."""

    observation_id: str
    metric_id: str | None
    measured: str | None
    value: float
    value_high: float | None
    unit_code: str
    qualifier: str
    change_direction: str | None
    observation_role: str
    scope: str
    period_start: dt.date | None
    period_end: dt.date | None
    period_text: str | None
    period_precision: str | None
    origin: str
    table_id: str | None
    row_label: str | None
    column_label: str | None
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArithmeticCheck(Evidence):
    """One printed figure compared with others of the same document."""

    check_id: str
    check_type: str
    stated_value: float
    computed_value: float
    tolerance: float
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFinding(Evidence):
    """One thing that a careful reader would question; reported, never corrected."""

    finding_id: str
    finding_type: str
    stated_value: float | None
    computed_value: float | None
    difference: float | None
    explanation: str
    other_quoted_text: str | None
    other_sentence_text: str | None
    other_char_start: int | None
    other_char_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMention(Evidence):
    """A theme that a sentence names; one record for each theme and sentence."""

    theme_mention_id: str
    theme_id: str
    matched_phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Evidence):
    """A document's answer to one inspection report.

    ``inspection_report_id`` is the catalogue's, or one made of the stated title where the
    catalogue has no such report (``is_catalogued`` false). The evidence is where the
    report is named. ``report_published_on`` is what the document states.
    """

    response_id: str
    inspection_report_id: str
    is_catalogued: bool
    report_title_text: str
    report_publisher_names: str | None
    report_published_on: dt.date | None
    report_published_on_precision: str
    recommendations_made: int | None
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAnswer(Evidence):
    """A recommendation and what the document answers; the evidence is the answer's."""

    answer_id: str
    inspection_report_id: str | None
    ordinal: int
    finding_type: str
    addressed_to: str | None
    recommendation_text: str
    answer_text: str
    action_status: str
    acceptance: str
    recommendation_char_start: int
    recommendation_char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Evidence):
    """A sentence in which somebody promises to do something."""

    commitment_id: str
    actor: str
    strength: str
    commitment_text: str
    due_on: dt.date | None
    due_precision: str | None
    due_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeMention(Evidence):
    """One mention of a named operation, project, team, board or service."""

    initiative_mention_id: str
    initiative_name: str
    initiative_type: str


@dataclass(frozen=True, slots=True)
class Link:
    """One hyperlink: the words that are clicked, readable, and where they lead.

    ``target_uri`` stands as the document gives it, relative or absolute. ``section_id`` is
    null on an index page, which has links and no sections.
    """

    link_id: str
    document_id: str
    section_id: str | None
    link_text: str
    target_uri: str
    char_start: int
    char_end: int
    page_number: int | None


Record = (
    Document
    | Section
    | Sentence
    | Table
    | TableCell
    | TextShingle
    | Numeral
    | MetricObservation
    | ArithmeticCheck
    | SourceFinding
    | ThemeMention
    | Response
    | RecommendationAnswer
    | Commitment
    | InitiativeMention
    | Link
)

#: Landing table -> dataclass, in the order in which tables are landed.
KINDS: dict[str, type[Record]] = {
    "documents": Document,
    "sections": Section,
    "sentences": Sentence,
    "tables": Table,
    "table_cells": TableCell,
    "text_shingles": TextShingle,
    "numerals": Numeral,
    "metric_observations": MetricObservation,
    "arithmetic_checks": ArithmeticCheck,
    "source_findings": SourceFinding,
    "theme_mentions": ThemeMention,
    "responses": Response,
    "recommendation_answers": RecommendationAnswer,
    "commitments": Commitment,
    "initiative_mentions": InitiativeMention,
    "links": Link,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """All that one document says: one field for each kind of ``KINDS``."""

    documents: tuple[Document]
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    table_cells: tuple[TableCell, ...] = ()
    text_shingles: tuple[TextShingle, ...] = ()
    numerals: tuple[Numeral, ...] = ()
    metric_observations: tuple[MetricObservation, ...] = ()
    arithmetic_checks: tuple[ArithmeticCheck, ...] = ()
    source_findings: tuple[SourceFinding, ...] = ()
    theme_mentions: tuple[ThemeMention, ...] = ()
    responses: tuple[Response, ...] = ()
    recommendation_answers: tuple[RecommendationAnswer, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    initiative_mentions: tuple[InitiativeMention, ...] = ()
    links: tuple[Link, ...] = ()

    def records(self) -> Iterator[tuple[str, Record]]:
        """Yield every record with the name of its kind, in the order of ``KINDS``."""
        for field in fields(self):
            for record in getattr(self, field.name):
                yield field.name, record
