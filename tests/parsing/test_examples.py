"""Hard passages, each with the records that a careful reader writes down for it.

A passage is ``tests/examples/<shape>/<name>.txt`` (or .md, .html); ``<name>.golden.json`` beside
it holds, for each kind that the passage is about, every record of that kind in reading order with
the columns that are judged. Kinds that are not listed are not judged.

Goldens are written by hand from the contract. Where parsing falls short the golden stays right,
and the passage's kind stands in ``tests/examples/known_weak.csv`` with what is wrong; it must then
fail, so that a rule that mends it has to take the row away.

``pytest tests/parsing/test_examples.py --update-golden`` writes what parsing gives, in the kinds
and columns that a golden has, into every golden that is not known as weak: read the difference.
"""

import csv
import datetime as dt
import difflib
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from flows import reading
from flows.parsing import Vocabulary, parse
from flows.records import KINDS, ParsedDocument, RawDocument, document_key

FOLDER = Path(__file__).parents[1] / "examples"
FORMATS = {".txt", ".md", ".html"}
FIGURE = ("quoted_text", "value", "unit_code", "qualifier", "change_direction", "observation_role")
#: Kinds and columns of a golden that --update-golden writes where there was none.
DEFAULT_COLUMNS: dict[str, tuple[str, ...]] = {
    "metric_observations": FIGURE,
    "commitments": ("quoted_text", "actor", "strength", "due_on"),
    "responses": ("inspection_report_id", "stance"),
    "recommendation_answers": ("ordinal", "recommendation_text", "answer_text"),
}
#: Little words that tell no two things apart, as in the score of ``measured``.
STOP_WORDS = set("a an and are as at been being by for from has have in into is it its of on "
                 "or that the their there these this to total was were which who with".split())  # fmt: skip
PREPOSITION = re.compile(
    r"^(?:as of|as at|at|by|during|for|from|in|on|over|within)\s+", re.IGNORECASE
)

Row = dict[str, Any]
Golden = dict[str, list[Row]]


