"""Which canonical metric a measured phrase names, and whom a figure is about."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from flows.parsing.figures.quantity import Quantity
from flows.parsing.header.forces import ForceNames
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import Gated


@dataclass(frozen=True, slots=True)
class _MetricRule:
    metric_id: str
    unit_code: str
    required: tuple[re.Pattern[str], ...]
    excluded: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class _MetricRules:
    """The rules, and a matcher that tells which of their required terms may stand in a text.

    ``terms`` holds, for each word or phrase of ``matcher``, the rules and the places of the
    terms that it stands for.
    """

    rules: tuple[_MetricRule, ...]
    matcher: AhoCorasick
    terms: tuple[tuple[tuple[int, int], ...], ...]

    def possible(self, text: str) -> list[_MetricRule]:
        """Return the rules whose required terms may all stand in ``text``."""
        found: dict[int, set[int]] = {}
        for index, _, _ in self.matcher.find_matches_as_indexes(text, overlapping=True):
            for rule, place in self.terms[index]:
                found.setdefault(rule, set()).add(place)
        return [
            self.rules[rule]
            for rule, places in found.items()
            if len(places) == len(self.rules[rule].required)
        ]


def _alternatives(term: str) -> list[str]:
    return [word.strip().lower() for word in term.split("|")]


@lru_cache(maxsize=8)
def _metric_rules(vocabulary: Vocabulary) -> _MetricRules:
    units = {row["metric_id"]: row["unit_code"] for row in vocabulary.rows("metrics")}

    def patterns(terms: str) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(
                r"\b(?:"
                + "|".join(re.escape(word) for word in _alternatives(term))
                + r")(?:s|es|'s|s')?\b"
            )
            for term in terms.split(";")
            if term.strip()
        )

    rows = vocabulary.rows("metric_phrases")
    terms: dict[str, list[tuple[int, int]]] = {}
    for rule, row in enumerate(rows):
        required = (term for term in row["required_terms"].split(";") if term.strip())
        for place, term in enumerate(required):
            for word in _alternatives(term):
                terms.setdefault(word, []).append((rule, place))
    rules = tuple(
        _MetricRule(
            row["metric_id"],
            units[row["metric_id"]],
            patterns(row["required_terms"]),
            patterns(row["excluded_terms"]),
        )
        for row in rows
    )
    return _MetricRules(rules, AhoCorasick(list(terms)), tuple(map(tuple, terms.values())))


def metric_of(
    measured: str | None,
    unit_code: str,
    role: str,
    vocabulary: Vocabulary,
    context: str | None = None,
) -> str | None:
    """Return the canonical metric that a measured phrase names, None where none or several fit.

    The most specific rule wins (the one with the most required terms); a tie between two
    metrics names none, for a wrong comparison is worse than a missing one. ``context`` (the
    caption of a table) may complete a phrase or say that it counts something else; it never
    names the metric alone.
    """
    if measured is None or role not in ("level", "share", "duration", "target"):
        return None
    phrase = measured.lower()
    around = f"{phrase} {context.lower()}" if context else phrase
    # Under "Child sexual exploitation" all crimes are those; beside "staff" officers stay officers.
    excluding = around if unit_code == "count" else phrase
    found = _most_specific(phrase, phrase, excluding, unit_code, vocabulary)
    if found is None and context:
        found = _most_specific(around, phrase, around, unit_code, vocabulary)
    return found


def limit_of(metric_id: str, vocabulary: Vocabulary) -> float | None:
    """Return within how many seconds a metric's calls are answered, None where it has no limit."""
    limit = vocabulary.keyed("metrics", "metric_id")[metric_id]["within_seconds"]
    return float(limit) if limit else None


def _most_specific(
    text: str, phrase: str, excluding: str, unit_code: str, vocabulary: Vocabulary
) -> str | None:
    best: dict[int, set[str]] = {}
    for rule in _metric_rules(vocabulary).possible(text):
        if (
            rule.unit_code == unit_code
            and all(term.search(text) for term in rule.required)
            and any(term.search(phrase) for term in rule.required)
            and not any(
                # What names a metric by one word alone is refined by what stands above it.
                term.search(excluding if len(rule.required) == 1 else text)
                for term in rule.excluded
            )
        ):
            best.setdefault(len(rule.required), set()).add(rule.metric_id)
    metrics = best[max(best)] if best else set()
    return next(iter(metrics)) if len(metrics) == 1 else None


