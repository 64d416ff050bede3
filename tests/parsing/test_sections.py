import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import reading
from flows.parsing import Vocabulary
from flows.parsing.header.header import read_header
from flows.parsing.sections.sections import find_sections
from flows.parsing.sections.speakers import speaker_words
from flows.parsing.text.outline import Outline, outline_parts
from flows.reading.canonical import CanonicalText
from flows.records import Section
from flows.sources.reference import reference_tables

SHARED = Path(__file__).parents[3] / "shared"
#: Not the fixture: hypothesis prints its arguments, and the vocabulary is long.
WORDS = Vocabulary.from_tables(reference_tables())
GOLD_SPEAKERS = {"pcc": "commissioner", "force_briefing": "force"}


def sectioned(text: str | CanonicalText, vocabulary: Vocabulary) -> Outline:
    canonical = CanonicalText(text, "text/plain") if isinstance(text, str) else text
    outline = outline_parts(canonical, "0" * 16)
    outline.set_sections(find_sections(outline, read_header(outline, vocabulary, "en"), vocabulary))
    return outline


def speakers_of(text: str, vocabulary: Vocabulary) -> list[tuple[str | None, str]]:
    return [(s.heading, s.speaker) for s in sectioned(text, vocabulary).sections]


def speaker_at(text: str, words: str, vocabulary: Vocabulary) -> str:
    return sectioned(text, vocabulary).section_at(text.index(words)).speaker


def assert_covers(text: str, sections: tuple[Section, ...]) -> None:
    assert sections[0].char_start == 0
    assert sections[-1].char_end == len(text)
    for section, following in pairwise(sections):
        assert section.char_end == following.char_start
    assert [section.ordinal for section in sections] == list(range(1, len(sections) + 1))
    assert len({section.section_id for section in sections}) == len(sections)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Chief Constable's comments", "chief_constable"),
        ("Comments of the Temporary Chief Constable", "chief_constable"),
        ("Response from Chief Constable Kier Pritchard", "chief_constable"),
        ("1. Police & Crime Commissioner comments:", "commissioner"),
        ("PFCC Response", "commissioner"),
        ("PCC response to the Chief Constable's comments", "commissioner"),
        ("Chief Officer Team Briefing for PCC", "force"),
        ("Surrey Police response", "force"),
        ("HMICFRS recommendations", "inspectorate"),
        ("What will the PCC do next?", "commissioner"),
        ("What inspectors said", "inspectorate"),
        ("OPCC oversight", "commissioner"),
        ("Steps taken by the Constabulary", "force"),
        ("Ymateb y Llu", "force"),
        ("Joint response of the PCC and Chief Constable", "other"),
        ("Report summary", "other"),
        ("Police and Crime Plan", None),
        ("Role of the Police and Crime Commissioner", None),
        ("Recommendations", None),
    ],
)
def test_a_heading_speaks_for_whom_it_names(
    heading: str, expected: str | None, vocabulary: Vocabulary
) -> None:
    assert speaker_words(vocabulary).of_heading(heading) == expected


def test_a_speaker_goes_on_until_another_is_named(vocabulary: Vocabulary) -> None:
    text = """# PEEL 2021/22 inspection of Kent Police

The inspectorate graded the force in nine areas and named four areas where it has to do better.

## Chief Constable's response

We accept the report.

### Training

All sergeants were trained.

## Commissioner's comments

I welcome the report.

### Next steps

I will return to it in spring.
"""
    assert speakers_of(text, vocabulary) == [
        (None, "other"),
        ("Chief Constable's response", "chief_constable"),
        ("Training", "chief_constable"),
        ("Commissioner's comments", "commissioner"),
        ("Next steps", "commissioner"),
    ]


def test_who_spoke_under_the_higher_heading_speaks_again_after_the_lower(
    vocabulary: Vocabulary,
) -> None:
    text = """# Response to the HMICFRS report on custody

## Commissioner's comments

I welcome the report, and I set out below how each of its recommendations was taken up.

### Recommendation 1

Chief constables should record reasons.

#### Kent Police response

We do.

### What I shall do

I will visit each suite.
"""
    assert speaker_at(text, "We do.", vocabulary) == "force"
    assert speaker_at(text, "I will visit", vocabulary) == "commissioner"


PAGE = """<h1>Response to the HMICFRS report on custody</h1>
<h2>Chief Constable's response</h2><p>The force has opened a second suite at its north base.</p>
<h3>Training</h3><p>Every sergeant has been trained since.</p>
{}<p>Inspectors visited the suites in spring, and this is what they looked at.</p>"""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("<h2>Background</h2>", "other"),
        ("<h3>Background</h3>", "chief_constable"),
        ("<p><b>Background</b></p>", "chief_constable"),
    ],
)
def test_a_heading_ends_a_speech_where_the_page_itself_marks_its_level(
    heading: str, expected: str, vocabulary: Vocabulary
) -> None:
    page = reading.read(PAGE.format(heading).encode(), "page.html")
    outline = sectioned(page, vocabulary)
    assert outline.section_at(page.text.index("sergeant")).speaker == "chief_constable"
    assert outline.section_at(page.text.index("Inspectors")).speaker == expected


