"""Furniture that is told by what it says or where it leads, not by its markup."""

import re
from enum import Enum, auto
from functools import lru_cache


class Saying(Enum):
    """What a piece of text gives itself away as."""

    #: Nothing but a label: "Skip to content", "PDF 214 KB". Only the text itself is left out.
    ALONE = auto()
    COOKIES = auto()
    FEEDBACK = auto()
    NEWSLETTER = auto()
    COMMENTS = auto()
    #: A heading over links to other pages.
    RELATED = auto()
    NOT_FOUND = auto()


_OPENS = " \t\r\n\u00a0\u00ab\u2039<|(["
_ENDS = r"[\s:.!\u203a\u00bb\u2026>|)\]]*"
_SAYINGS = re.compile(
    rf"""\s*+(?:[\u00ab\u2039<|(\[]\s*+)?(?:
      (?P<ALONE>(?:
          skip\s(?:to|over)\s[\w\s]{{3,30}} | skip\snavigation
        | (?:return|back)\sto\s(?:the\s)?(?:top|previous\spage|list|search\sresults)
          (?:\sof\s(?:the\s)?page)?
        | print(?:er)?(?:[-\s]friendly)?(?:\s(?:this|the))?\s?(?:page|version|article)
        | (?:e-?mail|share|tweet|bookmark)\sthis(?:\s(?:page|article|story|post))?
        | e-?mail\sto\sa\sfriend | share\s(?:on|via|to)\s\w+ | tweet
        | opens\sin\s(?:a\s)?new\s(?:window|tab) | view\sdirections | pdf\sicon
        | (?:(?:(?:(?:this|our)\s(?:web)?site\sis\s)?best\sviewed\s(?:at|in|on|with|using)\b
            (?:[^.!]|\.\d){{0,100}}
          | (?:you\sare\s(?:our\s)?)?visitor\s(?:(?:no\.?|number|counter)\s?:?\s?)?\d[\d,]*
          | visitors\s(?:today|online|so\sfar|this\s(?:week|month))\s?:?\s?(?:\d[\d,]*)?
          ){_ENDS}){{1,2}}
        | listen\sto\sthis\spage | (?:expand|collapse|show|hide|open|close)\sall(?:\s\w+)?
        | (?:pdf|docx?|xlsx?|pptx?|csv|zip|rtf|word|excel)\b[\s,:(\u2013-]*
          \d+(?:[.,]\d+)?\s?(?:[kmg]b|[kmg]ilobytes|bytes)(?:[\s,]+\d+\spages?)?
      ){_ENDS}$)
    | (?P<COOKIES>(?:we|this\s(?:web)?site|our\s(?:web)?site)(?:['\u2019]d)?\s(?:also\s)?
        (?:uses?|sets?|places?|(?:would\s)?like\sto\s(?:use|set))\s
        (?:(?:some|a|few|small|number|of|essential|necessary|analytics|optional|additional|\d+)\s)
        {{0,4}}cookies?
      | cookies\son\s(?:this|our|the|[\w.-]+\.uk)\b
      | by\s(?:continuing|using|browsing)[\w\s,]{{0,80}}\bcookies)
    | (?P<FEEDBACK>(?:was|is|did\syou\sfind)\s(?:this|the)
        \s(?:page|information|content|article|website)\s(?:was\s)?(?:helpful|useful)
      | did\syou\sfind\swhat\syou\s(?:were|are) | how\s(?:useful|helpful)\s(?:was|is)\sthis
      | rate\sthis\s(?:page|content) | is\sthere\sanything\swrong\swith\sthis\spage
      | report\sa\sproblem\swith\sthis\spage
      | (?:tell\sus\swhat\syou\sthink|give\s(?:us\s)?(?:your\s)?feedback)
        \s(?:of|about|on)\sthis\s(?:page|site|website)
      | help\sus\simprove\sthis\s(?:page|site|website))
    | (?P<NEWSLETTER>(?:sign\sup|subscribe|register)\s(?:to|for)\s(?:our|the)\s(?:[\w-]+\s){{0,3}}
        (?:newsletter|mailing\slist|(?:e-?mail\s)?(?:alerts|updates|bulletins?)))
    | (?P<COMMENTS>comments\sare\s(?:now\s)?closed
      | (?:leave\sa\sreply|(?:leave|post)\sa\scomment){_ENDS}$)
    | (?P<RELATED>(?:
          related(?:\s(?:links|pages|content|articles|posts|news|topics|information|items|documents))?
        | you\smay\salso\s(?:like|be\sinterested\sin) | in\sthis\ssection
        | latest\s(?:news|posts|tweets) | recent\s(?:posts|news) | more\s(?:news|articles|stories)
        | share(?:\sthis\s\w+)? | follow\sus(?:\son[\w\s]*+)? | quick\slinks | useful\slinks
        | on\sthis\spage | popular\spages | explore\sthis\ssection | tags | categories
        ){_ENDS}$)
    | (?P<NOT_FOUND>(?:(?:error\s)?404\b[\s:\u2013-]*+(?:error|not\sfound|page)?
        | (?:sorry,?\s)?(?:the\s|this\s)?page\s(?:was\s|could\s)?
          (?:not\s(?:be\s)?found|cannot\sbe\sfound|can.t\sbe\sfound|does\snot\sexist)
        | (?:oops|sorry)[!,.]*\s[\w\s']{{0,30}}page[\w\s']{{0,40}}(?:found|exist|available)
        ){_ENDS}$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 400
#: The beginnings of all sayings: looking them up is ten times faster than matching the sayings.
_BEGINNINGS = frozenset(
    """
        404 bac bes boo by cat clo col com coo csv did doc e-m ema err exc exp fol giv hel hid how
        in is lat lea lis mor on oop ope our pag pdf pop pos ppt pri qui rat rec reg rel rep ret rtf
        sha sho sig ski sor sub tag tel the thi twe use vie vis was we we' we\u2019 wor xls you zip
    """.split()
)


@lru_cache(maxsize=4_096)
def _may_begin(letters: str) -> bool:
    return letters.rstrip().lower() in _BEGINNINGS


def what_is_said(text: str) -> Saying | None:
    """Return what a piece of text gives itself away as, None where it could be the document's."""
    if not _may_begin(text.lstrip(_OPENS)[:3]) or len(text) > _LONGEST:
        return None
    match = _SAYINGS.match(text)
    return Saying[match.lastgroup] if match and match.lastgroup else None
