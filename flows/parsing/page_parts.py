"""One page, several answers: which stretches of a page are documents of their own."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.parsing.answers.reports import headed_report, stated_title
from flows.parsing.header.answering_prose import has_answer
from flows.parsing.header.header import Header
from flows.parsing.header.opening import SALUTATION, is_title_line
from flows.parsing.sections.section_records import line_start
from flows.parsing.sections.speakers import speaker_words
from flows.parsing.text.outline import Outline, Part
from flows.parsing.vocabulary import Vocabulary

#: Papers that may discuss several reports and are one document all the same.
_WHOLE_TYPES = frozenset({"minutes", "panel_report", "outcomes_report", "letter"})
_PAGE_END = re.compile(
    r"^(?:latest\snews|related(?:\s\w+){0,3}|share(?:\sthis)?(?:\s\w+)?|follow\sus"
    r"|contact(?:\sus|\sdetails)?|(?:quick|useful)\slinks|further\s(?:information|reading)"
    r"|site\smap|in\sthis\ssection|more\snews|downloads?|archives?|previous\sresponses"
    r"|older\s(?:reports|responses))$",
    re.IGNORECASE,
)
_OF_A_REPORT = re.compile(
    r"\b(?:reports?|(?:re-?)?inspect(?:ions?|ed|ors)|thematic|hmic(?:frs)?)\b", re.IGNORECASE
)
#: The title of a page that holds answers to several reports.
_LIST_TITLE = re.compile(
    r"\b(?:responses|comments|replies)\b.*\b(?:reports|inspections)\b"
    r"|\b(?:reports|inspections)\b.*\b(?:responses|comments)\b"
    r"|\bresponses\sto\shmic(?:frs)?$|\bhmic(?:frs)?\sresponses$",
    re.IGNORECASE,
)
#: "Report published: 6 October 2022": the line below the name of a report in a list.
_REPORTS_DAY = re.compile(
    r"(?:(?:hmic(?:frs)?\s)?(?:inspection\s)?report\s)?(?:date\s(?:of\s)?)?(?:published|publication)"
    r"(?:\sdate|\son)?\s?:?\s+(?=\S*\d|\w+\s\d)",
    re.IGNORECASE,
)
_FEWEST_ANSWERING_WORDS = 12
_TITLE_PARTS = 10
#: Below every heading that is marked as one: a line that stands alone and names a report.
_LINE_LEVEL = 7
_LONGEST_LINE = 30
_FEWEST = 2
_OPENING_PARTS = 3
#: Each part carries the page's whole text; no real page comes near this many characters.
_MOST_TEXT = 50_000_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where one of several answers begins and ends; ``heading`` is what it is headed by.

    ``answers`` is false where the page only links the answer to this report.
    """

    heading: Part
    report_id: str | None
    char_start: int
    char_end: int
    answers: bool


def find_stretches(page: Outline, header: Header, vocabulary: Vocabulary) -> tuple[Stretch, ...]:
    """Return the answers that a page holds, in order; none where the page is one document.

    Several answers are at least two headings of one level that name different reports, each
    with an answer in prose below it. Neither a letter, minutes and papers for a meeting are
    several, nor an answer to one report by chapter, theme, force or recommendation. What
    stands before the first answer, between them under a higher heading ("2021") and behind
    the last is the page's, and belongs to none: an introduction explains the law and the page,
    and a figure in it answers no report.
    """
    if header.document_type in _WHOLE_TYPES:
        return ()
    heads = {
        part.index: report
        for part in page.parts
        if _may_head(part) and (report := headed_report(part.passage.text, None, vocabulary))
    }
    is_list = any(_is_list_title(part) for part in page.parts[:_TITLE_PARTS])
    fewest_known = 0 if is_list else _FEWEST
    if len(set(heads.values())) < fewest_known or _is_one_document(page, header, heads):
        return ()
    finder = _Finder(page, heads, vocabulary, is_list=is_list)
    levels = sorted({_level(part) for part in page.parts if is_list or part.index in heads})
    cuts = [finder.stretches(level) for level in levels]
    found = max(cuts, key=lambda cut: (_answered(cut), sum(one.answers for one in cut)))
    # Under "Responses to HMICFRS reports" a report that nobody has heard of counts, too.
    count = sum(one.answers for one in found) if is_list else _answered(found)
    is_bounded = len(found) * len(page.text) <= _MOST_TEXT
    return found if count >= _FEWEST and is_bounded and _hold_most(page, found) else ()


def _answered(stretches: Sequence[Stretch]) -> int:
    """Return how many different reports are answered, as far as they are known."""
    return len({one.report_id for one in stretches if one.answers and one.report_id})


def _may_head(part: Part) -> bool:
    if part.block.kind == "heading":
        return True
    text = part.passage.text
    is_line = part.block.kind == "paragraph" and len(text.split()) <= _LONGEST_LINE
    return is_line and not text.endswith((".", ",", ";", "!"))


