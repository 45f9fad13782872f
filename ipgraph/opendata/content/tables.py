"""The tables of a package: one a sheet and one a code list, with what each column holds.

What the metadata say of a column is what its values keep to: a plan with gaps is still described truly, and a file
that a validator calls faulty would be our fault, not the plan's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from ipgraph.browse import Plan, TimeWords
from ipgraph.emit.tabular import Record, value_text
from ipgraph.files import ascii_name, distinct
from ipgraph.ingest.values import is_web_address
from ipgraph.model import TEXT, Field, Scheme, Sheet, Text
from ipgraph.namespaces import SKOS, XSD, local_name

Cell = tuple[str, ...]
"""The values of a cell as text; none where nothing is known."""

CODE_LISTS = "codelisten"
"""Folder of the code lists."""

_SEPARATORS = ("|", ";", "¦", "\t", "\n")
_TRUTH = {"ja": "true", "nein": "false"}
_FORMULA = re.compile(r"[=+\-@\t\r]")
ADDRESS: Text = {"de": "Adresse im Graphen", "en": "Address in the graph"}
ADDRESS_HELP: Text = {
    "de": "Die Adresse (IRI) dieser Zeile; unter ihr steht sie auch im Graphen.",
    "en": "The address (IRI) of this row; the graph knows it by the same.",
}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        name: what stands in the first line of the file: ``kosten_eur``.
        title: its name for people.
        description: what is in it.
        datatype: local name of the XSD datatype that all its values have.
        separator: what stands between several values; empty where a cell has one value.
        required: whether every row has a value.
        language: language of its texts; empty where they have none.
        path: IRI of the property whose values stand here; empty where the graph has something else in their place.
        target: the table and its column in which every value occurs; empty where there is none.
        base: what stands before every value in the address that the graph has in its place; empty where there is none.
        added: whether the sheet has no such column.
    """

    name: str
    title: Text
    description: Text
    datatype: str = "string"
    separator: str = ""
    required: bool = False
    language: str = ""
    path: str = ""
    target: tuple[str, str] | tuple[()] = ()
    base: str = ""
    added: bool = False


@dataclass(frozen=True)
class Listing:
    """A table of a package.

    Args:
        key: name of its file without suffix, with slashes: ``ziele``, ``codelisten/status``.
        title: its name for people.
        description: what a row is.
        columns: the columns.
        rows: the rows, with one cell a column.
        primary: name of the column by which a row is known; empty where there is none.
        kind: IRI of the class of the rows; empty where they are no things.
    """

    key: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    primary: str = ""
    kind: str = ""


def sheet_tables(plan: Plan, records: Mapping[Sheet, list[Record]], language: str) -> list[Listing]:
    """The sheets of a plan as tables; those without rows are left out.

    Args:
        plan: the plan, for the days behind its words for dates.
        records: its rows, see :func:`ipgraph.emit.tabular.rows`.
        language: language of the plan.

    Returns:
        One table a sheet. A date in the words of the plan stands in three columns: words, earliest and latest day.
    """
    keys = {
        sheet.target: _Keys(sheet.file_name, ascii_name(sheet.identifier.name["de"]), found)
        for sheet, rows in records.items()
        if sheet.identifier and (found := _keys(rows, sheet.identifier))
    }
    return [_sheet_table(plan, sheet, rows, keys, language) for sheet, rows in records.items() if rows]


