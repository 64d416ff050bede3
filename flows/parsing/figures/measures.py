"""What a figure measures, in the words of its sentence.

Without a grammar of English the noun phrase is read from both sides: behind a count
stands what is counted; before a verb of change or a share that closes its clause stands
the subject.
"""

import re
from collections.abc import Mapping, Sequence

from flows.parsing.figures.noun_phrases import Token, phrase_before, phrase_behind, tokens_of
from flows.parsing.figures.quantity import SHARE_UNITS, TIME_UNITS, Quantity
from flows.parsing.figures.words import (
    AUXILIARY,
    CHANGES,
    CLOSERS,
    FINITE,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    RATES,
    is_participle,
    is_verb_like,
)
from flows.parsing.times.periods import TimeExpression

_BY = re.compile(r"\bby\s(?:[a-z]+\s){0,2}$")
_LINKED = re.compile(
    r"\s(?:of|more|fewer|less|increase|decrease|reduction|rise|fall|drop)\b", re.IGNORECASE
)
_SORT_OF_MONEY = re.compile(
    r"\b(?P<noun>(?!total|sum|amount|extra|further|excess|maximum|minimum|cut|rise)[a-z]{3,}(?:\s[a-z]{3,})?)\sof\s"
    r"(?:(?:just\s|well\s)?(?:over|under|more\sthan|nearly|almost|about|around|up\sto|some"
    r"|approximately|at\sleast|between)\s)?$"
)
_LABEL = re.compile(r"^(?P<label>[A-Z][a-z]+(?:\s[a-z]+){0,3}):\s$")
_ACRONYM = re.compile(r"(?P<letters>[A-Z]{2,7})(?P<plural>'?s)?")
_CHANGE_IN = re.compile(
    r"\b(?:rises?|increases?|reductions?|falls?|drops?|declines?|growth|decreases?)\sin(?=\s[a-z])"
)
#: "9% (177) of breath tests".
_SAID_AGAIN = re.compile(r"(?:\s\([^()]{1,12}\)|\))(?=\sof\b)")
_SIGN = re.compile(r"%|cent\b")
_POINTING = CHANGES | PRONOUNS


def measured_phrase(
    text: str,
    quantity: Quantity,
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    antecedent: str | None = None,
) -> str | None:
    """Return the noun phrase that ``quantity`` counts or measures.

    ``antecedent`` is what the figure before it in the sentence measures: it is taken where
    the figure only goes on ("23 were good and 28 were not"). None where nothing is found,
    and where only a pronoun or a noun of change stands there ("nine of them", "a rise of
    40"): what that points to is for the caller to know. The phrase holds no figure, no
    finite verb and no end of a sentence.
    """
    if quantity.role in ("age", "period", "definition"):
        return None
    barriers = _merged(
        [(q.start, q.end) for q in quantities if q is not quantity]
        + [(time.phrase_start, time.end) for time in times]
    )
    said_again = _SAID_AGAIN.match(text, quantity.end)
    counted = _at_end(quantity, said_again.end()) if said_again else quantity
    behind = phrase_behind(text, counted, barriers)
    if behind and quantity.unit_code in ("count", "percent"):
        behind = _fuller(behind, text[: quantity.start])
    if behind is None and antecedent is not None and quantity.unit_code not in TIME_UNITS:
        return antecedent
    before = phrase_before(text, quantity, barriers)
    if _BY.search(text, 0, quantity.start):
        found = before or behind
    elif quantity.unit_code in SHARE_UNITS and before and behind and RATES & set(before.split()):
        found = f"{before} of {behind}"
    elif quantity.unit_code == "gbp" and (sort := _SORT_OF_MONEY.search(text, 0, quantity.start)):
        found = " ".join(word for word in sort["noun"].split() if not is_verb_like(word)) or behind
    elif quantity.unit_code == "percent" and not _SIGN.search(text, quantity.start, quantity.end):
        found = behind or before
    elif quantity.unit_code == "count" and quantity.role != "change":
        found = _labelled(text, quantity, behind) or behind or before
    elif quantity.unit_code in (*SHARE_UNITS, *TIME_UNITS) or quantity.role == "change":
        found = behind if behind and _LINKED.match(text, quantity.end) else before or behind
    else:
        found = behind or before
    if found and not set(found.lower().split()) <= _POINTING:
        return found
    named = _CHANGE_IN.search(text)
    # "a sharp rise in recorded incidents ... further rises - 59": the change has been named.
    return phrase_behind(text, _at(quantity, named.end()), barriers) if named else None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _labelled(text: str, quantity: Quantity, behind: str | None) -> str | None:
    """Return "hare coursing incidents" of "Hare coursing: 1,119 incidents"."""
    label = _LABEL.search(text, 0, quantity.start)
    return f"{label['label']} {behind}" if label and behind and " " not in behind else None


def spelt_out(phrase: str, long_forms: Mapping[str, str]) -> str:
    """Return ``phrase`` with the long form of the acronym that is its noun, where it has one."""
    noun, _, rest = phrase.partition(" ")
    match = _ACRONYM.fullmatch(noun)
    long_form = long_forms.get(match["letters"]) if match else None
    following = rest.split(" ", 1)[0].lower()
    if not long_form or (rest and not (following in PREPOSITIONS or is_participle(following))):
        return phrase
    plural = "s" if match and match["plural"] and not long_form.endswith("s") else ""
    return f"{long_form}{plural} ({noun}){' ' + rest if rest else ''}"


def _at_end(quantity: Quantity, position: int) -> Quantity:
    """Return the figure as if it ended at ``position``."""
    return quantity._replace(end=position)


def _at(quantity: Quantity, position: int) -> Quantity:
    """Return the figure as if it stood at ``position``, to read what stands behind it."""
    return quantity._replace(start=position, end=position)


def _fuller(phrase: str, text: str) -> str:
    """Return ``phrase`` with the modifiers that its noun has where ``text`` names it before.

    "the initial case conferences ... 88% of the 141 conferences" counts initial case
    conferences. Only a bare noun is completed, and only by words right before the same noun.
    """
    noun = phrase.split(" ", 1)[0]
    if phrase != noun and not is_participle(phrase.split(" ")[1]):
        return phrase
    tokens = tokens_of(text, 0, len(text))
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index].word.rstrip("s") != noun.lower().rstrip("s"):
            continue
        start = index
        while start and _modifies(tokens[start - 1]):
            start -= 1
        if start < index:
            return " ".join([*(token.text for token in tokens[start:index]), phrase])
    return phrase


_NO_MODIFIER = (
    AUXILIARY
    | PREPOSITIONS
    | OPENERS
    | CLOSERS
    | FINITE
    | frozenset("and or per only just some many most much very about nearly".split())
)


def _modifies(token: Token) -> bool:
    return token.is_word and not (token.word in _NO_MODIFIER or is_verb_like(token.word))
