"""The evidence of one record as columns, to be shown by another."""

from flows.parsing.text.outline import EvidenceColumns
from flows.records import Evidence


def evidence_of(record: Evidence) -> EvidenceColumns:
    """Return the evidence columns of any fact."""
    return EvidenceColumns(
        document_id=record.document_id,
        section_id=record.section_id,
        speaker=record.speaker,
        quoted_text=record.quoted_text,
        sentence_text=record.sentence_text,
        char_start=record.char_start,
        char_end=record.char_end,
        page_number=record.page_number,
    )
