"""What the main job holds: all or nothing, one document at a time, and never fooled."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from expectations import bounds
from expectations.gate import refuse_on_stop
from flows import doors, parsing, run
from flows.records import KINDS, document_key
from flows.sources.looking import listed_sources
from flows.versions import Versions, current_versions
from tests.flows.conftest import checksums, one, rows
from warehouse import journal
from warehouse.errors import Refusal
from warehouse.paths import Home

Refresh = Callable[..., journal.Entry]
PDF = b"%PDF-1.7\n1 0 obj\n"
NEW = "# Response of the Commissioner\n\nThe force will review its 17 custody suites by May 2030.\n"


def names(inbox: Path) -> list[str]:
    return sorted(path.name for path in inbox.iterdir())


def is_unchanged(home: Home, *folders: Path) -> journal.Entry | None:
    """Ask as the command line does before it starts a refresh."""
    return run.unchanged(home, listed_sources(home, folders), asked_since=datetime.now(UTC))


def test_the_samples_are_published_whole(
    first_refresh: tuple[Path, Path, str], home: Home, inbox: Path
) -> None:
    count = len(names(inbox))
    assert f"published {count} documents ({count} parsed, 0 rejected now)" in first_refresh[2]
    assert one(home, "select count(*) from marts.dim_documents") == count
    assert one(home, "select count(*) from landing.rejections") == 0
    assert (
        one(
            home,
            "select count(*) from landing.expectation_results where not is_met "
            "and severity <> 'warn'",
        )
        == 0
    )
    for kind in KINDS:
        assert one(home, f"select count(*) from landing.{kind}") > 0, kind


def test_nothing_changed_is_found_out_without_a_run(home: Home, inbox: Path) -> None:
    before = home.published.resolve()
    for file in inbox.iterdir():
        os.utime(file)
    entry = is_unchanged(home, inbox)
    assert entry
    assert (entry.outcome, entry.parsed_count) == ("unchanged", 0)
    assert entry.document_count == len(names(inbox))
    assert home.published.resolve() == before
    assert next(journal.entries(home)) == entry


@pytest.mark.parametrize(
    "change",
    [
        lambda inbox: (inbox / "new.txt").write_text(NEW),
        lambda inbox: next(inbox.iterdir()).unlink(),
        lambda inbox: next(inbox.iterdir()).write_text(NEW),
        lambda inbox: (inbox / "renamed").mkdir() or next(inbox.iterdir()).rename(inbox / "r.txt"),
        lambda inbox: (inbox / "link").symlink_to("/etc/passwd"),
    ],
)
def test_any_change_of_the_inbox_is_one(
    home: Home, inbox: Path, change: Callable[[Path], object]
) -> None:
    change(inbox)
    assert is_unchanged(home, inbox) is None


def test_the_flow_itself_finds_out_that_nothing_changed(
    refresh: Refresh, home: Home, inbox: Path
) -> None:
    before = home.published.resolve()
    entry = refresh(inbox)
    assert (entry.outcome, entry.durations) == ("unchanged", {})
    assert home.published.resolve() == before


def test_new_rules_are_a_change(home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = current_versions()
    for versions in (known._replace(parse_version="new"), known._replace(model_version="new")):
        monkeypatch.setattr(run, "current_versions", lambda versions=versions: versions)
        assert is_unchanged(home, inbox) is None


def test_one_refresh_takes_what_is_new_and_rejects_what_is_bad(
    refresh: Refresh, home: Home, inbox: Path
) -> None:
    count = len(names(inbox))
    gone, changed, spoilt = (inbox / name for name in names(inbox)[:3])
    spoilt_key = document_key(spoilt.read_bytes())
    gone.unlink()
    changed.write_text(NEW)
    spoilt.write_bytes(PDF)
    (inbox / "empty.txt").touch()
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (inbox / "markup.html").write_text("<html><body><script>var a = 1;</script></body></html>")
    (inbox / "scan.pdf").write_bytes(PDF + b"2")

    entry = refresh(inbox)

    assert (entry.outcome, entry.parsed_count) == ("published", 1)
    bad = {row["source_uri"].rpartition("/")[2]: row["reason_code"] for row in entry.rejections}
    assert set(bad) == {"empty.txt", "noise.bin", "markup.html", "scan.pdf", spoilt.name}
    assert len({bad[name] for name in ("empty.txt", "noise.bin", "markup.html", "scan.pdf")}) == 4
    # The spoilt file's last good document stays, and is marked.
    assert one(home, "select count(*) from marts.dim_documents where is_current") == count - 1
    assert rows(
        home, "select document_id from landing.rejections where document_id is not null"
    ) == [(spoilt_key,)]
    assert one(
        home, "select count(*) from landing.document_sources where is_current and source_uri = ?",
        gone.as_uri(),
    ) == 0  # fmt: skip
    for row in entry.rejections:
        assert home.raw_file(row["raw_sha256"]).is_file()
    # An inbox with bad files in it is unchanged as well.
    assert is_unchanged(home, inbox)
    assert len(rows(home, "from landing.refreshes where outcome = 'published'")) == 2
    _assert_recorded(entry)


def _assert_recorded(entry: journal.Entry) -> None:
    """Prefect has a run record with its tasks, and the two artifacts."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - seconds

    async def found() -> tuple[list[str], set[str]]:
        async with get_client() as client:
            flows = await client.read_flow_runs()
            artifacts = await client.read_artifacts()
            states = [one.state_name or "" for one in flows]
            return states, {str(artifact.key) for artifact in artifacts}

    states, keys = asyncio.run(found())
    assert "Completed" in states
    assert keys == {"refresh-counts", "refresh-refusals"}
    assert entry.durations.keys() >= {"collect", "read", "parse", "land", "model", "publish"}


