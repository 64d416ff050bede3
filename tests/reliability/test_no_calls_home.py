"""With the network watched, every command asks nobody but this machine and what sources.yml lists."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fetching.conftest import Site, site
from tests.reliability.trials import Trials
from warehouse.paths import PROJECT_FOLDER, Home

__all__ = ["site"]  # a fixture

Promise = Callable[[str], AbstractContextManager[Trials]]

SILENT = "Nothing calls home"
WATCHING = Path(__file__).with_name("watched")
#: What the tests set is not what people have.
UNSET = {"DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_API_URL"}
TRACER = ("strace", "--seccomp-bpf", "-f", "-qq", "-e", "trace=connect")
#: Of an address of the internet, or of the name service, in what strace writes.
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_NAMES_OF_THIS_MACHINE = {None, "", "localhost", "127.0.0.1", "::1", socket.gethostname()}


class Watched:
    """Runs programs, and knows whom they asked for: by Python, and by the kernel where it tells."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._told = folder / "asked.jsonl"
        self._traced = folder / "traced"
        self._told.touch()
        self.environment = {
            name: value for name, value in os.environ.items() if name not in UNSET
        } | {
            "SECTION55_HOME": str(home),
            "SECTION55_WATCHED": str(self._told),
            "PYTHONPATH": str(WATCHING),
        }
        self._tracer = [*TRACER, "-A", "-o", str(self._traced)] if can_trace() else []

    def start(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self._tracer, *command],
            cwd=PROJECT_FOLDER,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, seconds: float = 600) -> None:
        process = self.start(sys.executable, "-m", "flows.cli", *arguments)
        said, _ = process.communicate(timeout=seconds)
        assert process.returncode == 0, said

    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._told.read_text().splitlines()]

    def strangers(self) -> list[str]:
        """Return whom somebody asked for who is not this machine, in words."""
        found = []
        for asked in self.asked():
            if asked["event"].startswith("socket.get"):
                if asked["asked"] not in _NAMES_OF_THIS_MACHINE:
                    found.append(f"the name {asked['asked']}, by {asked['by']}")
            elif isinstance(asked["asked"], list) and not is_own(asked["asked"][0]):
                found.append(f"{asked['asked']}, by {asked['by']}")
        if self._traced.exists():
            for line in self._traced.read_text().splitlines():
                addresses = [four or six for four, six in _ADDRESS.findall(line)]
                found += [line for address in addresses if not is_own(address)]
        return found


def is_own(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address in _NAMES_OF_THIS_MACHINE


def can_trace() -> bool:
    """Say whether strace is here and may look into programs, which containers often forbid."""
    if not shutil.which(TRACER[0]):
        return False
    tried = subprocess.run([*TRACER, "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.fixture
def watched(first_refresh: tuple[Path, Path, str], tmp_path: Path) -> Watched:
    shutil.copytree(first_refresh[1], tmp_path / "home", symlinks=True)
    return Watched(tmp_path, tmp_path / "home")


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('203.0.113.1', 9), 0.2)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('203.0.113.1', 9))",
        "urllib.request.urlopen('http://203.0.113.1:9/', timeout=0.2)",
    ],
)
def test_a_call_home_would_be_seen(tmp_path: Path, call: str) -> None:
    watched = Watched(tmp_path, tmp_path)
    process = watched.start(sys.executable, "-c", f"import socket, urllib.request\n{call}")
    process.communicate(timeout=60)
    assert any("203.0.113.1" in stranger for stranger in watched.strangers())


def test_a_name_that_is_looked_up_would_be_seen(tmp_path: Path) -> None:
    watched = Watched(tmp_path, tmp_path)
    call = "import socket; socket.getaddrinfo('telemetry.test', 443)"
    watched.start(sys.executable, "-c", call).communicate(timeout=60)
    assert any("telemetry.test" in stranger for stranger in watched.strangers())


def test_commands_that_read_ask_nobody(promise: Promise, watched: Watched, tmp_path: Path) -> None:
    with promise(SILENT) as trials:
        commands = [
            ("query", "select count(*) from marts.dim_documents"),
            ("query", "--named"),
            ("status", "--checksums"),
            ("rejections",),
            ("parse", "seeds/responses/01_letter_west-mercia.txt"),
            ("export", str(tmp_path / "export")),
        ]
        for arguments in [*commands, ("docs",)] if trials.is_full else commands:
            with trials.one(arguments[0]):
                watched.run(*arguments)
                assert watched.strangers() == []


def test_a_refresh_and_the_schedule_ask_this_machine_and_the_listed_pages(
    promise: Promise, tmp_path: Path, site: Site
) -> None:
    with promise(SILENT) as trials:
        if not trials.is_full:
            pytest.skip("`make reliability` refreshes and serves with the network watched")
        home = Home(tmp_path / "home")
        home.prepare()
        site.serve("/robots.txt", b"User-agent: *\nAllow: /\n", content_type="text/plain")
        site.serve(
            "/response",
            b"<h1>Response</h1><p>The force solved 12 per cent of burglaries.</p>",
            content_type="text/html",
        )
        (home.folder / "sources.yml").write_text(
            "settings:\n  contact: tests@example.org\n  allow_private_addresses: true\n"
            f"sources:\n  - urls: [{site.url('/response', '127.0.0.1')}]\n    licence: none\n"
            f"  - folder: {PROJECT_FOLDER / 'seeds' / 'responses'}\n"
        )
        watched = Watched(tmp_path, home.folder)
        with trials.one("refresh"):
            watched.run("refresh")
            assert watched.strangers() == []
        with trials.one("the listed page was asked for, and this was seen"):
            assert "/response" in site.paths()
            calls = [one["asked"] for one in watched.asked() if one["event"] == "socket.connect"]
            assert ["127.0.0.1", site.port] in calls
        with trials.one("serve, with a schedule"):
            said = served(watched)
            assert watched.strangers() == [], said


def served(watched: Watched) -> str:
    """Serve the site and the schedule until both answer, and end them; return what was said."""
    ports = []
    for _ in range(2):
        with socket.create_server(("127.0.0.1", 0)) as free:
            ports.append(str(free.getsockname()[1]))
    process = watched.start(
        sys.executable, "-m", "flows.cli", "serve", "--cron", "0 5 1 1 *",
        "--port", ports[0], "--prefect-port", ports[1],
    )  # fmt: skip
    until = time.monotonic() + 400
    try:
        for address in (f"http://127.0.0.1:{ports[1]}/api/health", f"http://127.0.0.1:{ports[0]}/"):
            while True:
                assert process.poll() is None
                assert time.monotonic() < until
                try:
                    if httpx.get(address, timeout=5).status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(1)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        said, _ = process.communicate(timeout=120)
    return said
