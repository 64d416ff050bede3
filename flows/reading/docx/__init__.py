"""DOCX: the text of a Word document as its reader sees it, with the blocks it declares.

There are no page numbers: a Word document has pages only once a printer or screen lays it
out, and the marks that Word leaves of its last layout differ from machine to machine.
"""

from flows.reading.canonical import CanonicalText
from flows.reading.docx.names import Element, w
from flows.reading.docx.numbering import Numbering
from flows.reading.docx.package import Package
from flows.reading.docx.page_headers import first_page_lines, furniture_count
from flows.reading.docx.story import Shared, Story
from flows.reading.docx.styles import Styles
from flows.reading.docx.writer import Writer
from flows.reading.errors import Unreadable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTES = (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes"))


def read_docx(content: bytes) -> CanonicalText:
    """Return the canonical text of a Word document (.docx, .docm, .dotx).

    Tracked changes count as accepted. Lists carry the numbers that Word prints; a number
    stands in the text before its block. Notes follow at the end in the order of their marks.
    Left out and counted: comments, hidden text, tables of contents, page numbers, and page
    headers and footers but for the words at the head of the first page.

    Raises:
        Unreadable: the package is broken, too large, locked, or holds no text.
    """
    package = Package(content)
    document = package.xml(package.document_part)
    body = None if document is None else document.find(w("body"))
    if body is None:
        raise Unreadable(
            "docx_broken",
            "The Word document has no body. Open it in Word, save it anew and add that.",
        )
    styles = Styles(package.first("styles"))
    shared = Shared(styles, Numbering(package.first("numbering"), styles))
    story = Story(shared, package.relationships(package.document_part))
    items = list(story.items(body))
    writer = Writer()
    writer.write_page_header(first_page_lines(package, body, shared), items)
    writer.write_items(items)
    _write_notes(package, shared, writer)
    left_out = shared.left_out_count + furniture_count(package, body)
    if not writer.has_words():
        raise Unreadable(
            "no_text",
            "The Word document holds no text, perhaps only pictures of pages. "
            "Ask its publisher for a text version, or add the pages' text as .txt.",
        )
    return writer.canonical_text(MEDIA_TYPE, left_out)


def _write_notes(package: Package, shared: Shared, writer: Writer) -> None:
    """Write the notes that the text refers to, numbered as they are marked."""
    for mark, kind in _NOTES:
        parts = package.related(package.document_part, kind)
        root = package.xml(parts[0]) if parts else None
        if root is None:
            continue
        story = Story(shared, package.relationships(parts[0]))
        notes: dict[str, Element] = {node.get(w("id"), ""): node for node in root}
        marked = [note_id for tag, note_id in shared.note_marks if tag == w(mark)]
        for number, note_id in enumerate(dict.fromkeys(marked), start=1):
            if note_id in notes:
                writer.write_note(str(number), story.items(notes[note_id]))
