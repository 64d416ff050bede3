"""The Frictionless description of an export: https://specs.frictionlessdata.io/data-package/."""

import hashlib
import re
from pathlib import Path
from typing import Any

import duckdb

from flows.commands.exported_tables import Column, Table
from flows.commands.formulas import TEXT_SIGN
from warehouse.landing import PublishedRefresh

#: The name by which an export of ours is known.
PACKAGE_NAME = "section55"
DESCRIPTOR = "datapackage.json"

_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
_DESCRIPTION = (
    "What policing bodies in England and Wales answer to inspections, extracted by rules from "
    "the documents named in the sources. Each table is there twice with the same rows: as Parquet, "
    "unchanged, and as CSV for spreadsheets. In the CSV, a text that begins with a sign that a "
    f"spreadsheet takes for a formula (= + - @, a tab, a line break) or with {TEXT_SIGN} has one "
    f"{TEXT_SIGN} before it: take it away to get the text. Numbers and dates are never changed. "
    "In the CSV a missing value and an empty text are both an empty cell; Parquet tells them apart."
)
#: Licences that many bodies use: the name that Open Definition gives them.
_OPEN_GOVERNMENT_LICENCE = re.compile(
    r"open government licen[cs]e\W+v?(?:ersion )?3", re.IGNORECASE
)


def describe(
    connection: duckdb.DuckDBPyConnection,
    tables: list[Table],
    refresh: PublishedRefresh,
    folder: Path,
) -> dict[str, Any]:
    """Return the descriptor of the files in ``folder``; no clock is asked."""
    described: dict[str, Any] = {
        "name": PACKAGE_NAME,
        "title": "section55: what policing bodies answer to inspections",
        "description": _DESCRIPTION,
        "version": refresh.refresh_id,
        "created": f"{refresh.ended_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    sources = _sources(connection)
    # The standard takes no empty list: what is not known is left out.
    if licences := _licences(sources):
        described["licenses"] = licences
    if sources:
        described["sources"] = sources
    vocabularies = _vocabularies(connection)
    described["resources"] = [
        resource
        for table in tables
        for resource in (
            _csv_resource(table, _schema(connection, table, vocabularies), folder),
            _parquet_resource(table, folder),
        )
    ]
    return described


def _sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return one source for each publisher, site and licence of current documents."""
    found = connection.execute(
        "select publisher_name, nullif(regexp_extract(source_uri, '^https?://[^/]+'), '') as site, "
        "licence_note, count(distinct document_id) from landing.document_sources "
        "where is_current group by all order by all nulls last"
    ).fetchall()
    sources = []
    for publisher, site, licence, count in found:
        source = {"title": publisher or site or "Files without a publisher's name"}
        source |= {"path": site} if site else {}
        source |= {"licence": licence} if licence else {}
        sources.append({**source, "documentCount": count})
    return sources


def _licences(sources: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [_licence(note) for note in sorted({s["licence"] for s in sources if "licence" in s})]


def _licence(note: str) -> dict[str, str]:
    if _OPEN_GOVERNMENT_LICENCE.search(note):
        address = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
        return {"name": "OGL-UK-3.0", "path": address, "title": note}
    return {"name": re.sub(r"[^A-Za-z0-9._]+", "-", note).strip("-") or "other", "title": note}


def _vocabularies(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    return dict(
        connection.execute(
            "select vocabulary_name, list(allowed_value order by allowed_value) "
            "from reference.vocabularies group by vocabulary_name"
        ).fetchall()
    )


def _csv_resource(table: Table, schema: dict[str, Any], folder: Path) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        **_file(folder, f"csv/{table.name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table.description,
        "schema": schema,
    }


def _parquet_resource(table: Table, folder: Path) -> dict[str, Any]:
    return {
        "name": f"{table.name}-parquet",
        # A file, not a table: its types and descriptions are those of the CSV beside it.
        "type": "file",
        **_file(folder, f"parquet/{table.name}.parquet"),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": f"The rows of {table.name}, unchanged.",
    }


def _file(folder: Path, path: str) -> dict[str, Any]:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path, "bytes": (folder / path).stat().st_size, "hash": f"sha256:{digest}"}


def _schema(
    connection: duckdb.DuckDBPyConnection, table: Table, vocabularies: dict[str, list[str]]
) -> dict[str, Any]:
    with_empty_texts = _columns_with_empty_texts(connection, table)
    schema: dict[str, Any] = {
        "fields": [
            _field(table, column, vocabularies, may_be_empty=column.name in with_empty_texts)
            for column in table.columns
        ]
    }
    if table.contract.key:
        schema["primaryKey"] = list(table.contract.key)
    if table.contract.references:
        schema["foreignKeys"] = [
            {
                "fields": [reference.column],
                "reference": {
                    "resource": "" if reference.table == table.name else reference.table,
                    "fields": [reference.field],
                },
            }
            for reference in table.contract.references
        ]
    return schema


def _field(
    table: Table, column: Column, vocabularies: dict[str, list[str]], *, may_be_empty: bool
) -> dict[str, Any]:
    key = table.contract.key
    constraints: dict[str, Any] = {}
    if (column.is_required or column.name in key) and not may_be_empty:
        constraints["required"] = True
    if key == (column.name,):
        constraints["unique"] = True
    # A coded column has the name of its vocabulary, unless the contract names another.
    codes = vocabularies.get(table.contract.codes.get(column.name, column.name))
    if codes:
        constraints["enum"] = codes
    described = {
        "name": column.name,
        "type": _TYPES.get(column.data_type, "any"),
        "description": column.description,
    }
    return described | ({"constraints": constraints} if constraints else {})


def _columns_with_empty_texts(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    """Return the columns in which a text is empty, which CSV shows as missing."""
    texts = [column.name for column in table.columns if column.data_type == "VARCHAR"]
    if not texts:
        return set()
    any_empty = ", ".join(f"""coalesce(bool_or("{name}" = ''), false)""" for name in texts)
    (found,) = connection.execute(f"select {any_empty} from {table.relation}").fetchall()  # noqa: S608 - names of the published file
    return {name for name, is_empty in zip(texts, found, strict=True) if is_empty}
