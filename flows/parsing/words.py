"""The words of a text, by which a rule tells cheaply that it can find nothing there.

Most rules ask for some word. A look into the words of a sentence, which are taken once, costs a
hundredth of what a regular expression costs that is tried at each of its characters.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
#: The same in lower case and ASCII, which most texts are in; a plain class is the faster one.
_ASCII_WORD = re.compile(r"[a-z0-9]+")
#: Regular expressions without regard to case take these letters, too, for s, k and i.
_OF_ANOTHER_CASE = re.compile(r"[\u017f\u212a\u0130\u0131]")
_SMALL = str.maketrans({"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"})


def plain_words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case: what two wordings are compared by."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text.lower())


def lowered(text: str) -> str:
    """Return ``text`` in lower case, as regular expressions without regard to case take it."""
    if not text.isascii() and _OF_ANOTHER_CASE.search(text):
        text = text.translate(_SMALL)
    return text.lower()


def words_of(text: str) -> frozenset[str]:
    """Return the different words of ``text``, in lower case."""
    return frozenset((_ASCII_WORD if text.isascii() else _WORD).findall(lowered(text)))


def holds_one(text: str, signs: Iterable[str]) -> bool:
    """Say whether one of ``signs`` stands anywhere in ``text``."""
    for sign in signs:  # noqa: SIM110 - a generator costs more than the tests
        if sign in text:
            return True
    return False


class Gated:
    """A pattern that is tried only where a cheap test says that it can match.

    ``signs`` are in lower case, parted by ``|``: in whatever the pattern finds stands one of them.
    Every method takes a text and, where it is at hand, the same text ``lowered``.
    """

    def __init__(self, signs: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        """Compile ``pattern``."""
        self._signs = signs.split("|")
        self.pattern = re.compile(pattern, flags)

    def _may_match(self, text: str, small: str | None) -> bool:
        return holds_one(lowered(text) if small is None else small, self._signs)

    def search(self, text: str, small: str | None = None) -> re.Match[str] | None:
        """Return the first match in ``text``."""
        return self.pattern.search(text) if self._may_match(text, small) else None

    def findall(self, text: str, small: str | None = None) -> list[re.Match[str]]:
        """Return every match in ``text``."""
        return [*self.pattern.finditer(text)] if self._may_match(text, small) else []
