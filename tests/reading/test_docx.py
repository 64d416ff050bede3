"""What a Word document becomes: blocks, numbers, cells, links, and what is left out."""

import pytest

from flows.reading import read
from flows.reading.canonical import CanonicalText
from flows.reading.docx import MEDIA_TYPE
from tests.reading.word_files import (
    STYLES,
    cell,
    field,
    level,
    numbered,
    numbering,
    p,
    packed,
    r,
    row,
    table,
    unpacked,
    word_file,
)

BOLD = "<w:b/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
DECIMAL = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))
PROSE = "The force has read the report of the inspectorate and has answered each recommendation."


def canonical(body: str, **parts: str) -> CanonicalText:
    return read(word_file(body, parts), "paper.docx")


def blocks(text: CanonicalText) -> list[tuple[str, str, str]]:
    """Return kind (headings with level), marker and words of each block."""
    return [
        (
            f"{block.kind} {block.level}" if block.level else block.kind,
            block.marker,
            text.text[block.char_start : block.char_end],
        )
        for block in text.blocks or ()
    ]


def words(body: str, **parts: str) -> list[str]:
    return [text for _, _, text in blocks(canonical(body, **parts))]


def grid(text: CanonicalText) -> list[list[tuple[str, int, int]]]:
    """Return words, column and width of each cell of the one table."""
    (found,) = [block for block in text.blocks or () if block.kind == "table"]
    return [
        [(text.text[c.char_start : c.char_end], c.column, c.column_span) for c in cells]
        for cells in found.rows
    ]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (p("Background", "Heading1"), ("heading 1", "", "Background")),
        (p("Background", "PanelHead"), ("heading 2", "", "Background")),
        (p("Response to a report", "Title"), ("heading 1", "", "Response to a report")),
        (p("Aims", properties='<w:outlineLvl w:val="2"/>'), ("heading 3", "", "Aims")),
        (p("Aims", "Heading1", '<w:outlineLvl w:val="9"/>'), ("heading 1", "", "Aims")),
        # By look: nothing but its letters says so.
        (p(inner=r("What the force does", BOLD)), ("heading 3", "", "What the force does")),
        (p(inner=r("What the force does", "<w:u/>")), ("heading 3", "", "What the force does")),
        (p(inner=r("Our aims", '<w:rStyle w:val="Strong"/>')), ("heading 3", "", "Our aims")),
        (p("AREAS FOR IMPROVEMENT"), ("heading 2", "", "AREAS FOR IMPROVEMENT")),
        (p(inner=r("Our aims", '<w:sz w:val="40"/>')), ("heading 2", "", "Our aims")),
        (p(inner=r("2. Aims", BOLD)), ("heading 3", "2.", "Aims")),
        # Bold, and no heading.
        (p(inner=r("Dear Minister,", BOLD)), ("paragraph", "", "Dear Minister,")),
        (p(inner=r("Date: 3 May 2024", BOLD)), ("paragraph", "", "Date: 3 May 2024")),
        (p(inner=r("It fell by 3 per cent.", BOLD)), ("paragraph", "", "It fell by 3 per cent.")),
        (p("Only some", inner=r(" is bold", BOLD)), ("paragraph", "", "Only some is bold")),
    ],
)
def test_headings_are_told_by_style_and_by_look(paragraph, expected):
    sized = f'<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>{STYLES}'
    assert blocks(canonical(paragraph + p(PROSE), styles=sized))[0] == expected


def test_a_whole_sentence_in_a_headings_style_is_a_paragraph():
    text = "The force trained 84 sergeants in 2023 and will train another 40 in the year to come."
    styled = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    assert blocks(canonical(p(text, "Heading2", styled), numbering=DECIMAL)) == [
        ("list_item", "1.", text)
    ]


def markers(body: str, definition: str) -> list[str]:
    return [marker for _, marker, _ in blocks(canonical(body, numbering=definition))]


ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
RESTARTED = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)
LEVELS = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerRoman", "(%3)"))


