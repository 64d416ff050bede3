"""Whole documents of shapes that differ: what one careful reading of each must give."""

import datetime as dt
from functools import partial

import pytest

from flows.parsing import Vocabulary, parse
from flows.reading import read
from flows.records import ParsedDocument, RawDocument, document_key


def parsed(text: str, vocabulary: Vocabulary, name: str = "response.md") -> ParsedDocument:
    content = text.encode()
    raw = RawDocument(document_key(content), "0" * 64, len(content), name)
    (document,) = parse(
        raw, read(content, name), vocabulary, "test", partial(document_key, content)
    )
    return document


LETTER = """Office of the Police, Fire and Crime Commissioner for Essex
Mill Yard
CM9 9QX

14th March 2024

The Rt Hon Alder Whitlow MP
Home Secretary

Dear Home Secretary,

RE: HMICFRS thematic inspection: Race and policing: an inspection of race disparity in police \
criminal justice decision-making

I write under section 55 of the Police Act 1996. Inspectors were in six forces from January to \
April 2023, and HMICFRS published what they found on 25 August 2023. There are nine \
recommendations.

Recommendation 2

By August 2024, chief constables should make sure that ethnicity is recorded in every case.

Essex Police response

A new field was added to the custody record. Compliance will be audited in June 2024.

I shall ask the Chief Constable for a note at my Performance Board in September.

Yours sincerely,

Wren Hollister
Police, Fire and Crime Commissioner for Essex
cc: Chief Constable
"""


def test_a_letter_goes_on_below_what_the_force_answers(vocabulary: Vocabulary) -> None:
    document = parsed(LETTER, vocabulary, "letter.txt")
    (answer,) = document.recommendation_answers
    assert answer.ordinal == 2
    assert answer.answer_text.endswith("Compliance will be audited in June 2024.")
    assert [c.actor for c in document.commitments] == ["force", "commissioner"]
    assert document.documents[0].commissioner_name == "Wren Hollister"
    assert "Wren Hollister" not in [section.heading for section in document.sections]


def test_fieldwork_never_dates_a_publication(vocabulary: Vocabulary) -> None:
    (response,) = parsed(LETTER, vocabulary, "letter.txt").responses
    assert response.inspection_report_id == "race-and-policing-2023"
    assert response.report_published_on == dt.date(2023, 8, 25)
    assert response.recommendations_made == 9


TABLE = """# Response of the PCC for Sussex to HMICFRS: Shining a light on betrayal

<table><tr><th>Ref</th><th>Recommendation</th><th>Owner</th><th>What has been done</th></tr>
<tr><td rowspan="2">1</td><td rowspan="2">All forces should record corruption by April 2020.</td>
<td>Standards</td><td>Categories were adopted in the summer.</td></tr>
<tr><td>IT</td><td>The system is to be renewed in March 2020.</td></tr>
<tr><td>3</td><td>The National Police Chiefs’ Council lead should make a form.</td><td>NPCC</td>
<td>N/A, this is for the national lead.</td></tr></table>

| Area | Finding of HMICFRS | Force action | PCC comment |
|---|---|---|---|
| AFI 4 | The force should say why it stops people. | Films are watched monthly. | Accepted |
| AFI 6 | Recommendation 2: Within three months, the force should train sergeants. | Done. | None |
"""


def test_rows_that_one_recommendation_spans_are_one_answer(vocabulary: Vocabulary) -> None:
    answers = parsed(TABLE, vocabulary).recommendation_answers
    assert [answer.ordinal for answer in answers] == [1, 3, 4, 2]
    assert answers[0].answer_text == (
        "Categories were adopted in the summer.\n\nThe system is to be renewed in March 2020."
    )
    assert (answers[1].addressed_to, answers[1].action_status) == ("npcc", "no_action")
    assert (answers[2].finding_type, answers[2].acceptance) == ("area_for_improvement", "accepted")
    assert answers[3].recommendation_text == (
        "Within three months, the force should train sergeants."
    )


def test_a_table_that_counts_findings_answers_none(vocabulary: Vocabulary) -> None:
    text = """# Response of the PCC for Kent to the HMICFRS report Fraud: Time to choose

| Department | Areas for improvement | Closed |
|---|---|---|
| Crime and Intelligence Command of the whole force | 4 | 3 |
| Contact Management and Response, north and south | 12 | 5 |

| Department | Areas for improvement |
|---|---|
| Custody and Criminal Justice of the whole force area | 12 |
"""
    assert parsed(text, vocabulary).recommendation_answers == ()


