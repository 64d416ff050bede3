"""What kind of document a text is, from the phrases by which such documents show themselves."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from flows.parsing.header.answering_prose import is_index
from flows.parsing.header.catalogue import catalogue
from flows.parsing.header.commissioners import OFFICE
from flows.parsing.header.meetings import is_agenda, is_minutes
from flows.parsing.header.opening import SALUTATION
from flows.parsing.text.outline import Outline, Part
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import Gated

#: "Response of/by/from X to Y", "X's response to Y", "Comments on the report": titles of answers.
RESPONSE_TITLE = re.compile(
    r"\b(?:response|reply|answer|respon(?:ds|ding)|comments|commentary)\b.{0,120}?\b(?:to|on|upon"
    r"|regarding)\b.{0,160}"
    r"\b(?:report|inspection\w*|thematic|jtai|ncpi|peel|hmic(?:frs)?|super-?complaint|inspectorate"
    r"|review|assessment|recommendations?)\b"
    r"|\b(?:hmic(?:frs)?|peel|inspection|thematic)\b.{0,120}\b(?:response|answer|comments)\b"
    r"|\bymateb\b.{0,120}\b(?:adroddiad|arolygiad|hmic(?:frs)?)\b"
    r"|[:\u2013-]\s(?:our|pcc|opcc|pfcc|commissioner's|force)\s(?:formal\s)?(?:response|reply)$",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_OF_RESPONSE = Gated(
    "section 55|response to|respond|comments on|comments in|reply to|answer to",
    r"section\s55(?:\s?\(\d\))?\s(?:of\s(?:the\s)?)?(?:the\s)?police\sact"
    r"|\b(?:in\s(?:direct\s)?response\sto|respon(?:ding|d)\sto|comments\s(?:on|in\sresponse\sto)"
    r"|(?:response|reply|answer)\sto)"
    r"\s(?:th(?:e|is)|your|its)\s(?:\S+\s){0,6}?(?:report|inspection|recommendations)",
)
_COMMISSIONER_SPEAKS = re.compile(
    rf"^(?:the\s)?(?:(?:\w+\s){{0,3}}(?:{OFFICE}|o?pf?cc|commissioner|mayor)(?:'s|')?\s(?:formal\s"
    rf"|statutory\s)?(?:response|comments?|reply|answers?|commentary)"
    rf"|(?:response|comments?|reply|answers?)\s(?:of|from|by)\s(?:the\s)?(?:deputy\s"
    rf"|[\w'.-]+,\s|(?:[\w'.-]+\s){{1,3}}[\w'.-]+,\s)?(?:the\s)?(?:{OFFICE}|o?pf?cc"
    rf"|commissioner|mayor))\b",
    re.IGNORECASE,
)
_ANSWER_HEADING = re.compile(
    r"^(?:\d+\.?\s)?(?:(?:our|the|force|formal|official)\s)?(?:response|comments)"
    r"(?:\sto\s(?:the\s)?(?:report|recommendations|findings|inspection))?\s*:?$",
    re.IGNORECASE,
)
#: The types of a document that answers an inspection by being what it is.
ANSWERING_TYPES = frozenset({"inspection_response"})
_REPORT_NAMED = re.compile(
    r"\b(?:section\s55|hmic(?:frs)?|inspectorate|inspection|thematic|peel|jtai|ncpi"
    r"|super-?complaint)\b",
    re.IGNORECASE,
)
#: A subject line that may be the bare title of a report stands among these parts after "Dear".
_SUBJECT_PARTS = 3
_LONGEST_SUBJECT = 40
_ANSWER_WORD = re.compile(
    r"\b(?:respon(?:se|ses|ds|ding)|reply|answers?|comments|commentary)\b", re.IGNORECASE
)
_SIGNED_OFF = re.compile(
    r"^(?:yours\s(?:sincerely|faithfully|truly)|kind\sregards|best\swishes|with\sbest\swishes)\b",
    re.IGNORECASE,
)
_PANEL_LINE = re.compile(
    rf"\bpolice(?:,\sfire)?(?:\s(?:and|&))?\scrime\spanel\b"
    rf"|^report\s(?:of|by|from)\s(?:the\s)?(?:{OFFICE}|pf?cc|commissioner)\b.{{0,60}}\bto\s(?:the\s)?panel\b",
    re.IGNORECASE,
)
_STATEMENT_TITLE = re.compile(
    r"\bstatement\b|\b(?:pf?cc|commissioner|mayor)\s"
    r"(?:welcomes|reacts|responds|comments|praises|criticises|disputes|pledges)\b",
    re.IGNORECASE,
)
#: News quote their commissioner.
_SAID = re.compile(
    r"[\"\u201d],?\s(?:said|added|commented)\b|\b(?:said|added|commented|continued)\s?:\s*[\"\u201c]"
)
#: A paper for a meeting says who brings it, or its place on the agenda.
_PAPER_LINE = re.compile(
    r"^(?:agenda\s(?:item|no\b|number|\d)|item\s\d|(?:joint\s)?report\s(?:of|by|from|author)\b"
    r"|paper\s(?:by|of|from)\b|presented\sby\b|lead\sofficer\b)",
    re.IGNORECASE,
)
_ASKED = (
    r"(?:hmic(?:frs)?\s)?(?:recommendation|areas?\sfor\simprovement|afi|causes?\sof\sconcern)s?"
)
_ASKED_LABEL = re.compile(
    rf"\W*(?:\d{{1,2}}\W{{1,3}})?{_ASKED}\b(?:\s\d{{1,2}})?\s*(?:[:.-]|$)", re.IGNORECASE
)
_ANSWER_LABEL = re.compile(
    r"(?:the\s)?(?:(?:force|constabulary|o?pf?cc|commissioner|chief\sconstable|police)(?:'s)?\s){1,2}"
    r"(?:response|comments?|update|reply)\s*(?::|$)",
    re.IGNORECASE,
)
_ASKED_COLUMN = re.compile(rf"{_ASKED}(?:\s(?:no\.?|number|text|detail))?$", re.IGNORECASE)
_ANSWER_COLUMN = re.compile(
    r"\b(?:response|update|progress|action\staken|comments?)\b", re.IGNORECASE
)
_SHORT_LINE = 18
_TOP_LINES = 4
_NAMES_OF_PANEL = frozenset({"police and crime panel", "police, fire and crime panel"})


@lru_cache(maxsize=4)
def _phrases(vocabulary: Vocabulary) -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """Return the phrases with the document types that they tell, and what finds them."""
    rows = vocabulary.rows("document_type_phrases")
    phrases = tuple(
        (row["phrase"].lower().replace("\u2019", "'"), row["document_type"]) for row in rows
    )
    return AhoCorasick([phrase for phrase, _ in phrases]), phrases


def _hits(text: str, vocabulary: Vocabulary) -> dict[str, set[str]]:
    matcher, phrases = _phrases(vocabulary)
    found: dict[str, set[str]] = defaultdict(set)
    matches = matcher.find_matches_as_indexes(text.lower(), overlapping=True)
    for index in {index for index, _, _ in matches}:
        phrase, document_type = phrases[index]
        found[document_type].add(phrase)
    return found


def find_document_type(
    outline: Outline, opening: Sequence[Part], title: str | None, vocabulary: Vocabulary
) -> str:
    """Return the type of a document, in the words of ``marts.dim_documents``.

    What the opening says weighs more than what the text mentions: a response that reports to
    a panel in passing stays a response, a letter that answers a report is a response, and a
    paper that opens under the panel's name is the panel's, whatever it discusses. A page that
    only points to a response is an index page, whatever its title says.
    """
    opened = [part.passage.text for part in opening]
    # A menu may name the panel too: what names the meeting is a heading or one of the first lines.
    top = [
        part.passage.text
        for place, part in enumerate(opening)
        if part.block.kind == "heading" or (place < _TOP_LINES and part.block.kind == "paragraph")
    ]
    # Of the headings only those of the page's own top say what the document is.
    heads = [
        part.passage.text
        for part in opening
        if part.block.kind == "heading" and part.block.level == 1
    ]
    lines = [part.passage.text for part in outline.parts if part.grid is None]
    beginning = "\n".join([title or "", *opened])
    body = "\n".join(lines)
    in_opening, anywhere = _hits(beginning, vocabulary), _hits(body, vocabulary)

    if is_agenda(outline, title):
        return "other"
    if is_minutes(outline, title, in_opening["minutes"], anywhere["minutes"]):
        return "minutes"
    is_letter = any(SALUTATION.match(line) for line in lines[:40])
    if not is_letter and is_index(outline):
        return "index_page"
    is_titled = any(RESPONSE_TITLE.search(line) for line in (*([title] if title else []), *heads))
    is_own_paper = any(_PAPER_LINE.match(line) for line in opened) and bool(
        _hits("\n".join(top), vocabulary)["outcomes_report"]
    )
    if is_titled and title and _STATEMENT_TITLE.search(title) and _SAID.search(body):
        return "statement"
    if is_titled and not is_own_paper and not _is_paper_for(top, _PANEL_LINE):
        return "inspection_response"
    if not is_letter:
        if _is_paper_for(top, _PANEL_LINE) or in_opening["panel_report"] - _NAMES_OF_PANEL:
            return "panel_report"
        if _hits("\n".join([title or "", *top]), vocabulary)["outcomes_report"]:
            return "outcomes_report"
    headings = [part.passage.text for part in outline.parts if part.block.kind == "heading"]
    answers = any(_TEXT_OF_RESPONSE.search(line) for line in lines)
    speaks = any(_COMMISSIONER_SPEAKS.search(line) for line in (*headings, *opened))
    speaks = speaks or any(_ANSWER_HEADING.match(line) for line in headings)
    if is_letter:
        about = answers or _names_a_report(_subject_lines(lines, title), vocabulary)
        return "inspection_response" if about and _REPORT_NAMED.search(body) else "letter"
    answered = [line for line in headings if _ANSWER_WORD.search(line)]
    if (
        in_opening["inspection_response"]
        or (speaks and _REPORT_NAMED.search(body))
        or _names_a_report(answered, vocabulary)
    ):
        return "inspection_response"
    if anywhere["panel_report"] - _NAMES_OF_PANEL:
        return "panel_report"
    if in_opening["statement"] or (title and _STATEMENT_TITLE.search(title)):
        return "statement"
    if answers and _REPORT_NAMED.search(beginning):
        return "inspection_response"
    if anywhere["statement"] and len(lines) < 60:
        return "statement"
    if any(_SIGNED_OFF.match(line) for line in lines):
        return "letter"
    return "inspection_response" if _pairs_answers(outline, lines) else "other"


def _pairs_answers(outline: Outline, lines: Sequence[str]) -> bool:
    """Say whether labels or the columns of a table tie answers to an inspection's findings."""
    if any(map(_ASKED_LABEL.match, lines)) and any(map(_ANSWER_LABEL.match, lines)):
        return True
    heads = (part.grid.row_text(0).split(" | ") for part in outline.parts if part.grid is not None)
    return any(
        any(map(_ASKED_COLUMN.match, head)) and any(map(_ANSWER_COLUMN.search, head))
        for head in heads
    )


def _subject_lines(lines: Sequence[str], title: str | None) -> list[str]:
    """Return the lines of a letter that may say what it is about: its title, those below "Dear"."""
    dear = next((place for place, line in enumerate(lines) if SALUTATION.match(line)), 0)
    below = lines[dear + 1 : dear + 1 + _SUBJECT_PARTS]
    short = [line for line in below if len(line.split()) <= _LONGEST_SUBJECT]
    return [*([title] if title else []), *(line for line in short if not line.endswith("."))]


def _names_a_report(lines: Sequence[str], vocabulary: Vocabulary) -> bool:
    known = catalogue(vocabulary)
    return any(known.find(line) for line in lines)


def _is_paper_for(opening: Sequence[str], meeting: re.Pattern[str]) -> bool:
    """Say whether a short opening line names the meeting that the paper goes to."""
    return any(len(line.split()) <= _SHORT_LINE and meeting.search(line) for line in opening)
