"""Recommendations and answers in paragraphs, bullets and running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.parsing.answers.answer_codes import finding_type
from flows.parsing.answers.recommendation_pairs import (
    ANSWER_LABEL,
    Pair,
    Piece,
    joined,
    printed_number,
)
from flows.parsing.sections.recommendation_words import LABEL, OWN_MEETING, WORDING
from flows.parsing.sections.signatures import is_author_again, signs
from flows.parsing.text.outline import Outline, Part, Statement
from flows.parsing.text.passages import Passage

_LIST_OF_ASKED = re.compile(
    r"^(?!.{0,80}\b(?:no|not)\b).{0,140}\b(?:recommendations?|areas?\s(?:for|of)\simprovement"
    r"|afis?|causes?\sof\sconcern)\b",
    re.IGNORECASE,
)
_ASKED_AND_ANSWERED = re.compile(
    r"^(?:recommendations?|areas?\s(?:for|of)\simprovement|afis?|causes?\sof\sconcern)\s"
    r"(?:and|&|with|/)\s",
    re.IGNORECASE,
)
_INLINE_ANSWER = re.compile(
    r"(?<=[.!?\"'])\s+(?:(?:the\s)?(?:force|pcc|pfcc|opcc|our|my|commissioner|chief\sconstable"
    r"|constabulary|[A-Z]\w+\spolice)(?:'s)?\s)?(?:response|comment|update|answer|reply|progress"
    r"|action(?:\staken)?)s?\s?:\s+",
    re.IGNORECASE,
)
_ENDORSES = re.compile(
    r"\b(?:I|we|PCC|PFCC|commissioner|force|constabulary|constable|police)\s(?:(?:\w+ly|very|much"
    r"|also|would|therefore|do|does|can|cannot|not|am|unable|to|have|has|had)\s){0,4}"
    r"(?:endorsed?s?|supports?(?:ed)?|welcomes?d?|accept(?:s|ed)?|agrees?d?\swith|reject(?:s|ed)?"
    r"|disagrees?d?\swith|notes?d?)\s(?:the|this|that|its|their|hmic(?:frs)?(?:'s)?)\s"
    r"(?:[\w']+\s){0,3}?recommendations?(?:\s\d{1,2})?,?\s(?P<link>that|for"
    r"|to)\s(?P<clause>[^.;]{20,}[^\s.;])",
    re.IGNORECASE,
)
_REASON = re.compile(
    r",?\s(?:since|because|although|though|but|however|so\sthat)\s|,\s(?:as|and)\s(?:I|we|this|it|the\sforce)\b"
)
_MOST_HEADING_TITLE_WORDS = 12
_SHORTEST_ASKED_WORDS = 4
_LONGEST_REGION_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where a recommendation begins: ``offset`` counts in the part's clean text."""

    index: int
    offset: int
    label: str
    number: int | None


def paragraph_pairs(outline: Outline, *, is_response: bool) -> Iterator[Pair]:
    """Yield the pairs that stand one under the other.

    A recommendation begins with its label ("Recommendation 3", "AFI 2"), as an item of a
    list of areas for improvement, or in the inspectorate's wording under such a heading. Its
    answer follows a label ("Force response:"), or is simply what comes next, up to the next
    recommendation, a heading or a signature. In papers that are no responses only labelled
    answers count: there a paper's own recommendation looks the same.
    """
    askings = list(_askings(outline.parts))
    following = [*(asking.index for asking in askings[1:]), len(outline.parts)]
    unanswered: str | None = None
    for asking, end in zip(askings, following, strict=False):
        stretch = _stretch(outline, asking, end)
        asked, answer, is_announced = _split(stretch, asking)
        if not asked or not answer:
            unanswered = finding_type(asking.label)
            continue
        # What follows the last of a bare list of recommendations answers none of them.
        is_tail_of_list = unanswered == finding_type(asking.label) and not is_announced
        unanswered = None
        recommendation, asked_span = joined(outline.text, asked)
        if (
            is_tail_of_list
            or not (is_announced or is_response)
            or OWN_MEETING.match(recommendation)
            or len(recommendation.split()) < _SHORTEST_ASKED_WORDS
        ):
            continue
        text, span = joined(outline.text, answer)
        yield Pair(
            recommendation, asked_span, text, span, text.replace("\n\n", " "),
            label=asking.label, number=asking.number,
        )  # fmt: skip


def _askings(parts: Sequence[Part]) -> Iterator[_Asking]:
    """Yield where recommendations begin, in reading order."""
    region: str | None = None
    marker: str | None = None
    is_listed = False
    for part in parts:
        if part.grid is not None:
            region = None
            continue
        text = part.passage.text
        if is_listed and part.block.kind == "list_item":
            continue
        is_listed = text.endswith(":") and bool(LABEL.match(text) or WORDING.match(text))
        match = LABEL.match(text)
        if match and not ANSWER_LABEL.match(text[match.end() :].strip() or "-"):
            number = printed_number(match["number"]) if match["number"] else None
            yield _Asking(part.index, match.end(), match["label"], number)
            region = None
            continue
        opens = part.block.kind == "heading" or text.endswith(":")
        if opens and (_ASKED_AND_ANSWERED.match(text) or not ANSWER_LABEL.match(text)):
            is_list = _LIST_OF_ASKED.match(text) and len(text.split()) <= _LONGEST_REGION_WORDS
            if is_list or part.block.kind == "heading":
                region, marker = (text, None) if is_list else (None, None)
                continue
        if region is None or ANSWER_LABEL.match(text):
            continue
        if part.block.kind == "list_item":
            shape = re.sub(r"\w+", "1", part.block.marker)
            marker = marker or shape
            if shape == marker:
                yield _Asking(part.index, 0, region, printed_number(part.block.marker))
        elif WORDING.match(text):
            yield _Asking(part.index, 0, region, None)


