"""The package of a Word document: its parts, opened one by one and within limits.

Only the parts that hold text are ever decompressed; pictures and embedded files stay closed.
"""

import io
import posixpath
import zipfile
from typing import NamedTuple

from lxml import etree

from flows.reading import limits
from flows.reading.archive import BROKEN, unpacks_bounded
from flows.reading.docx.names import RELATIONSHIP_ID, Element
from flows.reading.errors import Unreadable

#: Small parts may be packed tighter.
_SMALL_PART = 1_000_000
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: "Strict" documents use other names for the same things (ISO/IEC 29500-1, annex A).
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)


class Relationship(NamedTuple):
    """Where one part refers to: another part's name, or an address outside the package."""

    kind: str
    target: str
    is_external: bool


class Package:
    """A Word document's parts.

    Raises:
        Unreadable: ``docx_broken``, ``docx_too_large`` (names the limit), ``docx_entities``
            or ``office_encrypted``; from the constructor and from every method.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise _broken(f"its ZIP directory cannot be read ({error})") from error
        members = self._zip.infolist()
        if len(members) > limits.WORD_PARTS:
            raise _too_large(f"it holds {len(members):,} files; the limit is {limits.WORD_PARTS:,}")
        total = sum(member.file_size for member in members)
        if total > limits.WORD_BYTES:
            raise _too_large(
                f"it claims {total:,} bytes unpacked; the limit is {limits.WORD_BYTES:,}"
            )
        self._members = {member.filename.lstrip("/"): member for member in members}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        document = self.related("", "officeDocument")
        self.document_part = document[0] if document else "word/document.xml"

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts of one kind that ``part`` refers to."""
        return [
            relationship.target
            for relationship in self.relationships(part).values()
            if relationship.kind == kind and not relationship.is_external
        ]

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what ``part`` refers to, by relationship id; the package itself is ``""``."""
        if part in self._relationships:
            return self._relationships[part]
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relationship] = {}
        for node in root.iter(_RELATIONSHIP) if root is not None else ():
            target = node.get("Target", "")
            is_external = node.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id", "")] = Relationship(kind, target, is_external)
        self._relationships[part] = found
        return found

    def first(self, kind: str) -> Element | None:
        """Return the root of the document's part of one kind (styles, footnotes ...), or None."""
        parts = self.related(self.document_part, kind)
        return self.xml(parts[0]) if parts else None

    def xml(self, part: str) -> Element | None:
        """Return the root element of a part, None where the package has no such part."""
        member = self._members.get(part)
        if member is None:
            return None
        content = self._content(member)
        if b"purl.oclc.org" in content:
            for strict, transitional in _STRICT:
                content = content.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _broken(f"its part {part} is no well-formed XML ({error})") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(
                "docx_entities",
                f"The Word document's part {part} declares a document type, which no word "
                "processor writes and which can hide text. Save it anew from Word and add that.",
            )
        return root

    def _content(self, member: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member; what it claims is checked before, what it gives while."""
        name = member.filename
        if member.flag_bits & 1:
            raise Unreadable(
                "office_encrypted",
                "The Word document is locked with a password. Save it without one and add that.",
            )
        if member.file_size > limits.WORD_PART_BYTES:
            raise _too_large(
                f"its part {name} claims {member.file_size:,} bytes unpacked; the limit is "
                f"{limits.WORD_PART_BYTES:,}"
            )
        if member.file_size > max(_SMALL_PART, limits.PACKED_RATIO * member.compress_size):
            raise _too_large(
                f"its part {name} claims to unpack to more than {limits.PACKED_RATIO} times its "
                "size; that is the limit"
            )
        if not unpacks_bounded(member):
            raise _broken(f"its part {name} is packed by a method that no word processor uses")
        try:
            with self._zip.open(member) as stream:
                content = stream.read(limits.WORD_PART_BYTES + 1)
        except BROKEN as error:
            raise _broken(f"its part {name} cannot be unpacked ({error})") from error
        if len(content) > limits.WORD_PART_BYTES:
            raise _too_large(
                f"its part {name} is longer than the limit of {limits.WORD_PART_BYTES:,} bytes"
            )
        return content


def target_of(relationships: dict[str, Relationship], node: Element) -> str | None:
    """Return the outside address that ``node`` refers to, None where it has none."""
    relationship = relationships.get(node.get(RELATIONSHIP_ID, ""))
    return relationship.target if relationship and relationship.is_external else None


def _broken(what: str) -> Unreadable:
    return Unreadable(
        "docx_broken",
        f"The Word document is damaged: {what}. Open it in Word, save it anew and add that.",
    )


def _too_large(what: str) -> Unreadable:
    return Unreadable(
        "docx_too_large",
        f"The Word document is not unpacked: {what}. Save its text as .txt or .html and add that.",
    )
