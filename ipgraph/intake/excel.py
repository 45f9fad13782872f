"""Lists in Excel workbooks (``.xlsx``, ``.xlsm``): cells by openpyxl, merged areas and hidden rows from the XML itself.

openpyxl reads a large sheet in little memory only in its read-only mode, which knows neither. Both stand in the XML
of the sheet (ECMA-376 Part 1, 18.3.1.55 mergeCells and 18.3.1.73 row), which is read once, as a stream.
"""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ipgraph.errors import IpgraphError
from ipgraph.ingest.sheets import MAXIMUM_COLUMNS, MAXIMUM_ROWS
from ipgraph.intake.grid import Area, Cell, Grid, Margin
from ipgraph.intake.margins import MAIN, Link, cell_of, column_index, read_margins
from ipgraph.intake.shown import NO_RESULT, shown

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LARGEST = 400 * 1024 * 1024
"""So many bytes may the parts of a workbook unpack to; a list of 200,000 rows has less than half of it."""

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# What zipfile, zlib, the XML parser (its ParseError is a SyntaxError) and openpyxl raise over a damaged workbook.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, SyntaxError, EOFError, AttributeError,
    AssertionError, OverflowError, RuntimeError,
)  # fmt: skip


def read_excel(path: Path) -> list[Grid]:
    """Read every sheet of a workbook.

    Args:
        path: the workbook.

    Returns:
        One grid a sheet, in their order. Formulas count with the value that was last computed.

    Raises:
        IpgraphError: the file is no such workbook, or larger than any list.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern us
        try:
            refuse_giant(path)
            layouts = _layouts(path)
            book = load_workbook(path, read_only=True, keep_links=False)
            try:
                names = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
                return [_grid(path, book[name], layouts.get(name, _Layout())) for name in names]
            finally:
                book.close()
        except (InvalidFileException, *DAMAGED) as error:
            raise unreadable(path) from error


def refuse_giant(path: Path) -> None:
    """Refuse a packed file that unpacks to far more than any list holds, before anything is unpacked.

    Args:
        path: an Excel or OpenDocument workbook.

    Raises:
        IpgraphError: it is so large.
    """
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST:
        raise IpgraphError(
            f"{path.name} ist entpackt {size // 1024**2} MB groß. So groß ist keine Liste; sie wird nicht geöffnet.",
            f"{path.name} unpacks to {size // 1024**2} MB. No list is that large; it is not opened.",
        )


def unreadable(path: Path) -> IpgraphError:
    """The sentence about a file that is not what its name says."""
    return IpgraphError(
        f"{path.name} lässt sich nicht lesen. Ist die Datei beschädigt, mit Kennwort geschützt oder nur umbenannt? "
        "In Excel oder LibreOffice öffnen und ohne Kennwort als .xlsx speichern.",
        f"{path.name} cannot be read. Is it damaged, protected by a password or merely renamed? "
        "Open it in Excel or LibreOffice and save it as .xlsx without a password.",
    )


def _grid(path: Path, worksheet: ReadOnlyWorksheet, layout: _Layout) -> Grid:
    hidden = worksheet.sheet_state != "visible"
    grid = Grid(path.name, str(worksheet.title), True, hidden=hidden)
    bold: set[Cell] = set()
    struck: set[int] = set()
    computed: Mapping[Cell, object] | None = None
    used = 0
    worksheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    for number, cells in enumerate(worksheet.iter_rows(), start=1):  # type: ignore[misc]  # wrong in the stubs
        before = len(grid.cells)
        for index, cell in enumerate(cells[:MAXIMUM_COLUMNS]):
            value: object = cell.value
            if value is None:
                continue
            if cell.data_type == "f":
                computed = _computed(path, grid.name) if computed is None else computed
                formula, value = str(value), computed.get((number, index))
                if value is None:
                    grid.unusable[number, index] = (formula, NO_RESULT)
                    continue
            if (kept := shown(value, cell.number_format or "")) != "":
                grid.cells[number, index] = kept
                if cell.font is not None and cell.font.b:
                    bold.add((number, index))
                if cell.font is not None and cell.font.strike:
                    struck.add(number)
        used += len(grid.cells) > before
        if used > MAXIMUM_ROWS:
            raise too_large(path, grid.name)
    grid.bold, grid.merged, grid.hidden_rows = frozenset(bold), tuple(layout.merged), frozenset(layout.hidden)
    grid.struck, grid.hidden_columns = frozenset(struck), frozenset(layout.hidden_columns)
    grid.margins = tuple(one for one in layout.margins if one.text != grid.text(*one.cell))
    return grid


def too_large(path: Path, name: str) -> IpgraphError:
    """The sentence about a sheet that is no list."""
    return IpgraphError(
        f"{path.name}, Blatt {name}: mehr als {MAXIMUM_ROWS} Zeilen. So lang ist keine Liste eines Plans.",
        f"{path.name}, sheet {name}: more than {MAXIMUM_ROWS} rows. No list of a plan is that long.",
    )


def _computed(path: Path, sheet_name: str) -> Mapping[Cell, object]:
    """The last computed values of a sheet; only read where formulas stand."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        worksheet = book[sheet_name]
        worksheet.reset_dimensions()
        return {
            (row, column): value
            for row, values in enumerate(worksheet.iter_rows(values_only=True), start=1)
            for column, value in enumerate(values)
            if value is not None
        }
    finally:
        book.close()


