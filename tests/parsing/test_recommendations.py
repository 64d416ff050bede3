import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parsing import Vocabulary
from flows.parsing.answers.answer_codes import acceptance, action_status, addressed_to
from flows.parsing.answers.recommendations import find_recommendation_answers
from flows.parsing.answers.responses import find_responses
from flows.parsing.header.forces import force_names
from flows.parsing.header.header import read_header
from flows.parsing.sections.sections import find_sections
from flows.parsing.text.outline import outline_parts
from flows.reading.canonical import CanonicalText
from flows.records import RecommendationAnswer
from flows.sources.reference import reference_tables

SHARED = Path(__file__).parents[3] / "shared"
TITLE = "# Response of the PCC for Kent to the HMICFRS report Fraud: Time to choose\n\n"


def answers_of(text: str, vocabulary: Vocabulary) -> tuple[RecommendationAnswer, ...]:
    outline = outline_parts(CanonicalText(text, "text/plain"), "0" * 16)
    header = read_header(outline, vocabulary, "en")
    outline.set_sections(find_sections(outline, header, vocabulary))
    responses = find_responses(outline, header, vocabulary)
    found = find_recommendation_answers(outline, header, responses, vocabulary)
    for answer in found:
        assert text[answer.char_start : answer.char_end] == answer.quoted_text
        asked = text[answer.recommendation_char_start : answer.recommendation_char_end]
        assert asked.split()[0] == answer.recommendation_text.split()[0]
        assert asked.split()[-1] == answer.recommendation_text.split()[-1]
    assert len({answer.answer_id for answer in found}) == len(found)
    return found


def pairs_of(text: str, vocabulary: Vocabulary) -> list[tuple[int, str, str]]:
    return [(a.ordinal, a.recommendation_text, a.answer_text) for a in answers_of(text, vocabulary)]


def test_table_columns_may_stand_in_any_order(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}| Ref | Kent Police response | Recommendation | Owner | Status |
|---|---|---|---|---|
| 4 | <p>Accepted. Kent Police has reviewed its policy.</p><p>The panel meets monthly.</p> | By 30 April 2023, chief constables should review vetting decisions. | DCC | Complete |
| 7 | We partially accept this recommendation. Work will start in June. | By 31 October 2023, the College of Policing should update its guidance. | National | Planned |
| AFI 1 | Not applicable to Kent Police as it holds no such records. | Forces should improve how they record decisions. | ACC | Closed |
"""
    first, second, third = answers_of(text, vocabulary)
    assert (
        first.answer_text
        == "Accepted. Kent Police has reviewed its policy.\n\nThe panel meets monthly."
    )
    assert [(a.ordinal, a.finding_type, a.addressed_to) for a in (first, second, third)] == [
        (4, "recommendation", "chief_constables"),
        (7, "recommendation", "college_of_policing"),
        (1, "area_for_improvement", "police_forces"),
    ]
    assert [(a.action_status, a.acceptance) for a in (first, second, third)] == [
        ("taken", "accepted"),
        ("proposed", "partially_accepted"),
        ("no_action", "not_stated"),
    ]
    assert {a.speaker for a in (first, second, third)} == {"force"}
    assert {a.inspection_report_id for a in (first, second, third)} == {"fraud-2019"}


def test_a_row_that_goes_on_after_a_page_break_is_one_answer(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}| Recommendation | Progress |
|---|---|
| Chief constables should publish how they deal with fraud against older people. | <p>A strategy was written and shared with the councils of the county.</p> |

4 | Page

| | |
|---|---|
| | <p>It was published in May and is reviewed each year by the board.</p> |
| The Home Office should fund the national centre for three more years. | This is for the Home Office to answer, and not for the force. |
"""
    assert pairs_of(text, vocabulary) == [
        (
            1,
            "Chief constables should publish how they deal with fraud against older people.",
            (
                "A strategy was written and shared with the councils of the county.\n\n"
                "It was published in May and is reviewed each year by the board."
            ),
        ),
        (
            2,
            "The Home Office should fund the national centre for three more years.",
            "This is for the Home Office to answer, and not for the force.",
        ),
    ]


def test_a_table_that_counts_areas_for_improvement_answers_none(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}| Unit | Areas for improvement | Comment |
|---|---|---|
| Vetting unit | 3 | The unit is shared with Essex Police and has its seat at Northfleet. |
| Whole force | 1 | Learning has to reach the whole of the organisation, they found. |
"""
    assert answers_of(text, vocabulary) == ()


def test_a_table_may_say_in_its_first_column_what_each_row_holds(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}| | |
|---|---|
| Recommendation 3 | By May 2020, chief constables should name a lead for fraud. |
| Force response | The Detective Superintendent for crime has led on fraud since 2018. |
| Recommendation 5 | Chief constables should keep to the guidance on vulnerable victims. |
| Force response | We will train all call handlers by the end of the year. |
"""
    assert [(n, asked[:8], answer[:8]) for n, asked, answer in pairs_of(text, vocabulary)] == [
        (3, "By May 2", "The Dete"),
        (5, "Chief co", "We will "),
    ]


