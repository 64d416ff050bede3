"""Cells of tables -> observations: value, second value in brackets, period, thing measured."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.parsing.figures.metrics import metric_of
from flows.parsing.figures.table_periods import cell_period
from flows.parsing.header.forces import ForceNames, force_names
from flows.parsing.text.outline import Outline, Part
from flows.parsing.text.tables import ARROW, Grid, GridCell, is_period_label, is_value_text
from flows.parsing.vocabulary import Vocabulary
from flows.records import MetricObservation, fact_key

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
    r"|rec(?:ommendation)?\s?(?:no\.?|number)|date|due(?:\sdate)?|deadline|year|rank(?:ing)?"
    r"|tel(?:ephone)?|phone|postcode|priority|version|agenda\sitem)s?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?P<first>[A-Za-z][\w'/ -]{1,60}?)\s?\((?P<second>[A-Za-z%][\w'/% -]{0,40})\)"
    r"(?P<rest>[\w'/ -]{0,80})"
)
_PERCENT_LABEL = re.compile(r"%|\bper\s?cent\b|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_RATE_LABEL = re.compile(r"\bper\s(?:1,?000|thousand)\b", re.IGNORECASE)
_MONEY_LABEL = re.compile(r"\u00a3\s?(?P<scale>'?000s?|k|m|million|bn)?", re.IGNORECASE)
_FTE_LABEL = re.compile(r"\b(?:FTEs?|WTE|full[- ]time equivalents?)\b", re.IGNORECASE)
_CHANGE_LABEL = re.compile(
    r"\b(?:change|difference|variance|increase|decrease|\+/-|movement)\b", re.IGNORECASE
)
_TARGET_LABEL = re.compile(r"\btargets?\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:grand |sub-?|overall )?totals?(?: per \w+)?|%|no\.|number|value|figures?", re.IGNORECASE
)
_UNIT_IN_BRACKETS = re.compile(
    r"\s?\((?:FTEs?|WTE|%|\u00a3(?:m|k|'?000s?|million)?|no\.?|number|seconds|secs|minutes|mins|hours|days)\)",
    re.IGNORECASE,
)
_RATE_WORD = re.compile(r"rate|%|percentage|proportion", re.IGNORECASE)
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
_SECOND = re.compile(r"\d[^(/]{0,12}[(/]")
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


def table_observations(
    outline: Outline, force_id: str | None, vocabulary: Vocabulary
) -> list[MetricObservation]:
    """Return one observation for each number that a table's cell states.

    ``force_id`` is the document's: a row or column of another force is a partner's.
    """
    found: list[MetricObservation] = []
    for part in outline.parts:
        if part.grid is not None:
            found.extend(_of_table(outline, part, part.grid, force_id, vocabulary))
    return found


def table_caption(outline: Outline, part: Part) -> str | None:
    """Return the caption of a table: its own, else the heading or short line right above it."""
    if part.grid is not None and part.grid.caption:
        return part.grid.caption
    if part.index == 0:
        return None
    above = outline.parts[part.index - 1]
    is_short = above.block.kind == "paragraph" and len(above.passage.text) < 160
    if above.block.kind == "heading" or (is_short and not above.passage.text.endswith(".")):
        return above.passage.text.rstrip(":")
    return None


def _of_table(
    outline: Outline, part: Part, grid: Grid, force_id: str | None, vocabulary: Vocabulary
) -> Iterator[MetricObservation]:
    names = force_names(vocabulary)
    signed = _signed_columns(grid)
    caption = table_caption(outline, part)
    section = outline.section_at(part.block.char_start)
    table_id = fact_key("table", outline.document_id, part.block.char_start, part.block.char_end)
    # Only where cells hold second figures does the bracket of a heading name them.
    has_seconds = any(_SECOND.search(cell.text) for cell in grid.cells if not cell.is_header)
    for cell in value_cells(grid):
        time, period_text = cell_period(cell, caption)
        context = " ".join(filter(None, (cell.row_label, cell.column_label)))
        for value in cell_values(cell, caption):
            measured = cell_measured(
                cell,
                caption,
                is_second=value.is_second,
                unit_code=value.unit_code,
                has_seconds=has_seconds,
            )
            written = outline.text[value.char_start : value.char_end]
            # An arrow beside a level says where it is going, in a bracket by how much.
            change = (
                _CHANGE_LABEL.search(context)
                or (value.is_second and value.trend is not None)
                or (
                    value.unit_code != "gbp"
                    and (cell.column in signed or bool(_SIGN.match(written.lstrip())))
                )
            )
            is_less = written.lstrip()[:1] in "-\u2212\u2013"
            direction = (
                ("decrease" if is_less else value.trend or "increase")
                if change and value.value
                else None
            )
            role = (
                "target"
                if _TARGET_LABEL.search(context)
                else "change"
                if change
                else "share"
                if value.unit_code == "percent"
                else "duration"
                if value.unit_code in ("second", "minute", "hour", "day", "week", "month", "year")
                else "level"
            )
            yield MetricObservation(
                observation_id=fact_key(
                    "metric_observation", outline.document_id, value.char_start, value.char_end
                ),
                **outline.evidence(
                    value.char_start,
                    value.char_end,
                    section,
                    section.speaker,
                    grid.row_text(cell.row),
                ),
                metric_id=metric_of(measured, value.unit_code, role, vocabulary, caption),
                measured=measured,
                value=abs(value.value) if direction else value.value,
                value_high=None,
                unit_code=value.unit_code,
                qualifier="exact",
                change_direction=direction,
                observation_role=role,
                scope=_cell_scope(cell, force_id, names),
                period_start=time.first if time else None,
                period_end=time.last if time else None,
                period_text=period_text,
                period_precision=time.precision if time else None,
                origin="table",
                table_id=table_id,
                row_label=cell.row_label,
                column_label=cell.column_label,
                is_total=cell.is_total,
            )


_SIGN = re.compile(r"[-+\u2212]")
_NATIONAL = re.compile(r"\b(?:national|england|msg|most similar|regional|region)\b", re.IGNORECASE)


def _signed_columns(grid: Grid) -> frozenset[int]:
    """Return the columns of changes that no heading calls so: half of their numbers are signed."""
    signed: Counter[int] = Counter()
    counted: Counter[int] = Counter()
    for cell in value_cells(grid):
        if cell.row_label and _CHANGE_LABEL.search(cell.row_label):
            continue
        counted[cell.column] += 1
        signed[cell.column] += bool(_SIGN.match(cell.text)) and "\u00a3" not in cell.text
    return frozenset(column for column, count in signed.items() if 1 < count >= counted[column] / 2)


def _cell_scope(cell: GridCell, force_id: str | None, names: ForceNames) -> str:
    """Return whom a cell is about, as its labels say."""
    labels = [label for label in (cell.row_label, cell.column_label) if label]
    if any(_NATIONAL.search(label) for label in labels):
        return "national"
    for label in labels:
        mentions = names.find(label) if force_id is not None else ()
        # A district that bears a county's name is not alone in its label.
        if (
            len(mentions) == 1
            and force_id not in mentions[0].force_ids
            and not mentions[0].is_ambiguous
            and len(label) - (mentions[0].end - mentions[0].start) <= len(" Constabulary")
        ):
            return "partner"
    return "force"


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
    return bool(_VALUE.fullmatch(cell.text) or _CLOCK.fullmatch(cell.text))


def cell_values(cell: GridCell, caption: str | None) -> list[CellValue]:
    """Return the numbers of a value cell: its own, and one or two in a bracket."""
    passage = cell.passages[0]
    context = " ".join(filter(None, (cell.row_label, cell.column_label)))
    label_unit, label_scale = _label_unit(context) or _label_unit(caption or "") or ("count", 1.0)
    clock = _CLOCK.fullmatch(cell.text)
    if clock:
        start, end = passage.raw_span(0, len(cell.text))
        if clock["c"]:
            seconds = int(clock["a"]) * 3600 + int(clock["b"]) * 60 + int(clock["c"])
            return [CellValue(start, end, seconds, "second", False)]
        if re.search(r"\bhours?\b|hh", context, re.IGNORECASE):
            return [CellValue(start, end, int(clock["a"]) * 60 + int(clock["b"]), "minute", False)]
        return [CellValue(start, end, int(clock["a"]) * 60 + int(clock["b"]), "second", False)]
    match = _VALUE.fullmatch(cell.text)
    if match is None:
        return []
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
        elif is_second and _bracket_words(cell, caption):
            code, factor = "percent" if "%" in _bracket_words(cell, caption)[1] else "count", 1.0  # type: ignore[index]  # truthy above
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
    if _PERCENT_LABEL.search(label):
        return "percent", 1.0
    if money := _MONEY_LABEL.search(label):
        return "gbp", _SCALE.get((money["scale"] or "").lower().strip("'"), 1.0)
    if _FTE_LABEL.search(label):
        return "fte", 1.0
    if match := re.search(
        r"\((seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\)|\bin\s(seconds|minutes|hours"
        r"|days)\b",
        label,
        re.IGNORECASE,
    ):
        unit = _unit_of(match[1] or match[2])
        return (unit, 1.0) if unit else None
    return None


def _bracket_words(cell: GridCell, caption: str | None) -> tuple[str, str] | None:
    """Return what the two values of ``25 (9)`` count, by the heading's own bracket."""
    for label in (cell.column_label, cell.row_label, caption):
        match = _BRACKETED.search(label) if label and "(" in label else None
        if (
            match
            and not re.fullmatch(r"\d.*|[A-Z]{2,6}", match["second"])
            and not _UNIT_IN_BRACKETS.fullmatch(f"({match['second']})")
        ):
            first = re.split(r"\s[-\u2013]\s", match["first"])[-1].strip()
            rest = match["rest"].strip(" -")
            return f"{first} {rest}".strip(), f"{match['second']} {rest}".strip()
    return None


def cell_measured(
    cell: GridCell, caption: str | None, *, is_second: bool, unit_code: str, has_seconds: bool
) -> str | None:
    """Return what a cell's number counts, in the words of its labels or of the caption.

    ``has_seconds`` says whether cells of its table hold second figures in brackets.
    """
    labels = [
        piece
        for label in (cell.row_label, cell.column_label)
        if label
        for piece in _UNIT_IN_BRACKETS.sub("", label).split(" - ")
        if not is_period_label(piece) and not _SAYS_NOTHING.fullmatch(piece)
    ]
    words = _bracket_words(cell, caption) if has_seconds else None
    if words and (len(words[1]) > 3 or is_second):
        named = [label for label in labels if "(" not in label]
        return " - ".join([words[1 if is_second else 0], *named])
    if unit_code == "percent" and len(labels) == 1 and _RATE_WORD.fullmatch(labels[0]) and caption:
        return f"{labels[0]} - {caption}"
    return " - ".join(dict.fromkeys(labels)) or caption
