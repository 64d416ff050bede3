"""What the row of an action log says beside the action: by when, by whom, whether it is done."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.parsing.commitments.due_dates import stated_precision
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.text.tables import Grid
from flows.parsing.times.periods import find_times

_DUE = re.compile(
    r"^(?:date\s)?(?:due|deadline|by\swhen|when|target|timescales?|time\s?frame|completion"
    r"|(?:expected|planned|proposed|estimated)\s(?:completion|date|delivery))(?:\s\w+){0,2}\??$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"^(?:action\s)?(?:owner|lead|who|by\swhom|responsible|responsibility|assigned\sto"
    r"|accountable)(?:\s\w+){0,2}\??$",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(?:status|rag|progress|update|due|outcome|complete)\b", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:actions?|next\ssteps?|commitments?|tasks?|deliverables?"
    r"|what\s(?:we|i|the\sforce|the\spcc|will)\s(?:\w+\s){0,3}(?:do|doing)|planned"
    r"|improvements?\s(?:work|activity))\b",
    re.IGNORECASE,
)
_ACTION_DONE = re.compile(r"\b(?:taken|completed|to\sdate|so\sfar)\b", re.IGNORECASE)
_DONE = re.compile(
    r"^(?:action\s)?(?:completed?|closed|done|discharged|delivered|achieved|finished)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """The cells beside an action. ``due`` is (last day, precision, words) or None."""

    due: tuple[dt.date | None, str | None, str] | None
    owner: str
    is_done: bool
    is_action: bool


def find_row(outline: Outline, statement: Statement) -> ActionRow | None:
    """Return what stands beside a sentence in its table row, None outside tables."""
    if statement.table is None or statement.row is None:
        return None
    grid = outline.parts[statement.table].grid
    if grid is None:
        return None
    own = grid.column_labels[statement.column or 0]
    return ActionRow(
        due=_due(_beside(grid, statement, _DUE)),
        owner=_beside(grid, statement, _OWNER),
        is_done=any(_DONE.match(text) for text in _all_beside(grid, statement, _STATUS)),
        is_action=bool(_ACTION.search(own)) and not _ACTION_DONE.search(own),
    )


def _beside(grid: Grid, statement: Statement, label: re.Pattern[str]) -> str:
    """Return the text of the cell in the first other column with such a label, else ''."""
    return next(_all_beside(grid, statement, label), "")


def _all_beside(grid: Grid, statement: Statement, label: re.Pattern[str]) -> Iterator[str]:
    for column, name in enumerate(grid.column_labels):
        if column != statement.column and label.search(name):
            cell = grid.at(statement.row or 0, column)
            yield cell.text if cell else ""


def _due(words: str) -> tuple[dt.date | None, str | None, str] | None:
    times = [time for time in find_times(words) if time.last is not None]
    if not times:
        return (None, None, words) if words and not _DONE.match(words) else None
    last = times[-1]
    return last.last, stated_precision(last, words[last.start : last.end]), words
