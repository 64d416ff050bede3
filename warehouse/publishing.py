"""From a build that passed every door to what analysts open, in one step.

A build is a copy of what is published, in a folder of its own. Published, the folder is
renamed among the snapshots and the link ``published`` is flipped to it; a reader keeps the
snapshot that it has open. Refused, the folder is deleted and nothing else changed.
"""

import os
import shutil
from pathlib import Path

from warehouse import kept_sources, landing, store
from warehouse.errors import Refusal
from warehouse.paths import DATABASE_NAME, Home

#: Published snapshots that stay: the newest, and some to compare with or to go back to.
SNAPSHOTS_KEPT = 4


class Build:
    """One refresh's own copy of the warehouse, and its working files."""

    def __init__(self, home: Home, refresh_id: str) -> None:
        self.home = home
        self.refresh_id = refresh_id
        self.folder = home.build / refresh_id

    @property
    def database(self) -> Path:
        """The copy that this refresh changes."""
        return self.folder / DATABASE_NAME

    @property
    def work(self) -> Path:
        """Parts, and dbt's target: nothing here is ever published."""
        return self.folder / "work"


def start_build(home: Home, refresh_id: str) -> Build:
    """Return a new build: a copy of what is published, or a landing schema without documents.

    In the latter are the addresses of all that is in ``raw/``, where a warehouse was lost.
    """
    build = Build(home, refresh_id)
    build.work.mkdir(parents=True)
    is_new = not home.database.is_file()
    if not is_new:
        shutil.copyfile(home.database, build.database)
    with store.writer(build.database) as connection:
        landing.create_tables(connection)
        if is_new:
            kept_sources.restore(home, connection)
    return build


def publish(build: Build) -> Path:
    """Make ``build`` what is published; return its snapshot folder.

    Every connection to the database must be closed.

    Raises:
        Refusal: the database has a write-ahead log, so some connection is still open.
    """
    home = build.home
    log = build.database.with_name(DATABASE_NAME + ".wal")
    if log.exists():
        raise Refusal(
            f"cannot publish {build.refresh_id}: {log} was left behind, so what was written "
            "may not all be in the database. Run the refresh again."
        )
    shutil.rmtree(build.work)
    _sync(build.database)
    _sync(build.folder)
    snapshot = home.snapshots / build.refresh_id
    build.folder.rename(snapshot)
    _sync(home.snapshots)
    flip(home.published, snapshot)
    _drop_snapshots(home)
    return snapshot


def discard(build: Build) -> None:
    """Delete a refused build; what was published stays as it is."""
    shutil.rmtree(build.folder, ignore_errors=True)


def flip(link: Path, target: Path) -> None:
    """Point the symlink ``link`` at ``target`` atomically; both lie in one tree that may move."""
    aside = link.with_name(f".{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(os.path.relpath(target, link.parent), target_is_directory=True)
    aside.replace(link)
    _sync(link.parent)


def sweep(home: Home) -> list[str]:
    """Delete what killed refreshes left; return the names of their builds.

    Only the holder of the refresh lock may call this: every build is an orphan to it.
    """
    orphans = sorted(path.name for path in home.build.iterdir())
    for name in orphans:
        shutil.rmtree(home.build / name, ignore_errors=True)
    for file in (
        *home.raw.glob(".incoming-*"),
        *home.raw.glob("*/.incoming-*"),
        *home.journal.glob("*.tmp"),
    ):
        file.unlink(missing_ok=True)
    # Killed between the renaming and the flip: whole, but nobody was ever told of it.
    if home.published.is_symlink():
        newest = home.published.resolve().name
        for folder in home.snapshots.iterdir():
            if folder.name > newest:
                shutil.rmtree(folder, ignore_errors=True)
    return orphans


def drop_sites(home: Home) -> None:
    """Delete all sites but the current one and the one before, which may still be read.

    Only the holder of the site lock may call this: what else lies there is an orphan to it.
    """
    current = home.current_site.resolve()
    others = {path for path in home.sites.iterdir() if not path.is_symlink()} - {current}
    before = max((path for path in others if not path.name.startswith(".")), default=None)
    for folder in others - {before}:
        shutil.rmtree(folder, ignore_errors=True)


def _drop_snapshots(home: Home) -> None:
    newest = home.published.resolve()
    for folder in sorted(home.snapshots.iterdir())[:-SNAPSHOTS_KEPT]:
        # A clock that was set back gives a new snapshot an old name.
        if folder.resolve() != newest:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
