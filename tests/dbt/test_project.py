"""What holds of the dbt project as a whole: its documentation, its lineage and its guards."""

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.records import KINDS, Evidence
from tests.dbt.landed import REFERENCE

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
Node = dict[str, Any]


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, Node]:
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


@pytest.fixture(scope="session")
def seeds(manifest: dict[str, Any]) -> dict[str, Node]:
    return {
        node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "seed"
    }


@pytest.fixture(scope="session")
def built_columns(warehouse: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    """Columns of each built relation, by schema and name."""
    found: dict[tuple[str, str], set[str]] = {}
    for schema, relation, column in warehouse.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
    ).fetchall():
        found.setdefault((schema, relation), set()).add(column)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_a_record_reaches_staging(
    built_columns: dict[tuple[str, str], set[str]], kind: str
) -> None:
    recorded = {field.name for field in fields(KINDS[kind])}
    assert built_columns["staging", f"stg_landing__{kind}"] == recorded


def test_every_model_says_its_grain_its_source_and_what_to_care_for(
    models: dict[str, Node],
) -> None:
    silent = [
        name
        for name, node in models.items()
        if not all(
            re.search(rf"{word}(\*\*)?: ", node["description"])
            for word in ("Grain", "Source", "Use with care")
        )
    ]
    assert silent == []


def test_every_seed_says_its_grain(seeds: dict[str, Node]) -> None:
    assert [name for name, node in seeds.items() if "Grain: " not in node["description"]] == []


def test_every_built_column_is_described_and_no_other(
    models: dict[str, Node],
    seeds: dict[str, Node],
    built_columns: dict[tuple[str, str], set[str]],
) -> None:
    differing = {}
    for name, node in (models | seeds).items():
        described = {key for key, column in node["columns"].items() if column["description"]}
        if described != built_columns[node["schema"], name]:
            differing[name] = described ^ built_columns[node["schema"], name]
    assert differing == {}


def test_a_column_is_described_once_under_its_own_name() -> None:
    blocks = re.findall(
        r"{% docs (\w+) %}(.*?){% enddocs %}",
        (PROJECT / "columns.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert [name for name, count in Counter(n for n, _ in blocks).items() if count > 1] == []
    assert [name for name, text in blocks if not text.strip()] == []
    used = set()
    for properties in (*PROJECT.rglob("*.yml"), REFERENCE / "_reference.yml"):
        content = properties.read_text(encoding="utf-8")
        for column, sentence in re.findall(
            r"name: (\w+)(?:,|\n) +description: (.*?)(?:}$|$)", content, re.MULTILINE
        ):
            block = re.fullmatch(r"""'{{ doc\("(\w+)"\) }}'""", sentence)
            if block is not None:
                assert block[1].endswith(column.removeprefix("report_")), properties
                used.add(block[1])
    assert {name for name, _ in blocks} == used


def test_every_column_takes_its_sentence_from_columns_md(
    models: dict[str, Node], seeds: dict[str, Node]
) -> None:
    own_words = [
        f"{name}.{column['name']}"
        for name, node in (models | seeds).items()
        for column in node["columns"].values()
        if not column["doc_blocks"]
    ]
    assert own_words == []


def test_marts_have_contracts_and_sound_keys(
    manifest: dict[str, Any], models: dict[str, Node]
) -> None:
    marts = {name: node for name, node in models.items() if node["schema"] == "marts"}
    keyed = {
        manifest["nodes"][parent]["name"]
        for node in manifest["nodes"].values()
        if node.get("test_metadata", {}).get("name") == "is_key"
        for parent in node["depends_on"]["nodes"]
    }
    assert len(marts) == 19
    assert [name for name, node in marts.items() if not node["contract"]["enforced"]] == []
    assert sorted(set(marts) - keyed) == []


def test_every_landed_fact_is_reconciled_with_its_mart(manifest: dict[str, Any]) -> None:
    reconciled = {
        node["test_metadata"]["kwargs"]["landed"]
        for node in manifest["nodes"].values()
        if node.get("test_metadata", {}).get("name") == "holds_every_landed_row"
    }
    facts = {kind for kind, record in KINDS.items() if issubclass(record, Evidence)}
    # A link says nothing, so it is no evidence; it is landed and kept like a fact.
    assert reconciled == {f"ref('stg_landing__{kind}')" for kind in facts | {"links"}}


def test_a_model_selects_only_from_the_floors_below(
    manifest: dict[str, Any], models: dict[str, Node]
) -> None:
    floors = {"landing": 0, "reference": 0, "staging": 1, "intermediate": 2, "marts": 3}
    nodes = manifest["nodes"] | manifest["sources"]
    upward = []
    for name, node in models.items():
        for parent in node["depends_on"]["nodes"]:
            above = floors[nodes[parent]["schema"]] > floors[node["schema"]]
            past_staging = parent in manifest["sources"] and node["schema"] != "staging"
            if above or past_staging:
                upward.append(f"{name} reads {parent}")
    assert upward == []


def test_model_sql_is_portable_between_engines() -> None:
    local = re.compile(
        r"\b(qualify|varchar|strftime|string_agg|date_diff|datediff|date_add|date_trunc|exclude"
        r"|struct|unnest|list_\w+|interval|concat|regexp_replace|hash|substr\w*|extract)\b",
        re.IGNORECASE,
    )
    spelled = {
        path.name: sorted(set(local.findall(re.sub(r"--.*", "", path.read_text("utf-8")))))
        for path in (PROJECT / "models").rglob("*.sql")
    }
    assert {name: words for name, words in spelled.items() if words} == {}


def test_orders_say_where_nulls_stand() -> None:
    silent = [
        (path.name, line.strip())
        for path in (PROJECT / "models").rglob("*.sql")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\b(asc|desc)\b(?! nulls (first|last))", re.sub(r"--.*", "", line))
    ]
    assert silent == []
