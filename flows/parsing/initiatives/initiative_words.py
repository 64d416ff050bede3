"""The words by which names of initiatives are told, and the one spelling of a name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from flows.parsing.phrases import PhraseMatcher, inflections
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import plain_words

SMALL = frozenset("of for the in and & to against on with at from".split())
#: Determiners and openers that are capitals only because a sentence begins.
OPENERS = frozenset(
    """a about after all also although an and any as at because before both but by during each
    every following for from further he her his how however i if in including it its last like
    many more most my new no not of on one once our over she since some such that the their
    there these they this those through to under until we what when where which while who with
    within your his annual local regional joint dedicated specialist additional current existing
    recent""".split()
)
OPENING_VERBS = frozenset(
    """support develop deliver create establish launch review use join attend see visit contact
    provide set fund continue ensure work agree introduce build promote improve implement
    monitor hold run lead extend invest""".split()
)
#: Words with a capital that name no initiative by themselves, whatever noun follows.
PLAIN = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday police constabulary force forces
    district local national regional joint annual new council county city borough government
    home office pcc pccs pfcc opcc commissioner commissioners chief constable officer officers
    hmic hmicfrs police's force's england wales english welsh british uk public partner partners
    partnership board panel team community spring summer autumn winter victim victims training
    response cse csa this these each senior appendix annex table covid covid-19 communications
    commissioning media finance legal estates procurement resources district crime performance
    section deputy assistant head corporate internal external strategic operational
    recommendation""".split()
)
#: Whose a unit is stands before its name and is no part of it: "the Force's Cyber Team".
OWNERS = frozenset(
    """police constabulary force forces district county city borough council government pcc pccs
    pfcc opcc commissioner commissioners hmic hmicfrs partner partners partnership
    office""".split()
)
ORGANISATION = re.compile(
    r"(?:police|constabulary|commissioner|council|authority|office|ofsted|constable|probation"
    r"|society|trust)$",
    re.IGNORECASE,
)
_MULTI = re.compile(r"\b(Multi|Inter|Anti|Co|Cross|Counter|Non)\s?-?\s(?=[A-Za-z])", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?\([^)]{0,200}\)")
_ARTICLE = re.compile(r"^(?:the|our|my|a|an)\s", re.IGNORECASE)
_GAP = re.compile(r"[\s-]")
_SMALL_IN_NAMES = frozenset("of for the in and to against on with at from a an".split())
#: In the plural these are kinds of bodies or papers, never one with a name.
KINDS_IN_PLURAL = frozenset(
    """boards committees partnerships groups strategies plans reviews audits policies systems
    events protocols conferences processes schemes programmes projects initiatives campaigns
    courses workshops awards grants funds days weeks forums networks departments operations
    subgroups sub-groups""".split()
)
#: Every area has its own of these: "District Safeguarding Units" is a kind.
EVERYWHERE = frozenset(
    "district local area borough divisional neighbourhood community regional response".split()
)
_PLURAL_KINDS = frozenset(
    """hub unit team panel board group centre forum network department conference service
    project desk cell""".split()
)


