"""Every command of the tutorial is run, in its order, and prints what the tutorial shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from warehouse.paths import PROJECT_FOLDER

TUTORIAL = (PROJECT_FOLDER / "docs" / "tutorial.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


class Step(NamedTuple):
    command: str
    output: str


STEPS = [
    Step(command, output)
    for block in re.findall(r"```console\n(.*?)```", TUTORIAL, re.DOTALL)
    for command, _, output in (
        step.partition("\n") for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    )
]


@pytest.fixture(scope="module")
def printed(
    prefect_server: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, subprocess.CompletedProcess[str]]:
    """Each command -> what came of it, in a folder and a warehouse that were empty before."""
    folder = tmp_path_factory.mktemp("tutorial")
    environment = os.environ | {
        "SECTION55_HOME": str(folder / "home"),
        "PREFECT_API_URL": prefect_server,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    return {
        step.command: subprocess.run(
            ["sh", "-c", _as_run(step.command)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        for step in STEPS
    }


def _as_run(command: str) -> str:
    """Return a target of make as the command that it ends in: the environment is set up here."""
    program, *arguments = shlex.split(command)
    if program != "make":
        return command
    plan = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", *arguments],
        cwd=PROJECT_FOLDER,
        # The tests themselves may be run by make, whose options this one must not take over.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    return plan.stdout.strip().splitlines()[-1].removeprefix(".venv/bin/")


def _pattern(output: str) -> re.Pattern[str]:
    """Return what a printed result must match: a line "…" is any lines, within one any words."""
    pattern = ""
    for line in output.rstrip("\n").split("\n"):
        if line == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*".join(re.escape(part) for part in line.split("…")) + r"\s*?\n"
    return re.compile(pattern)


def test_the_tutorial_has_a_handful_of_commands() -> None:
    assert 6 <= len(STEPS) <= 15
    assert STEPS[0].command == "make refresh"


@pytest.mark.parametrize("step", STEPS, ids=[step.command[:50] for step in STEPS])
def test_a_command_of_the_tutorial_prints_what_it_shows(
    printed: dict[str, subprocess.CompletedProcess[str]], step: Step
) -> None:
    done = printed[step.command]
    assert done.returncode == 0, done.stderr
    # A blank line before or after is no part of what is told.
    assert _pattern(step.output).fullmatch(done.stdout.strip("\n") + "\n"), done.stdout


def test_the_readme_shows_the_counts_that_a_refresh_prints(
    printed: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    readme = (PROJECT_FOLDER / "README.md").read_text(encoding="utf-8")
    counts = re.findall(r"^  \w+ +[\d,]+$", readme, re.MULTILINE)
    assert len(counts) > 10
    assert re.findall(r"^  \w+ +[\d,]+$", printed["make refresh"].stdout, re.MULTILINE) == counts


def test_a_pattern_takes_what_it_shows_and_nothing_else() -> None:
    shown = _pattern("a  1 …\n…\nend\n")
    assert shown.fullmatch("a  1 x\nmore\nlines\nend\n")
    assert not shown.fullmatch("a  2 x\nend\n")
    assert not shown.fullmatch("a  1 x\nmore\n")
