import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from flows.parsing import Vocabulary
from flows.parsing.figures.observations import find_observations
from flows.parsing.findings.findings import find_source_findings
from flows.parsing.header.header import Header
from flows.parsing.text.outline import Outline
from flows.records import Response, SourceFinding

Outlined = Callable[[str], Outline]

UNDATED = Header(None, "letter", None, None, None, None, "none", "none", "en", "other")


def findings(
    text: str,
    outlined: Outlined,
    vocabulary: Vocabulary,
    header: Header = UNDATED,
    responses: Sequence[Response] = (),
) -> tuple[SourceFinding, ...]:
    outline = outlined(text)
    observations = find_observations(
        outline, header.title, "kent", header.document_date, vocabulary
    )
    found = find_source_findings(outline, header, responses, observations, vocabulary)
    for finding in found:
        assert text[finding.char_start : finding.char_end] == finding.quoted_text
        if finding.other_quoted_text is not None:
            quoted = text[finding.other_char_start : finding.other_char_end]
            assert quoted == finding.other_quoted_text
    return found


def kinds(
    text: str, outlined: Outlined, vocabulary: Vocabulary, header: Header = UNDATED
) -> list[str]:
    return [finding.finding_type for finding in findings(text, outlined, vocabulary, header)]


LONG = "Every district now has a trained officer who looks after missing children."


def test_a_sentence_printed_twice_is_one_finding_with_both_places(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = f"{LONG} This has helped.\n\nWe thank all staff.\n\n{LONG}\n"
    (finding,) = findings(text, outlined, vocabulary)
    assert finding.finding_type == "duplicate_statement"
    assert finding.quoted_text == finding.other_quoted_text == LONG
    assert finding.other_char_start == 0 < finding.char_start


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for this.\n\nThe weather was fine.\n\nThank you for this.\n",
        f"{LONG}\n\nEvery district now has a trained officer who looks after lost children.\n",
    ],
)
def test_short_or_different_sentences_are_no_duplicates(
    text: str, outlined: Outlined, vocabulary: Vocabulary
) -> None:
    assert kinds(text, outlined, vocabulary) == []


