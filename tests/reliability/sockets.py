"""The sockets of processes, as Linux tells of them in ``/proc``."""

import socket
from contextlib import suppress
from pathlib import Path

_LISTENS = "0A"


def listening(process_id: int) -> set[tuple[str, int]]:
    """Return where a process and all below it listen, as the kernel tells: hosts and ports."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name of a program stands in brackets, and may hold any of these signs.
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    family = {process_id}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    sockets: set[Path] = set()
    for member in family:
        with suppress(OSError):
            sockets |= {file.readlink() for file in Path(f"/proc/{member}/fd").iterdir()}
    found = set()
    for table, version in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == _LISTENS and Path(f"socket:[{inode}]") in sockets:
                address, port = local.split(":")
                words = [
                    bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8)
                ]
                found.add((socket.inet_ntop(version, b"".join(words)), int(port, 16)))
    return found
