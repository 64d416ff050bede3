"""The shapes in which commissioners print recommendations and answers, one under the other."""

import pytest

from flows.parsing import Vocabulary
from tests.parsing.test_whole_responses import parsed

TITLE = "# Kent PCC: response to the HMICFRS report Fraud: Time to choose\n\n"

LEAD = "Chief constables should name a lead."
TRAIN = "Chief constables should train their staff."
NAMED = "A lead was named in May."
PLANNED = "Training will begin in June."
BOTH = [(1, LEAD, NAMED), (2, TRAIN, PLANNED)]

SHAPES = {
    "bold wording": f"**{LEAD}**\n\n{NAMED}\n\n**{TRAIN}**\n\n{PLANNED}\n",
    "initials": f"R1: {LEAD}\n\n{NAMED}\n\nR2: {TRAIN}\n\n{PLANNED}\n",
    "numbers above labelled answers": (
        f"1) {LEAD}\n\nComment: {NAMED}\n\n2) {TRAIN}\n\nComment: {PLANNED}\n"
    ),
    "listed, then answered by number": (
        f"The report made these recommendations:\n\n1. {LEAD}\n2. {TRAIN}\n\n"
        f"Response to recommendation 1\n\n{NAMED}\n\nResponse to recommendation 2\n\n{PLANNED}\n"
    ),
    "listed, then answered under their labels": (
        f"The report makes two recommendations.\n\n1. {LEAD}\n\n2. {TRAIN}\n\n"
        f"Recommendation 1\n\n{NAMED}\n\nRecommendation 2\n\n{PLANNED}\n"
    ),
    "told and answered in one paragraph": (
        "Recommendation 1 asks that chief constables name a lead. A lead was named in May.\n\n"
        "Recommendation 2 says that they should train their staff. Training will begin in June.\n"
    ),
    "numbers inside of bold wording": (
        f"## Recommendations\n\n**1. {LEAD}**\n\nChief Constable's comments: {NAMED}\n\n"
        f"**2. {TRAIN}**\n\nChief Constable's comments: {PLANNED}\n"
    ),
    "a bold number beside a bold label": (
        f"**1.** **Recommendation:** {LEAD}\n\n**Response:** {NAMED}\n\n"
        f"**2.** **Recommendation:** {TRAIN}\n\n**Response:** {PLANNED}\n"
    ),
    "bold numbered wording without a full stop": (
        f"## Areas for improvement\n\n**1. {LEAD[:-1]}**\n\n{NAMED}\n\n"
        f"**2. {TRAIN[:-1]}**\n\n{PLANNED}\n"
    ),
    "who speaks, line by line": (
        f"### Recommendation 1: leads\n**HMICFRS:** {LEAD}\n**Kent Police:** {NAMED}\n\n"
        f"### Recommendation 2: training\n**HMICFRS:** {TRAIN}\n**PCC:** {PLANNED}\n"
    ),
    "a list in which each item answers itself": (
        f"- Recommendation 1: {LEAD} This was done in May.\n"
        f"- Recommendation 2: {TRAIN} We do not accept this recommendation.\n"
    ),
}
HEAD = "<h1>Kent PCC: response to the HMICFRS report Fraud: Time to choose</h1>"
PAGES = {
    "a table for each, its labels in the first column": (
        f"**Recommendation 1**\n\n| Recommendation | {LEAD} |\n|---|---|\n| Response | {NAMED} |\n\n"
        f"**Recommendation 2**\n\n| Recommendation | {TRAIN} |\n|---|---|\n| Response | {PLANNED} |\n"
    ),
    "a table for each, of one column": (
        f"| Recommendation 1 |\n|---|\n| {LEAD} |\n| Response |\n| {NAMED} |\n\n"
        f"| Recommendation 2 |\n|---|\n| {TRAIN} |\n| Response |\n| {PLANNED} |\n"
    ),
    "rows that head groups": (
        f"<table><tr><th colspan=2>Recommendation 1: {LEAD}</th></tr>"
        f"<tr><td>Force response</td><td>{NAMED}</td></tr>"
        f"<tr><th colspan=2>Recommendation 2: {TRAIN}</th></tr>"
        f"<tr><td>Force response</td><td>{PLANNED}</td></tr></table>"
    ),
    "numbered cells": (
        f"| Recommendation | Progress |\n|---|---|\n| 1. {LEAD} | {NAMED} |\n| 2. {TRAIN} | {PLANNED} |\n"
    ),
    "a list of definitions": (
        f"<dl><dt>Recommendation 1: {LEAD}</dt><dd>{NAMED}</dd>"
        f"<dt>Recommendation 2: {TRAIN}</dt><dd>{PLANNED}</dd></dl>"
    ),
    "quotations": f"<blockquote>{LEAD}</blockquote><p>{NAMED}</p><blockquote>{TRAIN}</blockquote><p>{PLANNED}</p>",
    "lines of an item": (
        f"<h2>Recommendations</h2><ol><li><strong>{LEAD}</strong><br>{NAMED}</li>"
        f"<li><strong>{TRAIN}</strong><br>{PLANNED}</li></ol>"
    ),
}
WRONG = "The force doesn't always name a lead"
FOUND = {
    "bold numbered wording without a full stop": [(1, LEAD[:-1], NAMED), (2, TRAIN[:-1], PLANNED)],
    "told and answered in one paragraph": [
        (1, "chief constables name a lead.", NAMED),
        (2, "they should train their staff.", PLANNED),
    ],
    "a list in which each item answers itself": [
        (1, LEAD, "This was done in May."),
        (2, TRAIN, "We do not accept this recommendation."),
    ],
}


