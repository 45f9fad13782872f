"""The template: a workbook to fill in, with instructions, drop-downs and notes, all from the model.

(The module is not called ``template``, for then ``ipgraph.template`` would be now the function, now the module.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from ipgraph.emit.instructions import instructions, kind_of_value, short
from ipgraph.emit.ooxml.styles import COLOURS
from ipgraph.emit.tabular import Record, rows
from ipgraph.emit.workbook import (
    TEXT_FORMAT,
    cell_at,
    fill_sheet,
    group_colours,
    new_workbook,
    put_text,
    workbook_bytes,
)
from ipgraph.errors import IpgraphError
from ipgraph.files import save
from ipgraph.model import IDENTIFIER, Field, Model, Scheme, Sheet, load_model

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ipgraph.ingest import Reading

LAST_ROW = 2000
"""Drop-downs and checks reach at least this far down."""

NAMES = {"de": ("Anleitung", "Listen"), "en": ("Instructions", "Lists")}
"""Names of the sheets that carry no plan (see ``ipgraph.ingest.rows.HELPER_SHEETS``)."""

Kind = Literal["information", "warning", "stop"]
_REFUSALS: dict[Kind, dict[str, str]] = {
    "information": {
        "de": "Mehrere Werte bitte mit ; trennen. Mit OK wird die Eingabe übernommen.",
        "en": "Please separate several values with ; and accept with OK.",
    },
    "warning": {
        "de": "Dieser Wert steht nicht in der Liste. Trotzdem übernehmen?",
        "en": "This value is not in the list. Keep it all the same?",
    },
    "stop": {"de": "Bitte einen Wert aus der Liste wählen.", "en": "Please choose a value from the list."},
}
_WIDE = 100
"""Width of the column with the instructions, in characters."""
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
    lists = _Lists(book, book.create_sheet(last), model, records, lang)
    for sheet, worksheet in worksheets.items():
        found = records.get(sheet, [])
        fill_sheet(worksheet, model, sheet, found, lang)
        for index, column in enumerate(sheet.fields, start=1):
            note = Comment(_note(model, column, lang), "ipgraph", height=150, width=320)
            cell_at(worksheet, 1, index).comment = note
            _guide(worksheet, sheet, column, get_column_letter(index), lists, max(LAST_ROW, len(found) + 500))
    lists.worksheet.sheet_state = "hidden"
    return book


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
            cell.font = Font(bold=index == 1, size=16 if line.title and number == 1 else 12 if line.title else 11)
        if line.right:  # not every program makes room by itself
            worksheet.row_dimensions[number].height = 15.0 * ceil(len(line.right) / (_WIDE - 10))
        if line.group:
            cell_at(worksheet, number, 1).fill = PatternFill("solid", start_color=colours[line.group])
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = "9"
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _note(model: Model, column: Field, lang: str) -> str:
    german = lang != "en"
    duty = ("Pflichtangabe. " if german else "Required. ") if column.required else ""
    several = "Mehrere Werte möglich, getrennt durch ;" if german else "Several values allowed, separated by ;"
    parts = [column.description.get(lang, ""), duty + kind_of_value(model, column, lang)]
    return "\n".join(filter(None, [*parts, several if column.multiple else ""]))


def _guide(worksheet: Worksheet, sheet: Sheet, column: Field, letter: str, lists: _Lists, last: int) -> None:
    """Give a column its drop-down or its hint, and mark what is missing in a row that has been begun."""
    area = f"{letter}2:{letter}{last}"
    if rule := lists.validation(column, area):
        worksheet.add_data_validation(rule)
    if column.required:
        end = get_column_letter(len(sheet.fields))
        formula = f"AND(COUNTA($A2:${end}2)>0,LEN({letter}2)=0)"
        worksheet.conditional_formatting.add(area, Rule("expression", formula=[formula], dxf=_MISSING))


class _Lists:
    """The hidden sheet with the values of the drop-downs, and the names of its ranges.

    Names are plain ASCII letters, so that Excel and LibreOffice agree on them in every language.
    """

    def __init__(
        self, book: Workbook, worksheet: Worksheet, model: Model, records: Mapping[Sheet, list[Record]], lang: str
    ) -> None:
        self.book = book
        self.worksheet = worksheet
        self.model = model
        self.lang = lang
        self.column = 0
        used = {scheme.iri for sheet in model.sheets for column in sheet.fields for scheme in column.schemes}
        self.codes = {scheme.iri: self._codes(scheme) for scheme in model.schemes if scheme.iri in used}
        self.keys = {sheet.target: self._keys(sheet) for sheet in model.sheets if sheet.identifier}
        self.known = self._known(records)

    def validation(self, column: Field, area: str) -> DataValidation | None:
        """The rule for a column: a list where there is one source of values, else only a hint; None without either."""
        source = self._source(column)
        hint = kind_of_value(self.model, column, self.lang)
        if not source and not hint:
            return None
        rule = DataValidation(type="list" if source else None, formula1=source, sqref=area, allow_blank=True)
        title = column.name[self.lang][:32]
        if hint:
            rule.showInputMessage, rule.promptTitle, rule.prompt = True, title, short(hint, 250)
        if source:
            kind: Kind = "warning" if column.references or column.datatypes else "stop"
            kind = "information" if column.multiple else kind
            rule.showErrorMessage, rule.errorStyle = True, kind
            rule.errorTitle, rule.error = title, _REFUSALS[kind][self.lang]
        return rule

    def _source(self, column: Field) -> str | None:
        sources = [self.codes[scheme.iri] for scheme in column.schemes]
        sources += [self.keys[name] for name in column.references if name in self.keys]
        if len(sources) == 1 and not column.datatypes:
            return sources[0]
        return self.known.get(column.iri)

    def _codes(self, scheme: Scheme) -> str:
        return self._list(scheme.title.get("de", scheme.iri), self._notations([scheme]))

    def _notations(self, schemes: Iterable[Scheme]) -> list[str]:
        concepts = [concept for scheme in schemes for concept in scheme.concepts]
        return [c.notation if self.lang == "de" else c.label.get(self.lang, c.notation) for c in concepts]

    def _keys(self, sheet: Sheet) -> str:
        """The Kennungen of a sheet, as far down as it is filled at any time."""
        index = next(i for i, column in enumerate(sheet.fields, start=1) if column.path == IDENTIFIER)
        letter = get_column_letter(index)
        title = sheet.name[self.lang].replace("'", "''")
        area = f"'{title}'!${letter}$2"
        column = f"{area}:${letter}${LAST_ROW}"
        return self._name(f"Kennungen_{sheet.name['de']}", f"{area}:INDEX({column},MAX(1,COUNTA({column})))")

    def _known(self, records: Mapping[Sheet, list[Record]]) -> dict[str, str]:
        """For columns that may refer to several sheets: what a filled workbook already refers to, or could."""
        known = {}
        for sheet in self.model.sheets:
            for column in sheet.fields:
                if len(column.references) + len(column.schemes) > 1 or (column.references and column.datatypes):
                    values = self._choices(column, records)
                    if values:
                        known[column.iri] = self._list(f"{sheet.name['de']}_{column.name['de']}", values)
        return known

    def _choices(self, column: Field, records: Mapping[Sheet, list[Record]]) -> list[str]:
        values = self._notations(column.schemes)
        keys = [
            (sheet, key)
            for sheet in self.model.sheets
            if sheet.target in column.references and sheet.identifier
            for record in records.get(sheet, [])
            if (key := record.text(sheet.identifier))
        ]
        count = Counter(key.casefold() for _, key in keys)
        for sheet, key in keys:
            values.append(key if count[key.casefold()] == 1 else f"{sheet.singular[self.lang]}: {key}")
        return list(dict.fromkeys(values))

    def _list(self, title: str, values: list[str]) -> str:
        """Write a list into the next column, and name it."""
        self.column += 1
        put_text(cell_at(self.worksheet, 1, self.column), title)
        for number, value in enumerate(values, start=2):
            put_text(cell_at(self.worksheet, number, self.column), value)
        letter = get_column_letter(self.column)
        area = f"'{self.worksheet.title}'!${letter}$2:${letter}${len(values) + 1}"
        return self._name(f"Liste_{title}", area)

    def _name(self, title: str, area: str) -> str:
        name = range_name(title)
        self.book.defined_names[name] = DefinedName(name, attr_text=area)
        return name


def range_name(title: str) -> str:
    """A name for a range that every spreadsheet program accepts: ASCII letters, digits and ``_``.

    Args:
        title: German title (``Liste_Umsetzungsstände``).

    Returns:
        The name (``Liste_Umsetzungsstaende``).
    """
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}.items():
        title = title.replace(umlaut, letters)
    return re.sub(r"[^A-Za-z0-9_]+", "_", title).strip("_")
