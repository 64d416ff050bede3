"""Door 2: what must hold of landed theme mentions."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite

from expectations.evidence import evidence, not_blank, sha256
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each theme and sentence."""
    return row_suite(
        "landed_theme_mentions",
        [
            *evidence(vocabularies),
            sha256("theme_mention_id"),
            reject(
                "theme_id is a slug",
                gxe.ExpectColumnValuesToMatchRegex(
                    column="theme_id", regex=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$"
                ),
            ),
            not_blank("matched_phrase"),
        ],
    )
