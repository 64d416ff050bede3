"""What lines around a heading are: marked headings, dates, the text below."""

import re

from flows.parsing.header.opening import is_prose
from flows.parsing.text.outline import Part
from flows.parsing.times.periods import find_times

#: What makes a sentence of a short line.
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|includes?|included|should|will)\b")
_DATE_LABEL = re.compile(r"^[A-Za-z' ]{3,40}:\s")
_LONGEST_DATE_LINE = 60


def is_marked(part: Part) -> bool:
    """Say whether the document itself marks a part as a heading, of a level."""
    return part.block.kind == "heading" and not part.block.is_guessed


def has_body(part: Part) -> bool:
    """Say whether a part is text under a heading: sentences, not another line of a title page."""
    words = part.passage.text.split()
    if part.block.kind == "heading" or not words:
        return False
    return (
        is_prose(part)
        or len(words) >= 8
        or (len(words) >= 3 and words[-1].endswith((".", "!", "?")))
        or (words[-1].endswith(":") and bool(VERB.search(part.passage.text)))
    )


def is_date(part: Part) -> bool:
    """Say whether a line only gives a date ("Published: 3 May 2022")."""
    text = part.passage.text
    if len(text) > _LONGEST_DATE_LINE or VERB.search(text):
        return False
    times = find_times(text)
    labelled = _DATE_LABEL.match(text)
    return (
        len(times) == 1
        and times[0].start <= (labelled.end() + 12 if labelled else 12)
        and len(text) - times[0].end <= 12
    )
