"""Pages as their makers write them: what is read, what is left out, and what it becomes."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading import CanonicalText, Unreadable, read

EXAMPLES = Path(__file__).parents[1] / "examples" / "formats" / "html"


def example(name: str) -> CanonicalText:
    path = EXAMPLES / f"{name}.html"
    return read(path.read_bytes(), path.name)


def page(body: str) -> CanonicalText:
    return read(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "page.html")


def blocks(canonical: CanonicalText, *kinds: str) -> list[str]:
    assert canonical.blocks is not None
    return [
        f"{block.marker} {canonical.text[block.char_start : block.char_end]}".strip()
        for block in canonical.blocks
        if not kinds or block.kind in kinds
    ]


def grids(canonical: CanonicalText) -> list[list[list[str]]]:
    assert canonical.blocks is not None
    return [
        [[canonical.text[cell.char_start : cell.char_end] for cell in row] for row in block.rows]
        for block in canonical.blocks
        if block.rows
    ]


def links(canonical: CanonicalText) -> list[tuple[str, str]]:
    return [
        (canonical.text[link.char_start : link.char_end], link.target_uri)
        for link in canonical.links
    ]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("chromium_dom", "Answer that a script writes", "• Aim 3 was met"),
        ("gov_style", "Answer", "The whole answer"),
        ("not_found_banner", "Missing people: what we have done",
         "The force now speaks with every child within 72 hours."),
        ("page_builder", "Answer to the fraud report", "It will train 25 volunteers by the end of 2020."),
        ("several_articles", "Our answers to inspections", "Two teams of six officers now work in the villages."),
        ("wordpress_without_main", "Answer to the custody report",
         "Of the 212 detained people whose records were read, 31 had waited longer than they should have for a nurse."),
        ("hand_made_latin1", "Letter", "Yours sincerely"),
        ("sharepoint_page", "Inspection of roads policing", "Page last updated: 4 June 2019"),
    ],
)  # fmt: skip
def test_a_page_is_read_from_its_title_to_its_last_word(name, first, last):
    found = blocks(example(name))
    assert (found[0], found[-1]) == (first, last)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_no_page_shows_its_furniture(path):
    canonical = read(path.read_bytes(), path.name)
    furniture = (
        "cookie|skip to|helpful|page useful|newsletter|leave a reply|share this|latest news|crown copyright"
        "|page not found|calendar|directions|printer|sign in|draft of|related content|[km]b\\b|©"
    )
    assert not re.search(furniture, canonical.text, re.IGNORECASE)


def test_what_is_left_out_is_counted():
    canonical = page(
        "<nav><a href='/'>Home</a></nav><h1>Answer</h1><p>The force has met the aim.</p>"
        "<p>Print this page</p><footer>Crown copyright</footer><div class='cookie-bar'></div>"
    )
    assert canonical.left_out_count == 3


def test_a_teaser_in_main_does_not_hide_what_stands_beside_it():
    assert "Stalking report: our answer" in blocks(example("teaser_in_main"), "heading")


def test_all_articles_of_a_page_are_read():
    assert blocks(example("several_articles"), "heading")[1:] == ["Vetting", "Call handling", "Rural crime"]  # fmt: skip


def test_panels_are_content_and_dialogs_are_not():
    canonical = example("accordion_and_tabs")
    assert blocks(canonical, "heading")[1:] == [f"Recommendation {n}" for n in range(1, 5)]
    assert "97% are now recorded" in canonical.text
    assert "Victims should be told" in canonical.text
    assert blocks(canonical)[-1] == "Last word."


@pytest.mark.parametrize(
    "names", ["page has-sidebar", "menu-open", "social-care-report", "no-sidebar"]
)
def test_names_that_only_sound_like_furniture_hide_nothing(names):
    assert "The force" in page(f"<div class='{names}'><p>The force has met it.</p></div>").text


def test_names_that_lie_about_the_whole_page_are_not_trusted():
    prose = "<p>The force has read the report and will act on all of it this year.</p>"
    canonical = page(f"<div class='menu'>{prose}</div>")
    assert "will act" in canonical.text


def test_agenda_items_are_headings_with_their_numbers():
    canonical = example("committee_agenda")
    assert blocks(canonical, "heading") == [
        "Agenda and minutes",
        "Police and Crime Panel - Thursday, 3rd May 2018 10.00 am",
        "31. Apologies (10 mins)",
        "32. Answer to the inspection of custody",
    ]
    assert ("View the background papers for item 32.", "b.pdf") in links(canonical)
    assert "She will report again in September 2018." in canonical.text


def test_lists_have_the_markers_that_a_browser_shows():
    assert blocks(example("lists_and_inline"), "list_item") == [
        "c. Third thing", "i. one below", "iv. four below", "d. Fourth thing", "2. two", "1. one",
        "• A bullet with a link", "• first point", "• second point",
    ]  # fmt: skip


def test_inline_markup_neither_glues_nor_splits():
    text = example("lists_and_inline").text
    assert "Reinforcements of £3m came. On the 1st we wrote" in text
    assert "2,340 reports of fraud and visited" in example("page_builder").text


def test_short_bold_lines_head_what_follows():
    found = blocks(example("lists_and_inline"), "heading")
    assert found[1:] == ["A heading by its look", "Recommendation 7", "Hand-made heading"]


def test_line_breaks_make_lines_and_two_make_paragraphs():
    found = blocks(example("lists_and_inline"), "paragraph")
    assert "First paragraph of a hand-made page.\nIts second line." in found
    assert "Second paragraph." in found
    assert "Line one of a letter\nline two of it" in found


def test_links_are_kept_as_given_or_against_the_base():
    assert links(example("lists_and_inline")) == [
        ("link", "https://www.marlshire.example/docs/answer.pdf"),
        ("read the report", "https://www.marlshire.example/report?id=1&v=2"),
    ]
    assert links(page("<p>See <a href='a b.pdf'><b>the</b> paper </a>now.</p>")) == [("the paper", "a b.pdf")]  # fmt: skip


def test_tables_have_their_spans_feet_and_headings():
    first, of_divs, with_inner = grids(example("tables"))
    assert first == [
        ["District", "2022"], ["District", "Calls", "Late"],
        ["North", "900", "50"], ["South", "600", "40"], ["Total", "1\u00a0500", "90"],
    ]  # fmt: skip
    assert of_divs == [["Area", "Officers"], ["East", "45"], ["West", "52"]]
    assert with_inner[1] == ["One", "Held\ninner 1\ninner 2"]


def test_cells_of_layout_tables_are_blocks_of_their_own():
    found = blocks(example("tables"))
    assert "First cell of a column that only places things." in found
    assert "Second cell of it." in found
    assert "The left column speaks of burglary at some length." in found
    assert len(grids(example("hand_made_latin1"))) == 0


@pytest.mark.parametrize("name", ["pandoc", "libreoffice"])
def test_pages_of_other_programs_keep_their_structure(name):
    canonical = example(name)
    assert blocks(canonical, "list_item")[:4] == [
        "1. The force should fill its 14 vacant posts.",
        "2. The force should publish what each team does:",
        "• in the villages",
        "• in the towns",
    ]
    assert grids(canonical) == [[["Team", "Officers", "Vacant"], ["East", "24", "5"], ["West", "31", "9"]]]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset='utf-8'>", "utf-8"),
        ("<meta charset='iso-8859-1'>", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ("<meta charset='utf-16'>", "utf-8"),
        ("<meta charset='nonsense'>", "cp1252"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
        ("", "utf-8-sig"),
        ("", "cp1252"),
    ],
)
def test_a_page_is_decoded_as_its_author_meant(head, encoding):
    text = f"<!DOCTYPE html><html><head>{head}</head><body><p>The force’s £5 – “fine”</p></body></html>"
    assert read(text.encode(encoding), "page.html").text.strip() == "The force’s £5 – “fine”"


def test_a_page_that_is_only_missing_is_refused():
    with pytest.raises(Unreadable) as refusal:
        page("<h1>Page not found</h1><p>Sorry, the page you requested has moved.</p>")
    assert refusal.value.reason_code == "page_not_found"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 60_000 + "deep",
        "<p>" + "".join(f"<font c={n}>" for n in range(4_000)) + "</p>" + "<p>word" * 4_000,
        "<div " + " ".join(f"a{n}=b" for n in range(50_000)) + ">word</div>",
    ],
    ids=["nested", "formatting never closed", "attributes"],
)
def test_pages_that_would_run_away_are_refused_at_once(markup):
    started = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        page(markup)
    assert refusal.value.reason_code == "too_deeply_nested"
    assert time.perf_counter() - started < 2


def test_deep_markup_keeps_its_text():
    canonical = page("<div>" * 900 + "<p>far</p><p>down below</p>" + "</div>" * 900)
    assert canonical.text.split() == ["far", "down", "below"]


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<th colspan=3 rowspan=9>",
     "</table>", "<a href=x>", "</a>", "<b>", "</b>", "<br>", "<sup>1</sup>", "<h2>", "</h2>", "<dl>", "<dt>", "<dd>",
     "<div hidden>", "<nav>", "<pre>", "<button>", "<summary>", "<ol start=x>", "word ", "12", "\u00a0", " ", "&lt;",
     "PDF 2 MB", "We use cookies", "Page not found", "<!-- c -->", "<svg><p>", "<form>", "Related links"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=40).map("".join))
def test_blocks_and_links_stand_in_the_text_whatever_the_markup(body):
    try:
        canonical = page(body)
    except Unreadable:
        return  # markup can hide every word
    assert canonical.blocks is not None
    end = 0
    for block in canonical.blocks:
        assert end <= block.char_start < block.char_end <= len(canonical.text)
        end = block.char_end
        for cell in (cell for row in block.rows for cell in row):
            assert block.char_start <= cell.char_start <= cell.char_end <= block.char_end
    for link in canonical.links:
        assert canonical.text[link.char_start : link.char_end].strip()
