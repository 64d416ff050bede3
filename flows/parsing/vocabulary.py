"""The words that parsing knows: reference data, frozen, handed in by the caller.

Adding a theme, an alias, a metric or a heading is a row in ``seeds/reference``, never a
change here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Reference tables as parsing reads them: name of the table -> its rows, as strings.

    Matchers that are compiled from rows live beside the code that uses them, cached for
    each vocabulary (it is hashed by identity, for its rows are many); the vocabulary itself
    is plain data and travels to worker processes.
    """

    tables: tuple[tuple[str, tuple[tuple[tuple[str, str], ...], ...]], ...]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Rows]) -> Self:
        """Freeze ``tables``; the order of rows is kept, that of tables and columns is not."""
        return cls(
            tuple(
                (name, tuple(tuple(sorted(row.items())) for row in rows))
                for name, rows in sorted(tables.items())
            )
        )

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        return {name: tuple(dict(row) for row in rows) for name, rows in self.tables}

    @cached_property
    def _keyed(self) -> dict[tuple[str, str], Mapping[str, Mapping[str, str]]]:
        return {}

    def keyed(self, table: str, column: str) -> Mapping[str, Mapping[str, str]]:
        """Return the rows of one table by a column in which they differ."""
        if (table, column) not in self._keyed:
            self._keyed[table, column] = {row[column]: row for row in self.rows(table)}
        return self._keyed[table, column]

    def rows(self, table: str) -> Rows:
        """Return the rows of one table.

        Raises:
            KeyError: there is no such table; the caller has to hand in every table of
                ``seeds/reference``.
        """
        return self._rows[table]
