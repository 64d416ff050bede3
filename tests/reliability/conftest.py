"""What people may rely on: each promise is tried many times, and a table tells how often.

``make reliability`` tries everything, most of it in three runs side by side; ``make test`` makes
fewer trials of the same tests.
"""

from contextlib import AbstractContextManager

import pytest

from tests.reliability.refreshing import Refreshes
from tests.reliability.scene import Scene
from tests.reliability.trials import Promise, Trials, keep, table

_TOLD = pytest.StashKey[list[Trials]]()


@pytest.fixture
def promise(request: pytest.FixtureRequest) -> Promise:
    """State what a test promises, and count what it tries of it.

    ::

        def test_a_crash_loses_nothing(promise):
            with promise("A crash at any point loses and doubles nothing") as trials:
                for moment in range(trials.count(part=6, full=60)):
                    with trials.one(f"killed at moment {moment}"):
                        assert rows_after_a_kill(moment) == EXPECTED

    A trial that raises inside ``trials.one`` has failed, and the next one is made; where there
    is nothing to assert, ``trials.record(ok=..., what=...)`` counts a trial. At its end the block
    fails the test where any trial failed, with up to three of them, or where none was made.
    Several blocks, also of several tests, may state the same promise: they are one line of the
    table. ``pytest.skip`` inside the block tells the table why a promise was not tried.
    """
    told = request.config.stash.setdefault(_TOLD, [])
    is_full = request.config.getoption("--reliability") == "full"

    def stated(what: str) -> AbstractContextManager[Trials]:
        trials = Trials(what, is_full=is_full)
        told.append(trials)
        return trials.counted()

    return stated


@pytest.fixture(scope="session")
def refreshes(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Refreshes:
    """Starts refreshes that have their imports done; all go to one Prefect server."""
    folder = tmp_path_factory.mktemp("refreshes")
    return Refreshes(
        folder, {"PREFECT_API_URL": prefect_server, "PREFECT_HOME": str(folder / "prefect")}
    )


@pytest.fixture(scope="session")
def scene(refreshes: Refreshes, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """An inbox that changed between two refreshes, and what each of them published."""
    return Scene(tmp_path_factory.mktemp("scene"), refreshes)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    told = config.stash.get(_TOLD, [])
    if told:
        terminalreporter.section("promises")
        for line in table(told):
            terminalreporter.write_line(line)
    file = config.getoption("--tried")
    if file:
        keep(told, file)
