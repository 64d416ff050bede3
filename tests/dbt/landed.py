"""A small set of landed documents, made by hand: two forces, one draft, one stub."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from flows.records import (
    KINDS,
    ArithmeticCheck,
    Commitment,
    Document,
    Evidence,
    InitiativeMention,
    Link,
    MetricObservation,
    RecommendationAnswer,
    Response,
    Section,
    Sentence,
    SourceFinding,
    Table,
    TableCell,
    ThemeMention,
    document_key,
    fact_key,
)

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"

SHARED = "The force will review every report of a missing child within one day."
SHARED_DIFFERENTLY = "\N{SLIGHTLY SMILING FACE} The  FORCE will review every report of a missing \
child, within one day."
SHORT = "Thank you for your letter."
REPEATED = "Neighbourhood teams walk their own beats in every town of the county."
YEAR_2019 = (dt.date(2019, 1, 1), dt.date(2019, 12, 31))


def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of one reference file."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


#: A catalogued report that is on the clock, with its exact day and count.
REPORT = next(
    row
    for row in seed("inspection_reports")
    if row["published_on_precision"] == "day"
    and row["published_on"] >= "2018-01-01"
    and int(row["recommendation_count"] or 0) > 1
)
METRIC = next(row["metric_id"] for row in seed("metrics") if row["unit_code"] == "count")
THEME = seed("themes")[0]["theme_id"]


class Landed:
    """One document and its records; evidence is found in its text."""

    def __init__(self, text: str, force_id: str | None, document_type: str) -> None:
        content = text.encode()
        self.text = text
        self.id = document_key(content)
        self.is_current = True
        self.document = Document(
            document_id=self.id,
            raw_sha256=self.id * 4,
            media_type="text/plain",
            byte_count=len(content),
            left_out_count=0,
            part_number=None,
            part_char_start=0,
            part_char_end=len(text),
            text=text,
            title=None,
            document_type=document_type,
            force_id=force_id,
            policing_body_name=None,
            commissioner_name=None,
            document_date=None,
            document_date_precision="none",
            document_date_basis="none",
            language="en",
            word_count=len(text.split()),
            text_fingerprint=self.id * 4,
            number_fingerprint=None,
            parse_version="rules",
        )
        self.facts: list[tuple[str, object]] = []

    def records(self) -> Iterator[tuple[str, object]]:
        """Yield every record with the name of its landing table."""
        yield "documents", self.document
        yield "sections", Section(f"{self.id}-1", self.id, 1, 1, None, "force", 0, len(self.text))
        yield from self.facts

    def dated(self, day: dt.date) -> None:
        """Give the document a date that is exact to the day."""
        self.document = replace(
            self.document,
            document_date=day,
            document_date_precision="day",
            document_date_basis="stated",
        )

    def add(self, kind: str, record: Callable[..., object], quote: str, **columns: object) -> None:
        """Add a fact whose evidence is the first ``quote`` in the text.

        Its key column is the one of ``columns`` whose value is an ellipsis.
        """
        start = self.text.index(quote)
        key = fact_key(kind, self.id, start, start + len(quote), str(len(self.facts)))
        self.facts.append(
            (
                kind,
                record(
                    document_id=self.id,
                    section_id=f"{self.id}-1",
                    speaker="force",
                    quoted_text=quote,
                    sentence_text=" ".join(quote.split()),
                    char_start=start,
                    char_end=start + len(quote),
                    **{name: key if value is ... else value for name, value in columns.items()},
                ),
            )
        )

    def link(self, words: str, target_uri: str) -> None:
        """Add a link under the first ``words`` in the text."""
        start = self.text.index(words)
        span = (start, start + len(words))
        key = fact_key("link", self.id, *span, target_uri)
        self.facts.append(
            ("links", Link(key, self.id, f"{self.id}-1", words, target_uri, *span, None))
        )

    def sentences(self, *quotes: str) -> None:
        """Add the quotes, in reading order, as sentences with fingerprints."""
        end = 0
        for ordinal, quote in enumerate(quotes, start=1):
            start = self.text.index(quote, end)
            end = start + len(quote)
            letters = "".join(c for c in quote.lower() if c.isalnum())
            self.facts.append(
                (
                    "sentences",
                    Sentence(
                        sentence_id=fact_key("sentences", self.id, start, end),
                        document_id=self.id,
                        section_id=f"{self.id}-1",
                        ordinal=ordinal,
                        speaker="force",
                        sentence_text=" ".join(quote.split()),
                        char_start=start,
                        char_end=end,
                        page_number=None,
                        language="en",
                        word_count=sum(word[0].isalnum() for word in quote.split()),
                        fingerprint=document_key(letters.encode()),
                    ),
                )
            )

    def response(self, report_id: str, **columns: object) -> None:
        """Add an answer to a report that the document neither dates nor counts."""
        defaults: dict[str, object] = {
            "response_id": ...,
            "inspection_report_id": report_id,
            "is_catalogued": report_id == REPORT["inspection_report_id"],
            "report_title_text": "A report",
            "report_publisher_names": None,
            "report_published_on": None,
            "report_published_on_precision": "none",
            "recommendations_made": None,
            "stance": "notes",
        }
        self.add("responses", Response, self.text[:4], **(defaults | columns))

    def observation(self, quote: str, **columns: object) -> None:
        """Add an exact count of 2019 in the force's prose, unless ``columns`` say otherwise."""
        defaults: dict[str, object] = {
            "observation_id": ...,
            "metric_id": METRIC,
            "measured": "reports",
            "value": float(quote),
            "value_high": None,
            "unit_code": "count",
            "qualifier": "exact",
            "change_direction": None,
            "observation_role": "level",
            "scope": "force",
            "period_start": YEAR_2019[0],
            "period_end": YEAR_2019[1],
            "period_text": "2019",
            "period_precision": "year",
            "origin": "prose",
            "table_id": None,
            "row_label": None,
            "column_label": None,
            "is_total": False,
        }
        self.add("metric_observations", MetricObservation, quote, **(defaults | columns))


