"""What in a sentence promises: its cue and subject, and what only sounds like a promise.

A promise is about the future and has somebody who makes it. The grammar is small on
purpose: find a cue ("will", "is to", "intends to", "agreed to", a reported "would"), take
the subject before it and the verb behind it, and refuse what a reader would refuse:
habit, expectation, effect, refusal, what goes on as before, and what others ought to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.parsing.commitments.promise_words import (
    ACTION,
    ACTION_VERBS,
    ASIDE,
    ASSURANCE,
    BARE_VERB,
    BREAK,
    BRINGING,
    CASES,
    CUE,
    EVENTS,
    FALSE_WILL,
    FINITE,
    FUTURE_OF_PAPER,
    GOVERNED,
    HABIT,
    IN_PLACE,
    LEAD_IN,
    MAY_PROMISE,
    NEVER,
    NO_DEED,
    PAID,
    PARTICIPLE,
    PURPOSE,
    REPORTED,
)

#: Who makes a promise, as far as the words of the subject tell.
#: first: I, we; group: a team or board; thing: work, a system, "this"; nobody: people and
#: bodies whose future is no promise of ours; dropped: the subject stands further ahead.
SubjectKind = str
Classify = Callable[[str], SubjectKind]


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


def may_promise(text: str) -> bool:
    """Say cheaply whether ``find_promises`` could find anything in ``text``."""
    return bool(MAY_PROMISE.search(text))


def reports_a_list(text: str) -> bool:
    """Say whether the words before a list report what somebody said ("… was advised that:")."""
    return text.rstrip().endswith(("that:", "said:", "advised:")) and bool(REPORTED.search(text))


def opens_a_list(text: str) -> bool:
    """Say whether a sentence is the open beginning of promises that follow as a list."""
    return text.rstrip().endswith((":", ":-")) and bool(LEAD_IN.search(text.rstrip()))


def list_promise(lead: str, item: str, classify: Classify) -> Promise | None:
    """Return the promise of a list item that goes on from ``lead`` ("I will:")."""
    match = BARE_VERB.match(item)
    if (
        match is None
        or match["verb"].lower() in NEVER
        or match["verb"].lower().endswith(("ing", "ed"))
    ):
        return None
    subject = sentence_subject(lead)
    return Promise(0, match.start("verb"), subject, classify(subject), match["verb"].lower())


def action_promise(text: str, classify: Classify) -> Promise | None:
    """Return the promise of an entry of an action log: "X to provide …"."""
    match = ACTION.match(text)
    if match is None or (
        match["verb"] not in ACTION_VERBS and not PARTICIPLE.fullmatch(match["verb"])
    ):
        return None
    who = match["who"]
    kind = classify(who)
    if FINITE.search(who) or kind in ("nobody", "thing", "dropped"):
        return None
    return Promise(match.end("who"), match.start("verb"), who, kind, match["verb"])


def find_promises(
    text: str, classify: Classify, *, is_reported: bool = False
) -> tuple[Promise, ...]:
    """Return the promises of one clean sentence, in reading order.

    ``is_reported`` tells that the words before a list report it ("The Panel was told that:"),
    so that "would" is the "will" of somebody.
    """
    found: list[Promise] = []
    if len(text) > _LONGEST_SENTENCE or ASSURANCE.search(text):
        return ()
    text = ASIDE.sub(lambda aside: " " * len(aside.group()), text)
    for match in CUE.finditer(text):
        promise = _read(text, match, classify, found, is_reported=is_reported)
        if promise is not None:
            found.append(promise)
    return tuple(found)


def sentence_subject(text: str) -> str:
    """Return the words before the first finite verb of a sentence, without an opening phrase."""
    match = FINITE.search(text)
    before = text[: match.start()] if match else " ".join(text.split()[:6])
    return before.rsplit(", ", 1)[-1].strip() or before.strip()


def _read(
    text: str, match: re.Match[str], classify: Classify, before: list[Promise], *, is_reported: bool
) -> Promise | None:
    kind = next(name for name in _KINDS if match[name] is not None)
    subject, subject_start, opener = _subject(text, match.start())
    who = classify(subject)
    if who == "thing" and opener == ",":
        # "The Commissioner (PCC), Jo Bloggs, will …": the name stands for the office before it.
        office = BREAK.split(_IN_BRACKETS.sub("", text[:subject_start]).rstrip(" ,"))[-1].strip()
        if classify(office) in _AGENTS and not FINITE.search(office):
            subject, who = office, classify(office)
    if opener.startswith("relative"):
        who = "thing"
    elif who == "dropped":
        last = before[-1] if before else None
        subject = last.subject if last else sentence_subject(text[: match.start()])
        who = last.subject_kind if last else classify(subject)
    governed = bool(GOVERNED.search(text[max(0, subject_start - 60) : subject_start]))
    if governed or opener in (
        "if",
        "unless",
        "how",
        "what",
        "whether",
        "why",
        "when",
        "whenever",
        "than",
    ):
        return None
    if kind == "would":
        if not (is_reported or REPORTED.search(text)):
            return None
        return _would(text, match, subject, who, opener, classify)
    return _RULES[kind](text, match, subject, who, opener)


def _subject(text: str, cue: int) -> tuple[str, int, str]:
    """Return the subject's words before ``cue``, their start, and what opens the clause."""
    start, opener = 0, ""
    breaks = list(BREAK.finditer(text, 0, cue))
    for found in reversed(breaks):
        if text[found.end() : cue].strip():
            start, opener = found.end(), found.group().strip().lower()
            break
        if not found.group().strip(" ,"):
            continue
        if found.group().strip()[:1].isalpha():
            # Nothing stands between the word and the cue: a relative clause.
            return "", found.end(), f"relative {found.group().strip().lower()}"
    words = text[start:cue]
    while (joint := re.search(r"\s(?:and|or|but)\s", words)) and FINITE.search(
        words[: joint.start()]
    ):
        start += joint.end()
        words = text[start:cue]
    if re.search(
        r"(?:^|\s)(?:and|or|but)(?:\s(?:also|then|therefore|subsequently|now))?\s?$", words
    ):
        return "", start, ""
    return words.strip(), start + len(words) - len(words.lstrip()), opener


