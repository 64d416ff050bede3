"""A recommendation with its answer, on the way to become a record; and what they look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.parsing.text.passages import Passage

ANSWER_LABEL = re.compile(
    r"""^(?:(?:(?:the|our|my|force|forces?'|force's|pcc|pcc's|pfcc|pfcc's|opcc|commissioner's|commissioner|constabulary|chief\sconstable's|chief\sconstable|(?-i:[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+)?)(?:\s(?:police|constabulary))?(?:'s)?
         |police|management|current|latest|local|action|progress
             |police\sand\scrime\scommissioner(?:'s)?)\s){0,3}
        (?:response|reply|comments?|commentary|update|position|progress
            |action(?:s)?(?:\s(?:taken|to\sdate|plan|proposed))?|answer|activity|steps\staken
            |what\s(?:we|the\sforce)\s(?:have|has|are|is)\s(?:done|doing)|ymateb)
        (?:\s(?:to\s(?:the\s)?(?:recommendation|afi)(?:\s\d+)?|to\sdate
            |(?:by|from|of)\s(?:the\s)?[a-z][a-z '-]{2,60}?))?
        (?:\s\((?P<standing>(?:(?:fully|partially|partly|not)\s)?(?:accepted|agreed|rejected|completed?|implemented|ongoing))\))?
        |(?:(?:the\s)?(?:force|constabulary|o?pf?cc|(?:police\sand\scrime\s)?commissioner|chief\sconstable)
            |(?-i:[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+)?\s(?:Police|Constabulary)))(?=\s?:\s))
        (?P<mark>\s*[:;\u2013-]\s*|\s*$)
        |^(?:(?:fully|partially|partly|not)\s)?(?:accepted|agreed|rejected|implemented|completed?)(?:\sin\spart)?\s*:?$""",
    re.IGNORECASE | re.VERBOSE,
)
#: A passage and the clean positions in it from which and to which it is meant.
Piece = tuple[Passage, int, int]
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Pair:
    """One recommendation and its answer; spans are canonical, texts clean.

    ``label`` says what kind of finding it is, ``group`` what stands over a group of them
    ("For chief constables"), ``status`` what a column beside the answer says ("Complete"),
    ``readable`` the sentence or table row to show.
    """

    recommendation: str
    recommendation_span: tuple[int, int]
    answer: str
    answer_span: tuple[int, int]
    readable: str
    label: str = ""
    group: str = ""
    status: str = ""
    number: int | None = None
    speaker: str | None = None

    @property
    def start(self) -> int:
        """The canonical offset at which the pair begins."""
        return min(self.recommendation_span[0], self.answer_span[0])


def printed_number(text: str) -> int | None:
    """Return the number of "Recommendation 3", "AFI iv" or "Recommendation two"."""
    lowered = text.strip(" .()").lower()
    if lowered.isdigit():
        return int(lowered)
    if lowered in _NUMBER_WORDS:
        return _NUMBER_WORDS.index(lowered) + 1
    if lowered and set(lowered) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in lowered]
        return sum(
            -value if value < later else value
            for value, later in zip(values, [*values[1:], 0], strict=True)
        )
    if len(lowered) == 1 and lowered.isalpha():
        return ord(lowered) - ord("a") + 1
    return None


def pieces_of(passages: Sequence[Passage], first_from: int = 0) -> list[Piece]:
    """Return whole passages as pieces; of the first, what stands from ``first_from`` on."""
    return [
        (passage, first_from if place == 0 else 0, len(passage.text))
        for place, passage in enumerate(passages)
    ]


def joined(text: str, pieces: Sequence[Piece]) -> tuple[str, tuple[int, int]]:
    """Return pieces as printed in the canonical ``text``, blank lines between, and their span."""
    printed = [as_printed(text, *piece) for piece in pieces]
    first, start, _ = pieces[0]
    last, begin, end = pieces[-1]
    start += len(first.text[start:]) - len(first.text[start:].lstrip())
    end = begin + len(last.text[begin:end].rstrip())
    return "\n\n".join(printed), (first.raw_start(start), last.raw_span(end - 1, end)[1])


def as_printed(text: str, passage: Passage, start: int, end: int) -> str:
    """Return a clean stretch with the document's own quotation marks and apostrophes."""
    printed = []
    for place in range(start, end):
        letter = passage.text[place]
        if letter in "\"'":
            raw = text[slice(*passage.raw_span(place, place + 1))]
            letter = raw if len(raw) == 1 else letter
        printed.append(letter)
    return "".join(printed).strip()
