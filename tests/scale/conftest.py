"""Documents of every kind, landed once, with which engines are compared."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.parsing import parse
from flows.parsing.vocabulary import Vocabulary
from flows.reading import read
from flows.records import RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.benchmarks.generate import Maker
from tests.dbt.conftest import REPOSITORY, land, landing_of, stand
from tests.dbt.landed import documents
from tests.dbt.test_same_texts import SUPERSEDED, TEXTS
from warehouse import landed_files

#: Documents of the generator beside samples and hand-made ones.
GENERATED = 25
#: Sums of a size at which engines begin to write exponents.
BUDGET = """Police and Crime Commissioner for Kent

Report to the Police and Crime Panel, 4 February 2021

The budget of the force for 2020/21 was £312,400,000. Of this £25.5 million went to new officers.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a sentence, what cannot run here."""
    if find_spec("pyspark") is None:
        reason = "the extra `scale` is not installed; `make test-scale` installs it"
    elif shutil.which("java") is None:
        reason = "Spark needs Java 17 or later, and there is no `java` here"
    else:
        return
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which documents are landed and nothing is built."""
    folder = tmp_path_factory.mktemp("landing")
    database = folder / "section55.duckdb"
    Maker(55).write(folder / "generated", 0, GENERATED)
    made = {
        f"{root.name}/{file.relative_to(root)}": file.read_bytes()
        for root in (folder / "generated", REPOSITORY / "seeds" / "responses")
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }
    texts = {address: text.encode() for address, text in (TEXTS | SUPERSEDED).items()}
    texts["kent/budget.txt"] = BUDGET.encode()
    with landing_of(database) as connection:
        for address, content in (made | texts).items():
            for document_id, records in parsed(address, content):
                land(connection, records)
                stand(connection, document_id, address, is_current=address not in SUPERSEDED)
        for name, document in documents().items():
            land(connection, document.records())
            stand(connection, document.id, f"hand/{name}.txt", is_current=document.is_current)
    return database


def parsed(address: str, content: bytes) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Yield id and records of each document that a file holds."""
    raw = RawDocument(document_key(content), "0" * 64, len(content), address)
    vocabulary = Vocabulary.from_tables(reference_tables())
    part_key = partial(document_key, content)
    for document in parse(raw, read(content, address), vocabulary, "test", part_key):
        yield document.documents[0].document_id, list(document.records())


@pytest.fixture(scope="session")
def project(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dbt project with rows in ``known_defects`` that name landed records."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(REPOSITORY / "dbt_project", folder / "dbt_project")
    shutil.copytree(REPOSITORY / "seeds" / "reference", folder / "seeds" / "reference")
    with (folder / "seeds" / "reference" / "known_defects.csv").open(
        "a", encoding="utf-8", newline=""
    ) as file:
        csv.writer(file, lineterminator="\n").writerows(defects(landing))
    return folder / "dbt_project"


def defects(landing: Path) -> list[tuple[str | None, ...]]:
    """Return corrections of each type of value; hard texts and numbers among them."""
    with duckdb.connect(str(landing), read_only=True) as connection:
        figures = [
            key
            for (key,) in connection.execute(
                "select observation_id from landing.metric_observations "
                "order by value desc, observation_id"
            ).fetchall()
        ]
        commitments = [
            key
            for (key,) in connection.execute(
                "select commitment_id from landing.commitments order by 1"
            ).fetchall()
        ]
        (document, other) = (
            key
            for (key,) in connection.execute(
                "select document_id from landing.documents where force_id is not null "
                "order by 1 limit 2"
            ).fetchall()
        )
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        ("metric_observations", figures[0], "set", "value", "12500000.5"),
        ("metric_observations", figures[1], "set", "value", "9876543210"),
        ("metric_observations", figures[2], "set", "value", "0.00025"),
        ("metric_observations", figures[3], "set", "value", "1234.5"),
        ("metric_observations", figures[4], "set", "is_total", "true"),
        ("metric_observations", figures[5], "set", "period_start", None),
        ("metric_observations", figures[6], "drop", None, None),
        ("commitments", commitments[0], "set", "due_on", "2031-02-28"),
        ("commitments", commitments[1], "drop", None, None),
        ("documents", document, "set", "title", 'The commissioner\'s "C:\\new" page, 100%'),
        ("documents", other, "set", "title", "Rhagair y Comisiynydd \N{EM DASH} Heddlu'r Gogledd"),
        ("arithmetic_checks", "of a text that has changed", "drop", None, None),
    ]
    return [(*row, "It's wrong.", "2026-01-01", "a reader", "true") for row in rows]


@pytest.fixture(scope="session")
def on_duckdb(landing: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with all models, as DuckDB builds them."""
    out = tmp_path_factory.mktemp("duckdb")
    database = out / "section55.duckdb"
    shutil.copy(landing, database)
    dbt = Path(sys.executable).with_name("dbt")
    places = [
        *("--project-dir", project, "--profiles-dir", project),
        *("--target-path", out / "target", "--log-path", out / "logs"),
    ]
    run(
        [str(dbt), "build", "--exclude-resource-type", "unit_test", *map(str, places)],
        SECTION55_BUILD_DATABASE=str(database),
    )
    return database


@pytest.fixture(scope="session")
def landed_folder(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing tables as Parquet."""
    folder = tmp_path_factory.mktemp("landed")
    with duckdb.connect(str(landing), read_only=True) as connection:
        landed_files.write(connection, folder)
    return folder


@pytest.fixture(scope="session")
def on_spark(landed_folder: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all relations as Spark builds them from Parquet, and dbt's outcomes."""
    return build_on_spark(project, landed_folder, tmp_path_factory.mktemp("spark"))


def build_on_spark(project: Path, landed_folder: Path, out: Path, *options: str) -> Path:
    """Build with Spark in a process of its own; return ``out``, where everything is written."""
    (out / "conf").mkdir()
    # The data are small: time goes into planning and into compiling what runs once.
    (out / "conf" / "spark-defaults.conf").write_text(
        "spark.sql.codegen.factoryMode NO_CODEGEN\n"
        "spark.sql.codegen.wholeStage false\n"
        "spark.sql.adaptive.enabled false\n",
        encoding="utf-8",
    )
    run(
        [sys.executable, "-m", "tests.scale.spark_build", str(project), str(out), *options],
        SECTION55_LANDED=str(landed_folder),
        SECTION55_SPARK_HOME=str(out / "home"),
        SECTION55_SPARK_PARTITIONS="2",
        SPARK_CONF_DIR=str(out / "conf"),
        SPARK_LOCAL_IP="127.0.0.1",
        JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1",
    )
    return out


def run(arguments: list[str], **variables: str) -> None:
    """Run a program to its end; fail with what it said last."""
    done = subprocess.run(
        arguments,
        cwd=REPOSITORY,
        env=os.environ | {"DO_NOT_TRACK": "1", "TZ": "UTC"} | variables,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
