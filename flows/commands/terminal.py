"""What people see: progress of a refresh on stderr, its end on stdout."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import click

from flows import progress
from warehouse.journal import Entry
from warehouse.paths import Home

_QUERY_TO_TRY = (
    "select force_id, count(*) as documents from marts.dim_documents "
    "where is_current group by force_id order by force_id"
)
_MOST_LINES = 20


class Lines:
    """A watcher for logs and pipes: one line for each stage that is done."""

    def begin(self, stage: str, total: int | None) -> None:
        """Wait for the end."""

    def advance(self, count: int) -> None:
        """Wait for the end."""

    def end(self, stage: str, seconds: float, told: str) -> None:
        """Print what came of the stage."""
        click.echo(_stage_line(stage, seconds, told), err=True)


@contextmanager
def watching() -> Iterator[None]:
    """Show how far a refresh is: a bar on a terminal, plain lines where stderr is none."""
    if not sys.stderr.isatty():
        token = progress.watcher.set(Lines())
        try:
            yield
        finally:
            progress.watcher.reset(token)
        return
    from flows.commands.terminal_bar import Bar  # noqa: PLC0415 - rich only where there is a terminal

    with Bar(_stage_line) as bar:
        token = progress.watcher.set(bar)
        try:
            yield
        finally:
            progress.watcher.reset(token)


def tell_published(home: Home, entry: Entry, seconds: float) -> None:
    """Print what a refresh published: counts, rejections, warnings, and what to do next."""
    click.echo(
        f"\npublished {_counted(entry.document_count, 'document')} "
        f"({entry.parsed_count} parsed, {len(entry.rejections)} rejected now) "
        f"in {seconds:.1f} s"
    )
    width = max(map(len, entry.record_counts), default=0)
    for kind, count in entry.record_counts.items():
        click.echo(f"  {kind:<{width}} {count:>9,}")
    tell_rejections(entry)
    tell_warnings(entry)
    click.echo(f'\nwarehouse: {home.database}\ntry: section55 query "{_QUERY_TO_TRY}"')


def tell_unchanged(home: Home, entry: Entry, seconds: float) -> None:
    """Print that there was nothing to do."""
    click.echo(
        f"nothing has changed: {_counted(entry.document_count, 'document')} stay published, "
        f"0 parsed ({seconds:.1f} s)\nwarehouse: {home.database}"
    )


def tell_rejections(entry: Entry) -> None:
    """Print what a refresh turned down, and why."""
    if entry.rejections:
        click.echo(f"\n{_counted(len(entry.rejections), 'address', 'addresses')} rejected")
    for row in entry.rejections[:_MOST_LINES]:
        click.echo(
            f"  {name_of(row['source_uri'])}: {row['stage']}: {row['reason_code']}: "
            f"{safe(row['message'])}"
        )
    _tell_more(len(entry.rejections), "see `section55 rejections`")


def tell_warnings(entry: Entry) -> None:
    """Print what a refresh found odd and let pass."""
    if entry.warnings:
        click.echo(f"\n{_counted(len(entry.warnings), 'warning')}")
    for warning in entry.warnings[:_MOST_LINES]:
        click.echo(f"  {safe(warning)[:300]}")
    _tell_more(len(entry.warnings), "see the journal")


def name_of(source_uri: str) -> str:
    """Return the last part of an address as people know it."""
    return safe(unquote(source_uri.rpartition("/")[2]))


def safe(text: str, *, keep_lines: bool = False) -> str:
    """Return ``text`` without the characters that a terminal obeys; texts of others are data."""
    kept = "\n\t" if keep_lines else ""
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]",
        lambda found: found.group() if found.group() in kept else " ",
        text,
    )


def _stage_line(stage: str, seconds: float, told: str) -> str:
    return f"{stage:<20} {seconds:6.1f} s  {told}"


def _tell_more(count: int, where: str) -> None:
    if count > _MOST_LINES:
        click.echo(f"  and {count - _MOST_LINES} more: {where}")


def _counted(count: int | None, one: str, many: str | None = None) -> str:
    return f"{count or 0:,} {one if count == 1 else many or one + 's'}"
