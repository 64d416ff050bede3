"""What must hold of the reference tables, beyond what one look at a row can show."""

import csv
import datetime as dt
import re
from collections import defaultdict

import pytest

from flows.parsing.phrases import fold, inflections
from tests.seeds.conftest import SEEDS

Tables = dict[str, list[dict[str, str]]]

COLUMNS = {
    "agencies": "agency_id,agency_name,acronym,agency_kind,valid_from,valid_to",
    "agency_aliases": "agency_id,alias,notes",
    "document_type_phrases": "phrase,document_type",
    "force_aliases": "alias,force_id,alias_kind,is_ambiguous,notes",
    "forces": "force_id,force_name,policing_body_name,policing_body_type,country,region,ons_code,"
    "force_kind,notes",
    "initiative_nouns": "noun,initiative_type",
    "inspected_areas": "inspection_report_id,area_name,force_id",
    "inspection_report_phrases": "inspection_report_id,phrase",
    "inspection_reports": "inspection_report_id,title,publisher_names,published_on,"
    "published_on_precision,recommendation_count,recommendation_notes,programme,is_count_verified",
    "known_defects": "kind,record_id,action,column_name,corrected_value,reason,recorded_on",
    "metric_phrases": "metric_id,required_terms,excluded_terms",
    "metrics": "metric_id,metric_name,unit_code,within_seconds,definition,use_with_care",
    "number_words": "word,value,word_kind",
    "office_holders": "force_id,person_name,office,held_from,held_to",
    "speaker_headings": "phrase,speaker",
    "theme_phrases": "theme_id,phrase,phrase_kind",
    "themes": "theme_id,theme_name,parent_theme_id,definition",
    "unit_words": "word,unit_code,multiplier",
    "units": "unit_code,unit_name,dimension",
    "vocabularies": "vocabulary_name,allowed_value,notes",
}
KEYS = {
    "agencies": ["agency_id"],
    "agency_aliases": ["agency_id", "alias"],
    "document_type_phrases": ["phrase"],
    "force_aliases": ["alias", "force_id"],
    "forces": ["force_id"],
    "initiative_nouns": ["noun"],
    "inspected_areas": ["inspection_report_id", "area_name"],
    "inspection_report_phrases": ["inspection_report_id", "phrase"],
    "inspection_reports": ["inspection_report_id"],
    "known_defects": ["kind", "record_id", "column_name"],
    "metric_phrases": ["metric_id", "required_terms", "excluded_terms"],
    "metrics": ["metric_id"],
    "number_words": ["word"],
    "office_holders": ["force_id", "person_name", "held_from"],
    "speaker_headings": ["phrase"],
    "theme_phrases": ["theme_id", "phrase"],
    "themes": ["theme_id"],
    "unit_words": ["word"],
    "units": ["unit_code"],
    "vocabularies": ["vocabulary_name", "allowed_value"],
}
REFERENCES = [
    ("agency_aliases", "agency_id", "agencies", "agency_id"),
    ("force_aliases", "force_id", "forces", "force_id"),
    ("inspected_areas", "force_id", "forces", "force_id"),
    ("inspected_areas", "inspection_report_id", "inspection_reports", ""),
    ("inspection_report_phrases", "inspection_report_id", "inspection_reports", ""),
    ("metric_phrases", "metric_id", "metrics", "metric_id"),
    ("metrics", "unit_code", "units", "unit_code"),
    ("office_holders", "force_id", "forces", "force_id"),
    ("theme_phrases", "theme_id", "themes", "theme_id"),
    ("themes", "parent_theme_id", "themes", "theme_id"),
    ("unit_words", "unit_code", "units", "unit_code"),
]
CODES = [
    ("agencies", "agency_kind"),
    ("document_type_phrases", "document_type"),
    ("force_aliases", "alias_kind"),
    ("forces", "country"),
    ("forces", "force_kind"),
    ("forces", "policing_body_type"),
    ("initiative_nouns", "initiative_type"),
    ("inspection_reports", "published_on_precision"),
    ("number_words", "word_kind"),
    ("speaker_headings", "speaker"),
    ("theme_phrases", "phrase_kind"),
    ("units", "dimension"),
    ("units", "unit_code"),
]
MAY_BE_EMPTY = {
    "within_seconds",
    "acronym",
    "column_name",
    "corrected_value",
    "excluded_terms",
    "held_to",
    "notes",
    "ons_code",
    "parent_theme_id",
    "published_on",
    "recommendation_count",
    "recommendation_notes",
    "region",
    "valid_from",
    "valid_to",
}


