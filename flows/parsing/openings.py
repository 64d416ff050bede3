"""Patterns that begin with one of a few words, tried only where one of these stands.

A regular expression of many alternatives is slow where it fails, at nearly every letter of a
text. All places at which it can begin are found in one pass of an automaton instead.
"""

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

_DIGITS = re.compile(r"\d+")


def either_case(words: str) -> tuple[str, ...]:
    """Return the words, which spaces part, with a small and with a capital first letter."""
    return tuple(form for word in words.split() for form in (word, word.capitalize()))


class Opened:
    """Finds what ``re.Pattern.finditer`` finds with the same alternatives, in the same order.

    Openings stand as they are written. One that begins with a letter counts at the beginning
    of a word alone. Tests hold against the plain pattern that no opening is missing.
    """

    def __init__(
        self,
        *opened: tuple[Iterable[str], re.Pattern[str]],
        at_digits: re.Pattern[str] | None = None,
    ) -> None:
        """Take patterns with their openings, and the one to be tried at each row of digits."""
        pairs = [(opening, pattern) for openings, pattern in opened for opening in openings]
        self._patterns = [(opening[0].isalpha(), pattern) for opening, pattern in pairs]
        self._openings = AhoCorasick([opening for opening, _ in pairs])
        self._at_digits = at_digits

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in ``text``, in reading order; they do not overlap."""
        places: dict[int, re.Pattern[str]] = {}
        for index, start, _ in self._openings.find_matches_as_indexes(text, overlapping=True):
            is_word, pattern = self._patterns[index]
            if not (is_word and start and (text[start - 1].isalnum() or text[start - 1] == "_")):
                places[start] = pattern
        if self._at_digits is not None:
            for digits in _DIGITS.finditer(text):
                places[digits.start()] = self._at_digits
        end = 0
        for start in sorted(places):
            if start >= end and (match := places[start].match(text, start)):
                yield match
                end = match.end()
