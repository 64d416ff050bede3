"""What the operator's handbook shows is real: commands, options, units and automations."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from flows.cli import main
from warehouse.paths import PROJECT_FOLDER

HANDBOOK = (PROJECT_FOLDER / "docs" / "operations.md").read_text(encoding="utf-8")
CODE = re.findall(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", HANDBOOK, re.DOTALL)
COMMANDS = sorted(
    {
        found
        for code in CODE
        for found in re.findall(r"(?:^|[ ']|bin/)section55 ([a-z]+(?: [^|\n']*)?)", "".join(code))
    }
)
UNITS = dict(re.findall(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", HANDBOOK, re.DOTALL))


def test_the_handbook_shows_commands_and_units() -> None:
    assert len(COMMANDS) >= 10
    assert set(UNITS) == {
        "section55.service",
        "section55-refresh.service",
        "section55-refresh.timer",
        "section55-alarm.service",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_handbook_is_one_of_the_command_line(command: str) -> None:
    name, *arguments = shlex.split(command)
    assert name in main.commands
    options = {
        option
        for parameter in main.commands[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {word for word in arguments if word.startswith("--")} <= options


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name, unit in UNITS.items():
        # Paths and users of this machine: systemd looks whether they exist.
        here = unit.replace("/opt/section55", str(PROJECT_FOLDER)).replace("User=section55", "")
        (tmp_path / name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_deployment_is_the_one_that_serve_makes() -> None:
    [deployment] = yaml.safe_load((PROJECT_FOLDER / "prefect.yaml").read_text())["deployments"]
    assert (deployment["name"], deployment["parameters"]) == ("refresh", {"folders": []})
    assert not Path(deployment["entrypoint"]).is_absolute()