def test_doors_reject_documents_alone_and_their_last_facts_stay(
    refresh: Refresh, home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = checksums(home)
    longest, length = rows(
        home, "select document_id, len(text) from landing.documents order by len(text) desc"
    )[0]
    earliest = rows(
        home,
        "select document_id, document_date from landing.documents where document_date is not null "
        "and document_id <> ? order by document_date",
        longest,
    )
    first_date = earliest[0][1]
    dated_first = {key for key, date in earliest if date == first_date}
    monkeypatch.setattr(bounds, "TEXT_LENGTH_MAX", length - 1)
    monkeypatch.setattr(
        bounds, "DOCUMENT_DATE_MIN", min(date for _, date in earliest if date > first_date)
    )

    entry = refresh(inbox, is_full=True)

    assert entry.outcome == "published"
    stages = {
        row["raw_sha256"][:16]: (row["stage"], row["reason_code"]) for row in entry.rejections
    }
    assert stages == {longest: ("raw_documents", "expectation_not_met")} | dict.fromkeys(
        dated_first, ("landed_records", "expectation_not_met")
    )
    assert set(rows(home, "select document_id from landing.rejections")) == {
        (key,) for key in stages
    }
    after = checksums(home)
    facts = [mart for mart in before if mart.startswith("fct_")]
    assert {mart: after[mart] for mart in facts} == {mart: before[mart] for mart in facts}


_honest_parse = parsing.parse


def test_a_refused_refresh_leaves_what_was_published_and_fools_nobody(
    refresh: Refresh, home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.published.resolve()
    (inbox / "new.txt").write_text(NEW)
    with monkeypatch.context() as broken:
        broken.setattr(bounds, "FORCES_MIN", 1000)
        broken.setattr(bounds, "FORCES_MAX", 2000)
        with pytest.raises(Refusal, match=r"cannot publish: .*expectations not met"):
            refresh(inbox, is_full=True)
    entry = next(journal.entries(home))
    assert entry.outcome == "refused"
    assert entry.failed_expectations
    assert home.published.resolve() == before
    assert list(home.build.iterdir()) == []
    assert is_unchanged(home, inbox) is None

    entry = refresh(inbox)
    assert (entry.outcome, entry.parsed_count) == ("published", 1)
    outcomes = rows(home, "select outcome from landing.refreshes order by refresh_id")
    assert outcomes == [("published",), ("refused",), ("published",)]


def test_the_third_door_refuses_marts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = doors.check_built_marts(home.database, home.database)
    assert [one for one in outcomes if one.severity == "stop" and not one.is_met] == []
    monkeypatch.setattr(bounds, "FORCES_MIN", 1000)
    monkeypatch.setattr(bounds, "FORCES_MAX", 2000)
    with pytest.raises(Refusal, match=r"built_marts: .*forces"):
        refuse_on_stop(doors.check_built_marts(home.database, home.database))


def test_new_rules_parse_documents_of_every_folder_again_to_the_same_records(
    refresh: Refresh, home: Home, tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {kind: rows(home, f"from landing.{kind} order by all") for kind in KINDS}
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text(NEW)
    versions = current_versions()
    monkeypatch.setattr(
        run, "current_versions", lambda: Versions("0123456789abcdef", versions.model_version)
    )
    entry = refresh(other, workers=2)
    assert entry.parsed_count == len(names(inbox)) + 1
    assert rows(home, "select distinct parse_version from landing.documents") == [
        ("0123456789abcdef",)
    ]
    for kind in list(KINDS)[1:]:
        of_samples = f"from landing.{kind} where document_id <> ? order by all"
        assert rows(home, of_samples, document_key(NEW.encode())) == before[kind]


def test_a_fault_of_ours_leaves_what_was_published(
    refresh: Refresh, home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault of ours")

    before = home.published.resolve()
    (inbox / "new.md").write_text(NEW)
    monkeypatch.setattr("flows.sources.collecting.collect", fails)
    with pytest.raises(ZeroDivisionError):
        refresh(inbox)
    assert home.published.resolve() == before
    assert list(home.build.iterdir()) == []
    entry = next(journal.entries(home))
    assert (entry.outcome, entry.message) == ("refused", "ZeroDivisionError: a fault of ours")


def test_a_full_disk_is_told_with_a_remedy(
    refresh: Refresh, home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", str(home.raw))

    (inbox / "new.md").write_text(NEW)
    monkeypatch.setattr("flows.sources.collecting.collect", fails)
    with pytest.raises(Refusal, match=r"No space left on device.*Make room"):
        refresh(inbox)


ANSWERS = """<html><head><title>Inspections</title></head><body><main>
<h1>Responses to HMICFRS inspection reports</h1>
<h2>State of Custody 2019</h2><p>Response: I welcome the inspection report. The force detained
{count} people in May 2019. I will publish a review by June 2031.</p>
<h2>Rape and Serious Offences 2020</h2><p>Response: I welcome this inspection report. The force
has 41 trained detectives. The force will train more detectives by March 2032.</p>
</main></body></html>"""


def test_a_page_of_several_answers_lands_as_several_documents(
    refresh: Refresh, home: Home, inbox: Path
) -> None:
    page = inbox / "answers.html"
    page.write_text(ANSWERS.format(count=310))
    refresh(inbox)
    keys = [document_key(page.read_bytes(), number) for number in (1, 2)]
    known = (
        "select source_uri, document_id from marts.dim_documents "
        f"where source_uri like '{page.as_uri()}%' and is_current order by source_uri"
    )
    assert rows(home, known) == [(f"{page.as_uri()}#{n}", keys[n - 1]) for n in (1, 2)]
    figures = (
        "select value from marts.fct_metric_observations where document_id in "
        f"('{keys[0]}', '{keys[1]}') order by value"
    )
    assert rows(home, figures) == [(41,), (310,)]
    assert is_unchanged(home, inbox)

    # New bytes make new parts; the old ones stay, not current, and those of kept bytes, which
    # are parsed again, come out under the same keys.
    page.write_text(ANSWERS.format(count=311))
    refresh(inbox, is_full=True)
    assert [uri for uri, _ in rows(home, known)] == [f"{page.as_uri()}#{n}" for n in (1, 2)]
    assert not {key for _, key in rows(home, known)} & set(keys)
    assert rows(home, f"select document_id from marts.dim_documents where not is_current "
                      f"and source_uri like '{page.as_uri()}%' order by source_uri") == [
        (key,) for key in keys
    ]  # fmt: skip
