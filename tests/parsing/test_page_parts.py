"""One page, several answers: which pages are several documents, and what each says."""

import datetime as dt
import hashlib
from functools import partial

import pytest

from flows.parsing import Vocabulary, page_parts, parse
from flows.reading import read
from flows.reading.canonical import Block, BlockKind, CanonicalText, Link
from flows.records import ParsedDocument, RawDocument, document_key

FRAUD, CYBER, OLDER = "Fraud: Time to choose", "Cyber: Keep the light on", "The poor relation"
INTRODUCTION = """# HMICFRS inspections

The Police and Crime Commissioner for Suffolk, Ann Example, answers within 56 days. All 14 answers
of the last 3 years stand here.
"""


def parsed(text: str, vocabulary: Vocabulary, name: str = "page.md") -> tuple[ParsedDocument, ...]:
    content = text.encode()
    raw = RawDocument(
        document_key(content), hashlib.sha256(content).hexdigest(), len(content), name
    )
    return parse(raw, read(content, name), vocabulary, "test", partial(document_key, content))


def titles(documents: tuple[ParsedDocument, ...]) -> list[str | None]:
    return [document.documents[0].title for document in documents]


def answered(documents: tuple[ParsedDocument, ...]) -> list[list[str]]:
    return [[one.inspection_report_id for one in document.responses] for document in documents]


PAGE = f"""{INTRODUCTION}
## 2020

### {FRAUD}

**Response:**

I welcome this report. The Constabulary recorded 4,200 frauds in 2018/19.

#### Recommendation 1

I will ask the Chief Constable for a named lead by June 2020.

### {CYBER}

I accept the findings. The Constabulary trained 42 officers in May 2019.

## 2019

### {OLDER}

I am disappointed by what inspectors found. 7 cases were closed too early.

## Contact us

Ring us and we will help within 2 days.
"""


def test_each_answer_is_a_document_with_its_own_title_report_and_facts(
    vocabulary: Vocabulary,
) -> None:
    documents = parsed(PAGE, vocabulary)
    assert titles(documents) == [FRAUD, CYBER, OLDER]
    assert answered(documents) == [
        ["fraud-2019"],
        ["keep-the-light-on-2019"],
        ["poor-relation-2019"],
    ]
    assert [[one.quoted_text for one in d.metric_observations] for d in documents] == [
        ["4,200"],
        ["42"],
        ["7"],
    ]
    assert [len(document.commitments) for document in documents] == [1, 0, 0]


def test_a_part_has_the_key_of_its_number_and_the_text_of_the_page(vocabulary: Vocabulary) -> None:
    content = PAGE.encode()
    for number, document in enumerate(parsed(PAGE, vocabulary), start=1):
        (header,) = document.documents
        assert header.document_id == document_key(content, number)
        assert header.part_number == number
        assert header.text == PAGE
        own = PAGE[header.part_char_start : header.part_char_end]
        assert own.startswith(f"### {header.title}")
        assert "Contact us" not in own
        assert header.word_count == len(own.split())
        assert {record.document_id for _, record in document.records()} == {header.document_id}


def test_a_part_inherits_from_the_page_what_it_does_not_say(vocabulary: Vocabulary) -> None:
    page = PAGE.replace("I accept the findings.", "I accept the findings.\n\nDate: 4 May 2020\n\n")
    first, second, _ = (document.documents[0] for document in parsed(page, vocabulary))
    assert {first.document_type, second.document_type} == {"inspection_response"}
    assert (first.force_id, first.commissioner_name) == ("suffolk", "Ann Example")
    assert first.policing_body_name == "Police and Crime Commissioner for Suffolk"
    assert second.document_date == dt.date(2020, 5, 4)
    assert first.document_date is None  # another answer's date is not its own
    assert {section.speaker for section in parsed(page, vocabulary)[0].sections} == {"commissioner"}


def test_an_answer_that_is_only_linked_is_an_index_page(vocabulary: Vocabulary) -> None:
    page = f"{PAGE}\n## 2018\n\n### Living in fear\n\nRead the response (PDF, 214 KB)\n"
    page = page.replace("## Contact us\n\nRing us and we will help within 2 days.\n", "")
    last = parsed(page, vocabulary)[-1]
    assert (last.documents[0].title, last.documents[0].document_type) == (
        "Living in fear",
        "index_page",
    )
    assert {kind for kind, _ in last.records()} == {"documents"}


def test_a_report_that_nobody_has_heard_of_is_a_part_beside_those_that_are_known(
    vocabulary: Vocabulary,
) -> None:
    unknown = "## Behind the blue door\n\nThis inspection looked at cells. I welcome the report."
    page = f"{INTRODUCTION}\n## {FRAUD}\n\nI welcome this report.\n\n{unknown}\n\n## {CYBER}\n\nI accept the findings of the report.\n"
    assert titles(parsed(page, vocabulary)) == [FRAUD, "Behind the blue door", CYBER]