def test_numbered_paragraphs_answer_up_to_the_next_recommendation(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}The report makes 16 recommendations, of which I answer two.

Recommendation 2: By January 2024, forces should review how they keep skilled people.

Exit interviews have been offered to every leaver since April.

My office has funded an analyst to study the results.

Recommendation 5 \u2013 By March 2024, all forces should publish their data.

This will be done through the public dashboard.

Yours sincerely

Matthew Scott
Police and Crime Commissioner for Kent
"""
    first, second = answers_of(text, vocabulary)
    assert first.ordinal == 2
    assert first.answer_text == (
        "Exit interviews have been offered to every leaver since April.\n\n"
        "My office has funded an analyst to study the results."
    )
    assert (second.ordinal, second.answer_text) == (
        5,
        "This will be done through the public dashboard.",
    )
    assert [first.action_status, second.action_status] == ["taken", "proposed"]


def test_headings_and_labels_part_recommendation_and_answer(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}## Response to recommendations

### Recommendation 1

By 31 July 2024, the Home Office and chief constables should:

- agree a minimum standard of care;
- publish it.

#### Kent Police response

Kent Police has a dedicated victim unit.

- It offers a needs assessment.

#### PCC response

I fund the unit with £1.2m a year.

### Recommendation 2

Chief constables should ensure that needs assessments are completed.

#### Kent Police response

We do not accept this recommendation because the data are flawed.

## Conclusion

I will return to this in spring.
"""
    first, second = answers_of(text, vocabulary)
    assert first.recommendation_text == (
        "By 31 July 2024, the Home Office and chief constables should:\n\n"
        "agree a minimum standard of care;\n\npublish it."
    )
    assert first.answer_text == (
        "Kent Police has a dedicated victim unit.\n\nIt offers a needs assessment.\n\n"
        "I fund the unit with £1.2m a year."
    )
    assert (second.ordinal, second.acceptance, second.speaker) == (2, "rejected", "force")
    assert second.answer_text == "We do not accept this recommendation because the data are flawed."


def test_question_and_answer_may_share_a_paragraph(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}Recommendation 1: Chief constables should name a lead. Force response: A lead was named in May.

Recommendation 2: Chief constables should train staff. Force response: Training is planned.
"""
    assert pairs_of(text, vocabulary) == [
        (1, "Chief constables should name a lead.", "A lead was named in May."),
        (2, "Chief constables should train staff.", "Training is planned."),
    ]


def test_areas_for_improvement_are_each_followed_by_their_comment(vocabulary: Vocabulary) -> None:
    text = """# Commissioner's response to HMICFRS report: PEEL 2023\u20132025: An inspection of Lincolnshire Police

## Areas for improvement

- The force should make sure that it answers non-emergency calls promptly.

Comment: A new operating model was introduced in March.

It is reviewed weekly.

- The force should improve how it supervises investigations.

Comment: No further action is needed because supervision is now audited.

- Lincolnshire Police needs to understand its demand better.

Comment: We will recruit two analysts by the autumn.

## Causes of concern

- The force fails to see vulnerable callers.

A question set has been in use since May.
"""
    found = answers_of(text, vocabulary)
    assert [a.finding_type for a in found] == ["area_for_improvement"] * 3 + ["cause_of_concern"]
    assert (
        found[0].answer_text
        == "A new operating model was introduced in March.\n\nIt is reviewed weekly."
    )
    assert [a.action_status for a in found] == ["taken", "no_action", "proposed", "taken"]


def test_a_bare_list_of_recommendations_is_not_answered_by_what_follows(
    vocabulary: Vocabulary,
) -> None:
    text = f"""{TITLE}Recommendation 1: Chief constables should name a lead for fraud.

Recommendation 2: Chief constables should train their staff.

Recommendation 3: The Home Office should fund the national centre.

