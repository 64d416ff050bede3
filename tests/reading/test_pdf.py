"""PDFs of many programs -> blocks in the order of reading, with pages, and facts without furniture."""

import hashlib
import io
import os
import random
import re
import stat
import zlib
from collections.abc import Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from flows.parsing import Vocabulary, parse
from flows.reading import Unreadable, limits, read
from flows.reading.canonical import CanonicalText
from flows.reading.pdf import read_pdf
from flows.records import Evidence, ParsedDocument, RawDocument, document_key
from flows.sources.reference import reference_tables

FOLDER = Path(__file__).parents[1] / "examples" / "formats" / "pdf"
READABLE = sorted(
    file
    for file in FOLDER.glob("*.pdf")
    if file.stem not in ("locked_fpdf2", "pictures_only_fpdf2")
)
TITLE = (
    "Answer of the Police and Crime Commissioner for Cumbria to the inspection of neighbourhood "
    "policing"
)
PROSE = "The force answered every call within a minute and the commissioner welcomes this result. "


@cache
def document(name: str) -> CanonicalText:
    return read((FOLDER / f"{name}.pdf").read_bytes(), f"{name}.pdf")


def blocks(canonical: CanonicalText, kind: str | None = None) -> list[str]:
    return [
        canonical.text[block.char_start : block.char_end]
        for block in canonical.blocks or ()
        if kind in (None, block.kind)
    ]


def rows(canonical: CanonicalText, table: int) -> list[list[str]]:
    found = [block for block in canonical.blocks or () if block.kind == "table"][table]
    return [[canonical.text[cell.char_start : cell.char_end] for cell in row] for row in found.rows]


