"""Files that are broken, locked, another format or out to harm: a reason and a remedy each."""

import io
import zipfile

import pytest

from flows.reading import Unreadable, read
from tests.reading.word_files import STYLES, p, packed, r, row, table, unpacked, word_file

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = word_file(p("A letter of the commissioner."))


def changed(**parts: bytes) -> bytes:
    names = {"document": "word/document.xml", "styles": "word/styles.xml"}
    return packed({**unpacked(GOOD), **{names[part]: xml for part, xml in parts.items()}})


def encrypted_member() -> bytes:
    content = bytearray(GOOD)
    # Bit 0 of the flags of every entry, in the local headers and in the directory.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def damaged_member() -> bytes:
    at = GOOD.index(b"word/document.xml") + len(b"word/document.xml")
    return GOOD[:at] + bytes(20) + GOOD[at + 20 :]


def entities(name: str = "document", encoding: str = "utf-8") -> bytes:
    xml = '<!DOCTYPE w:x [<!ENTITY a "lots">]>' + unpacked(GOOD)[f"word/{name}.xml"].decode()
    return changed(**{name: xml.encode(encoding)})


def bomb() -> bytes:
    spaces = b" " * 30_000_000
    return changed(
        document=unpacked(GOOD)["word/document.xml"].replace(b"<w:body>", b"<w:body>" + spaces)
    )


def swollen() -> bytes:
    return changed(styles=bytes(45_000_000))


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (_OLE + "WordDocument".encode("utf-16-le"), "doc_not_supported", ".docx"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "office_encrypted", "password"),
        (_OLE + "Workbook".encode("utf-16-le"), "xls_not_supported", "sheets"),
        (_OLE + "PowerPoint Document".encode("utf-16-le"), "ppt_not_supported", "text"),
        (_OLE + "__substg1.0_001A001E".encode("utf-16-le"), "msg_not_supported", "letter"),
        (_OLE, "office_not_supported", ".docx"),
        (b"{\\rtf1 hello}", "rtf_not_supported", ".docx"),
        (
            packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
            "xlsx_not_supported",
            "sheets",
        ),
        (
            packed({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}),
            "pptx_not_supported",
            "text",
        ),
        (packed({"letter.txt": b"A letter."}), "archive_not_supported", "archive"),
        (GOOD[: len(GOOD) // 2], "docx_broken", "Fetch it again"),
        (damaged_member(), "docx_broken", "word/document.xml"),
        (changed(document=b"<w:document"), "docx_broken", "word/document.xml"),
        (changed(document=b"<document/>"), "docx_broken", "no body"),
        (packed({"[Content_Types].xml": b"<x/>", "word/x.xml": b"<x/>"}), "docx_broken", "no body"),
        (encrypted_member(), "office_encrypted", "password"),
        (entities(), "docx_entities", "word/document.xml"),
        (entities("styles"), "docx_entities", "word/styles.xml"),
        (entities(encoding="utf-16"), "docx_entities", "document type"),
        (bomb(), "docx_too_large", "200 times"),
        (swollen(), "docx_too_large", "40,000,000"),
        (
            packed({**unpacked(GOOD), **{f"word/media/{n}.png": b"" for n in range(5001)}}),
            "docx_too_large",
            "5,000",
        ),
        (word_file(p()), "no_text", "pictures"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content, code, says):
    with pytest.raises(Unreadable) as refusal:
        read(content, "paper.docx")
    assert refusal.value.reason_code == code
    assert says in refusal.value.message
    assert refusal.value.message.endswith(".")


def test_an_open_document_says_what_it_is():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(Unreadable) as refusal:
        read(buffer.getvalue(), "paper.odt")
    assert refusal.value.reason_code == "odt_not_supported"


def test_a_size_that_is_claimed_too_small_is_found_out():
    content = bytearray(changed(document=unpacked(GOOD)["word/document.xml"] + b" " * 900_000))
    directory = content.rindex(b"word/document.xml") - 46
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable) as refusal:
        read(bytes(content), "paper.docx")
    assert refusal.value.reason_code == "docx_broken"


def test_pictures_stay_packed():
    photograph = bytes(60_000_000)
    content = packed({**unpacked(GOOD), "word/media/image1.bmp": photograph})
    assert read(content, "paper.docx").text == "A letter of the commissioner.\n\n"


def nested(depth: int) -> str:
    return f"{'<w:smartTag>' * depth}{r('deep')}{'</w:smartTag>' * depth}"


def test_nesting_ends_where_the_parser_says():
    assert "deep" in read(word_file(p(inner=nested(200))), "x.docx").text
    with pytest.raises(Unreadable) as refusal:
        read(word_file(p(inner=nested(5000))), "x.docx")
    assert refusal.value.reason_code == "docx_broken"


def test_tables_nested_as_deep_as_the_parser_allows_are_read():
    body = p("inmost")
    for _ in range(70):
        body = table(row(f"<w:tc>{body}</w:tc>"))
    assert read(word_file(body), "x.docx").text == "inmost\n\n"


@pytest.mark.parametrize(
    "body",
    [
        table(row('<w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p/></w:tc>')),
        table(*[row("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")] * 50),
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="-4"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>',
        '<w:p><w:pPr><w:outlineLvl w:val="x"/></w:pPr><w:r><w:sym w:char="zz"/></w:r></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r></w:p>',
        '<w:p><w:hyperlink r:id="nowhere"/><w:r><w:footnoteReference w:id="5"/></w:r></w:p>',
        '<w:sectPr><w:headerReference w:type="default" r:id="nowhere"/></w:sectPr>',
        "<w:tbl/><w:tbl><w:tr/></w:tbl><w:sdt/><mc:AlternateContent/>",
    ],
)
def test_what_makes_no_sense_does_no_harm(body):
    assert read(word_file(body + p("Read on.")), "x.docx").text.endswith("Read on.\n\n")


def test_styles_that_stand_on_one_another_in_a_circle_end():
    circle = STYLES + (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert read(word_file(p("Round and round.", "A"), {"styles": circle}), "x.docx").text
