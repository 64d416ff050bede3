"""Tables drawn with blanks whose columns are ruled off: dashes under each heading, as by pandoc."""

import re
from collections.abc import Sequence

from flows.parsing.text.drawn_lines import DrawnRow, Piece, Placed
from flows.parsing.text.page_furniture import Line
from flows.reading.canonical import WIDEST, Block

#: "------ ------" or "====== ======": each run stands above or below one column.
_RULE = re.compile(r"\s*(?:-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+)\s*$")
#: The line around a whole table.
_EDGE = re.compile(r"\s*(?:-{5,}|={5,})\s*$")
_RUN = re.compile(r"[-=]+")
_MOST_HEADING_LINES = 6


def ruled_table(lines: Sequence[Line], index: int) -> tuple[int, Block] | None:
    """Return the table that begins at ``index``, and the number of the line after it.

    The words of the heading, if there are any, stand above the rule or between two. The body
    ends at the next rule; without a rule above the heading it ends at a blank line, too. Inside
    rules blank lines part the rows, and cells may be wrapped.
    """
    is_closed = _is_rule(lines[index]) or bool(_EDGE.match(lines[index].text))
    rule = _rule_below(lines, index + is_closed)
    heading = range(index + is_closed, rule or index)
    if _is_rule(lines[index]) and (rule is None or not _has_body(lines, rule)):
        rule, heading = index, range(0)
    if rule is None:
        return None
    starts = [run.start() for run in _RUN.finditer(lines[rule].text)][:WIDEST]
    if not all(_fits(lines[number], starts) for number in heading):
        return None
    numbers = _body(lines, rule + 1, starts, is_closed=is_closed)
    if not numbers:
        return None
    rows = []
    if heading:
        head = DrawnRow()
        for number in heading:
            head.take(lines[number], _placed(lines[number], starts))
        rows.append(head.cells(len(starts), is_header=True))
    rows += [row.cells(len(starts)) for row in _rows(lines, numbers, starts)]
    last = numbers[-1]
    end = last + 1
    while end < len(lines) and (is_closed and lines[end].is_blank):
        end += 1
    is_ruled_off = end < len(lines) and (_is_rule(lines[end]) or _EDGE.match(lines[end].text))
    return (
        end + 1 if is_ruled_off else last + 1,
        Block("table", lines[index].start, lines[last].end, rows=tuple(rows), shape="block"),
    )


def _is_rule(line: Line) -> bool:
    return bool(_RULE.match(line.text))


def _rule_below(lines: Sequence[Line], index: int) -> int | None:
    """Return the number of the first rule under a heading that begins at ``index``."""
    for number in range(index, min(index + _MOST_HEADING_LINES + 1, len(lines))):
        if _is_rule(lines[number]):
            return number if number > index else None
        if lines[number].is_blank:
            return None
    return None


def _has_body(lines: Sequence[Line], rule: int) -> bool:
    return rule + 1 < len(lines) and not lines[rule + 1].is_blank


def _body(
    lines: Sequence[Line], index: int, starts: Sequence[int], *, is_closed: bool
) -> list[int]:
    """Return the numbers of the lines of the body that are not blank."""
    found: list[int] = []
    for number in range(index, len(lines)):
        line = lines[number]
        if line.is_blank:
            if not is_closed:
                break
        elif _is_rule(line) or _EDGE.match(line.text) or not _fits(line, starts):
            break
        else:
            found.append(number)
    return found


def _fits(line: Line, starts: Sequence[int]) -> bool:
    """Say whether no word of a line reaches over the beginning of a column."""
    return all(
        line.text[start - 1 : start].isspace() for start in starts[1:] if start <= len(line.text)
    )


def _placed(line: Line, starts: Sequence[int]) -> list[Placed]:
    """Return the words of a line at the columns in which they stand."""
    found: list[Placed] = []
    for column, start in enumerate(starts):
        end = starts[column + 1] if column + 1 < len(starts) else len(line.text)
        words = line.text[0 if column == 0 else start : end]
        if words.strip():
            first = min(start, len(line.text)) if column else 0
            lead = first + len(words) - len(words.lstrip())
            text = words.strip()
            found.append((column, 1, Piece(lead, lead + len(text), text)))
    return found


def _rows(lines: Sequence[Line], numbers: Sequence[int], starts: Sequence[int]) -> list[DrawnRow]:
    """Return the rows: what blank lines part, else each line that fills the first column."""
    are_parted = numbers[-1] - numbers[0] >= len(numbers)
    rows: list[DrawnRow] = []
    for number in numbers:
        placed = _placed(lines[number], starts)
        is_rest = not lines[number - 1].is_blank if are_parted else placed[0][0] > 0
        if not rows or not is_rest:
            rows.append(DrawnRow())
        rows[-1].take(lines[number], placed)
    return rows
