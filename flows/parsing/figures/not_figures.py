"""Numbers that measure nothing: labels, references, addresses, numbers that people call."""

import re
from collections.abc import Iterator

from flows.parsing.openings import Opened, either_case
from flows.parsing.text.addresses import AMBIGUOUS, POSTCODE, STREETS
from flows.parsing.words import holds_one, lowered

_NUMBER = r"[A-Z]?\d{1,4}[A-Za-z]?(?:\.\d+)*(?:\(\w\))*"
#: "3, 5 and 7"; a number that counts the noun behind it is in no list ("section 17, 17 homes").
_NUMBER_LIST = (
    rf"{_NUMBER}(?:\s?(?:,|and|&|to|-|\u2013|or)\s?{_NUMBER}(?![\d%])"
    r"(?!\s(?!of\b|and\b|or\b|to\b|in\b|on\b|under\b|were\b|was\b|are\b|is\b"
    r"|have\b|had\b|has\b|will\b|would\b|should\b|may\b|which\b|for\b|from\b)[a-z]))*"
)
#: Where a pattern can begin: at the first letter of a word (or an address that is glued to one), a
#: digit, a mark. It is tried at no other place.
_LETTER = r"(?:\b(?=[^\W\d])|(?=https?:|www\.))"
_DIGIT = r"(?=\d)"
_MARK = r"(?=[^\w\s])"
#: "From 340 to 999" is a move; "97,000 calls to 999" are calls.
_MOVED_TO = "".join(
    rf"(?<!{lead}\s{number}\sto\s)"
    for lead in ("from", "by", "up", "down")
    for number in (r"\d", r"\d\d", r"\d\d\d", r"\d,\d\d\d", r"\d\d,\d\d\d")
)
_PATTERNS = {
    "url": (
        (
            _LETTER,
            _DIGIT,
            _MARK,
        ),
        (
            r"(?=\S{0,200}[.@/])(?:(?:https?://|www\.)\S+|\b[\w./-]{1,100}\.(?:gov\.uk|police\.uk|org\.uk|co\.uk|org|com|pdf"
            r"|docx?|html?|aspx?)\b\S*|[^\s@]{1,64}@[^\s@]{1,100}\.\w+)"
        ),
    ),
    "phone": (
        (
            _DIGIT,
            _MARK,
        ),
        (
            # Not behind a comma: "412,000 999 calls".
            r"(?:(?<!\d)(?<!\d,)(?:\+44\s?\(?0?\)?\s?\d{2,4}"
            r"|\(?0\d{2,4}\)?)[\s-]?\d{3,4}(?:[\s-]?\d{3,4})?(?!\d))"
        ),
    ),
    "dialled": (
        (_LETTER,),
        (
            r"(?:\b[Ee]xt(?:ension|n)?\b\.?\s?:?\s?\d{2,6}\b"
            r"|\b(?:[Mm]eeting|[Ww]ebinar|[Cc]onference)\s(?:ID|id|code)\s?:?\s?\d[\d ]{4,})"
        ),
    ),
    "postcode": ((_LETTER,), rf"(?:{POSTCODE})"),
    "size": (
        (
            _DIGIT,
            _MARK,
        ),
        r"(?:\([^)]{0,60}\b(?:PDF|Word|DOCX?|Excel|XLSX?)\b[^)]{0,60}\)|\b\d+(?:[.,]\d+)?\s?(?:[kKMG]i?[bB]|[Kk]ilobytes|[Mm]egabytes|mph|kph|km/h)\b)",
    ),
    "meeting": (
        (_LETTER,),
        (
            r"(?:\b(?:start|commenc|open|began|beg[iu]n|clos|end|finish|conclud|adjourn|reconven|resum"
            r"|arriv|join|left|leav)\w*(?:\s(?:the\s)?(?:meeting|room|chamber))?\s(?:at|from|until)\s\d{1,2}[:.]\d{2}\b"
            r"(?:\s?(?:-|\u2013|to|until)\s?\d{1,2}[:.]\d{2}\b)?"
            r"(?!\s?(?:%|per\scent|days?|hours|minutes|seconds|m\b|million)))"
        ),
    ),
    "clock": (
        (_DIGIT,),
        (
            r"(?:\b\d{1,2}[:.]\d{2}\s?(?:-|\u2013|to)\s?(?=\d{1,2}[:.]\d{2}\s?[ap]\.?m)"
            r"|\b\d{1,2}[:.]\d{2}\s?(?:[aApP]\.?[mM]\b\.?|hrs\b|hours\b)|\b\d{1,2}:\d{2}\b(?!:)"
            r"|\b\d{1,2}(?:\s?-\s?\d{1,2})?\s?(?:[ap]\.?m\b|noon\b|o'clock)|\b[012]\d{3}\s?(?:hrs"
            r"|hours)\b)"
        ),
    ),
    "always": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\b24\s?/\s?7\b|\b24[\s-]hours?\sa\sday\b|\b(?:seven|7)[\s-]days\sa\sweek\b"
            r"|\b365\sdays\sa\syear\b|\b24[\s-](?:hour|7)\s(?!period)[a-z]+)"
        ),
    ),
    # "At 10.45 the webcast began"; "stood at 10.45" is a figure.
    "began_at": (
        (_LETTER,),
        r"(?:\bAt\s(?:[01]?\d|2[0-3])\.[0-5]\d\b(?=,?\s(?:the|a|an|we|members|councillors)\s))",
    ),
    "standard": ((_LETTER,), r"(?:\b(?:ISO|BS|EN|PAS|IEC)(?:\sEN|/IEC)?\s\d{3,6}(?:[-:]\d+)*\b)"),
    "disease": ((_LETTER,), r"(?:\b[Cc](?:OVID|ovid)[\s-]?(?:19|20)?\b)"),
    "called": (
        (_DIGIT,),
        (
            # Counted where what is counted follows, or where it moves from or to another count.
            r"(?:(?=999|101|111)(?<![\u00a3\d,.])MOVED(?!(?<=from\s)\d{3}\sto\s\d)\b(?:999|101|111)\b"
            r"(?:\s?(?:/|and|or|&)\s?(?:999|101|111)\b)?(?!\s?(?:%|per\scent|days?|weeks?|months?"
            r"|hours?|minutes?|seconds?)|,\d)"
            r"(?!\s?(?:(?!(?:call|caller|calling|line|number|service|demand|and|or|to|by|for|from|of|in|with|on"
            r"|at)s?\s)[a-z][a-z'\u2019-]*\s){0,3}(?:officers|crimes|offences|people|victims|children|arrests"
            r"|cases|incidents|recommendations|reports|staff|referrals|burglaries|complaints|detectives"
            r"|homes|investigations|pupils|schools|searches|suspects|visits|warrants|women)\b))"
        ),
    ),
    "memorial": ((_DIGIT,), r"(?:\b(?:9/11|7/7)\b)"),
    "counter": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\b(?:[Ii]ssue\s[Hh]istory|[Rr]elated\s[Dd]ocuments)"
            r"\s\(\d{1,4}\)|\b[Ii]tems\s?:\s?\d{1,3}\b|\bvisitor\s(?:no\.?\s|number\s)?\d[\d,]*\b"
            r"|\b(?<!,)\d{3,4}\s?[x\u00d7]\s?(?!(?:999|101|111)\b)\d{3,4}\b"
            r"|\b\d{1,3}\s(?:present|expected|absent|apologies)(?=\s?(?:[,.;)]|$|and\b)))"
        ),
    ),
    "page": ((_LETTER,), r"(?:\b[Pp]age\s\d{1,4}\s?(?:of|/)\s?\d{1,4}\b)"),
    "statute": (
        (_LETTER,),
        (
            r"(?:\b(?:[Ss]ections?|(?<!')[Ss]s?\.?|[Ss]ecs?\.?|[Aa]rticles?|[Rr]egulations?|[Rr]egs?\."
            r"|[Ss]chedules?|[Cc]lauses?|[Pp]aragraphs?|[Pp]aras?\.?|[Cc]hapters?|Part|Parts"
            r"|[Aa]nnex(?:es)?|[Aa]ppendix|[Aa]ppendices|[Pp]ages?|[Pp]p?\.|[Ff]igures?|[Ff]igs?\."
            r"|[Tt]ables?|[Cc]harts?|[Gg]raphs?|[Ss]lides?|[Vv]ersions?|[Vv]ol(?:ume)?\.?"
            r"|[Ff]ootnotes?)\s?(?:no\.?\s?)?(?:LIST))"
        ),
    ),
    "label": (
        (_LETTER,),
        (
            r"(?:(?<!\d\s)\b(?:[Rr]ecommendations?|[Rr]ecs?\.?|AFIs?|(?:AGENDA\s)?ITEM|RECOMMENDATIONS?|APPENDIX|ANNEX|PAGE|SECTION"
            r"|[Aa]reas?\s[Ff]or\s[Ii]mprovement|[Cc]auses?\s[Oo]f\s[Cc]oncern|[Pp]riority|[Pp]riorities"
            r"|[Oo]bjectives?|[Pp]hases?|[Ss]tages?|[Tt]iers?|[Ll]evels?|[Bb]ands?|[Gg]rades?|[Cc]ategory"
            r"|[Cc]ategories|[Oo]ptions?|[Ss]teps?|[Qq]uestions?|[Aa]genda\s[Ii]tems?:?|[Ii]tems?"
            r"|[Mm]inutes?(?=\s(?:no|number|\d+/|\d+\s(?:of|refers?|above|below)\b|\d+\s?-\s?\d+\b))|Years?|Group|Class|Strand|Pillar|Theme|Outcomes?|Goal"
            r"|outcome|Principle|Principles|Code|Zone|Unit|Point|Issue|Edition|Form|Wave|Cohort|Gateway|Decision"
            r"|Article|Target|Aim|KP[IQ]s?|Ref\.?|Reference|No\.|Nos\.|Number|Channel|Radio|Operation|Room|Block|Floor|Box"
            r"|Standard|Measure|Domain|Workstream|Project|Batch|Type|Scenario|Lot|Ward"
            r"|Key\s[Ll]ine\sof\s[Ee]nquiry)\s?(?:\#|no\.?\s?)?(?:LIST)(?!\s?(?:%|per\scent)|,\d))"
        ),
    ),
    # "M62 junction 27": the number of the road before it hides it from the rule above.
    "junction": ((_LETTER,), r"(?:\b[Jj]unctions?\s(?:LIST))"),
    "project_year": (
        (_LETTER,),
        (
            r"(?:(?<!this\s)(?<!last\s)(?<!the\s)(?<!each\s)(?<!per\s)(?<!next\s)(?<!previous\s)(?<!financial\s)(?<!a\s)\byears?\s\d{1,2}\b(?!\s?(?:%"
            r"|per\scent|[a-z]+s\b)))"
        ),
    ),
    "address": (
        (_DIGIT,),
        (
            r"(?:\b\d{1,4}[A-Za-z]?,?\s(?!(?:Crown|County|High|Youth|Magistrates)\sCourt)"
            rf"(?:[A-Z][a-z]+\s){{1,3}}(?:(?:{STREETS}|House|Lane|Drive|Close|Way)\b"
            rf"|(?:Court|{AMBIGUOUS})(?=\s*(?:[,;|\n]|$))))"
        ),
    ),
    "note": (
        (
            _DIGIT,
            _MARK,
        ),
        r"(?:\[\^?\d{1,3}\]|(?:(?<=[a-z])|(?<=[a-z][.,;)]))\d{1,2}(?=\s[A-Z]|$)|#\d+)",
    ),
    "name": (
        (_LETTER,),
        (
            r"(?:(?:(?<=[a-z,:;]\s)|(?<=[a-z,:;]\s\"))(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Fifteen"
            r"|Twenty|Thirty|Forty|Fifty)(?=\s[A-Z][a-z]))"
        ),
    ),
    "ordinal": ((_DIGIT,), r"(?:\b\d{1,4}(?:st|nd|rd|th)\b)"),
    "decade": ((_DIGIT,), r"(?:\b(?:19|20)\d0s\b|\b\d0s\b(?!-))"),
    "code": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\b[A-Za-z]+\d+[A-Za-z\d]*\b|\b\d+(?!FTE|WTE|BN|K\b|M\b)[A-Z]{1,3}\b"
            r"|\b\d+[A-Za-z]+\d\w*)"
        ),
    ),
    "clause": ((_DIGIT,), r"(?:\b\d+\.\d+(?:\.\d+)+\b)"),
    "foreign": ((_MARK,), r"(?:[$\u20ac]\s?\d[\d,.]*(?:\s?(?:m|bn|million|billion))?)"),
    "idiom": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\b(?:\w+)-year\s(?:plan|strategy|vision|term)\b|\b(?:one|two|three)[\s-](?:of\sthe\s(?:most|best|first|worst)|another|way\b|off\b"
            r"|stop\b|to[\s-]one|fold\b)|\b(?:no|any|every|some|each|which|that|this|number|day"
            r"|the\s(?:only|last|first|next|right|wrong))\sone\b(?!\s(?:in|out\sof)\s(?:every\s)?"
            r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d))|\bnot\sone\b|\bone\sor\s(?:two|more|both"
            r"|other|the\b)|\bone\s?(?:/|-)\s?two\b|\bone\sthing\b|\bone\sday\b|\bzero[\s-]tolerance"
            r"|\bnet[\s-]zero|\bground\szero|\btop\s(?:ten|\d+)\b|\btwo[\s-]way\b|\bin\stwo\sminds\b)"
        ),
    ),
    "compound": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3})-(?:tier"
            r"|stage|step|strand|phase|point|pronged|part|part\b|page|fold|stop|off|way|person|man|party"
            r"|track|monthly|weekly|yearly|star|bed|sided|dimensional)\w*\b)"
        ),
    ),
    "frequency": (
        (
            _LETTER,
            _DIGIT,
        ),
        (
            r"(?:\bevery\s(?:\d+|two|three|four|six|eight|twelve)\s(?:years?|months?|weeks?"
            r"|days?|hours?|minutes?)\b|\b\d{1,2}[\s-](?:monthly|weekly)\b)"
        ),
    ),
}


