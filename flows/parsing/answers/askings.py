"""Where recommendations begin in paragraphs and lists, and where answers name one by its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from flows.parsing.answers.answer_codes import acceptance, action_status
from flows.parsing.answers.recommendation_pairs import ANSWER_LABEL, printed_number
from flows.parsing.sections.recommendation_words import LABEL, WORDING
from flows.parsing.text.outline import Outline, Part

_FINDING = r"(?:recommendations?|areas?\s(?:for|of)\simprovement|afis?|causes?\sof\sconcern)"
_LIST_OF_ASKED = re.compile(rf"^(?!.{{0,80}}\b(?:no|not)\b).{{0,140}}\b{_FINDING}\b", re.IGNORECASE)
_ASKED_AND_ANSWERED = re.compile(rf"^{_FINDING}\s(?:and|&|with|/)\s", re.IGNORECASE)
_NUMBER = (
    r"(?:no\.?\s|number\s|\#)?(?P<number>\d{1,2}|[ivx]{1,4}(?![a-z])|one|two|three|four|five|six|seven"
    r"|eight|nine|ten)\b(?![.,]?\d|%)"
)
#: "Response to recommendation 2", "Update on AFI 3": an answer to what was listed before.
_ANSWERS_BY_NUMBER = re.compile(
    r"^(?:(?:the|our|my|force|pcc|pfcc|commissioner's|chief\sconstable's)\s){0,2}"
    r"(?:response|reply|answer|comments?|update|progress)\s(?:to|on|for|against|under)\s(?:the\s)?"
    rf"(?P<label>recommendation|afi|area\s(?:for|of)\simprovement|cause\sof\sconcern)\s{_NUMBER}"
    r"\s*[:.\u2013-]?\s*",
    re.IGNORECASE,
)
#: "In response to recommendation 2, the force has …": so, too, as a sentence.
_ANSWERS_IN_PROSE = re.compile(
    r"^(?:in\s(?:response|answer|reply|relation|respect|regard)\s(?:to|of)|with\s(?:regard|respect"
    r"|reference)\sto|regarding|concerning|as\sto|on)\s(?:the\s)?"
    rf"(?P<label>recommendation|afi|area\sfor\simprovement|cause\sof\sconcern)\s{_NUMBER}",
    re.IGNORECASE,
)
#: "Recommendation 3 asks that …": the sentence gives the recommendation, what follows answers.
_NARRATED = re.compile(
    rf"^(?:the\s)?(?P<label>recommendation|afi|area\sfor\simprovement)\s{_NUMBER}\s"
    r"(?:(?:of\sthe\sreport|above)\s)?(?:asks?|asked|calls?|called|recommends?|recommended|states?"
    r"|stated|says|said|requires?|required|suggests?|suggested|is|was)\s(?:that|for|us\sto|forces\sto"
    r"|chief\sconstables\sto)\s",
    re.IGNORECASE,
)
#: "R3: Chief constables should …".
_BY_INITIAL = re.compile(r"^(?P<label>R)\s?(?P<number>\d{1,2})\s*[:.)\u2013-]\s*")
#: Marks of Markdown, or of speech, around all of a paragraph.
_SET_APART = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}).*(?P=mark)|[\"\u201c\u2018'].*[\"\u201d\u2019']", re.DOTALL
)
#: "1. The force should …": the number that a heading prints before its words.
_PRINTED_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+")
#: "The force doesn't always record …": so headings of areas for improvement say what is wrong.
_SAYS_WHAT_IS_WRONG = re.compile(
    r"(?:the\s(?:force|constabulary|service)|(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Police|Constabulary)))"
    r"\s(?!'s)(?:[\w',/-]+\s){3}",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:should|must|needs?\sto)\b", re.IGNORECASE)
_LONGEST_REGION_WORDS = 40
_FEWEST_ALTERNATING = 2


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a recommendation begins, or an answer that names it by its number.

    ``offset`` and ``end`` count in the clean text of the part ``index``; ``end`` is where the
    recommendation ends inside of the part, None where the part tells nothing of that.
    ``is_answer``: here no recommendation begins, but the answer to one with this number.
    """

    index: int
    offset: int
    label: str
    number: int | None
    end: int | None = None
    is_answer: bool = False


