import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import great_expectations.expectations as gxe
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection
from great_expectations.expectations.row_conditions import Column

from expectations import gate, raw_documents
from expectations.gate import ExpectationsNotChecked, ExpectationsNotMet, Outcome
from expectations.severity import reject, row_suite, stop, warn, whole_suite
from warehouse.errors import Refusal

DOOR = "landed_records"


def positive(**more: Any) -> gxe.ExpectColumnValuesToBeBetween:
    return gxe.ExpectColumnValuesToBeBetween(column="x", min_value=1, **more)


def rows(*values: object, documents: str = "abcdefgh") -> pd.DataFrame:
    return pd.DataFrame({"document_id": list(documents[: len(values)]), "x": list(values)})


def test_the_fields_of_an_outcome_are_the_columns_of_its_landing_table(
    landing: DuckDBPyConnection,
) -> None:
    table = landing.execute("from landing.expectation_results")
    columns = [name for name, *_ in table.description or ()]
    assert [field.name for field in fields(Outcome)] == columns[1:]
    assert columns[0] == "refresh_id"


def test_only_the_documents_of_failing_rows_are_rejected_and_told_why() -> None:
    suite = row_suite("s", [reject("x is positive", positive())])
    frame = rows(1, -5, 2, -6, documents="abcb")
    verdict = gate.check_rows(suite, frame, door=DOOR)
    assert list(verdict.rejected) == ["b"]
    assert "s: x is positive: not so in 2 rows, such as -5" in verdict.rejected["b"]
    assert verdict.outcomes == (
        Outcome(
            DOOR, "s", "x is positive", "x", "reject", False, 4, 2, '["-5", "-6"]', "increment"
        ),
    )


def test_a_warning_is_recorded_and_rejects_nothing() -> None:
    suite = row_suite("s", [warn("x is positive", positive())])
    verdict = gate.check_rows(suite, rows(1, -5), door=DOOR)
    assert verdict.rejected == {}
    assert [outcome.is_met for outcome in verdict.outcomes] == [False]
    gate.refuse_on_stop(verdict.outcomes)


def test_outcomes_stand_in_the_order_of_the_suite() -> None:
    suite = row_suite(
        "s",
        [
            warn("x is below 9", gxe.ExpectColumnValuesToBeBetween(column="x", max_value=9)),
            reject("x is positive", positive()),
            warn("x is given", gxe.ExpectColumnValuesToNotBeNull(column="x")),
        ],
    )
    outcomes = gate.check_rows(suite, rows(1, 2), door=DOOR).outcomes
    assert [outcome.expectation_name for outcome in outcomes] == [
        "x is below 9",
        "x is positive",
        "x is given",
    ]


def test_the_index_of_a_frame_does_not_decide_who_is_rejected() -> None:
    suite = row_suite("s", [reject("x is positive", positive())])
    frame = rows(1, -5, 2).set_index(pd.Index([7, 7, 0]))
    assert list(gate.check_rows(suite, frame, door=DOOR).rejected) == ["b"]


def test_a_second_frame_is_not_judged_by_the_first_ones_results() -> None:
    suite = row_suite("s", [reject("x is positive", positive())])
    assert list(gate.check_rows(suite, rows(-1, 2), door=DOOR).rejected) == ["a"]
    assert list(gate.check_rows(suite, rows(1, -2), door=DOOR).rejected) == ["b"]
    assert gate.check_rows(suite, rows(1, 2), door=DOOR).rejected == {}


def test_more_failing_rows_than_great_expectations_shows_reject_all_their_documents() -> None:
    suite = row_suite("s", [reject("x is positive", positive())])
    frame = pd.DataFrame({"document_id": ["a"] * 250 + ["b"] * 250, "x": range(-500, 0)})
    rejected = gate.check_rows(suite, frame, door=DOOR).rejected
    assert "not so in 250 rows, such as -500" in rejected["a"]
    assert "not so in 250 rows, such as -250" in rejected["b"]


def test_an_empty_increment_meets_every_suite() -> None:
    suite = row_suite("s", [reject("x is positive", positive())])
    verdict = gate.check_rows(suite, rows(), door=DOOR)
    assert verdict.rejected == {}
    assert [(o.is_met, o.row_count) for o in verdict.outcomes] == [(True, 0)]


