"""Search: a page, and the words of all documents in shards that the page's script reads."""

import importlib.resources
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from flows.site import links
from flows.site.page import File, Page
from flows.site.snapshot import Snapshot
from flows.site.wording import day, words

_ROOM = "search"

#: A shard is closed at this size: the engine then takes a quarter of a second to index it.
BYTES_A_SHARD = 600_000

#: What can be searched, in the order of the page: the code in the shards and the words for people.
KINDS = {
    "document": "Titles of documents",
    "sentence": "Sentences",
    "recommendation": "Recommendations",
    "initiative": "Initiatives",
}

_DOCUMENTS = """
    select
        documents.document_id, documents.title, documents.document_type, documents.document_date,
        documents.document_date_precision, documents.is_current, documents.force_id,
        coalesce(forces.force_name, 'No one force') as force_name
    from marts.dim_documents as documents
    left join marts.dim_forces as forces using (force_id)
    order by
        documents.force_id is null, force_name, documents.document_date desc nulls last,
        documents.document_id
"""
# Of two copies one of the same force is enough; a copy that another force publishes is its own.
_TEXTS = """
    with

    searched as (

        select documents.document_id
        from marts.dim_documents as documents
        left join marts.dim_documents as originals
            on documents.same_text_as = originals.document_id
        where
            documents.document_id in (select unnest(?::varchar[]))
            and documents.is_current
            and (
                originals.document_id is null
                or originals.force_id is distinct from documents.force_id
            )

    ),

    texts as (

        select
            document_id, 'sentence' as kind, sentence_id as key, char_start,
            sentence_text as text, null as name
        from landing.sentences
        union all
        select
            document_id, 'recommendation', answer_id, recommendation_char_start,
            recommendation_text, null
        from marts.fct_recommendation_answers
        union all
        select
            document_id, 'initiative', initiative_mention_id, char_start, sentence_text,
            initiative_name
        from marts.fct_initiative_mentions

    )

    select texts.*
    from texts
    inner join searched using (document_id)
    where texts.text is not null
    order by texts.document_id, texts.char_start, texts.kind, texts.key
"""

Row = Mapping[str, Any]


def pages(snapshot: Snapshot) -> Iterator[Page | File]:
    """Yield the shards, the engine that searches them, and the page."""
    listed = snapshot.rows(_DOCUMENTS)
    forces = []
    shard_count = 0
    for force_id, group in groupby(listed, key=itemgetter("force_id")):
        documents = list(group)
        first = shard_count + 1
        for shard in _shards(snapshot, documents):
            shard_count += 1
            yield _file(shard_count, shard)
        forces.append(
            {
                "force_id": force_id,
                "force_name": documents[0]["force_name"],
                "document_count": len(documents),
                "first_shard": first,
                "last_shard": shard_count,
            }
        )
    yield _engine()
    yield Page(
        links.SEARCH, "search.html.jinja", "Search", _ROOM, {"forces": forces, "kinds": KINDS}
    )


class _Shard:
    """Rows that are searched together, and the documents that they stand in."""

    def __init__(self) -> None:
        self.documents: list[Row] = []
        self.rows: list[tuple[str, int, str, str, str | None]] = []
        self.byte_count = 0

    def add_document(self, document: Row) -> None:
        told = {
            "title": document["title"] or "Untitled document",
            "about": ", ".join(
                [
                    words(document["document_type"]),
                    day(document["document_date"], document["document_date_precision"]),
                    *([] if document["is_current"] else ["no longer current"]),
                ]
            ),
        }
        self.byte_count += _size(told)
        self.documents.append(told)

    def add(self, kind: str, address: str, text: str, name: str | None = None) -> None:
        row = (kind, len(self.documents) - 1, address, " ".join(text.split()), name)
        self.byte_count += _size(row)
        self.rows.append(row)


def _shards(snapshot: Snapshot, documents: Sequence[Row]) -> Iterator[_Shard]:
    """Yield the shards of one force; a long document may begin in one and end in another."""
    shard = _Shard()
    by_id = {document["document_id"]: document for document in documents}
    for keys in snapshot.in_chunks(list(by_id)):
        texts: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
        for row in snapshot.rows(_TEXTS, [keys]):
            texts[row["document_id"]].append(row)
        for key, found in texts.items():
            shard.add_document(by_id[key])
            shard.add("document", links.document_page(key), by_id[key]["title"] or "")
            for row in found:
                if shard.byte_count > BYTES_A_SHARD:
                    yield shard
                    shard = _Shard()
                    shard.add_document(by_id[key])
                shard.add(row["kind"], _address(snapshot, row), row["text"], row["name"])
    yield shard


def _address(snapshot: Snapshot, row: Row) -> str:
    address = snapshot.places.record(row["document_id"], row["char_start"], row["key"])
    return f"{address}-recommendation" if row["kind"] == "recommendation" else address


def _file(number: int, shard: _Shard) -> File:
    # A script that calls one function: a page that is opened as a file may not fetch data.
    stated = json.dumps(
        {"number": number, "documents": shard.documents, "rows": shard.rows},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return File(f"search/{number}.js", f"section55Shard({stated});\n".encode())


def _engine() -> File:
    """Return the search engine as pdoc brings it; its licence is one of the assets."""
    script = importlib.resources.files("pdoc") / "templates" / "resources" / "elasticlunr.min.js"
    return File("assets/elasticlunr.min.js", script.read_bytes())


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())
