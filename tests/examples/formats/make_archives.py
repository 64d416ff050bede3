"""Archives: of documents, nested, locked, and a bomb."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from tests.examples.formats.programs import run


def archive(target: Path, *members: Path, password: str = "") -> None:
    """Pack files by Info-ZIP as a person would, under their own names."""
    with tempfile.TemporaryDirectory() as folder:
        for member in members:
            shutil.copy(member, folder)
        made = Path(folder) / target.name
        locked = ["-e", "-P", password] if password else []
        run(
            "zip", "-X", "-9", *locked, made, *(member.name for member in members), cwd=Path(folder)
        )
        shutil.move(made, target)


def bomb(target: Path) -> None:
    """Write an archive of a few kilobytes whose members are 240 MB of text."""
    text = b"The force has 9,999 officers." + b" " * 120_000_000
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as package:
        for number in (1, 2):
            package.writestr(f"report_{number}.txt", text)


def climbing(target: Path) -> None:
    """Write an archive whose member's name leads out of the folder it is unpacked in."""
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(
            "../../etc/letter.txt",
            "Letter of the Police and Crime Commissioner for Essex\n\n5 May 2020\n\n"
            "Essex Police had 3,369 officers in April 2020.\n",
        )