def passages() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*/*") if path.suffix in FORMATS)


def name_of(passage: Path) -> str:
    return passage.relative_to(FOLDER).with_suffix("").as_posix()


def golden_file(passage: Path) -> Path:
    return passage.with_suffix(".golden.json")


def golden_of(passage: Path) -> Golden:
    found: Golden = json.loads(golden_file(passage).read_text(encoding="utf-8"))
    return found


def judged_passages() -> list[tuple[Path, Golden]]:
    return [
        (passage, golden_of(passage)) for passage in passages() if golden_file(passage).exists()
    ]


@cache
def known_weak() -> dict[tuple[str, str], str]:
    with (FOLDER / "known_weak.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["name"], row["kind"]): row["what_is_wrong"] for row in csv.DictReader(lines)}


def cases() -> Iterator[Any]:
    """Yield one case for each passage and kind; a passage without a golden is a case that fails."""
    for passage in passages():
        name = name_of(passage)
        kinds = golden_of(passage) if golden_file(passage).exists() else [""]
        for kind in kinds:
            weak = known_weak().get((name, kind))
            marks = [pytest.mark.xfail(strict=True, reason=weak)] if weak else []
            yield pytest.param(passage, kind, marks=marks, id=f"{name}-{kind or 'no golden'}")


#: Passage -> its records: a passage with several kinds is parsed once.
_parsed: dict[Path, tuple[ParsedDocument, ...]] = {}


def parsed_passage(passage: Path, vocabulary: Vocabulary) -> tuple[ParsedDocument, ...]:
    if passage not in _parsed:
        content = passage.read_bytes()
        raw = RawDocument(
            document_id=document_key(content),
            raw_sha256=hashlib.sha256(content).hexdigest(),
            byte_count=len(content),
            name=passage.name,
        )
        _parsed[passage] = parse(
            raw,
            reading.read(content, passage.name),
            vocabulary,
            "examples",
            partial(document_key, content),
        )
    return _parsed[passage]


def rows_of(passage: Path, kind: str, vocabulary: Vocabulary) -> list[Row]:
    """Return all records of a kind in reading order, of every part, as JSON would hold them."""
    documents = parsed_passage(passage, vocabulary)
    records = [record for document in documents for record in getattr(document, kind)]
    columns = [field.name for field in fields(KINDS[kind])]
    rows = [{column: plain(getattr(record, column)) for column in columns} for record in records]
    return sorted(rows, key=lambda row: (row.get("char_start", 0), row.get("char_end", 0)))


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def content_words(phrase: str) -> set[str]:
    """Return the words that make a phrase, in lower case, without little words and plurals."""
    words = re.findall(r"[a-z0-9]+", phrase.lower().replace("'s", ""))
    return {word.removesuffix("s") for word in words if word not in STOP_WORDS}


def reads_alike(expected: str, found: str) -> bool:
    """Tell whether two phrases share so many words that a reader takes them for one thing."""
    wanted, given = content_words(expected), content_words(found)
    return 2 * len(wanted & given) >= 0.8 * (len(wanted) + len(given))


def agrees(column: str, expected: object, found: object) -> bool:
    """Tell whether a column is as expected.

    ``measured`` is a phrase of free wording, of which a golden may list several; the words of a
    time may begin with their preposition or without it; shares in words have two decimals.
    """
    if column == "measured" and expected is not None:
        phrases = expected if isinstance(expected, list) else [expected]
        return isinstance(found, str) and any(reads_alike(phrase, found) for phrase in phrases)
    if column in {"period_text", "due_text"} and isinstance(expected, str):
        return isinstance(found, str) and bare_time(expected) == bare_time(found)
    if isinstance(expected, float) and isinstance(found, float):
        return abs(expected - found) < 0.005
    return expected == found


def bare_time(words: str) -> str:
    return PREPOSITION.sub("", " ".join(words.split())).lower()


def as_judged(expected: list[Row], found: list[Row]) -> list[Row]:
    """Return the found rows with the columns that are judged, in the golden's words where they agree.

    A row that the golden does not have keeps the columns of the golden's last row, or all.
    """
    judged: list[Row] = []
    for position, row in enumerate(found):
        wanted = expected[min(position, len(expected) - 1)] if expected else row
        judged.append(
            {
                column: value if agrees(column, value, row[column]) else row[column]
                for column, value in wanted.items()
            }
        )
    return judged


def write_golden(passage: Path, vocabulary: Vocabulary) -> None:
    """Write what parsing gives, in the kinds and columns that the golden had."""
    name = name_of(passage)
    old: Golden = golden_of(passage) if golden_file(passage).exists() else {}
    kinds: Golden = old or {kind: [] for kind in DEFAULT_COLUMNS}
    new: Golden = {}
    for kind, expected in kinds.items():
        if (name, kind) in known_weak():
            new[kind] = expected
            continue
        found = rows_of(passage, kind, vocabulary)
        columns = list(expected[0]) if expected else DEFAULT_COLUMNS.get(kind, ("quoted_text",))
        if len(found) != len(expected):
            new[kind] = [{column: row[column] for column in columns} for row in found]
        else:
            new[kind] = as_judged(expected, found)
    golden_file(passage).write_text(golden_text(new), encoding="utf-8")


def golden_text(golden: Golden) -> str:
    """Return a golden as JSON with one row on a line, so that a difference is readable."""
    kinds = []
    for kind, rows in golden.items():
        lines = [f"    {json.dumps(row, ensure_ascii=False)}" for row in rows]
        body = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
        kinds.append(f"  {json.dumps(kind)}: {body}")
    return "{\n" + ",\n".join(kinds) + "\n}\n"


@pytest.mark.parametrize(("passage", "kind"), list(cases()))
def test_a_hard_passage_gives_the_records_of_a_careful_reader(
    passage: Path, kind: str, vocabulary: Vocabulary, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-golden"):
        write_golden(passage, vocabulary)
        pytest.skip("golden written; known weak kinds were left as they stand")
    assert kind, f"{golden_file(passage)} is missing. Write it, or run with --update-golden."
    expected = golden_of(passage)[kind]
    found = as_judged(expected, rows_of(passage, kind, vocabulary))
    assert found == expected, difference(expected, found)


def difference(expected: list[Row], found: list[Row]) -> str:
    """Return the rows that are missing (-) and those that are not expected (+)."""
    wanted, given = (
        [json.dumps(row, ensure_ascii=False) for row in rows] for rows in (expected, found)
    )
    lines = difflib.unified_diff(wanted, given, "golden", "found", lineterm="", n=0)
    return "\n".join(["records differ from the golden", *lines])


def test_the_passages_are_many() -> None:
    assert len(passages()) >= 70
    assert len({passage.parent for passage in passages()}) >= 10


def test_a_golden_judges_columns_that_its_records_have() -> None:
    for passage, golden in judged_passages():
        assert golden, passage
        for kind, rows in golden.items():
            columns = {field.name for field in fields(KINDS[kind])}
            for row in rows:
                assert row, f"{passage}: a row of {kind} judges nothing"
                assert set(row) <= columns, f"{passage}: {set(row) - columns}"


def test_no_golden_is_without_its_passage() -> None:
    named = {golden_file(passage) for passage in passages()}
    assert set(FOLDER.glob("*/*.golden.json")) == named


def test_what_is_known_as_weak_is_a_kind_of_a_passage_and_says_why() -> None:
    judged = {(name_of(passage), kind) for passage, golden in judged_passages() for kind in golden}
    assert set(known_weak()) <= judged
    assert all(len(reason) > 20 for reason in known_weak().values())
