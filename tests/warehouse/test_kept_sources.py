"""What ``raw/`` says of itself: enough to begin again where the database is lost."""

import shutil

from warehouse import kept_sources, publishing, store
from warehouse.paths import Home

_SOURCE = """
insert into landing.document_sources by name select
    ? as document_id, 'file:///in/' || document_id as source_uri, source_uri as page_uri,
    source_uri as address_uri, 'file:///in' as folder_uri, 1 as byte_count, 1 as modified_ns,
    ? as raw_sha256, raw_sha256 as received_sha256, timestamp '2026-01-01' as first_seen_at,
    first_seen_at as last_seen_at, true as is_current
"""


def sources(home: Home, refresh_id: str) -> list[tuple[object, ...]]:
    """Return what a new build knows of addresses."""
    build = publishing.start_build(home, refresh_id)
    with store.reader(build.database) as connection:
        return connection.execute("from landing.document_sources order by all").fetchall()


def test_a_build_without_a_database_before_it_knows_the_addresses_of_raw(home: Home) -> None:
    build = publishing.start_build(home, "r1")
    with store.writer(build.database) as connection:
        connection.execute(_SOURCE, ["0a", "0a12"])
        kept_sources.write(home, connection)
        connection.execute(_SOURCE, ["0b", "0b12"])
    publishing.publish(build)
    assert [row[0] for row in sources(home, "r2")] == ["0a", "0b"]
    home.published.unlink()
    shutil.rmtree(home.snapshots / "r1")
    assert [row[0] for row in sources(home, "r3")] == ["0a"]
    assert sorted(file.name for file in home.raw.iterdir()) == [
        "document_sources.parquet",
        "rejections.parquet",
    ]


def test_addresses_of_documents_that_could_not_be_made_again_are_forgotten(home: Home) -> None:
    build = publishing.start_build(home, "r1")
    with store.writer(build.database) as connection:
        connection.execute(_SOURCE, ["0a", "0a12"])
        kept_sources.forget_lost(connection)
        assert connection.execute("from landing.document_sources").fetchall() == []
