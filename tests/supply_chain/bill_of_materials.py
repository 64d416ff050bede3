"""The bill of materials of what is installed at run time: CycloneDX, by its own tools."""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from warehouse.paths import PROJECT_FOLDER


def write(file: Path, packages: Collection[str]) -> dict[str, Any]:
    """Write the bill of ``packages`` as they are installed here; return it.

    The same environment gives the same bytes.

    Raises:
        ValueError: it is no valid CycloneDX.
    """
    bill = of_packages(_of_environment(), packages)
    text = json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        raise ValueError(f"cannot write {file}: it is no valid CycloneDX: {fault}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return bill


def of_packages(bill: dict[str, Any], packages: Collection[str]) -> dict[str, Any]:
    """Return ``bill`` without what is not of ``packages``: the environment is a developer's."""
    wanted = set(packages)
    components = [one for one in bill["components"] if canonicalize_name(one["name"]) in wanted]
    root = bill["metadata"]["component"]["bom-ref"]
    kept = {one["bom-ref"] for one in components} | {root}
    return bill | {
        "components": components,
        "dependencies": [
            one | {"dependsOn": [ref for ref in one.get("dependsOn", []) if ref in kept]}
            for one in bill["dependencies"]
            if one["ref"] in kept
        ],
    }


def _of_environment() -> dict[str, Any]:
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable]
    options = [
        "--pyproject", str(PROJECT_FOLDER / "pyproject.toml"), "--output-reproducible",
        "--spec-version", "1.6", "--no-validate",
    ]  # fmt: skip
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill
