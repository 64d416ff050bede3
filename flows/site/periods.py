"""Periods as people name them, and how long they are: only equal lengths can be compared."""

from datetime import date, timedelta

_NAMES = {1: "month", 3: "quarter", 12: "year"}
#: The month in which the financial year of public bodies begins.
_APRIL = 4


def months(start: date, end: date) -> int | None:
    """Return how many whole calendar months a period takes; None where it cuts one."""
    following = end + timedelta(days=1)
    if start.day != 1 or following.day != 1:
        return None
    return (following.year - start.year) * 12 + following.month - start.month


def length(start: date, end: date) -> str:
    """Return the length of a period: ``day``, ``month``, ``quarter``, ``year``, ``9 months``."""
    if whole := months(start, end):
        return _NAMES.get(whole, f"{whole} months")
    days = (end - start).days + 1
    return "day" if days == 1 else f"{days} days"


def name(start: date, end: date) -> str:
    """Return a period in words: ``March 2020``, ``2019/20``, ``12 months to June 2020``."""
    whole = months(start, end)
    if whole is None:
        return _day(start) if start == end else f"{_day(start)} to {_day(end)}"
    if whole == 1:
        return f"{start:%B %Y}"
    if whole == 12 and start.month == 1:
        return f"{start.year}"
    if whole == 12 and start.month == _APRIL:
        return f"{start.year}/{end:%y}"
    if start.year == end.year:
        return f"{start:%B} to {end:%B %Y}"
    return f"{whole} months to {end:%B %Y}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
