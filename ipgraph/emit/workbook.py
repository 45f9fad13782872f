"""Sheets in a workbook: headings, widths, soft colours, cells as text, numbers or days; the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from ipgraph.archive import archive_bytes
from ipgraph.emit.tabular import NUMBERS, Record, Value, value_text
from ipgraph.errors import IpgraphError
from ipgraph.ingest.sheets import CONTROL, EXCEL_CELL
from ipgraph.model import IDENTIFIER, TEXT, Field, Model, Sheet
from ipgraph.namespaces import XSD

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SOME_DAY = datetime(2000, 1, 1)
"""Stands for the time of writing, which would change the bytes."""

COLOURS = ("DCE6F2", "E4EFDC", "FBE9D9", "EFE3F3", "FFF5CC", "E7E6E6", "D9EEF0", "F6DDE4")
"""Soft fills, one for each group of columns in turn."""

TEXT_FORMAT = "@"
DAY_FORMAT = {"de": "DD.MM.YYYY", "en": "YYYY-MM-DD"}
_LINE, _HIGHEST = 15.0, 409.0  # points: a line of text, and the highest row that Excel allows
_DIGITS = 15  # what Excel keeps of a number
_EDGE = Border(bottom=Side(style="thin", color="808080"))


def plain_workbook(model: Model, records: Mapping[Sheet, list[Record]], lang: str) -> Workbook:
    """Lay out a plan.

    Args:
        model: the sheets.
        records: the rows by sheet.
        lang: language of names and headings ("de", "en").

    Returns:
        The workbook, not yet written.

    Raises:
        IpgraphError: a text is longer than an Excel cell.
    """
    book = new_workbook()
    for sheet in model.sheets:
        fill_sheet(book.create_sheet(sheet.name[lang]), model, sheet, records.get(sheet, []), lang)
    return book


def new_workbook() -> Workbook:
    """An empty workbook without sheets, author and time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = None
    book.properties.created = SOME_DAY
    return book


def workbook_bytes(book: Workbook) -> bytes:
    """The file of a workbook, without the time of writing: the same workbook gives the same bytes.

    Args:
        book: the workbook.

    Returns:
        Content of an ``.xlsx`` file.
    """
    book.properties.created = book.properties.modified = SOME_DAY
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w")).save()  # Workbook.save would put the time of writing in
    with zipfile.ZipFile(written) as parts:
        return archive_bytes((name, parts.read(name)) for name in parts.namelist())


def group_colours(model: Model) -> dict[str, str]:
    """A soft colour for each group of columns, by the IRI of the group."""
    groups = {field.group.iri: field.group.order for sheet in model.sheets for field in sheet.fields}
    ordered = sorted(groups, key=lambda iri: (groups[iri], iri))
    return {iri: COLOURS[number % len(COLOURS)] for number, iri in enumerate(ordered)}


def fill_sheet(worksheet: Worksheet, model: Model, sheet: Sheet, records: list[Record], lang: str) -> None:
    """Write headings and rows of a sheet, with widths, colours, a frozen heading row and a filter.

    Args:
        worksheet: an empty worksheet.
        model: the model, for the colours of its groups.
        sheet: the sheet.
        records: its rows.
        lang: language of the headings.

    Raises:
        IpgraphError: a text is longer than an Excel cell.
    """
    colours = group_colours(model)
    samples = []
    for index, column in enumerate(sheet.fields, start=1):
        heading = cell_at(worksheet, 1, index)
        put_text(heading, column.name[lang] + (" *" if column.required else ""))
        heading.font = font(bold=column.required)
        heading.fill = PatternFill("solid", start_color=colours[column.group.iri])
        heading.border = _EDGE
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(index)
        dimension = worksheet.column_dimensions[letter]
        dimension.width = width(column)
        dimension.number_format = number_format(column)
        dimension.alignment = Alignment(wrap_text=True, vertical="top")
        dimension.protection = Protection(locked=False)
        samples.append(_sample(worksheet, column))
    for number, record in enumerate(records, start=2):
        for index, column in enumerate(sheet.fields, start=1):
            if record.cells.get(column.path):
                cell = cell_at(worksheet, number, index)
                cell._style = copy(samples[index - 1])  # type: ignore[attr-defined]
                _put(cell, record, sheet, column, lang)
        filled = [column for column in sheet.fields if record.cells.get(column.path)]
        make_room(worksheet, number, {column: record.text(column) for column in filled})
    worksheet.row_dimensions[1].height = 32
    worksheet.freeze_panes = "B2" if sheet.fields[0].path == IDENTIFIER else "A2"
    last = get_column_letter(len(sheet.fields))
    worksheet.auto_filter.ref = f"A1:{last}{max(2, len(records) + 1)}"
    lay_out_print(worksheet, 1)


