"""Door 2: what must hold of landed tables."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, coded, document_key, span, usual_length
from expectations.severity import row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each table."""
    return row_suite(
        "landed_tables",
        [
            document_key(),
            *span(),
            between("ordinal", 0, None, law="ordinal is not negative"),
            between("row_count", 1, None, law="a table has a row"),
            between("column_count", 1, None, law="a table has a column"),
            coded("table_shape", vocabularies),
            usual_length("caption", bounds.HEADING_LENGTH_USUAL),
        ],
    )
