"""Files to their records, without a warehouse: for looking, debugging and scoring."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

from flows import reading, workers
from flows.parsing import parse
from flows.parsing.vocabulary import Vocabulary
from flows.reading.errors import Unreadable
from flows.records import RawDocument, document_key
from flows.sources.addresses import CannotCollect
from flows.sources.folders import read_file
from flows.sources.reference import reference_tables
from flows.versions import current_versions
from warehouse.errors import Refusal


def parse_files(files: Iterable[Path], kind: str | None) -> Iterator[list[str] | Refusal]:
    """Yield for each file its records (of one ``kind``) as JSON objects, or why there are none.

    As in a refresh, a file is read and parsed in a process with limits.
    """
    for file, told in zip(files, workers.run_each(_ParseFile(kind), files), strict=True):
        if isinstance(told, workers.Death):
            yield Refusal(f"cannot parse {file}: {told.reason_code}: {told.message}")
        else:
            yield told


@dataclass(frozen=True)
class _ParseFile:
    """What the process does with one file; must be picklable."""

    kind: str | None

    def __call__(self, file: Path, _: Callable[[int], None]) -> list[str] | Refusal:
        try:
            content = read_file(file)
            canonical = reading.read(content, file.name)
        except (CannotCollect, Unreadable) as reason:
            return Refusal(f"cannot parse {file}: {reason.reason_code}: {reason.message}")
        raw = RawDocument(
            document_id=document_key(content),
            raw_sha256=hashlib.sha256(content).hexdigest(),
            byte_count=len(content),
            name=file.name,
        )
        parse_version = current_versions().parse_version
        part_key = partial(document_key, content)
        return [
            json.dumps({"kind": kind, **asdict(record)}, ensure_ascii=False, default=str)
            for parsed in parse(raw, canonical, _vocabulary(), parse_version, part_key)
            for kind, record in parsed.records()
            if self.kind in (None, kind)
        ]


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())
