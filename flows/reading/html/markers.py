"""The numbers and bullets that a browser puts before list items."""

from collections.abc import Iterator
from itertools import repeat

from flows.reading.html.tree import Node

BULLET = "\u2022"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST = 9_999


def item_markers(node: Node) -> Iterator[str]:
    """Yield the marker of each ``li`` of a list, then bullets without end.

    ``start``, ``reversed``, ``type`` and an item's own ``value`` are followed.
    """
    if node.tag.name == "ol":
        items = [child for child in node.nodes if child.tag.name == "li" and not child.left_out]
        attributes = node.tag.attributes
        step = -1 if "reversed" in attributes else 1
        number = _integer(attributes.get("start"), len(items) if step < 0 else 1)
        for item in items:
            number = _integer(item.tag.attributes.get("value"), number)
            yield f"{_written(number, item.tag.attributes.get('type') or attributes.get('type'))}."
            number += step
    yield from repeat(BULLET)


def _integer(value: str | None, otherwise: int) -> int:
    try:
        number = int(value or "")
    except ValueError:
        return otherwise
    return number if abs(number) <= _LARGEST else otherwise


def _written(number: int, form: str | None) -> str:
    if number < 1 or form is None:
        return str(number)
    if form in ("i", "I"):
        written = _roman(number)
    elif form in ("a", "A"):
        written = _letters(number)
    else:
        return str(number)
    return written.upper() if form.isupper() else written


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
