"""Characters that a program decoded wrongly: UTF-8 read as Windows-1252, once or twice.

"â€™" is an apostrophe and "Â£" a pound sign. The canonical text keeps what the document holds;
this says what it means.
"""

import re

#: What Windows-1252 makes of the bytes 80 to BF, which continue a character in UTF-8.
_CONTINUES = (
    r"[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    r"\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
#: One or more misread characters: a leading byte and as many continuing ones as it asks for.
MISREAD = (
    rf"(?:[\u00c2-\u00c5]{_CONTINUES}|[\u00e2\u00ef]{_CONTINUES}{{2}}|\u00f0{_CONTINUES}{{3}})+"
)
#: What is left of a misread space when the space itself has been folded.
LONE_LEAD = r"\u00c2(?=\s|$)"
_MISREAD = re.compile(MISREAD)
_MOST_TIMES = 3


def repaired(text: str) -> str:
    """Return what misread characters were, ``text`` itself where they make no UTF-8."""
    for _ in range(_MOST_TIMES):
        if not _MISREAD.fullmatch(text):
            break
        try:
            text = b"".join(map(_byte, text)).decode("utf-8")
        except UnicodeDecodeError:
            break
    return text


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        # Windows-1252 leaves five bytes open; browsers read them as control characters.
        return character.encode("latin-1")
