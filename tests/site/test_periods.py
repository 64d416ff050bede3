"""Periods in words, and which are of one length."""

from datetime import date

import pytest

from flows.site import periods


@pytest.mark.parametrize(
    ("start", "end", "length", "name"),
    [
        (date(2021, 5, 4), date(2021, 5, 4), "day", "4 May 2021"),
        (date(2020, 2, 1), date(2020, 2, 29), "month", "February 2020"),
        (date(2019, 10, 1), date(2019, 12, 31), "quarter", "October to December 2019"),
        (date(2019, 12, 1), date(2020, 2, 29), "quarter", "3 months to February 2020"),
        (date(2013, 4, 1), date(2013, 12, 31), "9 months", "April to December 2013"),
        (date(2019, 1, 1), date(2019, 12, 31), "year", "2019"),
        (date(2019, 4, 1), date(2020, 3, 31), "year", "2019/20"),
        (date(1999, 4, 1), date(2000, 3, 31), "year", "1999/00"),
        (date(2019, 7, 1), date(2020, 6, 30), "year", "12 months to June 2020"),
        (date(2019, 7, 5), date(2019, 7, 11), "7 days", "5 July 2019 to 11 July 2019"),
        (date(2019, 2, 1), date(2019, 2, 27), "27 days", "1 February 2019 to 27 February 2019"),
    ],
)
def test_a_period_has_a_length_and_a_name(start: date, end: date, length: str, name: str) -> None:
    assert periods.length(start, end) == length
    assert periods.name(start, end) == name
