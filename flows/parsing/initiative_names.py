"""What in a sentence is written like the name of an initiative, and how it is normalised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.parsing.phrases import PhraseMatcher
from flows.parsing.vocabulary import Vocabulary

_TOKEN = re.compile(r"[A-Za-z0-9][\w]*(?:['\u2019]s?(?=\W|$))?(?:[-/&.'][A-Za-z0-9]\w*)*|[^\w\s]")
_SMALL = frozenset("of for the in and & to against on with at from".split())
#: Determiners and openers that are capitals only because a sentence begins.
_OPENERS = frozenset(
    """a about after all also although an and any as at because before both but by during each every following for from further
    he her his how however i if in including it its last like many more most my new no not of on one once our over she since
    some such that the their there these they this those through to under until we what when where which while who with within
    your his annual local regional joint dedicated specialist additional current existing recent""".split()
)
_OPENING_VERBS = frozenset(
    """support develop deliver create establish launch review use join attend see visit contact provide set fund continue ensure
    work agree introduce build promote improve implement monitor hold run lead extend invest""".split()
)
#: Words with a capital that name no initiative by themselves, whatever noun follows.
_PLAIN = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday police constabulary force forces district local national regional joint annual new council county
    city borough government home office pcc pccs pfcc opcc commissioner commissioners chief constable officer officers hmic hmicfrs
    police's force's england wales english welsh british uk public partner partners partnership board panel team community
    spring summer autumn winter victim victims training response cse csa this these each senior appendix annex table covid
    covid-19 communications commissioning media finance legal estates procurement resources district crime performance section deputy assistant head corporate internal external strategic operational recommendation""".split()
)
_ORGANISATION = re.compile(
    r"(?:police|constabulary|commissioner|council|authority|office|ofsted|constable|probation|barnardo's|society|trust)$",
    re.IGNORECASE,
)
#: What every area has by law, or what is a body of its own, is not an initiative.
_BY_LAW = re.compile(
    r"(?:(?:[\w' ]{0,60}\s)?police(?:,? fire)?(?:,? (?:and|&))? crime plans?|(?:the\s)?police(?:,? fire)?(?:,? (?:and|&))? crime (?:plan|panel)s?|police service|(?:fire (?:and|&) )?rescue services?|fire (?:and|&) rescue services?|ambulance services?|national health service|prison service|civil service|crown prosecution service|(?:national )?probation services?|public services?|emergency services?|social services?|children(?:'s)? services?|health services?|youth services?|police federation|cabinet office|select committee|home affairs committee|house of (?:lords|commons)|(?:bank|public) holiday|christmas day|boxing day|new year's day|good friday|chief officer (?:team|group)|senior (?:leadership|management) team|executive (?:board|team)|health (?:and|&) wellbeing boards?|(?:local )?safeguarding (?:children|adults?)(?:'s)? boards?|integrated care boards?|local health boards?|overview (?:and|&) scrutiny committees?|community safety partnerships?|metropolitan police service|secret service|annual report|statement of accounts|council tax.*)",
    re.IGNORECASE,
)
_HEAD_FIRST = re.compile(
    r"\b(?P<head>Operation|Op|OPERATION|Project|Exercise)\s(?P<name>(?!(?:The|And|In|Of|For|Is|Was|Has|To|Team|Board|Group|Manager|Lead|Officer|Support|Plan)\b)[A-Z][\w'-]+(?:\s(?:of\s(?=[A-Z]))?(?!(?:The|Team|Board|Group|Police|This|It|We|In|A|An)\b)[A-Z][\w'-]+){0,2})"
)
_BRACKETED = re.compile(
    r"\b(?P<head>operation|project)\s\(['\"]?(?P<name>[A-Z][a-z]\w+(?:\s[A-Z]\w+)?)['\"]?\)"
)
_QUOTED = re.compile(
    r"(?<![\w])(?P<quote>['\"])(?P<name>[A-Za-z][^'\"]{3,70}(?:'s[^'\"]{1,40})?)(?P=quote)(?!\w)"
)
_CALLED = re.compile(
    r"\b(?P<head>[a-z][a-z-]+)(?:,)?\s(?:called|named|known\sas|entitled|branded|codenamed)\s(?:the\s)?['\"]?(?P<name>[A-Z][\w'&-]*(?:\s(?:(?:of|for|the|and|to|in)\s)?[A-Z][\w'&-]*){0,5})['\"]?"
)
_INTRODUCED = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][A-Za-z]\w+(?:\s[A-Z]\w+){0,3})(?:,|\s[-\u2013]|\s\(|,?\swhich\sis)\s(?:a|an|our|my|the\sforce's|its)\s(?P<rest>(?:[a-z][\w'-]*\s?){1,7})"
)
_BRACKET = re.compile(r"\s?\((?:the\s)?['\"]?(?P<letters>[A-Z][A-Za-z&]{1,9}?)(?:'?s)?['\"]?\)")
_MULTI = re.compile(r"\b(Multi|Inter|Anti|Co|Cross|Counter|Non)\s?-?\s(?=[A-Za-z])", re.IGNORECASE)
_SMALL_IN_NAMES = frozenset("of for the in and to against on with at from a an".split())
#: In the plural these are kinds of bodies or papers, never one with a name.
_KINDS_IN_PLURAL = frozenset(
    """boards committees partnerships groups strategies plans reviews audits policies systems events protocols conferences
    processes schemes programmes projects initiatives campaigns courses workshops awards grants funds days weeks forums
    networks departments operations subgroups sub-groups""".split()
)
#: Every area has its own of these: "District Safeguarding Units" is a kind.
_EVERYWHERE = frozenset(
    "district local area borough divisional neighbourhood community regional response".split()
)
_PLURAL_KINDS = frozenset(
    {
        "hub",
        "unit",
        "team",
        "panel",
        "board",
        "group",
        "centre",
        "forum",
        "network",
        "department",
        "conference",
        "service",
        "project",
        "desk",
        "cell",
    }
)


