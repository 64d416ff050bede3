"""dbt, in this process: build the marts, generate the docs, and tell what failed with its rows."""

import contextlib
import io
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from dbt.adapters.duckdb import connections
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.constants import PARTIAL_PARSE_FILE_NAME
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder

from warehouse import store
from warehouse.errors import Refusal, is_of_disk
from warehouse.paths import PROJECT_FOLDER

_DBT_PROJECT = PROJECT_FOLDER / "dbt_project"

#: What of a project is counted.
_KINDS = ("model", "seed", "test", "unit_test")
#: dbt's words for a node that stops a build; a skipped one only follows such a node.
_FAILED = {"error", "fail", "runtime error"}


class Built(NamedTuple):
    """What dbt did: models, seeds and tests that passed, and its warnings with up to three rows.

    ``left``: of each kind, how many stay as they are because nothing that they read has changed.
    """

    counts: dict[str, int]
    left: dict[str, int]
    warnings: list[str]


class Docs(NamedTuple):
    """dbt's documentation: ``page`` is one file that works without a network."""

    page: Path
    manifest: Path
    catalog: Path


class ModelsNotBuilt(Refusal):
    """dbt could not build a model, or a test of one failed."""


def build(
    database: Path,
    work: Path,
    *,
    changed: Collection[str] | None = None,
    project_file: Path | None = None,
) -> Built:
    """Load the reference data, build and test every model in ``database``.

    ``work`` takes dbt's target. ``changed``: tables of the landing schema that are not
    as they were when these same models built what is in ``database``; only what reads one of
    them is built and tested. ``project_file``: where dbt's reading of the project is kept, so
    that the next such build need not read it again.

    Raises:
        ModelsNotBuilt: names each failed model or test, with up to three failing rows.
    """
    # What is kept knows where the project lay, and seeds are files of it: for all it is read.
    kept = _kept_project(project_file) if changed is not None else None
    project = kept or _read_project(database, work)
    result = _invoke(["build", *_selection(changed)], database, work, project)
    nodes = [_node_result(item) for item in getattr(result.result, "results", None) or ()]
    failed = [node for node in nodes if node.status in _FAILED]
    if failed or not result.success:
        raise ModelsNotBuilt(_told(database, result, nodes, failed))
    if project_file:
        _keep_project(project_file, work)
    counts = _counted(node.resource_type for node in nodes)
    of_all = _counted(
        str(node.resource_type) for node in (*project.nodes.values(), *project.unit_tests.values())
    )
    left = {kind: count - counts.get(kind, 0) for kind, count in of_all.items()}
    warnings = [_told_node(database, node) for node in nodes if node.status == "warn"]
    return Built(counts, {kind: count for kind, count in left.items() if count}, warnings)


def _read_project(database: Path, work: Path) -> Manifest:
    read = _invoke(["parse"], database, work)
    if not isinstance(read.result, Manifest):
        raise ModelsNotBuilt(_told(database, read, [], []))
    return read.result


def _selection(changed: Collection[str] | None) -> list[str]:
    if changed is None:
        # Else dbt fills the tables of reference data that are there, whatever columns they have.
        return ["--full-refresh"]
    readers = [f"source:landing.{table}+" for table in sorted(changed)]
    # Unit tests try the models on rows of their own: the same models give the same result.
    return ["--select", *readers, "--exclude-resource-type", "unit_test"]


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    counted = Counter(kinds)
    return {kind: counted[kind] for kind in _KINDS if counted[kind]}


def _kept_project(file: Path | None) -> Manifest | None:
    if file is None or not file.is_file():
        return None
    try:
        project = Manifest.from_msgpack(file.read_bytes(), decoder=extended_mashumuro_decoder)
    except Exception:
        # Torn by a machine that went down: it is read again.
        return None
    project.build_flat_graph()  # type: ignore[no-untyped-call]  # dbt has no types for it
    return project


def _keep_project(file: Path, work: Path) -> None:
    """Keep what dbt has read of the project, in place of what it read of other models."""
    read = work / "target" / PARTIAL_PARSE_FILE_NAME
    if read.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        for other in file.parent.glob("*.msgpack"):
            other.unlink()
        read.replace(file)


