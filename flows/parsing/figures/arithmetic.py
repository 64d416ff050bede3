"""Printed figures checked against their parts, their numerators and one another.

A check is made only where the document itself says what adds up to what: a total row or
column, a rate whose numerator and denominator stand beside it and agree elsewhere in the
table, a number that its sentence breaks down. False alarms are worse than silence.
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby

from flows.parsing.figures.stated_shares import stated_shares
from flows.parsing.figures.table_arithmetic import (
    ADDABLE,
    CheckedTable,
    Result,
    compared,
    plain_number,
)
from flows.parsing.text.outline import EvidenceColumns, Outline
from flows.records import ArithmeticCheck, MetricObservation, SourceFinding

_BREAKDOWN = re.compile(
    r"\s*(?:[\w'/-]++\s*){0,6}(?:[;:(\u2013]|\s-\s|,?\s(?:compris(?:e|es|ed|ing)|consist(?:s|ed|ing)?\sof|made\sup\sof"
    r"|broken\sdown\s(?:as|into)|split\s(?:as|between|into)))\s*(?:of\s)?(?:which\s)?"
)
_LIST_GAP = re.compile(
    r"(?:\s[\w'/&().-]+){1,8}?\s?(?:,\s?(?:and\s)?|\sand\s|;\s?(?:and\s)?"
    r"|\splus\s)(?:a\sfurther\s|another\s)?"
)
_LIST_END = re.compile(r"(?:\s[\w'/&-]+){1,8}\s?[.;)]?$|(?:\s[\w'/&-]+){1,8}\s?[.;)]")
_CONTENT = re.compile(r"[a-z]{3,}")
_GENERIC = frozenset("recorded reported number total overall all".split())
_COMPARABLE = ("exact", "about", "nearly")
#: How far, in characters, a table still stands beside the text that follows it.
_BESIDE = 2000
_Place = tuple[dt.date | None, dt.date | None, str]
_FEWEST_PERIODS = 3
#: A sum and the least number of its parts.
_FEWEST_TERMS = 3
_STOP = frozenset("the and with for from that per number total force all any each".split())


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The checks of one document and the findings where they do not agree."""

    checks: tuple[ArithmeticCheck, ...]
    findings: tuple[SourceFinding, ...]


def check_arithmetic(outline: Outline, observations: Sequence[MetricObservation]) -> Arithmetic:
    """Return every check that the document's own figures allow, and what does not agree."""
    checks: list[ArithmeticCheck] = []
    findings: list[SourceFinding] = []
    for check, finding in _all(outline, observations):
        checks.append(check)
        if finding is not None:
            findings.append(finding)
    return Arithmetic(tuple(checks), tuple(findings))


def _all(outline: Outline, observations: Sequence[MetricObservation]) -> Iterator[Result]:
    for part in outline.parts:
        if part.grid is not None:
            table = CheckedTable(outline, part, part.grid)
            yield from table.totals()
            yield from table.rates()
    yield from _sums_in_text(outline, observations)
    yield from stated_shares(outline, observations)
    yield from _text_against_tables(observations)
    yield from _tables_against_tables(observations)


def _evidence_of(row: MetricObservation) -> EvidenceColumns:
    return EvidenceColumns(
        document_id=row.document_id,
        section_id=row.section_id,
        speaker=row.speaker,
        quoted_text=row.quoted_text,
        sentence_text=row.sentence_text,
        char_start=row.char_start,
        char_end=row.char_end,
        page_number=row.page_number,
    )


def _sums_in_text(outline: Outline, observations: Sequence[MetricObservation]) -> Iterator[Result]:
    """Check "32 reviews: four of one kind, 19 of another and 9 of a third"."""
    prose = [row for row in observations if row.origin == "prose"]
    starts = [row.char_start for row in prose]
    for statement in outline.statements if len(prose) >= _FEWEST_TERMS else ():
        columns = statement.evidence()
        first = bisect_left(starts, columns["char_start"])
        behind = bisect_right(starts, columns["char_end"])
        inside = [row for row in prose[first:behind] if row.char_end <= columns["char_end"]]
        counts = [
            row
            for row in inside
            if row.unit_code in ADDABLE
            and row.observation_role == "level"
            and row.qualifier == "exact"
        ]
        if len(counts) < _FEWEST_TERMS or len({row.unit_code for row in counts}) != 1:
            continue
        for index, whole in enumerate(counts[:-2]):
            parts = _broken_down(outline, counts[index:], columns["char_end"])
            if parts:
                computed = sum(row.value for row in parts)
                words = " + ".join(plain_number(row.value) for row in parts)
                start, end = parts[0].char_start, parts[-1].char_end
                yield compared(
                    "sum_in_text",
                    "parts_differ_from_stated_sum",
                    _evidence_of(whole),
                    whole.value,
                    computed,
                    0.0,
                    f"The sentence states {plain_number(whole.value)} and breaks it down into "
                    f"{words}, which is {plain_number(computed)}.",
                    (outline.text[start:end], words, start, end),
                )
                break