LISTS = """PEEL 2023-2025: An inspection of Lincolnshire Police

Response by Tamsin Oakes, Police and Crime Commissioner for Lincolnshire

Cause of concern: The force is too slow to answer emergency calls.

Recommendations
Within six months, Lincolnshire Police should:
- be quicker to answer 999 calls; and
- put enough people into its control room.

Response: Twenty handlers have been recruited.

Area for improvement: The force needs to write down outcomes better.

Response: Agreed. A new Data Integrity Team began in April.
"""


def test_a_recommendation_holds_the_list_behind_its_colon(vocabulary: Vocabulary) -> None:
    document = parsed(LISTS, vocabulary, "response.txt")
    first, second = document.recommendation_answers
    assert first.recommendation_text.startswith("Within six months, Lincolnshire Police should:")
    assert first.recommendation_text.endswith("put enough people into its control room.")
    assert first.answer_text == "Twenty handlers have been recruited."
    assert (second.finding_type, second.action_status, second.acceptance) == (
        "area_for_improvement", "taken", "accepted",
    )  # fmt: skip
    assert document.documents[0].document_type == "inspection_response"
    assert document.responses[0].inspection_report_id == "lincolnshire-peel-2023-25"


RUN_IN = """**PCC response to "Activism and impartiality in policing"**

Thames Valley PCC, 3 November 2024

**Recommendation 7:** By 31 October 2025, chief constables should have a policy.
**Response:** *Thames Valley Police has agreed to review its policy.*

**Recommendation 13:** Police and crime commissioners should publish plans. **Response:** I will \
publish mine by the end of October 2025.
"""


def test_answers_that_run_in_keep_their_speaker_and_promise(vocabulary: Vocabulary) -> None:
    document = parsed(RUN_IN, vocabulary)
    assert [a.speaker for a in document.recommendation_answers] == ["commissioner"] * 2
    assert [c.actor for c in document.commitments] == ["force", "commissioner"]
    assert document.commitments[1].due_on == dt.date(2025, 10, 31)
    assert document.documents[0].document_date == dt.date(2024, 11, 3)


def test_two_authors_promise_each_for_themselves(vocabulary: Vocabulary) -> None:
    text = """# HMICFRS: Dogs on the beat: a study of handlers

## Response by the Chief Constable of Warwickshire Police

We were glad to take part. We will finish the kennels in spring 2021.

## Response by the Police and Crime Commissioner for Warwickshire

My office will watch the cost through the Joint Audit and Ethics Panel.
"""
    document = parsed(text, vocabulary)
    assert [(s.heading or "")[:15] for s in document.sections[1:]] == ["Response by the"] * 2
    assert [c.actor for c in document.commitments] == ["force", "commissioner"]
    assert document.responses[0].inspection_report_id == "dogs-on-the-beat-a-study-of-handlers"


def test_a_joint_response_promises_jointly(vocabulary: Vocabulary) -> None:
    text = """# Joint response of the Police and Crime Commissioner and Chief Constable of Norfolk \
to 'Evidence led domestic abuse prosecutions'

We welcome the joint HMICFRS and HMCPSI report. We jointly intend to renew training in 2020/21.
"""
    document = parsed(text, vocabulary)
    assert {section.speaker for section in document.sections} == {"other"}
    (promise,) = document.commitments
    assert (promise.actor, promise.due_on) == ("joint", dt.date(2021, 3, 31))
    assert document.responses[0].stance == "accepts"


MINUTES = """HUMBERSIDE POLICE AND CRIME PANEL

10 DECEMBER 2019

PRESENT: Councillors Ash (Chairman), Birch and Crane.

Also present: Linden Marsh (Police and Crime Commissioner)

The meeting was held at the Guildhall.

114 MINUTES OF THE MEETING HELD ON 11 SEPTEMBER 2019

Resolved: That the minutes be approved.

115 COMMISSIONER'S UPDATE

The Commissioner told the Panel of new posts. He would bring a paper on the estate to the \
February meeting. The Chief Executive advised that the OPCC was to publish its answer before \
Christmas. The Commissioner said he would like to see this, but it would depend on money.
"""


def test_minutes_report_promises_in_would_and_was_to(vocabulary: Vocabulary) -> None:
    document = parsed(MINUTES, vocabulary, "minutes.txt")
    assert [c.due_text for c in document.commitments] == ["February", "Christmas"]
    assert {c.actor for c in document.commitments} == {"commissioner"}
    header = document.documents[0]
    assert (header.document_type, header.document_date) == ("minutes", dt.date(2019, 12, 10))
    assert header.commissioner_name == "Linden Marsh"


