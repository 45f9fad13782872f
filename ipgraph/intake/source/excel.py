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
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipgraph.ingest.sheets import DAMAGED, column_letter, computed_values
from ipgraph.ingest.values import Native
from ipgraph.intake.source.bounds import refuse_endless, refuse_giant, unreadable
from ipgraph.intake.source.grid import Area, Cell, Grid, Layout

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
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
            refuse_giant(path)
            layouts = _layouts(path)
            book = load_workbook(path, read_only=True, keep_links=False)
            try:
                names = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
                return [_grid(path, book[name], layouts.get(name, Layout())) for name in names]
            finally:
                book.close()
        except (InvalidFileException, *DAMAGED) as error:
            raise unreadable(path) from error


def _grid(path: Path, worksheet: ReadOnlyWorksheet, layout: Layout) -> Grid:
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
                computed = computed_values(path, grid.name) if computed is None else computed
                formula, value = str(value), computed.get((number, index))
                if value is None:
                    grid.notes.append(_no_result(number, index, formula))
                    value = formula
            if grid.put(number, index, _native(value, cell.number_format or "")) and cell.font and cell.font.b:
                grid.bold.add((number, index))
        used += len(grid.cells) > before
        refuse_endless(path, grid.name, used)
    return grid


def _no_result(row: int, column: int, formula: str) -> dict[str, str]:
    cell = f"{column_letter(column)}{row}"
    return {
        "de": f"Zelle {cell}: Die Formel {formula} hat kein gespeichertes Ergebnis und steht als Text da. "
        "Die Datei in Excel öffnen und speichern.",
        "en": f"Cell {cell}: the formula {formula} has no stored result and was taken as text. "
        "Open the file in Excel and save it.",
    }


def _native(value: object, number_format: str) -> Native:
    """The value as a person sees it: percentages with their sign, numbers with the zeros that the format shows."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in number_format:
            return f"{value * 100:g} %"
        if re.fullmatch(r"0{2,9}", number_format) and float(value).is_integer() and value >= 0:
            return str(int(value)).zfill(len(number_format))
        return value
    return value if isinstance(value, str | bool | date) else str(value)


# ---------------------------------------------------------------------- what the XML says besides


def _layouts(path: Path) -> dict[str, Layout]:
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


def _layout(archive: zipfile.ZipFile, part: str) -> Layout:
    from defusedxml.ElementTree import iterparse

    layout = Layout()
    number = 0
    with zipfile.Path(archive, part).open("rb") as stream:
        for _, element in iterparse(stream, events=("end",)):
            if element.tag == f"{MAIN}row":
                number = int(element.get("r") or number + 1)
                if element.get("hidden") in ("1", "true"):
                    layout.hidden_rows.add(number)
            elif element.tag == f"{MAIN}mergeCell" and (area := _area(element.get("ref") or "")):
                layout.merged.append(area)
            if element.tag in (f"{MAIN}row", f"{MAIN}mergeCells", f"{MAIN}sheetData"):
                element.clear()  # keeps the memory small however long the sheet is
    return layout


def _area(reference: str) -> Area | None:
    """A merged area from its reference (``A5:A16``)."""
    from openpyxl.utils import column_index_from_string

    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", reference)
    if not found:
        return None
    left, right = column_index_from_string(found[1]) - 1, column_index_from_string(found[3]) - 1
    return Area(int(found[2]), left, int(found[4]), right)
