"""Door 2: what must hold of landed sentences."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import (
    between,
    coded,
    document_key,
    not_blank,
    readable,
    sha256,
    span,
    usual_length,
)
from expectations.severity import row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each sentence of prose."""
    return row_suite(
        "landed_sentences",
        [
            document_key(),
            *span(),
            between("ordinal", 0, None, law="ordinal is not negative"),
            between("page_number", 1, None, law="page_number counts from 1"),
            between("word_count", 0, None, law="word_count is not negative"),
            sha256("fingerprint"),
            coded("speaker", vocabularies),
            coded("language", vocabularies),
            not_blank("sentence_text"),
            *readable("sentence_text"),
            usual_length("sentence_text", bounds.SENTENCE_LENGTH_USUAL),
        ],
    )
