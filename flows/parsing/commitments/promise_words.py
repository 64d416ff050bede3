"""The words by which promises are told: cues, verbs that promise nothing, reporting and hedging."""

import re
from collections.abc import Iterator

from flows.parsing.openings import Opened
from flows.parsing.words import holds_one

#: "supply" and its like end as adverbs do.
_ADVERB = r"(?!(?:supply|apply|reapply|reply|rely|comply)\b)\w{2,14}ly"
_TIMES = "also|now|then|therefore|both|all|again|soon|shortly|next|each|still|of\\scourse|in\\sturn"
_ADVERBS = rf"(?:(?:{_TIMES}|{_ADVERB})\s){{0,3}}"
_BE = r"(?:am|is|are|'m|'re)"
CUE = re.compile(
    rf"""(?:\b(?=[A-Za-z])|(?='))(?:
      (?P<will>(?:\b(?:will|shall)|(?<=[A-Za-z])'ll)\s(?P<negated>not\s|never\s
          |no\slonger\s)?(?P<adverbs>{_ADVERBS})(?P<aux>be\s
          |have\s)?{_ADVERBS}(?P<verb>[a-z][a-z'-]*))
    | (?P<is_to>(?:\b
        |(?=')){_BE}\s(?P<not_to>not\s)?{_ADVERBS}to\s{_ADVERBS}(?P<to_be>be\s)?{_ADVERBS}(?P<to_verb>[a-z][a-z-]*))
    | (?P<intend>\b(?:intends?|plans?|proposes?|undertakes?|pledges?|promises?|commits?
        |agrees?|(?P<aim>aims?)|(?:am|are|is)\s{_ADVERBS}(?:planning|intending|going|looking
        |preparing))\sto\s{_ADVERBS}(?:be\s)?(?P<intend_verb>[a-z][a-z-]*))
    | (?P<undertook>\b(?:(?:has|have)\s{_ADVERBS})?(?:undertaken|undertook|agreed|committed
        |pledged|promised|offered
        |resolved)\sto\s{_ADVERBS}(?:be\s)?(?P<undertook_verb>[a-z][a-z-]*))
    | (?P<committed>(?:\b|(?=')){_BE}\s{_ADVERBS}(?:committed|determined)\sto\s)
    | (?P<intention>\b(?i:it\sis\s(?:also\s|now\s)?(?:proposed|intended|planned)\s(?:to|that)
        |it\sis\s(?:my|our|the|their|its)\s(?:\w+\s)?intention\s(?:to|that)
        |with\sthe\sintention\s(?:of|that|to)|(?:my|our|the|its
        |their)\s(?:\w+\s)?intention\sis\s(?:to|that)|(?:plans|arrangements)\sare\s(?:now\s
        |also\s)?in\splace\s(?:to|for)|there\sare\s(?!no\s)(?:\w+\s)?plans\sto|(?:has
        |have)\s(?:\w+\s)?plans\sto)\s)
    | (?P<scheduled>\b(?:is|are)\s{_ADVERBS}(?:(?:scheduled|planned|timetabled|booked)(?:\s(?:to
        |for|in|on|by|at)\s|(?=[.;]|$))|due\s(?:to\s(?:be|start|begin|commence|take|finish|go|launch|report
        |meet|conclude|complete|open|join|attend|move|roll|deliver|run|publish|return|happen|hold
        |receive)\b|for\s(?:completion|publication|delivery|launch|release|implementation|review)
        |by\s|in\s|on\s)|set\sto\s(?:be|start|begin|launch|roll|open|go)\b)
        |(?P<arranged>\b(?:has|have)\sbeen\s{_ADVERBS}(?:scheduled|arranged|booked|timetabled
        |planned|set)\sfor\s))
    | (?P<considering>\b(?:(?:is|are|am)\s{_ADVERBS}(?:being\s{_ADVERBS})?(?:considered
        |considering|explored|exploring|scoped|scoping|looking\s(?:at\s(?:how|ways|options|whether
        |opportunities)|into))\b|under\s(?:active\s)?consideration\b
        |[Cc]onsideration\sis\s(?:currently\s|also\s|now\s)?being\sgiven\sto\s))
    | (?P<would>\bwould\s(?P<would_not>not\s|never\s)?{_ADVERBS}(?P<would_aux>be\s
        |have\s)?{_ADVERBS}(?P<would_verb>[a-z][a-z-]*))
    | (?P<was_to>\b(?:was|were)\sto\s{_ADVERBS}(?P<was_verb>(?!be\b)[a-z][a-z-]*))
    | (?P<to_be_done>\bto\sbe\s{_ADVERBS}(?P<done>[a-z]+(?:ed|en|wn|eld|ade|ent|et|un|uilt
        |ought))\b)
    | (?P<goes>\bgoes\slive\b)
    | (?P<progress>\b(?:is|are)\s{_ADVERBS}being\s{_ADVERBS}(?P<progress_verb>[a-z]{{3,}}(?:ed
        |ld|un|en))\b)
    )""",
    re.VERBOSE,
)
_INTENDING = "intend plan propose undertake pledge promise commit agree aim".split()
_UNDERTAKEN = "undertaken undertook agreed committed pledged promised offered resolved".split()
#: How all cues begin but those that tell of an intention.
_OPENINGS = (
    *("will ", "shall ", "'ll ", "am ", "is ", "are ", "'m ", "'re ", "has ", "have ", "would "),
    *(f"{verb}{ending} to " for verb in _INTENDING for ending in ("", "s")),
    *(f"{verb} to " for verb in _UNDERTAKEN),
    *("was to ", "were to ", "to be ", "under active", "under consideration"),
    *("consideration is ", "Consideration is ", "goes live"),
)
_OPENED_CUE = Opened((_OPENINGS, CUE))
_SIGNS_OF_INTENTIONS = (*("intention", "in place", "plans to", "it is", "it is also", "it is now"),)


