"""A sheet that lists what was found, each line with a link to its cell; ready to print on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.book import LONGEST_NAME, Book, SheetEntry, quoted
from ipgraph.emit.ooxml.cells import place_of
from ipgraph.emit.ooxml.package import Package, valid
from ipgraph.emit.ooxml.styles import LEVELS, Styles
from ipgraph.ingest.sheets import EXCEL_CELL, column_letter

_OURS = "_ipgraph_check"
"""A hidden name that belongs to the sheet tells that it is ours; it goes with the sheet when a person deletes it."""
_HEADINGS_ROW = 3
_LINE, _HIGHEST = 15, 400
"""Height of a line, and a height that Excel still allows for a row (409); in points."""
_FONT = "<name val='Calibri'/><family val='2'/>"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Line:
    """One line of the list.

    Args:
        level: how grave it is, from 0 down; gives the colour of its first cell.
        texts: a text for each column.
        target: the place it links to: sheet and address of the cell; None for no link.
    """

    level: int
    texts: tuple[str, ...]
    target: tuple[str, str] | None = None


@dataclass(frozen=True)
class Listing:
    """The list.

    Args:
        names: name of the sheet, then its names in other languages, under which an older one is replaced.
        title: the sentence on top.
        hint: a line below it.
        headings: headings of the columns.
        widths: their widths in characters.
        link: index of the column that carries the link.
        lines: the lines.
    """

    names: tuple[str, ...]
    title: str
    hint: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    link: int
    lines: Sequence[Line]


def earlier(book: Book, names: Sequence[str]) -> Iterator[SheetEntry]:
    """The lists that an earlier check has left. One that a person has given another name is theirs.

    Args:
        book: the workbook.
        names: names that such a sheet has.
    """
    ours = {index for name, index, _ in book.names(_OURS)}
    for entry in book.sheets():
        name = entry.name.casefold().rstrip(" 0123456789")
        if entry.index in ours and name in {one.casefold() for one in names}:
            yield entry


def add_listing(package: Package, book: Book, styles: Styles, listing: Listing) -> None:
    """Put the list before all other sheets, where the workbook opens.

    Args:
        package: the package.
        book: its workbook part.
        styles: its formats.
        listing: the list.
    """
    name = _free_name(book, listing.names[0])
    book.put_first(name, _Sheet(package, book, styles, listing).root)
    last = f"${column_letter(len(listing.headings) - 1)}${_HEADINGS_ROW + len(listing.lines)}"
    book.define(_OURS, f"{quoted(name)}!$A$1", 0, hidden=True)
    book.define("_xlnm._FilterDatabase", f"{quoted(name)}!$A${_HEADINGS_ROW}:{last}", 0, hidden=True)
    book.define("_xlnm.Print_Titles", f"{quoted(name)}!${_HEADINGS_ROW}:${_HEADINGS_ROW}", 0)


def _free_name(book: Book, wanted: str) -> str:
    taken = {entry.name.casefold() for entry in book.sheets()}
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 4]} {number}"
    return name


class _Sheet:
    def __init__(self, package: Package, book: Book, styles: Styles, listing: Listing) -> None:
        self.root = etree.Element(f"{book.namespace}worksheet", nsmap={None: book.namespace[1:-1]})
        self._visible = {entry.name for entry in book.sheets() if entry.visible}
        self._listing = listing
        self._last = column_letter(len(listing.headings) - 1)
        self._settings()
        self._columns()
        self._rows(_Formats(styles))
        self._links()
        self._page()

    def _add(self, name: str, **attributes: str) -> Element:
        element = place_of(self.root, name)
        element.attrib.update(attributes)
        return element

    def _inside(self, parent: Element, name: str, **attributes: str) -> Element:
        return etree.SubElement(parent, etree.QName(etree.QName(self.root).namespace, name), attributes)

    def _settings(self) -> None:
        self._inside(self._add("sheetPr"), "pageSetUpPr", fitToPage="1")
        self._add("dimension", ref=f"A1:{self._last}{_HEADINGS_ROW + len(self._listing.lines)}")
        view = self._inside(
            self._add("sheetViews"), "sheetView", showGridLines="0", tabSelected="1", workbookViewId="0"
        )
        first = f"A{_HEADINGS_ROW + 1}"
        frozen = {"ySplit": str(_HEADINGS_ROW), "topLeftCell": first, "activePane": "bottomLeft", "state": "frozen"}
        self._inside(view, "pane", **frozen)
        self._inside(view, "selection", pane="bottomLeft", activeCell=first, sqref=first)
        self._add("sheetFormatPr", defaultRowHeight="15")

    def _columns(self) -> None:
        columns = self._add("cols")
        for number, width in enumerate(self._listing.widths, start=1):
            self._inside(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")

    def _rows(self, formats: _Formats) -> None:
        listing = self._listing
        self._data = self._add("sheetData")
        self._row(1, [listing.title], [formats.title])
        self._row(2, [listing.hint], [formats.hint])
        self._row(_HEADINGS_ROW, listing.headings, [formats.heading] * len(listing.headings))
        for number, line in enumerate(listing.lines, start=_HEADINGS_ROW + 1):
            styles = [formats.text] * len(line.texts)
            styles[0] = formats.levels[line.level]
            if self._leads(line):
                styles[listing.link] = formats.link
            self._row(number, line.texts, styles)

    def _row(self, number: int, texts: Sequence[str], styles: Sequence[int]) -> None:
        row = self._inside(self._data, "row", r=str(number))
        if number > _HEADINGS_ROW:  # LibreOffice makes no room for wrapped text by itself
            row.attrib.update({"ht": str(min(_HIGHEST, _LINE * self._lines(texts))), "customHeight": "1"})
        for index, (text, style) in enumerate(zip(texts, styles, strict=True)):
            cell = self._inside(row, "c", r=f"{column_letter(index)}{number}", s=str(style))
            if text:
                cell.set("t", "inlineStr")
                written = self._inside(self._inside(cell, "is"), "t")
                written.text = valid(text)[:EXCEL_CELL]
                written.set(_SPACE, "preserve")

    def _lines(self, texts: Sequence[str]) -> int:
        """How many lines the fullest cell of a row takes."""
        return max(
            sum(len(wrap(part, width)) or 1 for part in text.split("\n"))
            for text, width in zip(texts, self._listing.widths, strict=True)
        )

    def _leads(self, line: Line) -> bool:
        """Whether a link would work: Excel cannot go to a hidden sheet."""
        return line.target is not None and line.target[0] in self._visible

    def _links(self) -> None:
        listing = self._listing
        self._add("autoFilter", ref=f"A{_HEADINGS_ROW}:{self._last}{_HEADINGS_ROW + len(listing.lines)}")
        for number, line in enumerate(listing.lines, start=_HEADINGS_ROW + 1):
            if line.target and self._leads(line):
                sheet, cell = line.target
                ref = f"{column_letter(listing.link)}{number}"
                link = self._inside(self._add("hyperlinks"), "hyperlink", ref=ref)
                link.attrib.update({"location": f"{quoted(sheet)}!{cell}", "display": cell})

    def _page(self) -> None:
        self._add("pageMargins", left="0.4", right="0.4", top="0.5", bottom="0.6", header="0.3", footer="0.3")
        self._add("pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
        self._inside(self._add("headerFooter"), "oddFooter").text = "&L&A&R&P / &N"


class _Formats:
    """The formats of the list's cells."""

    def __init__(self, styles: Styles) -> None:
        top = "vertical='top'"
        wrapped = f"{top} wrapText='1'"
        grey, line = "<color rgb='FF595959'/>", "<color rgb='FFBFBFBF'/>"
        none = "<left/><right/><top/><bottom/><diagonal/>"
        below = f"<left/><right/><top/><bottom style='thin'>{line}</bottom><diagonal/>"
        plain, bold = f"<sz val='11'/>{_FONT}", f"<b/><sz val='11'/>{_FONT}"
        self.title = styles.style(f"<b/><sz val='14'/>{_FONT}", 0, none, top)
        self.hint = styles.style(f"<sz val='10'/>{grey}{_FONT}", 0, none, top)
        self.heading = styles.style(bold, styles.solid("FFE7E6E6"), below, wrapped)
        self.text = styles.style(plain, 0, below, wrapped)
        self.link = styles.style(f"<u/><sz val='11'/><color rgb='FF0563C1'/>{_FONT}", 0, below, wrapped)
        self.levels = [styles.style(bold, styles.fill(level), below, wrapped) for level in LEVELS]
