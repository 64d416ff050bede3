"""The quoted words of a sentence, found in its readable form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.site.emphasis import emphasised


@pytest.mark.parametrize(
    ("sentence", "quoted", "expected"),
    [
        ("The 19 cars were 9 too many.", "9", ("The 19 cars were ", "9", " too many.")),
        ("Of 9,450 calls 9 failed.", "9", ("Of 9,450 calls ", "9", " failed.")),
        ("It cost £1.2m, not £1.", "£1", ("It cost £1.2m, not ", "£1", ".")),
        (
            "Better positive outcomes.",
            "positive\n\noutcomes",
            ("Better ", "positive outcomes", "."),
        ),
        ("Half the budget went.", "bud\u00adget", ("Half the ", "budget", " went.")),
        ("Bail was given.", "bail", ("", "Bail", " was given.")),
        ("Unbailable.", "bail", ("Un", "bail", "able.")),
        ("Nothing of it.", "custody", ("", "Nothing of it.", "")),
        ("Nothing of it.", " ", ("", "Nothing of it.", "")),
    ],
)
def test_words_are_emphasised(sentence: str, quoted: str, expected: tuple[str, str, str]) -> None:
    assert emphasised(sentence, quoted) == expected


@given(st.text(max_size=60), st.text(max_size=8))
def test_a_sentence_stays_whole(sentence: str, quoted: str) -> None:
    assert "".join(emphasised(sentence, quoted)) == sentence
