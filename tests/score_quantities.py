"""Score the figures found in the annotated documents against their annotation.

Writes the observations of every document in ``<shared>/corpus`` in the form of
``<shared>/score/score_quantities.py`` (words mapped as in ``<shared>/gold/MAPPING.md``) and
runs it. Arguments behind ``--`` go to that scorer, such as ``--errors``.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from flows.parsing import Vocabulary, parse
from flows.reading import read
from flows.records import MetricObservation, RawDocument, document_key
from flows.sources import reference_tables

_UNITS = {"gbp": "GBP", "fte": "FTE", "year": "years", "month": "months", "week": "weeks",
          "day": "days", "hour": "hours", "minute": "minutes", "second": "seconds"}  # fmt: skip
_QUALIFIERS = {"exact": None, "about": "approx", "at_most": "up_to"}


def prediction(file: str, row: MetricObservation) -> dict[str, object]:
    """Return one observation in the words of the annotation."""
    period = None
    if row.period_start is not None:
        period = f"{row.period_start}/{row.period_end or '..'}"
    change = f"{row.change_direction}_by" if row.change_direction else None
    return {
        "file": file,
        "start": row.char_start,
        "end": row.char_end,
        "value": row.value,
        "value_high": row.value_high,
        "unit": _UNITS.get(row.unit_code, row.unit_code),
        "qualifier": change or _QUALIFIERS.get(row.qualifier, row.qualifier),
        "period": period,
    }


def main() -> int:
    """Print the table of the shared scorer; its exit code is ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options, rest = parser.parse_known_args()
    scorer = options.shared / "score" / "score_quantities.py"
    if not scorer.exists():
        print(f"not scored: there is no annotation at {options.shared}; give --shared FOLDER")  # noqa: T201  # a command's own output
        return 0
    vocabulary = Vocabulary.from_tables(reference_tables())
    predictions = []
    for path in sorted((options.shared / "corpus").iterdir()):
        content = path.read_bytes()
        raw = RawDocument(document_key(content), "", len(content), path.name)
        parsed = parse(raw, read(content, path.name), vocabulary, "scoring")
        predictions += [prediction(path.name, row) for row in parsed.metric_observations]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "section55.json"
        target.write_text(json.dumps(predictions), encoding="utf-8")
        arguments = [argument for argument in rest if argument != "--"]
        return subprocess.run(  # the scorer beside the annotation
            [sys.executable, str(scorer), str(target), *arguments], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
