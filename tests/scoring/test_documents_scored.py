import datetime as dt

import pytest

from tests.scoring.annotated_page import Page
from tests.scoring.answers import judge_answers
from tests.scoring.commitments import judge_commitments
from tests.scoring.headers import judge_headers
from tests.scoring.initiatives import judge_initiatives, same_name
from tests.scoring.offsets import judge_offsets
from tests.scoring.sections import judge_sections
from tests.scoring.tables import judge_tables
from tests.scoring.tally import Score
from tests.scoring.themes import judge_themes


def named(scores: tuple[Score, ...], name: str) -> Score:
    return next(score for score in scores if score.name == name)


def counts(score: Score) -> tuple[int, int, int]:
    return score.wanted, score.found, score.right


def test_a_cell_is_whole_only_with_both_values_labels_and_period(tmp_path):
    page = Page("Crimes\n2013\nKent 25 (9)\nKent 60 (8)")
    page.annotate_cell("25 (9)", 25, value_in_brackets=9)
    page.annotate_cell("60 (8)", 60, value_in_brackets=8)
    page.state_cell("25 (9)", 25)
    page.state_figure("9", 9, row_label="Kent", column_label="2013")
    page.state_cell("60 (8)", 60)
    scores = judge_tables(*page.read(tmp_path))
    assert counts(named(scores, "whole: values, labels, period")) == (2, 2, 1)
    assert counts(named(scores, "value and unit")) == (4, 3, 3)


def test_a_label_taken_for_a_figure_is_an_extra_of_its_table(tmp_path):
    page = Page("Crimes\n2013\nKent 25")
    page.annotate_cell("25", 25)
    page.state_figure("2013", 2013)
    page.state_cell("25", 25)
    scores = judge_tables(*page.read(tmp_path))
    assert counts(named(scores, "value and unit")) == (1, 2, 1)
    assert named(scores, "whole: values, labels, period").is_missed


def test_a_wrong_label_breaks_the_cell_and_not_its_value(tmp_path):
    page = Page("Crimes\n2013\nKent 25")
    page.annotate_cell("25", 25)
    page.state_cell("25", 25, row_label="Essex")
    scores = judge_tables(*page.read(tmp_path))
    assert counts(named(scores, "value and unit")) == (1, 1, 1)
    assert counts(named(scores, "row label")) == (1, 1, 0)
    assert counts(named(scores, "whole: values, labels, period")) == (1, 1, 0)


def test_a_date_that_is_also_accepted_to_be_missing_brings_its_precision_and_basis(tmp_path):
    page = Page("A letter.")
    page.document |= {
        "document_date": "2020-04-01", "document_date_precision": "month",
        "document_date_basis": "inferred", "document_date_accept": ["2020-04-01", None],
    }  # fmt: skip
    scores = judge_headers(*page.read(tmp_path))
    assert [named(scores, name).outcome for name in ("date", "date precision", "date basis")] == [
        1,
        1,
        1,
    ]
    page.state_header(document_date=dt.date(2020, 4, 2), document_date_precision="day")
    scores = judge_headers(*page.read(tmp_path))
    assert [named(scores, name).outcome for name in ("date", "date precision", "date basis")] == [
        0,
        0,
        0,
    ]


def test_a_commissioner_named_where_the_document_names_none_is_wrong(tmp_path):
    page = Page("A letter.")
    page.state_header(commissioner_name="Jo Bloggs", title="A  LETTER.")
    scores = judge_headers(*page.read(tmp_path))
    assert counts(named(scores, "commissioner")) == (0, 1, 0)
    assert named(scores, "commissioner").is_missed
    assert not named(scores, "title").is_missed


def test_zero_recommendations_is_a_value_and_a_second_report_is_wrong(tmp_path):
    page = Page("A letter.")
    page.document |= {
        "inspection_report_id": "r", "report_published_on": "2020-02-04",
        "recommendations_made": 0,
    }  # fmt: skip
    page.state_response("r", None)
    scores = judge_headers(*page.read(tmp_path))
    assert named(scores, "inspection report").outcome == 1
    assert named(scores, "report published on").outcome == 1
    assert counts(named(scores, "recommendations made")) == (1, 0, 0)
    page.state_response("s", 0)
    assert named(judge_headers(*page.read(tmp_path)), "inspection report").outcome == 0


