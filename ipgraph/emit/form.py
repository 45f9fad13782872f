"""The template: a workbook to fill in, with instructions, drop-downs and notes, all from the model.

(The module is not called ``template``, for then ``ipgraph.template`` would be now the function, now the module.)
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from ipgraph.emit.choices import Choices, Span
from ipgraph.emit.entering import entry_rule
from ipgraph.emit.instructions import instructions, kind_of_value
from ipgraph.emit.ooxml.styles import COLOURS
from ipgraph.emit.tabular import Record, rows
from ipgraph.emit.workbook import (
    TEXT_FORMAT,
    cell_at,
    excel_number,
    fill_sheet,
    font,
    group_colours,
    lay_out_print,
    make_room,
    new_workbook,
    number_format,
    put_text,
    workbook_bytes,
)
from ipgraph.errors import IpgraphError
from ipgraph.files import save
from ipgraph.ingest.own_parts import EXAMPLE, example_texts
from ipgraph.ingest.values import parse_number
from ipgraph.model import Field, Model, Sheet, load_model

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ipgraph.ingest import Reading

LAST_ROW = 2000
"""Drop-downs and checks reach at least this far down."""

NAMES = {"de": ("Anleitung", "Listen"), "en": ("Instructions", "Lists")}
"""Names of the sheets that carry no plan (see ``ipgraph.ingest.own_parts.HELPER_SHEETS``)."""

_WIDE = 100
"""Width of the column with the instructions, in characters."""
_GREY, _LINK = "6E6E6E", "0563C1"
_RED = f"{COLOURS[0]:06X}"  # as the check colours what must be mended
_MISSING = DifferentialStyle(fill=PatternFill("solid", start_color=_RED, end_color=_RED))


def template(path: str | Path, reading: Reading | None = None, lang: str = "de") -> None:
    """Write a workbook to fill in.

    Args:
        path: the file, ``.xlsx``.
        reading: a plan that shall stand in it already; None for an empty workbook.
        lang: language of instructions, sheet names and headings ("de", "en").

    Raises:
        IpgraphError: the file is no ``.xlsx``, the reading has several plans, a text is longer than an Excel cell,
            or the system refuses to write there.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise IpgraphError(
            f"{path.name}: Die Vorlage ist eine Excel-Arbeitsmappe; der Name muss auf .xlsx enden.",
            f"{path.name}: the template is an Excel workbook; its name must end with .xlsx.",
        )
    if reading and len(reading.plans) != 1:
        raise IpgraphError(
            f"Eine Arbeitsmappe fasst einen Plan; hier sind es {len(reading.plans)}.",
            f"A workbook holds one plan; here are {len(reading.plans)}.",
        )
    model = load_model()
    records = rows(reading.store, reading.plans[0], model, lang) if reading else {}
    save(path, workbook_bytes(_workbook(model, records, lang)))


def _workbook(model: Model, records: Mapping[Sheet, list[Record]], lang: str) -> Workbook:
    book = new_workbook()
    first, last = NAMES[lang]
    _instructions(book.create_sheet(first), model, lang)
    worksheets = {sheet: book.create_sheet(sheet.name[lang]) for sheet in model.sheets}
    spans = {sheet: _span(len(records.get(sheet, []))) for sheet in model.sheets}
    choices = Choices(book, book.create_sheet(last), model, spans, lang)
    for sheet, worksheet in worksheets.items():
        fill_sheet(worksheet, model, sheet, records.get(sheet, []), lang)
        if not spans[sheet].filled:
            _show_example(worksheet, sheet, lang)
        for index, column in enumerate(sheet.fields, start=1):
            _note(cell_at(worksheet, 1, index), model, column, lang)
            letter, span = get_column_letter(index), spans[sheet]
            if rule := entry_rule(model, column, choices.source(sheet, column), letter, span, lang):
                worksheet.add_data_validation(rule)
        _mark_missing(worksheet, sheet, spans[sheet])
    book[last].sheet_state = "hidden"
    return book