def generate_docs(database: Path, work: Path) -> Docs:
    """Make dbt's documentation of ``database``, which dbt opens for writing.

    ``work`` takes dbt's target.

    Raises:
        Refusal: dbt could not generate it.
    """
    result = _invoke(["docs", "generate", "--static"], database, work)
    target = work / "target"
    docs = Docs(target / "static_index.html", target / "manifest.json", target / "catalog.json")
    if not result.success or not all(file.is_file() for file in docs):
        said = _one_line(result.exception)
        remedy = f"Make room under {work}" if is_of_disk(said) else "Mend dbt_project"
        raise Refusal(
            f"cannot generate the docs of the models: dbt says: {said}. {remedy}, then refresh."
        )
    return docs


class _NodeResult(NamedTuple):
    name: str
    resource_type: str
    status: str
    message: str
    failing_count: int
    compiled_sql: str | None


def _node_result(item: Any) -> _NodeResult:
    return _NodeResult(
        name=item.node.name,
        resource_type=str(item.node.resource_type),
        status=str(item.status),
        message=_one_line(item.message),
        failing_count=item.failures or 0,
        compiled_sql=getattr(item.node, "compiled_code", None),
    )


def _invoke(
    arguments: list[str], database: Path, work: Path, project: Manifest | None = None
) -> dbtRunnerResult:
    work.mkdir(parents=True, exist_ok=True)
    with _environment(
        SECTION55_BUILD_DATABASE=str(database),
        SECTION55_BUILD_MEMORY=store.build_memory(),
        DO_NOT_TRACK="1",
        DBT_SEND_ANONYMOUS_USAGE_STATS="0",
    ):
        try:
            # People are told what matters of what dbt prints, and a log of it would be deleted
            # with the build.
            with contextlib.redirect_stdout(io.StringIO()):
                return dbtRunner(manifest=project).invoke(
                    [
                        *arguments,
                        "--project-dir",
                        str(_DBT_PROJECT),
                        "--profiles-dir",
                        str(_DBT_PROJECT),
                        "--target-path",
                        str(work / "target"),
                        "--log-path",
                        str(work / "logs"),
                        "--quiet",
                        "--log-level-file",
                        "none",
                    ]
                )
        finally:
            # dbt would keep the file open, and an open file cannot be published.
            # dbt-duckdb has no types.
            connections.DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _told(
    database: Path, result: dbtRunnerResult, nodes: list[_NodeResult], failed: list[_NodeResult]
) -> str:
    said = [node.message for node in failed] or [_one_line(result.exception)]
    if any(is_of_disk(one) for one in said):
        remedy = f"Make room, or give the right to write, under {database.parents[2]}"
    elif failed:
        remedy = "Mend the model, the test or the reference data that is named"
    else:
        remedy = "Mend dbt_project or seeds/reference"
    if not failed:
        return f"cannot build the marts: dbt says: {said[0]}. {remedy}, then refresh again."
    lines = [f"  {_told_node(database, node)}" for node in failed[:3]]
    more = f"\n  and {len(failed) - 3} more" if len(failed) > 3 else ""
    return (
        f"cannot build the marts: {len(failed)} of {len(nodes)} dbt nodes failed:\n"
        + "\n".join(lines)
        + more
        + f"\n{remedy}, then refresh again."
    )


def _told_node(database: Path, node: _NodeResult) -> str:
    if node.resource_type != "test" or not node.failing_count or not node.compiled_sql:
        return f"{node.resource_type} {node.name}: {node.message}"
    rows = _failing_rows(database, node.compiled_sql)
    return f"test {node.name}: {node.failing_count} failing rows" + "".join(
        f"\n    {row}" for row in rows
    )


def _failing_rows(database: Path, sql: str) -> list[str]:
    with store.reader(database) as connection:
        try:
            # The test's own statement, as dbt compiled it, read-only on a build of ours.
            found = connection.execute(f"select * from ({sql}) limit 3")  # noqa: S608
        except duckdb.Error as error:
            return [f"(cannot show them: {_one_line(error)})"]
        names = [column[0] for column in found.description or ()]
        return [
            ", ".join(
                f"{name}={str(value)[:80]}" for name, value in zip(names, row, strict=True)
            ).replace("\n", " ")
            for row in found.fetchall()
        ]


def _one_line(said: object) -> str:
    return " ".join(str(said or "nothing more").split())[:600]
