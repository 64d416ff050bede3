"""What collecting holds: only new bytes are read, nothing is followed, nothing is lost."""

import os
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.reading import limits
from flows.records import document_key
from flows.source_list import FolderSource
from flows.sources import collecting, folders, looking
from flows.sources.addresses import CannotCollect
from flows.sources.collection import Collection
from flows.sources.published import Published
from flows.sources.reference import reference_tables
from flows.versions import Versions
from warehouse import publishing
from warehouse.errors import Refusal
from warehouse.paths import Home

VERSIONS = Versions("parse1", "model1")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in box"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("one")
    (folder / "deep" / "b ü.txt").write_text("two")
    (folder / ".hidden").write_text("three")
    return folder


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def collect(home: Home, *inboxes: Path) -> Collection:
    database = publishing.start_build(home, f"build-{time.monotonic_ns()}").database
    found = looking.look(home, looking.listed_sources(home, inboxes), asked_since=datetime.now(UTC))
    return collecting.collect(
        home, Published(database), found, VERSIONS, is_full=False, is_retry=False
    )


def test_files_of_a_folder_are_found_and_hidden_ones_passed_over(inbox: Path) -> None:
    wanted = [inbox, inbox / "deep", inbox / "a.txt"]
    files, covered = folders.find_files([FolderSource(folder=folder) for folder in wanted])
    assert [file.address_uri for file in files] == [
        f"{inbox.as_uri()}/a.txt",
        f"{inbox.as_uri()}/deep/b%20%C3%BC.txt",
    ]
    assert {file.folder_uri for file in files} == {inbox.as_uri()}
    assert covered[0] == inbox.as_uri()


def test_new_bytes_are_kept_under_their_sha256(empty_home: Home, inbox: Path) -> None:
    collection = collect(empty_home, inbox)
    assert [raw.name for raw in collection.to_parse] == ["a.txt", "b ü.txt"]
    for raw, content in zip(collection.to_parse, (b"one", b"two"), strict=True):
        assert raw.document_id == document_key(content)
        assert empty_home.raw_file(raw.raw_sha256).read_bytes() == content


def test_the_same_bytes_under_two_names_are_parsed_once(empty_home: Home, inbox: Path) -> None:
    (inbox / "copy.txt").write_text("one")
    collection = collect(empty_home, inbox)
    assert [raw.name for raw in collection.to_parse] == ["a.txt", "b ü.txt"]
    assert len(collection.judged) == 3


def test_nothing_but_regular_files_is_opened(empty_home: Home, inbox: Path) -> None:
    (inbox / "link.txt").symlink_to("/etc/passwd")
    (inbox / "linked").symlink_to(inbox / "deep", target_is_directory=True)
    os.mkfifo(inbox / "pipe.txt")
    started = time.monotonic()
    collection = collect(empty_home, inbox)
    assert time.monotonic() - started < 5
    assert {
        row["source_uri"].rpartition("/")[2]: row["reason_code"] for row in collection.refused
    } == {
        "link.txt": "not_a_regular_file",
        "linked": "not_a_regular_file",
        "pipe.txt": "not_a_regular_file",
    }
    assert len(collection.judged) == 2


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(
    empty_home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 2)
    collection = collect(empty_home, inbox)
    assert [row["reason_code"] for row in collection.refused] == ["too_large", "too_large"]
    assert "3 bytes" in collection.refused[0]["message"]
    assert list(empty_home.raw.iterdir()) == []


