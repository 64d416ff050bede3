"""What reads the marts, as dbt knows it: each room of the site, the questions and the README."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.questions import ANALYSES
from flows.site.records import RECORD_KINDS
from warehouse.paths import PROJECT_FOLDER

_MODELS = PROJECT_FOLDER / "dbt_project" / "models"
_SITE = PROJECT_FOLDER / "flows" / "site"
#: What several rooms read by, and what only describes tables.
_SHARED = {"records.py", "snapshot.py", "reference.py"}

EXPOSURES: list[dict[str, Any]] = yaml.safe_load((_MODELS / "_exposures.yml").read_text())[
    "exposures"
]
_SOURCES = {
    table["name"]
    for source in yaml.safe_load(
        (_MODELS / "staging" / "landing" / "_landing__sources.yml").read_text()
    )["sources"]
    for table in source["tables"]
}


def read_by(file: Path) -> set[str]:
    """Return the tables that a file's SQL reads, as an exposure names them."""
    written = file.read_text(encoding="utf-8")
    tables = {f"ref('{name}')" for name in re.findall(r"\bmarts\.([a-z]\w+)", written)}
    if file.suffix == ".sql":
        tables |= {f"ref('{name}')" for name in re.findall(r"ref\(\s*'(\w+)'\s*\)", written)}
    if "RECORD_KINDS" in written:
        tables |= {f"ref('{kind.mart}')" for kind in RECORD_KINDS}
    landed = set(re.findall(r"\blanding\.([a-z]\w+)", written)) & _SOURCES
    return tables | {f"source('landing', '{name}')" for name in landed}


def files_of(exposure: dict[str, Any]) -> list[Path]:
    return [
        file
        for pattern in exposure["config"]["meta"]["files"]
        for file in sorted(PROJECT_FOLDER.glob(pattern))
    ]


@pytest.mark.parametrize("exposure", EXPOSURES, ids=lambda exposure: exposure["name"])
def test_an_exposure_depends_on_what_its_files_read(exposure: dict[str, Any]) -> None:
    assert files_of(exposure), "no such files"
    read = set().union(*map(read_by, files_of(exposure)))
    assert sorted(exposure["depends_on"]) == sorted(read)


def test_every_file_that_reads_tables_is_of_an_exposure() -> None:
    readers = [
        file
        for file in [*_SITE.rglob("*.py"), *ANALYSES.glob("*.sql")]
        if read_by(file) and file.name not in _SHARED
    ]
    claimed = {file for exposure in EXPOSURES for file in files_of(exposure)}
    assert sorted(set(readers) - claimed) == []
