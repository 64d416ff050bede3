"""Door 3: what must hold of the built marts, judged on a profile and never on whole facts.

Keys, relationships and reconciliation are dbt's tests; here stand volumes, ranges, shares
and the drift against the last published snapshot.
"""

from typing import Final

import pandas as pd
from duckdb import DuckDBPyConnection
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import Expectation

from expectations import bounds
from expectations.profiles import (
    ROW_COUNT,
    Limit,
    count_of,
    everywhere,
    existing_columns,
    grouped,
    limited,
    measured,
    not_above,
    not_below,
    share,
    values,
)
from expectations.severity import whole_suite

_DIMENSIONS: Final = (
    "dim_documents",
    "dim_inspection_reports",
    "dim_themes",
    "dim_metrics",
)
_FACTS: Final = (
    "fct_responses",
    "fct_recommendation_answers",
    "fct_commitments",
    "fct_initiative_mentions",
    "fct_links",
    "fct_theme_mentions",
    "fct_metric_observations",
    "fct_source_findings",
    "fct_arithmetic_checks",
    "fct_shared_passages",
)
_REPORTS: Final = ("rpt_force_scorecards", "rpt_theme_coverage", "rpt_metric_series")
_GROUPS: Final = (("marts.dim_documents", "force_id"),)
_DENSITY: Final = "rows_per_thousand_words"
_BROKEN_SUFFIX: Final = "broken_suffix_count"
_BROKEN_DATE: Final = "broken_date_count"
#: What a suffix of a column's name promises of its values.
_SUFFIX_RANGES: Final = {
    "_percent": "between 0 and 100",
    "_share": "between 0 and 1",
    "_count": ">= 0",
}


def profile(connection: DuckDBPyConnection) -> pd.DataFrame:
    """Return the profile of schema ``marts``: volumes, ranges, shares, rows of each force."""
    return measured(connection, [*_limits(), *_densities(), *_promises(connection)], _GROUPS)


def volumes(connection: DuckDBPyConnection) -> pd.DataFrame:
    """Return of ``profile`` what a later snapshot is compared with."""
    return measured(connection, [*_volumes(), *_densities()], _GROUPS)


def suite(previous: pd.DataFrame | None) -> ExpectationSuite:
    """Return the suite over ``profile``; ``previous``: ``volumes`` of the last snapshot, if any."""
    return whole_suite(
        "built_marts",
        [
            *limited(_limits()),
            everywhere("columns hold what their suffix promises", _BROKEN_SUFFIX, at_most=0),
            everywhere("dates are of centuries of policing", _BROKEN_DATE, at_most=0),
            *_drift(previous),
        ],
    )


def _limits() -> list[Limit]:
    return [*_volumes(), *_ranges(), *_shares()]


def _volumes() -> list[Limit]:
    return [
        Limit(
            "marts.dim_forces",
            ROW_COUNT,
            "count(*)",
            f"dim_forces has {bounds.FORCES_MIN} to {bounds.FORCES_MAX} forces",
            at_least=bounds.FORCES_MIN,
            at_most=bounds.FORCES_MAX,
        ),
        *(
            Limit(f"marts.{name}", ROW_COUNT, "count(*)", f"{name} has rows", at_least=1)
            for name in _DIMENSIONS
        ),
        *(
            Limit(f"marts.{name}", ROW_COUNT, "count(*)", f"{name} is built", at_least=0)
            for name in (*_FACTS, *_REPORTS)
        ),
    ]


def _ranges() -> list[Limit]:
    return [
        Limit(
            "marts.rpt_theme_coverage",
            "broken_share_count",
            count_of("not share_of_sentences between 0 and 1"),
            "share_of_sentences is 0 to 1",
            ("share_of_sentences",),
            at_most=0,
        ),
        Limit(
            "marts.fct_shared_passages",
            "broken_similarity_count",
            count_of("not similarity between 0 and 1"),
            "similarity is 0 to 1",
            ("similarity",),
            at_most=0,
        ),
        Limit(
            "marts.fct_shared_passages",
            "unshared_count",
            count_of("document_count < 2"),
            "a shared passage stands in two documents",
            ("document_count",),
            at_most=0,
        ),
        Limit(
            "marts.fct_responses",
            "unusual_days_count",
            count_of(f"not days_taken between 1 and {bounds.DAYS_TAKEN_USUAL_MAX}"),
            f"responses take 1 to {bounds.DAYS_TAKEN_USUAL_MAX:,} days",
            ("days_taken",),
            at_most=0,
            is_warning=True,
        ),
        Limit(
            "marts.rpt_metric_series",
            "unusual_percent_count",
            count_of("unit_code = 'percent' and not value between 0 and 100"),
            "canonical percentages are 0 to 100",
            ("unit_code", "value"),
            at_most=0,
            is_warning=True,
        ),
        Limit(
            "marts.fct_metric_observations",
            "other_unit_count",
            count_of(
                "unit_code <> (select metrics.unit_code from marts.dim_metrics as metrics "
                "where metrics.metric_id = fct_metric_observations.metric_id)"
            ),
            "a canonical figure has its metric's unit",
            ("unit_code", "metric_id"),
            at_most=0,
            is_warning=True,
        ),
    ]


