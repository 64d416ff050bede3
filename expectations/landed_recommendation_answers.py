"""Door 2: what must hold of landed recommendation answers."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, coded, evidence, free_of_markup, not_blank, sha256, span
from expectations.severity import row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each recommendation that a document answers."""
    return row_suite(
        "landed_recommendation_answers",
        [
            *evidence(vocabularies),
            sha256("answer_id"),
            between(
                "ordinal",
                0,
                bounds.RECOMMENDATION_COUNT_MAX,
                law=f"ordinal is 0 to {bounds.RECOMMENDATION_COUNT_MAX}",
            ),
            coded("finding_type", vocabularies, vocabulary_name="answer_finding_type"),
            coded("action_status", vocabularies),
            coded("acceptance", vocabularies),
            not_blank("recommendation_text"),
            free_of_markup("recommendation_text"),
            not_blank("answer_text"),
            free_of_markup("answer_text"),
            *span("recommendation_char_start", "recommendation_char_end"),
        ],
    )
