"""Door 2: what must hold of landed arithmetic checks."""

from great_expectations.core import ExpectationSuite

from expectations.evidence import between, coded, evidence, finite, is_number, sha256
from expectations.row_rules import follows, verdict_follows_the_difference
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each printed figure that was compared with others."""
    return row_suite(
        "landed_arithmetic_checks",
        [
            *evidence(vocabularies),
            sha256("check_id"),
            coded("check_type", vocabularies),
            is_number("stated_value"),
            finite("stated_value"),
            is_number("computed_value"),
            finite("computed_value"),
            is_number("tolerance"),
            between("tolerance", 0, None, law="tolerance is not negative"),
            reject(
                "agrees says whether the difference is within the tolerance",
                follows(
                    verdict_follows_the_difference,
                    "stated_value",
                    "computed_value",
                    "tolerance",
                    "agrees",
                ),
            ),
        ],
    )
