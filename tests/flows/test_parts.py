"""What the pool holds: every document is done or refused, whatever one of them does."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows import parsing, parts
from flows.parsing.vocabulary import Vocabulary
from flows.parts import Chunk, ParseJob, Part, ReadJob
from flows.records import KINDS, RawDocument, document_key
from flows.sources.reference import reference_tables
from warehouse.paths import Home

KILLER = "killer"


@dataclass(frozen=True)
class Killed:
    """A job that one document kills, as a fault of a library would."""

    stage: str = "parse"

    def __call__(self, chunk: Chunk, advance: Callable[[int], None] = lambda _: None) -> Part:
        if any(raw.name == KILLER for raw in chunk.documents):
            os._exit(9)
        advance(len(chunk.documents))
        return Part(Path(), tuple(chunk.documents), ())


def documents(count: int) -> list[RawDocument]:
    return [RawDocument(f"{number:016x}", "0" * 64, 1, "a.txt") for number in range(count)]


def test_a_document_that_kills_its_process_is_found_and_refused_alone() -> None:
    wanted = documents(12)
    wanted[7] = RawDocument("killer", "0" * 64, 1, KILLER)
    chunks = [Chunk(wanted[at : at + 3]) for at in range(0, 12, 3)]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count

    found = list(parts.run(Killed(), chunks, 2, advance))
    taken = {raw.document_id for part in found for raw in part.documents}
    refused = [one for part in found for one in part.refused]
    assert taken == {raw.document_id for raw in wanted} - {"killer"}
    assert [(one.document_id, one.stage, one.reason_code) for one in refused] == [
        ("killer", "parse", "parser_killed")
    ]
    assert done == 12


@pytest.mark.parametrize(
    ("count", "workers", "sizes"),
    [(0, 2, []), (5, 8, [5]), (200, 2, [200]), (201, 2, [101, 100]), (900, 2, [150] * 6)],
)
def test_chunks_keep_all_workers_busy(count: int, workers: int, sizes: list[int]) -> None:
    chunks = parts.chunks_to_read(documents(count), workers)
    assert [len(chunk.documents) for chunk in chunks] == sizes
    assert [raw for chunk in chunks for raw in chunk.documents] == documents(count)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def kept(home: Home, *contents: str) -> list[RawDocument]:
    found = []
    for content in contents:
        document_id = document_key(content.encode())
        raw = RawDocument(document_id, document_id * 4, 0, "letter.txt")
        home.raw_file(raw.raw_sha256).parent.mkdir(exist_ok=True)
        home.raw_file(raw.raw_sha256).write_text(content, encoding="utf-8")
        found.append(raw)
    return found


GOOD = "The Commissioner welcomes the report.\n\nThe force recorded 12 crimes in May 2019.\n"
OTHER = "The panel asked about response times.\n\nThe Commissioner will publish them.\n"


def read(home: Home, tmp_path: Path, wanted: list[RawDocument]) -> Part:
    (part,) = parts.run(
        ReadJob(home, tmp_path / "read"), [Chunk(wanted)], 1, advance=lambda _: None
    )
    return part


def parse_job(tmp_path: Path) -> ParseJob:
    return ParseJob(
        Home(tmp_path / "home"),
        tmp_path / "parsed",
        Vocabulary.from_tables(reference_tables()),
        "1",
    )


def parse(tmp_path: Path, part: Part) -> Part:
    chunks = parts.chunks_to_parse([part], refused=())
    (parsed,) = parts.run(parse_job(tmp_path), chunks, 1, advance=lambda _: None)
    return parsed


def test_bytes_become_one_file_for_each_record_kind(home: Home, tmp_path: Path) -> None:
    part = parse(tmp_path, read(home, tmp_path, kept(home, GOOD, OTHER)))
    assert sorted(path.stem for path in part.folder.iterdir()) == sorted(KINDS)
    texts = pq.read_table(part.file("documents"))["text"].to_pylist()
    assert sorted(texts) == sorted([GOOD, OTHER])
    assert pq.read_table(part.file("metric_observations"))["quoted_text"].to_pylist() == ["12"]


def test_pool_and_process_give_the_same_parts(home: Home, tmp_path: Path) -> None:
    wanted = kept(home, GOOD, OTHER)
    alone = parse(tmp_path, read(home, tmp_path, wanted))
    there = [Chunk([raw]) for raw in wanted]
    read_parts = list(parts.run(ReadJob(home, tmp_path / "pool"), there, 2, lambda _: None))
    chunks = parts.chunks_to_parse(read_parts, refused=())
    pooled = list(parts.run(parse_job(tmp_path), chunks, 2, lambda _: None))
    for kind in KINDS:
        rows = [row for one in pooled for row in pq.read_table(one.file(kind)).to_pylist()]
        assert sorted(map(str, rows)) == sorted(
            map(str, pq.read_table(alone.file(kind)).to_pylist())
        )


def test_a_document_on_which_a_rule_fails_is_refused_with_the_fault_named(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = parsing.parse

    def fails_on_one(raw: RawDocument, *rest: object) -> object:
        if raw.document_id == document_key(OTHER.encode()):
            raise KeyError("no such\nrule")
        return honest(raw, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "parse", fails_on_one)
    part = parse(tmp_path, read(home, tmp_path, kept(home, GOOD, OTHER)))
    assert [raw.document_id for raw in part.documents] == [document_key(GOOD.encode())]
    (refused,) = part.refused
    assert (refused.stage, refused.reason_code) == ("parse", "parser_error")
    assert "KeyError" in refused.message
    assert "\n" not in refused.message


def test_a_record_whose_offsets_do_not_quote_the_text_refuses_its_document(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = parsing.parse

    def shifts(raw: RawDocument, *rest: object) -> object:
        parsed = honest(raw, *rest)  # type: ignore[arg-type]
        for record in parsed[0].metric_observations:
            object.__setattr__(record, "char_start", record.char_start - 1)
        return parsed

    monkeypatch.setattr(parts, "parse", shifts)
    part = parse(tmp_path, read(home, tmp_path, kept(home, GOOD, OTHER)))
    assert [raw.document_id for raw in part.documents] == [document_key(OTHER.encode())]
    assert "not '12'" in part.refused[0].message


SEVERAL = """# HMICFRS inspections