def test_further_sections_are_no_errors_and_a_wrong_speaker_is_one(tmp_path):
    page = Page("Summary\ntext\nComments of the force\ntext\nNext steps\ntext\nClose")
    page.annotate_section("Summary", "other")
    page.annotate_section("Comments of the force", "force_briefing")
    page.annotate_section("Next steps", "pcc")
    page.state_section("Summary", "other")
    page.state_section("Comments of the force", "force")
    page.state_section("Next steps", "force")
    page.state_section("Close", "other")
    scores = judge_sections(*page.read(tmp_path))
    assert counts(named(scores, "heading")) == (3, 3, 3)
    assert counts(named(scores, "heading and speaker")) == (3, 3, 2)


def test_a_made_up_heading_is_not_judged_and_a_missed_one_is(tmp_path):
    page = Page("Summary\ntext\nAnswers (table)\ntext")
    page.annotate_section("Summary", "other")
    page.annotate_section("Answers (table)", "force_briefing")
    score = named(judge_sections(*page.read(tmp_path)), "heading")
    assert counts(score) == (1, 0, 0)


def test_an_answer_cut_short_is_found_and_not_whole(tmp_path):
    page = Page("Forces should act now. We did act. We will act again. Forces should stop. We did.")
    page.annotate_pair("Forces should act now.", "We did act. We will act again.")
    page.annotate_pair("Forces should stop.", "We did.", ordinal=2)
    page.state_pair("Forces should act now.", "We did act.")
    page.state_pair("Forces should stop.", "We did.", ordinal=2)
    scores = judge_answers(*page.read(tmp_path))
    assert counts(named(scores, "pairs")) == (2, 2, 2)
    assert counts(named(scores, "whole pairs")) == (2, 2, 1)
    assert named(scores, "whole pairs").is_missed


def test_a_missed_pair_an_extra_pair_and_an_accepted_status_are_told_apart(tmp_path):
    page = Page("Forces should act. We did. Forces should stop. We will. Note this paper. Noted.")
    page.annotate_pair("Forces should act.", "We did.", action_status_accept=["taken", "proposed"])
    page.annotate_pair("Forces should stop.", "We will.", ordinal=2)
    page.state_pair("Forces should act.", "We did.", action_status="proposed")
    page.state_pair("Note this paper.", "Noted.", ordinal=2)
    scores = judge_answers(*page.read(tmp_path))
    assert counts(named(scores, "pairs")) == (2, 2, 1)
    assert named(scores, "action status").outcome == 1


def test_an_implied_commitment_counts_neither_way(tmp_path):
    page = Page("I will act. We are looking at it. It did rain.")
    page.annotate_promise("I will act.", "explicit")
    page.annotate_promise("We are looking at it.", "implied")
    page.annotate_promise_trap("It did rain.")
    page.state_promise("I will act.")
    page.state_promise("We are looking at it.")
    page.state_promise("It did rain.")
    scores = judge_commitments(*page.read(tmp_path))
    assert counts(named(scores, "explicit")) == (1, 2, 1)
    assert named(scores, "negatives hit").outcome == 1


def test_a_second_commitment_on_one_sentence_is_an_extra(tmp_path):
    page = Page("I will act and I will stop.")
    page.annotate_promise("I will act and I will stop.", "explicit")
    page.state_promise("I will act")
    page.state_promise("I will stop")
    assert counts(named(judge_commitments(*page.read(tmp_path)), "explicit")) == (1, 2, 1)


def test_a_commitment_that_only_brushes_an_annotated_sentence_is_another(tmp_path):
    page = Page("I will act. We stopped, and nobody will.")
    page.annotate_promise("I will act.", "explicit")
    page.state_promise("act. We stopped, and nobody will.")
    score = named(judge_commitments(*page.read(tmp_path)), "explicit")
    assert counts(score) == (1, 1, 0)
    assert [miss.error for miss in score.misses] == ["missed", "extra"]


