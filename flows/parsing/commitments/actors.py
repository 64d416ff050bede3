"""Who acts: the subject of a sentence -> commissioner, force, partner, or nobody of ours."""

import re
from collections.abc import Callable
from functools import lru_cache

from flows.parsing.vocabulary import Vocabulary

_OPENING = re.compile(
    r"(?:in|during|by|from|at|on|as|once|following|after|before|over|through|throughout|within"
    r"|under|to|for|with|when|where|until|since|given|having|working|based|building|moving|going"
    r"|also|however|therefore|finally|additionally|furthermore|moreover|further|clearly|similarly"
    r"|this year|next year|the next|subsequently|in addition)\b",
    re.IGNORECASE,
)
_LAST_PHRASE = re.compile(
    r"^.*\b(?=(?:I|we|he|she|they|it|this|these|those|the|our|my|an?|its|their|all|each|both|any"
    r"|some|many|most)\b[^,]*$)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"\s(?:of|for|in|at|on|with|from|by|to|within|between|across|into|about|under|including"
    r"|supported|led|chaired|alongside|around|against|working|who|involving|relating)\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:.*\b)?(?:majority|number|range|variety|one|some|all|each|both|most|many|members|any"
    r"|none|couple|half|group|cohort|thirds?|quarters?|fifths?|tenths?|per\scent|%|percentage"
    r"|proportion|share|minority)\sof\s(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s(?:also|now|then|therefore|both|all|each|subsequently|however|themselves|itself"
    r"|jointly|together|fully|actively|shortly|currently|regularly|formally|personally)){1,6}$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:and|&|or|/)\s|,\s?|/")
#: Offices whose own "and" joins nobody.
_OFFICE = re.compile(
    r"\bpolice(?:,?\sfire)?(?:,?\s(?:and|&)\scrime|,\scrime\s(?:and|&)\svictims'?)\b", re.IGNORECASE
)
_FIRST = frozenset("i we".split())
_COMMISSIONER = re.compile(
    r"\b(?:commissioner|pcc|dpcc|pfcc|pcvc|opcc|opfcc|opcvc|(?:deputy\s)?mayor"
    r"|my\s(?:\w+\s){0,3}(?:office|team|staff|board|deputy|manager)|(?:our|the)\soffice|(?:\w*pcc"
    r"|\w*pfcc|pcvc|commissioner|mayor)'s\s(?:\w+\s)?(?:office|team)|office\sof\sthe"
    r"|chief\sexecutive|(?:chief\s)?finance\sofficer|commissioning\steam|monitoring\sofficer"
    r"|scrutiny\sofficer)(?:'s)?$",
    re.IGNORECASE,
)
#: Ranks of the two forces whose chief officer is a commissioner (Police Act 1996, section 9B;
#: City of London Police Act 1839).
_POLICE_RANK = re.compile(
    r"\b(?:deputy\s)?assistant\scommissioner\b"
    r"|\bcommissioner(?=\sof\s(?:the\s)?(?:police|metropol\w+|city\sof\slondon)\b)"
    r"|\bmet(?:ropolitan\spolice)?\scommissioner\b",
    re.IGNORECASE,
)
_FORCE = frozenset(
    """force forces constabulary police constable constables officer officers staff
    superintendent superintendents sergeant sergeants supt dcc acc cc dci tacc team teams unit
    units hub hubs department departments directorate command district districts supervisor
    supervisors investigator investigators detectives handlers lead leads commander commanders
    heddlu workforce pcsos recruits bcu bcus psd ppu cid head""".split()
)
_PARTNER = frozenset(
    """council councils authority authorities partner partners agency agencies nhs trust trusts
    charity charities school schools cps probation provider providers csp csps partnership
    partnerships camhs university universities hospital hospitals yot yots society
    foundation ccg icb health colleges""".split()
)
_GROUP = frozenset(
    """board boards panel panels committee committees group groups forum forums meeting meetings
    members network""".split()
)
_NOBODY = frozenset(
    """victim victims child children people person persons public community communities resident
    residents offender offenders perpetrator perpetrators suspect suspects criminals family
    families parent parents individual individuals women girls men boys many most some few
    majority others anyone everyone someone professionals witness witnesses survivors abusers
    drivers you they hmicfrs hmic inspectors inspectorate hmi hmip ofsted cqc government
    parliament minister ministers secretary treasury legislation act bill law npcc iopc readers
    visitors users customers there what who which nobody crime crimes demand criminality those
    reader adults youngsters males females students pupils motorists""".split()
)
_NATIONAL = re.compile(
    r"\b(?:home\soffice|college\sof\spolicing|home\ssecretary|hm\sinspector\w*|his\smajesty'?s?"
    r"|her\smajesty'?s?|inspection\steam|national\spolice\schiefs)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"(?:[Cc]onstable|[Ii]nspector|[Ss]uperintendent|[Ss]ergeant|[Cc]ommander|ACC|DCC|Supt|DCI|DI"
    r"|Insp)\s(?:[A-Z]\w*\s?){1,3}$"
)
#: "T/ACC Rowe", "A/Supt Hill": of a temporary or acting rank.
_ACTING = re.compile(r"\b[TA]/(?=[A-Z])")
_TITLED = re.compile(r"(?:Cllr|Councillor|Lord|Baroness|Judge)\s[A-Z]")
#: Kinds of aliases that name somebody other than the force.
_OF_ALIASES = {"policing_body": "commissioner", "panel": "group"}
_OURS = {"commissioner": 0, "force": 1, "partner": 2}


@lru_cache(maxsize=4)
def classifier(vocabulary: Vocabulary) -> Callable[[str], str]:
    """Return the function that tells the kind of a subject: see ``commitments.promises``.

    Names of forces and agencies come from ``force_aliases``, ``agencies`` and
    ``agency_aliases``; everything else is told by the head noun.
    """
    own = {
        row["alias"].lower(): _OF_ALIASES.get(row["alias_kind"], "force")
        for row in vocabulary.rows("force_aliases")
        if row["is_ambiguous"] != "true"
    }
    kinds = {name: kind for name, kind in own.items() if kind == "force"}
    by_agency = {
        row["agency_id"]: _of_agency(row["agency_kind"]) for row in vocabulary.rows("agencies")
    }
    for row in vocabulary.rows("agencies"):
        names = (row["agency_name"], row["acronym"])
        kinds.update({name.lower(): by_agency[row["agency_id"]] for name in names if name})
    for row in vocabulary.rows("agency_aliases"):
        kinds[row["alias"].lower()] = by_agency.get(row["agency_id"], "partner")
    kinds.update({name: kind for name, kind in own.items() if kind == "commissioner"})

    def classify(subject: str) -> str:
        return subject_kind(subject, kinds)

    return classify


def _of_agency(kind: str) -> str:
    if kind in (
        "government",
        "inspectorate",
        "policing_body",
        "inquiry",
        "oversight",
        "programme",
        "system",
    ):
        return "nobody"
    if kind in ("force_unit", "person_role"):
        return "force"
    return "group" if kind == "force_board" else "partner"


def subject_kind(subject: str, names: dict[str, str]) -> str:
    """Return who a subject is; the kinds stand in ``flows.parsing.commitments.promises``.

    A force beside a partner is the force, a commissioner beside a partner is the
    commissioner: the promise that this warehouse follows is theirs. Both together are joint.
    """
    words = _TRAILING.sub("", _ACTING.sub("", subject.strip(" \"'")))
    words = _POLICE_RANK.sub("chief constable", words)
    if not words:
        return "dropped"
    phrase = _OFFICE.sub("crime", _noun_phrase(words))
    found = {_kind_of(part, names) for part in _AND.split(phrase) if part.strip()}
    if "first" in found:
        return "joint" if "force" in found else "first"
    if {"commissioner", "force"} <= found:
        return "joint"
    for kind in (*_OURS, "group", "nobody"):
        if kind in found:
            return kind
    return "thing"


def _noun_phrase(words: str) -> str:
    opening = _OPENING.match(words)
    if opening:
        words = _LAST_PHRASE.sub("", words)
    head = (
        _ATTACHED.split(words, maxsplit=1)[0]
        if not _COUNTED.match(words)
        else _COUNTED.sub("", words)
    )
    # A role of somebody is that body: "the head of public protection" acts for the force.
    return _ATTACHED.split(head, maxsplit=1)[0]


def _kind_of(part: str, names: dict[str, str]) -> str:
    part = re.sub(
        r"^(?:the|our|my|its|a|an|this|both|all|these|each)\s",
        "",
        part.strip(),
        flags=re.IGNORECASE,
    )
    lower = part.lower()
    last = re.sub(r"'s$|s'$", "", lower.split()[-1]) if lower.split() else ""
    if lower in _FIRST or last in _FIRST:
        return "first"
    if _COMMISSIONER.search(lower) or lower in ("office", "deputy"):
        return "commissioner"
    if kind := names.get(re.sub(r"(?<=\w)'s$", "", lower)):
        return kind
    if _NATIONAL.search(lower) or last in _NOBODY:
        return "nobody"
    if _TITLED.match(part):
        return "nobody"
    if last in _FORCE or _RANKED.search(part) or (last == "inspector" and " " in lower):
        return "force"
    if last in _PARTNER or lower.split()[-1] in _PARTNER:
        return "partner"
    return "group" if last in _GROUP else "thing"
