"""A published warehouse and its site: the samples, a hostile document and a very long one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import command
from warehouse.paths import PROJECT_FOLDER, Home

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: The name of a file that nobody can read: refused, and told of in every place that tells of it.
OBEYED_NAME = "red \x1b[31m<img src=x onerror=alert(9)> [a](javascript:alert(10)) {{ 7 * 7 }}.exe"
_LONG_PARAGRAPH = (
    "In month {number} the force answered {calls} emergency calls, and the commissioner will ask "
    "the chief constable for an account of each that waited.\n\n"
)


class Built(NamedTuple):
    """A warehouse and the site of it."""

    home: Home
    folder: Path

    def pages(self) -> list[Path]:
        """Return every page of ours, in order of its path; dbt's own is not among them."""
        return sorted(set(self.folder.rglob("*.html")) - {self.folder / "lineage" / "dbt.html"})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Built:
    """The site that the command line makes; nobody may change it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(PROJECT_FOLDER / "seeds" / "responses", folder / "inbox")
    shutil.copytree(Path(__file__).parent / "inbox", folder / "inbox", dirs_exist_ok=True)
    paragraphs = (
        _LONG_PARAGRAPH.format(number=number, calls=f"{900 + number:,}") for number in range(1, 601)
    )
    (folder / "inbox" / "long.txt").write_text(
        "Report to the Norfolk Police and Crime Panel\n\n" + "".join(paragraphs), encoding="utf-8"
    )
    (folder / "inbox" / OBEYED_NAME).write_bytes(b"MZ\x90\x00\x03" + bytes(200))
    home = Home(folder / "home")
    for arguments in (("refresh", str(folder / "inbox")), ("docs",)):
        done = command(*arguments, home=home.folder, seconds=300, server=prefect_server)
        assert done.returncode == 0, done.stderr
    return Built(home, home.current_site.resolve())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: .ci/run installs it")
        pytest.skip("Chromium is not installed: pages are not looked at in a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_QUIET)
        yield started
        started.close()
