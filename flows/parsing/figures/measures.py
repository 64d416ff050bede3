"""What a figure measures, in the words of its sentence.

Without a grammar of English the noun phrase is read from both sides: behind a count
stands what is counted; before a verb of change or a share that closes its clause stands
the subject.
"""

import re
from collections.abc import Mapping, Sequence

from flows.parsing.figures.noun_phrases import phrase_behind
from flows.parsing.figures.quantity import SHARE_UNITS, TIME_UNITS, Quantity
from flows.parsing.figures.subjects import phrase_before
from flows.parsing.figures.tokens import Token, tokens_of
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
#: "GMP has doubled the number of arrests": it is they that are twice as many.
_MULTIPLIED = re.compile(
    r"(?:doubled|tripled|trebled|quadrupled|halved)\s(?:the|its|our|their)\s", re.IGNORECASE
)
_SORT_OF_MONEY = re.compile(
    r"\b(?P<noun>(?!total|sum|amount|extra|further|excess|maximum|minimum|cut|rise)[a-z]{3,}(?:\s[a-z]{3,})?)\sof\s"
    r"(?:(?:just\s|well\s)?(?:over|under|more\sthan|nearly|almost|about|around|up\sto|some"
    r"|approximately|at\sleast|between)\s)?$"
)
_LABEL = re.compile(r"^(?P<label>[A-Z][\w'&/]*(?:\s[\w'&/]+){0,5})(?::|\s[-\u2013])\s$")
_ACRONYM = re.compile(r"(?P<letters>[A-Z]{2,7})(?P<plural>'?s)?")
_CHANGE_IN = re.compile(
    r"\b(?:rises?|increases?|reductions?|falls?|drops?|declines?|growth|decreases?)\sin(?=\s[a-z])"
)
#: "9% (177) of breath tests".
_SAID_AGAIN = re.compile(r"(?:\s\([^()]{1,60}\)|\))(?=\sof\b)")
_SIGN = re.compile(r"%|cent\b")
#: "12,345 (+4%)", "310 offences (down from 355)", "34 of 40 files (85%)".
_BESIDE = re.compile(
    r"(?:\s[\w'/-]+){0,6}(?:\s\(|,\s(?=[-+\u2212])|\s[\u2013-]\s(?=up\s|down\s)|,?\sor\s)(?:(?:up|down|or|about|around|just|over|under|nearly|equivalent\sto"
    r"|an?\s[a-z]+\sof|(?:increased|decreased|rose|fell|rising|falling|reduced)|by|from)\s){0,3}"
)
#: "4,102 searches: 61% for drugs", "350 officers came and 85% said ..."
_GOES_ON = re.compile(
    r"(?:\s[\w'/-]+){0,14}(?::|,|;|\s(?:and|but))\s(?:(?:and|but|of\sthese|only|just|over|nearly|about|around|some)\s){0,2}"
)
_ENDS_BESIDE = re.compile(
    r"\s?(?:\)|[,;]|\.?$|(?:increase|decrease|rise|fall|reduction|higher|lower)\b)"
)
#: "56% of which was given by ...", "of whom three are trained".
_OF_WHICH = re.compile(r"\sof\s(?:which|whom|these|those|them)\b")
#: "of whom three", "Of the 2,114 reports, 318": the figure is of what was counted just before.
_OF_WHICH_BEFORE = re.compile(
    r"(?:\bof\s(?:which|whom|these|those|them),?"
    r"|\b(?:Of\s|of\s(?:the|these|those|all)\s)(?:[^,;.]|(?<=\d),(?=\d)){1,80},)"
    r"\s(?:[a-z]+\s){0,2}?$"
)
_LONGEST_OF_WHICH = 100
_BEEN = re.compile(
    r"(?:\s\([^()]{1,40}\))?(?:\s(?:has|have|had|was|were|is|are|been|now|since|then|already|also|subsequently))+(?=\s[a-z]+)"
)
#: "Training has been given to 40 staff": what they were given is part of what is counted.
_GIVEN_TO = re.compile(
    r"\b(?:has|have|had|was|were)\s(?:been\s)?(?:also\s|now\s)?(?:delivered|provided|given|offered"
    r"|rolled\sout|issued|awarded|circulated)\sto\s(?:[a-z]+\s){0,3}$"
)
#: "£2m has been secured for the fund".
_MONEY_FOR = re.compile(
    r"\s(?:has|have|had|was|were|is|are|will)\s(?:also\s)?(?:be\s|been\s|being\s)?[a-z]+"
    r"[^,;.\d]{0,60}?\s(?:for|to\s[a-z]+|towards|into|in|on)(?=\s)"
)
#: What stands in a list with its figure: "rape was 120, burglary 300 and robbery 45".
_LISTED = re.compile(
    r"(?:[,;)]\s(?:(?:and|but|while|whilst|whereas)\s)?|\b(?:and|but|while|whilst|whereas)\s)(?P<noun>[A-Za-z][\w'/-]*(?:\s[\w'&/-]+){0,4}?)"
    r"(?:\s(?:is|was|were|are|has|have|had|also|by|up|down|to|at|rose|risen|fell|fallen|increased"
    r"|decreased|dropped|grew|declined|reduced|about|around|over|nearly|stood|just)){0,5}\s?[:=]?\s?\(?$"
)
_NAMES_NO_THING = (
    AUXILIARY
    | (PREPOSITIONS - {"of"})
    | CLOSERS
    | PRONOUNS
    | CHANGES
    | FINITE
    | frozenset(
        "a an each and or with up down around almost nearly just only another extra".split()
    )
)
_AGAINST_ANOTHER = re.compile(r"\s(?:below|above|higher|lower|better|worse|behind|ahead)\b")
#: "an improvement on the 79% recorded in May": the second figure is of the same thing.
_SET_AGAINST = re.compile(
    r"\b(?:on|than|from|against|compared\s(?:to|with)|versus|above|below)\s(?:(?:the|just|about|only|an?)\s){0,2}$"
)
_AS_RECORDED = re.compile(
    r"\s(?:recorded|achieved|reported|seen|reached|in|for|at|a\s|the\s)|\s?(?:[.,;)]|$)"
)
#: "Sickness: officers 4.9%, staff 5.3%": what a line is about, before its figures.
_HEAD = re.compile(r"[-\u2022\s]{0,3}(?P<head>[A-Z][\w'&/-]*(?:\s[\w'&/-]+){0,4}):\s(?=.{0,90}$)")
#: Heads that say who speaks or what kind of line it is, and nothing of its figures.
_SAYS_WHO = re.compile(
    r"\b(?:response|reply|update|comment|progress|note|action|answer|position|status|example"
    r"|force|constable|constabulary|police|commissioner|p?f?cc|recommendation|afi|evidence|outcome"
    r"|present|apologies)s?\b",
    re.IGNORECASE,
)
#: "3.6 days: average time to attend" is named behind its colon.
_NAMED_BEHIND = re.compile(r":(?=\s[A-Za-z])")
_MOVED_TO = re.compile(r"\b(?:to|at|from)\s(?:just\s|about\s|around\s|over\s|nearly\s)?$")
#: "31 complaints per 1,000": the thing stands inside the figure.
_RATE_OF = re.compile(r"[\d.,]+\s(?P<noun>(?:[a-z'-]+\s){1,3})(?:per|for)\b")
#: "The remaining 7%" are those of whom it was not said.
_REST = re.compile(r"\b(?:remaining|other|rest|balance|outstanding)\s$")
_LONGEST_GAP = 120
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
    if antecedent and (tail := _said_of_part(text, quantity, barriers)):
        return f"{antecedent} {tail}"
    if not text[: quantity.start].strip("- \u2022") and _NAMED_BEHIND.match(text, quantity.end):
        return phrase_behind(text, _at(quantity, quantity.end + 1), barriers)
    if antecedent and _is_set_against(text, quantity):
        return antecedent
    if quantity.unit_code == "per_1000":
        inside = _RATE_OF.match(text, quantity.start, quantity.end)
        # Behind a rate stands its base: "71 per 1,000 population".
        before = phrase_before(text, quantity, barriers)
        return inside["noun"].strip() if inside else before or antecedent
    if behind is None and (moved := _moved_together(text, quantity, quantities)):
        # "grew from 9 to 13 clerks" counts clerks twice.
        behind = phrase_behind(text, _at_end(quantity, moved.end), barriers)
    if quantity.unit_code == "count" and behind == "times":
        # "force was used 5,980 times"
        behind = phrase_before(text, quantity, barriers)
    if quantity.role == "rank":
        return behind or antecedent
    if quantity.unit_code == "percentage_point" and _AGAINST_ANOTHER.match(text, quantity.end):
        behind = None
    if behind is None and quantity.unit_code == "gbp":
        behind = _paid_for(text, quantity, barriers)
    if behind and quantity.unit_code in ("count", "percent"):
        behind = _fuller(behind, text[: quantity.start])
    alone = behind is not None and " " not in behind and is_participle(behind)
    if antecedent and alone and text.endswith("the ", 0, quantity.start):
        # "46 orders, double the 21 issued last year".
        return f"{whole(antecedent)} {behind}"
    if behind is None and (listed := _listed(text, quantity, quantities)):
        return listed
    if behind is None and antecedent is not None and quantity.unit_code not in TIME_UNITS:
        return whole(antecedent) if is_rest(text, quantity) else antecedent
    before = phrase_before(text, quantity, barriers)
    if (
        behind
        and quantity.unit_code == "count"
        and (given := _GIVEN_TO.search(text[: quantity.start]))
    ):
        subject = phrase_before(text, _at(quantity, given.start()), barriers)
        return f"{behind} - {subject}" if subject else behind
    if quantity.change_direction and _BY.search(text, 0, quantity.start):
        found = before or behind
    elif behind and quantity.unit_code in TIME_UNITS and text[quantity.end] in "'\u2019":
        found = behind
    elif quantity.unit_code in SHARE_UNITS and before and behind and RATES & set(before.split()):
        found = f"{before} of {behind}"
    elif quantity.unit_code == "gbp" and (sort := _SORT_OF_MONEY.search(text, 0, quantity.start)):
        found = " ".join(word for word in sort["noun"].split() if not is_verb_like(word)) or behind
    elif quantity.unit_code == "percent" and not _SIGN.search(text, quantity.start, quantity.end):
        found = behind or before
    elif quantity.unit_code == "count" and quantity.role != "change":
        found = _labelled(text, quantity, behind) or behind or before
    elif behind and _MULTIPLIED.match(text, quantity.start):
        found = behind
    elif quantity.unit_code in (*SHARE_UNITS, *TIME_UNITS, "ratio") or quantity.role == "change":
        found = behind if behind and _LINKED.match(text, counted.end) else before or behind
    else:
        found = behind or before
    if found and not set(found.lower().split()) <= _POINTING:
        return found
    named = _CHANGE_IN.search(text)
    # "a sharp rise in recorded incidents ... further rises - 59": the change has been named.
    return phrase_behind(text, _at(quantity, named.end()), barriers) if named else None


