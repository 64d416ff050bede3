"""Run the annotation's own scorer of figures, as a second opinion on ours.

Writes the observations of every document in ``<shared>/corpus`` in the form of
``<shared>/score/score_quantities.py`` (words mapped as in ``<shared>/gold/MAPPING.md``) and
runs it. Arguments behind ``--`` go to that scorer, such as ``--errors``. It takes a figure of
full-time equivalents for a count and either end for a range; ours does not.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from flows.parsing import Vocabulary
from flows.records import MetricObservation
from flows.sources.reference import reference_tables
from tests.scoring.corpus import read_corpus
from tests.scoring.figures import period_of
from tests.scoring.report import console

_UNITS = {"gbp": "GBP", "fte": "FTE", "year": "years", "month": "months", "week": "weeks",
          "day": "days", "hour": "hours", "minute": "minutes", "second": "seconds"}  # fmt: skip
_QUALIFIERS = {"exact": None, "about": "approx", "at_most": "up_to"}


def prediction(file: str, row: MetricObservation) -> dict[str, object]:
    """Return one observation in the words of the annotation."""
    change = f"{row.change_direction}_by" if row.change_direction else None
    return {
        "file": file,
        "start": row.char_start,
        "end": row.char_end,
        "value": row.value,
        "value_high": row.value_high,
        "unit": _UNITS.get(row.unit_code, row.unit_code),
        "qualifier": change or _QUALIFIERS.get(row.qualifier, row.qualifier),
        "period": period_of(row),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of the annotation's scorer; its exit code is ours."""
    parser = argparse.ArgumentParser(prog="make score-quantities", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options, rest = parser.parse_known_args(arguments)
    scorer = options.shared / "score" / "score_quantities.py"
    if not scorer.exists():
        console().print(
            f"not scored: there is no annotation at {options.shared}; give --shared FOLDER"
        )
        return 0
    folder = options.shared / "corpus"
    files = sorted(file.name for file in folder.iterdir() if file.is_file())
    corpus = read_corpus(folder, files, Vocabulary.from_tables(reference_tables()))
    predictions = [
        prediction(file, row)
        for file, document in corpus.documents.items()
        for row in document.metric_observations
    ]
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "section55.json"
        target.write_text(json.dumps(predictions), encoding="utf-8")
        further = [argument for argument in rest if argument != "--"]
        return subprocess.run(
            [sys.executable, str(scorer), str(target), *further], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
