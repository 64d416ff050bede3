"""What serving holds: the schedule fires, the site follows, failures are told, nothing is left."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import command
from tests.flows.conftest import one
from tests.reliability.sockets import listening
from warehouse import journal, locking
from warehouse.paths import PROJECT_FOLDER, Home

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="processes are found in /proc"
)
PREFECT = str(Path(sys.executable).with_name("prefect"))
NEW = "# Response of the Commissioner\n\nThe force will review its 17 custody suites by May 2030.\n"


class Served(NamedTuple):
    """A clone that ``section55 serve --cron`` serves, with a Prefect server of its own."""

    process: subprocess.Popen[str]
    clone: Path
    home: Home
    site: str
    prefect: str
    told: Path


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with samples of its own, which a test may change."""
    folder = tmp_path_factory.mktemp("served") / "clone"
    for name in ("flows", "expectations", "dbt_project", "seeds", "warehouse"):
        ignored = shutil.ignore_patterns("data", "target", "logs", "__pycache__")
        shutil.copytree(PROJECT_FOLDER / name, folder / name, ignore=ignored)
    for name in ("prefect.yaml", "requirements.txt"):
        shutil.copy(PROJECT_FOLDER / name, folder)
    return folder


@pytest.fixture(scope="module")
def environment(clone: Path) -> dict[str, str]:
    home = clone.parent / "home"
    kept = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return kept | {
        "SECTION55_HOME": str(home),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }


@pytest.fixture(scope="module")
def served(
    clone: Path, environment: dict[str, str], first_refresh: tuple[Path, Path, str]
) -> Iterator[Served]:
    home = Home(clone.parent / "home")
    shutil.copytree(first_refresh[1], home.folder, symlinks=True)
    told = clone.parent / "told.json"
    with (clone.parent / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "serve", "--cron", "* * * * *",
             "--port", "0", "--prefect-port", "0"],
            cwd=clone, env=environment | {"SECTION55_ON_FAILURE": f"tee -a {told}"},
            stderr=log, stdout=log, text=True,
        )  # fmt: skip
    try:
        said = (clone.parent / "log").read_text
        await_(lambda: "schedule  * * * * *" in said() or process.poll() is not None, 240)
        addresses = dict(re.findall(r"^(site|prefect) +(http://\S+)$", said(), re.MULTILINE))
        yield Served(process, clone, home, addresses["site"], addresses["prefect"] + "/api", told)
    finally:
        process.terminate()
        process.wait(60)


def await_(happens: Callable[[], Any], seconds: float) -> Any:
    """Return what ``happens`` returns as soon as it is true."""
    until = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.3)
    return found


def runs(api: str, **wanted: Any) -> list[dict[str, Any]]:
    """The runs of the deployment that Prefect knows, newest last, with ``wanted`` properties."""
    found = httpx.post(f"{api}/flow_runs/filter", json={"sort": "START_TIME_ASC"}).json()
    return [run for run in found if all(run[name] == value for name, value in wanted.items())]


