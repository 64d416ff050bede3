"""A profile: few numbers about whole tables, computed in SQL, judged as rows.

Columns: ``measure_id`` (both names, joined by a dot), ``relation_name`` (schema and table),
``measure_name``, ``measure_value`` (DOUBLE, null where there are too few rows to judge).
Whole facts never become a frame.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import great_expectations.expectations as gxe
import pandas as pd
from duckdb import DuckDBPyConnection
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column

from expectations.severity import stop, warn

COLUMNS: Final = ("measure_id", "relation_name", "measure_name", "measure_value")
ROW_COUNT: Final = "row_count"


@dataclass(frozen=True, slots=True)
class Limit:
    """One number about a relation and what it must lie between.

    ``sql`` is an aggregate over the relation; it needs ``column_names`` to exist, so that a
    snapshot of older models can be profiled too. Severity: a ``stop`` unless ``is_warning``.
    """

    relation_name: str
    measure_name: str
    sql: str
    law: str
    column_names: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    is_warning: bool = False


def share(condition: str, *, judged_from: int) -> str:
    """Return SQL for the share of rows that meet ``condition``; null below ``judged_from``."""
    return (
        f"case when count(*) >= {judged_from} "
        f"then avg(case when {condition} then 1.0 else 0.0 end) end"
    )


def count_of(condition: str) -> str:
    """Return SQL for the number of rows that meet ``condition``."""
    return f"count(*) filter (where {condition})"


def group_measure(column_name: str, value: str) -> str:
    """Return the name of the measure that counts the rows of one value of a column."""
    return f"{ROW_COUNT}[{column_name}={value}]"


def measure_id(relation: str, measure: str) -> str:
    """Return the key of a measure in a profile: one comparison finds its row."""
    return f"{relation}.{measure}"


def existing_columns(connection: DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return each relation's columns with their types, by ``schema.table``."""
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, data_type in connection.execute(
        "select table_schema, table_name, column_name, data_type from information_schema.columns"
    ).fetchall():
        found.setdefault(f"{schema}.{table}", {})[column] = data_type
    return found


def measured(
    connection: DuckDBPyConnection,
    limits: Iterable[Limit],
    groups: Iterable[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return the profile of the relations of ``limits``.

    ``groups`` are pairs of relation and column: rows are counted for each value. What the
    database does not have is left out, and a missing measure meets no expectation.
    """
    columns = existing_columns(connection)
    expressions: dict[str, dict[str, str]] = {}
    for limit in limits:
        if set(limit.column_names) <= columns.get(limit.relation_name, {}).keys():
            expressions.setdefault(limit.relation_name, {})[limit.measure_name] = limit.sql
    rows: list[tuple[str, str, str, float | None]] = []
    for relation, measures in expressions.items():
        if relation in columns:
            # Names and expressions are this package's own, never a document's.
            sql = f"select {', '.join(measures.values())} from {relation}"  # noqa: S608
            values = connection.execute(sql).fetchone() or ()
            numbers = zip(measures, values, strict=True)
            rows.extend((measure_id(relation, name), relation, name, n) for name, n in numbers)
    for relation, column in groups:
        if column in columns.get(relation, {}):
            sql = f"select {column}, count(*) from {relation} where {column} is not null group by 1"  # noqa: S608
            counts = connection.execute(f"{sql} order by 1").fetchall()
            counted = ((group_measure(column, str(value)), count) for value, count in counts)
            rows.extend((measure_id(relation, name), relation, name, n) for name, n in counted)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"measure_value": "float64"})


def limited(limits: Iterable[Limit]) -> list[Expectation]:
    """Return the expectation of each limit."""
    return [
        (warn if limit.is_warning else stop)(
            limit.law,
            _between(limit.relation_name, limit.measure_name, limit.at_least, limit.at_most),
        )
        for limit in limits
    ]


def everywhere(law: str, measure_name: str, *, at_most: float) -> Expectation:
    """Return the expectation that a measure is at most ``at_most`` in every relation; stops."""
    return stop(
        law,
        gxe.ExpectColumnValuesToBeBetween(
            column="measure_value",
            max_value=at_most,
            row_condition=Column("measure_name") == measure_name,
        ),
    )


def not_below(law: str, relation: str, measure: str, at_least: float) -> Expectation:
    """Return the expectation that a measure has not fallen below ``at_least``; stops."""
    return stop(law, _between(relation, measure, at_least, None))


def not_above(law: str, relation: str, measure: str, at_most: float) -> Expectation:
    """Return the expectation that a measure has not risen above ``at_most``; warns."""
    return warn(law, _between(relation, measure, None, at_most))


def values(profile: pd.DataFrame | None) -> Mapping[tuple[str, str], float]:
    """Return the known numbers of a profile by relation and measure; none of no profile."""
    if profile is None:
        return {}
    known = profile.dropna(subset=["measure_value"])
    keys = zip(known["relation_name"], known["measure_name"], strict=True)
    return dict(zip(keys, known["measure_value"], strict=True))


def grouped(
    previous: Mapping[tuple[str, str], float], groups: Sequence[tuple[str, str]]
) -> list[tuple[str, str, float]]:
    """Return relation, measure and number of what ``previous`` counted for ``groups``."""
    return [
        (relation, measure, number)
        for (relation, measure), number in previous.items()
        for group_relation, column in groups
        if relation == group_relation and measure.startswith(f"{ROW_COUNT}[{column}=")
    ]


def _between(
    relation: str, measure: str, at_least: float | None, at_most: float | None
) -> gxe.ExpectColumnValuesToBeBetween:
    return gxe.ExpectColumnValuesToBeBetween(
        column="measure_value",
        min_value=at_least,
        max_value=at_most,
        row_condition=Column("measure_id") == measure_id(relation, measure),
    )
