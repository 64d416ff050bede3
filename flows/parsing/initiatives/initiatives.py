"""Names of operations, projects, teams, boards, funds and services, one record for each mention.

A name is what a document writes like one: capitals around a head noun of
``initiative_nouns`` ("Harbour Team", "Operation Larkspur"), a quoted name beside a head
noun, a name that is introduced ("Lantern, our service for bereaved families"), and an acronym that
the document itself has expanded. Bodies of ``agencies`` and forces are no initiatives.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from flows.parsing.initiatives.initiative_names import find_names
from flows.parsing.initiatives.initiative_words import (
    Lexicon,
    Name,
    initials,
    lexicon,
    normalised_name,
)
from flows.parsing.text.outline import EvidenceColumns, Outline
from flows.parsing.text.passages import Passage
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import holds_one, words_of
from flows.records import InitiativeMention, Section, fact_key

_ACRONYM = re.compile(r"[A-Z](?<![\w&/-][A-Z])[A-Z&]{1,7}(?:'?s)?(?![\w&-])")


class _Stretch(NamedTuple):
    """A clean text and its words, with the way back to evidence."""

    text: str
    words: frozenset[str]
    passage: Passage
    offset: int
    section: Section
    speaker: str
    is_label: bool


def _stretches(outline: Outline) -> Iterator[_Stretch]:
    """Yield sentences, headings and short table cells in reading order of their kind."""
    for statement in outline.statements:
        yield _Stretch(
            statement.text,
            statement.words,
            statement.passage,
            statement.start,
            statement.section,
            statement.speaker,
            False,
        )
    for part in outline.parts:
        if part.grid is None and part.block.kind == "heading":
            section = outline.section_at(part.block.char_start)
            yield _label(part.passage, section)
        elif part.grid is not None:
            section = outline.section_at(part.block.char_start)
            for cell in part.grid.cells:
                if cell.is_figure or (cell.is_prose and not cell.is_header):
                    continue
                for passage in cell.passages:
                    yield _label(passage, section)


def _label(passage: Passage, section: Section) -> _Stretch:
    text = passage.text
    return _Stretch(text, words_of(text), passage, 0, section, section.speaker, True)


@dataclass(slots=True)
class _Found:
    """What a document names so far: acronym -> its name, every full name, names turned round."""

    by_acronym: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    turned: dict[str, str] = field(default_factory=dict)


def find_initiative_mentions(
    outline: Outline, vocabulary: Vocabulary
) -> tuple[InitiativeMention, ...]:
    """Return one record for each mention of a named initiative, in reading order.

    ``initiative_name`` is the same for every spelling of a name: without article, force
    prefix of a unit, brackets and plural; an acronym that the document expands has the
    name of its expansion. Two names are one only where the document joins them.
    """
    words = _lexicon(vocabulary)
    stretches = list(_stretches(outline))
    known = _Found()
    hits: list[tuple[_Stretch, Name]] = []
    for stretch in stretches:
        names = find_names(stretch.text, stretch.words, words, is_label=stretch.is_label)
        hits.extend((stretch, name) for name in names)
    spoken = {normalised_name(name.name) for stretch, name in hits if not stretch.is_label}
    kept = [
        (stretch, name) for stretch, name in hits
        if not stretch.is_label or name.is_certain or normalised_name(name.name) in spoken
    ]  # fmt: skip
    for _, name in kept:
        known.names.setdefault(normalised_name(name.name), name.initiative_type)
        if name.acronym:
            known.by_acronym.setdefault(
                name.acronym, (normalised_name(name.name), name.initiative_type)
            )
    _join_by_initials(known, words)
    _join_turned(known)
    kept = [(stretch, _in_full(name, known)) for stretch, name in kept]
    taken_by: dict[int, list[tuple[int, int]]] = {}
    for stretch, name in kept:
        taken_by.setdefault(id(stretch), []).append((name.start, name.end))
    for stretch in stretches:
        taken = taken_by.get(id(stretch), [])
        kept += [
            (stretch, name) for name in _acronym_mentions(stretch.text, known.by_acronym, taken)
        ]
    mentions = {}
    for stretch, name in kept:
        mention = _mention(outline, stretch, name)
        mentions[(mention.char_start, mention.char_end, mention.initiative_name)] = mention
    return tuple(mention for _, mention in sorted(mentions.items()))


def _join_by_initials(known: _Found, words: Lexicon) -> None:
    """Let an acronym stand for the one name of the document that has its initials.

    "The Rural Crime Coordination Team … The RCCT": no bracket joins them, but no
    reader doubts it. Short acronyms and those of known bodies stay apart.
    """
    by_initials: dict[str, list[str]] = {}
    for name in known.names:
        by_initials.setdefault(initials(name), []).append(name)
    for letters, names in by_initials.items():
        if len(letters) >= 4 and len(names) == 1 and letters not in words.acronyms:
            known.by_acronym.setdefault(letters, (names[0], known.names[names[0]]))


def _join_turned(known: _Found) -> None:
    """Let "the SHIELD project" stand for "Project SHIELD" where the document says both."""
    for name, kind in known.names.items():
        head, _, rest = name.partition(" ")
        turned = f"{rest} {head}"
        if head.lower() == kind and turned in known.names:
            known.turned[turned] = name


def _in_full(name: Name, known: _Found) -> Name:
    """Give a name that is partly an acronym its full form: "RSO Board" is the RSOB's."""
    if head_first := known.turned.get(normalised_name(name.name)):
        return replace(name, name=head_first, initiative_type=known.names[head_first])
    first, _, rest = name.name.partition(" ")
    if not first.isupper() or not rest:
        return name
    full = known.by_acronym.get(first + initials(rest))
    return replace(name, name=full[0], initiative_type=full[1]) if full else name


def _acronym_mentions(
    text: str, by_acronym: Mapping[str, tuple[str, str]], taken: list[tuple[int, int]]
) -> Iterator[Name]:
    if not holds_one(text, by_acronym) or text.isupper():
        return
    for match in _ACRONYM.finditer(text):
        letters = match.group().removesuffix("s").removesuffix("'")
        name = by_acronym.get(letters) or by_acronym.get(match.group())
        if name and not any(start < match.end() and match.start() < end for start, end in taken):
            yield Name(match.start(), match.end(), name[0], name[1])


def _mention(outline: Outline, stretch: _Stretch, name: Name) -> InitiativeMention:
    start, end = stretch.passage.raw_span(stretch.offset + name.start, stretch.offset + name.end)
    columns: EvidenceColumns = outline.evidence(
        start, end, stretch.section, stretch.speaker, stretch.text
    )
    normal = normalised_name(name.name)
    return InitiativeMention(
        **columns,
        initiative_mention_id=fact_key(
            "initiative_mention", outline.document_id, start, end, normal
        ),
        initiative_name=normal,
        initiative_type=name.initiative_type,
    )


@lru_cache(maxsize=4)
def _lexicon(vocabulary: Vocabulary) -> Lexicon:
    return lexicon(vocabulary)
