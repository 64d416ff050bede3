"""What a door makes of parts: the same verdict, however many of them it looks at together."""

from pathlib import Path
from unittest.mock import Mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations import gate
from flows import doors
from flows.parts import RAW_DOCUMENTS, Part
from flows.records import RawDocument

GOOD = "Crime fell."
NUL = "Crime\0 fell."


def part(folder: Path, *texts: str) -> Part:
    """A part as the stage ``read`` leaves it, whose documents are numbered from its name on."""
    folder.mkdir()
    rows = [
        {
            "document_id": f"{folder.name}{number:015}",
            "media_type": "text/plain",
            "byte_count": len(text),
            "text": text,
        }
        for number, text in enumerate(texts)
    ]
    made = Part(folder, tuple(RawDocument(str(row["document_id"]), "", 1, "") for row in rows), ())
    pq.write_table(pa.Table.from_pylist(rows, RAW_DOCUMENTS), made.file("raw_documents"))
    return made


@pytest.mark.parametrize(("frame_bytes", "frames"), [(1, 3), (300, 2), (10_000, 1)])
def test_the_verdict_is_the_same_however_many_parts_a_frame_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frame_bytes: int, frames: int
) -> None:
    parts = [
        part(tmp_path / "a", GOOD, NUL, GOOD),
        part(tmp_path / "b", GOOD, GOOD),
        part(tmp_path / "c", GOOD, NUL),
        part(tmp_path / "d"),
    ]
    counted = Mock(wraps=gate.check_rows)
    monkeypatch.setattr(doors, "_FRAME_BYTES", frame_bytes)
    monkeypatch.setattr(doors, "check_rows", counted)
    verdict = doors.check_raw_documents(parts)
    assert counted.call_count == frames
    assert sorted(one.document_id for one in verdict.refused) == [
        "a000000000000001",
        "c000000000000001",
    ]
    (nul,) = [one for one in verdict.outcomes if one.expectation_name == "the text has no NUL"]
    assert (nul.row_count, nul.failing_count, nul.is_met) == (7, 2, False)
