"""Lists that begin on a page beside others, and go on on pages of their own where they are long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flows.site import links

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Listing:
    """One list: ``name`` is its anchor and its macro, ``label`` its heading.

    ``contents`` has one entry for each page, what the macro takes; ``count`` is how many rows the
    whole list has; ``home`` is the page on which it begins.
    """

    name: str
    label: str
    count: int
    home: str
    contents: Sequence[Any]

    def path(self, number: int) -> str:
        """Return the page that holds the ``number``-th part of the list."""
        return self.home if number == 1 else links.continuation(self.home, self.name, number)

    def part(self, number: int) -> dict[str, Any]:
        """Return the ``number``-th part, with the addresses of all of them, for a template."""
        begins = f"{self.home}#{self.name}"
        following = [self.path(each) for each in range(2, len(self.contents) + 1)]
        return {
            "name": self.name,
            "label": self.label,
            "count": self.count,
            "content": self.contents[number - 1],
            "pages": [begins, *following],
            "path": begins if number == 1 else self.path(number),
            "number": number,
        }


def in_pages(
    items: Sequence[_Item], most: int, weight: Callable[[_Item], int] = lambda _: 1
) -> list[list[_Item]]:
    """Cut items into pages of no more than ``most`` in weight; one alone may weigh more.

    The first page is there even when there are no items.
    """
    pages: list[list[_Item]] = [[]]
    room = most
    for item in items:
        if pages[-1] and weight(item) > room:
            pages.append([])
            room = most
        pages[-1].append(item)
        room -= weight(item)
    return pages
