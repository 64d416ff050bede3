"""The commissioner whom a document names, and how it styles the office."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from flows.parsing.header.forces import ForceNames, force_names
from flows.parsing.header.opening import lines_of
from flows.parsing.text.addresses import AMBIGUOUS, BUILDINGS, POSTCODE, STREETS
from flows.parsing.text.outline import Outline, Part
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import holds_one, lowered

#: The styles of the office in law and use: Police Reform and Social Responsibility Act 2011, s.1;
#: Policing and Crime Act 2017, s.6 (fire); the Durham and Staffordshire commissioners' own styles.
OFFICE = (
    r"(?:police(?:,)?\s(?:and|&)\scrime\scommissioner|police,?\sfire(?:,|\s(?:and"
    r"|&))?\s(?:rescue\s(?:and|&)\s)?crime\scommissioner"
    r"|police,?\scrime\s(?:and|&)\svictims'?\scommissioner"
    r"|commissioner\sfor\spolice,\sfire\s(?:and|&)\srescue\sand\scrime"
    r"|comisiynydd\sheddlu\sa\sthroseddu)"
)
_OFFICE = re.compile(rf"{OFFICE}|\b(?:PCC|PFCC|PCVC)\b", re.IGNORECASE)
_OF_COMMISSIONER = re.compile(r"commissioner|\bo?pf?cc\b", re.IGNORECASE)
#: One of these stands in every style of the office.
_SIGNS_OF_OFFICE = ("commissioner", "comisiynydd", "pcc", "pfcc", "pcvc")
#: One of these stands in a line that names an office, whosever it is, or holds its mark already.
_SIGNS_OF_HOLDERS = (*_SIGNS_OF_OFFICE, "mayor", "@")
_MAYOR_OF = re.compile(r"Mayor\s(?:of|for)\s")
_NO_HOLDER = re.compile(r"\b(?:office|opcc|opfcc|panel)\b", re.IGNORECASE)
_JOINT_TO_FORCE = re.compile(r"(?<!\s)\s+(?:for|of|in)(?:\s+the)?\s+$")
_OWN_OFFICE = re.compile(r"^(?:the\s+)?'s\s+@")
_OFFICE_OF_ANOTHER = re.compile(r"@\s*(?:for|of|in)\s+~|~(?:'s)?\s*@")
_SIGNATURE = re.compile(r"(?:the\s|your\s|acting\s|interim\s)?@", re.IGNORECASE)
_BEFORE_MARK = re.compile(r" ([,:])")
_WORD = r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f'-]*[a-z\u00df-\u024f]"
_STYLE = (
    r"(?:(?:Rt\.?\sHon|Dr|Sir|Dame|Mr|Mrs|Ms|Miss|Lord|Lady|Baroness|Cllr|Councillor|Colonel"
    r"|Professor)\.?\s){0,4}"
)
_NAME = rf"{_STYLE}(?P<name>{_WORD}(?:\s(?:[A-Z]\.|{_WORD}|de|van|von|ap)){{1,3}})"
_LETTERS = r"(?:,?\s(?:OBE|MBE|CBE|QPM|DL|KC|QC|JP|MP|LLB|BA|MA|CB|TD|QGM|PhD|BSc))*"
_AFTER_OFFICE = re.compile(
    rf"@(?:\s\((?:the\s)?[\"']?(?:@|[A-Z]{{3,5}})[\"']?\))?,?\s(?:is\s)?{_NAME}"
)
_BEFORE_OFFICE = re.compile(
    rf"(?<!\w){_NAME}{_LETTERS}(?:,|\s-|\s\u2013)?\s\(?(?:is\s|as\s|who\sis\s)?(?:the\s|your\s|our\s"
    rf"|as\s|newly\selected\s|Acting\s|Interim\s)*@"
)
_NAME_ALONE = re.compile(rf"{_NAME}{_LETTERS},?")
_ANOTHER_OFFICE = re.compile(
    r"\b(?:deputy|assistant|former|previous|then|late|ex-|predecessor|candidate|office\sof"
    r"|association\sof|other|fellow)\b[\s\w]{0,12}$",
    re.IGNORECASE,
)
_PLAIN_COMMISSIONER = re.compile(
    rf"(?<!Chief )(?<!Information )(?<!Children's )(?<!Victims' )(?<!Victims )(?<!Deputy "
    rf")(?<!Assistant )(?<!Fire )(?<!the )"
    rf"\bCommissioner,?\s{_NAME}(?=\s(?:said|says|added|has|was|will|told|welcom)|,|:)"
)
#: No person is called so: words of offices, papers and places in capitals beside the office.
_NOT_A_NAME = re.compile(
    r"\b(?:police|crime|commissioner|panel|plan|office|report|update|response|chief|constable"
    r"|inspector\w*|home|secretary|force"
    r"|council\w*|board|community|meeting|minutes|committee|executive|officer|deputy|assistant"
    r"|director|member\w*|dear|yours"
    r"|sincerely|faithfully|police|fire|rescue|mayor\w*|comment\w*|statement|letter|the|this|our"
    r"|your|and|by|from|agenda|foreword"
    r"|january|february|march|april|june|july|august|september|october|november|december|lead|head"
    r"|service\w*|copy|cc|kind|regards"
    r"|minister|hmic\w*|majesty\w*|children|safeguarding|county|city|north|south|east|west"
    r"|strategic|public|performance|chair|chairman"
    r"|united|kingdom|england|wales|new|welcomes|responds|said|has|having)\b",
    re.IGNORECASE,
)
#: "Police and Crime Commissioner, Quay House, ...": where the office is, not who holds it.
_PLACE = re.compile(rf"\s(?:{STREETS}|{BUILDINGS})\b")
_PLACE_IN_AN_ADDRESS = re.compile(rf"(?:[^\s,]+\s){{1,3}}{AMBIGUOUS}(?=,.*{POSTCODE})")
_AMPERSAND = re.compile(r"\s&\s")
_INITIALS = re.compile(rf"(?P<name>(?:[A-Z]\.?\s?){{1,3}}{_WORD}){_LETTERS}")
_SIGNATURE_WEIGHT = 6
_TITLE_WEIGHT = 2
_MAYOR = re.compile(
    r"(?<!Deputy )(?<!Lord )\bMayor(?:\sof\s(?:the\s)?[A-Z][\w ]{2,40}?)?(?=,|\s[A-Z][a-z]+\s[A-Z]"
    r"|$)"
)


def _normal_line(text: str, force_id: str | None, known: ForceNames) -> str:
    """Return a line in which ``@`` stands for the document's own commissioner's office.

    The office of another force becomes ``~``, so that its holder is nobody's commissioner here.
    """
    if "&" in text:
        text = _AMPERSAND.sub(" and ", text)
    pieces: list[str] = []
    position = 0
    for mention in known.find(text):
        own = force_id in mention.force_ids
        words = text[mention.start : mention.end]
        before = text[position : mention.start]
        is_styled = mention.kind == "body" and words.endswith("Commissioner")
        office = is_styled or _OFFICE.search(words) or _MAYOR_OF.match(words)
        if office and not _NO_HOLDER.search(words):
            pieces += [before, "@" if own else "~"]
        elif own:
            pieces.append(_JOINT_TO_FORCE.sub(" ", before))
        else:
            pieces += [before, "~"]
        position = mention.end
    pieces.append(text[position:])
    line = "".join(pieces)
    small = lowered(line)
    if holds_one(small, _SIGNS_OF_OFFICE):
        line = _OFFICE.sub("@", line)
    if "@" in line:
        line = _OFFICE_OF_ANOTHER.sub("~", _OWN_OFFICE.sub("@", line))
    return _BEFORE_MARK.sub(r"\1", " ".join(line.split()))


def _names(line: str, allow_plain: bool) -> Iterator[tuple[str, int]]:
    if "@" in line:
        for pattern in (_AFTER_OFFICE, _BEFORE_OFFICE):
            for match in pattern.finditer(line):
                at = line.index("@", match.start())
                if _ANOTHER_OFFICE.search(line[max(0, at - 30) : at]) or line[at + 1 :].startswith(
                    "'"
                ):
                    continue
                if not _is_place(match):
                    yield match["name"], _TITLE_WEIGHT
    if allow_plain and "Commissioner" in line:
        for match in _PLAIN_COMMISSIONER.finditer(line):
            yield match["name"], 1


def _is_place(match: re.Match[str]) -> bool:
    """Say whether a building or street stands where a name would: the office's address."""
    return bool(
        _PLACE.search(match["name"])
        or _PLACE_IN_AN_ADDRESS.match(match.string, match.start("name"))
    )


