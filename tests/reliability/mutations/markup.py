"""Changes to the tags, attributes and nesting of a page."""

import random
import re
from collections.abc import Callable

_TAG = re.compile(rb"<[^<>]{1,400}>")
_NAMES = (
    b"p div span table tr td th tbody thead caption ul ol li dl dt dd h1 h6 a b i font br hr main article nav "
    b"footer aside header section details summary template svg math script style pre code blockquote button "
    b"select option textarea iframe noscript body html head title base figure img plaintext frameset x-y"
).split()
_ATTRIBUTES = (
    b'colspan="9999999"', b'rowspan="65534"', b'colspan="-1"', b'rowspan="0"', b"hidden", b'style="display:none"',
    b'class="cookie-banner"', b'id="content"', b'role="main"', b'start="-2147483648"', b'type="i"', b'value="1e9"',
    b'href="javascript:alert(1)"', b'href="//["', b'href="http://[::1"', b'href="\x00"', b'lang="cy"', b'aria-hidden="true"',
    b'dir="rtl"', b'href="' + b"a" * 3_000 + b'"', b'="', b'a=b a=c', b"<", b'onclick="x()"', b'scope="row"',
)  # fmt: skip
_PIECES = (
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!doctype html>", b"&#x110000;", b"&#0;", b"&#xD800;", b"&amp;amp;", b"&nbsp;",
    b"&notanentity;", b"<", b"</", b"<table><tr><td>", b"</table></table>", b"<p><p><p>", b"</body>", b"<li>", b"<a><a>",
    b"<script>", b"</script>", b"<svg><p>", b"<select><table>", b"<template>", b"<br>" * 50, b"<meta charset=utf-7>",
    b'<base href="http://[">', b"<plaintext>", b"<title>",
)  # fmt: skip


def lose_a_tag(chance: random.Random, content: bytes) -> bytes:
    """Leave a tag out."""
    return _at_a_tag(chance, content, lambda _: b"")


def repeat_a_tag(chance: random.Random, content: bytes) -> bytes:
    """Say a tag many times: an element inside itself."""
    times = chance.choice([2, 2, 5, 160, 1_200])
    return _at_a_tag(chance, content, lambda tag: tag * times)


def rename_a_tag(chance: random.Random, content: bytes) -> bytes:
    """Call an element something else, at its beginning or end alone."""
    name = chance.choice(_NAMES)
    return _at_a_tag(chance, content, lambda tag: re.sub(rb"[A-Za-z][\w-]*", name, tag, count=1))


def add_an_attribute(chance: random.Random, content: bytes) -> bytes:
    """Give a tag an attribute of no sense."""
    attribute = chance.choice(_ATTRIBUTES)
    return _at_a_tag(chance, content, lambda tag: tag[:-1] + b" " + attribute + b">")


def put_in_a_tag(chance: random.Random, content: bytes) -> bytes:
    """Open or close an element anywhere."""
    at = chance.randint(0, len(content))
    name = chance.choice(_NAMES)
    tag = chance.choice([b"<%s>", b"</%s>", b"<%s/>", b"<%s"]) % name
    return content[:at] + tag + content[at:]


def put_in_a_piece(chance: random.Random, content: bytes) -> bytes:
    """Put in what parsers of HTML have rules of their own for."""
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(_PIECES) + content[at:]


def nest(chance: random.Random, content: bytes) -> bytes:
    """Put a stretch into many elements of a kind."""
    name, depth = chance.choice(_NAMES), chance.choice([1, 3, 140, 700])
    start = chance.randint(0, len(content))
    end = min(len(content), start + chance.choice([50, 1_000]))
    opened, closed = b"<%s>" % name * depth, b"</%s>" % name * depth
    return content[:start] + opened + content[start:end] + closed + content[end:]


def swap_tags(chance: random.Random, content: bytes) -> bytes:
    """Let two tags change places."""
    tags = list(_TAG.finditer(content))
    if len(tags) < 2:
        return content
    one, other = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    return (
        content[: one.start()]
        + other.group()
        + content[one.end() : other.start()]
        + one.group()
        + content[other.end() :]
    )


def _at_a_tag(chance: random.Random, content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    tags = list(_TAG.finditer(content))
    if not tags:
        return content
    tag = chance.choice(tags)
    return content[: tag.start()] + change(tag.group()) + content[tag.end() :]


CHANGES = (
    lose_a_tag,
    repeat_a_tag,
    rename_a_tag,
    add_an_attribute,
    put_in_a_tag,
    put_in_a_piece,
    nest,
    swap_tags,
)
