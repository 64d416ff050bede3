"""What must hold of the columns that lead every fact back to its words."""

import datetime as dt

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import RowConditionType

from expectations import bounds
from expectations.row_rules import (
    follows,
    sentence_holds_its_quote,
    span_is_as_long_as_its_quote,
    text_is_folded,
    text_is_free_of_markup,
    text_is_not_blank,
)
from expectations.severity import reject, warn
from expectations.vocabularies import Vocabularies, allowed

Bound = float | dt.date | None


def document_key() -> Expectation:
    """Every record belongs to a document: 16 hex digits of a sha256."""
    return reject(
        "document_id is 16 hex digits",
        gxe.ExpectColumnValuesToMatchRegex(column="document_id", regex=r"^[0-9a-f]{16}$"),
    )


def sha256(column: str) -> Expectation:
    """A key of a fact, or a fingerprint: the 64 hex digits of a sha256."""
    return reject(
        f"{column} is a sha256",
        gxe.ExpectColumnValuesToMatchRegex(column=column, regex=r"^[0-9a-f]{64}$"),
    )


def span(start: str = "char_start", end: str = "char_end") -> list[Expectation]:
    """Offsets begin at 0 and end behind their start."""
    return [
        reject(
            f"{start} is not negative",
            gxe.ExpectColumnValuesToBeBetween(column=start, min_value=0),
        ),
        reject(
            f"{end} lies behind {start}",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=end, column_B=start, ignore_row_if="either_value_is_missing"
            ),
        ),
    ]


def maybe_empty_span() -> list[Expectation]:
    """Offsets of what may be empty, such as a cell: the end is not before the start."""
    return [
        reject(
            "char_start is not negative",
            gxe.ExpectColumnValuesToBeBetween(column="char_start", min_value=0),
        ),
        reject(
            "char_end is not before char_start",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="char_end", column_B="char_start", or_equal=True
            ),
        ),
    ]


def coded(
    column: str, vocabularies: Vocabularies, *, vocabulary_name: str | None = None
) -> Expectation:
    """A column of codes has values of its vocabulary only, which is named as the column is."""
    return reject(
        f"{column} is of its vocabulary",
        gxe.ExpectColumnValuesToBeInSet(
            column=column, value_set=allowed(vocabularies, vocabulary_name or column)
        ),
    )


def not_blank(column: str) -> Expectation:
    """A text says something."""
    return reject(f"{column} is not blank", follows(text_is_not_blank, "document_id", column))


def free_of_markup(column: str) -> Expectation:
    """A text for people holds no tags; a slip is told, not punished."""
    return warn(
        f"{column} is free of markup",
        follows(text_is_free_of_markup, "document_id", column, mostly=bounds.READABLE_SHARE),
    )


def readable(column: str) -> list[Expectation]:
    """A sentence for people holds no tags and stands on one line; a slip is told."""
    return [
        free_of_markup(column),
        warn(
            f"{column} is folded",
            follows(text_is_folded, "document_id", column, mostly=bounds.READABLE_SHARE),
        ),
    ]


def usual_length(column: str, at_most: int) -> Expectation:
    """A text has not swallowed what stands behind it."""
    return warn(
        f"{column} has at most {at_most:,} characters",
        gxe.ExpectColumnValueLengthsToBeBetween(
            column=column, max_value=at_most, mostly=bounds.READABLE_SHARE
        ),
    )


def between(
    column: str, low: Bound, high: Bound, *, law: str, where: RowConditionType = None
) -> Expectation:
    """Values lie in hard bounds, both included."""
    return reject(
        law,
        gxe.ExpectColumnValuesToBeBetween(
            column=column,
            min_value=_comparable(low),
            max_value=_comparable(high),
            row_condition=where,
        ),
    )


def usually_between(
    column: str,
    low: Bound,
    high: Bound,
    *,
    law: str,
    where: RowConditionType = None,
    mostly: float = 1,
) -> Expectation:
    """Values lie in the bounds of what is usual, both included; others are told."""
    return warn(
        law,
        gxe.ExpectColumnValuesToBeBetween(
            column=column,
            min_value=_comparable(low),
            max_value=_comparable(high),
            row_condition=where,
            mostly=mostly,
        ),
    )


def _comparable(bound: Bound) -> float | dt.datetime | None:
    """The gate hands dates on as timestamps, which do not compare with plain dates."""
    return dt.datetime.combine(bound, dt.time()) if isinstance(bound, dt.date) else bound


def finite(column: str) -> Expectation:
    """A number is one: bounded, so that infinity is none."""
    return between(
        column,
        -bounds.VALUE_MAX,
        bounds.VALUE_MAX,
        law=f"{column} is a number of at most {bounds.VALUE_MAX:,.0f}",
    )


def is_number(column: str) -> Expectation:
    """A number is given: NaN is missing here, while DuckDB lands it as a value."""
    return reject(f"{column} is not NaN", gxe.ExpectColumnValuesToNotBeNull(column=column))


def evidence(vocabularies: Vocabularies) -> list[Expectation]:
    """The evidence columns that all facts share."""
    return [
        document_key(),
        *span(),
        reject(
            "quoted_text is as long as its span",
            follows(span_is_as_long_as_its_quote, "char_start", "char_end", "quoted_text"),
        ),
        not_blank("quoted_text"),
        not_blank("sentence_text"),
        reject(
            "sentence_text holds its quote",
            follows(sentence_holds_its_quote, "quoted_text", "sentence_text"),
        ),
        *readable("sentence_text"),
        usual_length("sentence_text", bounds.SENTENCE_LENGTH_USUAL),
        coded("speaker", vocabularies),
        between("page_number", 1, None, law="page_number counts from 1"),
    ]
