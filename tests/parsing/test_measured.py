"""What the figures of the prose measure, in the words of the text."""

import pytest

from flows.parsing.figures.observations import find_observations

MEASURED = [
    ("We took 412,000 999 calls, of which 91% were answered at once.", ["999 calls", "999 calls answered at once"]),
    ("The wait for a 101 call fell from 240 seconds to 125 seconds.", ["wait for a 101 call"] * 2),
    ("They attended 88% of Grade 1 incidents.", ["Grade 1 incidents"]),
    ("Thefts: 310 offences (down from 355)", ["Thefts offences"] * 2),
    ("- 101 calls: 40,210 (-12%)", ["101 calls"] * 2),
    ("Audits show 34 out of 40 files (85%) were kept well.", ["files"] * 3),
    ("Satisfaction is up from 61% to 74%, a 13 percentage point rise, against 40% nationally.", ["Satisfaction"] * 4),
    ("In May 2023, recorded theft was 120, arson 300 and fraud 45.", ["recorded theft", "arson", "fraud"]),
    ("Arson is up 3%; theft is down 2% and fraud down 11%.", ["Arson", "theft", "fraud"]),
    ("There were 12 thefts in Selby, and Settle had 15.", ["thefts in Selby"] * 2),
    ("The 870 licences are held by 34 firearms managers.", ["licences held", "firearms managers"]),
    ("A total of £750,000 has been secured from donors for the Streets Fund.", ["Streets Fund"]),
    ("We put £2m in mobile phones and 0.5 FTE in analysis.", ["mobile phones", "analysis"]),
    ("Online reports were answered in an average of 12 minutes.", ["Online reports answered"]),
    ("So 93% of staff have completed the training; the remaining 7% will soon.", ["staff completed training", "staff"]),
    ("Some 450 children went missing.", ["children missing"]),
    ("Arson fell 8.5% to 1,020 offences.", ["Arson", "Arson offences"]),
    ("Average answer time: 11 minutes (target 45 seconds)", ["Average answer time"] * 2),
    ("ASB - 4,310 incidents", ["ASB incidents"]),
    ("They have fewer than five years' service.", ["service"]),
    ("Of 80 residents only 46% agree, 3 percentage points below the national 49%.", ["residents"] * 4),
    ("Crime stood at 71.2 per 1,000 population.", ["Crime"]),
    ("All 350 wardens came, and 85% said it was useful.", ["wardens"] * 2),
    ("The target of 263 wardens was met. Of these, 43.6% are women.", ["wardens"] * 2),
    ("I asked 80 residents: 58% have faith (up 4 percentage points), 11% don't know.", ["residents"] * 4),
    ("They made 4,102 searches: 61% for drugs and 14% for weapons.", ["searches"] * 3),
    ("Shoplifting up 32%, theft from shops up 18%.", ["Shoplifting", "theft from shops"]),
    ("Vehicle offences: 5,211, -3.4%.", ["Vehicle offences"] * 2),
    ("Force was used 5,980 times; black people were 2.9 times more likely to meet it.", ["Force", "black people"]),
    ("It is the case that one in ten callers gives up.", ["callers"]),
    ("We answered 94% of online reports, an improvement on the 79% recorded before.", ["online reports"] * 2),
    ("Some £2.6m has been allocated to tackle metal theft.", ["metal theft"]),
    ("Council tax payers will pay 25p a week more.", ["Council tax payers"]),
    ("1,210 arrests – up 9%", ["arrests"] * 2),
    ("3.6 days: average time to attend", ["average time"]),
    ("Sickness: wardens 4.9%, clerks 5.3%", ["Sickness - wardens", "Sickness - clerks"]),
    ("Among them is Parks policing: it has 13 gardens.", ["gardens"]),
    ("Force response: wardens lost 49 radios", ["radios"]),
    ("In 36 of the 100 files reviewed, supervision was weak.", ["files reviewed"] * 2),
    ("They had noted 92% (with an interval of +/- 2.6 percent) of reported thefts.", ["reported thefts"]),
    ("Audits of 480 files suggest compliance has risen to 97%.", ["files", "compliance"]),
    ("It drew 2,417 replies; seven in ten supported the rise.", ["replies"] * 2),
    ("Every warden receives two days of training a year.", ["training"]),
    ("The new vans cost £32,000 apiece.", ["new vans"]),
    ("The average number of days taken to record a theft fell from 4.2 to 1.1.",
     ["average number of days taken to record a theft"] * 2),
    ("Wardens spent 12,400 hours there; it cost the board an estimated £1.6m.", ["Wardens", "board"]),
    ("Wardens stand at 3,512 – an increase of 432 or 14%.", ["Wardens"] * 3),
    ("Of the 2,114 reports, 318 (15%) were assessed as grave.", ["reports"] + ["reports assessed as grave"] * 2),
    ("Theft fell by 27% and the solved outcome rate rose to 12.1%.", ["Theft", "solved outcome rate"]),
    ("Since then they have more than doubled the number of fines, from 310 to 650.", ["number of fines", "fines", "fines"]),
    ("The team has grown from 9 to 13 clerks.", ["clerks"] * 2),
    ("Thefts fell by 38% between January and June 2022, from 1,950 to 1,209.", ["Thefts"] * 3),
    ("We looked at 82 files. We found 31 to be good and 23 were poor.", ["files"] * 3),
    ("Costs were £146 per head. We will save a further £3m.", ["Costs", None]),
    ("It was good in one area and poor in four areas.", ["areas"]),
    ("Training for 340 clerks ends in May.", ["clerks"]),
    ("The backlog was cleared, from a peak of 1,300 in May.", ["backlog"]),
    ("The force has 3,214 officers, 96 above its target.", ["officers", "officers"]),
    ("We made 46 orders, double the 21 issued last year.", ["orders", "orders issued"]),
    ("Of 214 choices, nine were overturned.", ["choices", "choices overturned"]),
    ("Training in first aid has been given to nearly 500 wardens.", ["wardens - Training in first aid"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MEASURED, ids=[text[:40] for text, _ in MEASURED])
def test_a_figure_measures_what_its_sentence_says(text, expected, outlined, vocabulary):
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.measured for row in found] == expected


def test_a_share_in_brackets_is_of_the_time_of_its_figure(outlined, vocabulary):
    text = "The budget for 2024/25 is £412 million, a rise of £21 million (5.4%) on 2023/24."
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.period_text for row in found] == ["2024/25"] * 3


