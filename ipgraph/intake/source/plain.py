"""Lists in text files: CSV of any kind, and JSON with a list of objects."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import text_of
from ipgraph.ingest.bounds import FIELD, MAXIMUM_COLUMNS, open_quote, refuse_endless, refuse_large
from ipgraph.ingest.values import Native, cell_text
from ipgraph.intake.source.grid import Grid
from ipgraph.model import Text

DELIMITERS = (";", "\t", ",", "|")
DEPTH = 6
"""So deep may the values of a JSON file be nested before they are kept as they stand."""


def read_csv(path: Path) -> list[Grid]:
    """Read a text file with one row a line.

    Args:
        path: ``.csv``, ``.tsv`` or ``.txt``; UTF-8, UTF-16 with a byte order mark, else Windows-1252; semicolons,
            tabs, commas or bars, whichever cuts the lines most evenly.

    Returns:
        One grid.

    Raises:
        IpgraphError: the file is binary, or no CSV.
    """
    text, note = _decoded(path)
    csv.field_size_limit(FIELD)
    grid = Grid(path.name, path.stem, False, notes=[note] if note else [])
    said = re.match(r'"?sep=(.)"?\r?\n', text)  # a word to Excel, which shows no row for it
    delimiter = said[1] if said else _delimiter(text)
    number = 0  # rows as a spreadsheet counts them: a line break within a cell begins no row
    reader = csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(reader, start=1):
            for index, value in enumerate(values[:MAXIMUM_COLUMNS]):
                grid.put(number, index, value)
            refuse_endless(path, path.stem, number)
    except csv.Error as error:
        raise open_quote(path, number + 1) from error
    return [grid]


def _decoded(path: Path) -> tuple[str, Text | None]:
    refuse_large(path)
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data[:4096]:
        raise IpgraphError(
            f"{path.name} ist keine Textdatei. Möglich sind Excel (.xlsx, .xls), LibreOffice (.ods), CSV und JSON.",
            f"{path.name} is no text file. Possible are Excel (.xlsx, .xls), LibreOffice (.ods), CSV and JSON.",
        )
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a character; they are kept visible.
        return data.decode("cp1252", errors="backslashreplace"), {
            "de": "Die Datei ist nicht in UTF-8 gespeichert; sie wurde als Windows-1252 gelesen. "
            "Stimmen die Umlaute in den Beispielen?",
            "en": "The file is not saved as UTF-8; it was read as Windows-1252. Are the umlauts in the samples right?",
        }


def _delimiter(text: str) -> str:
    """The mark that cuts most lines into the same number of cells, and into more than one."""
    sample = "".join(text.splitlines(keepends=True)[:200])

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row
            )
        except csv.Error:
            return 0, 0
        width, lines = max(widths.items(), key=lambda item: ((item[0] > 1) * item[1], item[0]))
        return (lines, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=evenness) if text.strip() else ";"


# ---------------------------------------------------------------------- JSON


def read_json(path: Path) -> list[Grid]:
    """Read a list of objects, or an object that holds one or several lists of objects.

    Args:
        path: the file, in UTF-8.

    Returns:
        One grid a list: a row of names, nested ones joined by a blank (``assignee name``), then the entries. Single
        values beside a list stand above it, as a title would in a sheet.

    Raises:
        IpgraphError: the file is no JSON, or holds no list of objects.
    """
    refuse_large(path)
    try:
        data = json.loads(text_of(path))
    except (ValueError, RecursionError) as error:
        at = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else None
        raise IpgraphError(
            f"{path.name} ist kein gültiges JSON" + (f" (Zeile {at[0]}, Spalte {at[1]})." if at else "."),
            f"{path.name} is not valid JSON ({error}).",
        ) from error
    found = list(_lists(data, path.stem))
    if not found:
        raise IpgraphError(
            f"{path.name}: Darin steht keine Liste von Einträgen mit Feldern.",
            f"{path.name}: it holds no list of entries with fields.",
        )
    for one in found:
        refuse_endless(path, one.name, len(one.entries))
    return [_json_grid(path.name, one, len(found) > 1) for one in found]


@dataclass(frozen=True)
class _List:
    """A list of objects: the name it stands under, and the single values that stand beside it."""

    name: str
    entries: Sequence[object]
    beside: Sequence[tuple[str, Native]] = ()


def _lists(data: object, name: str, beside: Sequence[tuple[str, Native]] = (), depth: int = 3) -> Iterator[_List]:
    """The outermost lists of objects."""
    if isinstance(data, list):
        if any(isinstance(entry, dict) for entry in data):
            yield _List(name, data, beside)
    elif isinstance(data, dict) and depth:
        single = [
            pair for key, value in data.items() if not isinstance(value, list | dict) for pair in _flat(value, key)
        ]
        for key, value in data.items():
            for found in _lists(value, str(key), (*beside, *single), depth - 1):
                yield found
                beside, single = (), []  # told once is enough


def _json_grid(file: str, found: _List, several: bool) -> Grid:
    rows = [dict(_flat(entry)) if isinstance(entry, dict) else {"": str(entry)} for entry in found.entries]
    columns = list(dict.fromkeys(key for row in rows for key in row))[:MAXIMUM_COLUMNS]
    grid = Grid(file, found.name, several, has_cells=False)
    for number, (key, value) in enumerate(found.beside, start=1):
        grid.put(number, 0, f"{key}: {cell_text(value)}")
    top = len(found.beside) + 1
    for index, key in enumerate(columns):
        grid.put(top, index, key)
    for number, row in enumerate(rows, start=top + 1):
        for index, key in enumerate(columns):
            grid.put(number, index, row.get(key, ""))
    return grid


def _flat(value: object, name: str = "", depth: int = DEPTH) -> Iterator[tuple[str, Native]]:
    """The values of an entry by their names."""
    if isinstance(value, dict) and depth:
        for key, inner in value.items():
            yield from _flat(inner, f"{name} {key}".strip(), depth - 1)
    elif isinstance(value, list) and depth:
        parts: dict[str, list[str]] = {}
        for item in value:
            for key, inner in _flat(item, name, depth - 1):
                parts.setdefault(key, []).append(cell_text(inner))
        yield from ((key, "\n".join(texts)) for key, texts in parts.items())
    elif value is not None:
        yield name, value if isinstance(value, str | bool | int | float) else json.dumps(value, ensure_ascii=False)