def test_an_action_log_gives_owner_and_date_beside_the_action(vocabulary: Vocabulary) -> None:
    text = """# Accountability Board of the Dorset Police and Crime Commissioner: action log

| Action | Owner | By when | Status |
|---|---|---|---|
| Review the templates for custody records in all suites | Head of Custody | 31 July 2021 | Open |
| Write to all four of the unitary councils in the county | OPCC | 1 June 2021 | Complete |
"""
    (promise,) = parsed(text, vocabulary).commitments
    assert (promise.actor, promise.due_on) == ("force", dt.date(2021, 7, 31))


PAGE = """<html><body><main><h1>PCC's response to HMICFRS report</h1>
<h2>Both sides of the coin: county lines</h2>
<p>HMICFRS report published: 10 January 2020</p>
<p><strong>Response from Chief Constable Fern Ashby, South Yorkshire Police:</strong></p>
<p>Operation Lapwing leads our work.</p>
<ul><li>We will bring Lapwing into each district by September 2020.</li></ul>
<p><strong>Response from Police and Crime Commissioner Rowan Pike:</strong></p>
<p>I welcome the report. My Public Accountability Board has it on its agenda.</p></main></body></html>
"""


def test_a_page_of_two_labelled_answers_is_a_response(vocabulary: Vocabulary) -> None:
    document = parsed(PAGE, vocabulary, "page.html")
    assert document.documents[0].document_type == "inspection_response"
    assert [s.speaker for s in document.sections][-2:] == ["chief_constable", "commissioner"]
    (response,) = document.responses
    assert (response.report_published_on, response.stance) == (dt.date(2020, 1, 10), "accepts")
    assert [c.actor for c in document.commitments] == ["force"]


def test_a_welsh_title_over_an_english_text_names_the_report(vocabulary: Vocabulary) -> None:
    text = """# Ymateb Comisiynydd Heddlu a Throseddu Gogledd Cymru i adroddiad HMICFRS: Cŵn ar waith

The Commissioner welcomes the report, and the work goes on with partners of the force.
"""
    document = parsed(text, vocabulary)
    (response,) = document.responses
    assert (response.report_title_text, response.stance) == ("Cŵn ar waith", "accepts")
    assert (document.documents[0].force_id, document.documents[0].language) == ("north-wales", "en")


def test_a_list_of_links_in_a_table_is_an_index_page(vocabulary: Vocabulary) -> None:
    text = """<html><body><h1>Responses to HMICFRS reports</h1><table>
<tr><th>Report</th><th>Published</th><th>Answer</th></tr>
<tr><td>Fraud: Time to choose</td><td>April 2019</td><td>PCC response (PDF, 200KB)</td></tr>
<tr><td>The poor relation</td><td>July 2019</td><td>PCC response (PDF, 150KB)</td></tr>
<tr><td>Both sides of the coin</td><td>January 2020</td><td>PCC response (PDF, 90KB)</td></tr>
</table></body></html>"""
    document = parsed(text, vocabulary, "page.html")
    assert document.documents[0].document_type == "index_page"
    assert document.responses == ()


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("It makes 16 recommendations; the earlier report made twelve recommendations.", 16),
        ("The report makes 16 recommendations; Real lives, real crimes made twelve.", 16),
        ("Real lives, real crimes came first. It made twelve recommendations.", None),
        ("No recommendations were made to anybody in this report.", None),
        ("No recommendations were made in this report.", 0),
    ],
)
def test_only_the_answered_reports_recommendations_count(
    sentence: str, made: int | None, vocabulary: Vocabulary
) -> None:
    text = f"# Gwent PCC response to HMICFRS report: Fraud: Time to choose\n\n{sentence}\n"
    (response,) = parsed(text, vocabulary).responses
    assert response.recommendations_made == made


