"""Themes of a document: are the main ones the strongest, and is a false one named.

A theme's strength is its number of sentences; among equals the one that comes first in the
document is the stronger.

- *expected among the five strongest*: of the five places (or as many as themes are expected),
  how many an expected theme holds, over all documents; a passing ("also") theme among the five
  strongest takes a place and is not expected, and nor is a theme that the annotation never
  names; this is what the target is about. The outcome is the share of places;
- *must not*: themes named that the annotation calls false, counted once a document;
- *named at all*: expected themes with at least one sentence, against false ones. Passing
  themes and themes that the annotation does not name count neither way.
"""

from collections import Counter

from flows.records import ParsedDocument, ThemeMention
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold
from tests.scoring.tally import Miss, Score, of_hits, of_rows

KIND = "themes"
_PLACES = 5


def judge_themes(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the themes of every annotated document."""
    places = held = expected = named = chances = 0
    weak: list[Miss] = []
    false: list[Miss] = []
    unnamed: list[Miss] = []
    for row in gold.themes:
        ranking = strongest(corpus.documents[row.file])
        told = ", ".join(f"{theme} {count}" for theme, count in ranking)
        top = [theme for theme, _ in ranking[:_PLACES]]
        open_places = min(_PLACES, len(row.expected))
        holding = [theme for theme in top if theme in row.expected]
        places += open_places
        held += len(holding)
        intruders = [theme for theme in top if theme not in row.expected]
        absent = [theme for theme in row.expected if theme not in top]
        weak += [
            Miss(row.file, "wrong" if number < len(intruders) else "missed",
                 f"one of {', '.join(absent)}",
                 intruders[number] if number < len(intruders) else "", f"ranking: {told}")
            for number in range(open_places - len(holding))
        ]  # fmt: skip
        found = dict(ranking)
        expected += len(row.expected)
        named += sum(theme in found for theme in row.expected)
        unnamed += [
            Miss(row.file, "missed", theme, "", f"ranking: {told}")
            for theme in row.expected
            if theme not in found
        ]
        chances += len(row.must_not)
        false += [
            Miss(row.file, "extra", f"not {theme}", f"{found[theme]} sentences",
                 _first(corpus.documents[row.file], theme).sentence_text)
            for theme in row.must_not
            if theme in found
        ]  # fmt: skip
    return (
        of_rows(KIND, "expected among the five strongest", places, held, weak, 0.90),
        of_hits(KIND, "must not", chances, false, most=0),
        of_rows(KIND, "named at all", expected, named, [*unnamed, *false]),
    )


def strongest(document: ParsedDocument) -> list[tuple[str, int]]:
    """Return themes with their numbers of sentences, the strongest first."""
    counts = Counter(mention.theme_id for mention in document.theme_mentions)
    return sorted(
        counts.items(), key=lambda item: (-item[1], _first(document, item[0]).char_start, item[0])
    )


def _first(document: ParsedDocument, theme_id: str) -> ThemeMention:
    return min(
        (mention for mention in document.theme_mentions if mention.theme_id == theme_id),
        key=lambda mention: mention.char_start,
    )
