"""Folders and files to bytes with an address: what lies there, and opening it safely."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from flows.reading import limits
from flows.source_list import FolderSource
from flows.sources.addresses import Address, CannotCollect, declared_of
from warehouse.errors import Refusal


def find_files(sources: Sequence[FolderSource]) -> tuple[list[Address], list[str]]:
    """Return what lies in the folders (or is one of them, being a file), each address once.

    Names that begin with a dot are passed over, as ``ls`` does. The second value holds the
    addresses that were looked through.

    Raises:
        Refusal: a folder does not exist or cannot be listed; its documents must not look gone.
    """
    files: dict[str, Address] = {}
    covered = []
    for source in sources:
        # A link that is named on purpose is followed; one that lies in an inbox is not.
        path = source.folder.resolve()
        try:
            covered.append(path.as_uri())
            for file, folder in _walk(path, path) if path.is_dir() else [(path, path.parent)]:
                if not source.takes(PurePosixPath(file.relative_to(folder))):
                    continue
                try:
                    address = _address(file, folder, source)
                except FileNotFoundError:
                    if file == path:
                        raise
                    # It went while we looked: it is not there.
                    continue
                files.setdefault(address.address_uri, address)
        except OSError as error:
            raise Refusal(
                f"cannot look through {source.folder}: {error.strerror}: {error.filename}. "
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
        try:
            content = stream.read(limits.FILE_BYTES + 1)
        except OSError as error:
            raise CannotCollect(
                "cannot_read", f"it cannot be read ({error.strerror}). Mend that, then refresh."
            ) from error
    if len(content) > limits.FILE_BYTES:
        raise CannotCollect(
            "too_large",
            f"it has {status.st_size:,} bytes, and more than {limits.FILE_BYTES:,} are not taken. "
            "Split it into its documents.",
        )
    return content


def _walk(folder: Path, inbox: Path) -> Iterator[tuple[Path, Path]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), inbox)
        else:
            yield Path(entry.path), inbox


def _address(file: Path, folder: Path, source: FolderSource) -> Address:
    status = file.lstat()
    return Address(
        file.as_uri(),
        folder.as_uri(),
        status.st_size,
        status.st_mtime_ns,
        path=file,
        declared=declared_of(source),
    )
