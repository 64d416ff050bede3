"""What a reader sees before reading closely: parts, sections, sentences, tables.

The outline is built once for a document; every finder of facts walks over it and never
looks at the canonical text itself.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypedDict

from flows.parsing.text.agenda_items import with_agenda_items
from flows.parsing.text.blocks import find_blocks
from flows.parsing.text.cut_tables import with_whole_tables
from flows.parsing.text.headings import goes_on
from flows.parsing.text.passages import Passage, clean_passage
from flows.parsing.text.sentences import sentence_spans
from flows.parsing.text.tables import Grid, read_grid
from flows.parsing.words import plain_words, words_of
from flows.reading.canonical import Block, CanonicalText, Link
from flows.records import Section, Sentence, fact_key

#: No paragraph is cut apart by more pages; joining stays linear in the length of the text.
_MOST_PIECES = 20


class EvidenceColumns(TypedDict):
    """The columns of ``flows.records.Evidence``, ready to be passed on."""

    document_id: str
    section_id: str | None
    speaker: str
    quoted_text: str
    sentence_text: str
    char_start: int
    char_end: int
    page_number: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One block with its clean text; a table's text is in its ``grid``."""

    index: int
    block: Block
    passage: Passage
    grid: Grid | None = None


@dataclass(frozen=True)
class Statement:
    """One sentence on its way to become evidence.

    Positions in its clean ``text`` lead back to the canonical text through ``passage``.
    ``row`` and ``column`` say in which table cell it stands, ``table`` which (else None).
    """

    outline: "Outline"
    passage: Passage
    start: int
    end: int
    part: int
    ordinal: int
    section: Section
    speaker: str
    table: int | None = None
    row: int | None = None
    column: int | None = None

    @cached_property
    def text(self) -> str:
        """The sentence, clean and without the space around it."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def plain_words(self) -> list[str]:
        """Its words in lower case and in order, as ``flows.parsing.words`` takes them."""
        return plain_words(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different words, by which rules tell that they can find nothing in it."""
        return frozenset(self.plain_words) if self.text.isascii() else words_of(self.text)

    def evidence(self, start: int = 0, end: int | None = None) -> EvidenceColumns:
        """Return the evidence columns of the words at ``start:end`` of ``text``."""
        stop = self.end if end is None else self.start + end
        raw_start, raw_end = self.passage.raw_span(self.start + start, stop)
        return self.outline.evidence(raw_start, raw_end, self.section, self.speaker, self.text)


