"""Regular expressions, reading and parsing take time in line with the length of what they get."""

import gc
import json
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from types import FrameType
from typing import Any

from flows import reading
from flows.parsing import Vocabulary, parse
from flows.reading.errors import Unreadable
from flows.records import RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.reliability.patterns import FAMILIES, MISMATCH, Named, attacks, patterns
from warehouse.paths import PROJECT_FOLDER

PATTERNS = "Hostile input: each regular expression is linear in time, as it is used"
DOCUMENTS = "Hostile input: reading and parsing are linear in time, whatever a text is full of"
#: How many passes of the yardstick over a text a pattern may take. Those of this project take 1
#: and at most 60 at any length; the quickest that takes the square of it takes 4 at 2,000
#: characters, 130 at 64,000 and 2,000 at a million.
MOST_PASSES = 100.0
PART, FULL = (2_000, 16_000, 64_000), (16_000, 64_000, 1_000_000)
#: Four times the length should take four times as long; where it takes the square it is sixteen.
STEEPEST = 8.0
MEASURABLE = 0.05
#: Seconds of computing after which a document is given up: where every second character is a
#: figure, 80,000 take some twenty.
TOO_LONG = 120.0
_EVERY_CHARACTER = re.compile("(?s).")
_EVERY_BYTE = re.compile(b"(?s).")


class TooLong(Exception):
    """A call took longer than anybody waits."""


