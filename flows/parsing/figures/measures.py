"""What a figure measures, in the words of its sentence.

Without a grammar of English the noun phrase is read from both sides: behind a count
stands what is counted; before a verb of change or a share that closes its clause stands
the subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.parsing.figures.figure_context import TIME_UNITS, Quantity
from flows.parsing.times.periods import TimeExpression

_TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[\w'&/.-]*[\w'])?|\d[\d,.]*|[^\w\s]")
_AUXILIARY = frozenset(
    """
        is are was were be been being am has have had having do does did will would can could may
        might shall should must
    """.split()
)
#: Finite forms that often close what is counted. Participles that also stand behind nouns
#: ("crimes recorded") are not here.
_FINITE = frozenset(
    "became become becomes began begins came come comes fell falls gave gives goes got grew "
    "grows include includes "
    "increases knew know knows led leads made makes means meant meets met need needs needed "
    "relate relates "
    "remain remained remains rose saw see seen sees seem show showed shows spent suggests takes "
    "took want wanted wants went work works "
    "agreed allows attended covers ensures ensure enables ensured continues continue "
    "participated resulted said say says helped help reached "
    "joined left lost received receive signed started takes visited completed reported rose "
    "decreased increased "
    "dropped declined doubled provide provides represents represent contributed stood".split()
)
_CLOSERS = frozenset(
    "which who whom whose that where when while whilst because although though but if so than as "
    "then thus however including such "
    "compared underway there this these those it they we i he she you also since until unless "
    "after before during between "
    """
        not never now currently yet still already respectively each every per over under and/or
    """.split()
)
_PREPOSITIONS = frozenset(
    """
        of with for in into to against from by on at across within through involving among about
        towards under via without
    """.split()
)
_OPENERS = frozenset(
    """
        the a an such these those this that our their its his her my of all both same other
        various further additional extra more fewer new total
    """.split()
)
_DETERMINERS = frozenset(
    "the a an our their its his her my these those this each every all".split()
)
_DROPPED_LEAD = re.compile(
    r"^(?:(?:whilst|while|although|and|but|that|in\s(?:this|that|total)|overall|however|also"
    r"|currently|there|as\sa\sresult|we|i|it|they|of\swhich|the|a|an|these|those|such|our|their"
    r"|its|total|overall|"
    r"(?:average\s)?numbers?\sof|amounts?\sof|levels?\sof|percentage\sof|proportion\sof|rate\sof"
    r"|volumes?\sof|total\sof|share\sof)\b[\s,]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,(:\u2013-]|\b(?:by|of|to|at|from|for|in|over|is|are|was|were|be|been|being|has|have"
    r"|had|stands?|stood|totall?ing|totall?ed|totals?|reach(?:ed|ing|es)?|"
    r"increas(?:ed|es|ing)|decreas(?:ed|es|ing)|rose|risen|rising|fell|fallen|falling|dropp?(?:ed"
    r"|ing)|declin(?:ed|ing)|reduc(?:ed|ing)|grew|grown|improv(?:ed|ing)|"
    r"compared|with|an?|the|just|only|now|currently|also|approximately|about|around|nearly|almost"
    r"|some|up|down|further|significantly|slightly|and|or|than|more|less|averaged|averaging|"
    r"equal(?:s|led)?|amounts?|amounted|representing|equating|equates|which|that|this|it|who|will"
    r"|would|should|worth|costing|valued|cost|taking|took|lasting|lasted)\b)+$",
    re.IGNORECASE,
)
_QUALIFIED_BY = re.compile(r"\bby\s(?:[a-z]+\s){1,2}$")
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        return self.text.lower()


def measured_phrase(
    text: str, quantity: Quantity, quantities: Sequence[Quantity], times: Sequence[TimeExpression]
) -> str | None:
    """Return the noun phrase that ``quantity`` counts or measures; None where none is found.

    The phrase holds no figure, no finite verb and no end of a sentence.
    """
    if quantity.role == "age":
        return None
    barriers = [(q.start, q.end) for q in quantities if q is not quantity] + [
        (t.phrase_start, t.end) for t in times
    ]
    behind = _phrase_behind(text, quantity, barriers)
    if text[: quantity.start].endswith(" by ") or (
        quantity.role == "change" and _QUALIFIED_BY.search(text, 0, quantity.start)
    ):
        return _phrase_before(text, quantity, barriers) or behind
    is_rate = (
        quantity.unit_code in ("percent", "percentage_point", *TIME_UNITS)
        or quantity.role == "change"
    )
    if behind and not (
        is_rate and not _opens_with_of(text, quantity) and quantity.unit_code != "count"
    ):
        return behind
    return _phrase_before(text, quantity, barriers) or behind


def _opens_with_of(text: str, quantity: Quantity) -> bool:
    return bool(
        re.match(
            r"\s(?:of|more|fewer|less|increase|decrease|reduction|rise|fall|drop)\b",
            text[quantity.end :],
            re.IGNORECASE,
        )
    )


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(match.start(), match.end(), match.group())
        for match in _TOKEN.finditer(text, start, end)
    ]


def _phrase_behind(
    text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]
) -> str | None:
    limit = min([start for start, _ in barriers if start >= quantity.end] + [len(text)])
    over = [b for b in barriers if b[0] == limit]
    tokens = _tokens(text, quantity.end, limit)
    index = 0
    if (
        tokens
        and tokens[0].word in ("of", "in")
        and quantity.unit_code in ("percent", "gbp", "count", "year", "month")
    ):
        index = 1
        # "88% of the 141 conferences": what the whole counts is named behind its figure.
        if (
            over
            and all(token.word in _OPENERS for token in tokens[1:])
            and quantity.unit_code == "percent"
        ):
            tokens = tokens + _tokens(text, over[0][1], min(len(text), over[0][1] + 90))
    while index < len(tokens) and tokens[index].word in _OPENERS:
        index += 1
    kept: list[_Token] = []
    has_participle = False
    while index < len(tokens) and len(kept) < _LONGEST:
        token = tokens[index]
        word = token.word
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if not token.text[0].isalpha():
            if (
                token.text == ","
                and kept
                and following
                and _is_modifier(kept[-1].word)
                and following.text[0].isalpha()
                and len(kept) < 3
                and not has_participle
            ):
                index += 1
                continue
            break
        if word in _AUXILIARY:
            participle = _participle_after(tokens, index)
            if not kept or participle is None or has_participle:
                break
            index = participle
            has_participle = True
            continue
        if word in _CLOSERS or (word in _FINITE and kept):
            break
        if word in _PREPOSITIONS:
            if (
                not kept
                or following is None
                or not following.text[0].isalpha()
                or following.word in _AUXILIARY
                or following.word in _CLOSERS - {"this", "these", "those", "that"}
            ):
                break
            if word == "to" and not (
                following.word in _DETERMINERS
                or following.text[0].isupper()
                or following.word.endswith("s")
            ):
                break
            if _ends_before_barrier(text, tokens, index, limit):
                break
        if word in ("and", "or", "&"):
            if (
                not kept
                or following is None
                or not following.text[0].isalpha()
                or following.word in _PREPOSITIONS | _AUXILIARY | _CLOSERS | _DETERMINERS
                or _is_verb_like(following.word)
            ):
                break
            if _ends_before_barrier(text, tokens, index, limit):
                break
        kept.append(token)
        index += 1
    while kept and (
        kept[-1].word in _PREPOSITIONS | _DETERMINERS
        or kept[-1].word in ("and", "or", "&", "also", "only", "both")
    ):
        kept.pop()
    if not kept or kept[0].word in _AUXILIARY | _PREPOSITIONS | _FINITE | {
        "and",
        "or",
        "respectively",
        "higher",
        "lower",
    }:
        return None
    return " ".join(token.text for token in kept)


def _ends_before_barrier(text: str, tokens: Sequence[_Token], index: int, limit: int) -> bool:
    """Say whether nothing but openers stands between a joint and the next figure or date."""
    return limit < len(text) and all(
        token.word in _OPENERS
        or token.word
        in (
            "year",
            "years",
            "period",
            "financial",
            "month",
            "last",
            "a",
            "approximately",
            "over",
            "about",
            "around",
            "nearly",
            "almost",
            "up",
            "to",
        )
        for token in tokens[index + 1 :]
        if token.start < limit
    )


def _participle_after(tokens: Sequence[_Token], index: int) -> int | None:
    position = index + 1
    while position < len(tokens) and (
        tokens[position].word in _AUXILIARY
        or tokens[position].word.endswith("ly")
        or tokens[position].word in ("currently", "also", "then", "subsequently", "now")
    ):
        position += 1
    if position < len(tokens) and (
        tokens[position].word.endswith(("ed", "en"))
        or tokens[position].word
        in ("made", "held", "found", "sent", "left", "put", "met", "lost", "built")
    ):
        return position
    return None


def _is_modifier(word: str) -> bool:
    return not word.endswith("s") or word.endswith(("ss", "ous"))


def _is_verb_like(word: str) -> bool:
    return word in _FINITE or (
        word.endswith(("ed", "ing"))
        and word
        not in (
            "training",
            "funding",
            "policing",
            "safeguarding",
            "building",
            "meeting",
            "hearing",
            "finding",
            "briefing",
            "offending",
        )
    )


def _phrase_before(
    text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]
) -> str | None:
    floor = 0
    for match in re.finditer(
        r"[.;:!?](?=\s)|\s[\u2013-]\s|,\s(?:and|but|with|while|whilst|which|compared|of\swhich"
        r"|whereas)\b|\b(?:compared\s(?:with|to)|while|whilst|whereas)\b",
        text[: quantity.start],
    ):
        floor = match.end()
    clause = text[floor : quantity.start]
    for start, end in sorted(barriers, reverse=True):
        if floor <= start and end <= quantity.start:
            clause = clause[: start - floor] + "\u0000" + clause[end - floor :]
    clause = clause.replace("(", " (")
    clause = re.sub(
        r"\b(?:in|for|during|since|at|on|by|from|of|over|as\sof|as\sat)?\s?(?:the\s)?\u0000",
        " ",
        clause,
    )
    clause = re.sub(r"\([^)]{0,60}\)?", " ", clause)
    clause = _TRAILING.sub("", clause)
    words = [token for token in _tokens(clause, 0, len(clause)) if token.text[0].isalpha()]
    for index in range(len(words) - 1, -1, -1):
        word = words[index].word
        if (
            word in _AUXILIARY
            or (word in _FINITE and index < len(words) - 1)
            or word in ("which", "who", "that", "where")
        ):
            words = words[index + 1 :]
            break
    for index, token in enumerate(words):
        if (
            token.word in _DETERMINERS
            and index > 0
            and len(words) - index > 1
            and words[index - 1].word not in _PREPOSITIONS
            and not _is_verb_like(words[index - 1].word)
        ):
            words = words[index:]
            break
    phrase = _DROPPED_LEAD.sub("", " ".join(token.text for token in words[-_LONGEST:])).strip()
    return (
        phrase
        if phrase and re.search(r"[A-Za-z]{3}", phrase) and phrase.lower() not in _CLOSERS
        else None
    )
