"""The titles of responses, and the reports that they state."""

import datetime as dt

import pytest

from flows.parsing import Vocabulary
from tests.parsing.test_whole_responses import parsed

BODY = """

I welcome this report. The Chief Constable has read it and will act on what it asks.

Jane Smith
Police and Crime Commissioner for Kent
"""


@pytest.mark.parametrize(
    ("title", "stated", "published_on"),
    [
        ("Response to the HMICFRS report Fraud (March 2024)", "Fraud", dt.date(2024, 3, 1)),
        (
            "HMICFRS Inspection: Serious Youth Violence - PCC response",
            "Serious Youth Violence",
            None,
        ),
        ("HMICFRS report response - Race and Policing", "Race and Policing", None),
        (
            "Inspection report: The policing response to antisocial behaviour. PCC response under S55",
            "The policing response to antisocial behaviour",
            None,
        ),
        (
            "Commissioner's response: An inspection of vetting in Kent Police, published 2 November 2022",
            "inspection of vetting in Kent Police",
            dt.date(2022, 11, 2),
        ),
        (
            "Inspection of custody in Kent \u2013 Police and Crime Commissioner's comments",
            "Inspection of custody in Kent",
            None,
        ),
        (
            "Kent PCC response: Shining a light on the inspection of parks",
            "Shining a light on the inspection of parks",
            None,
        ),
        (
            "HMICFRS super-complaint: The response to reports of noise",
            "The response to reports of noise",
            None,
        ),
        (
            "HMICFRS Parks and Gardens Inspection - Commissioner's Section 55 Response",
            "Parks and Gardens Inspection",
            None,
        ),
        (
            "HMICFRS assessment of parks 2018/19 Response from the Kent Commissioner, Jane Smith",
            "assessment of parks 2018/19",
            None,
        ),
        (
            "Response to the HMICFRS National Parks Inspection of Kent Police",
            "National Parks Inspection of Kent Police",
            None,
        ),
    ],
)
def test_a_title_states_the_report_that_it_answers(
    title: str, stated: str, published_on: dt.date | None, vocabulary: Vocabulary
) -> None:
    (response,) = parsed(f"# {title}{BODY}", vocabulary).responses
    assert response.report_title_text == stated
    assert response.report_published_on == published_on


def test_a_year_behind_its_name_tells_a_report_from_an_older_one(vocabulary: Vocabulary) -> None:
    title = "# Response to the super-complaint on stop and search powers"
    (older,) = parsed(title + BODY, vocabulary).responses
    (newer,) = parsed(f"{title} (December 2023){BODY}", vocabulary).responses
    assert older.is_catalogued
    assert not newer.is_catalogued


def test_re_is_no_word_of_a_title(vocabulary: Vocabulary) -> None:
    subject = "HMICFRS Parks and Gardens Re-inspection 2019"
    text = (
        f"Dear Home Secretary,\n\nRe: {subject}\n\nI write under section 55 of the Police Act 1996."
    )
    (response,) = parsed(text + BODY, vocabulary, "letter.txt").responses
    assert response.report_title_text == subject


def test_an_inspection_may_be_named_below_the_title(vocabulary: Vocabulary) -> None:
    text = f"Comments of the PCC for Kent\nInspection: PEEL Legitimacy 2017\n\nPCC comments{BODY}"
    document = parsed(text, vocabulary, "r.txt")
    assert document.documents[0].title == "Comments of the PCC for Kent"
    assert [one.report_title_text for one in document.responses] == ["PEEL Legitimacy 2017"]


def test_a_tracker_names_no_report(vocabulary: Vocabulary) -> None:
    table = (
        "# HMICFRS tracker\n\n| Recommendation | Owner | Update |\n|---|---|---|\n"
        "| Chief constables should review parks by May 2023. | ACC | All 12 were reviewed. |\n"
    )
    document = parsed(table, vocabulary)
    assert document.documents[0].document_type == "inspection_response"
    assert document.responses == ()
    assert len(document.recommendation_answers) == 1


def test_a_day_below_the_title_of_the_report_is_the_reports(vocabulary: Vocabulary) -> None:
    text = f"HMICFRS: Roads that kill\nPublished 7 July 2023\n\nPCC comments{BODY}"
    document = parsed(text, vocabulary, "r.txt")
    assert document.documents[0].title == "HMICFRS: Roads that kill"
    assert document.responses[0].report_published_on == dt.date(2023, 7, 7)
