"""Totals and rates printed in a table, checked against the cells that they sum up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from flows.parsing.figures.table_cells import CellValue, cell_values, corner_of, value_cells
from flows.parsing.figures.table_figures import table_caption
from flows.parsing.text.outline import EvidenceColumns, Outline, Part
from flows.parsing.text.tables import Grid, GridCell
from flows.records import ArithmeticCheck, SourceFinding, fact_key

_SUBSET = re.compile(
    r"\b(?:of which|including|of those|sub-?set|thereof|average|mean|median|rate|%|per cent"
    r"|percentage|change|difference|variance|target|ytd|year to date|cumulative|rolling)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\btotals?\b", re.IGNORECASE)
_GRAND = re.compile(r"\bgrand total\b|\boverall total\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:rate|share|proportion|percentage|per\s?cent)\b|%", re.IGNORECASE)
#: Pairs of lines times rates. Tables of raw data have more, and no rate is printed of their rows.
_MOST_TRIED = 300_000
ADDABLE = ("count", "gbp", "fte")
Result = tuple[ArithmeticCheck, SourceFinding | None]


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number of a table with the cell that holds it."""

    cell: GridCell
    value: CellValue
    decimals: int


class CheckedTable:
    """The figures of one grid, by row and column and by place in the cell (first, bracketed)."""

    def __init__(self, outline: Outline, part: Part, grid: Grid) -> None:
        self.outline, self.part, self.grid = outline, part, grid
        self.section = outline.section_at(part.block.char_start)
        caption = table_caption(outline, part)
        self.figures: dict[tuple[int, int, bool], _Figure] = {}
        for cell in value_cells(grid):
            for value in cell_values(cell, caption, corner_of(grid)):
                written = outline.text[value.char_start : value.char_end]
                decimals = re.search(r"\.(\d+)", written)
                digits = len(decimals[1]) if decimals else 0
                place = (cell.row, cell.column, value.is_second)
                # The base of a share in brackets ("78% (312/400)") has no line of its own.
                self.figures.setdefault(place, _Figure(cell, value, digits))
        self._of_row: dict[int, list[_Figure]] = defaultdict(list)
        for (row, _, _), figure in self.figures.items():
            self._of_row[row].append(figure)
        self.rows = grid.body_rows()
        self.columns = range(grid.label_columns, grid.column_count)

    def _label(self, row: int) -> str:
        return next((figure.cell.row_label or "" for figure in self._of_row[row]), "")

    def totals(self) -> Iterator[Result]:
        """Yield a check for each printed total whose parts all stand in the table."""
        total_rows = dict.fromkeys(row for row in self.rows if _TOTAL.search(self._label(row)))
        rows_of_parts = set(self.rows) - total_rows.keys()
        start = 0
        yield from self._total_above_parts(list(total_rows))
        for row in total_rows:
            grand = bool(_GRAND.search(self._label(row)))
            above = [r for r in range(0 if grand else start, row) if r in rows_of_parts]
            parts = [r for r in above if not _SUBSET.search(self._label(r))]
            clean = len(parts) == len(above)
            for column in self.columns:
                for second in (False, True):
                    if clean:
                        yield from self._total(
                            (row, column, second), [(r, column, second) for r in parts]
                        )
            start = row + 1
        labels = self.grid.column_labels
        total_columns = [c for c in self.columns if c < len(labels) and _TOTAL.search(labels[c])]
        others = [c for c in self.columns if c not in total_columns]
        if (
            len(total_columns) == 1
            and len(others) > 1
            and not any(_SUBSET.search(labels[c]) for c in others)
        ):
            column = total_columns[0]
            if all(c < column for c in others) or all(c > column for c in others):
                for row in self.rows:
                    yield from self._total((row, column, False), [(row, c, False) for c in others])

    def _total_above_parts(self, total_rows: Sequence[int]) -> Iterator[Result]:
        """Yield the checks of a total that stands in the first row, above its parts.

        Nothing says that the rows below are its parts but that they add up to it in most
        columns.
        """
        if not total_rows or total_rows[0] != self.rows[0]:
            return
        end = total_rows[1] if len(total_rows) > 1 else self.rows[-1] + 1
        parts = [row for row in self.rows if total_rows[0] < row < end]
        if any(_SUBSET.search(self._label(row)) for row in parts):
            return
        found = [
            result
            for column in self.columns
            for second in (False, True)
            for result in self._total(
                (total_rows[0], column, second), [(row, column, second) for row in parts]
            )
        ]
        if 2 * sum(check.agrees for check, _ in found) > len(found):
            yield from found

    def _total(
        self, place: tuple[int, int, bool], parts: list[tuple[int, int, bool]]
    ) -> Iterator[Result]:
        total = self.figures.get(place)
        found = [self.figures.get(part) for part in parts]
        if total is None or total.value.unit_code not in ADDABLE or len(parts) < 2:
            return
        present = [figure for figure in found if figure is not None]
        # "0" beside "25 (9)" has no second value: nothing counted means nothing inside it either.
        silent = [part for part, figure in zip(parts, found, strict=True) if figure is None]
        if any(
            not (second and self._is_zero((row, column, False))) for row, column, second in silent
        ):
            return
        if len(present) < 2 or any(
            figure.value.unit_code != total.value.unit_code for figure in present
        ):
            return
        computed = round(sum(figure.value.value for figure in present), 6)
        unit = 10.0 ** -max(f.decimals for f in (total, *present))
        scale = _scale(self.outline, total)
        tolerance = (
            0.0
            if max(f.decimals for f in (total, *present)) == 0 and scale == 1
            else 0.5 * unit * scale * (len(present) + 1)
        )
        words = " + ".join(plain_number(figure.value.value) for figure in present)
        yield self._result(
            "total_against_parts",
            total,
            computed,
            tolerance,
            present,
            words,
            f"The total is printed as {plain_number(total.value.value)}; its {len(present)} "
            f"parts add up to {plain_number(computed)}.",
        )

    def _is_zero(self, place: tuple[int, int, bool]) -> bool:
        figure = self.figures.get(place)
        return figure is not None and figure.value.value == 0

    def rates(self) -> Iterator[Result]:
        """Yield a check for each printed rate whose numerator and denominator are found."""
        for row in self.rows:
            rate = any(figure.value.unit_code == "percent" for figure in self._of_row[row])
            if rate and _RATE.search(self._label(row)):
                counts = [r for r in self.rows if r != row]
                yield from self._rate(
                    [((row, c, False), [(r, c, False) for r in counts]) for c in self.columns]
                )
        labels = self.grid.column_labels
        for column in self.columns:
            if column < len(labels) and _RATE.search(labels[column]):
                counts = [c for c in self.columns if c != column]
                yield from self._rate(
                    [((r, column, False), [(r, c, False) for c in counts]) for r in self.rows]
                )

    def _rate(
        self, places: list[tuple[tuple[int, int, bool], list[tuple[int, int, bool]]]]
    ) -> Iterator[Result]:
        """Find the two lines whose quotient most rates are, and check all rates by them."""
        usable = [
            (self.figures[p], [self.figures.get(c) for c in cs])
            for p, cs in places
            if p in self.figures
        ]
        usable = [(rate, counts) for rate, counts in usable if rate.value.unit_code == "percent"]
        if not usable or len(usable[0][1]) ** 2 * len(usable) > _MOST_TRIED:
            return
        best: tuple[int, tuple[int, int]] | None = None
        for over, under in permutations(range(len(usable[0][1])), 2):
            agreeing = sum(
                _quotient_agrees(rate, counts[over], counts[under]) is True
                for rate, counts in usable
            )
            checked = sum(
                _quotient_agrees(rate, counts[over], counts[under]) is not None
                for rate, counts in usable
            )
            if (
                agreeing
                and (agreeing * 4 >= checked * 3 or self._is_named(usable, over))
                and (checked >= 2 or len(usable) == 1)
                and (best is None or agreeing > best[0])
            ):
                best = (agreeing, (over, under))
        if best is None:
            return
        over, under = best[1]
        for rate, counts in usable:
            top, bottom = counts[over], counts[under]
            if top is None or bottom is None or not bottom.value.value:
                continue
            computed = round(100 * top.value.value / bottom.value.value, 4)
            words = f"{plain_number(top.value.value)} / {plain_number(bottom.value.value)}"
            yield self._result(
                "rate_against_parts",
                rate,
                computed,
                _rate_tolerance(rate),
                [top, bottom],
                words,
                f"The rate is printed as {plain_number(rate.value.value)}%; {words} is "
                f"{computed:.1f}%.",
            )

    def _is_named(self, usable: Sequence[tuple[_Figure, list[_Figure | None]]], over: int) -> bool:
        """Say whether the rate is named after its numerator ("Solved", "Solved rate")."""
        rate, counts = usable[0]
        top = counts[over]
        if top is None or not rate.cell.row_label or not top.cell.row_label:
            return False
        is_row = rate.cell.row != top.cell.row
        ours, theirs = (
            (rate.cell.row_label, top.cell.row_label)
            if is_row
            else (rate.cell.column_label or "", top.cell.column_label or "")
        )
        return bool(theirs) and theirs.lower() in ours.lower()

    def _result(
        self,
        check_type: str,
        stated: _Figure,
        computed: float,
        tolerance: float,
        parts: Sequence[_Figure],
        words: str,
        explanation: str,
    ) -> Result:
        evidence = self.outline.evidence(
            stated.value.char_start,
            stated.value.char_end,
            self.section,
            self.section.speaker,
            self.grid.row_text(stated.cell.row),
        )
        start, end = min(p.value.char_start for p in parts), max(p.value.char_end for p in parts)
        finding_type = (
            "total_differs_from_parts"
            if check_type == "total_against_parts"
            else "rate_differs_from_parts"
        )
        other = (self.outline.text[start:end], words, start, end)
        return compared(
            check_type,
            finding_type,
            evidence,
            stated.value.value,
            computed,
            tolerance,
            explanation,
            other,
        )


