"""Files of every format, by many programs: what a careful reader takes from each, and nothing else.

The files and what is expected of them stand in ``tests/examples/formats/manifest.csv``. Where
reading or parsing falls short the manifest stays right and ``known_weak.csv`` beside it says what
is wrong; the case must then fail, so that whoever mends it has to take the row away.
"""

import csv
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from flows.records import KINDS, Evidence
from tests.reading.formats import FOLDER, Example, examples, folded, outcome_of

#: The programs that are neither ours nor libraries by which a reader reads.
OTHER_PROGRAMS = ("pandoc", "LibreOffice", "Chromium", "fpdf2", "Info-ZIP", "poppler")
#: What the readers have to deal with, as the manifest's column ``covers`` begins.
SUBJECTS = ("1 plain text", "1 markdown", "1 HTML", "1 DOCX", "1 PDF", "1 ZIP", "1 type by content",
            "2 cleaning", "3 several answers", "4 committee pages", "5 languages", "6 same")  # fmt: skip


def known_weak() -> dict[tuple[str, str], str]:
    with (FOLDER / "known_weak.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["file"], row["law"]): row["what_is_wrong"] for row in csv.DictReader(lines)}


def each(law: str, *, landed: bool = True) -> Callable[[Any], Any]:
    """Run a test for each example; those that are known as weak in this ``law`` have to fail.

    ``landed`` leaves out the examples that give no document.
    """
    weak = known_weak()
    return pytest.mark.parametrize(
        "example",
        [
            pytest.param(
                example,
                id=example.file,
                marks=[pytest.mark.xfail(strict=True, reason=weak[example.file, law])]
                if (example.file, law) in weak
                else [],
            )
            for example in examples()
            if example.document_count or not landed
        ],
    )


@each("outcome", landed=False)
def test_a_file_gives_its_documents_or_is_rejected_with_its_reason(example: Example) -> None:
    documents, refusals = outcome_of(example.path)
    codes = sorted(refusal.reason_code for refusal in refusals)
    assert (len(documents), codes) == (example.document_count, sorted(example.reason_codes))
    assert all(refusal.message.endswith(".") for refusal in refusals)


@each("figures")
def test_a_file_states_its_figures_and_no_others(example: Example) -> None:
    found = Counter(
        round(observation.value, 2)
        for document in outcome_of(example.path).documents
        for observation in document.metric_observations
    )
    assert found == Counter(example.figures)


@each("text")
def test_the_text_is_what_people_read_without_furniture(example: Example) -> None:
    text = folded(
        "\n".join(d.documents[0].text for d in outcome_of(example.path).documents)
    ).lower()
    assert [words for words in example.says if folded(words).lower() not in text] == []
    assert [words for words in example.says_not if folded(words).lower() in text] == []


@each("offsets")
def test_evidence_quotes_the_text(example: Example) -> None:
    for document in outcome_of(example.path).documents:
        text = document.documents[0].text
        for kind, record in document.records():
            if isinstance(record, Evidence):
                assert text[record.char_start : record.char_end] == record.quoted_text, kind


@each("facts")
def test_a_page_without_facts_of_its_own_lands_without_any(example: Example) -> None:
    documents = outcome_of(example.path).documents
    kinds = {kind for document in documents for kind, _ in document.records()}
    assert bool(kinds & FACTS) == example.has_facts


FACTS = {kind for kind, record in KINDS.items() if issubclass(record, Evidence)}


def test_every_example_is_in_the_manifest_once() -> None:
    files = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.glob("*/*")
        if path.parent.name not in ("sources", "one_response", "__pycache__")
        and path.name != "README.md"
    }
    assert Counter(example.file for example in examples()) == Counter(files)


def test_the_examples_are_many_and_by_many_programs() -> None:
    assert len(examples()) >= 45
    assert sum(example.made_by.startswith(OTHER_PROGRAMS) for example in examples()) >= 15
    for subject in SUBJECTS:
        assert any(example.covers.startswith(subject) for example in examples()), subject
    assert sum(path.stat().st_size for path in (FOLDER / "inbox").iterdir()) < 1_500_000


def test_what_is_known_as_weak_is_an_example_and_says_why() -> None:
    assert {file for file, _ in known_weak()} <= {example.file for example in examples()}
    assert all(len(reason) > 20 for reason in known_weak().values())
