from typing import Any

import pandas as pd
import pytest

from expectations import bounds, gate, raw_documents

DOOR = "raw_documents"


def frame(**broken: Any) -> pd.DataFrame:
    good = {"media_type": "text/plain", "byte_count": 12, "text": "Crime fell.\f\n\tNext page."}
    return pd.DataFrame(
        [
            {"document_id": "a" * 16, **good},
            {"document_id": "b" * 16, **good, **broken},
            {"document_id": "c" * 16, **good},
        ]
    )


def laws_not_met(verdict: gate.RowVerdict) -> set[str]:
    return {o.expectation_name.split(":")[0] for o in verdict.outcomes if not o.is_met}


def test_good_texts_of_any_script_pass() -> None:
    verdict = gate.check_rows(
        raw_documents.suite(), frame(text="Gostyngodd troseddu £1m 'ŵ'"), door=DOOR
    )
    assert verdict.rejected == {}
    assert all(outcome.is_met for outcome in verdict.outcomes)
    greek = gate.check_rows(raw_documents.suite(), frame(text="Αστυνομία"), door=DOOR)
    assert greek.rejected == {}


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        ({"document_id": "B" * 16}, "document_id is 16 hex digits"),
        ({"document_id": "b" * 17}, "document_id is 16 hex digits"),
        ({"byte_count": 0}, "a document has 1 to 200,000,000 bytes"),
        ({"byte_count": bounds.BYTE_COUNT_MAX + 1}, "a document has 1 to 200,000,000 bytes"),
        ({"text": ""}, "the text has letters"),
        ({"text": " \n\t\x0c"}, "the text has letters"),
        ({"text": "12 34 __ --"}, "the text has letters"),
        ({"text": "Crime\x00fell"}, "the text has no NUL"),
        ({"text": "Crime " + "\ufffd" * 9 + " fell"}, "the text was decoded"),
        (
            {"text": "a" * (bounds.TEXT_LENGTH_MAX + 1)},
            "the text has at most 6,000,000 characters",
        ),
    ],
)
def test_a_bad_document_is_rejected_alone(broken: dict[str, Any], law: str) -> None:
    judged = frame(**broken)
    verdict = gate.check_rows(raw_documents.suite(), judged, door=DOOR)
    assert list(verdict.rejected) == [judged["document_id"][1]]
    assert law in laws_not_met(verdict)
    assert law in verdict.rejected[judged["document_id"][1]]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Crime fell\ufffd" + " by some more words" * 20, "nothing was lost in decoding"),
        ("Crime \x1b[2J fell", "the text has no control characters"),
    ],
)
def test_a_doubtful_text_is_told_and_passes(text: str, law: str) -> None:
    verdict = gate.check_rows(raw_documents.suite(), frame(text=text), door=DOOR)
    assert verdict.rejected == {}
    assert laws_not_met(verdict) == {law}
