"""Classes of English words that tell where a noun phrase ends. Grammar, not vocabulary."""

AUXILIARY = frozenset(
    """
    is are was were be been being am has have had having do does did will would can could may
    might shall should must don't doesn't didn't isn't aren't wasn't weren't haven't hasn't
    hadn't can't cannot won't wouldn't
    """.split()
)
#: Finite forms that close what is counted. Participles that also stand behind nouns ("crimes
#: recorded") are not here.
FINITE = frozenset(
    """
    became become becomes began begins came come comes fell falls gave gives goes got grew grows
    include includes increases knew know knows led leads made makes means meant meets met need
    needs needed relate relates remain remained remains rose saw see seen sees seem show showed
    shows spent suggests takes took want wanted wants went agreed allows attended covers ensures
    ensure enables ensured continues continue participated resulted said say says helped reached
    joined left lost received receive signed started visited completed reported decreased
    increased dropped declined doubled provide provides represents represent contributed stood
    required felt scored told thought believed wrote drew drove rode spoke ran
    agree disagree suggest indicate indicates feel think believe
    comprise comprises chose broke wore dealt expect expects ends begins
    """.split()
)
CLOSERS = frozenset(
    """
    which who whom whose that where when while whilst because although though but if so than as
    then thus however including such compared underway there this these those it they we i he she
    you also since until unless after before during between not never now currently yet still
    already respectively each apiece every per over under above below and/or them us v vs versus
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of with for in into to against from by on at across within through involving among about
    towards under via without between after before during than
    """.split()
)
DETERMINERS = frozenset("the a an our their its his her my these those this each every all".split())
#: Words that stand between a figure and what it counts.
OPENERS = DETERMINERS | frozenset(
    "such that of both same other various further additional extra more fewer new total".split()
)
#: What points back to something named before.
PRONOUNS = frozenset("them those these which whom it this that ones they who".split())
#: Nouns of change: what changed is named elsewhere.
CHANGES = frozenset(
    "rise rises increase increases reduction decrease fall drop decline change growth cut".split()
)
#: Nouns of measure: a share of something is told by them and by the thing.
RATES = frozenset(
    """
    rate rates level levels share proportion percentage attendance satisfaction compliance
    confidence accuracy abandonment attrition
    """.split()
)
_NOUNS_IN_ING = frozenset(
    """
    training funding policing reoffending safeguarding building meeting hearing finding briefing
    offending spending housing bullying grooming trafficking stalking screening vetting recording
    mentoring shoplifting speeding poaching wounding begging tipping fly-tipping
    """.split()
)
_IRREGULAR_PARTICIPLES = frozenset(
    "made held found sent left put met lost built given done spent paid kept brought".split()
)


def is_participle(word: str) -> bool:
    """Say whether a word can be a past participle."""
    return word.endswith(("ed", "en")) or word in _IRREGULAR_PARTICIPLES


def is_verb_like(word: str) -> bool:
    """Say whether a word is more likely a verb than a noun."""
    return word in FINITE or (word.endswith(("ed", "ing")) and word not in _NOUNS_IN_ING)
