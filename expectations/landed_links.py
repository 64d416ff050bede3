"""Door 2: what must hold of landed links."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, document_key, not_blank, sha256, span, usual_length
from expectations.severity import row_suite


def suite() -> ExpectationSuite:
    """One row for each hyperlink of a document."""
    return row_suite(
        "landed_links",
        [
            document_key(),
            sha256("link_id"),
            *span(),
            not_blank("link_text"),
            not_blank("target_uri"),
            usual_length("link_text", bounds.HEADING_LENGTH_USUAL),
            between("page_number", 1, None, law="page_number counts from 1"),
        ],
    )