def _person(name: str) -> str | None:
    words = name.split()
    while words and _NOT_A_NAME.fullmatch(words[-1]):
        words.pop()
    if len(words) < 2 or _NOT_A_NAME.search(" ".join(words)):
        return None
    return " ".join(words)


def _is_signature_office(line: str) -> bool:
    return bool(_SIGNATURE.match(line)) and len(line.split()) <= 12


def find_commissioner_name(
    outline: Outline, force_id: str | None, vocabulary: Vocabulary
) -> str | None:
    """Return the commissioner's name as the document gives it, None where it gives none.

    Named is who signs with the office, stands beside it ("X, Police and Crime Commissioner",
    "the PCC, X") or, where a mayor is the policing body, beside the mayor's. Deputies,
    predecessors and the commissioners of other forces are not the commissioner.
    """
    force = vocabulary.keyed("forces", "force_id").get(force_id or "")
    is_mayoral = force is not None and force["policing_body_type"] == "mayor"
    known = force_names(vocabulary)
    weights: dict[str, int] = defaultdict(int)
    for index, part in enumerate(outline.parts):
        if part.grid is None and not _may_name_a_holder(part.passage.text):
            continue
        lines = _printed(outline, part)
        for number, text in enumerate(lines):
            if not _may_name_a_holder(text):
                continue
            line = _normal_line(text, force_id, known)
            if is_mayoral:
                line = _MAYOR.sub("@", line)
            for name, weight in _names(line, force_id != "metropolitan"):
                if person := _person(name):
                    weights[person] += weight
            if _is_signature_office(line):
                previous = lines[number - 1] if number else _last_line(outline, index)
                if signed := _signed(previous):
                    weights[signed] += _SIGNATURE_WEIGHT
    if not weights:
        return None
    return max(sorted(weights), key=lambda name: weights[name])


