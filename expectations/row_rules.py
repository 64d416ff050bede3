"""Rules over several columns of one row, which no ready-made expectation can say.

Each rule takes the rows of its columns, in the order that its docstring names them, and
returns for each row whether it holds. ``follows`` makes an expectation of it.
"""

import html
import re
from collections.abc import Callable
from typing import Any, ClassVar, Final, Literal

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.expectations.row_conditions import RowConditionType

from expectations import bounds

Rule = Callable[[pd.DataFrame], "pd.Series[bool]"]
Missing = Literal["any_value_is_missing", "all_values_are_missing", "never"]

_LETTER: Final = re.compile(r"[^\W\d_]")
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNFOLDED: Final = re.compile(r"^\s|\s$|[^\S ]|  ")
_WORD: Final = re.compile(r"\w+")
#: A figure in digits alone: its sign, unit and scale stand nowhere else.
_PLAIN_FIGURE: Final = re.compile(r"£?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:%|per cent|percent)?")
#: A scale that a figure may share with one behind it: "from 1.2 to 1.5 million".
_SCALE: Final = re.compile(r"(?i:thousand|million|billion)|\d\s?(?:k|m|bn)\b")
_PERCENT: Final = re.compile(r"%|per\s*cent", re.IGNORECASE)
_MARKUP: Final = re.compile(r"</?(?:td|th|tr|table|p|br|div|span|li|ul|ol)\b")


def span_is_as_long_as_its_quote(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: start, end, quote. Lengths count code points."""
    start, end, quote = (rows.iloc[:, number] for number in range(3))
    return _booleans((end - start) == quote.map(len), rows)


def sentence_holds_its_quote(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: quote, sentence; at least the bounded share of the quote's words stand in it."""
    pairs = zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)
    return _booleans([_share_held(quote, sentence) for quote, sentence in pairs], rows)


