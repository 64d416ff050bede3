import datetime as dt

import pytest

from flows.parsing.times.periods import find_times, period_precision

WRITTEN = dt.date(2020, 4, 15)

# text, (first, last, precision) of each expression in order; None where unresolved.
CASES = [
    ("from October to December 2019", [("2019-10-01", "2019-12-31", "quarter")]),
    ("the period 1/4/16 to 31/3/17", [("2016-04-01", "2017-03-31", "year")]),
    ("as of 31/3/17", [("2017-03-31", "2017-03-31", "day")]),
    ("since December 2016", [("2016-12-01", None, "open")]),
    ("in March 2017 and the same month in 2016",
     [("2017-03-01", "2017-03-31", "month"), ("2016-03-01", "2016-03-31", "month")]),
    ("between September 2018 and May 2019", [("2018-09-01", "2019-05-31", "range")]),
    ("in 2019/2020, or 2019-20", [("2019-04-01", "2020-03-31", "year")] * 2),
    ("the plan 2016 – 2021", [("2016-01-01", "2021-12-31", "range")]),
    ("in the 12 months to March 2021", [("2020-04-01", "2021-03-31", "year")]),
    ("January and February 2016",
     [("2016-01-01", "2016-01-31", "month"), ("2016-02-01", "2016-02-29", "month")]),
    ("Q3 2022/23 and Q1 2020",
     [("2022-10-01", "2022-12-31", "quarter"), ("2020-01-01", "2020-03-31", "quarter")]),
    ("the year ending 31 March 2022", [("2021-04-01", "2022-03-31", "year")]),
    ("by the end of March 2023", [("2023-03-01", "2023-03-31", "month")]),
    ("December 2019/January 2020", [("2019-12-01", "2020-01-31", "range")]),
    ("on 4th February 2020", [("2020-02-04", "2020-02-04", "day")]),
    ("autumn 2021", [("2021-09-01", "2021-11-30", "range")]),
    ("from April 2020 onwards", [("2020-04-01", None, "open")]),
    ("the first half of 2019", [("2019-01-01", "2019-06-30", "range")]),
    ("from September to December", [(None, None, None)]),
    ("17 to 23 October", [(None, None, None)]),
    ("between June 12 and July 3", [(None, None, None)]),
    ("the 12 months ending December 2020, against the year before",
     [("2020-01-01", "2020-12-31", "year"), ("2019-01-01", "2019-12-31", "year")]),
    ("between April and August 2023 and the year before",
     [("2023-04-01", "2023-08-31", "range"), ("2022-04-01", "2022-08-31", "range")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_a_time_is_resolved_as_far_as_the_text_says(text, expected):
    found = [
        (str(t.first) if t.first else None, str(t.last) if t.last else None, t.precision)
        for t in find_times(text)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last year", "2019-01-01", "2019-12-31"),
        ("this financial year", "2020-04-01", "2021-03-31"),
        ("last month", "2020-03-01", "2020-03-31"),
        ("by April next year", "2021-04-01", "2021-04-30"),
        ("on 3 June of last year", "2019-06-03", "2019-06-03"),
        ("the last 12 months", "2019-04-16", "2020-04-15"),
    ],
)
def test_relative_times_need_the_day_of_writing(text, first, last):
    (time,) = find_times(text, WRITTEN)
    assert (str(time.first), str(time.last)) == (first, last)
    (unresolved,) = find_times(text)
    assert unresolved.is_relative
    assert unresolved.first is None


@pytest.mark.parametrize(
    "text", ["we may march", "clause 2.1.3", "over 2000 calls", "£2019 each", "24/7"]
)
def test_what_only_looks_like_a_time_is_none(text):
    assert find_times(text) == ()


def test_precision_is_the_contracts_word():
    assert period_precision(dt.date(2020, 1, 1), dt.date(2020, 3, 31)) == "quarter"
    assert period_precision(dt.date(2020, 2, 1), dt.date(2020, 4, 30)) == "range"
    assert period_precision(dt.date(2020, 1, 1), None) == "open"
    assert period_precision(None, None) is None
