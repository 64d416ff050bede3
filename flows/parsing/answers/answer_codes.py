"""What a recommendation and its answer say, in the codes of the contract."""

import re

from flows.parsing.header.forces import ForceNames
from flows.parsing.words import Gated

_SUBJECT_END = re.compile(
    r"\b(?:should|must|need(?:s)?\sto|ought\sto|take\ssteps|to\s(?:ensure|make\ssure|take|review"
    r"|work|improve|adopt|publish|consider|develop|provide|establish))\b",
    re.IGNORECASE,
)
#: Who is addressed, by how inspectorates name them; the first that stands before the verb counts.
_ADDRESSEES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("chief_constables", r"\bchief\s(?:constables?|officers?)\b(?!')|\bprif\sgwnstabl"),
        ("chief_constables", r"\bcommissioner\sof\s(?:the\s)?(?:police|metropolis|met)"),
        ("pccs", r"\bcommissioners?\b|\bpf?ccs?\b"),
        ("pccs", r"\blocal\spolicing\sbod(?:y|ies)\b|\bmayors?\b"),
        ("home_office", r"\bhome\s(?:office|secretary)\b"),
        ("college_of_policing", r"\bcollege\sof\spolicing\b|\bthe\scollege\b"),
        ("npcc", r"\bnpcc\b|\bnational\spolic(?:e\schiefs?'?\scouncil|ing\sleads?)\b"),
        ("hmicfrs", r"\bhmic(?:frs)?\b(?!'|\srecommend)|\binspectorate\sshould\b"),
        ("cps", r"\bcps\b|\bcrown\sprosecution\sservice\b"),
        ("ministry_of_justice", r"\bministry\sof\sjustice\b|\bmoj\b"),
        ("government", r"\bgovernment\b|\bsecretar(?:y|ies)\sof\sstate\b|\bdepartment\sfor\b"),
        ("probation", r"\bprobation\b"),
        ("local_partners", r"\blocal\s(?:authorities|authority|safeguarding)\b|\bcouncils\b"),
        ("local_partners", r"\bhealth\s(?:services|bodies)\b"),
        ("police_forces", r"\b(?:police\s)?forces?\b(?!')|\bconstabular(?:y|ies)\b|\w\spolice\b"),
    )
)  # fmt: skip
_CAUSE = re.compile(r"\bcauses?\sof\sconcern\b", re.IGNORECASE)
_AFI = re.compile(r"\bareas?\s(?:for|of)\simprovement\b|\bafi(?:s|\s?\d{1,2})?\b", re.IGNORECASE)

