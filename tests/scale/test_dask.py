"""Reading and parsing on a real Dask cluster: the rows of one machine, whatever dies."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows import clusters, parts
from flows.engines import Engine, Executor, opened
from flows.parsing.vocabulary import Vocabulary
from flows.parts import Chunk, Job, ParseJob, Part, ReadJob
from flows.records import KINDS, RawDocument, document_key
from flows.shared import Shared
from flows.sources.reference import reference_tables
from flows.versions import current_versions
from tests.benchmarks.generate import Maker
from tests.conftest import command
from tests.dbt.conftest import REPOSITORY
from tests.scale.deadly import DeadlyRead
from warehouse.errors import Refusal
from warehouse.paths import Home

VERSION = current_versions().parse_version
DOCUMENTS = 60
OF_A_CHUNK = 10
Cluster = tuple[str, subprocess.Popen[bytes], list[subprocess.Popen[bytes]]]


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler and two nodes, each a nanny with one worker: its address, and the processes."""
    port_file = folder / "scheduler.json"
    dask = Path(sys.executable).with_name("dask")
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY),
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    }

    def start(stack: ExitStack, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [str(dask), *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdout=(folder / f"{arguments[0]}.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        stack.callback(end, process)
        return process

    with ExitStack() as stack:
        scheduler = start(
            stack, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(port_file),
        )  # fmt: skip
        wait_until(port_file.exists)
        nodes = [
            start(
                stack, "worker", "--scheduler-file", str(port_file), "--nthreads", "1",
                "--nworkers", "1", "--no-dashboard", "--local-directory", str(folder / f"node{n}"),
            )
            for n in range(2)
        ]  # fmt: skip
        address = duckdb.execute("select address from read_json(?)", [str(port_file)]).fetchall()[
            0
        ][0]
        yield address, scheduler, nodes


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, with those that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.1)


def worker_of(node: subprocess.Popen[bytes]) -> int:
    """Return the process that a nanny has started, which is the worker itself."""
    found: list[int] = []

    def holds() -> bool:
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                told = (status.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == node.pid and b"spawn_main" in told:
                found.append(int(status.parent.name))
        return bool(found)

    wait_until(holds)
    return found[0]


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that has received documents, and nothing more."""
    folder = tmp_path_factory.mktemp("received")
    samples = sorted((REPOSITORY / "seeds" / "responses").iterdir())
    Maker(55).write(folder / "generated", 0, DOCUMENTS - len(samples))
    home = Home(folder / "home")
    for file in [*sorted((folder / "generated").rglob("*.*")), *samples]:
        content = file.read_bytes()
        raw = home.raw_file(hashlib.sha256(content).hexdigest())
        raw.parent.mkdir(parents=True, exist_ok=True)
        raw.write_bytes(content)
        (folder / "names").mkdir(exist_ok=True)
        (folder / "names" / raw.name).write_text(file.name)
    return home


@pytest.fixture(scope="module")
def documents(home: Home) -> list[RawDocument]:
    found = []
    for name in sorted((home.folder.parent / "names").iterdir()):
        content = home.raw_file(name.name).read_bytes()
        key = document_key(content)
        found.append(RawDocument(key, name.name, len(content), name.read_text()))
    return found


@pytest.fixture(autouse=True)
def no_parts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without parts, and shares the home."""
    monkeypatch.delenv("SECTION55_SHARED", raising=False)
    Shared.of_home(home, VERSION).discard()


def chunks_of(documents: list[RawDocument]) -> list[Chunk]:
    return [Chunk(documents[at : at + OF_A_CHUNK]) for at in range(0, len(documents), OF_A_CHUNK)]


def parsed(
    executor: Executor,
    home: Home,
    documents: list[RawDocument],
    work: Path,
    advance: Callable[[int], None] = lambda _: None,
) -> list[Part]:
    """Read and parse, as the stages do; ``advance`` hears of what is parsed."""
    read = list(
        executor.run(
            ReadJob(home, executor.folder(work, "read")), chunks_of(documents), lambda _: None
        )
    )
    vocabulary = Vocabulary.from_tables(reference_tables())
    job: Job = ParseJob(home, executor.folder(work, "parse"), vocabulary, VERSION)
    return list(executor.run(job, parts.chunks_to_parse(read, (), 1), advance))


def rows(found: list[Part]) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of each kind, keys among them, in one order."""
    assert not [one for part in found for one in part.refused]
    with duckdb.connect() as connection:
        return {
            kind: connection.execute(
                "from read_parquet(?) order by all", [[str(part.file(kind)) for part in found]]
            ).fetchall()
            for kind in KINDS
        }


@pytest.fixture(scope="module")
def of_one_machine(
    home: Home, documents: list[RawDocument], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[object, ...]]]:
    with opened(Engine("local", 2), home, VERSION) as executor:
        found = rows(parsed(executor, home, documents, tmp_path_factory.mktemp("local")))
    assert len(found["documents"]) >= DOCUMENTS
    assert min(map(len, found.values())) > 0
    return found


def once(act: Callable[[], None]) -> Callable[[int], None]:
    """Do ``act`` when the first chunk is done, while others are worked on."""
    done: list[int] = []

    def advance(count: int) -> None:
        if not done:
            act()
        done.append(count)

    return advance


def kill(process_id: int) -> Callable[[], None]:
    return lambda: os.kill(process_id, signal.SIGKILL)


@pytest.mark.parametrize("what_dies", ["nothing", "a worker", "a node"])
def test_a_cluster_gives_the_rows_of_one_machine(
    what_dies: str, nodes: Cluster, home: Home, documents: list[RawDocument],
    of_one_machine: dict[str, list[tuple[object, ...]]], tmp_path: Path,
) -> None:  # fmt: skip
    address, _, (node, _) = nodes
    acts: dict[str, Callable[[], None]] = {
        "nothing": lambda: None,
        "a worker": kill(worker_of(node)),
        "a node": lambda: end(node),
    }
    with opened(Engine("dask", scheduler=address), home, VERSION) as executor:
        advance = once(acts[what_dies])
        assert rows(parsed(executor, home, documents, tmp_path, advance)) == of_one_machine


def test_a_scheduler_that_dies_ends_the_run_and_the_next_takes_up_the_parts(
    home: Home, documents: list[RawDocument],
    of_one_machine: dict[str, list[tuple[object, ...]]], tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    with (
        cluster(tmp_path / "first") as (address, scheduler, _),
        opened(Engine("dask", scheduler=address), home, VERSION) as executor,
        pytest.raises(Refusal, match=r"the Dask scheduler is gone after \d+ of 6 parts"),
    ):
        parsed(executor, home, documents, tmp_path, once(lambda: end(scheduler)))
    place = home.folder / "parts" / VERSION / "parse"
    left = {file.name: file.stat().st_mtime_ns for file in place.glob("*.json")}
    assert 0 < len(left) < 6
    with (
        cluster(tmp_path / "second") as (address, _, _),
        opened(Engine("dask", scheduler=address), home, VERSION) as executor,
    ):
        assert rows(parsed(executor, home, documents, tmp_path)) == of_one_machine
    now = {file.name: file.stat().st_mtime_ns for file in place.glob("*.json")}
    assert {name: now[name] for name in left} == left
    assert len(now) == 6


def test_an_address_of_fsspec_serves_as_well_as_a_folder(
    nodes: Cluster, home: Home, documents: list[RawDocument], tmp_path: Path,
    of_one_machine: dict[str, list[tuple[object, ...]]], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Bytes are sent, parts are fetched: nothing but the address is shared."""
    monkeypatch.setenv("SECTION55_SHARED", f"file://{tmp_path}/bucket")
    with opened(Engine("dask", scheduler=nodes[0]), home, VERSION) as executor:
        assert rows(parsed(executor, home, documents, tmp_path / "work")) == of_one_machine
        assert not (home.folder / "parts").exists()
        executor.discard()
    assert not (tmp_path / "bucket" / "parts").exists()


@pytest.mark.parametrize("name", ["the death of its process.txt", "the death of its worker.txt"])
def test_a_document_that_kills_is_refused_and_all_others_are_done(
    name: str, nodes: Cluster, home: Home, documents: list[RawDocument], tmp_path: Path
) -> None:
    deadly = replace(documents[0], name=name)
    others = documents[1:6]
    chunks = [Chunk(others[:2]), Chunk([others[2], deadly, others[3]]), Chunk(others[4:])]
    with opened(Engine("dask", scheduler=nodes[0]), home, VERSION) as executor:
        job = DeadlyRead(home, executor.folder(tmp_path, "read"))
        done: list[int] = []
        found = list(executor.run(job, chunks, done.append))
    assert {raw for part in found for raw in part.documents} == set(others)
    refused = [one for part in found for one in part.refused]
    assert [(one.document_id, one.stage, one.reason_code) for one in refused] == [
        (deadly.document_id, "read", "process_died")
    ]
    assert sum(done) == len(others) + 1


@pytest.mark.parametrize(
    ("scheduler", "says"),
    [("tcp://127.0.0.1:1", "cannot reach a Dask scheduler"), ("nonsense://x", "cannot reach")],
)
def test_a_scheduler_that_is_not_there_is_told(
    scheduler: str, says: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "_SECONDS", 2)
    with (
        pytest.raises(Refusal, match=says),
        opened(Engine("dask", scheduler=scheduler), home, VERSION),
    ):
        pass


def test_a_refresh_on_a_cluster_publishes_what_one_on_a_machine_does(
    nodes: Cluster, tmp_path: Path, prefect_server: str
) -> None:
    samples = str(REPOSITORY / "seeds" / "responses")
    told = []
    for name, options in (("local", []), ("dask", ["--engine", "dask", "--scheduler", nodes[0]])):
        home = tmp_path / name
        done = command("refresh", samples, *options, home=home, seconds=300, server=prefect_server)
        assert done.returncode == 0, done.stderr
        told.append(command("status", "--checksums", home=home).stdout)
        assert not (home / "parts").exists()
    assert told[0] == told[1]
