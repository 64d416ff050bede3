import datetime as dt
import json
from pathlib import Path

import pytest

from flows.parsing import Vocabulary
from flows.parsing.header.header import Header, read_header
from flows.parsing.text.outline import outline_parts
from flows.reading.canonical import CanonicalText
from tests.parsing.test_whole_responses import parsed

SHARED = Path(__file__).parents[3] / "shared"

LETTER = """Office of the Police and Crime Commissioner
Saxon House
Northgate
Hexley NE1 4XX

Rt Hon Priya Example MP
Home Secretary
2 Marsham Street
London SW1P 4DF

14 September 2023

Dear Home Secretary

Police performance: Getting a grip

I am writing in response to the above HMICFRS report, which was published on 7 July 2023. The
Chief Constable of Northumbria Police has given me his comments on it.

Yours sincerely

Susan Dungworth
Police and Crime Commissioner for Northumbria

cc: Chief Constable of Northumbria Police
"""

PAGE = """Skip to content

Home

HMICFRS Report \u2013 State of Policing: The Annual Assessment of Policing in England and Wales 2023

This report draws on inspections carried out between 1 April 2023 and 31 March 2024. It was
published on 19 July 2024.

PFCC Response

The report raises important issues, and Northamptonshire Police has reviewed its vetting files.

Danielle Stone
Northamptonshire Police, Fire and Crime Commissioner
"""

MINUTES = """Minutes of the meeting of the Dyfed-Powys Police and Crime Panel held on Friday, 16th November 2018

Present: Councillor A. Example (Chair), Councillor B. Sample

Also present: Dafydd Llywelyn, Police and Crime Commissioner

1. APOLOGIES FOR ABSENCE

Apologies were received from Councillor C. Other of Powys County Council.

2. MINUTES OF THE PREVIOUS MEETING HELD ON 28 JULY 2018

It was resolved that the minutes be signed.
"""

PANEL = """Report to the Sussex Police and Crime Panel

Date: 24 January 2020

Report of the Sussex Police & Crime Commissioner

HMICFRS INSPECTIONS UPDATE

Recommendation

That the Panel note the report.

1. BACKGROUND

1.1 The Sussex Police and Crime Commissioner, Katy Bourne, has to comment on inspection reports.
Members will
recall the earlier papers on Kent Police and on Surrey Police.
"""


def header_of(text: str, vocabulary: Vocabulary) -> Header:
    outline = outline_parts(CanonicalText(text, "text/plain"), "0" * 16)
    return read_header(outline, vocabulary, "en")


def test_a_letter_that_answers_a_report_is_a_response_dated_by_its_own_line(
    vocabulary: Vocabulary,
) -> None:
    header = header_of(LETTER, vocabulary)
    assert header == Header(
        title="Police performance: Getting a grip",
        document_type="inspection_response",
        force_id="northumbria",
        policing_body_name="Police and Crime Commissioner for Northumbria",
        commissioner_name="Susan Dungworth",
        document_date=dt.date(2023, 9, 14),
        document_date_precision="day",
        document_date_basis="stated",
        language="en",
        author_speaker="commissioner",
    )


def test_a_reports_date_never_dates_its_response(vocabulary: Vocabulary) -> None:
    header = header_of(PAGE, vocabulary)
    assert header.document_type == "inspection_response"
    assert (header.document_date, header.document_date_basis) == (None, "none")
    assert header.commissioner_name == "Danielle Stone"
    assert header.force_id == "northamptonshire"


def test_minutes_are_dated_by_their_meeting_and_not_by_the_one_before(
    vocabulary: Vocabulary,
) -> None:
    header = header_of(MINUTES, vocabulary)
    assert header.document_type == "minutes"
    assert header.document_date == dt.date(2018, 11, 16)
    assert header.commissioner_name == "Dafydd Llywelyn"
    assert header.force_id == "dyfed-powys"


