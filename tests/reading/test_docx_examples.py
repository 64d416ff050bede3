"""Word documents of several programs: what parsing makes of them, figure by figure."""

from functools import partial
from pathlib import Path

import pytest

from flows.parsing import Vocabulary, parse
from flows.reading import read
from flows.records import ParsedDocument, RawDocument, document_key
from flows.sources.reference import reference_tables

FOLDER = Path(__file__).parents[1] / "examples" / "formats" / "docx"
FILES = sorted(FOLDER.glob("*.docx"))

#: Every figure that a careful reader takes from the file, in reading order.
FIGURES = {
    "answer_pandoc": "two; 196; 240; four; 4 hours 10 minutes; 24; 40; 240; 31; 196; 22; 7",
    "answer_python_docx": "71 per cent; 64; 90; 15; 410; 288; 395; 301; 422; 340",
    "contents_by_hand": "£2.4m; £310,000",
    "footnotes_by_hand": "196; 12 per cent; 1,450; 21 days; 40; 223",
    "letter_libreoffice": "212,400; 88 per cent; ten seconds; 38; 52,310; 1,204; 54,120; 988",
    "merged_cells_by_hand": "two; 42; 310; 295; 20; 22; 19; 20; 39; 42",
    "numbering_by_hand": "84; two; 12; 16; Three; 31",
    "panel_paper_libreoffice": "12; 45; three; 17 per cent; 318; 26; 201; 164; 182; 154",
    "text_box_by_hand": "3,118; 14",
    "tracked_changes_by_hand": "5,230; 74 per cent; 17; 50; £1.2m; 412; 405",
}
#: Title, type, date and commissioner.
HEADERS = {
    "answer_pandoc": (
        "Response of the Police and Crime Commissioner for Wiltshire to HMICFRS: Waiting rooms of justice",
        "inspection_response",
        "2024-03-12",
        None,
    ),
    "answer_python_docx": (
        "Response to HMICFRS: Sharing what is known",
        "inspection_response",
        "2024-10-21",
        None,
    ),
    "letter_libreoffice": (
        "HMICFRS report: Calls that wait",
        "inspection_response",
        "2024-05-14",
        "Rowan Ashdown",
    ),
    "panel_paper_libreoffice": (
        "Answer to the inspection of rural policing",
        "panel_report",
        "2024-06-20",
        None,
    ),
    "contents_by_hand": (
        "Answer of the mayor to the inspection of fraud",
        "inspection_response",
        "2024-08-02",
        None,
    ),
}
#: Number, end of the answer.
PAIRS = {
    "answer_pandoc": [(1, "by June 2024."), (2, "4 hours 10 minutes.")],
    "answer_python_docx": [(1, "in January 2025."), (2, "these figures already.")],
    "letter_libreoffice": [(4, "by September 2024.")],
    "merged_cells_by_hand": [(1, "by July 2024."), (2, "295 were trained.")],
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


def parsed(name: str, vocabulary: Vocabulary) -> ParsedDocument:
    content = (FOLDER / f"{name}.docx").read_bytes()
    raw = RawDocument(document_key(content), "0" * 64, len(content), name)
    canonical = read(content, f"{name}.docx")
    (document,) = parse(raw, canonical, vocabulary, "test", partial(document_key, content))
    return document


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_each_figure_is_found_and_nothing_else(name, vocabulary):
    found = [o.quoted_text for o in parsed(name, vocabulary).metric_observations]
    assert found == FIGURES[name].split("; ")


@pytest.mark.parametrize(("name", "expected"), PAIRS.items())
def test_recommendations_are_paired_with_their_answers(name, expected, vocabulary):
    answers = parsed(name, vocabulary).recommendation_answers
    assert [answer.ordinal for answer in answers] == [number for number, _ in expected]
    assert all(a.answer_text.endswith(end) for a, (_, end) in zip(answers, expected, strict=True))


@pytest.mark.parametrize(("name", "expected"), HEADERS.items())
def test_the_head_of_a_document_is_read(name, expected, vocabulary):
    (document,) = parsed(name, vocabulary).documents
    found = (
        document.title,
        document.document_type,
        str(document.document_date),
        document.commissioner_name,
    )
    assert found == expected


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_offsets_quote_the_text(name, vocabulary):
    document = parsed(name, vocabulary)
    text = document.documents[0].text
    for kind in ("metric_observations", "commitments", "theme_mentions", "recommendation_answers"):
        for record in getattr(document, kind):
            assert text[record.char_start : record.char_end] == record.quoted_text


def test_what_was_deleted_is_nowhere(vocabulary):
    text = parsed("tracked_changes_by_hand", vocabulary).documents[0].text
    assert not [gone for gone in ("4,812", "61", "99", "headsets", "£1.5m", "398") if gone in text]


def test_numbered_paragraphs_are_quoted_without_their_numbers(vocabulary):
    (commitment,) = parsed("numbering_by_hand", vocabulary).commitments
    assert commitment.quoted_text.startswith("The Chief Constable will bring a plan")
    assert "3.1 The Chief Constable" in parsed("numbering_by_hand", vocabulary).documents[0].text
