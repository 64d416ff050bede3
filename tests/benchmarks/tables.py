"""A table of results, as plain text and as markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of cells below a heading; all columns but the first ``labels`` are figures."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1

    def as_text(self) -> str:
        """Return lines with columns of one width, figures to the right."""
        lines = [self.heading, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.heading))]
        return "\n".join("  ".join(self._aligned(line, widths)).rstrip() for line in lines)

    def as_markdown(self) -> str:
        """Return a pipe table."""
        rule = ["---" if column < self.labels else "---:" for column in range(len(self.heading))]
        return "\n".join(f"| {' | '.join(line)} |" for line in (self.heading, rule, *self.rows))

    def _aligned(self, line: Sequence[str], widths: Iterable[int]) -> list[str]:
        return [
            cell.ljust(width) if column < self.labels else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