def is_beside(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Say whether a bracket behind ``last`` says more of the same thing by ``quantity``."""
    return (
        bool(_BESIDE.fullmatch(text, last.end, quantity.start))
        and (
            quantity.unit_code in SHARE_UNITS
            or quantity.role == "change"
            or quantity.unit_code == last.unit_code
        )
        and bool(_ENDS_BESIDE.match(text, quantity.end))
    )


def under_head(text: str, quantity: Quantity, phrase: str) -> str:
    """Return ``phrase`` with what the whole line is about ("Sickness - officers")."""
    head = _HEAD.match(text)
    if head is None or head.end() >= quantity.start or _SAYS_WHO.search(head["head"]):
        return phrase
    words = set(head["head"].lower().split())
    shared = words & set(phrase.lower().split())
    # What has a verb is a clause, and heads nothing.
    return (
        phrase
        if shared or words & (AUXILIARY | FINITE | PRONOUNS)
        else f"{head['head']} - {phrase}"
    )


def goes_on(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Say whether a share without a noun is of what ``last`` counts ("80 came and 85% said")."""
    return (
        quantity.unit_code == "percent"
        and last.unit_code == "count"
        and bool(_GOES_ON.fullmatch(text, last.end, quantity.start))
    )


def is_part_of_last(text: str, quantity: Quantity) -> bool:
    """Say whether the figure is of what was counted last ("of which 91% were answered")."""
    return bool(
        _OF_WHICH.match(text, quantity.end)
        or _OF_WHICH_BEFORE.search(text, max(0, quantity.start - _LONGEST_OF_WHICH), quantity.start)
    )


def is_rest(text: str, quantity: Quantity) -> bool:
    """Say whether the figure is what another one leaves ("the remaining 7%")."""
    return bool(_REST.search(text, max(0, quantity.start - 20), quantity.start))


def moved_to(text: str, quantity: Quantity, noun: str, changed: str) -> str:
    """Return "burglary offences" of "burglary fell 8% to 1,020 offences"."""
    is_end = _MOVED_TO.search(text, max(0, quantity.start - 20), quantity.start)
    return noun if not is_end or noun.lower() in changed.lower() else f"{changed} {noun}"


def _moved_together(
    text: str, quantity: Quantity, quantities: Sequence[Quantity]
) -> Quantity | None:
    """Return the figure to which a count moved: 13 of "grew from 9 to 13 clerks"."""
    if quantity.unit_code != "count" or not text.endswith("from ", 0, quantity.start):
        return None
    return next(
        (
            q
            for q in quantities
            if text[quantity.end : q.start] == " to " and q.unit_code == "count"
        ),
        None,
    )


def _said_of_part(text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]) -> str | None:
    """Return what is said of a part of something: "provided by the board" of "56% of which was"."""
    of_which = _OF_WHICH.match(text, quantity.end)
    if of_which is None and not is_part_of_last(text, quantity):
        return None
    been = _BEEN.match(text, of_which.end() if of_which else quantity.end)
    tail = phrase_behind(text, _at(quantity, been.end()), barriers) if been else None
    return tail if tail and is_participle(tail.split(" ", 1)[0].lower()) else None