def code_table(scheme: Scheme) -> Listing:
    """A code list as a table, by the notation that stands in the cells of the plan."""
    terms: list[tuple[str, Text, str, str]] = [
        ("notation", {"de": "Schreibweise in den Tabellen", "en": "Spelling in the tables"}, "notation", ""),
        ("name_de", {"de": "Name (deutsch)", "en": "Name (German)"}, "prefLabel", "de"),
        ("name_en", {"de": "Name (englisch)", "en": "Name (English)"}, "prefLabel", "en"),
        ("definition_de", {"de": "Bedeutung (deutsch)", "en": "Meaning (German)"}, "definition", "de"),
        ("definition_en", {"de": "Bedeutung (englisch)", "en": "Meaning (English)"}, "definition", "en"),
        ("spellings", {"de": "Andere Schreibweisen", "en": "Other spellings"}, "altLabel", ""),
    ]
    columns = [
        Column(name, title, title, language=lang, path=SKOS + path, required=path == "notation")
        for name, title, path, lang in terms
    ]
    cells: list[list[Cell]] = [[], [], [], [], [], []]
    for concept in scheme.concepts:
        values = (concept.notation, *(text.get(lang, "") for text in (concept.label, concept.definition)
                                      for lang in ("de", "en")))  # fmt: skip
        for place, value in zip(cells, values, strict=False):
            place.append((value,) if value else ())
        cells[-1].append(concept.alternatives)
    columns[-1] = replace(columns[-1], separator=_separator(cells[-1]))
    table: _Filled = list(zip(columns, cells, strict=True))
    what: Text = {"de": "Die erlaubten Einträge, je Zeile einer.", "en": "The entries that are allowed, one a row."}
    key = f"{CODE_LISTS}/{local_name(scheme.iri)}"
    return _listing(key, scheme.title, what, table, [concept.iri for concept in scheme.concepts], "notation")


