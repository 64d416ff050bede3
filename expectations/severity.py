"""What happens where an expectation is not met: exactly one of three severities.

``reject``: about rows; the documents of the failing rows are rejected as wholes and the
refresh goes on. ``stop``: about whole tables and profiles; the refresh is refused and what
was published stays. ``warn``: recorded. Each expectation also carries the law that it
holds, in words, under which its outcome is recorded.
"""

from collections.abc import Sequence
from typing import Final, Literal, TypeVar, get_args

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    ColumnPairMapExpectation,
    Expectation,
    MulticolumnMapExpectation,
)

Severity = Literal["reject", "stop", "warn"]

_RowExpectation = TypeVar(
    "_RowExpectation", ColumnMapExpectation, ColumnPairMapExpectation, MulticolumnMapExpectation
)
_ROW_KINDS: Final = (ColumnMapExpectation, ColumnPairMapExpectation, MulticolumnMapExpectation)


def reject(law: str, expectation: _RowExpectation) -> _RowExpectation:
    """Return ``expectation`` as one that rejects the documents of failing rows."""
    return _marked("reject", law, expectation)


def stop(law: str, expectation: _RowExpectation) -> _RowExpectation:
    """Return ``expectation`` as one that refuses the refresh."""
    return _marked("stop", law, expectation)


def warn(law: str, expectation: _RowExpectation) -> _RowExpectation:
    """Return ``expectation`` as one that is recorded and stops nothing."""
    return _marked("warn", law, expectation)


def _marked(severity: Severity, law: str, expectation: _RowExpectation) -> _RowExpectation:
    if expectation.meta:
        raise ValueError(f"cannot mark {law!r} as {severity}: it already is {expectation.meta}.")
    expectation.meta = {"severity": severity, "law": law}
    return expectation


def severity_of(expectation: Expectation) -> Severity:
    """Return the one severity of an expectation.

    Raises:
        ValueError: it was not made by ``reject``, ``stop`` or ``warn``.
    """
    meta = expectation.meta or {}
    if meta.get("severity") not in get_args(Severity) or not meta.get("law"):
        raise ValueError(
            f"cannot use {expectation.expectation_type}: its meta is {expectation.meta}. "
            "Wrap it in reject(), stop() or warn() with the law that it holds."
        )
    severity: Severity = meta["severity"]
    return severity


def row_suite(name: str, expectations: Sequence[Expectation]) -> ExpectationSuite:
    """Return a suite about rows: each expectation rejects or warns.

    Raises:
        ValueError: an expectation without severity, one that stops, two of one law, or a
            rejecting one with ``mostly``, which would let some failing rows through.
    """
    for expectation in expectations:
        if severity_of(expectation) == "stop":
            raise ValueError(f"cannot stop a refresh in {name}: a suite about rows rejects.")
        if severity_of(expectation) == "reject" and getattr(expectation, "mostly", 1) != 1:
            raise ValueError(f"cannot use mostly in {name}: a reject is about each row.")
    return _suite(name, expectations)


def whole_suite(name: str, expectations: Sequence[Expectation]) -> ExpectationSuite:
    """Return a suite about a whole table or a profile: each expectation stops or warns.

    Raises:
        ValueError: an expectation without severity, one that rejects, or two of one law.
    """
    for expectation in expectations:
        if severity_of(expectation) == "reject":
            raise ValueError(f"cannot reject documents in {name}: a suite about wholes stops.")
    return _suite(name, expectations)


def _suite(name: str, expectations: Sequence[Expectation]) -> ExpectationSuite:
    laws = [(expectation.meta or {}).get("law") for expectation in expectations]
    twice = sorted({str(law) for law in laws if laws.count(law) > 1})
    if twice:
        raise ValueError(f"cannot build {name}: a law stands twice: {twice[:3]}. Name them apart.")
    unknown = [e.expectation_type for e in expectations if not isinstance(e, _ROW_KINDS)]
    if unknown:
        raise ValueError(
            f"cannot build {name}: {unknown[:3]} do not judge row by row, so the gate could not "
            "say which rows fail. Profile the table and judge the profile's rows."
        )
    return ExpectationSuite(name=name, expectations=list(expectations))
