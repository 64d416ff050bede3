"""Door 2: what must hold of landed responses."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, coded, evidence, not_blank, sha256, usual_length
from expectations.row_rules import (
    date_is_first_of_its_period,
    follows,
    precision_is_none_without_a_date,
)
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each inspection report that a document answers."""
    return row_suite(
        "landed_responses",
        [
            *evidence(vocabularies),
            sha256("response_id"),
            reject(
                "inspection_report_id has no white space",
                gxe.ExpectColumnValuesToMatchRegex(column="inspection_report_id", regex=r"^\S+$"),
            ),
            not_blank("report_title_text"),
            usual_length("report_title_text", bounds.HEADING_LENGTH_USUAL),
            coded("stance", vocabularies),
            coded("report_published_on_precision", vocabularies),
            between(
                "report_published_on",
                bounds.REPORT_DATE_MIN,
                bounds.DOCUMENT_DATE_MAX,
                law="report_published_on is of our time",
            ),
            reject(
                "report_published_on_precision is none just where the date is missing",
                follows(
                    precision_is_none_without_a_date,
                    "report_published_on",
                    "report_published_on_precision",
                    unless="never",
                ),
            ),
            reject(
                "report_published_on is the first day of its month or year",
                follows(
                    date_is_first_of_its_period,
                    "report_published_on",
                    "report_published_on_precision",
                ),
            ),
            between(
                "recommendations_made",
                0,
                bounds.RECOMMENDATION_COUNT_MAX,
                law=f"recommendations_made is 0 to {bounds.RECOMMENDATION_COUNT_MAX}",
            ),
        ],
    )
