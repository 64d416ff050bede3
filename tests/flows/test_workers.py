"""What the processes hold: whatever one document does to its process, all others are done."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path

import pytest

from flows import workers
from flows.parts import Chunk, Part
from flows.reading.limits import ProcessLimits
from flows.records import RawDocument
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER

MB = 1024 * 1024
LIMITS = ProcessLimits(seconds=1, seconds_by_clock=120, memory_bytes=512 * MB)
SMALL = 12


@dataclass(frozen=True)
class Harmful:
    """A job whose documents' names say what they do to the process that works on them."""

    marks: Path
    stage: str = "read"

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        kept = []
        for raw in chunk.documents:
            kept.append(self._work_on(raw))
            advance(1)
        return Part(Path(), tuple(chunk.documents), ())

    def _work_on(self, raw: RawDocument) -> bytes:
        match raw.name:
            case "loops":
                while True:
                    pass
            case "loops in a library":
                # One call that never comes back to Python.
                return bytes(b"a" * 40_000 in b"a" * 9_000_000 for _ in range(99_999))
            case "waits":
                signal.pause()
            case "swells":
                return bytes(600 * MB)
            case "holds a little":
                return bytes(180 * MB)
            case "segmentation fault":
                ctypes.string_at(0)
            case "exits":
                os._exit(3)
            case "dies once" if not (self.marks / "died").exists():
                (self.marks / "died").touch()
                os.kill(os.getpid(), signal.SIGKILL)
            case "raises":
                raise OSError(28, "No space left on device")
        return b""


def documents(**names: str) -> list[RawDocument]:
    """A dozen documents, of which some are called what they do: ``d7="loops"``."""
    return [
        RawDocument(f"d{number}", "0" * 64, 1, names.get(f"d{number}", "harmless"))
        for number in range(SMALL)
    ]


def run(
    job: Harmful,
    wanted: list[RawDocument],
    processes: int = 2,
    size: int = 4,
    limits: ProcessLimits = LIMITS,
) -> tuple[dict[str, str], dict[str, tuple[str, str]], int]:
    """What was done, by how large a part, what was refused and why, and how many were counted."""
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count

    chunks = [Chunk(wanted[at : at + size]) for at in range(0, len(wanted), size)]
    found = list(workers.run(job, chunks, processes, advance, limits))
    taken = [raw.document_id for part in found for raw in part.documents]
    refused = [one for part in found for one in part.refused]
    assert sorted([*taken, *(one.document_id for one in refused)]) == sorted(
        raw.document_id for raw in wanted
    )
    return (
        dict.fromkeys(taken, "done"),
        {one.document_id: (one.reason_code, one.message) for one in refused},
        done,
    )


@pytest.mark.parametrize(
    ("harm", "code", "says"),
    [
        ("loops", "over_time_limit", "more than 1 seconds of computing"),
        ("loops in a library", "over_time_limit", "more than 1 seconds of computing"),
        pytest.param(
            "swells",
            "over_memory_limit",
            "more than 512 MB of memory",
            marks=pytest.mark.skipif(
                sys.platform != "linux", reason="no limit of memory is enforced here"
            ),
        ),
        ("segmentation fault", "process_died", "twice (SIGSEGV)"),
        ("exits", "process_died", "twice (status 3)"),
    ],
)
def test_a_document_that_harms_its_process_is_refused_alone(
    tmp_path: Path, harm: str, code: str, says: str
) -> None:
    _, refused, counted = run(Harmful(tmp_path), documents(d5=harm))
    assert list(refused) == ["d5"]
    assert refused["d5"][0] == code
    assert says in refused["d5"][1]
    assert refused["d5"][1].endswith(".")
    assert counted == SMALL
    assert active_children() == []


def test_one_that_waits_for_ever_is_refused_by_the_clock(tmp_path: Path) -> None:
    limits = LIMITS._replace(seconds_by_clock=5)
    _, refused, _ = run(Harmful(tmp_path), documents(d5="waits"), limits=limits)
    assert list(refused) == ["d5"]
    assert "more than 5 seconds, the limit" in refused["d5"][1]


def test_several_that_harm_are_each_refused(tmp_path: Path) -> None:
    harmful = documents(d0="exits", d1="loops", d2="segmentation fault", d11="exits")
    _, refused, counted = run(Harmful(tmp_path), harmful, processes=1, size=SMALL)
    assert sorted(refused) == ["d0", "d1", "d11", "d2"]
    assert counted == SMALL


def test_the_only_document_cannot_end_the_refresh_either(tmp_path: Path) -> None:
    (lonely, *_) = documents(d0="exits")
    _, refused, _ = run(Harmful(tmp_path), [lonely])
    assert list(refused) == ["d0"]


def test_one_that_dies_once_is_done_at_the_second_try(tmp_path: Path) -> None:
    done, refused, _ = run(Harmful(tmp_path), documents(d6="dies once"))
    assert refused == {}
    assert len(done) == SMALL


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory is enforced here")
def test_memory_that_the_documents_before_took_refuses_nobody(tmp_path: Path) -> None:
    greedy = documents(**{f"d{number}": "holds a little" for number in range(3)})[:3]
    _, refused, _ = run(Harmful(tmp_path), greedy)
    assert refused == {}


def test_what_a_job_raises_reaches_the_caller_and_ends_the_processes(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as raised:
        run(Harmful(tmp_path), documents(d5="raises"))
    assert raised.value.errno == 28
    assert "_work_on" in raised.value.__notes__[0]
    assert active_children() == []


@dataclass(frozen=True)
class NotThere:
    """A job that no process can take up: its name leads nowhere there."""

    stage: str = "read"

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        raise NotImplementedError

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (5,)


def test_where_no_process_can_start_the_refresh_is_refused_not_the_documents() -> None:
    with pytest.raises(Refusal, match=r"ended at once \(status 5\)"):
        list(workers.run(NotThere(), [Chunk(documents())], 2, lambda _: None))


LOOPS_FOR_EVER = """
import pathlib, sys
from flows import workers
from tests.flows.test_workers import LIMITS, Chunk, Harmful, documents

job, chunks = Harmful(pathlib.Path(sys.argv[1])), [Chunk(documents(d0="loops"))]
list(workers.run(job, chunks, 1, print, LIMITS._replace(seconds=60, seconds_by_clock=60)))
"""


def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", LOOPS_FOR_EVER, str(tmp_path)], cwd=PROJECT_FOLDER
    )
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    if not children.exists():
        parent.kill()
        pytest.skip("this system does not list the children of a process")
    deadline = time.monotonic() + 60
    while not (found := children.read_text().split()) and time.monotonic() < deadline:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    assert found
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in found):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in found)
