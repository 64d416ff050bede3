"""``python -m tests.scale.spark_build PROJECT OUT [dbt option ...]``: dbt on Spark, and what came of it.

Writes ``OUT/outcomes.json`` (name, status and message of each node) and every relation of the
schemas marts and reference as Parquet, views too. A process of its own, for the session that dbt
makes ends with its process.
"""

import json
import sys
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

SCHEMAS = ("marts", "reference")


def main() -> None:
    """Build, then write down."""
    project, out = Path(sys.argv[1]), Path(sys.argv[2])
    places = {
        "--project-dir": project,
        "--profiles-dir": project,
        "--target-path": out / "target",
        "--log-path": out / "logs",
    }
    result = dbtRunner().invoke(
        [
            *("build", "--target", "spark", *sys.argv[3:]),
            *(str(part) for place in places.items() for part in place),
        ]
    )
    if result.exception is not None:
        raise result.exception
    nodes: Any = result.result
    outcomes = [[node.node.name, str(node.status), node.message] for node in nodes]
    (out / "outcomes.json").write_text(json.dumps(outcomes), encoding="utf-8")
    session = SparkSession.builder.getOrCreate()
    for schema in SCHEMAS:
        for table in session.catalog.listTables(schema):
            told = session.table(f"{schema}.{table.name}").coalesce(1)
            told.write.mode("overwrite").parquet(str(out / schema / table.name))


if __name__ == "__main__":
    main()
