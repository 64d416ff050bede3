"""Door 2: what must hold of landed documents."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.row_conditions import Column

from expectations import bounds
from expectations.evidence import between, coded, document_key, sha256, span, usual_length
from expectations.row_rules import (
    date_is_first_of_its_period,
    follows,
    key_begins_the_hash,
    part_is_within_text,
    precision_is_none_without_a_date,
)
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each document; the text itself has passed door 1."""
    return row_suite(
        "landed_documents",
        [
            document_key(),
            sha256("raw_sha256"),
            reject(
                "document_id begins the hash of the bytes, unless it is a part",
                follows(
                    key_begins_the_hash,
                    "document_id",
                    "raw_sha256",
                    where=Column("part_number").is_null(),
                ),
            ),
            between("part_number", 1, None, law="part_number counts from 1"),
            *span("part_char_start", "part_char_end"),
            reject(
                "a part ends within its text",
                follows(part_is_within_text, "part_char_end", "text"),
            ),
            between("left_out_count", 0, None, law="left_out_count is not negative"),
            between("word_count", 0, None, law="word_count is not negative"),
            sha256("text_fingerprint"),
            sha256("number_fingerprint"),
            coded("document_type", vocabularies),
            coded("document_date_precision", vocabularies),
            coded("document_date_basis", vocabularies),
            between(
                "document_date",
                bounds.DOCUMENT_DATE_MIN,
                bounds.DOCUMENT_DATE_MAX,
                law="document_date is of our time",
            ),
            reject(
                "document_date_precision is none just where the date is missing",
                follows(
                    precision_is_none_without_a_date,
                    "document_date",
                    "document_date_precision",
                    unless="never",
                ),
            ),
            reject(
                "document_date_basis is none just where the date is missing",
                follows(
                    precision_is_none_without_a_date,
                    "document_date",
                    "document_date_basis",
                    unless="never",
                ),
            ),
            reject(
                "document_date is the first day of its month or year",
                follows(date_is_first_of_its_period, "document_date", "document_date_precision"),
            ),
            reject(
                "force_id is a slug",
                gxe.ExpectColumnValuesToMatchRegex(
                    column="force_id", regex=r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
                ),
            ),
            coded("language", vocabularies),
            coded("media_type", vocabularies),
            usual_length("title", bounds.HEADING_LENGTH_USUAL),
            usual_length("commissioner_name", bounds.NAME_LENGTH_USUAL),
        ],
    )
