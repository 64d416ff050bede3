"""What a run record says in a few words: its name, its state and its refusals."""

import re
from pathlib import Path

import pytest

from flows import reporting
from flows.source_list import FolderSource, ListingSource, PageSource, SourceList
from warehouse.journal import Entry


def test_a_run_is_named_by_its_folders_and_sites() -> None:
    listed = SourceList(
        sources=(
            FolderSource(folder=Path("/srv/inbox/kent")),
            PageSource(uris=("https://pcc.example/a", "https://pcc.example/b")),
            ListingSource(uri="https://reports.example/list?page=1", links=re.compile("")),
        )
    )
    assert reporting.run_name(listed) == "refresh inbox/kent, pcc.example, reports.example"
    more = SourceList(sources=(*listed.sources, FolderSource(folder=Path("/inbox"))))
    assert (
        reporting.run_name(more, is_full=True)
        == "refresh inbox/kent, pcc.example, reports.example and 1 more in full"
    )


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            "cannot refresh /srv/x: another refresh is running (process 7). Wait for it.",
            "cannot refresh /srv/x: another refresh is running (process 7).",
        ),
        (
            "cannot build the marts: 1 of 2 dbt nodes failed:\n  test a: 1 failing rows\nMend it.",
            "cannot build the marts: 1 of 2 dbt nodes failed: test a: 1 failing rows",
        ),
        ("cannot use sources.yml: line 3. Mend it", "cannot use sources.yml: line 3."),
        ("it is so", "it is so"),
    ],
)
def test_a_refusal_is_told_by_its_first_sentence(refusal: str, sentence: str) -> None:
    assert reporting.first_sentence(refusal) == sentence


def test_what_was_published_is_told_with_counts() -> None:
    entry = Entry(refresh_id="r", started_at="", document_count=1204, parsed_count=3)
    assert (
        reporting.published_sentence(entry)
        == "published 1,204 documents, 3 parsed now, unknown addresses rejected"
    )
    entry.rejection_count, entry.warnings = 2, ["one"]
    assert reporting.published_sentence(entry).endswith("2 addresses rejected, warnings: 1")
