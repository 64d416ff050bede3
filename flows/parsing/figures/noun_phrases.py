"""The noun phrase behind a figure: what is counted, read without a grammar of English."""

from collections.abc import Sequence

from flows.parsing.figures.quantity import TIME_UNITS, Quantity
from flows.parsing.figures.tokens import Token, tokens_of
from flows.parsing.figures.words import (
    AUXILIARY,
    CHANGES,
    CLOSERS,
    DETERMINERS,
    FINITE,
    OPENERS,
    PREPOSITIONS,
    is_participle,
    is_verb_like,
)

_NEAR_TIME = frozenset(
    """
    year years period financial month last approximately over about around nearly almost up to
    cost total value rate average price
    """.split()
)
_NO_END = (
    PREPOSITIONS
    | DETERMINERS
    | frozenset("and or & also both as totalling being only just".split())
)
_GO = ("went", "go", "goes", "gone", "going")
_HAVE = ("have", "has", "had")
_RATE_OF_TIME = ("a", "an", "per", "each", "every")
_STRETCHES = frozenset("second minute hour day week month quarter year".split())
_SPENT_ON = frozenset("to for towards in into on".split())
#: What says where or how a figure holds, and names nothing that is counted.
_ADVERBS = frozenset("nationally locally regionally overall respectively together".split())
_TIMES = ("x", "\u00d7")
_CLASSED = frozenset("currently being either having a an the now".split())
_LONGEST = 12
_CLOSING = CLOSERS - {"than", "this", "these", "those", "that"}
_JOINTS = frozenset({"and", "or", "&"})
_PREPOSITIONS_AND_JOINTS = PREPOSITIONS | _JOINTS
_GRADES = frozenset("outstanding good adequate inadequate excellent poor weak".split())
_VERBS_BEHIND_JOINTS = frozenset("found held left made put sent".split())
_NO_START = AUXILIARY | _PREPOSITIONS_AND_JOINTS | {"higher", "out"}
_ENDS = AUXILIARY | (CLOSERS - PREPOSITIONS)
_ENDS_AFTER_PREPOSITION = AUXILIARY | _CLOSING
_ENDS_AFTER_JOINT = PREPOSITIONS | AUXILIARY | _CLOSING | DETERMINERS
_BEFORE_PARTICIPLE = AUXILIARY | {"currently", "also", "then", "now"}
_BEFORE_LIMIT = OPENERS | _NEAR_TIME


def phrase_behind(text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]]) -> str | None:
    """Return the noun phrase that begins behind the figure."""
    limit = min([start for start, _ in barriers if start >= quantity.end] + [len(text)])
    tokens = _opened(text, quantity, barriers, limit)
    if len(tokens) > 1 and tokens[0].word.endswith("ed") and tokens[1].word in DETERMINERS:
        # "seven in ten supported the rise" says what they did, not who they are.
        return None
    index = 0
    kept: list[Token] = []
    has_participle = False
    while index < len(tokens) and len(kept) < _LONGEST:
        token = tokens[index]
        if kept and _leads_to_missing(tokens, index):
            index += 1
            continue
        if token.word in AUXILIARY and kept and not has_participle:
            participle = _participle_after(tokens, index)
            if participle is None:
                break
            index, has_participle = participle, True
            if token.word in _HAVE and tokens[index - 1].word != "been":
                # "staff have completed the training" is about who completed the training.
                if not _has_object(tokens, index):
                    break
                kept.append(tokens[index])
                index += 1 + (tokens[index + 1].word in DETERMINERS)
            continue
        if token.text in ',"' and (token.text == '"' or _joins_modifiers(tokens, index, kept)):
            index += 1
            continue
        if token.word == "as" and kept and is_participle(kept[-1].word):
            # "children flagged as currently being at risk": the class goes on with the thing.
            kept.append(token)
            index += 1
            while index < len(tokens) and tokens[index].word in _CLASSED:
                index += 1
            if index < len(tokens) and tokens[index].word in PREPOSITIONS:
                kept.append(tokens[index])
                index += 1
            continue
        if _closes(tokens, index, kept) or (
            token.word in _PREPOSITIONS_AND_JOINTS and _leads_on(text, tokens, index, limit)
        ):
            break
        kept.append(token)
        index += 1
    return _closed(kept)


