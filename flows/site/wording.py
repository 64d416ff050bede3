"""Values as people write them: counts, days, codes and figures."""

from datetime import date, datetime


def count(number: int | None, noun: str | None = None, plural: str | None = None) -> str:
    """Return ``1,204 documents``, ``1 document``, ``no documents``; without a noun ``1,204``."""
    if number is None:
        return "unknown"
    if noun is None:
        return f"{number:,}"
    if number == 1:
        return f"1 {noun}"
    return f"{f'{number:,}' if number else 'no'} {plural or noun + 's'}"


def day(on: date | datetime | None, precision: str | None = "day") -> str:
    """Return a date as it is written in English, no more exact than it is."""
    if on is None or precision == "none":
        return "undated"
    written = {"year": "%Y", "month": "%B %Y"}.get(precision or "day")
    return on.strftime(written) if written else f"{on.day} {on:%B %Y}"


def words(code: str | None) -> str:
    """Return a code as words: ``total_differs_from_parts`` is ``total differs from parts``."""
    return (code or "").replace("_", " ").replace("-", " ")


def figure(value: float | None) -> str:
    """Return a number as people write it: thousands apart, no more than two decimals."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def shortened(text: str, most: int = 90) -> str:
    """Return a text on one line of no more than ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
