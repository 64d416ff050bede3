"""Writing the landing schema: documents in bulk, their sources, and what refreshes did.

Landing is idempotent by document: what a document landed before is replaced as a whole, so
landing twice, or in another order, gives the same rows and keys.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.errors import Refusal
from warehouse.journal import Entry

_DDL = Path(__file__).parent / "ddl" / "landing.sql"
_UPGRADES = Path(__file__).parent / "ddl" / "upgrades.sql"
#: Parquet files, of some 200 documents each, that one transaction puts in.
_FILES_AT_ONCE = 100


class Counts(NamedTuple):
    """Rows of one landing table that a refresh took out and put in."""

    deleted: int
    inserted: int


class PublishedRefresh(NamedTuple):
    """The refresh that published a file; when it ended, in UTC."""

    refresh_id: str
    ended_at: datetime


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the landing schema; what exists stays, and gets the columns that it lacks."""
    ddl = _DDL.read_text(encoding="utf-8")
    connection.execute(ddl)
    here = connection.execute("select current_database()").fetchall()[0][0]
    # What the tables would be like in a new warehouse.
    connection.execute("attach ':memory:' as fresh")
    connection.execute("use fresh")
    connection.execute(ddl)
    connection.execute(f"use {_quoted(here)}")
    lacking = connection.execute(
        """
        select table_name, column_name, data_type from duckdb_columns()
        where database_name = 'fresh'
        except
        select table_name, column_name, data_type from duckdb_columns() where database_name = ?
        order by all
        """,
        [here],
    ).fetchall()
    connection.execute("detach fresh")
    for table, column, data_type in lacking:
        connection.execute(
            f"alter table landing.{_quoted(table)} add column {_quoted(column)} {data_type}"
        )
    if lacking:
        connection.execute(_UPGRADES.read_text(encoding="utf-8"))


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what is done inside, or nothing of it."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def replace_documents(
    connection: duckdb.DuckDBPyConnection,
    parts: Mapping[str, Sequence[Path]],
    rejected: Iterable[str] = (),
) -> dict[str, Counts]:
    """Replace everything that the pages of ``parts`` landed before.

    Not in one transaction, which would hold the keys of all rows in memory: a build is nobody's
    until it is published, and one that breaks off is deleted.

    ``parts`` maps a landing table to its Parquet files, ``documents`` among them; their columns
    are the table's. A page's documents go as a whole: new rules may find other parts in it.
    Documents whose ids are in ``rejected`` are left out, and what they landed before stays.

    Raises:
        Refusal: a key stands twice or a column that must have a value has none.
    """
    files = {table: [str(path) for path in paths] for table, paths in parts.items()}
    counts: dict[str, Counts] = {}
    with transaction(connection):
        connection.execute(
            "create or replace temp table incoming as "
            "select document_id, raw_sha256 from read_parquet(?) "
            "where not list_contains(?, document_id)",
            [files["documents"], list(rejected)],
        )
        connection.execute(
            "create or replace temp table outgoing as select document_id from landing.documents "
            "where raw_sha256 in (select raw_sha256 from incoming) "
            "and not list_contains(?, document_id)",
            [list(rejected)],
        )
        connection.execute(
            "delete from landing.document_sources "
            "where document_id in (from outgoing except select document_id from incoming)"
        )
    for table, paths in files.items():
        with transaction(connection):
            gone = connection.execute(
                f"delete from landing.{_quoted(table)} "  # noqa: S608 - a quoted table of ours
                "where document_id in (select document_id from outgoing)"
            ).fetchall()
        put = sum(
            _put(connection, table, paths[first : first + _FILES_AT_ONCE])
            for first in range(0, len(paths), _FILES_AT_ONCE)
        )
        counts[table] = Counts(gone[0][0], put)
    for table in ("incoming", "outgoing"):
        connection.execute(f"drop table {table}")
    return counts


