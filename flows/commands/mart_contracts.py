"""Keys, references and coded columns of the published tables, as the dbt YAML states them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from warehouse.paths import PROJECT_FOLDER

_MARTS = PROJECT_FOLDER / "dbt_project" / "models" / "marts"
_SEEDS = PROJECT_FOLDER / "seeds" / "reference"


@dataclass(frozen=True)
class Reference:
    """A column whose values stand in a column of another table, or of the same."""

    column: str
    table: str
    field: str


@dataclass(frozen=True)
class Contract:
    """What the tests of a table hold it to."""

    #: Empty where a column of the key may be null: such a key identifies, but is no primary key.
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    #: Column -> the vocabulary that lists its codes.
    codes: dict[str, str] = field(default_factory=dict)


def read_contracts() -> dict[str, Contract]:
    """Return the contract of each mart and each reference table, by the table's name."""
    contracts = {}
    for file in (*sorted(_MARTS.rglob("*.yml")), *sorted(_SEEDS.glob("*.yml"))):
        for node in _nodes(file):
            contracts[node["name"]] = _contract(node.get("data_tests", []))
    return contracts


def _nodes(file: Path) -> list[dict[str, Any]]:
    stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [*stated.get("models", ()), *stated.get("seeds", ())]


def _contract(data_tests: list[dict[str, Any]]) -> Contract:
    key: tuple[str, ...] = ()
    references: list[Reference] = []
    codes: dict[str, str] = {}
    for test in data_tests:
        ((kind, stated),) = test.items()
        arguments = stated.get("arguments", {})
        # The first key names the row; a further one says what else never stands twice.
        if kind == "is_key" and not key and "may_be_null" not in arguments:
            key = tuple(arguments["columns"])
        elif kind == "refers_to":
            references += [_reference(reference) for reference in arguments["references"]]
        elif kind == "codes_are_known":
            codes |= arguments["codes"]
    return Contract(key, tuple(references), codes)


def _reference(stated: dict[str, str]) -> Reference:
    table = stated["to"].removeprefix("ref('").removesuffix("')")
    return Reference(stated["column"], table, stated.get("field", stated["column"]))
