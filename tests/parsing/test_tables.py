import datetime as dt

import pytest

from flows import reading
from flows.parsing.figures.arithmetic import check_arithmetic
from flows.parsing.figures.observations import find_observations
from flows.parsing.text.outline import outline_parts

MONTHLY = """### Repeat callers - Contacts (Visits) with a welfare marker

\t2021\t2022
January\t0\t12 (4)
February\t5 (2)\t9 (1)
March\t7 (3)\t11 (6)
<b>TOTAL</b>\t<b>12 (5)</b>\t<b>32 (12)</b>

Outcomes\t\t
\t2021\t2022
Visits\t5\t12
Resolved\t2\t9
<b>RATE</b>\t<b>40%</b>\t<b>75%</b>
"""


def observed(text, outlined, vocabulary):
    outline = outlined(text)
    return outline, find_observations(outline, None, "kent", None, vocabulary)


def test_every_printed_number_of_a_table_is_an_observation(outlined, vocabulary):
    outline, found = observed(MONTHLY, outlined, vocabulary)
    cells = [row for row in found if row.origin == "table"]
    assert [row.value for row in cells] == [
        0, 12, 4, 5, 2, 9, 1, 7, 3, 11, 6, 12, 5, 32, 12, 5, 12, 2, 9, 40, 75,
    ]  # fmt: skip
    assert all(outline.text[row.char_start : row.char_end] == row.quoted_text for row in cells)


def test_a_bracketed_second_value_is_measured_by_the_headings_own_bracket(outlined, vocabulary):
    _, found = observed(MONTHLY, outlined, vocabulary)
    february = [row for row in found if row.period_start == dt.date(2022, 2, 1)]
    assert [(row.value, row.measured) for row in february] == [
        (9, "Contacts with a welfare marker"),
        (1, "Visits with a welfare marker"),
    ]


def test_a_month_and_a_year_label_make_one_period(outlined, vocabulary):
    _, found = observed(MONTHLY, outlined, vocabulary)
    march = next(row for row in found if row.row_label == "March" and row.column_label == "2021")
    assert (march.period_start, march.period_end) == (dt.date(2021, 3, 1), dt.date(2021, 3, 31))
    assert march.period_precision == "month"


def test_totals_and_rates_are_checked_and_only_the_wrong_total_is_a_finding(outlined, vocabulary):
    outline, found = observed(MONTHLY.replace("32 (12)", "32 (14)"), outlined, vocabulary)
    result = check_arithmetic(outline, found)
    assert [(c.check_type, c.stated_value, c.agrees) for c in result.checks] == [
        ("total_against_parts", 12, True),
        ("total_against_parts", 5, True),
        ("total_against_parts", 32, True),
        ("total_against_parts", 14, False),
        ("rate_against_parts", 40, True),
        ("rate_against_parts", 75, True),
    ]
    (finding,) = result.findings
    assert (finding.finding_type, finding.stated_value, finding.computed_value) == (
        "total_differs_from_parts", 14, 11,
    )  # fmt: skip


def test_a_row_continued_after_a_page_break_is_one_row(outlined):
    text = """| Recommendation | Response |
|---|---|
| <p>Chief constables should review their call handling.</p> | <p>The review was finished in the spring of that year.</p> |

3

| | |
|---|---|
| | <p>Its findings were given to the governance board in May.</p> |
| <p>Chief constables should train their supervisors better.</p> | <p>All supervisors have been trained by the force since.</p> |
"""
    (grid,) = [part.grid for part in outlined(text).parts if part.grid]
    assert len(grid.body_rows()) == 2
    answer = grid.at(1, 1)
    assert [passage.text for passage in answer.passages] == [
        "The review was finished in the spring of that year.",
        "Its findings were given to the governance board in May.",
    ]


