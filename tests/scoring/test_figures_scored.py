import datetime as dt

import pytest

from tests.scoring.annotated_page import Page
from tests.scoring.figure_fields import judge_figure_fields
from tests.scoring.figures import judge_figures
from tests.scoring.measured import flaw_of, judge_measured
from tests.scoring.tally import Score


def named(scores: tuple[Score, ...], name: str) -> Score:
    return next(score for score in scores if score.name == name)


def counts(score: Score) -> tuple[int, int, int]:
    return score.wanted, score.found, score.right


def errors(score: Score) -> list[str]:
    return [miss.error for miss in score.misses]


def test_a_missed_figure_lowers_recall_and_an_extra_one_precision(tmp_path):
    page = Page("We recorded 20 crimes, held 3 events and met 7 groups.")
    page.annotate_figure("20", 20)
    page.annotate_figure("3", 3)
    page.state_figure("20", 20)
    page.state_figure("7", 7)
    score = named(judge_figures(*page.read(tmp_path)), "value and unit, core")
    assert counts(score) == (2, 2, 1)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)
    assert errors(score) == ["missed", "extra"]
    assert score.is_missed


def test_an_ignored_figure_counts_neither_way(tmp_path):
    page = Page("There were no recommendations and 20 crimes.")
    page.annotate_figure("no", 0, ignore=True)
    page.annotate_figure("20", 20)
    page.state_figure("no", 0)
    page.state_figure("20", 20)
    score = named(judge_figures(*page.read(tmp_path)), "value and unit, core")
    assert counts(score) == (1, 1, 1)


def test_a_figure_outside_the_core_is_wanted_only_among_all_roles(tmp_path):
    page = Page("20 crimes against people under 18.")
    page.annotate_figure("20", 20)
    page.annotate_figure("18", 18, core=False, unit_code="year")
    page.state_figure("20", 20)
    page.state_figure("18", 18, unit_code="year")
    scores = judge_figures(*page.read(tmp_path))
    assert counts(named(scores, "value and unit, core")) == (1, 1, 1)
    assert counts(named(scores, "value and unit, all roles")) == (2, 2, 2)


def test_a_wrong_unit_is_a_miss_and_an_extra_and_shows_in_the_row_of_units(tmp_path):
    page = Page("It took 20 days.")
    page.annotate_figure("20", 20, unit_code="day")
    page.state_figure("20", 20, unit_code="month")
    scores = judge_figures(*page.read(tmp_path))
    assert counts(named(scores, "value and unit, core")) == (1, 1, 0)
    assert counts(named(scores, "unit, given the value")) == (1, 1, 0)


def test_half_a_range_is_not_the_range(tmp_path):
    page = Page("Between 12 and 17 officers.")
    page.annotate_figure("12 and 17", 12, value_high=17)
    page.state_figure("12", 12)
    score = named(judge_figures(*page.read(tmp_path)), "value and unit, core")
    assert counts(score) == (1, 1, 0)


def test_one_record_serves_one_figure_only(tmp_path):
    page = Page("The 5 boards of the 5 districts.")
    page.annotate_figure("5 boards", 5)
    page.annotate_figure("5 districts", 5)
    page.state_figure("5 boards", 5)
    score = named(judge_figures(*page.read(tmp_path)), "value and unit, core")
    assert counts(score) == (2, 1, 1)
    assert [miss.wanted for miss in score.misses] == ["'5 districts' = 5 count"]


def test_a_negative_is_hit_by_a_record_on_it_and_by_no_other(tmp_path):
    page = Page("In 2019 we recorded 48 crimes under section 55.")
    page.annotate_trap("2019")
    page.annotate_trap("55")
    page.state_figure("2019", 2019)
    page.state_figure("48", 48)
    score = named(judge_figures(*page.read(tmp_path)), "negatives hit")
    assert score.outcome_text == "1 of 2"
    assert score.is_missed


def test_records_inside_an_annotated_table_are_no_figures_of_the_prose(tmp_path):
    page = Page("Crimes\nKent 20\n\nWe held 3 events.")
    page.annotate_cell("20", 20)
    page.annotate_figure("3", 3)
    page.state_cell("20", 20)
    page.state_figure("3", 3)
    score = named(judge_figures(*page.read(tmp_path)), "value and unit, core")
    assert counts(score) == (1, 1, 1)


