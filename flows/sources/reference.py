"""The vocabulary as data: every table of ``seeds/reference``."""

import csv

from warehouse.paths import PROJECT_FOLDER

_FOLDER = PROJECT_FOLDER / "seeds" / "reference"


def reference_tables() -> dict[str, list[dict[str, str]]]:
    """Return every table of ``seeds/reference`` by name: rows of strings, '' where empty."""
    tables = {}
    for file in sorted(_FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            tables[file.stem] = list(csv.DictReader(stream))
    return tables
