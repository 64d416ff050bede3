"""Known vulnerabilities of the lock, by pip-audit; what was not checked is never taken for sound."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

#: Asked in this order, until one knows every package.
SERVICES: Final = ("pypi", "osv")


@dataclass(frozen=True, slots=True)
class Audit:
    """What the services said: ``known`` in words, and why what was not checked was not."""

    checked_count: int
    package_count: int
    known: tuple[str, ...] = ()
    reason: str = ""

    @property
    def exit_code(self) -> int:
        """1 where a vulnerability is known, 2 where something was not checked, else 0."""
        return 1 if self.known else 2 if self.checked_count < self.package_count else 0

    def __str__(self) -> str:
        """Say it in one line or more."""
        if self.known:
            return f"{len(self.known)} known vulnerabilities:\n  " + "\n  ".join(self.known)
        if self.exit_code == 2:
            return (
                f"NOT CHECKED: {self.package_count - self.checked_count} of {self.package_count} "
                f"packages: {self.reason}. Run `make audit` where {' or '.join(SERVICES)} answers."
            )
        return f"none known in {self.checked_count} packages"


def audit(lock: Path, package_count: int, services: tuple[str, ...] = SERVICES) -> Audit:
    """Ask ``services`` for each of the ``package_count`` packages of ``lock``."""
    answers: list[Audit] = []
    for service in services:
        answers.append(judged(_asked(lock, service), package_count, service))
        if answers[-1].exit_code != 2:
            return answers[-1]
    most = max(answers, key=lambda answer: answer.checked_count)
    return replace(most, reason="; ".join(answer.reason for answer in answers))


def judged(answer: str, package_count: int, service: str) -> Audit:
    """Return what pip-audit's JSON says; it passes packages that its service does not know."""
    try:
        dependencies = json.loads(answer)["dependencies"]
    except ValueError:
        return Audit(0, package_count, reason=f"{service} does not answer")
    checked = [one for one in dependencies if "vulns" in one]
    known = [
        f"{one['name']} {one['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}"
        for one in checked
        for found in one["vulns"]
    ]
    return Audit(len(checked), package_count, tuple(known), f"{service} does not know them")


def _asked(lock: Path, service: str) -> str:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--disable-pip"]
    options = ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    return done.stdout
