"""What a careful reader would question, as the rooms of the site show it."""

from collections.abc import Iterable
from typing import Any

from flows.site import links
from flows.site.emphasis import emphasised
from flows.site.snapshot import Row, Snapshot

#: Findings with the document and the force that they stand in; the newest documents first.
FINDINGS = """
    select
        findings.*, documents.title, documents.document_date, documents.document_date_precision,
        forces.force_name
    from marts.fct_source_findings as findings
    inner join marts.dim_documents as documents using (document_id)
    left join marts.dim_forces as forces on findings.force_id = forces.force_id
    {where}
    order by
        documents.document_date desc nulls last, findings.document_id, findings.char_start,
        findings.finding_id
"""


def shown(snapshot: Snapshot, findings: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows of ``FINDINGS`` as the macro ``findings`` takes them: words and addresses."""
    return [_shown(snapshot, finding) for finding in findings]


def _shown(snapshot: Snapshot, finding: Row) -> dict[str, Any]:
    key, document_id = finding["finding_id"], finding["document_id"]
    other = None
    if finding["other_quoted_text"]:
        other = {
            "text": emphasised(finding["other_sentence_text"], finding["other_quoted_text"]),
            "address": snapshot.places.record(
                document_id, finding["other_char_start"], key, "compared"
            ),
        }
    return {
        "finding_type": finding["finding_type"],
        "explanation": finding["explanation"],
        "stated_value": finding["stated_value"],
        "computed_value": finding["computed_value"],
        "difference": finding["difference"],
        "title": finding["title"],
        "document": links.document_page(document_id),
        "document_date": finding["document_date"],
        "document_date_precision": finding["document_date_precision"],
        "force_id": finding["force_id"],
        "force_name": finding["force_name"],
        "speaker": finding["speaker"],
        "text": emphasised(finding["sentence_text"], finding["quoted_text"]),
        "address": snapshot.places.record(document_id, finding["char_start"], key),
        "other": other,
    }
