"""From which columns each column of the models is made, as dbt-colibri reads it from their SQL."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Keys under which dbt-colibri files what filters and joins rows, which is no column.
_NO_COLUMN = "__colibri_"


@dataclass(frozen=True, order=True)
class Column:
    """A column of a node; ``node`` is dbt's id of a model, seed or source."""

    node: str
    name: str


class ColumnLineage:
    """Which columns each column is made from, over one step or from the ground up.

    A column that counts rows, says a constant or asks the clock is made from none. Nor has one
    parents that passes through a union: the parser does not follow these.
    """

    def __init__(self, parents: Mapping[Column, tuple[Column, ...]]) -> None:
        self._parents = parents

    def parents(self, column: Column) -> tuple[Column, ...]:
        """Return the columns that a column is made from in its model."""
        return self._parents.get(column, ())

    def origins(self, column: Column) -> tuple[Column, ...]:
        """Return the columns from which nothing leads further down, in order of their names."""
        return tuple(sorted(set(self._origins(column, set()))))

    def _origins(self, column: Column, seen: set[Column]) -> Iterator[Column]:
        for parent in self.parents(column):
            if parent in seen:
                continue
            seen.add(parent)
            if self.parents(parent):
                yield from self._origins(parent, seen)
            else:
                yield parent


def column_lineage(manifest: Path, catalog: Path) -> ColumnLineage:
    """Return the lineage of all columns from what dbt has written about a project."""
    # Half a second to import; it parses SQL and asks no network.
    from dbt_colibri.lineage_extractor.extractor import (  # noqa: PLC0415
        DbtColumnLineageExtractor,
    )

    # It reports each column of a union as an error.
    logging.getLogger("colibri").setLevel(logging.CRITICAL)
    found: Mapping[str, Any] = DbtColumnLineageExtractor(
        str(manifest), str(catalog)
    ).extract_project_lineage()
    return ColumnLineage(
        {
            Column(node, name): tuple(
                sorted({Column(parent["dbt_node"], parent["column"]) for parent in parents})
            )
            for node, columns in found["lineage"]["parents"].items()
            for name, parents in columns.items()
            if not name.startswith(_NO_COLUMN)
        }
    )
