"""What a reader finds in the annotated documents, by the documented question that asks for it."""

from dataclasses import dataclass, field
from typing import Any

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Fact:
    """What a reader finds: the values of ``columns``, in all rows of the answer ``among``.

    A document is named by the number that its file's name begins with.
    """

    question: str
    columns: str
    expected: list[Row]
    given: dict[str, str] = field(default_factory=dict)
    among: dict[str, Any] = field(default_factory=dict)


FACTS = [
    Fact(
        "force_of_each_document",
        "document_id force_id policing_body_name",
        [
            ("000", "wiltshire", "Police and Crime Commissioner for Wiltshire and Swindon"),
            ("001", "wiltshire", "Police and Crime Commissioner for Wiltshire and Swindon"),
            (
                "002",
                "devon-and-cornwall",
                "Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly",
            ),
            ("003", "west-yorkshire", "Police and Crime Commissioner for West Yorkshire"),
            ("004", "avon-and-somerset", "Police and Crime Commissioner for Avon and Somerset"),
        ],
    ),
    Fact(
        "reports_answered",
        "document_id inspection_report_id force_count is_answered_by_several_forces",
        [
            ("000", "jtai-csa-family-2020", 2, True),
            ("001", "ncpi-2019-thematic", 1, False),
            ("002", "jtai-csa-family-2020", 2, True),
        ],
    ),
    Fact(
        "response_deadlines",
        "document_id report_published_on last_day responded_on timeliness",
        [
            ("000", "2020-02-04", "2020-03-30", None, "unknown"),
            ("001", "2020-02-27", "2020-04-22", None, "unknown"),
            ("002", "2020-02-04", "2020-03-30", None, "unknown"),
        ],
    ),
    Fact(
        "recommendations_made_and_answered",
        "document_id recommendations_made catalogued_count recommendations_answered",
        [("000", 0, 0, 0), ("001", None, 4, 4), ("002", 0, 0, 0)],
    ),
    Fact(
        "answers_to_recommendations",
        "ordinal addressed_to action_status acceptance",
        [
            (1, "chief_constables", "taken", "not_stated"),
            (2, "chief_constables", "taken", "not_stated"),
            (3, "chief_constables", "taken", "not_stated"),
            (4, "home_office", "not_stated", "accepted"),
        ],
        given={"document_id": "001"},
    ),
    Fact(
        "positions_taken",
        "document_id position_on ordinal position_taken action_status",
        [
            ("000", "report", None, "accepts", "not_stated"),
            ("001", "recommendation", 4, "accepted", "not_stated"),
            ("001", "report", None, "accepts", "not_stated"),
            ("002", "report", None, "accepts", "not_stated"),
        ],
    ),
    Fact(
        "figures_stated",
        "value unit_code period_start period_end",
        [
            (62, "percent", "2016-03-01", "2016-03-31"),
            (88, "percent", "2017-03-01", "2017-03-31"),
        ],
        given={"metric_id": "protection_conference_attendance_rate"},
    ),
    Fact(
        "totals_against_shorter_periods",
        "period_start printed_total sum_of_parts adds_up",
        [
            ("2013-01-01", 210, 210, True),
            ("2014-01-01", 306, 306, True),
            ("2015-01-01", 480, 480, True),
            ("2016-01-01", 337, 337, True),
        ],
        given={"metric_id": "cse_occurrence_count"},
    ),
    Fact(
        "totals_against_shorter_periods",
        "period_start printed_total sum_of_parts adds_up",
        [
            ("2013-01-01", 91, 91, True),
            ("2014-01-01", 96, 102, False),
            ("2015-01-01", 270, 270, True),
            ("2016-01-01", 209, 209, True),
        ],
        given={"metric_id": "cse_crime_count"},
    ),
    Fact(
        "rates_recomputed",
        "period_start printed_rate computed_rate agrees",
        [
            ("2013-01-01", 36, 36.2637, True),
            ("2014-01-01", 38, 37.5, True),
            ("2015-01-01", 12, 11.8519, True),
            ("2016-01-01", 10, 10.0478, True),
        ],
    ),
    Fact(
        "contradictions_within_documents",
        "document_id finding_type stated_value computed_value",
        [
            ("004", "text_differs_from_table", 51, 21),
            ("004", "text_differs_from_table", 59, 24),
            ("004", "total_differs_from_parts", 96, 102),
        ],
    ),
    Fact(
        "highest_and_lowest_months",
        "extreme month_start value",
        [
            ("highest", "2013-07-01", 31),
            ("highest", "2014-12-01", 33),
            ("highest", "2015-07-01", 53),
            ("highest", "2016-09-01", 52),
            ("lowest", "2013-01-01", 0),
            ("lowest", "2013-02-01", 0),
            ("lowest", "2013-03-01", 0),
            ("lowest", "2014-08-01", 16),
            ("lowest", "2015-01-01", 26),
            ("lowest", "2016-06-01", 18),
        ],
        given={"metric_id": "cse_occurrence_count"},
    ),
    Fact(
        "figures_in_context",
        "value change_direction period_start period_end",
        [(9, "decrease", None, None), (20, None, "2019-10-01", "2019-12-31")],
        given={"phrase": "cse", "force_id": "wiltshire"},
    ),
    Fact(
        "levels_and_changes",
        "value level_or_change period_start period_end",
        [
            (196, "decrease", "2016-12-01", None),
            (460, "level", "2017-03-31", "2017-03-31"),
            (606, "level", "2017-03-31", "2017-03-31"),
        ],
        given={"phrase": "at risk", "force_id": "west-yorkshire"},
    ),
    Fact(
        "shares_as_numbers",
        "share_percent base_value computed_number period_start",
        [(62, 127, 79, "2016-03-01"), (88, 141, 124, "2017-03-01")],
    ),
    Fact(
        "commitments_made",
        "document_id actor strength due_on",
        [
            ("002", "commissioner", "explicit", "2020-12-31"),
            *[("002", "commissioner", "explicit", None)] * 4,
        ],
        given={"force_id": "devon-and-cornwall"},
    ),
    Fact(
        "commitments_past_due",
        "document_id due_on later_document_count",
        [
            ("002", "2020-12-31", 0),
            ("003", "2017-12-31", 0),
            ("004", "2017-10-01", 0),
            ("004", "2021-03-31", 0),
        ],
        given={"as_of": "2021-04-01"},
    ),
    Fact(
        "commitments_past_due",
        "document_id due_on",
        [("004", "2017-10-01")],
        given={"as_of": "2017-12-31"},
    ),
    Fact(
        "paused_activity",
        "document_id speaker",
        [("000", "commissioner"), ("001", "force")],
        given={"theme_id": "covid"},
    ),
    Fact(
        "money_mentioned",
        "document_id amount_gbp qualifier fund_name agency_name period_start duration_text",
        [
            ("002", 3_600_000, "more_than", None, None, None, None),
            ("003", 103_096, "exact", "Safer Communities Fund", None, "2014-01-01", None),
            ("003", 3_500_000, "exact", None, None, None, None),
            ("004", 2_000_000, "more_than", None, "Home Office", None, "two years"),
        ],
    ),
    Fact(
        "themes_ranked",
        "document_id theme_id",
        [
            ("000", "multi_agency"),
            ("001", "child_protection"),
            ("002", "csa"),
            ("003", "cse"),
            ("004", "cse"),
        ],
        among={"place": 1},
    ),
    Fact(
        "said_by_several_forces",
        "document_id force_id speaker",
        [
            ("000", "wiltshire", "chief_constable"),
            ("001", "wiltshire", "force"),
            ("001", "wiltshire", "force"),
            ("003", "west-yorkshire", "force"),
        ],
        given={"phrase": "multi-agency safeguarding hub", "or_phrase": "MASH"},
    ),
    Fact(
        "repeated_text",
        "document_id document_count is_across_forces",
        [
            *[("000", 2, False)] * 3,
            *[("001", 2, False)] * 3,
            *[("003", 2, True)] * 3,
            *[("004", 2, True)] * 3,
        ],
    ),
    Fact(
        "sentence_behind_a_figure",
        "document_id line_number char_start char_end quoted_text",
        [("001", 15, 2161, 2164, "258")],
        given={"value": "258"},
    ),
    Fact(
        "figures_not_exact",
        "document_id qualifier value",
        [
            ("001", "at_most", 8),
            ("002", "more_than", 3_600_000),
            ("003", "about", 200),
            ("003", "nearly", 300),
            ("004", "more_than", 300),
            ("004", "more_than", 2_000_000),
            ("004", "nearly", 5000),
        ],
    ),
    Fact(
        "figures_not_about_the_force",
        "document_id scope observation_role value",
        [
            ("000", "document", "level", 6),
            ("000", "force", "period", 12),
            ("001", "document", "level", 64),
        ],
        given={"force_id": "wiltshire"},
    ),
    Fact(
        "who_speaks",
        "section_number speaker",
        [
            (2, "chief_constable"),
            (3, "force"),
            (3, "inspectorate"),
            (4, "commissioner"),
            (5, "other"),
        ],
        given={"document_id": "001"},
    ),
    Fact(
        "sums_in_sentences",
        "stated_total sum_of_parts agrees value is_stated_total",
        [
            (32, 32, True, 4, False),
            (32, 32, True, 9, False),
            (32, 32, True, 19, False),
            (32, 32, True, 32, True),
        ],
    ),
    Fact(
        "inspected_areas",
        "area_name force_id document_id answers_this_report",
        [
            ("Bracknell Forest", "thames-valley", None, False),
            ("Cornwall", "devon-and-cornwall", "002", True),
            ("Derby", "derbyshire", None, False),
            ("Islington", "metropolitan", None, False),
            ("Shropshire", "west-mercia", None, False),
            ("York", "north-yorkshire", None, False),
        ],
        among={"inspection_report_id": "jtai-csa-family-2020"},
    ),
    Fact(
        "rates_beside_counts",
        "period_start figure change_since_previous",
        [
            ("2013-01-01", 36, None),
            ("2014-01-01", 38, 2),
            ("2015-01-01", 12, -26),
            ("2016-01-01", 10, -2),
        ],
        among={"unit_code": "percent"},
    ),
    Fact(
        "rates_beside_counts",
        "document_id char_start",
        [("004", start) for start in (17032, 17238, 17417, 17633, 17691, 17862, 17951)],
        among={"row_kind": "comment"},
    ),
    Fact(
        "year_on_year_changes",
        "period_start difference difference_percent",
        [
            ("2014-01-01", 96, 45.7),
            ("2015-01-01", 174, 56.9),
            ("2016-01-01", -143, -29.8),
        ],
        given={"metric_id": "cse_occurrence_count"},
    ),
    Fact(
        "year_on_year_changes",
        "period_start difference difference_percent",
        [("2014-01-01", 5, 5.5), ("2015-01-01", 174, 181.3), ("2016-01-01", -61, -22.6)],
        given={"metric_id": "cse_crime_count"},
    ),
    Fact(
        "unexplained_acronyms",
        "document_id acronym",
        [("000", "JTA"), ("001", "CEIT"), ("001", "FIM"), ("004", "BASE")],
    ),
]
