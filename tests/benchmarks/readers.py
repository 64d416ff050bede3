"""How fast is each reader, beside the library that it reads by, on 200 documents?

A reader does more than its library: it finds the main content, the headings, the tables and the
pages. The aim is at most twice the time that the bare library takes to give the text.

HTML is measured beside two uses of its library: the text of the body in one call, which says
nothing of what is a heading, a cell or a menu, and a walk that takes the name, the attributes and
the own text of every node to Python, without which no reader can tell these apart.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from flows import reading
from flows.reading import archive
from tests.benchmarks.documents import MAKERS, make
from tests.benchmarks.measuring import Cost, cost_of
from tests.benchmarks.tables import Table

_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
HEADING = ("format", "read by", "documents/s", "MB/s", "peak MB", "times the library")


def measure() -> Table:
    """Return a row for each reader and for each library that gives the same text."""
    rows: list[tuple[str, ...]] = []
    for format_name in MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            files = make(format_name, Path(folder))
            ours = cost_of(_READERS[format_name], files)
            bare = {name: cost_of(read, files) for name, read in _LIBRARIES[format_name].items()}
        times = ", ".join(f"{ours.seconds / cost.seconds:.1f}" for cost in bare.values())
        rows.append(_row(format_name, "section55", ours, times))
        rows.extend(_row(format_name, name, cost, "") for name, cost in bare.items())
    return Table(HEADING, rows, labels=2)


def _row(format_name: str, read_by: str, cost: Cost, times: str) -> tuple[str, ...]:
    return (
        format_name,
        read_by,
        f"{cost.documents_per_second:,.0f}",
        f"{cost.megabytes_per_second:,.1f}",
        f"{cost.peak_bytes / 1e6:,.0f}",
        times,
    )


def _read_text(content: bytes) -> object:
    return reading.read(content, "paper.txt")


def _read_markdown(content: bytes) -> object:
    return reading.read(content, "paper.md")


def _read_html(content: bytes) -> object:
    return reading.read(content, "page.html")


def _read_docx(content: bytes) -> object:
    return reading.read(content, "paper.docx")


def _read_pdf(content: bytes) -> object:
    return reading.read(content, "paper.pdf")


def _read_archive(content: bytes) -> object:
    return list(archive.members(content))


def _decode(content: bytes) -> object:
    return content.decode("utf-8")


def _selectolax_text(content: bytes) -> object:
    body = LexborHTMLParser(content).body
    return body.text() if body else ""


def _selectolax_walk(content: bytes) -> object:
    body = LexborHTMLParser(content).body
    nodes = body.traverse(include_text=True) if body else ()
    return [(node.tag, node.attributes, node.text(deep=False)) for node in nodes]


def _lxml(content: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    return "".join(node.text or "" for node in tree.iter(_WORD_TEXT))


def _python_docx(content: bytes) -> object:
    document = docx.Document(io.BytesIO(content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return paragraphs + cells


def _pdfium(content: bytes) -> object:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _zipfile(content: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist()]


_READERS: dict[str, Callable[[bytes], object]] = {
    "plain text": _read_text,
    "markdown": _read_markdown,
    "HTML": _read_html,
    "DOCX": _read_docx,
    "PDF": _read_pdf,
    "ZIP": _read_archive,
}
_LIBRARIES: dict[str, dict[str, Callable[[bytes], object]]] = {
    "plain text": {"bytes.decode": _decode},
    "markdown": {"bytes.decode": _decode},
    "HTML": {"selectolax, text": _selectolax_text, "selectolax, walk": _selectolax_walk},
    "DOCX": {"python-docx": _python_docx, "lxml": _lxml},
    "PDF": {"pypdfium2": _pdfium},
    "ZIP": {"zipfile": _zipfile},
}