HEAD = "<tr><th>Year</th><th>Stalking crimes</th></tr>"


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ("<tr><td>2022</td><td>380</td></tr>", [2]),
        (f"{HEAD}<tr><td>2022</td><td>380</td></tr>", [2]),
        ("<tr><th>Year</th><th>Arson crimes</th></tr><tr><td>2022</td><td>380</td></tr>", [1, 1]),
        ("<tr><td>2022</td><td>380</td><td>East</td></tr>", [1, 1]),
    ],
)
def test_a_table_of_a_page_goes_on_under_the_same_heading_or_none(below, rows):
    above = f"{HEAD}<tr><td>2021</td><td>410</td></tr>"
    page = f"<p>The force counts them.</p><table>{above}</table>\n<table>{below}</table>"
    outline = outline_parts(reading.read(page.encode(), "page.html"), "0" * 16)
    grids = [part.grid for part in outline.parts if part.grid]
    assert [len(grid.body_rows()) for grid in grids] == rows


def test_tables_without_headings_are_tables_of_their_own():
    table = "<table><tr><td>{}</td><td>Crimes</td></tr><tr><td>East</td><td>7</td></tr></table>"
    page = f"<p>Two tables follow.</p>{table.format(2021)}{table.format(2022)}"
    outline = outline_parts(reading.read(page.encode(), "page.html"), "0" * 16)
    assert sum(part.grid is not None for part in outline.parts) == 2


def test_html_cells_that_span_rows_and_columns_keep_their_labels(outlined, vocabulary):
    text = (
        '<table><thead><tr><th rowspan="2">Area</th><th colspan="2">2022/23</th></tr>'
        "<tr><th>Calls</th><th>Answered (%)</th></tr></thead>"
        "<tr><td>East</td><td>1,204</td><td>35</td></tr></table>"
    )
    _, found = observed(text, outlined, vocabulary)
    assert [(r.value, r.unit_code, r.measured, str(r.period_start)) for r in found] == [
        (1204, "count", "East - Calls", "2022-04-01"),
        (35, "percent", "East - Answered", "2022-04-01"),
    ]


@pytest.mark.parametrize("empty", ["-", "–", "n/a", "", "..."])
def test_an_empty_cell_is_not_zero(empty, outlined, vocabulary):
    text = f"| Year | Calls |\n|---|---|\n| 2021 | {empty} |\n| 2022 | 7 |\n"
    _, found = observed(text, outlined, vocabulary)
    assert [row.value for row in found] == [7]


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("We saw that 34 out of 40 files (85%) were kept well.", [(85, 85, True)]),
        ("Of 1,240 searches, 310 (25%) led to something.", [(25, 25, True)]),
        ("By then 90.4% (2,031 of 2,246) had come.", [(90.4, 90.4274, True)]),
        ("They graded 62 of 80 cases (87%) as good.", [(87, 77.5, False)]),
        ("| Kept well | 2023 |\n|---|---|\n| Files | 78% (312/400) |", [(78, 78, True)]),
        ("They closed 12 of 14 actions (up 5%).", []),
        ("Some 5 of 43 boards (12%) agreed.", []),
        ("They met 12 boards and 40 wardens (30%).", []),
    ],
)
def test_a_share_beside_its_counts_is_checked(text, checked, outlined, vocabulary):
    outline, found = observed(text, outlined, vocabulary)
    result = check_arithmetic(outline, found)
    assert [(c.stated_value, c.computed_value, c.agrees) for c in result.checks] == checked
    assert {c.check_type for c in result.checks} <= {"rate_against_parts"}
    assert len(result.findings) == sum(not agrees for _, _, agrees in checked)


def test_a_verb_of_parts_breaks_a_number_down(outlined, vocabulary):
    text = "The 100 posts comprise 60 wardens, 25 clerks and 16 cooks."
    outline, found = observed(text, outlined, vocabulary)
    (check,) = check_arithmetic(outline, found).checks
    assert (check.check_type, check.computed_value) == ("sum_in_text", 101)


