"""The same documents give the same rows and keys: from ``raw/`` alone, and on any machine."""

import shutil
from pathlib import Path

from tests.conftest import command
from tests.flows.conftest import rows
from tests.reliability import homes
from tests.reliability.refreshing import SECONDS
from tests.reliability.scene import Scene
from tests.reliability.trials import Promise, Trials
from warehouse.paths import Home

FROM_RAW = "The bytes in raw/ alone make the same warehouse again"
ANYWHERE = "The same documents give the same checksums anywhere"


def test_a_lost_database_is_made_again_from_raw_alone(
    promise: Promise, tmp_path: Path, scene: Scene
) -> None:
    (tmp_path / "empty").mkdir()
    # There are former documents too, and what was rejected.
    assert rows(scene.second, "from marts.dim_documents where not is_current")
    assert rows(scene.second, "from landing.rejections")
    with promise(FROM_RAW) as trials:
        for kept in ({"raw"}, {"raw", "journal"})[: trials.count(part=1, full=2)]:
            home = scene.home(scene.second)
            for path in home.folder.iterdir():
                if path.name not in kept:
                    path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
            again = scene.refreshes.run(
                home.folder, "refresh", "--full", str(tmp_path / "empty"), "--workers", "1"
            )
            again.published()
            found = homes.content(home)
            for table in scene.after:
                is_same = found[table] == scene.after[table]
                trials.record(ok=is_same, what=f"from {' and '.join(sorted(kept))}: {table}")
            trials.record(ok=homes.leftovers(home) == [], what=f"{homes.leftovers(home)}")


#: What differs between machines and between runs, and must not matter.
MACHINES: dict[str, dict[str, str]] = {
    "the C locale, far west": {"LC_ALL": "C", "TZ": "Pacific/Honolulu", "PYTHONHASHSEED": "1"},
    "another time zone": {"TZ": "Pacific/Auckland"},
    "another hash seed": {"PYTHONHASHSEED": "4711"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
}


def test_checksums_do_not_depend_on_the_machine_or_the_order(
    promise: Promise, scene: Scene, prefect_server: str
) -> None:
    expected = checksums(scene.first)
    with promise(ANYWHERE) as trials, scene.as_first_found() as files:
        for name, environment in list(MACHINES.items())[: trials.count(part=1, full=4)]:
            # A Python of its own: hash seed and locale are read when it starts.
            home = Home(scene.new_folder())
            done = command(
                "refresh", *reversed(files), "--workers", "2", home=home.folder, seconds=SECONDS,
                server=prefect_server, **environment,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            what = f"{name}, backwards, two workers"
            compare(trials, what, expected, checksums(home, **environment))
        if trials.is_full:
            home = Home(scene.new_folder())
            for some in (files[4:], files[:4]):
                scene.refreshes.run(home.folder, "refresh", *some, "--workers", "1").published()
            compare(trials, "in two refreshes", expected, checksums(home))


def checksums(home: Home, **environment: str) -> list[str]:
    """Return what ``status --checksums`` prints, a line for each mart."""
    done = command("status", "--checksums", home=home.folder, seconds=SECONDS, **environment)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) > 10
    return lines


def compare(trials: Trials, name: str, expected: list[str], found: list[str]) -> None:
    assert len(expected) == len(found)
    for one_line, other in zip(expected, found, strict=True):
        trials.record(ok=one_line == other, what=f"{name}: {one_line} and {other}")
