"""Phrases as documents print them find the metric that they mean, and no other."""

import pytest

from flows.parsing.figures.metrics import metric_of
from flows.parsing.vocabulary import Vocabulary

MEANT = [
    ("CSE occurrences", "count", "cse_occurrence_count"),
    ("crimes recorded with a CSE marker", "count", "cse_crime_count"),
    ("sexual crimes against children", "count", "csa_crime_count"),
    ("Recorded Crimes", "count", "recorded_crime_count"),
    ("level of all crime", "count", "recorded_crime_count"),
    ("Positive Outcomes", "count", "positive_outcome_count"),
    ("positive outcome rate", "percent", "positive_outcome_rate"),
    ("Recorded domestic abuse crimes", "count", "domestic_abuse_crime_count"),
    ("Domestic abuse arrest rate", "percent", "domestic_abuse_arrest_rate"),
    ("Recorded sexual offences", "count", "sexual_offence_count"),
    ("anti-social behaviour incidents", "count", "asb_incident_count"),
    ("knife crime offences", "count", "knife_crime_count"),
    ("burglaries", "count", "burglary_count"),
    ("missing episodes", "count", "missing_episode_count"),
    ("children flagged as at risk of CSE", "count", "children_flagged_at_risk_count"),
    ("suspects flagged", "count", "suspects_flagged_cse_count"),
    ("attendance at initial child protection conferences", "percent",
     "protection_conference_attendance_rate"),
    ("referrals into the diversion panel", "count", "diversion_referral_count"),
    ("reviews active", "count", "active_review_count"),
    ("calls to 999", "count", "emergency_call_count"),
    ("999 calls answered within 10 seconds", "percent", "emergency_calls_within_10_seconds_rate"),
    ("101 calls", "count", "non_emergency_call_count"),
    ("101 abandonment rate", "percent", "non_emergency_abandonment_rate"),
    ("average wait for 101", "second", "non_emergency_answer_time"),
    ("victim satisfaction", "percent", "victim_satisfaction_rate"),
    ("residents who have confidence in West Mercia Police", "percent", "public_confidence_rate"),
    ("police officers", "fte", "police_officer_fte"),
    ("PCSOs", "fte", "pcso_fte"),
    ("stop and searches", "count", "stop_search_count"),
    ("find rate", "percent", "stop_search_find_rate"),
    ("registered sex offenders", "count", "registered_sex_offender_count"),
    ("children detained in custody", "count", "children_detained_count"),
    ("suspects released under investigation", "count", "released_under_investigation_count"),
    ("reported crimes recorded", "percent", "crime_recording_accuracy"),
    ("reported sexual offences recorded", "percent", "sexual_offence_recording_accuracy"),
    ("vetting applications waiting", "count", "vetting_backlog_count"),
    ("professionals given awareness training", "count", "people_trained_count"),
    ("band D property", "gbp", "precept_band_d"),
    ("county lines closed", "count", "county_lines_closed_count"),
]  # fmt: skip
NOT_CANONICAL = [
    ("local authorities", "count"),
    ("recommendations", "count"),
    ("training sessions", "count"),
    ("meetings dedicated to CSE", "count"),
    ("domestic homicide reviews active", "count"),
    ("specialist CSE support workers", "fte"),
    ("rape reports audited", "count"),
    ("reduction to current funding", "percent"),
    ("victims of crime", "count"),
    ("children", "count"),
    ("length of the pilot", "month"),
]


@pytest.fixture(scope="module")
def vocabulary(tables: dict[str, list[dict[str, str]]]) -> Vocabulary:
    return Vocabulary.from_tables(tables)


@pytest.mark.parametrize(("measured", "unit_code", "metric_id"), MEANT)
def test_a_printed_phrase_finds_its_metric(
    vocabulary: Vocabulary, measured: str, unit_code: str, metric_id: str
) -> None:
    assert metric_of(measured, unit_code, "level", vocabulary) == metric_id


@pytest.mark.parametrize(("measured", "unit_code"), NOT_CANONICAL)
def test_what_cannot_be_compared_finds_no_metric(
    vocabulary: Vocabulary, measured: str, unit_code: str
) -> None:
    assert metric_of(measured, unit_code, "level", vocabulary) is None
