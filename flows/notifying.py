"""What is told to people when a refresh that nobody watched has failed."""

import json
import os
import shlex
import subprocess
from collections.abc import Mapping

_SECONDS = 60


def notify(told: Mapping[str, object]) -> None:
    """Run the command that ``SECTION55_ON_FAILURE`` names, with ``told`` as JSON on its stdin.

    The command is split into words as a shell splits them, and runs without a shell. Where the
    variable is not set there is nobody to tell.

    Raises:
        OSError: there is no such program.
        subprocess.SubprocessError: it failed, or took longer than a minute.
    """
    command = shlex.split(os.environ.get("SECTION55_ON_FAILURE", ""))
    if command:
        subprocess.run(  # noqa: S603 - the operator's own command, never a document's words
            command, input=json.dumps(told), text=True, check=True, timeout=_SECONDS
        )