def _span(filled: int) -> Span:
    """Where entries stand: below the headings, and below the example that an empty sheet has."""
    return Span(first=2 if filled else 3, last=max(LAST_ROW, filled + 500), filled=filled)


def _show_example(worksheet: Worksheet, sheet: Sheet, lang: str) -> None:
    """Write a row that shows how an entry is written; it stays in sight, and is not sorted with the entries."""
    texts = example_texts(sheet, lang)
    for index, column in enumerate(sheet.fields, start=1):
        text = texts.get(column.path, "")
        if not text:
            continue
        cell = cell_at(worksheet, 2, index)
        number = parse_number(text) if number_format(column) == "General" else None
        if number is None:
            put_text(cell, text)
        else:
            cell.value = excel_number(number)
        cell.number_format = number_format(column)
        cell.font = font(italic=True, color=_GREY)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    make_room(worksheet, 2, {column: texts[column.path] for column in sheet.fields if column.path in texts})
    worksheet.freeze_panes = str(worksheet.freeze_panes).replace("2", "3")
    last = get_column_letter(len(sheet.fields))
    worksheet.auto_filter.ref = f"A2:{last}3"
    worksheet.print_title_rows = "1:2"


def _instructions(worksheet: Worksheet, model: Model, lang: str) -> None:
    colours = group_colours(model)
    worksheet.column_dimensions["A"].width = 30
    worksheet.column_dimensions["B"].width = _WIDE
    worksheet.sheet_view.showGridLines = False
    for number, line in enumerate(instructions(model, lang), start=1):
        for index, text in enumerate((line.left, line.right), start=1):
            if not text:
                continue
            cell = cell_at(worksheet, number, index)
            put_text(cell, text)
            cell.number_format = TEXT_FORMAT
            # A title runs on over the empty cell beside it.
            cell.alignment = Alignment(wrap_text=bool(line.right), vertical="top")
            cell.font = font(16 if line.title and number == 1 else 12 if line.title else 11, bold=index == 1)
        if line.right:  # not every program makes room by itself
            worksheet.row_dimensions[number].height = 15.0 * ceil(len(line.right) / (_WIDE - 10))
        if line.sheet:  # a click leads there
            cell = cell_at(worksheet, number, 1)
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{line.sheet}'!A1", display=line.sheet)
            cell.font = font(bold=True, color=_LINK, underline="single")
        if line.group:
            cell_at(worksheet, number, 1).fill = PatternFill("solid", start_color=colours[line.group])
    lay_out_print(worksheet)


def _note(heading: Cell, model: Model, column: Field, lang: str) -> None:
    """Say in a note what belongs into a column."""
    german = lang != "en"
    duty = ("Pflichtangabe. " if german else "Required. ") if column.required else ""
    several = "Mehrere Werte möglich, getrennt durch ;" if german else "Several values allowed, separated by ;"
    example = EXAMPLE[lang] + column.example[lang] if column.example else ""
    parts = [column.description.get(lang, ""), duty + kind_of_value(model, column, lang)]
    text = "\n".join(filter(None, [*parts, several if column.multiple else "", example]))
    lines = sum(ceil(len(line) / 48) for line in text.split("\n"))
    heading.comment = Comment(text, "ipgraph", height=20 + 17 * lines, width=340)


def _mark_missing(worksheet: Worksheet, sheet: Sheet, span: Span) -> None:
    """Colour the required cells that are empty in a row that has been begun."""
    required = [get_column_letter(index) for index, column in enumerate(sheet.fields, start=1) if column.required]
    if required:
        row = f"$A{span.first}:${get_column_letter(len(sheet.fields))}{span.first}"
        formula = f"AND(COUNTA({row})>0,LEN({required[0]}{span.first})=0)"  # for the first cell; it moves with others
        rule = Rule("expression", formula=[formula], dxf=_MISSING)
        worksheet.conditional_formatting.add(" ".join(map(span.of, required)), rule)
