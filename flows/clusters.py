"""Reading and parsing on the workers of a Dask cluster: the same jobs, limits and parts.

On each worker a chunk is done in a process with limits, as on one machine, so that a document
can kill that process and not the worker. Only addresses and manifests travel through Dask.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from multiprocessing import current_process
from pathlib import Path
from typing import Any

from flows import workers
from flows.parts import Chunk, Job, ParseJob, Part, ReadJob, Refused
from flows.shared import Shared, SharedJob
from flows.versions import current_versions
from warehouse.errors import Refusal
from warehouse.paths import Home

#: How long a scheduler may take to answer, and a first worker to be there.
_SECONDS = 60


@contextmanager
def opened(scheduler: str, home: Home, parse_version: str) -> Iterator["Cluster"]:
    """Connect to a scheduler that has workers.

    Raises:
        Refusal: Dask is not installed, the scheduler does not answer, or it has no worker.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - of an extra
    except ImportError as error:
        raise Refusal(
            "cannot use --engine dask: Dask is not installed. Install requirements-scale.txt, or "
            "leave --engine out."
        ) from error
    try:
        client = Client(scheduler, timeout=_SECONDS, set_as_default=False, name="section55")
    except (OSError, ValueError) as error:
        raise Refusal(
            f"cannot reach a Dask scheduler at {scheduler}: {error}. Start one (`dask scheduler`), "
            "or name its address with --scheduler."
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError as error:
            raise Refusal(
                f"cannot work at {scheduler}: it has had no worker for {_SECONDS} seconds. Start "
                f"some (`dask worker {scheduler} --nthreads 1`)."
            ) from error
        yield Cluster(client, home, Shared.of_home(home, parse_version), parse_version)
    finally:
        # A scheduler that is gone would be waited for.
        client.close(timeout=5)


class Cluster:
    """The workers of one scheduler; see ``flows.engines.Executor``."""

    #: Chunks are cut the same way whoever is there to do them, so that a rerun finds its parts.
    rounds = 1

    def __init__(self, client: Any, home: Home, shared: Shared, parse_version: str) -> None:
        self._client = client
        self._home = home
        self._shared = shared
        self._parse_version = parse_version

    def folder(self, work: Path, stage: str) -> Path:
        """Return where the parts of a stage lie."""
        return self._shared.folder(work, stage)

    def run(
        self, job: Job, chunks: Sequence[Chunk], advance: Callable[[int], None]
    ) -> Iterator[Part]:
        """Yield the parts of all chunks; those that an earlier run has left are not made again.

        A chunk whose workers died again and again is done one document at a time, and a document
        of which they die then is refused.

        Raises:
            Refusal: the scheduler is gone, or a worker has other rules or sees another folder.
            Exception: what ``job`` raised.
        """
        if not isinstance(job, ReadJob | ParseJob):
            raise TypeError(f"{type(job).__name__} does not travel")
        waiting = []
        for chunk in chunks:
            found = self._shared.kept(job.stage, chunk, job.folder)
            if found is None:
                waiting.append(chunk)
            else:
                advance(len(chunk.documents))
                yield from found
        self._shared.send(self._home, (raw for chunk in waiting for raw in chunk.documents))
        lost: list[Chunk] = []
        yield from self._done(job, waiting, advance, lost)
        alone = [chunk._replace(documents=[raw]) for chunk in lost for raw in chunk.documents]
        deadly: list[Chunk] = []
        yield from self._done(job, alone, advance, deadly)
        for chunk in deadly:
            advance(1)
            yield Part(Path(), (), (_died_of(chunk, job.stage),))

    def discard(self) -> None:
        """Delete the parts; they have been published."""
        self._shared.discard()

    def _done(
        self,
        job: SharedJob,
        chunks: Sequence[Chunk],
        advance: Callable[[int], None],
        lost: list[Chunk],
    ) -> Iterator[Part]:
        """Yield parts of chunks as they are done; ``lost`` takes those that killed workers."""
        from distributed import KilledWorker, as_completed  # noqa: PLC0415 - of an extra

        # A task, so that Dask makes it again where the worker that holds it is lost.
        handed = self._client.submit(_handed, job, pure=False)
        waiting = {
            self._client.submit(work, handed, chunk, self._shared, self._parse_version, pure=False):
            chunk
            for chunk in chunks
        }  # fmt: skip
        count = len(waiting)
        for future in as_completed(list(waiting), loop=self._client.loop):
            chunk = waiting.pop(future)
            try:
                future.result()
            except KilledWorker:
                lost.append(chunk)
                continue
            except (CancelledError, OSError) as error:
                raise Refusal(
                    f"cannot go on to {job.stage}: the Dask scheduler is gone after "
                    f"{count - len(waiting) - 1} of {count} parts ({type(error).__name__}). They "
                    "are kept: start it again with its workers, then refresh again."
                ) from error
            found = self._shared.kept(job.stage, chunk, job.folder)
            if found is None:
                raise Refusal(
                    f"cannot find what a worker has written to {self._shared.address}. Every "
                    "machine must see one folder under one name: mount it alike, or name another "
                    "with SECTION55_SHARED."
                )
            advance(len(chunk.documents))
            yield from found


def work(job: SharedJob, chunk: Chunk, shared: Shared, parse_version: str) -> None:
    """Do one chunk and leave its parts in the shared place: what runs on a worker.

    Raises:
        Refusal: this worker cannot do it as the others do.
    """
    if _own_version() != parse_version:
        raise Refusal(
            f"cannot {job.stage} on a worker with other rules: they are {_own_version()}, not "
            f"{parse_version}. Bring all machines to one version of section55."
        )
    if current_process().daemon:
        raise Refusal(
            f"cannot {job.stage} on a worker that may have no processes of its own. Start workers "
            "with DASK_DISTRIBUTED__WORKER__DAEMON=False in their environment."
        )
    with shared.lent(job, chunk) as (lent_job, lent_chunk):
        parts = list(workers.run(lent_job, [lent_chunk], 1, lambda _: None))
        shared.keep(job.stage, chunk, parts)


def _handed(job: SharedJob) -> SharedJob:
    return job


@cache
def _own_version() -> str:
    return current_versions().parse_version


def _died_of(chunk: Chunk, stage: str) -> Refused:
    (raw,) = chunk.documents
    return Refused(
        raw.document_id,
        stage,
        "process_died",
        "the workers of the cluster that were to do it alone died, one after another. Report this "
        "with the document.",
    )
