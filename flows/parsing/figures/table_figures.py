"""Cells of tables -> observations: value, second value in brackets, period, thing measured."""

import re
from collections import Counter
from collections.abc import Iterator

from flows.parsing.figures.metrics import metric_of
from flows.parsing.figures.table_cells import (
    CHANGE_LABEL,
    HAS_SECOND,
    UNIT_IN_BRACKETS,
    bracket_words,
    cell_values,
    corner_of,
    value_cells,
)
from flows.parsing.figures.table_periods import cell_period
from flows.parsing.header.forces import ForceNames, force_names
from flows.parsing.text.outline import Outline, Part
from flows.parsing.text.tables import Grid, GridCell, is_period_label
from flows.parsing.vocabulary import Vocabulary
from flows.records import MetricObservation, fact_key

_TARGET_LABEL = re.compile(r"\btargets?\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:grand |sub-?|overall )?totals?(?: per \w+)?|%|no\.|number|value|figures?", re.IGNORECASE
)
#: A row that is named by a whole sentence, or by its number.
_SAYS_MUCH = re.compile(r"(?!999|101)\d+(?:\.\d+)*\.?$|(?:\S+\s){12}|.{20,}[.!]$")
_RATE_WORD = re.compile(r"rate|%|percentage|proportion", re.IGNORECASE)


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
    corner = corner_of(grid)
    signed = _signed_columns(grid)
    caption = table_caption(outline, part)
    section = outline.section_at(part.block.char_start)
    table_id = fact_key("table", outline.document_id, part.block.char_start, part.block.char_end)
    # Only where cells hold second figures does the bracket of a heading name them.
    has_seconds = any(HAS_SECOND.search(cell.text) for cell in grid.cells if cell.is_figure)
    for cell in value_cells(grid):
        time, period_text = cell_period(cell, caption)
        context = " ".join(filter(None, (cell.row_label, cell.column_label)))
        for value in cell_values(cell, caption, corner):
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
                CHANGE_LABEL.search(context)
                or (value.is_second and value.trend is not None)
                or (
                    value.unit_code != "gbp"
                    and (cell.column in signed or bool(_SIGN.match(written.lstrip())))
                )
            )
            direction = (
                ("decrease" if value.value < 0 else value.trend or "increase")
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
        if cell.row_label and CHANGE_LABEL.search(cell.row_label):
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
        for piece in UNIT_IN_BRACKETS.sub("", label).split(" - ")
        if not (is_period_label(piece) or _SAYS_NOTHING.fullmatch(piece) or _SAYS_MUCH.match(piece))
    ]
    words = bracket_words(cell, caption) if has_seconds else None
    if words and (len(words[1]) > 3 or is_second):
        named = [label for label in labels if "(" not in label]
        return " - ".join([words[1 if is_second else 0], *named])
    if unit_code == "percent" and len(labels) == 1 and _RATE_WORD.fullmatch(labels[0]) and caption:
        return f"{labels[0]} - {caption}"
    return " - ".join(dict.fromkeys(labels)) or caption
