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
        (b"PK\x03\x04....", "paper.docx", "archive_not_supported"),
        (b"%PDF-1.7\n...", "paper.html", "pdf_broken"),
        (b"{\\rtf1 hello}", "paper.txt", "rtf_not_supported"),
        (b"\xd0\xcf\x11\xe0....", "paper.doc", "office_not_supported"),
        (b"GIF89a....", "chart.gif", "image_not_supported"),
        (b"\x1f\x8b\x08....", "paper.txt", "archive_not_supported"),
        (b'{"answers": [{"force": "a", "count": 3}]}', "answers.txt", "data_not_supported"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "feed.txt", "data_not_supported"),
        (b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "rows.txt", "data_not_supported"),
        (b"force,count\n", "rows.csv", "data_not_supported"),
        (
            b"From: <A browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tx=y\r\n\r\n",
            "page.mhtml",
            "web_archive_not_supported",
        ),
        (
            b"From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b.example>\n\nDear all,\n",
            "answer.txt",
            "email_not_supported",
        ),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content, name, code):
    with pytest.raises(Unreadable) as refusal:
        read(content, name)
    assert refusal.value.reason_code == code
    assert refusal.value.message.endswith(".")


def test_the_name_does_not_make_a_page():
    assert read(b"# Answer\n\n<p>not a page</p>\n", "x.md").media_type == "text/markdown"
    assert read(PAGE.encode(), "page.txt").media_type == "text/html"


def test_a_page_without_its_frame_is_a_page():
    fragment = b"<div><h2>Answer</h2><p>The force has met it.</p></div>"
    assert read(fragment, "answer.txt").media_type == "text/html"
    assert read(fragment, "answer.md").media_type == "text/markdown"


def test_a_letter_with_headed_lines_is_no_message():
    letter = b"From: the Commissioner\nTo: the Minister\nDate: 3 May 2018\n\nI accept the report.\n"
    assert read(letter, "letter.txt").media_type == "text/plain"
