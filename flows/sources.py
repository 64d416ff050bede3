"""Folders and files to bytes with an address; what is unchanged is not opened again.

Nothing here imports more than the standard library and DuckDB, because the command line asks
``unchanged`` before it imports anything heavy.
"""

import csv
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import yaml

from flows.records import RawDocument
from flows.versions import Versions
from warehouse import store
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER, Home

#: A larger file is no response of a policing body; it is refused before it is read.
MAXIMUM_BYTES = 64 * 1024 * 1024

_SAMPLES = PROJECT_FOLDER / "seeds" / "responses"
_SOURCES_FILE = PROJECT_FOLDER / "sources.yml"
_REFERENCE = PROJECT_FOLDER / "seeds" / "reference"

#: What a refused row takes from the row that was judged.
_OF_ADDRESS = (
    "source_uri", "folder_uri", "raw_sha256", "document_id", "byte_count", "modified_ns",
)  # fmt: skip


class File(NamedTuple):
    """A file of an inbox, as the folder lists it."""

    source_uri: str
    folder_uri: str
    path: Path
    byte_count: int
    modified_ns: int


class Known(NamedTuple):
    """What is published of one address: its document, or why its bytes were refused."""

    folder_uri: str
    byte_count: int
    modified_ns: int
    raw_sha256: str | None
    rejected_because: str | None

    def looks_like(self, file: File) -> bool:
        """Say whether size and mtime are those that we know, of bytes that we could read."""
        return self.raw_sha256 is not None and (self.byte_count, self.modified_ns) == (
            file.byte_count,
            file.modified_ns,
        )


class Published:
    """What the published snapshot knows of its sources; empty where nothing is published."""

    def __init__(self, home: Home) -> None:
        self.sources: dict[str, Known] = {}
        self.parse_versions: dict[str, str] = {}
        self.versions: Versions | None = None
        if not home.database.is_file():
            return
        with store.reader(home.database) as connection:
            of_sources = (
                "select source_uri, folder_uri, byte_count, modified_ns, raw_sha256, {} "
                "from landing.{} where {}"
            )
            # A rejection comes second, so that it hides the last good document of its address.
            for reason, table, condition in (
                ("null", "document_sources", "is_current"),
                ("reason_code", "rejections", "true"),
            ):
                for uri, *known in connection.execute(
                    of_sources.format(reason, table, condition)
                ).fetchall():
                    self.sources[uri] = Known(*known)
            self.parse_versions = dict(
                connection.execute(
                    "select document_id, parse_version from landing.documents"
                ).fetchall()
            )
            last = connection.execute(
                "select parse_version, model_version from landing.refreshes "
                "where outcome = 'published' order by refresh_id desc limit 1"
            ).fetchone()
            self.versions = Versions(*last) if last else None


