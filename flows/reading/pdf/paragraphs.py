"""Lines of a column -> paragraphs and list items."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.reading.pdf.lines import Line
from flows.reading.pdf.markers import MARKER

#: In parts of the usual distance of lines: a wider one divides paragraphs.
_WIDER = 1.22
#: In ems: the distance of lines where there are too few to tell.
_USUAL = 1.3
_FEWEST_DISTANCES = 3
_TERMINAL = re.compile(r"[.!?:;][\"'\u2019\u201d)\]]*$")
#: "Date: 3 May", one below the other as forms have them.
_LABEL = re.compile(r"[A-Z][\w /&()'\u2019-]{1,40}:(?:\s|$)")
#: Items of a list that shows no bullets in its text.
_LISTED = re.compile(r";(?:\s(?:and|or))?$")
_SENTENCE_END = re.compile(r"[.!?][\"'\u2019\u201d)\]]*$")
_OPEN_WORD = re.compile(
    r"\b(?:a|an|and|any|as|at|by|each|for|from|in|into|is|its|of|on|or|our|that|the|their|these"
    r"|this|to|was|were|which|will|with)$|[,\u2013-]$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Paragraph:
    """A paragraph or list item (with its ``marker``) as the lines of one column make it.

    ``is_full`` says that its last line reaches the right edge, so that it may go on elsewhere.
    """

    lines: list[Line]
    marker: str = ""
    is_full: bool = False

    @property
    def text(self) -> str:
        """The lines, joined."""
        return join_lines([line.text for line in self.lines])

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        """Whether all of it is in bold type."""
        return all(line.is_bold for line in self.lines)


def paragraphs_of(lines: Sequence[Line], right: float) -> list[Paragraph]:
    """Return the paragraphs of one column, whose right edge is at ``right``."""
    left = min((line.x0 for line in lines), default=0.0)
    pitch = _pitch(lines)
    found: list[Paragraph] = []
    for line in lines:
        last = found[-1] if found else None
        marker = MARKER.match(line.text)
        if last is not None and not _begins(last, line, marker, pitch, left, right):
            last.lines.append(line)
        elif marker is None:
            found.append(Paragraph([line]))
        else:
            line.text = line.text[marker.end() :]
            found.append(Paragraph([line], marker["marker"]))
    for paragraph in found:
        paragraph.is_full = paragraph.lines[-1].x1 > right - 0.12 * (right - paragraph.lines[-1].x0)
    return found


def right_edge(edges: Sequence[float]) -> float:
    """Return where the lines of a column end, whatever few lines reach beyond it."""
    return sorted(edges)[-1 - min(2, len(edges) // 8)] if edges else 0.0


def _pitch(lines: Sequence[Line]) -> dict[int, float]:
    """Return, for each size of type, the distance at which its lines follow one another."""
    distances: dict[int, list[float]] = {}
    for above, line in pairwise(lines):
        distance = line.baseline - above.baseline
        if abs(above.size - line.size) < 0.5 and 0.9 * line.size < distance < 2.6 * line.size:
            distances.setdefault(round(line.size), []).append(distance)
    # The lower third: paragraphs of one line each must not make their gaps the usual distance.
    return {
        size: sorted(found)[len(found) // 3]
        for size, found in distances.items()
        if len(found) >= _FEWEST_DISTANCES
    }


def _begins(
    last: Paragraph,
    line: Line,
    marker: re.Match[str] | None,
    pitch: dict[int, float],
    left: float,
    right: float,
) -> bool:
    """Say whether ``line`` begins a paragraph of its own below ``last``."""
    above = last.lines[-1]
    size = max(above.size, line.size)
    usual = min(pitch.get(round(line.size), _USUAL * size), 2.1 * size)
    if abs(above.size - line.size) > 0.08 * size or line.is_note:
        return True
    distance = line.baseline - above.baseline
    if distance > _WIDER * usual + 0.5 or distance < 0:
        return True
    ended = bool(_TERMINAL.search(above.text[-4:]))
    broken = _has_room(above, line, right)
    lower = line.text[:1].islower()
    if _LABEL.match(line.text) and _LABEL.match(last.lines[0].text):
        return True
    if marker is not None and (
        ended or broken or bool(last.marker) or not marker["marker"][:1].isdigit()
    ):
        return True
    if above.is_bold != line.is_bold and (ended or broken) and not lower:
        return True
    if broken and _LISTED.search(above.text[-8:]):
        return True
    if broken and not lower and not _OPEN_WORD.search(above.text[-12:]):
        return True
    indent = line.x0 - above.x0
    if min(line.x0, above.x0) > left + 3 * size and abs(line.x1 - above.x1) < 2 and not lower:
        # Set to the right, as addresses are: every line ends there.
        return abs(indent) > 0.3 * size
    if len(last.lines) > 1 or last.marker:
        first_of_item = bool(last.marker) and len(last.lines) == 1
        return bool(abs(indent) > 0.8 * size and not first_of_item and (ended or not lower)) or (
            bool(last.marker)
            and ended
            and line.x0 < last.lines[0].x0 + 0.4 * size
            and len(last.lines) > 1
            and last.lines[-1].x0 > last.lines[0].x0 + 0.4 * size
        )
    return indent > 0.8 * size and ended


def _has_room(above: Line, line: Line, right: float) -> bool:
    """Say whether the line above ends before it must: the next word would have stood on it."""
    word = line.text.split(maxsplit=1)[0]
    width = (line.x1 - line.x0) * (len(word) + 1) / max(len(line.text), 1)
    return above.x1 + width < right - 0.5 * line.size


def goes_on(last: Paragraph, following: Paragraph) -> bool:
    """Say whether the first paragraph of a column or page is the rest of the one before it."""
    before, after = last.text, following.text
    if following.marker or abs(last.size - following.size) > 0.08 * last.size:
        return False
    if _SENTENCE_END.search(before[-4:]) or before.endswith((":", ";")):
        return False
    if last.is_bold != following.is_bold or len(before) < 25:
        return False
    lower = after[:1].islower() or after[:1].isdigit()
    return lower or bool(_OPEN_WORD.search(before[-12:])) or last.is_full


#: First and second halves of words that are written with a hyphen wherever they stand.
_FIRST_HALVES = frozenset(
    """
        anti cross eight ex five four high low mid multi nine non one post self seven six ten
        three two well year
    """.split()
)
_SECOND_HALVES = frozenset(
    """
        based class depth driven effective end five focused going hour hours in intensive led
        level line long making month months old only person quality related risk scale sector
        standing term three time two up week wide year years
    """.split()
)
_FIRST_WORD = re.compile(r"[^\W\d_A-Z]+")
_ADDRESS = re.compile(r"@|://|www\.|/\w")
_HYPHENS = ("-", "\u0002", "\u00ad", "\u2010")
_HALF = re.compile(
    r"(?P<before>\w-)?(?P<word>(?:[^\W\d_]){0,40})(?P<hyphen>[\u0002\u00ad\u2010-])$"
)


def join_lines(texts: Iterable[str]) -> str:
    """Return lines as one text; a word that a hyphen divides at a line end is whole again.

    The hyphen stays where it belongs to the word: behind a first half such as "self" or "non",
    before a capital or a figure, and in a word that has a second hyphen.
    """
    pieces: list[str] = []
    for text in texts:
        last = pieces[-1] if pieces else ""
        half = _HALF.search(last, max(len(last) - 40, 0)) if last[-1:] in _HYPHENS else None
        if half is None:
            glue = " "
        elif half["word"]:
            pieces[-1] = last[:-1]
            glue = "-" if _keeps_hyphen(last, half, text) else ""
        else:
            # "2023-" goes on; a dash that stands alone does not.
            glue = "" if last[-2:-1].isdigit() else " "
        pieces.append(glue if pieces else "")
        pieces.append(text)
    return "".join(pieces).replace("\u0002", "-")


def _keeps_hyphen(line: str, half: re.Match[str], rest: str) -> bool:
    if half["hyphen"] == "\u00ad":
        return False
    follows = _FIRST_WORD.match(rest)
    return (
        half["word"].lower() in _FIRST_HALVES
        or follows is None
        or follows.group() in _SECOND_HALVES
        or bool(half["before"])
        or bool(_ADDRESS.search(line[line.rfind(" ") + 1 :] + rest.split(" ", 1)[0]))
    )
