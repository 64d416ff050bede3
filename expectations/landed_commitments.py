"""Door 2: what must hold of landed commitments."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, coded, evidence, not_blank, readable, sha256
from expectations.row_rules import both_or_neither, date_is_last_of_its_period, follows
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each sentence that promises something."""
    return row_suite(
        "landed_commitments",
        [
            *evidence(vocabularies),
            sha256("commitment_id"),
            coded("actor", vocabularies),
            coded("strength", vocabularies),
            coded("due_precision", vocabularies),
            not_blank("commitment_text"),
            *readable("commitment_text"),
            between(
                "due_on",
                bounds.DUE_DATE_MIN,
                bounds.FUTURE_DATE_MAX,
                law="due_on is of this century",
            ),
            reject(
                "due_on and due_precision stand together",
                follows(both_or_neither, "due_on", "due_precision", unless="never"),
            ),
            reject(
                "due_on is the last day of its month or year",
                follows(date_is_last_of_its_period, "due_on", "due_precision"),
            ),
        ],
    )
