"""Small inboxes of documents in every state that a refresh meets."""

import zipfile
from pathlib import Path

_LETTER = """Response of the Police and Crime Commissioner for Kent

14 May 2020

Dear Home Secretary, I welcome the report of 3 March 2020. The force recorded {count} burglaries
in 2019, which is 12 per cent fewer than in 2018. The force will review its {count} custody
suites by May 2031, and I will publish what it finds. Domestic abuse remains a priority.
"""

_PAGE = """<html><head><title>Inspections</title></head><body><main><h1>Our response</h1>
<h2>Recommendation 1</h2><p>By March 2021 the force should train all 41 detectives.</p>
<p>Response: we accept this. The force has trained {count} detectives and will train the rest.</p>
<table><tr><th>Year</th><th>Crimes</th></tr><tr><td>2019</td><td>{count}</td></tr>
<tr><td>2020</td><td>17</td></tr></table></main></body></html>"""


def letter(count: int) -> str:
    """Return a letter that states some figures, a promise and a theme."""
    return _LETTER.format(count=count)


def page(count: int) -> str:
    """Return a page with a recommendation, its answer and a table."""
    return _PAGE.format(count=count)


def first(folder: Path) -> Path:
    """Make an inbox of letters, pages, an archive and a file that cannot be read."""
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text(letter(310))
    (folder / "page.html").write_text(page(23))
    (folder / "goes.html").write_text(page(24))
    (folder / "spoilt.txt").write_text(letter(555))
    with zipfile.ZipFile(folder / "letters.zip", "w") as archive:
        archive.writestr("one.txt", letter(1201))
        archive.writestr("two.txt", letter(1202))
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 20)
    return folder


def change(folder: Path) -> None:
    """Add a document to the first inbox; change, take away, mend and spoil one each."""
    (folder / "new.txt").write_text(letter(977))
    (folder / "page.html").write_text(page(29))
    (folder / "goes.html").unlink()
    (folder / "noise.bin").write_text(letter(978))
    (folder / "spoilt.txt").write_bytes(b"%PDF-1.7\n2 0 obj\n")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