@pytest.mark.parametrize(
    ("found", "is_right"),
    [
        ((dt.date(2019, 1, 1), dt.date(2019, 12, 31), "year"), True),
        ((None, None, None), True),
        ((dt.date(2019, 1, 1), None, "open"), False),
        ((dt.date(2018, 1, 1), dt.date(2018, 12, 31), "year"), False),
    ],
)
def test_every_accepted_period_is_right_and_no_other(tmp_path, found, is_right):
    page = Page("There were 20 crimes in 2019.")
    page.annotate_figure(
        "20", 20, period="2019-01-01/2019-12-31", period_precision="year",
        period_accept=["2019-01-01/2019-12-31", None],
    )  # fmt: skip
    start, end, precision = found
    page.state_figure("20", 20, period_start=start, period_end=end, period_precision=precision)
    scores = judge_figure_fields(*page.read(tmp_path))
    score = named(scores, "period exact")
    assert score.outcome == is_right
    # An accepted "no period" was not wanted: it costs no recall.
    assert counts(score) == ((1, 1, int(is_right)) if start else (0, 0, 0))


def test_an_accepted_open_period_brings_its_own_precision(tmp_path):
    page = Page("There were 20 crimes since December 2016.")
    page.annotate_figure(
        "20", 20, period="2016-12-01/2017-03-31", period_precision="range",
        period_accept=["2016-12-01/2017-03-31", "2016-12-01/.."],
    )  # fmt: skip
    page.state_figure("20", 20, period_start=dt.date(2016, 12, 1), period_precision="open")
    scores = judge_figure_fields(*page.read(tmp_path))
    assert [named(scores, f"period {part}").outcome for part in ("exact", "precision")] == [1, 1]


def test_an_empty_field_rightly_left_empty_agrees_but_was_not_wanted(tmp_path):
    page = Page("There were 20 crimes, 9 fewer.")
    page.annotate_figure("20", 20)
    page.annotate_figure("9", 9, change_direction="decrease")
    page.state_figure("20", 20)
    page.state_figure("9", 9)
    score = named(judge_figure_fields(*page.read(tmp_path)), "change direction")
    assert counts(score) == (1, 0, 0)
    assert score.outcome == 0.5


def test_fields_are_judged_of_figures_that_were_found_only(tmp_path):
    page = Page("There were nearly 20 crimes and over 30 events.")
    page.annotate_figure("20", 20, qualifier="nearly")
    page.annotate_figure("30", 30, qualifier="more_than")
    page.state_figure("20", 20, qualifier="exact")
    score = named(judge_figure_fields(*page.read(tmp_path)), "qualifier")
    assert (counts(score), score.outcome_text) == ((1, 0, 0), "0/1 = 0.000")


def test_a_role_or_scope_may_be_any_of_the_accepted(tmp_path):
    page = Page("There were 20 boards.")
    page.annotate_figure("20", 20, scope="partner", scope_accept=["force", "partner"])
    page.state_figure("20", 20, scope="force", observation_role="share")
    scores = judge_figure_fields(*page.read(tmp_path))
    assert (named(scores, "scope").outcome, named(scores, "role").outcome) == (1, 0)


@pytest.mark.parametrize(
    ("force_name", "judged"), [("Kent PCC", 1), ("Kent Police", 1), ("A charity", 0)]
)
def test_the_force_of_a_figure_is_judged_where_the_annotator_names_one(
    tmp_path, force_name, judged
):
    page = Page("There were 20 crimes.")
    page.annotate_figure("20", 20, force=force_name)
    page.state_figure("20", 20)
    score = named(judge_figure_fields(*page.read(tmp_path)), "force")
    assert counts(score) == (judged, judged, judged)


def test_likeness_leaves_stop_words_and_plural_endings_aside(tmp_path):
    page = Page("There were 20 crimes and 30 events.")
    page.annotate_figure("20", 20, measured="the crimes with a marker", head_nouns=["crimes"])
    page.annotate_figure("30", 30, measured="events held", head_nouns=["event"])
    page.state_figure("20", 20, measured="crime with markers")
    page.state_figure("30", 30, measured=None)
    scores = judge_measured(*page.read(tmp_path))
    assert named(scores, "measured, likeness").outcome == 0.5
    assert counts(named(scores, "measured, head noun")) == (2, 1, 1)


@pytest.mark.parametrize(
    ("measured", "flaw"),
    [
        ("crimes recorded with a CSE marker", None),
        ("section 47 enquiries in Year 7", None),
        ("999 calls answered in May", None),
        ("two-tier governance", None),
        ("crimes and 9 fewer", "a figure"),
        ("three training sessions", "a figure"),
        ("people who said so", "a finite verb"),
        ("crimes that were recorded", "a finite verb"),
        ("crimes. The force", "the end of a sentence"),
    ],
)
def test_what_is_measured_has_no_figure_verb_or_end_inside(measured, flaw):
    assert flaw_of(measured) == flaw
