import datetime as dt
import json
from pathlib import Path

import pytest

from flows.parsing import Vocabulary
from flows.parsing.answers.reports import report_slug, stated_title
from flows.parsing.answers.responses import find_responses
from flows.parsing.header.header import read_header
from flows.parsing.sections.sections import find_sections
from flows.parsing.text.outline import outline_parts
from flows.reading.canonical import CanonicalText
from flows.records import Response

SHARED = Path(__file__).parents[3] / "shared"
TITLE = "Response of the Police and Crime Commissioner for Kent to the HMICFRS report "


def responses_of(text: str, vocabulary: Vocabulary) -> tuple[Response, ...]:
    outline = outline_parts(CanonicalText(text, "text/plain"), "0" * 16)
    header = read_header(outline, vocabulary, "en")
    outline.set_sections(find_sections(outline, header, vocabulary))
    found = find_responses(outline, header, vocabulary)
    for response in found:
        assert text[response.char_start : response.char_end] == response.quoted_text
    return found


def only(text: str, vocabulary: Vocabulary) -> Response:
    (response,) = responses_of(text, vocabulary)
    return response


@pytest.mark.parametrize(
    ("title", "report_id", "is_catalogued", "title_text"),
    [
        (f"{TITLE}Fraud: Time to choose (April 2019)", "fraud-2019", True, "Fraud: Time to choose"),
        (f"{TITLE}'Fraud: time to choose'", "fraud-2019", True, "Fraud: time to choose"),
        (
            f"{TITLE}Roads policing - not optional",
            "roads-not-optional-2020",
            True,
            "Roads policing - not optional",
        ),
        (
            "The Multi-Agency Response to Child Sexual Abuse in the Family Environment",
            "jtai-csa-family-2020",
            True,
            "The Multi-Agency Response to Child Sexual Abuse in the Family Environment",
        ),
        (
            f"{TITLE}Dogs on the beat: a study of handlers",
            "dogs-on-the-beat-a-study-of-handlers",
            False,
            "Dogs on the beat: a study of handlers",
        ),
    ],
)
def test_the_answered_report_is_found_by_its_title(
    title: str, report_id: str, is_catalogued: bool, title_text: str, vocabulary: Vocabulary
) -> None:
    text = f"# {title}\n\n## Police and Crime Commissioner's response\n\nI welcome this inspection of Kent Police.\n"
    response = only(text, vocabulary)
    assert response.inspection_report_id == report_id
    assert response.is_catalogued is is_catalogued
    assert response.report_title_text == title_text


def test_one_report_has_one_id_however_documents_name_it() -> None:
    forms = [
        "the HMICFRS report Dogs on the beat",
        "HMICFRS’s report: “Dogs on the Beat” (May 2021)".replace("’", "'")
        .replace("“", '"')
        .replace("”", '"'),
        "HMICFRS inspection report Dogs on the beat - May 2021",
    ]
    titles = [stated_title(f"PCC response to {form}") for form in forms]
    assert {report_slug(title) for title in titles if title} == {"dogs-on-the-beat"}
    assert None not in titles


def test_reports_named_in_passing_are_not_answered(vocabulary: Vocabulary) -> None:
    text = (
        f"{TITLE}Fraud: Time to choose\n\nI welcome the report. It follows the earlier report "
        "Cyber: Keep the light on, and State of Policing 2018 said the same.\n"
    )
    assert [r.inspection_report_id for r in responses_of(text, vocabulary)] == ["fraud-2019"]


def test_each_of_several_reports_has_its_own_response(vocabulary: Vocabulary) -> None:
    text = """# Commissioner's responses to HMICFRS inspection reports, Kent

## PCC response to Fraud: Time to choose

I welcome this report, published on 2 April 2019. It makes 16 recommendations, and Kent Police has
read them.

## PCC response to Roads policing: not optional

I do not accept the findings of this report, which was published in July 2020 and makes no
recommendations.
"""
    found = {r.inspection_report_id: r for r in responses_of(text, vocabulary)}
    assert set(found) == {"fraud-2019", "roads-not-optional-2020"}
    fraud, roads = found["fraud-2019"], found["roads-not-optional-2020"]
    assert (fraud.recommendations_made, fraud.stance) == (16, "accepts")
    assert (roads.recommendations_made, roads.stance) == (0, "disputes")
    assert fraud.report_published_on == dt.date(2019, 4, 2)
    assert (roads.report_published_on, roads.report_published_on_precision) == (
        dt.date(2020, 7, 1),
        "month",
    )


