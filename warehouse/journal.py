"""What became of each refresh: one JSON file each, published, unchanged or refused."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse.paths import Home

_TIME_OF_ID = "%Y%m%dT%H%M%S-%f"
_TIME_IN_ID = re.compile(r"\d{8}T\d{6}-\d{6}")


@dataclass(kw_only=True)
class Entry:
    """One refresh. Times are ISO 8601 in UTC; ``durations`` are seconds for each stage.

    ``rejections`` are those of the refresh itself, ``failed_expectations`` those that were
    not met, of any severity; both in the words that were printed. ``left_nodes``: how many
    models, seeds and tests of dbt were left as they are, since nothing that they read changed.
    """

    refresh_id: str
    started_at: str
    outcome: str = "refused"
    ended_at: str | None = None
    parse_version: str | None = None
    model_version: str | None = None
    folders: list[str] = field(default_factory=list)
    document_count: int | None = None
    fetch_count: int = 0
    parsed_count: int = 0
    rejection_count: int | None = None
    record_counts: dict[str, int] = field(default_factory=dict)
    left_nodes: dict[str, int] = field(default_factory=dict)
    durations: dict[str, float] = field(default_factory=dict)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    failed_expectations: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    message: str | None = None


def write(home: Home, entry: Entry) -> Path:
    """Write ``entry`` so that a reader finds it whole or not at all; return its file."""
    home.journal.mkdir(parents=True, exist_ok=True)
    file = home.journal / f"{entry.refresh_id}.json"
    aside = file.with_suffix(".tmp")
    with aside.open("w", encoding="utf-8") as stream:
        json.dump(asdict(entry), stream, ensure_ascii=True, indent=2, default=str)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)
    return file


def next_id(home: Home) -> str:
    """Return the name of a refresh that begins now: after all others of ``home``, in name too.

    It begins with the time in UTC; where the clock was set back, with the time of the newest
    refresh and a microsecond more, so that the newest name is always that of the last refresh.
    """
    names = {file.stem for file in home.journal.glob("*.json")}
    names.update(folder.name for folder in home.snapshots.glob("*"))
    begun = datetime.now(UTC).strftime(_TIME_OF_ID)
    newest = max((name for name in names if _TIME_IN_ID.match(name)), default="")
    if found := _TIME_IN_ID.match(newest):
        known = datetime.strptime(found.group(), _TIME_OF_ID).replace(tzinfo=UTC)
        begun = max(begun, (known + timedelta(microseconds=1)).strftime(_TIME_OF_ID))
    return f"{begun}-{os.getpid()}"


def entries(home: Home) -> Iterator[Entry]:
    """Yield what became of each refresh, newest first."""
    known = {column.name for column in fields(Entry)}
    for file in sorted(home.journal.glob("*.json"), reverse=True):
        found = json.loads(file.read_text(encoding="utf-8"))
        # A later version may have written columns that this one does not know.
        yield Entry(**{name: value for name, value in found.items() if name in known})
