"""The documented questions as dbt knows them: they compile, have lineage and name nothing."""

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.conftest import Invoke
from tests.dbt.landed import REFERENCE

ANALYSES = Path(__file__).resolve().parents[2] / "dbt_project" / "analyses"
NAMES = sorted(file.stem for file in ANALYSES.glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(
    built_database: Path, invoke_dbt: Invoke, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """Every analysis as dbt compiles it, by name."""
    # Another test may hold the built file open with other settings.
    database = tmp_path_factory.mktemp("analyses") / "section55.duckdb"
    shutil.copy(built_database, database)
    result = invoke_dbt(database, "compile", "--select", "resource_type:analysis")
    assert result.success, result.exception
    target = built_database.parent / "target" / "manifest.json"
    manifest = json.loads(target.read_text(encoding="utf-8"))
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "analysis"
    }


def test_every_question_compiles_and_leaves_its_parameters_to_be_bound(
    compiled: dict[str, dict[str, Any]],
) -> None:
    assert sorted(compiled) == NAMES
    for name, node in compiled.items():
        assert "{{" not in node["compiled_code"], name
        documented = {entry["name"] for entry in node["config"]["meta"]["parameters"]}
        assert set(re.findall(r"\$(\w+)", node["compiled_code"])) == documented


def test_every_question_has_lineage_and_is_described(compiled: dict[str, dict[str, Any]]) -> None:
    for name, node in compiled.items():
        assert node["depends_on"]["nodes"], name
        assert node["description"].strip(), name
        assert node["config"]["meta"]["title"].endswith("?"), name


@pytest.mark.parametrize("name", NAMES)
def test_a_question_names_no_document_no_figure_and_no_force(name: str) -> None:
    sql = (ANALYSES / f"{name}.sql").read_text(encoding="utf-8")
    with (REFERENCE / "forces.csv").open(encoding="utf-8") as stream:
        forces = [row["force_id"] for row in csv.DictReader(stream)]
    literals = re.findall(r"'([^']*)'", sql)
    assert [literal for literal in literals if literal in forces] == []
    assert re.findall(r"\b[0-9a-f]{8,}\b", sql) == []
    # 100 makes a share a percentage; 12 characters hold what stands between a share and its base.
    code = re.sub(r"--.*|'[^']*'", "", sql)
    assert set(re.findall(r"\b\d{2,}\b", code)) <= {"10", "12", "100"}


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_portable_between_engines(name: str) -> None:
    local = re.compile(
        r"\b(qualify|varchar|strftime|string_agg|listagg|date_diff|datediff|date_add|date_trunc"
        r"|exclude|struct|unnest|list_\w+|interval|concat|regexp_\w+|hash|ilike)\b|::|\blen\("
    )
    code = re.sub(r"--.*", "", (ANALYSES / f"{name}.sql").read_text(encoding="utf-8"))
    assert [found.group() for found in local.finditer(code)] == []
    unordered = [
        line.strip()
        for line in code.splitlines()
        if re.search(r"\b(asc|desc)\b(?! nulls (first|last))", line)
    ]
    assert unordered == []
