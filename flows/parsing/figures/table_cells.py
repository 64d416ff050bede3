"""The figures of a table's cells: which cells state any, their values and units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.parsing.text.tables import ARROW, Grid, GridCell, is_period_label, is_value_text

_VALUE = re.compile(
    rf"""(?:(?P<arrow>{ARROW})\s?)?
        (?P<first>[-+\u2212\u2013]?\s?\u00a3?\s?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>million|bn|m|k)?\s?(?P<unit>%|percentage\spoints?|pp|pts?|fte|hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|weeks?|months?|years?)?)
        (?:\s*(?P<open>[(/])\s*(?:(?P<arrow2>{ARROW})\s?)?
            (?P<second>[-+\u2212]?\u00a3?(?P<number2>\d[\d,]*(?:\.\d+)?)(?P<unit2>%)?)
            (?:\s?(?:/|of|out\sof)\s?(?P<third>(?P<number3>\d[\d,]*))(?=\)))?\s*\)?)?
        (?:\s?(?P<arrow_behind>{ARROW}))?\s?[*\u2020^]*""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<a>\d{1,2}):(?P<b>\d{2})(?::(?P<c>\d{2}))?")
_NOT_VALUES = re.compile(
    r"(?:ref(?:erence)?|no\.?|nos\.?|\#|id|page|para(?:graph)?|item"
    r"|rec(?:ommendation)?\s?(?:no\.?|number)|date|due(?:\sdate)?|deadline|year|(?:[a-z]+\s){0,3}rank(?:ing)?"
    r"|tel(?:ephone)?|phone|postcode|priority|version|agenda\sitem)s?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?P<first>[A-Za-z][\w'/ -]{1,60}?)\s?\((?P<second>[A-Za-z%][\w'/% -]{0,40})\)"
    r"(?P<rest>[\w'/ -]{0,80})"
)
CHANGE_LABEL = re.compile(
    r"\b(?:change|difference|variance|increase|decrease|\+/-|movement)\b", re.IGNORECASE
)
#: "(1.3)" under "Variance": how accounts write what is less than nothing.
_IN_BRACKETS = re.compile(r"\(\s?\u00a3?\d[\d,]*(?:\.\d+)?\s?(?:m|k|bn|%)?\s?\)", re.IGNORECASE)
_POINT_LABEL = re.compile(r"\bpercentage points?\b|\((?:pp|ppts?|% ?p(?:oin)?ts?)\)", re.IGNORECASE)
_TIME_LABEL = re.compile(
    r"\((?P<alone>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\)"
    r"|\bin\s(?P<told>seconds|minutes|hours|days)\b"
    r"|\b(?P<spent>seconds|minutes|hours|days)\s(?:lost|taken|to|per)\b",
    re.IGNORECASE,
)
_PERCENT_LABEL = re.compile(r"%|\bper\s?cent\b|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_RATE_LABEL = re.compile(r"\bper\s(?:1,?000|thousand)\b", re.IGNORECASE)
_MONEY_LABEL = re.compile(r"\u00a3\s?(?P<scale>'?000s?|k|m|million|bn)?", re.IGNORECASE)
_FTE_LABEL = re.compile(r"\b(?:FTEs?|WTE|full[- ]time equivalents?)\b", re.IGNORECASE)
UNIT_IN_BRACKETS = re.compile(
    r"\s?\((?:FTEs?|WTE|%|pp|ppts?|\u00a3(?:m|k|'?000s?|million)?|no\.?|number|seconds|secs|minutes|mins|hours|days)\)",
    re.IGNORECASE,
)
_SCALE = {"million": 1e6, "m": 1e6, "bn": 1e9, "k": 1e3, "000": 1e3, "000s": 1e3}
_UNITS = {
    "%": "percent",
    "pp": "percentage_point",
    "pt": "percentage_point",
    "fte": "fte",
    "hour": "hour",
    "hr": "hour",
    "minute": "minute",
    "min": "minute",
    "second": "second",
    "sec": "second",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "percentage point": "percentage_point",
}


#: "25 (9)" and "25/9".
HAS_SECOND = re.compile(r"\d[^(/]{0,12}[(/]")
_TRENDS = dict.fromkeys("\u2191\u2197\u25b2\u25b4\u2b06", "increase") | dict.fromkeys(
    "\u2193\u2198\u25bc\u25be\u2b07", "decrease"
)


@dataclass(frozen=True, slots=True)
class CellValue:
    """One number of a cell: its span in the canonical text and what it is."""

    char_start: int
    char_end: int
    value: float
    unit_code: str
    is_second: bool
    #: Where the arrow beside it points: "increase", "decrease", or nowhere.
    trend: str | None = None


def is_label_of_figures(grid: Grid, row: int | None, column: int | None) -> bool:
    """Say whether the cell at a place names a row of figures and says no sentence of its own.

    "999 calls answered within 10 seconds" beside 84% counts no seconds.
    """
    cell = grid.at(row, column) if row is not None and column is not None else None
    return (
        cell is not None
        and cell.column < grid.label_columns
        and not cell.text.endswith((".", "!"))
        and any(_states_a_figure(c) for c in grid.row(cell.row) if c.column >= grid.label_columns)
    )


def value_cells(grid: Grid) -> Iterator[GridCell]:
    """Yield the cells of a table's body that state figures."""
    answered = {label.strip().lower() for label in grid.column_labels} >= {"yes", "no"}
    for cell in grid.cells:
        if cell.is_header or cell.column < grid.label_columns:
            continue
        # Beside "Yes" a "No" counts answers, and numbers no rows.
        label = (cell.column_label or "").strip()
        is_label = _NOT_VALUES.fullmatch(label) and not (answered and label.lower() == "no")
        if not is_label and _states_a_figure(cell):
            yield cell


def _states_a_figure(cell: GridCell) -> bool:
    """Say whether a body cell holds a figure: not a dash, a date, a reference or a label."""
    if not is_value_text(cell.text):
        return False
    if (
        is_period_label(cell.text)
        and cell.column_label is not None
        and not re.search(r"\d,\d{3}", cell.text)
    ):
        return not re.fullmatch(r"(?:19|20)\d\d(?:\s?[/-]\s?\d\d(?:\d\d)?)?", cell.text) and bool(
            _VALUE.fullmatch(cell.text)
        )
    return any(
        pattern.fullmatch(cell.text) is not None for pattern in (_VALUE, _CLOCK, _IN_BRACKETS)
    )


def corner_of(grid: Grid) -> str:
    """Return the heading above the labels of the rows: "£m" says what all cells are in."""
    return grid.column_labels[0] if grid.label_columns and grid.column_labels else ""


def cell_values(cell: GridCell, caption: str | None, corner: str) -> list[CellValue]:
    """Return the numbers of a value cell: its own, and one or two in a bracket."""
    passage = cell.passages[0]
    context = " ".join(filter(None, (cell.row_label, cell.column_label)))
    said = (_label_unit(label) for label in (context, corner, caption or "") if label)
    label_unit, label_scale = next((unit for unit in said if unit), ("count", 1.0))
    clock = _CLOCK.fullmatch(cell.text)
    if clock:
        start, end = passage.raw_span(0, len(cell.text))
        if clock["c"]:
            seconds = int(clock["a"]) * 3600 + int(clock["b"]) * 60 + int(clock["c"])
            return [CellValue(start, end, seconds, "second", False)]
        if re.search(r"\bhours?\b|hh", context, re.IGNORECASE):
            return [CellValue(start, end, int(clock["a"]) * 60 + int(clock["b"]), "minute", False)]
        return [CellValue(start, end, int(clock["a"]) * 60 + int(clock["b"]), "second", False)]
    below_zero = _IN_BRACKETS.fullmatch(cell.text)
    if below_zero and not (label_unit == "gbp" or CHANGE_LABEL.search(context)):
        return []
    match = _VALUE.fullmatch(cell.text.strip("() ") if below_zero else cell.text)
    if match is None:
        return []
    if below_zero:
        start, end = passage.raw_span(0, len(cell.text))
        value = -float(match["number"].replace(",", ""))
        own, scale = _unit_of(match["unit"]), _SCALE.get((match["scale"] or "").lower(), 1.0)
        factor = 1.0 if own else scale if scale != 1.0 else label_scale
        return [CellValue(start, end, value * factor, own or label_unit, False)]
    trends = {
        False: _TRENDS.get((match["arrow"] or match["arrow_behind"] or "")[:1]),
        True: _TRENDS.get((match["arrow2"] or "")[:1]),
    }
    # "78% (312/400)" and "312 (78%)": a share and the counts that it is made of.
    is_share = label_unit == "percent" and bool(match["unit2"])
    found = []
    for group, number, unit, is_second in (
        ("first", "number", "unit", False),
        ("second", "number2", "unit2", True),
        ("third", "number3", None, True),
    ):
        if not match[group]:
            continue
        written = match[group].strip()
        offset = match.start(group) + len(match[group]) - len(match[group].lstrip())
        start, end = passage.raw_span(offset, offset + len(written))
        value = float(match[number].replace(",", ""))
        own = _unit_of(match[unit]) if unit else "count"
        if own is None and ((is_second and match["unit"] == "%") or (is_share and not is_second)):
            own = "count"
        scale = _SCALE.get((match["scale"] or "").lower(), 1.0) if not is_second else 1.0
        if "\u00a3" in written:
            code, factor = "gbp", scale if scale != 1.0 or label_unit != "gbp" else label_scale
        elif own:
            code, factor = own, 1.0
        elif is_second and bracket_words(cell, caption):
            code, factor = "percent" if "%" in bracket_words(cell, caption)[1] else "count", 1.0  # type: ignore[index]  # truthy above
        else:
            code, factor = label_unit, scale if scale != 1.0 else label_scale
        negative = written[0] in "-\u2212\u2013"
        found.append(
            CellValue(
                start,
                end,
                (-value if negative else value) * factor,
                code,
                is_second,
                trends[is_second],
            )
        )
    return found


def _unit_of(word: str | None) -> str | None:
    if not word:
        return None
    key = word.lower()
    return _UNITS.get(key) or _UNITS.get(key.rstrip("s"))


@lru_cache(maxsize=4096)
def _label_unit(label: str) -> tuple[str, float] | None:
    if _RATE_LABEL.search(label):
        return "per_1000", 1.0
    if _POINT_LABEL.search(label):
        return "percentage_point", 1.0
    if _PERCENT_LABEL.search(label):
        return "percent", 1.0
    if money := _MONEY_LABEL.search(label):
        return "gbp", _SCALE.get((money["scale"] or "").lower().strip("'"), 1.0)
    if _FTE_LABEL.search(label):
        return "fte", 1.0
    if match := _TIME_LABEL.search(label):
        unit = _unit_of(match["alone"] or match["told"] or match["spent"])
        return (unit, 1.0) if unit else None
    return None


def bracket_words(cell: GridCell, caption: str | None) -> tuple[str, str] | None:
    """Return what the two values of ``25 (9)`` count, by the heading's own bracket."""
    for label in (cell.column_label, cell.row_label, caption):
        match = _BRACKETED.search(label) if label and "(" in label else None
        if (
            match
            and not re.fullmatch(r"\d.*|[A-Z]{2,6}", match["second"])
            and not UNIT_IN_BRACKETS.fullmatch(f"({match['second']})")
        ):
            first = re.split(r"\s[-\u2013]\s", match["first"])[-1].strip()
            rest = match["rest"].strip(" -")
            return f"{first} {rest}".strip(), f"{match['second']} {rest}".strip()
    return None
