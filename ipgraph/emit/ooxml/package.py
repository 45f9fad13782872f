"""An Office package (ECMA-376 part 2): parts in a zip file, how they refer to each other, and what kind each is."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.archive import archive_bytes
from ipgraph.errors import IpgraphError

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) does not allow in a text."""


@dataclass(frozen=True)
class Relation:
    """A reference from one part to another.

    Args:
        id: its name among the references of the part (``rId1``).
        kind: last word of its type (``worksheet``, ``comments``).
        target: name of the other part; empty where it lies outside the file.
    """

    id: str
    kind: str
    target: str


class Package:
    """The parts of a file. What is changed is written anew, everything else comes out byte for byte.

    Args:
        content: the file.
        name: its name, for what is said of it.

    Raises:
        IpgraphError: it is no such file.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._trees: dict[str, Element] = {}
        self._as_read: dict[str, bytes] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as error:
            raise self.damaged() from error
        # A folder in the archive is no part (part 2, 6.2.2).
        self._spelling = {name.lower(): name for name in self._zip.namelist() if not name.endswith("/")}
        main = [relation for relation in self._relation_elements("") if _kind(relation) == "officeDocument"]
        if not main:
            raise self.damaged()
        strict = main[0].get("Type", "").startswith(_OFFICE_STRICT)
        self.office = _OFFICE_STRICT if strict else _OFFICE
        """Namespace of references, which is another in a workbook saved as “Strict Open XML”."""

    def damaged(self, part: str = "") -> IpgraphError:
        """What to say of a file that is not as it should be."""
        return IpgraphError(
            f"{self.name}{f' ({part})' if part else ''}: In diese Datei lassen sich keine Markierungen eintragen. "
            "Bitte in Excel öffnen, neu als .xlsx speichern und noch einmal prüfen.",
            f"{self.name}{f' ({part})' if part else ''}: no marks can be put into this file. Please open it in Excel, "
            "save it anew as .xlsx and check again.",
        )

    # ------------------------------------------------------------------ parts

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._spelling

    def read(self, part: str) -> bytes:
        """The bytes of a part as it stands in the file; names of parts ignore case (part 2, 6.2.2.3)."""
        try:
            return self._zip.read(self._spelling[part.lower()])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise self.damaged(part) from error

    def tree(self, part: str) -> Element:
        """The root element of a part; changes to it are written.

        Raises:
            IpgraphError: there is no such part, or it is no XML.
        """
        part = self._spelling.get(part.lower(), part)
        if part not in self._trees:
            try:
                self.adopt(part, parsed(self.read(part)))
            except etree.XMLSyntaxError as error:
                raise self.damaged(part) from error
        return self._trees[part]

    def adopt(self, part: str, root: Element) -> None:
        """Take a root element for what stands in the file; from now on, changes to it are written."""
        self._trees[part] = root
        self._as_read[part] = hashlib.sha256(_serialised(root)).digest()

    def add(self, part: str, root: Element, content_type: str = "") -> None:
        """Add a part; its kind need not be given where its suffix tells it (see :meth:`declare_suffix`)."""
        self._trees[part] = root
        self._spelling[part.lower()] = part
        if content_type:
            attributes = {"PartName": f"/{part}", "ContentType": content_type}
            etree.SubElement(self.tree(_CONTENT_TYPES), f"{{{_TYPES}}}Override", attributes)

    def drop(self, part: str) -> None:
        """Remove a part, its references to others, and parts that nothing refers to any more."""
        targets = [relation.target for relation in self.relations(part) if relation.target in self]
        for name in (part, _relations_part(part)):
            self._trees.pop(self._spelling.pop(name.lower(), name), None)
        types = self.tree(_CONTENT_TYPES)
        for override in types.findall(f"{{{_TYPES}}}Override"):
            if override.get("PartName", "").lower() == f"/{part}".lower():
                types.remove(override)
        for target in targets:
            if target in self and not self._is_used(target):
                self.drop(target)

    def _is_used(self, part: str) -> bool:
        owners = ["", *(name for name in self._spelling.values() if not name.endswith(".rels"))]
        return any(relation.target.lower() == part.lower() for owner in owners for relation in self.relations(owner))

    def free(self, pattern: str) -> str:
        """The first name like ``xl/comments{}.xml`` that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def parts(self, suffix: str) -> list[str]:
        """Names of the parts with a suffix."""
        return [part for name, part in self._spelling.items() if name.endswith(suffix)]

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Say of what kind parts with a suffix are, where that is not said yet."""
        types = self.tree(_CONTENT_TYPES)
        known = {default.get("Extension", "").lower() for default in types.findall(f"{{{_TYPES}}}Default")}
        if suffix not in known:
            types.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension=suffix, ContentType=content_type))

    def content(self) -> bytes:
        """The file: parts in their old order, new ones at the end."""
        return archive_bytes((part, self.written(part)) for part in self._spelling.values())

    def is_parsed(self, part: str) -> bool:
        """Whether a part has been asked for as a tree."""
        return part in self._trees

    def written(self, part: str) -> bytes:
        """The bytes of a part as it will be written."""
        if part in self._trees:
            now = _serialised(self._trees[part])
            if self._as_read.get(part) != hashlib.sha256(now).digest():
                return now
        return self.read(part)

    # ------------------------------------------------------------------ references

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; the empty name stands for the file as a whole."""
        return [self._relation(part, element) for element in self._relation_elements(part)]

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts of one kind that a part refers to, as far as they are there."""
        return [one.target for one in self.relations(part) if one.kind == kind and one.target in self]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another one.

        Returns:
            Name of the reference, for an attribute ``r:id``.
        """
        name = _relations_part(part)
        if name not in self:
            self.declare_suffix("rels", _RELATIONS_TYPE)
            self.add(name, etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS}))
        taken = {element.get("Id") for element in self._relation_elements(part)}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        attributes = {
            "Id": f"rId{number}",
            "Type": f"{self.office}/{kind}",
            "Target": posixpath.relpath(target, posixpath.dirname(part) or "."),
        }
        etree.SubElement(self.tree(name), f"{{{_RELATIONS}}}Relationship", attributes)
        return attributes["Id"]

    def unrelate(self, part: str, target: str) -> None:
        """Remove references of a part to another one."""
        for element in self._relation_elements(part):
            parent = element.getparent()
            if parent is not None and self._relation(part, element).target.lower() == target.lower():
                parent.remove(element)
        name = _relations_part(part)
        if name in self and not self._relation_elements(part):
            self.drop(name)

    def _relation_elements(self, part: str) -> list[Element]:
        name = _relations_part(part)
        return self.tree(name).findall(f"{{{_RELATIONS}}}Relationship") if name in self else []

    def _relation(self, part: str, element: Element) -> Relation:
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            target = ""
        elif target.startswith("/"):
            target = target[1:]
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
        return Relation(element.get("Id", ""), _kind(element), self._spelling.get(target.lower(), target))