def test_a_paper_for_the_panel_stays_with_its_own_force(vocabulary: Vocabulary) -> None:
    header = header_of(PANEL, vocabulary)
    assert header.title == "HMICFRS INSPECTIONS UPDATE"
    assert header.document_type == "panel_report"
    assert header.force_id == "sussex"
    assert header.commissioner_name == "Katy Bourne"
    assert header.document_date == dt.date(2020, 1, 24)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Police and Crime Commissioner, Marc Jones, asked for this paper.", "Marc Jones"),
        ("Lincolnshire's Police and Crime Commissioner Marc Jones asked for it.", "Marc Jones"),
        ("Lincolnshire PCC Marc Jones asked Lincolnshire Police for it.", "Marc Jones"),
        ("Marc Jones, PCC for Lincolnshire, asked for it.", "Marc Jones"),
        ("Deputy Police and Crime Commissioner Philip Clark asked Lincolnshire Police.", None),
        ("Chief Constable Paul Gibson of Lincolnshire Police wrote to the PCC.", None),
        ("Wendy Williams, HMI, met the Police and Crime Commissioner for Lincolnshire.", None),
        ("Katy Bourne, PCC for Sussex, leads on this. Lincolnshire Police follows.", None),
        ("The former Police and Crime Commissioner Alan Hardwick of Lincolnshire Police.", None),
        ("Police and Crime Commissioner, Quay House, Quay Lane, Lincoln LN5 9ZZ", None),
        ("Police and Crime Commissioner, Saltmarsh Park, Lincoln LN5 9ZZ", None),
        ("The Police and Crime Commissioner, Nicholas Park, asked Lincolnshire.", "Nicholas Park"),
    ],
)
def test_the_commissioner_is_who_stands_beside_the_office(
    sentence: str, expected: str | None, vocabulary: Vocabulary
) -> None:
    text = f"Response of the Police and Crime Commissioner for Lincolnshire to PEEL\n\n{sentence}\n"
    assert header_of(text, vocabulary).commissioner_name == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kent Police works with Surrey County Council and with Sussex Police.", "kent"),
        ("A meeting took place in Kent County Council's offices in Maidstone.", None),
        ("Norfolk Constabulary and Suffolk Constabulary share a department.", None),
        ("The Chief Constable of Gwent and the PCC for Gwent met Powys Council.", "gwent"),
    ],
)
def test_a_place_or_a_partner_is_not_the_force(
    text: str, expected: str | None, vocabulary: Vocabulary
) -> None:
    repeated = f"{text}\n\nOne more line.\n\n" + (
        "Kent Police did so. " if expected == "kent" else ""
    )
    assert header_of(repeated, vocabulary).force_id == expected


@pytest.mark.parametrize(
    ("lines", "date", "precision", "basis"),
    [
        ("Date: 3 May 2019", dt.date(2019, 5, 3), "day", "stated"),
        (
            "Date of meeting\n\nThursday, 3rd May 2019 at 10.30 am",
            dt.date(2019, 5, 3),
            "day",
            "stated",
        ),
        ("03/05/2019", dt.date(2019, 5, 3), "day", "stated"),
        ("Published: May 2019", None, "none", "none"),
        ("Posted on 3 May 2019", dt.date(2019, 5, 3), "day", "stated"),
        ("3 May 2019 by the press office", dt.date(2019, 5, 3), "day", "stated"),
        ("3 May 2019 | News", dt.date(2019, 5, 3), "day", "stated"),
        ("3 May 2019 - HMICFRS visit", None, "none", "none"),
    ],
)
def test_a_date_is_taken_from_its_label_or_its_line(
    lines: str, date: dt.date | None, precision: str, basis: str, vocabulary: Vocabulary
) -> None:
    text = f"An inspection of rape investigations\n\n{lines}\n\nPCC response\n\nI welcome this HMICFRS report.\n"
    header = header_of(text, vocabulary)
    assert (header.document_date, header.document_date_precision, header.document_date_basis) == (
        date,
        precision,
        basis,
    )


@pytest.mark.parametrize(
    ("title_date", "words", "expected"),
    [
        ("November 2021", "Last month (14/12) I opened a hub.", dt.date(2022, 1, 1)),
        ("November 2021", "Last month (14 January) I opened a hub.", dt.date(2022, 2, 1)),
        ("November 2021", "Earlier this month (3/12) I opened a hub.", dt.date(2021, 12, 1)),
    ],
)
def test_last_months_day_infers_the_month_of_writing(
    title_date: str, words: str, expected: dt.date, vocabulary: Vocabulary
) -> None:
    text = f"# Response of the PCC for Kent to the HMICFRS report Fraud ({title_date})\n\n{words}\n"
    header = header_of(text, vocabulary)
    assert header.document_date == expected
    assert (header.document_date_precision, header.document_date_basis) == ("month", "inferred")


