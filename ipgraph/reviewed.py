"""Short lists in which a person decides something and signs for it: a CSV file or a sheet, edited by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipgraph.errors import IpgraphError, Place
from ipgraph.files import unopened
from ipgraph.ingest.sheets import RawSheet, Row, read_csv, read_workbook
from ipgraph.ingest.values import cell_text, literal
from ipgraph.model import Text, normal
from ipgraph.namespaces import XSD

SIGNED: Mapping[str, Text] = {
    "by": {"de": "Geprüft von", "en": "Reviewed by"},
    "on": {"de": "Geprüft am", "en": "Reviewed on"},
}
"""The columns that every such list has."""


@dataclass(frozen=True)
class Entry:
    """A row of such a list.

    Args:
        values: text of the cells by the name of the column.
        by: who decided.
        on: when.
        place: where the row stands.
    """

    values: Mapping[str, str]
    by: str
    on: date
    place: Place


def read_reviewed(path: Path, columns: Mapping[str, Text]) -> list[Entry]:
    """Read a list.

    Args:
        path: a CSV file in UTF-8 (comma or semicolon), or a workbook, of which the first sheet counts.
        columns: heading by name of the column; who decided and when come to it.

    Returns:
        Its rows.

    Raises:
        IpgraphError: the file is missing or not readable, a heading is missing or not known, a cell is empty, or a
            day is none.
    """
    asked = {**columns, **SIGNED}
    known = {normal(text): name for name, heading in asked.items() for text in heading.values()}
    sheet = _sheet(path)
    names = {index: known[normal(heading)] for index, heading in sheet.headings.items() if normal(heading) in known}
    strange = [heading for heading in sheet.headings.values() if normal(heading) not in known]
    if strange or set(names.values()) != set(known.values()):
        texts = {lang: ", ".join(heading[lang] for heading in asked.values()) for lang in ("de", "en")}
        raise IpgraphError(
            f"{path.name}: Die erste Zeile muss diese Überschriften haben und keine anderen: {texts['de']}.",
            f"{path.name}: the first row must have these headings and no others: {texts['en']}.",
        )
    return [_entry(sheet, row, names) for row in sheet.rows]


def unsigned(columns: Mapping[str, Text], rows: Iterable[Sequence[str]], lang: str = "de") -> bytes:
    """Write such a list for a person to sign.

    Args:
        columns: heading by name of the column.
        rows: the cells of these columns; those of the signature are left empty.
        lang: language of the headings.

    Returns:
        A CSV file as a German Excel opens it (semicolons, byte order mark).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading[lang] for heading in {**columns, **SIGNED}.values()])
    writer.writerows([*row, *("" for _ in SIGNED)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _sheet(path: Path) -> RawSheet:
    if not path.exists():
        raise IpgraphError(f"{path} gibt es nicht.", f"{path} does not exist.")
    try:
        return read_workbook(path)[0] if path.suffix.lower() in (".xlsx", ".xlsm") else read_csv(path)
    except OSError as error:
        raise unopened(path, error) from error


def _entry(sheet: RawSheet, row: Row, names: Mapping[int, str]) -> Entry:
    for index in sorted(names):
        if index not in row.cells:
            place = sheet.place(row.number, index)
            raise IpgraphError(
                f"{place.words('de')}: Hier fehlt ein Eintrag. Jede Zeile braucht alle Angaben.",
                f"{place.words('en')}: an entry is missing. Each row needs all of them.",
            )
    values = {name: " ".join(cell_text(row.cells[index]).split()) for index, name in names.items()}
    found = literal(values["on"], XSD + "date", "de")
    if found is None:
        place = sheet.place(row.number, next(index for index, name in names.items() if name == "on"))
        raise IpgraphError(
            f"{place.words('de')}: „{values['on']}“ ist kein Tag. Richtig ist etwa 31.12.2026.",
            f"{place.words('en')}: “{values['on']}” is no day. Write 2026-12-31 or 31.12.2026.",
        )
    return Entry(values, values["by"], date.fromisoformat(found.value), sheet.place(row.number))