def _label_at(*places: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            f"{place}(?:{'|'.join(rule for at, rule in _PATTERNS.values() if place in at)})"
            for place in places
        )
        .replace("LIST", _NUMBER_LIST)
        .replace("MOVED", _MOVED_TO)
    )


LABEL = _label_at(_LETTER, _DIGIT, _MARK)
#: How all of them begin that do not begin with any word whatever.
_OPENINGS = (
    *either_case(
        "ext meeting webinar conference issue related item visitor page section article regulation "
        "reg. regs. schedule clause para chapter annex appendi p. pp. fig table chart graph slide "
        "version vol footnote recommendation area cause priorit objective phase stage tier level "
        "junction band grade categor option step question agenda minute outcome"
    ),
    *(
        f"{word}{end}"
        for word in either_case("s ss sec secs rec recs")
        for end in (".", " ", "#", "no")
    ),
    *(
        "start commenc open began begin begun clos end finish conclud adjourn reconven resum arriv "
        "join left leav seven COVID Covid covid cOVID Part AFI Year Group Class Strand Pillar "
        "Theme Outcome Goal Principle Code Zone Unit Point Edition Form Wave Cohort Gateway "
        "Decision Target Aim KP Ref No. Nos. Number Channel Radio Operation Room Block Floor Box "
        "Standard Measure Domain Workstream Project Batch Type Scenario Lot Ward Key At ISO BS EN "
        "PAS IEC One Two Three Four Five Six Seven Eight Nine Ten Twelve Fifteen Twenty Thirty "
        "AGENDA ITEM RECOMMENDATION APPENDIX ANNEX PAGE SECTION "
        "Forty Fifty one two three four- five- six- seven- eight- nine- ten- twelve- zero"
    ).split(),
    *("year ", "years ", "every ", "top ", "in two ", "net zero", "net-zero", "ground zero"),
    *(f"{word} one" for word in "no any every some each which that this number day not".split()),
    *(f"the {word} one" for word in "only last first next right wrong".split()),
)
_OPENED_LABEL = Opened(
    (_OPENINGS, _label_at(_LETTER)),
    (("+44", "(", "[", "#", "$", "\u20ac"), _label_at(_MARK)),
    at_digits=_label_at(_DIGIT),
)
#: Addresses, postcodes and codes begin with any letters, and so does "a ten-year plan".
_SIGNS_OF_OTHERS = (
    *("@", "http", "www.", ".uk", ".org", ".com", ".pdf", ".doc", ".htm", ".asp"),
    "-year",
)
_LETTER_AND_DIGIT = re.compile(r"[A-Za-z]\d")
#: "Budget monitoring (10 minutes)", "Time allowed: 15 minutes": how long an item may take.
_ITEM_TIME = re.compile(
    r"(?:^|(?<=[.!?]\s))\(\d{1,3}\s?min(?:ute)?s?\)\.?$"
    r"|\b(?:time\s(?:allowed|allotted|allocated|limit)|duration)\s?:\s?(?:\d\s?h(?:ou)?rs?\s)?"
    r"\d{1,3}\s?min(?:ute)?s?\b"
    r"|\b(?:item\s\d{1,3}[a-z]?|\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?)\s?\(\d{1,3}\s?min(?:ute)?s?\)",
    re.IGNORECASE,
)
#: The title of an item, which has no verb, with the time that the item may take.
_TIMED_TITLE = re.compile(
    r"(?!.*\b(?:is|are|was|were|be|been|has|have|had|do|does|did|took|takes?|average\w*|wait\w*"
    r"|times?|response|answer\w*|within|target|median|mean)\b)"
    r"(?=.*\b(?:apologies|briefing|budget|business|declarations?|discussion|introductions?|items?"
    r"|matters|minutes\sof|monitoring|plan|presentation|programme|questions?|reports?|review"
    r"|scrutiny|update|welcome)\b)"
    r"(?:\d{1,3}[.)]?\s)?[A-Z][^.!?]{2,120}?\s(?P<time>\((?:approx\w*\.?\s)?"
    r"\d{1,3}\s?min(?:ute)?s?\))\.?",
    re.IGNORECASE,
)
#: "1 Welcome and introductions": the number of an item, not of anything.
_ITEM = re.compile(
    r"(?P<number>\d{1,2})\s(?!Month|Year|Week|Day|Hour|Minute)[A-Z][a-z]+(?<!s)(?:\s[\w'&/,-]+){0,6}\.?"
)
_COUNTED_BY_PAGE = r"(?:comments?|replies|views?|hits|shares?|likes?|tweets?|reads?|downloads?)"
#: What a page counts of itself: "3 min read | 12 comments", "Views: 214", "Posted in News (12)".
_PAGE_COUNTER = re.compile(
    r"\b\d{1,3}\s?min(?:ute)?s?\.?\sread\b"
    r"|\b(?:reading\stime|time\sto\sread)\s?:?\s(?:about\s)?\d{1,3}\s?min(?:ute)?s?\b"
    r"|\b(?:see|view|show)\sall\s[a-z]+\s\(\d{1,4}\)"
    r"|\b(?:posted|filed|published|tagged)\s(?:in|under)\s[^.|()]{1,60}\s?\(\d{1,4}\)"
    rf"|(?:^|[|\u00b7\u2022]\s?)(?:{_COUNTED_BY_PAGE}\s?:?\s?\(?\d[\d,]*\)?|\d[\d,]*\s{_COUNTED_BY_PAGE})"
    r"(?=\s?(?:[|\u00b7\u2022]|$))",
    re.IGNORECASE,
)
#: One of these stands in whatever ``_PAGE_COUNTER`` finds, but for a line that is all counter.
_SIGNS_OF_COUNTERS = (
    *(" read", "reading time", "see all", "view all", "show all", "|", "\u00b7", "\u2022"),
    *(
        f"{said} {where}"
        for said in ("posted", "filed", "published", "tagged")
        for where in ("in", "under")
    ),
)
_LONGEST_COUNTER = 60
_ENUMERATOR = re.compile(r"(?<![\w)])\((?P<n>\d{1,2}|[a-z]|[ivx]{1,4})\)(?=\s?[A-Za-z])")


