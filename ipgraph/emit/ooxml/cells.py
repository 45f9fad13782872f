"""The XML of a worksheet: finding, making and colouring its cells (18.3.1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import accumulate

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.package import child, children, namespace, whole
from ipgraph.ingest.sheets import column_letter

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""The children of a worksheet in the order of the schema (18.3.1.99)."""

_CHARACTER, _PADDING, _POINT = 7, 5, 0.75
"""A character of Calibri 11 and the padding of a column in pixels (18.3.1.13), and a pixel in points."""
_WIDTH, _HEIGHT = 8.43, 15.0
"""Columns (characters) and rows (points) of a sheet that says nothing of them."""


class Cells:
    """The cells of a worksheet.

    Rows and cells may come without their address, as some programs write them: then each follows the one before.

    Args:
        root: the worksheet.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.namespace = namespace(root)
        self._data = child(root, "sheetData", ORDER[: ORDER.index("sheetData")])

    @cached_property
    def _rows(self) -> tuple[list[int], list[Element]]:
        return _numbered(self._data, "row", whole)

    def _row(self, number: int) -> Element:
        numbers, elements = self._rows
        position = bisect_left(numbers, number)
        if position < len(numbers) and numbers[position] == number:
            return elements[position]
        made = etree.Element(f"{self.namespace}row", r=str(number))
        _insert(self._data, made, elements, position)
        numbers.insert(position, number)
        self._forget("_heights")
        return made

    def _forget(self, *names: str) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    def cell(self, row: int, column: int) -> Element:
        """The cell of a row and a column, from 1; made with the format of its row or column where it is missing."""
        parent = self._row(row)
        numbers, elements = _numbered(parent, "c", lambda address: position_of(address)[1])
        position = bisect_left(numbers, column)
        if position < len(numbers) and numbers[position] == column:
            return elements[position]
        made = etree.Element(f"{self.namespace}c", r=f"{column_letter(column - 1)}{row}")
        if style := self._inherited(parent, column):
            made.set("s", str(style))
        _insert(parent, made, elements, position)
        self._widen(parent, row, column)
        return made

    def _inherited(self, row: Element, column: int) -> int:
        """The format of an empty cell."""
        if row.get("customFormat") in ("1", "true"):
            return whole(row.get("s"))
        for one in self._columns:
            if whole(one.get("min")) <= column <= whole(one.get("max")):
                return whole(one.get("style"))
        return 0

    @cached_property
    def _columns(self) -> list[Element]:
        return [one for parent in children(self.root, "cols") for one in children(parent, "col")]

    def _widen(self, parent: Element, row: int, column: int) -> None:
        """Let the hints on the used part of row and sheet reach a new cell."""
        first, _, last = parent.get("spans", "").partition(":")
        if last and not whole(first) <= column <= whole(last):
            del parent.attrib["spans"]
        for dimension in children(self.root, "dimension"):
            start, _, end = dimension.get("ref", "").partition(":")
            (top, left), (bottom, right) = position_of(start), position_of(end or start)
            if top and left and not (top <= row <= bottom and left <= column <= right):
                corner = f"{column_letter(min(left, column) - 1)}{min(top, row)}"
                dimension.set("ref", f"{corner}:{column_letter(max(right, column) - 1)}{max(bottom, row)}")

    @cached_property
    def _merged(self) -> list[tuple[int, int, int, int]]:
        found = []
        for parent in children(self.root, "mergeCells"):
            for merged in children(parent, "mergeCell"):
                start, _, end = merged.get("ref", "").partition(":")
                found.append((*position_of(start), *position_of(end or start)))
        return found

    def shown(self, row: int, column: int) -> tuple[int, int]:
        """The cell that people see at a place: in a merged range the one at its top left."""
        for top, left, bottom, right in self._merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def restore(self, restored: Callable[[int], int | None]) -> None:
        """Give marked cells, rows and columns their former format; take empty cells out that have no own format.

        Args:
            restored: the former format by the number of the present one, None for a format that is none of ours.
        """
        for column in self._columns:
            if (former := restored(whole(column.get("style")))) is not None:
                column.set("style", str(former))
        for row in list(children(self._data, "row")):
            if (former := restored(whole(row.get("s")))) is not None:
                row.set("s", str(former))
            self._restore_row(row, restored)
        self._forget("_rows", "_heights")

    def _restore_row(self, row: Element, restored: Callable[[int], int | None]) -> None:
        changed = {cell: former for cell in row if (former := restored(whole(cell.get("s")))) is not None}
        if not changed:
            return
        for column, cell in zip(*_numbered(row, "c", lambda address: position_of(address)[1]), strict=True):
            if cell in changed:
                cell.set("s", str(changed[cell]))
                if len(cell) == 0 and _can_go(cell) and changed[cell] == self._inherited(row, column):
                    row.remove(cell)
        if len(row) == 0 and _can_go(row) and set(row.attrib) == {"r"}:
            self._data.remove(row)

    # ------------------------------------------------------------------ sizes

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """Where the upper right corner of a cell is, about: points from the left and from the top of the sheet."""
        default = self._default("defaultColWidth", _WIDTH)
        widths = column * default
        for one in self._columns:
            first, last = whole(one.get("min"), 1), min(whole(one.get("max")), column)
            widths += max(0, last - first + 1) * (_size(one, "width", default) - default)
        numbers, sums = self._heights
        top = (row - 1) * self._default("defaultRowHeight", _HEIGHT) + sums[bisect_left(numbers, row)]
        return (widths * _CHARACTER + column * _PADDING) * _POINT, top

    @cached_property
    def _heights(self) -> tuple[list[int], list[float]]:
        """Numbers of the rows, and how much higher than by default all rows before each of them are."""
        numbers, elements = self._rows
        default = self._default("defaultRowHeight", _HEIGHT)
        own = (_size(one, "ht", default) - default for one in elements)
        return list(numbers), list(accumulate(own, initial=0.0))

    def _default(self, name: str, otherwise: float) -> float:
        formats = next(children(self.root, "sheetFormatPr"), None)
        return otherwise if formats is None else _number(formats.get(name), otherwise)


def _numbered(parent: Element, name: str, number_of: Callable[[str | None], int]) -> tuple[list[int], list[Element]]:
    """The rows of a sheet or cells of a row with their numbers."""
    numbers, elements, last = [], [], 0
    for element in children(parent, name):
        last = number_of(element.get("r")) or last + 1
        numbers.append(last)
        elements.append(element)
    return numbers, elements


def _insert(parent: Element, made: Element, elements: list[Element], position: int) -> None:
    if position < len(elements):
        elements[position].addprevious(made)
    elif elements:
        elements[-1].addnext(made)
    else:
        parent.insert(0, made)
    elements.insert(position, made)


def position_of(address: str | None) -> tuple[int, int]:
    """Row and column of an address such as ``F12`` or ``$F$12``, from 1; (0, 0) for what is none."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", address or "")
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _can_go(element: Element) -> bool:
    """Whether a row or cell can be taken out: what follows without an address would move to its place."""
    after = element.getnext()
    return bool(element.get("r")) and (after is None or bool(after.get("r")))


def _size(element: Element, name: str, default: float) -> float:
    return 0.0 if element.get("hidden") in ("1", "true") else _number(element.get(name), default)


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def place_of(root: Element, name: str, prefixes: Mapping[str | None, str] | None = None) -> Element:
    """A child of a worksheet, made at its place where it is missing."""
    return child(root, name, ORDER[: ORDER.index(name)], prefixes)