def test_a_sentence_that_breaks_its_number_down_is_checked(outlined, vocabulary):
    text = (
        "There were 30 reviews open; four homicide reviews, 17 child reviews and 8 adult reviews."
    )
    outline, found = observed(text, outlined, vocabulary)
    result = check_arithmetic(outline, found)
    assert [(c.check_type, c.stated_value, c.computed_value) for c in result.checks] == [
        ("sum_in_text", 30, 29)
    ]
    assert [f.finding_type for f in result.findings] == ["parts_differ_from_stated_sum"]


def test_a_figure_of_the_text_is_held_against_the_cell_for_its_period(outlined, vocabulary):
    text = (
        "| | 2021 | 2022 |\n|---|---|---|\n| Recorded burglary offences | 410 | 380 |\n\n"
        "There were 395 recorded burglary offences in 2022.\n"
    )
    outline, found = observed(text, outlined, vocabulary)
    (finding,) = check_arithmetic(outline, found).findings
    assert (finding.finding_type, finding.stated_value, finding.computed_value) == (
        "text_differs_from_table", 395, 380,
    )  # fmt: skip


def test_an_arrow_beside_a_figure_is_its_trend_and_no_text(outlined, vocabulary):
    text = (
        "| Offence | 2022 | 2023 | Change |\n|---|---|---|---|\n"
        "| Theft | 610 | 655 \u25b2 | \u25b2 7.4% |\n| Fraud | 120 | 110 (\u25bc 10) | 8.3% \u2193 |\n"
    )
    _, found = observed(text, outlined, vocabulary)
    assert [(row.quoted_text, row.observation_role, row.change_direction) for row in found] == [
        ("610", "level", None),
        ("655", "level", None),
        ("7.4%", "change", "increase"),
        ("120", "level", None),
        ("110", "level", None),
        ("10", "change", "decrease"),
        ("8.3%", "change", "decrease"),
    ]


def test_a_share_in_a_cell_keeps_the_counts_it_is_made_of(outlined, vocabulary):
    text = (
        "| % of victims | 2022 | 2023 |\n|---|---|---|\n"
        "| Kept informed | 78% (312/400) | 405 (81%) |\n| Satisfied | 69% (276) | 12/05/2023 |\n"
    )
    _, found = observed(text, outlined, vocabulary)
    assert [(row.value, row.unit_code) for row in found] == [
        (78, "percent"),
        (312, "count"),
        (400, "count"),
        (405, "count"),
        (81, "percent"),
        (69, "percent"),
        (276, "count"),
    ]


def test_no_beside_yes_is_an_answer_and_a_row_number_elsewhere(outlined, vocabulary):
    text = "| Question | Yes | No |\n|---|---|---|\n| Was the plan kept? | 45 | 5 |\n"
    _, found = observed(text, outlined, vocabulary)
    assert [(row.value, row.measured) for row in found] == [
        (45, "Was the plan kept? - Yes"),
        (5, "Was the plan kept? - No"),
    ]
    text = "| Theme | No | Cases |\n|---|---|---|\n| Custody | 45 | 5 |\n"
    assert [row.value for row in observed(text, outlined, vocabulary)[1]] == [5]


def test_a_unit_in_brackets_names_no_second_figure(outlined, vocabulary):
    text = "| | Q1 2023/24 |\n|---|---|\n| Average 101 wait (seconds) | 240 |\n"
    ((row),) = observed(text, outlined, vocabulary)[1]
    assert (row.measured, row.unit_code) == ("Average 101 wait", "second")


def test_a_number_in_the_label_of_a_row_of_figures_counts_nothing(outlined, vocabulary):
    text = (
        "| | May-23 |\n|---|---|\n| 999 calls answered within 10 seconds by staff | 84% |\n"
        "| All 30 officers were trained in the course of May. | Done |\n"
    )
    assert [row.quoted_text for row in observed(text, outlined, vocabulary)[1]] == ["84%", "30"]


