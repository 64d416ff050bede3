"""PDFs by fpdf2, and PDFs that are locked, drawn or broken."""

import io
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import AccessPermission
from PIL import Image, ImageDraw

_COLUMNS = (
    "The Police and Crime Commissioner for Avon and Somerset answers the inspection of how well "
    "children in custody are looked after. The inspection was published on 12 May 2021.\n\n"
    "In 2020 the force held 1,486 children, which is 31% fewer than in 2018. Of those, 212 were "
    "kept overnight. The average stay was 9 hours 20 minutes.\n\n"
    "Appropriate adults came within two hours in 64% of cases. The scheme for them costs "
    "£128,500 a year and has 57 volunteers.\n\n"
    "Every child in custody is now seen by a nurse. Liaison staff work from 8 am to 8 pm, and "
    "they saw 903 children in 2020.\n\n"
    "The Commissioner will ask the councils for beds, so that no child who is charged stays in a "
    "cell. Eleven requests for a bed were made in 2020 and none of them was met. The councils "
    "have undertaken to name two places by 31 October 2021.\n\n"
    "Project Kestrel, which trains sergeants, will reach all 180 of them by March 2022."
)
_PARAGRAPHS = (
    (
        "Bedfordshire Police dealt with 2,940 reports of modern slavery and trafficking between Apr"
        "il 2018 and March 2021. Officers identified 388 potential victims in 2020/21."
    ),
    (
        "The Joint Exploitation Team brings eleven agencies together. It made 76 arrests in 2020/21 "
        "and more than £900,000 was seized."
    ),
    (
        "I will publish a strategy against exploitation by 30 November 2021, and the force will train "
        "a further 240 officers in the year that follows."
    ),
)
_ROWS = (
    ("Station", "Officers", "Staff", "Cost (£)"),
    *((f"Ward {name}", str(41 + 7 * at), str(12 + 3 * at), f"{1_150 + 37 * at:,},500")
      for at, name in enumerate("Alder Birch Cedar Elm Fir Hazel Larch Maple Oak Pine Rowan Yew".split())),
    ("Total", "954", "342", "16,248,000"),
)  # fmt: skip


def _pdf(kind: type[FPDF] = FPDF) -> FPDF:
    pdf = kind(format="A4")
    pdf.set_margin(20)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    return pdf


def two_columns(target: Path) -> None:
    """Write a booklet page of two justified columns below a title over both."""
    pdf = _pdf()
    pdf.set_font(size=16, style="B")
    pdf.multi_cell(0, text="Children in custody: the Commissioner's answer", new_y="NEXT", new_x="LMARGIN")  # fmt: skip
    pdf.set_font(size=11, style="")
    pdf.text_columns(
        _COLUMNS, ncols=2, gutter=10, balance=True, text_align="JUSTIFY", line_height=1.4
    ).render()
    pdf.output(str(target))


class _WithRunningLines(FPDF):
    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 8, "Bedfordshire PCC: modern slavery, report 2021/17", align="R")
        self.ln(14)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 8, f"OFFICIAL    Page {self.page_no()} of {{nb}}    v2.3", align="C")


def running_lines(target: Path) -> None:
    """Write three pages whose paragraphs go on over the page break, between running lines."""
    pdf = _pdf(_WithRunningLines)
    pdf.set_font("Helvetica", size=14, style="B")
    pdf.multi_cell(0, 8, "Response of the Police and Crime Commissioner for Bedfordshire to HMICFRS", new_y="NEXT", new_x="LMARGIN")  # fmt: skip
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 8, "16 September 2021", new_y="NEXT", new_x="LMARGIN")
    for paragraph in _PARAGRAPHS:
        words = paragraph.split()
        middle = len(words) // 2
        pdf.multi_cell(0, 7, " ".join(words[:middle]), new_y="NEXT", new_x="LMARGIN")
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(0, 7, " ".join(words[middle:]), new_y="NEXT", new_x="LMARGIN")
        pdf.ln(4)
    pdf.output(str(target))


def hyphens_at_line_ends(target: Path) -> None:
    """Write narrow lines with words divided by hyphens, some of which belong to the word."""
    pdf = _pdf()
    for line in (
        "Northamptonshire: answer of the Commissioner",
        "4 October 2019",
        "",
        "The force recorded 5,120 offences of anti-",
        "social behaviour in 2018/19. The investi-",
        "gation unit closed 86% of them, and 1,0",
        "were sent to a multi-agency panel. A co-",
        "ordinator will be appointed by Janu-",
        "ary 2020 at a cost of £38,000.",
    ):
        pdf.cell(0, 7, line.replace("1,0", "104"), new_y="NEXT", new_x="LMARGIN")
    pdf.output(str(target))


def ruled_table(target: Path) -> None:
    """Write a ruled table that goes on over the page with its heading row repeated."""
    pdf = _pdf()
    pdf.multi_cell(0, 8, "Annex of the Police and Crime Commissioner for Cumbria", new_y="NEXT", new_x="LMARGIN")  # fmt: skip
    pdf.multi_cell(0, 8, "Officers, staff and cost by ward in 2017/18", new_y="NEXT", new_x="LMARGIN")  # fmt: skip
    pdf.set_y(200)
    with pdf.table(line_height=9, first_row_as_headings=True) as table:
        for row in _ROWS:
            table.row(row)
    pdf.ln(6)
    pdf.multi_cell(0, 7, "The Commissioner will look again at the cost by 30 April 2019.")
    pdf.output(str(target))


def locked_against_copying(target: Path) -> None:
    """Write an encrypted PDF that opens without a password, as many offices send them."""
    pdf = _pdf()
    pdf.multi_cell(
        0, 7,
        "Answer of the Police and Crime Commissioner for Gwent.\n\nThe force has 1,391 officers. "
        "The Commissioner will recruit 62 more by March 2024.",
    )  # fmt: skip
    pdf.set_encryption(owner_password="owner", permissions=AccessPermission.PRINT_LOW_RES)  # noqa: S106 - of an example
    pdf.output(str(target))


def scan(width: int = 900) -> Image.Image:
    """Return a picture of a letter, as a scanner would give."""
    picture = Image.new("L", (width, width * 4 // 3), 250)
    draw = ImageDraw.Draw(picture)
    for line, text in enumerate(
        ("Police and Crime Commissioner", "We recorded 512 crimes in 2016.")
    ):
        draw.text((90, 120 + 60 * line), text, fill=20, font_size=32)
    return picture


def image_only(target: Path) -> None:
    """Write a PDF of one scanned page without any text."""
    pdf = FPDF(format="A4")
    pdf.add_page()
    stream = io.BytesIO()
    scan().save(stream, "PNG")
    pdf.image(stream, x=0, y=0, w=210)
    pdf.output(str(target))
