"""The licences of what is installed at run time, by pip-licenses, against the ones that are allowed."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

_ALLOWED: Final = Path(__file__).with_name("licences.csv")
_DECIDED: Final = Path(__file__).with_name("decided_packages.csv")
_BETWEEN: Final = re.compile(r"\s*(?:;|\bAND\b|\bOR\b)\s*")
_BRACKET: Final = re.compile(r"^\(([^()]+)$|^([^()]+)\)$")


def allowed_licences() -> set[str]:
    """Return the licences that everything may have, in the spellings of packages."""
    return {row["licence"] for row in _rows(_ALLOWED)}


def decided_packages() -> dict[str, str]:
    """Return the packages that a person has decided on, with the licence that was there then."""
    return {row["package"]: row["licence"] for row in _rows(_DECIDED)}


def installed_licences(packages: Collection[str]) -> dict[str, str]:
    """Return what each of the packages says that its licence is."""
    command = [sys.executable, "-m", "piplicenses", "--with-system", "--from", "mixed"]
    done = subprocess.run(
        [*command, "--format", "json", "--packages", *packages],
        capture_output=True,
        text=True,
        check=True,
    )
    return {canonicalize_name(row["Name"]): row["License"] for row in json.loads(done.stdout)}


def not_allowed(
    licences: Mapping[str, str], allowed: Collection[str], decided: Mapping[str, str]
) -> list[str]:
    """Return, in words, each package with a licence that is not allowed and not decided on.

    Every part of "A AND B", "A OR B" and "A; B" must be allowed: which of them holds is a decision.
    """
    return [
        f"{package}: {licence}"
        for package, licence in sorted(licences.items())
        if decided.get(package) != licence and not set(parts(licence)) <= set(allowed)
    ]


def parts(licence: str) -> list[str]:
    """Return the licences that an expression is made of."""
    # Brackets around several parts go, those inside a name stay.
    return [_BRACKET.sub(r"\1\2", part) for part in _BETWEEN.split(licence)]


def _rows(file: Path) -> Iterable[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
