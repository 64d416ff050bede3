"""Promises that are listed: what opens their list, and what an item promises."""

import re
from dataclasses import dataclass

from flows.parsing.commitments.promise_rules import Classify, Promise, sentence_subject
from flows.parsing.commitments.promise_words import (
    ACTION_VERBS,
    BARE_VERB,
    FINITE,
    LEAD_IN,
    NEVER,
    REPORTED,
)
from flows.parsing.text.outline import Outline

#: "The following actions are planned:", "Our next steps include:"
_PLANNED = re.compile(
    r"\b(?:following\s(?:\w+\s){0,2}(?:are|will\sbe|have\sbeen)\s(?:now\s|also\s)?(?:planned|proposed"
    r"|scheduled|agreed|taken|undertaken|implemented|completed|delivered|carried\sout|progressed)"
    r"|(?:next|further|future)\s(?:steps?|actions?|work|plans?)(?:\s(?:are|is|will\sbe|includes?"
    r"|will\sinclude))?(?:\sas\sfollows)?|(?:planned|proposed)\s(?:actions?|work|activity|steps?)"
    r"(?:\s(?:are|is|includes?))?(?:\sas\sfollows)?|(?:actions?|work|activity|steps?)\s"
    r"(?:planned|proposed|to\sbe\staken)(?:\s(?:are|is|includes?))?)\s?:?-?$",
    re.IGNORECASE,
)
_PLANNED_HEADING = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})?\.?\s)?(?:(?:our|my|the\sforce's|planned|proposed|agreed)\s)?"
    r"(?:next\ssteps|(?:planned|future|proposed|further)\s(?:actions?|activity|work|steps)"
    r"|actions?\s(?:planned|to\sbe\staken)|future\splans|our\scommitments"
    r"|what\s(?:(?:we|i)\swill|will\s(?:we|i))\sdo(?:\snext)?|what\s(?:happens|will\shappen)\snext)"
    r"\s?[:?]?$",
    re.IGNORECASE,
)
#: They end like participles and yet are the plain form.
_PLAIN_FORMS = frozenset(
    "bring embed feed proceed speed ring-fence wed need exceed succeed spring".split()
)
_SPEAKER_OF_ITEMS = re.compile(
    r"(?:^|,\s)(?P<who>(?:[Tt]he\s)?(?:(?:[A-Z][\w'/-]*|and|of|for)\s){0,6}[A-Z][\w'/-]*)\s?:-?$"
)
_SHORTEST_PLAN = 3
_LONGEST_BARE_LEAD = 6


@dataclass(frozen=True, slots=True)
class Lead:
    """The words that open a list.

    ``plans``: each item is planned, ``heads``: a heading says so. ``speaker``: each item is
    what this one said ("In answer the Commissioner: - undertook to …").
    """

    words: str
    reports: bool = False
    plans: bool = False
    heads: bool = False
    speaker: str = ""


def opens_a_list(text: str) -> bool:
    """Say whether a sentence is the open beginning of promises that follow as a list."""
    words = text.rstrip()
    return words.endswith((":", ":-")) and bool(LEAD_IN.search(words) or _PLANNED.search(words))


def find_leads(outline: Outline) -> dict[int, Lead]:
    """Return list item's part -> the words that its list goes on from ("This year I will:")."""
    leads: dict[int, Lead] = {}
    lead: Lead | None = None
    for part in outline.parts:
        if part.block.kind != "list_item":
            words = part.passage.text if part.grid is None else ""
            lead = _lead(words, is_heading=part.block.kind == "heading")
        elif lead:
            leads[part.index] = lead
    return leads


def _lead(words: str, *, is_heading: bool) -> Lead | None:
    if is_heading and _PLANNED_HEADING.match(words):
        return Lead(words, plans=True, heads=True)
    is_bare = len(words.split()) <= _LONGEST_BARE_LEAD and not words.endswith(":")
    if is_bare and LEAD_IN.search(words):
        return Lead(words)
    opening = words.rsplit(". ", 1)[-1] if words.endswith((":", "-")) else ""
    if _reports_a_list(opening):
        return Lead(opening, reports=True)
    if speaker := _SPEAKER_OF_ITEMS.search(opening):
        return Lead(opening, reports=True, speaker=speaker["who"])
    if not opens_a_list(opening):
        return None
    return Lead(opening, plans=bool(_PLANNED.search(opening)))


def _reports_a_list(text: str) -> bool:
    """Say whether the words before a list report what somebody said ("… was advised that:")."""
    return text.rstrip().endswith(("that:", "said:", "advised:")) and bool(REPORTED.search(text))


def list_promise(lead: Lead, item: str, classify: Classify) -> Promise | None:
    """Return the promise of a list item that goes on from ``lead`` ("I will:")."""
    match = BARE_VERB.match(item)
    verb = match["verb"].lower() if match else ""
    if lead.plans:
        is_plan = len(item.split()) >= _SHORTEST_PLAN and not FINITE.search(item)
        if verb in NEVER or not (verb in ACTION_VERBS if lead.heads else is_plan):
            return None
        return Promise(0, 0, "", "dropped", verb)
    if (
        match is None
        or verb in NEVER
        or (verb.endswith(("ing", "ed")) and verb not in _PLAIN_FORMS)
    ):
        return None
    subject = sentence_subject(lead.words)
    return Promise(0, match.start("verb"), subject, classify(subject), verb)
