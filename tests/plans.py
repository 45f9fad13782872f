"""Plans made up for tests, derived from the model: a new column is in them without a change here."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from openpyxl import Workbook

from ipgraph.ingest.sheets import CONTROL
from ipgraph.ingest.values import join_values, number_text
from ipgraph.model import IDENTIFIER, TEXT, Field, Model, Sheet
from ipgraph.namespaces import XSD

Table = list[list[str]]
"""Headings, then rows."""

NASTY = (
    '"', "'", "''", "=1+1", "=HYPERLINK(\"http://x\")", "+49 7031", "-x", "@SUM(A1)", "\tTab", "a;b", "a\\;b", "ende\\",
    "Zeile 1\nZeile 2", "eins,zwei", "ÄÖÜ äöü ß", "مرحبا بالعالم", "שלום", "👩‍👩‍👧 Familie", "a\u2028b",
    "a\x85b", "#N/A", "#REF!",
    "TRUE", "007", "1.500", "2016-05-01", "45 %", "<b>fett</b> & Co", "_x0041_", "]]>", "\ufeffBOM", "null",
    "1e5", "{{x}}",
    "\u202everkehrt", "a\u00a0b", "https://example.org/ä?x=1#y", "http://[", "Ziel: 1.1", "~2", "x~2", "a/b", "%41",
)  # fmt: skip
TIMES = (
    "2016", "Ende 2016", "31.12.2015", "2015-12-31", "1900-01-05", "2. Halbjahr 2015", "Frühjahr 2016", "laufend",
    "ab 2025", "bis Mai 2017", "2014-2016", "31.02.2026", "irgendwann", "q1 2016",
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Text that a sheet can hold: whatever there is in Unicode, without control characters, stripped, not empty."""
    free = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
    mixed = st.one_of(st.sampled_from(NASTY), free, st.builds("{}{}".format, st.sampled_from(NASTY), free))
    return mixed.map(lambda text: CONTROL.sub("", text).strip()).filter(bool)


def lines() -> st.SearchStrategy[str]:
    """The same on one line: what can be one of several values in a cell."""
    return texts().map(lambda text: " ".join(text.split("\n"))).filter(lambda text: bool(text.strip()))


def decimals() -> st.SearchStrategy[Decimal]:
    return st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)


def _values(column: Field, keys: Mapping[str, list[str]], model: Model) -> st.SearchStrategy[str]:
    """What may stand in a cell of a column, right or wrong."""
    choices: list[st.SearchStrategy[str]] = []
    for name in column.references:
        known = keys.get(name, [])
        if known:
            kind = model.by_class[name].singular["de"]
            choices += [st.sampled_from(known), st.sampled_from([f"{kind}: {key}" for key in known])]
    if column.references:
        choices += [st.sampled_from(["https://example.org/andere/1", "gibt es nicht"])]
    for scheme in column.schemes:
        spellings = [word for one in scheme.concepts for word in (one.notation, *one.label.values(), *one.alternatives)]
        choices.append(st.sampled_from(spellings))
    if column.is_time:
        choices.append(st.sampled_from(TIMES))
    kinds: dict[str, st.SearchStrategy[str]] = {
        XSD + "decimal": decimals().map(number_text),
        XSD + "integer": st.integers(-(10**6), 10**17).map(str),
        XSD + "gYear": st.integers(1890, 2210).map(str),
        XSD + "date": st.dates().map(lambda day: day.isoformat()),
        XSD + "boolean": st.sampled_from(["ja", "nein", "x", "no", "vielleicht"]),
        XSD + "anyURI": st.sampled_from(["https://example.org/ä", "http://x.example/?a=b#c", "www.example.org"]),
    }
    choices += [kinds[kind] for kind in column.datatypes if kind in kinds]
    if not choices or TEXT in column.datatypes or XSD + "string" in column.datatypes:
        choices.append(lines() if column.multiple else texts())
    return st.one_of(choices)


