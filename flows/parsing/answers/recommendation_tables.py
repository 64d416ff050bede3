"""Recommendations and answers that stand side by side in a table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from flows.parsing.answers.recommendation_pairs import (
    ANSWER_LABEL,
    Pair,
    joined,
    pieces_of,
    printed_number,
)
from flows.parsing.sections.recommendation_words import LABEL, OWN_MEETING, WORDING
from flows.parsing.sections.speakers import SpeakerWords
from flows.parsing.text.outline import Outline
from flows.parsing.text.passages import Passage
from flows.parsing.text.tables import Grid, GridCell

_ASKED = re.compile(
    r"\brecommendations?\b|\bareas?\s(?:for|of)\simprovement\b|\bafis?\b|\bcauses?\sof\sconcern\b"
    r"|\bhmic(?:frs)?(?:'s)?\s(?:finding|comment)s?\b|\bargymhellia",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\brespon(?:se|ses|d)\b|\banswers?\b|\bcomments?\b|\bcommentary\b|\bprogress\b|\bupdates?\b"
    r"|\bposition\b|\bactions?\b|\bactivity\b|\breply\b|\bwhat\s(?:we|the\sforce)\b|\bymateb\b"
    r"|\bcurrent\sstate\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^(?:(?:rag|current|overall|action)\s)?(?:status|rag|rating|accepted\??|agreed\??"
    r"|complete\??|acceptance|accepted\s?/\s?rejected)(?:\s\w+)?$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:owner|lead|responsible|addressed|directed|for\swhom|recipient|who)\b", re.IGNORECASE
)
_IGNORED = re.compile(
    r"\b(?:date|due|deadline|when|timescale|page|ref|reference|owner|lead|responsible|report"
    r"|priority)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:refs?\.?|reference|nos?\.?|number|#|rec(?:ommendation)?\.?\s(?:no\.?|number|ref\.?)|id"
    r"|item|afi\s(?:no\.?|ref))?$",
    re.IGNORECASE,
)
_FEWEST_LIKE_WORDING = 0.5
_FEWEST_WORDS = 4


def table_pairs(outline: Outline, words: SpeakerWords) -> Iterator[Pair]:
    """Yield the pairs of every table that sets answers beside recommendations."""
    for part in outline.parts:
        if part.grid is not None:
            yield from _merged(_pairs_of(outline, part.grid, words))


def _merged(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Join the rows of one recommendation: its cell spans them, its answer stands in all."""
    last: Pair | None = None
    for pair in pairs:
        if last is not None and last.recommendation_span == pair.recommendation_span:
            last = replace(
                last,
                answer=f"{last.answer}\n\n{pair.answer}",
                answer_span=(
                    min(last.answer_span[0], pair.answer_span[0]),
                    max(last.answer_span[1], pair.answer_span[1]),
                ),
                readable=f"{last.readable} | {pair.readable}",
            )
            continue
        if last is not None:
            yield last
        last = pair
    if last is not None:
        yield last


def _pairs_of(outline: Outline, grid: Grid, words: SpeakerWords) -> Iterator[Pair]:
    labels = list(grid.column_labels)
    asked = _asked_column(grid)
    answers = [] if asked is None else _answer_columns(grid, asked)
    if asked is None or not answers:
        yield from _labelled_rows(outline, grid)
        return
    # A column of comments without a sentence ("Accepted") says how the answer stands.
    states = [c for c, label in enumerate(labels) if _STATUS.match(label)] + [
        c for c, label in enumerate(labels)
        if c not in (asked, *answers) and _is_answer_label(label)
    ]  # fmt: skip
    status_column = states[0] if states else None
    reference = next(
        (c for c, label in enumerate(labels) if c != asked and _REFERENCE.match(label)), None
    )
    owner = next(
        (
            c
            for c, label in enumerate(labels)
            if c not in (asked, *answers) and _OWNER.search(label)
        ),
        None,
    )
    group = ""
    for row in grid.body_rows():
        question = grid.at(row, asked)
        replies = [cell for column in answers if (cell := grid.at(row, column)) and cell.passages]
        if question is not None and not replies and len(grid.row(row)) == 1:
            group = question.text
            continue
        if question is None or not replies or len(question.text.split()) < _FEWEST_WORDS:
            continue
        status = _text(grid, row, status_column)
        pair = _table_pair(outline, grid, row, question, replies, status, words)
        if pair is None:
            continue
        number = pair.number
        if number is None and reference is not None:
            digits = re.search(r"\d{1,2}(?!\d)", _text(grid, row, reference))
            number = int(digits.group()) if digits else None
        beside = _label_beside(grid, row, asked)
        if number is None and beside and beside["number"]:
            number = printed_number(beside["number"])
        if beside and not pair.label:
            pair = replace(pair, label=beside["label"])
        label = (
            pair.label
            if LABEL.match(pair.label)
            else f"{labels[asked]} {_text(grid, row, reference)}"
        )
        yield _with(pair, number, label, f"{_text(grid, row, owner)} {group}".strip())


def _label_beside(grid: Grid, row: int, asked: int) -> re.Match[str] | None:
    """Return the label ("AFI 4") that a column before the recommendation's holds, if one does."""
    cells = (grid.at(row, column) for column in range(asked))
    return next((match for cell in cells if cell and (match := LABEL.fullmatch(cell.text))), None)


