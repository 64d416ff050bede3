"""The records that pages mark in texts: where they are published, and what each says in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.site.links import record_anchor
from flows.site.wording import day, figure, words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: ``name`` is its class in the styles, ``label`` its name for people."""

    name: str
    label: str
    mart: str
    key: str
    meaning: Callable[[Row], str]
    #: Where the marked words stand, when the record has two places.
    span: tuple[str, str] = ("char_start", "char_end")
    #: The column that holds them.
    words: str = "quoted_text"

    @property
    def is_second_place(self) -> bool:
        """Whether the words are the other place of a record that another kind marks."""
        return self.span != ("char_start", "char_end")

    def anchor(self, row: Row) -> str:
        """Return the anchor of a record's words."""
        return record_anchor(row[self.key], self.name if self.is_second_place else "")


def figure_in_words(row: Row) -> str:
    """Return what a figure was taken for: what is counted, how much, when, and its role."""
    value = figure(row["value"])
    if row["value_high"] is not None:
        value += f" to {figure(row['value_high'])}"
    qualifier = "" if row["qualifier"] in {"exact", "range"} else f"{words(row['qualifier'])} "
    direction = f", {row['change_direction']}" if row["change_direction"] else ""
    measured = row["measured"] or row["row_label"] or "figure"
    parts = [
        f"{measured}: {qualifier}{value} {words(row['unit_code'])}{direction}",
        row["period_text"],
        None if row["observation_role"] == "level" else row["observation_role"],
        None if row["scope"] == "force" else f"about: {row['scope']}",
    ]
    return "; ".join(part for part in parts if part)


def _commitment(row: Row) -> str:
    due = row["due_text"] or (day(row["due_on"], row["due_precision"]) if row["due_on"] else None)
    strength = " is considering" if row["strength"] == "considering" else ""
    return f"{words(row['actor'])}{strength}" + (f"; due: {due}" if due else "; no date")


def _response(row: Row) -> str:
    return f"report answered: {row['report_title_text']}; {words(row['timeliness'])}"


def _finding(row: Row) -> str:
    return f"{words(row['finding_type'])}: {row['explanation']}"


#: In the order in which a page lists them.
RECORD_KINDS = (
    RecordKind("response", "Reports answered", "fct_responses", "response_id", _response),
    RecordKind(
        "recommendation",
        "Recommendations",
        "fct_recommendation_answers",
        "answer_id",
        lambda row: f"{words(row['finding_type'])} {row['ordinal']}",
        ("recommendation_char_start", "recommendation_char_end"),
        "recommendation_text",
    ),
    RecordKind(
        "answer",
        "Answers",
        "fct_recommendation_answers",
        "answer_id",
        lambda row: (
            f"answer to {words(row['finding_type'])} {row['ordinal']}: "
            f"action {words(row['action_status'])}"
        ),
    ),
    RecordKind("commitment", "Commitments", "fct_commitments", "commitment_id", _commitment),
    RecordKind("figure", "Figures", "fct_metric_observations", "observation_id", figure_in_words),
    RecordKind(
        "check",
        "Arithmetic checked",
        "fct_arithmetic_checks",
        "check_id",
        lambda row: (
            f"{words(row['check_type'])}: printed {figure(row['stated_value'])}, "
            f"computed {figure(row['computed_value'])}; {'agrees' if row['agrees'] else 'differs'}"
        ),
    ),
    RecordKind(
        "finding",
        "Findings",
        "fct_source_findings",
        "finding_id",
        _finding,
    ),
    RecordKind(
        "compared",
        "Compared by findings",
        "fct_source_findings",
        "finding_id",
        _finding,
        ("other_char_start", "other_char_end"),
        "other_quoted_text",
    ),
    RecordKind(
        "initiative",
        "Initiatives",
        "fct_initiative_mentions",
        "initiative_mention_id",
        lambda row: f"{row['initiative_type']}: {row['initiative_name']}",
    ),
    RecordKind(
        "theme",
        "Themes",
        "fct_theme_mentions",
        "theme_mention_id",
        lambda row: f"theme: {words(row['theme_id'])}",
    ),
    RecordKind(
        "link",
        "Links",
        "fct_links",
        "link_id",
        lambda row: f"leads to {row['target_uri']}",
        words="link_text",
    ),
)