def test_an_exception_inside_great_expectations_raises_and_never_passes() -> None:
    missing = row_suite("s", [warn("y is given", gxe.ExpectColumnValuesToNotBeNull(column="y"))])
    with pytest.raises(ExpectationsNotChecked, match="cannot check s: y is given"):
        gate.check_rows(missing, rows(1), door=DOOR)
    incomparable = row_suite("s", [reject("x is positive", positive())])
    with pytest.raises(ExpectationsNotChecked, match="x is positive"):
        gate.check_rows(incomparable, rows("one"), door=DOOR)


def test_a_row_condition_narrows_the_rows_that_are_judged() -> None:
    suite = row_suite("s", [reject("x", positive(row_condition=Column("document_id") == "b"))])
    outcome = gate.check_rows(suite, rows(-1, 1, -1), door=DOOR).outcomes[0]
    assert (outcome.is_met, outcome.row_count) == (True, 1)


def test_a_stop_that_is_not_met_refuses_with_counts_examples_and_a_remedy() -> None:
    suite = whole_suite("s", [stop("x is positive", positive()), warn("x too", positive())])
    outcomes = gate.check_whole(suite, rows(0, -1, 3), door=DOOR)
    with pytest.raises(ExpectationsNotMet) as refused:
        gate.refuse_on_stop(outcomes)
    message = str(refused.value)
    assert "1 of 1 expectations not met: s: x is positive: found 2 of 3, such as 0, -1" in message
    assert "What was published stays" in message
    assert "x too" not in message
    assert isinstance(refused.value, Refusal)


def test_a_stop_that_is_met_passes() -> None:
    suite = whole_suite("s", [stop("x is positive", positive())])
    gate.refuse_on_stop(gate.check_whole(suite, rows(1), door=DOOR))


def test_a_whole_in_which_nothing_was_measured_is_not_met() -> None:
    suite = whole_suite("s", [stop("x", positive(row_condition=Column("document_id") == "z"))])
    for frame in (rows(1), rows()):
        with pytest.raises(ExpectationsNotMet, match="found nothing to measure"):
            gate.refuse_on_stop(gate.check_whole(suite, frame, door=DOOR))


def test_examples_are_three_short_and_safe_on_a_terminal() -> None:
    hostile = ["\x1b[2J" + "y" * 500, "a\nb", "\u202egnp.exe", "z"]
    frame = pd.DataFrame({"document_id": list("abcd"), "x": hostile})
    regex = gxe.ExpectColumnValuesToMatchRegex(column="x", regex="^ok$")
    verdict = gate.check_rows(row_suite("s", [reject("x is ok", regex)]), frame, door=DOOR)
    examples = json.loads(verdict.outcomes[0].failing_examples or "[]")
    assert [example[:6] for example in examples] == ["\\u001b", "a\\u000", "\\u202e"]
    assert all(len(example) <= 120 for example in examples)
    assert all(sentence.isprintable() for sentence in verdict.rejected.values())


def test_outcomes_of_several_parts_join_into_one_row_each() -> None:
    suite = row_suite("s", [reject("x is positive", positive()), warn("x too", positive())])
    parts = [
        gate.check_rows(suite, rows(*x), door=DOOR).outcomes for x in ((1, -1), (2,), (-1, -3))
    ]
    joined = gate.joined(outcome for part in parts for outcome in part)
    assert [o.expectation_name for o in joined] == ["x is positive", "x too"]
    first = joined[0]
    assert (first.is_met, first.row_count, first.failing_count) == (False, 5, 3)
    assert first.failing_examples == '["-1", "-3"]'


def test_the_gate_is_silent_and_writes_nothing(tmp_path: Path) -> None:
    script = (
        "import pandas as pd\n"
        "from expectations import gate, raw_documents\n"
        "frame = pd.DataFrame({'document_id': ['x'], 'media_type': ['t'], 'byte_count': [0],"
        " 'text': ['']})\n"
        "assert gate.check_rows(raw_documents.suite(), frame, door='raw_documents').rejected\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(gate.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_great_expectations_sends_nothing() -> None:
    assert raw_documents.suite().name == "raw_documents"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
