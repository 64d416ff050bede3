"""List numbers: Word stores how to count; what a reader sees is counted here."""

import re
from dataclasses import dataclass, field

from flows.reading.docx.names import VAL, Element, number, value, w
from flows.reading.docx.styles import Styles

BULLET = "\u2022"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: Beyond these nobody counts in letters or Roman numerals; hostile starts end here.
_HIGHEST_SPELLED = 4_000


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts; ``restarts_after`` None: after any level above it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """One numbered list; lists of one ``family`` count on from one another."""

    family: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._families: dict[str, Element] = {}
        self._nodes: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        for node in root.iterfind(w("abstractNum")):
            self._families[node.get(w("abstractNumId"), "")] = node
        for node in root.iterfind(w("num")):
            self._nodes[node.get(w("numId"), "")] = node

    def next_marker(self, list_id: str, level: int | None, style_id: str) -> str:
        """Count one paragraph and return its marker as printed, ``""`` for an unnumbered one.

        A paragraph whose style brings the list stands at the level that names the style.
        """
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        found = self._lists[list_id]
        if found is None:
            return ""
        if level is None:
            level = self._level_of_style(found.family, style_id)
        level = min(max(level, 0), _LEVELS - 1)
        how = found.levels.get(level, _Level())
        self._count(found, level, how)
        if how.form == "bullet":
            return BULLET
        return self._printed(found, how)

    def _count(self, found: _List, level: int, how: _Level) -> None:
        counts = self._counts.setdefault(found.family, [None] * _LEVELS)
        before = counts[level]
        if level in found.restarts:
            counts[level] = found.restarts.pop(level)
        else:
            counts[level] = how.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            after = found.levels.get(deeper, _Level()).restarts_after
            if after is None or after > level:
                counts[deeper] = None

    def _printed(self, found: _List, how: _Level) -> str:
        counts = self._counts[found.family]

        def one(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            other = found.levels.get(level, _Level())
            count = counts[level]
            form = "decimal" if how.is_legal else other.form
            return _spelled(other.start if count is None else count, form)

        return " ".join(_PLACE.sub(one, how.text).split())

    def _level_of_style(self, family: str, style_id: str) -> int:
        node = self._families.get(family)
        for level in node.iterfind(w("lvl")) if node is not None and style_id else ():
            if value(level.find(w("pStyle"))) == style_id:
                return number(level.get(w("ilvl")))
        return 0

    def _read(self, list_id: str) -> _List | None:
        node = self._nodes.get(list_id)
        if node is None:
            return None
        family = value(node.find(w("abstractNumId")))
        linked = self._families.get(family)
        if linked is not None and linked.find(w("numStyleLink")) is not None:
            # The list is defined where a numbering style points to.
            other = self._styles.numbering_of(value(linked.find(w("numStyleLink"))))
            target = self._nodes.get(other or "")
            family = value(target.find(w("abstractNumId"))) if target is not None else family
        definition = self._families.get(family)
        levels = {
            number(level.get(w("ilvl"))): _level(level)
            for level in (definition.iterfind(w("lvl")) if definition is not None else ())
        }
        found = _List(family, levels)
        for override in node.iterfind(w("lvlOverride")):
            level = number(override.get(w("ilvl")))
            own = override.find(w("lvl"))
            if own is not None:
                levels[level] = _level(own)
            restart = override.find(w("startOverride"))
            if restart is not None:
                found.restarts[level] = number(restart.get(VAL), 1)
        return found


def _level(node: Element) -> _Level:
    restart = node.find(w("lvlRestart"))
    return _Level(
        number(value(node.find(w("start")), "1"), 1),
        value(node.find(w("numFmt")), "decimal"),
        value(node.find(w("lvlText"))),
        None if restart is None else number(restart.get(VAL)),
        node.find(w("isLgl")) is not None,
    )


def _spelled(count: int, form: str) -> str:
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < count < _HIGHEST_SPELLED:
        # After z come aa, bb, cc.
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < _HIGHEST_SPELLED:
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        written += letters * (count // size)
        count %= size
    return written
