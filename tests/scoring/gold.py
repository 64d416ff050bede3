"""The hand annotation, said in the contract's words.

``read_gold`` reads every file of a ``gold`` folder and maps its words as its ``MAPPING.md``
says, so that the judges compare records with it field by field and translate nothing.
Offsets count Unicode code points of the annotated file, end exclusive. What the mapping
leaves unjudged is marked here (``is_ignored``, ``is_judged``) or left out where it could
match nothing (headings that are null or made up).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import Refusal

#: A row of an annotation file as it stands there.
Row = Mapping[str, Any]

_SPEAKERS = {"pcc": "commissioner", "force_briefing": "force"}
_ACTORS = {"pcc": "commissioner"}
_UNJUDGED_NAMES = frozenset(
    "register inquiry system publication standard inspection_programme".split()
)
#: Types of the annotation that the contract has no word for: their names are judged only.
_UNJUDGED_TYPES = frozenset({"process"})


class CannotScore(Refusal):
    """The annotation, or a document that it annotates, is not as the scorer needs it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the prose. The first of each ``…s`` tuple is the annotator's own choice.

    ``periods`` are ``start/end`` in ISO dates, ``start/..`` without an end, or null.
    """

    file: str
    sentence: str
    sentence_start: int
    sentence_end: int
    mention: str
    start: int
    end: int
    value: float
    value_high: float | None
    unit_code: str
    qualifier: str
    change_direction: str | None
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    periods: tuple[str | None, ...]
    period_precision: str | None
    force_name: str | None
    measured: str
    head_nouns: tuple[str, ...]
    is_core: bool
    is_ignored: bool
    are_fields_judged: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """A stretch that looks like a fact and is none, with the annotator's reason."""

    file: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with the figure before and the one inside its brackets."""

    file: str
    table: str
    row_label: str
    column_label: str
    cell_text: str
    start: int
    end: int
    value: float
    value_in_brackets: float | None
    unit_code: str
    period: str | None
    measured: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself. ``dates`` holds every accepted date, ISO or null."""

    file: str
    title: str
    document_type: str
    force_id: str
    issuing_organisation: str
    commissioner_name: str | None
    dates: tuple[str | None, ...]
    date_precision: str
    date_basis: str
    inspection_report_id: str | None
    report_published_on: str | None
    recommendations_made: int | None


@dataclass(frozen=True, slots=True)
class Heading:
    """One section with a heading that stands in the text, and who speaks below it."""

    file: str
    heading: str
    speaker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One recommendation with its whole answer."""

    file: str
    ordinal: int
    finding_type: str
    addressed_to: str | None
    recommendation_text: str
    answer_text: str
    action_statuses: tuple[str, ...]
    acceptances: tuple[str, ...]
    recommendation_start: int
    answer_start: int


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment sentence; ``due`` is an ISO date or year, or words, or null."""

    file: str
    sentence: str
    start: int
    end: int
    actor: str
    is_explicit: bool
    due: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """One named initiative of a document; ``initiative_type`` is null where not judged."""

    file: str
    name: str
    initiative_type: str | None
    start: int
    is_judged: bool


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes of one document: wanted, passing, and false."""

    file: str
    expected: tuple[str, ...]
    also: tuple[str, ...]
    must_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """Everything that is annotated."""

    figures: tuple[Figure, ...]
    traps: tuple[Trap, ...]
    cells: tuple[Cell, ...]
    headers: tuple[Header, ...]
    headings: tuple[Heading, ...]
    pairs: tuple[Pair, ...]
    promises: tuple[Promise, ...]
    promise_traps: tuple[Trap, ...]
    names: tuple[Name, ...]
    themes: tuple[Themes, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the annotated documents, in order."""
        return tuple(header.file for header in self.headers)


def read_gold(folder: Path) -> Gold:
    """Read the annotation of ``folder``.

    Raises:
        CannotScore: a file of the annotation is missing or holds no JSON list of rows.
    """
    fields = {row["id"]: row for row in _rows(folder, "fields")}
    structure = _rows(folder, "structure")
    stated = {row["file"]: row for row in structure}
    return Gold(
        figures=tuple(_figure(row, fields[row["id"]]) for row in _rows(folder, "quantities")),
        traps=tuple(
            Trap(row["file"], row["text"], row["start"], row["end"], row["reason"])
            for row in _rows(folder, "negatives")
        ),
        cells=tuple(_cell(row) for row in _rows(folder, "tables")),
        headers=tuple(_header(row, stated[row["file"]]) for row in _rows(folder, "documents")),
        headings=tuple(heading for row in structure for heading in _headings(row)),
        pairs=tuple(_pair(row) for row in _rows(folder, "answers")),
        promises=tuple(promise for row in structure for promise in _promises(row)),
        promise_traps=tuple(
            Trap(row["file"], trap["sentence"], trap["start"], trap["end"], trap["reason"])
            for row in structure
            for trap in row["commitment_negatives"]
        ),
        names=tuple(name for row in structure for name in _names(row)),
        themes=tuple(
            Themes(row["file"], tuple(row["expected"]), tuple(row["also"]), tuple(row["must_not"]))
            for row in _rows(folder, "themes")
        ),
    )


