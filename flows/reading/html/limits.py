"""Pages that would make any HTML parser take minutes or gigabytes are refused before it sees them.

Three habits of the HTML standard's tree building are quadratic. An element that opens looks up
through all that are open, formatting that is never closed (``<font>``) is opened again in every
paragraph that follows, and each attribute is compared with those before it. No page that people
read comes near these limits.
"""

import re
from itertools import accumulate

from flows.reading.errors import Unreadable

_FEW_TAGS = 2_000
_MANY_TAGS = 20_000
_DEEPEST = 2_000
_MOST_REOPENED = 2_000_000
_LONG_TAG = 50_000
_CROWDED = re.compile(
    r"[^\s>]+(?:\s+[^\s>\"'=]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>\"']*))?){2000}", re.IGNORECASE
)
_STYLED = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/]", re.IGNORECASE
)
_FORMATTING = re.compile(
    r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
#: Elements that stay open until they are closed; others end where the next of their kind begins.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th"
    r"|tr|track|wbr)\b)[a-z]",
    re.IGNORECASE,
)


def refuse_runaway(markup: str) -> None:
    """Refuse a page whose tree would grow with the square of its size.

    Raises:
        Unreadable: ``too_deeply_nested``.
    """
    if any(len(piece) > _LONG_TAG and _CROWDED.match(piece) for piece in markup.split("<")):
        _refuse()
    tags = markup.count("<")
    if tags < _FEW_TAGS:
        return
    styled = len(_STYLED.findall(markup))
    if styled * tags > _MOST_REOPENED and _deepest(_FORMATTING, markup) * tags > _MOST_REOPENED:
        _refuse()
    if tags > _MANY_TAGS and _deepest(_NESTING, markup) > _DEEPEST:
        _refuse()


def _deepest(tag: re.Pattern[str], markup: str) -> int:
    """Return how many of the elements are open at once, at most."""
    steps = (-1 if slash else 1 for slash in tag.findall(markup))
    return max(accumulate(steps, lambda depth, step: max(depth + step, 0)), default=0)


def _refuse() -> None:
    raise Unreadable(
        "too_deeply_nested",
        "The page nests thousands of elements or attributes, more than any page for people. "
        "Open it in a browser, save its text as .txt and add that.",
    )