def _shares() -> list[Limit]:
    disagreeing = share("not agrees", judged_from=bounds.CHECKS_JUDGED_FROM)
    documents = "(select count(*) from marts.dim_documents where is_current)"
    return [
        Limit(
            "marts.fct_arithmetic_checks",
            "share_disagreeing",
            disagreeing,
            "printed sums are not mostly wrong",
            ("agrees",),
            at_most=bounds.CHECKS_DISAGREEING_STOP,
        ),
        Limit(
            "marts.fct_arithmetic_checks",
            "share_disagreeing",
            disagreeing,
            "printed sums are mostly right",
            ("agrees",),
            at_most=bounds.CHECKS_DISAGREEING_WARN,
            is_warning=True,
        ),
        Limit(
            "marts.fct_source_findings",
            "rows_per_document",
            f"case when {documents} > 0 then count(*) / {documents} end",
            "findings are rare",
            at_most=bounds.FINDINGS_PER_DOCUMENT_WARN,
            is_warning=True,
        ),
    ]


def _densities() -> list[Limit]:
    """Measures that only drift judges: they have no bound of their own."""
    words = "(select sum(word_count) from marts.dim_documents where is_current)"
    return [
        Limit(
            f"marts.{name}",
            _DENSITY,
            f"case when {words} >= {bounds.WORDS_JUDGED_FROM} then 1000.0 * count(*) / {words} end",
            f"{name} have a density",
        )
        for name in _FACTS
    ]


def _promises(connection: DuckDBPyConnection) -> list[Limit]:
    """Measures of what names and types of columns promise, for every mart that there is."""
    limits = []
    low, high = bounds.PERIOD_DATE_MIN.isoformat(), bounds.FUTURE_DATE_MAX.isoformat()
    for relation, columns in existing_columns(connection).items():
        if relation.startswith("marts."):
            ranges = [
                f"not {column} {promised}"
                for column in columns
                for suffix, promised in _SUFFIX_RANGES.items()
                if column.endswith(suffix)
            ]
            dates = [
                f"not {column} between date '{low}' and date '{high}'"
                for column, data_type in columns.items()
                if data_type == "DATE"
            ]
            limits += [
                Limit(relation, name, count_of(" or ".join(conditions)), name)
                for name, conditions in ((_BROKEN_SUFFIX, ranges), (_BROKEN_DATE, dates))
                if conditions
            ]
    return limits


def _drift(previous: pd.DataFrame | None) -> list[Expectation]:
    before = values(previous)
    drift: list[Expectation] = []
    for name in _FACTS:
        relation = f"marts.{name}"
        density = before.get((relation, _DENSITY))
        if density and before.get((relation, ROW_COUNT), 0) >= bounds.ROWS_JUDGED_FROM:
            drift += [
                not_below(
                    f"{name} for each thousand words have not fallen by more than "
                    f"{bounds.DENSITY_SHRINK_MAX:.0%}",
                    relation,
                    _DENSITY,
                    density * (1 - bounds.DENSITY_SHRINK_MAX),
                ),
                not_above(
                    f"{name} for each thousand words are not more than "
                    f"{bounds.DENSITY_GROWTH_WARN:g} times as many",
                    relation,
                    _DENSITY,
                    density * bounds.DENSITY_GROWTH_WARN,
                ),
            ]
    for relation, measure, count in grouped(before, _GROUPS):
        if count >= bounds.FORCE_DOCUMENTS_JUDGED_FROM:
            law = f"{measure} has not shrunk by more than {bounds.FORCE_SHRINK_MAX:.0%}"
            drift.append(not_below(law, relation, measure, count * (1 - bounds.FORCE_SHRINK_MAX)))
    return drift