@pytest.mark.parametrize(
    ("sentence", "published", "precision"),
    [
        ("The report came out on 27 September 2019.", dt.date(2019, 9, 27), "day"),
        ("Date of report: 28 April 2022", dt.date(2022, 4, 28), "day"),
        ("I thank HMICFRS for its report of October 2019.", dt.date(2019, 10, 1), "month"),
        ("The report was published after inspectors visited in March 2018.", None, "none"),
        ("The report was published with data for 2017/18.", None, "none"),
        ("The force published its own plan for this inspection in May 2018.", None, "none"),
        ("HMICFRS inspected the force in March 2018 and published its report in July 2018.",
         dt.date(2018, 7, 1), "month"),
    ],
)  # fmt: skip
def test_only_words_about_publication_date_a_report(
    sentence: str, published: dt.date | None, precision: str, vocabulary: Vocabulary
) -> None:
    text = f"# Gwent PCC response to HMICFRS report: Fraud: Time to choose\n\n{sentence}\n\nIt helps.\n"
    (response,) = parsed(text, vocabulary).responses
    assert (response.report_published_on, response.report_published_on_precision) == (
        published, precision,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentences", "stance"),
    [
        ("The report makes two recommendations. I accept them both.", "accepts"),
        ("The report is short. We disagree with this recommendation.", "partly_accepts"),
        ("I do not accept that crime is out of control, as inspectors say.", "disputes"),
        ("I do not accept that crime is out of control.", "none"),
        ("A bus stopped outside. I accept them both.", "none"),
    ],
)
def test_a_stance_is_taken_towards_the_report(
    sentences: str, stance: str, vocabulary: Vocabulary
) -> None:
    text = f"# Gwent PCC response to HMICFRS report: Fraud: Time to choose\n\n{sentences}\n"
    (response,) = parsed(text, vocabulary).responses
    assert response.stance == stance


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Project WILLOW began. The WILLOW project grew.", {"Project WILLOW"}),
        ("The WILLOW project grew.", {"WILLOW Project"}),
        ("The Victims' Voice Board met.", {"Victims' Voice Board"}),
        ("The Force's Rural Task Force met.", {"Rural Task Force"}),
        ('"Safer Water Dorset" is a campaign of ours.', {"Safer Water Dorset"}),
    ],
)
def test_a_name_is_one_whichever_way_it_is_turned(
    text: str, names: set[str], vocabulary: Vocabulary
) -> None:
    mentions = parsed(text, vocabulary, "note.txt").initiative_mentions
    assert {mention.initiative_name for mention in mentions} == names


LISTED = """PCC RESPONSE TO HMIC INSPECTION: CRIME RECORDING: A MATTER OF FACT

Report published: 1 May 2014
Response by: Fern Aldous, Police and Crime Commissioner for North Wales
Date: 18 June 2014

Recommendation 4
Within three months the force should train those who decide how a crime is recorded, and test them.
The Constabulary agrees, and all forty-two have been trained by the registrar since the visit of the inspectors in May.
A second test will be held in September 2014.

Recommendation 6
Forces should publish how many records they audit and what they find in the course of these audits in each financial year.
This was done in the report that went to the Joint Audit Committee, in which 412 records were read by two auditors.
"""


def test_labelled_lines_and_long_lines_of_an_export_are_paragraphs(vocabulary: Vocabulary) -> None:
    document = parsed(LISTED, vocabulary, "response.txt")
    assert document.documents[0].document_date == dt.date(2014, 6, 18)
    (response,) = document.responses
    assert response.report_published_on == dt.date(2014, 5, 1)
    assert [answer.ordinal for answer in document.recommendation_answers] == [4, 6]


def test_what_nobody_is_named_for_is_the_forces_in_its_answers(vocabulary: Vocabulary) -> None:
    (commitment,) = parsed(LISTED, vocabulary, "response.txt").commitments
    assert (commitment.actor, commitment.due_on) == ("force", dt.date(2014, 9, 30))


BOARD = """POLICE ACCOUNTABILITY BOARD
Minutes
14th March 2023

AGENDA ITEM 6

1. Welcome and introductions
Attendees:
PFCC Rowan Thorpe (RT)
Hazel Finch (HF)
CC Ash Burnell (AB)

2. Inspection
AB said that there were 38 open recommendations. 17 had been closed since January.
"""


def test_the_names_of_those_who_came_are_no_title_of_minutes(vocabulary: Vocabulary) -> None:
    (document,) = parsed(BOARD, vocabulary, "minutes.txt").documents
    assert (document.document_type, document.title) == ("minutes", "POLICE ACCOUNTABILITY BOARD")


def test_what_was_closed_is_open_no_more(vocabulary: Vocabulary) -> None:
    figures = parsed(BOARD, vocabulary, "minutes.txt").metric_observations
    assert [(figure.value, figure.metric_id) for figure in figures] == [
        (38, "recommendation_open_count"),
        (17, None),
    ]


PAPER = """POLICE AND CRIME PANEL

Report of: Police and Crime Commissioner for Dorset
Subject: HMICFRS INSPECTION - KENNELS
Date: WEDNESDAY 9 MARCH 2022 - 2.00 P.M.

1. The table shows complaints about kennels:

                     2019/20    2020/21
Allegations              57         44
Upheld                   12          8
Share upheld            21%        18%

2. Financial: none.
"""


