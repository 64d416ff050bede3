"""Which rules made the published rows: two fingerprints that tell whether work is due."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from warehouse.paths import PROJECT_FOLDER

#: Libraries that reading and parsing import; another release may read a text differently.
PARSER_LIBRARIES = (
    "ahocorasick-rs",
    "charset-normalizer",
    "lxml",
    "pdfminer-six",
    "pdfplumber",
    "pypdfium2",
    "py3langid",
    "python-dateutil",
    "selectolax",
)


class Versions(NamedTuple):
    """``parse_version``: what makes records. ``model_version``: what makes marts and doors."""

    parse_version: str
    model_version: str


def current_versions(project: Path = PROJECT_FOLDER) -> Versions:
    """Return the fingerprints (16 hex digits each) of the rules in ``project``."""
    locked = _locked(project / "requirements.txt", PARSER_LIBRARIES)
    return Versions(
        parse_version=_fingerprint(
            project,
            [
                project / "flows" / "records.py",
                *(project / "flows" / "reading").rglob("*.py"),
                *(project / "flows" / "parsing").rglob("*.py"),
                *_vocabulary(project / "seeds" / "reference"),
            ],
            locked,
        ),
        model_version=_fingerprint(
            project,
            [
                *_models(project / "dbt_project"),
                *(project / "seeds" / "reference").glob("*"),
                *(project / "expectations").rglob("*.py"),
                *(project / "warehouse" / "ddl").glob("*.sql"),
            ],
            _locked(project / "requirements.txt", ("dbt-core", "dbt-duckdb", "duckdb")),
        ),
    )


def _vocabulary(reference: Path) -> list[Path]:
    # Corrections are made to what was parsed, so one of them makes nothing be parsed again.
    return [file for file in reference.glob("*.csv") if file.stem != "known_defects"]


def _models(dbt_project: Path) -> list[Path]:
    written_by_dbt = {dbt_project / "target", dbt_project / "logs"}
    return [
        file
        for file in dbt_project.rglob("*")
        if file.suffix in {".sql", ".yml", ".yaml", ".md", ".csv"}
        and written_by_dbt.isdisjoint(file.parents)
    ]


def _locked(requirements: Path, libraries: Iterable[str]) -> list[str]:
    lines = requirements.read_text(encoding="utf-8").splitlines()
    wanted = re.compile(rf"({'|'.join(map(re.escape, libraries))})==\S+")
    return sorted(found.group() for line in lines if (found := wanted.match(line)))


def _fingerprint(project: Path, files: Iterable[Path], words: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        if file.is_file():
            # Names are hashed with contents: a rule that moves between files is a new rule.
            digest.update(file.relative_to(project).as_posix().encode() + b"\x00")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for word in words:
        digest.update(word.encode() + b"\x00")
    return digest.hexdigest()[:16]
