"""Lists in Excel workbooks (``.xlsx``, ``.xlsm``): cells by openpyxl, merged areas and hidden rows from the XML itself.

openpyxl reads a large sheet in little memory only in its read-only mode, which knows neither. Both stand in the XML
of the sheet (ECMA-376 Part 1, 18.3.1.55 mergeCells and 18.3.1.73 row), which is read once, as a stream.
"""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ipgraph.ingest.bounds import DAMAGED, MAXIMUM_COLUMNS, refuse_endless, unreadable, workbook_within_bounds
from ipgraph.ingest.sheets import computed_values
from ipgraph.intake.source.grid import Area, Cell, Grid, Layout
from ipgraph.intake.source.margins import MAIN, Link, cell_of, read_margins
from ipgraph.intake.source.shown import NO_RESULT, shown

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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
            source = workbook_within_bounds(path)
            layouts = _layouts(source, path)
            book = load_workbook(source, read_only=True, keep_links=False)
            try:
                names = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
                return [_grid(path, source, book[name], layouts.get(name, Layout())) for name in names]
            finally:
                book.close()
        except (InvalidFileException, *DAMAGED) as error:
            raise unreadable(path) from error


def _grid(path: Path, source: BinaryIO, worksheet: ReadOnlyWorksheet, layout: Layout) -> Grid:
    grid = Grid(path.name, str(worksheet.title), True, layout=layout, hidden=worksheet.sheet_state != "visible")
    computed: Mapping[Cell, object] | None = None
    used = 0
    worksheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    for number, cells in enumerate(worksheet.iter_rows(), start=1):  # type: ignore[misc]  # wrong in the stubs
        before = len(grid.cells)
        for index, cell in enumerate(cells):
            value: object = cell.value
            if value is None:
                continue
            if cell.data_type == "f":
                computed = computed_values(source, grid.name) if computed is None else computed
                formula, value = str(value), computed.get((number, index))
                if value is None:
                    grid.unusable[number, index] = (formula, NO_RESULT)
                    continue
            if grid.put(number, index, shown(value, cell.number_format or "")) and cell.font:
                if cell.font.b:
                    grid.bold.add((number, index))
                if cell.font.strike:
                    grid.struck.add(number)
        used += len(grid.cells) > before
        refuse_endless(path, grid.name, used, number)
    layout.margins = [one for one in layout.margins if one.text != grid.text(*one.cell)]
    return grid


# ---------------------------------------------------------------------- what the XML says besides


def _layouts(source: BinaryIO, path: Path) -> dict[str, Layout]:
    """The layout of every sheet by its name."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(source) as archive:
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


def _layout(archive: zipfile.ZipFile, part: str) -> Layout:
    from defusedxml.ElementTree import iterparse

    layout = Layout()
    links: list[Link] = []
    number = 0
    with archive.open(part) as stream:
        for _, element in iterparse(stream, events=("end",)):
            if element.tag == f"{MAIN}row":
                number = int(element.get("r") or number + 1)
                if element.get("hidden") in ("1", "true"):
                    layout.hidden_rows.add(number)
            elif element.tag == f"{MAIN}col" and element.get("hidden") in ("1", "true"):
                first, last = (int(element.get(name) or 0) for name in ("min", "max"))
                layout.hidden_columns.update(range(first - 1, min(last, MAXIMUM_COLUMNS)))
            elif element.tag == f"{MAIN}hyperlink" and (cell := cell_of(element.get("ref") or "")):
                links.append(Link(cell, element.get(RELATION) or "", element.get("location") or ""))
            elif element.tag == f"{MAIN}mergeCell" and (area := _area(element.get("ref") or "")):
                layout.merged.append(area)
            if element.tag in (f"{MAIN}row", f"{MAIN}mergeCells", f"{MAIN}sheetData"):
                element.clear()  # keeps the memory small however long the sheet is
    layout.margins = read_margins(archive, part, links)
    return layout


def _area(reference: str) -> Area | None:
    """A merged area from its reference (``A5:A16``)."""
    from openpyxl.utils import column_index_from_string

    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", reference)
    if not found:
        return None
    left, right = column_index_from_string(found[1]) - 1, column_index_from_string(found[3]) - 1
    return Area(int(found[2]), left, int(found[4]), right)
