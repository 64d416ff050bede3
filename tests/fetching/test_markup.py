"""Links of hostile and of honest pages."""

import time

import pytest

from flows.fetching.markup import links, says_not_found

BASE = "https://police.test/list"


@pytest.mark.parametrize(
    "page",
    [
        b"<h1>404" + b"<div>" * 1_000_000,
        b"<h1>404" + b"<ul><li>" * 500_000,
        b"<h1>404" + b"<div></b>" * 500_000,
        b"<h1>404" + b"<DIV ><table><tr><td></div>" * 200_000,
        b"<title>" + b"page " * 500_000,
        b"<h1>404 " + b"<b>" * 500_000,
        b"<a " + b"href=x " * 500_000 + b">",
        b"<a href='" + b"../" * 1_000_000 + b"'>x</a>",
        b"<a href=/x>" * 300_000,
        b"<!--" * 500_000,
        b"\x00\xff" * 500_000,
    ],
)
def test_a_hostile_page_does_not_hold_us_up(page: bytes):
    began = time.monotonic()
    links(page, BASE)
    says_not_found(page, "text/html")
    assert time.monotonic() - began < 5


def test_honest_pages_are_not_too_deep():
    table = "<table>" + "<tr><td>1<td>2<p>3<br>" * 20_000 + "</table>"
    page = table + "<ul>" + "<li><a href='x'>y</a>" * 20_000 + "</ul>"
    assert links(page.encode(), BASE) == ["https://police.test/x"]
    assert links(("<div>" * 500 + "<a href='/x'>").encode(), BASE) == ["https://police.test/x"]


def test_links_of_comments_and_scripts_are_none():
    page = b"<!-- <a href='/old'> --><script>'<a href=\"/code\">'</script><a href='/new'>new</a>"
    assert links(page, BASE) == ["https://police.test/new"]


def test_a_link_may_be_written_in_any_language():
    page = "<a href='/ymateb-i’r-arolwg'>Ymateb</a><a href='/a%20b'>b</a>".encode()
    assert links(page, BASE) == [
        "https://police.test/ymateb-i%E2%80%99r-arolwg",
        "https://police.test/a%20b",
    ]