def whole(phrase: str) -> str:
    """Return ``phrase`` without what is said of its noun by a participle."""
    words = phrase.split(" ")
    said = (index for index, word in enumerate(words) if index and is_participle(word))
    return " ".join(words[: next(said, len(words))])


def _is_set_against(text: str, quantity: Quantity) -> bool:
    """Say whether a share is set against the one before it, without a noun of its own."""
    return (
        quantity.unit_code == "percent"
        and quantity.role == "share"
        and _SET_AGAINST.search(text, max(0, quantity.start - 40), quantity.start) is not None
        and _AS_RECORDED.match(text, quantity.end) is not None
    )


def _paid_for(text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]) -> str | None:
    """Return what money was given for, behind its verb ("£2m has been secured for the fund")."""
    verb = _MONEY_FOR.match(text, quantity.end)
    return phrase_behind(text, _at(quantity, verb.end()), barriers) if verb else None


def _listed(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> str | None:
    """Return the noun that stands between the figure before and this one, in a list of both."""
    last = max((q.end for q in quantities if q.end <= quantity.start), default=None)
    if last is None or quantity.start - last > _LONGEST_GAP:
        return None
    listed = _LISTED.search(text, last, quantity.start)
    if listed is None:
        return None
    words = listed["noun"].split()
    is_led = words[0].lower() in ("the", "its", "our")
    if is_led or words[0].lower() == "recorded":
        words = words[1:]
    small = [word.lower() for word in words]
    is_name = bool(words) and words[0][0].isupper() and not words[0].isupper()
    # What is done is no thing, and a place has as many of what was named before.
    if not words or is_name or (is_verb_like(small[0]) and not (is_led and len(words) > 1)):
        return None
    is_noun = _NAMES_NO_THING.isdisjoint({small[0], small[-1]}) and small[-1] != "of"
    is_whole = (_NAMES_NO_THING - PREPOSITIONS).isdisjoint(small)
    return " ".join(words) if is_noun and is_whole else None


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
    | frozenset(
        "and or per only just some many most much very about nearly "
        "one two three four five six seven eight nine ten".split()
    )
)


def _modifies(token: Token) -> bool:
    return token.is_word and not (token.word in _NO_MODIFIER or is_verb_like(token.word))
