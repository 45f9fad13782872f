"""Rows of workbooks and CSV folders, each cell with the place it came from. No meaning here."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.ingest.bounds import (
    DAMAGED,
    FIELD,
    MAXIMUM_COLUMNS,
    open_quote,
    refuse_endless,
    refuse_large,
    workbook_within_bounds,
)
from ipgraph.ingest.values import Native, cell_text

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

EXCEL_CELL = 32_767
"""Characters that fit into one cell of a workbook (Excel specifications and limits)."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no XML, and so no workbook, may contain."""


@dataclass(frozen=True)
class Row:
    """One row with something in it: its number, and its cells by column index from 0."""

    number: int
    cells: dict[int, Native]


@dataclass
class RawSheet:
    """One sheet as it stands in the file: headings by column index, then rows."""

    file: str
    name: str
    in_workbook: bool
    hidden: bool = False
    headings: dict[int, str] = field(default_factory=dict)
    heading_row: int = 1
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """The place of a cell of this sheet."""
        return Place(
            file=self.file,
            sheet=self.name if self.in_workbook else None,
            row=row,
            column=self.headings[column].rstrip(" *") if column in self.headings else None,
            letter=column_letter(column) if self.in_workbook and column is not None else None,
        )

    def headed(self, index: int) -> RawSheet:
        """The sheet as it is when the row of that index, from 0, holds the headings; what stands above is left out."""
        headings, rows = _headings(self.rows[index].cells), self.rows[index + 1 :]
        return replace(self, headings=headings, heading_row=self.rows[index].number, rows=rows)

    def beyond_headings(self) -> Iterator[Problem]:
        """E-02: each cell that stands in a column without a heading."""
        for row in self.rows:
            for index, value in row.cells.items():
                if index not in self.headings:
                    text = cell_text(value)
                    yield Problem(
                        "E-02",
                        {
                            "de": f"„{text[:80]}“ steht in einer Spalte ohne Überschrift und wurde nicht übernommen.",
                            "en": f"“{text[:80]}” stands in a column without a heading and was not taken.",
                        },
                        self.place(row.number, index),
                        text[:200],
                    )


def column_letter(index: int) -> str:
    """Letter of a column counted from 0 (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_csv_folder(folder: Path) -> list[RawSheet]:
    """Read every ``*.csv`` file of a folder.

    Args:
        folder: folder with UTF-8 files (a byte order mark is allowed), comma or semicolon between cells.

    Returns:
        One sheet a file, in the order of their names.

    Raises:
        IpgraphError: a file is not UTF-8 or not CSV.
    """
    return [read_csv(path) for path in sorted(folder.glob("*.csv"))]


def read_csv(path: Path) -> RawSheet:
    """Read one CSV file; see :func:`read_csv_folder`."""
    refuse_large(path)
    csv.field_size_limit(FIELD)
    sheet = RawSheet(path.name, path.stem, in_workbook=False)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise IpgraphError(
            f"{path.name}, Zeile {line}: Die Datei ist nicht in UTF-8 gespeichert. "
            "In Excel „CSV UTF-8 (durch Trennzeichen getrennt)“ wählen.",
            f"{path.name}, row {line}: the file is not saved as UTF-8. In Excel choose “CSV UTF-8”.",
        ) from error
    # A German Excel writes semicolons, as many in each line; a comma may still stand within a heading or a title.
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    # Only "\n" ends a line here: str.splitlines would also cut at U+2028 and other marks inside a text.
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        before = 0
        for values in reader:
            # A quoted cell may span lines: a row has the number of its first line.
            _take(sheet, before + 1, {index: value for index, value in enumerate(values) if value})
            before = reader.line_num
            refuse_endless(path, sheet.name, len(sheet.rows))
    except csv.Error as error:
        raise open_quote(path, reader.line_num) from error
    return sheet


def read_workbook(path: Path) -> list[RawSheet]:
    """Read every sheet of an ``.xlsx`` workbook, and note which ones are hidden.

    Formulas count with the value that was last computed; one without is reported.

    Args:
        path: the workbook.

    Returns:
        One sheet each, in their order.

    Raises:
        IpgraphError: the file is no such workbook, or is larger than any plan.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern us
        try:
            source = workbook_within_bounds(path)
            book = load_workbook(source, read_only=True, keep_links=False)
            try:
                if not book.sheetnames:
                    raise _strict_workbook(path)
                return [
                    _read_worksheet(path, source, book[name])
                    for name in book.sheetnames
                    if hasattr(book[name], "iter_rows")
                ]
            finally:
                book.close()
        except (InvalidFileException, *DAMAGED) as error:
            raise _no_workbook(path) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise _no_workbook(path) from error  # openpyxl about another kind of Office file, such as one of Word


def _strict_workbook(path: Path) -> IpgraphError:
    """A workbook in which no sheet was found: its XML is of the strict kind (ISO/IEC 29500-1)."""
    return IpgraphError(
        f"{path.name} ist im Format „Strict Open XML“ gespeichert, das ipgraph nicht liest. In Excel „Speichern unter“ "
        "wählen und als Dateityp „Excel-Arbeitsmappe (*.xlsx)“.",
        f"{path.name} is saved as “Strict Open XML”, which ipgraph does not read. In Excel choose “Save as” and the "
        "type “Excel workbook (*.xlsx)”.",
    )


