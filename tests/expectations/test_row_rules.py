"""Rules over several columns, on the spellings that documents have."""

import pandas as pd
import pytest

from expectations.row_rules import (
    plain_figure_is_its_value,
    sentence_holds_its_quote,
    unit_follows_the_sign,
)


@pytest.mark.parametrize(
    ("quote", "sentence", "holds"),
    [
        ("12%", "It solved 12% of them.", True),
        ("£2.4\n\nPage 3 of 8\n\nmillion", "The cost is a sum of £2.4 million.", True),
        ("5&nbsp;per cent", "That is 5 per cent.", True),
        ("Â£1,200", "The café cost £1,200.", True),
        ("two thirds", "The panel met in March.", False),
        ("12%", "It solved 21% of them.", False),
    ],
)
def test_a_sentence_holds_the_words_of_its_quote(quote: str, sentence: str, holds: bool) -> None:
    assert list(sentence_holds_its_quote(pd.DataFrame([[quote, sentence]]))) == [holds]


@pytest.mark.parametrize(
    ("quote", "unit_code", "follows"),
    [
        ("£1.2m", "gbp", True),
        ("12 per cent", "percent", True),
        ("12%", "percentage_point", True),
        ("two thirds", "percent", True),
        ("258", "gbp", True),
        ("£1.2m", "count", False),
        ("12%", "gbp", False),
        ("12 Per Cent", "count", False),
    ],
)
def test_a_unit_follows_the_sign(quote: str, unit_code: str, follows: bool) -> None:
    assert list(unit_follows_the_sign(pd.DataFrame([[quote, unit_code]]))) == [follows]


@pytest.mark.parametrize(
    ("quote", "value", "unit_code", "origin", "sentence", "is_its_value"),
    [
        ("1,250", 1250.0, "count", "prose", "There were 1,250.", True),
        ("33.3%", 33.3, "percent", "table", "Solved | 33.3%", True),
        ("£1.2m", 1_200_000.0, "gbp", "prose", "It cost £1.2m.", True),
        ("£1.2", 1_200_000.0, "gbp", "prose", "It rose from £1.2 to £1.5m.", True),
        ("2", 2_000.0, "count", "prose", "It rose from 2 to 3 thousand.", True),
        ("1,250", 1_250_000.0, "gbp", "table", "Advocacy | 1,250", True),
        ("nearly five", 5.0, "count", "prose", "Nearly five came.", True),
        ("1,250", 1_250_000.0, "count", "table", "Calls | 1,250", False),
        ("258", -258.0, "count", "prose", "There were 258 in May.", False),
        ("12%", 0.12, "percent", "prose", "It solved 12%.", False),
    ],
)
def test_a_figure_in_digits_is_its_value(
    quote: str, value: float, unit_code: str, origin: str, sentence: str, is_its_value: bool
) -> None:
    row = pd.DataFrame([[quote, value, unit_code, origin, sentence]])
    assert list(plain_figure_is_its_value(row)) == [is_its_value]
