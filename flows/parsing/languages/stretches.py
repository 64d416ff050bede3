"""Bilingual documents: which stretches of a text are in which language.

A document is plainly of one language where every one of a few parts, spread evenly over it,
is of that language or of none that can be told. Only where they differ is every part and
every table looked at.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.parsing.languages.bilingual_tables import columns_and_rows, without
from flows.parsing.languages.identification import language_of
from flows.parsing.text.outline import Outline, Part
from flows.parsing.text.tables import read_grid

ENGLISH = "en"
UNDETERMINED = "und"
_PROBES = 16
_SHORTEST_PROBE = 40
_CELLS_OF_A_TABLE = 6
#: Of a language in which a document says less, its few words are a name or a greeting.
_FEWEST_WORDS = 12
#: Welsh takes more words than English to say the same, so of a text that stands in both the
#: greater part is Welsh. It counts as English, the language that is parsed, from a third on.
_ENGLISH_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Languages:
    """The language of a document, and of its stretches where it has several.

    ``document`` is an ISO 639-1 code, or ``und`` where nothing can be told. ``starts`` and
    ``codes`` say from which offset of the canonical text on which language is written.
    ``english`` is the outline of what can be parsed: None where the document is of another
    language.
    """

    document: str
    english: Outline | None
    starts: Sequence[int] = ()
    codes: Sequence[str] = ()

    def at(self, position: int) -> str:
        """Return the language of the text at the canonical ``position``."""
        index = bisect_right(self.starts, position) - 1
        return self.codes[index] if index >= 0 else self.document


def find_languages(outline: Outline) -> Languages:
    """Return the languages of an outline; its sections need not be known yet.

    A document is of the language of most of its words; one that stands in English too, with
    a third of its words or more, is English.
    """
    probed = {language_of(text) for part in _probes(outline.parts) for text in _texts(part)}
    probed.discard(None)
    if len(probed) > 1:
        return _of_stretches(outline)
    language = next(iter(probed), None) or UNDETERMINED
    return Languages(language, outline if language in (ENGLISH, UNDETERMINED) else None)


def _probes(parts: Sequence[Part]) -> Sequence[Part]:
    long = [part for part in parts if len(part.passage.text) >= _SHORTEST_PROBE]
    return long[:: -(-len(long) // _PROBES)] if long else parts[:_PROBES]


def _texts(part: Part) -> list[str]:
    """Return what tells the language of a part: its text, or the sentences in a table."""
    if part.grid is None:
        return [part.passage.text]
    return [cell.text for cell in part.grid.cells if cell.is_prose][:_CELLS_OF_A_TABLE]


def _of_stretches(outline: Outline) -> Languages:
    told: list[str | None] = []
    words: Counter[str] = Counter()
    for part in outline.parts:
        found = {text: language for text in _texts(part) if (language := language_of(text))}
        for text, language in found.items():
            words[language] += len(text.split())
        told.append(next(iter(found.values())) if len(set(found.values())) == 1 else None)
    words = Counter({code: n for code, n in words.items() if n >= _FEWEST_WORDS}) or words
    codes = _continued(outline.parts, [code if code in words else None for code in told])
    is_english = words[ENGLISH] >= _ENGLISH_SHARE * words.total()
    document = ENGLISH if is_english else max(words, key=lambda code: (words[code], code))
    return _stretches(outline, document, codes, set(words))


def _continued(parts: Sequence[Part], told: Sequence[str | None]) -> list[str]:
    """Return a language for each part: a heading is of what follows, figures of what precedes.

    What stands above the first words of any language is a letterhead and of no language.
    """
    following: list[str | None] = [None] * len(told)
    for index in range(len(told) - 2, -1, -1):
        following[index] = told[index + 1] or following[index + 1]
    codes: list[str] = []
    last: str | None = None
    for part, language, after in zip(parts, told, following, strict=True):
        last = language or last
        is_heading = part.block.kind == "heading" and last is not None
        codes.append(language or (after if is_heading else None) or last or UNDETERMINED)
    return codes


def _stretches(outline: Outline, document: str, codes: Sequence[str], used: set[str]) -> Languages:
    """Return the languages of a document whose parts have ``codes``, and its English parts."""
    kept: list[Part] = []
    changes: list[tuple[int, str]] = []
    for part, code in zip(outline.parts, codes, strict=True):
        changes.append((part.block.char_start, code))
        part_left: Part | None = part if code in (ENGLISH, UNDETERMINED) else None
        if part.grid is not None:
            part_left, inside = _of_table(outline.text, part, code, used)
            changes.extend(inside)
        if part_left is not None:
            kept.append(replace(part_left, index=len(kept)))
    english = replace(outline, parts=tuple(kept)) if document == ENGLISH else None
    changes.sort(key=lambda change: change[0])
    starts, texts = [start for start, _ in changes], [code for _, code in changes]
    return Languages(document, english, starts, texts)


def _of_table(
    text: str, part: Part, code: str, used: set[str]
) -> tuple[Part | None, list[tuple[int, str]]]:
    """Return a table without its columns and rows of other languages, and where they stand.

    A table that has no English at all is dropped as a whole where it stands among words of
    another language.
    """
    columns, rows = columns_and_rows(text, part.block.rows, used)
    found = {*columns.values(), *rows.values()}
    if not found - {ENGLISH}:
        is_read = code in (ENGLISH, UNDETERMINED) or ENGLISH in found
        return (part if is_read else None), []
    inside = [
        (cell.char_start, columns.get(cell.column) or rows.get(number) or code)
        for number, row in enumerate(part.block.rows)
        for cell in row
    ]
    inside.append((part.block.char_end, code))
    if ENGLISH not in found:
        return None, inside
    foreign_columns = {column for column, language in columns.items() if language != ENGLISH}
    foreign_rows = {row for row, language in rows.items() if language != ENGLISH}
    block = replace(part.block, rows=without(part.block.rows, foreign_columns, foreign_rows))
    return replace(part, block=block, grid=read_grid(text, block)), inside
