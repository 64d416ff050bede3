"""Sentences -> the themes that they name.

A theme is named by the phrases of ``theme_phrases``; nothing is inferred from a
document's title, its neighbours or its parent theme. The longest phrase at a place wins:
"child protection conference" is child protection once, and a phrase of a child theme does
not also count its parent, whose own words have to stand there.
"""

from functools import lru_cache

from flows.parsing.phrases import PhraseMatch, PhraseMatcher
from flows.parsing.text.outline import Outline
from flows.parsing.vocabulary import Vocabulary
from flows.records import ThemeMention, fact_key

ThemeMatcher = PhraseMatcher[tuple[str, bool]]
_Match = PhraseMatch[tuple[str, bool]]


@lru_cache(maxsize=4)
def theme_matcher(vocabulary: Vocabulary) -> ThemeMatcher:
    """Return the compiled ``theme_phrases``; a match's key is (theme, is it an exclude phrase)."""
    return PhraseMatcher(
        (row["phrase"], (row["theme_id"], row["phrase_kind"] == "exclude"))
        for row in vocabulary.rows("theme_phrases")
    )


def themes_of(text: str, matcher: ThemeMatcher) -> dict[str, tuple[int, int, str]]:
    """Return theme -> (start, end, phrase) of the most telling phrase in a clean sentence.

    An exclude phrase takes away what its own theme finds inside it ("adult safeguarding"
    is no child protection), and nothing of other themes.
    """
    found = list(matcher.every(text))
    if not found:
        return {}
    excluded = [match for match in found if match.key[1]]
    included = [match for match in found if not match.key[1]]
    alive = [
        match
        for match in included
        if not any(
            other.key[0] == match.key[0] and other.start <= match.start and match.end <= other.end
            for other in excluded
        )
    ]
    themes: dict[str, _Match] = {}
    for match in sorted(alive, key=lambda match: (match.start - match.end, match.start)):
        if not any(_is_longer(other, match) for other in alive):
            themes.setdefault(match.key[0], match)
    return {theme: (match.start, match.end, match.phrase) for theme, match in themes.items()}


def _is_longer(other: _Match, match: _Match) -> bool:
    around = other.start <= match.start and match.end <= other.end
    return around and (other.end - other.start) > (match.end - match.start)


def find_theme_mentions(outline: Outline, vocabulary: Vocabulary) -> tuple[ThemeMention, ...]:
    """Return one record for each theme and sentence; headings and labels count for nothing.

    The evidence is the longest phrase of the theme in the sentence.
    """
    matcher = theme_matcher(vocabulary)
    mentions: list[ThemeMention] = []
    for statement in outline.statements:
        for theme_id, (start, end, phrase) in themes_of(statement.text, matcher).items():
            columns = statement.evidence(start, end)
            mentions.append(
                ThemeMention(
                    **columns,
                    theme_mention_id=fact_key(
                        "theme_mention",
                        outline.document_id,
                        columns["char_start"],
                        columns["char_end"],
                        theme_id,
                    ),
                    theme_id=theme_id,
                    matched_phrase=phrase,
                )
            )
    return tuple(mentions)