@pytest.mark.parametrize(
    ("depths", "definition", "expected"),
    [
        ([0, 0, 0], numbering(level(0, "decimal", "%1.")), ["1.", "2.", "3."]),
        ([0, 0], numbering(level(0, "lowerLetter", "%1)", start=26)), ["z)", "aa)"]),
        ([0, 0], numbering(level(0, "upperRoman", "%1", start=9)), ["IX", "X"]),
        ([0], numbering(level(0, "decimalZero", "%1")), ["01"]),
        ([0, 0], numbering(level(0, "bullet", "\uf0b7")), ["\u2022", "\u2022"]),
        (
            [0, 1, 1, 2, 2, 0, 1, 2],
            numbering(*LEVELS),
            ["1.", "1.1", "1.2", "(i)", "(ii)", "2.", "2.1", "(i)"],
        ),
        # A level of which none above was printed counts from its own start.
        ([1, 1], numbering(*LEVELS), ["1.1", "1.2"]),
        (
            [0, 1, 0, 1],
            numbering(LEVELS[0], level(1, "decimal", "%2", more='<w:lvlRestart w:val="0"/>')),
            ["1.", "1", "2.", "2"],
        ),
        (
            [0, 1],
            numbering(
                level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
            ),
            ["I", "1.1"],
        ),
        ([0], numbering(level(0, "none", "")), [""]),
    ],
)
def test_lists_carry_the_numbers_that_word_prints(depths, definition, expected):
    body = "".join(numbered("It will be done.", 1, depth) for depth in depths)
    assert markers(body, definition) == expected


def test_a_list_restarts_where_it_says_so_and_goes_on_where_not():
    definition = numbering(*LEVELS, lists=ONE + RESTARTED)
    lists = [1, 1, 2, 2, 1]
    body = "".join(numbered("It will be done.", number) for number in lists)
    assert markers(body, definition) == ["1.", "2.", "7.", "8.", "9."]


def test_a_style_brings_its_list():
    styles = STYLES.replace(
        '<w:name w:val="heading 2"/>\n  <w:pPr>',
        '<w:name w:val="heading 2"/>\n  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>',
    )
    more = '<w:pStyle w:val="Heading2"/>'
    definition = numbering(LEVELS[0], level(1, "decimal", "%1.%2", more=more))
    text = canonical(
        numbered("Aims") + p("Means", "Heading2") + p("Ends", "Heading2"),
        styles=styles,
        numbering=definition,
    )
    assert blocks(text) == [
        ("list_item", "1.", "Aims"),
        ("heading 2", "1.1", "Means"),
        ("heading 2", "1.2", "Ends"),
    ]
    # The number is what a reader sees, so it stands in the text, before the heading.
    assert "1.1 Means\n" in text.text


def test_a_number_with_words_is_part_of_what_the_paragraph_says():
    definition = numbering(level(0, "decimal", "Recommendation %1:", start=4))
    assert blocks(canonical(numbered("Train all."), numbering=definition)) == [
        ("paragraph", "", "Recommendation 4: Train all.")
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2.1\tThe force will act.", ("list_item", "2.1", "The force will act.")),
        ("(a) the north", ("list_item", "(a)", "the north")),
        ("\u2022\tthe south", ("list_item", "\u2022", "the south")),
        ("3. The board met.", ("list_item", "3.", "The board met.")),
        ("2.5 per cent was lost.", ("paragraph", "", "2.5 per cent was lost.")),
        ("2023 was a hard year.", ("paragraph", "", "2023 was a hard year.")),
    ],
)
def test_numbers_that_were_typed_are_markers_too(typed, expected):
    head, tab, rest = typed.partition("\t")
    inner = r(head) + (f"<w:r><w:tab/></w:r>{r(rest)}" if tab else "")
    assert blocks(canonical(p(inner=inner))) == [expected]


def mark(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:rPr>{RAISED}</w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (r("196") + mark(3) + r(" cases"), "196 cases"),
        (r("196") + r("3", RAISED) + r(" cases"), "196 cases"),
        (r("196") + r("3", '<w:position w:val="8"/>') + r(" cases"), "196 cases"),
        (r("the 3") + r("rd", RAISED) + r(" board"), "the 3rd board"),
        (r("well") + "<w:r><w:noBreakHyphen/></w:r>" + r("known"), "well-known"),
        (r("inspec") + "<w:r><w:softHyphen/></w:r>" + r("torate"), "inspectorate"),
        (r("inspec\u00adtorate"), "inspectorate"),
        (r("Mill Lane") + "<w:r><w:br/></w:r>" + r("Ely"), "Mill Lane\nEly"),
        (r("Tel:") + "<w:r><w:tab/></w:r>" + r("none"), "Tel:\tnone"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 12 days"), "\u2265 12 days"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>' + r("done"), "done"),
        (r("seen ") + r("hidden 12", "<w:vanish/>") + r("all"), "seen all"),
        (f"<w:smartTag><w:smartTag>{r('Ely')}</w:smartTag></w:smartTag>", "Ely"),
        (f"<w:sdt><w:sdtContent>{r('chosen')}</w:sdtContent></w:sdt>", "chosen"),
        (r("It is ") + field(" DATE ", r("3 May 2024")), "It is 3 May 2024"),
        (r("On page ") + field(" PAGEREF _x ", r("17")) + r("end"), "On page end"),
        (f'<w:fldSimple w:instr=" PAGE ">{r("17")}</w:fldSimple>' + r("end"), "end"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>48</m:t></m:r></m:den></m:f></m:oMath>" + r(" of all"),
            "12/48 of all",
        ),
        (f'<w:ins w:id="1">{r("new")}<w:del w:id="2">{r("gone")}</w:del></w:ins>', "new"),
        (
            f'<w:moveFrom w:id="1">{r("old")}</w:moveFrom><w:moveTo w:id="2">{r("new")}</w:moveTo>',
            "new",
        ),
    ],
)
def test_a_paragraph_is_what_its_reader_sees(inner, expected):
    assert words(p(inner=inner)) == [expected]


