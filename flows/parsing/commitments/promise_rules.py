"""What each cue of a promise takes: the verb behind it and the subject before it, judged."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.parsing.commitments.promise_words import (
    ACTION_VERBS,
    BRINGING,
    CASES,
    EVENTS,
    FALSE_WILL,
    FINITE,
    FUTURE_OF_PAPER,
    HABIT,
    IN_PLACE,
    NEVER,
    NO_DEED,
    PAID,
    PARTICIPLE,
    PURPOSE,
)

#: Who makes a promise, as far as the words of the subject tell.
#: first: I, we; group: a team or board; thing: work, a system, "this"; nobody: people and
#: bodies whose future is no promise of ours; dropped: the subject stands further ahead.
SubjectKind = str
Classify = Callable[[str], SubjectKind]
AGENTS = frozenset({"first", "commissioner", "force", "joint", "partner", "group"})


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise of a sentence: where its cue stands, whose it is, what is to be done.

    ``subject`` holds the words, ``subject_kind`` their class; ``is_considering`` tells a
    thought from a promise. ``needs_time``: it stands only beside a date in the future.
    """

    cue: int
    end: int
    subject: str
    subject_kind: SubjectKind
    verb: str
    is_passive: bool = False
    is_considering: bool = False
    needs_time: bool = False


def sentence_subject(text: str) -> str:
    """Return the words before the first finite verb of a sentence, without an opening phrase."""
    match = FINITE.search(text)
    before = text[: match.start()] if match else " ".join(text.split()[:6])
    return before.rsplit(", ", 1)[-1].strip() or before.strip()


def _will(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, opener: str
) -> Promise | None:
    verb, aux = match["verb"], (match["aux"] or "").strip()
    if FALSE_WILL.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    if match["negated"]:
        rest = text[match.end() :]
        turned = re.search(r"\bbut\s(?:also\s|instead\s|rather\s)?(?P<verb>[a-z]+)", rest)
        if who not in AGENTS or turned is None or turned["verb"] in NEVER:
            return None
        return Promise(match.start(), match.end(), subject, who, turned["verb"])
    if who == "force" and "then" in match["adverbs"].split():
        return None
    if HABIT.search(match.group()) or HABIT.search(text[match.end() : match.end() + 12]):
        return None
    return _deed(text, match, subject, who, opener, verb, aux)


#: "will have every sergeant trained": others do it, whoever says so answers for it.
_HAVE_DONE = re.compile(
    r"(?:\s(?!(?:and|or|but|to|who|which|that)\b)[\w'-]{1,20}){1,5}?"
    r"\s(?:trained|completed|reviewed|published|delivered|installed|checked|assessed|inspected"
    r"|audited|recruited|appointed|cleared|updated|in\splace)\b"
)
#: They are dealt with by somebody: "every crime will be audited"
_CRIMES = re.compile(r"\b(?:all|every|each|these|those)\s(?:\w+\s){0,3}crimes?$", re.IGNORECASE)
#: "every village will have a named officer"
_HAVE_OWN = re.compile(
    r"\s(?:own\s)?(?:named|dedicated|new|single|designated|specialist|trained|full[\s-]time)\s"
)
_LOOKING = re.compile(r"\s(?:for|to|at|into|again|closely)\b")