@pytest.mark.parametrize(
    ("due", "found", "due_on", "words"),
    [
        ("2020", {"due_on": dt.date(2020, 12, 31), "due_text": "During 2020"}, 1, None),
        ("2020", {"due_on": dt.date(2020, 1, 1)}, 0, None),
        ("2017-10-01", {"due_on": dt.date(2017, 10, 1)}, 1, None),
        (None, {"due_on": dt.date(2017, 10, 1)}, 0, None),
        ("in recovery", {"due_text": "once we are in recovery"}, 1, 1),
        ("in recovery", {"due_text": None}, 1, 0),
    ],
)
def test_a_due_date_is_the_last_day_of_what_is_annotated(tmp_path, due, found, due_on, words):
    page = Page("I will act.")
    page.annotate_promise("I will act.", "explicit", due)
    page.state_promise("I will act.", **found)
    scores = judge_commitments(*page.read(tmp_path))
    assert named(scores, "due on").outcome == due_on
    assert named(scores, "due words").outcome == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Harbour Teams", "Harbour Team"),
        ("Joint Panel (JP)", "joint panel"),
        ("VB (Victim Board)", "Victim Board"),
        ("Larkspur", "Operation Larkspur"),
        ("Multi-Agency Hubs", "Multi Agency Hub"),
        ("Shelter’s NEST", "Shelter's NEST"),
    ],
)
def test_two_spellings_of_one_name_are_the_same(one, other):
    assert same_name(one) == same_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Joint Panel (JP)", "JP"), ("Harbour Team", "Meadow Team"), ("Hub", "Safeguarding Hub")],
)
def test_two_names_are_not_the_same_because_they_share_a_word(one, other):
    assert same_name(one) != same_name(other)


def test_a_name_counts_once_and_an_unjudged_one_not_at_all(tmp_path):
    page = Page(
        "The Harbour Team, the Case Register, the Ports Unit, the Gold Group and Harbour Team."
    )
    page.annotate_name("Harbour Team", "team")
    page.annotate_name("Case Register", "register")
    page.annotate_name("Gold Group", "board")
    page.state_name("Harbour Team", "Harbour Team", "team")
    page.state_name("Harbour Team", "Harbour Team", "team")
    page.state_name("Case Register", "Case Register", "other")
    page.state_name("Ports Unit", "Ports Unit", "team")
    page.state_name("Gold Group", "Gold Group", "group")
    scores = judge_initiatives(*page.read(tmp_path))
    assert counts(named(scores, "name")) == (2, 3, 2)
    assert counts(named(scores, "type, given the name")) == (2, 2, 1)


def test_passing_themes_count_neither_way_and_false_ones_are_hits(tmp_path):
    page = Page("a b c d e f g")
    page.annotate_themes(["one", "two"], ["three"], ["four", "five"])
    for theme in ("one", "three", "four", "unlisted"):
        page.state_theme("a", theme)
    scores = judge_themes(*page.read(tmp_path))
    assert counts(named(scores, "named at all")) == (2, 2, 1)
    assert named(scores, "must not").outcome == 1


def test_a_theme_outside_the_five_strongest_holds_no_place(tmp_path):
    page = Page("a b c d e f g")
    page.annotate_themes(["weak", "strong"], [], [])
    for theme in ("p", "q", "r", "s", "strong"):
        page.state_theme("a", theme)
        page.state_theme("b", theme)
    page.state_theme("c", "weak")
    score = named(judge_themes(*page.read(tmp_path)), "expected among the five strongest")
    assert (score.wanted, score.right) == (2, 1)


def test_a_quote_that_stands_elsewhere_breaks_the_law_of_offsets(tmp_path):
    page = Page("There were 20 crimes and 30 events.")
    page.state_figure("20", 20)
    page.state_figure("30", 30, char_start=0, char_end=2)
    (score,) = judge_offsets(*page.read(tmp_path))
    assert score.outcome_text == "1 of 2"
    assert score.is_missed
