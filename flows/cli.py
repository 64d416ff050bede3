"""section55: what policing bodies answer to inspections, as a warehouse to ask in SQL."""
# Heavy imports stay inside the commands that need them; click wants a backspace before what it
# must not fold, and hands options over by name.
# ruff: noqa: PLC0415, D301

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click

from warehouse.errors import Refusal
from warehouse.limits import Limits, usual_megabytes
from warehouse.paths import Home

# What may not be read is refused, or rejected, where it is looked through.
_EXISTING = click.Path(exists=True, readable=False, path_type=Path)
_PORT = click.IntRange(0, 65535)
_TIME_LIMIT = click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds after which a statement is stopped.",
)
_MEMORY_LIMIT = click.option(
    "--memory-limit",
    type=click.IntRange(min=50),
    default=usual_megabytes,
    show_default="4000, or half of the machine's",
    help="Megabytes that a statement may take.",
)


class _Commands(click.Group):
    """A group that prints refusals on one line, and ends with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(f"section55 {ctx.invoked_subcommand}: {refusal}", err=True)
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="section55")
def main() -> None:
    """Turn the texts in which policing bodies answer inspections into a warehouse.

    \b
    section55 refresh inbox/          read a folder, publish the warehouse
    section55 query "show all tables" ask it
    section55 show evidence ID        see the sentence behind a row

    Everything lies in the folder that SECTION55_HOME names (default: warehouse/data in the
    clone). Analysts open published/section55.duckdb there, read-only.

    Exit codes: 0 done, 1 refused (what was published stays), 2 wrong use.
    """
    # No tool of ours reports to its makers.
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"


@main.command()
@click.argument("sources", nargs=-1, type=_EXISTING, metavar="[FOLDER_OR_FILE]...")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read and parse.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Read and parse here, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the cluster, such as tcp://host:8786.")
@click.option("--full", is_flag=True, help="Read and parse every current document again.")
@click.option("--wait", is_flag=True, help="Wait for a refresh that is running.")
def refresh(
    sources: tuple[Path, ...],
    workers: int | None,
    engine: Literal["local", "dask"],
    scheduler: str | None,
    full: bool,
    wait: bool,
) -> None:
    """Collect, read, parse, land, model and publish: the main job.

    Without arguments: what sources.yml lists, else the samples in seeds/responses.

    A document whose file has gone from its folder is no longer current; documents of other
    folders stay. A document that cannot be taken is rejected alone, with its reason. Files that
    did not change are not parsed again. All is published at once, or nothing.

    \b
    section55 refresh                       the samples
    section55 refresh inbox/ late.html      a folder, and one file of another
    section55 refresh --full                after a change that no version tells
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    _refresh(sources, workers=workers, is_full=full, wait=wait, engine=engine, scheduler=scheduler)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_EXISTING, metavar="FILE...")
@click.option("--kind", help="Only records of this kind, such as metric_observations.")
def parse(files: tuple[Path, ...], kind: str | None) -> None:
    """Read and parse files without a warehouse; print records as JSON lines.

    Each line has `kind`, the name of the landing table, and then the table's columns.

    \b
    section55 parse letter.txt --kind commitments
    """
    from flows.commands.parsing_alone import parse_files
    from flows.records import KINDS

    if kind and kind not in KINDS:
        raise click.BadParameter(f"{kind} is none of {', '.join(KINDS)}.", param_hint="--kind")
    refused = []
    for told in parse_files(files, kind):
        if isinstance(told, Refusal):
            refused.append(str(told))
        else:
            for line in told:
                click.echo(line)
    if refused:
        raise Refusal("\n".join(refused))


@main.command()
@click.option("--checksums", is_flag=True, help="Print a checksum of each mart's content.")
def status(checksums: bool) -> None:
    """Tell what is published, what was refused, and whether a refresh is running.

    With --checksums: the same rows give the same line, on any machine and in any order.
    """
    from flows.commands.status import tell_checksums, tell_status

    (tell_checksums if checksums else tell_status)(Home.from_environment())


@main.command()
@click.argument("sql", required=False)
@click.option(
    "--file", "sql_file", type=click.File(encoding="utf-8"), help="Take the SQL from a file."
)
@click.option(
    "--named",
    is_flag=False,
    flag_value="",
    help="Run a documented question; without a name: list them.",
)
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Fill in a parameter of --named; may be given several times.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "csv", "json", "markdown", "parquet"]),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@_TIME_LIMIT
@_MEMORY_LIMIT
def query(
    sql: str | None,
    sql_file: Any,
    named: str | None,
    parameters: tuple[str, ...],
    format_name: str,
    output: Path | None,
    time_limit: float,
    memory_limit: int,
) -> None:
    """Ask the published warehouse in SQL. Statements can only read what is published.

    \b
    section55 query "show all tables"
    section55 query "from marts.dim_forces" --format csv --output forces.csv
    section55 query --file question.sql --format json
    section55 query --named                 list the documented questions
    section55 query --named year_on_year_changes --param force_id=kent
    """
    from flows.commands import named_questions, querying
    from flows.questions import question_named, question_sql

    if sum(given is not None for given in (sql, sql_file, named)) != 1:
        raise click.UsageError("Give one of: SQL, --file, --named.")
    if format_name == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output FILE.")
    if parameters and not named:
        raise click.UsageError("--param goes with --named NAME.")
    given = named_questions.given_values(parameters)
    database = Home.from_environment().database
    if named == "":
        named_questions.list_questions()
        return
    values = None
    if named:
        question = question_named(named)
        values = question.values(given)
        sql = question_sql(question, database)
    querying.answer(
        database,
        sql if sql is not None else sql_file.read(),
        values,
        format_name=format_name,
        output=output,
        limits=Limits(time_limit, memory_limit),
    )