def find_cues(text: str, small: str) -> Iterator[re.Match[str]]:
    """Yield what ``CUE`` matches in ``text``, trying it only where it can begin.

    ``small`` is the text ``lowered``.
    """
    if holds_one(small, _SIGNS_OF_INTENTIONS):
        return CUE.finditer(text)
    return _OPENED_CUE.finditer(text)


MAY_PROMISE = re.compile(
    r"\bwill\b|\bshall\b|'ll\b|\bto\b|\bwould\b|consider|\bbeing\b|explor|scop|looking|\bdue\b"
    r"|planned|scheduled|timetabled|booked|goes\slive|arranged"
)
#: One of these stands in whatever ``MAY_PROMISE`` finds.
SIGNS_OF_PROMISES = (
    *("will", "shall", "'ll", "to", "would", "consider", "being", "explor", "scop", "looking"),
    *("due", "planned", "scheduled", "timetabled", "booked", "goes live", "arranged"),
)
BREAK = re.compile(
    r"""[;:()"]|\s[-\u2013\u2014]\s|,\s|\b(?:that|which|who|whom|where|whereby|when|whenever"
    r"|while|whilst|although|though|because|so|if|unless|but|as|how|what|whether|why|until"
    r"|(?<!later\s)than)\s"""
)
FINITE = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|do|does|did"
    r"|welcomes?|notes?|accepts?|agrees?|recognises?|acknowledges?|supports?|provides?|works?"
    r"|remains?|continues?|understands?|said|told|advised|confirmed|stated|explained|reported|noted"
    r"|agreed|assured|informed|wrote|replied|responded|undertook|promised)\b"
)
FALSE_WILL = re.compile(
    r"\b(?:the|political|good|free|at|own|strong|public|a|of|no|his|her|their)\s$", re.IGNORECASE
)
GOVERNED = re.compile(
    r"\b(?:hop(?:e|es|ing|ed)|expect(?:s|ed|ing|ation)?|believ(?:e|es|ed)|trust|anticipat(?:e|es"
    r"|ed)|confident|likely|predict(?:s|ed)?|assum(?:e|es|ed)|doubt|forecast|estimated?|fear"
    r"|think|understand|recognis(?:e|es)|aware|know|acknowledge|means?|ensur(?:e|es|ed|ing)|so"
    r"|such|order|optimistic|satisfied|suggests?|concerned|concern|clear|risk|possible|evident"
    r"|assur(?:e|es|ed|ance|ances)(?:\s(?:you|the\spublic|members|residents))?|reassur(?:e"
    r"|ed)(?:\s(?:you|the\spublic|members|residents))?)(?:\s(?:is|are|and))?(?:\s(?:that"
    r"|it))?\s(?:the\s)?$",
    re.IGNORECASE,
)
#: "I hope the new team will …": what somebody hopes or thinks, without "that" behind it.
GOVERNING_SUBJECT = re.compile(
    r"^(?:(?:but|and|so)\s)?(?:I|we|he|she|they|inspectors|members)\s(?:\w+ly\s|also\s|do\s"
    r"|would\s)?(?:hopes?|hoped|expect(?:s|ed)?|believes?|believed|trust(?:ed)?|thinks?|thought"
    r"|anticipates?|doubt|fear|imagine|suspect|assume|feel|felt|understand|know|wish)\s\S",
    re.IGNORECASE,
)
ASSURANCE = re.compile(
    r"\b(?:rest\sassured|be\s(?:re)?assured|(?:re)?assure\s(?:you|the\spublic|residents|members"
    r"|communities|people|everyone)|look(?:ing)?\sforward\sto)\b",
    re.IGNORECASE,
)
HABIT = re.compile(
    r"\b(?:always|often|usually|normally|typically|generally|frequently|sometimes|inevitably"
    r"|naturally|undoubtedly|probably|hopefully|rarely|occasionally|ultimately)\b"
)
REPORTED = re.compile(
    r"\b(?:said|stated|confirmed|advised|explained|assured|reassured|reported|agreed|informed"
    r"|indicated|added|undertook|offered|clarified|promised|responded|replied|resolved|RESOLVED"
    r"|told|noted|heard|highlighted|suggested|requested)\b"
)
#: "a scheme that, if approved, will run for a year": the condition is an aside, the promise stands.
CONDITIONS = (
    *("successful", "possible", "appropriate", "necessary", "required", "needed", "available"),
    *("approved", "agreed", "relevant", "practicable", "applicable"),
)
ASIDE = re.compile(
    rf"(?=[,iwao])(?:,\s)?\b(?:if|where|when|as|once)\s(?:{'|'.join(CONDITIONS)})\b,?"
)
CASES = re.compile(
    r"\b(?:(?:if|when|whenever|should)\sthe|(?:if|when|whenever|where|should|once)\s(?:an?|any"
    r"|someone|somebody|anyone|there|it|they|you|victims?|children|people|callers?|offenders?"
    r"|suspects?|appropriate|necessary|required|possible|needed))\b",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"\b(?:will|shall|(?:intends?|plans?|pledges?|promises?|undertakes?|proposes?|going|committed"
    r"|agreed|undertaken)\sto)(?:\s(?:be|also|therefore))?(?:\s(?:do|take|undertake|deliver"
    r"|complete|implement|make|carry\sout)\sthe\sfollowing(?:\s\w+){0,2})?\s?[:;]?\s?-?$"
)
BARE_VERB = re.compile(
    rf"(?:also\s|{_ADVERB}\s)?(?!the\b|a\b|an\b|our\b|to\b|by\b|in\b"
    r"|for\b)(?P<verb>[A-Za-z][a-z-]+)\s\S",
    re.IGNORECASE,
)
ACTION = re.compile(
    r"(?:(?:(?i:action)(?i:\spoint|\sno\.?)?\s?[\w./]{0,6}|[A-Z]{1,3}\d{1,3}(?:[/.]\d{1,4})?)"
    r"\s?[:\u2013-]\s?)?"
    r"(?P<who>(?:The\s)?[A-Z][\w&'./-]*(?:\s(?:[A-Z][\w&'./-]*|of|and|the|for|&|in|lead|leads"
    r"|team|officer|manager)){0,7}?)\sto\s(?:be\s)?(?P<verb>[a-z]+)\b"
)
ACTION_VERBS = frozenset(
    """add advise agree amend analyse appoint arrange ask assess attend attended audit brief
    bring build carry check circulate commission complete conduct confirm consider consult
    contact coordinate create deliver design develop discuss draft embed ensure establish
    evaluate expand explore extend feed finalise follow fund give hold host identify
    implement improve include increase introduce investigate invite issue launch lead liaise
    look make map meet monitor obtain organise pilot prepare present procure produce
    progress provide publish raise recruit redesign reduce refine refresh replace report
    request respond restructure review revisit rewrite roll schedule scope seek send set
    share speak strengthen submit support take test train trial undertake update visit work
    write""".split()
)
NEVER = frozenset(
    """able always appear apply aware be become belong benefit come continue cost depend derive
    differ disappointed exist expect experience face feel find glad grateful happy have hope
    inevitably interested know lead like maintain matter mean need note notice pleased recall
    recognise remain remember require result retain see seem stay struggle subject suffer tend
    understand unable vary want wish agree appreciate succeed cease expire end delighted keen
    responsible necessary needed required important essential vital critical crucial proud
    familiar unlikely likely possible evident apparent""".split()
)
NO_DEED = frozenset(
    """affected aligned asked assured aware based challenged committed concerned constrained
    delayed dependent determined encouraged expected experienced exposed faced felt heard
    impacted influenced inspected interested judged known left limited lost measured missed
    needed noted noticed perceived pleased protected re-inspected reassured recognised
    reflected reinspected remembered required safeguarded seen subjected tasked understood
    viewed welcomed""".split()
)
EVENTS = frozenset(
    """award begin chair close commence commission complete conclude consult coordinate deliver
    establish examine expand extend finish focus follow go host include inspect introduce launch
    meet monitor move open oversee publish recruit replace report review roll run sit start take
    train transfer undertake visit""".split()
)
PAID = frozenset({"funded", "commissioned", "led", "aided"})
IN_PLACE = frozenset("in live operational available open complete ready fully".split())
BRINGING = frozenset(
    """repeated rolled launched introduced held extended recruited delivered run expanded
    piloted trialled established implemented""".split()
)
PARTICIPLE = re.compile(
    r"(?:\w+ed|held|made|given|taken|led|run|done|set|built|sent|brought|undertaken|written|kept"
    r"|met|put|shown|begun|chosen|drawn|spent|paid|told|sought|overseen|rewritten|withdrawn"
    r"|taught|fed|reset|bought|driven|sworn|drawn|split|known|seen|felt|heard|left|lost"
    r"|understood)"
)


FUTURE_OF_PAPER = re.compile(
    r"\b(?:report|paper|section|document|response|letter|chapter|annex|appendix|update)\s?$",
    re.IGNORECASE,
)


PURPOSE = re.compile(
    r"\b(?:aims?|purpose|role|objectives?|priority|priorities|task|function|challenge|key|goal"
    r"|remit|responsibility|duty|focus|way|point|reason|idea|vision|mission|need|step|approach"
    r"|key|answer|this|it|that|what|intention|commitment|one|part|ambition"
    r"|opportunity)\b(?:[^,]{0,60})?$",
    re.IGNORECASE,
)