def _broken_down(
    outline: Outline, counts: Sequence[MetricObservation], sentence_end: int
) -> list[MetricObservation]:
    """Return the parts that a sentence lists behind its first figure, empty where it lists none."""
    whole, rest = counts[0], counts[1:]
    if not _BREAKDOWN.fullmatch(outline.text[whole.char_end : rest[0].char_start]):
        return []
    parts = [rest[0]]
    for row in rest[1:]:
        if not _LIST_GAP.fullmatch(outline.text[parts[-1].char_end : row.char_start]):
            break
        parts.append(row)
    closes = _LIST_END.match(outline.text[parts[-1].char_end : sentence_end])
    return (
        parts
        if len(parts) >= 2 and closes and all(part.value <= whole.value for part in parts)
        else []
    )


def _text_against_tables(observations: Sequence[MetricObservation]) -> Iterator[Result]:
    """Compare a figure of the text with the cell for the same thing and period."""
    cells: dict[_Place, list[MetricObservation]] = {}
    for row in observations:
        if row.origin == "table" and row.period_start is not None:
            cells.setdefault(_place(row), []).append(row)
    for row in observations:
        if row.origin == "prose" and row.observation_role in ("level", "share"):
            cell = _cell_for(row, cells.get(_place(row), []))
            if cell is not None and row.qualifier in _COMPARABLE:
                tolerance = 0.0 if row.qualifier == "exact" else 0.1 * cell.value
                yield compared(
                    "text_against_table",
                    "text_differs_from_table",
                    _evidence_of(row),
                    row.value,
                    cell.value,
                    tolerance,
                    f"The text says {row.quoted_text}; the table says {cell.quoted_text} for the "
                    "same period.",
                    (cell.quoted_text, cell.sentence_text, cell.char_start, cell.char_end),
                )


def _place(row: MetricObservation) -> _Place:
    return row.period_start, row.period_end, row.unit_code


def _cell_for(
    row: MetricObservation, cells: Sequence[MetricObservation]
) -> MetricObservation | None:
    """Return the cell that states what ``row`` states, None where none or several do."""
    # What the country counts is set beside a force's own table to compare the two.
    cells = [cell for cell in cells if cell.scope == row.scope]
    same = [cell for cell in cells if _same_thing(row, cell)]
    same = [cell for cell in same if cell.is_total] or same
    if same:
        return same[0] if len({cell.value for cell in same}) == 1 else None
    # Right behind a table the text is about that table, as long as it names nothing else.
    beside = [cell for cell in cells if 0 < row.char_start - cell.char_end < _BESIDE]
    ours = _content(row.measured) - _GENERIC
    theirs = {word for cell in beside for word in _content(cell.measured)}
    if len(ours) < 2 or not ours <= theirs or row.qualifier != "exact":
        return None
    return next((cell for cell in beside if cell.value == row.value), beside[0])


def _tables_against_tables(observations: Sequence[MetricObservation]) -> Iterator[Result]:
    """Compare two lines of different tables that count one thing over the same periods.

    Lines count one thing where they name a noun in common and agree for most of at least
    three periods; then each period is a check.
    """
    lines: dict[tuple[str, str], dict[_Place, MetricObservation]] = {}
    for row in observations:
        if row.table_id and row.period_start is not None and row.unit_code in ADDABLE:
            label = "" if row.is_total else row.row_label or ""
            line = lines.setdefault((row.table_id, f"{label}|{row.measured}"), {})
            line.setdefault(_place(row), row)
    long = (item for item in lines.items() if len(item[1]) >= _FEWEST_PERIODS)
    ordered = sorted(long, key=lambda item: min(row.char_start for row in item[1].values()))
    # Lines that agree for most periods agree in one, and are looked for by what it says.
    saying: dict[tuple[str, _Place, float], list[int]] = {}
    for number, ((table, _), line) in enumerate(ordered):
        # All cells of a line measure one thing.
        nouns = _nouns(next(iter(line.values())))
        said = [(noun, place, row.value) for noun in nouns for place, row in line.items()]
        earlier = [saying.setdefault(what, []) for what in said]
        for candidate, _ in groupby(merge(*earlier)):
            (other_table, _), other = ordered[candidate]
            if other_table == table:
                continue
            shared = [place for place in line if place in other]
            agreeing = sum(line[place].value == other[place].value for place in shared)
            if len(shared) < _FEWEST_PERIODS or agreeing * 4 < len(shared) * 3:
                continue
            for place in shared:
                row, known = line[place], other[place]
                yield compared(
                    "table_against_table",
                    "text_differs_from_table",
                    _evidence_of(row),
                    row.value,
                    known.value,
                    0.0,
                    f"This table says {row.quoted_text}; an earlier one says "
                    f"{known.quoted_text} for the same period.",
                    (known.quoted_text, known.sentence_text, known.char_start, known.char_end),
                )
            break
        for known_lines in earlier:
            known_lines.append(number)


def _same_thing(row: MetricObservation, cell: MetricObservation) -> bool:
    if row.metric_id is not None and row.metric_id == cell.metric_id:
        return True
    ours, theirs = _content(row.measured), _content(cell.measured)
    both = ours & theirs
    return len(both) >= 2 and len(both) >= 0.75 * len(ours | theirs)


def _content(measured: str | None) -> set[str]:
    words = _CONTENT.findall((measured or "").lower())
    return {word.rstrip("s") for word in words if word not in _STOP}


def _nouns(row: MetricObservation) -> set[str]:
    return _content(row.measured) - _GENERIC
