"""The law of evidence: offsets quote the text that they came from, in every record.

Judged of every record with evidence, annotated or not: ``text[char_start:char_end]`` is
``quoted_text``, the span is not empty and lies in the document; so are the second evidence of a
finding and the span of a recommendation (which has no quote of its own and is judged by lying
in the document).
"""

from flows.records import Evidence, RecommendationAnswer, SourceFinding
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold
from tests.scoring.tally import Miss, Score, of_hits

KIND = "evidence"


def judge_offsets(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Count the quotes that do not stand where their offsets say."""
    chances = 0
    misses: list[Miss] = []
    for file in gold.files:
        text = corpus.text(file)
        for kind, record in corpus.documents[file].records():
            if not isinstance(record, Evidence):
                continue
            for start, end, quote in _spans(record):
                chances += 1
                if not 0 <= start < end <= len(text) or quote not in (None, text[start:end]):
                    misses.append(
                        Miss(file, "wrong", f"{kind}: {quote!r}", repr(text[start:end]),
                             record.sentence_text)
                    )  # fmt: skip
    return (of_hits(KIND, "offsets quote the text", chances, misses, most=0),)


def _spans(record: Evidence) -> list[tuple[int, int, str | None]]:
    spans: list[tuple[int, int, str | None]] = [
        (record.char_start, record.char_end, record.quoted_text)
    ]
    if isinstance(record, RecommendationAnswer):
        spans.append((record.recommendation_char_start, record.recommendation_char_end, None))
    if (
        isinstance(record, SourceFinding)
        and record.other_char_start is not None
        and record.other_char_end is not None
    ):
        spans.append((record.other_char_start, record.other_char_end, record.other_quoted_text))
    return spans
