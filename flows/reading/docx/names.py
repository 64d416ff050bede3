"""The XML names of WordprocessingML (ISO/IEC 29500-1, part 17) that the reader knows."""

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml gives its element type no other name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALTERNATE, CHOICE, FALLBACK = (f"{_MC}{n}" for n in ("AlternateContent", "Choice", "Fallback"))


def w(name: str) -> str:
    """Return the full name of a WordprocessingML element or attribute."""
    return f"{_W}{name}"


def m(name: str) -> str:
    """Return the full name of an Office Math element."""
    return f"{_M}{name}"


VAL = w("val")
P, P_PR, R_PR, TBL = w("p"), w("pPr"), w("rPr"), w("tbl")
#: Elements that only wrap what they hold. ``ins`` and ``moveTo`` are changes that are accepted.
WRAPPERS = frozenset(
    w(name)
    for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent", "ruby",
                 "rubyBase")
)  # fmt: skip
#: Numbered building blocks that are furniture: tables of contents and page numbers.
_FURNITURE_GALLERY = ("Table of Contents", "Page Numbers")


def value(node: Element | None, default: str = "") -> str:
    """Return the ``w:val`` of a node, ``default`` where there is no node or no value."""
    return default if node is None else node.get(VAL, default)


def number(text: str | None, default: int = 0) -> int:
    """Return an attribute as a whole number; ``default`` where it is none."""
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else default


def is_on(node: Element | None) -> bool:
    """Say whether a toggle such as ``w:b`` is there and not switched off."""
    return node is not None and node.get(VAL, "1") not in ("0", "false", "off", "none")


def alternative(node: Element) -> Element | None:
    """Return the one branch of ``mc:AlternateContent`` that is read: the first choice."""
    choice = node.find(CHOICE)
    return choice if choice is not None else node.find(FALLBACK)


def is_furniture_control(control: Element) -> bool:
    """Say whether a content control (``w:sdt``) holds no words of the author.

    It is a table of contents, a page number, or a prompt that nobody has filled in.
    """
    properties = control.find(w("sdtPr"))
    if properties is None:
        return False
    if is_on(properties.find(w("showingPlcHdr"))):
        return True
    gallery = properties.find(f"{w('docPartObj')}/{w('docPartGallery')}")
    return value(gallery).startswith(_FURNITURE_GALLERY)
