"""Changes inside a Word document: to its parts, and to the elements of each."""

import copy
import random
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

from tests.reading.word_files import packed, unpacked
from tests.reliability.mutations import bytewise
from tests.reliability.mutations.texts import TROUBLE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMES = (
    "p r t tbl tr tc tcPr gridSpan vMerge hyperlink ins del moveFrom sdt sdtContent fldSimple fldChar instrText "
    "footnoteReference numPr ilvl numId pStyle drawing pict txbxContent br tab sym noBreakHyphen sectPr smartTag"
).split()
_VALUES = (
    "",
    "-1",
    "0",
    "99999999999",
    "x",
    "true",
    "none",
    "restart",
    "rId999",
    "Heading1",
    "NaN",
    "1.5",
    "begin",
    "\u202e",
)


def lose_a_part(chance: random.Random, content: bytes) -> bytes:
    """Leave a part out of the package."""
    return _with_parts(chance, content, lambda parts, name: parts.pop(name))


def change_bytes_of_a_part(chance: random.Random, content: bytes) -> bytes:
    """Change a part as bytes, and pack it well."""
    change = chance.choice(bytewise.CHANGES)
    return _with_parts(
        chance, content, lambda parts, name: parts.update({name: change(chance, parts[name])})
    )


def exchange_parts(chance: random.Random, content: bytes) -> bytes:
    """Let one part say what another does."""
    return _with_parts(
        chance,
        content,
        lambda parts, name: parts.update({name: parts[chance.choice(sorted(parts))]}),
    )


def _of_elements(change):
    def changed(chance: random.Random, content: bytes) -> bytes:
        def edit(parts: dict[str, bytes], name: str) -> None:
            try:
                root = etree.fromstring(parts[name])
            except etree.XMLSyntaxError:
                return
            elements = [element for element in root.iter("*") if element is not root]
            for _ in range(chance.randint(1, 4)):
                if elements:
                    change(chance, chance.choice(elements), elements)
            parts[name] = etree.tostring(root)

        return _with_parts(chance, content, edit)

    changed.__name__ = change.__name__
    return changed


@_of_elements
def lose_an_element(chance, element, elements):  # noqa: ARG001
    """Take an element out, with all in it or without."""
    if (outer := element.getparent()) is not None:
        if chance.random() < 0.5:
            for inner in element:
                element.addprevious(inner)
        outer.remove(element)


@_of_elements
def repeat_an_element(chance, element, elements):  # noqa: ARG001
    """Say an element several times."""
    if element.getparent() is not None and len(list(element.iter())) < 200:
        for _ in range(chance.choice([1, 3, 30])):
            element.addnext(copy.deepcopy(element))


@_of_elements
def move_an_element(chance, element, elements):
    """Put an element into another: tables into runs, paragraphs into text."""
    target = chance.choice(elements)
    if target is not element and element not in target.iterancestors():
        target.append(element)


@_of_elements
def nest_an_element(chance, element, elements):  # noqa: ARG001
    """Put an element into itself, many deep."""
    if len(list(element.iter())) < 40:
        inner = element
        for _ in range(chance.choice([1, 4, 60, 200])):
            deeper = etree.Element(element.tag, attrib=dict(element.attrib))
            inner.append(deeper)
            inner = deeper


@_of_elements
def rename_an_element(chance, element, elements):  # noqa: ARG001
    """Call an element something else."""
    element.tag = _W + chance.choice(_NAMES)


@_of_elements
def change_an_attribute(chance, element, elements):  # noqa: ARG001
    """Give an attribute another value, or an element one."""
    name = chance.choice([*map(str, element.attrib), _W + "val", _W + "id"])
    element.set(name, chance.choice(_VALUES))


@_of_elements
def change_the_text(chance, element, elements):  # noqa: ARG001
    """Say something else."""
    try:
        element.text = chance.choice(TROUBLE) * chance.choice([1, 1, 300])
    except ValueError:
        element.text = "no XML may hold a NUL"


def _with_parts(
    chance: random.Random, content: bytes, edit: Callable[[dict[str, bytes], str], object]
) -> bytes:
    try:
        parts = unpacked(content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
        EOFError,
    ):
        return bytewise.flip_bits(chance, content)
    written = sorted(name for name in parts if name.endswith((".xml", ".rels"))) or sorted(parts)
    if not written:
        return content
    # What a reader looks into most is changed most.
    main = [name for name in written if name.endswith("document.xml")]
    edit(parts, chance.choice(main if main and chance.random() < 0.6 else written))
    return packed(parts)


CHANGES = (
    lose_a_part,
    change_bytes_of_a_part,
    exchange_parts,
    lose_an_element,
    repeat_an_element,
    move_an_element,
    nest_an_element,
    rename_an_element,
    change_an_attribute,
    change_the_text,
)