_NO_ACTION = Gated(
    "action|intend|propos|plan|not applicable|not relevant|n/a|will not be|not for|not addressed"
    "|not directed",
    r"\bno\s(?:further\s|additional\s|specific\s|local\s)?action(?:s)?\s(?:is|are|was|were|has"
    r"|have|will|to|required|needed|necessary|proposed|planned|taken)\b"
    r"|\bno\s(?:further\s)?action\b\.?$"
    r"|\b(?:do(?:es)?\snot|don't|not)\s(?:intend|propose|plan)(?:ing)?\sto\s(?:take|make|change"
    r"|act|implement)|\bnot\s(?:applicable|relevant)\s(?:to|for|in|here)\b|^\s*(?:not\sapplicable"
    r"|n/a)\b"
    r"|\b(?:is|are)\snot\s(?:for|addressed\sto|directed\sat)\s(?:the\s(?:force|constabulary)\b"
    r"|us\b|[a-z]+(?:\s(?:and\s)?[a-z]+)?\s(?:police|constabulary)\b)"
    r"|\bwill\snot\sbe\s(?:taken|taking|implement|pursu|adopt)\w*",
)
_TAKEN = re.compile(
    r"\b(?:ha(?:s|ve)|had)\s(?!agreed|been\s(?:asked|tasked|agreed)|committed|undertaken\sto|asked"
    r"|requested)(?:now\s|already\s|also\s|recently\s|since\s|all\s|both\s|been\s|fully\s"
    r"|successfully\s|just\s){0,3}(?:\w{3,}ed|begun|cut|kept|done|spent|found|grown|risen|fallen|written|put|set\sup|set\sout|undertaken|taken"
    r"|made|built|held|run|given|brought|led|met|sent|in\s(?:use|place|operation"
    r"|force))\b(?!\sto\s(?:be|ensure\sthat\sthey))"
    r"|\b(?:is|are|was|were)\s(?:now\s|already\s|fully\s|currently\s)?(?:in\splace|embedded"
    r"|established|completed?|implemented|delivered|closed|discharged|operational|conducted"
    r"|introduced|launched|published|performed|reviewed|monitored|audited|held|provided|delivered"
    r"|trained|used)\b"
    r"|\b(?:was|were)\s(?!pleased|concerned|disappointed|asked|required|needed|expected|based)"
    r"(?!identified|recommended|invited|surprised)(?:\w+ly\s)?\w{3,}ed\b"
    r"|\b(?:was|were)\s(?:\w+ly\s)?(?:given|made|taken|held|set\sup|set\sout|put|brought|begun"
    r"|built|sent|led|found|written|chosen|bought|met|done)\b(?!\s(?:aware|by\sHMIC))"
    r"|\b(?:is|are)\snow\s(?:\w+ly\s|being\s)?\w{3,}ed\b|\b(?:is|are)\snow\sshared\b|\bunder\s?way\b"
    r"|\b(?:already|in\splace|we\s(?:introduced|launched|completed|created|established|implemented"
    r"|delivered|appointed|reviewed)|was\s(?:completed|launched|introduced)|meets\s(?:weekly"
    r"|monthly|quarterly|regularly)|is\sa\s(?:standing|regular))\b"
    r"|\b(?:has|have)\s(?:a|an|well|strong|robust|dedicated|established|processes|arrangements)\b"
    r"|\bcompleted\s(?:in|on|during|by)\b"
    r"|\b(?:began|commenced|went\slive|came\sinto\s(?:force|effect|use)|took\seffect)\b"
    r"|\b(?:force|constabulary|police|board|unit|team|officers|staff)\s(?:\w+ly\s)?(?:introduced"
    r"|launched|started|created|appointed|set\sup|opened|joined|adopted|changed|reviewed|trained"
    r"|rewrote|moved|built|bought)\b"
    r"|(?<!will )(?<!to )(?<!should )(?<!would )(?<!shall )(?<!must )(?<!can )(?<!may "
    r")\b(?:participates?|utilis(?:es?|ing)|operates?|conducts?|monitors?|delivers?|meets|holds"
    r"|chairs?|audits)\s(?:a|an|the|in|its|our|regular|monthly|weekly|all|with|and|to)\b"
    r"|\b(?:is|are)\s(?:currently\s|now\s|actively\s)?(?:working|undertaking|running|delivering"
    r"|rolling\sout|conducting|using|carrying\sout|leading)\b|(?:^[^\S\n]*|(?<=[.!?]\s))(?:accepted\sand\s)?(?:complete[d]?|closed"
    r"|implemented|done|achieved|discharged|ongoing|in\sprogress|under\s?way|green|published"
    r"|adopted|circulated|introduced|appointed|launched|delivered|(?:fully\s)?compliant)\b",
    re.IGNORECASE | re.MULTILINE,
)
_PROPOSED = re.compile(
    r"\b(?:will|shall|plans?\sto|planned|planning\sto|intends?\sto|intention\sto|proposes?\sto"
    r"|aims?\sto|is\sto\sbe|are\sto\sbe|to\sbe\s(?:introduced|completed|delivered|reviewed"
    r"|implemented)|being\s(?:considered|developed|explored|scoped|drafted|drawn\sup|prepared|written|planned"
    r"|worked\sup)|due\s(?:to|by|for)"
    r"|scheduled|going\sto|expected\sto|is\scommitted\sto|in\sdevelopment|not\syet|agreed\sto"
    r"|(?:asked|tasked|requested)\sto|committed\sto|undertaken\sto)\b|^\s*(?:planned|proposed"
    r"|open|not\sstarted|red)\b",
    re.IGNORECASE,
)
_REJECTED = Gated(
    "accept|agree|support|endorse|reject",
    r"(?m)"
    r"\b(?:do(?:es)?\snot|did\snot|don't|cannot|can't|not\sable\sto"
    r"|unable\sto)\s(?:fully\s)?(?:accept|agree\swith|support|endorse)\b|\b(?:rejects?(?:ed)?"
    r"|disagrees?)\s(?:with\s)?(?:this|the|that)\s(?:recommendation|area|finding)"
    r"|\b(?:recommendation|finding)\s(?:is|was)\s(?:rejected|not\s(?:accepted|agreed|supported))"
    r"|^[^\S\n]*(?:rejected|not\s(?:accepted|agreed)|disagree)\b|\bwe\sdisagree\b",
)
_PARTIAL = re.compile(
    r"\b(?:partially|partly)\s(?:accept(?:s|ed)?|agree(?:s|d)?|support(?:s|ed)?)\b"
    r"|\b(?:accept(?:s|ed)?|agree(?:s|d)?|support(?:s|ed)?)\s(?:this\s"
    r"|the\s)?(?:recommendation\s)?in\s(?:part|principle)\b|\baccept(?:s|ed)?\s(?:part"
    r"|some)\sof\b",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"\b(?:I|we|the\s(?:force|pcc|pfcc|commissioner|chief\sconstable|constabulary)|\w+\s(?:police"
    r"|constabulary))\s(?:\w+\s){0,3}?(?:accepts?|agrees?(?:\swith)?|endorses?|supports?"
    r"|welcomes?)\s(?:and\s\w+\s)?(?:the|this|these|that|both|all"
    r"|with)\s(?:\w+\s){0,3}?(?:recommendations?|areas?\sfor\simprovement|findings?)\b"
    r"|\b(?:I|we|the\s(?:force|pcc|pfcc|commissioner|chief\sconstable|constabulary))"
    r"\s(?:fully\s|therefore\s|also\s)?(?:accepts?|agrees?)(?:\s(?:it|this|these|them))?"
    r"(?:\sin\sfull)?(?=[.;,]|\sand\b|$)"
    r"|\b(?:recommendation|afi|area\sfor\simprovement)s?\s(?:is|are|was|were"
    r"|has\sbeen|have\s(?:all\s)?been)\s(?:fully\s|all\s)?(?:accepted|agreed|supported|endorsed)\b"
    r"|\b(?:fully\s)?accepts\s(?:the|this|these|that|both|all)\s(?:\w+\s){0,2}?"
    r"(?:recommendations?|areas?\sfor\simprovement|findings?)\b"
    r"|(?:^[^\S\n]*|(?<=[.!?]\s))(?:(?:fully\s)?accepted|agreed|accept|agree|supported)\b"
    r"(?!\s(?:that|by|with))",
    re.IGNORECASE | re.MULTILINE,
)


