"""How recommendations are labelled and worded, and what a paper asks of its own meeting."""

import re

#: "Recommendation 3", "AFI 2:", "Area for improvement", "Cause of concern 1 -" opening a text.
LABEL = re.compile(
    r"""^(?:\(?\d{1,2}[.)]\s+)?(?:(?:the\s|hmic(?:frs)?(?:'s)?\s|inspectorate\s|national\s|force\s|peel\s|report\s)*)
        (?P<label>(?:recommendation|rec|area\s(?:for|of)\simprovement|afi|cause\sof\sconcern
            |argymhelliad)
        (?:\s?(?:no\.?|number|\#)?\s?\(?(?P<number>\d{1,2}|[ivx]{1,4}(?![a-z])|(?-i:[A-Z])(?![a-z])
            |one|two|three|four|five|six|seven|eight|nine|ten)(?:[.]\d{1,2})?[a-z]?\)?(?![\w%]))?)
        (?!s?\s+(?:of|from|to|that|is|was|were|are|has|have|in|on|for|and|or|(?-i:by)|tracker|made)\b)
        (?P<mark>\s*[:.]\s*|\s*[\u2013-]\s+|\s*\([^()]{0,40}\)\s*+[:.\u2013-]?\s*
            |\s+(?=(?-i:[A-Z"']))|$)""",
    re.IGNORECASE | re.VERBOSE,
)
#: How inspectorates word what they want: "By May 2020, chief constables should …".
WORDING = re.compile(
    r"^(?:[\"'(]\s?)?(?:(?:we|hmic(?:frs)?|the\sinspectorate|inspectors|it\sis)\s(?:therefore\s"
    r"|also\s)?recommend(?:s|ed)?\b|(?:immediately|(?:by|within|before|as\ssoon\sas|from"
    r"|with\simmediate)\b[^.;:]{2,60}?),?\s(?:(?:all\s|every\s)?(?:chief|the\sforce|forces|police"
    r"|home|the\s(?:home|college|npcc|national))|[a-z]+\s(?:police|constabulary))"
    r"|(?:all\s|every\s|those\s|other\s)?(?:chief\s(?:constables|officers)|(?:police\s)?forces"
    r"|the\s(?:force|constabulary)|[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Police|Constabulary)"
    r"|the\s(?:home\soffice|college\sof\spolicing|npcc|national\spolice\schiefs'?\scouncil)"
    r"|police\sand\scrime\scommissioners|pccs)\s(?:[^.]{0,80}?\s)?(?:should|must|needs?\sto)\b)",
    re.IGNORECASE,
)
#: What a paper asks of its own meeting.
OWN_MEETING = re.compile(
    r"^(?:(?:it\sis\s)?recommended\s)?(?:that\s)?(?:the\s)?(?:(?:police,?\s(?:and"
    r"|fire)[\w\s]{0,12}crime\s)?(?:panel|committee|board|members?|meeting|cabinet"
    r"|commissioner(?=\suses?\b|\snotes?\b))|panel\smembers?|pcc(?=\suses?\b|\snotes?\b))\b"
    r"|^(?:to\s)?(?:note|consider|approve|receive)\s(?:and\s\w+\s)?(?:the|this)\s(?:report"
    r"|contents?|update)\b",
    re.IGNORECASE,
)
_ASKING_HEADING = re.compile(
    r"^(?:\d{1,2}\.?\s)?(?:(?:the|hmic(?:frs)?(?:'s)?|inspectorate's?|national|local|force)\s){0,3}"
    r"(?:recommendations?|areas?\s(?:for|of)\simprovement|afis?|causes?\sof\sconcern)"
    r"(?:\s(?:no\.?\s)?[\divx]{1,3}[a-z]?)?\s?:?$",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our)\b", re.IGNORECASE)
_ANSWER_INSIDE = re.compile(
    r"(?:response|comments?|update|answer|reply|progress)s?(?:\s?:|\s[\u2013-])\s", re.IGNORECASE
)
_SHORTEST_ASKED_WORDS = 4


def is_asking_heading(heading: str) -> bool:
    """Say whether a heading stands over recommendations ("Areas for improvement", "AFI 2")."""
    return bool(_ASKING_HEADING.match(heading))


def quotes_recommendation(text: str, *, under_asking: bool) -> bool:
    """Say whether a paragraph prints an inspectorate's recommendation, not words about one.

    It is labelled ("Recommendation 1: Chief constables should …"), or stands under a heading
    of recommendations in their wording.
    """
    label = LABEL.match(text)
    asked = text[label.end() :] if label else text
    if len(asked.split()) < _SHORTEST_ASKED_WORDS or OWN_MEETING.match(asked):
        return False
    if _ANSWER_INSIDE.search(asked):
        return False
    if label:
        return bool(WORDING.match(asked)) or (label["mark"].strip() == ":" and not _says_we(asked))
    return under_asking and bool(WORDING.match(asked)) and not _says_we(asked)


def _says_we(text: str) -> bool:
    return bool(_FIRST_PERSON.search(text.split(". ", maxsplit=1)[0]))
