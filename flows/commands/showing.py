"""One document, or one row with its words marked in their paragraph, from what is published."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import duckdb

from flows.commands.terminal import safe
from flows.records import KINDS, Evidence
from warehouse import store
from warehouse.errors import Refusal

#: The kinds whose records stand at a place in their document.
KINDS_WITH_PLACES = tuple(
    kind
    for kind, record in KINDS.items()
    if "char_start" in {field.name for field in fields(record)}
)
_EVIDENCE_COLUMNS = {field.name for field in fields(Evidence)}

#: A paragraph is shown whole up to this many characters on either side of the words.
_MOST_CONTEXT = 1200

#: The marks stand in plain text too: a pipe shows no bold.
_OPEN, _CLOSE = "[[", "]]"


def show_document(database: Path, document_id: str) -> None:
    """Print what is known of a document, what it holds, and its canonical text.

    ``document_id`` may be cut short as long as it names one document.

    Raises:
        Refusal: it names no document, or several.
    """
    with store.reader(database) as connection:
        found = _find(connection, {"documents": "document_id"}, document_id, "document")
        _, document = found
        key = document["document_id"]
        text = document.pop("text")
        _print_columns(document)
        for uri, is_current in connection.execute(
            "select source_uri, is_current from landing.document_sources "
            "where document_id = ? order by source_uri",
            [key],
        ).fetchall():
            click.echo(f"{'source':<26} {safe(uri)}{'' if is_current else ' (no longer there)'}")
        for kind in list(KINDS)[1:]:
            count = _count(connection, kind, key)
            click.echo(f"{kind:<26} {count:,}")
        click.echo(f"\n{safe(text, keep_lines=True)}")


def show_evidence(database: Path, evidence_id: str) -> None:
    """Print a row, and its words between double brackets in their paragraph.

    ``evidence_id`` is the key of a row of any record kind that stands in a text, and may be cut
    short as long as it names one row.

    Raises:
        Refusal: it names no row, or several.
    """
    with store.reader(database) as connection:
        keys = {kind: key_column(kind) for kind in KINDS_WITH_PLACES}
        kind, row = _find(connection, keys, evidence_id, "row")
        text, title = connection.execute(
            "select text, title from landing.documents where document_id = ?",
            [row["document_id"]],
        ).fetchall()[0]
        click.echo(f"{'kind':<26} {kind}")
        _print_columns(row)
        click.echo(f"\n{safe(title or 'no title')}\n")
        click.echo(_marked(text, row["char_start"], row["char_end"]))
        if "recommendation_char_start" in row:
            click.echo("\nthe recommendation:\n")
            start, end = row["recommendation_char_start"], row["recommendation_char_end"]
            click.echo(_marked(text, start, end))


def key_column(kind: str) -> str:
    """Return the name of a kind's key: its first column that is not of the evidence."""
    names = [field.name for field in fields(KINDS[kind])]
    own = names if not issubclass(KINDS[kind], Evidence) else _without_evidence(names)
    return own[0]


def _without_evidence(names: list[str]) -> list[str]:
    return [name for name in names if name not in _EVIDENCE_COLUMNS]


def _find(
    connection: duckdb.DuckDBPyConnection, keys: Mapping[str, str], prefix: str, what: str
) -> tuple[str, dict[str, Any]]:
    found: list[tuple[str, str]] = []
    for kind, column in keys.items():
        for (key,) in connection.execute(
            f"select {column} from landing.{kind} "  # noqa: S608 - names of our own records
            f"where starts_with({column}, ?) order by 1 limit 4",
            [prefix],
        ).fetchall():
            found.append((kind, key))
    if len(found) != 1:
        examples = ", ".join(f"{key} ({kind})" for kind, key in found[:3])
        many = f"{len(found)}{' or more' if len(found) > 3 else ''} have it: {examples}"
        raise Refusal(
            f"cannot show the {what} {safe(prefix)}: "
            + (f"{many}. Give more of the id." if found else "none has an id that begins so. ")
            + ("" if found else "Ids are in the first columns of every mart.")
        )
    kind, key = found[0]
    result = connection.execute(
        f"select * from landing.{kind} where {keys[kind]} = ?",  # noqa: S608 - as above
        [key],
    )
    names = [column[0] for column in result.description or ()]
    return kind, dict(zip(names, result.fetchall()[0], strict=True))


def _count(connection: duckdb.DuckDBPyConnection, kind: str, document_id: str) -> int:
    sql = f"select count(*) from landing.{kind} where document_id = ?"  # noqa: S608 - as above
    row = connection.execute(sql, [document_id]).fetchone()
    return int(row[0]) if row else 0


def _print_columns(row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        if value is not None:
            click.echo(f"{name:<26} {safe(str(value))}")


def _marked(text: str, start: int, end: int) -> str:
    """Return the paragraphs around ``text[start:end]``, which stands between the marks."""
    first = max(text.rfind("\n\n", 0, start) + 2, start - _MOST_CONTEXT, 0)
    if text.rfind("\n\n", 0, start) < 0:
        first = max(0, start - _MOST_CONTEXT)
    last = text.find("\n\n", end)
    last = min(len(text) if last < 0 else last, end + _MOST_CONTEXT)
    before, words, after = text[first:start], text[start:end], text[end:last]
    marked = click.style(f"{_OPEN}{safe(words, keep_lines=True)}{_CLOSE}", bold=True)
    return f"{safe(before, keep_lines=True)}{marked}{safe(after, keep_lines=True)}"
