"""Changes to the objects, streams and cross-references of a PDF."""

import random
import re
import zlib
from collections.abc import Callable

_OBJECT = re.compile(rb"\d+ \d+ obj\b.{0,40000}?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.{0,200000}?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{1,20}")
_REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
_NUMBERS = (
    b"0",
    b"-1",
    b"2147483648",
    b"99999999999999",
    b"0.00001",
    b"1e9",
    b"-32768",
    b"65536",
    b"NaN",
)
_OPERATORS = (
    b"q " * 300, b"Q Q Q", b"BT", b"ET", b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 Tm", b"/F99 12 Tf", b"0 Tf", b"-9999 Tz", b"3 Tr",
    b"(\\000\\377) Tj", b"[(a) -99999999 (b)] TJ", b"<FEFF0041> Tj", b"(" * 60, b"0 0 m 1e7 1e7 l S", b"0 0 99999 99999 re f",
    b"/Fm0 Do", b"BI /W 9999 /H 9999 ID x EI", b"[" * 200,
)  # fmt: skip


def lose_an_object(chance: random.Random, content: bytes) -> bytes:
    """Leave an object out."""
    return _change(chance, _OBJECT, content, lambda _: b"")


def exchange_objects(chance: random.Random, content: bytes) -> bytes:
    """Let one object stand for another too."""
    objects = list(_OBJECT.finditer(content))
    if len(objects) < 2:
        return content
    one, other = chance.sample(objects, 2)
    body = other.group().partition(b" obj")[2]
    head = one.group().partition(b" obj")[0]
    return content[: one.start()] + head + b" obj" + body + content[one.end() :]


def refer_elsewhere(chance: random.Random, content: bytes) -> bytes:
    """Let a reference lead to another object, perhaps to the one in which it stands."""
    target = b"%d 0 R" % chance.choice([0, 1, 2, 3, 4, 5, 9, 99999999])
    return _change(chance, _REFERENCE, content, lambda _: target)


def change_a_number(chance: random.Random, content: bytes) -> bytes:
    """Write another number into a dictionary, a table or the cross-references."""
    return _change(chance, _NUMBER, content, lambda _: chance.choice(_NUMBERS))


def change_a_name(chance: random.Random, content: bytes) -> bytes:
    """Let a key or value be another that stands somewhere."""
    names = sorted(set(_NAME.findall(content))) or [b"/X"]
    return _change(chance, _NAME, content, lambda _: chance.choice(names))


def change_what_is_drawn(chance: random.Random, content: bytes) -> bytes:
    """Unpack a stream, change an operator or number in it, and pack it again."""

    def changed(stream: bytes) -> bytes:
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            drawn = stream
        if chance.random() < 0.5:
            drawn = _change(chance, _NUMBER, drawn, lambda _: chance.choice(_NUMBERS))
        else:
            at = chance.randint(0, len(drawn))
            drawn = drawn[:at] + b" " + chance.choice(_OPERATORS) + b" " + drawn[at:]
        return zlib.compress(drawn)

    return _in_a_stream(chance, content, changed)


def swell_a_stream(chance: random.Random, content: bytes) -> bytes:
    """Let a stream unpack to a megabyte of one thing."""
    drawn = chance.choice([b"q ", b"(a) Tj ", b"0 0 1 1 re f ", b"\x00"]) * 60_000
    return _in_a_stream(chance, content, lambda _: zlib.compress(drawn))


def lose_the_references(chance: random.Random, content: bytes) -> bytes:
    """Cut the cross-references, or point into nowhere."""
    at = content.rfind(b"xref")
    if at < 0 or chance.random() < 0.5:
        return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % chance.choice([0, 1, 10**9]), content)
    return content[:at]


def _in_a_stream(chance: random.Random, content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    streams = list(_STREAM.finditer(content))
    if not streams:
        return content
    start, end = chance.choice(streams).span(1)
    return content[:start] + change(content[start:end]) + content[end:]


def _change(
    chance: random.Random,
    wanted: re.Pattern[bytes],
    content: bytes,
    change: Callable[[bytes], bytes],
) -> bytes:
    found = list(wanted.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + change(one.group()) + content[one.end() :]


CHANGES = (
    lose_an_object,
    exchange_objects,
    refer_elsewhere,
    change_a_number,
    change_a_name,
    change_what_is_drawn,
    swell_a_stream,
    lose_the_references,
)