_NATIONAL = Gated(
    "national|the country|england|the uk|forces|most similar|msg|msf|government's",
    r"\b(?:national(?:ly)?|across\s(?:the\scountry|England|the\sUK)|England\sand\sWales|the\sUK"
    r"|in\sEngland|all\s(?:43\s)?forces|43\s(?:police\s)?forces|most\ssimilar\s(?:forces|group)|MS[GF]s?"
    r"|government's)\b",
)
_REPORT = re.compile(
    r"\b(?:recommendations?|areas?\sfor\simprovement|AFIs?|causes?\sof\sconcern|inspections?"
    r"|JTAIs?|JTAs?|reports?(?!\s(?:of|by|from)\b)|indicators|key\sfindings|inspectorates)\b",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"\b(?:local\sauthorit(?:y|ies)|councils?|NHS|health\sboards?|charit(?:y|ies)"
    r"|LSCBs?|Home\sOffice|Crown\sProsecution|CPS|probation|NSPCC|College\sof\sPolicing"
    r"|safeguarding\s(?:children\s)?boards?)\b",
    re.IGNORECASE,
)


_INSPECTED = re.compile(
    r"\b(?:reports?|inspections?|inspectors|inspectorate|HMICFRS|HMIC|JTAIs?)\b", re.IGNORECASE
)
#: Whom the law calls a child is the same everywhere.
_OF_THE_LAW = re.compile(r"\bunder\sthe\sage\sof\s\d", re.IGNORECASE)
_PLACES = re.compile(r"\b(?:forces|authorities|areas|boroughs|counties)\b", re.IGNORECASE)
_PARTNER_ACTS = re.compile(
    r"(?:[Tt]he\s)?(?:[A-Z][\w'-]+\s){0,4}(?:Council|Trust|CPS|NHS|Society|Foundation|Home\sOffice)"
    r"(?:'s)?\s(?:[a-z]+s|has|have|had|[a-z]+ed)\b"
)
_OURS = re.compile(r"\b(?:police|constabulary|force|commissioner|PCC|we|I|our)\b", re.IGNORECASE)


#: What sets a figure beside another's: "91% against a national average of 88%".
_OTHER_SIDE = re.compile(
    r"\b(?:compar\w+|against|versus|vs|whereas|while|whilst|than|above|below|higher|lower|better"
    r"|worse|ahead|behind|ranked|rank|exceed\w*)\b|[(;]|,\s(?:and|but|with)\s",
    re.IGNORECASE,
)


#: "The lowest rate in England, 1.6": the rate is the force's, however others stand.
_AMONG_ALL = re.compile(
    r"\b(?:lowest|highest|best|worst|largest|smallest|biggest|fastest|slowest|most|least|second|third"
    r"|\d{1,2}(?:st|nd|rd|th))\b[^.;\d]{0,40}?\b(?:nationally|of\sall\s(?:43\s)?forces"
    r"|(?:in|across)\s(?:England(?:\sand\sWales)?|the\s(?:UK|country)))(?!\w)",
    re.IGNORECASE,
)


def _own_side(text: str, quantity: Quantity, measured: str) -> str:
    """Return the words around a figure that are about it and not about what it is set beside."""
    before = text[max(0, quantity.start - 40) : quantity.start]
    behind = text[quantity.end : quantity.end + 60]
    sides = [match.end() for match in _OTHER_SIDE.finditer(before)]
    said = " ".join(
        (_OTHER_SIDE.split(measured, maxsplit=1)[0], before[sides[-1] if sides else 0 :])
    )
    return f"{said}{text[quantity.start : quantity.end]}{_OTHER_SIDE.split(behind, maxsplit=1)[0]}"


_NAMES_A_FORCE = re.compile(
    r"\b[A-Z][\w&-]{1,40}(?:'s)?\s(?:Police|Constabulary|P?F?CC)|Commissioner|[A-Z]{3}"
)


def is_of_another_force(text: str, force_id: str | None, names: ForceNames) -> bool:
    """Say whether ``text`` names police forces or their bodies, and the document's is not one."""
    if force_id is None or not _NAMES_A_FORCE.search(text):
        return False
    named = {
        force
        for mention in names.find(text)
        if mention.kind in ("force", "body") and not mention.is_ambiguous
        for force in mention.force_ids
    }
    return bool(named) and force_id not in named


def scope_of(
    text: str,
    quantity: Quantity,
    measured: str | None,
    speaker: str,
    force_id: str | None,
    names: ForceNames,
) -> str:
    """Return whom a figure is about: force, national, partner, or document for a report's own.

    ``force_id`` is the document's; what another force does is a partner's.
    """
    before = text[: quantity.start]
    near = _AMONG_ALL.sub(" ", _own_side(text, quantity, measured or ""))
    if quantity.unit_code == "count" and _REPORT.search(measured or ""):
        return "document"
    if speaker == "inspectorate":
        return "document"
    if _NATIONAL.search(near):
        return "national"
    if quantity.role in ("age", "definition") and (force_id is None or _OF_THE_LAW.search(text)):
        return "national"
    if (
        quantity.unit_code == "count"
        and _INSPECTED.search(before)
        and _PLACES.search(measured or "")
    ):
        return "document"
    if quantity.unit_code == "count" and _PARTNER.match(measured or ""):
        return "partner"
    if is_of_another_force(near, force_id, names):
        return "partner"
    if _PARTNER_ACTS.match(before) and not _OURS.search(before):
        return "partner"
    return "force"