def test_a_panel_paper_that_only_tells_of_inspections_answers_none(vocabulary: Vocabulary) -> None:
    text = """KENT POLICE AND CRIME PANEL

4 MARCH 2020

INSPECTIONS UPDATE

1. This paper tells the panel of the inspection Fraud: Time to choose, which made 16
recommendations to police.
"""
    assert responses_of(text, vocabulary) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The report makes 14 recommendations.", 14),
        ("HMICFRS made twenty-two recommendations in total, with 8 for chief constables.", 22),
        ("The report made eleven recommendations, three of which were for local forces.", 11),
        ("There are no recommendations.", 0),
        ("Whilst the report makes no specific recommendations, it names areas of focus.", 0),
        ("There are no specific recommendations for Kent Police.", None),
        ("Ten of the recommendations are for the national lead.", None),
        ("I have read each recommendation of the report.", None),
        ("10 of the recommendations are for others. The report makes 16 recommendations.", 16),
    ],
)
def test_the_number_of_recommendations_is_the_reports_own(
    words: str, expected: int | None, vocabulary: Vocabulary
) -> None:
    text = (
        f"{TITLE}Fraud: Time to choose\n\nI have considered it with the Chief Constable. {words}\n"
    )
    assert only(text, vocabulary).recommendations_made == expected


def test_another_reports_numbers_and_dates_stay_its_own(vocabulary: Vocabulary) -> None:
    text = f"""{TITLE}Fraud: Time to choose (April 2019)

I welcome the report. The earlier inspection Real lives, real crimes was published on 3 December
2015 and made 12 recommendations.
"""
    response = only(text, vocabulary)
    assert response.recommendations_made is None
    assert response.report_published_on == dt.date(2019, 4, 1)
    assert response.report_published_on_precision == "month"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I welcome the report.", "accepts"),
        ("I very much welcome HMICFRS's findings in this area.", "accepts"),
        ("The Chief Constable and I fully accept the recommendations.", "accepts"),
        ("I accept most of the findings.", "partly_accepts"),
        (
            "I welcome the report, as it helps. I do not agree with the grading, however.",
            "partly_accepts",
        ),
        ("I do not accept the findings.", "disputes"),
        ("The inspection was based on visits that were out of date.", "disputes"),
        ("I note the findings of the report.", "notes"),
        ("Kent Police has a new unit. The council welcomed us to its offices.", "none"),
    ],
)
def test_the_stance_is_what_the_text_says_of_the_report(
    words: str, expected: str, vocabulary: Vocabulary
) -> None:
    text = f"{TITLE}Fraud: Time to choose\n\n{words}\n\nMy office will publish this answer.\n"
    assert only(text, vocabulary).stance == expected


@pytest.mark.parametrize(
    ("words", "date", "precision"),
    [
        ("The report was published on 2nd April 2019.", dt.date(2019, 4, 2), "day"),
        ("This report, published in April 2019, is welcome.", dt.date(2019, 4, 1), "month"),
        ("The report was published on 2 April 2019 (see April 2019).", dt.date(2019, 4, 2), "day"),
        ("On 2 April 2019 HMICFRS published its report.", dt.date(2019, 4, 2), "day"),
        ("The report has figures for 2018/19 and was published.", None, "none"),
        ("My response was published on 2 April 2019.", None, "none"),
        ("Kent Police trained its staff in April 2019.", None, "none"),
    ],
)
def test_the_publication_date_is_the_reports(
    words: str, date: dt.date | None, precision: str, vocabulary: Vocabulary
) -> None:
    response = only(f"{TITLE}Fraud: Time to choose\n\n{words}\n", vocabulary)
    assert (response.report_published_on, response.report_published_on_precision) == (
        date,
        precision,
    )


def test_publishers_are_those_that_the_document_names(vocabulary: Vocabulary) -> None:
    text = """Response of the PCC for Kent to 'Fraud: Time to choose'

I welcome this report. The inspections were carried out by Her Majesty's Inspectorate of
Probation, HMICFRS and Ofsted.
"""
    assert only(text, vocabulary).report_publisher_names == "HMI Probation, HMICFRS, Ofsted"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_the_five_published_documents_answer_their_gold_reports(vocabulary: Vocabulary) -> None:
    for gold in json.loads((SHARED / "gold/gold_documents.json").read_text(encoding="utf-8")):
        text = (SHARED / "corpus" / gold["file"]).read_text(encoding="utf-8")
        found = responses_of(text, vocabulary)
        expected = [gold["inspection_report_id"]] if gold["inspection_report_id"] else []
        assert [response.inspection_report_id for response in found] == expected, gold["file"]
        for response in found:
            assert response.recommendations_made == gold["recommendations_made"]
