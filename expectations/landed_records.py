"""Door 2: the suite of each record kind, and what must hold of the landing tables as wholes."""

from dataclasses import fields
from typing import Final

import pandas as pd
from duckdb import DuckDBPyConnection
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import Expectation

from expectations import (
    bounds,
    landed_arithmetic_checks,
    landed_commitments,
    landed_documents,
    landed_initiative_mentions,
    landed_links,
    landed_metric_observations,
    landed_numerals,
    landed_recommendation_answers,
    landed_responses,
    landed_sections,
    landed_sentences,
    landed_source_findings,
    landed_table_cells,
    landed_tables,
    landed_text_shingles,
    landed_theme_mentions,
)
from expectations.profiles import (
    ROW_COUNT,
    Limit,
    count_of,
    grouped,
    limited,
    measured,
    not_below,
    share,
    values,
)
from expectations.severity import whole_suite as suite_of_wholes
from expectations.vocabularies import Vocabularies
from flows.records import KINDS, Evidence

#: Codes that rules write; one that vanishes is a rule that broke. Themes and initiatives
#: are data and may go.
_GROUPS: Final = (
    ("landing.documents", "document_type"),
    ("landing.sections", "speaker"),
    ("landing.tables", "table_shape"),
    ("landing.metric_observations", "unit_code"),
    ("landing.metric_observations", "observation_role"),
    ("landing.metric_observations", "origin"),
    ("landing.arithmetic_checks", "check_type"),
    ("landing.recommendation_answers", "action_status"),
    ("landing.commitments", "strength"),
)


#: A document is known by its bytes; samples of a text are what they are known by.
_WITHOUT_A_KEY_OF_THEIR_OWN: Final = ("documents", "text_shingles", "numerals")
#: Columns that refer to another landing table.
_REFERENCES: Final = (("section_id", "sections"), ("table_id", "tables"))


def suites(vocabularies: Vocabularies) -> dict[str, ExpectationSuite]:
    """Return the suite of each kind of ``flows.records.KINDS``, about rows.

    Raises:
        VocabularyMissing: a coded column has no allowed values.
    """
    return {
        "documents": landed_documents.suite(vocabularies),
        "sections": landed_sections.suite(vocabularies),
        "sentences": landed_sentences.suite(vocabularies),
        "tables": landed_tables.suite(vocabularies),
        "table_cells": landed_table_cells.suite(),
        "text_shingles": landed_text_shingles.suite(),
        "numerals": landed_numerals.suite(),
        "metric_observations": landed_metric_observations.suite(vocabularies),
        "arithmetic_checks": landed_arithmetic_checks.suite(vocabularies),
        "source_findings": landed_source_findings.suite(vocabularies),
        "theme_mentions": landed_theme_mentions.suite(vocabularies),
        "responses": landed_responses.suite(vocabularies),
        "recommendation_answers": landed_recommendation_answers.suite(vocabularies),
        "commitments": landed_commitments.suite(vocabularies),
        "initiative_mentions": landed_initiative_mentions.suite(vocabularies),
        "links": landed_links.suite(),
    }


def profile(connection: DuckDBPyConnection) -> pd.DataFrame:
    """Return the profile of schema ``landing``: volumes, fill rates, codes, quotes."""
    return measured(connection, [*_limits(), *_counts()], _GROUPS)


def volumes(connection: DuckDBPyConnection) -> pd.DataFrame:
    """Return of ``profile`` what a later snapshot is compared with; it reads no texts."""
    return measured(connection, _counts(), _GROUPS)


def whole_suite(previous: pd.DataFrame | None) -> ExpectationSuite:
    """Return the suite over ``profile``; ``previous``: ``volumes`` of the last snapshot, if any."""
    return suite_of_wholes("landed_records", [*limited(_limits()), *_drift(previous)])


def _limits() -> list[Limit]:
    return [
        *_volumes(),
        *_fill_rates(),
        *(_quotes(kind) for kind, record in KINDS.items() if issubclass(record, Evidence)),
        *(_twins(kind) for kind in KINDS if kind not in _WITHOUT_A_KEY_OF_THEIR_OWN),
        *_references(),
    ]


def _volumes() -> list[Limit]:
    law = "a document has landed"
    return [
        Limit("landing.documents", ROW_COUNT, "count(*)", law, at_least=1),
        *_rejections(),
    ]


def _counts() -> list[Limit]:
    """Measures that only drift judges: a kind without rows is legal."""
    return [
        Limit(f"landing.{kind}", ROW_COUNT, "count(*)", f"{kind} are counted") for kind in KINDS
    ]


def _rejections() -> list[Limit]:
    # One input may be refused and still have an older document that landed.
    rejected = "count(distinct source_uri)"
    inputs = (
        "(select count(*) from (select source_uri from landing.document_sources "
        "union select source_uri from landing.rejections))"
    )
    sql = f"case when {inputs} >= {bounds.DOCUMENTS_JUDGED_FROM} then {rejected} / {inputs} end"
    return _twice(
        Limit(
            "landing.rejections",
            "share_rejected",
            sql,
            "inputs are not all rejected",
            ("source_uri",),
            at_most=bounds.REJECTED_STOP,
        ),
        "few inputs are rejected",
        bounds.REJECTED_WARN,
    )


