"""Recommendations and answers that stand side by side in a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flows.parsing.answers.recommendation_pairs import (
    ANSWER_LABEL,
    Pair,
    Piece,
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
    r"|\bcurrent\sstate\b|\bnext\ssteps\b",
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
_LIST_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+(?=[A-Z\"'])")
_ACCEPTS = re.compile(r"accept|agree", re.IGNORECASE)
#: What stands under "Accepted?", in the words of an answer.
_ACCEPTANCES = {
    "yes": "Accepted", "y": "Accepted", "no": "Not accepted", "n": "Not accepted",
    "in part": "Partially accepted", "partly": "Partially accepted",
    "partially": "Partially accepted",
}  # fmt: skip
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
        yield from _stacked_pairs(outline, grid)
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
        status = _status(grid, row, status_column)
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


def _status(grid: Grid, row: int, column: int | None) -> str:
    """Return how an answer stands; "Yes" under "Accepted?" is "Accepted"."""
    text = _text(grid, row, column)
    if column is not None and _ACCEPTS.search(grid.column_labels[column]):
        return _ACCEPTANCES.get(text.strip(" .").lower(), text)
    return text


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
    numbered = label or _LIST_NUMBER.match(question.text)
    number = printed_number(numbered["number"]) if numbered and numbered["number"] else None
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
        numbered = _LIST_NUMBER.match(passages[0].text)
        return passages, numbered.end() if numbered else 0
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


@dataclass(slots=True)
class _Stack:
    """A recommendation and its answer as their cells are met."""

    label: str
    number: int | None
    asked: list[Piece]
    answer: list[Piece] = field(default_factory=list)
    status: str = ""
    readable: list[str] = field(default_factory=list)

    def pairs(self, outline: Outline) -> Iterator[Pair]:
        if not self.asked or not self.answer:
            return
        recommendation, asked_span = joined(outline.text, self.asked)
        answer, span = joined(outline.text, self.answer)
        if not OWN_MEETING.match(recommendation):
            yield Pair(
                recommendation, asked_span, answer, span, " | ".join(self.readable),
                label=self.label, status=self.status, number=self.number,
            )  # fmt: skip


def _stacked_pairs(outline: Outline, grid: Grid) -> Iterator[Pair]:
    """Yield the pairs of a table that says cell by cell what comes: "Recommendation", "Response".

    What a label announces stands behind it, beside it or below it; a label of anything else
    ("Owner", "Due date") ends it.
    """
    stack: _Stack | None = None
    announced = ""
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        label, answers = LABEL.match(cell.text), ANSWER_LABEL.match(cell.text)
        if not cell.passages:
            continue
        if stack and announced == "status":
            stack.status, announced = cell.text, ""
        elif label and not _is_answer_label(cell.text):
            yield from stack.pairs(outline) if stack else ()
            number = printed_number(label["number"]) if label["number"] else None
            stack, announced = _Stack(label["label"], number, []), "asked"
            if label.end() < len(cell.text):
                stack.asked += pieces_of(*_behind_label(cell.passages))
                announced = ""
        elif stack is None:
            continue
        elif answers:
            announced = "answer"
            if answers.end() < len(cell.text):
                stack.answer += pieces_of(cell.passages, answers.end())
            stack.readable.append(cell.text)
        elif _STATUS.match(cell.text):
            announced = "status"
        elif len(grid.row(cell.row)) > 1 and cell.column == 0:
            announced = ""
        elif announced == "asked":
            stack.asked += pieces_of(*_behind_label(cell.passages))
        elif announced == "answer":
            stack.answer += pieces_of(cell.passages)
            stack.readable.append(cell.text)
    yield from stack.pairs(outline) if stack else ()
