"""The annotated documents become a published warehouse that answers rightly in SQL."""

import json
from pathlib import Path
from typing import Any

from tests.conftest import command
from tests.flows.conftest import SHARED, rows
from warehouse.paths import Home


def gold(name: str) -> list[dict[str, Any]]:
    text = (SHARED / "gold" / f"gold_{name}.json").read_text(encoding="utf-8")
    rows_of_gold: list[dict[str, Any]] = json.loads(text)
    return rows_of_gold


def file_of(uri: str) -> str:
    return Path(uri).name


def test_each_document_has_its_one_right_force(annotated: Home):
    found = rows(annotated, "select source_uri, force_id from marts.dim_documents")
    assert {file_of(uri): force for uri, force in found} == {
        document["file"]: document["force_id"] for document in gold("documents")
    }


def test_every_printed_cell_is_an_observation_with_its_month(annotated: Home):
    found = {
        (file_of(uri), start): (value, str(first), str(last), is_total)
        for uri, start, value, first, last, is_total in rows(
            annotated,
            "select source_uri, char_start, value, period_start, period_end, is_total "
            "from marts.fct_metric_observations join marts.dim_documents using (document_id) "
            "where origin = 'table'",
        )
    }
    wanted = {}
    for cell in gold("tables"):
        first, last = cell["period"].split("/")
        wanted[cell["file"], cell["start"]] = (cell["value"], first, last, cell["is_total"])
        if cell["value_in_brackets"] is not None:
            place = cell["start"] + cell["cell_text"].index("(") + 1
            wanted[cell["file"], place] = (
                cell["value_in_brackets"], first, last, cell["is_total"],
            )  # fmt: skip
    assert found == wanted


def test_every_printed_total_and_rate_is_checked_and_one_total_differs(annotated: Home):
    checked = rows(
        annotated,
        "select check_type, count(*), count(*) filter (not agrees) from marts.fct_arithmetic_checks "
        "where check_type in ('total_against_parts', 'rate_against_parts') group by 1 order by 1",
    )
    assert checked == [("rate_against_parts", 4, 0), ("total_against_parts", 8, 1)]
    differing = rows(
        annotated,
        "select stated_value, computed_value, difference from marts.fct_source_findings "
        "where finding_type = 'total_differs_from_parts'",
    )
    assert differing == [(96, 102, -6)]


def test_the_recommendation_pairs_are_whole(annotated: Home):
    def words(text: str) -> str:
        return " ".join(text.split())

    found = rows(
        annotated,
        "select ordinal, addressed_to, recommendation_text, answer_text "
        "from marts.fct_recommendation_answers where addressed_to = 'chief_constables' order by 1",
    )
    assert [(o, a, words(r), words(t)) for o, a, r, t in found] == [
        (
            pair["ordinal"],
            pair["addressed_to"],
            words(pair["recommendation_text"]),
            words(pair["answer_text"]),
        )
        for pair in gold("answers")
    ]


def test_running_it_again_parses_nothing_and_changes_no_row(annotated: Home):
    def content() -> list[tuple[Any, ...]]:
        return rows(
            annotated, "select * from marts.fct_metric_observations order by observation_id"
        )

    before = content()
    again = command("refresh", str(SHARED / "corpus"), home=annotated.folder)
    assert again.returncode == 0
    assert "nothing has changed" in again.stdout
    assert content() == before