def _fill_rates() -> list[Limit]:
    documents, observations = "landing.documents", "landing.metric_observations"
    # sources.yml may say whose a document is that does not say it itself.
    without_force = (
        "force_id is null and document_id not in (select document_id "
        "from landing.document_sources where force_id is not null)"
    )
    return [
        *_twice(
            Limit(
                documents,
                "share_without_force",
                share(without_force, judged_from=bounds.DOCUMENTS_JUDGED_FROM),
                "documents have a force",
                ("force_id",),
                at_most=bounds.WITHOUT_FORCE_STOP,
            ),
            "most documents have a force",
            bounds.WITHOUT_FORCE_WARN,
        ),
        Limit(
            documents,
            "share_of_type_other",
            share("document_type = 'other'", judged_from=bounds.DOCUMENTS_JUDGED_FROM),
            "most documents have a known type",
            ("document_type",),
            at_most=bounds.TYPE_OTHER_WARN,
            is_warning=True,
        ),
        Limit(
            documents,
            "share_without_date",
            share("document_date is null", judged_from=bounds.DOCUMENTS_JUDGED_FROM),
            "most documents have a date",
            ("document_date",),
            at_most=bounds.WITHOUT_DATE_WARN,
            is_warning=True,
        ),
        *_twice(
            Limit(
                observations,
                "share_without_measured",
                share("measured is null", judged_from=bounds.ROWS_JUDGED_FROM),
                "figures say what they measure",
                ("measured",),
                at_most=bounds.WITHOUT_MEASURED_STOP,
            ),
            "most figures say what they measure",
            bounds.WITHOUT_MEASURED_WARN,
        ),
        Limit(
            observations,
            "share_without_period",
            share("period_start is null", judged_from=bounds.ROWS_JUDGED_FROM),
            "figures have a period now and then",
            ("period_start",),
            at_most=bounds.WITHOUT_PERIOD_WARN,
            is_warning=True,
        ),
    ]


def _quotes(kind: str) -> Limit:
    """The offsets law: each quote is what the text says where the offsets point."""
    relation = f"landing.{kind}"
    # The name of the kind is ours, never a document's.
    condition = (
        "quoted_text is distinct from (select substr(text, char_start + 1, char_end - char_start) "  # noqa: S608
        f"from landing.documents as texts where texts.document_id = {kind}.document_id)"
    )
    return Limit(
        relation,
        "misquoted_count",
        count_of(condition),
        f"{kind} quote the text where their offsets point",
        tuple(field.name for field in fields(Evidence) if field.name != "page_number"),
        at_most=0,
    )


def _twins(kind: str) -> Limit:
    """No record stands twice under two keys: all else would count it twice."""
    record = KINDS[kind]
    of_evidence = {field.name for field in fields(Evidence)} if issubclass(record, Evidence) else ()
    names = [field.name for field in fields(record)]
    key = next(name for name in names if name not in of_evidence)
    rest = tuple(name for name in names if name != key)
    # Hashes of rows, which are wide; DuckDB's hash of a null is one, too.
    return Limit(
        f"landing.{kind}",
        "twin_count",
        f"count(*) - count(distinct hash({', '.join(rest)}))",
        f"no two {kind} differ in their key alone",
        rest,
        at_most=0,
    )


def _references() -> list[Limit]:
    """What a record refers to has landed; a lost table would be missed by nobody else."""
    return [
        Limit(
            f"landing.{kind}",
            f"lost_{column}_count",
            # The names of columns and tables are ours, never a document's.
            count_of(
                f"{column} is not null "  # noqa: S608
                f"and {column} not in (select {column} from landing.{table})"
            ),
            f"the {table} of {kind} have landed",
            (column,),
            at_most=0,
        )
        for column, table in _REFERENCES
        for kind, record in KINDS.items()
        if kind != table and column in {field.name for field in fields(record)}
    ]


def _twice(limit: Limit, warning_law: str, warn_at_most: float) -> list[Limit]:
    """Return a stopping limit and the nearer one of the same measure, which warns."""
    warning = Limit(
        limit.relation_name,
        limit.measure_name,
        limit.sql,
        warning_law,
        limit.column_names,
        at_most=warn_at_most,
        is_warning=True,
    )
    return [limit, warning]


def _drift(previous: pd.DataFrame | None) -> list[Expectation]:
    before = values(previous)
    drift: list[Expectation] = []
    for kind in KINDS:
        relation = f"landing.{kind}"
        count = before.get((relation, ROW_COUNT), 0)
        if kind == "documents" and count:
            drift.append(not_below("no landed document is lost", relation, ROW_COUNT, count))
        elif count >= bounds.ROWS_JUDGED_FROM:
            law = f"{kind} have not shrunk by more than {bounds.LANDED_SHRINK_MAX:.0%}"
            least = count * (1 - bounds.LANDED_SHRINK_MAX)
            drift.append(not_below(law, relation, ROW_COUNT, least))
    for relation, measure, count in grouped(before, _GROUPS):
        if count >= bounds.ROWS_JUDGED_FROM:
            law = f"{relation} {measure} has not shrunk by more than {bounds.CODE_SHRINK_MAX:.0%}"
            drift.append(not_below(law, relation, measure, count * (1 - bounds.CODE_SHRINK_MAX)))
    return drift
