"""The one type of result past the store: titled columns, typed values, and how to write them down."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import IO

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.namespaces import XSD
from ipgraph.store import Solutions, Term


class Iri(str):
    """An IRI in a result: text that is known to be an address."""

    __slots__ = ()


Value = str | int | float | Decimal | date | bool | None
"""A value of a cell; an IRI is an :class:`Iri`, an unbound variable None."""


@dataclass(frozen=True)
class Column:
    """A column of a result.

    Args:
        name: name of the SPARQL variable.
        title: heading by language.
        role: what the column is for: ``iri`` (an address, shown only as the link of another column), ``plan``
            (shown only when there are several plans), ``code`` (for machines, not shown), ``value`` (a figure for
            charts), ``source``, ``target``, ``weight`` (for networks), or empty.
        of: for an ``iri`` column: name of the column that it is the address of.
    """

    name: str
    title: Text
    role: str = ""
    of: str = ""


@dataclass(frozen=True)
class Table:
    """A result: columns and rows of values."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: Text = field(default_factory=dict)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each column by its name."""
        return {column.name: number for number, column in enumerate(self.columns)}

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns that people see: no addresses, and no plan where all rows have the same one."""
        several = {
            column.name: len({row[self.index[column.name]] for row in self.rows}) > 1
            for column in self.columns
            if column.role == "plan"
        }
        return tuple(c for c in self.columns if c.role not in ("iri", "code") and several.get(c.name, True))

    def dicts(self) -> Iterator[dict[str, Value]]:
        """Rows as dictionaries by name of column."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))

    def values(self, name: str) -> list[Value]:
        """All values of one column."""
        number = self.index[name]
        return [row[number] for row in self.rows]


def table_from(solutions: Solutions, columns: Mapping[str, Column] | None = None, title: Text | None = None) -> Table:
    """Make a table of raw solutions.

    Args:
        solutions: answer of a store.
        columns: known columns by variable; a variable that is missing here is titled by its own name.
        title: what the table is called.

    Returns:
        The table, with values in Python types.
    """
    known = columns or {}
    made = tuple(known.get(name) or Column(name, {"de": name, "en": name}) for name in solutions.variables)
    return Table(made, tuple(tuple(value_of(term) for term in row) for row in solutions.rows), title or {})


def value_of(term: Term) -> Value:
    """The Python value of a term; a literal that does not fit its datatype stays text."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    convert = _CONVERTERS.get(term.datatype.value)
    try:
        return convert(term.value) if convert else term.value
    except (ValueError, ArithmeticError):
        return term.value


_CONVERTERS: dict[str, Callable[[str], Value]] = {
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": date.fromisoformat,
}


def plain(value: Value) -> str:
    """A value for machines: ISO dates, decimal points, ``true`` and ``false``, nothing for unbound."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


_GERMAN = str.maketrans(",.", ".,")