def test_a_text_that_knows_no_mayor_has_a_commissioners_office(vocabulary: Vocabulary) -> None:
    older = header_of(
        "South Yorkshire Police\n\nThe South Yorkshire Police and Crime Commissioner answers.\n",
        vocabulary,
    )
    newer = header_of(
        "South Yorkshire Police\n\nThe Mayor of South Yorkshire answers for South Yorkshire Police.\n",
        vocabulary,
    )
    assert older.policing_body_name == "Police and Crime Commissioner for South Yorkshire"
    assert newer.policing_body_name == "Mayor of South Yorkshire"


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ("Deputy Mayor for Safer and Stronger Communities", "commissioner"),
        ("The Mayor's Office for Policing and Crime", "commissioner"),
        ("Deputy Mayor for Culture and Sport", "other"),
    ],
)
def test_a_mayors_body_is_known_by_its_names(
    signed: str, expected: str, vocabulary: Vocabulary
) -> None:
    # A mayor named in the closing lines speaks, whatever their office: here the opening decides.
    body = "The force has trained its staff, and I welcome that.\n\n" * 12
    text = f"# Response to the HMICFRS report on fraud\n\n{signed}\n\n{body}"
    assert header_of(text, vocabulary).author_speaker == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avon Street\n\nSUBJECT: Stop and search\n\nThe text begins.", "Stop and search"),
        ("## **KENT POLICE AND CRIME PANEL**\n\n**4 MARCH 2020**\n\n## ROADS\n\nText.", "ROADS"),
        (
            "PCC response to:\n\nHMICFRS report on roads\n\nText follows.",
            "PCC response to: HMICFRS report on roads",
        ),
    ],
)
def test_a_body_a_date_or_an_address_is_no_title(
    text: str, expected: str, vocabulary: Vocabulary
) -> None:
    body = "\n\nThe force has worked for years with its partners on this and will go on with it in all its districts.\n"
    assert header_of(text + body, vocabulary).title == expected


def test_the_line_below_a_reports_name_dates_the_report(vocabulary: Vocabulary) -> None:
    text = (
        "Our response to an HMICFRS inspection\n\nReport title: Roads that kill\n\n"
        "Publication date: 3 May 2019\n\nKent Police will drive more slowly.\n"
    )
    assert header_of(text, vocabulary).document_date is None
    (response,) = parsed(text, vocabulary).responses
    assert response.report_title_text == "Roads that kill"
    assert response.report_published_on == dt.date(2019, 5, 3)


def test_a_table_of_labels_dates_the_response_and_the_report(vocabulary: Vocabulary) -> None:
    page = (
        "<h1>Roads that kill: our response</h1><table><tr><td>Date published</td><td>3 May 2019</td></tr>"
        "<tr><td>Date of PCC response</td><td>20 June 2019</td></tr></table>"
        "<p>I welcome this HMICFRS report on how Kent Police keeps its roads.</p>"
    )
    document = parsed(page, vocabulary, "r.html")
    assert document.documents[0].document_date == dt.date(2019, 6, 20)
    assert document.responses[0].report_published_on == dt.date(2019, 5, 3)


def test_who_answers_is_not_what_is_answered(vocabulary: Vocabulary) -> None:
    text = (
        "Jane Smith\nKent Police and Crime Commissioner\n\nResponse to HMIC Inspection Report\n"
        '"Roads that kill slowly"\nPublished July 2015\n\nI have read it with the Chief Constable.\n'
    )
    (document,) = parsed(text, vocabulary).documents
    assert document.title == 'Response to HMIC Inspection Report "Roads that kill slowly"'
    assert document.document_date is None


def test_a_label_of_an_answer_is_no_title(vocabulary: Vocabulary) -> None:
    text = "## Recommendation 4\n\nForces should plan.\n\n**PCC response**\n\nKent Police has a plan.\n"
    header = header_of(text, vocabulary)
    assert (header.title, header.document_type) == (None, "inspection_response")


@pytest.mark.parametrize(
    ("site", "force"),
    [
        ("Office of the Police and Crime Commissioner for Cleveland", "cleveland"),
        ("Kent County Council", None),
        ("Kent Police and Essex Police", None),
    ],
)
def test_a_page_that_names_no_force_is_of_that_of_its_site(
    site: str, force: str | None, vocabulary: Vocabulary
) -> None:
    page = f"<title>Custody | {site}</title><h1>Our response</h1><p>The force has 20 cells.</p>"
    assert parsed(page, vocabulary, "r.html").documents[0].force_id == force


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_the_five_published_documents_have_their_gold_headers(vocabulary: Vocabulary) -> None:
    for gold in json.loads((SHARED / "gold/gold_documents.json").read_text(encoding="utf-8")):
        text = (SHARED / "corpus" / gold["file"]).read_text(encoding="utf-8")
        header = header_of(text, vocabulary)
        found = {
            "force_id": header.force_id,
            "document_type": header.document_type,
            "commissioner_name": header.commissioner_name,
            "document_date": header.document_date and header.document_date.isoformat(),
            "document_date_precision": header.document_date_precision,
            "document_date_basis": header.document_date_basis,
        }
        assert found == {field: gold[field] for field in found}, gold["file"]
