"""Door 1: what must hold of a document's bytes and decoded text before it is parsed.

Bytes that cannot be decoded at all never come here: reading refuses them with a reason.
"""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import between, document_key
from expectations.row_rules import (
    follows,
    text_has_letters,
    text_has_no_nul,
    text_has_no_replacement,
    text_is_decoded,
    text_is_printable,
    text_is_short_enough,
)
from expectations.severity import reject, row_suite, warn


def suite() -> ExpectationSuite:
    """Columns: document_id, media_type (judged where it lands), byte_count, text."""
    return row_suite(
        "raw_documents",
        [
            document_key(),
            between(
                "byte_count",
                1,
                bounds.BYTE_COUNT_MAX,
                law=f"a document has 1 to {bounds.BYTE_COUNT_MAX:,} bytes",
            ),
            reject(
                "the text has letters",
                follows(text_has_letters, "document_id", "text"),
            ),
            reject("the text has no NUL", follows(text_has_no_nul, "document_id", "text")),
            reject(
                f"the text has at most {bounds.TEXT_LENGTH_MAX:,} characters",
                follows(text_is_short_enough, "document_id", "text"),
            ),
            reject(
                "the text was decoded: at most "
                f"{bounds.REPLACEMENT_SHARE_MAX:.0%} of it are replacement characters",
                follows(text_is_decoded, "document_id", "text"),
            ),
            warn(
                "nothing was lost in decoding",
                follows(text_has_no_replacement, "document_id", "text"),
            ),
            warn(
                "the text has no control characters",
                follows(text_is_printable, "document_id", "text"),
            ),
        ],
    )
