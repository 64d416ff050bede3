"""Each suite is broken on purpose: every rejecting law catches its row, and its row alone."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from great_expectations.core import ExpectationSuite

from expectations import gate
from expectations.gate import RowVerdict
from expectations.severity import severity_of
from flows.records import KINDS, Evidence

DOOR = "landed_records"
MakeFrame = Callable[..., pd.DataFrame]
Suites = dict[str, ExpectationSuite]
Case = tuple[str, dict[str, Any], str]

_UNKNOWN = "no such code"
_KEY = "not a sha256"
_LONG_AGO = dt.date(16, 4, 1)

SPANS: list[tuple[dict[str, Any], str]] = [
    ({"char_start": -1}, "char_start is not negative"),
    ({"char_end": 0, "char_start": 0}, "char_end lies behind char_start"),
]
EVIDENCE: list[tuple[dict[str, Any], str]] = [
    ({"document_id": "short"}, "document_id is 16 hex digits"),
    *SPANS,
    ({"char_end": 90}, "quoted_text is as long as its span"),
    ({"quoted_text": "   "}, "quoted_text is not blank"),
    ({"sentence_text": ""}, "sentence_text is not blank"),
    ({"sentence_text": "It will do better."}, "sentence_text holds its quote"),
    ({"speaker": _UNKNOWN}, "speaker is of its vocabulary"),
    ({"page_number": 0}, "page_number counts from 1"),
]
OWN: list[Case] = [
    ("documents", {"document_id": "short"}, "document_id is 16 hex digits"),
    ("documents", {"raw_sha256": _KEY}, "raw_sha256 is a sha256"),
    (
        "documents",
        {"document_id": "0" * 16},
        "document_id begins the hash of the bytes, unless it is a part",
    ),
    ("documents", {"part_number": 0}, "part_number counts from 1"),
    ("documents", {"part_char_start": -1}, "part_char_start is not negative"),
    ("documents", {"part_char_end": 0}, "part_char_end lies behind part_char_start"),
    ("documents", {"part_char_end": 5_000}, "a part ends within its text"),
    ("documents", {"word_count": -1}, "word_count is not negative"),
    ("documents", {"text_fingerprint": _KEY}, "text_fingerprint is a sha256"),
    ("documents", {"number_fingerprint": _KEY}, "number_fingerprint is a sha256"),
    ("documents", {"document_type": _UNKNOWN}, "document_type is of its vocabulary"),
    ("documents", {"language": "English"}, "language is of its vocabulary"),
    ("documents", {"media_type": "application/x"}, "media_type is of its vocabulary"),
    (
        "documents",
        {"document_date_precision": _UNKNOWN},
        "document_date_precision is of its vocabulary",
    ),
    ("documents", {"document_date_basis": _UNKNOWN}, "document_date_basis is of its vocabulary"),
    ("documents", {"document_date": dt.date(2107, 3, 1)}, "document_date is of our time"),
    (
        "documents",
        {"document_date": None},
        "document_date_precision is none just where the date is missing",
    ),
    (
        "documents",
        {"document_date_basis": "none"},
        "document_date_basis is none just where the date is missing",
    ),
    (
        "documents",
        {"document_date": dt.date(2020, 3, 2)},
        "document_date is the first day of its month or year",
    ),
    (
        "documents",
        {"document_date_precision": "year"},
        "document_date is the first day of its month or year",
    ),
    ("documents", {"force_id": "West Yorkshire"}, "force_id is a slug"),
    ("sections", {"document_id": ""}, "document_id is 16 hex digits"),
    ("sections", {"char_start": -1}, "char_start is not negative"),
    ("sections", {"char_start": 60}, "char_end is not before char_start"),
    ("sections", {"ordinal": -1}, "ordinal is not negative"),
    ("sections", {"level": 13}, "level is 0 to 12"),
    ("sections", {"speaker": _UNKNOWN}, "speaker is of its vocabulary"),
    ("sentences", {"document_id": ""}, "document_id is 16 hex digits"),
    *(("sentences", broken, law) for broken, law in SPANS),
    ("sentences", {"ordinal": -1}, "ordinal is not negative"),
    ("sentences", {"page_number": 0}, "page_number counts from 1"),
    ("sentences", {"word_count": -1}, "word_count is not negative"),
    ("sentences", {"fingerprint": _KEY}, "fingerprint is a sha256"),
    ("sentences", {"speaker": _UNKNOWN}, "speaker is of its vocabulary"),
    ("sentences", {"sentence_text": "\u00a0"}, "sentence_text is not blank"),
    ("sentences", {"language": "English"}, "language is of its vocabulary"),
    ("text_shingles", {"document_id": ""}, "document_id is 16 hex digits"),
    ("text_shingles", {"fingerprint": -1}, "fingerprint is not negative"),
    ("numerals", {"document_id": ""}, "document_id is 16 hex digits"),
    ("numerals", {"context_fingerprint": -1}, "context_fingerprint is not negative"),
    ("numerals", {"numeral_text": "twelve"}, "numeral_text begins with a digit"),
    ("tables", {"document_id": ""}, "document_id is 16 hex digits"),
    *(("tables", broken, law) for broken, law in SPANS),
    ("tables", {"ordinal": -1}, "ordinal is not negative"),
    ("tables", {"row_count": 0}, "a table has a row"),
    ("tables", {"column_count": 0}, "a table has a column"),
    ("tables", {"table_shape": _UNKNOWN}, "table_shape is of its vocabulary"),
    ("table_cells", {"document_id": ""}, "document_id is 16 hex digits"),
    ("table_cells", {"char_start": -1}, "char_start is not negative"),
    ("table_cells", {"char_start": 60}, "char_end is not before char_start"),
    ("table_cells", {"row_number": -1}, "row_number is not negative"),
    ("table_cells", {"column_number": -1}, "column_number is not negative"),
    ("metric_observations", {"observation_id": _KEY}, "observation_id is a sha256"),
    ("metric_observations", {"value": math.nan}, "value is not NaN"),
    (
        "metric_observations",
        {"value": 12_000.0},
        "value is the number that the quote states in digits",
    ),
    ("metric_observations", {"unit_code": "gbp"}, "unit_code is that of the sign in the quote"),
    (
        "metric_observations",
        {"value": math.inf, "unit_code": "count"},
        "value is a number of at most 30,000,000,000,000",
    ),
    (
        "metric_observations",
        {"value_high": math.inf, "qualifier": "range"},
        "value_high is a number of at most 30,000,000,000,000",
    ),
    (
        "metric_observations",
        {"value_high": 11.0, "qualifier": "range"},
        "value_high is above value",
    ),
    ("metric_observations", {"qualifier": "range"}, "a range has an upper end"),
    ("metric_observations", {"value_high": 13.0}, "only a range has an upper end"),
    ("metric_observations", {"value": 200_000.0}, "a percentage is at most 100,000"),
    (
        "metric_observations",
        {"period_start": _LONG_AGO},
        "period_start is in a century of policing",
    ),
    (
        "metric_observations",
        {"period_end": dt.date(2201, 1, 1)},
        "period_end is in a century of policing",
    ),
    (
        "metric_observations",
        {"period_end": dt.date(2018, 12, 31)},
        "a period does not end before it starts",
    ),
    ("metric_observations", {"period_precision": "open"}, "an open period has no end"),
    ("metric_observations", {"period_precision": None}, "a period with dates has a precision"),
    *(
        ("metric_observations", {column: _UNKNOWN}, f"{column} is of its vocabulary")
        for column in (
            "unit_code",
            "qualifier",
            "change_direction",
            "observation_role",
            "scope",
            "period_precision",
            "origin",
        )
    ),
    ("metric_observations", {"origin": "table"}, "a figure of a table names its table"),
    ("arithmetic_checks", {"check_id": _KEY}, "check_id is a sha256"),
    ("arithmetic_checks", {"check_type": _UNKNOWN}, "check_type is of its vocabulary"),
    ("arithmetic_checks", {"stated_value": math.nan}, "stated_value is not NaN"),
    ("arithmetic_checks", {"computed_value": math.nan}, "computed_value is not NaN"),
    ("arithmetic_checks", {"tolerance": math.nan}, "tolerance is not NaN"),
    ("arithmetic_checks", {"tolerance": -1.0, "agrees": False}, "tolerance is not negative"),
    *(
        (
            "arithmetic_checks",
            {column: math.inf, "agrees": False},
            f"{column} is a number of at most 30,000,000,000,000",
        )
        for column in ("stated_value", "computed_value")
    ),
    (
        "arithmetic_checks",
        {"agrees": False},
        "agrees says whether the difference is within the tolerance",
    ),
    (
        "arithmetic_checks",
        {"computed_value": 13.0},
        "agrees says whether the difference is within the tolerance",
    ),
    ("source_findings", {"finding_id": _KEY}, "finding_id is a sha256"),
    ("source_findings", {"finding_type": _UNKNOWN}, "finding_type is of its vocabulary"),
    ("source_findings", {"explanation": ""}, "explanation is not blank"),
    *(
        (
            "source_findings",
            {column: math.inf},
            f"{column} is a number of at most 30,000,000,000,000",
        )
        for column in ("stated_value", "computed_value", "difference")
    ),
    (
        "source_findings",
        {"difference": 3.0},
        "difference lies between the stated and the computed value",
    ),
    ("source_findings", {"stated_value": None}, "a finding of arithmetic has a stated_value"),
    ("source_findings", {"computed_value": None}, "a finding of arithmetic has a computed_value"),
    (
        "source_findings",
        {"other_sentence_text": None},
        "the second evidence is whole or absent",
    ),
    ("source_findings", {"other_char_start": -2}, "other_char_start is not negative"),
    ("source_findings", {"other_char_end": 0}, "other_char_end lies behind other_char_start"),
    (
        "source_findings",
        {"other_quoted_text": "9 %"},
        "other_quoted_text is as long as its span",
    ),
    ("theme_mentions", {"theme_mention_id": _KEY}, "theme_mention_id is a sha256"),
    ("theme_mentions", {"theme_id": "Child Protection"}, "theme_id is a slug"),
    ("theme_mentions", {"matched_phrase": " "}, "matched_phrase is not blank"),
    ("responses", {"response_id": _KEY}, "response_id is a sha256"),
    (
        "responses",
        {"inspection_report_id": "a report"},
        "inspection_report_id has no white space",
    ),
    ("responses", {"report_title_text": ""}, "report_title_text is not blank"),
    ("responses", {"stance": _UNKNOWN}, "stance is of its vocabulary"),
    (
        "responses",
        {"report_published_on_precision": _UNKNOWN},
        "report_published_on_precision is of its vocabulary",
    ),
    (
        "responses",
        {"report_published_on": dt.date(1919, 5, 7)},
        "report_published_on is of our time",
    ),
    (
        "responses",
        {"report_published_on": None},
        "report_published_on_precision is none just where the date is missing",
    ),
    (
        "responses",
        {"report_published_on_precision": "month"},
        "report_published_on is the first day of its month or year",
    ),
    ("responses", {"recommendations_made": 2019}, "recommendations_made is 0 to 500"),
    ("recommendation_answers", {"answer_id": _KEY}, "answer_id is a sha256"),
    ("recommendation_answers", {"ordinal": -1}, "ordinal is 0 to 500"),
    *(
        ("recommendation_answers", {column: _UNKNOWN}, f"{column} is of its vocabulary")
        for column in ("finding_type", "action_status", "acceptance")
    ),
    ("recommendation_answers", {"recommendation_text": ""}, "recommendation_text is not blank"),
    ("recommendation_answers", {"answer_text": "\n"}, "answer_text is not blank"),
    (
        "recommendation_answers",
        {"recommendation_char_start": -1},
        "recommendation_char_start is not negative",
    ),
    (
        "recommendation_answers",
        {"recommendation_char_end": 0},
        "recommendation_char_end lies behind recommendation_char_start",
    ),
    ("commitments", {"commitment_id": _KEY}, "commitment_id is a sha256"),
    *(
        ("commitments", {column: _UNKNOWN}, f"{column} is of its vocabulary")
        for column in ("actor", "strength", "due_precision")
    ),
    ("commitments", {"commitment_text": " "}, "commitment_text is not blank"),
    ("commitments", {"due_on": dt.date(1921, 6, 30)}, "due_on is of this century"),
    ("commitments", {"due_precision": None}, "due_on and due_precision stand together"),
    ("commitments", {"due_on": None}, "due_on and due_precision stand together"),
    *(
        ("commitments", broken, "due_on is the last day of its month or year")
        for broken in (
            {"due_on": dt.date(2021, 6, 29)},
            {"due_on": dt.date(2021, 6, 30), "due_precision": "year"},
        )
    ),
    ("initiative_mentions", {"initiative_mention_id": _KEY}, "initiative_mention_id is a sha256"),
    ("initiative_mentions", {"initiative_type": _UNKNOWN}, "initiative_type is of its vocabulary"),
    ("initiative_mentions", {"initiative_name": "101"}, "initiative_name has letters"),
    ("links", {"document_id": _KEY}, "document_id is 16 hex digits"),
    ("links", {"char_start": -1}, "char_start is not negative"),
    ("links", {"page_number": 0}, "page_number counts from 1"),
    ("links", {"link_id": _KEY}, "link_id is a sha256"),
    ("links", {"link_text": " "}, "link_text is not blank"),
    ("links", {"target_uri": ""}, "target_uri is not blank"),
    ("links", {"char_end": 0}, "char_end lies behind char_start"),
    ("documents", {"left_out_count": -1}, "left_out_count is not negative"),
]
FACTS = [kind for kind, record in KINDS.items() if issubclass(record, Evidence)]
CASES: list[Case] = [*((kind, *case) for kind in FACTS for case in EVIDENCE), *OWN]


def judge(kind: str, frame: pd.DataFrame, suites: Suites) -> RowVerdict:
    return gate.check_rows(suites[kind], frame, door=DOOR)


def laws_not_met(verdict: RowVerdict) -> set[str]:
    return {o.expectation_name for o in verdict.outcomes if not o.is_met}


@pytest.mark.parametrize("kind", KINDS)
def test_good_records_meet_every_expectation(
    kind: str, make_frame: MakeFrame, landed_suites: Suites
) -> None:
    verdict = judge(kind, make_frame(kind), landed_suites)
    assert (verdict.rejected, laws_not_met(verdict)) == ({}, set())


@pytest.mark.parametrize("kind", KINDS)
def test_no_rows_of_a_kind_are_legal(
    kind: str, make_frame: MakeFrame, landed_suites: Suites
) -> None:
    verdict = judge(kind, make_frame(kind, ()), landed_suites)
    assert (verdict.rejected, laws_not_met(verdict)) == ({}, set())


@pytest.mark.parametrize("kind", KINDS)
def test_each_broken_row_rejects_its_document_alone(
    kind: str, make_frame: MakeFrame, landed_suites: Suites
) -> None:
    cases = [(broken, law) for case_kind, broken, law in CASES if case_kind == kind]
    rows = [
        make_frame(kind, (f"good {number}", f"bad {number}"), **{f"bad {number}": broken})
        for number, (broken, _) in enumerate(cases)
    ]
    frame = pd.concat([make_frame(kind), *rows], ignore_index=True)
    verdict = judge(kind, frame, landed_suites)
    bad = [row["document_id"][1] for row in rows]
    assert sorted(verdict.rejected) == sorted(bad)
    for document_id, (_, law) in zip(bad, cases, strict=True):
        assert law in verdict.rejected[document_id]


@pytest.mark.parametrize("kind", KINDS)
def test_every_rejecting_law_is_broken_by_some_case(kind: str, landed_suites: Suites) -> None:
    suite = landed_suites[kind]
    laws = {
        (expectation.meta or {})["law"]
        for expectation in suite.expectations
        if severity_of(expectation) == "reject"
    }
    assert laws - {law for case_kind, _, law in CASES if case_kind == kind} == set()
