"""Which force a document is about, and which forces a text names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.parsing.text.outline import Outline, Part
from flows.parsing.vocabulary import Vocabulary

AliasKind = Literal["body", "force", "website", "acronym", "area"]

#: ``force_aliases.alias_kind`` -> what a name counts as.
_KINDS: dict[str, AliasKind] = {
    "force": "force",
    "policing_body": "body",
    "panel": "body",
    "area": "area",
    "website": "website",
}
_KIND_WEIGHTS: dict[AliasKind, float] = {
    "body": 5,
    "force": 4,
    "website": 3,
    "acronym": 2,
    "area": 1,
}
#: A county's name followed by one of these names something else that bears the name.
_NOT_THE_FORCE = re.compile(
    r"""(?:'s)?\s*(?:and\s[A-Z]\w+\s)?(?:(?:county|city|borough|district|metropolitan|unitary|combined|local|town|parish)\b
      |council|universit|hospital|nhs|fire\s(?:and|&)\srescue|ambulance|lscb|scp\b
          |safeguarding|jtai|probation|cathedral
      |crown\scourt|magistrates|airport|football|racecourse|road|street|house|avenue)""",
    re.VERBOSE | re.IGNORECASE,
)
_MAKES_BODY_BEFORE = re.compile(
    r"(?:commissioner|pcc|pfcc|opcc|opfcc|crime panel|mayor)(?:'s office)?\s+(?:for|of"
    r"|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_MAKES_FORCE_BEFORE = re.compile(
    r"(?:chief constable|constabulary|police|force)\s+(?:for|of|in)\s+(?:the\s+)?$", re.IGNORECASE
)
_MAKES_BODY_AFTER = re.compile(
    r"(?:'s)?\s+(?:police,?\s(?:and\s|&\s|fire\s|crime\s)|pcc\b|pfcc\b|opcc\b|opfcc\b)",
    re.IGNORECASE,
)
_MAKES_FORCE_AFTER = re.compile(r"(?:'s)?\s+(?:police|constabulary|force)\b", re.IGNORECASE)
#: A force that is not clearly ahead is not named at all: null beats a guess.
_LEAST_SCORE = 3.0
_CLEAR_LEAD = 1.25
_CLOSING_PARTS = 5
_SPECIAL_FORCE_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class ForceMention:
    """Words at ``start:end`` of a clean text that name a force, its body or its area."""

    start: int
    end: int
    force_ids: tuple[str, ...]
    kind: AliasKind
    is_ambiguous: bool


@dataclass(frozen=True)
class ForceNames:
    """All names of forces, compiled; made once for a vocabulary by ``force_names``."""

    matcher: AhoCorasick
    aliases: tuple[str, ...]
    force_ids: tuple[tuple[str, ...], ...]
    kinds: tuple[AliasKind, ...]
    ambiguous: tuple[bool, ...]

    def find(self, text: str) -> tuple[ForceMention, ...]:
        """Return what names a force in a clean text, in order; the longest name wins.

        A county that stands for its council, hospital or court names no force. "Commissioner
        for X" and "X Constabulary" name the body and the force also where only X is an alias.
        """
        lowered = text.lower()
        if len(lowered) != len(text):
            return ()
        matches = self.matcher.find_matches_as_indexes(lowered, overlapping=True)
        if not matches:
            return ()
        found: list[ForceMention] = []
        reached = 0
        for start, negative_end, index in sorted(
            (start, -end, index) for index, start, end in matches
        ):
            end = -negative_end
            if start < reached or not _stands_alone(text, start, end):
                continue
            alias = self.aliases[index]
            if _is_acronym(alias) and text[start:end] != alias:
                continue
            kind = self.kinds[index]
            if kind in ("area", "force") and _NOT_THE_FORCE.match(text, end):
                reached = end
                continue
            if kind == "area":
                kind = _kind_in_context(text, start, end)
            found.append(
                ForceMention(start, end, self.force_ids[index], kind, self.ambiguous[index])
            )
            reached = end
        return tuple(found)


def _kind_of(row: Mapping[str, str]) -> AliasKind:
    if row["alias_kind"] == "force" and _is_acronym(row["alias"]):
        return "acronym"
    return _KINDS[row["alias_kind"]]


def _is_acronym(alias: str) -> bool:
    return " " not in alias and sum(letter.isupper() for letter in alias) >= max(2, len(alias) // 2)


@lru_cache(maxsize=4)
def force_names(vocabulary: Vocabulary) -> ForceNames:
    """Return the matcher of the aliases of ``vocabulary``; keep it while reading a document."""
    rows: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in vocabulary.rows("force_aliases"):
        rows[row["alias"].replace("\u2019", "'")].append(row)
    aliases = tuple(rows)
    return ForceNames(
        AhoCorasick([alias.lower() for alias in aliases], matchkind=MatchKind.Standard),
        aliases,
        tuple(tuple(sorted({row["force_id"] for row in rows[alias]})) for alias in aliases),
        tuple(_kind_of(rows[alias][0]) for alias in aliases),
        tuple(any(row["is_ambiguous"] == "true" for row in rows[alias]) for alias in aliases),
    )


def _kind_in_context(text: str, start: int, end: int) -> AliasKind:
    before = text[max(0, start - 40) : start]
    if _MAKES_BODY_BEFORE.search(before) or _MAKES_BODY_AFTER.match(text, end):
        return "body"
    if _MAKES_FORCE_BEFORE.search(before) or _MAKES_FORCE_AFTER.match(text, end):
        return "force"
    return "area"


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (
        end < len(text) and text[end].isalnum()
    )


def _weighed_texts(
    outline: Outline, title: str | None, opening: Collection[int]
) -> Iterator[tuple[str, float, bool]]:
    """Yield (text, weight, is in the body) of what may name the document's force."""
    if title:
        yield title, 5, False
    closing = len(outline.parts) - _CLOSING_PARTS
    for part in outline.parts:
        if part.grid is None:
            weight = _place_weight(part, part.index in opening, part.index >= closing)
            yield part.passage.text, weight, weight == 1
            continue
        for cell in part.grid.cells:
            # A recommendation names the forces that were inspected, not the one that answers.
            if not part.grid.is_recommendation_column(cell.column):
                yield cell.text, 1, True