class CannotCollect(Exception):
    """One file whose bytes could not be had; carries a code and a sentence with a remedy."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(reason_code, message)
        self.reason_code = reason_code
        self.message = message


class Collection:
    """What one refresh found at its addresses and has to do about it.

    ``judged``: one row for each address (the columns of ``landing.document_sources`` that a
    file gives, ``was_seen`` and ``is_accepted``). ``refused``: one row for each address without
    bytes (the columns of ``landing.rejections`` without ``refresh_id``). ``to_parse``: each
    document once that has no records of these rules. ``covered``: what was looked through.
    """

    def __init__(self, covered: list[str]) -> None:
        self.covered = covered
        self.judged: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.to_parse: list[RawDocument] = []

    def reject(self, refusals: Iterable[tuple[str, str, str, str]]) -> None:
        """Turn down documents: (document_id, stage, reason_code, message) each.

        Every address of such a document becomes a row of ``refused``.
        """
        reasons = {document_id: reason for document_id, *reason in refusals}
        for row in self.judged:
            if row["is_accepted"] and row["document_id"] in reasons:
                row["is_accepted"] = False
                stage, reason_code, message = reasons[row["document_id"]]
                self.refused.append(
                    {name: row[name] for name in _OF_ADDRESS}
                    | {"stage": stage, "reason_code": reason_code, "message": message}
                )


def default_folders() -> list[Path]:
    """Return the folders of ``sources.yml``, or that of the samples where there is no such file.

    Raises:
        Refusal: the file is not what it should be, or a folder of it does not exist.
    """
    if not _SOURCES_FILE.is_file():
        return [_SAMPLES]
    remedy = "Write it as `folders:` with a list of folders below it."
    try:
        found = yaml.safe_load(_SOURCES_FILE.read_text(encoding="utf-8"))
        folders = [_SOURCES_FILE.parent / str(folder) for folder in found["folders"]]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise Refusal(f"cannot read {_SOURCES_FILE}: {error}. {remedy}") from error
    missing = [str(folder) for folder in folders if not folder.exists()]
    if missing or not folders:
        raise Refusal(
            f"cannot use {_SOURCES_FILE}: {len(missing)} of {len(folders)} folders do not exist"
            f"{': ' + ', '.join(missing[:3]) if missing else ''}. {remedy}"
        )
    return folders


def rejected_files(home: Home) -> list[Path]:
    """Return the rejected files that are still there and whose bytes could not be kept.

    Bytes that were kept are judged again without their file.
    """
    uncollected = [
        Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))
        for uri, known in Published(home).sources.items()
        if known.rejected_because and known.raw_sha256 is None
    ]
    return [path for path in uncollected if os.path.lexists(path)]


def reference_tables() -> dict[str, list[dict[str, str]]]:
    """Return every table of ``seeds/reference`` by name: rows of strings, '' where empty."""
    tables = {}
    for file in sorted(_REFERENCE.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            tables[file.stem] = list(csv.DictReader(stream))
    return tables


def unchanged(home: Home, folders: Sequence[Path], versions: Versions) -> bool:
    """Say whether a refresh of ``folders`` would publish what is published already.

    A file counts as unchanged by size and mtime, and by its bytes where these differ.
    """
    published = Published(home)
    if published.versions != versions:
        return False
    files, covered = find_files(folders)
    known_here = {uri for uri in published.sources if _is_covered(uri, covered)}
    if known_here != {file.source_uri for file in files}:
        return False
    return all(_is_same(published.sources[file.source_uri], file) for file in files)


def collect(
    home: Home, folders: Sequence[Path], versions: Versions, *, is_full: bool, is_retry: bool
) -> Collection:
    """Look through ``folders``, keep new bytes in ``raw/`` and say what has to be parsed.

    ``is_full``: parse every current source again, also those of other folders. New parsing
    rules do the same. ``is_retry``, and new models, judge again what was refused.

    Raises:
        Refusal: a folder cannot be looked through.
    """
    published = Published(home)
    known_versions = published.versions or versions
    is_full = is_full or known_versions.parse_version != versions.parse_version
    is_retry = is_retry or is_full or known_versions != versions
    files, covered = find_files(folders)
    collection = Collection(covered)
    for file in files:
        known = published.sources.get(file.source_uri)
        try:
            raw_sha256 = _kept(home, file, known)
        except CannotCollect as reason:
            collection.refused.append(_refused_row(file, reason))
            continue
        is_settled = bool(
            known and known.rejected_because and known.raw_sha256 == raw_sha256 and not is_retry
        )
        collection.judged.append(_judged_row(file, raw_sha256, is_accepted=not is_settled))
    if is_retry:
        seen = {row["source_uri"] for row in collection.judged + collection.refused}
        for uri, known in published.sources.items():
            is_due = (is_full or known.rejected_because) and not _is_covered(uri, covered)
            if is_due and known.raw_sha256 and uri not in seen:
                elsewhere = File(uri, known.folder_uri, Path(), known.byte_count, known.modified_ns)
                collection.judged.append(
                    _judged_row(elsewhere, known.raw_sha256, is_accepted=True, was_seen=False)
                )
    _plan_parsing(collection, published, versions, is_full=is_full)
    return collection


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file of an inbox, and of nothing else.

    A link could lead to any file of this machine, a pipe could keep us waiting for ever.

    Raises:
        CannotCollect: no regular file, too large, or not to be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            raise CannotCollect(
                "not_a_regular_file",
                "it is a symbolic link, and links are not followed. Put the file itself here.",
            ) from error
        raise CannotCollect(
            "cannot_open", f"it cannot be opened ({error.strerror}). Mend that, then refresh."
        ) from error
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise CannotCollect(
                "not_a_regular_file", "it is no regular file. Put a document here instead."
            )
        content = stream.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise CannotCollect(
            "too_large",
            f"it has {status.st_size:,} bytes, and more than {MAXIMUM_BYTES:,} are not taken. "
            "Split it into its documents.",
        )
    return content


def find_files(folders: Sequence[Path]) -> tuple[list[File], list[str]]:
    """Return what lies in ``folders`` (or is one of them, being a file), each address once.

    Names that begin with a dot are passed over, as ``ls`` does. The second value holds the
    addresses that were looked through.

    Raises:
        Refusal: a folder does not exist or cannot be listed; its documents must not look gone.
    """
    files: dict[str, File] = {}
    covered = []
    for folder in folders:
        # A link that is named on purpose is followed; one that lies in an inbox is not.
        path = folder.resolve()
        try:
            covered.append(path.as_uri())
            if path.is_dir():
                for found in _walk(path, path.as_uri()):
                    files.setdefault(found.source_uri, found)
            else:
                files.setdefault(path.as_uri(), _file(path, path.parent.as_uri()))
        except OSError as error:
            raise Refusal(
                f"cannot look through {folder}: {error.strerror}: {error.filename}. "
                "Make it readable, or name another folder."
            ) from error
    return sorted(files.values()), covered


def _walk(folder: Path, folder_uri: str) -> Iterator[File]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), folder_uri)
        else:
            yield _file(Path(entry.path), folder_uri)


def _file(path: Path, folder_uri: str) -> File:
    status = path.lstat()
    return File(path.as_uri(), folder_uri, path, status.st_size, status.st_mtime_ns)


def _is_covered(uri: str, covered: Sequence[str]) -> bool:
    return any(uri == one or uri.startswith(one + "/") for one in covered)


def _is_same(known: Known, file: File) -> bool:
    if known.looks_like(file):
        return True
    try:
        return hashlib.sha256(read_file(file.path)).hexdigest() == known.raw_sha256
    except CannotCollect as reason:
        return known.raw_sha256 is None and known.rejected_because == reason.reason_code


def _kept(home: Home, file: File, known: Known | None) -> str:
    """Return the sha256 of the file's bytes, which now are in ``raw/``."""
    if known and known.raw_sha256 and known.looks_like(file):
        is_kept = home.raw_file(known.raw_sha256).is_file()
        if is_kept:
            return known.raw_sha256
    content = read_file(file.path)
    raw_sha256 = hashlib.sha256(content).hexdigest()
    kept = home.raw_file(raw_sha256)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f".incoming-{raw_sha256}")
        aside.write_bytes(content)
        aside.replace(kept)
    return raw_sha256


