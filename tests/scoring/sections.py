"""Sections: is each heading found where it stands, and does the right one speak below it.

A section belongs to an annotated one where the headings are equal but for case, quotes, markup
and punctuation at the end, and it starts within the heading's own length of it; the nearest
comes first, one to one. Headings that the annotation leaves null or made up are not judged,
and further sections are no errors.
"""

from flows.records import Section
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold, Heading
from tests.scoring.tally import Answer, Miss, Score, of_field, of_rows
from tests.scoring.wording import folded

KIND = "sections"
_MARKUP_ROOM = 20  # characters that hashes, asterisks and blank lines may take before a heading


def judge_sections(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score headings, the speaker below a heading that was found, and both together."""
    matched = _matched(gold, corpus)
    misses: list[Miss] = []
    both: list[Miss] = []
    right = 0
    for wanted in gold.headings:
        found = matched.get(wanted)
        what = f"{wanted.heading} ({wanted.speaker})"
        if found is None:
            at = corpus.sentence_at(wanted.file, wanted.start)
            misses.append(Miss(wanted.file, "missed", what, "", at))
            both.append(misses[-1])
        elif found.speaker != wanted.speaker:
            both.append(Miss(wanted.file, "wrong", what, found.speaker, wanted.heading))
        else:
            right += 1
    return (
        of_rows(KIND, "heading", len(gold.headings), len(matched), misses),
        of_field(
            KIND,
            "speaker, given the heading",
            [
                Answer(wanted.file, (wanted.speaker,), found.speaker, wanted.heading)
                for wanted, found in matched.items()
            ],
        ),
        of_rows(KIND, "heading and speaker", len(gold.headings), right, both, 0.95),
    )


def _matched(gold: Gold, corpus: Corpus) -> dict[Heading, Section]:
    candidates = sorted(
        (
            (abs(section.char_start - wanted.start), wanted_number, wanted.file, section_number)
            for wanted_number, wanted in enumerate(gold.headings)
            for section_number, section in enumerate(corpus.documents[wanted.file].sections)
            if _words(section.heading or "") == _words(wanted.heading)
            and abs(section.char_start - wanted.start) <= len(wanted.heading) + _MARKUP_ROOM
        )
    )
    matched: dict[Heading, Section] = {}
    used: set[tuple[str, int]] = set()
    for _, wanted_number, file, section_number in candidates:
        wanted = gold.headings[wanted_number]
        if wanted not in matched and (file, section_number) not in used:
            matched[wanted] = corpus.documents[file].sections[section_number]
            used.add((file, section_number))
    return matched


def _words(heading: str) -> str:
    return folded(heading).rstrip(" .:;-")
