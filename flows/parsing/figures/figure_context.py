"""What stands around a figure: bound, direction of change, role, and whether it counts at all."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.parsing.words import Gated

TIME_UNITS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}
SHARE_UNITS = ("percent", "percentage_point")


class Quantity(NamedTuple):
    """One figure at ``start:end`` of a clean sentence; fields as in ``MetricObservation``."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit_code: str
    qualifier: str
    change_direction: str | None
    role: str


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
_UP = (
    r"increas\w*|ris(?:e|en|es|ing)|rose|gr(?:ew|own|owth|owing|ows)|uplift\w*|climb\w*|jump\w*"
    r"|surge\w*|gain(?:ed|s)?|improv\w*|up"
)
_DOWN = (
    r"decreas\w*|reduc\w*|fell|fall(?:s|en|ing)?|drop\w*|declin\w*|down|cut(?:s|ting)?|lower(?:ed"
    r"|ing)?|shrank|shrunk|contract(?:ed|ion)|underspen[dt]"
)
_CHANGE_WORD = Gated(
    "increas|ris|rose|gr|uplift|climb|jump|surge|gain|improv|up|decreas|reduc|fell|fall|drop"
    "|declin|down|cut|lower|shr|contract|underspen",
    rf"\b(?:(?P<increase>{_UP})|(?P<decrease>{_DOWN}))\b",
)
_CHANGE_LINK = re.compile(
    r"(?P<gap>(?:\s[\w'%(),-]+){0,9}?)\s(?P<link>by|of)\s(?:an?\s|the\s)?(?:further\s"
    r"|additional\s|total\sof\s|net\s)?",
    re.IGNORECASE,
)
_NOT_CHANGED = re.compile(r"\b(?:is|are|was|were|has|have|had|will|made|consists?)\b")
_CHANGES = re.compile(
    r"rose|grew|increased|climbed|jumped|up|risen|grown|fell|dropped|decreased|declined|down"
    r"|fallen|reduced|cut",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(?:(?:net|real|overall|further|significant|small|slight|annual|yearly|year-on-year)\s)?"
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
    r"\b(?:asks?\sfor|calls?\sfor|will\s\w+|(?:plans?|aims?|ambition|commit\w*|pledge[sd]?)\sto\s\w+)"
    r"\s(?:[a-z]+\s){0,2}$",
    re.IGNORECASE,
)
_BY_A_DATE = re.compile(
    r"\s(?:[\w'-]+\s){1,6}?by\s(?:the\s)?(?:end|start|spring|summer|autumn|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|20\d\d|next)\b",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"\s?(?:[\w-]+\s){0,2}(?:target|ambition|standard|threshold)\b", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?(?:\s(?:of|between|from|under|over|at))?|ages?(?:\sof)?|(?P<bound>under"
    r"|over)(?:\sthe\sage\sof)?|(?:younger|older)\sthan|(?P<folk>children|young\speople|people"
    r"|girls|boys|victims|adults|teenagers|youths|pupils"
    r"|youngsters)\s(?:usually\s)?(?:aged\s)?(?:between|from)|(?:man|woman|boy|girl|child|male"
    r"|female|pensioner)\sof)\s?-?$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"[\s-]?(?:(?:years?|yrs?)?[\s-]?olds?\b|(?:years?|yrs?)\sof\sage\b|year\s(?:age\s)?(?:range"
    r"|group|bracket)|(?:year\s)?age\s(?:range|group))",
    re.IGNORECASE,
)
_AGE_OF_YEARS = re.compile(r"\s?-?(?:olds?\b|of\sage\b|(?:age\s)?(?:range|group|bracket)\b)")
_PLURAL_AGE = re.compile(r"'?s\b")
_AND_OVER = re.compile(r"\+|\s(?:and|or)\s(?:over|above|older)\b")
_YEARS = re.compile(r"[\s-](?:years?|yrs?)\b")
_COUNTED = re.compile(r"\s(?:officers|crimes|cases|incidents|people|children|offences|victims)\b")
_PLURAL_NOUN = re.compile(r"\s(?!years?\b)[a-z]+s\b")
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
    r"\b(?:means?|meaning|defined|definition|defines|classed\sas|counts\sas|refers\sto)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:within|in|under|inside)\s(?:the\s(?:first\s)?)?$", re.IGNORECASE)
_OVER_TIME = re.compile(
    r"\b(?:for|of|took|takes?|taking|is|was|were|in|than|waiting|waited|lasting|lasted|aged|after"
    r"|spent|with)\s(?:well\s|just\s)?over\s$",
    re.IGNORECASE,
)
_AFTER_OVER_TIME = re.compile(
    r"\s(?:after|ago|old|later|from|since|before|for|to\s(?:be\s)?[a-z]+)\b", re.IGNORECASE
)
_RANK = re.compile(r"\brank(?:ed|ing)?\s(?:\w+\s){0,2}$", re.IGNORECASE)
_UP_TO = re.compile(r"\bup\sto\s$")
_OF_ANOTHER = re.compile(r"\b(?:to|from|who|which|that|because)\b")
_CLAUSE_START = re.compile(r"[.;:](?=\s)|\)\s")
_SAID_AGAIN = re.compile(r"\s\($|,?\sor\s(?:about\s|around\s|some\s|nearly\s)?$")
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
    age = _age(quantity, before, after)
    if age is not None:
        return age
    if _HYPHENED.match(after) and quantity.unit_code == "count":
        return None
    qualifier, lead = quantity.qualifier, before
    match = _QUALIFIER.search(before, max(0, len(before) - _LONGEST_QUALIFIER))
    if match and not _means_during(match, quantity, before, after):
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
    if found.unit_code in SHARE_UNITS and text[start] in "+-\u2212":
        # A signed share is a change, and the sign is its direction.
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


def _age(quantity: Quantity, before: str, after: str) -> Quantity | None:
    """Return the figure as an age, or None where it is none."""
    highest = quantity.value_high or quantity.value
    if quantity.unit_code not in ("count", "year") or not 0 <= quantity.value <= highest <= 110:
        return None
    lead = _AGE_BEFORE.search(before)
    lead_words = lead.group().lower() if lead else ""
    follows = bool(_AGE_AFTER.match(after)) or (
        quantity.unit_code == "year" and bool(_AGE_OF_YEARS.match(after))
    )
    if not follows:
        if lead is None or _COUNTED.match(after):
            return None
        # "under 18s" are people; "under 18 minutes" is a bound.
        if lead["bound"] and "age" not in lead_words and not _PLURAL_AGE.match(after):
            return None
        if lead["folk"] and (quantity.value_high is None or _PLURAL_NOUN.match(after)):
            return None
    glued = _YEARS.match(after) if quantity.unit_code == "count" else None
    if quantity.value_high is not None:
        qualifier = "range"
    elif "under" in lead_words or "younger" in lead_words:
        qualifier = "less_than"
    elif "over" in lead_words or "older" in lead_words:
        qualifier = "more_than"
    else:
        qualifier = "at_least" if _AND_OVER.match(after) else "exact"
    end = quantity.end + (glued.end() if glued else 0)
    return quantity._replace(end=end, unit_code="year", qualifier=qualifier, role="age")


def _direction(lead: str, after: str, quantity: Quantity) -> str | None:
    words = _CHANGE_WORD.findall(lead)
    if words and not _UP_TO.search(lead):
        last = words[-1]
        link = _CHANGE_LINK.fullmatch(lead, last.end())
        gap = (link["gap"] or "") if link else ""
        is_name = last.group()[0].isupper() and last.start() > 0
        if is_name or (link and link["link"] == "of" and _NOT_CHANGED.search(gap)):
            # "the Violence Reduction Unit is a partnership of 12 ..." tells of no change.
            link = None
        # "an increase in those who were part of 12 ..." is about something else.
        if link and (link["link"].lower() == "by" or not _OF_ANOTHER.search(gap)):
            return last.lastgroup
        if lead[last.end() :] == " " and _CHANGES.fullmatch(last.group()):
            return last.lastgroup
    match = _AFTER.match(after)
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
            and re.search(r"%|per\scent|\bpercent\b", text)
        ):
            return "definition"
        if _TARGET.search(lead):
            return "target"
        return "change" if direction else "duration"
    if direction:
        return "change"
    if _TARGET.search(lead) or _TARGET_AFTER.match(after):
        return "target"
    if _ASKED_FOR.search(lead) and _BY_A_DATE.match(after):
        return "target"
    if _RANK.search(before):
        return "rank"
    return "share" if quantity.unit_code in SHARE_UNITS else "level"
