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