def _place_weight(part: Part, opens: bool, closes: bool) -> float:
    if opens:
        return 3
    return 2 if part.block.kind == "heading" or closes else 1


def find_document_force(
    outline: Outline, title: str | None, opening: Collection[int], vocabulary: Vocabulary
) -> str | None:
    """Return the id of the force that a document is about, None where none is clearly ahead.

    ``opening`` holds the indexes of the parts before the first running text. Names weigh by
    what they are (policing body, force, acronym, bare county) and where they stand; names
    with several meanings only strengthen a force that the document names otherwise.
    """
    fixed: dict[str, float] = defaultdict(float)
    running: dict[str, float] = defaultdict(float)
    doubtful: dict[str, float] = defaultdict(float)
    names = force_names(vocabulary)
    for text, weight, in_body in _weighed_texts(outline, title, opening):
        for mention in names.find(text):
            if mention.is_ambiguous or len(mention.force_ids) > 1:
                for force_id in mention.force_ids:
                    doubtful[force_id] += weight
                continue
            scores = running if in_body else fixed
            scores[mention.force_ids[0]] += weight * _KIND_WEIGHTS[mention.kind]
    # A force that is named twice as often as another is not twice as likely the author.
    totals = {force: fixed[force] + running[force] ** 0.75 for force in {*fixed, *running}}
    forces = vocabulary.keyed("forces", "force_id")
    for force_id, total in totals.items():
        is_special = force_id in forces and forces[force_id]["force_kind"] == "special"
        share = _SPECIAL_FORCE_SHARE if is_special else 1.0
        totals[force_id] = share * (total + min(doubtful[force_id], total))
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _LEAST_SCORE:
        return None
    if len(ranked) > 1 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]:
        return None
    return ranked[0][0]


def force_of_site(site_name: str, vocabulary: Vocabulary) -> str | None:
    """Return the id of the force that the name of a web site names, None where not just one."""
    named = {
        mention.force_ids
        for mention in force_names(vocabulary).find(site_name.replace("\u2019", "'"))
        if not mention.is_ambiguous
    }
    (force_ids,) = named if len(named) == 1 else ((),)
    return force_ids[0] if len(force_ids) == 1 else None
