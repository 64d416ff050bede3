"""The words and marks of a sentence, and which numbers are words."""

import re
from typing import NamedTuple

#: A number that is part of a name is no figure: "999 calls", "Grade 1 incidents".
_TOKEN = re.compile(
    r"\b(?:[Gg]rade|[Ss]ection|[Yy]ear|[Cc]ategory|[Tt]ier|[Ll]evel|[Pp]riority|[Pp]hase|[Cc]lass"
    r"|[Ss]chedule)\s\d{1,3}\b(?![.,]\d|%)|\b(?:999|101|111|112)\b(?![.,]\d|%)"
    r"|[A-Za-z\u00c0-\u024f](?:[\w'&/.-]*[\w'])?|\d[\d,.]*(?:st|nd|rd|th)?|[^\w\s]"
)
_CALLED = ("999", "101", "111", "112")


class Token(NamedTuple):
    """One word or mark at ``start`` of a clean text; ``word`` is it in small letters."""

    start: int
    text: str
    word: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number that people call, not a number or a mark."""
        return self.text[0].isalpha() or self.text in _CALLED


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of ``text[start:end]``."""
    return [Token(m.start(), m[0], m[0].lower()) for m in _TOKEN.finditer(text, start, end)]
