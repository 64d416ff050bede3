"""One file to its records, without a warehouse: for looking, debugging and scoring."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path

from flows import reading
from flows.parsing import parse
from flows.parsing.vocabulary import Vocabulary
from flows.reading.errors import Unreadable
from flows.records import RawDocument, document_key
from flows.sources.addresses import CannotCollect
from flows.sources.folders import read_file
from flows.sources.reference import reference_tables
from flows.versions import current_versions
from warehouse.errors import Refusal


def parse_file(file: Path, kind: str | None) -> Iterator[str]:
    """Yield a JSON object for each record of ``file``, or of one ``kind`` of them.

    Raises:
        Refusal: the file cannot be read.
    """
    try:
        content = read_file(file)
        canonical = reading.read(content, file.name)
    except (CannotCollect, Unreadable) as reason:
        raise Refusal(f"cannot parse {file}: {reason.reason_code}: {reason.message}") from reason
    raw = RawDocument(
        document_id=document_key(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        name=file.name,
    )
    parse_version = current_versions().parse_version
    part_key = partial(document_key, content)
    for parsed in parse(raw, canonical, _vocabulary(), parse_version, part_key):
        for found_kind, record in parsed.records():
            if kind in (None, found_kind):
                columns = asdict(record)
                yield json.dumps({"kind": found_kind, **columns}, ensure_ascii=False, default=str)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())
