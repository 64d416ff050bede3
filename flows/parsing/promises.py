"""What in a sentence promises: the words of the promise, its subject, and what only sounds like one.

A promise is about the future and has somebody who makes it. The grammar is small on
purpose: find a cue ("will", "is to", "intends to", "agreed to", a reported "would"), take
the subject before it and the verb behind it, and refuse what a reader would refuse:
habit, expectation, effect, refusal, what goes on as before, and what others ought to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

#: Who makes a promise, as far as the words of the subject tell.
#: first: I, we; group: a team or board; thing: work, a system, "this"; nobody: people and
#: bodies whose future is no promise of ours; dropped: the subject stands further ahead.
SubjectKind = str
Classify = Callable[[str], SubjectKind]

_ADVERBS = (
    r"(?:(?:also|now|then|therefore|both|all|again|soon|shortly|next|each|still|\w{2,14}ly)\s){0,3}"
)
_BE = r"(?:am|is|are|'m|'re)"
_CUE = re.compile(
    rf"""
      (?P<will>(?:\b(?:will|shall)|(?<=[A-Za-z])'ll)\s(?P<negated>not\s|never\s|no\slonger\s)?(?P<adverbs>{_ADVERBS})(?P<aux>be\s|have\s)?{_ADVERBS}(?P<verb>[a-z][a-z'-]*))
    | (?P<is_to>(?:\b|(?=')){_BE}\s(?P<not_to>not\s)?{_ADVERBS}to\s{_ADVERBS}(?P<to_be>be\s)?{_ADVERBS}(?P<to_verb>[a-z][a-z-]*))
    | (?P<intend>\b(?:intends?|plans?|proposes?|undertakes?|pledges?|promises?|commits?|agrees?|(?:am|are|is)\s{_ADVERBS}(?:planning|intending|going|looking|preparing))\sto\s{_ADVERBS}(?:be\s)?(?P<intend_verb>[a-z][a-z-]*))
    | (?P<undertook>\b(?:(?:has|have)\s{_ADVERBS})?(?:undertaken|undertook|agreed|committed|pledged|promised|offered|resolved)\sto\s{_ADVERBS}(?:be\s)?(?P<undertook_verb>[a-z][a-z-]*))
    | (?P<committed>(?:\b|(?=')){_BE}\s{_ADVERBS}(?:committed|determined)\sto\s)
    | (?P<intention>\b(?i:it\sis\s(?:my|our|the|their|its)\s(?:\w+\s)?intention\s(?:to|that)|with\sthe\sintention\s(?:of|that|to)|(?:my|our|the|its|their)\s(?:\w+\s)?intention\sis\s(?:to|that)|(?:plans|arrangements)\sare\s(?:now\s|also\s)?in\splace\s(?:to|for)|there\sare\s(?:\w+\s)?plans\sto|(?:has|have)\s(?:\w+\s)?plans\sto)\s)
    | (?P<scheduled>\b(?:is|are)\s{_ADVERBS}(?:(?:scheduled|planned|timetabled|booked)\s(?:to|for|in|on|by|at)\s|due\s(?:to\s(?:be|start|begin|commence|take|finish|go|launch|report|meet|conclude|complete|open|join|attend|move|roll|deliver|run|publish|return|happen|hold|receive)\b|for\s(?:completion|publication|delivery|launch|release|implementation|review)|by\s|in\s|on\s)|set\sto\s(?:be|start|begin|launch|roll|open|go)\b))
    | (?P<considering>\b(?:(?:is|are|am)\s{_ADVERBS}(?:being\s{_ADVERBS})?(?:considered|considering|explored|exploring|scoped|scoping|looking\s(?:at\s(?:how|ways|options|whether|opportunities)|into))\b|under\s(?:active\s)?consideration\b|consideration\sis\s(?:currently\s|also\s|now\s)?being\sgiven\sto\s))
    | (?P<would>\bwould\s(?P<would_not>not\s|never\s)?{_ADVERBS}(?P<would_aux>be\s|have\s)?{_ADVERBS}(?P<would_verb>[a-z][a-z-]*))
    | (?P<to_be_done>\bto\sbe\s{_ADVERBS}(?P<done>[a-z]+(?:ed|en|wn|eld|ade|ent|et|un|uilt|ought))\b)
    | (?P<progress>\b(?:is|are)\s{_ADVERBS}being\s{_ADVERBS}(?P<progress_verb>[a-z]{{3,}}(?:ed|ld|un|en))\b)
    """,
    re.VERBOSE,
)
_MAY_PROMISE = re.compile(
    r"\bwill\b|\bshall\b|'ll\b|\bto\b|\bwould\b|consider|\bbeing\b|explor|scop|looking|\bdue\b|planned|scheduled|timetabled|booked"
)
_BREAK = re.compile(
    r"""[;:()"]|\s[-\u2013\u2014]\s|,\s|\b(?:that|which|who|whom|where|whereby|when|whenever|while|whilst|although|though|because|so|if|unless|but|as|how|what|whether|why|until|than)\s"""
)
_FINITE = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|do|does|did|welcomes?|notes?|accepts?|agrees?|recognises?|acknowledges?|supports?|provides?|works?|remains?|continues?|understands?|said|advised|confirmed|stated|explained|reported|noted|agreed)\b"
)
_FALSE_WILL = re.compile(
    r"\b(?:the|political|good|free|at|own|strong|public|a|of|no|his|her|their)\s$", re.IGNORECASE
)
_GOVERNED = re.compile(
    r"\b(?:hop(?:e|es|ing|ed)|expect(?:s|ed|ing|ation)?|believ(?:e|es|ed)|trust|anticipat(?:e|es|ed)|confident|likely|predict(?:s|ed)?|assum(?:e|es|ed)|doubt|forecast|estimated?|fear|think|understand|recognis(?:e|es)|aware|know|acknowledge|means?|ensur(?:e|es|ed|ing)|so|such|order|optimistic|satisfied|suggests?|concerned|concern|clear|risk|possible|evident|assur(?:e|es|ed|ance|ances)(?:\s(?:you|the\spublic|members|residents))?|reassur(?:e|ed)(?:\s(?:you|the\spublic|members|residents))?)(?:\s(?:is|are|and))?(?:\s(?:that|it))?\s(?:the\s)?$",
    re.IGNORECASE,
)
_ASSURANCE = re.compile(
    r"\b(?:rest\sassured|be\s(?:re)?assured|(?:re)?assure\s(?:you|the\spublic|residents|members|communities|people|everyone)|look(?:ing)?\sforward\sto)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:always|often|usually|normally|typically|generally|frequently|sometimes|inevitably|naturally|undoubtedly|probably|hopefully|rarely|occasionally|ultimately)\b"
)
_REPORTED = re.compile(
    r"\b(?:said|stated|confirmed|advised|explained|assured|reassured|reported|agreed|informed|indicated|added|undertook|offered|clarified|promised|responded|replied|resolved|RESOLVED|told|noted|heard|highlighted|suggested|requested)\b"
)
#: "which if successful will be rolled out": the condition is an aside, the promise stands.
_ASIDE = re.compile(
    r"(?:,\s)?\b(?:if|where|when|as|once)\s(?:successful|possible|appropriate|necessary|required|needed|available|approved|agreed|relevant|practicable|applicable)\b,?"
)
_CASES = re.compile(
    r"\b(?:(?:if|when|whenever|should)\sthe|(?:if|when|whenever|where|should|once)\s(?:an?|any|someone|somebody|anyone|there|it|they|you|victims?|children|people|callers?|offenders?|suspects?|appropriate|necessary|required|possible|needed))\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\b(?:will|shall|(?:intends?|plans?|pledges?|promises?|undertakes?|proposes?|going|committed|agreed|undertaken)\sto)(?:\s(?:be|also|therefore))?\s?[:;]?\s?-?$"
)
_BARE_VERB = re.compile(
    r"(?:also\s|\w+ly\s)?(?!the\b|a\b|an\b|our\b|to\b|by\b|in\b|for\b)(?P<verb>[A-Za-z][a-z-]+)\s\S",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:(?i:action)(?i:\spoint|\sno\.?)?\s?[\w./]{0,6}\s?[:\u2013-]\s?)?"
    r"(?P<who>(?:The\s)?[A-Z][\w&'./-]*(?:\s(?:[A-Z][\w&'./-]*|of|and|the|for|&|in|lead|leads|team|officer|manager)){0,7}?)\sto\s(?:be\s)?(?P<verb>[a-z]+)\b"
)
_ACTION_VERBS = frozenset(
    """add advise agree amend arrange ask assess attend attended audit bring brief carry check circulate complete conduct confirm
    consider contact coordinate create deliver develop discuss draft ensure establish explore feed finalise follow give hold
    identify implement include investigate invite issue launch lead liaise look make meet monitor obtain organise prepare
    present produce progress provide publish raise recruit refresh report request respond review revisit roll schedule seek
    send set share speak submit take train undertake update work write""".split()
)
_NEVER = frozenset(
    """able always appear apply aware be become belong benefit come continue cost depend derive differ disappointed exist expect
    experience face feel find glad grateful happy have hope inevitably interested know lead like maintain matter mean need
    note notice pleased recall recognise remain remember require result retain see seem stay struggle subject suffer tend
    understand unable vary want wish agree appreciate cease expire end delighted keen responsible necessary needed required
    important essential vital critical crucial proud familiar unlikely likely possible evident apparent""".split()
)
_NO_DEED = frozenset(
    """affected assured based challenged concerned constrained delayed determined encouraged expected experienced faced felt
    heard impacted influenced interested known limited lost missed needed noticed noted pleased perceived protected
    reassured recognised reflected required safeguarded seen understood viewed welcomed judged measured subjected dependent
    committed tasked asked aware expected exposed left missed remembered aligned""".split()
)
_EVENTS = frozenset(
    """begin cease-not close commence complete conclude cover deliver examine expand extend finish focus follow form go
    include introduce involve launch meet move open replace report review roll run sit start take train transfer
    recruit establish undertake consult inspect visit oversee chair coordinate monitor publish feature host commission""".split()
)
_PAID = frozenset({"funded", "commissioned", "led", "aided"})
_IN_PLACE = frozenset("in live operational available open complete ready fully".split())
_BRINGING = frozenset(
    "repeated rolled launched introduced held extended recruited delivered run expanded piloted trialled established implemented".split()
)
_PARTICIPLE = re.compile(
    r"(?:\w+ed|held|made|given|taken|led|run|done|set|built|sent|brought|undertaken|written|kept|met|put|shown|begun|chosen|drawn|spent|paid|told|sought|overseen|rewritten|withdrawn|taught|fed|reset|bought|driven|sworn|drawn|split|known|seen|felt|heard|left|lost|understood)"
)


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
    return bool(_MAY_PROMISE.search(text))


def opens_a_list(text: str) -> bool:
    """Say whether a sentence is the open beginning of promises that follow as a list."""
    return text.rstrip().endswith((":", ":-")) and bool(_LEAD_IN.search(text.rstrip()))


def list_promise(lead: str, item: str, classify: Classify) -> Promise | None:
    """Return the promise of a list item that goes on from ``lead`` ("I will:")."""
    match = _BARE_VERB.match(item)
    if (
        match is None
        or match["verb"].lower() in _NEVER
        or match["verb"].lower().endswith(("ing", "ed"))
    ):
        return None
    subject = sentence_subject(lead)
    return Promise(0, match.start("verb"), subject, classify(subject), match["verb"].lower())


def action_promise(text: str, classify: Classify) -> Promise | None:
    """Return the promise of an entry of an action log: "X to provide …"."""
    match = _ACTION.match(text)
    if match is None or (
        match["verb"] not in _ACTION_VERBS and not _PARTICIPLE.fullmatch(match["verb"])
    ):
        return None
    who = match["who"]
    kind = classify(who)
    if _FINITE.search(who) or kind in ("nobody", "thing", "dropped"):
        return None
    return Promise(match.end("who"), match.start("verb"), who, kind, match["verb"])


def find_promises(text: str, classify: Classify) -> tuple[Promise, ...]:
    """Return the promises of one clean sentence, in reading order."""
    found: list[Promise] = []
    if _ASSURANCE.search(text):
        return ()
    text = _ASIDE.sub(lambda aside: " " * len(aside.group()), text)
    for match in _CUE.finditer(text):
        promise = _read(text, match, classify, found)
        if promise is not None:
            found.append(promise)
    return tuple(found)


def sentence_subject(text: str) -> str:
    """Return the words before the first finite verb of a sentence, without an opening phrase."""
    match = _FINITE.search(text)
    before = text[: match.start()] if match else " ".join(text.split()[:6])
    return before.rsplit(", ", 1)[-1].strip() or before.strip()


def _read(
    text: str, match: re.Match[str], classify: Classify, before: list[Promise]
) -> Promise | None:
    kind = next(name for name in _KINDS if match[name] is not None)
    subject, subject_start, opener = _subject(text, match.start())
    who = classify(subject)
    if who == "thing" and opener == ",":
        # "The Commissioner (PCC), Jo Bloggs, will …": the name stands for the office before it.
        office = _BREAK.split(text[:subject_start].rstrip(" ,)"))[
            -1 if not text[:subject_start].rstrip(" ,").endswith(")") else -2
        ]
        if classify(office) in _AGENTS and not _FINITE.search(office):
            subject, who = office.strip(), classify(office)
    if opener.startswith("relative"):
        who = "thing"
    elif who == "dropped":
        last = before[-1] if before else None
        subject = last.subject if last else sentence_subject(text[: match.start()])
        who = last.subject_kind if last else classify(subject)
    governed = bool(_GOVERNED.search(text[max(0, subject_start - 60) : subject_start]))
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
        return _would(text, match, subject, who, opener, classify)
    return _RULES[kind](text, match, subject, who, opener)


def _subject(text: str, cue: int) -> tuple[str, int, str]:
    """Return the subject's words before ``cue``, where they start, and the word that opens the clause."""
    start, opener = 0, ""
    breaks = [found for found in _BREAK.finditer(text, 0, cue)]
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
    while (joint := re.search(r"\s(?:and|or|but)\s", words)) and _FINITE.search(
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
    if _FALSE_WILL.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    if match["negated"]:
        rest = text[match.end() :]
        turned = re.search(r"\bbut\s(?:also\s|instead\s|rather\s)?(?P<verb>[a-z]+)", rest)
        if who not in _AGENTS or turned is None or turned["verb"] in _NEVER:
            return None
        return Promise(match.start(), match.end(), subject, who, turned["verb"])
    if who == "force" and "then" in match["adverbs"].split():
        return None
    if _HABIT.search(match.group()) or _HABIT.search(text[match.end() : match.end() + 12]):
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
    if aux == "be" and following and not _PARTICIPLE.fullmatch(verb) and following[1] in _PAID:
        verb = following[1]
    passive = aux == "be" and bool(_PARTICIPLE.fullmatch(verb))
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
        return promise(passive=True) if served and not _CASES.search(text) else None
    if aux == "have":
        return promise(timed=True) if _PARTICIPLE.fullmatch(verb) else None
    if opener == "where" and who == "thing":
        return None
    if passive:
        return None if verb in _NO_DEED else promise(passive=True, considering=considering)
    if aux == "be" and not verb.endswith("ing"):
        return promise(timed=True) if verb in _IN_PLACE else None
    if verb in _NEVER or (aux == "be" and verb in ("being", "having", "continuing", "looking")):
        return None
    if who in _AGENTS:
        generic = who in ("force", "group") and _CASES.search(text)
        return promise(considering=considering, timed=bool(generic))
    place = verb in ("take", "go", "come") and not re.match(
        r"\s(?:place|live|forward|into|out)", text[match.end() :]
    )
    if opener == "relative who":
        return promise() if verb in _EVENTS or verb in _ACTION_VERBS else None
    return (
        promise()
        if verb in _EVENTS and not place and not _FUTURE_OF_PAPER.search(subject)
        else None
    )


_FUTURE_OF_PAPER = re.compile(
    r"\b(?:report|paper|section|document|response|letter|chapter|annex|appendix|update)\s?$",
    re.IGNORECASE,
)


def _is_to(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if match["not_to"] or who == "nobody" or _PURPOSE.search(subject):
        return None
    verb = match["to_verb"]
    passive = bool(match["to_be"]) and bool(_PARTICIPLE.fullmatch(verb))
    if (
        (passive and verb in _NO_DEED)
        or verb in _NEVER
        or (who == "thing" and not passive and verb not in _EVENTS)
    ):
        return None
    return Promise(match.start(), match.end(), subject, who, verb, passive)


_PURPOSE = re.compile(
    r"\b(?:aims?|purpose|role|objectives?|priority|priorities|task|function|challenge|key|goal|remit|responsibility|duty|focus|way|point|reason|idea|vision|mission|need|step|approach|key|answer|this|it|that|what|intention|commitment|one|part|ambition|opportunity)\b(?:[^,]{0,60})?$",
    re.IGNORECASE,
)


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
    if who == "nobody" or verb in _NO_DEED:
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
    if (
        not _REPORTED.search(text)
        or match["would_not"]
        or match["would_verb"] in ("like", "welcome", "prefer", "appreciate")
    ):
        return None
    if subject.lower() in ("he", "she", "they", "he/she"):
        subject = sentence_subject(text)
        who = classify(subject)
    verb, aux = match["would_verb"], (match["would_aux"] or "").strip()
    return (
        None
        if _HABIT.search(match.group())
        else _deed(text, match, subject, who, opener, verb, aux)
    )


def _to_be_done(
    text: str, match: re.Match[str], subject: str, _who: SubjectKind, _opener: str
) -> Promise | None:
    """ "with further activities to be delivered", or an entry without any finite verb."""
    attached = re.search(r"\bwith\s[^,;]{3,60}$", text[: match.start()])
    bare = not _FINITE.search(text[: match.start()]) and not _FINITE.search(text, match.end())
    if match["done"] in _NO_DEED or not (attached or (bare and match.start() > 2)):
        return None
    return Promise(match.start(), match.end(), subject, "thing", match["done"], is_passive=True)


def _progress(
    _text: str, match: re.Match[str], subject: str, who: SubjectKind, _opener: str
) -> Promise | None:
    if who == "nobody" or match["progress_verb"] not in _BRINGING:
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


_AGENTS = frozenset({"first", "commissioner", "force", "joint", "partner", "group"})
_RULES = {
    "will": _will, "is_to": _is_to, "intend": _intend, "undertook": _intend, "committed": _stated, "intention": _stated,
    "scheduled": _scheduled, "considering": _considering, "to_be_done": _to_be_done, "progress": _progress,
}  # fmt: skip
_KINDS = (*_RULES, "would")
