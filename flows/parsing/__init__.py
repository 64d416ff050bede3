"""Canonical text -> records. ``parse`` is the one public call; everything below it is pure."""

from dataclasses import replace

from flows.parsing.answers.recommendations import find_recommendation_answers
from flows.parsing.answers.responses import find_responses
from flows.parsing.commitments.commitments import find_commitments
from flows.parsing.figures.arithmetic import check_arithmetic
from flows.parsing.figures.observations import find_observations
from flows.parsing.figures.table_figures import table_caption
from flows.parsing.findings.findings import find_source_findings
from flows.parsing.fingerprints import (
    number_fingerprint,
    numerals,
    text_fingerprint,
    text_shingles,
    words_and_numerals,
)
from flows.parsing.header.header import Header, read_header
from flows.parsing.initiatives.initiatives import find_initiative_mentions
from flows.parsing.languages.stretches import find_languages
from flows.parsing.sections.sections import find_sections
from flows.parsing.text.outline import Outline, outline_parts, sentence_records
from flows.parsing.text.tables import table_records
from flows.parsing.themes import find_theme_mentions
from flows.parsing.vocabulary import Vocabulary
from flows.reading.canonical import CanonicalText
from flows.records import Document, ParsedDocument, RawDocument, Table, TableCell


def parse(
    raw: RawDocument, canonical: CanonicalText, vocabulary: Vocabulary, parse_version: str
) -> ParsedDocument:
    """Return everything that one document says, as records.

    The same bytes, vocabulary and rules give the same records with the same keys, wherever
    and in whatever order documents are parsed.
    """
    outline = outline_parts(canonical, raw.document_id)
    languages = find_languages(outline)
    english = languages.english
    header = read_header(english or outline, vocabulary, languages.document)
    outline.set_sections(find_sections(outline, header, vocabulary))
    tables: list[Table] = []
    cells: list[TableCell] = []
    for part in outline.parts:
        if part.grid is not None:
            section = outline.section_at(part.block.char_start)
            caption = table_caption(outline, part)
            table, table_cells = table_records(
                part.grid, raw.document_id, section.section_id, len(tables), caption, part.block
            )
            tables.append(table)
            cells.extend(table_cells)
    words = words_and_numerals(outline)
    document = Document(
        document_id=raw.document_id,
        raw_sha256=raw.raw_sha256,
        media_type=canonical.media_type,
        byte_count=raw.byte_count,
        part_number=None,
        part_char_start=0,
        part_char_end=len(canonical.text),
        text=canonical.text,
        title=header.title,
        document_type=header.document_type,
        force_id=header.force_id,
        policing_body_name=header.policing_body_name,
        commissioner_name=header.commissioner_name,
        document_date=header.document_date,
        document_date_precision=header.document_date_precision,
        document_date_basis=header.document_date_basis,
        language=header.language,
        word_count=len(canonical.text.split()),
        text_fingerprint=text_fingerprint(words),
        number_fingerprint=number_fingerprint(words),
        parse_version=parse_version,
    )
    text_alone = ParsedDocument(
        documents=(document,),
        sections=outline.sections,
        sentences=sentence_records(outline, languages.at),
        tables=tuple(tables),
        table_cells=tuple(cells),
        text_shingles=text_shingles(raw.document_id, words),
        numerals=numerals(raw.document_id, words),
    )
    if english is None:
        return text_alone
    if english is not outline:
        english.set_sections(outline.sections)
    return _with_facts(text_alone, english, header, vocabulary)


def _with_facts(
    parsed: ParsedDocument, outline: Outline, header: Header, vocabulary: Vocabulary
) -> ParsedDocument:
    """Return ``parsed`` with the facts that the sentences and tables of ``outline`` state."""
    # Only a document dated to the day says which months "the last 12 months" are.
    written_on = header.document_date if header.document_date_precision == "day" else None
    observations = find_observations(outline, header.force_id, written_on, vocabulary)
    arithmetic = check_arithmetic(outline, observations)
    responses = find_responses(outline, header, vocabulary)
    return replace(
        parsed,
        metric_observations=observations,
        arithmetic_checks=arithmetic.checks,
        source_findings=(
            *arithmetic.findings,
            *find_source_findings(outline, header, responses, observations, vocabulary),
        ),
        theme_mentions=find_theme_mentions(outline, vocabulary),
        responses=responses,
        recommendation_answers=find_recommendation_answers(outline, responses, vocabulary),
        commitments=find_commitments(outline, header, vocabulary),
        initiative_mentions=find_initiative_mentions(outline, vocabulary),
    )


__all__ = ["Vocabulary", "parse"]