@dataclass(slots=True)
class Outline:
    """The structure of one document. ``sections`` cover it from first to last character.

    A document that is a stretch of a page (``char_start`` to ``char_end``) has the page's
    whole ``text``, so that offsets hold, and only its own parts and links.
    """

    document_id: str
    text: str
    page_starts: Sequence[int]
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    char_start: int
    char_end: int
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    _section_starts: tuple[int, ...] = field(default=(), repr=False)
    _headings: tuple[int, ...] = field(default=(), repr=False)

    @property
    def own_text(self) -> str:
        """The canonical text of this document alone."""
        return self.text[self.char_start : self.char_end]

    def with_parts(self, parts: Sequence[Part]) -> "Outline":
        """Return the outline of this text with other parts, without sections."""
        return replace(
            self, parts=tuple(parts), sections=(), statements=(), _section_starts=(), _headings=()
        )

    def stretch(self, document_id: str, char_start: int, char_end: int) -> "Outline":
        """Return the outline of the document that a stretch of this page is."""
        own = (p for p in self.parts if char_start <= p.block.char_start < char_end)
        return Outline(
            document_id,
            self.text,
            self.page_starts,
            tuple(replace(part, index=index) for index, part in enumerate(own)),
            tuple(link for link in self.links if char_start <= link.char_start < char_end),
            char_start,
            char_end,
        )

    def evidence(
        self, char_start: int, char_end: int, section: Section, speaker: str, sentence_text: str
    ) -> EvidenceColumns:
        """Return the evidence columns of a canonical span."""
        return EvidenceColumns(
            document_id=self.document_id,
            section_id=section.section_id,
            speaker=speaker,
            quoted_text=self.text[char_start:char_end],
            sentence_text=sentence_text,
            char_start=char_start,
            char_end=char_end,
            page_number=self.page_number(char_start),
        )

    def page_number(self, position: int) -> int | None:
        """Return the page on which ``position`` stands, counted from 1; None without pages."""
        return bisect_right(self.page_starts, position) or None if self.page_starts else None

    def section_at(self, position: int) -> Section:
        """Return the section in which the canonical ``position`` stands."""
        return self.sections[max(bisect_right(self._section_starts, position) - 1, 0)]

    def heading_above(self, index: int) -> str | None:
        """Return the heading that stands nearest above a part, None without one.

        The sections have to be known.
        """
        place = bisect_left(self._headings, index) - 1
        return self.parts[self._headings[place]].passage.text if place >= 0 else None

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Take the sections and read the sentences of the document under them."""
        self.sections = tuple(sections)
        self._section_starts = tuple(section.char_start for section in sections)
        headings = (n for n, part in enumerate(self.parts) if part.block.kind == "heading")
        self._headings = tuple(headings)
        self.statements = tuple(_statements(self))


def outline_parts(canonical: CanonicalText, document_id: str) -> Outline:
    """Return the outline of a text with its parts; sections and sentences come after.

    Paragraphs that page furniture cuts in two are one part again, and so are tables.
    """
    text = canonical.text
    declared = canonical.blocks
    blocks = (
        find_blocks(text)
        if declared is None
        else with_agenda_items(text, with_whole_tables(text, declared))
    )
    parts: list[Part] = []
    spans: list[tuple[int, int]] = []
    for block in blocks:
        here = (block.char_start, block.char_end)
        if block.kind == "table":
            parts.append(
                Part(len(parts), block, clean_passage(text, [here]), read_grid(text, block))
            )
            continue
        passage = clean_passage(text, [here])
        if not passage.text:
            continue
        last = parts[-1] if parts else None
        if (
            block.kind == "paragraph"
            and last is not None
            and last.block.kind in ("paragraph", "list_item")
            and len(spans) < _MOST_PIECES
            and goes_on(last.passage.text, passage.text)
        ):
            spans.append(here)
            whole = clean_passage(text, spans)
            parts[-1] = Part(last.index, last.block, whole)
            continue
        spans = [here]
        parts.append(Part(len(parts), block, passage))
    return Outline(
        document_id, text, canonical.page_starts, tuple(parts), canonical.links, 0, len(text)
    )


def _statements(outline: Outline) -> list[Statement]:
    found: list[Statement] = []
    for part in outline.parts:
        if part.block.kind == "heading":
            continue
        section = outline.section_at(part.block.char_start)
        if part.grid is None:
            for start, end in sentence_spans(part.passage.text):
                found.append(
                    Statement(
                        outline,
                        part.passage,
                        start,
                        end,
                        part.index,
                        len(found),
                        section,
                        section.speaker,
                    )
                )
            continue
        for cell in part.grid.cells:
            if not cell.is_prose or cell.is_header:
                continue
            # What stands in a recommendations column are the inspectorate's own words.
            quoted = part.grid.is_recommendation_column(cell.column)
            speaker = "inspectorate" if quoted else section.speaker
            for passage in cell.passages:
                for start, end in sentence_spans(passage.text):
                    found.append(
                        Statement(
                            outline,
                            passage,
                            start,
                            end,
                            part.index,
                            len(found),
                            section,
                            speaker,
                            part.index,
                            cell.row,
                            cell.column,
                        )
                    )
    return found


def sentence_records(outline: Outline, language_at: Callable[[int], str]) -> tuple[Sentence, ...]:
    """Return the sentences of the outline as records.

    ``language_at`` tells the language at an offset of the canonical text.
    """
    records = []
    for statement in outline.statements:
        columns = statement.evidence()
        words = statement.plain_words
        records.append(
            Sentence(
                sentence_id=fact_key(
                    "sentence", outline.document_id, columns["char_start"], columns["char_end"]
                ),
                document_id=outline.document_id,
                section_id=columns["section_id"],
                ordinal=statement.ordinal,
                speaker=statement.speaker,
                sentence_text=statement.text,
                char_start=columns["char_start"],
                char_end=columns["char_end"],
                page_number=columns["page_number"],
                language=language_at(columns["char_start"]),
                word_count=len(words),
                fingerprint=hashlib.sha256(" ".join(words).encode()).hexdigest(),
            )
        )
    return tuple(records)