@main.command()
@_TIME_LIMIT
@_MEMORY_LIMIT
def shell(time_limit: float, memory_limit: int) -> None:
    """Ask the published warehouse at a prompt, or in statements from a pipe.

    Statements end with ; and are closed in as those of `query`. A shell keeps the snapshot that
    it began with; a new one sees what was published since.

    \b
    section55 shell
    echo "select 1;" | section55 shell      ends with 1 where a statement fails
    """
    from flows.commands import shell as prompt

    prompt.run(Home.from_environment(), Limits(time_limit, memory_limit))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--landing", is_flag=True, help="The landing tables instead, as Parquet, for Spark.")
def export(folder: Path, landing: bool) -> None:
    """Write every published mart as Parquet and CSV, described by a datapackage.json.

    An earlier export is replaced, other files never. The same refresh gives the same bytes.

    \b
    section55 export section55-data
    """
    from flows.commands import exporting

    write = exporting.export_landing if landing else exporting.export
    write(Home.from_environment(), folder)


@main.command()
@click.argument("what", type=click.Choice(["document", "evidence"]))
@click.argument("id_", metavar="ID")
def show(what: str, id_: str) -> None:
    """Show a document, or the words behind a row, marked in their paragraph.

    The id may be cut short as long as it names one.

    \b
    section55 show document 31047653fcf08fe1
    section55 show evidence 3fa9c2
    """
    from flows.commands import showing

    tell = showing.show_document if what == "document" else showing.show_evidence
    tell(Home.from_environment().database, id_)


@main.command()
@click.option("--retry", is_flag=True, help="Judge again what was rejected.")
@click.option("--wait", is_flag=True, help="With --retry: wait for a refresh that is running.")
def rejections(retry: bool, wait: bool) -> None:
    """List what was refused: at which stage, why, and where its bytes are."""
    if not retry:
        from flows.commands.status import tell_rejections

        tell_rejections(Home.from_environment())
        return
    from flows.sources.collecting import rejected_files

    files = rejected_files(Home.from_environment())
    _refresh(files, is_retry=True, wait=wait)


@main.command()
def docs() -> None:
    """Make the site of what is published: pages for people, the handbook, and dbt's lineage.

    Pages on which nothing has changed are taken over from the site before.
    """
    from flows.site.site import build_site

    page = build_site(Home.from_environment(), main)
    click.echo(f"site: {page}")


@main.command()
@click.option("--cron", help='Refresh when this is due, such as "0 5 * * *".')
@click.option(
    "--timezone",
    default="Europe/London",
    show_default=True,
    help="Whose civil time --cron is in.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the site listens.")
@click.option("--port", type=_PORT, default=8055, show_default=True, help="0 for any free one.")
@click.option(
    "--prefect-port",
    type=_PORT,
    default=4200,
    show_default=True,
    help="Of the Prefect server, which listens on 127.0.0.1 alone.",
)
def serve(cron: str | None, timezone: str, host: str, port: int, prefect_port: int) -> None:
    """Serve the site of what is published; with --cron, refresh it as well.

    The site is built anew when something is published, whoever did it. /healthz tells how the
    warehouse is. With --cron a Prefect server runs beside it, unless PREFECT_API_URL names one,
    and a refresh that was due while nothing ran is made up for at the start. All ends together,
    on Ctrl-C or SIGTERM.

    The site asks nobody who they are: to let others in, put a reverse proxy before it that does.

    \b
    section55 serve
    section55 serve --cron "0 5 * * *"
    """
    from flows.serving.supervisor import Schedule, serve

    schedule = None
    if cron is not None:
        from flows.serving.timing import parse

        try:
            parse(cron, timezone)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--cron, --timezone") from error
        schedule = Schedule(cron, timezone, prefect_port)
    serve(Home.from_environment(), host, port, schedule)


def _refresh(
    sources: tuple[Path, ...] | list[Path],
    *,
    wait: bool,
    workers: int | None = None,
    is_full: bool = False,
    is_retry: bool = False,
    engine: Literal["local", "dask"] = "local",
    scheduler: str | None = None,
) -> None:
    from flows import run
    from flows.commands import terminal
    from flows.sources.looking import listed_sources
    from warehouse import locking

    started = time.monotonic()
    asked_since = datetime.now(UTC)
    home = Home.from_environment()
    folders = [path.absolute() for path in sources]
    # From here on, so that another is refused at once, and not when it has imported everything.
    with locking.refresh_lock(home, wait=wait):
        if not (is_full or is_retry):
            listed = listed_sources(home, folders)
            if entry := run.unchanged(home, listed, asked_since=asked_since):
                terminal.tell_unchanged(home, entry, time.monotonic() - started)
                return
        click.echo("something has changed; starting the refresh", err=True)
        from flows.serving import run_records

        with terminal.watching():
            run_records.start(home)
            from flows.refresh import start

            entry = start(
                folders,
                workers=workers,
                is_full=is_full,
                is_retry=is_retry,
                wait=wait,
                asked_since=asked_since,
                engine=engine,
                scheduler=scheduler,
            )
    terminal.tell_published(home, entry, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