def unit_follows_the_sign(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: quote, unit_code. A pound sign is of money, a per cent sign of a percentage."""
    return _booleans(
        [
            ("£" not in quote or unit == "gbp")
            and (not _PERCENT.search(quote) or unit.startswith("percent"))
            for quote, unit in zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)
        ],
        rows,
    )


def plain_figure_is_its_value(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: quote, value, unit_code, origin, sentence; its scale may stand outside the quote.

    A table of money has it in a heading, and in a list of figures the last one has it for all.
    """
    return _booleans(
        [
            (unit == "gbp" and origin == "table")
            or bool(_SCALE.search(sentence))
            or _states(quote, value)
            for quote, value, unit, origin, sentence in rows.itertuples(index=False)
        ],
        rows,
    )


def key_begins_the_hash(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: document_id, raw_sha256."""
    pairs = zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)
    return _booleans([digest[:16] == key for key, digest in pairs], rows)


def part_is_within_text(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: part_char_end, text."""
    return _booleans(rows.iloc[:, 0] <= rows.iloc[:, 1].map(len), rows)


def verdict_follows_the_difference(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: stated_value, computed_value, tolerance, agrees."""
    stated, computed, tolerance, agrees = (rows.iloc[:, number] for number in range(4))
    within = (stated - computed).abs() <= tolerance + bounds.FLOAT_NOISE
    return _booleans(within == agrees.astype(bool), rows)


def difference_is_between_the_values(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: stated_value, computed_value, difference, which may have either sign."""
    stated, computed, difference = (rows.iloc[:, number] for number in range(3))
    error = (difference.abs() - (stated - computed).abs()).abs()
    return _booleans(error <= bounds.FLOAT_NOISE * (1 + difference.abs()), rows)


def both_or_neither(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any; all of them have a value, or none has."""
    missing = rows.isna()
    return _booleans(missing.all(axis=1) | ~missing.any(axis=1), rows)


def precision_is_none_without_a_date(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: a date, its precision or basis; ``none`` stands where the date is missing."""
    return _booleans(rows.iloc[:, 0].isna() == (rows.iloc[:, 1] == "none"), rows)


def date_is_first_of_its_period(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: a date, its precision. A year begins in January, a financial one in April."""
    date, precision = pd.to_datetime(rows.iloc[:, 0]), rows.iloc[:, 1]
    is_month = precision.isin(["month", "year"])
    return _booleans(
        ~(is_month & ~date.dt.is_month_start)
        & ~((precision == "year") & ~date.dt.month.isin([1, 4])),
        rows,
    )


def date_is_last_of_its_period(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: a date, its precision. A year ends in December, a financial one in March."""
    date, precision = pd.to_datetime(rows.iloc[:, 0]), rows.iloc[:, 1]
    is_month = precision.isin(["month", "year"])
    return _booleans(
        ~(is_month & ~date.dt.is_month_end)
        & ~((precision == "year") & ~date.dt.month.isin([12, 3])),
        rows,
    )


def text_has_letters(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; some letter of any script stands in it."""
    return _booleans([bool(_LETTER.search(text)) for text in rows.iloc[:, -1]], rows)


def text_has_no_nul(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text."""
    return _booleans(["\x00" not in text for text in rows.iloc[:, -1]], rows)


def text_is_decoded(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; replacement characters are at most the bounded share."""
    limit = bounds.REPLACEMENT_SHARE_MAX
    return _booleans([t.count("\ufffd") <= limit * len(t) for t in rows.iloc[:, -1]], rows)


def text_has_no_replacement(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; nothing in it was lost in decoding."""
    return _booleans(["\ufffd" not in text for text in rows.iloc[:, -1]], rows)


def text_is_printable(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; no control characters but white space."""
    return _booleans([not _CONTROL.search(text) for text in rows.iloc[:, -1]], rows)


def text_is_short_enough(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text."""
    return _booleans(rows.iloc[:, -1].map(len) <= bounds.TEXT_LENGTH_MAX, rows)


def text_is_folded(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; one line with single spaces."""
    return _booleans([not _UNFOLDED.search(text) for text in rows.iloc[:, -1]], rows)


def text_is_free_of_markup(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text; no tag of a page or a table is left."""
    return _booleans([not _MARKUP.search(text) for text in rows.iloc[:, -1]], rows)


def text_is_not_blank(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Columns: any, then a text."""
    return _booleans([bool(text.strip()) for text in rows.iloc[:, -1]], rows)


def _share_held(quote: str, sentence: str) -> bool:
    quote, sentence = (_comparable(text) for text in (quote, sentence))
    words, held = _WORD.findall(quote), set(_WORD.findall(sentence))
    # A word may be quoted out of its plural, as an acronym is.
    found = sum(word in held or word in sentence for word in words)
    return found >= bounds.QUOTED_WORDS_SHARE_MIN * len(words)


def _comparable(text: str) -> str:
    """Return a text in small letters, whole words where a soft hyphen would part them."""
    return html.unescape(text).replace("\u00ad", "").lower()


def _states(quote: str, value: float) -> bool:
    """Say whether a quote that is a number in digits is ``value``; other quotes state anything."""
    plain = _PLAIN_FIGURE.fullmatch(quote.strip())
    if not plain:
        return True
    stated = float(plain[1].replace(",", ""))
    return abs(stated - value) <= bounds.FLOAT_NOISE * (1 + stated)


def _booleans(values: object, rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return a plain boolean column on the index of ``rows``; what is unknown is False."""
    return pd.Series(values, index=rows.index, dtype="object").fillna(False).astype(bool)


_RULES: Final[dict[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        span_is_as_long_as_its_quote,
        sentence_holds_its_quote,
        unit_follows_the_sign,
        plain_figure_is_its_value,
        key_begins_the_hash,
        part_is_within_text,
        verdict_follows_the_difference,
        difference_is_between_the_values,
        both_or_neither,
        precision_is_none_without_a_date,
        date_is_first_of_its_period,
        date_is_last_of_its_period,
        text_has_letters,
        text_has_no_nul,
        text_is_decoded,
        text_has_no_replacement,
        text_is_printable,
        text_is_short_enough,
        text_is_folded,
        text_is_free_of_markup,
        text_is_not_blank,
    )
}


class _RowsFollowRule(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.follow_rule"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("rule",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator] # its own annotations stop here
    def _pandas(cls, column_list: pd.DataFrame, rule: str, **_: Any) -> "pd.Series[bool]":  # noqa: N805 - Great Expectations hands it the class
        return _RULES[rule](column_list)


class ExpectRowsToFollowRule(MulticolumnMapExpectation):
    """Every row follows the rule of this module that has the name ``rule``."""

    rule: str
    map_metric: ClassVar[str] = "multicolumn_values.follow_rule"
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "rule")


def follows(
    rule: Rule,
    *column_names: str,
    unless: Missing = "any_value_is_missing",
    where: RowConditionType = None,
    mostly: float = 1,
) -> ExpectRowsToFollowRule:
    """Return the expectation that rows follow ``rule`` on ``column_names``.

    A rule about one text takes ``document_id`` before it: Great Expectations wants two.
    """
    return ExpectRowsToFollowRule(
        column_list=list(column_names),
        rule=rule.__name__,
        ignore_row_if=unless,
        row_condition=where,
        mostly=mostly,
    )
