"""One refresh over files of every format: each lands or is rejected with its reason, none is lost."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import command
from tests.flows.conftest import rows
from tests.reading.formats import INBOX, Example, examples
from warehouse.paths import Home

EXAMPLES = {example.path.name: example for example in examples() if example.path.parent == INBOX}
FAULTS = {"reader_error", "parser_error", "reader_killed", "parser_killed"}


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> tuple[Path, Home]:
    """The inbox and the warehouse that one refresh from the command line made of it."""
    folder = tmp_path_factory.mktemp("formats")
    shutil.copytree(INBOX, folder / "inbox")
    home = Home(folder / "home")
    done = command(
        "refresh", str(folder / "inbox"), home=home.folder, seconds=300, server=prefect_server
    )
    assert done.returncode == 0, done.stderr
    return folder / "inbox", home


def by_file(inbox: Path, found: list[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows, whose first column is an address, by the name of the file in the inbox.

    Members of an archive and answers of one page are addresses below that of their file.
    """
    rows_of: dict[str, list[tuple[Any, ...]]] = {name: [] for name in EXAMPLES}
    for uri, *columns in found:
        name = uri.removeprefix(f"{inbox.as_uri()}/").partition("#")[0]
        rows_of[name].append(tuple(columns))
    return rows_of


def test_every_file_lands_or_is_rejected_with_its_reason(refreshed: tuple[Path, Home]) -> None:
    inbox, home = refreshed
    landed = by_file(
        inbox,
        rows(home, "select source_uri, document_id from landing.document_sources where is_current"),
    )
    rejected = by_file(inbox, rows(home, "select source_uri, reason_code from landing.rejections"))

    def outcome(name: str) -> tuple[int, list[str]]:
        return len(set(landed[name])), sorted(code for (code,) in rejected[name])

    def expected(example: Example) -> tuple[int, list[str]]:
        return example.document_count, sorted(example.reason_codes)

    assert {name: outcome(name) for name in EXAMPLES} == {
        name: expected(example) for name, example in EXAMPLES.items()
    }


def test_nothing_crashed_and_what_was_rejected_is_kept(refreshed: tuple[Path, Home]) -> None:
    _, home = refreshed
    found = rows(home, "select reason_code, message, received_sha256 from landing.rejections")
    assert FAULTS.isdisjoint(code for code, _, _ in found)
    for code, message, received_sha256 in found:
        assert home.raw_file(received_sha256).is_file(), code
        assert message.endswith("."), code


def test_evidence_in_the_marts_quotes_the_text(refreshed: tuple[Path, Home]) -> None:
    _, home = refreshed
    quoted = rows(
        home,
        "select fact.quoted_text, substring(document.text, fact.char_start + 1, "
        "fact.char_end - fact.char_start) from marts.fct_metric_observations as fact "
        "inner join landing.documents as document using (document_id)",
    )
    assert len(quoted) > 200
    assert [pair for pair in quoted if pair[0] != pair[1]] == []


def test_a_second_refresh_changes_nothing(
    refreshed: tuple[Path, Home], prefect_server: str
) -> None:
    inbox, home = refreshed
    before = home.published.resolve()
    done = command("refresh", str(inbox), home=home.folder, server=prefect_server)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("nothing has changed")
    assert home.published.resolve() == before
