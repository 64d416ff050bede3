"""How deep the elements of a page lie in one another, before a parser takes them apart."""

import re
from collections import Counter

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
#: Elements without an end, and those whose end the next one of their kind implies.
_UNCOUNTED = frozenset(
    """
        area base br col embed hr img input link meta param source track wbr
        body caption colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr
    """.split()
)
_DEEPEST = 1_000


def is_too_deep(markup: str) -> bool:
    """Say whether no parser should be given ``markup``.

    HTML's own rules (the WHATWG's "has an element in scope") make a parser look through the open
    elements at each new one, so that its time grows with the square of their depth: 200 kB of
    nested lists take selectolax 20 s. Pages written by people stay far below the limit.
    """
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(markup):
        is_end, name = tag[1], tag[2].lower()
        if name in _UNCOUNTED:
            continue
        if not is_end:
            opened[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False
