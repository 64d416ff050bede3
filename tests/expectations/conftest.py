"""One good record of every kind, and the landing tables in memory."""

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from great_expectations.core import ExpectationSuite

from expectations import landed_records, vocabularies
from expectations.vocabularies import Vocabularies
from flows.records import KINDS, Evidence

PROJECT = Path(__file__).parents[2]
TEXT = "The force solved 12% of burglaries in 2019, up from 9%. It will do better by June 2021."
QUOTE = "12%"

Row = dict[str, Any]
MakeFrame = Callable[..., pd.DataFrame]


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _evidence(document: str) -> Row:
    start = TEXT.index(QUOTE)
    return {
        "document_id": sha(document)[:16],
        "section_id": None,
        "speaker": "force",
        "quoted_text": QUOTE,
        "sentence_text": TEXT[:55],
        "char_start": start,
        "char_end": start + len(QUOTE),
        "page_number": None,
    }


def _own_columns(document: str) -> dict[str, Row]:
    """What each kind has beside document, span and evidence."""
    spot = {"document_id": sha(document)[:16], "char_start": 0, "char_end": 54}
    key = sha(document)
    return {
        "documents": {
            "document_id": key[:16],
            "raw_sha256": key,
            "media_type": "text/plain",
            "byte_count": len(TEXT),
            "left_out_count": 0,
            "part_number": None,
            "part_char_start": 0,
            "part_char_end": len(TEXT),
            "text": TEXT,
            "title": "Burglary",
            "document_type": "panel_report",
            "force_id": "west-yorkshire",
            "policing_body_name": None,
            "commissioner_name": None,
            "document_date": dt.date(2020, 3, 1),
            "document_date_precision": "month",
            "document_date_basis": "stated",
            "language": "en",
            "word_count": 17,
            "text_fingerprint": key,
            "number_fingerprint": None,
            "parse_version": "1",
        },
        "sections": {
            **spot,
            "section_id": key,
            "ordinal": 1,
            "level": 1,
            "heading": "Burglary",
            "speaker": "force",
        },
        "sentences": {
            **spot,
            "sentence_id": key,
            "section_id": None,
            "ordinal": 1,
            "speaker": "force",
            "sentence_text": TEXT[:54],
            "page_number": None,
            "language": "en",
            "word_count": 10,
            "fingerprint": key,
        },
        "text_shingles": {"document_id": key[:16], "fingerprint": 17},
        "numerals": {
            "document_id": key[:16],
            "context_fingerprint": 17,
            "numeral_text": "12",
        },
        "tables": {
            **spot,
            "table_id": key,
            "section_id": None,
            "ordinal": 1,
            "caption": None,
            "table_shape": "tab",
            "row_count": 2,
            "column_count": 2,
        },
        "table_cells": {
            **spot,
            "cell_id": key,
            "table_id": key,
            "row_number": 1,
            "column_number": 1,
            "is_header": False,
            "is_total": False,
            "row_label": None,
            "column_label": None,
            "cell_text": "12%",
        },
        "metric_observations": {
            "observation_id": key,
            "metric_id": None,
            "measured": "burglaries",
            "value": 12.0,
            "value_high": None,
            "unit_code": "percent",
            "qualifier": "exact",
            "change_direction": None,
            "observation_role": "share",
            "scope": "force",
            "period_start": dt.date(2019, 1, 1),
            "period_end": dt.date(2019, 12, 31),
            "period_text": "in 2019",
            "period_precision": "year",
            "origin": "prose",
            "table_id": None,
            "row_label": None,
            "column_label": None,
            "is_total": False,
        },
        "arithmetic_checks": {
            "check_id": key,
            "check_type": "total_against_parts",
            "stated_value": 12.0,
            "computed_value": 12.0,
            "tolerance": 0.5,
            "agrees": True,
        },
        "source_findings": {
            "finding_id": key,
            "finding_type": "total_differs_from_parts",
            "stated_value": 12.0,
            "computed_value": 14.0,
            "difference": -2.0,
            "explanation": "The parts add up to 14.",
            "other_quoted_text": "9%",
            "other_sentence_text": TEXT[:55],
            "other_char_start": TEXT.index("9%"),
            "other_char_end": TEXT.index("9%") + 2,
        },
        "theme_mentions": {
            "theme_mention_id": key,
            "theme_id": "child_protection",
            "matched_phrase": "burglary",
        },
        "responses": {
            "response_id": key,
            "inspection_report_id": "a-report-2019",
            "is_catalogued": True,
            "report_title_text": "A report",
            "report_publisher_names": None,
            "report_published_on": dt.date(2019, 5, 7),
            "report_published_on_precision": "day",
            "recommendations_made": 3,
            "stance": "accepts",
        },
        "recommendation_answers": {
            "answer_id": key,
            "inspection_report_id": None,
            "ordinal": 1,
            "finding_type": "recommendation",
            "addressed_to": None,
            "recommendation_text": "Solve more.",
            "answer_text": "It will.",
            "action_status": "proposed",
            "acceptance": "accepted",
            "recommendation_char_start": 0,
            "recommendation_char_end": 3,
        },
        "commitments": {
            "commitment_id": key,
            "actor": "force",
            "strength": "explicit",
            "commitment_text": "It will do better by June 2021.",
            "due_on": dt.date(2021, 6, 30),
            "due_precision": "month",
            "due_text": "by June 2021",
        },
        "initiative_mentions": {
            "initiative_mention_id": key,
            "initiative_name": "Operation Burglary",
            "initiative_type": "operation",
        },
        "links": {
            **spot,
            "link_id": key,
            "section_id": None,
            "link_text": "Burglary response (PDF)",
            "target_uri": "/documents/burglary.pdf",
            "page_number": None,
        },
    }


def good_record(kind: str, document: str) -> Any:
    """Return a record of ``kind`` of ``document`` that meets every expectation."""
    record_type = KINDS[kind]
    columns = _own_columns(document)[kind]
    if issubclass(record_type, Evidence):
        columns = {**_evidence(document), **columns}
    return record_type(**columns)


@pytest.fixture(scope="session")
def known_vocabularies() -> Vocabularies:
    path = PROJECT / "seeds" / "reference" / "vocabularies.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return vocabularies.from_rows(csv.DictReader(file))


@pytest.fixture(scope="session")
def landed_suites(known_vocabularies: Vocabularies) -> dict[str, ExpectationSuite]:
    return landed_records.suites(known_vocabularies)


@pytest.fixture(scope="session")
def make_frame() -> MakeFrame:
    """Return rows of a kind, one a document; values may be given for a document by its name."""

    def make(
        kind: str, documents: tuple[str, ...] = ("a", "bad", "c"), /, **values: Row
    ) -> pd.DataFrame:
        rows = [
            {**asdict(good_record(kind, document)), **values.get(document, {})}
            for document in documents
        ]
        return pd.DataFrame(rows, columns=[field.name for field in fields(KINDS[kind])])

    return make


@pytest.fixture
def landing() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a database in memory with empty landing tables."""
    with duckdb.connect() as connection:
        connection.execute((PROJECT / "warehouse" / "ddl" / "landing.sql").read_text("utf-8"))
        yield connection