def _deed(
    text: str,
    match: re.Match[str],
    subject: str,
    who: SubjectKind,
    opener: str,
    verb: str,
    aux: str,
) -> Promise | None:
    """Judge a verb behind "will" or a reported "would": is it something that somebody does?"""

    def promise(
        *, passive: bool = False, considering: bool = False, timed: bool = False
    ) -> Promise:
        return Promise(match.start(), match.end(), subject, who, verb, passive, considering, timed)

    following = re.match(r"\s([a-z]+)", text[match.end() :])
    if aux == "be" and following and not PARTICIPLE.fullmatch(verb) and following[1] in PAID:
        verb = following[1]
    passive = aux == "be" and bool(PARTICIPLE.fullmatch(verb))
    considering = verb in ("consider", "considered", "considering") or (
        verb in ("explore",) and "whether" in text
    )
    if who == "nobody" and passive and _CRIMES.search(subject) and "reduced" not in verb:
        return None if verb in NO_DEED else promise(passive=True)
    if who == "nobody":
        served = passive and verb in (
            "offered",
            "contacted",
            "invited",
            "surveyed",
            "consulted",
            "given",
            "provided",
            "trained",
        )
        return promise(passive=True) if served and not CASES.search(text) else None
    if aux == "have":
        done = PARTICIPLE.fullmatch(verb) or (who in AGENTS and _HAVE_DONE.match(text, match.end()))
        provides = verb in ("a", "an", "its", "their") and _HAVE_OWN.match(text, match.end())
        return promise(timed=True) if done or provides else None
    if opener == "where" and who == "thing":
        return None
    if passive:
        return None if verb in NO_DEED else promise(passive=True, considering=considering)
    if aux == "be" and not verb.endswith("ing"):
        return promise(timed=True) if verb in IN_PLACE else None
    if verb in NEVER or (aux == "be" and verb in ("being", "having", "continuing")):
        return None
    if aux == "be" and verb == "looking" and not _LOOKING.match(text, match.end()):
        return None
    if who in AGENTS:
        generic = who in ("force", "group") and CASES.search(text)
        return promise(considering=considering, timed=bool(generic))
    place = verb in ("take", "go", "come") and not re.match(
        r"\s(?:place|live|forward|into|out)", text[match.end() :]
    )
    if opener == "relative who":
        return promise() if verb in EVENTS or verb in ACTION_VERBS else None
    return (
        promise() if verb in EVENTS and not place and not FUTURE_OF_PAPER.search(subject) else None
    )


