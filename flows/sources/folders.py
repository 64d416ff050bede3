"""Folders and files to bytes with an address: what lies there, and opening it safely."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from flows.sources.addresses import Address, CannotCollect
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER

#: A larger file is no response of a policing body; it is refused before it is read.
MAXIMUM_BYTES = 64 * 1024 * 1024

_SAMPLES = PROJECT_FOLDER / "seeds" / "responses"
_SOURCES_FILE = PROJECT_FOLDER / "sources.yml"


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


def find_files(folders: Sequence[Path]) -> tuple[list[Address], list[str]]:
    """Return what lies in ``folders`` (or is one of them, being a file), each address once.

    Names that begin with a dot are passed over, as ``ls`` does. The second value holds the
    addresses that were looked through.

    Raises:
        Refusal: a folder does not exist or cannot be listed; its documents must not look gone.
    """
    files: dict[str, Address] = {}
    covered = []
    for folder in folders:
        # A link that is named on purpose is followed; one that lies in an inbox is not.
        path = folder.resolve()
        try:
            covered.append(path.as_uri())
            if path.is_dir():
                for found in _walk(path, path.as_uri()):
                    files.setdefault(found.address_uri, found)
            else:
                files.setdefault(path.as_uri(), _file(path, path.parent.as_uri()))
        except OSError as error:
            raise Refusal(
                f"cannot look through {folder}: {error.strerror}: {error.filename}. "
                "Make it readable, or name another folder."
            ) from error
    return sorted(files.values()), covered


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


def _walk(folder: Path, folder_uri: str) -> Iterator[Address]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), folder_uri)
        else:
            yield _file(Path(entry.path), folder_uri)


def _file(path: Path, folder_uri: str) -> Address:
    status = path.lstat()
    return Address(path.as_uri(), folder_uri, status.st_size, status.st_mtime_ns, path=path)
