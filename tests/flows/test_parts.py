"""What a process makes of a chunk: every document is done, or refused alone."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows import parsing, parts, workers
from flows.parsing.vocabulary import Vocabulary
from flows.parts import Chunk, ParseJob, Part, ReadJob
from flows.reading import limits
from flows.records import KINDS, RawDocument, document_key
from flows.sources.reference import reference_tables
from warehouse.paths import Home
from warehouse.raw import keep


def documents(count: int) -> list[RawDocument]:
    return [RawDocument(f"{number:016x}", "0" * 64, 1, "a.txt") for number in range(count)]


@pytest.mark.parametrize(
    ("count", "processes", "sizes"),
    [(0, 2, []), (5, 8, [5]), (200, 2, [200]), (201, 2, [101, 100]), (900, 2, [150] * 6)],
)
def test_chunks_keep_all_workers_busy(count: int, processes: int, sizes: list[int]) -> None:
    chunks = parts.chunks_to_read(documents(count), processes)
    assert [len(chunk.documents) for chunk in chunks] == sizes
    shared_out = [raw.document_id for chunk in chunks for raw in chunk.documents]
    assert sorted(shared_out) == [raw.document_id for raw in documents(count)]


def test_chunks_are_of_equal_bytes_whatever_the_documents_are() -> None:
    sizes = [400_000, *[9_000] * 250, 1_200_000, *[150_000] * 6]
    mixed = [replace(raw, byte_count=sizes[at]) for at, raw in enumerate(documents(len(sizes)))]
    of_chunks = [
        sum(raw.byte_count for raw in chunk.documents) for chunk in parts.chunks_to_read(mixed, 2)
    ]
    assert sum(of_chunks) == sum(sizes)
    assert max(of_chunks) - min(of_chunks) <= 9_000


def test_large_documents_are_in_smaller_chunks() -> None:
    large = [replace(raw, byte_count=parts.CHUNK_BYTES // 2) for raw in documents(8)]
    assert [len(chunk.documents) for chunk in parts.chunks_to_read(large, 2)] == [2] * 4


def test_few_documents_are_shared_by_the_processes_where_they_are_large() -> None:
    large = [replace(raw, byte_count=200_000) for raw in documents(10)]
    assert [len(chunk.documents) for chunk in parts.chunks_to_read(large, 2)] == [5, 5]
    small = [replace(raw, byte_count=2_000) for raw in documents(10)]
    assert [len(chunk.documents) for chunk in parts.chunks_to_read(small, 2)] == [10]


def read_part(name: str, *lengths: int) -> Part:
    """A part of documents whose texts are so long."""
    found = [
        replace(raw, document_id=f"{name}{raw.document_id}") for raw in documents(len(lengths))
    ]
    return Part(Path(name), tuple(found), (), lengths)


def test_a_part_with_long_texts_is_parsed_by_several_processes() -> None:
    chunks = parts.chunks_to_parse([read_part("a", *[40_000] * 50)], refused=(), workers=2)
    assert [len(chunk.documents) for chunk in chunks] == [13, 13, 12, 12]
    assert {chunk.texts for chunk in chunks} == {Path("a")}


def test_the_longest_texts_are_parsed_first() -> None:
    there = [read_part("short", 10_000, 5_000), read_part("long", 90_000), read_part("none")]
    chunks = parts.chunks_to_parse(there, refused=(), workers=2)
    assert [chunk.texts.name for chunk in chunks] == ["long", "short"]


def test_a_process_more_that_would_be_late_is_not_started() -> None:
    (chunk,) = parts.chunks_to_parse([read_part("a", *[2_000] * 30)], refused=(), workers=8)
    assert len(chunk.documents) == 30


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def kept(home: Home, *contents: str) -> list[RawDocument]:
    found = []
    for content in contents:
        raw_sha256 = keep(home, content.encode())
        found.append(RawDocument(document_key(content.encode()), raw_sha256, 0, "letter.txt"))
    return found


GOOD = "The Commissioner welcomes the report.\n\nThe force recorded 12 crimes in May 2019.\n"
OTHER = "The panel asked about response times.\n\nThe Commissioner will publish them.\n"


def read(home: Home, tmp_path: Path, wanted: list[RawDocument]) -> Part:
    return ReadJob(home, tmp_path / "read")(Chunk(wanted))


def parse_job(tmp_path: Path) -> ParseJob:
    return ParseJob(
        Home(tmp_path / "home"),
        tmp_path / "parsed",
        Vocabulary.from_tables(reference_tables()),
        "1",
    )


def parse(tmp_path: Path, part: Part) -> Part:
    (chunk,) = parts.chunks_to_parse([part], refused=(), workers=2)
    return parse_job(tmp_path)(chunk)


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
    read_parts = list(workers.run(ReadJob(home, tmp_path / "pool"), there, 2, lambda _: None))
    chunks = parts.chunks_to_parse(read_parts, refused=(), workers=2)
    pooled = list(workers.run(parse_job(tmp_path), chunks, 2, lambda _: None))
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


def test_kept_bytes_that_have_changed_refuse_their_document(home: Home, tmp_path: Path) -> None:
    wanted = kept(home, GOOD, OTHER)
    damaged = home.raw_file(wanted[0].raw_sha256)
    damaged.write_text(GOOD.replace("12", "13"))
    part = read(home, tmp_path, wanted)
    assert [raw.document_id for raw in part.documents] == [wanted[1].document_id]
    assert [one.reason_code for one in part.refused] == ["raw_bytes_damaged"]
    assert str(damaged) in part.refused[0].message


def test_what_a_door_refused_is_not_parsed(home: Home, tmp_path: Path) -> None:
    wanted = kept(home, GOOD, OTHER)
    part = read(home, tmp_path, wanted)
    (chunk,) = parts.chunks_to_parse([part], refused={wanted[0].document_id}, workers=2)
    parsed = parse_job(tmp_path)(chunk)
    assert [raw.document_id for raw in parsed.documents] == [wanted[1].document_id]
    everything = {raw.document_id for raw in wanted}
    assert parts.chunks_to_parse([part], refused=everything, workers=2) == []


def test_a_document_with_too_many_records_is_refused_alone(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RECORDS", 40)
    numbered = "".join(f"The force recorded {n} burglaries.\n\n" for n in range(20, 80))
    part = parse(tmp_path, read(home, tmp_path, kept(home, GOOD, numbered)))
    assert [raw.document_id for raw in part.documents] == [document_key(GOOD.encode())]
    (refused,) = part.refused
    assert refused.reason_code == "too_many_records"
    assert "more than 40 are not taken" in refused.message
