"""Lines of exported text that belong to the page, not to what is written on it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from flows.parsing.text.headings import LONG_LINE

_FURNITURE = re.compile(
    r"""\s*(?:
        (?:page|p\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?
      | \d{1,4}\s*(?:of|/)\s*\d{1,4}
      | [-\u2013|]\s*\d{1,4}\s*[-\u2013|]
      | \d{1,3}(?:\s*\|\s*page)?
      | (?:not\s+protectively\s+marked|restricted|official(?:\s*[-\u2013:]\s*+sensitive)?
          |unclassified|protect)
        (?:\s*[-\u2013/]\s*+[a-z ]{0,40}+)?
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
#: Nothing else is written so on a line of its own, wherever it stands.
_MARKING = re.compile(r"\s*(?:NOT PROTECTIVELY MARKED|OFFICIAL(?:\s*[-\u2013:]\s*SENSITIVE)?)\s*$")
_LONGEST_TITLE = 90
_FEWEST_PAGES = 3
_SENTENCE_END = re.compile(r"[.!?:;][\"'\u2019\u201d)\]]*\s*$")
_NO_TITLE = re.compile(r"\s*(?:[#|>*\u2022-]|\(?\w{1,3}[.)]\s)|.*(?:\t|[.,;:?!]\s*$)")
_NUMBER = re.compile(r"\d+")


class Line(NamedTuple):
    """One line of a text; ``begins_page`` where a form feed stands before it."""

    start: int
    end: int
    text: str
    begins_page: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on the line."""
        return not self.text.strip()


def furniture_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are page numbers, markings or running titles."""
    found = {number for number, _ in enumerate(lines) if _is_furniture(lines, number)}
    found |= _running_titles(lines, found)
    # What stands next to furniture is judged again: a page number below a running title.
    for number in sorted(found):
        for beside in (number - 1, number + 1):
            if 0 <= beside < len(lines) and _FURNITURE.match(lines[beside].text):
                found.add(beside)
    return frozenset(found)


def _is_furniture(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if not _FURNITURE.match(text):
        return False
    # A page number stands alone; a bare number inside a run of lines is somebody's figure.
    before = index == 0 or lines[index - 1].is_blank or lines[index].begins_page
    after = index + 1 == len(lines) or lines[index + 1].is_blank or lines[index + 1].begins_page
    alone = before or after or bool(_MARKING.match(text))
    return alone and len(text.strip()) < LONG_LINE


def _running_titles(lines: Sequence[Line], furniture: set[int]) -> set[int]:
    """Return the lines that every page repeats, but for the first, which may be the title itself.

    A line is a running title where most of its repetitions stand at the edge of a page, or cut
    a sentence in two.
    """
    written: dict[str, list[int]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        text = line.text.strip()
        if (
            3 < len(text) <= _LONGEST_TITLE
            and number not in furniture
            and not _NO_TITLE.match(text)
        ):
            written[text].append(number)
            places[_NUMBER.sub("#", text)].append(number)
    found: set[int] = set()
    for numbers in places.values():
        if len(numbers) >= _FEWEST_PAGES:
            at_edge = [n for n in numbers if _is_at_edge(lines, n, furniture)]
            if 3 * len(at_edge) >= 2 * len(numbers):
                found.update(numbers[1:] if numbers[0] not in at_edge[:1] else at_edge)
    for numbers in written.values():
        if len(numbers) >= _FEWEST_PAGES:
            cutting = [n for n in numbers if _cuts_sentence(lines, n)]
            found.update(cutting if len(cutting) < 2 else [*cutting, *numbers[1:]])
    return found


def _beside(lines: Sequence[Line], index: int, step: int) -> int | None:
    """Return the next line on one side that is not blank."""
    index += step
    while 0 <= index < len(lines):
        if not lines[index].is_blank:
            return index
        index += step
    return None


def _is_at_edge(lines: Sequence[Line], index: int, furniture: set[int]) -> bool:
    after = _beside(lines, index, 1)
    return (
        lines[index].begins_page
        or (after is not None and lines[after].begins_page)
        or not furniture.isdisjoint({_beside(lines, index, -1), after} - {None})
    )


def _cuts_sentence(lines: Sequence[Line], index: int) -> bool:
    before, after = _beside(lines, index, -1), _beside(lines, index, 1)
    return (
        before is not None
        and after is not None
        and len(lines[before].text) > LONG_LINE // 2
        and not _SENTENCE_END.search(lines[before].text)
        and lines[after].text.lstrip()[:1].islower()
    )