_SHORTEST_FORCE = 4
#: What follows the last noun of a phrase; any other word would be the real head ("team leader").
_AFTER_A_NOUN = frozenset(
    "for that which to of in with and by where run led offering providing based set designed aimed funded commissioned launched".split()
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
    """The words that decide: head noun -> type, names of forces and other bodies, known acronyms."""

    nouns: dict[str, str]
    forces: frozenset[str]
    bodies: frozenset[str]
    acronyms: frozenset[str]
    services: PhraseMatcher[str]


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of ``initiative_nouns``, ``agencies``, ``agency_aliases`` and ``force_aliases``."""
    nouns = {
        row["noun"].lower(): row["initiative_type"] for row in vocabulary.rows("initiative_nouns")
    }
    kinds = {row["agency_id"]: row["agency_kind"] for row in vocabulary.rows("agencies")}
    names = [(row["agency_name"], row["agency_id"]) for row in vocabulary.rows("agencies")]
    names += [(row["alias"], row["agency_id"]) for row in vocabulary.rows("agency_aliases")]
    ours = {"force_unit", "force_board", "service", "partnership"}
    bodies = {name.lower() for name, agency in names if kinds.get(agency) not in ours}
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
    return Lexicon(
        nouns=nouns,
        forces=frozenset(forces),
        bodies=frozenset(bodies),
        acronyms=frozenset(acronyms - {""}),
        services=PhraseMatcher(services),
    )


def normalised_name(name: str) -> str:
    """Return the one name for every spelling: article, brackets, plural and hyphens folded.

    ``the Multi - Agency Safeguarding Hubs (MASHs)`` and ``multi agency safeguarding hub``
    are ``Multi-Agency Safeguarding Hub``.
    """
    plain = re.sub(r"\s?\([^)]*\)", "", name)
    plain = re.sub(r"^(?:the|our|my|a|an)\s", "", plain.strip(" '\",.-"), flags=re.IGNORECASE)
    plain = re.sub(r"\s+", " ", _MULTI.sub(lambda match: match[1] + "-", plain))
    words = plain.split()
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


def initials(name: str) -> str:
    """Return the first letters of the words of a name that are not small words, in capitals."""
    return "".join(
        word[0] for word in re.split(r"[\s-]", name) if word and word.lower() not in _SMALL_IN_NAMES
    ).upper()


def find_names(text: str, words: Lexicon, *, is_label: bool) -> list[Name]:
    """Return the names in a clean sentence, heading or cell, longest first where they overlap.

    In a heading capitals say less: only kinds that are named things anyway are certain
    there, others need a mention in a sentence.
    """
    if text.isupper():
        return []
    kept: list[Name] = []
    said = [*_head_first(text), *_quoted(text, words), *_introduced(text, words)]
    said += [
        Name(match.start, match.end, text[match.start : match.end], "service", is_certain=True)
        for match in words.services.longest(text)
        if text[match.start].isupper()
    ]
    # What the text itself marks as a name comes before what only looks like one.
    for group in (said, list(_around_heads(text, words, is_label=is_label))):
        for name in sorted(group, key=lambda name: (name.start - name.end, name.start)):
            if not any(name.start < other.end and other.start < name.end for other in kept):
                kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _head_first(text: str) -> Iterator[Name]:
    for match in _HEAD_FIRST.finditer(text):
        head = {"op": "Operation"}.get(match["head"].lower(), match["head"].capitalize())
        kind = {"Operation": "operation", "Project": "project", "Exercise": "event"}[head]
        name = re.sub(r"'s?$", "", match["name"])
        end = match.end() - (len(match["name"]) - len(name))
        yield Name(match.start(), end, f"{head} {name}", kind, is_certain=True)
    for match in _BRACKETED.finditer(text):
        yield Name(
            match.start("name"),
            match.end("name"),
            f"{match['head'].capitalize()} {match['name']}",
            match["head"],
            is_certain=True,
        )


def _quoted(text: str, words: Lexicon) -> Iterator[Name]:
    """Quoted names beside a head noun ('X' conference, the campaign "X"), or that end in one."""
    for match in _QUOTED.finditer(text):
        name = match["name"].strip(" ,.")
        after = re.match(r"\s(?P<noun>[a-z-]+)", text[match.end() :])
        before = re.search(
            r"(?P<noun>[a-z-]+)(?:,|\s(?:called|entitled|named))?\s$", text[: match.start()]
        )
        last = name.split()[-1].lower()
        many = len(name.split()) >= 3
        capitals = name[0].isupper()
        beside = [after["noun"]] if after and capitals else []
        beside += [before["noun"]] if before and capitals and len(name.split()) <= 7 else []
        beside += [last] if many or (capitals and len(name.split()) == 2) else []
        kinds = (_noun_kind(noun, words) for noun in beside)
        kind = next((kind for kind in kinds if kind not in (None, "plan", "other")), None)
        if kind is None or name.endswith(("?", "!")):
            continue
        end = match.start("name") + len(name)
        if kind in ("team", "group", "board", "fund") and after and _noun_kind(last, words) is None:
            end, name = match.end() + after.end(), f"{name} {after['noun']}"
        yield Name(match.start("name"), end, name, str(kind), is_certain=True)


def _noun_kind(noun: str, words: Lexicon) -> str | None:
    noun = noun.lower()
    return words.nouns.get(noun) or (words.nouns.get(noun[:-1]) if noun.endswith("s") else None)


def _introduced(text: str, words: Lexicon) -> Iterator[Name]:
    """Names that the sentence explains: "Horizon - our victim and witness care service"."""
    for match in _CALLED.finditer(text):
        yield from _explained(match, _noun_kind(match["head"], words), words, opens=False)
    for match in _INTRODUCED.finditer(text):
        said = match["rest"].split()
        heads = (
            noun for noun, after in zip(said, [*said[1:], ""], strict=True)
            if _noun_kind(noun, words) and (not after or after in _AFTER_A_NOUN)
        )  # fmt: skip
        kind = _noun_kind(next(heads, ""), words)
        yield from _explained(match, kind, words, opens=match.start() == 0)


def _explained(
    match: re.Match[str], kind: str | None, words: Lexicon, *, opens: bool
) -> Iterator[Name]:
    name = re.sub(r"'s?$", "", match["name"])
    lower = name.lower()
    known = (
        lower in words.bodies
        or lower in words.forces
        or name in words.acronyms
        or _ORGANISATION.search(name)
    )
    if kind in (None, "other", "plan") or known or _BY_LAW.fullmatch(lower):
        return
    if (
        lower.split()[0] in _OPENERS
        or lower in _PLAIN
        or (opens and " " not in name and _is_word_form(name))
    ):
        return
    own_kind = _noun_kind(name.split()[-1], words)
    yield Name(
        match.start("name"),
        match.start("name") + len(name),
        name,
        own_kind or str(kind),
        is_certain=True,
    )


def _is_word_form(name: str) -> bool:
    """A lone capitalised word at a sentence's start that looks like a common noun or gerund."""
    return name.lower().endswith(("ing", "tion", "ment", "ity", "ness", "ance", "ence", "s", "er"))


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or (self.text[0].isdigit() and not self.text.isdigit())


def _around_heads(text: str, words: Lexicon, *, is_label: bool) -> Iterator[Name]:
    """Capitalised words that end in a head noun, with the acronym that may stand behind or before."""
    tokens = [_Word(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
    index = 0
    while index < len(tokens):
        size, kind = _head_at(tokens, index, words)
        if not size:
            index += 1
            continue
        last = index + size - 1
        name = _name_ending(text, tokens, index, last, str(kind), words, is_label=is_label)
        if name is not None:
            yield name
        index = last + 1


def _head_at(tokens: list[_Word], index: int, words: Lexicon) -> tuple[int, str | None]:
    """Return how many tokens from ``index`` are the longest head noun, and its type."""
    for size in (3, 2, 1):
        if index + size > len(tokens):
            continue
        phrase = " ".join(token.text.lower() for token in tokens[index : index + size])
        phrase = re.sub(r"'s?$", "", phrase)
        kind = words.nouns.get(phrase) or (
            words.nouns.get(phrase[:-1]) if phrase.endswith("s") else None
        )
        if kind:
            return size, kind
    return 0, None


def _name_ending(
    text: str,
    tokens: list[_Word],
    head: int,
    last: int,
    kind: str,
    words: Lexicon,
    *,
    is_label: bool,
) -> Name | None:
    first = _left_edge(tokens, head, words)
    if first == head and (last == head or not tokens[head].is_capital):
        return None
    head_is_capital = tokens[last].is_capital
    # A name goes on: "Emerald Team Manager", "Review Board member".
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if (
        following
        and following.start == tokens[last].end + 1
        and following.is_capital
        and following.text[0].isalpha()
        and head_is_capital
    ):
        return None
    modifiers = [token.text for token in tokens[first:head]]
    first = _without_force(tokens, first, head, kind, words)
    modifiers = [token.text for token in tokens[first:head]]
    end = tokens[last].end
    raw = re.sub(r"'s?$", "", text[tokens[first].start : end])
    end = tokens[first].start + len(raw)
    if raw.count("'") - len(re.findall(r"\w'\w|s'\s", raw)) > 0 or '"' in raw:
        return None
    if not _is_name(
        raw,
        modifiers,
        tokens[last].text,
        kind,
        first,
        words,
        head_is_capital=head_is_capital,
        is_label=is_label,
    ):
        return None
    acronym, end = _acronym_behind(text, raw, end)
    start = tokens[first].start
    if not acronym:
        acronym, start, end = _acronym_before(text, start, end, raw)
    certain = (
        kind in ("team", "service", "board", "group", "fund", "operation", "project")
        and head_is_capital
        and len(modifiers) >= 2
    )
    return Name(start, end, raw, kind, acronym, is_certain=certain)


def _left_edge(tokens: list[_Word], head: int, words: Lexicon) -> int:
    """Return the index of the first word of the name whose head begins at ``head``."""
    first = head
    while first > 0:
        token = tokens[first - 1]
        if token.text[0].isalnum() and token.is_capital and token.text.lower() not in _SMALL:
            if first - 1 == 0 and token.text.lower() in (_OPENERS | _OPENING_VERBS):
                break
            if token.text in ("I", "We", "The", "Our", "My", "This", "A", "An"):
                break
            first -= 1
            continue
        if (
            token.text == "-"
            and first - 2 >= 0
            and tokens[first - 2].text.lower() in ("multi", "inter", "anti", "co")
        ):
            first -= 2
            continue
        if (
            token.text.lower() in _SMALL
            and first - 2 >= 0
            and _crosses(tokens, first - 2, token.text.lower(), first, head, words)
        ):
            first -= 2 if tokens[first - 2].is_capital else 3
            continue
        if (
            token.text.lower() in ("strategy", "working", "steering", "scrutiny", "review")
            and first == head
            and first - 2 >= 0
            and tokens[first - 2].is_capital
        ):
            first -= 1
            continue
        if (
            token.text.lower() in ("national", "regional")
            and first < head
            and not tokens[head].is_capital
        ):
            first -= 1
        break
    while first < head and tokens[first].text.lower() in _SMALL:
        first += 1
    return first


def _crosses(
    tokens: list[_Word], before: int, joint: str, first: int, head: int, words: Lexicon
) -> bool:
    """Say whether a name goes on to the left over "and", "of" or "in the"."""
    left = tokens[before]
    if joint == "the":
        inner = left.text.lower() in ("in", "for") and before > 0 and tokens[before - 1].is_capital
        return (
            inner
            and first < head
            and tokens[before - 1].text
            not in ("I", "We", "Head", "Chair", "Director", "Part", "Members")
        )
    if not left.text[0].isalnum() or not left.is_capital or left.text.lower() in _OPENERS:
        return False
    if first == head and joint not in ("of",):
        return False
    if joint == "of":
        return left.text not in (
            "Head",
            "Chair",
            "Director",
            "Directors",
            "Heads",
            "Chairs",
            "Report",
            "Member",
            "Members",
            "Part",
            "Launch",
            "Commissioner",
            "Chief",
            "Office",
            "Terms",
            "Constable",
        )
    if joint in ("and", "&"):
        if left.text == "Police" and tokens[first].text == "Crime":
            return True
        lower = re.sub(r"'s$", "", left.text.lower())
        ends_body = (
            bool(_ORGANISATION.search(lower))
            or lower in words.nouns
            or lower in ("commissioner", "constable", "leeds")
        )
        acronym = left.text.isupper() and len(left.text) > 1
        return not ends_body and not acronym
    return joint in ("for", "against", "in", "to") and first < head


def _without_force(tokens: list[_Word], first: int, head: int, kind: str, words: Lexicon) -> int:
    """Return where the name begins when the force's own name stands before one of its units."""
    opener = tokens[first].text
    if (
        opener.endswith(("'s", "s'"))
        and first + 1 < head
        and (_ORGANISATION.search(opener[:-2]) or re.sub(r"'s?$", "", opener.lower()) in _PLAIN)
    ):
        return first + 1
    if kind != "team":
        return first
    for stop in range(head - 1, first, -1):
        prefix = re.sub(r"'s?$", "", " ".join(token.text for token in tokens[first:stop]).lower())
        if prefix in words.forces and _ORGANISATION.search(prefix):
            return stop
    return first


def _is_name(
    raw: str,
    modifiers: list[str],
    head: str,
    kind: str,
    first: int,
    words: Lexicon,
    *,
    head_is_capital: bool,
    is_label: bool,
) -> bool:
    """Say whether capitals before a head noun make a name, not a kind of thing or a body."""
    lower = re.sub(r"\s+", " ", raw.lower())
    if _BY_LAW.fullmatch(lower) or {lower, lower.removesuffix("s")} & (words.bodies | words.forces):
        return False
    prefix = re.sub(r"'s?$", "", " ".join(modifiers).lower())
    noun = head.lower()
    if noun in ("council", "councils") or prefix in words.forces or prefix in words.bodies:
        return False
    if noun in _KINDS_IN_PLURAL or (noun == "services" and not head_is_capital):
        return False
    if noun in ("meeting", "meetings") and (
        _BY_LAW.fullmatch(prefix) or _noun_kind((modifiers or [""])[-1], words)
    ):
        return False
    capitals = [
        word
        for word in modifiers
        if word.lower() not in _SMALL and (word[0].isupper() or word[0].isdigit())
    ]
    if noun.endswith("s") and capitals and capitals[0].lower() in _EVERYWHERE:
        return False
    telling = [word for word in capitals if re.sub(r"'s?$", "", word.lower()) not in _PLAIN]
    common = kind in ("training", "plan", "product", "other", "event", "fund")
    if head_is_capital:
        if len(capitals) >= 2:
            return True
        if capitals and capitals[0].isupper() and len(capitals[0]) > 1:
            return kind in ("product", "group", "team") and first > 0
        return bool(telling) and (not common or noun == "fund") and not (first == 0 and is_label)
    # A small head noun makes a name only behind words that are names themselves.
    names = [
        word for word in telling if word not in words.acronyms and word.lower() not in words.forces
    ]
    if not names:
        return bool(capitals) and capitals[-1].isupper() and _has_two_words(raw, modifiers)
    if len(capitals) >= 2:
        return True
    return first > 0 and not is_label and (not common or names[0].isupper())


def _has_two_words(raw: str, modifiers: list[str]) -> bool:
    """Say whether the head noun has two words ("working group") and so tells a body by itself."""
    return len(raw.split()) - len(modifiers) >= 2


def _acronym_behind(text: str, name: str, end: int) -> tuple[str, int]:
    match = _BRACKET.match(text, end)
    if match is None:
        return "", end
    letters = match["letters"].upper()
    return (match["letters"], match.end()) if _abbreviates(letters, name) else ("", end)


def _acronym_before(text: str, start: int, end: int, name: str) -> tuple[str, int, int]:
    """Take in the acronym before its expansion: "VOB (Vulnerability and Operations Board)"."""
    match = re.search(r"(?<!\w)(?P<letters>[A-Z][A-Z&]{1,8})\s\((?:the\s)?$", text[:start])
    if match and text[end : end + 1] == ")" and _abbreviates(match["letters"], name):
        return match["letters"], match.start(), end + 1
    return "", start, end


def _abbreviates(letters: str, name: str) -> bool:
    """Say whether the letters are the initials of the name, perhaps with small words or a lost word."""
    full = initials(name)
    if letters in (full, full.removesuffix("S")):
        return True
    position = 0
    for letter in letters:
        position = name.upper().find(letter, position) + 1
        if not position:
            return False
    return letters[0] == name[0].upper() and len(letters) >= 3
