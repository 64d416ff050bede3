"""The tools of a refresh without the refresh: what their imports, server and build cost."""

import os
import sys
from pathlib import Path

import great_expectations  # noqa: F401 - its import is what is measured
from dbt.cli.main import dbtRunner
from prefect import flow

from warehouse.paths import PROJECT_FOLDER


@flow
def nothing() -> None:
    """Do nothing, under the server that Prefect starts where none is named."""


def main() -> int:
    """Run them; the database that SECTION55_BUILD_DATABASE names is built over."""
    nothing()
    project = str(PROJECT_FOLDER / "dbt_project")
    work = Path(os.environ["SECTION55_BUILD_DATABASE"]).parent
    built = dbtRunner().invoke(
        [
            "build",
            "--project-dir",
            project,
            "--profiles-dir",
            project,
            "--target-path",
            str(work / "target"),
            "--log-path",
            str(work / "logs"),
            "--quiet",
        ]
    )
    return 0 if built.success else 1


if __name__ == "__main__":
    sys.exit(main())
