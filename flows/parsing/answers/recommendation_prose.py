"""Recommendations and answers in paragraphs, bullets and running text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from flows.parsing.answers.answer_codes import acceptance, action_status, finding_type
from flows.parsing.answers.askings import Asking, find_askings
from flows.parsing.answers.recommendation_pairs import (
    ANSWER_LABEL,
    Pair,
    Piece,
    joined,
)
from flows.parsing.sections.recommendation_words import OWN_MEETING, WORDING
from flows.parsing.sections.signatures import is_author_again, signs
from flows.parsing.text.outline import Outline, Part, Statement
from flows.parsing.text.passages import Passage

_INLINE_ANSWER = re.compile(
    r"(?<=[.!?\"'])\s+(?:(?:the\s)?(?:force|pcc|pfcc|opcc|our|my|commissioner|chief\sconstable"
    r"|constabulary|[A-Z]\w+\spolice)(?:'s)?\s)?(?:response|comment|update|answer|reply|progress"
    r"|action(?:\staken)?)s?(?:\s?:|\s[\u2013-](?=\s))\s+",
    re.IGNORECASE,
)
_OF_ALL = (
    r"\b(?:(?:all|both|each)\s(?:of\s)?(?:(?:the|these|those|its|their)\s)?"
    r"|(?:the|these|those)\s(?=two|three|four|five|six|seven|eight|nine|ten|\d))(?:\w+\s)?"
    r"(?:recommendations?|areas?\sfor\simprovement|afis|causes\sof\sconcern)\b"
)
_DEALT_WITH = (
    r"\b(?:accept|agree|implement|complete|address|deliver|adopt|discharg|close|reject|support|endors)"
    r"(?:s|d|ed|ing)?\b"
)
#: "The force accepts all three recommendations", "both have been addressed".
_ALL_DEALT_WITH = re.compile(
    rf"{_OF_ALL}[^.!?]{{0,120}}{_DEALT_WITH}|{_DEALT_WITH}[^.!?]{{0,60}}{_OF_ALL}", re.IGNORECASE
)
_ASKS = re.compile(r"\b(?:should|must|needs?\sto|ought\sto|ensure|recommends?\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?\"'])\s+(?=[A-Z])")
#: How a sentence begins that tells what was done about the one before it.
_ANSWERING_OPENING = re.compile(
    r"(?:(?:this|it|that|we|i|our|my|both|work|all|the\s(?:force|constabulary|pcc|pfcc|commissioner"
    r"|chief\sconstable))\b|(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Police|Constabulary))\b|(?:not\s|fully\s"
    r"|partially\s)?(?:complete|accept|agree|implement|reject|discharg)\w*|ongoing|in\sprogress)",
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
_FEWEST_ASKED_WORDS, _FEWEST_ANNOUNCED_WORDS = 4, 3
_MOST_ASKED_SENTENCES = 5
_SAID_BY_INSPECTORATE = re.compile(
    r"(?:hmic(?:frs)?|(?:the\s)?inspectorate)(?:'s)?(?:\srecommendation)?\s?:\s+", re.IGNORECASE
)
_OPENING_WORDS = 5
_SIGNING_PARTS = 3
_OPENING_OF_ANSWER = 300


def paragraph_pairs(outline: Outline, *, is_response: bool) -> Iterator[Pair]:
    """Yield the pairs that stand one under the other.

    An answer follows a label ("Force response:"), or is simply what comes next, up to the next
    recommendation, a heading or a signature. It may name by its number a recommendation that
    was listed above ("Response to recommendation 2"), or speak of all that are. In papers
    that are no responses only labelled answers count: there a paper's own recommendation
    looks the same.
    """
    askings = list(find_askings(outline))
    following = [*(asking.index for asking in askings[1:]), len(outline.parts)]
    unanswered: list[tuple[Asking, list[Piece]]] = []
    listed: dict[tuple[str, int], list[Piece]] = {}
    for asking, end in zip(askings, following, strict=False):
        kind = finding_type(asking.label)
        stretch = _stretch(outline, asking, end)
        asked, answer, is_announced = _split(outline.text, stretch, asking)
        named = listed.get((kind, asking.number)) if asking.number else None
        if named and not _is_restated(asked, named):
            asked, answer, is_announced = named, _after_label(stretch, asking), True
        elif asking.is_answer or (not is_announced and _tells(asked)):
            continue
        if unanswered and finding_type(unanswered[-1][0].label) != kind:
            unanswered = []
        if not asked or not answer:
            if asked:
                unanswered.append((asking, asked))
            if asked and asking.number:
                listed[kind, asking.number] = asked
            continue
        # What follows the last of a bare list of recommendations answers none of them, but
        # where it speaks of all.
        is_beside = answer[0][0] is asked[0][0]
        is_tail_of_list = bool(unanswered) and not is_announced and not is_beside
        answered = [(asking, asked)]
        if unanswered and _answers_all(answer):
            answered = [*unanswered, *answered]
        elif is_tail_of_list:
            answered = []
        unanswered = []
        if is_announced or is_response:
            status = next((text for text in map(_standing, stretch[1:]) if text), "")
            fewest = _FEWEST_ANNOUNCED_WORDS if is_announced else _FEWEST_ASKED_WORDS
            yield from _pairs(outline.text, answered, answer, status, fewest)


def _pairs(
    text: str,
    answered: Iterable[tuple[Asking, Sequence[Piece]]],
    answer: Sequence[Piece],
    status: str,
    fewest_words: int,
) -> Iterator[Pair]:
    """Yield a pair for each recommendation that one answer answers."""
    told, span = joined(text, answer)
    for asking, asked in answered:
        recommendation, asked_span = joined(text, asked)
        if not OWN_MEETING.match(recommendation) and len(recommendation.split()) >= fewest_words:
            yield Pair(
                recommendation, asked_span, told, span, told.replace("\n\n", " "),
                label=asking.label, number=asking.number, status=status,
            )  # fmt: skip


def _standing(part: Part) -> str:
    """Return how a label says that the answer stands ("Accepted"), else nothing."""
    match = ANSWER_LABEL.match(part.passage.text)
    if match is None:
        return ""
    return match["standing"] or ("" if match["mark"] else part.passage.text)


def _is_restated(asked: Sequence[Piece], named: Sequence[Piece]) -> bool:
    """Say whether a recommendation that was listed before is printed once more."""
    if not asked:
        return False
    texts = [passage.text[start:end] for passage, start, end in (asked[0], named[0])]
    openings = [text.lower().split()[:_OPENING_WORDS] for text in texts]
    return bool(WORDING.match(texts[0])) or openings[0] == openings[1]


def _answers_all(answer: Sequence[Piece]) -> bool:
    """Say whether an answer tells what becomes of all recommendations above it."""
    passage, start, end = answer[0]
    return bool(_ALL_DEALT_WITH.search(passage.text, start, min(end, start + _OPENING_OF_ANSWER)))


def _tells(asked: Sequence[Piece]) -> bool:
    """Say whether what stands under a label tells of something done, and asks for nothing."""
    if not asked:
        return False
    passage, start, end = asked[0]
    text = passage.text[start:end]
    return not _ASKS.search(text) and (
        action_status(text) == "taken" or acceptance(text) != "not_stated"
    )


def _told_behind(text: str, passage: Passage, start: int) -> int | None:
    """Return where, in a paragraph that opens with a recommendation, its answer begins."""
    if not WORDING.match(passage.text[start:]):
        return None
    for end in islice(_SENTENCE_END.finditer(passage.text, start), _MOST_ASKED_SENTENCES):
        told = passage.text[end.end() :]
        is_line = "\n" in text[slice(*passage.raw_span(end.start(), end.end()))]
        opens = is_line or _ANSWERING_OPENING.match(told)
        if opens and not _ASKS.search(told.split(". ")[0]):
            is_told = action_status(told) != "not_stated" or acceptance(told) != "not_stated"
            return end.end() if is_told else None
    return None


def _after_label(stretch: Sequence[Part], asking: Asking) -> list[Piece]:
    first = stretch[0].passage
    pieces = [(first, asking.offset, len(first.text))] if asking.offset < len(first.text) else []
    return pieces + _answer(stretch[1:]) if len(stretch) > 1 else pieces


def _stretch(outline: Outline, asking: Asking, end: int) -> list[Part]:
    """Return the parts that can belong to a recommendation and its answer."""
    found: list[Part] = []
    first = outline.parts[asking.index]
    home = outline.section_at(first.block.char_start)
    for part in outline.parts[asking.index : end]:
        section = outline.section_at(part.block.char_start)
        is_apart = section.heading is None and section.speaker == "other" and section != home
        # The last lines of a text that is not signed otherwise may be a name alone.
        is_last = part.index >= len(outline.parts) - _SIGNING_PARTS and part.index > asking.index
        signature = signs(part.passage.text) and (
            is_apart or (is_last and action_status(part.passage.text) == "not_stated")
        )
        is_other_heading = (
            part.index > asking.index
            and part.block.kind == "heading"
            and not ANSWER_LABEL.match(part.passage.text)
        )
        # Right below a recommendation it is the author who answers.
        returns = (
            len(found) > 1
            and section.char_start > first.block.char_start
            and bool(section.speaker == "commissioner" and is_author_again(part.passage.text))
        )
        if part.grid is not None or signature or is_other_heading or returns:
            break
        found.append(part)
    return found


def _split(
    text: str, stretch: Sequence[Part], asking: Asking
) -> tuple[list[Piece], list[Piece], bool]:
    """Return the pieces of the recommendation and of the answer, and whether a label parts them."""
    first = stretch[0].passage
    if inline := _INLINE_ANSWER.search(first.text, asking.offset):
        asked = [(first, asking.offset, inline.start())]
        answer = [(first, inline.end(), len(first.text))] if inline.end() < len(first.text) else []
        return asked, answer + [_whole(part.passage) for part in _going_on(stretch)], True
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
            asked + [_asked(part.passage) for part in between],
            _answer(rest[announced - 1 :]),
            True,
        )
    divided = asking.end or _told_behind(text, first, asking.offset)
    if divided is not None:
        told = len(first.text) - len(first.text[divided:].lstrip())
        answer = [(first, told, len(first.text))] if told < len(first.text) else []
        answer += [_whole(part.passage) for part in _going_on(stretch)]
        return [(first, asking.offset, divided)], answer, False
    while rest and (not asked or _goes_on(asked, rest[0])):
        asked.append(_asked(rest.pop(0).passage))
    return asked, [_whole(part.passage) for part in rest if part.block.kind != "heading"], False


def _going_on(stretch: Sequence[Part]) -> Iterator[Part]:
    """Yield what goes on with an answer that began in the first part: no heading ends it yet.

    Behind an item that answers itself the text goes on with something else.
    """
    if stretch[0].block.kind != "list_item":
        yield from takewhile(lambda part: part.block.kind != "heading", stretch[1:])


def _is_only_a_title(stretch: Sequence[Part], asking: Asking) -> bool:
    """Say whether the label's line gives a short title and the wording comes under it."""
    words = stretch[0].passage.text[asking.offset :]
    if len(stretch) == 1 or len(words.split()) > _MOST_HEADING_TITLE_WORDS or WORDING.match(words):
        return False
    below = stretch[1].passage.text
    return bool(WORDING.match(below[_said_from(below) :]))


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


def _said_from(text: str) -> int:
    """Return where the words of a recommendation begin, behind who speaks ("HMICFRS: …")."""
    said = _SAID_BY_INSPECTORATE.match(text)
    return said.end() if said else 0


def _asked(passage: Passage) -> Piece:
    return passage, _said_from(passage.text), len(passage.text)


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
