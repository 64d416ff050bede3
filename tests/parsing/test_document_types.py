"""What kind of document a text is: meetings, papers for them, answers, statements."""

import pytest

from flows.parsing import Vocabulary
from tests.parsing.test_header import header_of

TEXTS = [
    (
        "minutes",
        """\
# Public Accountability Board - Monday 4 March 2024

Attendees: Jane Smith (Police and Crime Commissioner), Mark Poole (Chief Constable)

Apologies: Helen Grey

## 1. Welcome

The Commissioner opened the meeting and thanked everybody for coming to the town hall on such a cold day in March.

## 2. HMICFRS update

The Chief Constable said that the force had closed four of the nine areas for improvement and would close two more by June 2024.

ACTION: The force to bring a paper on call handling.
""",
    ),
    (
        "minutes",
        """\
# Notes of the Performance Meeting held on 12 June 2023

Present

Jane Smith, PCC

Mark Poole, Chief Constable

The Commissioner asked about response times in the rural districts and the Chief Constable explained that they had fallen by 12% since January.
""",
    ),
    (
        "minutes",
        """\
Strategic Performance Board

Minutes - 9 May 2022

Chair: the Commissioner

The Chief Constable presented the quarterly report and drew attention to the fall in burglary, which the Commissioner welcomed.
""",
    ),
    (
        "minutes",
        """\
Holding to Account Meeting

Date: 3 October 2021
Venue: Police HQ

| Name | Role |
|---|---|
| In attendance | Jane Smith, PCC |
| Apologies | Deputy Chief Constable |

The Commissioner asked how the force would answer the recommendations of the thematic inspection and the Chief Constable replied that a plan was in place.
""",
    ),
    (
        "outcomes_report",
        """\
# Public Accountability Board - Monday 4 March 2024

Report of the Chief Constable

Subject: Response times

1. Purpose of the report

1.1 This report tells the board how fast the force has answered emergencies in the past year, and what it does to answer sooner.
""",
    ),
    (
        "other",
        """\
# Agenda - Public Accountability Board, 4 March 2024

1. Apologies for absence

2. Declarations of interest

3. Minutes of the last meeting

4. HMICFRS update

5. Date of next meeting
""",
    ),
    (
        "minutes",
        """\
# Police and Crime Panel - Thursday 4 March 2021

Venue: County Hall

Items

1. Apologies for absence

Minutes:

Apologies were received from Councillors Brown and White, and the Chairman thanked those who had come in their place at short notice.

2. Declarations of interest

Minutes:

There were none.
""",
    ),
    (
        "minutes",
        """\
# Joint Audit Committee

Minutes of the Joint Audit Committee held on 14 July 2022 at Police Headquarters.

The committee received the report on the action plan that follows the PEEL inspection and asked that dates be added to each of the actions.
""",
    ),
    (
        "other",
        """\
Northshire Police

Police and Crime Commissioner

AGENDA

Thursday 4 March 2021, 10 am

1. Apologies

2. Response to the HMICFRS report on custody (page 4)

3. Minutes of the previous meeting
""",
    ),
    (
        "panel_report",
        """\
AGENDA ITEM 5

NORTHSHIRE POLICE AND CRIME PANEL

4 March 2021

HMICFRS inspections

1. Purpose

1.1 The panel is asked to note how the Commissioner has answered the inspections of the past year and what the force does.
""",
    ),
    (
        "outcomes_report",
        """\
Agenda No. 5

Joint report of the Chief Officer to the Strategic Performance Board

Members present at the board will receive a short talk beside this report, which tells how the force has answered the report on custody.
""",
    ),
    (
        "inspection_response",
        """\
# Response to the HMICFRS report on meeting needs

Minutes saved: 400

I welcome this report, and in answer to its recommendations the Chief Constable has set up a board that meets each month to follow them.
""",
    ),
    (
        "statement",
        """\
# Commissioner welcomes inspection report

Present and former officers deserve our thanks. I welcome what HMICFRS says about the force in this report, which I have read with care.
""",
    ),
    (
        "statement",
        """\
# Commissioner responds to inspection of Kent Police

Police and Crime Commissioner Jane Smith has read a report by HMICFRS.

Ms Smith said: "There is more to do, and I will hold the force to account for it."
""",
    ),
    (
        "outcomes_report",
        """\
Strategic Performance Board 12 May 2023

Agenda item 4

Force response to HMICFRS PEEL inspection

Report of the Deputy Chief Constable

The force has taken on ten call handlers, and tells here how quickly calls have been answered.
""",
    ),
]


@pytest.mark.parametrize(
    ("expected", "text"), TEXTS, ids=[text.split("\n")[0] for _, text in TEXTS]
)
def test_a_meeting_its_papers_and_its_agenda_are_told_apart(
    expected: str, text: str, vocabulary: Vocabulary
) -> None:
    assert header_of(text, vocabulary).document_type == expected