I have discussed all this with the Chief Constable of Kent.
"""
    assert answers_of(text, vocabulary) == ()


@pytest.mark.parametrize(
    "text",
    [
        "KENT POLICE AND CRIME PANEL\n\n4 MARCH 2020\n\nROADS\n\nRECOMMENDATION\n\nThat Panel Members note the report.\n\n1. The roads of Kent are many.\n",
        "COMMUNITY OUTCOMES\n\n2 MAY 2017\n\nSUBJECT: Roads\n\nRECOMMENDATION\n\n2. That the Commissioner takes the figures below into account when setting the precept.\n\nKEY INFORMATION\n\nText stands here.\n",
        f"{TITLE}The areas of focus include:\n\n- Slow call handling: callers in the evening ring off.\n- Patrols are planned around shifts and not around demand.\n\nKent Police has read them.\n",
    ],
)
def test_a_papers_own_recommendation_and_areas_of_focus_are_none(
    text: str, vocabulary: Vocabulary
) -> None:
    assert answers_of(text, vocabulary) == ()


def test_an_endorsement_in_prose_is_an_answer(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}I welcome the report. I strongly endorse the recommendation that the Home Office should publish a national strategy on fraud. Kent Police has its own.
"""
    (answer,) = answers_of(text, vocabulary)
    assert (
        answer.recommendation_text == "the Home Office should publish a national strategy on fraud"
    )
    assert answer.answer_text.startswith("I strongly endorse")
    assert (answer.addressed_to, answer.acceptance, answer.action_status) == (
        "home_office",
        "accepted",
        "not_stated",
    )


@pytest.mark.parametrize(
    ("recommendation", "expected"),
    [
        ("We recommend that chief constables review this.", "chief_constables"),
        ("By May 2020, all forces should tell the Home Office.", "police_forces"),
        ("Police and crime commissioners should hold chief constables to account.", "pccs"),
        (
            "The College of Policing, with the NPCC, should update its guidance.",
            "college_of_policing",
        ),
        ("The National Police Chiefs' Council should agree a definition.", "npcc"),
        ("Lincolnshire Police needs to understand demand.", "police_forces"),
        ("The Met should publish its plan.", "police_forces"),
        ("Within six months, GMP should train its call handlers.", "police_forces"),
        ("Gwent should review how it records crime.", "police_forces"),
        ("MOPAC should publish what it spends.", "pccs"),
        ("Records should be complete.", None),
        ("Hospitals in Kent County Council's area should share them.", None),
    ],
)
def test_a_recommendation_is_addressed_to_who_has_to_act(
    recommendation: str, expected: str | None, vocabulary: Vocabulary
) -> None:
    assert addressed_to(recommendation, force_names(vocabulary)) == expected


@pytest.mark.parametrize(
    ("answer", "status", "accepted"),
    [
        ("The force accepts this and was done with it in May.", "taken", "accepted"),
        ("We agree with this recommendation. It has been implemented.", "taken", "accepted"),
        ("The recommendation is accepted in part.", "not_stated", "partially_accepted"),
        ("A plan is being developed and will go to the board.", "proposed", "not_stated"),
        ("The force has agreed to review this by May.", "proposed", "not_stated"),
        ("No action is required.", "no_action", "not_stated"),
        ("The force disagrees with this finding.", "not_stated", "rejected"),
        ("Complete", "taken", "not_stated"),
    ],
)
def test_codes_follow_what_the_answer_says(answer: str, status: str, accepted: str) -> None:
    assert (action_status(answer), acceptance(answer)) == (status, accepted)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_the_three_published_pairs_come_out_whole(vocabulary: Vocabulary) -> None:
    gold = json.loads((SHARED / "gold/gold_answers.json").read_text(encoding="utf-8"))
    (name,) = {pair["file"] for pair in gold}
    text = (SHARED / "corpus" / name).read_text(encoding="utf-8")
    found = {a.recommendation_char_start: a for a in answers_of(text, vocabulary)}
    for pair in gold:
        answer = found[pair["recommendation_start"]]
        assert answer.char_start == pair["response_start"]
        assert answer.recommendation_text.split() == pair["recommendation_text"].split()
        assert answer.answer_text.split() == pair["answer_text"].split()
        for field in ("ordinal", "finding_type", "addressed_to", "action_status", "acceptance"):
            assert getattr(answer, field) == pair[field], field


#: Not the fixture: hypothesis prints its arguments, and the vocabulary is long.
WORDS = Vocabulary.from_tables(reference_tables())
PIECES = [
    "Recommendation 1: Chief constables should name a lead.",
    "Recommendation 2",
    "## Areas for improvement",
    "- The force should improve how it answers calls.",
    "Comment: It has \u2018done\u2019 so.",
    "Force response:",
    "We will do so by May 2020.",
    "| Recommendation | Response |\n|---|---|\n| The force should act on calls. | It has acted on them. |",
    "| | |\n|---|---|\n| | It has acted on them again in May of the year. |",
    "I endorse the recommendation that the Home Office should fund it.",
    "Yours sincerely",
    "\u200b",
]


@settings(max_examples=80, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=10))
def test_every_answer_quotes_its_document_whatever_stands_in_it(pieces: list[str]) -> None:
    answers_of(TITLE + "\n\n".join(pieces), WORDS)