def test_run_in_labels_change_the_speaker(vocabulary: Vocabulary) -> None:
    text = """Response of the PCC for Kent to the HMICFRS report on fraud

Chief Constable's comments

The Chief Constable of Kent notes the report and has read each of its recommendations with care.

Business area lead; the economic crime unit has worked well with banks and with the councils.

PCC response: I am content with what was done, and I shall ask again in the autumn of the year.
"""
    assert speakers_of(text, vocabulary)[1:] == [
        ("Chief Constable's comments", "chief_constable"),
        ("Business area lead", "force"),
        ("PCC response", "commissioner"),
    ]


def test_speech_without_marks_is_the_chief_constables_until_the_author_speaks_again(
    vocabulary: Vocabulary,
) -> None:
    text = """PFCC response to the HMICFRS inspection of vetting

I invited the Chief Constable of Essex Police to comment. In response, the Chief Constable said:

We welcome the report and accept each recommendation.

Our vetting unit has cleared its backlog of 240 cases.

As Commissioner I am content with that answer, and will monitor it at my Performance Board.

Roger Hirst
Police, Fire and Crime Commissioner for Essex
"""
    assert speakers_of(text, vocabulary) == [
        (None, "commissioner"),
        (None, "chief_constable"),
        (None, "commissioner"),
        (None, "other"),
    ]
    assert speaker_at(text, "Our vetting unit", vocabulary) == "chief_constable"
    assert speaker_at(text, "Roger Hirst", vocabulary) == "other"


def test_a_quotation_of_several_paragraphs_ends_with_its_closing_mark(
    vocabulary: Vocabulary,
) -> None:
    text = """Report on stop and search welcomed

Cleveland Police was visited in March, and the inspectorate has now published what it found there.

Chief Constable Mark Webster said: "We accept the recommendations in full.

"There is more to do."

The report is on the website of the inspectorate, with those of the forty-two other forces.
"""
    assert speaker_at(text, "There is more", vocabulary) == "chief_constable"
    assert speaker_at(text, "The report is on", vocabulary) == "other"


def test_a_joint_paper_has_no_speaker_until_a_part_names_its_author(
    vocabulary: Vocabulary,
) -> None:
    text = """ACCOUNTABILITY MEETING

Joint Report of the Chief Officer Team and Office of the Police and Crime Commissioner

PURPOSE OF THE REPORT

1. This report tells what Humberside Police and the commissioner did about rural crime this year.

Chief Officer Team Briefing for PCC

Summary

The rural team has grown, and it now works in every district of the force with two more officers.

ONGOING WORK

The team will be visiting markets and shows until the end of the season to talk with farmers.

Police and Crime Commissioner Update:

Key Information

- The commissioner has funded cameras on ten lanes that farmers themselves had named to his office.
"""
    assert speaker_at(text, "This report tells", vocabulary) == "other"
    assert speaker_at(text, "The rural team", vocabulary) == "force"
    assert speaker_at(text, "The team will", vocabulary) == "force"
    assert speaker_at(text, "The commissioner has funded", vocabulary) == "commissioner"


@pytest.mark.parametrize(
    "ending",
    [
        "Cc: Chief Constable of Kent\nHM Inspector of Constabulary",
        "Yours sincerely\n\nA. Example",
        "Matthew Scott\n\nPolice and Crime Commissioner for Kent",
    ],
)
def test_signatures_and_copies_are_nobodys_words(ending: str, vocabulary: Vocabulary) -> None:
    body = (
        "PCC response to the HMICFRS report on roads\n\nI welcome the report on roads in Kent.\n\n"
    )
    sections = sectioned(body + ending, vocabulary).sections
    assert (sections[-1].heading, sections[-1].speaker) == (None, "other")
    assert sections[-1].char_start == len(body)
    assert sections[-2].speaker == "commissioner"


def test_the_address_above_a_letter_and_the_office_below_it_are_no_sections(
    vocabulary: Vocabulary,
) -> None:
    text = """# Response to HMICFRS: roads policing

Home Secretary

Home Office

2 Marsham Street

Dear Home Secretary,

## What was inspected

The inspectorate looked at how seven forces police their roads, and Kent Police was one of them.

## Force response

Kent Police has bought six new cameras.

## Background

I have asked for figures on this since I was elected.

Yours sincerely,

## Office of the Police and Crime Commissioner for Kent

Cc: HM Inspector of Constabulary
"""
    assert speakers_of(text, vocabulary) == [
        (None, "commissioner"),
        ("What was inspected", "commissioner"),
        ("Force response", "force"),
        ("Background", "commissioner"),
        (None, "other"),
    ]


