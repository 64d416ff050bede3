import pytest

from flows.parsing.figures.quantities import find_quantities
from flows.parsing.times.periods import find_times
from flows.parsing.words import words_of

# (quoted, value, unit, qualifier, direction, role); sentences are our own.
FIGURES = [
    ("We spent £3.5 million, 12% of it on 25 officers.",
     [("£3.5 million", 3.5e6, "gbp", "exact", None, "level"), ("12%", 12, "percent", "exact", None, "share"),
      ("25", 25, "count", "exact", None, "level")]),
    ("Burglary rose by 12 per cent to 1,450 offences.",
     [("12 per cent", 12, "percent", "exact", "increase", "change"), ("1,450", 1450, "count", "exact", None, "level")]),
    ("The backlog fell from 340 to 312 cases.",
     [("340", 340, "count", "exact", None, "level"), ("312", 312, "count", "exact", None, "level")]),
    ("Two thirds of victims and one in five witnesses replied.",
     [("Two thirds", 66.67, "percent", "exact", None, "share"), ("one in five", 20, "percent", "exact", None, "share")]),
    ("More than half of officers and nine out of ten residents agreed.",
     [("half", 50, "percent", "more_than", None, "share"), ("nine out of ten", 90, "percent", "exact", None, "share")]),
    ("Nearly five thousand professionals came, a dozen of them twice.",
     [("five thousand", 5000, "count", "nearly", None, "level"), ("a dozen", 12, "count", "exact", None, "level")]),
    ("One hundred and twenty-five visits were made.",
     [("One hundred and twenty-five", 125, "count", "exact", None, "level")]),
    ("The average was 4 minutes 12 seconds against a target of 3 minutes.",
     [("4 minutes 12 seconds", 252, "second", "exact", None, "duration"), ("3 minutes", 3, "minute", "exact", None, "target")]),
    ("In total 92% of 999 calls were answered within 10 seconds.",
     [("92%", 92, "percent", "exact", None, "share"), ("10 seconds", 10, "second", "exact", None, "definition")]),
    ("There were 9 fewer crimes and a 15% reduction in calls.",
     [("9", 9, "count", "exact", "decrease", "change"), ("15%", 15, "percent", "exact", "decrease", "change")]),
    ("Confidence rose by 4.5 percentage points.",
     [("4.5 percentage points", 4.5, "percentage_point", "exact", "increase", "change")]),
    ("The rate is 23.4 crimes per 1,000 population.",
     [("23.4 crimes per 1,000", 23.4, "per_1000", "exact", None, "level")]),
    ("Reports doubled while the queue halved.",
     [("doubled", 2, "ratio", "exact", "increase", "change"), ("halved", 0.5, "ratio", "exact", "decrease", "change")]),
    ("Up to 8 cases, at least 30 visits and 300+ calls.",
     [("8", 8, "count", "at_most", None, "level"), ("30", 30, "count", "at_least", None, "level"),
      ("300+", 300, "count", "at_least", None, "level")]),
    ("It costs £1.2m-£1.5m, or between £1 and £2 million.",
     [("£1.2m-£1.5m", 1.2e6, "gbp", "range", None, "level"), ("£1 and £2 million", 1e6, "gbp", "range", None, "level")]),
    ("We recruited 15 full-time equivalent workers and 12.5 FTE.",
     [("15 full-time equivalent", 15, "fte", "exact", None, "level"), ("12.5 FTE", 12.5, "fte", "exact", None, "level")]),
    ("The grant runs over two years; the last one ran for over 20 years.",
     [("two years", 2, "year", "exact", None, "duration"), ("20 years", 20, "year", "more_than", None, "duration")]),
    ("In the last 12 months over 2,000 officers were trained.",
     [("12 months", 12, "month", "exact", None, "period"), ("2,000", 2000, "count", "more_than", None, "level")]),
    ("Pupils aged between 10 and 17, 15-17 year olds and under-18s came.",
     [("10 and 17", 10, "year", "range", None, "age"), ("15-17 year", 15, "year", "range", None, "age"),
      ("18", 18, "year", "less_than", None, "age")]),
    ("The report makes three recommendations and identifies one area for improvement.",
     [("three", 3, "count", "exact", None, "level"), ("one", 1, "count", "exact", None, "level")]),
    ("An extra £250k and a further 5 posts were funded.",
     [("£250k", 250_000, "gbp", "exact", None, "level"), ("5", 5, "count", "exact", None, "level")]),
    ("12 Sample Terrace, Selby YO8 9ZZ | 4 Quay Court | 7a Long Row, Settle. 30 Crown Court, 9 Park homes.",
     [("30", 30, "count", "exact", None, "level"), ("9", 9, "count", "exact", None, "level")]),
    ("Half a million pounds was lost.", [("Half a million pounds", 500_000, "gbp", "exact", None, "level")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text[:40] for text, _ in FIGURES])
def test_a_figure_has_its_value_unit_bound_direction_and_role(text, expected, vocabulary):
    found = find_quantities(text, words_of(text), find_times(text), vocabulary)
    assert [
        (text[q.start : q.end], q.value, q.unit_code, q.qualifier, q.change_direction, q.role)
        for q in found
    ] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The panel met on 3 May 2020 at 10.30am in Room 4.",
        "It follows section 47, paragraph 2.1.3 and Recommendations 3, 5 and 7.",
        "Year 7 pupils came under Priority 1, Phase 2 and Tier 3.",
        "In 2019/20 and the first half of next year plans for 2016 – 2021 were kept.",
        "Call 101 or 999, or 01380 734022; write to SN10 2DN.",
        "Covid-19 closed the M25, open 24/7, with a 20mph limit (PDF, 1.2MB).",
        "One of the aims, and only one part, is no one's; the 2nd phase was blurred.",
        "See www.example.gov.uk/files/12345 for version 2.1 of Form 12.",
        "The (1) prevention, (2) protection and (3) pursuit strands remain.",
        "Hundreds of people, several thousand calls and dozens of visits.",
        "A two-tier structure with a 10-point plan and audits every six months.",
        "The same month last year was the third quarter.",
    ],
)
def test_a_number_that_measures_nothing_is_no_figure(text, vocabulary):
    assert [
        text[q.start : q.end]
        for q in find_quantities(text, words_of(text), find_times(text), vocabulary)
    ] == []


def test_a_range_keeps_both_ends(vocabulary):
    text = "Between 10% and 15% of cases wait."
    (quantity,) = find_quantities(text, words_of(text), find_times(text), vocabulary)
    assert (quantity.value, quantity.value_high, quantity.unit_code) == (10, 15, "percent")
