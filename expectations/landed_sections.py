"""Door 2: what must hold of landed sections."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, coded, document_key, maybe_empty_span, usual_length
from expectations.severity import row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each stretch of a document under one heading."""
    return row_suite(
        "landed_sections",
        [
            document_key(),
            *maybe_empty_span(),
            between("ordinal", 0, None, law="ordinal is not negative"),
            between(
                "level",
                0,
                bounds.SECTION_LEVEL_MAX,
                law=f"level is 0 to {bounds.SECTION_LEVEL_MAX}",
            ),
            coded("speaker", vocabularies),
            usual_length("heading", bounds.HEADING_LENGTH_USUAL),
        ],
    )