def _stretch(outline: Outline, asking: _Asking, end: int) -> list[Part]:
    """Return the parts that can belong to a recommendation and its answer."""
    found = []
    first = outline.parts[asking.index]
    home = outline.section_at(first.block.char_start)
    for part in outline.parts[asking.index : end]:
        section = outline.section_at(part.block.char_start)
        is_apart = section.heading is None and section.speaker == "other" and section != home
        signature = is_apart and signs(part.passage.text)
        is_other_heading = (
            part.index > asking.index
            and part.block.kind == "heading"
            and not ANSWER_LABEL.match(part.passage.text)
        )
        returns = section.char_start > first.block.char_start and bool(
            section.speaker == "commissioner" and is_author_again(part.passage.text)
        )
        if part.grid is not None or signature or is_other_heading or returns:
            break
        found.append(part)
    return found


def _split(stretch: Sequence[Part], asking: _Asking) -> tuple[list[Piece], list[Piece], bool]:
    """Return the pieces of the recommendation and of the answer, and whether a label parts them."""
    first = stretch[0].passage
    if inline := _INLINE_ANSWER.search(first.text, asking.offset):
        asked = [(first, asking.offset, inline.start())]
        answer = [(first, inline.end(), len(first.text))] if inline.end() < len(first.text) else []
        return asked, answer + [_whole(part.passage) for part in stretch[1:]], True
    announced = next(
        (
            place
            for place, part in enumerate(stretch)
            if place and ANSWER_LABEL.match(part.passage.text)
        ),
        None,
    )
    asked = [] if asking.offset >= len(first.text) else [(first, asking.offset, len(first.text))]
    rest = list(stretch[1:])
    if asked and _is_only_a_title(stretch, asking):
        asked = []
    if announced is not None:
        between = rest[: announced - 1]
        return (
            asked + [_whole(part.passage) for part in between],
            _answer(rest[announced - 1 :]),
            True,
        )
    while rest and (not asked or _goes_on(asked, rest[0])):
        asked.append(_whole(rest.pop(0).passage))
    return asked, [_whole(part.passage) for part in rest if part.block.kind != "heading"], False


def _is_only_a_title(stretch: Sequence[Part], asking: _Asking) -> bool:
    """Say whether the label's line gives a short title and the wording comes under it."""
    words = stretch[0].passage.text[asking.offset :]
    return (
        len(words.split()) <= _MOST_HEADING_TITLE_WORDS
        and not WORDING.match(words)
        and len(stretch) > 1
        and bool(WORDING.match(stretch[1].passage.text))
    )


def _goes_on(asked: Sequence[Piece], part: Part) -> bool:
    """Say whether a list item still belongs to the recommendation before it."""
    texts = [passage.text[start:end].rstrip() for passage, start, end in (asked[0], asked[-1])]
    is_open = texts[0].endswith(":") or texts[1].endswith((":", ";", ",", "and", "or"))
    return part.block.kind == "list_item" and is_open


def _answer(parts: Sequence[Part]) -> list[Piece]:
    """Return the pieces of an answer without the labels that stand over them."""
    pieces: list[Piece] = []
    for part in parts:
        text = part.passage.text
        match = ANSWER_LABEL.match(text)
        start = (
            match.end()
            if match and (part.index == parts[0].index or part.block.kind == "heading")
            else 0
        )
        if start < len(text):
            pieces.append((part.passage, start, len(text)))
    return pieces


def _whole(passage: Passage) -> Piece:
    return passage, 0, len(passage.text)


def endorsed_pairs(outline: Outline, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield recommendations that a sentence of the body's own quotes and takes a stand on.

    "We support the recommendation that ministers should …": the clause is the
    recommendation, the sentence the answer. Sentences inside a found answer are part of it.
    """
    for statement in outline.statements:
        if "recommendation" not in statement.text or statement.speaker == "inspectorate":
            continue
        match = _ENDORSES.search(statement.text)
        if match is None or OWN_MEETING.match(match["clause"]):
            continue
        evidence = statement.evidence()
        start, end = evidence["char_start"], evidence["char_end"]
        if any(
            pair.start <= start and end <= max(pair.answer_span[1], pair.recommendation_span[1])
            for pair in pairs
        ):
            continue
        start_of, end_of = match.span("clause")
        if reason := _REASON.search(match["clause"]):
            end_of = start_of + reason.start()
        clause, clause_span = joined(outline.text, [_piece(statement, start_of, end_of)])
        answer, _ = joined(outline.text, [_piece(statement, 0, len(statement.text))])
        yield Pair(
            clause, clause_span, answer, (start, end), statement.text,
            label="recommendation", speaker=statement.speaker,
        )  # fmt: skip


def _piece(statement: Statement, start: int, end: int) -> Piece:
    return statement.passage, statement.start + start, statement.start + end
