"""Rows of the score table, and the four ways in which one is counted.

Every row has *wanted* (the annotation has it), *found* (a record has it) and *right* (both,
and they agree), from which precision, recall and F1 follow; and an *outcome*, the one number
that a target is compared with:

- ``of_rows``: records against annotated rows; the outcome is F1;
- ``of_field``: one field of rows that were matched; the outcome is the share that agree,
  where "rightly empty" agrees; wanted and found count only values that are not empty;
- ``of_hits``: things that must not be; the outcome is their number;
- ``of_mean``: a likeness between 0 and 1; the outcome is its mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

#: What counts as "nothing is stated" in a field, unless the field has a word of its own for it.
EMPTY: tuple[object, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on an outcome: at least a share, or at most a number of hits."""

    bound: float
    is_most: bool = False

    def is_met(self, outcome: float) -> bool:
        """Tell whether ``outcome`` keeps to the bound; rounding noise of a share is none."""
        return outcome <= self.bound if self.is_most else outcome >= self.bound - 1e-9

    def __str__(self) -> str:
        return f"≤ {self.bound:g}" if self.is_most else f"≥ {self.bound:.2f}"


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement: what was wanted, what was found, and the sentence that it is about."""

    file: str
    error: Literal["missed", "extra", "wrong"]
    wanted: str
    found: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of one matched row: what is accepted, the annotator's own first; and found."""

    file: str
    accepted: tuple[object, ...]
    found: object
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the table."""

    kind: str
    name: str
    wanted: int
    found: int
    right: int
    outcome: float | None
    outcome_text: str
    target: Target | None = None
    misses: tuple[Miss, ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float | None:
        """Right among found; null where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Right among wanted; null where nothing was wanted."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; null where nothing was there at all."""
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else None

    @property
    def is_missed(self) -> bool:
        """A target stands and is not met; where nothing could be judged it is not met either."""
        return self.target is not None and (
            self.outcome is None or not self.target.is_met(self.outcome)
        )


def of_rows(
    kind: str,
    name: str,
    wanted: int,
    right: int,
    misses: Sequence[Miss],
    target: float | None = None,
) -> Score:
    """Count records against rows.

    A miss that is ``missed`` has no record, one that is ``extra`` has no row, and one that is
    ``wrong`` has both.
    """
    found = right + sum(miss.error != "missed" for miss in misses)
    f1 = 2 * right / (wanted + found) if wanted + found else None
    text = "" if f1 is None else f"F1 {f1:.3f}"
    return Score(kind, name, wanted, found, right, f1, text, _least(target), tuple(misses))


def of_field(
    kind: str,
    name: str,
    answers: Sequence[Answer],
    target: float | None = None,
    empty: tuple[object, ...] = EMPTY,
) -> Score:
    """Count one field of matched rows.

    ``empty`` are values that state nothing: they agree or not, and are neither wanted nor
    found. Where the annotation accepts an empty value and it is found, nothing was wanted.
    """
    wanted = found = right = agreed = 0
    misses: list[Miss] = []
    for answer in answers:
        agrees = answer.found in answer.accepted
        agreed += agrees
        if answer.found not in empty:
            found += 1
            right += agrees
        if answer.accepted[0] not in empty and not (agrees and answer.found in empty):
            wanted += 1
        if not agrees:
            accepted = " or ".join(str(value) for value in answer.accepted)
            misses.append(Miss(answer.file, "wrong", accepted, str(answer.found), answer.sentence))
    share = agreed / len(answers) if answers else None
    text = "" if share is None else f"{agreed}/{len(answers)} = {share:.3f}"
    return Score(kind, name, wanted, found, right, share, text, _least(target), tuple(misses))


def of_hits(
    kind: str, name: str, chances: int, misses: Sequence[Miss], most: int | None = None
) -> Score:
    """Count what must not be, out of ``chances``: nothing is wanted, and all found is wrong."""
    target = None if most is None else Target(most, is_most=True)
    count = len(misses)
    return Score(kind, name, 0, count, 0, count, f"{count} of {chances}", target, tuple(misses))


def of_mean(
    kind: str, name: str, likenesses: Sequence[float], misses: Sequence[Miss], target: float | None
) -> Score:
    """Average likenesses; *right* counts those of 1, *misses* are those below the target."""
    mean = sum(likenesses) / len(likenesses) if likenesses else None
    text = "" if mean is None else f"mean {mean:.3f}"
    right = sum(likeness >= 1 for likeness in likenesses)
    count = len(likenesses)
    return Score(kind, name, count, count, right, mean, text, _least(target), tuple(misses))


def _least(target: float | None) -> Target | None:
    return None if target is None else Target(target)
