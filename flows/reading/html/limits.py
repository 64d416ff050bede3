"""Pages that would make any HTML parser take minutes or gigabytes are refused before it sees them.

Three habits of the HTML standard's tree building are quadratic. An element that opens looks up
through all that are open, formatting that is never closed (``<font>``) is opened again in every
paragraph that follows, and each attribute is compared with those before it. No page that people
read comes near these limits.
"""

import re
from collections import Counter

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
    r"<(/?)(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
#: Elements that stay open until they are closed; others end where the next of their kind begins.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th"
    r"|tr|track|wbr)\b)([a-z][a-z0-9]*)",
    re.IGNORECASE,
)


def refuse_runaway(markup: str) -> None:
    """Refuse a page whose tree would grow with the square of its size.

    Raises:
        Unreadable: ``too_deeply_nested``.
    """
    if len(markup) > _LONG_TAG and any(
        len(piece) > _LONG_TAG and _CROWDED.match(piece) for piece in markup.split("<")
    ):
        _refuse()
    tags = markup.count("<")
    if tags < _FEW_TAGS:
        return
    styled = len(_STYLED.findall(markup))
    most = _MOST_REOPENED / tags
    if styled > most and _nests_deeper(_FORMATTING, markup, most):
        _refuse()
    if tags > _MANY_TAGS and _nests_deeper(_NESTING, markup, _DEEPEST):
        _refuse()


def _nests_deeper(tag: re.Pattern[str], markup: str, limit: float) -> bool:
    """Say whether more than ``limit`` of the elements are open at once.

    An end closes only what bears its name: ``<div></b>`` leaves a ``div`` open.
    """
    opened: Counter[str] = Counter()
    depth = 0
    for found in tag.finditer(markup):
        is_end, name = found[1], found[2].lower()
        if not is_end:
            opened[name] += 1
            depth += 1
            if depth > limit:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False


def _refuse() -> None:
    raise Unreadable(
        "too_deeply_nested",
        "The page nests thousands of elements or attributes, more than any page for people. "
        "Open it in a browser, save its text as .txt and add that.",
    )
