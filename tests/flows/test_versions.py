"""What the versions hold: every rule counts, and nothing else does."""

import ast
import re
import shutil
import sys
from pathlib import Path

import pytest

from flows.versions import PARSER_LIBRARIES, current_versions
from warehouse.paths import PROJECT_FOLDER

_COPIED = ("flows", "expectations", "warehouse/ddl", "dbt_project", "seeds/reference")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in _COPIED:
        shutil.copytree(
            PROJECT_FOLDER / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "target", "logs"),
        )
    shutil.copy(PROJECT_FOLDER / "requirements.txt", tmp_path)
    return tmp_path


def test_versions_do_not_depend_on_where_the_project_lies(project: Path) -> None:
    assert current_versions(project) == current_versions()


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("flows/records.py", "parse"),
        ("flows/reading/plain.py", "parse"),
        ("flows/parsing/quantities.py", "parse"),
        ("seeds/reference/forces.csv", "both"),
        ("seeds/reference/known_defects.csv", "model"),
        ("expectations/bounds.py", "model"),
        ("warehouse/ddl/landing.sql", "model"),
        ("dbt_project/dbt_project.yml", "model"),
        ("dbt_project/columns.md", "model"),
        ("flows/cli.py", "neither"),
        ("flows/reading/notes.txt", "neither"),
        ("dbt_project/target/run_results.yml", "neither"),
    ],
)
def test_a_changed_rule_changes_its_version(project: Path, file: str, changes: str) -> None:
    before = current_versions(project)
    (project / file).parent.mkdir(exist_ok=True)
    with (project / file).open("a") as stream:
        stream.write("\n")
    after = current_versions(project)
    assert (before.parse_version != after.parse_version) == (changes in {"parse", "both"})
    assert (before.model_version != after.model_version) == (changes in {"model", "both"})


def test_another_release_of_a_parser_library_is_a_new_rule(project: Path) -> None:
    before = current_versions(project)
    file = project / "requirements.txt"
    file.write_text(re.sub(r"^selectolax==\S+", "selectolax==99", file.read_text(), flags=re.M))
    after = current_versions(project)
    assert after.parse_version != before.parse_version
    assert after.model_version == before.model_version


def test_every_library_that_parsers_import_counts() -> None:
    imported = set()
    for room in ("reading", "parsing"):
        for file in (PROJECT_FOLDER / "flows" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    imported |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.partition(".")[0])
    ours = imported - set(sys.stdlib_module_names) - {"flows"}
    known_as = {"dateutil": "python-dateutil"}
    assert {known_as.get(name, name.replace("_", "-")) for name in ours} <= set(PARSER_LIBRARIES)
    locked = (PROJECT_FOLDER / "requirements.txt").read_text()
    assert all(f"\n{library}==" in locked for library in PARSER_LIBRARIES)
