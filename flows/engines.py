"""Where documents are read and parsed: processes of this machine, or the workers of a cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from flows import parts, workers
from flows.parts import Chunk, Job, Part
from warehouse.paths import Home

EngineName = Literal["local", "dask"]


class Engine(NamedTuple):
    """What a person asks for; ``workers`` are processes of this machine, None for one a core."""

    name: EngineName = "local"
    workers: int | None = None
    scheduler: str | None = None


class Executor(Protocol):
    """Does jobs on chunks; whatever one document does to its process, all others are done."""

    @property
    def rounds(self) -> int:
        """A multiple of this many chunks is done in the least time."""

    def folder(self, work: Path, stage: str) -> Path:
        """Return where the parts of a stage lie; ``work`` is the folder of this refresh."""

    def run(
        self, job: Job, chunks: Sequence[Chunk], advance: Callable[[int], None]
    ) -> Iterator[Part]:
        """Yield the parts of all chunks, in any order; documents that cannot be done are refused.

        ``advance`` is called with the number of documents done.
        """

    def discard(self) -> None:
        """Delete parts that outlive their refresh: they have been published."""


class _Local:
    """Processes with limits on this machine."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def folder(self, work: Path, stage: str) -> Path:
        return work / stage

    def run(
        self, job: Job, chunks: Sequence[Chunk], advance: Callable[[int], None]
    ) -> Iterator[Part]:
        return workers.run(job, chunks, self.rounds, advance)

    def discard(self) -> None:
        """Nothing is kept: the folder of a refresh goes with it."""


@contextmanager
def opened(engine: Engine, home: Home, parse_version: str) -> Iterator[Executor]:
    """Give the executor that ``engine`` asks for, as long as it is used.

    Raises:
        Refusal: the extra `scale` is not installed, or the cluster cannot be reached.
    """
    if engine.name == "local":
        yield _Local(engine.workers or parts.default_workers())
        return
    from flows import clusters  # noqa: PLC0415 - Dask takes a second, and is an extra

    with clusters.opened(engine.scheduler or "", home, parse_version) as cluster:
        yield cluster
