"""Links as records: what a document's words lead to."""

from flows.parsing.text.outline import Outline
from flows.parsing.text.passages import clean_passage
from flows.records import Link, fact_key


def link_records(outline: Outline) -> tuple[Link, ...]:
    """Return the links of a document, in reading order, with the words that are clicked.

    ``section_id`` is null where the outline has no sections. A picture that is clicked has
    no words, an anchor leads nowhere; neither is a record.
    """
    records: dict[str, Link] = {}
    for link in outline.links:
        text = clean_passage(outline.text, [(link.char_start, link.char_end)]).text
        if not text or not link.target_uri.strip():
            continue
        section = outline.section_at(link.char_start) if outline.sections else None
        link_id = fact_key(
            "link", outline.document_id, link.char_start, link.char_end, link.target_uri
        )
        records[link_id] = Link(
            link_id=link_id,
            document_id=outline.document_id,
            section_id=section.section_id if section else None,
            link_text=text,
            target_uri=link.target_uri,
            char_start=link.char_start,
            char_end=link.char_end,
            page_number=outline.page_number(link.char_start),
        )
    return tuple(records.values())
