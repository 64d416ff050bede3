"""The documented questions on the command line: which there are, and what is filled in."""

import click

from flows.questions import questions


def given_values(parameters: tuple[str, ...]) -> dict[str, str]:
    """Return what each ``NAME=VALUE`` of the command line gives.

    Raises:
        BadParameter: one is none, or names what another has named.
    """
    given = {}
    for parameter in parameters:
        name, separator, value = parameter.partition("=")
        if not name or not separator:
            raise click.BadParameter(f"{parameter} is not NAME=VALUE.", param_hint="--param")
        if name in given:
            raise click.BadParameter(f"{name} is given twice.", param_hint="--param")
        given[name] = value
    return given


def list_questions() -> None:
    """Print every documented question with its parameters."""
    known = questions()
    width = max(map(len, known))
    for name, question in known.items():
        click.echo(f"{name:{width}}  {question.title}")
        if question.parameters:
            click.echo(f"{'':{width}}  {question.synopsis()}")
