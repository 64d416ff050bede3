"""What a home holds: content that can be compared, and what should not lie in it."""

import hashlib
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.records import KINDS
from tests.flows.conftest import checksums_in
from warehouse import publishing, store
from warehouse.paths import DATABASE_NAME, Home

_PROCESS_SECONDS = 20

#: Tables by name: rows, or a checksum of them and their number.
Content = dict[str, Sequence[Any]]


def content(home: Home) -> Content:
    """Return all that two homes with the same documents have in common: marts, rows and keys."""
    with store.reader(home.database) as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(f"{sql} order by all").fetchall()

        return {
            **checksums_in(connection),
            **{kind: rows(f"from landing.{kind}") for kind in KINDS},
            "document_sources": rows(
                "select document_id, source_uri, raw_sha256, received_sha256, is_current "
                "from landing.document_sources"
            ),
            "rejections": rows(
                "select source_uri, stage, reason_code, received_sha256, document_id "
                "from landing.rejections"
            ),
        }


def differing(one: Content, other: Content) -> list[str]:
    """Return the names of the tables that are not the same in both."""
    return [name for name in one | other if one.get(name) != other.get(name)]


def raw_files(home: Home) -> set[str]:
    """Return the sha256 of all kept bytes.

    Raises:
        AssertionError: a file does not hold what it is named by.
    """
    names = set()
    for file in home.raw.glob("*/*"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name, f"{file} is torn"
        names.add(file.name)
    return names


def leftovers(home: Home) -> list[str]:
    """Return what lies in a home that no refresh works on, and that it should not hold."""
    known = re.compile(
        r"raw/[0-9a-f]{2}/[0-9a-f]{64}|raw/[a-z_]+\.parquet|journal/[0-9TZ-]+\.json|refresh\.lock"
        r"|snapshots/[0-9T-]+/"
        + re.escape(DATABASE_NAME)
        + r"|published|prefect/.*|sources\.yml|models/[0-9a-f]{16}\.msgpack"
    )
    paths = [
        path.relative_to(home.folder).as_posix()
        for path in home.folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    ]
    left = sorted(path for path in paths if not known.fullmatch(path))
    left += [f"build/{folder.name}" for folder in home.build.iterdir()]
    snapshots = [folder.name for folder in home.snapshots.iterdir()]
    if len(snapshots) > publishing.SNAPSHOTS_KEPT:
        left.append(f"{len(snapshots)} snapshots")
    return left


def processes_of(home: Home) -> Iterator[int]:
    """Yield the processes that were started for a home, by their environment."""
    mark = f"SECTION55_HOME={home.folder}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if int(folder.name) != os.getpid() and state != "Z" and mark in environment:
            yield int(folder.name)


def orphans(home: Home) -> list[int]:
    """Return the processes of a home that do not end by themselves, soon."""
    if sys.platform != "linux":
        return []
    until = time.monotonic() + _PROCESS_SECONDS
    while (left := list(processes_of(home))) and time.monotonic() < until:
        time.sleep(0.1)
    return left
