"""Which lines could be headings, by their words alone: what readers and parsing share."""

import re

KEY_VALUE = re.compile(r"\s*(?:\*\*)?[A-Z][\w /&'\u2019()-]{1,40}:(?:\*\*)?\s+\S")
LONGEST_HEADING = 140
_LONGEST_CAPITALS = 260
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_DATE_LINE = re.compile(
    r"(?:[a-z]+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[a-z]{3,9},?\s+\d{4}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
    re.I,
)
_NOTHING = frozenset({"none", "nil", "n/a", "yes", "no", "not applicable", "end", "ends"})
#: Salutations, addresses and lines that only lead up to a list: short, and no headings.
_NO_HEADING = re.compile(
    r"""^(?:dear|yours|kind\sregards|best\swishes|cc|c\.c\.|copy\sto|from|tel|email|our\sref|your\sref)\b
      | \b(?:is|are|was|were|has|have|had|will|should|must|can|include[sd]?|advised|agreed|noted
            |said|follows?|following|that|below)\b[^:]{0,40}:$
      | ^\d{1,4}[a-z]?\s[A-Z][a-z]+\s(?:[A-Z][a-z]+\s)?
        (?:street|road|avenue|lane|square|way|drive|place)\b
      | \b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$""",
    re.VERBOSE | re.IGNORECASE,
)


def is_heading_like(line: str) -> bool:
    """Say whether a line alone could be a heading: short and no whole sentence."""
    stripped = line.strip().strip("*_").strip()
    found = WORD.findall(stripped)
    longest = _LONGEST_CAPITALS if stripped.isupper() else LONGEST_HEADING
    if not found or len(stripped) > longest or len(found) > longest // 8:
        return False
    if stripped.lower() in _NOTHING or _DATE_LINE.fullmatch(stripped):
        return False
    if _NO_HEADING.search(stripped):
        return False
    if stripped[-1] in ".,;" and not (stripped[-1] == "." and len(found) <= 2):
        return False
    if stripped[0] in "\"'\u2018\u201c(" or not (stripped[0].isupper() or stripped[0].isdigit()):
        return False
    return not re.search(r"https?://|www\.|@|\d{5,}", stripped)