def processes(folder: Path) -> list[str]:
    """The command lines of the processes that work for the warehouse in ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"SECTION55_HOME={folder}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def prefect(served_environment: dict[str, str], api: str, cwd: Path, *arguments: str) -> str:
    done = subprocess.run(
        [PREFECT, *arguments], cwd=cwd, env=served_environment | {"PREFECT_API_URL": api},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def outcomes(home: Home) -> list[str]:
    return [entry.outcome for entry in journal.entries(home)]


def run_now(api: str) -> dict[str, Any]:
    """Ask for a run of the deployment, and for no others; return it when it has ended."""
    deployment = httpx.get(f"{api}/deployments/name/refresh/refresh").json()["id"]
    httpx.post(f"{api}/deployments/{deployment}/pause_deployment").raise_for_status()
    await_(lambda: not runs(api, state_type="RUNNING"), 120)
    asked = httpx.post(f"{api}/deployments/{deployment}/create_flow_run", json={})
    return finished(api, asked.json()["id"])


def finished(api: str, run_id: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        run: dict[str, Any] = httpx.get(f"{api}/flow_runs/{run_id}").json()
        return run if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED"} else None

    return dict(await_(found, 240))


def test_what_was_missed_is_made_up_for_at_the_start(
    served: Served, first_refresh: tuple[Path, Path, str]
) -> None:
    """The samples of the clone are news to this warehouse: no folder is named, so it takes them."""
    before = Home(first_refresh[1]).published.resolve().name
    await_(lambda: served.home.published.resolve().name != before, 240)
    [run] = await_(lambda: runs(served.prefect, state_type="COMPLETED"), 60)
    assert run["parameters"]["folders"] == []
    folder = (served.clone / "seeds" / "responses").as_uri()
    assert one(
        served.home, "select count(*) from landing.document_sources where is_current "
        "and starts_with(source_uri, ?)", folder,
    ) == len(list((served.clone / "seeds" / "responses").iterdir()))  # fmt: skip


def test_a_run_says_what_it_refreshes_what_came_of_it_and_where_to_look(served: Served) -> None:
    run = await_(lambda: runs(served.prefect, state_type="COMPLETED"), 240)[0]
    assert run["name"] == "refresh seeds/responses"
    assert re.fullmatch(
        r"published \d+ documents, \d+ parsed now, \d+ addresses rejected(, warnings: \d+)?",
        run["state"]["message"],
    )
    tasks = httpx.post(
        f"{served.prefect}/task_runs/filter",
        json={"flow_runs": {"id": {"any_": [run["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"},
    ).json()
    messages = {task["name"]: task["state"]["message"] for task in tasks}
    assert re.fullmatch(r"\d+ documents", messages["read"])
    assert re.fullmatch(r"\d+ expectations", messages["door 1: raw documents"])
    assert re.fullmatch(r"[1-9]\d* models, .*", messages["model"])
    artifacts = httpx.post(f"{served.prefect}/artifacts/filter", json={}).json()
    by_key = {artifact["key"]: artifact for artifact in artifacts}
    assert set(by_key) == {"refresh-counts", "refresh-refusals", "refresh-site"}
    assert served.site in by_key["refresh-site"]["data"]


def test_the_schedule_fires_and_what_changed_is_published_and_shown(served: Served) -> None:
    before = served.home.published.resolve()
    (served.clone / "seeds" / "responses" / "new.txt").write_text(NEW)
    await_(lambda: served.home.published.resolve() != before, 240)
    await_(lambda: runs(served.prefect, state_type="COMPLETED", auto_scheduled=True), 60)
    assert one(served.home, "select count(*) from landing.document_sources "
               "where source_uri like '%/new.txt' and is_current") == 1  # fmt: skip
    snapshot = served.home.published.resolve().name
    await_(lambda: httpx.get(f"{served.site}healthz").json()["site"] == snapshot, 120)


def test_a_run_with_nothing_to_do_completes_and_publishes_nothing(served: Served) -> None:
    before = served.home.published.resolve()
    run = run_now(served.prefect)
    assert run["state_type"] == "COMPLETED"
    assert run["state"]["name"] == "Unchanged"
    assert outcomes(served.home)[0] == "unchanged"
    assert served.home.published.resolve() == before


def test_health_tells_the_last_refresh_and_its_age(served: Served) -> None:
    health = httpx.get(f"{served.site}healthz")
    told = health.json()
    assert health.status_code == 200
    assert (told["status"], told["published"]) == ("ok", served.home.published.resolve().name)
    assert told["last_refresh"]["outcome"] == "unchanged"
    assert 0 <= told["last_refresh"]["age_seconds"] < 120
    stale = httpx.get(f"{served.site}healthz", params={"max_age_hours": "0"})
    assert (stale.status_code, stale.json()["status"]) == (503, "stale")
    assert httpx.get(f"{served.site}healthz", params={"max_age_hours": "x"}).status_code == 400


def test_the_site_is_served_with_headers_and_asked_for_once(served: Served) -> None:
    await_(lambda: httpx.get(served.site).status_code == 200, 120)
    page = httpx.get(served.site)
    assert "What policing bodies answer to inspections" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    lineage = httpx.get(f"{served.site}lineage/dbt.html")
    assert "fct_responses" in lineage.text
    assert "script-src 'self' 'unsafe-inline';" in lineage.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-cache"
    again = httpx.get(served.site, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    missing = httpx.get(f"{served.site}no-such-page")
    assert (missing.status_code, missing.headers["x-content-type-options"]) == (404, "nosniff")
    assert httpx.post(served.site).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../../published/section55.duckdb",
        "/%2e%2e/%2e%2e/published/section55.duckdb",
        "/..%2f..%2fpublished%2fsection55.duckdb",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/\\etc\\passwd",
        "/index.html%00.txt",
        "/link",
    ],
)
def test_nothing_outside_of_the_site_is_served(served: Served, path: str) -> None:
    await_(lambda: httpx.get(served.site).status_code == 200, 120)
    link = served.home.current_site / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(served.home.database)
    connection = http.client.HTTPConnection(urlsplit(served.site).netloc, timeout=10)
    connection.request("GET", path)
    assert connection.getresponse().status == 404
    link.unlink()


class Receiver(HTTPServer):
    """What a chat or a pager would be: keeps what was posted to it."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Receive)