def _may_name_a_holder(text: str) -> bool:
    """Say cheaply whether ``text`` could name the holder of an office beside it."""
    small = lowered(text)
    return holds_one(small, _SIGNS_OF_HOLDERS)


def _printed(outline: Outline, part: Part) -> list[str]:
    """Return what stands on its own in a part: its lines, or the cells of a table."""
    if part.grid is not None:
        return [cell.text for cell in part.grid.cells]
    return [line.text for line in lines_of(outline, part)]


def _last_line(outline: Outline, before: int) -> str:
    """Return the last line or cell of the parts before a part; empty where there is none."""
    parts = (outline.parts[index] for index in range(before - 1, -1, -1))
    return next((lines[-1] for part in parts if (lines := _printed(outline, part))), "")


def _signed(line: str) -> str | None:
    if line.isupper():
        line = line.title()
    line = line.strip(" ,")
    match = _NAME_ALONE.fullmatch(line) or _INITIALS.fullmatch(line)
    return _person(match["name"]) if match else None


def policing_body_name(
    outline: Outline, force_id: str | None, vocabulary: Vocabulary
) -> str | None:
    """Return the name of the policing body of a force, styled as the document styles it.

    The reference table gives today's body. A text that knows a police and crime commissioner
    and no mayor is older than its mayor (or its fire powers), and says so by its words.
    """
    row = vocabulary.keyed("forces", "force_id").get(force_id or "")
    if row is None:
        return None
    today = row["policing_body_name"]
    kind = row["policing_body_type"]
    if kind not in ("mayor", "police_fire_and_crime_commissioner"):
        return today
    text = outline.text
    plain = len(
        re.findall(r"police\s+(?:and|&)\s+crime\s+commissioner|\bPCC\b", text, re.IGNORECASE)
    )
    fire = len(
        re.findall(r"fire\s+(?:and|&)?\s*(?:rescue\s+and\s+)?crime|\bO?PFCC\b", text, re.IGNORECASE)
    )
    mayor = re.search(r"\bmayor", text, re.IGNORECASE) or names_mayoral_body(text, vocabulary)
    is_older = (kind == "mayor" and (plain or fire) and not mayor) or (
        kind == "police_fire_and_crime_commissioner" and plain and not fire
    )
    if not is_older:
        return today
    area = re.sub(r"\s(?:Police(?: Service)?|Constabulary)$", "", row["force_name"])
    office = "Police, Fire and Crime Commissioner" if fire else "Police and Crime Commissioner"
    return f"{office} for {area}"


def names_mayoral_body(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether ``text`` names the policing body of a mayor, by an alias of ``force_aliases``."""
    return bool(_mayoral_names(vocabulary).search(text))


@lru_cache(maxsize=4)
def _mayoral_names(vocabulary: Vocabulary) -> re.Pattern[str]:
    forces = vocabulary.keyed("forces", "force_id")
    names = {
        row["alias"]
        for row in vocabulary.rows("force_aliases")
        if row["alias_kind"] == "policing_body"
        and forces[row["force_id"]]["policing_body_type"] == "mayor"
        # What the body was called before there was a mayor.
        and not _OF_COMMISSIONER.search(row["alias"])
    }
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)