def test_what_was_before_is_not_of_the_time_since(outlined, vocabulary):
    text = "Since May 2023, 38% of cases were closed in time (previously 22%)."
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.period_text for row in found] == ["Since May 2023", None]


def test_what_is_planned_is_not_counted_since_a_month_past(outlined, vocabulary):
    text = "We took on 205 wardens since April 2023 and plan to recruit a further 60 by March 2025."
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.period_text for row in found] == ["since April 2023", None]


def test_a_part_is_not_counted_under_the_metric_of_the_whole(outlined, vocabulary):
    text = "Of the 2,114 reports of missing children, 318 were assessed as grave."
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.metric_id for row in found] == ["missing_episode_count", None]


@pytest.mark.parametrize(
    "text",
    [
        "We examined 53 stop and search records.",
        "They spoke with 53 detainees.",
        "Of 53 stop and search records that we audited, 3 were late.",
    ],
)
def test_a_sample_is_not_all_that_there_were(text, outlined, vocabulary):
    first, *_ = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert (first.value, first.metric_id) == (53, None)


def test_a_share_within_another_limit_is_another_metric(outlined, vocabulary):
    metrics = [
        find_observations(
            outlined(f"We answered 91% of 999 calls within {limit}."),
            None,
            "kent",
            None,
            vocabulary,
        )[0].metric_id
        for limit in ("ten seconds", "15 minutes", "20 seconds")
    ]
    assert metrics == ["emergency_calls_within_10_seconds_rate", None, None]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "It fell from 640 devices in April 2022 to 112 by March 2023.",
            ["April 2022", "March 2023"],
        ),
        ("It will cut 640 devices by March 2023.", [None]),
        ("We hired 34 clerks in 2023 and now answer 92% of letters.", ["2023", None]),
        ("Two reviews are due for completion by June 2023.", [None]),
        (
            "We paid for two posts, at £96,000 a year, and I'll ask again in June 2023.",
            [None, None],
        ),
        (
            "It took 38 minutes in March 2022 against 51 minutes in March 2021.",
            ["March 2022", "March 2021"],
        ),
        ("There were 1,204 thefts (up 6% on last year).", [None, None]),
        ("I fund four clerks and shall read what they found in June 2023.", [None]),
        ("Accuracy is now 96%, a rise of 11 percentage points on 2017.", [None, None]),
        ("Fraud fell to 120 cases in May 2022 and we aim for fewer than 90.", ["May 2022", None]),
        (
            "It fell from 19 cases in the first quarter of 2022 to 14 in the second.",
            ["first quarter of 2022", None],
        ),
    ],
)
def test_a_day_is_a_period_of_what_came_about_by_it(text, periods, outlined, vocabulary):
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [row.period_text for row in found] == periods


def test_points_above_an_earlier_time_are_a_change(outlined, vocabulary):
    text = "Satisfaction is 78.4%, which is 3.2 percentage points above last year."
    found = find_observations(outlined(text), None, "kent", None, vocabulary)
    assert [(row.observation_role, row.change_direction) for row in found] == [
        ("share", None), ("change", "increase"),
    ]  # fmt: skip