class _Receive(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_refused_refresh_fails_its_run_and_is_told(
    served: Served, environment: dict[str, str], receiver: Receiver
) -> None:
    """The run, the operator's command and the automation of the docs all say the refusal."""
    block = _webhook(served, environment, f"http://127.0.0.1:{receiver.server_port}/")
    documented = (PROJECT_FOLDER / "docs" / "automations" / "refresh.yaml").read_text()
    file = served.clone.parent / "refresh.yaml"
    file.write_text(documented.replace("00000000-0000-0000-0000-000000000000", block))
    said = prefect(environment, served.prefect, served.clone,
                   "automation", "create", "--from-file", str(file))  # fmt: skip
    assert "Created 2 automation(s)" in said

    with locking.refresh_lock(served.home, wait=True):
        newer = served.clone / "seeds" / "responses" / "newer.txt"
        newer.write_text(NEW + NEW)
        run = run_now(served.prefect)
        newer.unlink()
    assert run["state_type"] == "FAILED"
    refusal = f"cannot refresh {served.home.folder}: another refresh is running"
    assert run["state"]["name"] == "Refused"
    # The first sentence: what to do about it stands in the log and is told to people.
    assert run["state"]["message"].startswith(refusal)
    assert "Wait for" not in run["state"]["message"]
    told = json.loads(await_(lambda: served.told.exists() and served.told.read_text(), 60)
                      .partition("}")[0] + "}")  # fmt: skip
    assert (told["outcome"], told["flow_name"]) == ("Refused", "refresh")
    assert told["message"].startswith(run["state"]["message"] + " ")
    [posted, *_] = await_(lambda: receiver.received, 60)
    assert posted["subject"] == "section55: Refused"
    assert refusal in posted["body"]


def _webhook(served: Served, environment: dict[str, str], url: str) -> str:
    code = (
        "from prefect.blocks.notifications import CustomWebhookNotificationBlock as Webhook\n"
        f"print(Webhook(name='section55', url={url!r}, json_data="
        "{'subject': '{{subject}}', 'body': '{{body}}'}).save('section55', overwrite=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment | {"PREFECT_API_URL": served.prefect},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@needs_proc
def test_prefect_and_the_site_listen_to_this_machine_alone(served: Served) -> None:
    found = listening(served.process.pid)
    ports = {urlsplit(address).port for address in (served.site, served.prefect)}
    assert ports <= {port for _, port in found}
    assert {host for host, _ in found} == {"127.0.0.1"}


@needs_proc
def test_when_it_is_told_to_end_nothing_is_left(served: Served) -> None:
    assert len(processes(served.home.folder)) >= 3
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 0
    assert processes(served.home.folder) == []
    assert list(served.home.build.iterdir()) == []


def test_the_deployment_for_another_server_is_run_by_a_worker(
    clone: Path, environment: dict[str, str], prefect_server: str, served: Served
) -> None:
    """`prefect deploy --all` in a clone, and a worker of a process pool, as the docs say."""
    before = len(outcomes(served.home))
    prefect(environment, prefect_server, clone,
            "work-pool", "create", "section55", "--type", "process")  # fmt: skip
    prefect(environment, prefect_server, clone, "--no-prompt", "deploy", "--all")
    deployed = httpx.get(f"{prefect_server}/deployments/name/refresh/refresh").json()
    assert deployed["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert deployed["global_concurrency_limit"]["limit"] == 1
    [schedule] = deployed["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["timezone"] == "Europe/London"
    with subprocess.Popen(
        [PREFECT, "worker", "start", "--pool", "section55"],
        cwd=clone, env=environment | {"PREFECT_API_URL": prefect_server},
    ) as worker:  # fmt: skip
        try:
            assert run_now(prefect_server)["state_type"] == "COMPLETED"
        finally:
            worker.terminate()
    assert len(outcomes(served.home)) == before + 1


@needs_proc
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from flows.serving.children import Child\n"
        "Child('a server', 'http.server', '0')\n"
        "print('started', flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = os.environ | {"SECTION55_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, cwd=PROJECT_FOLDER,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as parent:  # fmt: skip
        assert parent.stdout
        assert parent.stdout.readline() == "started\n"
        await_(lambda: any("http.server" in line for line in processes(tmp_path)), 20)
        parent.kill()
    await_(lambda: processes(tmp_path) == [], 20)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("--cron", "every night"), 2, 'Invalid cron string: "every night"'),
        (("--cron", "0 5 * * *", "--timezone", "Mars/Base"), 2, 'Invalid timezone: "Mars/Base"'),
        (("--port", "70000"), 2, "not in the range"),
        (("--host", "192.0.2.1", "--port", "0"), 1, "cannot listen on 192.0.2.1, port 0"),
    ],
)
def test_what_cannot_be_served_is_told(
    tmp_path: Path, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    done = command("serve", *arguments, home=tmp_path / "home")
    assert done.returncode == exit_code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_before_the_first_refresh_the_site_says_what_to_do(tmp_path: Path) -> None:
    environment = os.environ | {"SECTION55_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--port", "0"],
        cwd=PROJECT_FOLDER, env=environment, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr
        site = process.stderr.readline().split()[-1]
        page = httpx.get(site)
        assert (page.status_code, "section55 refresh" in page.text) == (503, True)
        health = httpx.get(f"{site}healthz")
        assert (health.status_code, health.json()["status"]) == (503, "nothing_published")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
