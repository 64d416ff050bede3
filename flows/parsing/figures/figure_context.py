"""What stands around a figure: bound, direction of change, role, and whether it counts at all."""

import re
from collections.abc import Sequence

from flows.parsing.figures.ages import as_age
from flows.parsing.figures.quantity import SHARE_UNITS, TIME_UNITS, Quantity
from flows.parsing.words import Gated

_QUALIFIERS: tuple[tuple[str, str], ...] = (
    (
        "more_than",
        (
            r"(?:just\s|slightly\s|well\s|a\slittle\s|far\s|significantly\s)?(?:over|more\sthan|above"
            r"|exceeding|in\sexcess\sof|greater\sthan|higher\sthan|beyond)"
        ),
    ),
    (
        "at_least",
        (
            r"at\sleast|no\s(?:fewer|less)\sthan|not\s(?:fewer|less)\sthan|a\sminimum\sof|minimum\sof"
            r"|upwards\sof|in\sthe\slow"
        ),
    ),
    (
        "at_most",
        (
            r"(?<!build\s)(?<!built\s)(?<!building\s)(?<!rise\s)(?<!risen\s)(?<!goes\s)(?<!go\s)(?<!bring\s)(?<!move\s)(?<!grow\s)up\sto|at\smost|no\s(?:more|greater|higher)\sthan|not\smore\sthan|a\smaximum\sof"
            r"|maximum\sof|as\smany\sas|as\smuch\sas|capped\sat"
        ),
    ),
    (
        "less_than",
        (
            r"(?:just\s|slightly\s|well\s|a\slittle\s|far\s)?(?:under|below|less\sthan|fewer\sthan"
            r"|lower\sthan|short\sof)"
        ),
    ),
    ("nearly", r"(?:very\s)?nearly|almost|close\sto|approaching|nearing|virtually"),
    (
        "about",
        (
            r"about|around|approximately|approx\.?|some|roughly|circa|c\.|ca\.?|in\sthe\sregion\sof"
            r"|an\sestimated|estimated(?:\sat|\sto\sbe)?|broadly|~|typically"
        ),
    ),
)
_QUALIFIER = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _QUALIFIERS)
    + r")\s?(?:the\s|a\stotal\sof\s|another\s|an?\sfurther\s|an?\sadditional\s)?$",
    re.IGNORECASE,
)
_LONGEST_QUALIFIER = 64
_QUALIFIER_AFTER = re.compile(
    r"\s?(?:(?P<at_least>or\s(?:more|over|above|older|greater)|and\s(?:over|above)|plus)"
    r"|(?P<at_most>or\s(?:fewer|less|under|below|younger)))\b",
    re.IGNORECASE,
)
#: Verbs that "up" and "down" go with and that tell of no change: "they make up 4%".
_WITH_UP = "".join(
    rf"(?<!{verb}\sup)"
    for verb in (
        "back backed end ended follow followed free freed frees freeing give gives given gave make "
        "makes made making open opened opens pick picked set sets setting sign signed speed step "
        "stepped take takes taken taking took"
    ).split()
)
_WITH_DOWN = "".join(
    rf"(?<!{verb}\sdown)"
    for verb in (
        "break broke broken breaking close closed closing shut shutting stand stood take taken "
        "took track tracked"
    ).split()
)
_UP = (
    r"increas\w*|ris(?:e|en|es|ing)|rose|gr(?:ew|own|owth|owing|ows)|uplift\w*|climb\w*|jump\w*"
    rf"|surge\w*|gain(?:ed|s)?|improv\w*|up{_WITH_UP}"
)
_DOWN = (
    rf"decreas\w*|reduc\w*|fell|fall(?:s|en|ing)?|drop\w*|declin\w*|down{_WITH_DOWN}|cut(?:s|ting)?|lower(?:ed"
    r"|ing)?|shrank|shrunk|contract(?:ed|ion)|underspen[dt]"
)
_CHANGE_WORD = Gated(
    "increas|ris|rose|gr|uplift|climb|jump|surge|gain|improv|up|decreas|reduc|fell|fall|drop"
    "|declin|down|cut|lower|shr|contract|underspen",
    rf"\b(?:(?P<increase>{_UP})|(?P<decrease>{_DOWN}))\b",
)
_ARROWS = dict.fromkeys("\u2191\u25b2\u2b06", "increase") | dict.fromkeys(
    "\u2193\u25bc\u2b07", "decrease"
)
_CHANGE_LINK = re.compile(
    r"(?P<gap>(?:\s[\w'%(),.-]+){0,9}?)\s(?P<link>by|of)\s(?:an?\s|the\s)?(?:further\s"
    r"|additional\s|total\sof\s|net\s)?",
    re.IGNORECASE,
)
#: "Nationally the rise was 8%".
_CHANGE_WAS = re.compile(
    r"(?:increase|rise|decrease|reduction|fall|drop|decline)\s(?:was|is|has\sbeen|had\sbeen)"
    r"\s(?:only\s|just\s)?$",
    re.IGNORECASE,
)
_NOT_CHANGED = re.compile(r"\b(?:is|are|was|were|has|have|had|will|made|consists?)\b")
_CHANGES = re.compile(
    r"rose|grew|increased|climbed|jumped|up|risen|grown|fell|dropped|decreased|declined|down"
    r"|fallen|reduced|cut",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s\([^()]{1,20}\)|\))?\s?(?:(?:net|real|overall|further|significant|small|slight|annual|yearly|year-on-year)\s)?"
    r"(?:(?P<increase>increase|rise|growth|uplift|higher|more)"
    r"|(?P<decrease>decrease|reduction|fall|drop|decline|cut|lower|fewer|less))\b"
    r"(?!\s(?:likely|serious|complex|vulnerable|than\sone\b))",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:targets?|aim(?:s|ed|ing)?|ambitions?|goals?|standard|threshold|service\slevel|SLA"
    r"|benchmark)\b(?:\s[\w']+){0,5}?\s?(?:of|is|was|to|at|:|being)?\s?(?:answer(?:ing)?\s"
    r"|attend(?:ing)?\s|achiev(?:e|ing)\s|reach(?:ing)?\s)?$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"\b(?:asks?\sfor|calls?\sfor|expects?(?:\sto\s[a-z]+)?|will\s\w+|(?:plans?|aims?|ambition|commit\w*|pledge[sd]?)\sto\s\w+)"
    r"\s(?:[a-z]+\s){0,2}$",
    re.IGNORECASE,
)
#: "The force should reduce abandoned calls to 10%", "It would bring the case load to 12".
_TO_BE_MOVED = re.compile(
    r"\b(?:will|would|shall|should|must|needs?\sto)\s(?:\w+\s)?"
    r"(?:reduce|cut|lower|increase|raise|improve|bring|get)\b[^.;,\d]{0,60}?\bto\s$",
    re.IGNORECASE,
)
#: "I asked the Chief Constable to bring it below 200 by March".
_TOLD_TO_MOVE = re.compile(
    r"\b(?:ask|task|requir|challeng)(?:ed|s)?\b[^.;,\d]{0,60}\sto\s"
    r"(?:reduce|cut|lower|increase|raise|improve|bring|get)\s(?:[a-z]+\s){0,5}$",
    re.IGNORECASE,
)
_BY_A_DATE = re.compile(
    r"\s(?:[\w'-]+\s){0,9}?by\s(?:the\s)?(?:end|start|spring|summer|autumn|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|20\d\d|next)\b",
    re.IGNORECASE,
)
#: A change that is wanted: "the priority to achieve a reduction by 12%".
_SOUGHT = re.compile(
    r"\b(?:targets?|aim(?:s|ed|ing)?|ambitions?|goals?|objectives?|priority|priorities)\b"
    r"[^.;\d]{0,60}?\bto\s(?:achieve|deliver|secure|reduce|increase|improve|raise|cut|lower|bring)\b"
    r"[^.;,\d]{0,60}$",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"\s?(?:[\w-]+\s){0,2}(?:target|ambition|standard|threshold)\b", re.IGNORECASE
)
_PERIOD_BEFORE = re.compile(
    r"\b(?:last|past|previous|preceding|next|coming|first|final|rolling|the\ssame|following|every"
    r"|this)\s$",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(
    r"\s(?:period|ending|ended|to\s(?:the\send\sof\s)?(?:january|february|march|april|may|june"
    r"|july|august|september|october|november|december)|rolling|ago|earlier|later|time\b)",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"\b(?:means?|meaning|defined|definition|defines|classed\sas|counts\sas|refers\sto)\b"
    r"|\b(?:is|are|counts?|counted)\s(?:\w+\s)?(?:where|when|if)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:within|in|under|inside)\s(?:the\s(?:first\s)?)?$", re.IGNORECASE)
#: "Answered in 7 seconds on average" tells how long it took, and defines nothing.
_ON_AVERAGE = re.compile(r"\s(?:on\saverage|at\sthe\smedian)\b", re.IGNORECASE)
_OVER_TIME = re.compile(
    r"\b(?:for|of|took|takes?|taking|is|was|were|in|than|waiting|waited|lasting|lasted|aged|after"
    r"|spent|with)\s(?:well\s|just\s)?over\s$",
    re.IGNORECASE,
)
_AFTER_OVER_TIME = re.compile(
    r"\s(?:after|ago|old|later|from|since|before|for|to\s(?:be\s)?[a-z]+)\b", re.IGNORECASE
)
#: "Fell by a factor of ten" counts no ten things.
_FACTOR = re.compile(r"\bfactor\sof\s(?:about\s|around\s|over\s|nearly\s)?$", re.IGNORECASE)
#: "3,383 (not 3,594)" takes the second number back.
_DENIED = re.compile(r"\bnot\s(?:the\s)?$", re.IGNORECASE)
#: "3.2 points above last year": what is set against an earlier time is a change.
_AGAINST_EARLIER = re.compile(
    r"\s(?:(?P<increase>above|higher|more|up|better)|(?P<decrease>below|lower|less|fewer|down|worse))"
    r"\s(?:than\s|on\s|from\s)?(?:in\s|at\s)?(?:the\s|a\s)?(?:last|previous|prior|year|same|20\d\d)\b",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\brank(?:ed|ing)?\s(?:\w+\s){0,2}$"
    r"|\b\d{1,2}(?:st|nd|rd|th)\s(?:[a-z]+\s){0,3}?(?:of|out\sof)\s(?:the\s|all\s)?$",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\bup\sto\s$")
_OF_ANOTHER = re.compile(r"\b(?:to|from|who|which|that|because)\b")
_CLAUSE_START = re.compile(
    r"[.;](?=\s)|(?<!target)(?<!targets)(?<!standard)(?<!ambition):(?=\s)|\)\s", re.IGNORECASE
)
_SAID_AGAIN = re.compile(r"\s\($|,?\sor\s(?:about\s|around\s|some\s|nearly\s)?$")
_PLURAL = re.compile(r"s\b")
_HYPHENED = re.compile(r"-[a-z]")
_BARE_ONE = re.compile(
    r"\b(?:just|only|there\s(?:is|was|were|has\sbeen|were\sonly)|one\sof\swhich|including"
    r"|identified|made|issued|received|recorded|contains?|contained|with|and|plus|comprising"
    r"|employs?|funded|total\sof|at\sleast|than|had|has|have)\s$",
    re.IGNORECASE,
)
_ONE_THING = re.compile(
    r"\s(?!of\b|and\b|or\b|part\b|aspect\b|element\b|example\b|such\b|that\b|which\b|who\b"
    r"|where\b|in\b|to\b|day\b|way\b|side\b|hand\b|thing\b|where\b|area\b(?!\sfor)|type\b"
    r"|crime\stype|person's|another|size|place)[a-z]+(?:\s[a-z]+)?"
)


#: "8% (478) fewer than the 5,690 before" and "12% higher than 900" compare; they set no bound.
_COMPARES = re.compile(
    r"(?:[\d%)]|\bcent|\bpoints?)\s(?:(?!(?:ha[sd]|have|with|were|was|are|is|took|in|for)\s)[a-z]+\s){0,2}?(?:more|fewer|less|higher|lower|greater)\sthan\s"
    r"(?:the\s|a\stotal\sof\s|about\s|around\s|nearly\s)?$"
    r"|\bthan\sthe\s$",
    re.IGNORECASE,
)


def qualifier_before(text: str, start: int) -> str | None:
    """Return the bound or approximation that stands right before ``start``, None without one."""
    match = _QUALIFIER.search(text, max(0, start - _LONGEST_QUALIFIER), start)
    return match.lastgroup if match else None


def in_context(text: str, quantity: Quantity, everything: Sequence[Quantity]) -> Quantity | None:
    """Return the figure with its bound, direction and role, or None where it counts nothing.

    ``everything`` holds the other figures of the sentence.
    """
    start, end = quantity.start, quantity.end
    if text[start:end].lower() == "one" and not _counts_one(text, quantity, everything):
        return None
    before = _CLAUSE_START.split(text[max(0, start - 90) : start])[-1]
    after = text[end : end + 60]
    age = as_age(quantity, before, after)
    if age is not None:
        return age
    # "13 Model 3s" are no three of anything; "under-18s" have been read as an age.
    if quantity.unit_code == "count" and (_HYPHENED.match(after) or _PLURAL.match(after)):
        return None
    if _FACTOR.search(before) or _DENIED.search(before):
        return None
    qualifier, lead = quantity.qualifier, before
    match = _QUALIFIER.search(before, max(0, len(before) - _LONGEST_QUALIFIER))
    if match and not (
        _means_during(match, quantity, before, after) or _COMPARES.search(before[: match.end()])
    ):
        lead = before[: match.start()]
        qualifier = qualifier if qualifier == "range" else match.lastgroup or "exact"
    elif qualifier == "exact" and (follows := _QUALIFIER_AFTER.match(after)):
        qualifier = follows.lastgroup or "exact"
    elif qualifier == "exact" and text[start:end].endswith("+"):
        qualifier = "at_least"
    elif qualifier == "exact" and after.startswith("+"):
        qualifier, end = "at_least", end + 1
    found = quantity._replace(end=end, qualifier=qualifier)
    direction = _direction(lead, after, found) or _bracketed_direction(
        found, before, everything, text
    )
    if found.unit_code != "gbp" and text[start] in "+-\u2212":
        # What is signed is a change, and the sign is its direction.
        direction = "increase" if text[start] == "+" else "decrease"
        found = found._replace(value=abs(found.value))
    role = _role(text, found, before, lead, after, direction)
    return found._replace(change_direction=direction, role=role)


def _bracketed_direction(
    quantity: Quantity, before: str, everything: Sequence[Quantity], text: str
) -> str | None:
    """Return the direction of a change said again as a share: "135 (6.1%)", "135, or 6.1%"."""
    again = _SAID_AGAIN.search(before)
    if again is None or quantity.unit_code == "count":
        return None
    said = next((q for q in everything if q.end == quantity.start - len(again.group())), None)
    if said is None:
        return None
    lead = _CLAUSE_START.split(text[max(0, said.start - 90) : said.start])[-1]
    return _direction(lead, "", said)


def _means_during(match: re.Match[str], quantity: Quantity, before: str, after: str) -> bool:
    """Say whether "over two years" means in the course of two years, not more than two."""
    return (
        match.group().strip().lower() == "over"
        and quantity.unit_code in TIME_UNITS
        and not _OVER_TIME.search(before)
        and not _AFTER_OVER_TIME.match(after)
    )


def _counts_one(text: str, quantity: Quantity, everything: Sequence[Quantity]) -> bool:
    """Say whether a bare "one" counts a thing; mostly it is a pronoun or an article."""
    if not _ONE_THING.match(text, quantity.end):
        return False
    if _BARE_ONE.search(text[max(0, quantity.start - 24) : quantity.start]):
        return True
    return any(
        other is not quantity
        and other.unit_code == "count"
        and re.fullmatch(
            r"\s(?:[\w'-]+\s){1,5}(?:and|or)\s(?:\w+\s)?|,\s(?:and\s)?",
            text[min(other.end, quantity.end) : max(other.start, quantity.start)] or "",
        )
        for other in everything
    )


def _direction(lead: str, after: str, quantity: Quantity) -> str | None:
    words = _CHANGE_WORD.findall(lead)
    if words and not _UP_TO.search(lead):
        last = words[-1]
        link = _CHANGE_LINK.fullmatch(lead, last.end())
        gap = (link["gap"] or "") if link else ""
        is_name = last.group()[0].isupper() and last.start() > 0
        is_kept = _NOT_CHANGED.search(gap) or _TARGET.search(gap)
        if is_name or (link and link["link"] == "of" and is_kept):
            # "the Violence Reduction Unit is a partnership of 12 ..." tells of no change.
            link = None
        # "an increase in those who were part of 12 ..." is about something else.
        if link and (link["link"].lower() == "by" or not _OF_ANOTHER.search(gap)):
            return last.lastgroup
        if _CHANGE_WAS.match(lead, last.start()):
            return last.lastgroup
        if lead[last.end() :] == " " and _CHANGES.fullmatch(last.group()):
            return last.lastgroup
    if lead.rstrip()[-1:] in _ARROWS:
        return _ARROWS[lead.rstrip()[-1]]
    earlier = quantity.unit_code == "percentage_point" and _AGAINST_EARLIER.match(after)
    match = earlier or _AFTER.match(after)
    return match.lastgroup if match and quantity.unit_code not in TIME_UNITS else None


def _role(
    text: str, quantity: Quantity, before: str, lead: str, after: str, direction: str | None
) -> str:
    if quantity.unit_code in TIME_UNITS:
        if _DEFINING.search(before) and quantity.qualifier in (
            "more_than",
            "less_than",
            "at_least",
            "at_most",
        ):
            return "definition"
        if _PERIOD_BEFORE.search(before) or _PERIOD_AFTER.match(after):
            return "period"
        if (
            direction is None
            and _WITHIN.search(before)
            and not _ON_AVERAGE.match(after)
            and re.search(r"%|per\scent|\bpercent\b", text)
        ):
            return "definition"
        if _TARGET.search(lead):
            return "target"
        return "change" if direction else "duration"
    if direction:
        return "target" if _SOUGHT.search(before) else "change"
    if _TARGET.search(lead) or _TARGET_AFTER.match(after):
        return "target"
    if _TO_BE_MOVED.search(lead):
        return "target"
    if (_ASKED_FOR.search(lead) or _TOLD_TO_MOVE.search(lead)) and _BY_A_DATE.match(after):
        return "target"
    if _RANK.search(before):
        return "rank"
    return "share" if quantity.unit_code in SHARE_UNITS else "level"
