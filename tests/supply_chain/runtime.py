"""What is installed at run time: the lock without what only developers need."""

import re
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from warehouse.paths import PROJECT_FOLDER

LOCK: Final = PROJECT_FOLDER / "requirements.txt"
_PROJECT: Final = "section55"
_ENTRY: Final = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE
)
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock: the version, and how many files may be installed of it."""

    version: str
    hash_count: int


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for at run time."""
    text = (PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    return [Requirement(line) for line in tomllib.loads(text)["project"]["dependencies"]]


def locked(lock: Path = LOCK) -> dict[str, Locked]:
    """Return each package of the lock by its canonical name."""
    return {
        canonicalize_name(entry["name"]): Locked(
            entry["version"], len(_HASH.findall(entry["rest"]))
        )
        for entry in _ENTRY.finditer(lock.read_text(encoding="utf-8"))
    }


def runtime_packages() -> dict[str, str]:
    """Return the installed version of each package that section55 needs here, by its name.

    Raises:
        PackageNotFoundError: one of them is not installed.
    """
    found: dict[str, str] = {}
    waiting = [(_PROJECT, frozenset[str]())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        package = metadata.distribution(name)
        found[name] = package.version
        for requirement in map(Requirement, package.requires or ()):
            if not _is_needed(requirement, extras):
                continue
            wanted = canonicalize_name(requirement.name), frozenset(requirement.extras)
            if wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
    del found[_PROJECT]
    return dict(sorted(found.items()))


def _is_needed(requirement: Requirement, extras: frozenset[str]) -> bool:
    return requirement.marker is None or any(
        requirement.marker.evaluate({"extra": extra}) for extra in extras | {""}
    )