# ---------------------------------------------------------------------- what the XML says besides


class _Layout:
    """Merged areas, hidden rows and columns, links and notes of one sheet."""

    def __init__(self) -> None:
        self.merged: list[Area] = []
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.links: list[Link] = []
        self.margins: list[Margin] = []


def _layouts(path: Path) -> dict[str, _Layout]:
    """The layout of every sheet by its name."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(path) as archive:
            relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {str(one.get("Id")): str(one.get("Target")) for one in relations}
            sheets = fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
            parts = {str(one.get("name")): _part(targets.get(str(one.get(RELATION)), "")) for one in sheets}
            known = set(archive.namelist())
            return {name: _layout(archive, part) for name, part in parts.items() if part in known}
    except DefusedXmlException as error:
        raise unreadable(path) from error


def _part(target: str) -> str:
    """The name of a part in the archive: relative to the folder of the workbook, or from the top."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _layout(archive: zipfile.ZipFile, part: str) -> _Layout:
    from defusedxml.ElementTree import iterparse

    layout = _Layout()
    number = 0
    with zipfile.Path(archive, part).open("rb") as stream:
        for _, element in iterparse(stream, events=("end",)):
            if element.tag == f"{MAIN}row":
                number = int(element.get("r") or number + 1)
                if element.get("hidden") in ("1", "true"):
                    layout.hidden.add(number)
            elif element.tag == f"{MAIN}col" and element.get("hidden") in ("1", "true"):
                first, last = (int(element.get(name) or 0) for name in ("min", "max"))
                layout.hidden_columns.update(range(first - 1, min(last, MAXIMUM_COLUMNS)))
            elif element.tag == f"{MAIN}hyperlink" and (cell := cell_of(element.get("ref") or "")):
                layout.links.append(Link(cell, element.get(RELATION) or "", element.get("location") or ""))
            elif element.tag == f"{MAIN}mergeCell" and (area := _area(element.get("ref") or "")):
                layout.merged.append(area)
            if element.tag in (f"{MAIN}row", f"{MAIN}mergeCells", f"{MAIN}sheetData"):
                element.clear()  # keeps the memory small however long the sheet is
    layout.margins = read_margins(archive, part, layout.links)
    return layout


def _area(reference: str) -> Area | None:
    """A merged area from its reference (``A5:A16``)."""
    found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", reference)
    if not found:
        return None
    return Area(int(found[2]), column_index(found[1]), int(found[4]), column_index(found[3]))
