"""Office files that no converter makes: by python-docx, and by hand where it is about the XML."""

import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.section import _Footer

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>%s</Types>"""
_PART_TYPE = '<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
_RELATION = '<Relationship Id="r%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
_WORD = '<w:%s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:%s>'

_BOARD_ROWS = (
    ("Measure", "2020/21", "2021/22", "Change"),
    ("Calls answered", "212,400", "231,900", "19,500"),
    ("Calls abandoned", "9,310", "8,870", "-440"),
)


def numbered_page_footer(footer: _Footer, name: str) -> None:
    """Write ``name`` and the number of the page at the foot of each page."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{name}   Page ")
    field = OxmlElement("w:fldSimple")
    field.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr", "PAGE")
    paragraph._p.append(field)


def reference_docx(target: Path, header: str, footer: str) -> None:
    """Add running lines to the document from which pandoc takes its styles."""
    document = docx.Document(str(target))
    section = document.sections[0]
    section.header.paragraphs[0].text = header
    numbered_page_footer(section.footer, footer)
    document.save(str(target))


def board_paper(target: Path) -> None:
    """Write a paper with headings, lists, merged cells and running lines by python-docx."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Cheshire PCC | Agenda item 7"
    numbered_page_footer(section.footer, "OFFICIAL")
    document.add_heading("Contact centre: paper for the Scrutiny Board", level=0)
    document.add_paragraph("Police and Crime Commissioner for Cheshire, 11 July 2022")
    document.add_heading("Performance", level=1)
    document.add_paragraph(
        "Cheshire Constabulary took 231,900 calls in 2021/22. Fewer than 4% of them were "
        "abandoned. The average wait was 1 minute 52 seconds."
    )
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    title = table.add_row().cells
    title[0].merge(title[3]).text = "Calls to 101"
    for row in _BOARD_ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("What will be done", level=1)
    for action in (
        "The force will recruit 18 call handlers by October 2022.",
        "The Commissioner will publish the waiting times each month.",
    ):
        document.add_paragraph(action, style="List Number")
    bold = document.add_paragraph()
    bold.add_run("Complaints about the contact centre").bold = True
    document.add_paragraph("There were 64 complaints in 2021/22, about a third of them on waiting.")
    document.save(str(target))


def _paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def _run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def _package(target: Path, document: str, parts: dict[str, str]) -> None:
    types = "".join(_PART_TYPE % (name, name) for name in parts)
    relations = "".join(
        _RELATION % (number, name, f"{name}.xml") for number, name in enumerate(parts, start=1)
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES % types)
        package.writestr(
            "_rels/.rels", _RELATIONS % (_RELATION % (0, "officeDocument", "word/document.xml"))
        )
        package.writestr("word/_rels/document.xml.rels", _RELATIONS % relations)
        package.writestr("word/document.xml", document)
        for name, part in parts.items():
            package.writestr(f"word/{name}.xml", part)


def tracked_changes(target: Path) -> None:
    """Write a letter with insertions, deletions and a moved paragraph that nobody accepted yet."""
    by = 'w:id="%d" w:author="Clerk" w:date="2022-03-01T09:00:00Z"'
    body = (
        _paragraph(_run("Answer of the Police and Crime Commissioner for Merseyside to HMICFRS"))
        + _paragraph(_run("2 March 2022"))
        + _paragraph(
            _run("Merseyside Police found ")
            + f"<w:del {by % 1}>{_run('377', 'delText')}</w:del>"
            + f"<w:ins {by % 2}>{_run('391')}</w:ins>"
            + _run(" missing children in 2021, ")
            + f"<w:del {by % 3}>{_run('more than 40%', 'delText')}</w:del>"
            + f"<w:ins {by % 4}>{_run('nearly half')}</w:ins>"
            + _run(" of them within a day.")
        )
        + _paragraph(
            f"<w:moveFrom {by % 5}>{_run('The force spent £71,000 on drones.')}</w:moveFrom>"
        )
        + _paragraph(_run("The Commissioner will ask for a report by 30 June 2022."))
        + _paragraph(f"<w:moveTo {by % 6}>{_run('The force spent £71,000 on drones.')}</w:moveTo>")
    )
    _package(target, _WORD % ("document", f"<w:body>{body}</w:body>", "document"), {})


def numbered_with_notes(target: Path) -> None:
    """Write a report with numbers of two levels that are nowhere in its text, and footnotes."""

    def item(level: int, text: str, note: int = 0) -> str:
        mark = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' if note else ""
        return _paragraph(
            _run(text) + mark,
            f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>',
        )

    body = (
        _paragraph(_run("Report of the Police and Crime Commissioner for Kent to the Panel"))
        + _paragraph(_run("9 September 2021"))
        + item(0, "Domestic abuse")
        + item(1, "Kent Police recorded 34,210 crimes of domestic abuse in 2020/21.", note=2)
        + item(1, "Two thirds of victims were seen within an hour.")
        + item(0, "Money")
        + item(1, "The service for victims costs £2,150,000 a year.", note=3)
        + item(1, "The Commissioner will let a new contract by 1 April 2022.")
    )
    level = (
        '<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%s"/></w:lvl>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level % (0, "%1.")
        + level % (1, "%1.%2")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    notes = "".join(
        f'<w:footnote w:id="{number}">{_paragraph(_run(text))}</w:footnote>'
        for number, text in ((2, "Up from 31,005 in 2019/20."), (3, "See page 14 of the contract."))
    )
    _package(
        target,
        _WORD % ("document", f"<w:body>{body}</w:body>", "document"),
        {
            "numbering": _WORD % ("numbering", numbering, "numbering"),
            "footnotes": _WORD % ("footnotes", notes, "footnotes"),
        },
    )


def with_entities(target: Path) -> None:
    """Write a document whose XML declares entities: a reader that expands them can be led astray."""
    body = _WORD % (
        "document",
        f"<w:body>{_paragraph('<w:r><w:t>The force has &many; officers.</w:t></w:r>')}</w:body>",
        "document",
    )
    _package(target, '<!DOCTYPE d [<!ENTITY many "9,000">]>' + body, {})


def inflated(target: Path) -> None:
    """Write a small file whose XML is 36 MB long, nearly all of it blanks."""
    body = _paragraph(_run("The force has 12 horses. " + " " * 36_000_000))
    _package(target, _WORD % ("document", f"<w:body>{body}</w:body>", "document"), {})


def workbook(target: Path) -> None:
    """Write the least workbook that a spreadsheet program opens."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Burglaries</t></is></c><c r="B1"><v>399</v></c>'
        "</row></sheetData></worksheet>"
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Crime" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        "</Types>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr(
            "_rels/.rels", _RELATIONS % (_RELATION % (0, "officeDocument", "xl/workbook.xml"))
        )
        package.writestr("xl/workbook.xml", book)
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELATIONS % (_RELATION % (1, "worksheet", "worksheets/sheet1.xml")),
        )
        package.writestr("xl/worksheets/sheet1.xml", sheet)
