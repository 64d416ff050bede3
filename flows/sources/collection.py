"""What one refresh found at its addresses and has to do about it."""

from collections.abc import Iterable
from typing import Any

from flows.records import RawDocument
from flows.sources.addresses import part_uri

#: What a refused row takes from the row that was judged.
_OF_ADDRESS = (
    "source_uri", "page_uri", "address_uri", "folder_uri", "raw_sha256", "received_sha256",
    "document_id", "byte_count", "modified_ns", "force_id", "publisher_name", "licence_note",
)  # fmt: skip


class Collection:
    """What one refresh found at its addresses and has to do about it.

    ``judged``: one row for each document's address (the columns of ``landing.document_sources``
    that an address gives, ``was_seen`` and ``is_accepted``). ``refused``: one row for what is
    not taken (the columns of ``landing.rejections`` without ``refresh_id``). ``to_parse``: each
    page once that has no records of these rules. ``covered``: what was looked through.
    """

    def __init__(self, covered: list[str]) -> None:
        self.covered = covered
        self.judged: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.to_parse: list[RawDocument] = []

    def split(self, documents: Iterable[RawDocument]) -> None:
        """Take from parsing which documents the pages turned out to hold."""
        of_bytes: dict[str, list[RawDocument]] = {}
        for document in documents:
            of_bytes.setdefault(document.raw_sha256, []).append(document)
        judged, self.judged = self.judged, []
        for row in judged:
            found = of_bytes.get(row["raw_sha256"], []) if row["is_accepted"] else []
            self.judged += [
                of_part(row, document.part_number, document.document_id) for document in found
            ] or [row]

    def reject(self, refusals: Iterable[tuple[str, str, str, str]]) -> None:
        """Turn down documents: (document_id, stage, reason_code, message) each.

        Every address of such a document becomes a row of ``refused``.
        """
        reasons = {document_id: reason for document_id, *reason in refusals}
        for row in self.judged:
            if row["is_accepted"] and row["document_id"] in reasons:
                row["is_accepted"] = False
                self.refuse(row, *reasons[row["document_id"]])

    def refuse(self, row: dict[str, Any], stage: str, reason_code: str, message: str) -> None:
        """Write down why what stands at an address is not taken."""
        self.refused.append(
            {name: row[name] for name in _OF_ADDRESS}
            | {"stage": stage, "reason_code": reason_code, "message": message}
        )


def of_part(row: dict[str, Any], part_number: int | None, document_id: str) -> dict[str, Any]:
    """Return the judged row of a part of the page that ``row`` is of."""
    return row | {
        "source_uri": part_uri(row["page_uri"], part_number),
        "document_id": document_id,
    }
