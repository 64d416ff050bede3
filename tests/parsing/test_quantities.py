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
    ("The line took 41,200 x 999 calls and the desk 61,300 x 101 calls.",
     [("41,200", 41200, "count", "exact", None, "level"), ("61,300", 61300, "count", "exact", None, "level")]),
    ("In May we had 52,000 calls to 101 and almost 31,000 to 999.",
     [("52,000", 52000, "count", "exact", None, "level"), ("31,000", 31000, "count", "nearly", None, "level")]),
    ("Referrals went from 640 to 999 in a year.",
     [("640", 640, "count", "exact", None, "level"), ("999", 999, "count", "exact", None, "level")]),
    ("More than a third – 36.4 per cent – hung up.",
     [("a third", 33.33, "percent", "more_than", None, "share"), ("36.4 per cent", 36.4, "percent", "exact", None, "share")]),
    ("The severity score for the 12 months to June 2019 was 11.7, and the rate was 8.2 per 1,000 compared to 9.4.",
     [("12 months", 12, "month", "exact", None, "period"), ("11.7", 11.7, "count", "exact", None, "level"),
      ("8.2 per 1,000", 8.2, "per_1000", "exact", None, "level"), ("9.4", 9.4, "per_1000", "exact", None, "level")]),
    ("Files are checked at 7, 14 and 28 days, and 5, 10 or 15% are sampled.",
     [("7", 7, "day", "exact", None, "duration"), ("14", 14, "day", "exact", None, "duration"),
      ("28 days", 28, "day", "exact", None, "duration"), ("5", 5, "percent", "exact", None, "share"),
      ("10", 10, "percent", "exact", None, "share"), ("15%", 15, "percent", "exact", None, "share")]),
    ("There were 5.3% (612) fewer crimes than the 11,550 before; arrests are 12% higher than 940.",
     [("5.3%", 5.3, "percent", "exact", "decrease", "change"), ("612", 612, "count", "exact", "decrease", "change"),
      ("11,550", 11550, "count", "exact", None, "level"), ("12%", 12, "percent", "exact", "increase", "change"),
      ("940", 940, "count", "exact", None, "level")]),
    ("Satisfaction was 81.5% (±2.4%), with 90 visits (+12) and calls at ↓1.1pp.",
     [("81.5%", 81.5, "percent", "exact", None, "share"), ("90", 90, "count", "exact", None, "level"),
      ("+12", 12, "count", "exact", "increase", "change"), ("1.1pp", 1.1, "percentage_point", "exact", "decrease", "change")]),
    ("This is a rise of 512, or 8.2%.",
     [("512", 512, "count", "exact", "increase", "change"), ("8.2%", 8.2, "percent", "exact", "increase", "change")]),
    ("Waits fell from 140 to 95 seconds, and from 12 to 7 per cent of calls; 34%, up from 28 in May.",
     [("140", 140, "second", "exact", None, "duration"), ("95 seconds", 95, "second", "exact", None, "duration"),
      ("12", 12, "percent", "exact", None, "share"), ("7 per cent", 7, "percent", "exact", None, "share"),
      ("34%", 34, "percent", "exact", None, "share"), ("28", 28, "percent", "exact", None, "share")]),
    ("Response took 12 minutes, from 340 callers and compared with 15 calls.",
     [("12 minutes", 12, "minute", "exact", None, "duration"), ("340", 340, "count", "exact", None, "level"),
      ("15", 15, "count", "exact", None, "level")]),
    ("Women make up 31% of officers; the scheme freed up 40 cars and shut down 12 lines.",
     [("31%", 31, "percent", "exact", None, "share"), ("40", 40, "count", "exact", None, "level"),
      ("12", 12, "count", "exact", None, "level")]),
    ("The solved rate was 17% (target: 20%).",
     [("17%", 17, "percent", "exact", None, "share"), ("20%", 20, "percent", "exact", None, "target")]),
    ("The priority to achieve a reduction in robbery by 8% was missed – robberies rose by 3%.",
     [("8%", 8, "percent", "exact", "decrease", "target"), ("3%", 3, "percent", "exact", "increase", "change")]),
    ("Demand increased in 2016 by 4.25% and in 2017 by 7.5%.",
     [("4.25%", 4.25, "percent", "exact", "increase", "change"), ("7.5%", 7.5, "percent", "exact", "increase", "change")]),
    ("The reserve went from £1.2 to £1.5 million, the fund from £900 to £1.1 million, and 1,5 per cent was lost.",
     [("£1.2", 1.2e6, "gbp", "exact", None, "level"), ("£1.5 million", 1.5e6, "gbp", "exact", None, "level"),
      ("£900", 900, "gbp", "exact", None, "level"), ("£1.1 million", 1.1e6, "gbp", "exact", None, "level"),
      ("1,5 per cent", 1.5, "percent", "exact", None, "share")]),
    ("Lost calls fell by a factor of ten; we expect 95% by 2025; nationally the rise was 8%.",
     [("95%", 95, "percent", "exact", None, "target"), ("8%", 8, "percent", "exact", "increase", "change")]),
    ("There were 31 complaints per 1,000 employees (national 27).",
     [("31 complaints per 1,000", 31, "per_1000", "exact", None, "level"), ("27", 27, "per_1000", "exact", None, "level")]),
    ("£1 in every £5 goes on pensions, and tax pays 42p in the pound.",
     [("£1 in every £5", 20, "percent", "exact", None, "share"), ("42p in the pound", 42, "percent", "exact", None, "share")]),
    ("Crime was 9th lowest of 40, with 2,383 (not 2,594) offences; the force bought 13 Model 3s.",
     [("40", 40, "count", "exact", None, "rank"), ("2,383", 2383, "count", "exact", None, "level"),
      ("13", 13, "count", "exact", None, "level")]),
    ("I expect 30 of the new officers to be in place by the summer.",
     [("30", 30, "count", "exact", None, "target")]),
    ("Calls are picked up four times faster.", [("four times faster", 4, "ratio", "exact", None, "level")]),
    ("A call counts as lost if the caller gives up after more than 20 seconds.",
     [("20 seconds", 20, "second", "more_than", None, "definition")]),
    ("The uplift target of 263 wardens was met.", [("263", 263, "count", "exact", None, "target")]),
    ("Four officers have fewer than 5 years of it.",
     [("Four", 4, "count", "exact", None, "level"), ("5 years", 5, "year", "less_than", None, "duration")]),
    ("Of them 1,305 came, of whom 212 were under 18.",
     [("1,305", 1305, "count", "exact", None, "level"), ("212", 212, "count", "exact", None, "level"),
      ("18", 18, "year", "less_than", None, "age")]),
    ("The costs were under 18.", [("18", 18, "count", "less_than", None, "level")]),
    ("The room took 412,000 999 calls.", [("412,000", 412_000, "count", "exact", None, "level")]),
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
        "It ran from June 12 to July 3, and on August 9 the panel met.",
        "1 Welcome and introductions.",
        "Training covers the use of outcome 22 and answers KPQs 1-4.",
        "At 10.45 the webcast began; minutes 1-14 were agreed under ISO 17025 and BS EN 50131-1.",
        "See minute 45 of the meeting; Councillor Jones (Ward 12) was away.",
        "The M62 closed between junction 27 and junctions 31 and 32.",
        "The mean is given with a margin of +/-2.5%.",
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