def kent_response() -> Landed:
    """Return a response on the last day, with answers, commitments and an initiative."""
    kent = Landed(f"Kent. {SHARED} {SHORT} We do. We shall.", "kent", "inspection_response")
    kent.dated(dt.date.fromisoformat(REPORT["published_on"]) + dt.timedelta(days=55))
    kent.sentences(SHARED, SHORT)
    kent.response(REPORT["inspection_report_id"])
    # The second recommendation is answered twice, by two people; the cause of concern once.
    answers = [("recommendation", 0), ("recommendation", 5), ("recommendation", 5)]
    for ordinal, (finding_type, start) in enumerate([*answers, ("cause_of_concern", 9)], start=1):
        kent.add(
            "recommendation_answers",
            RecommendationAnswer,
            "We do.",
            answer_id=...,
            inspection_report_id=REPORT["inspection_report_id"],
            ordinal=ordinal,
            finding_type=finding_type,
            addressed_to=None,
            recommendation_text="Do.",
            answer_text="We do.",
            action_status="taken",
            acceptance="accepted",
            recommendation_char_start=start,
            recommendation_char_end=start + 3,
        )
    for due_on in (dt.date(2020, 12, 31), dt.date(9999, 12, 31), None):
        kent.add(
            "commitments",
            Commitment,
            "We shall.",
            commitment_id=...,
            actor="force",
            strength="explicit",
            commitment_text="We shall.",
            due_on=due_on,
            due_precision="year" if due_on else None,
            due_text=None,
        )
    kent.add(
        "initiative_mentions",
        InitiativeMention,
        "Kent",
        initiative_mention_id=...,
        initiative_name="Operation Kent",
        initiative_type="operation",
    )
    kent.link("Kent", "https://kent.example/response.pdf")
    return kent


