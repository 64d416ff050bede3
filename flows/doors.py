"""The three doors: what each looks at, and what it turns away."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from expectations import built_marts, landed_records, raw_documents, vocabularies
from expectations.gate import Outcome, check_rows, check_whole, joined
from flows.parts import Part, Refused
from warehouse import store

_EXPECTATION_NOT_MET = "expectation_not_met"


class Verdict(NamedTuple):
    """What a door found: every outcome, and the documents that must not pass."""

    outcomes: tuple[Outcome, ...]
    refused: tuple[Refused, ...]


def check_raw_documents(parts: Iterable[Part]) -> Verdict:
    """Door 1: judge bytes and decoded texts, part by part."""
    door = "raw_documents"
    suite = raw_documents.suite()
    outcomes: list[Outcome] = []
    rejected: dict[str, str] = {}
    for part in parts:
        if part.documents:
            frame = pq.read_table(part.file(door)).to_pandas()
            verdict = check_rows(suite, frame, door=door)
            outcomes.extend(verdict.outcomes)
            rejected.update(verdict.rejected)
    return Verdict(joined(outcomes), _refused(door, rejected))


def check_landed_records(
    parts: Iterable[Part], allowed_values: Sequence[Mapping[str, str]]
) -> Verdict:
    """Door 2, about rows: judge the records of every kind, part by part.

    ``allowed_values`` are the rows of the reference table ``vocabularies``.
    """
    door = "landed_records"
    suites = landed_records.suites(vocabularies.from_rows(allowed_values))
    outcomes: list[Outcome] = []
    rejected: dict[str, str] = {}
    for part in parts:
        if part.documents:
            for kind, suite in suites.items():
                frame = pq.read_table(part.file(kind)).to_pandas()
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
            previous = landed_records.profile(connection)
    with store.reader(database) as connection:
        profile = landed_records.profile(connection)
    return check_whole(landed_records.whole_suite(previous), profile, door="landed_records")


def check_built_marts(database: Path, published: Path) -> tuple[Outcome, ...]:
    """Door 3: judge the marts as built, against those of ``published`` where there are any."""
    previous = None
    if published.is_file():
        with store.reader(published) as connection:
            previous = built_marts.profile(connection)
    with store.reader(database) as connection:
        profile = built_marts.profile(connection)
    return check_whole(built_marts.suite(previous), profile, door="built_marts")


def _refused(door: str, rejected: dict[str, str]) -> tuple[Refused, ...]:
    return tuple(
        Refused(document_id, door, _EXPECTATION_NOT_MET, sentence)
        for document_id, sentence in rejected.items()
    )