def test_a_table_drawn_with_blanks_may_stand_below_a_blank_line(vocabulary: Vocabulary) -> None:
    document = parsed(PAPER, vocabulary, "paper.txt")
    assert document.documents[0].document_date == dt.date(2022, 3, 9)
    assert [(one.row_label, one.value) for one in document.metric_observations] == [
        ("Allegations", 57),
        ("Allegations", 44),
        ("Upheld", 12),
        ("Upheld", 8),
        ("Share upheld", 21),
        ("Share upheld", 18),
    ]


INTERLEAVED = """# Dorset PCC's response to HMICFRS's "Meeting the needs of victims"

Date of PCC's response: 4 March 2024

*Recommendation 1 - by May 2025 the Home Office should say what records are to hold.*

This is not for Dorset Police, but I have told the minister that my office will help.

*Recommendation 2 - by May 2025 police forces should ask every victim what they need.*

The Deputy Chief Constable says that 76% were asked in May 2023, the second highest share in England.
"""


def test_the_author_answers_right_below_each_recommendation(vocabulary: Vocabulary) -> None:
    document = parsed(INTERLEAVED, vocabulary)
    assert document.documents[0].document_date == dt.date(2024, 3, 4)
    national, forces = document.recommendation_answers
    assert (national.ordinal, national.action_status) == (1, "no_action")
    assert (forces.ordinal, forces.addressed_to) == (2, "police_forces")
    assert [one.scope for one in document.metric_observations] == ["force"]


ACCEPTED = """# Dorset PCC: response to HMICFRS's inspection of kennels

Report published 6 June 2023            PCC response 25 July 2023

### Recommendation 4

Chief constables should count their dogs.

**Force response (partially accepted):** 96% have been counted; the other 84 will be by May 2024.
"""


def test_a_label_may_say_how_its_answer_stands(vocabulary: Vocabulary) -> None:
    document = parsed(ACCEPTED, vocabulary)
    assert document.documents[0].document_date == dt.date(2023, 7, 25)
    (answer,) = document.recommendation_answers
    assert answer.acceptance == "partially_accepted"
    assert answer.answer_text.startswith("96%")
    assert document.metric_observations[0].period_text is None


JOINT = """JOINT RESPONSE OF THE POLICE AND CRIME COMMISSIONER FOR DORSET AND DORSET POLICE

HMICFRS: A joint thematic inspection of the police response to noise in parks

Published: 16 July 2021

| Recommendation | Who | Response |
|---|---|---|
| 1. By May 2022 forces should listen at night. | Forces | Accepted. We have listened since June 2021. |
| 2. By May 2022 forces should ask those who live there. | Forces | Accepted. A survey ends in May 2022. |
"""


def test_a_line_by_the_inspectorate_names_the_report_and_its_day(vocabulary: Vocabulary) -> None:
    (response,) = parsed(JOINT, vocabulary).responses
    assert response.report_title_text.startswith("A joint thematic inspection of the police")
    assert response.report_published_on == dt.date(2021, 7, 16)


def test_the_number_of_a_cell_is_no_figure(vocabulary: Vocabulary) -> None:
    document = parsed(JOINT, vocabulary)
    assert [one.ordinal for one in document.recommendation_answers] == [1, 2]
    assert document.metric_observations == ()


def test_two_days_in_one_line_are_the_reports_and_the_responses(vocabulary: Vocabulary) -> None:
    text = (
        'Response of the Dorset PCC to HMICFRS\'s inspection "PEEL 2031/32 - Dorset Police"\n\n'
        "Published 22 November 2032. Our response 16 January 2033.\n\nI welcome this report.\n"
    )
    document = parsed(text, vocabulary, "response.txt")
    (response,) = document.responses
    assert response.report_title_text == "PEEL 2031/32 - Dorset Police"
    assert response.report_published_on == dt.date(2032, 11, 22)
    assert document.documents[0].document_date == dt.date(2033, 1, 16)


def test_a_body_named_in_two_languages_is_no_title(vocabulary: Vocabulary) -> None:
    text = """# Comisiynydd yr Heddlu a Throseddu Gogledd Cymru / Police and Crime Commissioner for North Wales

## Response to HMICFRS: Report on kennels in North Wales

*Inspection:* 3-14 October 2022.

I welcome this report.
"""
    document = parsed(text, vocabulary)
    assert document.documents[0].title == "Response to HMICFRS: Report on kennels in North Wales"
    assert "October" not in document.responses[0].report_title_text
