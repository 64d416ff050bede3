"""ZIP archives: the documents in one, one level deep and within limits."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from flows.reading import limits
from flows.reading.errors import Unreadable

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
#: What ``zipfile`` raises over bytes that are no sound ZIP.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,  # a compression that it does not know
    LookupError,
    OverflowError,
    RuntimeError,
    ValueError,
)
#: Each entry of a ZIP's directory begins so.
_ENTRY = b"PK\x01\x02"
#: Members by which an office file, itself a ZIP, is told from an archive of documents.
_OFFICE = frozenset({"[Content_Types].xml", "_rels/.rels", "mimetype", "META-INF/manifest.xml"})
_PASSED_OVER = ("__MACOSX/",)


class Member(NamedTuple):
    """One file of an archive: its bytes, or why it could not be taken out."""

    name: str
    content: bytes | Unreadable


def is_archive(content: bytes) -> bool:
    """Say whether ``content`` is a ZIP of files, and not an office document, which is one too."""
    if not content.startswith(_SIGNATURES):
        return False
    if lists_too_many(content):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _OFFICE.isdisjoint(archive.namelist())
    except BROKEN:
        # Its directory is lost; each member's name stands in front of the member as well.
        return not any(name.encode("ascii") in content for name in _OFFICE)


def lists_too_many(content: bytes) -> bool:
    """Say whether a ZIP lists more entries than it takes to open it at all."""
    return content.count(_ENTRY) > limits.ZIP_ENTRIES


def unpacks_bounded(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry can be unpacked piece by piece.

    Of what other methods have packed, ``zipfile`` unpacks 4 kB at once, which may be gigabytes.
    """
    return entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def members(content: bytes) -> Iterator[Member]:
    """Yield the files of an archive in the order of their names.

    Folders, hidden files and what macOS adds are passed over. A member that is itself an
    archive, is encrypted or breaks a limit is yielded with its reason.

    Raises:
        Unreadable: the archive cannot be opened, holds no file or breaks a limit as a whole.
    """
    if lists_too_many(content):
        raise Unreadable(
            "archive_too_large",
            f"The ZIP archive lists more than {limits.ZIP_ENTRIES:,} files and is not opened. "
            "Unpack it and add the documents that are wanted.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise Unreadable(
            "archive_broken",
            f"The ZIP archive cannot be opened ({error}). Fetch it again, or unpack it and add "
            "its documents.",
        ) from error
    with archive:
        found = {entry.filename: entry for entry in archive.infolist() if _is_document(entry)}
        if not found:
            raise Unreadable(
                "archive_empty", "The ZIP archive holds no files. Add the documents themselves."
            )
        claimed = sum(entry.file_size for entry in found.values())
        if len(found) > limits.ARCHIVE_MEMBERS or claimed > limits.ARCHIVE_BYTES:
            raise Unreadable(
                "archive_too_large",
                f"The ZIP archive holds {len(found):,} files of {claimed:,} bytes, and more than "
                f"{limits.ARCHIVE_MEMBERS:,} files or {limits.ARCHIVE_BYTES:,} bytes are not "
                "taken. Unpack it and add the documents that are wanted.",
            )
        for name in sorted(found):
            yield Member(name, _content(archive, found[name]))


def _is_document(entry: zipfile.ZipInfo) -> bool:
    last = entry.filename.rpartition("/")[2]
    # Not ``entry.is_dir()``, which no name at all is too short for.
    is_folder = entry.filename.endswith("/")
    return not (is_folder or last.startswith(".") or entry.filename.startswith(_PASSED_OVER))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | Unreadable:
    if entry.flag_bits & 0x1:
        return Unreadable(
            "archive_encrypted",
            "It lies encrypted in a ZIP archive. Unpack it with its password and add it.",
        )
    if entry.file_size > limits.ARCHIVE_MEMBER_BYTES or (
        entry.file_size > limits.PACKED_RATIO * max(entry.compress_size, 1024)
    ):
        return _too_large(entry.file_size)
    if not unpacks_bounded(entry):
        return Unreadable(
            "archive_method_not_supported",
            "It is packed in its ZIP archive by another method than Deflate. Unpack it and add it.",
        )
    try:
        with archive.open(entry) as stream:
            # What the directory claims may be untrue; no more than the limit is unpacked.
            content = stream.read(limits.ARCHIVE_MEMBER_BYTES + 1)
    except BROKEN as error:
        return Unreadable(
            "archive_broken",
            f"It cannot be taken out of its ZIP archive ({error}). Fetch the archive again.",
        )
    if len(content) > limits.ARCHIVE_MEMBER_BYTES:
        return _too_large(len(content))
    if is_archive(content):
        return Unreadable(
            "archive_nested",
            "It is a ZIP archive inside a ZIP archive, and one level is opened. Unpack the outer "
            "archive and add this one.",
        )
    return content


def _too_large(size: int) -> Unreadable:
    return Unreadable(
        "archive_member_too_large",
        f"It unpacks to {size:,} bytes; more than {limits.ARCHIVE_MEMBER_BYTES:,}, or more than "
        f"{limits.PACKED_RATIO} times its packed size, is not taken. Unpack it and split it into "
        "its documents.",
    )