def test_notes_follow_at_the_end_once_each_and_only_where_marked():
    notes = "".join(
        f'<w:footnote w:id="{number}">{p(inner="<w:r><w:footnoteRef/></w:r>" + r(f" Note {name}."))}</w:footnote>'
        for number, name in ((2, "two"), (3, "three"), (4, "four"))
    )
    body = p("One", inner=mark(4)) + p("Two", inner=mark(2) + mark(4))
    assert blocks(canonical(body, footnotes=notes))[2:] == [
        ("paragraph", "1", "Note four."),
        ("paragraph", "2", "Note two."),
    ]


DELETED_MARK = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'


def test_a_paragraph_whose_end_is_deleted_runs_on_and_is_not_counted():
    body = (
        numbered("First.")
        + p("Sec", properties=f'<w:numPr><w:numId w:val="1"/></w:numPr>{DELETED_MARK}')
        + numbered("ond.")
        + numbered("Third.")
    )
    assert blocks(canonical(body, numbering=DECIMAL)) == [
        ("list_item", "1.", "First."),
        ("list_item", "2.", "Second."),
        ("list_item", "3.", "Third."),
    ]


def test_cells_stand_at_their_columns():
    text = canonical(
        table(
            row(cell("Area"), cell("Calls", '<w:gridSpan w:val="2"/>')),
            row(cell("North", '<w:vMerge w:val="restart"/>'), cell("2023"), cell("412")),
            row(cell("unseen", "<w:vMerge/>"), cell("2024"), cell("398")),
            row(cell("gone"), cell("2025"), cell("1"), properties='<w:del w:id="1"/>'),
            row(cell("2022"), cell("377"), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert grid(text) == [
        [("Area", 0, 1), ("Calls", 1, 2)],
        [("North", 0, 1), ("2023", 1, 1), ("412", 2, 1)],
        [("North", 0, 1), ("2024", 1, 1), ("398", 2, 1)],
        [("", 0, 1), ("2022", 1, 1), ("377", 2, 1)],
    ]
    assert "unseen" not in text.text


@pytest.mark.parametrize(
    ("first", "properties", "is_header"),
    [
        (row(cell("Year"), cell("Calls"), properties="<w:tblHeader/>"), "", True),
        (row(cell(p(inner=r("Year", BOLD))), cell(p(inner=r("Calls", BOLD)))), "", True),
        (row(*[cell(n, '<w:shd w:fill="DDEEFF"/>') for n in ("Year", "Calls")]), "", True),
        (
            row(cell("Year"), cell("Calls")),
            '<w:tblStyle w:val="Ruled"/><w:tblLook w:firstRow="1"/>',
            True,
        ),
        (
            row(cell("Year"), cell("Calls")),
            '<w:tblStyle w:val="Ruled"/><w:tblLook w:firstRow="0"/>',
            False,
        ),
        (row(cell("Year"), cell("Calls")), "", False),
    ],
)
def test_rows_of_headings_are_told_by_mark_and_by_look(first, properties, is_header):
    styles = f'{STYLES}<w:style w:type="table" w:styleId="Ruled"><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    text = canonical(
        p(PROSE + PROSE) + table(first, row(cell("2023"), cell("412")), properties=properties),
        styles=styles,
    )
    block = (text.blocks or ())[-1]
    assert [[c.is_header for c in cells] for cells in block.rows] == [[is_header] * 2, [False] * 2]


def test_tables_that_only_place_words_are_prose():
    letterhead = table(row(cell("Office of the Commissioner"), cell("Mill Yard")))
    front = table(row(cell("Report of:"), cell("Chief")), row(cell("Date:"), cell("3 May 2024")))
    boxed = table(row(cell(p("Key facts", "Heading2") + p("It has 12 cells."))))
    assert blocks(canonical(letterhead + front + p(PROSE * 2) + boxed)) == [
        ("paragraph", "", "Office of the Commissioner"),
        ("paragraph", "", "Mill Yard"),
        ("paragraph", "", "Report of: Chief"),
        ("paragraph", "", "Date: 3 May 2024"),
        ("paragraph", "", PROSE * 2),
        ("heading 2", "", "Key facts"),
        ("paragraph", "", "It has 12 cells."),
    ]


def test_a_table_inside_a_cell_is_read_in_its_place():
    inner = table(row(cell("East"), cell("20")), row(cell("West"), cell("22")))
    head = row(cell("What"), cell("How many"), properties="<w:tblHeader/>")
    text = canonical(table(head, row(cell("Stores"), cell(p("By area:") + inner + p()))))
    assert grid(text)[1] == [("Stores", 0, 1), ("By area:\nEast\t20\nWest\t22", 1, 1)]


def test_lists_and_notes_count_on_through_tables():
    notes = "".join(f'<w:footnote w:id="{n}">{p(f"Note {n}.")}</w:footnote>' for n in (1, 2))
    inner = p("Middle", properties='<w:numPr><w:numId w:val="1"/></w:numPr>', inner=mark(1))
    boxed = table(row(cell(inner)))
    body = numbered("First") + boxed + numbered("Last") + p("See", inner=mark(2))
    assert blocks(canonical(body, numbering=DECIMAL, footnotes=notes)) == [
        ("list_item", "1.", "First"),
        ("list_item", "2.", "Middle"),
        ("list_item", "3.", "Last"),
        ("paragraph", "", "See"),
        ("paragraph", "1", "Note 1."),
        ("paragraph", "2", "Note 2."),
    ]


def test_numbers_of_rows_that_word_counts_are_in_their_cells():
    rows = [row(cell(numbered("")), cell(name), cell("Done.")) for name in ("Train.", "Check.")]
    text = canonical(p(PROSE * 2) + table(*rows), numbering=DECIMAL)
    assert [cells[0][0] for cells in grid(text)] == ["1.", "2."]


BOX = "<w:txbxContent>{}</w:txbxContent>".format(p("In a box."))
ALTERNATIVES = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>'
    f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_after_its_paragraph():
    assert words(p("Before", inner=ALTERNATIVES) + p("After")) == ["Before", "In a box.", "After"]
    old = f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"
    assert words(p("Before", inner=old)) == ["Before", "In a box."]


def test_links_lead_from_their_words():
    body = p(
        "See ",
        inner=f'<w:hyperlink r:id="a">{r("the report")}</w:hyperlink>{r(" and ")}'
        + field(' HYPERLINK "https://www.example.org/b" ', r("its annex"))
        + f'<w:hyperlink w:anchor="x">{r(" below")}</w:hyperlink>',
    )
    text = read(word_file(body, links={"a": "https://www.example.org/a.pdf"}), "x.docx")
    assert [(text.text[k.char_start : k.char_end], k.target_uri) for k in text.links] == [
        ("the report", "https://www.example.org/a.pdf"),
        ("its annex", "https://www.example.org/b"),
    ]


def test_furniture_is_left_out_and_counted():
    body = (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("Aims 3")}</w:sdtContent></w:sdt>'
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here')}</w:sdtContent></w:sdt>"
        + p("Aims 3", "TOC1")
        + p("Means 4", "TOC1")
        + p("Introduction ........ 3")
        + p("Kept", inner=r("secret", "<w:vanish/>") + '<w:r><w:commentReference w:id="0"/></w:r>')
        + '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
    )
    text = canonical(
        body,
        header=p("OFFICIAL")
        + p("Mill Yard, Ely", inner="<w:r><w:tab/></w:r>" + field("PAGE", r("4"))),
        footer=p("Page 4"),
    )
    assert [words for _, _, words in blocks(text)] == ["Mill Yard, Ely", "Kept"]
    # Contents (three), prompt, hidden words, comment, page number, footer.
    assert text.left_out_count == 8


def test_a_field_that_never_ends_hides_nothing_below():
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    )
    separated = opened + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert words(p(inner=opened) + p("Read")) == ["Read"]
    assert words(p(inner=separated) + p("Aims", "Heading1") + p("Read")) == ["Aims", "Read"]


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_macro_files_and_templates_are_read_alike(main_type):
    text = read(word_file(p("A letter."), main_type=main_type), "letter.docm")
    assert (text.text, text.media_type) == ("A letter.\n\n", MEDIA_TYPE)


def test_strict_documents_are_read_alike():
    members = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        )
        for name, content in unpacked(word_file(p("Aims", "Heading1"))).items()
    }
    assert blocks(read(packed(members), "x.docx")) == [("heading 1", "", "Aims")]
