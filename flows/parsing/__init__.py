"""Canonical text -> records. ``parse`` is the one public call; everything below it is pure."""

from collections.abc import Callable
from dataclasses import replace

from flows.parsing.answer_rows import with_answer_rows
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
from flows.parsing.header.header import Header, read_header, read_known_header
from flows.parsing.header.part_header import read_part_header
from flows.parsing.initiatives.initiatives import find_initiative_mentions
from flows.parsing.languages.stretches import UNDETERMINED, Languages, find_languages
from flows.parsing.links import link_records
from flows.parsing.page_parts import find_stretches
from flows.parsing.sections.sections import find_sections
from flows.parsing.text.outline import Outline, outline_parts, sentence_records
from flows.parsing.text.tables import table_records
from flows.parsing.themes import find_theme_mentions
from flows.parsing.vocabulary import Vocabulary
from flows.reading.canonical import CanonicalText
from flows.records import Document, ParsedDocument, RawDocument, Table, TableCell


def parse(
    raw: RawDocument,
    canonical: CanonicalText,
    vocabulary: Vocabulary,
    parse_version: str,
    part_key: Callable[[int], str],
) -> tuple[ParsedDocument, ...]:
    """Return everything that a text says, as records: of one document, or of each of its parts.

    Most texts are one document. A page that holds several answers is as many, in order, and
    no document of its own; ``part_key`` gives the key of the part with a number
    (``flows.records.document_key`` of the page's bytes).

    The same bytes, vocabulary and rules give the same records with the same keys, wherever
    and in whatever order documents are parsed.
    """
    page = outline_parts(canonical, raw.document_id)
    languages = find_languages(page)
    readable = languages.english or page
    header = read_header(readable, vocabulary, languages.document, canonical.site_name)

    def parsed(
        outline: Outline, header: Header, languages: Languages, part_number: int | None = None
    ) -> ParsedDocument:
        words = words_and_numerals(outline)
        document = Document(
            document_id=outline.document_id,
            raw_sha256=raw.raw_sha256,
            media_type=canonical.media_type,
            byte_count=raw.byte_count,
            left_out_count=canonical.left_out_count,
            part_number=part_number,
            part_char_start=outline.char_start,
            part_char_end=outline.char_end,
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
            word_count=len(outline.own_text.split()),
            text_fingerprint=text_fingerprint(words),
            number_fingerprint=number_fingerprint(words),
            parse_version=parse_version,
        )
        if header.document_type == "index_page":
            # A page that only points elsewhere has links and no facts.
            return ParsedDocument(documents=(document,), links=link_records(outline))
        return _with_text(document, words, outline, header, languages, vocabulary)

    rows = with_answer_rows(readable, vocabulary)
    stretches = find_stretches(rows, header, vocabulary) if languages.english else ()
    if not stretches:
        return (parsed(page, header, languages),)
    above = rows.stretch(raw.document_id, page.char_start, stretches[0].char_start)
    told_above = read_known_header(
        above, header.title, "inspection_response", vocabulary, header.language
    )
    documents = []
    for number, stretch in enumerate(stretches, start=1):
        part = rows.stretch(part_key(number), stretch.char_start, stretch.char_end)
        of_part = find_languages(part)
        language = of_part.document if of_part.document != UNDETERMINED else header.language
        part_header = read_part_header(
            part,
            stretch.heading.passage.text,
            stretch.answers,
            header,
            told_above,
            vocabulary,
            language,
        )
        documents.append(parsed(part, part_header, of_part, number))
    return tuple(documents)


def _with_text(
    document: Document,
    words: list[str],
    outline: Outline,
    header: Header,
    languages: Languages,
    vocabulary: Vocabulary,
) -> ParsedDocument:
    """Return what a document says: its text and tables, and the facts of what is in English."""
    outline.set_sections(find_sections(outline, header, vocabulary))
    tables, cells = _tables(outline)
    parsed = ParsedDocument(
        documents=(document,),
        sections=outline.sections,
        sentences=sentence_records(outline, languages.at),
        tables=tables,
        table_cells=cells,
        links=link_records(outline),
        text_shingles=text_shingles(document.document_id, words),
        numerals=numerals(document.document_id, words),
    )
    english = languages.english
    if english is None:
        return parsed
    if english is not outline:
        english.set_sections(outline.sections)
    return _with_facts(parsed, english, header, vocabulary)


def _with_facts(
    parsed: ParsedDocument, outline: Outline, header: Header, vocabulary: Vocabulary
) -> ParsedDocument:
    """Return ``parsed`` with the facts that the sentences and tables of ``outline`` state."""
    # Only a document dated to the day says which months "the last 12 months" are.
    written_on = header.document_date if header.document_date_precision == "day" else None
    observations = find_observations(outline, header.title, header.force_id, written_on, vocabulary)
    arithmetic = check_arithmetic(outline, observations)
    responses = find_responses(outline, header, vocabulary)
    answers = find_recommendation_answers(outline, header, responses, vocabulary)
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
        recommendation_answers=answers,
        commitments=find_commitments(outline, header, vocabulary, answers),
        initiative_mentions=find_initiative_mentions(outline, vocabulary),
    )


def _tables(outline: Outline) -> tuple[tuple[Table, ...], tuple[TableCell, ...]]:
    tables: list[Table] = []
    cells: list[TableCell] = []
    for part in outline.parts:
        if part.grid is not None:
            section = outline.section_at(part.block.char_start)
            caption = table_caption(outline, part)
            table, table_cells = table_records(
                part.grid, outline.document_id, section.section_id, len(tables), caption, part.block
            )
            tables.append(table)
            cells.extend(table_cells)
    return tuple(tables), tuple(cells)


__all__ = ["Vocabulary", "parse"]