def answers_of(text: str, vocabulary: Vocabulary) -> list[tuple[int, str, str]]:
    found = parsed(TITLE + text, vocabulary).recommendation_answers
    return [(one.ordinal, one.recommendation_text, one.answer_text) for one in found]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_recommendation_is_tied_to_its_answer(shape: str, vocabulary: Vocabulary) -> None:
    assert answers_of(SHAPES[shape], vocabulary) == FOUND.get(shape, BOTH)


@pytest.mark.parametrize("shape", PAGES)
def test_tables_and_pages_tie_them_too(shape: str, vocabulary: Vocabulary) -> None:
    text = PAGES[shape]
    is_page = text.startswith("<")
    document = parsed(
        (HEAD if is_page else TITLE) + text, vocabulary, "r.html" if is_page else "r.md"
    )
    found = document.recommendation_answers
    assert [(one.ordinal, one.recommendation_text, one.answer_text) for one in found] == BOTH


def test_a_column_or_a_label_says_whether_a_recommendation_is_accepted(
    vocabulary: Vocabulary,
) -> None:
    table = (
        f"<table><tr><td>Recommendation</td><td>Accepted?</td><td>Comment</td></tr>"
        f"<tr><td>{LEAD}</td><td>Yes</td><td>{NAMED}</td></tr>"
        f"<tr><td>{TRAIN}</td><td>In part</td><td>{PLANNED}</td></tr></table>"
    )
    headed = (
        f"<h2>Recommendation 1</h2><p>{LEAD}</p><h3>Accepted</h3><p>{NAMED}</p>"
        f"<h2>Recommendation 2</h2><p>{TRAIN}</p><h3>Not accepted</h3><p>{PLANNED}</p>"
    )
    stances = [
        [one.acceptance for one in parsed(HEAD + page, vocabulary, "r.html").recommendation_answers]
        for page in (table, headed)
    ]
    assert stances == [["accepted", "partially_accepted"], ["accepted", "rejected"]]


def test_a_column_of_areas_for_improvement_says_what_its_rows_are(vocabulary: Vocabulary) -> None:
    table = (
        "| Ref | Area for improvement | Action taken |\n|---|---|---|\n"
        f"| AFI1 | The force should name a lead. | {NAMED} |\n"
    )
    (answer,) = parsed(TITLE + table, vocabulary).recommendation_answers
    assert (answer.ordinal, answer.finding_type) == (1, "area_for_improvement")


def test_a_sentence_may_answer_a_listed_recommendation_by_its_number(
    vocabulary: Vocabulary,
) -> None:
    first = "In response to recommendation 1, the force named a lead in May."
    second = "With regard to recommendation 2, the force will train its staff by June."
    listed = f"The report makes two recommendations:\n\n1. {LEAD}\n2. {TRAIN}\n\n"
    assert answers_of(f"{listed}{first}\n\n{second}\n", vocabulary) == [
        (1, LEAD, first),
        (2, TRAIN, second),
    ]
    assert answers_of(f"{first}\n\n{second}\n", vocabulary) == []


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("The force accepts both recommendations and named a lead in May.", 2),
        ("All of these recommendations have been implemented.", 2),
        ("I have discussed both recommendations with the Chief Constable.", 0),
        ("I welcome what HMICFRS says of all forces.", 0),
    ],
)
def test_one_answer_may_be_that_of_a_whole_list(
    said: str, answered: int, vocabulary: Vocabulary
) -> None:
    text = f"The report makes two recommendations:\n\na) {LEAD}\nb) {TRAIN}\n\n{said}\n"
    assert answers_of(text, vocabulary) == [(1, LEAD, said), (2, TRAIN, said)][:answered]


