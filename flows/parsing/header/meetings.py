"""What was said at a meeting, and what only says what will be: minutes and agendas."""

import re
from collections.abc import Collection, Sequence

from flows.parsing.header.opening import is_prose
from flows.parsing.text.outline import Outline

_MINUTES_LINE = re.compile(r"^(?:draft\s|unconfirmed\s)?minutes\s*:?$", re.IGNORECASE)
_MINUTES_TITLE = re.compile(
    r"^(?:(?:draft|unconfirmed|confirmed|approved|public|summary|action)\s){0,2}"
    r"(?:minutes|(?:meeting\s|action\s)?notes)\s(?:of|from)\s(?!the\s(?:previous|last))"
    r"|(?:^|[,:|\u2013-]\s?|\bmeeting\s|\bboard\s|\bpanel\s|\bcommittee\s)"
    r"(?:(?:draft|unconfirmed|confirmed|approved)\s)?(?:minutes|meeting\snotes)"
    r"\s*(?:$|[,:(|\u2013-]|\d{1,2}(?:st|nd|rd|th)?\s[A-Z])",
    re.IGNORECASE,
)
#: Who came and who could not, as minutes open with it.
_ATTENDANCE = re.compile(
    r"^(?:(?:members|those|also|officers)\s)?"
    r"(?:(?P<came>present|in\sattendance|attendees|attendance)"
    r"|apologies(?:\s(?:for\sabsence|received|from))?)\s*(?:[:\u2013-]|$)",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:meeting|board|panel|committee|conference)\b", re.IGNORECASE)
_AGENDA_TITLE = re.compile(
    r"^(?:public\s|draft\s)?agenda\b(?!\s(?:item|no\b|number|\d|and\sminutes|&\sminutes))"
    r"|[,:|\u2013-]\s?agenda$",
    re.IGNORECASE,
)
_FIRST_TEXTS = 40
_TOP_LINES = 6
_TOP_OF_AGENDA = 3
_SHORT_LINE = 18
_LONGEST_AGENDA = 600
_FEW_SIGNS, _MANY_SIGNS = 2, 4


def is_agenda(outline: Outline, title: str | None) -> bool:
    """Say whether a document lists what a meeting will speak of, and no more."""
    texts = _texts(outline)
    top = [*([title] if title else []), *texts[:_TOP_OF_AGENDA]]
    if not any(len(text.split()) <= _SHORT_LINE and _AGENDA_TITLE.search(text) for text in top):
        return False
    words = sum(len(text.split()) for text in texts)
    return words < _LONGEST_AGENDA and not any(_MINUTES_LINE.match(text) for text in texts)


def is_minutes(
    outline: Outline,
    title: str | None,
    opening_phrases: Collection[str],
    phrases: Collection[str],
) -> bool:
    """Say whether a document tells what was said at a meeting.

    Its title says so, it opens with who came, or it has phrases of minutes (those of
    ``document_type_phrases``, in its opening and in the whole of it).
    """
    texts = _texts(outline)
    if phrases and any(_MINUTES_LINE.match(text) for text in texts):
        return True
    top = [text for text in texts[:_TOP_LINES] if len(text.split()) <= _SHORT_LINE]
    if any(_MINUTES_TITLE.search(text) for text in (*([title] if title else []), *top)):
        return True
    if (opening_phrases and len(phrases) >= _FEW_SIGNS) or len(phrases) >= _MANY_SIGNS:
        return True
    lines = [match for text in texts[:_FIRST_TEXTS] if (match := _ATTENDANCE.match(text))]
    came = any(match["came"] for match in lines)
    names_meeting = any(_MEETING.search(text) for text in (*([title] if title else []), *top))
    return came and names_meeting and any(map(is_prose, outline.parts))


def _texts(outline: Outline) -> Sequence[str]:
    """Return the texts of parts and of cells, in order."""
    texts: list[str] = []
    for part in outline.parts:
        if part.grid is None:
            texts.append(part.passage.text)
        else:
            texts.extend(cell.text for cell in part.grid.cells)
    return texts