## Fraud: Time to choose

I welcome this report. The force recorded 4,200 frauds in 2019.

## Cyber: Keep the light on

I accept the findings of this report.
"""


def test_a_page_with_several_answers_is_as_many_documents_of_one_part(
    home: Home, tmp_path: Path
) -> None:
    part = parse(tmp_path, read(home, tmp_path, kept(home, SEVERAL, GOOD)))
    assert part.refused == ()
    landed = pq.read_table(part.file("documents")).to_pylist()
    assert [(row["document_id"], row["part_number"]) for row in landed] == [
        (document_key(SEVERAL.encode(), 1), 1),
        (document_key(SEVERAL.encode(), 2), 2),
        (document_key(GOOD.encode()), None),
    ]


def test_kept_bytes_that_are_gone_refuse_their_document(home: Home, tmp_path: Path) -> None:
    wanted = kept(home, GOOD, OTHER)
    home.raw_file(wanted[0].raw_sha256).unlink()
    part = read(home, tmp_path, wanted)
    assert [raw.document_id for raw in part.documents] == [wanted[1].document_id]
    assert [one.reason_code for one in part.refused] == ["raw_bytes_missing"]


def test_what_a_door_refused_is_not_parsed(home: Home, tmp_path: Path) -> None:
    wanted = kept(home, GOOD, OTHER)
    part = read(home, tmp_path, wanted)
    chunks = parts.chunks_to_parse([part], refused={wanted[0].document_id})
    (parsed,) = parts.run(parse_job(tmp_path), chunks, 1, lambda _: None)
    assert [raw.document_id for raw in parsed.documents] == [wanted[1].document_id]
    assert parts.chunks_to_parse([part], refused={raw.document_id for raw in wanted}) == []