class _GrowingRow(RowDimension):
    """A row with a height that a program may change as text comes and goes; openpyxl would fix it."""

    @property
    def customHeight(self) -> bool:
        """Whether a person has set the height."""
        return False


def make_room(worksheet: Worksheet, row: int, texts: Mapping[Field, str]) -> None:
    """Make a row as high as its wrapped texts need; LibreOffice does not when it opens a file.

    Args:
        worksheet: the worksheet.
        row: number of the row.
        texts: what stands in its cells.
    """
    lines = [
        sum(max(1, ceil(len(line) * 1.1 / width(column))) for line in text.split("\n"))
        for column, text in texts.items()
    ]
    if max(lines, default=1) > 1:
        worksheet.row_dimensions[row] = _GrowingRow(worksheet, index=row, ht=min(_HIGHEST, _LINE * max(lines)))


def font(size: float = 11, **settings: Any) -> Font:
    """The font of a new workbook, in one way or another; a font without a name is another one in each program."""
    return Font(name="Calibri", size=size, **settings)


def lay_out_print(worksheet: Worksheet, heading_row: int | None = None) -> None:
    """Let a sheet print on A4 across, as wide as the page, with its headings on each page.

    Args:
        worksheet: the sheet.
        heading_row: the row of the headings, from 1; None where there are none.
    """
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = "9"  # A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if heading_row:
        worksheet.print_title_rows = f"{heading_row}:{heading_row}"


def cell_at(worksheet: Worksheet, row: int, column: int) -> Cell:
    """A cell by row and column, from 1."""
    return cast(Cell, worksheet.cell(row, column))  # no cell is merged here


def put_text(cell: Cell, text: str) -> None:
    """Write text as text: what begins with ``=`` becomes no formula, ``#N/A`` no error, what no sheet can hold goes."""
    cell.value = CONTROL.sub("", text)
    cell.data_type = "s"


def width(column: Field) -> int:
    """A sensible width for a column, in characters."""
    if TEXT in column.datatypes:
        return 48
    if set(column.datatypes) & set(NUMBERS):
        return 13
    if column.is_time:
        return 18
    if column.schemes or column.multiple or XSD + "anyURI" in column.datatypes:
        return 28
    return 16 if column.references or column.path == IDENTIFIER else 24


def number_format(column: Field) -> str:
    """Numbers stay numbers; everything else is text, so that Excel makes no date or formula of it."""
    return "General" if set(column.datatypes) & set(NUMBERS) else TEXT_FORMAT


def _sample(worksheet: Worksheet, column: Field) -> object:
    """The style of the cells of a column, set once: setting it cell by cell takes ten times as long."""
    cell = Cell(worksheet, row=1, column=1)
    # Days are numbers to a workbook; beside dates in words they stand on the left as well.
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if column.is_time else None)
    cell.protection = Protection(locked=False)
    cell.number_format = number_format(column)
    return cell._style  # type: ignore[attr-defined]


def _put(cell: Cell, record: Record, sheet: Sheet, column: Field, lang: str) -> None:
    values = record.cells[column.path]
    if len(values) == 1 and not column.multiple:
        if isinstance(values[0], Decimal) and (number := excel_number(values[0])) is not None:
            cell.value = number
            cell.number_format = "General"
            return
        if isinstance(values[0], date) and values[0].year > 1900:  # Excel counts 1900 as a leap year
            cell.value = values[0]
            cell.number_format = DAY_FORMAT[lang]
            return
    text = record.text(column)
    if len(text.encode("utf-16-le")) // 2 > EXCEL_CELL:
        raise _too_long(record, sheet, column, text)
    put_text(cell, text)
    cell.number_format = TEXT_FORMAT


def excel_number(number: Decimal) -> int | float | None:
    """A number as a workbook stores it; None where it would not come back the same.

    Args:
        number: the number.

    Returns:
        A whole or a binary number with at most fifteen digits.
    """
    digits = re.sub(r"^0+|[^0-9]", "", value_text(number).replace(".", ""))
    if len(digits.lstrip("0")) > _DIGITS or abs(number.adjusted()) > _DIGITS:
        return None
    native = int(number) if number == number.to_integral_value() else float(number)
    return native if Decimal(repr(native)) == number else None


def _too_long(record: Record, sheet: Sheet, column: Field, text: str) -> IpgraphError:
    key: tuple[Value, ...] = record.cells.get(IDENTIFIER, (record.iri,))
    name = value_text(key[0])
    return IpgraphError(
        f"{sheet.singular['de']} {name}, Spalte {column.name['de']}: Der Text hat {len(text)} Zeichen, in eine "
        f"Excel-Zelle passen {EXCEL_CELL}. Bitte kürzen, oder als CSV oder RDF ausgeben.",
        f"{sheet.singular['en']} {name}, column {column.name['en']}: the text has {len(text)} characters, an Excel "
        f"cell holds {EXCEL_CELL}. Please shorten it, or write CSV or RDF.",
    )
