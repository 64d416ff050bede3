"""Where a sentence states a title: the numbers in it belong to the name."""

import re
from collections.abc import Iterator

from flows.parsing.header.catalogue import catalogue
from flows.parsing.vocabulary import Vocabulary

#: A report called "Two months to answer: …": what names a paper stands beside the quotation.
_QUOTED = re.compile(
    r"""\b(?:reports?|inspections?|reviews?|thematic|publications?|papers?|titled|called|published)\b
        ,?\s(?:(?:was|is|on|of|from|in|its|the|by|HMICFRS(?:'s)?)\s){0,3}
        (?P<behind>"[A-Z\d][^".!]{2,160}[^"]?")
      | (?P<before>"[A-Z\d][^".!]{2,160}[^"]?"),?\s(?:(?:the|a|our|joint|thematic|recent)\s){0,2}
        (?:reports?|inspections?|reviews?)\b""",
    re.VERBOSE,
)
#: A letter without a subject line may open with a sentence in the place of a title.
_SENTENCE = re.compile(r"[a-z]{2}\.(?:\s|$)")


def title_spans(text: str, title: str | None, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the spans of a clean ``text`` that are the title of a report or of the document.

    ``title`` is the document's own. A report's is known from the catalogue, or stands in
    quotation marks beside the word for such a paper.
    """
    if title and not _SENTENCE.search(title) and title in text:
        place = text.index(title)
        yield place, place + len(title)
    for start, end, _ in catalogue(vocabulary).find(text):
        yield start, end
    for match in _QUOTED.finditer(text) if '"' in text else ():
        yield match.span("behind" if match["behind"] else "before")
