"""What do 200 documents cost, and what is found in them, beside what people would pick instead?

The documents are made by ``generate`` (text, markdown, HTML, DOCX, PDF), with the annotated ones
where they lie in ``SHARED``. Beside section55 stand two ways to work, each the program of one
module in ``contestants``: unstructured for reading, quantulum3 for figures and dlt for loading
into DuckDB; and pandas with regular expressions. They run in an environment of their own, made of
a hash-locked list in a temporary folder, which takes the network and a few minutes.

A figure is found where a row of its document has its value and unit; each row counts once.
Promises and answers are counted document by document. Rows that are none of the true figures are
told too: among them are dates and deadlines, which quantulum3 means to find. A second run is on
the same documents, then one with a document more.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks import mixed
from tests.benchmarks.generate import Facts, Maker
from tests.benchmarks.measuring import Ran, run
from tests.benchmarks.tables import Table
from warehouse import store

_CONTESTANTS = Path(__file__).parent / "contestants"
_LOCK = _CONTESTANTS / "requirements.lock"
_HOME = "home"
HEADING = ("", "section55", "unstructured, quantulum3, dlt", "pandas, regular expressions")
#: Roles of figures that measure something, and neither an age nor a length of time.
_ROLES = "('level', 'change', 'share', 'target')"
#: The name of a document's file, without the number of a part.
_NAME = "regexp_extract(s.source_uri, '([^/#]+)(#[0-9]+)?$', 1)"
_OURS = {
    "figures": f"""
        select {_NAME}, o.value, o.unit_code,
            substr(d.text, o.char_start + 1, o.char_end - o.char_start) = o.quoted_text
        from marts.fct_metric_observations as o
        inner join landing.documents as d using (document_id)
        inner join landing.document_sources as s using (document_id)
        where o.observation_role in {_ROLES}""",
    "promises": f"""
        select {_NAME}, count(*)
        from marts.fct_commitments inner join landing.document_sources as s using (document_id)
        group by 1""",
    "answers": f"""
        select {_NAME}, count(*)
        from marts.fct_recommendation_answers
        inner join landing.document_sources as s using (document_id) group by 1""",
}
_CHAIN = {
    "figures": """
        select f.document, f.value, f.unit_code,
            substr(t.text, f.char_start + 1, f.char_end - f.char_start) = f.quoted_text
        from figures as f
        inner join texts as t on f.document = t.document and f.paragraph = t.number""",
}
_NOTEBOOK = {
    "figures": """
        select document, value, unit_code,
            substr(t.text, f.char_start + 1, f.char_end - f.char_start) = f.quoted_text
        from figures as f inner join texts as t using (document)""",
    "promises": "select document, count(*) from promises group by 1",
    "answers": "select document, count(*) from answers group by 1",
}


#: What a way found: rows of its database, by the name of the question.
_Rows = dict[str, list[tuple[Any, ...]]]


class Way(NamedTuple):
    """A way to work: what runs it, where its rows lie, and what asks for them."""

    command: list[str]
    database: Path
    questions: Mapping[str, str]


class Cost(NamedTuple):
    """Runs on all documents, on the same again, and with one more."""

    first: Ran
    again: Ran
    one_more: Ran


def measure() -> Table:
    """Return a column for each way to work."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = folder / "documents"
        documents.mkdir()
        generated, annotated = mixed.write(documents)
        ways = _ways(folder, documents)
        costs, rows = [], []
        for way in ways:
            first, again = (_run(way, folder) for _ in range(2))
            rows.append(_rows(way))
            costs.append((first, again))
        added, text = Maker(55).document(mixed.COUNT)
        (documents / added).write_text(text, encoding="utf-8")
        whole = [Cost(*cost, _run(way, folder)) for way, cost in zip(ways, costs, strict=True)]
    lines = [*_costs(whole), *_figures("generated", generated, rows)]
    if annotated:
        # Its cells of tables are annotated elsewhere: what else is told is none of its business.
        lines += _figures("annotated", annotated, rows)[:1]
    lines += [
        _counted("promises", {name: one.promise_count for name, one in generated.items()}, rows),
        _counted("answers", {name: one.answer_count for name, one in generated.items()}, rows),
        ("figures whose words stand where their row says", *(_places(one) for one in rows)),
    ]
    return Table(HEADING, lines)


def _ways(folder: Path, documents: Path) -> list[Way]:
    python = str(folder / "environment" / "bin" / "python")
    uv = str(Path(sys.executable).with_name("uv"))
    made = [uv, "venv", "--quiet", "--python", sys.executable, str(folder / "environment")]
    subprocess.run(made, check=True)
    install = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "--no-deps"]
    subprocess.run([*install, "-r", str(_LOCK)], check=True)
    section55 = str(Path(sys.executable).with_name("section55"))
    return [
        Way(
            [section55, "refresh", str(documents)],
            folder / _HOME / "published" / "section55.duckdb",
            _OURS,
        ),
        *(
            Way(
                [python, str(_CONTESTANTS / f"{name}.py"), str(documents), str(database)],
                database,
                questions,
            )
            for name, questions in (("chain", _CHAIN), ("notebook", _NOTEBOOK))
            for database in [folder / f"{name}.duckdb"]
        ),
    ]


def _run(way: Way, folder: Path) -> Ran:
    return run(way.command, folder, {**os.environ, "SECTION55_HOME": str(folder / _HOME)})


def _rows(way: Way) -> _Rows:
    with store.reader(way.database) as connection:
        return {
            name: connection.execute(question).fetchall()
            for name, question in way.questions.items()
        }


def _costs(costs: list[Cost]) -> list[tuple[str, ...]]:
    told: list[tuple[str, Callable[[Cost], str]]] = [
        ("first run, seconds", lambda cost: f"{cost.first.seconds:.0f}"),
        ("first run, CPU seconds", lambda cost: f"{cost.first.cpu_seconds:.0f}"),
        ("first run, peak MB", lambda cost: f"{cost.first.peak_bytes / 1e6:,.0f}"),
        ("nothing new, CPU seconds", lambda cost: f"{cost.again.cpu_seconds:.1f}"),
        ("one document more, CPU seconds", lambda cost: f"{cost.one_more.cpu_seconds:.1f}"),
    ]
    return [(label, *(tell(cost) for cost in costs)) for label, tell in told]


def _figures(label: str, facts: Mapping[str, Facts], rows: list[_Rows]) -> list[tuple[str, ...]]:
    true = Counter(
        (name, round(value, 1), unit) for name, one in facts.items() for value, unit in one.figures
    )
    found, others = [], []
    for of_way in rows:
        told = Counter(
            (name, round(value, 1), unit)
            for name, value, unit, _ in of_way["figures"]
            if name in facts
        )
        found.append(_share((told & true).total(), true.total()))
        others.append(f"{(told - true).total():,}")
    return [(f"{label} figures found", *found), (f"rows that are none of them ({label})", *others)]


def _counted(kind: str, true: Mapping[str, int], rows: list[_Rows]) -> tuple[str, ...]:
    cells = []
    for of_way in rows:
        if kind not in of_way:
            cells.append("not looked for")
            continue
        told: dict[str, int] = dict(of_way[kind])
        found = sum(min(count, told.get(name, 0)) for name, count in true.items())
        more = sum(max(told.get(name, 0) - count, 0) for name, count in true.items())
        cells.append(f"{_share(found, sum(true.values()))} and {more:,} more")
    return (f"{kind} found", *cells)


def _places(rows: _Rows) -> str:
    return _share(sum(bool(row[3]) for row in rows["figures"]), len(rows["figures"]))


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else "none"
