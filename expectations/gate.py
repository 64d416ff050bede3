"""The one gate of the three doors, and the only Great Expectations context.

Nothing is written, asked or sent outside this process: the context lives in memory and is
made anew for each check, because its execution engine keeps batches and metrics by name
and would judge a second frame by the first one's results.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectations.severity import Severity, row_suite, whole_suite
from warehouse.errors import Refusal

_EXAMPLE_COUNT: Final = 3
_EXAMPLE_LENGTH: Final = 120
_LABEL: Final = "measure_id"


class ExpectationsNotMet(Refusal):
    """A door stays shut: expectations of severity ``stop`` are not met."""


class ExpectationsNotChecked(Refusal):
    """A door stays shut because it could not judge: an expectation itself failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one expectation found: a row of ``landing.expectation_results``.

    ``expectation_name`` is the law in words; ``row_count`` the rows that it is about;
    ``failing_examples`` a JSON array of up to three values; ``scope`` is ``increment`` for
    the rows of one refresh and ``whole`` for a whole table or profile.
    """

    door: str
    suite_name: str
    expectation_name: str
    column_name: str | None
    severity: Severity
    is_met: bool
    row_count: int
    failing_count: int
    failing_examples: str | None
    scope: str


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """The outcomes of a suite about rows, and the documents that it rejects.

    ``rejected`` maps ``document_id`` to a sentence for a person.
    """

    outcomes: tuple[Outcome, ...]
    rejected: dict[str, str]


def check_rows(suite: ExpectationSuite, frame: pd.DataFrame, *, door: str) -> RowVerdict:
    """Judge each row of ``frame``, which has a column ``document_id``.

    An empty frame meets every suite.

    Raises:
        ExpectationsNotChecked: Great Expectations failed, for example on a missing column.
        ValueError: the suite holds an expectation that is not about rows.
    """
    row_suite(suite.name, suite.expectations)
    judged = _comparable(frame)
    outcomes: list[Outcome] = []
    broken: dict[str, list[str]] = {}
    for result in _results(suite, judged):
        outcome = _outcome(result, suite.name, judged, door=door, scope="increment")
        outcomes.append(outcome)
        if outcome.severity == "reject" and not outcome.is_met:
            for document_id, clause in _clauses(outcome, result, judged).items():
                broken.setdefault(document_id, []).append(clause)
    return RowVerdict(
        tuple(outcomes),
        {document_id: _sentence(suite.name, clauses) for document_id, clauses in broken.items()},
    )


def check_whole(suite: ExpectationSuite, frame: pd.DataFrame, *, door: str) -> tuple[Outcome, ...]:
    """Judge a whole table or a profile; an expectation that finds no row is not met.

    Raises:
        ExpectationsNotChecked: Great Expectations failed, for example on a missing column.
        ValueError: the suite holds an expectation that rejects documents.
    """
    whole_suite(suite.name, suite.expectations)
    judged = _comparable(frame)
    outcomes = (
        _outcome(result, suite.name, judged, door=door, scope="whole")
        for result in _results(suite, judged)
    )
    return tuple(
        outcome if outcome.row_count else replace(outcome, is_met=False) for outcome in outcomes
    )


def joined(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return one outcome for each expectation of outcomes of several parts of one increment.

    Rows are added up, examples are the first three, and it is met where each part meets it.
    """
    first: dict[tuple[str, str, str], Outcome] = {}
    for outcome in outcomes:
        key = (outcome.door, outcome.suite_name, outcome.expectation_name)
        known = first.get(key)
        if known is None:
            first[key] = outcome
            continue
        examples = [*_parsed(known.failing_examples), *_parsed(outcome.failing_examples)]
        first[key] = replace(
            known,
            is_met=known.is_met and outcome.is_met,
            row_count=known.row_count + outcome.row_count,
            failing_count=known.failing_count + outcome.failing_count,
            failing_examples=_as_json(list(dict.fromkeys(examples))),
        )
    return tuple(first.values())


def refuse_on_stop(outcomes: Iterable[Outcome]) -> None:
    """Let a refresh pass unless an expectation of severity ``stop`` is not met.

    Raises:
        ExpectationsNotMet: names each such expectation with its counts and examples.
    """
    stops = [outcome for outcome in outcomes if outcome.severity == "stop"]
    failed = [outcome for outcome in stops if not outcome.is_met]
    if failed:
        raise ExpectationsNotMet(
            f"cannot publish: {len(failed)} of {len(stops)} expectations not met: "
            + "; ".join(_told(outcome) for outcome in failed)
            + ". What was published stays. Look at the documents that came in last; where the "
            "change is meant, widen the bound, with its reason, in expectations/bounds.py."
        )


def _results(suite: ExpectationSuite, frame: pd.DataFrame) -> list[ExpectationValidationResult]:
    """Return one result for each expectation, in the order of the suite."""
    if frame.empty:
        return [
            ExpectationValidationResult(
                success=True,
                expectation_config=expectation.configuration,
                result={"element_count": 0, "unexpected_count": 0},
            )
            for expectation in suite.expectations
        ]
    context = gx.get_context(
        mode="ephemeral",
        # Without docs sites: their pages hold failing values unescaped.
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        ),
    )
    batch = (
        context.data_sources.add_pandas("frames")
        .add_dataframe_asset("frame")
        .add_batch_definition_whole_dataframe("whole")
        .get_batch({"dataframe": frame})
    )
    result_format = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
    results = batch.validate(suite, result_format=result_format).results
    for result in results:
        _raise_on_exception(suite.name, result)
    by_law = {_law(result): result for result in results}
    return [by_law[(expectation.meta or {})["law"]] for expectation in suite.expectations]


