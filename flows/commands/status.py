"""What is published, what was refused, and whether two warehouses hold the same."""

from collections import Counter
from itertools import islice

import click
import duckdb

from flows.commands.terminal import safe
from flows.versions import current_versions
from warehouse import journal, locking, store
from warehouse.journal import Entry
from warehouse.paths import Home


def tell_status(home: Home) -> None:
    """Print what is published, the last refreshes, rejections, warnings, and who refreshes."""
    click.echo(f"home        {home.folder}")
    if not home.database.is_file():
        click.echo("published   nothing yet: run `section55 refresh`")
    else:
        _tell_published(home)
    entries = list(islice(journal.entries(home), 5))
    for entry in entries[:1]:
        click.echo(f"last        {_told(entry)}")
        for warning in entry.warnings[:10]:
            click.echo(f"  warning   {safe(warning)[:300]}")
    for entry in entries[1:]:
        click.echo(f"before      {_told(entry)}")
    running = locking.holder(home)
    click.echo(
        f"running     process {running.pid} since {running.started_at}"
        if running
        else "running     no refresh"
    )


def tell_checksums(home: Home) -> None:
    """Print a checksum of each mart's content, the same for the same rows in any order.

    Columns that only say when (``_at``, ``as_of_on``) are left out.

    Raises:
        Refusal: nothing is published.
    """
    with store.reader(home.database) as connection:
        marts = connection.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'marts' order by table_name"
        ).fetchall()
        for (mart,) in marts:
            checksum, count = _checksum(connection, mart)
            click.echo(f"{checksum}  {mart}  {count} rows")


def tell_rejections(home: Home) -> None:
    """Print every address whose bytes were refused: where, why, and where the bytes are.

    Raises:
        Refusal: nothing is published and no refresh was refused.
    """
    rows: list[tuple[str, str, str, str, str | None, str | None]] = []
    last = next(journal.entries(home), None)
    is_refused = last is not None and last.outcome == "refused"
    if home.database.is_file() or not is_refused:
        with store.reader(home.database) as connection:
            rows = connection.execute(
                # A member that could not be taken out has its archive's bytes.
                "select source_uri, stage, reason_code, message, "
                "coalesce(raw_sha256, received_sha256), document_id "
                "from landing.rejections order by source_uri"
            ).fetchall()
    if is_refused and last:
        click.echo(f"the last refresh was refused: {safe(last.message or '')}\n")
        known = {row[0] for row in rows}
        rows += [
            (
                row["source_uri"],
                row["stage"],
                row["reason_code"],
                row["message"],
                row["raw_sha256"],
                None,
            )
            for row in last.rejections
            if row["source_uri"] not in known
        ]
    if not rows:
        click.echo("nothing is rejected")
    for uri, stage, reason, message, raw_sha256, document_id in rows:
        click.echo(f"{safe(uri)}\n  {stage}: {reason}: {safe(message)}")
        if raw_sha256:
            click.echo(f"  bytes: {home.raw_file(raw_sha256)}")
        if document_id:
            click.echo(f"  its last good document stays: {document_id}")


def _tell_published(home: Home) -> None:
    with store.reader(home.database) as connection:
        refresh_id, ended_at, documents, parse_version, model_version = connection.execute(
            "select refresh_id, ended_at, document_count, parse_version, model_version "
            "from landing.refreshes where outcome = 'published' order by refresh_id desc limit 1"
        ).fetchall()[0]
        reasons = Counter(
            dict(
                connection.execute(
                    "select stage || ': ' || reason_code, count(*) "
                    "from landing.rejections group by all order by all"
                ).fetchall()
            )
        )
    click.echo(f"published   {refresh_id}, {ended_at:%Y-%m-%d %H:%M:%S} UTC, {documents} documents")
    click.echo(f"file        {home.database}")
    same = (parse_version, model_version) == tuple(current_versions())
    click.echo(
        f"rules       parse {parse_version}, models {model_version}"
        + ("" if same else " (not those of this version: the next refresh applies them)")
    )
    click.echo(f"rejected    {reasons.total()}")
    for reason, count in reasons.items():
        click.echo(f"  {count:>7}   {reason}")


def _told(entry: Entry) -> str:
    said = f"{entry.refresh_id} {entry.outcome}"
    if entry.outcome == "refused" and entry.message:
        said += f": {safe(entry.message)[:200]}"
    return said


def _checksum(connection: duckdb.DuckDBPyConnection, mart: str) -> tuple[str, int]:
    columns = [
        name
        for (name,) in connection.execute(
            "select column_name from information_schema.columns "
            "where table_schema = 'marts' and table_name = ? order by column_name",
            [mart],
        ).fetchall()
        if not name.endswith("_at") and name != "as_of_on"
    ]
    # A null must not look like a text; sums of hashes know no order and count doubles.
    values = ", ".join(f'coalesce("{name}"::varchar, chr(31))' for name in columns)
    row = connection.execute(
        f"select md5(coalesce(sum(md5_number_lower(concat_ws(chr(30), {values}))::hugeint), 0)"  # noqa: S608
        f'::varchar), count(*) from marts."{mart}"'
    ).fetchall()[0]
    return str(row[0]), int(row[1])