def csv_bytes(table: Listing, excel: bool = False) -> bytes:
    """Write a table (RFC 4180).

    Args:
        table: the table.
        excel: for a German Excel: semicolons, decimal commas, a mark of UTF-8 at the beginning, and an apostrophe
            before a text that Excel would take for a formula (OWASP, CSV Injection).

    Returns:
        The file; UTF-8, lines end with CR LF.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    written = _for_excel if excel else _plain
    for row in table.rows:
        writer.writerow([written(column, cell) for column, cell in zip(table.columns, row, strict=True)])
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _plain(column: Column, cell: Cell) -> str:
    return column.separator.join(cell)


def _for_excel(column: Column, cell: Cell) -> str:
    text = _plain(column, cell)
    if column.datatype == "decimal":
        return text.replace(".", ",")
    return f"'{text}" if column.datatype == "string" and _FORMULA.match(text) else text


# ---------------------------------------------------------------- what a column holds

_Filled = list[tuple[Column, Sequence[Cell]]]
"""Columns with their cells."""


@dataclass(frozen=True)
class _Keys:
    """The Kennungen of a table, in a column of it, each with the address of its row."""

    table: str
    column: str
    addresses: Mapping[str, str]

    def base(self, values: set[str]) -> str:
        """What stands before some of the Kennungen in the addresses of their rows; empty where it differs."""
        written = {key: quote(key, safe="") for key in values}  # as a URI template writes a value (RFC 6570, 3.2.2)
        bases = {self.addresses[key].removesuffix(written[key]) for key in values}
        base = bases.pop() if len(bases) == 1 else ""
        return base if all(self.addresses[key] == base + written[key] for key in values) else ""


_Known = Mapping[str, _Keys]
"""The Kennungen by the class of their rows."""


def _sheet_table(plan: Plan, sheet: Sheet, rows: list[Record], keys: _Known, language: str) -> Listing:
    table: _Filled = []
    for field in sheet.fields:
        cells = [tuple(map(value_text, record.cells.get(field.path, ()))) for record in rows]
        table.append(_column(field, cells, keys, language))
        if field.is_time:
            table += _days(plan, field, rows)
    primary = keys[sheet.target].column if sheet.target in keys else "iri"
    iris = ["" if record.iri.startswith("_:") else record.iri for record in rows]
    listing = _listing(sheet.file_name, sheet.name, sheet.description, table, iris, primary)
    return replace(listing, kind=sheet.target)


def _listing(key: str, title: Text, description: Text, table: _Filled, iris: list[str], primary: str) -> Listing:
    """Put columns side by side, with the address of each row in the last one."""
    address = Column("iri", ADDRESS, ADDRESS_HELP, datatype="anyURI", required=all(iris), added=True)
    table = [*table, (address, [(iri,) if iri else () for iri in iris])]
    names = distinct(column.name for column, _ in table)
    columns = tuple(replace(column, name=name) for (column, _), name in zip(table, names, strict=True))
    known = primary if primary != "iri" or all(iris) else ""
    return Listing(key, title, description, columns, tuple(zip(*(cells for _, cells in table), strict=True)), known)


def _column(field: Field, cells: list[Cell], keys: _Known, language: str) -> tuple[Column, list[Cell]]:
    if field.datatypes == (XSD + "boolean",):
        cells = [tuple(_TRUTH.get(value, value) for value in cell) for cell in cells]
    several = field.multiple or any(len(cell) > 1 for cell in cells)
    values = {value for cell in cells for value in cell}
    target = _target(field, values, keys)
    # CSVW makes one address of a cell, so a cell of several values has none.
    base = keys[field.references[0]].base(values) if target and field.references and not several else ""
    literal = not field.classes and not field.schemes
    column = Column(
        name=ascii_name(field.name["de"]),
        title=field.name,
        description=field.description,
        datatype=_datatype(field, values),
        separator=_separator(cells) if several else "",
        required=field.required and all(cells),
        language=language if TEXT in field.datatypes else "",
        path=field.path if literal or base else "",
        target=target,
        base=base,
    )
    return column, cells


def _days(plan: Plan, field: Field, rows: list[Record]) -> Iterator[tuple[Column, list[Cell]]]:
    """The earliest and the latest day that the words of a date can mean."""
    spans = [
        next((v for v in plan.resources[record.iri].values(field) if isinstance(v, TimeWords)), None) for record in rows
    ]
    for words, path in (
        ({"de": "frühestens", "en": "earliest"}, "earliest"),
        ({"de": "spätestens", "en": "latest"}, "latest"),
    ):
        found: list[str | None] = [getattr(span, path) if span else None for span in spans]
        title = {lang: f"{field.name[lang]} ({word})" for lang, word in words.items()}
        fits = all(map(_is_day, filter(None, found)))
        name = f"{ascii_name(field.name['de'])}_{ascii_name(words['de'])}"
        about = Column(name, title, DAYS[path], datatype="date" if fits else "string", added=True)
        yield about, [(one,) if one else () for one in found]


DAYS: Mapping[str, Text] = {
    "earliest": {
        "de": "Der früheste Tag, den die Worte des Plans meinen können; leer, wenn offen.",
        "en": "The earliest day that the words of the plan can mean; empty if open.",
    },
    "latest": {
        "de": "Der späteste Tag, den die Worte des Plans meinen können; leer, wenn offen.",
        "en": "The latest day that the words of the plan can mean; empty if open.",
    },
}


def _keys(rows: list[Record], identifier: Field) -> dict[str, str]:
    """The Kennungen of a sheet with the address of each row; none unless each row has one of its own."""
    found = {record.text(identifier): record.iri for record in rows}
    return found if all(found) and len(found) == len(rows) else {}


def _target(field: Field, values: set[str], keys: _Known) -> tuple[str, str] | tuple[()]:
    """Where the values of a column are explained, if all of them are, and in one place."""
    if len(field.references) == 1 and not field.schemes and not field.datatypes:
        known = keys.get(field.references[0])
        return (known.table, known.column) if known and values <= known.addresses.keys() else ()
    if len(field.schemes) == 1 and not field.classes and not field.datatypes:
        scheme = field.schemes[0]
        fits = values <= {concept.notation for concept in scheme.concepts}
        return (f"{CODE_LISTS}/{local_name(scheme.iri)}", "notation") if fits else ()
    return ()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_FITS: Mapping[str, Callable[[str], object]] = {
    "decimal": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?").fullmatch,
    "integer": re.compile(r"[+-]?[0-9]+").fullmatch,
    "gYear": re.compile(r"[0-9]{4}").fullmatch,
    "boolean": re.compile(r"true|false").fullmatch,
    "anyURI": is_web_address,
    "date": _is_day,
}


def _datatype(field: Field, values: set[str]) -> str:
    """The datatype of a column, if all its values have it, else plain text."""
    name = local_name(field.datatypes[0]) if len(field.datatypes) == 1 and not field.classes else ""
    return name if name in _FITS and all(map(_FITS[name], values)) else "string"


def _separator(cells: Iterable[Cell]) -> str:
    """The mark between several values: the first one that stands in none of them."""
    text = "".join(value for cell in cells for value in cell)
    return next(mark for mark in (*_SEPARATORS, *map(chr, range(0xE000, 0xF8FF))) if mark not in text)
