"""The workbook part: its sheets and their order, which one is open, and names (18.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.package import Package, child, children, local, namespace, whole

_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences",
)  # fmt: skip
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LONGEST_NAME = 31
"""Characters of a sheet's name."""


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it.

    Args:
        name: its name.
        index: its position, from 0; chart sheets count.
        part: name of its part.
        kind: ``worksheet``, ``chartsheet`` and so on.
        visible: whether it is shown.
    """

    name: str
    index: int
    part: str
    kind: str
    visible: bool


class Book:
    """The workbook part of a package.

    Args:
        package: the package.

    Raises:
        IpgraphError: it holds no workbook.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.related("", "officeDocument")
        if not main:
            raise package.damaged()
        self.part = main[0]
        self.root = package.tree(self.part)
        self.namespace = namespace(self.root)
        self._sheets = next(children(self.root, "sheets"), None)
        if local(self.root) != "workbook" or self._sheets is None:
            raise package.damaged(self.part)
        self._id = f"{{{package.office}}}id"

    def sheets(self) -> list[SheetEntry]:
        """All sheets in their order."""
        targets = {relation.id: relation for relation in self._package.relations(self.part)}
        entries = []
        for index, element in enumerate(children(self._sheets, "sheet")):
            relation = targets.get(element.get(self._id, ""))
            if relation and relation.target in self._package:
                visible = element.get("state", "visible") == "visible"
                entries.append(SheetEntry(element.get("name", ""), index, relation.target, relation.kind, visible))
        return entries

    def put_first(self, name: str, root: Element) -> str:
        """Insert a worksheet before all others, and let the workbook open with it.

        Args:
            name: its name, not taken by another sheet.
            root: its content.

        Returns:
            Name of its part.
        """
        assert self._sheets is not None
        part = self._package.free("xl/worksheets/sheet{}.xml")
        self._package.add(part, root, _WORKSHEET)
        known = [whole(element.get("sheetId")) for element in children(self._sheets, "sheet")]
        element = etree.SubElement(self._sheets, f"{self.namespace}sheet", nsmap={"r": self._package.office})
        element.set("name", name)
        element.set("sheetId", str(max(known, default=0) + 1))
        element.set(self._id, self._package.relate(self.part, "worksheet", part))
        self._sheets.insert(0, element)
        for defined in self._names():
            if local_sheet := defined.get("localSheetId"):
                defined.set("localSheetId", str(whole(local_sheet) + 1))
        self._open_first(part)
        return part

    def _open_first(self, part: str) -> None:
        """Two selected sheets would be a group, and what a person types would land in both."""
        for views in children(self.root, "bookViews"):
            for view in children(views, "workbookView"):
                for attribute in ("activeTab", "firstSheet"):
                    view.attrib.pop(attribute, None)
        for entry in self.sheets():
            for views in children(self._package.tree(entry.part), "sheetViews"):
                for view in children(views, "sheetView"):
                    if entry.part != part and view.get("tabSelected") in ("1", "true"):
                        view.set("tabSelected", "0")

    def drop(self, entry: SheetEntry) -> None:
        """Remove a sheet with the names that belong to it."""
        assert self._sheets is not None
        if next(self._package.tree(entry.part).iter(f"{self.namespace}f"), None) is not None:
            self._drop_calculation_chain()
        self._sheets.remove(list(children(self._sheets, "sheet"))[entry.index])
        self._package.unrelate(self.part, entry.part)
        self._package.drop(entry.part)
        for defined in self._names():
            number = whole(defined.get("localSheetId"), -1)
            if number == entry.index:
                self._remove(defined)
            elif number > entry.index:
                defined.set("localSheetId", str(number - 1))

    def _drop_calculation_chain(self) -> None:
        """It lists cells with formulas by sheet; Excel makes it anew, but complains of one that names a lost sheet."""
        for part in self._package.related(self.part, "calcChain"):
            self._package.unrelate(self.part, part)
            self._package.drop(part)

    # ------------------------------------------------------------------ names

    def _names(self) -> list[Element]:
        return list(children(next(children(self.root, "definedNames"), None), "definedName"))

    def names(self, prefix: str) -> Iterator[tuple[str, int | None, str]]:
        """Names that begin with some words: each with the index of the sheet it belongs to, and its formula."""
        for defined in self._names():
            if defined.get("name", "").startswith(prefix):
                index = whole(defined.get("localSheetId"), -1)
                yield defined.get("name", ""), index if index >= 0 else None, defined.text or ""

    def define(self, name: str, formula: str, sheet: int | None = None, *, hidden: bool = False) -> None:
        """Define a name.

        Args:
            name: the name.
            formula: what it stands for.
            sheet: index of the sheet it belongs to; None for the whole workbook.
            hidden: whether people do not see it in the list of names.
        """
        attributes = {"name": name}
        if sheet is not None:
            attributes["localSheetId"] = str(sheet)
        if hidden:
            attributes["hidden"] = "1"
        parent = child(self.root, "definedNames", _BEFORE_NAMES)
        etree.SubElement(parent, f"{self.namespace}definedName", attributes).text = formula

    def undefine(self, prefix: str) -> None:
        """Remove the names that begin with some words."""
        for defined in self._names():
            if defined.get("name", "").startswith(prefix):
                self._remove(defined)

    def _remove(self, defined: Element) -> None:
        parent = defined.getparent()
        assert parent is not None
        parent.remove(defined)
        if len(parent) == 0:
            self.root.remove(parent)


def quoted(sheet: str) -> str:
    """The name of a sheet as it stands in a reference: ``'Ziele'``."""
    return "'" + sheet.replace("'", "''") + "'"
