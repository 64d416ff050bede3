"""Data that is broken on purpose: a door, the landing tables or a dbt test catches every break."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from expectations import bounds, built_marts, landed_records, raw_documents, vocabularies
from expectations.gate import Outcome, check_rows, check_whole
from flows.records import KINDS
from flows.sources.reference import reference_tables
from tests.dbt.conftest import Invoke, dbt_folder, invoke_dbt
from tests.reliability.breaks import BREAKS, Break
from tests.reliability.trials import Trials
from warehouse import store
from warehouse.paths import Home

__all__ = ["dbt_folder", "invoke_dbt"]  # fixtures

Promise = Callable[[str], AbstractContextManager[Trials]]

CAUGHT = "Broken data is caught by a door, a table or a dbt test"
SUITES = landed_records.suites(vocabularies.from_rows(reference_tables()["vocabularies"]))
DOOR_ONE = ["document_id", "media_type", "byte_count", "text"]


@pytest.fixture(scope="module")
def whole(first_refresh: tuple[Path, Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the samples' warehouse, which tests may break and must mend."""
    file = tmp_path_factory.mktemp("breaks") / "section55.duckdb"
    shutil.copy(Home(first_refresh[1]).database, file)
    return file


@pytest.fixture
def judged_from_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples are few: their shares and their drift are judged all the same."""
    for name, count in {
        "DOCUMENTS_JUDGED_FROM": 5, "ROWS_JUDGED_FROM": 20, "CHECKS_JUDGED_FROM": 5,
        "WORDS_JUDGED_FROM": 100, "FORCE_DOCUMENTS_JUDGED_FROM": 2,
    }.items():  # fmt: skip
        assert getattr(bounds, name) > count
        monkeypatch.setattr(bounds, name, count)


@contextmanager
def broken(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[None]:
    """Break the data for the time of the block."""
    connection.execute("begin")
    try:
        connection.execute(sql)
        yield
    finally:
        connection.execute("rollback")


def refusals(outcomes: tuple[Outcome, ...], door: str) -> list[str]:
    return [
        f"{door}, {outcome.suite_name}: {outcome.expectation_name}"
        for outcome in outcomes
        if not outcome.is_met and outcome.severity != "warn"
    ]


def caught_before_dbt(
    connection: duckdb.DuckDBPyConnection, one: Break, previous: pd.DataFrame
) -> str | None:
    """Return the first that refuses a break of landed data; None where nothing does."""
    try:
        with broken(connection, one.sql):
            for judge in (by_door_one, by_door_two):
                if found := judge(connection, one.sql):
                    return found[0]
            profile = landed_records.profile(connection)
            outcomes = check_whole(landed_records.whole_suite(previous), profile, door="2")
            return next(iter(refusals(outcomes, "door 2")), None)
    except duckdb.ConstraintException as error:
        return f"landing tables: {str(error).partition(': ')[2].split('.')[0].splitlines()[0]}"


def by_door_one(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    if "landing.documents" not in sql:
        return []
    frame = connection.execute(f"select {', '.join(DOOR_ONE)} from landing.documents").df()
    return refusals(check_rows(raw_documents.suite(), frame, door="1").outcomes, "door 1")


def by_door_two(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    touched = re.search(r"landing\.(\w+)", sql)
    if not touched or touched[1] not in KINDS or sql.startswith(("drop", "alter")):
        return []
    frame = connection.execute(f"from landing.{touched[1]}").df()
    return refusals(check_rows(SUITES[touched[1]], frame, door="2").outcomes, "door 2")


def caught_by_door_three(
    connection: duckdb.DuckDBPyConnection, one: Break, previous: pd.DataFrame
) -> str | None:
    with broken(connection, one.sql):
        outcomes = check_whole(
            built_marts.suite(previous), built_marts.profile(connection), door="3"
        )
        return next(iter(refusals(outcomes, "door 3")), None)


@pytest.mark.usefixtures("judged_from_few")
def test_whole_data_passes_every_door(promise: Promise, whole: Path) -> None:
    nothing = Break("nothing", "update landing.documents set text = text")
    promised = promise("Whole data passes every door without a warning")
    with promised as trials, store.writer(whole) as connection:
        landed, built = landed_records.profile(connection), built_marts.profile(connection)
        with trials.one("doors 1 and 2"):
            assert caught_before_dbt(connection, nothing, landed) is None
        with trials.one("door 3"):
            assert caught_by_door_three(connection, nothing, built) is None
        for kind, suite in SUITES.items():
            with trials.one(kind):
                frame = connection.execute(f"from landing.{kind}").df()
                outcomes = check_rows(suite, frame, door="2").outcomes
                assert [o.expectation_name for o in outcomes if not o.is_met] == []


@pytest.mark.usefixtures("judged_from_few")
def test_every_break_is_caught(
    promise: Promise, whole: Path, invoke_dbt: Invoke, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[tuple[str, str]] = []
    with promise(CAUGHT) as trials:
        # tests/dbt has the dbt tests break one by one in every run.
        wanted = BREAKS if trials.is_full else [one for one in BREAKS[::6] if not one.dbt_test]
        with store.writer(whole) as connection:
            landed, built = landed_records.profile(connection), built_marts.profile(connection)
            for one in wanted:
                if one.dbt_test:
                    continue
                judge, previous = (
                    (caught_by_door_three, built)
                    if one.is_of_marts
                    else (caught_before_dbt, landed)
                )
                with trials.one(one.what):
                    catcher = judge(connection, one, previous)
                    assert catcher, "nothing caught it"
                    told.append((one.what, catcher))
        by_dbt = [one for one in wanted if one.dbt_test]
        failed = failed_dbt_tests(whole, by_dbt, invoke_dbt) if by_dbt else set()
        for one in by_dbt:
            with trials.one(one.what):
                assert one.dbt_test in failed
                told.append((one.what, f"dbt test {one.dbt_test}"))
        with trials.one("no dbt test tells of the break of another"):
            assert failed == {one.dbt_test for one in by_dbt}
        width = max(len(what) for what, _ in told)
        with capsys.disabled():
            print("\n" + "\n".join(f"{what:{width}}  {catcher}" for what, catcher in told))  # noqa: T201


def failed_dbt_tests(database: Path, breaks: list[Break], invoke_dbt: Invoke) -> set[str]:
    """Break the data in all these ways, build the marts and return the tests that fail."""
    copy = database.with_name("for_dbt.duckdb")
    shutil.copy(database, copy)
    for is_of_marts in (False, True):
        with store.writer(copy) as connection:
            for one in breaks:
                if one.is_of_marts == is_of_marts:
                    connection.execute(one.sql)
        if not is_of_marts:
            assert invoke_dbt(copy, "run").success
    result = invoke_dbt(copy, "test", "--select", "test_type:data")
    outcomes: Any = result.result
    return {outcome.node.name for outcome in outcomes if outcome.status == "fail"}
