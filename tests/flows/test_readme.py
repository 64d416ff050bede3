"""Every command that the README shows is run, and what it promises is seen."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.paths import PROJECT_FOLDER, Home

README = (PROJECT_FOLDER / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SQL = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
SECTION55 = Path(sys.executable).with_name("section55")


def run(command: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(command)
    assert program == "section55"
    return subprocess.run(
        [SECTION55, *arguments], capture_output=True, text=True, check=False, cwd=PROJECT_FOLDER
    )


def test_the_readme_shows_five_questions():
    assert len(SHOWN) == 5


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command[:60] for command, _ in SHOWN])
def test_a_question_of_the_readme_prints_what_it_shows(command, output):
    answer = run(command)
    assert answer.returncode == 0, answer.stderr
    assert [line.rstrip() for line in answer.stdout.rstrip().splitlines()] == output.splitlines()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`section55 ([a-z]+)", README))))
def test_a_command_that_the_readme_names_teaches_how_to_use_it(command):
    answer = run(f"section55 {command} --help")
    assert answer.returncode == 0, answer.stderr
    assert "Usage:" in answer.stdout


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))))
def test_a_make_target_that_the_readme_names_exists(target):
    plan = subprocess.run(
        ["make", "--dry-run", target],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT_FOLDER,
    )
    assert plan.returncode == 0, plan.stderr


@pytest.fixture
def clone(published: Home, tmp_path: Path) -> Path:
    """A folder in which the warehouse and an export lie as they do in a clone."""
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "data").symlink_to(published.folder)
    done = run(f"section55 export {tmp_path}/section55-data")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_the_readme_shows_pandas_and_duckdb():
    assert (len(PYTHON), len(SQL)) == (2, 1)


@pytest.mark.parametrize("code", PYTHON)
def test_a_line_of_python_in_the_readme_prints_the_responses(clone, code):
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "response_id" in done.stdout


@pytest.mark.parametrize("sql", SQL)
def test_the_sql_of_the_readme_answers_on_the_file_that_it_names(clone, sql):
    (file,) = set(re.findall(r"duckdb -readonly (\S+?)`", README))
    with duckdb.connect(clone / file, read_only=True) as connection:
        assert connection.execute(sql).fetchall()
