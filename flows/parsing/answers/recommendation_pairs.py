"""A recommendation with its answer, on the way to become a record; and what they look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.parsing.text.passages import Passage

#: "Recommendation 3", "AFI 2:", "Area for improvement", "Cause of concern 1 -" opening a text.
LABEL = re.compile(
    r"""^(?:\(?\d{1,2}[.)]\s+)?(?:(?:the\s|hmic(?:frs)?(?:'s)?\s|inspectorate\s|national\s|force\s|peel\s|report\s)*)
        (?P<label>(?:recommendation|rec|area\s(?:for|of)\simprovement|afi|cause\sof\sconcern
            |argymhelliad)
        (?:\s?(?:no\.?|number|\#)?\s?\(?(?P<number>\d{1,2}|[ivx]{1,4}(?![a-z])|[A-Z](?![a-z])
            |one|two|three|four|five|six|seven|eight|nine|ten)(?:[.]\d{1,2})?[a-z]?\)?(?![\w%]))?)
        (?!s?\s+(?:of|from|to|that|is|was|were|are|has|have|in|on|for|and|or|by|tracker|made)\b)
        (?P<mark>\s*[:.]\s*|\s*[\u2013-]\s+|\s*\([^()]{0,40}\)\s*[:.\u2013-]?\s*
            |\s+(?=(?-i:[A-Z"']))|$)""",
    re.IGNORECASE | re.VERBOSE,
)
#: How inspectorates word what they want: "By May 2020, chief constables should …".
WORDING = re.compile(
    r"^(?:[\"'(]\s?)?(?:(?:we|hmic(?:frs)?|the\sinspectorate|inspectors|it\sis)\s(?:therefore\s"
    r"|also\s)?recommend(?:s|ed)?\b|(?:immediately|(?:by|within|before|as\ssoon\sas|from"
    r"|with\simmediate)\b[^.;:]{2,60}?),?\s(?:(?:all\s|every\s)?(?:chief|the\sforce|forces|police"
    r"|home|the\s(?:home|college|npcc|national))|[a-z]+\s(?:police|constabulary))"
    r"|(?:all\s|every\s|those\s|other\s)?(?:chief\s(?:constables|officers)|(?:police\s)?forces"
    r"|the\s(?:force|constabulary)|[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Police|Constabulary)"
    r"|the\s(?:home\soffice|college\sof\spolicing|npcc|national\spolice\schiefs'?\scouncil)"
    r"|police\sand\scrime\scommissioners|pccs)\s(?:[^.]{0,80}?\s)?(?:should|must|needs?\sto)\b)",
    re.IGNORECASE,
)
#: What a paper asks of its own meeting.
OWN_MEETING = re.compile(
    r"^(?:(?:it\sis\s)?recommended\s)?(?:that\s)?(?:the\s)?(?:(?:police,?\s(?:and"
    r"|fire)[\w\s]{0,12}crime\s)?(?:panel|committee|board|members?|meeting|cabinet"
    r"|commissioner(?=\suses?\b|\snotes?\b))|panel\smembers?|pcc(?=\suses?\b|\snotes?\b))\b"
    r"|^(?:to\s)?(?:note|consider|approve|receive)\s(?:and\s\w+\s)?(?:the|this)\s(?:report"
    r"|contents?|update)\b",
    re.IGNORECASE,
)
ANSWER_LABEL = re.compile(
    r"""^(?:(?:the|our|my|force|forces?'|force's|pcc|pcc's|pfcc|pfcc's|opcc|commissioner's|commissioner|constabulary|chief\sconstable's|chief\sconstable|[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+)?(?:\s(?:police|constabulary))?(?:'s)?
         |police|management|current|latest|local|action|progress
             |police\sand\scrime\scommissioner(?:'s)?)\s){0,3}
        (?:response|reply|comments?|commentary|update|position|progress
            |action(?:s)?(?:\s(?:taken|to\sdate|plan|proposed))?|answer|activity|steps\staken
            |what\s(?:we|the\sforce)\s(?:have|has|are|is)\s(?:done|doing)|ymateb)
        (?:\s(?:to\s(?:the\s)?(?:recommendation|afi)(?:\s\d+)?|to\sdate
            |by\s(?:the\s)?[a-z ]{3,24}))?
        (?P<mark>\s*[:;\u2013-]\s*|\s*$)""",
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
