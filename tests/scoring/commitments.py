"""Commitments: the explicit ones are wanted, the implied ones count neither way.

A record belongs to an annotated sentence where the two overlap by at least half of the shorter
one, the longest overlap first, one to one; a second record on one sentence is an extra, for two
promises in one sentence are one row. A *negative* is hit where a record overlaps it likewise.
Judged of the explicit ones that were found:

- *actor*, *strength*: equal;
- *due on*: the last day of the annotated day or year; null where the annotator gives words that
  are no date, or nothing;
- *due words*: the words kept hold the annotator's, where these are no date.
"""

import re
from collections.abc import Callable, Mapping

from flows.records import Commitment
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold, Promise, Trap
from tests.scoring.tally import Answer, Miss, Score, of_field, of_hits, of_rows
from tests.scoring.wording import folded

KIND = "commitments"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"\d{4}")


def judge_commitments(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the commitments of every annotated document."""
    matched = _matched(gold, corpus)
    explicit = {wanted: found for wanted, found in matched.items() if wanted.is_explicit}
    wanted = [promise for promise in gold.promises if promise.is_explicit]
    misses = [
        Miss(promise.file, "missed", promise.actor, "", promise.sentence)
        for promise in wanted
        if promise not in explicit
    ]
    used = {found.commitment_id for found in matched.values()}
    misses += [
        Miss(file, "extra", "", f"{record.actor}, {record.strength}", record.sentence_text)
        for file in gold.files
        for record in corpus.documents[file].commitments
        if record.commitment_id not in used
    ]
    return (
        of_rows(KIND, "explicit", len(wanted), len(explicit), misses, 0.85),
        _negatives(gold, corpus),
        _field("actor", explicit, lambda promise: promise.actor, lambda record: record.actor),
        of_field(
            KIND,
            "strength",
            [
                Answer(promise.file, ("explicit",), record.strength, promise.sentence)
                for promise, record in explicit.items()
            ],
        ),
        _field("due on", explicit, _due_on, _found_due_on),
        _due_words(explicit),
    )


def _field(
    name: str,
    matched: Mapping[Promise, Commitment],
    wanted: Callable[[Promise], str | None],
    found: Callable[[Commitment], str | None],
) -> Score:
    return of_field(
        KIND,
        name,
        [
            Answer(promise.file, (wanted(promise),), found(record), promise.sentence)
            for promise, record in matched.items()
        ],
    )


def _due_on(promise: Promise) -> str | None:
    due = promise.due or ""
    if _YEAR.fullmatch(due):
        return f"{due}-12-31"
    return due if _DATE.fullmatch(due) else None


def _found_due_on(record: Commitment) -> str | None:
    return None if record.due_on is None else record.due_on.isoformat()


def _due_words(matched: Mapping[Promise, Commitment]) -> Score:
    answers = []
    for promise, record in matched.items():
        if promise.due is not None and _due_on(promise) is None:
            kept = record.due_text
            holds = kept is not None and folded(promise.due) in folded(kept)
            answers.append(
                Answer(promise.file, (kept if holds else promise.due,), kept, promise.sentence)
            )
    return of_field(KIND, "due words", answers)


def _matched(gold: Gold, corpus: Corpus) -> dict[Promise, Commitment]:
    candidates = sorted(
        (-shared, promise_number, number)
        for promise_number, promise in enumerate(gold.promises)
        for number, record in enumerate(corpus.documents[promise.file].commitments)
        if (shared := _shared(promise, record)) > 0
    )
    matched: dict[Promise, Commitment] = {}
    used: set[str] = set()
    for _, promise_number, number in candidates:
        promise = gold.promises[promise_number]
        record = corpus.documents[promise.file].commitments[number]
        if promise not in matched and record.commitment_id not in used:
            matched[promise] = record
            used.add(record.commitment_id)
    return matched


def _shared(stretch: Promise | Trap, record: Commitment) -> int:
    """Return how many characters two sentences share, or 0 where these are too few."""
    shared = min(stretch.end, record.char_end) - max(stretch.start, record.char_start)
    shorter = min(stretch.end - stretch.start, record.char_end - record.char_start)
    return shared if shared * 2 >= shorter else 0


def _negatives(gold: Gold, corpus: Corpus) -> Score:
    misses = [
        Miss(trap.file, "extra", f"none: {trap.reason}", record.actor, record.sentence_text)
        for trap in gold.promise_traps
        for record in corpus.documents[trap.file].commitments
        if _shared(trap, record) > 0
    ]
    return of_hits(KIND, "negatives hit", len(gold.promise_traps), misses)
