"""Door 2: what must hold of landed source findings."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.row_conditions import Column

from expectations.evidence import coded, evidence, finite, not_blank, sha256, span
from expectations.row_rules import (
    both_or_neither,
    difference_is_between_the_values,
    follows,
    span_is_as_long_as_its_quote,
)
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies

#: Findings that say two numbers differ; without both numbers they would be an opinion.
ARITHMETIC_TYPES = (
    "total_differs_from_parts",
    "rate_differs_from_parts",
    "parts_differ_from_stated_sum",
    "text_differs_from_table",
)


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each thing that a careful reader would question."""
    arithmetic = Column("finding_type").is_in(list(ARITHMETIC_TYPES))
    return row_suite(
        "landed_source_findings",
        [
            *evidence(vocabularies),
            sha256("finding_id"),
            coded("finding_type", vocabularies, vocabulary_name="source_finding_type"),
            not_blank("explanation"),
            finite("stated_value"),
            finite("computed_value"),
            finite("difference"),
            reject(
                "difference lies between the stated and the computed value",
                follows(
                    difference_is_between_the_values,
                    "stated_value",
                    "computed_value",
                    "difference",
                ),
            ),
            *(
                reject(
                    f"a finding of arithmetic has a {column}",
                    gxe.ExpectColumnValuesToNotBeNull(column=column, row_condition=arithmetic),
                )
                for column in ("stated_value", "computed_value")
            ),
            reject(
                "the second evidence is whole or absent",
                follows(
                    both_or_neither,
                    "other_quoted_text",
                    "other_sentence_text",
                    "other_char_start",
                    "other_char_end",
                    unless="never",
                ),
            ),
            *span("other_char_start", "other_char_end"),
            reject(
                "other_quoted_text is as long as its span",
                follows(
                    span_is_as_long_as_its_quote,
                    "other_char_start",
                    "other_char_end",
                    "other_quoted_text",
                ),
            ),
        ],
    )