@contextmanager
def given_up(after: float) -> Iterator[None]:
    """Raise ``TooLong`` in a call that takes more seconds; an expression stops within a match.

    While such a timer runs Linux counts the time of a process in ticks of some milliseconds, so
    what is measured here is the time of the thread, which stays exact.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, after)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(method: str, pattern: re.Pattern[Any], text: Any) -> float:
    started = time.thread_time()
    if method == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)
    return time.thread_time() - started


@cache
def quickest_pass(yardstick: re.Pattern[Any], length: int) -> float:
    """Return the least time in which the yardstick has passed over a text so long."""
    text: Any = b"a" if yardstick is _EVERY_BYTE else "a"
    return min(seconds("finditer", yardstick, text * length) for _ in range(3))


def passes(named: Named, method: str, text: Any) -> float:
    """Return how many passes of the yardstick one use of a pattern takes.

    What seems too slow is measured again, beside a pass that is made anew: other programs can
    slow a thread, and never speed it.
    """
    yardstick = _EVERY_BYTE if isinstance(text, bytes) else _EVERY_CHARACTER
    least = float("inf")
    for trial in range(3):
        one_pass = (
            seconds("finditer", yardstick, text)
            if trial
            else quickest_pass(yardstick, 1_000 * (len(text) // 1_000 + 1))
        )
        try:
            with given_up(max(1.0, 2 * MOST_PASSES * one_pass)):
                least = min(least, seconds(method, named.pattern, text) / one_pass)
        except TooLong:
            continue
        if least <= MOST_PASSES:
            break
    return least


def slowness(named: Named, families: tuple[str, ...], lengths: tuple[int, ...]) -> str:
    """Return what a pattern is slow on, or nothing where it is linear on every attack.

    An attack goes on to the next length unless even the square of its growth would keep it
    within what is allowed at the last. The slowest goes on in any case.
    """
    tried = [
        (attack, method)
        for attack in attacks(named.pattern, families)
        for method in sorted(named.methods)
    ]
    for length in lengths:
        took = []
        for attack, method in tried:
            count = passes(named, method, attack.of_length(length))
            if count > MOST_PASSES:
                return f"{method} of {attack.body[:40]!r} at {length:,}: {count:,.0f} passes"
            took.append((count, attack, method))
        took.sort(key=lambda one: one[0], reverse=True)
        most = MOST_PASSES * length / lengths[-1]
        tried = [(attack, method) for count, attack, method in took if count > most]
        tried = tried or [one[1:] for one in took[:1]]
    return ""


def test_every_pattern_is_linear_in_time(promise: Callable[..., object]) -> None:
    with promise(PATTERNS) as trials:  # type: ignore[attr-defined]
        found = patterns()
        # Walking the rooms would prove nothing if it found no patterns in them.
        trials.record(ok=len(found) > 400, what=f"only {len(found)} patterns were found")
        lengths, families = (FULL, FAMILIES) if trials.is_full else (PART, FAMILIES[::32])
        for named in found:
            slow = slowness(named, families, lengths)
            trials.record(ok=not slow, what=f"{named.name}: {slow}")


#: Patterns known to take the square of a text, some with little for each step of it, and worse.
SLOW = (
    r"\d+%", r"<svg ([^>]*)>", r"(?s)\{(.*?)\}", r"\s+$", r"(?:a+)+b", r"(?:\w\w?)*!",
)  # fmt: skip
_CPU_SECONDS = 60


def test_patterns_that_are_not_linear_are_found() -> None:
    """In a process of its own, which the kernel ends: what is not found would never end."""
    code = (
        "import json, re\n"
        "from tests.reliability.patterns import Named\n"
        "from tests.reliability.test_linear_time import PART, SLOW, slowness\n"
        "used = frozenset({'finditer'})\n"
        "print(json.dumps([slowness(Named('', re.compile(one), used), (), PART) for one in SLOW]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_FOLDER, capture_output=True, text=True,
        check=False, preexec_fn=_limited,
    )  # fmt: skip
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr}"
    told = dict(zip(SLOW, json.loads(done.stdout), strict=True))
    assert [slow for slow, how in told.items() if "passes" not in how] == [], told


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


def parsing_seconds(body: str, name: str, length: int) -> float:
    """Return the time that reading and parsing take of a document full of ``body``."""
    text = "The force recorded 12 crimes.\n\n" + body * (length // len(body)) + MISMATCH
    if name.endswith(".html"):
        text = f"<html><body><h1>Answer</h1><p>{text}</p></body></html>"
    content = text.encode()
    raw = RawDocument(document_key(content), "0" * 64, len(content), name)
    # A collection looks at all that the process holds, whatever made it due.
    gc.disable()
    try:
        with given_up(TOO_LONG):
            started = time.thread_time()
            with suppress(Unreadable):
                canonical = reading.read(content, name)
                parse(raw, canonical, vocabulary(), "linear", partial(document_key, content))
            return time.thread_time() - started
    finally:
        gc.enable()


def steepness(body: str, name: str, length: int) -> float:
    """Return how much longer four times the length takes: the least of three times at each.

    Where a document is read too soon to be measured, its length grows first.
    """
    while length < FULL[-1] // 4 and parsing_seconds(body, name, length) < MEASURABLE:
        length *= 2
    ratio = float("inf")
    for _ in range(3):
        short = min(parsing_seconds(body, name, length) for _ in range(2))
        ratio = min(ratio, parsing_seconds(body, name, 4 * length) / short)
        if ratio <= STEEPEST:
            break
    return ratio


def test_reading_and_parsing_are_linear_in_time(promise: Callable[..., object]) -> None:
    with promise(DOCUMENTS) as trials:  # type: ignore[attr-defined]
        length = trials.count(part=8_000, full=20_000)
        parsing_seconds("words ", "a.txt", 1_000)
        for number, body in enumerate(FAMILIES):
            name = ("a.txt", "a.md", "a.html")[number % 3]
            if not trials.is_full and number % 8:
                continue
            try:
                ratio = steepness(body, name, length)
            except TooLong:
                trials.record(ok=False, what=f"{name} of {body!r} at {length:,} never ends")
                continue
            trials.record(
                ok=ratio <= STEEPEST, what=f"{name} of {body!r}: {ratio:.1f} times as long"
            )


def test_quotes_in_names_of_attributes_do_not_hide_where_tags_end() -> None:
    """Each such tag was once followed to the end of its page: 80 KB took 12 seconds."""
    body = '<br a">"'
    text = reading.read(f'<p>It is so.</p>{body * 20_000}"'.encode(), "a.html").text
    assert "<br" not in text
    assert parsing_seconds(body, "a.html", 160_000) < 10
