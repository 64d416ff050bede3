"""Which figures are ages of people: "aged 15", "16-17 year olds", "under-18s"."""

import re

from flows.parsing.figures.quantity import Quantity

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
#: "of whom 212 were under 18": nothing is counted behind the number.
_PEOPLE = re.compile(
    r"\b(?:(?:whom|people|children|those|victims|suspects|detainees)\s(?:[\w,%]+\s){0,2}(?:were|are|was|is)"
    r"|those|people|persons|anyone|everyone)\s$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s?(?:[.,;)]|$)")
_PLURAL_AGE = re.compile(r"'?s\b")
_AND_OVER = re.compile(r"\+|\s(?:and|or)\s(?:over|above|older)\b")
_YEARS = re.compile(r"[\s-](?:years?|yrs?)\b")
_COUNTED = re.compile(r"\s(?:officers|crimes|cases|incidents|people|children|offences|victims)\b")
_PLURAL_NOUN = re.compile(r"\s(?!years?\b)[a-z]+s\b")


def as_age(quantity: Quantity, before: str, after: str) -> Quantity | None:
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
        is_of_people = _PEOPLE.search(before[: lead.start()]) and _ENDS.match(after)
        is_bound = lead["bound"] and "age" not in lead_words
        if is_bound and not (_PLURAL_AGE.match(after) or is_of_people):
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
