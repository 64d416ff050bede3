"""Blocks of cells -> grids with headings, labels and joined rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from flows.parsing.text.passages import Passage, clean_passage
from flows.reading.canonical import Block, Cell
from flows.records import Table, TableCell, fact_key

_BREAKS = re.compile(r"</?(?:p|li|ul|ol|div|br|h[1-6])\b[^<>]{0,200}>|\n", re.IGNORECASE)
#: A trend beside a figure: "1,204 \u25b2", "\u2193 12".
ARROW = r"[\u2190-\u2199\u25b2\u25b4-\u25b6\u25bc\u25be\u2b06\u2b07]\ufe0f?"
_FIGURE = re.compile(
    rf"""(?:{ARROW}\s?)?[-+\u2212\u2013(]?\s?\u00a3?\s?\d[\d,]*(?:\.\d+)?\s?(?:%|m|k|bn|million|pp|p|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|fte)?\)?
        (?:\s*[(/]\s*(?:{ARROW}\s?)?[-+\u2212]?\u00a3?\d[\d,]*(?:\.\d+)?%?
            (?:\s?(?:/|of|out\sof)\s?\d[\d,]*(?=\)))?\s*\)?)?
        (?:\s?{ARROW})?\s?[*\u2020^]*""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PERIOD_WORDS = re.compile(
    rf"""(?:\b(?:fy|q[1-4]|h[12]|quarter|year|ytd|week|month|months|to|ending|ended|the|and|in|date|end|{_MONTHS})\b|\d++|[-\u2013/.,'&()\s])++""",
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD_ANCHOR = re.compile(
    rf"\b(?:{_MONTHS}|(?:19|20)\d\d|q[1-4]|h[12]|ytd|year to date|\d\d/\d\d|quarter [1-4])\b",
    re.IGNORECASE,
)
_NOT_A_VALUE = frozenset(
    {"", "-", "\u2013", "\u2014", "n/a", "na", "nil", "none", "tbc", "..", "...", "*", "x"}
)
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?|overall )?totals?\b|all(?: (?:forces|districts|areas|divisions))?$"
    r"|overall\b",
    re.IGNORECASE,
)
_RECOMMENDATION = re.compile(
    r"\b(?:recommendations?|areas? for improvement|afis?|causes? of concern|hmic(?:frs)?(?:'s)? "
    r"finding)\b",
    re.IGNORECASE,
)
#: Columns that number or date their rows hold labels, never values.
_INDEX_LABEL = re.compile(
    r"(?:refs?|reference|nos?\.?|#|id|item|rec(?:ommendation)?s?\.?(?: no\.?| nos?| number)?|year"
    r"|month|date|page|para(?:graph)?)?",
    re.IGNORECASE,
)
#: Columns that say when a thing was published or is due name no row.
_DATE_COLUMN = re.compile(r"(?:published|publication|date|updated|deadline|due|reported)\b", re.I)
_LONGEST_LABEL = 6
_PROSE_WORDS = 6
#: "11:42" under "Q1" is how long something took.
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as read: ``passages`` are its paragraphs; labels are those of its row and column."""

    row: int
    column: int
    column_span: int
    is_header: bool
    text: str
    passages: tuple[Passage, ...]
    char_start: int
    char_end: int
    row_label: str | None = None
    column_label: str | None = None
    is_total: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether the cell holds sentences, not a value or a label."""
        words = len(self.text.split())
        is_sentence = words >= 3 and self.text[-1] in ".!?"
        return (words >= _PROSE_WORDS or is_sentence) and not _FIGURE.fullmatch(self.text)

    @property
    def is_figure(self) -> bool:
        """Whether the whole cell is one figure, perhaps with a second one in brackets."""
        return is_figure_text(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a person reads it. ``cells`` hold no empty cell; rows count from 0."""

    caption: str | None
    shape: str
    row_count: int
    column_count: int
    cells: tuple[GridCell, ...]
    column_labels: tuple[str, ...]
    label_columns: int
    _rows: dict[int, dict[int, GridCell]] = field(repr=False, compare=False, default_factory=dict)

    def at(self, row: int, column: int) -> GridCell | None:
        """Return the cell at a place, None where it is empty."""
        return self._rows.get(row, {}).get(column)

    def row_text(self, row: int) -> str:
        """Return a row in readable form: its cells in order, divided by bars."""
        return " | ".join(cell.text for _, cell in sorted(self._rows.get(row, {}).items()))

    def row(self, number: int) -> list[GridCell]:
        """Return the cells that begin in a row, in order."""
        return [cell for cell in self._rows.get(number, {}).values() if cell.row == number]

    def body_rows(self) -> list[int]:
        """Return the numbers of the rows under the heading, in order."""
        return [
            n for n, row in sorted(self._rows.items()) if not all(c.is_header for c in row.values())
        ]

    def is_recommendation_column(self, column: int) -> bool:
        """Whether the column holds recommendations as the inspectorate words them."""
        label = self.column_labels[column] if column < len(self.column_labels) else ""
        return bool(_RECOMMENDATION.search(label)) and not re.search(
            r"respon|answer|comment|progress|update|position|action|status", label, re.IGNORECASE
        )


def is_figure_text(text: str) -> bool:
    """Say whether a cell is one figure and nothing else, perhaps with a second one in brackets."""
    return bool(_FIGURE.fullmatch(text))


def is_period_label(text: str) -> bool:
    """Say whether a heading or row label names a stretch of time and nothing else."""
    return bool(_PERIOD_ANCHOR.search(text)) and bool(_PERIOD_WORDS.fullmatch(text))


def _passages(text: str, start: int, end: int) -> tuple[Passage, ...]:
    edges = [
        start,
        *(edge for match in _BREAKS.finditer(text, start, end) for edge in match.span()),
        end,
    ]
    found = (
        clean_passage(text, [(a, b)]) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a
    )
    return tuple(passage for passage in found if passage.text)


def _read_cell(text: str, cell: Cell, row: int) -> GridCell:
    if cell.continued:
        wrapped = clean_passage(text, [(cell.char_start, cell.char_end), *cell.continued])
        passages: tuple[Passage, ...] = (wrapped,)
    else:
        passages = _passages(text, cell.char_start, cell.char_end)
    start = passages[0].raw_start(0) if passages else cell.char_start
    end = passages[-1].raw_span(0, len(passages[-1].text))[1] if passages else cell.char_end
    readable = " ".join(passage.text for passage in passages)
    return GridCell(
        row, cell.column, cell.column_span, cell.is_header, readable, passages, start, end
    )


def read_grid(text: str, block: Block) -> Grid:
    """Return the grid of a table block.

    Leading rows with one filled cell are the caption; a heading of several rows gives one
    label a column; a row without a first cell that only carries text goes on with the row
    above it (a page break stood between them).
    """
    rows = [[_read_cell(text, cell, 0) for cell in row] for row in block.rows]
    width = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
    rows = [row for row in rows if any(cell.text for cell in row)]
    caption, rows = _split_caption(rows, width)
    head = _heading_rows(rows)
    body = _join_continued(rows[head:])
    labels = _column_labels(rows[:head], width)
    label_columns = _label_columns(body, labels)
    cells: list[GridCell] = []
    for number, row in enumerate(rows[:head]):
        cells += [replace(cell, row=number, is_header=True) for cell in row if cell.text]
    for number, row in enumerate(body, start=head):
        named = (
            cell.text
            for cell in row
            if cell.column < label_columns
            and cell.text
            and not (cell.column and _DATE_COLUMN.match(labels[cell.column]))
        )
        row_label = " - ".join(dict.fromkeys(named)) or None
        total_row = bool(row_label and _TOTAL.match(row_label))
        for cell in row:
            if not cell.text:
                continue
            label = labels[cell.column] or None
            total = total_row or bool(label and _TOTAL.match(label))
            is_label = cell.column < label_columns
            cells.append(
                replace(
                    cell,
                    row=number,
                    is_header=False,
                    row_label=None if is_label else row_label,
                    column_label=label,
                    is_total=total and not is_label,
                )
            )
    by_row: dict[int, dict[int, GridCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    return Grid(
        caption,
        block.shape,
        head + len(body),
        width,
        tuple(cells),
        tuple(labels),
        label_columns,
        by_row,
    )


def _split_caption(
    rows: list[list[GridCell]], width: int
) -> tuple[str | None, list[list[GridCell]]]:
    captions = []
    # Where such rows come again and no heading stands between, they head groups of rows.
    alone = [[bool(cell.text) for cell in row].count(True) == 1 for row in rows]
    if len(rows) > 1 and not any(cell.is_header for cell in rows[1]) and any(alone[2:]):
        return None, rows
    while len(rows) > 1 and width > 1:
        filled = [cell for cell in rows[0] if cell.text]
        if len(filled) != 1 or filled[0].column != 0 or _FIGURE.fullmatch(filled[0].text):
            break
        if not (filled[0].column_span >= width or len(rows[0]) > 1 or rows[0] == filled):
            break
        captions.append(filled[0].text)
        rows = rows[1:]
    return " ".join(captions) or None, rows


def _heading_rows(rows: Sequence[Sequence[GridCell]]) -> int:
    """Return how many rows stand above the body."""
    marked = 0
    while marked < len(rows) and all(cell.is_header for cell in rows[marked] if cell.text):
        marked += 1
    if marked:
        # Markdown can mark one row only: a heading of several lines goes on below the rule.
        while marked < len(rows) - 1 and not rows[marked][0].text and _is_label_row(rows[marked]):
            marked += 1
        return min(marked, len(rows))
    if _heads_prose(rows):
        return 1
    count = 0
    for row, below in pairwise(rows):
        opens = not row[0].text or row[0].column > 0
        figures_below = any(
            (c.is_figure and not is_period_label(c.text)) or _CLOCK.fullmatch(c.text)
            for c in below
            if c.column > 0
        )
        if not _is_label_row(row) or not (
            opens or (figures_below and not count) or _is_spread(row)
        ):
            break
        count += 1
        if figures_below:
            break
    return count


def _heads_prose(rows: Sequence[Sequence[GridCell]]) -> bool:
    """Say whether the first row names columns of recommendations and of what is said to them."""
    first = [cell for cell in rows[0] if cell.text] if len(rows) > 1 else []
    named = [cell for cell in first if _RECOMMENDATION.search(cell.text)]
    return (
        len(first) > 1
        and bool(named)
        and all(len(cell.text.split()) <= _LONGEST_LABEL for cell in first)
        and not any(cell.is_prose for cell in first)
        and any(cell.is_prose and cell.column == named[0].column for cell in rows[1])
    )


def _is_label_row(row: Sequence[GridCell]) -> bool:
    """Say whether the filled cells behind the first could all be headings of columns."""
    rest = [cell for cell in row if cell.text and cell.column > 0]
    return bool(rest) and all(
        is_period_label(cell.text) or not (cell.is_figure or cell.is_prose) for cell in rest
    )


def _is_spread(row: Sequence[GridCell]) -> bool:
    return any(cell.column_span > 1 for cell in row)


def _join_continued(body: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    joined: list[list[GridCell]] = []
    for row in body:
        first = next((cell for cell in row if cell.column == 0), None)
        if joined and (first is None or not first.text) and any(cell.is_prose for cell in row):
            above = {cell.column: cell for cell in joined[-1]}
            for cell in row:
                if not cell.text:
                    continue
                old = above.get(cell.column)
                above[cell.column] = cell if old is None or not old.text else _extended(old, cell)
            joined[-1] = [above[column] for column in sorted(above)]
        else:
            joined.append(list(row))
    return joined


def _extended(cell: GridCell, rest: GridCell) -> GridCell:
    return replace(
        cell,
        text=f"{cell.text} {rest.text}",
        passages=cell.passages + rest.passages,
        char_end=rest.char_end,
    )


def _column_labels(head: Sequence[Sequence[GridCell]], width: int) -> list[str]:
    labels: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(head):
        spread = row
        if number < len(head) - 1 and not _is_spread(row):
            # Above another heading row an empty cell belongs to the heading on its left, where
            # none of them says how many columns it covers.
            spread = _filled_from_left(row)
        for cell in spread:
            for column in range(cell.column, min(cell.column + cell.column_span, width)):
                if cell.text and cell.text not in labels[column]:
                    labels[column].append(cell.text)
    return [" - ".join(label) for label in labels]


def _filled_from_left(row: Sequence[GridCell]) -> list[GridCell]:
    filled: list[GridCell] = []
    for cell in row:
        left = filled[-1] if filled else None
        if not cell.text and left is not None and left.column > 0 and left.text:
            filled.append(replace(left, column=cell.column, column_span=cell.column_span))
        else:
            filled.append(cell)
    return filled


def _label_columns(body: Sequence[Sequence[GridCell]], labels: Sequence[str]) -> int:
    """Return how many leading columns name the row instead of holding values."""
    with_figures = {
        cell.column
        for row in body
        for cell in row
        if cell.is_figure and not is_period_label(cell.text)
    }
    first = min((column for column in with_figures if column > 0), default=1)
    return (
        0
        if 0 in with_figures and not _INDEX_LABEL.fullmatch(labels[0]) and not _counts_up(body)
        else first
    )


def _counts_up(body: Sequence[Sequence[GridCell]]) -> bool:
    firsts = [
        cell.text.rstrip(".)") for row in body for cell in row if cell.column == 0 and cell.text
    ]
    return firsts == [str(number) for number in range(1, len(firsts) + 1)]


def is_value_text(text: str) -> bool:
    """Say whether a cell states anything; dashes and "n/a" are not zero, they are nothing."""
    return text.strip().lower() not in _NOT_A_VALUE


def table_records(
    grid: Grid, document_id: str, section_id: str, ordinal: int, caption: str | None, block: Block
) -> tuple[Table, tuple[TableCell, ...]]:
    """Return the records of a table and of its filled cells."""
    table_id = fact_key("table", document_id, block.char_start, block.char_end)
    table = Table(
        table_id=table_id,
        document_id=document_id,
        section_id=section_id,
        ordinal=ordinal,
        caption=caption,
        table_shape=grid.shape,
        row_count=grid.row_count,
        column_count=grid.column_count,
        char_start=block.char_start,
        char_end=block.char_end,
    )
    cells = tuple(
        TableCell(
            cell_id=fact_key(
                "table_cell",
                document_id,
                cell.char_start,
                cell.char_end,
                f"{cell.row},{cell.column}",
            ),
            table_id=table_id,
            document_id=document_id,
            row_number=cell.row,
            column_number=cell.column,
            is_header=cell.is_header,
            is_total=cell.is_total,
            row_label=cell.row_label,
            column_label=cell.column_label,
            cell_text=cell.text,
            char_start=cell.char_start,
            char_end=cell.char_end,
        )
        for cell in grid.cells
    )
    return table, cells
