"""One response in several formats says the same, whichever program wrote it.

``one_response/response.md`` is the source, and ``records.json`` beside it holds what a careful
reader takes from it. Where a format gives something else, ``differences.csv`` says what and why;
a difference that is not listed fails, and so does one that is listed and gone.
"""

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.records import ParsedDocument
from tests.reading.formats import FOLDER, folded, outcome_of

RESPONSE = FOLDER / "one_response"
#: What two readings of one response have to agree in; offsets and wording of labels are their own.
JUDGED = {
    "documents": (
        "title", "document_type", "force_id", "policing_body_name", "commissioner_name",
        "document_date", "document_date_precision", "language",
    ),
    "responses": (
        "inspection_report_id", "report_published_on", "recommendations_made", "stance",
    ),
    "metric_observations": (
        "value", "unit_code", "qualifier", "change_direction", "observation_role",
        "period_start", "period_end",
    ),
    "recommendation_answers": ("ordinal", "finding_type", "recommendation_text", "answer_text"),
    "commitments": ("actor", "due_on"),
    "initiative_mentions": ("initiative_name", "initiative_type"),
    "theme_mentions": ("theme_id",),
}  # fmt: skip
#: Kinds of which only the set counts, not how often.
AS_SET = {"theme_mentions"}
FORMATS = sorted(path for path in RESPONSE.iterdir() if path.name != "records.json")


def rows_of(document: ParsedDocument, kind: str) -> Counter[str]:
    """Return the judged columns of each record of a kind, as JSON, and how often each stands."""
    rows = [
        json.dumps([plain(getattr(record, column)) for column in JUDGED[kind]], ensure_ascii=False)
        for record in getattr(document, kind)
    ]
    return Counter(set(rows) if kind in AS_SET else rows)


def plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return folded(value) if isinstance(value, str) else value


def expected_rows(kind: str) -> Counter[str]:
    records = json.loads((RESPONSE / "records.json").read_text(encoding="utf-8"))
    return Counter(json.dumps(row, ensure_ascii=False) for row in records[kind])


def differences(path: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what one format gives too little (``missing``) and too much (``added``)."""
    (document,) = outcome_of(path).documents
    found, wanted = rows_of(document, kind), expected_rows(kind)
    yield from (("missing", row) for row in (wanted - found).elements())
    yield from (("added", row) for row in (found - wanted).elements())


def listed_differences() -> list[dict[str, str]]:
    with (FOLDER / "differences.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.name)
def test_each_format_gives_the_records_of_a_careful_reader(path: Path, kind: str) -> None:
    listed = Counter(
        (row["change"], row["record"])
        for row in listed_differences()
        if (row["file"], row["kind"]) == (path.name, kind)
    )
    assert Counter(differences(path, kind)) == listed


def test_a_listed_difference_names_a_format_and_a_kind_and_says_why() -> None:
    names = {path.name for path in FORMATS}
    for row in listed_differences():
        assert row["file"] in names
        assert row["kind"] in JUDGED
        assert len(row["why"]) > 20, row


def test_the_response_is_there_in_five_formats_and_is_rich() -> None:
    assert {path.suffix for path in FORMATS} == {".md", ".txt", ".html", ".docx", ".pdf"}
    least = {"metric_observations": 40, "recommendation_answers": 3, "commitments": 7, "theme_mentions": 8}  # fmt: skip
    for kind, count in least.items():
        assert sum(expected_rows(kind).values()) >= count
