"""Audit what section55 is made of: vulnerabilities, licences, and the bill of materials.

Exit codes: 0 nothing to say, 1 a known vulnerability or a licence that is not allowed, 2 the
vulnerabilities of some packages were not checked.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.supply_chain import bill_of_materials, licences, vulnerabilities
from tests.supply_chain.runtime import LOCK, locked, runtime_packages
from warehouse.paths import PROJECT_FOLDER


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found; return the exit code."""
    parser = argparse.ArgumentParser(prog="tests.supply_chain", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT_FOLDER / "build" / "sbom.json")
    options = parser.parse_args(arguments)
    packages = runtime_packages()
    found = licences.installed_licences(packages)
    refused = licences.not_allowed(found, licences.allowed_licences(), licences.decided_packages())
    bill = bill_of_materials.write(options.output, packages)
    audit = vulnerabilities.audit(LOCK, len(locked()))
    told = [
        f"run time: {len(packages)} packages of the {len(locked())} in requirements.txt",
        f"licences: {len(refused)} not allowed:\n  " + "\n  ".join(refused)
        if refused
        else f"licences: all {len(found)} allowed",
        f"bill of materials: {len(bill['components'])} components, valid: {options.output}",
        f"vulnerabilities: {audit}",
    ]
    print("\n".join(told))  # noqa: T201 - this is a command
    return 1 if refused else audit.exit_code


if __name__ == "__main__":
    sys.exit(main())
