"""Lists in a workbook that people read, sort and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None


@dataclass(frozen=True)
class ListSheet:
    """A sheet.

    Args:
        title: its name, at most 31 characters.
        columns: heading and width, in characters.
        rows: texts and numbers.
        gaps: whether a 0 is a gap that is to be seen.
    """

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    gaps: bool = False


def lists_workbook(sheets: Iterable[ListSheet], about: Mapping[str, str]) -> bytes:
    """Write lists as a workbook.

    Args:
        sheets: the sheets.
        about: source, date, notice and caveat, for the foot of each printed page.

    Returns:
        Content of an ``.xlsx`` file, the same bytes every time; text stays text, never a formula.
    """
    from ipgraph.emit.workbook import new_workbook, workbook_bytes

    book = new_workbook()
    for sheet in sheets:
        made = book.create_sheet(sheet.title)
        _fill(made, sheet)
        said = (about.get(name, "") for name in ("source", "date", "notice", "caveat"))
        made.oddFooter.left.text = " · ".join(filter(None, said)).replace("&", "&&")
    return workbook_bytes(book)


def _fill(made: Worksheet, sheet: ListSheet) -> None:
    """Headings and rows."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    from ipgraph.emit.workbook import COLOURS, cell_at, font, lay_out_print, put_text

    wrapped = Alignment(wrap_text=True, vertical="top")
    plain, ruled = font(), Border(bottom=Side(style="thin", color="B9C3CD"))
    for column, (head, width) in enumerate(sheet.columns, start=1):
        cell = cell_at(made, 1, column)
        put_text(cell, head)
        cell.font, cell.fill, cell.alignment = font(bold=True), PatternFill("solid", fgColor=COLOURS[0]), wrapped
        made.column_dimensions[get_column_letter(column)].width = width
    for line, row in enumerate(sheet.rows, start=2):
        # As high as the wrapped texts need: LibreOffice does not see to it when it opens a file.
        lines = [_lines(str(value), width) for value, (_, width) in zip(row, sheet.columns, strict=True)]
        made.row_dimensions[line].height = min(409, 15 * max(lines))
        for column, value in enumerate(row, start=1):
            cell = cell_at(made, line, column)
            cell.alignment, cell.font, cell.border = wrapped, plain, ruled
            if sheet.gaps and value == 0:
                cell.fill = PatternFill("solid", fgColor=COLOURS[2])
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
    made.freeze_panes = "A2"
    made.auto_filter.ref = made.dimensions
    lay_out_print(made, 1)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of some width."""
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
