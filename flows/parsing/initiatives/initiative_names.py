"""What in a sentence is written like the name of an initiative, and how it is normalised."""

import re
from collections.abc import Iterator

from flows.parsing.initiatives.initiative_heads import names_around_heads
from flows.parsing.initiatives.initiative_words import (
    AFTER_A_NOUN,
    OPENERS,
    ORGANISATION,
    PLAIN,
    Lexicon,
    Name,
    is_body,
    noun_kind,
)
from flows.parsing.words import holds_one

_HEAD_FIRST = re.compile(
    r"\b(?P<head>Operation|Op|OPERATION|Project|Programme|Exercise)\s(?P<name>"
    r"(?!(?:The|And|In|Of|For|Is|Was|Has|To|Team|Board|Group|Manager|Lead|Officer|Support|Plan"
    r"|Director|Delivery|Management|Office|Coordinator|Name)\b)[A-Z][\w'-]+"
    r"(?:\s(?:of\s(?=[A-Z]))?(?!(?:The|Team|Board|Group|Police|This|It|We|In|A|An)\b)"
    r"[A-Z][\w'-]+){0,2})"
)
#: One of these stands in what ``_HEAD_FIRST`` and ``_BRACKETED`` find.
_HEADS = ("Op", "OPERATION", "Project", "Programme", "Exercise", "operation (", "project (")
_BRACKETED = re.compile(
    r"\b(?P<head>operation|project)\s\(['\"]?(?P<name>[A-Z][a-z]\w+(?:\s[A-Z]\w+)?)['\"]?\)"
)
_QUOTED = re.compile(
    r"(?P<quote>['\"](?<!\w.))(?P<name>[A-Za-z][^'\"]{3,70}(?:'s[^'\"]{1,40})?)(?P=quote)(?!\w)"
)
_IS_A = re.compile(
    r"\sis\s(?:a|an|our|my|the\sforce's)\s(?P<rest>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2}?)"
    r"(?=[.,;]|\s(?:for|that|which|to|by|with|in|of)\b)"
)
_CALLED = re.compile(
    r"\b(?P<head>[a-z][a-z-]{1,40})(?:,)?\s(?:called|named|known\sas|entitled|branded"
    r"|codenamed)\s(?:the\s)?['\"]?(?P<name>[A-Z][\w'&-]*(?:\s(?:(?:of|for|the|and|to"
    r"|in)\s)?[A-Z][\w'&-]*){0,5})['\"]?"
)
_CALLING = ("called", "named", "known", "entitled", "branded")
_INTRODUCED = re.compile(
    r"(?P<name>[A-Z](?<![\w'-][A-Z])[A-Za-z]\w+(?:\s[A-Z]\w+){0,3})(?:,|\s[-\u2013]|\s\("
    r"|,?\swhich\sis)\s(?:a|an|our|my|the\sforce's|its)\s(?P<rest>(?:[a-z][\w'-]*\s?){1,7})"
)
#: This stands in whatever ``_INTRODUCED`` finds.
_INTRODUCES = re.compile(r"[,(\u2013s-]\s(?:an?|our|my|the\sforce's|its)\s")
_POSSESSIVE = re.compile(r"'s?$")
_WORD_BEHIND = re.compile(r"\s(?P<noun>[a-z-]+)")
_WORD_BEFORE = re.compile(r"(?<![a-z-])(?P<noun>[a-z-]+)(?:,|\s(?:called|entitled|named))?\s$")


def find_names(
    text: str, text_words: frozenset[str], words: Lexicon, *, is_label: bool
) -> list[Name]:
    """Return the names in a clean sentence, heading or cell, longest first where they overlap.

    ``text_words`` are the words of ``text`` (``flows.parsing.words``).
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
    beside = (
        []
        if words.openings_alone.isdisjoint(text_words)
        else list(names_around_heads(text, words, is_label=is_label))
    )
    for group in (said, beside):
        for name in sorted(group, key=lambda name: (name.start - name.end, name.start)):
            if not any(name.start < other.end and other.start < name.end for other in kept):
                kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _head_first(text: str) -> Iterator[Name]:
    if not holds_one(text, _HEADS):
        return
    for match in _HEAD_FIRST.finditer(text):
        head = {"op": "Operation"}.get(match["head"].lower(), match["head"].capitalize())
        kind = "event" if head == "Exercise" else head.lower()
        name = _POSSESSIVE.sub("", match["name"])
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
        after = _WORD_BEHIND.match(text[match.end() :])
        before = _WORD_BEFORE.search(text[: match.start()])
        explained = _IS_A.match(text, match.end())
        last = name.split()[-1].lower()
        many = len(name.split()) >= 3
        capitals = name[0].isupper()
        beside = [after["noun"]] if after and capitals else []
        beside += [before["noun"]] if before and capitals and len(name.split()) <= 7 else []
        beside += explained["rest"].split()[-1:] if explained and capitals else []
        beside += [last] if many or (capitals and len(name.split()) == 2) else []
        kinds = (noun_kind(noun, words) for noun in beside)
        kind = next((kind for kind in kinds if kind not in (None, "plan", "other")), None)
        if kind is None or name.endswith(("?", "!")):
            continue
        end = match.start("name") + len(name)
        if kind in ("team", "group", "board", "fund") and after and noun_kind(last, words) is None:
            end, name = match.end() + after.end(), f"{name} {after['noun']}"
        yield Name(match.start("name"), end, name, str(kind), is_certain=True)


def _introduced(text: str, words: Lexicon) -> Iterator[Name]:
    """Names that the sentence explains: "Lantern - our service for bereaved families"."""
    called = _CALLED.finditer(text) if holds_one(text, _CALLING) else ()
    for match in called:
        yield from _explained(match, noun_kind(match["head"], words), words, opens=False)
    introduced = _INTRODUCED.finditer(text) if _INTRODUCES.search(text) else ()
    for match in introduced:
        said = match["rest"].split()
        heads = (
            noun for noun, after in zip(said, [*said[1:], ""], strict=True)
            if noun_kind(noun, words) and (not after or after in AFTER_A_NOUN)
        )  # fmt: skip
        kind = noun_kind(next(heads, ""), words)
        yield from _explained(match, kind, words, opens=match.start() == 0)


def _explained(
    match: re.Match[str], kind: str | None, words: Lexicon, *, opens: bool
) -> Iterator[Name]:
    name = _POSSESSIVE.sub("", match["name"])
    lower = name.lower()
    known = (
        lower in words.bodies
        or lower in words.forces
        or name in words.acronyms
        or ORGANISATION.search(name)
    )
    if kind in (None, "other", "plan") or known or is_body(lower, words):
        return
    if (
        lower.split()[0] in OPENERS
        or lower in PLAIN
        or (opens and " " not in name and _is_word_form(name))
    ):
        return
    own_kind = noun_kind(name.split()[-1], words)
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