def _raise_on_exception(suite_name: str, result: ExpectationValidationResult) -> None:
    """Great Expectations reports its own exceptions as data that does not meet a law."""
    info = result.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    raised = [entry for entry in entries if entry.get("raised_exception")]
    if raised:
        raise ExpectationsNotChecked(
            f"cannot check {suite_name}: {_law(result)}: "
            f"{_shown(raised[0].get('exception_message'))}. This is a fault of the suite or of "
            "the frame that it was given, not of a document: mend it and refresh again."
        )


def _outcome(
    result: ExpectationValidationResult,
    suite_name: str,
    frame: pd.DataFrame,
    *,
    door: str,
    scope: str,
) -> Outcome:
    found: Mapping[str, Any] = result.result
    values = list(found.get("unexpected_list") or ())[:_EXAMPLE_COUNT]
    if _LABEL in frame.columns:
        values = [
            f"{frame[_LABEL][row]} = {_shown(value)}"
            for row, value in zip(found.get("unexpected_index_list") or (), values, strict=False)
        ]
    config = _configuration(result)
    return Outcome(
        door=door,
        suite_name=suite_name,
        expectation_name=_law(result),
        column_name=", ".join(_column_names(config.kwargs)) or None,
        severity=(config.meta or {})["severity"],
        is_met=bool(result.success),
        row_count=int(found["element_count"]),
        failing_count=int(found["unexpected_count"]),
        failing_examples=_as_json([_shown(value) for value in values]),
        scope=scope,
    )


def _clauses(
    outcome: Outcome, result: ExpectationValidationResult, frame: pd.DataFrame
) -> dict[str, str]:
    """Return for each document of the failing rows what does not hold of them."""
    rows: Sequence[int] = result.result["unexpected_index_list"]
    document_ids = [str(frame["document_id"][row]) for row in rows]
    counts = Counter(document_ids)
    # Great Expectations tells every failing row, but the values of the first 200 only.
    first_rows = dict(zip(reversed(document_ids), reversed(rows), strict=True))
    names = _column_names(_configuration(result).kwargs)
    examples = {
        document_id: _shown(tuple(frame[name][row] for name in names))
        for document_id, row in first_rows.items()
    }
    return {
        document_id: f"{outcome.expectation_name}: not so in {count} "
        f"{'row' if count == 1 else 'rows'}, such as {examples[document_id]}"
        for document_id, count in counts.items()
    }


def _sentence(suite_name: str, clauses: Sequence[str]) -> str:
    more = len(clauses) - _EXAMPLE_COUNT
    return (
        f"cannot land the document: {suite_name}: "
        + "; ".join(clauses[:_EXAMPLE_COUNT])
        + (f"; and {more} more" if more > 0 else "")
        + ". Look at its kept bytes; where they are right, the rule or its bound in "
        f"expectations/{suite_name}.py is wrong."
    )


def _told(outcome: Outcome) -> str:
    if not outcome.row_count:
        return f"{outcome.suite_name}: {outcome.expectation_name}: found nothing to measure"
    return (
        f"{outcome.suite_name}: {outcome.expectation_name}: found {outcome.failing_count} of "
        f"{outcome.row_count}, such as {', '.join(_parsed(outcome.failing_examples))}"
    )


def _comparable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` numbered from 0, dates as timestamps and texts as Python strings.

    Dates come as ``date`` objects from Parquet and as timestamps from DuckDB, and texts in
    Arrow's own type, whose patterns know no script but ASCII's.
    """
    numbered = frame.reset_index(drop=True)
    for name, column in numbered.items():
        if isinstance(column.dtype, pd.StringDtype):
            numbered[name] = column.astype(object).where(column.notna(), None)
        elif pd.api.types.infer_dtype(column, skipna=True) == "date":
            numbered[name] = pd.to_datetime(column)
    return numbered


def _column_names(kwargs: Mapping[str, Any]) -> list[str]:
    pair = [kwargs[key] for key in ("column_A", "column_B") if key in kwargs]
    return [kwargs["column"]] if "column" in kwargs else pair or list(kwargs.get("column_list", []))


def _law(result: ExpectationValidationResult) -> str:
    return str((_configuration(result).meta or {})["law"])


def _configuration(result: ExpectationValidationResult) -> ExpectationConfiguration:
    if result.expectation_config is None:
        raise ExpectationsNotChecked(
            "cannot check a suite: a result of Great Expectations does not say what it is of. "
            "This is a fault of its version: install the one of requirements.txt."
        )
    return result.expectation_config


def _shown(value: object) -> str:
    """Return a value on one short line that is safe to print on a terminal."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        text = " | ".join(_shown(item) for item in value)
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    elif isinstance(value, pd.Timestamp):
        text = value.date().isoformat()
    else:
        text = str(value)
    text = text[: _EXAMPLE_LENGTH + 1]
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= _EXAMPLE_LENGTH else text[: _EXAMPLE_LENGTH - 1] + "…"


def _as_json(examples: list[str]) -> str | None:
    return json.dumps(examples[:_EXAMPLE_COUNT], ensure_ascii=False) if examples else None


def _parsed(examples: str | None) -> list[str]:
    return list(json.loads(examples)) if examples else []