@settings(max_examples=80, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "# Chief Constable's comments", "PCC response: we did so.", "Yours sincerely", "Cc: HMI",
                "The Chief Constable said:", '"We agree.', 'It is so."', "**Summary**", "Kent Police acted on it.",
                "| a | b |\n|---|---|\n| c | d |", "2 MAY 2017", "- one item", "\u200b", "Update", "\t1\t2", "  ",
            ]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_sections_cover_any_document_without_gap_or_overlap(pieces: list[str]) -> None:
    text = "\n\n".join(pieces)
    assert_covers(text, sectioned(text, WORDS).sections)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_the_five_published_documents_have_their_gold_sections(vocabulary: Vocabulary) -> None:
    for gold in json.loads((SHARED / "gold/gold_structure.json").read_text(encoding="utf-8")):
        text = (SHARED / "corpus" / gold["file"]).read_text(encoding="utf-8")
        sections = sectioned(text, vocabulary).sections
        assert_covers(text, sections)
        found = {section.char_start: section for section in sections}
        for wanted in gold["sections"]:
            if "(table)" in (wanted["heading"] or ""):
                continue
            near = [found[start] for start in found if abs(start - wanted["start"]) <= 3]
            speaker = GOLD_SPEAKERS.get(wanted["speaker"], wanted["speaker"])
            assert [section.speaker for section in near] == [speaker], wanted


HEAD = "# PCC response to HMICFRS report: The hidden harm of county lines\n\n3 May 2022\n\n"


def test_my_response_is_the_authors_again(vocabulary: Vocabulary) -> None:
    text = (
        "# Response of the Police and Crime Commissioner for Kent\n\n"
        "## What the force told us\n\nEvery officer has been given a card with the number.\n\n"
        "## My response\n\nI am glad of the cards and I will ask how often they are used.\n"
    )
    assert speaker_at(text, "Every officer", vocabulary) == "force"
    assert speaker_at(text, "I am glad", vocabulary) == "commissioner"


def test_a_speaker_has_a_list_below_its_heading(vocabulary: Vocabulary) -> None:
    text = f"{HEAD}## Force position\n\nThis year we will:\n\n- train all jailers\n- buy two vans\n"
    assert speaker_at(text, "train all", vocabulary) == "force"


def test_a_long_numbered_label_is_a_heading(vocabulary: Vocabulary) -> None:
    text = (
        f"{HEAD}1. Response from the Chief Constable\n\nThe cards have been printed and given out.\n\n"
        "2. Response from the Deputy Mayor for Policing, Crime, Criminal Justice and Fire\n\n"
        "The cards are a good beginning, and more of them are needed.\n"
    )
    assert speaker_at(text, "The cards have", vocabulary) == "chief_constable"
    assert speaker_at(text, "The cards are", vocabulary) == "commissioner"


def test_labels_in_a_list_are_no_headings(vocabulary: Vocabulary) -> None:
    text = (
        f"{HEAD}What this paper holds, in the order in which it is printed below:\n\n"
        "1. Chief Constable's comments\n2. Force position\n3. Annex\n"
    )
    assert [heading for heading, _ in speakers_of(text, vocabulary)] == [None]


def test_a_force_that_answers_by_itself_speaks(vocabulary: Vocabulary) -> None:
    text = (
        "# Essex Police response to the HMICFRS custody inspection\n\n3 May 2022\n\n"
        "## Area for improvement 1\n\nThe force should improve how it records the use of force.\n\n"
        "### Our response\n\nThe form has been changed, and ten records a week are read.\n"
    )
    assert speaker_at(text, "The form has", vocabulary) == "force"


def test_a_day_stands_between_a_speaker_and_the_words(vocabulary: Vocabulary) -> None:
    text = (
        "# Answers to the HMICFRS report on rural crime\n\n## North Wales Police response\n\n2 December 2022\n\n"
        "North Wales Police is to hire ten call handlers before the year is out.\n"
    )
    assert speaker_at(text, "North Wales Police is", vocabulary) == "force"


def test_a_response_that_was_given_ends_where_it_is_weighed(vocabulary: Vocabulary) -> None:
    text = (
        "5 November 2019\n\nDear Minister\n\nRe: the report on mental health\n\n"
        "The Chief Constable has given me the following response:\n\n"
        "The findings chime with what is known here, and a car has been bought.\n\n"
        "I am content with that response, and I have asked for a note on the car.\n\n"
        "Yours faithfully\n\nTom Ashby\nPolice and Crime Commissioner for Lincolnshire\n"
    )
    assert speaker_at(text, "The findings", vocabulary) == "chief_constable"
    assert speaker_at(text, "I am content", vocabulary) == "commissioner"


@pytest.mark.parametrize(
    ("signed", "speaker"),
    [
        ("Rob Finch QPM\nChief Constable\n", "chief_constable"),
        ("Rob Finch\nPolice and Crime Commissioner for Kent\n", "commissioner"),
    ],
)
def test_who_signs_the_whole_speaks(signed: str, speaker: str, vocabulary: Vocabulary) -> None:
    text = (
        "3 February 2020\n\nDear Minister\n\nPEEL inspection of the force\n\n"
        "I set out my comments on the report, which I was glad to read in full.\n\n"
        f"Yours sincerely\n\n{signed}"
    )
    assert speaker_at(text, "I set out", vocabulary) == speaker
