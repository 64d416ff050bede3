"""Recommendations and their answers.

A record belongs to an annotated pair where its recommendation overlaps the pair's, the nearest
start first, one to one.

- *pairs*: records against annotated pairs, however much of the texts they hold;
- *recommendation text*, *answer text*: whole, that is word for word from the first to the last
  (case, punctuation, bullets and spaces aside);
- *whole pairs*: both texts whole; this is what the target is about;
- *ordinal*, *finding type*, *addressed to*: equal; *action status*, *acceptance*: one of the
  accepted.

The recommendation to the Home Office that one document endorses in prose is not judged.
"""

from collections.abc import Callable

from flows.records import RecommendationAnswer
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold, Pair
from tests.scoring.tally import Answer, Miss, Score, of_field, of_rows
from tests.scoring.wording import words

KIND = "recommendation pairs"
#: (start of the file's name, addressed to) of pairs that the mapping leaves unjudged.
_UNJUDGED = (("001_", "home_office"),)


def judge_answers(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the recommendation pairs of every annotated document."""
    matched = _matched(gold, corpus)
    missed = [
        Miss(pair.file, "missed", f"{pair.ordinal}: {pair.recommendation_text}", "",
             corpus.sentence_at(pair.file, pair.recommendation_start))
        for pair in gold.pairs
        if pair not in matched
    ]  # fmt: skip
    extras = _extras(gold, corpus, matched)
    broken = [
        miss
        for pair, record in matched.items()
        for miss in [_broken(pair, record)]
        if miss is not None
    ]
    wanted = len(gold.pairs)
    return (
        of_rows(KIND, "pairs", wanted, len(matched), [*missed, *extras]),
        of_rows(KIND, "whole pairs", wanted, len(matched) - len(broken),
                [*missed, *extras, *broken], 1.0),
        _field("recommendation text", matched, lambda pair: (words(pair.recommendation_text),),
               lambda record: words(record.recommendation_text)),
        _field("answer text", matched, lambda pair: (words(pair.answer_text),),
               lambda record: words(record.answer_text)),
        _field("ordinal", matched, lambda pair: (pair.ordinal,), lambda record: record.ordinal),
        _field("finding type", matched, lambda pair: (pair.finding_type,),
               lambda record: record.finding_type),
        _field("addressed to", matched, lambda pair: (pair.addressed_to,),
               lambda record: record.addressed_to),
        _field("action status", matched, lambda pair: pair.action_statuses,
               lambda record: record.action_status),
        _field("acceptance", matched, lambda pair: pair.acceptances,
               lambda record: record.acceptance),
    )  # fmt: skip


def _field(
    name: str,
    matched: dict[Pair, RecommendationAnswer],
    accepted: Callable[[Pair], tuple[object, ...]],
    found: Callable[[RecommendationAnswer], object],
) -> Score:
    return of_field(
        KIND,
        name,
        [
            Answer(pair.file, accepted(pair), found(record), pair.recommendation_text)
            for pair, record in matched.items()
        ],
    )


def _matched(gold: Gold, corpus: Corpus) -> dict[Pair, RecommendationAnswer]:
    candidates = sorted(
        (abs(record.recommendation_char_start - pair.recommendation_start), pair_number, number)
        for pair_number, pair in enumerate(gold.pairs)
        for number, record in enumerate(corpus.documents[pair.file].recommendation_answers)
        if record.recommendation_char_start
        < pair.recommendation_start + len(pair.recommendation_text)
        and pair.recommendation_start < record.recommendation_char_end
    )
    matched: dict[Pair, RecommendationAnswer] = {}
    used: set[str] = set()
    for _, pair_number, number in candidates:
        pair = gold.pairs[pair_number]
        record = corpus.documents[pair.file].recommendation_answers[number]
        if pair not in matched and record.answer_id not in used:
            matched[pair] = record
            used.add(record.answer_id)
    return dict(sorted(matched.items(), key=lambda item: (item[0].file, item[0].ordinal)))


def _extras(gold: Gold, corpus: Corpus, matched: dict[Pair, RecommendationAnswer]) -> list[Miss]:
    used = {record.answer_id for record in matched.values()}
    return [
        Miss(file, "extra", "", f"{record.ordinal}: {record.recommendation_text}",
             record.sentence_text)
        for file in gold.files
        for record in corpus.documents[file].recommendation_answers
        if record.answer_id not in used
        and not any(
            file.startswith(start) and record.addressed_to == addressed_to
            for start, addressed_to in _UNJUDGED
        )
    ]  # fmt: skip


def _broken(pair: Pair, record: RecommendationAnswer) -> Miss | None:
    for wanted, found in (
        (pair.recommendation_text, record.recommendation_text),
        (pair.answer_text, record.answer_text),
    ):
        if words(wanted) != words(found):
            return Miss(pair.file, "wrong", wanted, found, pair.recommendation_text)
    return None
