"""What is said about a figure, judged where the figure itself was matched with its unit.

- *period*: start and end are exactly one of the accepted periods; ``..`` is an open end;
- *period precision*: the annotator's, or what follows from the accepted period that was found
  (none for no period, ``open`` for one without an end);
- *qualifier*: equal; ``exact`` states nothing and so is neither wanted nor found;
- *change direction*: equal; null for a level;
- *role*, *scope*: one of the accepted;
- *force*: the document's force is the one that the annotator names for the figure. Where the
  annotator names a partner, a service or nobody, the scope says whose the figure is, and the
  force is not judged.

The rows with a target hold the figures whose fields the annotation calls judged (the core);
those named "all" hold the ages, lengths and definitions too.
"""

from collections.abc import Callable, Sequence

from tests.scoring.corpus import Corpus
from tests.scoring.figures import KIND, Matched, matched_figures, period_of
from tests.scoring.gold import Figure, Gold
from tests.scoring.tally import Answer, Score, of_field
from tests.scoring.wording import folded

_Field = Callable[[Matched], tuple[tuple[object, ...], object]]


def judge_figure_fields(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score every field of the figures that were found, apart from what is measured."""
    every = matched_figures(gold, corpus)
    core = [pair for pair in every if pair.figure.are_fields_judged]
    return (
        _score("period exact", core, _period, 0.92),
        _score("period start", core, _start),
        _score("period end", core, _end),
        _score("period precision", core, _precision),
        _score("qualifier", core, _qualifier, 0.95, ("exact",)),
        _score("change direction", core, _direction, 0.95),
        _score("role", core, _role, 0.95),
        _score("scope", core, _scope),
        _force(corpus, core),
        _score("period exact, all", every, _period),
        _score("qualifier, all", every, _qualifier, None, ("exact",)),
        _score("role, all", every, _role),
    )


def _score(
    name: str,
    pairs: Sequence[Matched],
    field: _Field,
    target: float | None = None,
    empty: tuple[object, ...] = (None,),
) -> Score:
    answers = []
    for pair in pairs:
        accepted, found = field(pair)
        what = f"{pair.figure.mention!r}: {pair.figure.sentence}"
        answers.append(Answer(pair.figure.file, accepted, found, what))
    return of_field(KIND, name, answers, target, empty)


def _period(pair: Matched) -> tuple[tuple[object, ...], object]:
    return pair.figure.periods, period_of(pair.record)


def _start(pair: Matched) -> tuple[tuple[object, ...], object]:
    return _sides(pair, 0)


def _end(pair: Matched) -> tuple[tuple[object, ...], object]:
    return _sides(pair, 1)


def _sides(pair: Matched, side: int) -> tuple[tuple[object, ...], object]:
    accepted = tuple(_side(period, side) for period in pair.figure.periods)
    return accepted, _side(period_of(pair.record), side)


def _side(period: str | None, side: int) -> str | None:
    date = None if period is None else period.split("/")[side]
    return None if date == ".." else date


def _precision(pair: Matched) -> tuple[tuple[object, ...], object]:
    found = period_of(pair.record)
    own: str | None = pair.figure.period_precision
    if found in pair.figure.periods[1:]:
        if found is None:
            own = None
        elif found.endswith("/.."):
            own = "open"
    return (own,), pair.record.period_precision


def _qualifier(pair: Matched) -> tuple[tuple[object, ...], object]:
    return (pair.figure.qualifier,), pair.record.qualifier


def _direction(pair: Matched) -> tuple[tuple[object, ...], object]:
    return (pair.figure.change_direction,), pair.record.change_direction


def _role(pair: Matched) -> tuple[tuple[object, ...], object]:
    return pair.figure.roles, pair.record.observation_role


def _scope(pair: Matched) -> tuple[tuple[object, ...], object]:
    return pair.figure.scopes, pair.record.scope


def _force(corpus: Corpus, pairs: Sequence[Matched]) -> Score:
    known = _force_ids(corpus)
    named = [(pair, _force_id(pair.figure, known)) for pair in pairs]
    return of_field(
        KIND,
        "force",
        [
            Answer(
                pair.figure.file,
                (force_id,),
                corpus.documents[pair.figure.file].documents[0].force_id,
                pair.figure.sentence,
            )
            for pair, force_id in named
            if force_id is not None
        ],
    )


def _force_ids(corpus: Corpus) -> dict[str, str]:
    names = {
        folded(row[column]): row["force_id"]
        for table, column in (("force_aliases", "alias"), ("forces", "force_name"))
        for row in corpus.vocabulary.rows(table)
        if row["force_id"]
    }
    places = {
        folded(row["force_name"]).removesuffix(" police").removesuffix(" constabulary"): row[
            "force_id"
        ]
        for row in corpus.vocabulary.rows("forces")
    }
    return {**places, **names}


def _force_id(figure: Figure, known: dict[str, str]) -> str | None:
    """Return the force that the annotator names; ``West Yorkshire PCC`` is West Yorkshire's."""
    if figure.force_name is None:
        return None
    return known.get(folded(figure.force_name).removesuffix(" pcc"))
