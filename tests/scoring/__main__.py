"""Score what the pipeline extracts against a hand annotation.

Parses every annotated document of ``<shared>/corpus`` as the pipeline does, compares the records
with ``<shared>/gold``, and prints one table: wanted, found, right, precision, recall and F1 of
every kind and field, the targets, and a mark where one is missed; then the findings and checks,
which nobody annotated, with their arithmetic. How each field is judged stands in the docstring
of its module beside this one. It measures: the exit code is 0, and with --strict 1 where a
target is missed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.parsing import Vocabulary
from flows.sources.reference import reference_tables
from tests.scoring.answers import judge_answers
from tests.scoring.commitments import judge_commitments
from tests.scoring.corpus import Corpus, read_corpus
from tests.scoring.figure_fields import judge_figure_fields
from tests.scoring.figures import judge_figures
from tests.scoring.gold import Gold, read_gold
from tests.scoring.headers import judge_headers
from tests.scoring.initiatives import judge_initiatives
from tests.scoring.measured import judge_measured
from tests.scoring.offsets import judge_offsets
from tests.scoring.report import console, print_misses, print_scores, print_unjudged
from tests.scoring.sections import judge_sections
from tests.scoring.tables import judge_tables
from tests.scoring.tally import Score
from tests.scoring.themes import judge_themes
from warehouse.errors import Refusal

_JUDGES = (
    judge_figures,
    judge_figure_fields,
    judge_measured,
    judge_tables,
    judge_headers,
    judge_sections,
    judge_answers,
    judge_commitments,
    judge_initiatives,
    judge_themes,
    judge_offsets,
)


def judge(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Return every row of the score table, in its order."""
    return tuple(score for judge_kind in _JUDGES for score in judge_kind(gold, corpus))


def main(arguments: Sequence[str] | None = None) -> int:
    """Score and print; 1 where the annotation cannot be used, or --strict and a target is missed."""
    parser = argparse.ArgumentParser(prog="make score", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", action="store_true", help="list each miss with its sentence")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    options = parser.parse_args(arguments)
    screen = console()
    if not (options.shared / "gold").is_dir():
        screen.print(
            f"not scored: there is no annotation at {options.shared}; give --shared FOLDER"
        )
        return 0
    try:
        gold = read_gold(options.shared / "gold")
        vocabulary = Vocabulary.from_tables(reference_tables())
        corpus = read_corpus(options.shared / "corpus", gold.files, vocabulary)
    except Refusal as refusal:
        screen.print(str(refusal), markup=False)
        return 1
    scores = judge(gold, corpus)
    print_scores(scores, screen)
    if options.errors:
        print_misses(scores, screen)
    print_unjudged(gold, corpus, screen)
    return int(options.strict and any(score.is_missed for score in scores))


if __name__ == "__main__":
    sys.exit(main())