_SHORTEST_FORCE = 4
#: What follows the last noun of a phrase; any other word would be the real head ("team leader").
AFTER_A_NOUN = frozenset(
    """for that which to of in with and by where run led offering providing based set designed
    aimed funded commissioned launched""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``start:end`` of a clean text. ``is_certain`` names need no second mention."""

    start: int
    end: int
    name: str
    initiative_type: str
    acronym: str = ""
    is_certain: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The words that decide: head nouns with their type, names of forces and other bodies.

    ``openings`` are the first words of head nouns, also with the ending of a possessive,
    ``openings_alone`` those without a hyphen.
    """

    nouns: dict[str, str]
    forces: frozenset[str]
    bodies: frozenset[str]
    acronyms: frozenset[str]
    services: PhraseMatcher[str]
    openings: frozenset[str]
    openings_alone: frozenset[str]
    opening_matcher: AhoCorasick


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon that the reference tables of nouns, agencies and forces make."""
    nouns = {
        row["noun"].lower(): row["initiative_type"] for row in vocabulary.rows("initiative_nouns")
    }
    kinds = {row["agency_id"]: row["agency_kind"] for row in vocabulary.rows("agencies")}
    names = [(row["agency_name"], row["agency_id"]) for row in vocabulary.rows("agencies")]
    names += [(row["alias"], row["agency_id"]) for row in vocabulary.rows("agency_aliases")]
    ours = {"force_unit", "force_board", "service", "partnership"}
    # What every area has by law is a body of its own kind, never an initiative's name.
    statutory = {
        row["allowed_value"]
        for row in vocabulary.rows("vocabularies")
        if row["vocabulary_name"] == "statutory_body"
    }
    bodies = statutory | {name.lower() for name, agency in names if kinds.get(agency) not in ours}
    acronyms = {
        row["acronym"] for row in vocabulary.rows("agencies") if row["agency_kind"] not in ours
    }
    acronyms |= {name for name, agency in names if name.isupper() and kinds.get(agency) not in ours}
    services = [
        (row["agency_name"], row["agency_name"])
        for row in vocabulary.rows("agencies")
        if row["agency_kind"] == "service"
        and not row["agency_name"].isupper()
        and row["agency_name"].split()[-1].lower() not in nouns
    ]
    # A panel or office among the aliases tells the force of a document; it is no force itself.
    forces = {
        alias.lower()
        for alias in (row["alias"] for row in vocabulary.rows("force_aliases"))
        if len(alias) > _SHORTEST_FORCE
        and alias.split()[-1].lower() not in nouns.keys() - {"service"}
    }
    openings = frozenset(form for noun in nouns for form in inflections(noun.split()[0]))
    return Lexicon(
        nouns=nouns,
        forces=frozenset(forces),
        bodies=frozenset(bodies),
        acronyms=frozenset(acronyms - {""}),
        services=PhraseMatcher(services),
        openings=frozenset(f"{opening}{own}" for opening in openings for own in ("", "'", "'s")),
        opening_matcher=AhoCorasick(sorted(openings)),
        openings_alone=frozenset(plain_words(opening)[0] for opening in openings),
    )


@lru_cache(maxsize=4096)
def normalised_name(name: str) -> str:
    """Return the one name for every spelling: article, brackets, plural and hyphens folded.

    ``the Multi - Agency Safeguarding Hubs (MASHs)`` and ``multi agency safeguarding hub``
    are ``Multi-Agency Safeguarding Hub``.
    """
    plain = _IN_BRACKETS.sub("", name) if "(" in name else name
    plain = _ARTICLE.sub("", plain.strip(" '\",.-"))
    words = _MULTI.sub(r"\1-", plain).split()
    if (
        words
        and words[-1].lower().removesuffix("s") in _PLURAL_KINDS
        and words[-1].lower().endswith("s")
    ):
        words[-1] = words[-1][:-1]
    return " ".join(_titled(word, index) for index, word in enumerate(words))


def _titled(word: str, index: int) -> str:
    if index and word.lower() in _SMALL_IN_NAMES:
        return word.lower()
    return "-".join(
        part if part[:1].isupper() else part[:1].upper() + part[1:] for part in word.split("-")
    )


def bare(words: str) -> str:
    """Return ``words`` without the ending of a possessive: "team" of "team's" and of "team'"."""
    return words.removesuffix("'s") if words.endswith("'s") else words.removesuffix("'")


def initials(name: str) -> str:
    """Return the first letters of the words of a name that are not small words, in capitals."""
    return "".join(
        word[0] for word in _GAP.split(name) if word and word.lower() not in _SMALL_IN_NAMES
    ).upper()


def noun_kind(noun: str, words: Lexicon) -> str | None:
    """Return the initiative type of a head noun in singular or plural, None for any other word."""
    noun = noun.lower()
    return words.nouns.get(noun) or (words.nouns.get(noun[:-1]) if noun.endswith("s") else None)


def is_body(name: str, words: Lexicon) -> bool:
    """Say whether a name in small letters is a body or paper of its own kind."""
    return bool({name, *inflections(name)} & words.bodies)
