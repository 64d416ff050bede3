"""Nobody is let in: the server listens to this machine alone and gives out the site alone."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import product
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from tests.reliability.sockets import listening
from tests.reliability.trials import Trials
from warehouse.paths import PROJECT_FOLDER, Home

Promise = Callable[[str], AbstractContextManager[Trials]]

PROMISE = "The server listens to this machine alone, and gives out the site alone"
needs_proc = pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(), reason="sockets are found in /proc"
)
SECRET = b"what stands outside of the site"
#: Ways to write "one folder up" that some server has taken for it.
UP = (
    "../", "%2e%2e/", "%2E%2E/", ".%2e/", "..%2f", "..%2F", "%2e%2e%2f", "%252e%252e%252f", "..%252f",
    "..\\", "..%5c", "%2e%2e%5c", "....//", "..;/", "..//", "./../", "%c0%ae%c0%ae/", "..%c0%af",
    "..%00/", "%ef%bc%8e%ef%bc%8e/",
)  # fmt: skip
BEFORE = ("/", "/documents/", "/lineage/", "/no-such-folder/", "//")


@contextmanager
def serving(home: Home, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run ``section55 serve`` as people do; give its process and the address of the site."""
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    log = home.folder / "serve.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "serve", "--port", "0", *arguments],
            cwd=PROJECT_FOLDER, stdout=stream, stderr=stream, text=True,
            env=environment | {"SECTION55_HOME": str(home.folder)},
        )  # fmt: skip
    until = time.monotonic() + 400
    awaited = r"^schedule " if arguments else r"^site "
    try:
        while not re.search(awaited, log.read_text(), re.MULTILINE):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        found = re.search(r"^site +(http://\S+)$", log.read_text(), re.MULTILINE)
        assert found, log.read_text()
        yield process, found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose site holds a page, a folder with an index and one without, and links out."""
    home = Home(tmp_path / "home")
    home.prepare()
    (home.folder / "secret.txt").write_bytes(SECRET)
    site = home.folder / "sites" / "made-by-hand"
    for name, text in {
        "index.html": "<p>The site.</p>",
        "documents/index.html": "<p>The documents.</p>",
        "documents/a.html": "<p>A document.</p>",
        "lineage/dbt.html": "<p>The docs of dbt.</p>",
        "assets/site.css": "p { margin: 0 }",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    (site / "secret.txt").symlink_to(home.folder / "secret.txt")
    (site / "documents" / "up").symlink_to(home.folder)
    home.current_site.symlink_to(site)
    return home


def asked(
    address: str, path: str, method: str = "GET", headers: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, bytes, str]:
    """Ask for a path just as it is written; return the status, the body and the policy."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    policy = response.getheader("Content-Security-Policy") or ""
    return response.status, response.read(), policy


def test_no_path_leads_out_of_the_site(promise: Promise, home: Home) -> None:
    deep = ("secret.txt", "/etc/hostname")
    paths = [
        before + up * depth + target.lstrip("/" if depth else "")
        for before, up, depth, target in product(BEFORE, UP, (1, 2, 3, 12), deep)
    ]
    paths += [
        "/secret.txt", "/documents/up/secret.txt", "/documents/up/", "/documents/up",
        str(home.folder / "secret.txt"), f"/{home.folder}/secret.txt", "//etc/hostname",
        "/%2fetc%2fhostname", "/etc/hostname", "/file:///etc/hostname", "/C:\\windows\\win.ini",
        "/index.html%00.txt", "/index.html/../../../secret.txt", "/secret.txt%00.html",
        "/~root/.profile", "/.git/config", "/.env",
    ]  # fmt: skip
    with promise(PROMISE) as trials, serving(home) as (_, address):
        assert asked(address, "/documents/a.html")[:2] == (200, b"<p>A document.</p>")
        for path in paths:
            with trials.one(f"{path!r}"):
                status, body, _ = asked(address, path)
                assert status in (400, 404), status
                assert SECRET not in body


def test_every_answer_carries_the_policy_and_no_folder_is_listed(
    promise: Promise, home: Home
) -> None:
    with promise(PROMISE) as trials, serving(home) as (_, address):
        for status, path, method, headers in (
            (200, "/", "GET", {}),
            (200, "/", "HEAD", {}),
            (200, "/documents/a.html", "GET", {}),
            (200, "/assets/site.css", "GET", {}),
            (200, "/lineage/dbt.html", "GET", {}),
            (206, "/documents/a.html", "GET", {"Range": "bytes=0-3"}),
            (304, "/", "GET", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
            (307, "/documents", "GET", {}),
            (400, "/healthz?max_age_hours=x", "GET", {}),
            (404, "/no-such-page", "GET", {}),
            (405, "/", "POST", {}),
            (405, "/healthz", "DELETE", {}),
            (416, "/documents/a.html", "GET", {"Range": "bytes=900-901"}),
            (503, "/healthz", "GET", {}),
        ):
            with trials.one(f"{method} {path} {headers}"):
                found, _, policy = asked(address, path, method, headers)
                assert found == status
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert "unsafe-eval" not in policy
                assert ("'unsafe-inline'" in policy) == (path == "/lineage/dbt.html")
        for folder in ("assets", "lineage", "documents/up"):
            for path in (f"/{folder}/", f"/{folder}"):
                with trials.one(f"a listing at {path}"):
                    status, body, _ = asked(address, path)
                    assert (status, b"site.css" in body) in ((404, False), (307, False))
        with trials.one("a folder shows its index"):
            assert asked(address, "/documents/")[1] == b"<p>The documents.</p>"
        with trials.one("where no site is built yet"):
            home.current_site.unlink()
            status, body, policy = asked(address, "/")
            assert (status, b"No site is built yet" in body) == (503, True)
            assert "default-src 'none'" in policy


@needs_proc
def test_everything_listens_to_this_machine_alone(promise: Promise, home: Home) -> None:
    """The site in any case; Prefect's server, which takes a minute to start, in full."""
    with promise(PROMISE) as trials:
        arguments = ("--cron", "0 5 1 1 *", "--prefect-port", "0") if trials.is_full else ()
        with serving(home, *arguments) as (process, address):
            found = listening(process.pid)
            ports = {port for _, port in found}
            trials.record(
                ok=urlsplit(address).port in ports and len(ports) >= 1 + bool(arguments),
                what=f"the sockets of the server were not found: {found}",
            )
            for host, port in sorted(found):
                trials.record(ok=host == "127.0.0.1", what=f"{host}, port {port}")


@needs_proc
def test_the_sockets_of_a_process_and_its_children_are_found() -> None:
    """Where a server listened to everybody the test above would see it."""
    code = (
        "import socket, sys; open_to_all = socket.create_server(('0.0.0.0', 0)); "
        "print(open_to_all.getsockname()[1], flush=True); sys.stdin.read()"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        assert listening(process.pid) == {("0.0.0.0", port)}  # noqa: S104 - it is to be seen
        process.communicate("")


def test_the_handbook_tells_how_to_let_others_in() -> None:
    handbook = (PROJECT_FOLDER / "docs" / "operations.md").read_text()
    _, _, told = handbook.partition("## Letting others in")
    section, _, _ = told.partition("\n## ")
    for word in ("auth_basic", "proxy_pass http://127.0.0.1:8055", "reverse_proxy 127.0.0.1:8055"):
        assert word in section
