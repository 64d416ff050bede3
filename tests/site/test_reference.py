"""The reference is made of what dbt and click say, whole and once."""

import re
from pathlib import Path

import click
import duckdb
import pytest
from markdown_it import MarkdownIt

from flows.cli import main
from flows.site import reference
from warehouse.paths import Home


@pytest.fixture(scope="module")
def tables() -> dict[str, reference.Table]:
    return {table.full_name: table for table in reference.tables()}


def test_every_mart_and_every_reference_table_is_told_with_its_grain(
    tables: dict[str, reference.Table],
) -> None:
    assert {"marts.fct_commitments", "marts.rpt_corrections", "reference.known_defects"} <= set(
        tables
    )
    assert [name for name, table in tables.items() if not table.grain] == []
    assert tables["marts.fct_commitments"].folder == "forces"


def test_every_column_is_told_with_type_and_meaning(tables: dict[str, reference.Table]) -> None:
    columns = [column for table in tables.values() for column in table.columns]
    assert len(columns) > 300
    assert [one.name for one in columns if not one.description or "{{" in one.description] == []
    value = {column.name: column for column in tables["marts.fct_metric_observations"].columns}[
        "value"
    ]
    assert (value.data_type, value.is_required) == ("double", True)
    assert "12% is 12 percent" in value.description


def test_the_columns_are_those_of_the_built_tables(
    tables: dict[str, reference.Table], first_refresh: tuple[Path, Path, str]
) -> None:
    with duckdb.connect(Home(first_refresh[1]).database, read_only=True) as connection:
        built: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() "
            "where schema_name in ('marts', 'reference') order by 1, column_index"
        ).fetchall():
            built.setdefault(table, []).append(column)
    assert {name: {column.name for column in table.columns} for name, table in tables.items()} == {
        name: set(columns) for name, columns in built.items()
    }


def test_every_option_of_every_command_is_told() -> None:
    found = {command.name: command for command in reference.commands(main)}
    assert set(found) == set(main.commands)
    for name, command in main.commands.items():
        told = " ".join(option.synopsis for option in found[name].options)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)
                assert all(option in told for option in parameter.opts)
        assert found[name].paragraphs
    assert found["show"].usage == "section55 show [OPTIONS] {document|evidence} ID"
    assert "section55 refresh inbox/ late.html" in "\n".join(found["refresh"].examples)


@pytest.mark.parametrize(
    "page",
    [reference.tables_markdown(), reference.commands_markdown(main)],
    ids=["tables", "commands"],
)
def test_a_page_is_sound_markdown_whose_links_lead_to_its_headings(page: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    headings = {
        re.sub(r"[^\w\- ]", "", tokens[place + 1].content.lower()).replace(" ", "-")
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    }
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert links
    assert set(links) <= headings
    # Every row of a table has as many cells as its head.
    rows = [token.type for token in tokens if token.type in {"th_open", "td_open", "tr_open"}]
    assert rows
    width, seen = 0, None
    for token in tokens:
        if token.type == "tr_open":
            seen = []
        elif token.type in {"th_open", "td_open"}:
            seen.append(token.type)
        elif token.type == "tr_close":
            width = len(seen) if "th_open" in seen else width
            assert len(seen) == width
