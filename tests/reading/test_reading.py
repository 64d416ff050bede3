import os

import pytest

from flows.reading import Unreadable, read

PAGE = """<!DOCTYPE html><html><head><title>Our answer | Somewhere PCC</title></head><body>
<nav><a href="/">Home</a></nav><div class="cookie-banner">We keep 12 cookies</div>
<main><h1>Our answer</h1><p>Dear <b>Minister</b>,<br>I welcome &amp; support it.</p>
<ul><li>First <a href="x">thing</a></li><li><p>Second</p></li></ul>
<table><tr><th>Year</th><th>Calls</th></tr><tr><td>2021</td><td>1,204</td></tr></table>
</main><footer>Crown copyright 2020</footer></body></html>"""


def test_a_page_is_its_main_content():
    canonical = read(PAGE.encode(), "page.html")
    assert "cookies" not in canonical.text
    assert "Crown" not in canonical.text
    assert canonical.blocks is not None
    kinds = [
        (block.kind, canonical.text[block.char_start : block.char_end])
        for block in canonical.blocks
    ]
    assert kinds == [
        ("heading", "Our answer"),
        ("paragraph", "Dear Minister,\nI welcome & support it."),
        ("list_item", "First thing"),
        ("list_item", "Second"),
        ("table", "Year\tCalls\n2021\t1,204"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.txt", "empty_file"),
        (b" \n\t\n", "blank.md", "empty_file"),
        (os.urandom(3000), "noise.txt", "not_text"),
        (
            b"<html><body><script>var a = 1;</script><div></div></body></html>",
            "bare.html",
            "no_text",
        ),
        (b"%PDF-1.7\n...", "paper.pdf", "pdf_broken"),
        (b"PK\x03\x04....", "paper.docx", "office_not_supported"),
        (b"{\\rtf1 hello}", "paper.txt", "rtf_not_supported"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content, name, code):
    with pytest.raises(Unreadable) as refusal:
        read(content, name)
    assert refusal.value.reason_code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded_by_what_it_is(encoding):
    text = "The café’s budget was £1,200 – more than last year’s, said the naïve clerk.\n" * 5
    assert read(text.encode(encoding), "letter.txt").text == text


def test_the_name_does_not_make_a_page():
    assert read(b"# Answer\n\n<p>not a page</p>\n", "x.md").media_type == "text/markdown"
    assert read(PAGE.encode(), "page.txt").media_type == "text/html"
