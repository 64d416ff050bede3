"""Every input is a document or a rejection, and what can be read later is taken up then."""

import os
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote

from tests.flows.conftest import rows
from tests.reading.formats import INBOX
from tests.reliability import homes, inboxes
from tests.reliability.refreshing import Refreshes
from tests.reliability.trials import Promise
from warehouse.paths import Home

COMPLETE = "Every input is a document or a rejection with its reason and its bytes"
REVERSIBLE = "What was rejected is taken up once it can be read"


def odd_inbox(folder: Path) -> Path:
    """Make an inbox in which good documents lie among all that can be wrong with a file."""
    inboxes.first(folder)
    (folder / "empty.txt").touch()
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    (folder / "script.html").write_text("<html><script>var a = 1;</script></html>")
    (folder / "link.txt").symlink_to(folder / "letter.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "deeper" / "still").mkdir(parents=True)
    (folder / "deeper" / "still" / 'it\'s 100%; a "name"?.txt').write_text(inboxes.letter(88))
    with zipfile.ZipFile(folder / "mixed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", inboxes.letter(89))
        archive.writestr("empty.txt", "")
        archive.writestr("bomb.txt", "0" * 30_000_000)
        archive.writestr("inner.zip", (folder / "letters.zip").read_bytes())
    (folder / "cut.zip").write_bytes((folder / "mixed.zip").read_bytes()[:200])
    return folder


def inputs(inbox: Path) -> set[str]:
    """Return all that a person would say lies in an inbox: files, and members of archives."""
    found = set()
    for path in inbox.rglob("*"):
        if path.is_dir() or path.name.startswith("."):
            continue
        name = path.relative_to(inbox).as_posix()
        members: list[str] = []
        # A pipe would keep us waiting for ever.
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
            members = [] if "[Content_Types].xml" in names else names
        found |= {f"{name}#{member}" for member in members} or {name}
    return found


def test_every_input_is_a_document_or_a_rejection(
    promise: Promise, tmp_path: Path, refreshes: Refreshes
) -> None:
    with promise(COMPLETE) as trials:
        inbox = odd_inbox(tmp_path / "inbox")
        if trials.is_full:
            shutil.copytree(INBOX, inbox / "formats")
        home = Home(tmp_path / "home")
        refreshes.run(home.folder, "refresh", str(inbox)).published()
        pages = "select distinct page_uri from landing.document_sources where is_current"
        landed = [unquote(uri) for (uri,) in rows(home, pages)]
        rejected = {
            unquote(uri): (code, message, sha256)
            for uri, code, message, sha256 in rows(
                home,
                "select source_uri, reason_code, message, coalesce(raw_sha256, received_sha256) "
                "from landing.rejections",
            )
        }
        for name in sorted(inputs(inbox)):
            uri = unquote((inbox / name.partition("#")[0]).as_uri())
            archive = uri
            if "#" in name:
                uri += "#" + name.partition("#")[2]
            refused = rejected.get(uri) or rejected.get(archive)
            is_once = (uri in landed) != (refused is not None)
            trials.record(ok=is_once, what=f"{name}: landed {uri in landed}, rejected {refused}")
            if refused:
                code, message, sha256 = refused
                is_told = bool(code and message.endswith("."))
                trials.record(ok=is_told, what=f"{name}: {code}: {message}")
                is_kept = sha256 is None or home.raw_file(sha256).is_file()
                trials.record(ok=is_kept, what=f"{name}: its bytes {sha256} are not kept")


def test_what_was_rejected_is_taken_up_when_it_can_be_read(
    promise: Promise, tmp_path: Path, refreshes: Refreshes
) -> None:
    inbox, home = inboxes.first(tmp_path / "inbox"), Home(tmp_path / "home")
    (inbox / "noise.bin").unlink()
    longer = "<p>The force has told the public what it found.</p>" * 20
    (inbox / "goes.html").write_text(inboxes.page(24).replace("</main>", longer + "</main>"))
    # Something lands whatever is refused: a refresh that leaves no document is refused whole.
    (inbox / "later.txt").write_text(inboxes.letter(88).replace("2020", "2026"))
    good = tmp_path / "good"
    shutil.copytree(inbox, good)
    (inbox / "page.html").unlink()
    (inbox / "page.html").symlink_to(good / "page.html")
    refreshes.run(
        home.folder, "refresh", str(inbox), "--workers", "1", before=be_narrow
    ).published()
    refused = {
        Path(unquote(uri)).name: (stage, code)
        for uri, stage, code in rows(
            home, "select source_uri, stage, reason_code from landing.rejections"
        )
    }
    undisturbed = Home(tmp_path / "undisturbed")
    (inbox / "page.html").unlink()
    shutil.copy(good / "page.html", inbox / "page.html")
    refreshes.run(undisturbed.folder, "refresh", str(inbox), "--workers", "1").published()
    expected = homes.content(undisturbed)
    with promise(REVERSIBLE) as trials:
        for name, why in {
            "page.html": ("collect", "not_a_regular_file"),
            "letters.zip": ("collect", "archive_too_large"),
            "goes.html": ("raw_documents", "expectation_not_met"),
            "letter.txt": ("landed_records", "expectation_not_met"),
        }.items():
            trials.record(ok=refused.get(name) == why, what=f"{name}: {refused.get(name)}")
        refreshes.run(home.folder, "rejections", "--retry").published()
        after = homes.content(home)
        for table in expected:
            trials.record(ok=after[table] == expected[table], what=f"{table} after --retry")
        trials.record(ok=homes.leftovers(home) == [], what=f"leftovers {homes.leftovers(home)}")
        if trials.is_full:
            with trials.one("once more, with nothing left to take up"):
                refreshes.run(home.folder, "rejections", "--retry").published()
                assert homes.differing(homes.content(home), expected) == []


def be_narrow() -> None:
    """Refuse, at three places, what the rules of today take: as rules did before they were mended."""
    import datetime as dt  # noqa: PLC0415 - in the fork

    from expectations import bounds  # noqa: PLC0415
    from flows.reading import limits  # noqa: PLC0415

    vars(limits)["ARCHIVE_MEMBERS"] = 1
    vars(bounds)["TEXT_LENGTH_MAX"] = 600
    vars(bounds)["DOCUMENT_DATE_MIN"] = dt.date(2025, 1, 1)
