"""The documented questions on the annotated documents, against facts read there by hand."""

import json
from collections import Counter
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.questions import questions
from tests.flows.conftest import rows
from tests.flows.facts_read_by_hand import FACTS, Fact
from warehouse.paths import Home


@pytest.fixture(scope="module")
def numbers(annotated: Home) -> dict[str, str]:
    """The number of each document's file, by its id."""
    found = rows(annotated, "select document_id, source_uri from marts.dim_documents")
    return {document_id: uri.rsplit("/", 1)[1][:3] for document_id, uri in found}


def ask(home: Home, name: str, given: dict[str, str]) -> list[dict[str, Any]]:
    options = [part for key, value in given.items() for part in ("--param", f"{key}={value}")]
    done = CliRunner(env={"SECTION55_HOME": str(home.folder)}).invoke(
        main, ["query", "--named", name, *options, "--format", "json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.stderr
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


def test_every_question_has_a_fact_to_hold_against():
    assert {fact.question for fact in FACTS} == set(questions())


@pytest.mark.parametrize("fact", FACTS, ids=[fact.question for fact in FACTS])
def test_an_answer_is_what_a_reader_finds(annotated: Home, numbers: dict[str, str], fact: Fact):
    ids = {number: document_id for document_id, number in numbers.items()}
    given = {name: ids.get(value, value) for name, value in fact.given.items()}
    answered = [
        row
        for row in ask(annotated, fact.question, given)
        if all(row[column] == value for column, value in fact.among.items())
    ]
    # Counted, not in order: what is asked is which rows there are, and how often.
    found = Counter(
        tuple(numbers.get(row[column], row[column]) for column in fact.columns.split())
        for row in answered
    )
    assert found == Counter(fact.expected)


def test_a_year_that_cannot_be_compared_is_marked(annotated: Home):
    warned = [
        (
            row["metric_id"],
            row["period_start"],
            bool(row["partial_period_warning"]),
            bool(row["figure_warning"]),
        )
        for row in ask(annotated, "year_on_year_changes", {})
        if row["metric_id"] in {"cse_crime_count", "cse_occurrence_count"}
    ]
    assert warned == [
        ("cse_crime_count", "2014-01-01", True, True),
        ("cse_crime_count", "2015-01-01", False, True),
        ("cse_crime_count", "2016-01-01", False, False),
        ("cse_occurrence_count", "2014-01-01", True, False),
        ("cse_occurrence_count", "2015-01-01", False, False),
        ("cse_occurrence_count", "2016-01-01", False, False),
    ]


def test_the_trend_and_the_explanation_are_told_beside_the_figures(annotated: Home):
    figures = ask(annotated, "figures_in_context", {"phrase": "cse", "force_id": "wiltshire"})
    assert all("slight decline" in row["sentence_after"] for row in figures)
    told = " ".join(row["sentence_text"] for row in ask(annotated, "rates_beside_counts", {}))
    assert "less use of the CSE tag" in told
