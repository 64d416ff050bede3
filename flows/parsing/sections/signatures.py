"""Lines of a signature, and the words in which the author of the whole speaks again."""

import re

COPIES = re.compile(
    r"^(?:c\.?c\.?(?:\s*[:.-]|\s+(?!response|comment|update|reply|view))|cop(?:y|ied|ies|i)\sto\b"
    r"|copi\b)",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^(?:yours\s(?:sincerely|faithfully|truly)|(?:with\s)?(?:kind(?:est)?|best|warm)\s(?:regards"
    r"|wishes)|yn\sgywir|regards),?$",
    re.IGNORECASE,
)
NAME_LINE = re.compile(
    r"^(?:(?:Rt\.?\sHon|Dr|Sir|Dame|Mr|Mrs|Ms|Miss|Lord|Lady|Cllr"
    r"|Councillor)\.?\s)*[A-Z][\w'.-]+(?:\s[A-Z][\w'.-]*){1,4}(?:,?\s(?:[A-Z]{2,4}))*,?$"
)
OFFICE_LINE = re.compile(
    r"^(?:the\s|acting\s|interim\s|temporary\s|deputy\s"
    r"|assistant\s)*(?:[A-Z]\w+\s){0,3}?(?:police,?\s(?:and|fire|&|crime)|pf?cc\b"
    r"|chief\sconstable|chief\sexecutive|commissioner\b|mayor\b)",
    re.IGNORECASE,
)
#: Words in which the author of the whole speaks again, of the chief constable as of somebody else.
_AUTHOR_AGAIN = re.compile(
    r"\bI\b[^.]{0,80}\b(?:my|the)\sChief\sConstable|\b(?:my"
    r"|the)\sChief\sConstable\b[^.]{0,80}\b(?:has\s(?:assured|advised|informed|told)\sme|to\smy"
    r"|with\sme)\b"
    r"|\bI\s(?:\w+ly\s|also\s)?(?:am|was|have|welcome|note|accept|agree|support|endorse|share)\b"
    r"[^.]{0,50}\b(?:this|that|these|those|the|his|her)\s(?:response|reply|comments|answer"
    r"|assurances?|views?)\b"
    r"|\bAs\s(?:your\s|the\s)?(?:Police\s(?:and|&)\sCrime\s)?Commissioner\b|\bmy\s(?:office"
    r"|police\sand\scrime\splan|own\soffice)\b"
)

#: Where a commissioner holds to account. It is named inside of answers, too, so it ends none.
_OWN_MEETING = re.compile(
    r"\bmy\s(?:\w+\s){0,3}?(?i:accountability|scrutiny|governance)\s(?:and\s)?(?:\w+\s){0,2}?"
    r"(?i:boards?|meetings?|conferences?|panels?)\b"
)


def is_author_again(text: str) -> bool:
    """Say whether the commissioner speaks, of the chief constable as of somebody else."""
    return bool(_AUTHOR_AGAIN.search(text))


def names_own_meeting(text: str) -> bool:
    """Say whether the commissioner speaks of a meeting of theirs."""
    return bool(_OWN_MEETING.search(text))


def signs(text: str) -> bool:
    """Say whether a line belongs to a signature: a closing phrase, a name, copies."""
    name, comma, office = text.partition(", ")
    return bool(
        COPIES.match(text)
        or SIGN_OFF.match(text)
        or NAME_LINE.match(text)
        or (comma and NAME_LINE.match(name) and OFFICE_LINE.match(office))
    )
