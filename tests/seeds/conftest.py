"""The reference tables and the sample documents as tests read them: whole, as strings."""

import csv
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def tables() -> dict[str, list[dict[str, str]]]:
    """Name of each table in ``seeds/reference`` -> its rows."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted((SEEDS / "reference").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem] = list(csv.DictReader(lines, strict=True))
    return found


@pytest.fixture(scope="session")
def samples() -> dict[str, str]:
    """Name of each document in ``seeds/responses`` -> its text as stored."""
    paths = sorted((SEEDS / "responses").iterdir())
    return {path.name: path.read_text(encoding="utf-8") for path in paths if path.is_file()}
