from typing import Any

import great_expectations.expectations as gxe
import pytest

from expectations import built_marts, landed_records, raw_documents
from expectations.severity import reject, row_suite, severity_of, stop, warn, whole_suite
from expectations.vocabularies import Vocabularies, VocabularyMissing, from_rows
from flows.records import KINDS


def not_null(column: str = "x", **more: Any) -> gxe.ExpectColumnValuesToNotBeNull:
    return gxe.ExpectColumnValuesToNotBeNull(column=column, **more)


def test_every_expectation_of_every_suite_has_one_severity_and_its_own_law(
    known_vocabularies: Vocabularies,
) -> None:
    suites = [
        raw_documents.suite(),
        *landed_records.suites(known_vocabularies).values(),
        landed_records.whole_suite(None),
        built_marts.suite(None),
    ]
    for suite in suites:
        laws = [(expectation.meta or {})["law"] for expectation in suite.expectations]
        assert len(set(laws)) == len(laws) > 0
        assert {severity_of(e) for e in suite.expectations} <= {"reject", "stop", "warn"}


def test_every_record_kind_has_its_suite_under_the_name_of_its_module(
    known_vocabularies: Vocabularies,
) -> None:
    suites = landed_records.suites(known_vocabularies)
    assert {kind: suite.name for kind, suite in suites.items()} == {
        kind: f"landed_{kind}" for kind in KINDS
    }


def test_an_expectation_without_severity_is_no_part_of_a_suite() -> None:
    with pytest.raises(ValueError, match=r"reject\(\), stop\(\) or warn\(\)"):
        row_suite("s", [not_null()])


def test_an_expectation_is_marked_once() -> None:
    with pytest.raises(ValueError, match="already is"):
        warn("again", reject("once", not_null()))


def test_a_suite_about_rows_does_not_stop_and_one_about_wholes_does_not_reject() -> None:
    with pytest.raises(ValueError, match="cannot stop"):
        row_suite("s", [stop("x is given", not_null())])
    with pytest.raises(ValueError, match="cannot reject"):
        whole_suite("s", [reject("x is given", not_null())])


def test_a_reject_lets_no_failing_row_through() -> None:
    with pytest.raises(ValueError, match="each row"):
        row_suite("s", [reject("x is given", not_null(mostly=0.9))])


def test_one_law_stands_once_in_a_suite() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        row_suite("s", [reject("given", not_null("x")), reject("given", not_null("y"))])


def test_an_expectation_that_cannot_name_its_rows_is_no_part_of_a_suite() -> None:
    table = gxe.ExpectTableRowCountToBeBetween(min_value=1)
    table.meta = {"severity": "stop", "law": "there are rows"}
    with pytest.raises(ValueError, match="which rows fail"):
        whole_suite("s", [table])


def test_a_coded_column_without_vocabulary_is_refused_with_its_name() -> None:
    rows = [{"vocabulary_name": "speaker", "allowed_value": "force"}]
    with pytest.raises(VocabularyMissing, match=r"document_type.* 1 vocab.*vocabularies\.csv"):
        landed_records.suites(from_rows(rows))
