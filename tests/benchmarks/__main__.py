"""Benchmarks: ``make bench``, or ``python -m tests.benchmarks [QUESTION ...] [--markdown]``.

Each question is one module with a docstring that asks it and a function ``measure`` that answers
it by a table; add a module and its name to ``QUESTIONS``. Nothing here is a test: a figure
depends on the machine, and a limit on it would fail on a slow day. Figures are CPU time, so that
what else runs on the machine counts for little.
"""

import argparse
import platform
import sys

from tests.benchmarks import beside, growth, parallel, parsing, readers

QUESTIONS = {
    "readers": readers,
    "parsing": parsing,
    "parallel": parallel,
    "growth": growth,
    "beside": beside,
}
#: What takes the network, or a quarter of an hour, is asked by its name alone.
ASKED_BY_NAME = {"parallel", "growth", "beside"}


def main() -> int:
    """Measure the questions that are named, or all, and print a table for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("--markdown", action="store_true", help="print tables as markdown")
    options = parser.parse_args()
    write = sys.stdout.write
    write(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}\n")
    for name in options.questions or [one for one in QUESTIONS if one not in ASKED_BY_NAME]:
        question = QUESTIONS[name]
        table = question.measure()
        asked = (question.__doc__ or name).splitlines()[0]
        write(f"\n{asked}\n\n{table.as_markdown() if options.markdown else table.as_text()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