def test_every_table_is_there_and_no_other(tables: Tables) -> None:
    assert set(tables) == set(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_its_columns_and_rows(tables: Tables, table: str) -> None:
    expected = [*COLUMNS[table].split(","), "source", "is_verified"]
    with (SEEDS / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == expected
    # Corrections are made to the documents of one warehouse: a new one begins with none.
    assert tables[table] or table == "known_defects", "no rows"
    assert all(list(row) == expected for row in tables[table])


@pytest.mark.parametrize("table", COLUMNS)
def test_keys_are_unique_and_rows_stand_in_their_order(tables: Tables, table: str) -> None:
    keys = [tuple(row[column] for column in KEYS[table]) for row in tables[table]]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", COLUMNS)
def test_cells_are_trimmed_and_filled_where_a_value_is_owed(tables: Tables, table: str) -> None:
    for row in tables[table]:
        for column, value in row.items():
            assert value == value.strip(), row
            assert value or column in MAY_BE_EMPTY, (column, row)


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_says_where_it_comes_from(tables: Tables, table: str) -> None:
    for row in tables[table]:
        assert row["is_verified"] in {"true", "false"}, row
        if row["source"] == "general knowledge":
            assert row["is_verified"] == "false", row


@pytest.mark.parametrize("table", COLUMNS)
def test_no_row_speaks_of_working_files(tables: Tables, table: str) -> None:
    working_name = re.compile(r"\bseeds?\b|(?<![\d,.])00\d\b|\.csv\b", re.IGNORECASE)
    for row in tables[table]:
        told = [value for column, value in row.items() if column not in {"word", "unit_name"}]
        assert not any(working_name.search(value) for value in told), row


@pytest.mark.parametrize(("table", "column", "target", "key"), REFERENCES)
def test_references_resolve(tables: Tables, table: str, column: str, target: str, key: str) -> None:
    known = {row[key or column] for row in tables[target]} | (
        {""} if column in MAY_BE_EMPTY else set()
    )
    assert {row[column] for row in tables[table]} <= known


@pytest.mark.parametrize(("table", "column"), CODES)
def test_codes_stand_in_the_vocabularies(tables: Tables, table: str, column: str) -> None:
    known = {
        row["allowed_value"] for row in tables["vocabularies"] if row["vocabulary_name"] == column
    }
    assert {row[column] for row in tables[table]} <= known


def test_every_unit_of_the_vocabulary_is_described(tables: Tables) -> None:
    known = {
        row["allowed_value"]
        for row in tables["vocabularies"]
        if row["vocabulary_name"] == "unit_code"
    }
    assert {row["unit_code"] for row in tables["units"]} == known


def test_england_and_wales_have_43_territorial_forces(tables: Tables) -> None:
    territorial = [row for row in tables["forces"] if row["force_kind"] == "territorial"]
    assert len(territorial) == 43
    assert len({row["ons_code"] for row in territorial}) == 43
    assert all(re.fullmatch(r"[EW]\d{8}", row["ons_code"]) for row in territorial)
    assert all(row["region"] and row["country"] in {"England", "Wales"} for row in territorial)


def test_every_force_is_found_by_its_own_name(tables: Tables) -> None:
    aliases = {(row["alias"], row["force_id"]) for row in tables["force_aliases"]}
    assert {(row["force_name"], row["force_id"]) for row in tables["forces"]} <= aliases


def test_an_alias_of_two_forces_is_marked_ambiguous(tables: Tables) -> None:
    forces = defaultdict(set)
    for row in tables["force_aliases"]:
        forces[fold(row["alias"])].add(row["force_id"])
    for row in tables["force_aliases"]:
        assert row["is_ambiguous"] in {"true", "false"}
        if len(forces[fold(row["alias"])]) > 1:
            assert row["is_ambiguous"] == "true", row
        if row["is_ambiguous"] == "true":
            assert row["notes"], f"why is it ambiguous: {row}"


def test_themes_have_no_circle(tables: Tables) -> None:
    for theme in ancestors(tables):
        assert theme not in ancestors(tables)[theme]


def test_a_phrase_names_two_themes_only_where_one_is_above_the_other(tables: Tables) -> None:
    above = ancestors(tables)
    themes = defaultdict(set)
    for row in tables["theme_phrases"]:
        if row["phrase_kind"] == "include":
            for form in inflections(row["phrase"]):
                themes[fold(form)].add(row["theme_id"])
    shared = {
        phrase: named
        for phrase, named in themes.items()
        if any(b not in above[a] and a not in above[b] for a in named for b in named if a != b)
    }
    assert not shared


def test_an_exclude_phrase_takes_something_away(tables: Tables) -> None:
    included: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables["theme_phrases"]:
        if row["phrase_kind"] == "include":
            included[row["theme_id"]].update(fold(form) for form in inflections(row["phrase"]))
    idle = [
        (row["theme_id"], row["phrase"])
        for row in tables["theme_phrases"]
        if row["phrase_kind"] == "exclude"
        and not any(
            re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", fold(row["phrase"]))
            for phrase in included[row["theme_id"]]
        )
    ]
    assert not idle


def test_every_theme_has_phrases(tables: Tables) -> None:
    named = {row["theme_id"] for row in tables["theme_phrases"] if row["phrase_kind"] == "include"}
    assert named == {row["theme_id"] for row in tables["themes"]}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("speaker_headings", "phrase"),
        ("document_type_phrases", "phrase"),
        ("inspection_report_phrases", "phrase"),
        ("initiative_nouns", "noun"),
    ],
)
def test_phrases_are_in_lower_case_with_straight_apostrophes(
    tables: Tables, table: str, column: str
) -> None:
    for row in tables[table]:
        assert row[column] == row[column].lower(), row
        assert not set(row[column]) & set("\u2018\u2019"), row