@cache
def records(name: str) -> ParsedDocument:
    content = (FOLDER / f"{name}.pdf").read_bytes()
    raw = RawDocument(
        document_id=document_key(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        name=f"{name}.pdf",
    )
    (parsed,) = parse(
        raw,
        document(name),
        Vocabulary.from_tables(reference_tables()),
        "test",
        partial(document_key, content),
    )
    return parsed


def figures(name: str) -> list[str]:
    return [observation.quoted_text for observation in records(name).metric_observations]


def drawn(*written: Sequence[tuple[float, float, str]], size: float = 11) -> bytes:
    """Return a PDF with each page's texts at (x, y), in points from the upper left corner."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for page in written:
        pdf.add_page()
        pdf.set_font("Helvetica", "", size)
        for x, y, text in page:
            pdf.text(x, y, text)
    return bytes(pdf.output())


def test_columns_are_read_one_after_the_other_below_what_spans_them():
    found = blocks(document("booklet_two_columns_fpdf2"))
    starts = [
        "Our answer to the inspection",
        "What the Suffolk",
        "The commissioner welcomes",
        "Answering the public",
        "Of 412,300 calls",
        "Callers now wait",
        "Of those who answered",
        "Investigations",
        "Inspectors found",
        "The commissioner will check",
        "Residents told us",
        "The next inspection",
        "Contact",
    ]
    at = [next(i for i, text in enumerate(found) if text.startswith(start)) for start in starts]
    assert at == sorted(at)


def test_a_paragraph_that_a_page_cuts_is_one_block_and_says_where_the_page_begins():
    canonical = document("booklet_two_columns_fpdf2")
    whole = next(
        text for text in blocks(canonical) if text.startswith("The commissioner will check")
    )
    assert whole.endswith("in the spring, and whose findings will be published together with the "
                          "answer of the chief constable to each of them.")  # fmt: skip
    assert len(canonical.page_starts) == 4
    assert canonical.text[canonical.page_starts[1] :].startswith("findings will be published")


def test_words_divided_at_line_ends_are_whole_and_compounds_keep_their_hyphen():
    text = document("booklet_two_columns_fpdf2").text
    assert "which is well-founded" in text
    assert "a self-assessment of its own" in text
    assert "the government allowed" in text
    assert not re.search(r"\w-\s|[\x02\ufffe]", text)
    assert "info@northyorkshire-example.org" in document("two_columns_libreoffice").text


@pytest.mark.parametrize(
    ("name", "furniture"),
    [
        ("booklet_two_columns_fpdf2", "Our answer to the inspection 2023"),
        ("panel_paper_libreoffice", "Carleton Hall"),
        ("panel_paper_libreoffice", "OFFICIAL"),
        ("report_chromium", "localhost:8317"),
        ("report_chromium", "Response of the PCC for Humberside"),
        ("two_columns_libreoffice", "Page 2 of 2"),
        ("two_columns_libreoffice", "North Yorkshire Police, Fire"),
    ],
)
def test_running_headers_and_footers_are_left_out_and_counted(name, furniture):
    assert furniture not in document(name).text
    assert document(name).left_out_count > 0


def test_the_letterhead_of_the_first_page_stays():
    text = document("two_columns_libreoffice").text
    assert text.startswith("Police, Fire and Crime Commissioner for North Yorkshire\n\n12 Sample")
    assert blocks(document("letter_chromium"))[:4] == [
        "Office of the Police and Crime Commissioner for Dorset",
        "Harbour House, 12 Quay Road",
        "Poole BH15 9ZZ",
        "Tel: 01202 555 0143",
    ]


def test_a_letterhead_that_every_page_repeats_is_kept_once():
    head = "Gwent Police and Crime Commissioner, Example House, Newport"
    canonical = read_pdf(drawn(*[[(60, 40, head), (60, 200, PROSE)]] * 3))
    assert canonical.text.count(head) == 1
    assert canonical.text.startswith(head)
    assert canonical.left_out_count == 2


def test_blocks_of_a_letterhead_that_stand_side_by_side_are_not_mixed():
    left = ["Gwent Police and Crime Commissioner", "Example House", "Newport NP1 0ZZ"]
    right = ["Our ref: PCC/2023/14", "Date: 3 May 2023", "Telephone: 01633 555 0111"]
    canonical = read_pdf(
        drawn(
            [
                *((50, 60 + 13 * row, text) for row, text in enumerate(left)),
                *((380, 66 + 13 * row, text) for row, text in enumerate(right)),
                (50, 140, "Dear Inspector,"),
                (50, 166, PROSE),
            ]
        )
    )
    assert blocks(canonical) == [*left, *right, "Dear Inspector,", PROSE.strip()]


def test_raised_marks_are_not_part_of_figures_and_notes_are_paragraphs():
    canonical = document("panel_paper_libreoffice")
    assert "on 30 September 2022, against 61%" in canonical.text
    assert "The figure leaves out 12 officers on secondment." in blocks(canonical, "paragraph")
    assert "It now employs 196 call handlers" in document("letter_chromium").text


def test_headings_have_levels_by_size_and_list_items_their_marks():
    canonical = document("panel_paper_libreoffice")
    headings = [
        (block.level, canonical.text[block.char_start : block.char_end])
        for block in canonical.blocks or ()
        if block.kind == "heading"
    ]
    assert headings == [
        (1, TITLE),
        (2, "Purpose"),
        (2, "Findings"),
        (3, "Area for improvement 1"),
        (3, "Area for improvement 2"),
        (2, "Next steps"),
    ]
    markers = [block.marker for block in canonical.blocks or () if block.kind == "list_item"]
    assert markers == ["a)", "b)", "c)", "1.", "2.", "3."]
    drawn_bullets = [b.marker for b in document("letter_chromium").blocks or () if b.marker]
    assert drawn_bullets == ["\u2022"] * 3
    numbered = [b.marker for b in document("report_chromium").blocks or () if b.kind == "list_item"]
    assert numbered == ["1.1", "1.2"]


def test_a_ruled_table_keeps_merged_cells_and_goes_on_over_pages():
    canonical = document("report_chromium")
    assert rows(canonical, 0)[:2] == [
        ["Suite", "Detentions", "Note"],
        ["Suite", "2021/22", "2022/23", "Note"],
    ]
    table = next(block for block in canonical.blocks or () if block.kind == "table")
    assert [(cell.column, cell.column_span) for cell in table.rows[0]] == [(0, 1), (1, 2), (3, 1)]
    answers = rows(canonical, 1)
    assert [row[0] for row in answers] == ["No.", *map(str, range(1, 9))]
    assert all(row[2].endswith("% of records were complete.") for row in answers[1:])
    assert len([block for block in canonical.blocks or () if block.kind == "table"]) == 2


def test_a_table_without_rules_is_a_table():
    assert rows(document("tables_fpdf2"), 1) == [
        ["Division", "2020/21", "2021/22", "Change"],
        ["Herefordshire", "71%", "88%", "17"],
        ["Shropshire", "69%", "90%", "21"],
        ["South Worcestershire", "74%", "86%", "12"],
    ]


def test_wrapped_labels_are_one_row_wherever_their_figures_stand():
    assert rows(document("booktabs_fpdf2"), 0)[:4] == [
        [
            "Kind of offence",
            "Offences recorded",
            "Charged or summonsed",
            "Change on 2020/21",
            "Trend",
        ],
        ["Burglary of homes", "1,904", "131", "-8%", "better"],
        ["Violence in which nobody was hurt, harassment apart", "5,310", "402", "12%", "worse"],
        ["Vehicle crime", "1,277", "", "3%", "same"],
    ]
    assert rows(document("areas_libreoffice"), 0)[:7] == [
        ["", "2021/22", "2022/23"],
        ["Station", "Orders", "Broken", "Orders", "Broken"],
        ["West", "", "", "", ""],
        ["Ravenglass Quay and the coast", "118", "21", "143", "25"],
        ["Holm", "64", "9", "71", "12"],
        ["East", "", "", "", ""],
        ["Penruddock", "52", "4", "66", "6"],
    ]


def test_stripes_and_level_rules_divide_rows_and_no_columns():
    striped, in_words = (rows(document("zebra_chromium"), table) for table in (0, 1))
    assert [len(row) for row in striped] == [4] * 6
    assert striped[2] == ["Reports that are not urgent, by telephone", "14,377", "62%", "1,930"]
    assert [row[0][:24] for row in in_words] == [
        "Recommendation",
        "Forces should know how l",
        "Forces should ring back ",
        "Forces should review how",
    ]
    assert rows(document("areas_libreoffice"), 1)[2] == [
        "Train call handlers",
        "Superintendent for Contact",
        "Accepted",
        "June 2024",
    ]


@pytest.mark.parametrize("column_count", [2, 3])
def test_prose_in_columns_is_no_table(column_count):
    width = 480 // column_count
    lines = ["We opened a new front desk", "in the autumn, and twelve", "people a day have used it.",
             "", "In spring 4 more will open,", "as the panel asked of us."]  # fmt: skip
    page = [
        (60 + width * column, 100 + 14 * (number + column * (number > 2)), line)
        for column in range(column_count)
        for number, line in enumerate(lines)
        if line
    ]
    canonical = read_pdf(drawn(page))
    assert blocks(canonical, "table") == []
    assert "We opened a new front desk in the autumn" in canonical.text


def test_a_heading_row_that_each_page_repeats_stands_once_and_underlined_lines_are_headings():
    canonical = document("progress_libreoffice")
    table = next(block for block in canonical.blocks or () if block.kind == "table")
    assert [row[0].is_header for row in table.rows] == [True] + [False] * 8
    assert rows(canonical, 0)[1][1:] == [
        "A check of 40 calls took place in May.\nIt found that 70% were answered well.",
        "Open",
    ]
    assert rows(canonical, 0)[-1] == ["Number closed", "3"]
    assert blocks(canonical, "heading") == ["Progress on recommendations", "Next review"]


def test_links_stand_on_the_words_that_are_clicked():
    canonical = document("letter_chromium")
    assert [
        (canonical.text[link.char_start : link.char_end], link.target_uri)
        for link in canonical.links
    ] == [("our website", "https://www.dorset-example.org/plans/self-assessment.pdf")]


def test_figures_come_from_sentences_and_cells_alone():
    assert figures("booklet_two_columns_fpdf2")[:5] == [
        "412,300",
        "18 per cent",
        "35",
        "7 per cent",
        "\u00a315",
    ]
    said = "".join(figures("letter_chromium") + figures("two_columns_libreoffice"))
    assert not re.search(r"555|1963|0143|0176", said)
    # Four offences by three columns, and three divisions by three.
    assert {"312", "290", "92.9%", "88%", "17"} <= set(figures("tables_fpdf2"))


def test_pages_of_evidence_are_the_pages_of_the_file():
    observations = records("booklet_two_columns_fpdf2").metric_observations
    found = {
        observation.sentence_text[:12]: observation.page_number for observation in observations
    }
    assert found["All 540 serg"] == 1
    assert found["Two meetings"] == 3


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.stem)
def test_every_record_quotes_the_text_and_blocks_stand_in_order(file):
    canonical = document(file.stem)
    spans = [(block.char_start, block.char_end) for block in canonical.blocks or ()]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert list(canonical.page_starts) == sorted(canonical.page_starts)
    quoted = [record for _, record in records(file.stem).records() if isinstance(record, Evidence)]
    for record in quoted:
        assert canonical.text[record.char_start : record.char_end] == record.quoted_text


def truncated() -> bytes:
    return (FOLDER / "letter_chromium.pdf").read_bytes()[:700]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((FOLDER / "locked_fpdf2.pdf").read_bytes(), "pdf_encrypted"),
        ((FOLDER / "pictures_only_fpdf2.pdf").read_bytes(), "pdf_image_only"),
        (truncated(), "pdf_broken"),
        (b"%PDF-1.7\n" + os.urandom(2000), "pdf_broken"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content, code):
    with pytest.raises(Unreadable) as refusal:
        read(content, "answer.pdf")
    assert refusal.value.reason_code == code
    assert refusal.value.message.endswith(".")


def test_a_lock_against_changes_only_does_not_hinder_reading():
    assert "has trained 82 officers" in document("locked_for_changes_fpdf2").text


def test_pictures_beside_text_are_passed_over():
    picture = io.BytesIO()
    Image.new("L", (200, 200), 128).save(picture, "PNG")
    pdf = FPDF(unit="pt", format="A4")
    for page in range(3):
        pdf.add_page()
        pdf.image(picture, 0, 0, 590, 800)
        if page == 1:
            pdf.set_font("Helvetica", "", 11)
            pdf.multi_cell(0, 14, PROSE * 4)
    canonical = read_pdf(bytes(pdf.output()))
    assert canonical.text.strip() == (PROSE * 4).strip()
    assert canonical.page_starts == (0, 0, len(canonical.text))


def test_limits_are_named():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PDF_PAGES", 2)
        with pytest.raises(Unreadable, match="3 pages; 2 are read at most"):
            read_pdf(drawn(*[[(60, 100, PROSE)]] * 3))
        patch.setattr(limits, "PDF_PAGE_PIECES", 1)
        with pytest.raises(Unreadable, match=r"Page 1 .* 2 pieces; 1 are read at most"):
            read_pdf(drawn([(60, 100, PROSE), (60, 300, PROSE)]))
        patch.setattr(limits, "PDF_PAGE_CHARACTERS", 50)
        with pytest.raises(Unreadable, match="more than 50 characters on page 1"):
            read_pdf(drawn([(60, 100, PROSE)]))


def test_what_would_unpack_without_end_is_refused_before_it_is_unpacked():
    stream = zlib.compress(b" " * (80 * 1024 * 1024), 9)
    bomb = b"%PDF-1.7\n4 0 obj\n<</Length 1/Filter/FlateDecode>>stream\n" + stream + b"\nendstream"
    with pytest.raises(Unreadable, match="more than 64 MB") as refusal:
        read_pdf(bomb)
    assert refusal.value.reason_code == "pdf_too_large"


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_are_read_or_refused(seed):
    chance = random.Random(seed)  # noqa: S311  # the same damage each time
    content = bytearray(chance.choice(READABLE).read_bytes())
    for _ in range(chance.choice([1, 20, 200])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        canonical = read_pdf(bytes(content))
    except Unreadable:
        return
    assert all(0 <= start <= len(canonical.text) for start in canonical.page_starts)


@pytest.mark.parametrize(
    "footer",
    [
        lambda page: f"Page {page} of 4",
        lambda page: f"{page} | Answer of the commissioner",
        str,
        lambda page: f"Chapter {'ABCD'[page - 1]} {page}",
        lambda _: "OFFICIAL",
    ],
)
def test_footers_are_known_by_what_changes_with_the_page(footer):
    content = drawn(
        *[
            [(60, 80, f"{word} of these words begins its page."), (60, 810, footer(page))]
            for page, word in enumerate(["First", "Second", "Third", "Fourth"], start=1)
        ]
    )
    canonical = read_pdf(content)
    assert canonical.left_out_count == 4
    assert footer(3) not in blocks(canonical)


def test_numbered_headings_at_the_head_of_their_pages_are_no_furniture():
    pdf = FPDF(unit="pt", format="A4")
    for number in range(1, 5):
        pdf.add_page()
        pdf.set_font("Helvetica", "B", 11)
        pdf.text(60, 60, f"Recommendation {number}")
        pdf.set_font("Helvetica", "", 11)
        pdf.text(60, 80, PROSE)
    canonical = read_pdf(bytes(pdf.output()))
    assert blocks(canonical, "heading") == [f"Recommendation {number}" for number in range(1, 5)]


def test_labels_and_their_values_stay_on_one_line():
    content = drawn(
        [
            (60, 100, "Report of:"), (200, 100, "The Chief Executive"),
            (60, 118, "Date:"), (200, 118, "14 March 2023"),
            (60, 136, "Subject:"), (200, 136, "Answer to the inspection"),
            (60, 154, "Contact:"), (200, 154, "01234 555 0100"),
        ]
    )  # fmt: skip
    assert "Date: 14 March 2023" in blocks(read_pdf(content))


STAND_IN = """#!/bin/sh
case "$*" in *"--skip-text"*" - -") ;; *) exit 2;; esac
head -c 5 | grep -q "%PDF-" || exit 3
cat > /dev/null
cat "{answer}"
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put an ``ocrmypdf`` on the path that checks its arguments and gives a readable PDF."""
    answer = tmp_path / "answer.pdf"
    answer.write_bytes(drawn([(60, 100, PROSE)]))
    for name, script in (
        ("tesseract", "#!/bin/sh\n"),
        ("ocrmypdf", STAND_IN.format(answer=answer)),
    ):
        program = tmp_path / name
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


@pytest.mark.usefixtures("stand_in")
def test_ocr_is_asked_for_and_marked():
    pictures = (FOLDER / "pictures_only_fpdf2.pdf").read_bytes()
    with pytest.raises(Unreadable):
        read_pdf(pictures)
    canonical = read_pdf(pictures, ocr=True)
    assert canonical.text.strip() == PROSE.strip()
    assert canonical.media_type == "application/pdf; ocr=ocrmypdf"


def test_a_failing_ocr_is_told(stand_in):
    (stand_in / "ocrmypdf").write_text("#!/bin/sh\ncat > /dev/null\necho 'no memory' >&2\nexit 4\n")
    with pytest.raises(Unreadable, match="no memory") as refusal:
        read_pdf((FOLDER / "pictures_only_fpdf2.pdf").read_bytes(), ocr=True)
    assert refusal.value.reason_code == "pdf_ocr_failed"


def test_without_the_program_pictures_are_refused_with_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="ocrmypdf") as refusal:
        read_pdf((FOLDER / "pictures_only_fpdf2.pdf").read_bytes(), ocr=True)
    assert refusal.value.reason_code == "pdf_image_only"
