"""The score table, the list of misses, and the findings and checks that nobody annotated."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold
from tests.scoring.tally import Score

_WIDTH = 160  # where the output is no terminal: the table without folded cells
_SHOWN = 300  # characters of a wanted or found text in the list of misses


def console() -> Console:
    """Return a console that does not fold the table where it writes to a file or a pipe."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=_WIDTH, soft_wrap=True)


def print_scores(scores: Sequence[Score], screen: Console) -> None:
    """Print one row for each score, with its target and a mark where that is missed."""
    table = Table(title="section55 against the annotation", title_justify="left")
    table.add_column("kind")
    table.add_column("field")
    for heading in ("wanted", "found", "right", "precision", "recall", "F1", "outcome", "target"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    previous = None
    for score in scores:
        if previous not in (None, score.kind):
            table.add_section()
        table.add_row(
            "" if score.kind == previous else score.kind,
            score.name,
            str(score.wanted),
            str(score.found),
            str(score.right),
            _share(score.precision),
            _share(score.recall),
            _share(score.f1),
            score.outcome_text,
            "" if score.target is None else str(score.target),
            "MISSED" if score.is_missed else "",
        )
        previous = score.kind
    screen.print(table)
    bound = [score for score in scores if score.target is not None]
    missed = [score for score in bound if score.is_missed]
    screen.print(f"{len(bound) - len(missed)} of {len(bound)} targets are met.")


def print_misses(scores: Sequence[Score], screen: Console) -> None:
    """Print every miss of every score, with its sentence."""
    for score in scores:
        if not score.misses:
            continue
        screen.print(f"\n[bold]{escape(score.kind)}: {escape(score.name)}[/bold]")
        for miss in score.misses:
            parts = [f"{miss.error:6s} {miss.file[:3]}"]
            if miss.wanted:
                parts.append(f"wanted {_shown(miss.wanted)}")
            if miss.found:
                parts.append(f"found {_shown(miss.found)}")
            screen.print(f"  {escape(' | '.join(parts))}")
            screen.print(f"         {escape(_shown(miss.sentence))}")


def print_unjudged(gold: Gold, corpus: Corpus, screen: Console) -> None:
    """Print every finding and every check with its arithmetic: no annotation judges them."""
    screen.print("\n[bold]Findings (not annotated)[/bold]")
    for file in gold.files:
        for finding in corpus.documents[file].source_findings:
            arithmetic = (
                ""
                if finding.stated_value is None or finding.computed_value is None
                else f" [stated {finding.stated_value:g}, computed {finding.computed_value:g}, "
                f"difference {finding.difference:g}]"
                if finding.difference is not None
                else f" [stated {finding.stated_value:g}, computed {finding.computed_value:g}]"
            )
            told = f"  {file[:3]} {finding.finding_type}: {finding.explanation}{arithmetic}"
            screen.print(escape(told))
            screen.print(f"         {escape(_shown(finding.sentence_text))}")
            if finding.other_sentence_text:
                screen.print(f"         {escape(_shown(finding.other_sentence_text))}")
    screen.print("\n[bold]Arithmetic checks (not annotated)[/bold]")
    for file in gold.files:
        for check in corpus.documents[file].arithmetic_checks:
            verdict = "agrees" if check.agrees else "DIFFERS"
            told = (
                f"  {file[:3]} {check.check_type} {verdict}: stated {check.stated_value:g}, "
                f"computed {check.computed_value:.6g}, tolerance {check.tolerance:g}"
            )
            screen.print(escape(told))
            screen.print(f"         {escape(_shown(check.sentence_text))}")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _shown(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else f"{folded[:_SHOWN]}…"
