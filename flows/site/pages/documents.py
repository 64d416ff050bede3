"""The documents: a list of them, and each with its text and every record marked in place."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from flows.site import links
from flows.site.layout import Layout
from flows.site.listing import Listing, in_pages
from flows.site.marking import Mark, MarkedText
from flows.site.page import Page
from flows.site.records import RECORD_KINDS, RecordKind
from flows.site.snapshot import Snapshot
from flows.site.wording import shortened

_ROOM = "documents"
_HOME = "documents/index.html"
_MOST_DOCUMENTS = 500

_LISTED = """
    select
        documents.document_id, documents.title, documents.document_type, documents.force_id,
        forces.force_name, documents.document_date, documents.document_date_precision,
        documents.word_count, documents.is_current, documents.same_text_as,
        documents.translation_of, documents.language
    from marts.dim_documents as documents
    left join marts.dim_forces as forces using (force_id)
    order by forces.force_name nulls last, documents.document_date desc nulls last,
        documents.document_id
"""
_DESCRIBED = """
    select
        documents.*, forces.force_name, texts.text, texts.part_char_start, texts.part_char_end
    from marts.dim_documents as documents
    inner join landing.documents as texts using (document_id)
    left join marts.dim_forces as forces on documents.force_id = forces.force_id
    where documents.document_id in (select unnest(?::varchar[]))
    order by documents.document_id
"""
_SOURCES = """
    select document_id, source_uri, is_current, publisher_name, licence_note
    from landing.document_sources where document_id in (select unnest(?::varchar[]))
    order by is_current desc, source_uri
"""
_SECTIONS = """
    select document_id, level, heading, speaker, char_start from landing.sections
    where document_id in (select unnest(?::varchar[])) order by char_start, section_id
"""
_SENTENCES = """
    select document_id, sentence_id, char_start, char_end from landing.sentences
    where document_id in (select unnest(?::varchar[])) order by char_start, sentence_id
"""
_TABLES = """
    select document_id, table_id, caption, column_count, char_start, char_end from landing.tables
    where document_id in (select unnest(?::varchar[])) order by char_start, table_id
"""
_CELLS = """
    select
        document_id, table_id, row_number, column_number, is_header, is_total, char_start, char_end
    from landing.table_cells
    where document_id in (select unnest(?::varchar[])) order by char_start, cell_id
"""

Rows = list[dict[str, Any]]


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the list of documents, then every document; long ones take several pages."""
    listed = snapshot.rows(_LISTED)
    listing = Listing("list", "Documents", len(listed), _HOME, in_pages(listed, _MOST_DOCUMENTS))
    for number in range(1, len(listing.contents) + 1):
        yield Page(
            listing.path(number),
            "documents.html.jinja",
            "Documents" if number == 1 else f"Documents, page {number}",
            _ROOM,
            {"part": listing.part(number)},
        )
    for keys in snapshot.in_chunks([row["document_id"] for row in listed]):
        yield from _documents(snapshot, keys)


def _documents(snapshot: Snapshot, keys: Sequence[str]) -> Iterator[Page]:
    sources, sections, sentences, tables, cells = (
        _by_document(snapshot.rows(sql, [keys]))
        for sql in (_SOURCES, _SECTIONS, _SENTENCES, _TABLES, _CELLS)
    )
    records = {
        kind.name: _by_document(snapshot.rows(_select(kind), [keys])) for kind in RECORD_KINDS
    }
    for document in snapshot.rows(_DESCRIBED, [keys]):
        key = document["document_id"]
        found = {kind.name: records[kind.name][key] for kind in RECORD_KINDS}
        marked = MarkedText(document["text"], _marks(found, sentences[key]))
        by_table = defaultdict(list)
        for cell in cells[key]:
            by_table[cell["table_id"]].append(cell)
        layout = Layout(document, marked, sections[key], tables[key], by_table)
        blocks = list(layout.blocks())
        del document["text"]
        yield from _parts(
            snapshot,
            document | {"sources": sources[key]},
            blocks,
            found,
            marked.remaining_anchors(),
        )


def _parts(
    snapshot: Snapshot,
    document: dict[str, Any],
    blocks: Rows,
    found: dict[str, Rows],
    remaining: list[str],
) -> Iterator[Page]:
    """Yield the pages of one document: the blocks and the records that begin on each."""
    key = document["document_id"]
    starts = snapshot.places.starts(key)
    title = document["title"] or "Untitled document"
    for number, start in enumerate(starts, 1):
        end = starts[number] if number < len(starts) else None

        def is_here(place: int, start: int = start, end: int | None = end) -> bool:
            return place >= start and (end is None or place < end)

        listed = {
            kind.name: [
                {
                    "anchor": kind.anchor(row),
                    "quoted_text": shortened(row[kind.words]),
                    "meaning": kind.meaning(row),
                }
                for row in found[kind.name]
                if is_here(row[kind.span[0]])
            ]
            for kind in RECORD_KINDS
        }
        yield Page(
            links.document_page(key, number),
            "document.html.jinja",
            title if number == 1 else f"{title}, page {number} of {len(starts)}",
            _ROOM,
            {
                "document": document,
                "title": title,
                "blocks": [block for block in blocks if is_here(block["char_start"])],
                "remaining": remaining if end is None else [],
                "kinds": [
                    {"name": kind.name, "label": kind.label, "records": listed[kind.name]}
                    for kind in RECORD_KINDS
                    if listed[kind.name]
                ],
                "number": number,
                "page_count": len(starts),
            },
        )


def _marks(found: dict[str, Rows], sentences: Rows) -> Iterator[Mark]:
    for sentence in sentences:
        anchor = links.record_anchor(sentence["sentence_id"])
        yield Mark(anchor, sentence["char_start"], sentence["char_end"])
    for kind in RECORD_KINDS:
        first, last = kind.span
        for row in found[kind.name]:
            yield Mark(kind.anchor(row), row[first], row[last], kind.name, kind.meaning(row))


def _select(kind: RecordKind) -> str:
    return (
        f"select * from marts.{kind.mart} where document_id in (select unnest(?::varchar[])) "  # noqa: S608 - our own names
        f"and {kind.span[0]} is not null order by {kind.span[0]}, {kind.key}"
    )


def _by_document(rows: Rows) -> defaultdict[str, Rows]:
    grouped: defaultdict[str, Rows] = defaultdict(list)
    for row in rows:
        grouped[row["document_id"]].append(row)
    return grouped