def _put(connection: duckdb.DuckDBPyConnection, table: str, files: list[str]) -> int:
    try:
        with transaction(connection):
            put = connection.execute(
                f"insert into landing.{_quoted(table)} by name "  # noqa: S608 - as above
                "select * from read_parquet(?) "
                "where document_id in (select document_id from incoming)",
                [files],
            ).fetchall()
    except duckdb.ConstraintException as error:
        raise Refusal(
            f"cannot land {table}: {str(error).splitlines()[0]}. This is a fault of the "
            "parsing rules: report it with the document that it names."
        ) from error
    return int(put[0][0])


def land_sources(
    connection: duckdb.DuckDBPyConnection,
    *,
    judged: Path,
    refused: Path,
    covered: Sequence[str],
    seen_at: datetime,
    refresh_id: str,
) -> None:
    """Say of each source which document it holds now, and of each refused one why.

    ``judged`` (Parquet): the columns of ``landing.document_sources`` that a file gives, and
    ``was_seen`` (false: known from an earlier refresh, parsed again), and ``is_accepted``
    (false: nothing about it changed and it stays refused, or it is in ``refused``).
    ``refused`` (Parquet): the columns of ``landing.rejections`` without ``refresh_id``;
    ``document_id`` is the one that was refused. ``covered``: URIs of the files and folders
    that were looked through; a source below one of them that is not in ``judged`` has gone.

    A source whose new bytes were refused keeps its last good document as the current one, and
    the rejection names that document.
    """
    with transaction(connection):
        connection.execute(
            "create or replace temp table judged as select * from read_parquet(?)", [str(judged)]
        )
        connection.execute(
            "create or replace temp table refused as select * from read_parquet(?)",
            [str(refused)],
        )
        # What stays refused keeps its last good documents, be it a part, a page or an archive.
        is_gone = (
            "source_uri not in (select source_uri from judged "
            "union all select source_uri from refused) "
            "and source_uri not in (select source_uri from kept) "
            "and page_uri not in (select source_uri from kept) "
            "and address_uri not in (select source_uri from kept) "
            "and list_bool_or(list_transform(?, lambda uri: "
            "address_uri = uri or starts_with(address_uri, uri || '/')))"
        )
        connection.execute(
            "create or replace temp table kept as "
            "select source_uri from judged where not is_accepted "
            "union select source_uri from refused"
        )
        connection.execute(
            "update landing.document_sources set is_current = false "  # noqa: S608 - our own text
            f"where is_current and {is_gone}",
            [list(covered)],
        )
        connection.execute(
            f"delete from landing.rejections where {is_gone}",  # noqa: S608 - our own text
            [list(covered)],
        )
        connection.execute(
            "delete from landing.rejections where source_uri in "
            "(select source_uri from judged where is_accepted "
            "union all select source_uri from refused)"
        )
        connection.execute(
            """
            update landing.document_sources as known set is_current = false
            from judged
            where judged.source_uri = known.source_uri
                and judged.is_accepted
                and judged.document_id <> known.document_id
            """
        )
        connection.execute(
            """
            insert into landing.document_sources by name
            select
                judged.document_id, judged.source_uri, judged.page_uri, judged.address_uri,
                judged.folder_uri, judged.byte_count, judged.modified_ns, judged.raw_sha256,
                judged.received_sha256, judged.force_id, judged.publisher_name,
                judged.licence_note,
                ?::timestamp as first_seen_at,
                case when was_seen then ?::timestamp else coalesce(known.last_seen_at, ?) end
                    as last_seen_at,
                true as is_current
            from judged
            left join landing.document_sources as known
                on judged.source_uri = known.source_uri
                and judged.document_id = known.document_id
            where judged.is_accepted
            on conflict (document_id, source_uri) do update set
                folder_uri = excluded.folder_uri,
                byte_count = excluded.byte_count,
                modified_ns = excluded.modified_ns,
                received_sha256 = excluded.received_sha256,
                force_id = excluded.force_id,
                publisher_name = excluded.publisher_name,
                licence_note = excluded.licence_note,
                last_seen_at = excluded.last_seen_at,
                is_current = true
            """,
            [seen_at, seen_at, seen_at],
        )
        connection.execute(
            """
            insert into landing.rejections by name
            with last_good as (
                select uri, min(document_id) as document_id
                from (
                    select unnest([source_uri, page_uri, address_uri]) as uri, document_id
                    from landing.document_sources
                    where is_current
                )
                group by uri
            )
            select refused.* replace (last_good.document_id as document_id), ? as refresh_id
            from refused
            left join last_good on refused.source_uri = last_good.uri
            """,
            [refresh_id],
        )
        for table in ("judged", "refused", "kept"):
            connection.execute(f"drop table {table}")


