"""Door 2: what must hold of landed numerals."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite

from expectations.evidence import between, document_key
from expectations.severity import reject, row_suite


def suite() -> ExpectationSuite:
    """One row for each number that the words before it tell apart."""
    return row_suite(
        "landed_numerals",
        [
            document_key(),
            between("context_fingerprint", 0, None, law="context_fingerprint is not negative"),
            reject(
                "numeral_text begins with a digit",
                gxe.ExpectColumnValuesToMatchRegex(column="numeral_text", regex=r"^\d"),
            ),
        ],
    )
