"""kill -9 at any moment of a refresh: nothing is lost, doubled, torn or left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.parts import default_workers
from tests.flows.conftest import one
from tests.reliability import homes
from tests.reliability.refreshing import SECONDS, Moment, reading_all_the_while
from tests.reliability.scene import Scene
from tests.reliability.trials import Promise
from warehouse.paths import PROJECT_FOLDER, Home

PROMISE = "A crash at any point loses and doubles nothing"


def test_a_refresh_that_is_killed_anywhere_is_made_good_by_the_next(
    promise: Promise, scene: Scene
) -> None:
    assert scene.before != scene.after
    with promise(PROMISE) as trials:
        moments = scene.course.moments(60)
        count = trials.count(part=2, full=60)

        def try_at(moment: Moment) -> None:
            home = scene.home()
            with trials.one(str(moment)):
                kill_and_refresh(scene, home, moment)
            shutil.rmtree(home.folder)

        # Moments are of computing, so they are the same beside other refreshes.
        with ThreadPoolExecutor(default_workers()) as at_once:
            # A part of them is spread over the stages too; publishing is among its last.
            chosen = moments[len(moments) // count - 1 :: len(moments) // count]
            list(at_once.map(try_at, chosen))


def kill_and_refresh(scene: Scene, home: Home, moment: Moment) -> None:
    known = {len(scene.before["documents"]), len(scene.after["documents"])}

    def read() -> None:
        found = one(home, "select count(*) from marts.dim_documents")
        assert found in known, f"{found} documents"

    with reading_all_the_while(read) as errors:
        scene.refreshes.run(home.folder, *scene.arguments, moment=moment).killed()
        assert homes.orphans(home) == []
        scene.is_mended(home)
    assert errors == []


def test_no_process_outlives_a_refresh_that_is_killed(
    promise: Promise, scene: Scene, tmp_path: Path
) -> None:
    """Without a server that is there already, so with one of its own, and with two workers."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")
    }
    with promise(PROMISE) as trials:
        for number in range(trials.count(part=1, full=3)):
            home = scene.home()
            with trials.one(f"its own server, {number}"), (tmp_path / "said").open("w+") as said:
                process = subprocess.Popen(
                    [sys.executable, "-m", "flows.cli", *scene.arguments[:2], "--workers", "2"],
                    cwd=PROJECT_FOLDER,
                    env=environment | {"SECTION55_HOME": str(home.folder)},
                    stderr=said,
                )
                until = time.monotonic() + SECONDS
                while len(list(homes.processes_of(home))) < 2 and time.monotonic() < until:
                    time.sleep(0.01)
                # From the first moment of the server on, to well after it answers.
                time.sleep(10 * number)
                assert len(list(homes.processes_of(home))) >= 2, (tmp_path / "said").read_text()
                process.send_signal(signal.SIGKILL)
                process.wait()
                assert homes.orphans(home) == []
            scene.is_mended(home) if trials.is_full else None