def essex_draft() -> Landed:
    """Return a superseded document that says all that the others say, and something more."""
    draft = Landed("Draft of a response.", "essex", "inspection_response")
    draft.is_current = False
    draft.response("a-report-of-a-draft", report_title_text="A Report of a Draft")
    for other in (kent_response(), essex_panel_report()):
        for kind, fact in other.facts:
            evidence = {field.name for field in fields(Evidence)}
            key = next(field.name for field in fields(KINDS[kind]) if field.name not in evidence)
            again: Any = replace(  # type: ignore[type-var]  # a list of unlike dataclasses
                fact, document_id=draft.id, **{key: f"draft-{getattr(fact, key)}"}
            )
            draft.facts.append((kind, again))
    return draft


def essex_letter() -> Landed:
    """Return a letter a day too late, which also answers a report of no catalogue."""
    essex = Landed(f"Essex. {SHARED_DIFFERENTLY} {SHORT}", "essex", "letter")
    essex.dated(dt.date.fromisoformat(REPORT["published_on"]) + dt.timedelta(days=56))
    essex.sentences(SHARED_DIFFERENTLY, SHORT)
    essex.response(REPORT["inspection_report_id"], recommendations_made=1)
    essex.response(
        "a-report-of-its-own",
        report_title_text="A Report of Its Own",
        report_published_on=dt.date(2019, 5, 1),
        report_published_on_precision="month",
    )
    return essex


def essex_panel_report() -> Landed:
    """Return a report with a table of figures, a wrong total and a sentence printed twice."""
    panel = Landed(
        f"Panel. {REPEATED} {REPEATED} About 260, of whom 25, in all 258 or 261; 9 in May; 3 up.",
        "essex",
        "panel_report",
    )
    panel.sentences(REPEATED, REPEATED)
    panel.response("a-report-of-its-own", report_title_text="Its Own Report, later named")
    panel.observation("260", qualifier="about")
    panel.observation("25", origin="table")
    panel.observation("258", origin="table", is_total=True)
    panel.observation("261")
    panel.observation("9", period_start=dt.date(2019, 5, 1), period_end=None)
    panel.observation("3", observation_role="change", change_direction="increase")
    panel.observation("25", unit_code="percent", origin="table", is_total=True)
    panel.observation("258", metric_id=None, period_start=None, period_end=None)
    table_id = f"{panel.id}-t"
    panel.facts.append(
        ("tables", Table(
            table_id=table_id, document_id=panel.id, section_id=None, ordinal=1, caption=None,
            table_shape="tab", row_count=2, column_count=1, char_start=0, char_end=6,
        ))
    )  # fmt: skip
    for row_number, is_header in ((1, True), (2, False)):
        panel.facts.append(
            ("table_cells", TableCell(
                cell_id=f"{table_id}-{row_number}", table_id=table_id, document_id=panel.id,
                row_number=row_number, column_number=1, is_header=is_header, is_total=False,
                row_label=None, column_label=None, cell_text="258", char_start=0, char_end=3,
            ))
        )  # fmt: skip
    panel.add(
        "arithmetic_checks", ArithmeticCheck, "258", check_id=..., agrees=False, tolerance=0.5,
        check_type="total_against_parts", stated_value=258.0, computed_value=261.0,
    )  # fmt: skip
    panel.add(
        "source_findings", SourceFinding, "258", finding_id=..., explanation="3 are missing.",
        finding_type="total_differs_from_parts", stated_value=258.0, computed_value=261.0,
        difference=-3.0, other_quoted_text=None, other_sentence_text=None,
        other_char_start=None, other_char_end=None,
    )  # fmt: skip
    panel.add(
        "theme_mentions", ThemeMention, REPEATED, theme_mention_id=..., theme_id=THEME,
        matched_phrase="neighbourhood teams",
    )  # fmt: skip
    return panel


def stub() -> Landed:
    """Return a page of no force on which nothing is said."""
    return Landed("Documents will be published here.", None, "index_page")


def documents() -> dict[str, Landed]:
    """Return the documents by a name for tests."""
    return {
        "kent_response": kent_response(),
        "essex_draft": essex_draft(),
        "essex_letter": essex_letter(),
        "essex_panel_report": essex_panel_report(),
        "stub": stub(),
    }
