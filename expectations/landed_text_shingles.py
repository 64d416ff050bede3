"""Door 2: what must hold of landed shingles of texts."""

from great_expectations.core import ExpectationSuite

from expectations.evidence import between, document_key
from expectations.severity import row_suite


def suite() -> ExpectationSuite:
    """One row for each shingle of a document's sample."""
    return row_suite(
        "landed_text_shingles",
        [
            document_key(),
            between("fingerprint", 0, None, law="fingerprint is not negative"),
        ],
    )
