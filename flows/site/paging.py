"""Long lists in pages: which stretch of which group stands on which page."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple


class Group(NamedTuple):
    """How many rows stand together under two headings, one below the other."""

    outer: str
    inner: str
    row_count: int


class Stretch(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) of one group, which one page holds."""

    outer: str
    inner: str
    first: int
    last: int


class Plan:
    """The pages of one list. No page holds more than ``most`` rows.

    A group, and what stands under one outer heading, is cut only where it alone is larger than
    a page; so what links to a heading and what draws it agree, because both ask the plan.
    """

    def __init__(self, groups: Iterable[Group], most: int) -> None:
        self._most = most
        self._room = most
        #: The stretches of each page, in order; the first page is there even when all is empty.
        self.pages: list[list[Stretch]] = [[]]
        #: The number of the page, from 1, on which each outer heading stands first.
        self.first_pages: dict[str, int] = {}
        for outer, under in groupby(groups, key=lambda group: group.outer):
            self._place(outer, list(under))

    def _place(self, outer: str, groups: list[Group]) -> None:
        self._begin_page_unless_fits(sum(group.row_count for group in groups))
        for group in groups:
            self._begin_page_unless_fits(group.row_count)
            self.first_pages.setdefault(outer, len(self.pages))
            first = 0
            while first < group.row_count:
                last = min(first + self._room, group.row_count)
                self.pages[-1].append(Stretch(outer, group.inner, first, last))
                self._room -= last - first
                first = last
                if first < group.row_count:
                    self._begin_page_unless_fits(1)

    def _begin_page_unless_fits(self, row_count: int) -> None:
        if row_count > self._room and self.pages[-1]:
            self.pages.append([])
            self._room = self._most