def test_a_page_titled_as_a_list_needs_no_report_that_is_known(vocabulary: Vocabulary) -> None:
    page = """# Responses to HMICFRS reports

## A shared purpose

HMICFRS published this report in April 2021. I welcome its focus on partnership.

## Behind the blue door (June 2021)

### PCC response

The inspection was thorough, and 30 sergeants were trained since.

## About us

The office has 20 staff.
"""
    documents = parsed(page, vocabulary)
    assert answered(documents) == [["a-shared-purpose"], ["behind-the-blue-door"]]


def test_two_comments_on_one_report_are_one_part(vocabulary: Vocabulary) -> None:
    page = f"""{INTRODUCTION}
## {FRAUD}: response of the Commissioner

I welcome this report.

## {FRAUD}: response of the Chief Constable

We accept the findings. The force will name a lead.

## {CYBER}: response of the Commissioner

I accept the findings of the report.
"""
    assert answered(parsed(page, vocabulary)) == [["fraud-2019"], ["keep-the-light-on-2019"]]


def test_lines_of_an_export_without_marks_head_parts(vocabulary: Vocabulary) -> None:
    page = f"""HMICFRS REPORTS AND RESPONSES

The Police and Crime Commissioner for Humberside comments here.

Response to {FRAUD}

I welcome this report. The force recorded 4,200 frauds in 2018/19.

Response to {OLDER}

I am disappointed by what inspectors found.

Response to the HMICFRS inspection of custody in Borsetshire

The recommendations have been accepted. My office will visit cells every week.
"""
    documents = parsed(page, vocabulary, "page.txt")
    assert answered(documents) == [
        ["fraud-2019"],
        ["poor-relation-2019"],
        ["inspection-of-custody-in-borsetshire"],
    ]


def test_a_row_with_an_answer_in_prose_is_a_part(vocabulary: Vocabulary) -> None:
    page = f"""{INTRODUCTION}
| Report | Published | Response |
|---|---|---|
| {FRAUD} | 2 April 2019 | <p>I welcome this report.</p><p>The force recorded 4,200 frauds in 2018/19.</p> |
| {OLDER} | 17 July 2019 | The Commissioner accepts the findings. The force will appoint 2 champions. |
| Both sides of the coin | January 2020 | Response (PDF) |
"""
    documents = parsed(page, vocabulary)
    assert titles(documents) == [FRAUD, OLDER, "Both sides of the coin"]
    assert [d.documents[0].document_type for d in documents][-1] == "index_page"
    assert answered(documents)[:2] == [["fraud-2019"], ["poor-relation-2019"]]
    assert [o.quoted_text for d in documents for o in d.metric_observations] == ["4,200", "2"]


ONE_DOCUMENT = {
    "sections by chapter": """# Response to the HMICFRS report Fraud: Time to choose

## Strategy

I welcome this report's chapter on strategy.

## Structure

I accept what inspectors say on structure.
""",
    "comments by chapter on a report that nobody has heard of": """# Comments of the Commissioner on the HMICFRS report A shared purpose

## Partnership

I welcome what this report says on partnership.

## Supervision

I accept what the inspection found on supervision.
""",
    "responses of two people to one report": """# Responses to the HMICFRS report A shared purpose

## The Commissioner

I welcome what this report says on partnership.

## The Chief Constable

The force accepts what the inspection found.
""",
    "sections by recommendation": """# HMICFRS inspection response

## Response to recommendation 1

I accept this recommendation of the report.

## Response to recommendation 2

I accept this recommendation of the report.
""",
    "areas of one PEEL report": """# Response of the PCC for Kent

## PEEL 2021/22 – Preventing crime

I welcome the grade in this report.

## PEEL 2021/22 – Treating the public fairly

I accept the grade in this report.
""",
    "a letter that mentions reports": f"""Dear Home Secretary

## {FRAUD}

I welcome this report.

## {CYBER}

I welcome this report too.

Yours sincerely
""",
    "a response that compares reports": f"""# Response to {OLDER}

I welcome this report.

## {FRAUD}

I have answered this report before.

## {CYBER}

I have answered this report before.
""",
    "minutes": f"""# Minutes of the Suffolk Police and Crime Panel

Apologies for absence: none.

## {FRAUD}

The Commissioner welcomes this report.

## {CYBER}

The Commissioner accepts this report.
""",
    "a report for the panel": f"""# Suffolk Police and Crime Panel

# Report of the Police and Crime Commissioner

## {FRAUD}

The Commissioner welcomes this report.

## {CYBER}

The Commissioner accepts this report.
""",
    "a tracker of recommendations": f"""# HMICFRS tracker

| Report | Recommendation | Response |
|---|---|---|
| {FRAUD} | Chief constables should name a lead. | We have named a lead for this. |
| {CYBER} | Chief constables should review teams. | We have reviewed the teams. |
""",
    "summaries with links": f"""# HMICFRS inspections

## {FRAUD}

This report looks at how forces deal with fraud. Download the response (PDF).

## {CYBER}

This report looks at how forces deal with cyber crime. Download the response (PDF).
""",
}