def _kind(relation: Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


# ---------------------------------------------------------------------- XML


def parsed(content: bytes) -> Element:
    """Parse a part; entities are not resolved, nothing is fetched.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed, or uncommonly large or deep.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(content, parser)


def _serialised(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)


def namespace(element: Element) -> str:
    """Namespace of an element, in braces as lxml writes it."""
    return f"{{{etree.QName(element).namespace or ''}}}"


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for comments and processing instructions."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of a name, in the namespace of their parent."""
    if parent is not None:
        yield from list(parent.iterchildren(namespace(parent) + name))


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def child(
    parent: Element, name: str, order: Sequence[str], prefixes: Mapping[str | None, str] | None = None
) -> Element:
    """The child of a name; made at its place where it is missing.

    Args:
        parent: the element.
        name: name of the child, without namespace.
        order: the names that stand before it, as the schema has them.
        prefixes: prefixes of namespaces that a new child needs.

    Returns:
        The child.
    """
    found = next(children(parent, name), None)
    if found is not None:
        return found
    made = etree.SubElement(parent, namespace(parent) + name, nsmap=prefixes)
    position = max((index for index, one in enumerate(parent, start=1) if local(one) in order), default=0)
    parent.insert(position, made)
    return made


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute; the default where there is none."""
    return int(text) if text and text.isascii() and text.isdecimal() else default


def valid(text: str) -> str:
    """A text without characters that XML does not allow, and without what Excel takes for an escape (22.9.2.19)."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", _INVALID.sub("", text))