def _no_workbook(path: Path) -> IpgraphError:
    return IpgraphError(
        f"{path.name} ist keine lesbare Excel-Arbeitsmappe (.xlsx). Ist die Datei beschädigt, mit Kennwort "
        "geschützt oder nur umbenannt? In Excel öffnen und als .xlsx ohne Kennwort speichern.",
        f"{path.name} is no readable Excel workbook (.xlsx). Is it damaged, protected by a password or merely "
        "renamed? Open it in Excel and save it as .xlsx without a password.",
    )


def _read_worksheet(path: Path, source: BinaryIO, worksheet: ReadOnlyWorksheet) -> RawSheet:
    hidden = worksheet.sheet_state != "visible"
    sheet = RawSheet(path.name, str(worksheet.title), in_workbook=True, hidden=hidden)
    computed: dict[tuple[int, int], object] | None = None
    worksheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    for number, cells in enumerate(worksheet.iter_rows(), start=1):  # type: ignore[misc]  # wrong in the stubs
        found: dict[int, Native] = {}
        for index, cell in enumerate(cells[:MAXIMUM_COLUMNS]):
            value: object = cell.value
            if value is None:
                continue
            if cell.data_type == "f" and not hidden:
                computed = computed_values(source, sheet.name) if computed is None else computed
                value = computed.get((number, index))
                if value is None:
                    sheet.problems.append(_no_result(sheet, number, index, str(cell.value)))
                    continue
            if cell.data_type == "e":
                sheet.problems.append(_excel_error(sheet, number, index, str(value)))
            found[index] = _native(value, cell.number_format or "")
        _take(sheet, number, found)
        if hidden and sheet.rows:
            return sheet  # nobody will read it: enough to know that something is there
        refuse_endless(path, sheet.name, len(sheet.rows), number)
    return sheet


def computed_values(source: BinaryIO, sheet_name: str) -> dict[tuple[int, int], object]:
    """The last computed values of a sheet by row (from 1) and column (from 0); only read where formulas stand.

    Args:
        source: the workbook.
        sheet_name: name of the sheet.
    """
    from openpyxl import load_workbook

    book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
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


def _native(value: object, number_format: str) -> Native:
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        return f"{value * 100:g} %"  # whether 0.45 or 45 is meant is for a person to say
    if isinstance(value, str | int | float | bool | date):
        return value
    return str(value)


def _excel_error(sheet: RawSheet, row: int, column: int, value: str) -> Problem:
    return Problem(
        "E-09",
        {
            "de": f"Die Zelle enthält den Excel-Fehler {value}; er wurde als Text übernommen.",
            "en": f"The cell holds the Excel error {value}; it was taken as text.",
        },
        sheet.place(row, column),
        value,
    )


def _no_result(sheet: RawSheet, row: int, column: int, formula: str) -> Problem:
    return Problem(
        "E-09",
        {
            "de": f"Die Formel {formula} hat kein gespeichertes Ergebnis; die Zelle bleibt leer. "
            "Die Mappe in Excel öffnen und speichern, oder den Wert eintragen.",
            "en": f"The formula {formula} has no stored result; the cell stays empty. "
            "Open and save the workbook in Excel, or enter the value.",
        },
        sheet.place(row, column),
        formula,
    )


def _take(sheet: RawSheet, number: int, cells: dict[int, Native]) -> None:
    """Add a row to a sheet: the first with something in it is the headings."""
    kept: dict[int, Native] = {}
    for index, value in cells.items():
        if isinstance(value, str):
            # Excel stores a carriage return in a cell as "_x000D_".
            value = re.sub(r"(?:\r|_x000D_)\n?", "\n", value).strip()
            if not value:
                continue
        kept[index] = value
    if not kept:
        return
    if not sheet.headings:
        sheet.headings, sheet.heading_row = _headings(kept), number
        return
    checked = {index: _checked(sheet, number, index, value) for index, value in kept.items()}
    sheet.rows.append(Row(number, {index: value for index, value in checked.items() if value != ""}))


def _headings(cells: dict[int, Native]) -> dict[int, str]:
    return {index: " ".join(cell_text(value).split()) for index, value in cells.items()}


def _checked(sheet: RawSheet, row: int, column: int, value: Native) -> Native:
    """Report text that no workbook can hold, and take characters out that no file format allows."""
    if not isinstance(value, str):
        return value
    if CONTROL.search(value):
        cleaned = CONTROL.sub("", value).strip()
        sheet.problems.append(
            Problem(
                "E-11",
                {
                    "de": "Unsichtbare Steuerzeichen im Text wurden entfernt.",
                    "en": "Invisible control characters were taken out of the text.",
                },
                sheet.place(row, column),
                cleaned[:200],
            )
        )
        value = cleaned
    if len(value) > EXCEL_CELL:
        sheet.problems.append(
            Problem(
                "E-10",
                {
                    "de": f"Der Text hat {len(value)} Zeichen; in eine Excel-Zelle passen {EXCEL_CELL}. "
                    "Er wurde ganz übernommen, sollte aber gekürzt werden.",
                    "en": f"The text has {len(value)} characters; an Excel cell holds {EXCEL_CELL}. "
                    "It was taken whole, but ought to be shortened.",
                },
                sheet.place(row, column),
                value[:200] + " …",
            )
        )
    return value
