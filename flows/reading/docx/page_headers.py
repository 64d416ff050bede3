"""Page headers and footers: the head of the first page is a letter's, the rest is furniture."""

import re

from flows.reading.docx.line import Line
from flows.reading.docx.names import RELATIONSHIP_ID, Element, is_on, w
from flows.reading.docx.package import Package
from flows.reading.docx.story import Shared, Story
from flows.reading.docx.tables import Item

_FURNITURE = re.compile(
    r"""\W*(?:
        (?:page|tudalen)?\W*\d{0,4}\W*(?:(?:of|o)\W*\d{0,4})?
      | (?:gsc\s?:?\s?|classification\s?:?\s?)?
        (?:not\s+protectively\s+marked|official|restricted|unclassified|protect|confidential)
        (?:\W+(?:sensitive|public|internal|partners?|closed|open|information|use|only))*
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def first_page_lines(package: Package, body: Element, shared: Shared) -> list[str]:
    """Return the lines at the head of the first page: letterhead, meeting, date.

    Page numbers and protective markings are no such lines.
    """
    part = _first_page_header(package, body)
    root = package.xml(part) if part else None
    if part is None or root is None:
        return []
    story = Story(shared, package.relationships(part))
    lines = [line for item in story.items(root) for line in _lines(item)]
    return [line for line in lines if _WORD.search(line) and not _FURNITURE.fullmatch(line)]


def furniture_count(package: Package, body: Element) -> int:
    """Return how many page headers and footers hold words that are left out."""
    kept = _first_page_header(package, body)
    parts = {
        part
        for kind in ("header", "footer")
        for part in package.related(package.document_part, kind)
    }
    return sum(
        any((node.text or "").strip() for node in root.iter(w("t")))
        for part in parts - {kept}
        if (root := package.xml(part)) is not None
    )


def _first_page_header(package: Package, body: Element) -> str | None:
    section = next(body.iter(w("sectPr")), None)
    if section is None:
        return None
    headers = {
        node.get(w("type"), "default"): node.get(RELATIONSHIP_ID, "")
        for node in section.iterfind(w("headerReference"))
    }
    kind = "first" if is_on(section.find(w("titlePg"))) else "default"
    found = package.relationships(package.document_part).get(headers.get(kind, ""))
    return None if found is None or found.is_external else found.target


def _lines(item: Item) -> list[str]:
    if isinstance(item, Line):
        # A tab divides what stands left, in the middle and right.
        return [line.strip() for line in re.split(r"[\t\n]", item.text())]
    cells = [cell for row in item.rows for cell in row.cells]
    return [line for cell in cells for inner in cell.items for line in _lines(inner)]