def _is_to(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if match["not_to"] or who == "nobody" or PURPOSE.search(subject):
        return None
    verb = match["to_verb"]
    passive = bool(match["to_be"]) and bool(PARTICIPLE.fullmatch(verb))
    if (
        (passive and verb in NO_DEED)
        or verb in NEVER
        or (who == "thing" and not passive and verb not in EVENTS)
    ):
        return None
    return Promise(match.start(), match.end(), subject, who, verb, passive)


_GOING_TO_BE = re.compile(r"\bgoing\sto\s(?:[a-z]{2,20}\s){0,3}be\s")


def _intend(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    verb = match["intend_verb"] or match["undertook_verb"]
    if who == "thing" and _GOING_TO_BE.search(match.group()) and PARTICIPLE.fullmatch(verb):
        if verb in NO_DEED:
            return None
        return Promise(match.start(), match.end(), subject, who, verb, is_passive=True)
    if (who not in AGENTS and who != "partner") or verb in (
        "the",
        "a",
        "an",
        "be",
        "continue",
        "this",
        "that",
        "our",
    ):
        return None
    if match["aim"] is None and "going" in match.group() and verb in NEVER:
        return None
    looking = match.group().startswith(("am looking", "are looking", "is looking"))
    return Promise(
        match.start(),
        match.end(),
        subject,
        who,
        verb,
        is_considering=looking,
        # An aim is a promise where it says by when.
        needs_time=bool(match["aim"]),
    )


#: "is committed to answering", not "is committed to victims"
_COMMITTED_TO_DO = re.compile(
    r"(?:\w+ly\s)?(?!(?:policing|training|housing|nothing|everything|something|wellbeing)\b)"
    r"(?:[\w-]+ing|an?|the|its|our|their|my|this|improve|reduce|deliver|ensure|provide|work|make)\b",
    re.IGNORECASE,
)
#: "It is proposed that the Panel notes …" asks a meeting.
_OF_MEETING = re.compile(
    r"\s?(?:the\s)?(?:\w+\s){0,4}?(?:panel|board|committee|members)\b", re.IGNORECASE
)


def _stated(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if match["committed"] and (who not in AGENTS or "determined" in match.group()):
        return None
    if match["committed"] and not _COMMITTED_TO_DO.match(text, match.end()):
        return None
    asks = match.group().rstrip().endswith("that") and _OF_MEETING.match(text, match.end())
    if who == "nobody" or asks:
        return None
    return Promise(match.start(), match.end(), subject, who if subject else "dropped", "")


#: The inspectorate's own plans are nobody's promise here.
_INSPECTION = re.compile(r"\binspections?\s?$", re.IGNORECASE)


def _scheduled(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    following = re.match(r"\s?(?:be\s)?([a-z]+)", text[match.end() :])
    verb = following[1] if following else ""
    if who == "nobody" or verb in NO_DEED or _INSPECTION.search(subject):
        return None
    arranged = bool(match["arranged"])
    return Promise(
        match.start(), match.end(), subject, who, verb, is_passive=True, needs_time=arranged
    )


def _goes_live(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if who == "nobody":
        return None
    return Promise(match.start(), match.end(), subject, who, "go", is_passive=True, needs_time=True)


def _considering(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if who == "nobody" or re.search(
        r"considered\s(?:as|to\sbe|by|a|an|the|in)\b", match.string[match.start() : match.end() + 6]
    ):
        return None
    if "being" not in match.group() and "considered" in match.group():
        return None
    return Promise(
        match.start(), match.end(), subject, who, "consider", is_passive=True, is_considering=True
    )


def reported_would(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, opener: str, classify: Classify
) -> Promise | None:
    """Judge a reported "would": the speaker said "will"."""
    if match["would_not"] or match["would_verb"] in ("like", "welcome", "prefer", "appreciate"):
        return None
    if subject.lower() == "they":
        subject = sentence_subject(text)
        who = classify(subject)
    verb, aux = match["would_verb"], (match["would_aux"] or "").strip()
    return (
        None if HABIT.search(match.group()) else _deed(text, match, subject, who, opener, verb, aux)
    )


def reported_was_to(match: re.Match[str], subject: str, who: SubjectKind) -> Promise | None:
    """Judge a reported "was to publish": the speaker said "is to"."""
    verb = match["was_verb"]
    if who not in AGENTS or verb in NEVER or PURPOSE.search(subject):
        return None
    return Promise(match.start(), match.end(), subject, who, verb)


#: "The panel asked for notes to be kept" is a wish.
_ASKED = re.compile(
    r"\b(?:hope[sd]?|expect(?:s|ed)?|like|should|must|ask(?:s|ed)?|request(?:s|ed)?|call(?:s|ed)|wants?|wanted)\b"
)
#: "Average time to be answered" is the name of a measure.
_MEASURE = re.compile(
    r"\b(?:times?|number|share|rate|length|cost|wait|delay|percentage|proportion)"
    r"(?:\s(?:taken|of\s[a-z]+|for\s[a-z]+))?\s?$",
    re.IGNORECASE,
)


def _to_be_done(
    text: str, match: re.Match[str], subject: str, _who: SubjectKind, _opener: str
) -> Promise | None:
    """Judge "with further work to be delivered", or an entry without any finite verb."""
    attached = re.search(r"\bwith\s[^,;]{3,60}$", text[: match.start()])
    # "an audit has been ordered, to be reported by May"
    appended = text[: match.start()].endswith(", ")
    bare = not FINITE.search(text[: match.start()]) and not FINITE.search(text, match.end())
    if (
        _ASKED.search(text[: match.start()])
        or _MEASURE.search(subject)
        or match["done"] in NO_DEED
        or not (attached or appended or (bare and match.start() > 2))
    ):
        return None
    return Promise(
        match.start(),
        match.end(),
        subject,
        "thing",
        match["done"],
        is_passive=True,
        needs_time=appended and not attached and not bare,
    )


def _progress(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if who == "nobody" or match["progress_verb"] not in BRINGING:
        return None
    return Promise(
        match.start(),
        match.end(),
        subject,
        who,
        match["progress_verb"],
        is_passive=True,
        needs_time=True,
    )


#: What judges a cue, by the name of its group in ``promise_words.CUE``.
RULES = {
    "will": _will,
    "is_to": _is_to,
    "intend": _intend,
    "undertook": _intend,
    "committed": _stated,
    "intention": _stated,
    "scheduled": _scheduled,
    "considering": _considering,
    "to_be_done": _to_be_done,
    "goes": _goes_live,
    "progress": _progress,
}
