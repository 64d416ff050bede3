"""Pieces -> lines: what stands on one level is one line; marks of footnotes are taken out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flows.reading.pdf.rules import Rule
from flows.reading.pdf.text_layer import Piece

_MARK = re.compile(r"\[?\d{1,3}(?:\s?,\s?\d{1,3}){0,4}\]?|[*\u2020\u2021\u00a7]{1,3}")
_POWERS = {"2": "\u00b2", "3": "\u00b3"}
_SPACE_BEFORE_STOP = re.compile(r"(?<!\s)\s+([,.;:)])")
_MEASURE = re.compile(r"\b[ckm]?m$")


@dataclass(slots=True)
class Line:
    """One line of text. ``is_note`` says that a raised mark opened it, as footnotes do."""

    x0: float
    x1: float
    baseline: float
    size: float
    is_bold: bool
    text: str
    is_note: bool = False


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines of one column, top to bottom."""
    rows = levels_of(pieces)
    return [line for row in rows if (line := _line(row)) is not None and line.text]


def levels_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand on one level each, with the marks raised above them."""
    rows: list[list[Piece]] = []
    large: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if large is None or not _is_level(large, piece):
            rows.append([])
            large = piece
        elif piece.size > large.size:
            large = piece
        rows[-1].append(piece)
    return rows


def emphasise_underlined(lines: Iterable[Line], rules: Iterable[Rule]) -> None:
    """Treat lines as bold that are underlined from end to end: typed letters head parts so."""
    strokes = [rule for rule in rules if rule.is_horizontal]
    for line in lines:
        line.is_bold = line.is_bold or any(
            0 <= rule.top - line.baseline < 0.35 * line.size
            and abs(rule.x0 - line.x0) < 0.4 * line.size
            and abs(rule.x1 - line.x1) < 0.4 * line.size
            for rule in strokes
        )


def _is_level(large: Piece, piece: Piece) -> bool:
    """Say whether ``piece`` stands on the line of ``large``, or is raised above it as marks are."""
    drop = abs(piece.baseline - large.baseline)
    return drop < 0.2 * large.size or (
        drop < 0.6 * max(large.size, piece.size)
        and min(piece.size, large.size) < 0.85 * max(piece.size, large.size)
    )


def _line(row: list[Piece]) -> Line | None:
    if len(row) == 1:
        only = row[0]
        text = only.text.strip()
        return Line(only.x0, only.x1, only.baseline, only.size, only.is_bold, text)
    row.sort(key=lambda piece: piece.x0)
    main = max(row, key=lambda piece: (piece.size, len(piece.text)))
    text = ""
    is_note = after_mark = False
    written: list[Piece] = []
    for piece in row:
        word = piece.text.strip()
        if is_raised(piece, main):
            if _MEASURE.search(text) and word in _POWERS:
                text += _POWERS[word]
                continue
            if _MARK.fullmatch(word):
                is_note = is_note or not text
                # What the mark held apart stays apart, but for the comma behind it.
                text += " " if piece.text[-1:].isspace() and text else ""
                after_mark = True
                continue
        if written and _is_apart(written[-1], piece):
            text += " "
        text += piece.text
        if after_mark:
            text = _SPACE_BEFORE_STOP.sub(r"\1", text)
        written.append(piece)
    if not written:
        return None
    return Line(
        written[0].x0,
        written[-1].x1,
        main.baseline,
        main.size,
        all(piece.is_bold for piece in written),
        re.sub(r"  +", " ", text).strip(),
        is_note,
    )


def is_raised(piece: Piece, main: Piece) -> bool:
    """Say whether a piece is set above the letters of its line, as marks of footnotes are."""
    return piece.size < 0.85 * main.size and piece.baseline < main.baseline - 0.1 * main.size


def _is_apart(left: Piece, right: Piece) -> bool:
    return not left.text[-1:].isspace() and right.x0 - left.x1 > 0.15 * right.size
