"""The reference, from where it is written already: tables from the dbt YAML, commands from click.

Pure: the same project and command line give the same pages. No column and no option is described
here.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from warehouse.paths import PROJECT_FOLDER

_DOC_BLOCK = re.compile(r"{%\s*docs (\w+)\s*%}((?:[^{]|{(?!%))*){%\s*enddocs\s*%}")
_DOC_CALL = re.compile(r"""{{\s*doc\(["'](\w+)["']\)\s*}}""")


@dataclass(frozen=True)
class Column:
    """A column; ``description`` is markdown, ``is_required`` says that it is never null."""

    name: str
    data_type: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Table:
    """A table that people ask, with its columns in order; ``description`` is markdown."""

    schema_name: str
    folder: str
    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """The name that stands in SQL."""
        return f"{self.schema_name}.{self.name}"

    @property
    def grain(self) -> str:
        """What one row is: the sentence behind "Grain" in the description."""
        found = re.search(r"\**Grain\**: (.+?\.)(?:\s|$)", self.description, re.DOTALL)
        return " ".join(found[1].split()) if found else ""


@dataclass(frozen=True)
class Parameter:
    """An argument or option of a command: how it is written, and what it does."""

    synopsis: str
    description: str


@dataclass(frozen=True)
class Command:
    """A command: what it does in paragraphs of plain text, its examples and its options."""

    name: str
    usage: str
    paragraphs: tuple[str, ...]
    examples: tuple[str, ...]
    options: tuple[Parameter, ...]


def tables(project: Path = PROJECT_FOLDER) -> list[Table]:
    """Return the marts by folder, then the reference tables, as the dbt YAML describes them.

    Raises:
        KeyError: a column names a block that ``columns.md`` does not have.
    """
    blocks = {
        name: " ".join(text.split())
        for name, text in _DOC_BLOCK.findall(
            (project / "dbt_project" / "columns.md").read_text(encoding="utf-8")
        )
    }
    marts = project / "dbt_project" / "models" / "marts"
    found = [
        _table("marts", file.parent.name, node, blocks)
        for file in sorted(marts.rglob("*.yml"))
        for node in _nodes(file, "models")
    ]
    seeds = project / "seeds" / "reference" / "_reference.yml"
    return found + [_table("reference", "", node, blocks) for node in _nodes(seeds, "seeds")]


def commands(group: click.Group, program: str = "section55") -> list[Command]:
    """Return every command of ``group``, in the order in which its help lists them."""
    above = click.Context(group, info_name=program, **group.context_settings)
    return [
        _command(group.commands[name], click.Context(group.commands[name], above, name))
        for name in group.list_commands(above)
    ]


def tables_markdown(project: Path = PROJECT_FOLDER) -> str:
    """Return a page of all tables: a list with their grains, then the columns of each."""
    found = tables(project)
    lines = ["# Tables", "", "| table | one row for |", "| --- | --- |"]
    for table in found:
        grain = _cell(table.grain.removeprefix("one row for "))
        lines.append(f"| [{table.full_name}](#{_anchor(table.full_name)}) | {grain} |")
    for table in found:
        lines += ["", f"## {table.full_name}", "", table.description.strip(), ""]
        lines += ["| column | type | never null | meaning |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            required = "yes" if column.is_required else ""
            lines.append(
                f"| `{column.name}` | {column.data_type} | {required} "
                f"| {_cell(column.description)} |"
            )
    return "\n".join(lines) + "\n"


def commands_markdown(group: click.Group, program: str = "section55") -> str:
    """Return a page of all commands: usage, what it does, options and examples of each."""
    found = commands(group, program)
    lines = ["# Commands", ""]
    lines += [f"- [`{program} {one.name}`](#{_anchor(f'{program} {one.name}')})" for one in found]
    for command in found:
        lines += ["", f"## {program} {command.name}", "", "```text", command.usage, "```"]
        for paragraph in command.paragraphs:
            lines += ["", _plain(paragraph)]
        if command.options:
            lines += ["", "| option | what it does |", "| --- | --- |"]
            lines += [
                f"| `{option.synopsis.replace('|', chr(92) + '|')}` | {_cell(option.description)} |"
                for option in command.options
            ]
        if command.examples:
            lines += ["", "```text", *command.examples, "```"]
    return "\n".join(lines) + "\n"


def _nodes(file: Path, kind: str) -> Iterator[dict[str, Any]]:
    stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    yield from stated.get(kind, ())


def _table(schema: str, folder: str, node: dict[str, Any], blocks: dict[str, str]) -> Table:
    seed_types = node.get("config", {}).get("column_types", {})
    return Table(
        schema_name=schema,
        folder=folder,
        name=node["name"],
        description=node["description"],
        columns=tuple(
            Column(
                name=column["name"],
                data_type=column.get("data_type") or seed_types[column["name"]],
                description=_DOC_CALL.sub(
                    lambda call: blocks[call[1]],
                    column["description"],
                ),
                is_required={"type": "not_null"} in column.get("constraints", ()),
            )
            for column in node["columns"]
        ),
    )


def _command(command: click.Command, context: click.Context) -> Command:
    # Click marks with a backspace what it must not fold: those are the examples.
    told = inspect.cleandoc(command.help or "").split("\n\n")
    verbatim = [part.removeprefix("\b\n") for part in told if part.startswith("\b\n")]
    options = [
        Parameter(*record)
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context))
    ]
    return Command(
        name=context.info_name or "",
        usage=" ".join([context.command_path, *command.collect_usage_pieces(context)]),
        paragraphs=tuple(" ".join(part.split()) for part in told if not part.startswith("\b\n")),
        examples=tuple(line for part in verbatim for line in part.splitlines()),
        options=tuple(options),
    )


def _anchor(heading: str) -> str:
    """Return the anchor of a heading as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _cell(markdown: str) -> str:
    return " ".join(markdown.split()).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return text in which nothing is markdown, but for code in backticks."""
    return "`".join(
        part if place % 2 else re.sub(r"([\\*_\[\]<>#])", r"\\\1", part)
        for place, part in enumerate(text.split("`"))
    )
