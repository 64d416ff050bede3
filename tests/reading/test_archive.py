"""What an archive gives: its documents, each alone, and a reason for what is not taken."""

import io
import random
import zipfile

import pytest

from flows.reading import archive, limits
from flows.reading.errors import Unreadable
from tests.reading.word_files import packed


def zipped(contents: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return stream.getvalue()


def reasons(content: bytes) -> dict[str, str]:
    return {
        member.name: member.content.reason_code
        for member in archive.members(content)
        if isinstance(member.content, Unreadable)
    }


def test_members_are_the_files_in_the_order_of_their_names() -> None:
    content = zipped(
        {
            "b.txt": b"two",
            "a/c.txt": b"one",
            "a/": b"",
            ".DS_Store": b"x",
            "__MACOSX/b.txt": b"y",
        }
    )
    assert archive.is_archive(content)
    assert [tuple(member) for member in archive.members(content)] == [
        ("a/c.txt", b"one"),
        ("b.txt", b"two"),
    ]


@pytest.mark.parametrize("mark", ["[Content_Types].xml", "mimetype", "META-INF/manifest.xml"])
def test_office_documents_are_no_archives(mark: str) -> None:
    assert not archive.is_archive(zipped({mark: b"x", "word/document.xml": b"y"}))
    assert not archive.is_archive(b"plain words")


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = zipped({"letter.txt": b"words"})
    assert reasons(zipped({"inner.zip": inner, "letter.txt": b"words"})) == {
        "inner.zip": "archive_nested"
    }


def test_what_packs_too_well_is_not_unpacked() -> None:
    content = zipped({"bomb.txt": b"0" * 5_000_000, "letter.txt": b"words"})
    assert reasons(content) == {"bomb.txt": "archive_member_too_large"}


def test_a_member_is_unpacked_to_the_limit_whatever_the_directory_claims(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_MEMBER_BYTES", 3_000)
    noise = random.Random(55).randbytes(4_000)  # noqa: S311 - no secret
    content = zipped({"liar.txt": noise}, zipfile.ZIP_STORED)
    honest = (4_000).to_bytes(4, "little")
    at = content.rindex(honest)
    content = content[:at] + (2_000).to_bytes(4, "little") + content[at + 4 :]
    assert set(reasons(content).values()) <= {"archive_broken", "archive_member_too_large"}
    assert reasons(content)


def test_an_encrypted_member_is_told_alone() -> None:
    content = bytearray(zipped({"secret.txt": b"words"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert reasons(bytes(content)) == {"secret.txt": "archive_encrypted"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped({}), "archive_empty"),
        (zipped({".hidden": b"x"}), "archive_empty"),
        (zipped({"letter.txt": b"words " * 99})[:-30], "archive_broken"),
        (zipped({f"{n}.txt": b"" for n in range(2_001)}), "archive_too_large"),
    ],
)
def test_an_archive_that_cannot_be_taken_says_why(content: bytes, code: str) -> None:
    assert archive.is_archive(content)
    with pytest.raises(Unreadable) as caught:
        list(archive.members(content))
    assert caught.value.reason_code == code
    assert caught.value.message.endswith(".")


def test_a_member_with_damaged_bytes_is_told_alone() -> None:
    content = bytearray(
        zipped({"a.txt": b"wonderful words about police" * 50, "b.txt": b"more words"})
    )
    at = content.index(b"a.txt") + 8
    content[at : at + 4] = b"\xff" * 4
    assert reasons(bytes(content)) == {"a.txt": "archive_broken"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_cannot_be_unpacked_piece_by_piece_stays_packed(method: int) -> None:
    noise = random.Random(55).randbytes(4_000)  # noqa: S311 - no secret
    assert reasons(zipped({"odd.txt": noise}, method)) == {
        "odd.txt": "archive_method_not_supported"
    }


def test_a_directory_that_is_too_long_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 3)
    content = zipped({f"{n}.txt": b"words" for n in range(4)})
    assert archive.is_archive(content)
    with pytest.raises(Unreadable, match="more than 3 files") as caught:
        list(archive.members(content))
    assert caught.value.reason_code == "archive_too_large"


def test_a_member_without_a_name_is_a_document() -> None:
    assert [tuple(member) for member in archive.members(packed({"": b"words"}))] == [("", b"words")]


def test_a_directory_that_points_before_the_beginning_is_told() -> None:
    content = zipped({"a.txt": b"words " * 99, "b.txt": b"more words"})
    assert reasons(content[40:]) == {"a.txt": "archive_broken"}