def _rows(folder: Path, name: str) -> list[Row]:
    file = folder / f"gold_{name}.json"
    try:
        rows: object = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as reason:
        raise CannotScore(
            f"cannot score: the annotation has no {file.name} in {folder}. "
            "Give the folder that holds corpus and gold with --shared."
        ) from reason
    except ValueError as reason:
        raise CannotScore(f"cannot score: {file} holds no JSON: {reason}. Mend it.") from reason
    if not isinstance(rows, list):
        raise CannotScore(
            f"cannot score: {file} holds a {type(rows).__name__}, not a list of rows. Mend it."
        )
    return rows


def _unit(word: str) -> str:
    """Return a unit in lower case and singular: ``years`` is ``year``, ``GBP`` is ``gbp``."""
    return word.lower().removesuffix("s")


def _figure(row: Row, fields: Row) -> Figure:
    return Figure(
        file=row["file"],
        sentence=row["sentence"],
        sentence_start=row["sent_start"],
        sentence_end=row["sent_end"],
        mention=row["mention"],
        start=row["start"],
        end=row["end"],
        value=row["value"],
        value_high=row["value_high"],
        unit_code=fields["unit_code"],
        qualifier=fields["qualifier"],
        change_direction=fields["change_direction"],
        roles=_own_first(fields["observation_role"], fields["observation_role_accept"]),
        scopes=_own_first(fields["scope"], fields["scope_accept"]),
        periods=_own_first(row["period"], fields["period_accept"]),
        period_precision=fields["period_precision"],
        force_name=row["force"],
        measured=row["measured"],
        head_nouns=tuple(fields["head_nouns"]),
        is_core=row["core"],
        is_ignored=row["ignore"],
        are_fields_judged=fields["judged"],
    )


def _own_first(own: Any, accepted: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(accepted, key=lambda value: value != own))


def _cell(row: Row) -> Cell:
    return Cell(
        file=row["file"],
        table=row["table"],
        row_label=row["row_label"],
        column_label=row["column_label"],
        cell_text=row["cell_text"],
        start=row["start"],
        end=row["end"],
        value=row["value"],
        value_in_brackets=row["value_in_brackets"],
        unit_code=_unit(row["unit"]),
        period=row["period"],
        measured=row["measured"],
        is_total=row["is_total"],
    )


def _header(row: Row, structure: Row) -> Header:
    return Header(
        file=row["file"],
        title=structure["title"],
        document_type=row["document_type"],
        force_id=row["force_id"],
        issuing_organisation=structure["issuing_organisation"],
        commissioner_name=row["commissioner_name"],
        dates=_own_first(row["document_date"], row["document_date_accept"]),
        date_precision=row["document_date_precision"],
        date_basis=row["document_date_basis"],
        inspection_report_id=row["inspection_report_id"],
        report_published_on=row["report_published_on"],
        recommendations_made=row["recommendations_made"],
    )


def _headings(row: Row) -> Iterator[Heading]:
    for section in row["sections"]:
        heading = section["heading"]
        if heading is not None and not heading.endswith("(table)"):
            speaker = _SPEAKERS.get(section["speaker"], section["speaker"])
            yield Heading(row["file"], heading, speaker, section["start"], section["end"])


def _pair(row: Row) -> Pair:
    return Pair(
        file=row["file"],
        ordinal=row["ordinal"],
        finding_type=row["finding_type"],
        addressed_to=row["addressed_to"],
        recommendation_text=row["recommendation_text"],
        answer_text=row["answer_text"],
        action_statuses=_own_first(row["action_status"], row["action_status_accept"]),
        acceptances=_own_first(row["acceptance"], row["acceptance_accept"]),
        recommendation_start=row["recommendation_start"],
        answer_start=row["response_start"],
    )


def _promises(row: Row) -> Iterator[Promise]:
    for promise in row["commitments"]:
        yield Promise(
            file=row["file"],
            sentence=promise["sentence"],
            start=promise["start"],
            end=promise["end"],
            actor=_ACTORS.get(promise["by"], promise["by"]),
            is_explicit=promise["strength"] == "explicit",
            due=promise["due"],
        )


def _names(row: Row) -> Iterator[Name]:
    for name in row["named"]:
        kind = name["type"]
        yield Name(
            file=row["file"],
            name=name["name"],
            initiative_type=None if kind in _UNJUDGED_TYPES else kind,
            start=name["start"],
            is_judged=kind not in _UNJUDGED_NAMES,
        )
