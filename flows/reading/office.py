"""Which office program wrote a file: told by what lies inside it, not by its name."""

import io
import zipfile

from flows.reading.archive import BROKEN, lists_too_many
from flows.reading.errors import Unreadable

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
#: What only one format has inside: a file of the archive, code, what it is, what to save it as.
_INSIDE_ZIP = (
    ("xl/", "xlsx_not_supported", "a spreadsheet", "its sheets as tables in .html or .docx"),
    ("ppt/", "pptx_not_supported", "a slide show", "its text as .docx or .txt"),
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
#: Names of streams in the directory of an OLE file, which is written in UTF-16.
_INSIDE_OLE = (
    (
        "EncryptedPackage",
        "office_encrypted",
        "This Office file is locked with a password. Save it without one and add that.",
    ),
    (
        "WordDocument",
        "doc_not_supported",
        (
            "This is a Word document in the format of before 2007, which is not read. "
            "Open it in Word or LibreOffice, save it as .docx and add that."
        ),
    ),
    (
        "Workbook",
        "xls_not_supported",
        (
            "This is a spreadsheet, and spreadsheets are not read. "
            "Save its sheets as tables in .html or .docx and add that."
        ),
    ),
    (
        "PowerPoint Document",
        "ppt_not_supported",
        (
            "This is a slide show, and slides are not read. Save its text as .docx or .txt and "
            "add that."
        ),
    ),
    (
        "__substg1.0_",
        "msg_not_supported",
        (
            "This is an Outlook message, and messages are not read. Save the letter attached to it "
            "and add that."
        ),
    ),
)


def is_word(content: bytes) -> bool:
    """Say whether bytes are a Word document (.docx, .docm, .dotx); an archive is none.

    Raises:
        Unreadable: the bytes are another office format, locked or damaged.
    """
    if content.startswith(_OLE):
        raise _ole_refusal(content)
    if not content.startswith(_ZIP):
        return False
    if content.find(_OPEN_DOCUMENT, 0, 200) > 0:
        raise Unreadable(
            "odt_not_supported",
            "This is an OpenDocument file, and these are not read. Save it as .docx and add that.",
        )
    if lists_too_many(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except BROKEN as error:
        if b"[Content_Types].xml" not in content and b"_rels/.rels" not in content:
            return False
        raise Unreadable(
            "docx_broken",
            f"The Office file is damaged or was cut short: {error}. Fetch it again, or open it "
            "in Word, save it anew and add that.",
        ) from error
    if "[Content_Types].xml" not in names:
        return False
    if any(name.startswith("word/") for name in names):
        return True
    for folder, code, what, remedy in _INSIDE_ZIP:
        if any(name.startswith(folder) for name in names):
            raise Unreadable(
                code, f"This is {what}, which is not read. Save {remedy} and add that."
            )
    return False


def _ole_refusal(content: bytes) -> Unreadable:
    for stream, code, message in _INSIDE_OLE:
        if stream.encode("utf-16-le") in content:
            return Unreadable(code, message)
    return Unreadable(
        "office_not_supported",
        "This is an old Office file, and these are not read. Save the document as .docx, .html "
        "or .txt and add that.",
    )