def add_expectation_results(
    connection: duckdb.DuckDBPyConnection, refresh_id: str, outcomes: Sequence[Mapping[str, Any]]
) -> None:
    """Record the outcome of every expectation of one refresh; a second time replaces."""
    with transaction(connection):
        connection.execute(
            "delete from landing.expectation_results where refresh_id = ?", [refresh_id]
        )
        if outcomes:
            insert_rows(
                connection,
                "expectation_results",
                [{"refresh_id": refresh_id, **outcome} for outcome in outcomes],
            )


def add_refreshes(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Record refreshes, newest truth wins: the journal knows when a publication really ended."""
    rows = [
        {
            "refresh_id": entry.refresh_id,
            "outcome": entry.outcome,
            "started_at": entry.started_at,
            "ended_at": entry.ended_at,
            "parse_version": entry.parse_version,
            "model_version": entry.model_version,
            "document_count": entry.document_count,
            "parsed_count": entry.parsed_count,
            "rejection_count": entry.rejection_count,
            "message": entry.message,
        }
        for entry in entries
    ]
    with transaction(connection):
        connection.execute(
            "delete from landing.refreshes where list_contains(?, refresh_id)",
            [[row["refresh_id"] for row in rows]],
        )
        if rows:
            insert_rows(connection, "refreshes", rows)


def published_refresh(connection: duckdb.DuckDBPyConnection) -> PublishedRefresh:
    """Return the refresh that published the file."""
    return PublishedRefresh(
        *connection.execute(
            "select refresh_id, ended_at from landing.refreshes where outcome = 'published' "
            "order by refresh_id desc limit 1"
        ).fetchall()[0]
    )


def record_counts(connection: duckdb.DuckDBPyConnection, kinds: Iterable[str]) -> dict[str, int]:
    """Return how many rows of each kind belong to current documents."""
    counts = {}
    for kind in kinds:
        row = connection.execute(
            f"select count(*) from landing.{_quoted(kind)} "  # noqa: S608 - a quoted table
            "where document_id in "
            "(select document_id from landing.document_sources where is_current)"
        ).fetchone()
        counts[kind] = int(row[0]) if row else 0
    return counts


def rejection_count(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many addresses hold bytes that were refused."""
    row = connection.execute("select count(*) from landing.rejections").fetchone()
    return int(row[0]) if row else 0


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    keeps_known: bool = False,
) -> None:
    """Insert rows of one shape into a landing table.

    ``keeps_known``: a row whose key is there already is left as it is, else that is an error.
    """
    # One statement over one list of structs: bulk, and with the table's own types.
    columns = list(rows[0])
    fields = ", ".join(f"item[{position}]" for position in range(1, len(columns) + 1))
    values = [[_as_text(row[column]) for column in columns] for row in rows]
    connection.execute(
        f"insert {'or ignore ' if keeps_known else ''}into landing.{_quoted(table)} "  # noqa: S608
        f"({', '.join(map(_quoted, columns))}) "
        f"select {fields} from (select unnest(?::varchar[][]) as item)",
        [values],
    )


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
