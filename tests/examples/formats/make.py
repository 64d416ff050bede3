"""Makes the files of ``inbox`` and ``one_response`` that no person wrote.

Run ``python -m tests.examples.formats.make`` where pandoc, LibreOffice, chromium, poppler-utils
and zip are installed. Tests read the files that are committed and need none of these. A file that
is made again differs in what programs write into it (dates, identifiers), not in what it says.
"""

import codecs
import random
import shutil
import tempfile
from pathlib import Path

from tests.examples.formats import make_archives, make_office, make_pdfs
from tests.examples.formats.programs import browser, libreoffice, pandoc, run

_FOLDER = Path(__file__).parent
_SOURCES = _FOLDER / "sources"
_INBOX = _FOLDER / "inbox"
_LOCKED = (
    'writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"heron"}}'
)


def one_response() -> None:
    """Make every format of ``one_response/response.md``."""
    folder = _FOLDER / "one_response"
    source = folder / "response.md"
    pandoc(source, folder / "by_pandoc.html")
    pandoc(source, folder / "by_pandoc.txt", "--to=plain", "--columns=96")
    with tempfile.TemporaryDirectory() as name:
        styles = Path(name) / "styles.docx"
        run("pandoc", "-o", styles, "--print-default-data-file", "reference.docx")
        make_office.reference_docx(styles, "Suffolk PCC: answer 2023/04", "OFFICIAL")
        pandoc(source, folder / "by_pandoc.docx", f"--reference-doc={styles}")
        pandoc(source, Path(name) / "response.odt")
        libreoffice(Path(name) / "response.odt", folder / "by_libreoffice.docx", "MS Word 2007 XML")
    libreoffice(folder / "by_pandoc.docx", folder / "by_libreoffice.pdf", "writer_pdf_Export")
    browser(folder / "by_pandoc.html", folder / "by_chromium.pdf", header=True)


def texts() -> None:
    """Write one letter in four encodings, and texts that other programs made of papers."""
    letter = (_SOURCES / "letter.txt").read_text(encoding="utf-8")
    for name, content in {
        "letter_utf8_bom": codecs.BOM_UTF8 + letter.encode(),
        "letter_utf16_le": codecs.BOM_UTF16_LE + letter.encode("utf-16-le"),
        "letter_utf16_be": codecs.BOM_UTF16_BE + letter.encode("utf-16-be"),
        "letter_cp1252": letter.replace("\n", "\r\n").encode("cp1252"),
    }.items():
        (_INBOX / f"{name}.txt").write_bytes(content)
    pandoc(_SOURCES / "panel_paper.md", _INBOX / "panel_paper_by_pandoc.txt", "--to=plain")
    run("pdftotext", "-layout", _INBOX / "news_by_chromium.pdf", _INBOX / "news_by_pdftotext.txt")


def office() -> None:
    """Write Word files by four hands, and the kinds of office file that are not read."""
    pandoc(_SOURCES / "panel_paper.md", _INBOX / "panel_paper_by_pandoc.docx")
    statement = _SOURCES / "statement.html"
    libreoffice(statement, _INBOX / "statement_by_libreoffice.docx", "MS Word 2007 XML")
    libreoffice(statement, _INBOX / "statement_by_libreoffice.doc", "MS Word 97")
    libreoffice(statement, _INBOX / "statement_by_libreoffice.rtf", "Rich Text Format")
    pandoc(_SOURCES / "annual.md", _INBOX / "annual_by_pandoc.odt")
    make_office.workbook(_INBOX / "workbook.xlsx")
    make_office.board_paper(_INBOX / "board_paper_by_python_docx.docx")
    make_office.tracked_changes(_INBOX / "tracked_changes.docx")
    make_office.numbered_with_notes(_INBOX / "numbered_with_notes.docx")
    make_office.with_entities(_INBOX / "with_entities.docx")
    make_office.inflated(_INBOX / "inflated.docx")
    whole = (_INBOX / "statement_by_libreoffice.docx").read_bytes()
    (_INBOX / "cut_off.docx").write_bytes(whole[: len(whole) // 2])
    shutil.copy(_INBOX / "board_paper_by_python_docx.docx", _INBOX / "word_file_called_a_page.html")


def pdfs() -> None:
    """Print PDFs by LibreOffice, a browser, cairo and fpdf2, and spoil some."""
    libreoffice(
        _INBOX / "panel_paper_by_pandoc.docx",
        _INBOX / "panel_paper_by_libreoffice.pdf",
        "writer_pdf_Export",
    )
    libreoffice(_SOURCES / "statement.html", _INBOX / "statement_by_libreoffice.pdf", "writer_web_pdf_Export")  # fmt: skip
    libreoffice(_INBOX / "annual_by_pandoc.odt", _INBOX / "locked_by_libreoffice.pdf", _LOCKED)
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "annual.pdf"
        libreoffice(_INBOX / "annual_by_pandoc.odt", printed, "writer_pdf_Export")
        run("pdftocairo", "-pdf", printed, _INBOX / "annual_by_cairo.pdf")
    browser(_SOURCES / "news_page.html", _INBOX / "news_by_chromium.pdf", header=True)
    browser(_SOURCES / "newsletter.html", _INBOX / "newsletter_by_chromium.pdf", header=False)
    make_pdfs.two_columns(_INBOX / "two_columns.pdf")
    make_pdfs.running_lines(_INBOX / "running_lines.pdf")
    make_pdfs.hyphens_at_line_ends(_INBOX / "hyphens_at_line_ends.pdf")
    make_pdfs.ruled_table(_INBOX / "ruled_table.pdf")
    make_pdfs.locked_against_copying(_INBOX / "locked_against_copying.pdf")
    make_pdfs.image_only(_INBOX / "image_only.pdf")
    whole = (_INBOX / "statement_by_libreoffice.pdf").read_bytes()
    (_INBOX / "cut_off.pdf").write_bytes(whole[: len(whole) // 3])


def archives_and_junk() -> None:
    """Write archives, pictures and what is no document at all."""
    members = (
        _SOURCES / "statement.html",
        _INBOX / "two_columns.pdf",
        _INBOX / "tracked_changes.docx",
        _INBOX / "minutes.md",
    )
    make_archives.archive(_INBOX / "documents.zip", *members)
    make_archives.archive(_INBOX / "nested.zip", _INBOX / "documents.zip", _INBOX / "minutes.md")
    make_archives.archive(_INBOX / "locked.zip", _INBOX / "minutes.md", password="heron")  # noqa: S106 - of an example
    make_archives.bomb(_INBOX / "bomb.zip")
    make_archives.climbing(_INBOX / "climbing.zip")
    make_pdfs.scan(600).save(_INBOX / "scan.png", optimize=True)
    make_pdfs.scan(600).save(_INBOX / "scan.jpg", quality=60)
    (_INBOX / "junk.bin").write_bytes(random.Random(4).randbytes(4096))  # noqa: S311 - no secret


if __name__ == "__main__":
    # PDFs are printed from the office files, and texts taken from the PDFs.
    for make in (one_response, office, pdfs, texts, archives_and_junk):
        make()
