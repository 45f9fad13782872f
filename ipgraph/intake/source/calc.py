"""Lists of LibreOffice (``.ods``) and of old Excel (``.xls``)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ipgraph.ingest.bounds import (
    DAMAGED,
    MAXIMUM_CELLS,
    MAXIMUM_ROWS,
    refuse_large,
    refuse_vast,
    unreadable,
    workbook_within_bounds,
)
from ipgraph.intake.source.calamine import Table, Unreadable, read_tables
from ipgraph.intake.source.grid import Area, Grid, Layout

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_calc(path: Path) -> list[Grid]:
    """Read every sheet of an OpenDocument or old Excel workbook.

    Args:
        path: the workbook.

    Returns:
        One grid a sheet, in their order.

    Raises:
        IpgraphError: the file cannot be read, or is larger than any list.
    """
    from defusedxml.common import DefusedXmlException

    layouts: dict[str, Layout] = {}
    try:
        if path.suffix.lower() == ".ods":
            layouts = _ods_layouts(workbook_within_bounds(path), path)
        else:
            refuse_large(path)
        return [_grid(path, table, layouts.get(table.name, Layout())) for table in read_tables(path, MAXIMUM_CELLS)]
    except (Unreadable, DefusedXmlException, *DAMAGED) as error:
        raise unreadable(path) from error


def _grid(path: Path, table: Table, layout: Layout) -> Grid:
    refuse_vast(path, table.name, *table.size)
    grid = Grid(path.name, table.name, True, layout=layout, hidden=table.hidden)
    grid.layout.merged += (Area(top + 1, left, bottom + 1, right) for top, left, bottom, right in table.merged)
    for number, values in enumerate(table.rows, start=1):
        for index, value in enumerate(values):
            grid.put(number, index, value)
    return grid


def _ods_layouts(source: BinaryIO, path: Path) -> dict[str, Layout]:
    """Merged areas and hidden rows of each table (OpenDocument 1.3, Part 3, 9.1), which calamine leaves out.

    How far values reach is looked at as well: calamine makes room for every cell between the first and the last one.
    """
    from defusedxml.ElementTree import iterparse

    layouts: dict[str, Layout] = {}
    layout, name = Layout(), ""
    row, width = 1, 0
    with zipfile.ZipFile(source) as archive, archive.open("content.xml") as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            if event == "start" and element.tag == f"{TABLE}table":
                layout, name = Layout(), str(element.get(f"{TABLE}name"))
                row, width = 1, 0
                layouts[name] = layout
            elif event == "end" and element.tag == f"{TABLE}table-row":
                repeated = _count(element, "number-rows-repeated")
                layout.merged += _areas(element, row)
                if element.get(f"{TABLE}visibility") in ("collapse", "filter") and repeated < MAXIMUM_ROWS:
                    layout.hidden_rows.update(range(row, row + repeated))
                row += repeated
                if filled := _width(element):
                    width = max(width, filled)
                    refuse_vast(path, name, row - 1, width)
                element.clear()
    return layouts


def _width(row: Element) -> int:
    """How many columns of a row are in use, up to the last one with something in it."""
    width = column = 0
    for cell in row:
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            column += _count(cell, "number-columns-repeated")
            if len(cell) or any(name.endswith("}value-type") for name in cell.attrib):
                width = column
    return width


def _areas(row: Element, number: int) -> list[Area]:
    areas, column = [], 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if high > 1 or wide > 1:
            areas.append(Area(number, column, number + high - 1, column + wide - 1))
        column += _count(cell, "number-columns-repeated")
    return areas


def _count(element: Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}") or "1"
    return int(text) if text.isdigit() else 1