def labels(text: str) -> Iterator[re.Match[str]]:
    """Yield what ``LABEL`` matches in ``text``, trying it only where it can begin."""
    may_be_others = holds_one(text, _SIGNS_OF_OTHERS)
    if may_be_others or _LETTER_AND_DIGIT.search(text):
        return LABEL.finditer(text)
    return _OPENED_LABEL.finditer(text)


def label_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a clean ``text`` in which a number is a name and counts nothing.

    The kinds are those of the contract: references ("section 47", "Recommendation 3",
    "Year 7"), addresses, telephone numbers and numbers that people call (101, 999), sizes
    of files, times of day, speed limits, ordinals, footnote marks, idioms, and the minutes
    that an item of an agenda may take, counters of attendance and of what a page has of its own.
    """
    for match in labels(text):
        yield match.span()
    small = lowered(text)
    if "min" in small:
        for match in _ITEM_TIME.finditer(text):
            yield match.span()
        if title := _TIMED_TITLE.fullmatch(text.strip()):
            yield title.span("time")
    if len(text) <= _LONGEST_COUNTER or holds_one(small, _SIGNS_OF_COUNTERS):
        for match in _PAGE_COUNTER.finditer(text):
            yield match.span()
    if item := _ITEM.fullmatch(text):
        yield item.span("number")
    if "(" not in text:
        return
    enumerators = [match for match in _ENUMERATOR.finditer(text) if match["n"].isdigit()]
    numbers = {int(match["n"]) for match in enumerators}
    for match in enumerators:
        # One number in brackets may be a figure; a series that counts up is a list.
        if {int(match["n"]) - 1, int(match["n"]) + 1} & numbers:
            yield match.span()