def test_an_answer_under_a_bare_label_is_no_recommendation(vocabulary: Vocabulary) -> None:
    text = f"Recommendation 1\n\n{NAMED}\n\nShe reports every month.\n"
    assert answers_of(text, vocabulary) == []


def test_a_response_to_a_report_that_no_catalogue_names_has_its_answers(
    vocabulary: Vocabulary,
) -> None:
    title = "# Response of the Kent PCC to an HMICFRS inspection\n\n"
    text = f"{title}Recommendation 1: {LEAD}\n\n{NAMED}\n"
    (answer,) = parsed(text, vocabulary).recommendation_answers
    assert (answer.recommendation_text, answer.answer_text) == (LEAD, NAMED)


def test_headings_of_areas_for_improvement_ask_or_say_what_is_wrong(vocabulary: Vocabulary) -> None:
    page = (
        f"{HEAD}<h2>Areas for improvement</h2><h3>{WRONG}</h3><p>{NAMED}</p>"
        f"<h3>The force should train its staff</h3><p>{PLANNED}</p>"
        "<h2>Innovative practice</h2><p>The inspectors praised the kitchen.</p>"
    )
    found = parsed(page, vocabulary, "r.html").recommendation_answers
    assert [(one.finding_type, one.recommendation_text, one.answer_text) for one in found] == [
        ("area_for_improvement", WRONG, NAMED),
        ("area_for_improvement", "The force should train its staff", PLANNED),
    ]


def test_what_is_asked_as_one_list_may_be_answered_as_one(vocabulary: Vocabulary) -> None:
    text = (
        "Recommendations\n\nWithin three months, the force should:\n\n1. name a lead; and\n"
        "2. train its staff.\n\nResponse\n\n1. A lead was named in May.\n"
        "2. All of them were trained in June 2019.\n"
    )
    ((_, recommendation, answer),) = answers_of(text, vocabulary)
    assert recommendation.split("\n\n")[1:] == ["name a lead; and", "train its staff."]
    assert answer.split("\n\n") == [
        "A lead was named in May.",
        "All of them were trained in June 2019.",
    ]


def test_a_force_that_accepts_a_finding_in_passing_accepts_it(vocabulary: Vocabulary) -> None:
    text = f"Recommendation 1: {LEAD}\n\nThe force named a lead in May and accepts this finding.\n"
    (answer,) = parsed(TITLE + text, vocabulary).recommendation_answers
    assert answer.acceptance == "accepted"


def test_a_name_that_ends_the_text_is_no_part_of_an_answer(vocabulary: Vocabulary) -> None:
    text = f"Recommendation 1: {LEAD}\n\n{NAMED}\n\nJane Smith\n"
    assert answers_of(text, vocabulary) == [(1, LEAD, NAMED)]


def test_what_follows_a_list_of_answered_items_answers_none_of_them(vocabulary: Vocabulary) -> None:
    text = (
        f"- Recommendation 1: {LEAD} This was done in May.\n"
        f"- Recommendation 2: {TRAIN} This was done in June.\n\nThe force recorded 5,603 thefts.\n"
    )
    assert [answer for _, _, answer in answers_of(text, vocabulary)] == [
        "This was done in May.",
        "This was done in June.",
    ]


def test_a_force_whose_name_leads_in_speaks(vocabulary: Vocabulary) -> None:
    text = f"Recommendation 1: {LEAD}\n\nKent Police: The new form will go live on 1 March 2035.\n"
    (promise,) = parsed(TITLE + text, vocabulary).commitments
    assert (promise.actor, promise.speaker) == ("force", "force")


def test_an_item_is_answered_behind_a_dash_and_ends_there(vocabulary: Vocabulary) -> None:
    page = (
        f"{HEAD}<ol><li>Recommendation 1 - {LEAD}<br>Response - {NAMED}</li>"
        f"<li>Recommendation 2 - {TRAIN}<br>Response - {PLANNED}</li></ol>"
        "<h2>PCC response</h2><p>I welcome what the force has done about fraud in all its forms.</p>"
    )
    found = parsed(page, vocabulary, "r.html").recommendation_answers
    assert [(one.ordinal, one.recommendation_text, one.answer_text) for one in found] == BOTH
