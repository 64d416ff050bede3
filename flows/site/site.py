"""The site of the published snapshot: built aside, then flipped to, as the warehouse is."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from flows import building
from flows.site import reference
from flows.site.pages import (
    documents,
    findings,
    forces,
    handbook,
    lineage,
    metrics,
    overview,
    quality,
    questions,
    search,
    themes,
)
from flows.site.snapshot import Snapshot
from flows.site.writer import Writer
from warehouse import locking, publishing, store
from warehouse.paths import DATABASE_NAME, Home

#: What makes the pages, in the order of the navigation.
_MAKERS = (
    overview.pages,
    forces.pages,
    themes.pages,
    metrics.pages,
    findings.pages,
    documents.pages,
    questions.pages,
    quality.pages,
    search.pages,
)


def build_site(home: Home, command_line: click.Group) -> Path:
    """Make the site of the published snapshot and point ``sites/current`` at it.

    ``command_line`` is what the handbook's page of commands describes.

    Returns:
        The first page; it opens from the file system, without a network.

    Raises:
        Refusal: nothing is published yet, or dbt could not make its docs.
    """
    with store.reader(home.database):
        home.prepare()
    with locking.site_lock(home):
        site = _build(home, home.published.resolve(), command_line)
        publishing.flip(home.current_site, site)
        publishing.drop_sites(home)
    return site / "index.html"


def _build(home: Home, snapshot: Path, command_line: click.Group) -> Path:
    site = home.sites / snapshot.name
    aside = home.sites / f".{snapshot.name}"
    # What a build that was killed has left.
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir()
        _write_pages(aside, home, snapshot, command_line)
        _replace(site, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return site


def _write_pages(folder: Path, home: Home, snapshot: Path, command_line: click.Group) -> None:
    before = home.current_site.resolve() if home.current_site.is_dir() else None
    with (
        _docs(folder / ".lineage", snapshot) as docs,
        store.reader(snapshot / DATABASE_NAME) as connection,
    ):
        published = Snapshot(connection)
        writer = Writer(folder, before, published.refresh)
        writer.write_assets()
        for make in _MAKERS:
            writer.write(make(published))
        writer.write(lineage.pages(docs))
        writer.write(
            handbook.pages(
                {
                    "tables": reference.tables_markdown(),
                    "commands": reference.commands_markdown(command_line),
                }
            )
        )
        writer.close()


@contextmanager
def _docs(work: Path, snapshot: Path) -> Iterator[building.Docs]:
    """Give dbt's documentation of a snapshot; ``work`` is there for as long as it is read."""
    work.mkdir()
    try:
        # dbt opens what it documents for writing, and analysts have the published file open.
        copy = work / DATABASE_NAME
        shutil.copyfile(snapshot / DATABASE_NAME, copy)
        yield building.generate_docs(copy, work)
    finally:
        shutil.rmtree(work)


def _replace(site: Path, aside: Path) -> None:
    """Give a finished site its name; a site of the same snapshot that is there makes room."""
    if site.exists():
        before = site.with_name(f".{site.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        site.rename(before)
        aside.rename(site)
        shutil.rmtree(before)
        return
    aside.rename(site)
