"""Plain text and markdown: decoded as it was meant, and otherwise as it is."""

from pathlib import Path

import pytest

from flows.reading import read

EXAMPLES = Path(__file__).parents[1] / "examples" / "formats" / "text"
LETTER = "Dear Home Secretary,\n\nThe force’s café cost £1,200 – “more than planned”, I am told.\n"


def example(name: str) -> str:
    return read((EXAMPLES / name).read_bytes(), name).text


@pytest.mark.parametrize(
    "name",
    ["utf8_with_mark", "utf16_le_without_mark", "utf16_be_with_mark", "windows_1252", "mac_roman"],
)
def test_one_letter_reads_the_same_in_every_encoding(name):
    assert example(f"{name}.txt") == LETTER


def test_a_file_that_was_cut_off_in_a_character_is_still_utf8():
    assert example("cut_off_in_a_character.txt") == LETTER * 2 + "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_by_what_it_is(encoding):
    text = "The café’s budget was £1,200 – more than last year’s, said the naïve clerk.\n" * 5
    assert read(text.encode(encoding), "letter.txt").text == text


def test_what_a_program_decoded_wrongly_stays_in_the_canonical_text():
    assert "cafÃ© cost Â£1,200" in example("decoded_wrongly.txt")


def test_links_of_markdown_are_kept():
    canonical = read((EXAMPLES / "links.md").read_bytes(), "links.md")
    found = [
        (canonical.text[link.char_start : link.char_end], link.target_uri)
        for link in canonical.links
    ]
    assert found == [
        ("Vetting: our answer", "https://www.marlshire.example/vetting.pdf"),
        ("Fraud", "/answers/fraud"),
    ]


def test_form_feeds_begin_pages():
    canonical = read(b"One page.\n\fAnother page.\n", "paper.txt")
    assert canonical.page_starts == (0, 11)
