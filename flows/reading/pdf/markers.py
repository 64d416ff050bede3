"""The marks that open list items and numbered paragraphs."""

import re

_BULLETS = (
    "-*+\u2022\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u2023\u2043\u2219"
    "\u2013\u27a2\u2713\u2714\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf0a1\u00b7"
)
#: A bullet, "(a)", "b)", "iv.", "12." or "2.1" in front of words.
MARKER = re.compile(
    rf"""\s*(?P<marker>
        [{re.escape(_BULLETS)}](?=\s)
      | [\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf0a1\u2022\u25cf](?=\S)
      | [oO\u00a7](?=\s+[A-Z])
      | \(?(?:\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}})\)
      | \d{{1,3}}\.(?!\d)(?=\s)
      | [a-zA-Z]\.(?=\s)
      | [ivx]{{2,5}}\.(?=\s)
      | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?(?=\s+[A-Z"'\u2018\u201c(]|[A-Z][a-z])
    )\s*(?=\S)""",
    re.VERBOSE,
)
_LONE = re.compile(
    rf"""\s*(?:[{re.escape(_BULLETS)}oO\u00a7]
      | \(?(?:\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}})[.)]
      | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?
      | \d{{1,2}})\s*""",
    re.VERBOSE,
)


def is_marker(text: str) -> bool:
    """Say whether ``text`` is a list mark or a paragraph's number and nothing else."""
    return len(text) < 12 and bool(_LONE.fullmatch(text))
