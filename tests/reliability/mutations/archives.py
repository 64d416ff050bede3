"""Changes to an archive: to the names, headers and members of a ZIP."""

import random
import re
import zipfile
import zlib
from collections.abc import Callable

from tests.reading.word_files import packed, unpacked
from tests.reliability.mutations import bytewise, texts

_HEADER = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06).{18}", re.DOTALL)
_NAMES = (
    "../../etc/passwd", "/root.txt", "C:\\con.txt", "a\x00b.txt", "\u202etxt.exe", "a\nb.html", "a/" * 400 + "x.md", "",
    "x.zip", ".hidden", "__MACOSX/x", "[Content_Types].xml", "mimetype", "word/document.xml", "{{ 7 }}.txt", "';--.md",
)  # fmt: skip


def change_a_header(chance: random.Random, content: bytes) -> bytes:
    """Write other bytes into a header: sizes, methods, flags, places."""
    headers = list(_HEADER.finditer(content))
    if not headers:
        return content
    at = chance.choice(headers).start() + chance.randint(4, 21)
    value = chance.choice(
        [b"\x00\x00", b"\xff\xff", b"\xff\xff\xff\xff", b"\x01", b"\x0c", b"\x63"]
    )
    return content[:at] + value + content[at + len(value) :]


def rename_a_member(chance: random.Random, content: bytes) -> bytes:
    """Give a member a name that leads elsewhere or means something else."""

    def rename(members: dict[str, bytes], name: str) -> None:
        members[chance.choice(_NAMES)] = members.pop(name)

    return _with_members(chance, content, rename)


def change_a_member(chance: random.Random, content: bytes) -> bytes:
    """Change a member as a text or as bytes."""
    change = chance.choice((*texts.CHANGES, *bytewise.CHANGES))
    return _with_members(
        chance, content, lambda members, name: members.update({name: change(chance, members[name])})
    )


def put_the_archive_in(chance: random.Random, content: bytes) -> bytes:
    """Put the archive into itself."""
    return _with_members(chance, content, lambda members, _: members.update({"x.zip": content}))


def add_a_bomb(chance: random.Random, content: bytes) -> bytes:
    """Add a member that packs very well."""
    bomb = chance.choice([b" ", b"a\n", b"<b>"]) * 400_000
    return _with_members(chance, content, lambda members, _: members.update({"b.html": bomb}))


def _with_members(
    chance: random.Random, content: bytes, edit: Callable[[dict[str, bytes], str], object]
) -> bytes:
    try:
        members = unpacked(content)
        edit(members, chance.choice(sorted(members)))
        return packed(members)
    except (
        zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError, IndexError,
        zlib.error,
    ):  # fmt: skip
        return bytewise.flip_bits(chance, content)


CHANGES = (
    change_a_header,
    rename_a_member,
    change_a_member,
    put_the_archive_in,
    add_a_bomb,
)
