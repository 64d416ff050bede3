"""What ``section55 serve`` does: answer the site, keep it new, and hold the other processes."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import click
import uvicorn

from flows.serving.children import Child
from flows.serving.listening import listener, wait_for
from flows.serving.site import application
from warehouse.paths import Home

_POLL_SECONDS = 1


class Schedule(NamedTuple):
    """When to refresh, and the port of a Prefect server of our own."""

    cron: str
    timezone: str
    prefect_port: int


def serve(home: Home, host: str, port: int, schedule: Schedule | None) -> None:
    """Serve the site of ``home`` until SIGINT or SIGTERM; with ``schedule``, refresh it as well.

    Raises:
        Refusal: a port is taken, Prefect's server does not answer, or a child has ended.
    """
    home.prepare()
    children: list[Child] = []
    site = _SiteBuilder(home)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _answering(home, host, port) as address:
            if schedule:
                _start(children, home, schedule, address)
            while True:
                site.follow()
                for child in children:
                    child.refuse_if_ended()
                time.sleep(_POLL_SECONDS)
    except KeyboardInterrupt:
        click.echo("stopping", err=True)
    finally:
        # A second Ctrl-C must not leave half of them; those that hang are killed soon enough.
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        site.stop()
        for child in reversed(children):
            child.stop()


class _SiteBuilder:
    """Builds the site of each snapshot that is published, whoever published it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._child: Child | None = None
        self._tried = home.current_site.resolve().name

    def follow(self) -> None:
        """Begin to build where a snapshot has no site yet; a failed build is not tried again."""
        if self._child and self._child.exit_code is None:
            return
        if self._child and self._child.exit_code:
            click.echo(f"no site of {self._tried}: the site before it stays", err=True)
        self.stop()
        snapshot = self._home.published.resolve().name
        if self._home.database.is_file() and snapshot != self._tried:
            self._tried = snapshot
            self._child = Child("the build of the site", "flows.cli", "docs")

    def stop(self) -> None:
        """End a build that runs."""
        if self._child:
            self._child.stop()
            self._child = None


@contextmanager
def _answering(home: Home, host: str, port: int) -> Iterator[str]:
    """Answer the site in a thread, at the address that is given back.

    Signals and children belong to the main thread.
    """
    socket = listener(host, port, "--port")
    server = uvicorn.Server(
        uvicorn.Config(
            application(home),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    address = f"http://{host}:{socket.getsockname()[1]}/"
    click.echo(f"site      {address}", err=True)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()


def _start(children: list[Child], home: Home, schedule: Schedule, address: str) -> None:
    """Start the schedule, and a Prefect server before it where no other is named."""
    api = os.environ.get("PREFECT_API_URL")
    environment = {
        # Prefect reads this when it is imported; run records belong to the warehouse.
        "PREFECT_HOME": str(home.prefect),
        # Where a server before this one has another address, the operator names it.
        "SECTION55_SITE_URL": os.environ.get("SECTION55_SITE_URL", address),
    }
    if not api:
        with listener("127.0.0.1", schedule.prefect_port, "--prefect-port") as socket:
            port = str(socket.getsockname()[1])
        api = f"http://127.0.0.1:{port}/api"
        environment |= {
            "PREFECT_API_URL": api,
            "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
            # Not the file that a refresh by hand writes to: SQLite locks one of two servers out.
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": (
                f"sqlite+aiosqlite:///{home.prefect / 'served.db'}"
            ),
            # Run records of 90 days; without this they are kept for ever.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        }
        command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
        children.append(Child("the Prefect server", *command, **environment))
    wait_for(api, children)
    click.echo(f"prefect   {api.removesuffix('/api')}", err=True)
    command = ["flows.serving.schedule", schedule.cron, schedule.timezone]
    children.append(Child("the schedule", *command, **environment))
    click.echo(f"schedule  {schedule.cron} ({schedule.timezone})", err=True)