def _will(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, opener: str
) -> Promise | None:
    verb, aux = match["verb"], (match["aux"] or "").strip()
    if FALSE_WILL.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    if match["negated"]:
        rest = text[match.end() :]
        turned = re.search(r"\bbut\s(?:also\s|instead\s|rather\s)?(?P<verb>[a-z]+)", rest)
        if who not in _AGENTS or turned is None or turned["verb"] in NEVER:
            return None
        return Promise(match.start(), match.end(), subject, who, turned["verb"])
    if who == "force" and "then" in match["adverbs"].split():
        return None
    if HABIT.search(match.group()) or HABIT.search(text[match.end() : match.end() + 12]):
        return None
    return _deed(text, match, subject, who, opener, verb, aux)


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
        return promise(timed=True) if PARTICIPLE.fullmatch(verb) else None
    if opener == "where" and who == "thing":
        return None
    if passive:
        return None if verb in NO_DEED else promise(passive=True, considering=considering)
    if aux == "be" and not verb.endswith("ing"):
        return promise(timed=True) if verb in IN_PLACE else None
    if verb in NEVER or (aux == "be" and verb in ("being", "having", "continuing", "looking")):
        return None
    if who in _AGENTS:
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


def _intend(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    verb = match["intend_verb"] or match["undertook_verb"]
    if (who not in _AGENTS and who != "partner") or verb in (
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
    looking = match.group().startswith(("am looking", "are looking", "is looking"))
    return Promise(match.start(), match.end(), subject, who, verb, is_considering=looking)


def _stated(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if match["committed"] and (who not in _AGENTS or "determined" in match.group()):
        return None
    if who == "nobody":
        return None
    return Promise(match.start(), match.end(), subject, who if subject else "dropped", "")


def _scheduled(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    following = re.match(r"\s?(?:be\s)?([a-z]+)", text[match.end() :])
    verb = following[1] if following else ""
    if who == "nobody" or verb in NO_DEED:
        return None
    return Promise(match.start(), match.end(), subject, who, verb, is_passive=True)


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


def _would(
    text: str, match: re.Match[str], subject: str, who: SubjectKind, opener: str, classify: Classify
) -> Promise | None:
    if match["would_not"] or match["would_verb"] in ("like", "welcome", "prefer", "appreciate"):
        return None
    if subject.lower() in ("he", "she", "they", "he/she"):
        subject = sentence_subject(text)
        who = classify(subject)
    verb, aux = match["would_verb"], (match["would_aux"] or "").strip()
    return (
        None if HABIT.search(match.group()) else _deed(text, match, subject, who, opener, verb, aux)
    )


def _to_be_done(
    text: str, match: re.Match[str], subject: str, _who: SubjectKind, _opener: str
) -> Promise | None:
    """Judge "with further work to be delivered", or an entry without any finite verb."""
    attached = re.search(r"\bwith\s[^,;]{3,60}$", text[: match.start()])
    bare = not FINITE.search(text[: match.start()]) and not FINITE.search(text, match.end())
    if match["done"] in NO_DEED or not (attached or (bare and match.start() > 2)):
        return None
    return Promise(match.start(), match.end(), subject, "thing", match["done"], is_passive=True)


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


#: What is longer is a run of fragments, no sentence.
_LONGEST_SENTENCE = 4000
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_AGENTS = frozenset({"first", "commissioner", "force", "joint", "partner", "group"})
_RULES = {
    "will": _will,
    "is_to": _is_to,
    "intend": _intend,
    "undertook": _intend,
    "committed": _stated,
    "intention": _stated,
    "scheduled": _scheduled,
    "considering": _considering,
    "to_be_done": _to_be_done,
    "progress": _progress,
}
_KINDS = (*_RULES, "would")
