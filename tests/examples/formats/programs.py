"""The programs that make example files: pandoc, LibreOffice, a browser, poppler and Info-ZIP."""

import http.server
import os
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from pathlib import Path

#: Pages are printed from this address, so that no path of a machine stands in a file.
_SITE = "www.saltmarsh.example"


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a program; its output is shown only where it fails.

    Raises:
        RuntimeError: the program is missing or fails.
    """
    name = str(command[0])
    program = shutil.which(name)
    if program is None:
        raise RuntimeError(f"cannot make the examples: {name} is not installed. Install it.")
    # Where a program asks for the time, it gets one that never changes.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000", "TZ": "UTC"}
    done = subprocess.run(
        [program, *map(str, command[1:])],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name} failed with {done.returncode}: {done.stderr[-500:]}")


def pandoc(source: Path, target: Path, *options: str) -> None:
    """Convert ``source`` by the ends of the names."""
    run("pandoc", "--standalone", *options, source, "-o", target)


def libreoffice(source: Path, target: Path, filter_name: str = "") -> None:
    """Save ``source`` as what the end of ``target``'s name says, by a filter of LibreOffice."""
    kind = target.suffix[1:] + (f":{filter_name}" if filter_name else "")
    with tempfile.TemporaryDirectory() as folder:
        run(
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", kind, "--outdir", folder, source,
        )  # fmt: skip
        made = Path(folder) / f"{source.stem}{target.suffix}"
        if not made.is_file():
            raise RuntimeError(
                f"soffice made no {target.suffix} of {source}. Is its Writer installed?"
            )
        shutil.move(made, target)


def browser(page: Path, target: Path, *, header: bool) -> None:
    """Print a page to PDF; ``header`` adds the lines with date, title, address and page number."""
    handler = partial(_SilentHandler, directory=str(page.parent))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as profile,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={profile}",
            f"--host-resolver-rules=MAP {_SITE}:80 127.0.0.1:{server.server_port}",
            *([] if header else ["--no-pdf-header-footer"]),
            f"--print-to-pdf={target}", f"http://{_SITE}/{page.name}",
        )  # fmt: skip
        server.shutdown()


class _SilentHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""
