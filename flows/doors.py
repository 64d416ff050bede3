"""The three doors: what each looks at, and what it turns away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from expectations import built_marts, landed_records, raw_documents, vocabularies
from expectations.gate import Outcome, check_rows, check_whole, joined
from flows.parts import Part, Refused
from warehouse import store

_EXPECTATION_NOT_MET = "expectation_not_met"

#: Columns of one frame, before they are Python objects. To look at a frame at all costs Great
#: Expectations as much as some ten thousand rows of it do.
_FRAME_BYTES = 16 * 1024 * 1024


class Verdict(NamedTuple):
    """What a door found: every outcome, and the documents that must not pass."""

    outcomes: tuple[Outcome, ...]
    refused: tuple[Refused, ...]


def check_raw_documents(parts: Iterable[Part]) -> Verdict:
    """Door 1: judge bytes and decoded texts, some parts at a time."""
    door = "raw_documents"
    suite = raw_documents.suite()
    outcomes: list[Outcome] = []
    rejected: dict[str, str] = {}
    for frame in _frames(parts, door):
        verdict = check_rows(suite, frame, door=door)
        outcomes.extend(verdict.outcomes)
        rejected.update(verdict.rejected)
    return Verdict(joined(outcomes), _refused(door, rejected))


def check_landed_records(
    parts: Sequence[Part], allowed_values: Sequence[Mapping[str, str]]
) -> Verdict:
    """Door 2, about rows: judge the records of every kind, some parts at a time.

    ``allowed_values`` are the rows of the reference table ``vocabularies``.
    """
    door = "landed_records"
    suites = landed_records.suites(vocabularies.from_rows(allowed_values))
    outcomes: list[Outcome] = []
    rejected: dict[str, str] = {}
    for kind, suite in suites.items():
        for frame in _frames(parts, kind):
            verdict = check_rows(suite, frame, door=door)
            outcomes.extend(verdict.outcomes)
            for document_id, sentence in verdict.rejected.items():
                rejected.setdefault(document_id, sentence)
    return Verdict(joined(outcomes), _refused(door, rejected))


def check_landed_tables(database: Path, published: Path) -> tuple[Outcome, ...]:
    """Door 2, about whole tables: judge volumes and rates of everything that has landed.

    ``published`` is the snapshot to compare with; there may be none yet.
    """
    previous = None
    if published.is_file():
        with store.reader(published) as connection:
            previous = landed_records.volumes(connection)
    with store.reader(database) as connection:
        profile = landed_records.profile(connection)
    return check_whole(landed_records.whole_suite(previous), profile, door="landed_records")


def check_built_marts(database: Path, published: Path) -> tuple[Outcome, ...]:
    """Door 3: judge the marts as built, against those of ``published`` where there are any."""
    previous = None
    if published.is_file():
        with store.reader(published) as connection:
            previous = built_marts.volumes(connection)
    with store.reader(database) as connection:
        profile = built_marts.profile(connection)
    return check_whole(built_marts.suite(previous), profile, door="built_marts")


def _frames(parts: Iterable[Part], name: str) -> Iterator[pd.DataFrame]:
    """Yield the rows of one file of all parts, as many at a time as a door holds."""
    tables: list[pa.Table] = []
    size = 0
    for part in parts:
        if part.documents:
            table = pq.read_table(part.file(name))
            if tables and size + table.nbytes > _FRAME_BYTES:
                yield pa.concat_tables(tables).to_pandas()
                tables, size = [], 0
            tables.append(table)
            size += table.nbytes
    if tables:
        yield pa.concat_tables(tables).to_pandas()


def _refused(door: str, rejected: dict[str, str]) -> tuple[Refused, ...]:
    return tuple(
        Refused(document_id, door, _EXPECTATION_NOT_MET, sentence)
        for document_id, sentence in rejected.items()
    )