def human(value: Value, lang: str = "de") -> str:
    """A value for people: decimal commas and German dates in German; thousands apart, but no years (10,000 on)."""
    if isinstance(value, bool):
        return {"de": ("nein", "ja"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, int | Decimal | float):
        number = Decimal(str(value)).quantize(Decimal("0.1")) if value % 1 else Decimal(int(value))
        written = format(number, ",f" if abs(number) >= 10_000 else "f")
        return written.translate(_GERMAN) if lang == "de" else written
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y") if lang == "de" else value.isoformat()
    return plain(value)


# ---------------------------------------------------------------------- writers


def write_csv(table: Table, lang: str = "de", delimiter: str = ",") -> str:
    """All columns under the names of their variables (RFC 4180, as in SPARQL 1.1 CSV results)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([plain(value) for value in row] for row in table.rows)
    return out.getvalue()


def write_tsv(table: Table, lang: str = "de") -> str:
    """As CSV, with tabs."""
    return write_csv(table, lang, delimiter="\t")


def write_json(table: Table, lang: str = "de") -> str:
    """A list with one object a row."""

    def native(value: Value) -> object:
        if isinstance(value, Decimal):
            return int(value) if value == int(value) else float(value)
        return value.isoformat() if isinstance(value, date) else value

    rows = [{name: native(value) for name, value in row.items()} for row in table.dicts()]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def write_markdown(table: Table, lang: str = "de") -> str:
    """A Markdown table of the columns that people see."""

    def cell(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")

    head = "| " + " | ".join(cell(column.title[lang]) for column in table.shown) + " |"
    rule = "|" + "|".join(" ---: " if _is_number(table, column) else " --- " for column in table.shown) + "|"
    lines = ["| " + " | ".join(map(cell, shown)) + " |" for shown in shown_rows(table, lang)]
    return "\n".join([head, rule, *lines]) + "\n"


def write_html(table: Table, lang: str = "de") -> str:
    """A page of HTML with the columns that people see."""
    from ipgraph.templating import shared_environment

    headings = [column.title[lang] for column in table.shown]
    page = shared_environment().get_template("table.html.j2")
    return page.render(lang=lang, title=table.title.get(lang), headings=headings, rows=shown_rows(table, lang)) + "\n"


def write_text(table: Table, lang: str = "de") -> str:
    """A table for a terminal, see :func:`ipgraph.columns.in_columns`."""
    from ipgraph.columns import in_columns
    from ipgraph.ingest.sheets import CONTROL

    # What a plan says must not steer the terminal.
    rows = [[CONTROL.sub("", text) for text in row] for row in shown_rows(table, lang)]
    headings = [column.title[lang] for column in table.shown]
    return in_columns(table.title.get(lang, ""), headings, rows, [_is_number(table, column) for column in table.shown])


def write_workbook(table: Table, file: IO[bytes], lang: str = "de") -> None:
    """An Excel workbook of the columns that people see; text stays text, never a formula."""
    from openpyxl.styles import Alignment, Font, NamedStyle
    from openpyxl.utils import get_column_letter

    from ipgraph.emit.workbook import cell_at, new_workbook, put_text, workbook_bytes
    from ipgraph.ingest.sheets import EXCEL_CELL

    book = new_workbook()
    sheet = book.create_sheet("Ergebnis" if lang == "de" else "Result")
    # One named style for all: assigning an alignment to each cell takes most of the time.
    book.add_named_style(NamedStyle("answer", alignment=Alignment(wrap_text=True, vertical="top")))
    for number, column in enumerate(table.shown, start=1):
        heading = sheet.cell(1, number, column.title[lang])
        heading.font = Font(bold=True)
        longest = max([len(plain(row[table.index[column.name]])) for row in table.rows] + [len(column.title[lang])])
        sheet.column_dimensions[get_column_letter(number)].width = min(60, longest + 3)
        for line, row in enumerate(table.rows, start=2):
            value = row[table.index[column.name]]
            cell = cell_at(sheet, line, number)
            cell.style = "answer"
            if isinstance(value, str):
                put_text(cell, _fitting(value, EXCEL_CELL))
            else:
                cell.value = value
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file.write(workbook_bytes(book))


def _fitting(text: str, most: int) -> str:
    """Text that fits into a cell; a longer one is cut and says so (the CSV has it whole)."""
    return text[: most - 2] + " …" if len(text) > most else text


def shown_rows(table: Table, lang: str) -> Iterator[list[str]]:
    """The texts of the columns that people see, row by row."""
    numbers = [table.index[column.name] for column in table.shown]
    for row in table.rows:
        yield [human(row[number], lang) for number in numbers]


def _is_number(table: Table, column: Column) -> bool:
    found = [value for value in table.values(column.name) if value is not None]
    return bool(found) and all(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in found)


TEXT_WRITERS: dict[str, Callable[[Table, str], str]] = {
    "table": write_text,
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "md": write_markdown,
    "html": write_html,
}
FORMATS = (*TEXT_WRITERS, "xlsx")


def render(table: Table, format: str, lang: str = "de") -> bytes:
    """Write a table in one of :data:`FORMATS`.

    Args:
        table: the result.
        format: name of the format.
        lang: language of headings and values, ``de`` or ``en``.

    Returns:
        The bytes of the file, UTF-8 where it is text.

    Raises:
        IpgraphError: there is no such format.
    """
    if format == "xlsx":
        buffer = io.BytesIO()
        write_workbook(table, buffer, lang)
        return buffer.getvalue()
    writer = TEXT_WRITERS.get(format)
    if writer is None:
        names = ", ".join(FORMATS)
        raise IpgraphError(
            f"Das Format „{format}“ gibt es nicht. Möglich: {names}.",
            f"There is no format “{format}”. Possible: {names}.",
        )
    return writer(table, lang).encode("utf-8")
