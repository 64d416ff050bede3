"""Laws that hold for every record of every document, whatever it says."""

from dataclasses import asdict
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.parsing import Vocabulary, parse
from flows.reading import Unreadable, read
from flows.records import KINDS, ParsedDocument, RawDocument, document_key
from flows.sources.reference import reference_tables
from warehouse.paths import PROJECT_FOLDER

SHARED = PROJECT_FOLDER.parent / "shared" / "corpus"
SAMPLES = sorted((PROJECT_FOLDER / "seeds" / "responses").iterdir())
CORPUS = sorted(SHARED.iterdir()) if SHARED.is_dir() else []

PIECES = st.sampled_from(
    [
        "The force recorded 1,240 crimes in 2021/22, 12% fewer than in 2020/21. ",
        "We will publish the plan by 31 March 2024.\n\n",
        "## Police and Crime Commissioner's response\n\n",
        "| Recommendation | Response |\n|---|---|\n| Chief constables should act. | <p>We accept it.</p><p>It is done.</p> |\n\n",
        "\t2021\t2022\nJanuary\t4 (1)\t6 (2)\nTOTAL\t4 (1)\t7 (2)\n\n",
        "<table><tr><th rowspan=2>A</th><th>B</th></tr><tr><td>£1.2m</td></tr></table>\n",
        "Operation Lantern and the Victims' Board (VB) met. ",
        "- the number of children had doubled;\n",
        "Page 3 of 9\n\n",
        "over 300 of\n\nthem were “non-recent” &amp; 1<sup>st</sup> October 2017 ",
        "\u00a0\u202f\u00ad\u200b",
        "**Bold line**\n\n",
        "## Fraud: Time to choose\n\nI welcome this report. We trained 40 officers.\n\n",
        "## Cyber: Keep the light on\n\nI accept the findings of the report.\n\n",
        "# Contact us\n\n[Response](/a.pdf)\n\n",
        "| Both sides of the coin | I welcome this report. |\n| The poor relation | I accept it all. |\n\n",
        "34.\n\nBUDGET MONITORING PDF 2 MB\n\nMinutes:\n\n35.\n\nNEXT MEETING\n\n",
        "Cc: Jo Example, HMI\n",
        "£",
        "𝔸é\r\n",
        "(9) [x](http://a.b/12) 101 ",
        "\f",
    ]
)


def parsed(content: bytes, name: str, vocabulary: Vocabulary) -> tuple[ParsedDocument, ...]:
    raw = RawDocument(document_key(content), "0" * 64, len(content), name)
    return parse(raw, read(content, name), vocabulary, "test", partial(document_key, content))


def assert_laws(documents: tuple[ParsedDocument, ...]) -> None:
    for document in documents:
        assert_laws_of_one(document)
    stretches = [document.documents[0] for document in documents]
    assert len({one.document_id for one in stretches}) == len(stretches)
    for before, after in pairwise(stretches):
        assert before.part_char_end <= after.part_char_start


def assert_laws_of_one(document: ParsedDocument) -> None:
    (header,) = document.documents
    text = header.text
    keys: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, record in document.records():
        row = asdict(record)
        if "char_start" in row:
            assert header.part_char_start <= row["char_start"] <= row["char_end"]
            assert row["char_end"] <= header.part_char_end <= len(text)
        if "quoted_text" in row:
            assert text[row["char_start"] : row["char_end"]] == row["quoted_text"]
        if row.get("other_quoted_text") is not None:
            assert text[row["other_char_start"] : row["other_char_end"]] == row["other_quoted_text"]
        key = row[next(iter(type(record).__annotations__))]
        assert key not in keys[kind], f"two {kind} have one key"
        keys[kind].add(key)
    if header.document_type == "index_page":
        assert {kind for kind, _ in document.records()} <= {"documents", "links"}
    else:
        assert document.sections[0].char_start == header.part_char_start
        assert document.sections[-1].char_end == header.part_char_end


@pytest.mark.parametrize("path", SAMPLES + CORPUS, ids=lambda path: path.name)
def test_every_record_of_a_document_quotes_it(path: Path, vocabulary: Vocabulary):
    assert_laws(parsed(path.read_bytes(), path.name, vocabulary))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, min_size=1, max_size=25).map("".join))
def test_every_record_of_any_text_quotes_it(text):
    try:
        documents = parsed(text.encode(), "generated.md", VOCABULARY)
    except Unreadable:
        return
    assert_laws(documents)


VOCABULARY = Vocabulary.from_tables(reference_tables())


def test_the_same_bytes_give_the_same_records(vocabulary: Vocabulary):
    for path in SAMPLES:
        content = path.read_bytes()
        assert parsed(content, path.name, vocabulary) == parsed(content, path.name, vocabulary)
