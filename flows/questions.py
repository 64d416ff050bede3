"""The documented questions: the analyses of the dbt project, each with what it asks and takes."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse import store
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER

ANALYSES = PROJECT_FOLDER / "dbt_project" / "analyses"

#: How a value on the command line is read, by the type that a parameter is documented with.
_TYPES: dict[str, Callable[[str], Any]] = {
    "text": str,
    "number": float,
    "date": dt.date.fromisoformat,
}
_REF = re.compile(r"\{\{\s*ref\(\s*'(?P<name>\w+)'\s*\)\s*\}\}")
_PARAMETER = re.compile(r"\{\{\s*parameter\(\s*'(?P<name>\w+)'\s*\)\s*\}\}")


@dataclass(frozen=True)
class Parameter:
    """What a person may fill in. One without a default must be given."""

    name: str
    type: str
    meaning: str
    is_required: bool
    default: Any
    example: str | None

    def read(self, given: str) -> Any:
        """Return the value that ``given`` writes.

        Raises:
            Refusal: it is no value of the parameter's type.
        """
        try:
            return _TYPES[self.type](given)
        except ValueError as error:
            form = {"number": "258 or 3.5", "date": "2020-12-31"}[self.type]
            raise Refusal(
                f"cannot take {given!r} for the parameter {self.name}: it is no {self.type}. "
                f"Give one such as {form}."
            ) from error


@dataclass(frozen=True)
class Question:
    """A documented question; ``name`` is the name of its analysis."""

    name: str
    id: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    file: Path

    def values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Return a value for every parameter, to be bound by the engine.

        Raises:
            Refusal: a parameter is unknown, missing, or no value of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(given) - set(known)):
            raise Refusal(
                f"cannot run the question {self.name}: it has no parameter "
                f"{', '.join(unknown)}. {self._usage()}"
            )
        missing = [
            parameter.name
            for parameter in self.parameters
            if parameter.is_required and parameter.name not in given
        ]
        if missing:
            raise Refusal(
                f"cannot run the question {self.name}: the parameter {', '.join(missing)} "
                f"must be given. {self._usage()}"
            )
        return {
            name: parameter.read(given[name]) if name in given else parameter.default
            for name, parameter in known.items()
        }

    def synopsis(self) -> str:
        """Return the parameters as they are written on the command line; [] may be left out."""
        forms = (
            (f"--param {parameter.name}={parameter.type.upper()}", parameter.is_required)
            for parameter in self.parameters
        )
        return " ".join(form if is_required else f"[{form}]" for form, is_required in forms)

    def _usage(self) -> str:
        if not self.parameters:
            return "It takes none: leave --param out."
        return "It takes: " + "; ".join(
            f"--param {parameter.name}={parameter.example or parameter.type.upper()} "
            f"({parameter.meaning})"
            for parameter in self.parameters
        )


def questions(folder: Path = ANALYSES) -> dict[str, Question]:
    """Return the documented questions by name, in the order of their ids."""
    documented = [
        _question(entry, folder)
        for properties in folder.glob("_*.yml")
        for entry in yaml.safe_load(properties.read_text(encoding="utf-8"))["analyses"]
    ]
    return {question.name: question for question in sorted(documented, key=lambda q: q.id)}


def question_named(name: str, folder: Path = ANALYSES) -> Question:
    """Return one documented question.

    Raises:
        Refusal: there is none of that name.
    """
    known = questions(folder)
    if name not in known:
        raise Refusal(
            f"cannot run the question {name}: it is none of the {len(known)} documented ones. "
            "List them with `section55 query --named`, or give your own SQL: "
            'section55 query "select …".'
        )
    return known[name]


def question_sql(question: Question, database: Path) -> str:
    """Return ``published_sql`` of a question for a published file.

    Raises:
        Refusal: it reads relations that are not published, or nothing is published.
    """
    with store.reader(database) as connection:
        return published_sql(question, connection)


def published_sql(question: Question, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the SQL of a question, with the relations of the open file and ``$parameters``.

    Raises:
        Refusal: it reads relations that are not published.
    """
    written = question.file.read_text(encoding="utf-8")
    relations = _relations(connection)
    if missing := sorted(set(_REF.findall(written)) - set(relations)):
        raise Refusal(
            f"cannot run the question {question.name}: {', '.join(missing)} is not published. "
            "Run `section55 refresh` with this version first."
        )
    sql = _REF.sub(lambda found: relations[found["name"]], written)
    return _PARAMETER.sub(lambda found: f"${found['name']}", sql)


def _relations(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(
        connection.execute(
            "select table_name, table_schema || '.' || table_name "
            "from information_schema.tables where table_schema in "
            "('marts', 'reference', 'intermediate', 'staging')"
        ).fetchall()
    )


def _question(entry: Mapping[str, Any], folder: Path) -> Question:
    meta = entry["config"]["meta"]
    return Question(
        name=entry["name"],
        id=meta["id"],
        title=meta["title"],
        description=" ".join(entry["description"].split()),
        parameters=tuple(
            Parameter(
                name=parameter["name"],
                type=parameter["type"],
                meaning=parameter["meaning"],
                is_required="default" not in parameter,
                default=parameter.get("default"),
                example=parameter.get("example"),
            )
            for parameter in meta["parameters"]
        ),
        file=folder / f"{entry['name']}.sql",
    )