def _scale(outline: Outline, figure: _Figure) -> float:
    written = re.sub(r"[^\d.]", "", outline.text[figure.value.char_start : figure.value.char_end])
    return abs(figure.value.value) / float(written) if written and float(written) else 1.0


def _quotient_agrees(rate: _Figure, top: _Figure | None, bottom: _Figure | None) -> bool | None:
    if (
        top is None
        or bottom is None
        or bottom.value.value <= 0
        or top.value.unit_code != "count"
        or bottom.value.unit_code != "count"
    ):
        return None
    if top.value.value > bottom.value.value:
        return False
    return abs(100 * top.value.value / bottom.value.value - rate.value.value) <= _rate_tolerance(
        rate
    )


def _rate_tolerance(rate: _Figure) -> float:
    return 0.5 * 10.0**-rate.decimals + 1e-9


def plain_number(value: float) -> str:
    """Return a number as people write it: thousands separated, at most two decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def compared(
    check_type: str,
    finding_type: str,
    evidence: EvidenceColumns,
    stated: float,
    computed: float,
    tolerance: float,
    explanation: str,
    other: tuple[str, str, int, int],
) -> Result:
    """Return the check of a stated against a computed value, and the finding if they differ."""
    agrees = abs(stated - computed) <= tolerance + 1e-9
    place = (evidence["document_id"], evidence["char_start"], evidence["char_end"])
    check = ArithmeticCheck(
        check_id=fact_key("arithmetic_check", *place, f"{check_type},{other[2]}"),
        **evidence,
        check_type=check_type,
        stated_value=stated,
        computed_value=computed,
        tolerance=tolerance,
        agrees=agrees,
    )
    if agrees:
        return check, None
    finding = SourceFinding(
        finding_id=fact_key("source_finding", *place, f"{finding_type},{other[2]}"),
        **evidence,
        finding_type=finding_type,
        stated_value=stated,
        computed_value=computed,
        difference=round(stated - computed, 6),
        explanation=explanation,
        other_quoted_text=other[0],
        other_sentence_text=other[1],
        other_char_start=other[2],
        other_char_end=other[3],
    )
    return check, finding
