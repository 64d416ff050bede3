"""What is unusual but legal is told, or passes in silence; frames of any origin are alike."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest
from great_expectations.core import ExpectationSuite

from expectations import gate
from expectations.gate import RowVerdict

DOOR = "landed_records"
MakeFrame = Callable[..., pd.DataFrame]
Suites = dict[str, ExpectationSuite]
Case = tuple[str, dict[str, Any], str]

_LONG_AGO = dt.date(16, 4, 1)
#: Any three letters of the sentence: only a quote in digits says which value is right.
_IN_WORDS = {"quoted_text": "The"}
WARNINGS: list[Case] = [
    (
        "sentences",
        {"sentence_text": "The force<br>said so"},
        "sentence_text is free of markup",
    ),
    ("sentences", {"sentence_text": "The force  said so"}, "sentence_text is folded"),
    ("sentences", {"sentence_text": "so" * 1_501}, "sentence_text has at most 3,000 characters"),
    ("metric_observations", {"value": 140.0, **_IN_WORDS}, "percentages are mostly 0 to 100"),
    (
        "metric_observations",
        {"value": 2019.0, "unit_code": "year", **_IN_WORDS},
        "durations have at most 200 years",
    ),
    (
        "metric_observations",
        {"value": 1e6, "unit_code": "fte", **_IN_WORDS},
        "posts are at most 300,000",
    ),
    (
        "metric_observations",
        {"period_start": dt.date(1950, 1, 1)},
        "periods are mostly of our time",
    ),
]


def judge(kind: str, frame: pd.DataFrame, suites: Suites) -> RowVerdict:
    return gate.check_rows(suites[kind], frame, door=DOOR)


def laws_not_met(verdict: RowVerdict) -> set[str]:
    return {o.expectation_name for o in verdict.outcomes if not o.is_met}


@pytest.mark.parametrize(("kind", "broken", "law"), WARNINGS)
def test_an_unusual_row_is_told_and_lands(
    kind: str,
    broken: dict[str, Any],
    law: str,
    make_frame: MakeFrame,
    landed_suites: Suites,
) -> None:
    verdict = judge(kind, make_frame(kind, bad=broken), landed_suites)
    assert verdict.rejected == {}
    assert laws_not_met(verdict) == {law}


def test_rows_that_are_undated_open_or_partial_are_legal(
    make_frame: MakeFrame, landed_suites: Suites
) -> None:
    legal: list[tuple[str, dict[str, Any]]] = [
        (
            "documents",
            {
                "document_date": None,
                "document_date_precision": "none",
                "document_date_basis": "none",
                "force_id": None,
            },
        ),
        ("documents", {"document_id": "0" * 16, "part_number": 2}),
        ("table_cells", {"char_start": 7, "char_end": 7, "cell_text": ""}),
        ("metric_observations", {"period_end": None, "period_precision": "open"}),
        ("metric_observations", {"value_high": 14.0, "qualifier": "range"}),
        ("metric_observations", {"value": -3.0, "unit_code": "percentage_point", **_IN_WORDS}),
        ("metric_observations", {"period_start": dt.date(2019, 12, 31)}),
        ("arithmetic_checks", {"computed_value": 13.0, "agrees": False}),
        ("recommendation_answers", {"answer_text": "It will.\n\nIt has begun."}),
        ("commitments", {"due_on": None, "due_precision": None, "due_text": "very soon"}),
        ("commitments", {"due_on": dt.date(2021, 6, 2), "due_precision": "day"}),
        ("commitments", {"due_on": dt.date(2021, 3, 31), "due_precision": "year"}),
        (
            "responses",
            {
                "report_published_on": dt.date(2018, 4, 1),
                "report_published_on_precision": "year",
            },
        ),
        (
            "source_findings",
            {
                "finding_type": "missing_figure",
                "stated_value": None,
                "computed_value": None,
                "difference": None,
                "other_quoted_text": None,
                "other_sentence_text": None,
                "other_char_start": None,
                "other_char_end": None,
            },
        ),
    ]
    for kind in {kind for kind, _ in legal}:
        frames = [make_frame(kind, bad=values) for case_kind, values in legal if case_kind == kind]
        frame = pd.concat(frames, ignore_index=True)
        assert judge(kind, frame, landed_suites).rejected == {}


def test_frames_of_parquet_and_of_duckdb_are_judged_alike(
    make_frame: MakeFrame, landed_suites: Suites
) -> None:
    frame = make_frame("metric_observations", bad={"period_start": _LONG_AGO, "measured": "Αγγλία"})
    with duckdb.connect() as connection:
        relation = connection.from_df(frame)
        from_duckdb, from_parquet = relation.df(), relation.to_arrow_table().to_pandas()
    assert from_parquet["period_start"].dtype != from_duckdb["period_start"].dtype
    verdicts = [
        judge("metric_observations", each, landed_suites)
        for each in (frame, from_parquet, from_duckdb)
    ]
    assert laws_not_met(verdicts[0]) >= {"period_start is in a century of policing"}
    assert verdicts[0].rejected == verdicts[1].rejected == verdicts[2].rejected