def _keys() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(["1", "1.1", "Z2", "Z10", "a", "A", "Ä 1", "x~2", "a;b", "=1+1", "k/2"]), lines())


@st.composite
def plan_tables(draw: st.DrawFn, model: Model) -> dict[str, Table]:
    """A plan by file name of its sheets: every column there is, rows in any number, cells right, wrong and empty."""
    first = model.sheets[0].target
    keys: dict[str, list[str]] = {}
    for sheet in model.sheets:
        least, most = (1, 1) if sheet.target == first else (0, 3)
        if sheet.identifier:
            keys[sheet.target] = draw(st.lists(_keys(), min_size=least, max_size=most, unique=True))
    tables = {}
    for sheet in model.sheets:
        count = len(keys[sheet.target]) if sheet.identifier else draw(st.integers(0, 3))
        rows = [_row(draw, sheet, keys, model, number) for number in range(count)]
        tables[sheet.file_name] = [[column.name["de"] for column in sheet.fields], *rows]
    return tables


def _row(draw: st.DrawFn, sheet: Sheet, keys: Mapping[str, list[str]], model: Model, number: int) -> list[str]:
    cells = []
    for column in sheet.fields:
        if column.path == IDENTIFIER:
            cells.append(keys[sheet.target][number])
            continue
        values = _values(column, keys, model)
        needed = column.path in sheet.key_paths
        if column.multiple:
            found = draw(st.lists(values, min_size=int(needed), max_size=3))
            cells.append(join_values(found))
        else:
            cells.append(draw(values if needed else st.one_of(st.just(""), values)))
    return cells


def whole_plan(model: Model) -> dict[str, Table]:
    """A plan without faults in which every column is filled, in two rows a sheet (one for the plan)."""
    tables = {}
    for number, sheet in enumerate(model.sheets):
        rows = [[_cell(column, model, row) for column in sheet.fields] for row in (1, 2)[: 1 if number == 0 else 2]]
        tables[sheet.file_name] = [[column.name["de"] for column in sheet.fields], *rows]
    return tables


def _cell(column: Field, model: Model, row: int) -> str:
    if column.path == IDENTIFIER:
        return f"{model_key(column)}{row}"
    values = []
    for name in column.references:
        identifier = model.by_class[name].identifier
        assert identifier
        values.append(f"{model_key(identifier)}{1 if model.by_class[name] is model.sheets[0] else row}")
    values += [scheme.concepts[row].notation for scheme in column.schemes]
    values += ["Ende 2016" if row == 1 else "2016-03-31"] if column.is_time else []
    kinds = {
        XSD + "decimal": f"1500.2{row}", XSD + "integer": f"{row}", XSD + "gYear": "2016", XSD + "date": "2016-05-01",
        XSD + "boolean": "ja", XSD + "anyURI": f"https://example.org/{row}",
    }  # fmt: skip
    values += [kinds.get(kind, f"Text ä {row}") for kind in column.datatypes]
    return join_values(values) if column.multiple else values[0]


def model_key(column: Field) -> str:
    """A prefix for Kennungen that differs from sheet to sheet."""
    return column.iri.rsplit("/", 1)[-1].split("-")[0] + "."


def write_csv(tables: Mapping[str, Sequence[Sequence[str]]], folder: Path) -> Path:
    """Write tables as a CSV folder, with Python's own writer."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    return folder


def write_xlsx(tables: Mapping[str, Sequence[Sequence[object]]], path: Path) -> Path:
    """Write tables as a workbook; text as text, the rest as Excel stores it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in tables.items():
        worksheet = book.create_sheet(name)
        for row, values in enumerate(table, start=1):
            for column, value in enumerate(values, start=1):
                if value not in ("", None):
                    cell = worksheet.cell(row, column, value)
                    if isinstance(value, str) and not value.startswith("=="):
                        cell.data_type = "s"
    book.save(path)
    return path