def test_an_announced_chart_that_is_not_there_is_missing(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = (
        "The chart below shows how many children were helped by the scheme over time.\n\n"
        "## Number of children helped\n\n## What comes next\n\n"
        "The scheme goes on and will be looked at again by the panel at its meeting.\n"
    )
    (finding,) = findings(text, outlined, vocabulary)
    assert finding.finding_type == "missing_figure"
    assert finding.other_quoted_text == "Number of children helped"


@pytest.mark.parametrize(
    "follows",
    [
        "| Year | Calls |\n|---|---|\n| 2019 | 12 |\n| 2020 | 15 |\n",
        "![calls by year](calls.png)\n",
        "2019: 12 calls\n\n2020: 15 calls\n",
    ],
)
def test_a_table_a_picture_or_lines_of_figures_are_what_was_announced(
    follows: str, outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = f"The table below sets out the calls that were answered in each year.\n\n{follows}"
    assert "missing_figure" not in kinds(text, outlined, vocabulary)


def test_a_table_may_stand_under_two_headings(outlined: Outlined, vocabulary: Vocabulary) -> None:
    text = (
        "This type has no column of its own in the table below, as it is seldom seen.\n\n"
        "## FIGURES\n\n### Searches in the county\n\n"
        "| Month | Searches |\n|---|---|\n| May | 12 |\n| June | 15 |\n"
    )
    assert kinds(text, outlined, vocabulary) == []


def test_a_chart_that_was_to_follow_is_missing(outlined: Outlined, vocabulary: Vocabulary) -> None:
    text = "A chart of reasons by month was to follow here.\n\n## DEMAND\n\nCalls grew again.\n"
    assert kinds(text, outlined, vocabulary) == ["missing_figure"]


def test_figures_spoken_of_in_passing_are_not_announced(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "Officers chart their own progress. The force is at the top of the table.\n"
    assert kinds(text, outlined, vocabulary) == []


def test_last_year_has_no_date_in_a_letter_without_one(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "There were 340 thefts in the last 12 months across the county.\n"
    (finding,) = findings(text, outlined, vocabulary)
    assert finding.finding_type == "unresolved_period"
    assert "last 12 months" in finding.quoted_text
    assert finding.other_quoted_text == "340"
    dated = replace(
        UNDATED, document_date=dt.date(2020, 5, 4), document_date_precision="day",
        document_date_basis="stated",
    )  # fmt: skip
    assert kinds(text, outlined, vocabulary, header=dated) == []


def monthly(first_year: list[int]) -> str:
    names = ["January", "February", "March", "April", "May", "June", "July", "August"]
    names += ["September", "October", "November", "December"]
    rows = [f"{name}\t{a}\t{b}" for name, a, b in zip(names, first_year, range(5, 17), strict=True)]
    total = f"Total\t{sum(first_year)}\t{sum(range(5, 17))}"
    return "\n".join(["\t2021\t2022", *rows, total]) + "\n"


def test_a_year_that_begins_late_is_partial_beside_whole_years(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    (finding,) = findings(monthly([0, 0, 0, 0, *range(3, 11)]), outlined, vocabulary)
    assert finding.finding_type == "partial_period"
    assert "2021 covers 8 months" in finding.explanation
    assert (finding.quoted_text, finding.other_quoted_text) == ("52", "126")


@pytest.mark.parametrize("values", [range(1, 13), [0, *range(1, 12)], [4, 0, 0, *range(1, 10)]])
def test_whole_years_and_quiet_months_are_not_partial(
    values: list[int], outlined: Outlined, vocabulary: Vocabulary
) -> None:
    assert kinds(monthly(list(values)), outlined, vocabulary) == []


def answered(published_on: dt.date | None, precision: str = "day") -> Response:
    return Response(
        document_id="0" * 16, section_id=None, speaker="force", quoted_text="Report",
        sentence_text="Report", char_start=0, char_end=6, response_id="r" * 64,
        inspection_report_id="no-such-report", is_catalogued=False, report_title_text="Report",
        report_publisher_names=None, report_published_on=published_on,
        report_published_on_precision=precision, recommendations_made=None, stance="notes",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("published_on", "precision", "expected"),
    [
        (dt.date(2020, 6, 1), "day", ["date_before_publication"]),
        (dt.date(2020, 6, 1), "month", ["date_before_publication"]),
        (dt.date(2020, 5, 1), "month", []),
        (dt.date(2020, 5, 4), "day", []),
        (dt.date(2021, 1, 1), "year", ["date_before_publication"]),
        (None, "none", []),
    ],
)
def test_a_response_cannot_be_older_than_its_report(
    published_on: dt.date | None,
    precision: str,
    expected: list[str],
    outlined: Outlined,
    vocabulary: Vocabulary,
) -> None:
    text = "Report of the inspectors, answered on 4 May 2020 in this letter.\n"
    header = replace(
        UNDATED, document_date=dt.date(2020, 5, 4), document_date_precision="day",
        document_date_basis="stated",
    )  # fmt: skip
    found = findings(
        text, outlined, vocabulary, header=header, responses=[answered(published_on, precision)]
    )
    assert [finding.finding_type for finding in found] == expected
    assert all(finding.other_quoted_text == "4 May 2020" for finding in found)


def test_an_acronym_that_nobody_explains_is_found_once_at_its_first_use(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "The QZT review has ended. The QZT lead has left.\n"
    (finding,) = findings(text, outlined, vocabulary)
    assert (finding.finding_type, finding.quoted_text) == ("unknown_acronym", "QZT")
    assert finding.char_start == text.index("QZT")


@pytest.mark.parametrize(
    "text",
    [
        "The Quick Zone Team (QZT) met. QZT is small.\n",
        "The quick zone team met in May. Later QZT grew.\n",
        "Children helped by QZT which is a pilot for schools.\n",
        "The CLIMB project is for boys.\n",
        "The NHS, the UK and the BBC were named.\n",
        "The force was graded GOOD and wishes to be OUTSTANDING.\n",
        "Officers said that this is NOT true, and it is not.\n",
        "See part IV of the report.\n",
        "THE QZT AND THE WYX MET\n",
        "The pupils drove along the M25 and the A38 to BS1 5TR.\n",
    ],
)
def test_explained_known_and_shouted_words_are_no_unknown_acronyms(
    text: str, outlined: Outlined, vocabulary: Vocabulary
) -> None:
    assert kinds(text, outlined, vocabulary) == []
