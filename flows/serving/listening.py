"""Ports to listen on, and waiting for a Prefect server to answer on one."""

import socket
import time
from collections.abc import Iterable

import httpx

from flows.serving.children import Child
from warehouse.errors import Refusal

#: A cold start of Prefect takes some 20 seconds, and more on a machine that is busy.
_OWN_SECONDS = 180
_OTHERS_SECONDS = 15
_POLL_SECONDS = 0.1


def listener(host: str, port: int, option: str) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``, 0 for any free one.

    Raises:
        Refusal: the port is taken; ``option`` is what chooses another.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Refusal(
            f"cannot listen on {host}, port {port}: {error.strerror}. End what listens there, or "
            f"choose another with {option}."
        ) from error


def free_port(host: str) -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server((host, 0)) as found:
        return int(found.getsockname()[1])


def wait_for(api: str, children: Iterable[Child]) -> None:
    """Wait until the Prefect server at ``api`` answers, for long where ``children`` start it.

    Raises:
        Refusal: it does not answer, or a child has ended.
    """
    children = list(children)
    until = time.monotonic() + (_OWN_SECONDS if children else _OTHERS_SECONDS)
    while True:
        try:
            httpx.get(f"{api}/health", timeout=5)
        except httpx.HTTPError as error:
            if time.monotonic() > until:
                raise Refusal(
                    f"cannot record refreshes: the Prefect server at {api} does not answer: "
                    f"{error}. Start it, or unset PREFECT_API_URL to have one started here."
                ) from error
        else:
            return
        for child in children:
            child.refuse_if_ended()
        time.sleep(_POLL_SECONDS)
