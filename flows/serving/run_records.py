"""A Prefect server for as long as one command runs: run records without anything to set up.

Prefect starts one itself where none is named, but that one outlives a command that is killed.
"""

import atexit
import os
import sys

from flows.serving.children import Child
from flows.serving.listening import free_port, wait_for
from warehouse.paths import Home

_HOST = "127.0.0.1"
#: What it has recorded is on the disk; it only may take its time to say goodbye.
_GRACE_SECONDS = 5


def start(home: Home) -> None:
    """Have a Prefect server until this process ends: a child, unless PREFECT_API_URL names one.

    Prefect must not have been imported yet: it reads where its server is when it is imported.

    Raises:
        Refusal: the server does not start.
    """
    # Run records belong to the warehouse.
    os.environ.setdefault("PREFECT_HOME", str(home.prefect))
    if os.environ.get("PREFECT_API_URL"):
        return
    port = str(free_port(_HOST))
    os.environ["PREFECT_API_URL"] = f"http://{_HOST}:{port}/api"
    server = Child("the Prefect server", __name__, port)
    # Prefect sends its last logs and events at the end of Python too, before what came first.
    atexit.register(server.stop, _GRACE_SECONDS)
    # Both take seconds to import what they need, and there are two cores.
    import flows.refresh  # noqa: F401, PLC0415

    wait_for(os.environ["PREFECT_API_URL"], [server])


if __name__ == "__main__":
    import uvicorn
    from prefect.server.api.server import create_app

    uvicorn.run(
        create_app(ephemeral=True, final=True),
        host=_HOST,
        port=int(sys.argv[1]),
        log_level="error",
        timeout_graceful_shutdown=1,
    )