def addressed_to(recommendation: str, known: ForceNames) -> str | None:
    """Return the code of those whom a recommendation tells to act, None where it names nobody.

    A force named before the verb ("Gwent should") is told to act as a force, and its policing
    body as a commissioner.
    """
    recommendation = recommendation.replace("\u2019", "'")
    verb = _SUBJECT_END.search(recommendation)
    subject = recommendation[: verb.start()] if verb else recommendation
    found = [
        (match.start(), -match.end(), code)
        for code, pattern in _ADDRESSEES
        if (match := pattern.search(subject))
    ]
    if found:
        return min(found)[2]
    named = known.find(subject) if verb else ()
    if not named:
        return None
    return "pccs" if named[0].kind == "body" else "police_forces"


def finding_type(label: str) -> str:
    """Return what kind of finding a label ("AFI 3", "Cause of concern") announces."""
    if _CAUSE.search(label):
        return "cause_of_concern"
    return "area_for_improvement" if _AFI.search(label) else "recommendation"


def action_status(answer: str, status: str = "") -> str:
    """Return ``taken``, ``proposed``, ``no_action`` or ``not_stated`` by what an answer says.

    Section 55 asks what has been done, what will be done, or why nothing. An answer that
    tells of both says that action was taken. A status column beside it goes first.
    """
    # "No further action is needed, because …" explains; what it then tells is the reason.
    first = answer.split(". ", maxsplit=1)[0]
    if _NO_ACTION.search(first) or (_NO_ACTION.search(answer) and not _TAKEN.search(answer)):
        return "no_action"
    for text in (status, answer):
        if not text:
            continue
        if _TAKEN.search(text):
            return "taken"
        if _NO_ACTION.search(text):
            return "no_action"
        if _PROPOSED.search(text):
            return "proposed"
    return "not_stated"


def acceptance(answer: str, status: str = "") -> str:
    """Return how far an answer accepts its recommendation; only explicit words count."""
    for text in (status, answer):
        if not text:
            continue
        if _PARTIAL.search(text):
            return "partially_accepted"
        if _REJECTED.search(text):
            return "rejected"
        if _ACCEPTED.search(text):
            return "accepted"
    return "not_stated"