def _is_list_title(part: Part) -> bool:
    return part.block.kind == "heading" and bool(_LIST_TITLE.search(part.passage.text))


def _level(part: Part) -> int:
    return part.block.level if part.block.kind == "heading" else _LINE_LEVEL


def _is_at(part: Part, level: int) -> bool:
    """Say whether a part may begin an answer beside headings of ``level``.

    Where headings are not marked, "Response to Fraud: Time to choose" is a line like others.
    """
    is_titled = part.block.kind != "heading" and stated_title(part.passage.text) is not None
    return _level(part) == level or is_titled


def _is_one_document(page: Outline, header: Header, heads: Mapping[int, str]) -> bool:
    """Say whether a page is a letter, or by its title the answer to one report."""
    first = next(iter(heads), None)
    if any(SALUTATION.match(part.passage.text) for part in page.parts[:first]):
        return True
    if first is None:
        return False
    titled = page.parts[first]
    names_report = is_title_line(titled.passage.text, header.title)
    alone = sum(_level(page.parts[index]) == _level(titled) for index in heads) == 1
    return names_report and alone


def _hold_most(page: Outline, found: Sequence[Stretch]) -> bool:
    """Say whether the answers hold the better part of the page: no long text stands beside them."""
    inside = sum(len(page.text[one.char_start : one.char_end].split()) for one in found)
    return 2 * inside >= len(page.text.split())


class _Finder:
    """Cuts a page at the headings of one level; ``is_list``: by its title it lists answers."""

    def __init__(
        self, page: Outline, heads: Mapping[int, str], vocabulary: Vocabulary, *, is_list: bool
    ) -> None:
        self.page = page
        self.heads = heads
        self.is_list = is_list
        self.first = min(heads, default=0)
        self.words = speaker_words(vocabulary)
        self.printed = Counter(p.passage.text for p in page.parts if p.block.kind == "heading")

    def stretches(self, level: int) -> tuple[Stretch, ...]:
        """Return the stretches under the headings of ``level``; one report has one stretch."""
        begins = [p for p in self.page.parts if self._begins(p, level)]
        opens = {part.index for part in begins}
        return tuple(_joined([self._stretch(part, level, opens) for part in begins]))

    def _begins(self, part: Part, level: int) -> bool:
        """Say whether a heading begins an answer: it names a report, or stands as one that does.

        A report that nobody has heard of is told by what stands below: words about a report
        or an inspection, and an answer.
        """
        if part.index in self.heads:
            return _is_at(part, level)
        text = part.passage.text
        if (
            _level(part) != level
            or level == _LINE_LEVEL
            or _PAGE_END.match(text)
            or self.words.of_heading(text)
        ):
            return False
        if self.printed[text] > 1 or part.index < self.first or _LIST_TITLE.search(text):
            return False
        below = self._below(part, level)
        opening = " ".join(other.passage.text for other in below[:_OPENING_PARTS])
        return bool(_OF_A_REPORT.search(opening)) and self._has_answer(below)

    def _below(self, part: Part, level: int) -> list[Part]:
        """Return the parts between a heading and the next of its level or above."""
        below: list[Part] = []
        for other in self.page.parts[part.index + 1 :]:
            if _level(other) <= level and other.block.kind == "heading":
                break
            below.append(other)
        return below

    def _stretch(self, part: Part, level: int, opens: Container[int]) -> Stretch:
        end = next(
            (
                other.index
                for other in self.page.parts[part.index + 1 :]
                if other.index in opens or self._ends(other, level)
            ),
            len(self.page.parts),
        )
        parts = self.page.parts
        stop = line_start(self.page, parts[end]) if end < len(parts) else self.page.char_end
        return Stretch(
            part,
            self.heads.get(part.index),
            line_start(self.page, part),
            stop,
            self._has_answer(parts[part.index : end]),
        )

    def _has_answer(self, parts: Sequence[Part]) -> bool:
        """Say whether parts hold an answer: in its words, or in a list below a report's day."""
        if has_answer(self.page, parts):
            return True
        is_dated = any(_REPORTS_DAY.match(part.passage.text) for part in parts[:_OPENING_PARTS])
        prose = (part for part in parts if part.block.kind in ("paragraph", "list_item"))
        longest = max((len(part.passage.text.split()) for part in prose), default=0)
        return self.is_list and is_dated and longest >= _FEWEST_ANSWERING_WORDS

    def _ends(self, part: Part, level: int) -> bool:
        if part.block.kind != "heading":
            return False
        return part.block.level < level or bool(_PAGE_END.match(part.passage.text))


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join neighbours that answer one report: the commissioner's and the chief constable's."""
    current: Stretch | None = None
    for stretch in stretches:
        if current is not None and current.report_id == stretch.report_id is not None:
            answers = current.answers or stretch.answers
            current = replace(current, char_end=stretch.char_end, answers=answers)
            continue
        if current is not None:
            yield current
        current = stretch
    if current is not None:
        yield current
