"""Files out to harm or to confuse: one refresh's path from the inbox, each lands or says why not."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import parts, workers
from flows.parsing import Vocabulary
from flows.reading import limits
from flows.sources import collecting, looking
from flows.sources.published import Published
from flows.sources.reference import reference_tables
from flows.versions import Versions
from tests.reading.word_files import p, packed, row, table, unpacked, word_file
from warehouse import publishing
from warehouse.paths import PROJECT_FOLDER, Home

PROMISE = "Hostile input: bombs, tricks of names and huge tables land or are rejected by their code"
LETTER = "The Commissioner welcomes the report.\n\nThe force recorded 12 crimes in May 2019.\n"
PAGE = "<html><body><h1>Answer</h1><p>The force recorded 12 crimes in 2019.</p>{}</body></html>"
LANDED = "landed"

#: Names that mean something to a shell, a database, a template engine or an eye.
NAMES = (
    "quo\"te's.txt",
    "new\nline.txt",
    "tab\tand\rreturn.txt",
    "up ..%2F..%2Fetc%2Fpasswd.txt",
    "'; drop table landing.documents; --.txt",
    "{{ 7 * 7 }}{% raw %}.txt",
    "{{ flow_run.name }}.txt",
    "\u202etxt.exe.txt",
    "\u0627\u0644\u0634\u0631\u0637\u0629.txt",
    "$(touch hacked)`id`.txt",
    "--help.txt",
    "a#1?x=y&z.txt",
    "\x1b[31mred.txt",
    "-" * 240 + ".txt",
)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def crowded_zip() -> bytes:
    """A ZIP that lists 65,000 files and names one of them again and again."""
    one = zipped(a=b"")
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    return one[:at] + entry * 65_000 + one[one.index(b"PK\x05\x06") :]


def laughing_word_file(declared: str) -> bytes:
    members = unpacked(word_file(p("A letter.")))
    xml = members["word/document.xml"].decode()
    return packed({**members, "word/document.xml": f"<!DOCTYPE w [{declared}]>{xml}".encode()})


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def cases(rows: int, megabytes: int) -> dict[str, tuple[bytes, set[str]]]:
    """Return files by their names, and what may become of each; ``rows`` of tables, and lengths."""
    long_line = b"the force recorded 12 crimes and " * (megabytes * 1024**2 // 33)
    cells = "".join(f"<tr><td>{n}</td><td>{n % 7}</td></tr>" for n in range(rows))
    too_much = {"expectation_not_met", "too_many_records", "over_time_limit", "over_memory_limit"}
    outcomes = too_much if rows >= 1_000_000 else {LANDED}
    return {
        "letter.txt": (LETTER.encode(), {LANDED}),
        "nul.txt": (LETTER.encode() + b"\x00", {"expectation_not_met"}),
        "nuls.txt": (LETTER.encode() + bytes(5_000), {"not_text"}),
        "surrogate.txt": (LETTER.encode() + b"\xed\xa0\x80 and \xed\xb0\x80", {LANDED, "not_text"}),
        "surrogate16.txt": (("\ufeff" + LETTER).encode("utf-16-le") + b"\x00\xd8", {"not_text"}),
        "surrogate.html": (PAGE.format("&#xD800; &#xDFFF; &#0;").encode(), {"expectation_not_met"}),
        "bidi.txt": ((LETTER + "\u202eemirc 21\u202c \u2066x\u2069").encode(), {LANDED}),
        "template.txt": ((LETTER + "{{ 7 * 7 }} {% include '/etc/passwd' %}").encode(), {LANDED}),
        "laughs.docx": (laughing_word_file(LAUGHS), {"docx_entities", "docx_broken"}),
        "external.docx": (
            laughing_word_file('<!ENTITY a SYSTEM "file:///etc/passwd">'),
            {"docx_entities"},
        ),
        "laughs.xml": (
            f"<?xml version='1.0'?><!DOCTYPE x [{LAUGHS}]><x>&i;</x>".encode(),
            {"data_not_supported"},
        ),
        "laughs.xhtml": (
            f"<?xml version='1.0'?><!DOCTYPE html [{LAUGHS}]><html><body><p>The force met &i; in "
            "May 2019.</p></body></html>".encode(),
            {LANDED},
        ),
        "bomb.zip": (zipped(bomb=b" " * 100_000_000), {"archive_member_too_large"}),
        "nested.zip": (zipped(inner=zipped(inner=zipped(a=b"words"))), {"archive_nested"}),
        "crowded.zip": (crowded_zip(), {"archive_too_large"}),
        "comments.html": ((b"<!--a-->" * 900) + PAGE.format("").encode(), {LANDED}),
        "deep.html": (PAGE.format("<div>" * 200_000).encode(), {"too_deeply_nested"}),
        "rows.html": (PAGE.format(f"<table>{cells}</table>").encode(), outcomes),
        "rows.md": (
            (
                "| Area | Crimes |\n|---|---|\n"
                + "".join(f"| {n} | {n % 7} |\n" for n in range(rows))
            ).encode(),
            outcomes,
        ),
        "rows.docx": (
            word_file(
                table(*(row(f"<w:tc>{p(str(n))}</w:tc>") for n in range(rows))) + p("Read on.")
            ),
            {"docx_too_large", "too_many_records"} if rows >= 1_000_000 else {LANDED},
        ),
        "line.txt": (long_line, {"expectation_not_met"} if megabytes > 6 else {LANDED}),
        "line.html": (
            PAGE.format(long_line.decode()).encode(),
            {"expectation_not_met"} if megabytes > 6 else {LANDED},
        ),
    }


def refreshed(home: Home, inbox: Path) -> dict[str, set[str]]:
    """Collect, read and parse an inbox; return what became of each file in it.

    Door 1 is the room of the suites; what it rejects here is what its limit on texts says.
    """
    from flows import doors  # noqa: PLC0415 - seconds

    build = publishing.start_build(home, "hard-cases")
    found = looking.look(home, looking.listed_sources(home, [inbox]), asked_since=datetime.now(UTC))
    collection = collecting.collect(
        home, Published(build.database), found, Versions("1", "1"), is_full=False, is_retry=False
    )
    read = list(
        workers.run(
            parts.ReadJob(home, build.work / "read"),
            parts.chunks_to_read(collection.to_parse, 2),
            2,
            lambda _: None,
        )
    )
    verdict = doors.check_raw_documents(read)
    refused = [*(one for part in read for one in part.refused), *verdict.refused]
    vocabulary = Vocabulary.from_tables(reference_tables())
    parsed = list(
        workers.run(
            parts.ParseJob(home, build.work / "parsed", vocabulary, "1"),
            parts.chunks_to_parse(read, {one.document_id for one in refused}, 2),
            2,
            lambda _: None,
        )
    )
    refused += [one for part in parsed for one in part.refused]
    collection.split(raw for part in parsed for raw in part.documents)
    collection.reject(refused)
    outcomes: dict[str, set[str]] = {}
    for judged in collection.judged:
        if judged["is_accepted"]:
            outcomes.setdefault(judged["address_uri"], set()).add(LANDED)
    for rejected in collection.refused:
        outcomes.setdefault(rejected["address_uri"], set()).add(rejected["reason_code"])
        kept = rejected["raw_sha256"] or rejected["received_sha256"]
        if rejected["reason_code"] not in ("not_a_regular_file", "too_large"):
            assert home.raw_file(kept).is_file(), rejected
        assert rejected["message"].endswith("."), rejected
    return outcomes


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def test_files_out_to_harm_land_or_say_why_not(
    promise: Callable[..., object], empty_home: Home, inbox: Path
) -> None:
    with promise(PROMISE) as trials:  # type: ignore[attr-defined]
        tried = cases(
            rows=trials.count(part=2_000, full=1_000_000), megabytes=trials.count(part=1, full=50)
        )
        for name, (content, _) in tried.items():
            (inbox / name).write_bytes(content)
        outcomes = refreshed(empty_home, inbox)
        for name, (_, expected) in tried.items():
            found = outcomes.pop((inbox / name).as_uri(), set())
            trials.record(
                ok=bool(found) and found <= expected, what=f"{name}: {found}, not {expected}"
            )
        trials.record(ok=not outcomes, what=f"there is more than was put in: {outcomes}")


def test_names_that_mean_something_elsewhere_are_names(
    promise: Callable[..., object], empty_home: Home, inbox: Path
) -> None:
    with promise(PROMISE) as trials:  # type: ignore[attr-defined]
        for number, name in enumerate(NAMES):
            (inbox / name).write_text(f"{LETTER}\nIt was letter {number}.\n")
        os.mkfifo(inbox / "pipe.txt")
        (inbox / "out.txt").symlink_to("/etc/hostname")
        (inbox / "device.txt").symlink_to("/dev/zero")
        (inbox / "loop.txt").symlink_to("loop.txt")
        outcomes = refreshed(empty_home, inbox)
        for name in NAMES:
            trials.record(
                ok=outcomes.get((inbox / name).as_uri()) == {LANDED}, what=f"{name!r}: {outcomes}"
            )
        for name in ("pipe.txt", "out.txt", "device.txt", "loop.txt"):
            found = outcomes.get((inbox / name).as_uri())
            trials.record(ok=found == {"not_a_regular_file"}, what=f"{name}: {found}")
        trials.record(ok=not (inbox / "hacked").exists(), what="a name was run")


def test_a_device_in_an_inbox_is_not_opened(empty_home: Home, inbox: Path) -> None:
    try:
        os.mknod(inbox / "zero.txt", 0o600 | 0o020000, os.makedev(1, 5))
    except (PermissionError, OSError):
        pytest.skip("only root makes devices")
    outcomes = refreshed(empty_home, inbox)
    assert list(outcomes.values()) == [{"not_a_regular_file"}]


def test_a_file_over_the_limit_of_bytes_is_refused_unread(empty_home: Home, inbox: Path) -> None:
    with (inbox / "large.txt").open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    assert list(refreshed(empty_home, inbox).values()) == [{"too_large"}]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory holds on Linux alone")
@pytest.mark.parametrize("megabytes", [100, 200])
def test_a_page_over_the_limit_of_memory_is_told_as_such(megabytes: int) -> None:
    """Whatever it is that gets no more: the parser of HTML says only that it cannot parse."""
    code = (
        "import resource\n"
        "from flows import reading\n"
        "page = b'<p>' * 1_000_000\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({megabytes * 1024**2},) * 2)\n"
        "try:\n    reading.read(page, 'page.html')\n"
        "except MemoryError:\n    print('memory')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "memory\n", done.stderr
