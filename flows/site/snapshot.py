"""What is published, as rows for pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import duckdb

from flows.site.links import CHARACTERS_A_PAGE, Places
from warehouse import landing

Row = Mapping[str, Any]
_Key = TypeVar("_Key")

#: Documents whose records are read at one time.
_CHUNK = 100


class Answer(NamedTuple):
    """What a statement gives, up to some rows; ``has_more`` says whether there are others."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    has_more: bool


class Snapshot:
    """One published file, open for reading. Every list is in an order of its own rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        #: The open file, for those who look at more than rows.
        self.connection = connection
        #: The refresh that published the file.
        self.refresh = landing.published_refresh(connection)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a statement of ours."""
        result = self.connection.execute(sql, list(parameters))
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def answer(self, sql: str, values: Mapping[str, Any], most: int) -> Answer:
        """Return the first rows of a statement whose parameters are bound by name."""
        result = self.connection.execute(sql, dict(values) or None)
        rows = result.fetchmany(most + 1)
        columns = [str(column[0]) for column in result.description or ()]
        return Answer(columns, rows[:most], len(rows) > most)

    def in_chunks(self, keys: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield the keys some at a time, so that no more than these are held in memory."""
        for first in range(0, len(keys), _CHUNK):
            yield keys[first : first + _CHUNK]

    @cached_property
    def places(self) -> Places:
        """Where the words of every document stand in the site."""
        long_texts = self.rows(
            "select document_id, text, part_char_start, part_char_end from landing.documents "
            "where part_char_end - part_char_start > ?",
            [CHARACTERS_A_PAGE],
        )
        return Places(
            {
                row["document_id"]: _page_starts(
                    row["text"], row["part_char_start"], row["part_char_end"]
                )
                for row in long_texts
            }
        )


def grouped(rows: Iterable[Row], key: Callable[[Row], _Key]) -> dict[_Key, list[Row]]:
    """Return rows by key, keys in the order in which they come first."""
    groups: dict[_Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _page_starts(text: str, start: int, end: int) -> tuple[int, ...]:
    """Return where pages begin: at the start of a line, a paragraph's where one is near."""
    starts = [start]
    while end - starts[-1] > CHARACTERS_A_PAGE * 1.25:
        aim = starts[-1] + CHARACTERS_A_PAGE
        reach = aim + CHARACTERS_A_PAGE // 4
        after_blank = text.find("\n\n", aim, reach) + 2
        after_line = text.find("\n", aim, reach) + 1
        starts.append(max(after_blank if after_blank > 1 else after_line or aim, aim))
    return (0, *starts[1:])