def _judged_row(
    file: File, raw_sha256: str, *, is_accepted: bool, was_seen: bool = True
) -> dict[str, Any]:
    return {
        # As flows.records.document_key says: the key of a whole page is the sha256's beginning.
        "document_id": raw_sha256[:16],
        "source_uri": file.source_uri,
        "folder_uri": file.folder_uri,
        "byte_count": file.byte_count,
        "modified_ns": file.modified_ns,
        "raw_sha256": raw_sha256,
        "was_seen": was_seen,
        "is_accepted": is_accepted,
    }


def _refused_row(file: File, reason: CannotCollect) -> dict[str, Any]:
    return {
        "source_uri": file.source_uri,
        "folder_uri": file.folder_uri,
        "stage": "collect",
        "reason_code": reason.reason_code,
        "message": reason.message,
        "raw_sha256": None,
        "document_id": None,
        "byte_count": file.byte_count,
        "modified_ns": file.modified_ns,
    }


def _plan_parsing(
    collection: Collection, published: Published, versions: Versions, *, is_full: bool
) -> None:
    planned: set[str] = set()
    for row in sorted(collection.judged, key=lambda row: str(row["source_uri"])):
        document_id = row["document_id"]
        is_landed = published.parse_versions.get(document_id) == versions.parse_version
        if document_id in planned or not row["is_accepted"] or (is_landed and not is_full):
            continue
        planned.add(document_id)
        collection.to_parse.append(
            RawDocument(
                document_id=document_id,
                raw_sha256=row["raw_sha256"],
                byte_count=row["byte_count"],
                name=unquote(row["source_uri"].rpartition("/")[2]),
            )
        )
