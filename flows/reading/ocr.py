"""Pictures of pages -> a PDF with text, by the program ``ocrmypdf`` where it is installed.

The one reader that starts a program: the bytes go through its pipes, and no file is written by
us. It runs only where the caller asks for it.
"""

import shutil
import subprocess

from flows.reading.errors import Unreadable

#: Added to the media type of what was read so: its letters are a machine's guess.
OCR_DETAIL = "; ocr=ocrmypdf"
_PROGRAM = "ocrmypdf"
_LONGEST_SECONDS = 600


def has_ocr() -> bool:
    """Say whether OCR can run on this machine: ``ocrmypdf`` and ``tesseract`` are there."""
    return all(shutil.which(program) for program in (_PROGRAM, "tesseract"))


def with_text(content: bytes) -> bytes:
    """Return the PDF with a layer of recognised text on each page that had none.

    Raises:
        Unreadable: ``pdf_ocr_failed``; says what the program said.
    """
    command = [_PROGRAM, "--quiet", "--skip-text", "--language", "eng", "--output-type", "pdf"]
    try:
        # S603: the command is fixed; the document comes as its standard input.
        done = subprocess.run(  # noqa: S603
            [*command, "-", "-"],
            input=content,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(f"it took more than {_LONGEST_SECONDS} seconds") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _failed(said[-1] if said else f"it ended with {done.returncode}")
    return done.stdout


def _failed(reason: str) -> Unreadable:
    return Unreadable(
        "pdf_ocr_failed",
        f"The PDF holds pictures of pages, and OCR could not read them: {reason}. "
        "Ask its publisher for a PDF with text, and add that.",
    )