def _opened(
    text: str, quantity: Quantity, barriers: Sequence[tuple[int, int]], limit: int
) -> list[Token]:
    """Return the tokens behind the figure, up to ``limit``, from the first that may be counted."""
    tokens = tokens_of(text, quantity.end, limit)
    if tokens and quantity.unit_code in TIME_UNITS and tokens[0].text in "'\u2019":
        # "five years' service"
        tokens = tokens[1:]
    if tokens and tokens[0].word == "worth":
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0].word == "out" and tokens[1].word == "of":
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0].word in _RATE_OF_TIME and tokens[1].word in _STRETCHES:
        # "25p a week"
        tokens = tokens[2:]
    index = 0
    if tokens and tokens[0].word == "of":
        # "88% of the 141 conferences": what the whole counts is named behind its figure.
        if all(token.word in OPENERS for token in tokens):
            over = max((end for start, end in barriers if start == limit), default=limit)
            tokens += tokens_of(text, over, min(len(text), over + 90))
    elif tokens and (
        (quantity.unit_code == "gbp" and tokens[0].word in _SPENT_ON)
        or (quantity.unit_code == "fte" and tokens[0].word in ("in", "for"))
        or (quantity.role == "change" and tokens[0].word == "in")
    ):
        index = 1
    while index < len(tokens) and (tokens[index].word in OPENERS or tokens[index].text in _TIMES):
        index += 1
    if index + 1 < len(tokens) and tokens[index].word in CHANGES:
        # "a 15% reduction in calls" is about calls.
        index += 2 if tokens[index + 1].word in ("in", "to", "of", "on") else 0
    return tokens[index:]


def _closed(kept: list[Token]) -> str | None:
    """Return the phrase of the tokens without what cannot end it, None where it names nothing."""
    while kept and kept[-1].word in _NO_END:
        kept.pop()
    if len(kept) > 2 and kept[-1].word in _GRADES and kept[-2].word in _JOINTS:
        # "weak in 31 cases and inadequate in 24": the grade is of the other.
        kept = kept[:-2]
    if not kept or kept[0].word in _NO_START or kept[0].word in _ADVERBS:
        return None
    if all(token.word in CHANGES for token in kept):
        return None
    # "63 reported crimes" counts crimes; "23 required improvement" says what they did.
    if kept[0].word in FINITE and not any(token.word.endswith("s") for token in kept[1:4]):
        return None
    return " ".join(token.text for token in kept)


def _leads_to_missing(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb of going stands before "missing": "children went missing"."""
    following = tokens[index + 1 : index + 2]
    return tokens[index].word in _GO and bool(following) and following[0].word == "missing"


def _closes(tokens: Sequence[Token], index: int, kept: Sequence[Token]) -> bool:
    """Say whether the noun phrase ends before this token."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if not token.is_word or token.word in _ENDS:
        return True
    if token.word in FINITE and kept and kept[-1].word not in PREPOSITIONS:
        return True
    if is_verb_like(token.word) and following is not None and following.word in DETERMINERS:
        # "boards covering the county" are boards, "projects tackling abuse" are just those.
        return bool(kept) and token.word.endswith("ing")
    if token.word in DETERMINERS and kept:
        last = kept[-1].word
        is_verb = last.endswith("ing") and is_verb_like(last)
        return last not in _PREPOSITIONS_AND_JOINTS and not is_verb
    if token.word in PREPOSITIONS:
        if not kept or following is None or not following.is_word:
            return True
        if following.word in _ENDS_AFTER_PREPOSITION:
            return True
        # "visits to schools" goes on, "strands to manage the threat" does not.
        return token.word == "to" and not (
            following.word in DETERMINERS
            or following.text[0].isupper()
            or following.word.endswith("s")
        )
    if token.word in _JOINTS:
        return (
            not kept
            or following is None
            or not following.is_word
            or following.word in _ENDS_AFTER_JOINT
            or is_verb_like(following.word)
            or following.word in _VERBS_BEHIND_JOINTS
        )
    return False


def _joins_modifiers(tokens: Sequence[Token], index: int, kept: Sequence[Token]) -> bool:
    """Say whether a comma stands between adjectives ("nine major, complex investigations")."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        0 < len(kept) < 3
        and following is not None
        and following.is_word
        # "the files reviewed, supervision was weak": a participle behind its noun ends it.
        and not (len(kept) > 1 and is_participle(kept[-1].word))
        and (not kept[-1].word.endswith("s") or kept[-1].word.endswith(("ss", "ous")))
    )


def _leads_on(text: str, tokens: Sequence[Token], index: int, limit: int) -> bool:
    """Say whether nothing but openers stands between a joint and the next figure or date."""
    return limit < len(text) and all(
        token.word in _BEFORE_LIMIT for token in tokens[index + 1 :] if token.start < limit
    )


def _has_object(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a noun stands behind the verb at ``index``."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        following is not None
        and following.is_word
        and not (
            following.word in PREPOSITIONS | AUXILIARY | CLOSERS or following.word.endswith("ly")
        )
    )


def _participle_after(tokens: Sequence[Token], index: int) -> int | None:
    """Return where the participle of a passive stands ("were then flagged"), None without one."""
    position = index + 1
    while position < len(tokens) and (
        tokens[position].word in _BEFORE_PARTICIPLE or tokens[position].word.endswith("ly")
    ):
        position += 1
    found = position < len(tokens) and is_participle(tokens[position].word)
    return position if found else None
