"""What a figure measures, judged where the figure was matched and its fields are judged.

- *likeness*: F1 of the words shared with the annotator's phrase, stop words and plural endings
  aside; nothing said scores 0; the row shows the mean;
- *head noun*: one of the nouns without which the phrase would measure something else stands
  in it (judged where the annotation gives any);
- *shape*: no observation of any document, annotated or not, is measured by a phrase with a
  figure, a finite verb or the end of a sentence inside. A number that belongs to a name
  ("section 47", "Year 7", "999 calls") is no figure. Only verb forms that are nothing else
  are looked for (auxiliaries, modals, "said", "became"), because "recorded" in "crimes
  recorded" is a participle.
"""

import re
from collections.abc import Sequence

from tests.scoring.corpus import Corpus
from tests.scoring.figures import KIND, Matched, matched_figures
from tests.scoring.gold import Gold
from tests.scoring.tally import Miss, Score, of_hits, of_mean, of_rows
from tests.scoring.wording import holds_phrase, token_f1

_TARGET = 0.80

#: Numbers that are part of a name: they measure nothing.
_NAMED_NUMBER = re.compile(
    r"\b(?:section|s\.|year|grade|priority|tier|category|level|phase|schedule|part|class|type)"
    r"\s?\d{1,4}\b|\b(?:999|101|111|112)\b|\bcovid-?\s?19\b|\b24/7\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)\b(?!-)",
    re.IGNORECASE,
)
# In lower case only: May is a month and Will a man.
_FINITE_VERB = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|does|did|will|would|shall|should|can|could|may|might|"
    r"must|cannot|isn't|aren't|wasn't|weren't|hasn't|haven't|said|says|became|began|gave|took|"
    r"went|came|saw|knew|rose|grew)\b"
)
_SENTENCE_END = re.compile(r"[.!?;]\s|[.!?;]$|\n")


def judge_measured(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the phrases that say what the figures of the prose measure."""
    pairs = [pair for pair in matched_figures(gold, corpus) if pair.figure.are_fields_judged]
    likenesses = [token_f1(pair.figure.measured, pair.record.measured or "") for pair in pairs]
    unlike = [
        Miss(
            pair.figure.file,
            "wrong",
            pair.figure.measured,
            f"{pair.record.measured} ({likeness:.2f})",
            f"{pair.figure.mention!r}: {pair.figure.sentence}",
        )
        for pair, likeness in zip(pairs, likenesses, strict=True)
        if likeness < _TARGET
    ]
    return (
        of_mean(KIND, "measured, likeness", likenesses, unlike, _TARGET),
        _head_nouns(pairs),
        _shapes(gold, corpus),
    )


def flaw_of(measured: str) -> str | None:
    """Return what a phrase has that none may have, or null."""
    if _FIGURE.search(_NAMED_NUMBER.sub(" ", measured)):
        return "a figure"
    if _FINITE_VERB.search(measured):
        return "a finite verb"
    if _SENTENCE_END.search(measured):
        return "the end of a sentence"
    return None


def _head_nouns(pairs: Sequence[Matched]) -> Score:
    judged = [pair for pair in pairs if pair.figure.head_nouns]
    misses = [
        Miss(
            pair.figure.file,
            "wrong" if pair.record.measured else "missed",
            " or ".join(pair.figure.head_nouns),
            pair.record.measured or "",
            f"{pair.figure.mention!r}: {pair.figure.sentence}",
        )
        for pair in judged
        if not any(
            holds_phrase(pair.record.measured or "", noun) for noun in pair.figure.head_nouns
        )
    ]
    return of_rows(KIND, "measured, head noun", len(judged), len(judged) - len(misses), misses)


def _shapes(gold: Gold, corpus: Corpus) -> Score:
    phrases = [
        (file, record, record.measured)
        for file in gold.files
        for record in corpus.documents[file].metric_observations
        if record.measured
    ]
    misses = [
        Miss(file, "extra", f"without {flaw}", measured, record.sentence_text)
        for file, record, measured in phrases
        if (flaw := flaw_of(measured))
    ]
    return of_hits(KIND, "measured, figure, verb or end inside", len(phrases), misses, most=0)