def find_askings(outline: Outline) -> Iterator[Asking]:
    """Yield where recommendations begin, in reading order.

    A recommendation begins with its label ("Recommendation 3", "AFI 2", "R1"), as an item of
    a list of recommendations, in the inspectorate's wording under such a heading or above a
    labelled answer, or as a sentence tells of it ("Recommendation 3 asks that …").
    """
    parts = outline.parts
    alternating = _alternating(parts)
    region: str | None = None
    marker: str | None = None
    is_listed = is_labelled = holds_list = False
    for part, below in zip_longest(parts, parts[1:]):
        if part.grid is not None:
            region = None
            continue
        text = part.passage.text
        if is_listed and part.block.kind == "list_item":
            holds_list = True
            continue
        is_listed = text.endswith(":") and bool(LABEL.match(text) or WORDING.match(text))
        if asking := _labelled(outline, part):
            yield asking
            region, is_labelled = None, True
            continue
        if region is not None and (asking := _in_heading(part, region)):
            yield asking
            continue
        opens = part.block.kind == "heading" or text.endswith(":") or _is_above_list(part, below)
        if opens and (_ASKED_AND_ANSWERED.match(text) or not ANSWER_LABEL.match(text)):
            is_list = (
                _LIST_OF_ASKED.match(text) is not None
                and len(text.split()) <= _LONGEST_REGION_WORDS
            )
            if is_list or (part.block.kind == "heading" and not _is_wording(part)):
                region, marker = (text, None) if is_list else (None, None)
                is_labelled = False
                continue
        if ANSWER_LABEL.match(text):
            # What was asked as one list is answered by what is listed below.
            region = None if holds_list and part.block.kind == "heading" else region
            is_labelled = holds_list = False
            continue
        if region is None:
            # Below a label the wording is the label's own.
            is_asked = (
                part.index in alternating
                or _is_answer_label(below)
                or (_is_wording(part) and _is_set_apart(outline, part))
            )
            if is_asked and not is_labelled and WORDING.match(text):
                yield Asking(part.index, 0, "recommendation", printed_number(part.block.marker))
        elif part.block.kind == "list_item":
            shape = re.sub(r"\w+", "1", part.block.marker)
            marker = marker or shape
            if shape == marker:
                yield Asking(part.index, 0, region, printed_number(part.block.marker))
        elif WORDING.match(text):
            yield Asking(part.index, 0, region, None)


def _labelled(outline: Outline, part: Part) -> Asking | None:
    text = part.passage.text
    match = LABEL.match(text)
    if match and not ANSWER_LABEL.match(text[match.end() :].strip() or "-"):
        return _asking(part, match)
    if match := _ANSWERS_BY_NUMBER.match(text):
        return replace(_asking(part, match), is_answer=True)
    if match := _ANSWERS_IN_PROSE.match(text):
        return replace(_asking(part, match), offset=0, is_answer=True)
    if match := _NARRATED.match(text):
        first = next(one for one in outline.statements if one.part == part.index)
        return replace(_asking(part, match), end=first.end)
    match = _BY_INITIAL.match(text)
    if match and WORDING.match(text[match.end() :]):
        return Asking(part.index, match.end(), "recommendation", int(match["number"]))
    return None


def _asking(part: Part, match: re.Match[str]) -> Asking:
    number = printed_number(match["number"]) if match["number"] else None
    return Asking(part.index, match.end(), match["label"], number)


def _in_heading(part: Part, label: str) -> Asking | None:
    """Return the recommendation that a heading below "Areas for improvement" is."""
    text = part.passage.text
    if part.block.kind != "heading" or ANSWER_LABEL.match(text):
        return None
    number = _PRINTED_NUMBER.match(text)
    words = text[number.end() :] if number else text
    if not WORDING.match(words) and not _SAYS_WHAT_IS_WRONG.match(words):
        return None
    return Asking(
        part.index,
        len(text) - len(words),
        label,
        printed_number(number["number"]) if number else None,
    )


def _is_wording(part: Part) -> bool:
    """Say whether a part is a whole recommendation, in the inspectorate's words."""
    text = part.passage.text
    # A heading has no full stop, and says what it asks all the same.
    is_whole = text.endswith((".", '"')) or (part.block.kind == "heading" and _ASKS.search(text))
    return bool(is_whole and WORDING.match(text))


def _is_set_apart(outline: Outline, part: Part) -> bool:
    """Say whether a part is printed in bold or slanted letters, or between quotation marks."""
    printed = outline.text[part.block.char_start : part.block.char_end].strip()
    return part.block.kind == "heading" or bool(_SET_APART.fullmatch(printed))


def _alternating(parts: Sequence[Part]) -> frozenset[int]:
    """Return which paragraphs ask, where several do and each is followed by what was done.

    Bold letters and indents that set recommendations apart are not always kept.
    """
    found = [
        part.index
        for part, below in pairwise(parts)
        if part.block.kind == below.block.kind == "paragraph"
        and part.grid is below.grid is None
        and WORDING.match(part.passage.text)
        and not WORDING.match(below.passage.text)
        and (
            action_status(below.passage.text) != "not_stated"
            or acceptance(below.passage.text) != "not_stated"
        )
    ]
    return frozenset(found if len(found) >= _FEWEST_ALTERNATING else [])


def _is_above_list(part: Part, below: Part | None) -> bool:
    """Say whether a list of the inspectorate's wording begins below a part."""
    return (
        below is not None
        and part.block.kind != "list_item"
        and below.block.kind == "list_item"
        and bool(WORDING.match(below.passage.text))
    )


def _is_answer_label(part: Part | None) -> bool:
    return part is not None and part.grid is None and bool(ANSWER_LABEL.match(part.passage.text))
