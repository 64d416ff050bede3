"""Records as columns: the Arrow schema of each kind, from its dataclass."""

import datetime as dt
import types
import typing
from collections.abc import Sequence
from dataclasses import fields

import pyarrow as pa

from flows.records import KINDS

_ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
}


def _schema(record_type: type) -> pa.Schema:
    hints = typing.get_type_hints(record_type)
    columns = []
    for field in fields(record_type):
        hint = hints[field.name]
        is_nullable = isinstance(hint, types.UnionType)
        plain = next(part for part in typing.get_args(hint)) if is_nullable else hint
        columns.append(pa.field(field.name, _ARROW_TYPES[plain], nullable=is_nullable))
    return pa.schema(columns)


#: Landing table -> Arrow schema, in the order of ``KINDS``; columns in the order of the fields.
SCHEMAS: dict[str, pa.Schema] = {kind: _schema(record) for kind, record in KINDS.items()}


def batch(kind: str, records: Sequence[object]) -> pa.RecordBatch:
    """Return ``records`` of one kind as columns.

    Raises:
        pyarrow.ArrowInvalid, UnicodeEncodeError: a value does not fit its column.
    """
    schema = SCHEMAS[kind]
    return pa.RecordBatch.from_arrays(
        [
            pa.array([getattr(record, field.name) for record in records], field.type)
            for field in schema
        ],
        schema=schema,
    )
