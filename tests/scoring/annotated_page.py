"""A small annotated document for the scorer's own tests.

``annotate`` adds to what is wanted, ``state`` to what is found; both are told a quote of the
text and work out the offsets. What is wanted is written as annotation files and read back as
the real annotation is; what is found are records made by hand, so that these tests say whether
the scorer counts rightly whatever parsing does.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.parsing import Vocabulary
from flows.records import (
    Commitment,
    Document,
    InitiativeMention,
    MetricObservation,
    ParsedDocument,
    RecommendationAnswer,
    Response,
    Section,
    TableCell,
    ThemeMention,
)
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold, read_gold

FILE = "page.txt"
_ANNOTATION = "quantities fields negatives tables documents structure answers themes".split()
_DOCUMENT: dict[str, Any] = {
    "file": FILE,
    "force_id": "kent",
    "document_type": "letter",
    "commissioner_name": None,
    "document_date": None,
    "document_date_precision": "none",
    "document_date_basis": "none",
    "document_date_accept": [None],
    "inspection_report_id": None,
    "report_published_on": None,
    "recommendations_made": None,
}


class Page:
    """One document with its annotation and its records."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = dict(_DOCUMENT)
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.structure: dict[str, list[dict[str, Any]]] = {
            "sections": [],
            "commitments": [],
            "commitment_negatives": [],
            "named": [],
        }
        self.records: dict[str, list[Any]] = defaultdict(list)
        self.stated: dict[str, Any] = {}

    def span(self, quote: str) -> dict[str, int]:
        """Return where ``quote`` stands for the first time; it has to."""
        start = self.text.index(quote)
        return {"start": start, "end": start + len(quote)}

    def annotate_figure(self, mention: str, value: float, **changes: Any) -> None:
        """Want a figure whose sentence is the whole page, exact, a count, a level."""
        number = f"q{len(self.rows['quantities'])}"
        quantity: dict[str, Any] = {
            "id": number, "file": FILE, "sentence": self.text, "sent_start": 0,
            "sent_end": len(self.text), "mention": mention, "value": value, "value_high": None,
            "measured": "crimes", "period": None, "force": None, "core": True, "ignore": False,
            **self.span(mention),
        }  # fmt: skip
        fields: dict[str, Any] = {
            "id": number, "unit_code": "count", "qualifier": "exact", "change_direction": None,
            "observation_role": "level", "observation_role_accept": ["level"], "scope": "force",
            "scope_accept": ["force"], "period_precision": None, "period_accept": [None],
            "head_nouns": [], "judged": True,
        }  # fmt: skip
        for name, change in changes.items():
            (quantity if name in quantity else fields)[name] = change
        self.rows["quantities"].append(quantity)
        self.rows["fields"].append(fields)

    def annotate_trap(self, quote: str) -> None:
        """Want no figure on ``quote``."""
        self.rows["negatives"].append(
            {"file": FILE, "text": quote, "reason": "no figure", **self.span(quote)}
        )

    def annotate_cell(self, quote: str, value: float, **changes: Any) -> None:
        """Want a cell of the table "Crimes" in row "Kent", column "2013"."""
        cell: dict[str, Any] = {
            "file": FILE, "table": "Crimes", "row_label": "Kent", "column_label": "2013",
            "cell_text": quote, "value": value, "value_in_brackets": None, "unit": "count",
            "period": None, "measured": "crimes", "is_total": False, **self.span(quote),
        }  # fmt: skip
        self.rows["tables"].append(cell | changes)

    def annotate_section(self, heading: str, speaker: str) -> None:
        """Want a section that starts at its heading."""
        self.structure["sections"].append(
            {"heading": heading, "speaker": speaker, **self.span(heading)}
        )

    def annotate_promise(self, sentence: str, strength: str, due: str | None = None) -> None:
        """Want a commitment of the commissioner."""
        self.structure["commitments"].append(
            {"sentence": sentence, "by": "pcc", "strength": strength, "due": due,
             **self.span(sentence)}
        )  # fmt: skip

    def annotate_promise_trap(self, sentence: str) -> None:
        """Want no commitment on ``sentence``."""
        self.structure["commitment_negatives"].append(
            {"sentence": sentence, "reason": "no promise", **self.span(sentence)}
        )

    def annotate_name(self, quote: str, initiative_type: str) -> None:
        """Want the name of an initiative."""
        self.structure["named"].append({"name": quote, "type": initiative_type, **self.span(quote)})

    def annotate_pair(self, recommendation: str, answer: str, **changes: Any) -> None:
        """Want a recommendation with its answer."""
        pair: dict[str, Any] = {
            "file": FILE, "ordinal": 1, "finding_type": "recommendation",
            "addressed_to": "chief_constables", "recommendation_text": recommendation,
            "answer_text": answer, "action_status": "taken", "action_status_accept": ["taken"],
            "acceptance": "not_stated", "acceptance_accept": ["not_stated"],
            "recommendation_start": self.text.index(recommendation),
            "response_start": self.text.index(answer),
        }  # fmt: skip
        self.rows["answers"].append(pair | changes)

    def annotate_themes(self, expected: list[str], also: list[str], must_not: list[str]) -> None:
        """Want themes of the page."""
        self.rows["themes"].append(
            {"file": FILE, "expected": expected, "also": also, "must_not": must_not}
        )

    def state_figure(self, quote: str, value: float, **changes: Any) -> None:
        """Find a figure, with the same fields as ``annotate_figure`` wants unless told."""
        fields: dict[str, Any] = {
            "observation_id": str(len(self.records["metric_observations"])), "metric_id": None,
            "measured": "crimes", "value": value, "value_high": None, "unit_code": "count",
            "qualifier": "exact", "change_direction": None, "observation_role": "level",
            "scope": "force", "period_start": None, "period_end": None, "period_text": None,
            "period_precision": None, "origin": "prose", "table_id": None, "row_label": None,
            "column_label": None, "is_total": False, **self._evidence(quote),
        }  # fmt: skip
        self.records["metric_observations"].append(MetricObservation(**fields | changes))

    def state_cell(self, quote: str, value: float, **changes: Any) -> None:
        """Find a figure in row "Kent", column "2013", and the landed cell around it."""
        labels = {"row_label": "Kent", "column_label": "2013"}
        self.state_figure(quote, value, **labels | {"origin": "table"} | changes)
        span = self.span(quote)
        self.records["table_cells"].append(
            TableCell(
                cell_id=quote, table_id="t", document_id="d", row_number=1, column_number=1,
                is_header=False, is_total=False, cell_text=quote, char_start=span["start"],
                char_end=span["end"], **labels,
            )
        )  # fmt: skip

    def state_section(self, heading: str, speaker: str) -> None:
        """Find a section that starts at its heading."""
        span = self.span(heading)
        number = len(self.records["sections"])
        self.records["sections"].append(
            Section(str(number), "d", number, 1, heading, speaker, span["start"], span["end"])
        )

    def state_promise(self, sentence: str, **changes: Any) -> None:
        """Find an explicit commitment of the commissioner."""
        fields: dict[str, Any] = {
            "commitment_id": str(len(self.records["commitments"])), "actor": "commissioner",
            "strength": "explicit", "commitment_text": sentence, "due_on": None,
            "due_precision": None, "due_text": None, **self._evidence(sentence),
        }  # fmt: skip
        self.records["commitments"].append(Commitment(**fields | changes))

    def state_name(self, quote: str, name: str, initiative_type: str) -> None:
        """Find a mention of an initiative."""
        self.records["initiative_mentions"].append(
            InitiativeMention(
                initiative_mention_id=str(len(self.records["initiative_mentions"])),
                initiative_name=name,
                initiative_type=initiative_type,
                **self._evidence(quote),
            )
        )

    def state_pair(self, recommendation: str, answer: str, **changes: Any) -> None:
        """Find a recommendation with its answer."""
        start = self.text.index(recommendation)
        fields: dict[str, Any] = {
            "answer_id": str(len(self.records["recommendation_answers"])),
            "inspection_report_id": None, "ordinal": 1, "finding_type": "recommendation",
            "addressed_to": "chief_constables", "recommendation_text": recommendation,
            "answer_text": answer, "action_status": "taken", "acceptance": "not_stated",
            "recommendation_char_start": start,
            "recommendation_char_end": start + len(recommendation), **self._evidence(answer),
        }  # fmt: skip
        self.records["recommendation_answers"].append(RecommendationAnswer(**fields | changes))

    def state_theme(self, quote: str, theme_id: str) -> None:
        """Find a theme."""
        self.records["theme_mentions"].append(
            ThemeMention(
                theme_mention_id=str(len(self.records["theme_mentions"])), theme_id=theme_id,
                matched_phrase=quote, **self._evidence(quote),
            )
        )  # fmt: skip

    def state_response(self, report_id: str, recommendations_made: int | None) -> None:
        """Find that the page answers a report."""
        self.records["responses"].append(
            Response(
                response_id=report_id, inspection_report_id=report_id, is_catalogued=True,
                report_title_text=report_id, report_publisher_names=None,
                report_published_on=None, report_published_on_precision="none",
                recommendations_made=recommendations_made, stance="none",
                **self._evidence(self.text[:4]),
            )
        )  # fmt: skip

    def state_header(self, **stated: Any) -> None:
        """Find other header fields than a letter of Kent without a date has."""
        self.stated |= stated

    def read(self, folder: Path) -> tuple[Gold, Corpus]:
        """Write the annotation into ``folder``, read it back, and put the records beside it."""
        self.rows["documents"] = [self.document]
        self.rows["structure"] = [
            {"file": FILE, "title": "A letter", "issuing_organisation": "A panel"} | self.structure
        ]
        for name in _ANNOTATION:
            target = folder / f"gold_{name}.json"
            target.write_text(json.dumps(self.rows[name]), encoding="utf-8")
        fields: dict[str, Any] = {
            "document_id": "d", "raw_sha256": "", "media_type": "text/plain", "left_out_count": 0,
            "byte_count": 0,
            "part_number": None, "part_char_start": 0, "part_char_end": len(self.text),
            "text": self.text, "title": "A letter", "document_type": "letter",
            "force_id": "kent", "policing_body_name": None, "commissioner_name": None,
            "document_date": None, "document_date_precision": "none",
            "document_date_basis": "none", "language": "en", "word_count": 0,
            "text_fingerprint": "", "number_fingerprint": None, "parse_version": "",
        }  # fmt: skip
        records = {kind: tuple(found) for kind, found in self.records.items()}
        parsed = ParsedDocument(documents=(Document(**fields | self.stated),), **records)
        forces = [{"force_id": "kent", "force_name": "Kent Police"}]
        report = {"inspection_report_id": "r", "published_on": "2020-02-04"}
        vocabulary = Vocabulary.from_tables(
            {"forces": forces, "force_aliases": [], "inspection_reports": [report]}
        )
        return read_gold(folder), Corpus({FILE: parsed}, vocabulary)

    def _evidence(self, quote: str) -> dict[str, Any]:
        span = self.span(quote)
        return {
            "document_id": "d", "section_id": None, "speaker": "commissioner",
            "quoted_text": quote, "sentence_text": self.text, "char_start": span["start"],
            "char_end": span["end"],
        }  # fmt: skip
