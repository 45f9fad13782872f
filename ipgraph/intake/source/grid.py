"""What stands in a list file: grids of cells with the areas that are merged, whatever kind of file it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ipgraph.errors import Place
from ipgraph.ingest.bounds import MAXIMUM_COLUMNS
from ipgraph.ingest.sheets import CONTROL, column_letter
from ipgraph.ingest.values import Native, cell_text
from ipgraph.model import Text

Cell = tuple[int, int]
"""Row, from 1, and column, from 0."""


_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n\s*(?=[^\W\d_A-ZÄÖÜ])(?!(?:und|oder|bzw|sowie|and|or|u)\b)")
"""A hyphen at the end of a line in a cell, before a word that goes on in small letters."""


def unbroken(text: str) -> str:
    """A text with the words in one piece that a hyphen parts at the end of a line: ``abge-⏎schlossen``."""
    return _BROKEN.sub("", text)


@dataclass(frozen=True)
class Area:
    """A merged area: rows from 1, columns from 0, all four included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Margin:
    """What hangs on a cell beside its value: its place, what it says, and what it is in words."""

    cell: Cell
    text: str
    reason: Text


@dataclass
class Layout:
    """What a sheet has beside what stands in its cells.

    Args:
        merged: merged areas; their value stands in the first cell.
        hidden_rows: rows that are hidden, from 1.
        hidden_columns: columns that are hidden, from 0.
        margins: notes and links that hang on cells.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    margins: list[Margin] = field(default_factory=list)


@dataclass
class Grid:
    """One sheet of a list file.

    Args:
        file: name of the file.
        name: name of the sheet; the name of the file without its ending where there are no sheets.
        in_workbook: whether the file has sheets, so that a place is named by a letter and a row.
        cells: what stands in the cells that are not empty.
        layout: merged areas, what is hidden, and what hangs on cells.
        bold: cells in bold type, as far as the file says so.
        struck: rows in which something is struck through.
        hidden: whether the sheet is hidden.
        has_cells: whether cells go by a letter and a row, as in a spreadsheet.
        notes: what happened while reading that a person ought to know.
        unusable: errors and formulas without result: what stands there, and why it counts for nothing.
    """

    file: str
    name: str
    in_workbook: bool
    cells: dict[Cell, Native] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    bold: set[Cell] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    hidden: bool = False
    has_cells: bool = True
    notes: list[Text] = field(default_factory=list)
    unusable: dict[Cell, tuple[str, Text]] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Native) -> bool:
        """Put a value into a cell while the file is read: text without the marks of its file format, nothing empty.

        Args:
            row: the row.
            column: the column; what stands further right than any list reaches is left out.
            value: what stands there.

        Returns:
            Whether there was something.
        """
        if isinstance(value, str):
            # Excel stores a carriage return in a cell as "_x000D_".
            value = CONTROL.sub("", re.sub(r"(?:\r|_x000D_)\n?", "\n", value)).strip()
        if value == "" or column >= MAXIMUM_COLUMNS:
            return False
        self.cells[row, column] = value
        return True

    @cached_property
    def rows(self) -> dict[int, dict[int, Native]]:
        """The rows that are not empty, in their order, each with its cells by column."""
        rows: dict[int, dict[int, Native]] = {}
        for (row, column), value in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = value
        return rows

    @cached_property
    def _covered(self) -> dict[Cell, Area]:
        """The merged area of every cell in one, as far as it reaches over rows and columns that are in use."""
        last_row = max((row for row, _ in self.cells), default=0)
        last_column = max((column for _, column in self.cells), default=0)
        return {
            (row, column): area
            for area in self.layout.merged
            for row in range(area.top, min(area.bottom, last_row) + 1)
            for column in range(area.left, min(area.right, last_column) + 1)
        }

    def area(self, row: int, column: int) -> Area | None:
        """The merged area that a cell lies in."""
        return self._covered.get((row, column))

    def source(self, row: int, column: int) -> Cell:
        """The cell whose value counts here: the cell itself, or the first of its merged area."""
        area = self.area(row, column)
        return (area.top, area.left) if area else (row, column)

    def text(self, row: int, column: int) -> str:
        """The text of a cell itself."""
        value = self.cells.get((row, column))
        return "" if value is None else cell_text(value).strip()

    def place(self, row: int | None = None, column: int | None = None, heading: str | None = None) -> Place:
        """The place of a cell, a row or the sheet."""
        letter = column_letter(column) if column is not None else None
        lettered = self.in_workbook and self.has_cells
        return Place(
            file=self.file,
            sheet=self.name if self.in_workbook else None,
            row=row,
            column=heading or (None if lettered else letter),
            letter=letter if lettered else None,
        )

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """Column and text of the cells of a row that are not empty."""
        for column, value in self.rows.get(row, {}).items():
            yield column, cell_text(value).strip()
