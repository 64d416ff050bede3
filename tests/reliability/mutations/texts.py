"""Changes to the words, figures and lines of a text."""

import random
import re
from collections.abc import Callable

#: Characters and words on which rules of text have stumbled somewhere.
TROUBLE = (
    "\x00", "\ufeff", "\u202e", "\u2066", "\u200b", "\u00ad", "\u2028", "\u0085", "\x0c", "\x0b", "\x1b[31m",
    "\U0001f46e", "e\u0301\u0301\u0301", "\ufb01", "\u0661\u0662", "\uff11\uff12", "\u00bd", "\u2167", "\u00b2",
    "99999999999999999999", "0", "-0", "1e308", "1,2,3,4", "1..2", "£-0.0m", "100%%", "31 February 2019", "0/0/0",
    "1 January 0001", "31/12/9999", "1 in 0", "0 out of 0", "£1m to £0", "12-", "--", "||||", "|---|", "# ", "* * *",
    "](", "![", "<b", "</p>", "{{ 7 * 7 }}", "{% raw %}", "'; drop table x; --", "%s%n", "${HOME}", "$(id)",
    "Recommendation 0:", "Recommendation 999999999999:", "Operation ", "Chief Constable:", "FAO", "Dear", "Cc:",
)  # fmt: skip
_NUMBER = re.compile(r"\d[\d,.]{0,20}")
_WORD = re.compile(r"\w{1,40}")
_ENCODINGS = ("utf-8", "utf-16", "utf-16-be", "cp1252", "utf-8-sig", "mac_roman", "utf-32")


def _of_text(
    change: Callable[[random.Random, str], str],
) -> Callable[[random.Random, bytes], bytes]:
    def changed(chance: random.Random, content: bytes) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        return change(chance, text).encode("utf-8", "surrogateescape")

    changed.__name__ = change.__name__
    return changed


@_of_text
def change_a_number(chance: random.Random, text: str) -> str:
    """Write another number, or none."""
    value = chance.choice(
        [
            "0",
            "1",
            "9" * 30,
            "1" + ",000" * 9,
            "0.0000001",
            "",
            "1.1.1",
            str(chance.randrange(10**6)),
        ]
    )
    return _one_of(chance, _NUMBER, text, value)


@_of_text
def change_a_word(chance: random.Random, text: str) -> str:
    """Write another word."""
    return _one_of(chance, _WORD, text, chance.choice(TROUBLE))


@_of_text
def put_in_trouble(chance: random.Random, text: str) -> str:
    """Put in characters that rules stumble on, once or many times."""
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(TROUBLE) * chance.choice([1, 1, 2, 40, 400]) + text[at:]


@_of_text
def shuffle_lines(chance: random.Random, text: str) -> str:
    """Let some lines change places."""
    lines = text.splitlines(keepends=True)
    if lines:
        at = chance.randrange(len(lines))
        some = lines[at : at + 12]
        chance.shuffle(some)
        lines[at : at + 12] = some
    return "".join(lines)


@_of_text
def repeat_a_line(chance: random.Random, text: str) -> str:
    """Say a line many times."""
    lines = text.splitlines(keepends=True)
    if lines:
        at = chance.randrange(len(lines))
        lines[at:at] = [lines[at]] * chance.choice([1, 3, 60])
    return "".join(lines)


@_of_text
def join_lines(chance: random.Random, text: str) -> str:
    """Take the ends of lines away, or put more in."""
    old, new = chance.choice(
        [("\n", " "), ("\n", ""), (" ", "\n"), ("\n", "\n\n"), ("\n", "\r"), ("\n\n", "\n")]
    )
    return text.replace(old, new, chance.choice([3, 30, -1]))


@_of_text
def deepen(chance: random.Random, text: str) -> str:
    """Put marks of quotes, lists or tables before or into lines."""
    mark = chance.choice(["> ", "  ", "- ", "1. ", "a) ", "# ", "\t", "| ", "    ", '"'])
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) or 1)
    many = chance.choice([1, 1, 5, 60])
    return "".join(
        mark * many + line if at <= number < at + 9 else line for number, line in enumerate(lines)
    )


def encode_otherwise(chance: random.Random, content: bytes) -> bytes:
    """Write the text in another encoding."""
    return content.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _one_of(chance: random.Random, wanted: re.Pattern[str], text: str, value: str) -> str:
    found = list(wanted.finditer(text))
    if not found:
        return text + value
    start, end = chance.choice(found).span()
    return text[:start] + value + text[end:]


CHANGES = (
    change_a_number,
    change_a_word,
    put_in_trouble,
    shuffle_lines,
    repeat_a_line,
    join_lines,
    deepen,
    encode_otherwise,
)
