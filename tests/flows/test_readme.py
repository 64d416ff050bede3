"""Every command that the README shows is run, and what it promises is seen."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.paths import PROJECT_FOLDER

README = (PROJECT_FOLDER / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", README, re.DOTALL)
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
