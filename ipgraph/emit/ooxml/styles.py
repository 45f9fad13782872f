"""Cell styles: the same look with another fill, and the way back (18.8).

A cell that is marked gets a clone of its format with a fill of ours. What the fill was before must survive until the
next check, also after a person has worked on the file in Excel or LibreOffice, sorted rows and copied cells. So each
former fill has a number, the number hides in the lowest three bits of red, green and blue of our colour, and the
workbook remembers the former fill in a hidden name. (The second colour of a solid fill, which nobody sees, would be
simpler, but LibreOffice replaces it when it saves.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.book import Book
from ipgraph.emit.ooxml.package import Package, child, children, local, namespace, parsed, whole

COLOURS = (0xF09890, 0xF8D080, 0xE0F0F8)
"""Our fills from the gravest level down: soft red, amber and blue, which are three different greys when printed.

Each stands for itself and for the colours that differ from it in the lowest three bits of a channel only, if the
workbook has a former fill of that number.
"""
LEVELS = range(len(COLOURS))
_NAME = "_ipgraph_fill_"
_LOW_BITS = 0x070707
_MOST_FILLS = 511
_LONGEST_TEXT = 200  # a formula holds texts up to 255 characters
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
)  # fmt: skip
_FIRST = {
    "fonts": "<font><sz val='11'/><name val='Calibri'/></font>",
    "fills": "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>",
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>",
    "cellXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>",
}
"""What each list begins with where a workbook comes without it."""

Key = tuple[Any, ...]


class Styles:
    """The formats of a workbook; those that are missing are added at the end, none is ever removed.

    Args:
        package: the package.
        book: its workbook part.
    """

    def __init__(self, package: Package, book: Book) -> None:
        self.root = _root(package, book)
        etree.strip_tags(self.root, etree.Comment, etree.ProcessingInstruction)  # they would count as formats
        self._book = book
        self._lists = {name: self._list(name) for name in _FIRST}
        self._index: dict[str, dict[Key, int]] = {name: _indexed(found) for name, found in self._lists.items()}
        self._formers = dict(_formers(book))
        self._used: set[int] = set()
        self._restored: dict[int, int | None] = {}
        self._by_look: dict[tuple[Key, str], int] = {}
        for index, xf in enumerate(self._lists["cellXfs"]):
            self._by_look.setdefault((_without_fill(xf), _text(self._fill_of(xf))), index)

    def _list(self, name: str) -> Element:
        before = _ORDER[: _ORDER.index(name)]
        found = child(self.root, name, before)
        if len(found) == 0:
            for element in self._made(_FIRST[name]):
                found.append(element)
            found.set("count", str(len(found)))
        return found

    def _made(self, xml: str) -> Iterable[Element]:
        return list(parsed(f"<x xmlns='{namespace(self.root)[1:-1]}'>{xml}</x>".encode()))

    def add(self, name: str, element: Element) -> int:
        """Number of an element in one of the lists of formats; it is added where no equal one is there.

        Args:
            name: the list: ``fonts``, ``fills``, ``borders``, ``cellXfs``.
            element: the element.

        Returns:
            Its index.
        """
        found = self._lists[name]
        index = self._index[name].setdefault(_key(element), len(found))
        if index == len(found):
            found.append(element)
            found.set("count", str(len(found)))
        return index

    def style(self, font: str, fill: int, border: str, alignment: str) -> int:
        """Number of a cell format of our own, its parts given as in the file without namespace."""
        (font_element, border_element, xf) = self._made(
            f"<font>{font}</font><border>{border}</border><xf numFmtId='0' xfId='0' applyFont='1' applyFill='1' "
            f"applyBorder='1' applyAlignment='1'><alignment {alignment}/></xf>"
        )
        xf.set("fontId", str(self.add("fonts", font_element)))
        xf.set("fillId", str(fill))
        xf.set("borderId", str(self.add("borders", border_element)))
        return self.add("cellXfs", xf)

    def fill(self, level: int, former: int = 0) -> int:
        """Number of our fill for a level, and for a former fill of that number."""
        bits = (former & 7) << 16 | (former >> 3 & 7) << 8 | (former >> 6 & 7)
        return self.solid(f"FF{COLOURS[level] | bits:06X}")

    def solid(self, colour: str) -> int:
        """Number of a fill with one colour, given as ARGB."""
        colour = f"<fgColor rgb='{colour}'/><bgColor indexed='64'/>"
        (fill,) = self._made(f"<fill><patternFill patternType='solid'>{colour}</patternFill></fill>")
        return self.add("fills", fill)

    # ------------------------------------------------------------------ marking

    def marked(self, index: int, level: int) -> int:
        """The format of a cell with our fill.

        Args:
            index: number of its format.
            level: 0 is the gravest.

        Returns:
            Number of the other format; the same, where the fill is one that could not be given back later.
        """
        xf = self._format(index)
        former = self._number(_text(self._fill_of(xf)))
        if former is None:
            return index
        self._used.add(former)
        clone = deepcopy(xf)
        clone.set("fillId", str(self.fill(level, former)))
        clone.set("applyFill", "1")
        return self.add("cellXfs", clone)

    def restored(self, index: int) -> int | None:
        """The format that a marked cell had before.

        Args:
            index: number of its format.

        Returns:
            Number of the other format; None where the fill is none of ours.
        """
        if index not in self._restored:
            self._restored[index] = self._former(index)
        return self._restored[index]

    def remember(self) -> None:
        """Write the former fills of the cells that are marked now into the workbook."""
        self._book.undefine(_NAME)
        for number in sorted(self._used - {0}):
            text = self._formers[number].replace('"', '""')
            self._book.define(f"{_NAME}{number}", f'"{text}"', hidden=True)

    def _format(self, index: int) -> Element:
        formats = self._lists["cellXfs"]
        return formats[index if index < len(formats) else 0]

    def _fill_of(self, xf: Element) -> Element:
        fills = self._lists["fills"]
        index = whole(xf.get("fillId"))
        return fills[index if index < len(fills) else 0]

    def _number(self, text: str) -> int | None:
        """Number of a former fill, 0 for none at all."""
        if not text:
            return 0
        known = next((number for number, former in sorted(self._formers.items()) if former == text), None)
        if known is None:
            known = next((number for number in range(1, _MOST_FILLS + 1) if number not in self._formers), None)
            if known is None or len(text) > _LONGEST_TEXT:
                return None
            self._formers[known] = text
        return known

    def _former(self, index: int) -> int | None:
        xf = self._format(index)
        fill = self._former_fill(self._fill_of(xf))
        if fill is None:
            return None
        look = _without_fill(xf), _text(fill)
        if look not in self._by_look:
            clone = deepcopy(xf)
            clone.set("fillId", str(self.add("fills", fill)))
            self._by_look[look] = self.add("cellXfs", clone)
        return self._by_look[look]

    def _former_fill(self, fill: Element) -> Element | None:
        """What stood where our fill is; None where the fill is none of ours."""
        pattern = next(children(fill, "patternFill"), None)
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        colour = next((found.get("rgb", "") for found in children(pattern, "fgColor")), "")
        try:
            value = int(colour[-6:], 16)
        except ValueError:
            return None
        bits = value & _LOW_BITS
        number = (bits >> 16 & 7) | (bits >> 8 & 7) << 3 | (bits & 7) << 6
        if value & ~_LOW_BITS not in COLOURS or (number and number not in self._formers):
            return None
        text = self._formers[number] if number else "<patternFill patternType='none'/>"
        (made,) = self._made(f"<fill>{text}</fill>")
        return made


def _root(package: Package, book: Book) -> Element:
    found = package.related(book.part, "styles")
    if found:
        return package.tree(found[0])
    root = etree.Element(f"{book.namespace}styleSheet", nsmap={None: book.namespace[1:-1]})
    part = "xl/styles.xml" if "xl/styles.xml" not in package else package.free("xl/styles{}.xml")
    package.add(part, root, _STYLES)
    package.relate(book.part, "styles", part)
    return root


def _formers(book: Book) -> Iterator[tuple[int, str]]:
    """The former fills that a workbook remembers, by their number; what is no fill is left out."""
    for name, _, formula in book.names(_NAME):
        text = formula.strip()[1:-1].replace('""', '"')
        number = whole(name.removeprefix(_NAME))
        try:
            fill = parsed(f"<fill>{text}</fill>".encode())
        except etree.XMLSyntaxError:
            continue
        if 0 < number <= _MOST_FILLS and _text(fill) == text:
            yield number, text


def _text(fill: Element) -> str:
    """What is in a fill, as XML without namespace; nothing for one without colour."""
    coloured = (one for one in fill if local(one) == "gradientFill" or one.get("patternType", "none") != "none")
    return "".join(_plain(one) for one in coloured)


def _plain(element: Element) -> str:
    attributes = "".join(f" {name}='{value}'" for name, value in sorted(_attributes(element).items()))
    inner = "".join(_plain(one) for one in element if local(one))
    return f"<{local(element)}{attributes}>{inner}</{local(element)}>" if inner else f"<{local(element)}{attributes}/>"


def _attributes(element: Element) -> Mapping[str, str]:
    """The attributes without those of a foreign namespace, and without what would break an XML text."""
    return {
        str(name): str(value)
        for name, value in element.attrib.items()
        if not str(name).startswith("{") and not set("<>&'\"") & set(str(value))
    }


def _key(element: Element) -> Key:
    """What makes two elements equal: name, attributes, text and children."""
    inner = tuple(_key(one) for one in element if local(one))
    return local(element), tuple(sorted(map(str, element.attrib.items()))), (element.text or "").strip(), inner


def _without_fill(xf: Element) -> Key:
    """What a format looks like apart from its fill."""
    name, attributes, text, inner = _key(xf)
    return name, tuple(one for one in attributes if not one.startswith(("('fillId'", "('applyFill'"))), text, inner


def _indexed(elements: Element) -> dict[Key, int]:
    index: dict[Key, int] = {}
    for number, element in enumerate(elements):
        index.setdefault(_key(element), number)
    return index