def _with(pair: Pair, number: int | None, label: str, group: str) -> Pair:
    return Pair(
        pair.recommendation, pair.recommendation_span, pair.answer, pair.answer_span, pair.readable,
        label, group, pair.status, number, pair.speaker,
    )  # fmt: skip


def _text(grid: Grid, row: int, column: int | None) -> str:
    cell = grid.at(row, column) if column is not None else None
    return cell.text if cell else ""


def _asked_column(grid: Grid) -> int | None:
    labels = grid.column_labels
    named = [
        column for column, label in enumerate(labels)
        if _ASKED.search(label) and not _REFERENCE.match(label) and not _is_answer_label(label)
    ]  # fmt: skip
    # A column of numbers under "Areas for improvement" counts them; it does not word them.
    named = [column for column in named if any(cell.is_prose for cell in _column(grid, column))]
    if named:
        return named[0]
    for column in range(grid.column_count):
        cells = [cell for cell in _column(grid, column) if cell.is_prose]
        alike = sum(
            bool(WORDING.match(_unlabelled(cell.text)) or LABEL.match(cell.text)) for cell in cells
        )
        if cells and alike >= _FEWEST_LIKE_WORDING * len(cells):
            return column
    return None


def _is_answer_label(label: str) -> bool:
    first = _ANSWERS.search(label)
    asked = _ASKED.search(label)
    if first is None:
        return False
    # "Response to recommendation" answers; "Recommendation and action required" asks.
    return asked is None or first.start() < asked.start()


def _column(grid: Grid, column: int) -> list[GridCell]:
    return [cell for cell in grid.cells if cell.column == column and not cell.is_header]


def _answer_columns(grid: Grid, asked: int) -> list[int]:
    columns = [
        column for column, label in enumerate(grid.column_labels)
        if column != asked and _is_answer_label(label) and not _STATUS.match(label)
        and any(cell.is_prose for cell in _column(grid, column))
    ]  # fmt: skip
    if columns:
        return columns
    # Without a telling label, what stands in sentences beside the recommendation answers it.
    beside = [
        column for column in range(grid.column_count)
        if column != asked and any(cell.is_prose for cell in _column(grid, column))
        and not _IGNORED.search(grid.column_labels[column])
    ]  # fmt: skip
    after = [column for column in beside if column > asked]
    return (after or beside)[:1]


def _unlabelled(text: str) -> str:
    match = LABEL.match(text)
    return text[match.end() :] if match else text


def _table_pair(
    outline: Outline,
    grid: Grid,
    row: int,
    question: GridCell,
    replies: list[GridCell],
    status: str,
    words: SpeakerWords,
) -> Pair | None:
    label = LABEL.match(question.text)
    number = printed_number(label["number"]) if label and label["number"] else None
    passages, offset = _behind_label(question.passages)
    recommendation, asked_span = joined(outline.text, pieces_of(passages, offset))
    if OWN_MEETING.match(recommendation):
        return None
    ordered = sorted(replies, key=lambda cell: cell.char_start)
    answer_passages = [passage for cell in ordered for passage in cell.passages]
    answer, _ = joined(outline.text, pieces_of(answer_passages))
    span = (ordered[0].char_start, max(cell.char_end for cell in ordered))
    return Pair(
        recommendation, asked_span, answer, span, grid.row_text(row),
        label=label["label"] if label else "", status=status, number=number,
        speaker=_column_speaker(outline, grid, ordered, words),
    )  # fmt: skip


def _behind_label(passages: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], int]:
    """Return the passages of a recommendation and where in the first its words begin."""
    match = LABEL.match(passages[0].text)
    if match is None:
        return passages, 0
    if match.end() >= len(passages[0].text):
        return (passages[1:], 0) if len(passages) > 1 else (passages, 0)
    return passages, match.end()


def _column_speaker(
    outline: Outline, grid: Grid, cells: list[GridCell], words: SpeakerWords
) -> str | None:
    """Return who answers where the columns' headings name one speaker, else None."""
    found = {
        words.of_heading(grid.column_labels[cell.column])
        or outline.section_at(cell.char_start).speaker
        for cell in cells
    }
    return found.pop() if len(found) == 1 else None


def _labelled_rows(outline: Outline, grid: Grid) -> Iterator[Pair]:
    """Yield the pairs of a table whose first column says "Recommendation", "Response", … ."""
    rows: list[tuple[GridCell, GridCell]] = []
    in_order = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    for _, of_row in groupby(in_order, key=lambda cell: cell.row):
        cells = list(of_row)
        if len(cells) == 2 and cells[1].passages:
            rows.append((cells[0], cells[1]))
    asked: tuple[GridCell, GridCell] | None = None
    for label, content in rows:
        if LABEL.match(label.text) and not _is_answer_label(label.text):
            asked = (label, content)
        elif asked is not None and ANSWER_LABEL.match(label.text):
            recommendation, span = joined(outline.text, pieces_of(asked[1].passages))
            match = LABEL.match(asked[0].text)
            number = printed_number(match["number"]) if match and match["number"] else None
            if OWN_MEETING.match(recommendation):
                continue
            answer, answer_span = joined(outline.text, pieces_of(content.passages))
            yield Pair(
                recommendation, span, answer, answer_span, f"{label.text} | {content.text}",
                label=asked[0].text, number=number,
            )  # fmt: skip
            asked = None
