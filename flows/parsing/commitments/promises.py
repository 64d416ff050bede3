"""What in a sentence promises: its cue and subject, and what only sounds like a promise.

A promise is about the future and has somebody who makes it. The grammar is small on
purpose: find a cue ("will", "is to", "intends to", "agreed to", a reported "would"), take
the subject before it and the verb behind it, and refuse what a reader would refuse:
habit, expectation, effect, refusal, what goes on as before, and what others ought to do.
"""

import re

from flows.parsing.commitments.promise_rules import (
    AGENTS,
    RULES,
    Classify,
    Promise,
    SubjectKind,
    reported_was_to,
    reported_would,
    sentence_subject,
)
from flows.parsing.commitments.promise_words import (
    ACTION,
    ACTION_VERBS,
    ASIDE,
    ASSURANCE,
    BREAK,
    CONDITIONS,
    FINITE,
    GOVERNED,
    GOVERNING_SUBJECT,
    MAY_PROMISE,
    PARTICIPLE,
    REPORTED,
    SIGNS_OF_PROMISES,
    find_cues,
)
from flows.parsing.words import holds_one, lowered


def may_promise(text: str) -> bool:
    """Say cheaply whether ``find_promises`` could find anything in ``text``."""
    if " to " in text or " will " in text:
        return True
    return holds_one(text, SIGNS_OF_PROMISES) and bool(MAY_PROMISE.search(text))


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
    text: str,
    classify: Classify,
    *,
    is_reported: bool = False,
    before: str = "",
    speaker: str = "",
) -> tuple[Promise, ...]:
    """Return the promises of one clean sentence, in reading order.

    ``is_reported`` tells that the words before a list report it ("The Panel was told that:"),
    so that "would" is the "will" of somebody. ``before`` is the sentence before, in which
    "he" or "she" has a name; ``speaker`` who is said to have said it ("the Commissioner:").
    """
    found: list[Promise] = []
    small = lowered(text)
    assures = ("assur" in small or "look" in small) and ASSURANCE.search(text)
    if len(text) > _LONGEST_SENTENCE or assures:
        return ()
    classify = _with_pronouns(classify, text, before)
    if holds_one(text, CONDITIONS):
        text = ASIDE.sub(lambda aside: " " * len(aside.group()), text)
    for match in find_cues(text, small):
        promise = _read(text, match, classify, found, is_reported=is_reported, speaker=speaker)
        if promise is not None:
            found.append(promise)
    return tuple(found)


def _with_pronouns(classify: Classify, text: str, before: str) -> Classify:
    """Return ``classify`` that takes "he" and "she" for the subject of a sentence around them."""

    def kind_of(subject: str) -> SubjectKind:
        if subject.lower() not in _PRONOUNS:
            return classify(subject)
        kinds = (classify(sentence_subject(sentence)) for sentence in (text, before))
        return next((kind for kind in kinds if kind in AGENTS), "thing")

    return kind_of


def _read(
    text: str,
    match: re.Match[str],
    classify: Classify,
    before: list[Promise],
    *,
    is_reported: bool,
    speaker: str,
) -> Promise | None:
    kind = next(name for name in _KINDS if match[name] is not None)
    subject, subject_start, opener = _subject(text, match.start())
    who = classify(subject)
    if who == "thing" and opener == ",":
        # "The Commissioner (PCC), Jo Bloggs, will …": the name stands for the office before it.
        office = BREAK.split(_IN_BRACKETS.sub("", text[:subject_start]).rstrip(" ,"))[-1].strip()
        if classify(office) in AGENTS and not FINITE.search(office):
            subject, who = office, classify(office)
    if who == "thing" and opener == "(" and subject.endswith(")"):
        # "The Harbour Unit (HU) will …": the short name stands for the long one.
        named, _, _ = _subject(text, text.rindex("(", 0, match.start()))
        if classify(named) in AGENTS and not FINITE.search(named):
            subject, who = named, classify(named)
    if told := _SAID_PRONOUN.match(subject):
        # "The Deputy said she would …"
        subject, who = told["who"], classify(told["who"])
    if opener in _ASKED_WORDS or _ASKS.match(subject):
        return None
    if opener.startswith("relative"):
        who = "thing"
    elif who == "dropped":
        last = before[-1] if before else None
        subject = last.subject if last else sentence_subject(text[: match.start()]) or speaker
        who = last.subject_kind if last else classify(subject)
    governed = bool(GOVERNED.search(text[max(0, subject_start - 60) : subject_start]))
    if _NOTHING.match(subject):
        return None
    governed = governed or bool(GOVERNING_SUBJECT.match(subject))
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
    if kind in ("would", "was_to"):
        if _PAST.search(text, match.end()):
            return None
        if not (is_reported or REPORTED.search(text)):
            return None
        if kind == "was_to":
            return reported_was_to(match, subject, who)
        return reported_would(text, match, subject, who, opener, classify)
    return RULES[kind](text, match, subject, who, opener)


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


_SAID_PRONOUN = re.compile(
    r"(?P<who>[^,;]{2,80}?)\s(?:said|confirmed|explained|stated|added|advised|promised|indicated)"
    r"\s(?:he|she|they)$"
)
#: "what will be delivered", "How the force will respond is …": a question, told as a thing.
_ASKED_WORDS = frozenset(f"relative {word}" for word in ("what", "how", "whether", "why", "than"))
_ASKS = re.compile(r"(?:How|What|Whether|Why)\s")
#: "It was said that the work would be finished last year."
_PAST = re.compile(r"\b(?:last|previous)\s(?:year|month|week|spring|summer|autumn|winter)\b")
#: "No further work is planned" promises nothing.
_NOTHING = re.compile(r"(?:no|none|nothing|nobody|neither|little)\b", re.IGNORECASE)
#: What is longer is a run of fragments, no sentence.
_LONGEST_SENTENCE = 4000
_PRONOUNS = frozenset({"he", "she", "he/she"})
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_KINDS = (*RULES, "would", "was_to")
