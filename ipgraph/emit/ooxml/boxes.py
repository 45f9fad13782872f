"""The boxes that show notes: a drawing in VML beside the worksheet (part 4, 19.4)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.cells import Cells, place_of
from ipgraph.emit.ooxml.package import Package, children, local, parsed, remove, whole

_KIND = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NAMESPACES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_LAYOUT = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>'
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:{left:.2f}pt;'
    'margin-top:{top:.2f}pt;width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BLOCK = 1024
"""Numbers of shapes come in blocks of so many, and no two drawings of a workbook shall share a block."""
_BLOCKS = re.compile(rb"""idmap[^>]*\bdata=["']([0-9,]+)["']""")
_HEIGHT = re.compile(r"(?<![\w-])height:([0-9]+(?:\.[0-9]+)?)(pt|px)")
_WIDE, _WIDER, _HIGH = 270, 405, 300
"""Width of a box, width of one with much text, and the height above which a text is much; in points."""
_CHARACTER, _LINE, _EDGE = 5.0, 12, 12
"""Tahoma 9: about so wide is a character, so high a line, and so much room is around them; in points."""


class Boxes:
    """The boxes of a worksheet's notes.

    Args:
        package: the package.
        part: the part of the worksheet.
        cells: its cells.
    """

    def __init__(self, package: Package, part: str, cells: Cells) -> None:
        self._package = package
        self._part = part
        self._cells = cells

    @cached_property
    def _drawing(self) -> str | None:
        anchor = next(children(self._cells.root, "legacyDrawing"), None)
        name = anchor.get(f"{{{self._package.office}}}id") if anchor is not None else None
        found = (one.target for one in self._package.relations(self._part) if name and one.id == name)
        return next((target for target in found if target in self._package), None)

    @cached_property
    def readable(self) -> bool:
        """Whether the drawing can be changed; Excel writes ``<br>`` without an end into the text of buttons."""
        if self._drawing is None or self._package.is_parsed(self._drawing):
            return True
        try:
            root = parsed(re.sub(rb"<br\s*>", b"<br/>", self._package.read(self._drawing)))
        except etree.XMLSyntaxError:
            return False
        self._package.adopt(self._drawing, root)
        return True

    def _of(self, row: int, column: int) -> Iterator[Element]:
        """The boxes of a cell: one, if all is as it should be."""
        if self._drawing is None:
            return
        for shape in list(self._package.tree(self._drawing).iter(f"{{{_V}}}shape")):
            data = shape.find(f"{{{_X}}}ClientData")
            if data is not None and data.get("ObjectType") == "Note":
                place = [whole(data.findtext(f"{{{_X}}}{name}", "").strip(), -1) for name in ("Row", "Column")]
                if place == [row - 1, column - 1]:
                    yield shape

    def remove(self, row: int, column: int) -> None:
        """Remove the box of a cell."""
        for shape in self._of(row, column):
            remove(shape)

    def grow(self, row: int, column: int, text: str, sign: int = 1) -> None:
        """Make a box higher by a text, or lower again with the sign -1."""
        lines = sign * _lines(text, _WIDE)
        for shape in self._of(row, column):
            anchor = shape.find(f"{{{_X}}}ClientData/{{{_X}}}Anchor")
            numbers = [part.strip() for part in (anchor.text or "").split(",")] if anchor is not None else []
            if anchor is not None and len(numbers) == 8 and numbers[6].isdecimal():
                numbers[6] = str(max(0, int(numbers[6]) + lines))  # the row where the box ends
                anchor.text = ", ".join(numbers)
            else:
                shape.set("style", _HEIGHT.sub(lambda found: _higher(found, lines), shape.get("style", "")))

    def draw(self, row: int, column: int, text: str) -> None:
        """Add a box beside a cell, as high as its text."""
        root = self._root()
        width = _WIDE if _lines(text, _WIDE) * _LINE + _EDGE <= _HIGH else _WIDER
        left, top = self._cells.corner(row, column)
        shape = _SHAPE.format(
            number=next(self._numbers), left=left + 11, top=max(1.5, top - 7), width=width,
            height=_lines(text, width) * _LINE + _EDGE, order=len(root), row=row - 1, column=column - 1,
        )  # fmt: skip
        root.append(_made(shape))

    def drop_if_empty(self) -> None:
        """Remove the drawing when nothing is drawn any more."""
        drawing = self._drawing
        if drawing is None or {local(one) for one in self._package.tree(drawing)} - {"", "shapelayout", "shapetype"}:
            return
        for anchor in children(self._cells.root, "legacyDrawing"):
            remove(anchor)
        self._package.unrelate(self._part, drawing)
        self._package.drop(drawing)
        self._drawing = None

    def _root(self) -> Element:
        if self._drawing is None:
            self._drawing = self._package.free("xl/drawings/vmlDrawing{}.vml")
            self._package.declare_suffix("vml", _KIND)
            self._package.add(self._drawing, parsed(f"<xml {_NAMESPACES}>{_LAYOUT}{_TYPE}</xml>".encode()))
            name = f"{{{self._package.office}}}id"
            anchor = place_of(self._cells.root, "legacyDrawing", {"r": self._package.office})
            anchor.set(name, self._package.relate(self._part, "vmlDrawing", self._drawing))
        root = self._package.tree(self._drawing)
        if all(one.get("id") != "_x0000_t202" for one in root.iter(f"{{{_V}}}shapetype")):
            root.append(_made(_TYPE))
        return root

    @cached_property
    def _numbers(self) -> Iterator[int]:
        """Free numbers for shapes: those of this drawing's blocks first, then of blocks that no drawing has."""
        root = self._root()
        taken = {whole(found[1]) for one in root.iter() if (found := re.search(r"_s(\d+)$", one.get("id", "")))}
        blocks = next(root.iter(f"{{{_O}}}idmap"), None)
        if blocks is None:
            root.insert(0, _made(_LAYOUT))
            blocks = next(root.iter(f"{{{_O}}}idmap"))
        return self._free(taken, blocks)

    def _free(self, taken: set[int], blocks: Element) -> Iterator[int]:
        own: list[int] = []
        while True:
            for block in (one for one in _listed(blocks.get("data", "")) if one not in own):
                own.append(block)
                yield from (number for number in range(block * _BLOCK + 1, (block + 1) * _BLOCK) if number not in taken)
            others = {
                block
                for part in self._package.parts(".vml")
                for found in _BLOCKS.findall(self._package.written(part))
                for block in _listed(found.decode("ascii"))
            }
            free = next(number for number in range(1, len(others) + 2) if number not in others)
            blocks.set("data", ",".join(map(str, [*own, free])))


def _listed(numbers: str) -> list[int]:
    return [int(number) for number in numbers.split(",") if number.isascii() and number.isdecimal()]


def _made(xml: str) -> Element:
    return parsed(f"<xml {_NAMESPACES}>{xml}</xml>".encode())[0]


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a box of that width."""
    return sum(max(1, math.ceil(len(line) * _CHARACTER / (width - _EDGE))) for line in text.split("\n"))


def _higher(found: re.Match[str], lines: int) -> str:
    points = lines * _LINE * (1 if found[2] == "pt" else 4 / 3)
    return f"height:{max(0.0, float(found[1]) + points):g}{found[2]}"
