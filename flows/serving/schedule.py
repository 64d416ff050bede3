"""The refresh as a Prefect deployment, and the process that runs it when it is due."""

import asyncio
import logging
import sys
from typing import Any

from prefect.deployments import arun_deployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.refresh import refresh
from flows.serving import timing
from warehouse.paths import Home

DEPLOYMENT = "refresh"


class _Runner(Runner):
    """Prefect's runner, whose own answer to SIGTERM leaves the running refresh behind."""

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Cancel what runs, record it as cancelled, then return from ``start``."""
        self.execute_in_background(self.astop)


async def serve(home: Home, cron: str, timezone: str) -> None:
    """Register the deployment, make up for a missed refresh, then run each that is due.

    To register a deployment deletes the runs that were due while nobody served it, so that a
    week of absence is one refresh late, and not seven.
    """
    # It says every ten seconds of a run that the next one has to wait.
    logging.getLogger("prefect.runner").setLevel(logging.WARNING)
    # The limit spares a queue of processes; that no two refreshes run is the lock's business.
    runner = _Runner(name=DEPLOYMENT, limit=1, pause_on_shutdown=False)
    await runner.aadd_flow(
        refresh,
        name=DEPLOYMENT,
        schedule=Cron(cron, timezone=timezone),
        parameters={"folders": []},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    if await timing.is_missed(timing.parse(cron, timezone), home):
        await arun_deployment(f"{refresh.name}/{DEPLOYMENT}", timeout=0, as_subflow=False)
    await runner.start()


if __name__ == "__main__":
    asyncio.run(serve(Home.from_environment(), *sys.argv[1:]))
