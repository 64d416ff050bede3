"""Refreshes publish while people read: nobody sees an error, or half of a refresh."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.reliability import inboxes
from tests.reliability.scene import Scene
from tests.reliability.trials import Promise, Trials
from warehouse import journal, publishing, store
from warehouse.paths import PROJECT_FOLDER, Home

PROMISE = "Readers never notice a refresh"
READERS = ("path", "path", "command", "kept")


@dataclass
class Read:
    """What the readers saw, once they have ended."""

    told: list[dict[str, object]] = field(default_factory=list)


@contextmanager
def reading(home: Home, stop: Path) -> Iterator[Read]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.reader", kind, home.folder, stop],
            cwd=PROJECT_FOLDER,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in READERS
    ]
    read = Read()
    try:
        yield read
    finally:
        stop.touch()
        read.told = [json.loads(process.communicate(timeout=120)[0]) for process in processes]


def judge(trials: Trials, read: Read, published: int) -> None:
    for kind, told in zip(READERS, read.told, strict=True):
        wrong = told["wrong"]
        assert isinstance(wrong, list)
        for _ in range(int(str(told["reads"])) - len(wrong)):
            trials.record(ok=True, what=kind)
        for one in wrong:
            trials.record(ok=False, what=f"{kind}: {one}")
        seen = int(str(told["refreshes"]))
        # Else nothing was published while it read.
        trials.record(ok=seen > 2, what=f"{kind} saw {seen} of {published} refreshes")


def publish_one_more(home: Home) -> None:
    """Publish a copy of what is published with one document more, in three tables."""
    refresh_id = journal.next_id(home)
    build = publishing.start_build(home, refresh_id)
    with store.writer(build.database) as connection:
        for table, key in (("dim_documents", None), ("fct_metric_observations", "observation_id")):
            named = f", ? as {key}" if key else ""
            values = [refresh_id] * (2 if key else 1)
            connection.execute(
                f"insert into marts.{table} by name select * replace (? as document_id{named}) "
                f"from marts.{table} limit 1",
                values,
            )
        connection.execute(
            "insert into landing.refreshes by name select * replace (? as refresh_id, "
            "document_count + 1 as document_count) from landing.refreshes "
            "where outcome = 'published' order by landing.refreshes.refresh_id desc limit 1",
            [refresh_id],
        )
    publishing.publish(build)


def test_readers_see_one_refresh_or_another_and_no_error(
    promise: Promise, scene: Scene, tmp_path: Path
) -> None:
    home = scene.home()
    with promise(PROMISE) as trials:
        with reading(home, tmp_path / "stop") as read:
            for _ in range(30):
                publish_one_more(home)
        judge(trials, read, 30)


def test_readers_do_not_notice_whole_refreshes(
    promise: Promise, scene: Scene, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "letter.txt").write_text(inboxes.letter(310))
    home = Home(tmp_path / "home")
    arguments = ("refresh", str(inbox), "--workers", "1")
    with promise(PROMISE) as trials:
        if not trials.is_full:
            pytest.skip("30 whole refreshes are made in full")
        scene.refreshes.run(home.folder, *arguments).published()
        with reading(home, tmp_path / "stop") as read:
            for number in range(30):
                (inbox / f"letter-{number}.txt").write_text(inboxes.letter(400 + number))
                scene.refreshes.run(home.folder, *arguments).published()
        judge(trials, read, 30)
