"""Door 2: what must hold of landed table cells."""

from great_expectations.core import ExpectationSuite

from expectations.evidence import between, document_key, maybe_empty_span, readable
from expectations.severity import row_suite


def suite() -> ExpectationSuite:
    """One row for each cell of a table; cells may be empty."""
    return row_suite(
        "landed_table_cells",
        [
            document_key(),
            *maybe_empty_span(),
            between("row_number", 0, None, law="row_number is not negative"),
            between("column_number", 0, None, law="column_number is not negative"),
            *readable("cell_text"),
        ],
    )
