"""The documented questions: what each asks and takes, its SQL, and its answer on the snapshot."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flows.questions import Question, published_sql, questions
from flows.site import links
from flows.site.page import Page
from flows.site.records import RECORD_KINDS
from flows.site.snapshot import Answer, Snapshot
from flows.site.wording import shortened

_ROOM = "questions"

#: Rows of an answer that its page shows, and characters of one cell.
_MOST_ROWS = 200
_MOST_CHARACTERS = 240

#: Columns that lead to marked words, and the mart whose key each is.
_KEYS = {kind.key: kind.mart for kind in RECORD_KINDS if not kind.is_second_place}

Cell = dict[str, Any]


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the list of questions, then each with its answer."""
    known = list(questions().values())
    yield Page(
        "questions/index.html",
        "questions.html.jinja",
        "Questions",
        _ROOM,
        {
            "questions": [
                {
                    "name": question.name,
                    "title": question.title,
                    "description": question.description,
                }
                for question in known
            ]
        },
    )
    for question in known:
        yield _page(snapshot, question)


def _page(snapshot: Snapshot, question: Question) -> Page:
    given = {
        parameter.name: parameter.example or ""
        for parameter in question.parameters
        if parameter.is_required
    }
    sql = published_sql(question, snapshot.connection)
    answer = snapshot.answer(sql, question.values(given), _MOST_ROWS)
    options = "".join(f" --param {name}={_quoted(value)}" for name, value in given.items())
    return Page(
        links.question_page(question.name),
        "question.html.jinja",
        question.title,
        _ROOM,
        {
            "name": question.name,
            "description": question.description,
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "meaning": parameter.meaning,
                    "is_required": parameter.is_required,
                    "default": parameter.default,
                    "example": parameter.example,
                }
                for parameter in question.parameters
            ],
            "given": given,
            "command": f"section55 query --named {question.name}{options}",
            "sql": sql.strip(),
            "columns": answer.columns,
            "rows": _cells(snapshot, answer),
            "has_more": answer.has_more,
            "most_rows": _MOST_ROWS,
        },
    )


def _cells(snapshot: Snapshot, answer: Answer) -> list[list[Cell]]:
    """Return the rows as text, with the page that a key or a document's id leads to."""
    paths = {
        position: _paths(snapshot, name, [row[position] for row in answer.rows])
        for position, name in enumerate(answer.columns)
    }
    return [
        [
            {
                "text": _as_text(value),
                "is_number": isinstance(value, int | float | Decimal)
                and not isinstance(value, bool),
                "path": paths[position].get(value) if isinstance(value, str) else None,
            }
            for position, value in enumerate(row)
        ]
        for row in answer.rows
    ]


def _paths(snapshot: Snapshot, column: str, values: Sequence[Any]) -> Mapping[str, str]:
    """Return where values of a column lead; only what is published leads anywhere."""
    wanted = sorted({value for value in values if isinstance(value, str)})
    if column == "document_id":
        known = snapshot.rows(
            "select document_id from marts.dim_documents "
            "where document_id in (select unnest(?::varchar[]))",
            [wanted],
        )
        return {row["document_id"]: links.document_page(row["document_id"]) for row in known}
    if column not in _KEYS:
        return {}
    records = snapshot.rows(
        f"select {column} as key, document_id, char_start from marts.{_KEYS[column]} "  # noqa: S608 - our own names
        f"where {column} in (select unnest(?::varchar[]))",
        [wanted],
    )
    return {
        row["key"]: snapshot.places.record(row["document_id"], row["char_start"], row["key"])
        for row in records
    }


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return shortened(json.dumps(value, ensure_ascii=False, default=str), _MOST_CHARACTERS)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return shortened(str(value), _MOST_CHARACTERS)


def _quoted(value: str) -> str:
    return value if value.isalnum() else f'"{value}"'
