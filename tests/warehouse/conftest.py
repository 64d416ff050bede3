import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.record_columns import SCHEMAS, batch
from flows.records import KINDS, Document, MetricObservation, Sentence, document_key, fact_key
from warehouse import landing, store
from warehouse.paths import Home

Part = dict[str, list[Path]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "section55.duckdb"
    with store.writer(file) as connection:
        landing.create_tables(connection)
    return file


def document(content: str, *, parse_version: str = "1") -> Document:
    return Document(
        document_id=document_key(content.encode()),
        raw_sha256=hashlib.sha256(content.encode()).hexdigest(),
        media_type="text/plain",
        byte_count=len(content),
        left_out_count=0,
        part_number=None,
        part_char_start=0,
        part_char_end=len(content),
        text=content,
        title=None,
        document_type="other",
        force_id=None,
        policing_body_name=None,
        commissioner_name=None,
        document_date=dt.date(2020, 3, 1),
        document_date_precision="month",
        document_date_basis="stated",
        language="en",
        word_count=len(content.split()),
        text_fingerprint="0" * 64,
        number_fingerprint=None,
        parse_version=parse_version,
    )


def sentences(content: str) -> list[Sentence]:
    document_id = document_key(content.encode())
    found = []
    at = 0
    for ordinal, said in enumerate(content.split(". ")):
        start = content.index(said, at)
        at = start + len(said)
        found.append(
            Sentence(
                sentence_id=fact_key("sentence", document_id, start, at),
                document_id=document_id,
                section_id=None,
                ordinal=ordinal,
                speaker="other",
                sentence_text=said,
                char_start=start,
                char_end=at,
                page_number=None,
                language="en",
                word_count=len(said.split()),
                fingerprint=said.lower(),
            )
        )
    return found


def observation(content: str, quoted: str, value: float) -> MetricObservation:
    start = content.index(quoted)
    document_id = document_key(content.encode())
    return MetricObservation(
        document_id=document_id,
        section_id=None,
        speaker="other",
        quoted_text=quoted,
        sentence_text=content,
        char_start=start,
        char_end=start + len(quoted),
        observation_id=fact_key("metric_observation", document_id, start, start + len(quoted)),
        metric_id=None,
        measured=None,
        value=value,
        value_high=None,
        unit_code="count",
        qualifier="exact",
        change_direction=None,
        observation_role="level",
        scope="force",
        period_start=None,
        period_end=None,
        period_text=None,
        period_precision=None,
        origin="prose",
        table_id=None,
        row_label=None,
        column_label=None,
        is_total=False,
    )


@pytest.fixture
def part(tmp_path: Path) -> Callable[..., Part]:
    """Write a part of documents with their sentences, and one figure where one is given."""
    made = 0

    def write(*contents: str, version: str = "1", figures: dict[str, float] | None = None) -> Part:
        nonlocal made
        made += 1
        records: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for content in contents:
            records["documents"].append(document(content, parse_version=version))
            records["sentences"].extend(sentences(content))
            records["metric_observations"].extend(
                observation(content, quoted, value)
                for quoted, value in (figures or {}).items()
                if quoted in content
            )
        files = {}
        for kind, rows in records.items():
            file = tmp_path / f"part{made}.{kind}.parquet"
            pq.write_table(pa.Table.from_batches([batch(kind, rows)], SCHEMAS[kind]), file)
            files[kind] = [file]
        return files

    return write
