"""Heat maps as tables: how much of what was read is about each theme, in steps."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from flows.site.snapshot import Row

#: Where steps begin, in per cent of sentences. They are the same for every map and refresh, so
#: that a colour means one thing; a sentence may be about several themes.
STEPS = (0, 2.5, 5, 10, 20)


class Column(NamedTuple):
    """One column of a map: a force or a year, and how much of it was read."""

    key: str
    label: str
    document_count: int
    sentence_count: int


def steps() -> list[dict[str, Any]]:
    """Return what each step stands for, from the least; ``step`` counts from 1."""
    labels = [
        f"under {STEPS[1]:g}%",
        *(f"{first:g}% to under {last:g}%" for first, last in pairwise(STEPS[1:])),
        f"{STEPS[-1]:g}% and more",
    ]
    return [{"step": step, "label": label} for step, label in enumerate(labels, 1)]


def step_of(share_percent: float) -> int:
    """Return the step of a share of sentences."""
    return bisect_right(STEPS, share_percent)


def in_families(themes: Sequence[Row]) -> list[list[dict[str, Any]]]:
    """Return themes as families: each with all that stand under it, ``depth`` levels down.

    A theme whose parent is not there begins a family of its own.
    """
    known = {theme["theme_id"] for theme in themes}
    children: dict[str | None, list[Row]] = {}
    for theme in themes:
        parent = theme["parent_theme_id"]
        children.setdefault(parent if parent in known else None, []).append(theme)

    def family(theme: Row, depth: int) -> list[dict[str, Any]]:
        under = children.get(theme["theme_id"], ())
        return [
            {**theme, "depth": depth},
            *(member for child in under for member in family(child, depth + 1)),
        ]

    return [family(theme, 0) for theme in children.get(None, ())]


def heat_map(
    families: Sequence[Sequence[Row]],
    columns: Sequence[Column],
    counts: Iterable[Row],
    column_of: Callable[[Row], str],
    address_of: Callable[[str, str], str],
) -> dict[str, Any]:
    """Return a table of themes by columns as a template takes it.

    Args:
        families: the themes in their row groups.
        columns: what the columns stand for, in order.
        counts: ``theme_id, sentence_count, document_count`` and what ``column_of`` reads, one row
            for each document set that is counted once.
        column_of: the key of the column that a count belongs to.
        address_of: where the sentences of a theme and a column stand.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for row in counts:
        cell = found.setdefault((row["theme_id"], column_of(row)), [0, 0])
        cell[0] += row["sentence_count"]
        cell[1] += row["document_count"]

    def drawn(theme: Row, column: Column) -> dict[str, Any] | None:
        cell = found.get((theme["theme_id"], column.key))
        if cell is None:
            return None
        # Every mention stands in a sentence that was read, so there is always a whole.
        share = 100 * cell[0] / column.sentence_count
        return {
            "sentence_count": cell[0],
            "document_count": cell[1],
            "share_percent": round(share, 1),
            "step": step_of(share),
            "address": address_of(theme["theme_id"], column.key),
        }

    return {
        "columns": [column._asdict() for column in columns],
        "families": [
            [{**theme, "cells": [drawn(theme, column) for column in columns]} for theme in family]
            for family in families
        ],
    }