def test_a_file_that_cannot_be_opened_is_refused_alone(
    empty_home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.open

    def opens(path: str, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return honest(path, flags, mode)

    monkeypatch.setattr(os, "open", opens)
    collection = collect(empty_home, inbox)
    assert [row["reason_code"] for row in collection.refused] == ["cannot_open"]
    assert [raw.name for raw in collection.to_parse] == ["b ü.txt"]


def test_a_folder_that_is_not_there_refuses_everything(empty_home: Home, inbox: Path) -> None:
    with pytest.raises(Refusal, match=r"cannot look through .*no-such-folder"):
        collect(empty_home, inbox, inbox / "no-such-folder")


def test_a_rejected_document_is_rejected_at_each_of_its_addresses(
    empty_home: Home, inbox: Path
) -> None:
    (inbox / "copy.txt").write_text("one")
    collection = collect(empty_home, inbox)
    collection.reject([(document_key(b"one"), "parse", "parser_error", "broken")])
    assert [row["source_uri"].rpartition("/")[2] for row in collection.refused] == [
        "a.txt",
        "copy.txt",
    ]
    assert [row["is_accepted"] for row in collection.judged] == [False, False, True]
    collection.reject([(document_key(b"one"), "land", "again", "again")])
    assert len(collection.refused) == 2


def test_the_members_of_an_archive_have_addresses_and_bytes_of_their_own(
    empty_home: Home, inbox: Path
) -> None:
    (inbox / "a.txt").unlink()
    with zipfile.ZipFile(inbox / "set.zip", "w") as made:
        made.writestr("in ner/one.txt", "one")
        made.writestr("nested.zip", (b"PK\x05\x06" + bytes(18)))
    collection = collect(empty_home, inbox)
    address = f"{inbox.as_uri()}/set.zip"
    row = next(row for row in collection.judged if row["address_uri"] == address)
    assert row["source_uri"] == row["page_uri"] == f"{address}#in%20ner/one.txt"
    assert row["document_id"] == document_key(b"one")
    assert empty_home.raw_file(row["raw_sha256"]).read_bytes() == b"one"
    received = (inbox / "set.zip").read_bytes()
    assert empty_home.raw_file(row["received_sha256"]).read_bytes() == received
    assert [raw.name for raw in collection.to_parse] == ["b ü.txt", "one.txt"]
    assert [(row["source_uri"], row["reason_code"]) for row in collection.refused] == [
        (f"{address}#nested.zip", "archive_nested")
    ]


def test_a_page_that_turns_out_to_be_several_documents_has_an_address_for_each(
    empty_home: Home, inbox: Path
) -> None:
    (inbox / "copy.txt").write_text("one")
    collection = collect(empty_home, inbox)
    page = collection.to_parse[0]
    parts = [
        replace(page, document_id=document_key(b"one", number), part_number=number)
        for number in (1, 2)
    ]
    collection.split([*parts, *collection.to_parse[1:]])
    assert [
        (row["source_uri"].rpartition("/")[2], row["document_id"]) for row in collection.judged
    ] == [
        ("a.txt#1", document_key(b"one", 1)),
        ("a.txt#2", document_key(b"one", 2)),
        ("copy.txt#1", document_key(b"one", 1)),
        ("copy.txt#2", document_key(b"one", 2)),
        ("b%20%C3%BC.txt", document_key(b"two")),
    ]
    collection.reject([(document_key(b"one", 2), "check records", "odd", "odd")])
    assert [row["source_uri"].rpartition("/")[2] for row in collection.refused] == [
        "a.txt#2",
        "copy.txt#2",
    ]


def test_reading_refuses_a_link_by_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(CannotCollect, match="links are not followed"):
        folders.read_file(tmp_path / "link")


def test_sources_yml_says_which_files_and_whose(empty_home: Home, inbox: Path) -> None:
    samples = looking.listed_sources(empty_home, []).sources
    assert [source.folder.name for source in samples if isinstance(source, FolderSource)] == [
        "responses"
    ]
    empty_home.sources_file.write_text(
        f"sources:\n  - folder: {inbox}\n    exclude: ['deep/*']\n    force: kent\n"
        "    licence: Open Government Licence v3.0\n"
    )
    collection = collect(empty_home)
    assert [
        (row["source_uri"], row["force_id"], row["publisher_name"], row["licence_note"])
        for row in collection.judged
    ] == [
        (
            f"{inbox.as_uri()}/a.txt",
            "kent",
            "Police and Crime Commissioner for Kent",
            "Open Government Licence v3.0",
        )
    ]


def test_reference_tables_are_rows_of_strings() -> None:
    tables = reference_tables()
    assert {"forces", "themes", "vocabularies"} <= set(tables)
    assert all(
        isinstance(value, str) for rows in tables.values() for row in rows for value in row.values()
    )
