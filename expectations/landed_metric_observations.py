"""Door 2: what must hold of landed metric observations."""

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column

from expectations import bounds
from expectations.evidence import (
    between,
    coded,
    evidence,
    finite,
    is_number,
    sha256,
    usual_length,
    usually_between,
)
from expectations.row_rules import follows, plain_figure_is_its_value, unit_follows_the_sign
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each figure that a document states."""
    return row_suite(
        "landed_metric_observations",
        [
            *evidence(vocabularies),
            sha256("observation_id"),
            *_values(),
            *_periods(),
            coded("unit_code", vocabularies),
            reject(
                "unit_code is that of the sign in the quote",
                follows(unit_follows_the_sign, "quoted_text", "unit_code"),
            ),
            coded("qualifier", vocabularies),
            coded("change_direction", vocabularies),
            coded("observation_role", vocabularies),
            coded("scope", vocabularies),
            coded("period_precision", vocabularies),
            coded("origin", vocabularies),
            usual_length("quoted_text", bounds.FIGURE_LENGTH_MAX),
            reject(
                "a figure of a table names its table",
                gxe.ExpectColumnValuesToNotBeNull(
                    column="table_id", row_condition=Column("origin") == "table"
                ),
            ),
        ],
    )


def _values() -> list[Expectation]:
    return [
        is_number("value"),
        reject(
            "value is the number that the quote states in digits",
            follows(
                plain_figure_is_its_value,
                "quoted_text",
                "value",
                "unit_code",
                "origin",
                "sentence_text",
            ),
        ),
        finite("value"),
        finite("value_high"),
        reject(
            "value_high is above value",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="value_high", column_B="value", ignore_row_if="either_value_is_missing"
            ),
        ),
        reject(
            "a range has an upper end",
            gxe.ExpectColumnValuesToNotBeNull(
                column="value_high", row_condition=Column("qualifier") == "range"
            ),
        ),
        reject(
            "only a range has an upper end",
            gxe.ExpectColumnValuesToBeNull(
                column="value_high", row_condition=Column("qualifier") != "range"
            ),
        ),
        between(
            "value",
            -bounds.PERCENT_MAX,
            bounds.PERCENT_MAX,
            law=f"a percentage is at most {bounds.PERCENT_MAX:,.0f}",
            where=Column("unit_code") == "percent",
        ),
        usually_between(
            "value",
            0,
            bounds.PERCENT_USUAL_MAX,
            law="percentages are mostly 0 to 100",
            where=Column("unit_code") == "percent",
            mostly=bounds.PERCENT_USUAL_SHARE,
        ),
        usually_between(
            "value",
            None,
            bounds.YEAR_USUAL_MAX,
            law=f"durations have at most {bounds.YEAR_USUAL_MAX:,.0f} years",
            where=Column("unit_code") == "year",
        ),
        usually_between(
            "value",
            None,
            bounds.FTE_USUAL_MAX,
            law=f"posts are at most {bounds.FTE_USUAL_MAX:,.0f}",
            where=Column("unit_code") == "fte",
        ),
    ]


def _periods() -> list[Expectation]:
    return [
        *(
            between(
                column,
                bounds.PERIOD_DATE_MIN,
                bounds.FUTURE_DATE_MAX,
                law=f"{column} is in a century of policing",
            )
            for column in ("period_start", "period_end")
        ),
        usually_between(
            "period_start",
            bounds.PERIOD_DATE_USUAL_MIN,
            None,
            law="periods are mostly of our time",
            mostly=bounds.READABLE_SHARE,
        ),
        reject(
            "a period does not end before it starts",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="period_end",
                column_B="period_start",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
        ),
        reject(
            "an open period has no end",
            gxe.ExpectColumnValuesToBeNull(
                column="period_end", row_condition=Column("period_precision") == "open"
            ),
        ),
        reject(
            "a period with dates has a precision",
            gxe.ExpectColumnValuesToNotBeNull(
                column="period_precision", row_condition=Column("period_start").is_not_null()
            ),
        ),
    ]