def test_a_phrase_leads_to_one_inspection_report(tables: Tables) -> None:
    reports = defaultdict(set)
    for row in tables["inspection_report_phrases"]:
        reports[fold(row["phrase"])].add(row["inspection_report_id"])
    assert not {phrase: ids for phrase, ids in reports.items() if len(ids) > 1}
    named = {row["inspection_report_id"] for row in tables["inspection_report_phrases"]}
    assert named == {row["inspection_report_id"] for row in tables["inspection_reports"]}


def test_publication_dates_agree_with_their_precision(tables: Tables) -> None:
    for row in tables["inspection_reports"]:
        if row["published_on_precision"] == "none":
            assert row["published_on"] == "", row
            continue
        day = dt.date.fromisoformat(row["published_on"])
        assert day <= dt.date(2026, 12, 31), row
        if row["published_on_precision"] in {"month", "year"}:
            assert day.day == 1, row
        if row["published_on_precision"] == "year":
            assert day.month == 1, row


def test_counts_of_recommendations_are_whole_numbers(tables: Tables) -> None:
    for row in tables["inspection_reports"]:
        assert re.fullmatch(r"\d*", row["recommendation_count"]), row
        assert row["is_count_verified"] in {"true", "false"}, row
        if row["is_count_verified"] == "true":
            assert row["recommendation_count"], row


@pytest.mark.parametrize(
    ("table", "start", "end"),
    [("office_holders", "held_from", "held_to"), ("agencies", "valid_from", "valid_to")],
)
def test_terms_begin_before_they_end(tables: Tables, table: str, start: str, end: str) -> None:
    for row in tables[table]:
        dates = [dt.date.fromisoformat(row[column]) for column in (start, end) if row[column]]
        assert dates == sorted(dates), row


def test_every_metric_can_be_found(tables: Tables) -> None:
    assert len(tables["metrics"]) >= 25
    found = {row["metric_id"] for row in tables["metric_phrases"]}
    assert found == {row["metric_id"] for row in tables["metrics"]}


def test_terms_of_a_metric_do_not_contradict_one_another(tables: Tables) -> None:
    for row in tables["metric_phrases"]:
        required = {term for group in row["required_terms"].split(";") for term in group.split("|")}
        excluded = {term for group in row["excluded_terms"].split(";") for term in group.split("|")}
        assert "" not in required, row
        assert not required & excluded, row


def test_unit_words_have_a_factor(tables: Tables) -> None:
    assert all(float(row["multiplier"]) > 0 for row in tables["unit_words"])


def test_number_words_have_the_size_of_their_kind(tables: Tables) -> None:
    sizes = {
        "unit": (0, 9),
        "teen": (10, 19),
        "ten": (20, 90),
        "scale": (12, 1e12),
        "fraction": (0.001, 0.5),
    }
    for row in tables["number_words"]:
        least, most = sizes[row["word_kind"]]
        assert least <= float(row["value"]) <= most, row


def ancestors(tables: Tables) -> dict[str, list[str]]:
    """Return theme -> the themes above it, nearest first; a circle ends where it closes."""
    parent = {row["theme_id"]: row["parent_theme_id"] for row in tables["themes"]}
    above: dict[str, list[str]] = {}
    for theme in parent:
        line: list[str] = []
        while (up := parent[line[-1] if line else theme]) and up not in line:
            line.append(up)
        above[theme] = line
    return above