@pytest.mark.parametrize(("officers", "checked"), [(20, [True, True]), (21, [])])
def test_a_total_above_its_parts_is_checked_where_it_is_one(
    officers, checked, outlined, vocabulary
):
    text = (
        "| | 2022 | 2023 |\n|---|---|---|\n| Total | 32 | 35 |\n"
        f"| Officers | {officers} | {officers + 1} |\n| Staff | 12 | 14 |\n"
    )
    outline, found = observed(text, outlined, vocabulary)
    result = check_arithmetic(outline, found)
    assert [check.agrees for check in result.checks] == checked
    assert result.findings == ()


def test_money_is_in_the_unit_of_the_corner_and_less_than_nothing_in_brackets(outlined, vocabulary):
    text = (
        "| £m | Budget 2023/24 | Variance |\n|---|---|---|\n"
        "| Pay | 180.5 | (1.3) |\n| Rent | 90.1 | 0.9 |\n| Total | 270.6 | (0.4) |\n"
    )
    outline, found = observed(text, outlined, vocabulary)
    assert [(row.quoted_text, row.value, row.change_direction) for row in found[1:4]] == [
        ("(1.3)", 1_300_000, "decrease"),
        ("90.1", 90_100_000, None),
        ("0.9", 900_000, "increase"),
    ]
    assert all(row.unit_code == "gbp" for row in found)
    assert [check.agrees for check in check_arithmetic(outline, found).checks] == [True, True]


def test_a_number_in_brackets_alone_is_a_note_where_nothing_is_less(outlined, vocabulary):
    text = "| Area | Thefts |\n|---|---|\n| Selby | 12 |\n| Settle | (4) |\n"
    assert [row.quoted_text for row in observed(text, outlined, vocabulary)[1]] == ["12"]


@pytest.mark.parametrize(
    ("label", "unit_code"),
    [
        ("Difference (pp)", "percentage_point"),
        ("Days lost", "day"),
        ("Hours per officer", "hour"),
        ("Days", "count"),
    ],
)
def test_a_label_says_the_unit_of_its_cells(label, unit_code, outlined, vocabulary):
    text = f"| Group | {label} |\n|---|---|\n| Wardens | 2.2 |\n"
    assert [row.unit_code for row in observed(text, outlined, vocabulary)[1]] == [unit_code]


@pytest.mark.parametrize(
    ("row", "column", "period"),
    [
        ("Theft", "Sep 22", dt.date(2022, 9, 1)),
        ("Theft", "Apr-23", dt.date(2023, 4, 1)),
        ("2021/22", "Theft", dt.date(2021, 4, 1)),
        ("PEEL 2021/22", "Open", None),
        ("By 30 June 2024 every force in the land should train all of its people.", "Done", None),
    ],
)
def test_a_label_dates_its_cells_unless_it_names_a_paper_or_a_task(
    row, column, period, outlined, vocabulary
):
    text = f"| | {column} | Rank |\n|---|---|---|\n| {row} | 212 | 4 |\n"
    (found,) = (
        observation
        for observation in observed(text, outlined, vocabulary)[1]
        if observation.origin == "table"
    )
    assert (found.value, found.period_start) == (212, period)


def test_a_rank_in_a_column_of_ranks_counts_nothing(outlined, vocabulary):
    text = "| | Thefts | MSG rank |\n|---|---|---|\n| Selby | 12 | 5/8 |\n"
    assert [row.quoted_text for row in observed(text, outlined, vocabulary)[1]] == ["12"]


def test_the_number_or_sentence_that_names_a_row_is_no_part_of_what_is_measured(
    outlined, vocabulary
):
    text = (
        "| Ref | Recommendation | % complete |\n|---|---|---|\n"
        "| 1.1 | The force should train 90% of its officers. | 75% |\n"
    )
    found = [row for row in observed(text, outlined, vocabulary)[1] if row.origin == "table"]
    assert [row.measured for row in found] == ["% complete"]
