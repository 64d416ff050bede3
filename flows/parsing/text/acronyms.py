"""What the acronyms of a document stand for, in its own words."""

import re
from collections.abc import Iterable

_BRACKETED = re.compile(r"\((?P<letters>[A-Z][A-Za-z&]{1,8}?)(?:'?s)?\)")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SMALL = frozenset("a an and for in of on or the to with".split())
_MOST_SMALL_WORDS = 4


def expansions(texts: Iterable[str]) -> dict[str, str]:
    """Return acronym -> the words before its bracket whose initials it is.

    "serious case reviews (SCR)" gives ``{"SCR": "serious case reviews"}``; the first
    explanation of a document holds.
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _BRACKETED.finditer(text):
            letters = re.sub(r"[^A-Z]", "", match["letters"])
            if len(letters) < 2 or letters in found:
                continue
            words = [*_WORD.finditer(text, 0, match.start())][-len(letters) - _MOST_SMALL_WORDS :]
            for first in range(len(words) - 1, -1, -1):
                initials = "".join(
                    piece[0]
                    for word in words[first:]
                    if word[0].lower() not in _SMALL
                    for piece in word[0].split("-")
                    if piece
                )
                if initials.upper() == letters and words[first][0].lower() not in _SMALL:
                    found[letters] = text[words[first].start() : words[-1].end()]
                    break
    return found