@pytest.mark.parametrize("page", ONE_DOCUMENT.values(), ids=ONE_DOCUMENT)
def test_what_is_one_document_stays_one(page: str, vocabulary: Vocabulary) -> None:
    (document,) = parsed(page, vocabulary)
    assert document.documents[0].part_number is None
    assert document.documents[0].part_char_end == len(page)


def test_a_column_that_counts_recommendations_lists_none(vocabulary: Vocabulary) -> None:
    page = (
        f"{INTRODUCTION}\n| Report | Recommendations | Response of the Commissioner |\n|---|---|---|\n"
        f"| {FRAUD} | 9 (2 for forces) | I welcome this report. The force recorded 4,200 frauds. |\n"
        f"| {OLDER} | 3 | I accept the findings. The force will appoint 2 champions. |\n"
    )
    assert titles(parsed(page, vocabulary)) == [FRAUD, OLDER]


def linked(lines: list[tuple[str, str]]) -> CanonicalText:
    """Return a page whose lines are headings (target "#"), plain (target "") or links."""
    text, blocks, links = "", [], []
    for words, target in lines:
        start, end = len(text), len(text) + len(words)
        kind: BlockKind = "heading" if target == "#" else "paragraph"
        blocks.append(Block(kind, start, end, level=1 if target == "#" else 0))
        if target not in ("", "#"):
            links.append(Link(start, end, target))
        text += f"{words}\n\n"
    return CanonicalText(text, "text/html", tuple(blocks), links=tuple(links), left_out_count=3)


def document_of(canonical: CanonicalText, vocabulary: Vocabulary) -> ParsedDocument:
    raw = RawDocument(document_key(b""), "0" * 64, 1, "page.html")
    (document,) = parse(raw, canonical, vocabulary, "test", partial(document_key, b""))
    return document


def test_a_stub_that_only_links_its_response_has_links_and_no_facts(vocabulary: Vocabulary) -> None:
    stub = linked(
        [
            ("PCC response to Fraud: Time to choose", "#"),
            ("The response of the Commissioner for Kent to the 16 recommendations is below.", ""),
            ("The Commissioner's comments", "/documents/fraud.pdf"),
        ]
    )
    document = document_of(stub, vocabulary)
    (header,) = document.documents
    assert (header.document_type, header.left_out_count) == ("index_page", 3)
    assert {kind for kind, _ in document.records()} == {"documents", "links"}
    (link,) = document.links
    assert (link.link_text, link.target_uri) == (
        "The Commissioner's comments",
        "/documents/fraud.pdf",
    )
    assert stub.text[link.char_start : link.char_end] == link.link_text
    assert link.section_id is None


def test_a_short_answer_beside_a_link_is_a_response(vocabulary: Vocabulary) -> None:
    page = linked(
        [
            ("PCC response to Fraud: Time to choose", "#"),
            ("I welcome this report, and Kent Police will name a lead by June 2020.", ""),
            ("Read the report", "https://inspectorate.example/fraud"),
        ]
    )
    document = document_of(page, vocabulary)
    assert document.documents[0].document_type == "inspection_response"
    assert [one.actor for one in document.commitments] == ["force"]
    (link,) = document.links
    assert link.section_id == document.sections[0].section_id


def test_a_page_too_large_to_be_carried_by_every_part_is_one_document(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_parts, "_MOST_TEXT", 3 * len(PAGE))
    assert len(parsed(PAGE, vocabulary)) == 3
    monkeypatch.setattr(page_parts, "_MOST_TEXT", 3 * len(PAGE) - 1)
    assert len(parsed(PAGE, vocabulary)) == 1


def test_entries_below_the_day_of_a_report_are_answers_in_any_words(vocabulary: Vocabulary) -> None:
    text = f"""# HMICFRS reports and responses

## {FRAUD}

Report published: 2 April 2019

Suffolk Constabulary looked into 4,200 frauds in 2018/19, and gave back what was lost in 310 of them.

## {CYBER}

Report published: 24 October 2019

Six officers work on nothing else, and every school of the county was visited by one of them in 2019.
"""
    assert titles(parsed(text, vocabulary)) == [FRAUD, CYBER]
