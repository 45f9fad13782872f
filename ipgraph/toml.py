"""Settings files that people write by hand (TOML 1.0), with a sentence of ours for each fault: Python's are English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import text_of

FAULTS: Mapping[str, Mapping[str, str]] = {
    "twice": {
        "de": "Dieser Name steht weiter oben schon einmal; jeder darf nur einmal vorkommen.",
        "en": "This name stands further up already; each may occur only once.",
    },
    "curly": {
        "de": 'Anführungszeichen müssen gerade sein: name = "…"',
        "en": 'Quotation marks must be straight: name = "…"',
    },
    "backslash": {
        "de": "In einem Text steht statt \\ der gewöhnliche Schrägstrich: C:/Ordner/Datei",
        "en": "In a text, write the ordinary slash in place of \\: C:/folder/file",
    },
    "day": {
        "de": "Ein Tag steht als Jahr-Monat-Tag: 2026-03-31",
        "en": "A day is written as year-month-day: 2026-03-31",
    },
    "comma": {
        "de": "Eine Zahl hat einen Punkt statt des Kommas: 8.5",
        "en": "A number has a point in place of the comma: 8.5",
    },
    "name": {
        "de": 'Ein Name mit Umlaut, Leerzeichen oder Sonderzeichen steht in Anführungszeichen: "Maßnahme" = "…"',
        "en": 'A name with an umlaut, a space or a special character stands in quotation marks: "Maßnahme" = "…"',
    },
    "equals": {
        "de": 'Zwischen Name und Wert fehlt das Gleichheitszeichen: name = "…"',
        "en": 'The equals sign between name and value is missing: name = "…"',
    },
    "empty": {
        "de": "Hinter dem Gleichheitszeichen fehlt der Wert.",
        "en": "The value behind the equals sign is missing.",
    },
    "open": {
        "de": "Hier oder weiter oben fehlt eine Klammer, ein Komma oder ein Anführungszeichen.",
        "en": "Here or further up, a bracket, a comma or a quotation mark is missing.",
    },
    "text": {
        "de": 'Texte stehen ganz in Anführungszeichen, jede Angabe in einer eigenen Zeile: name = "…"',
        "en": 'Texts stand wholly in quotation marks, each entry on a line of its own: name = "…"',
    },
    "other": {"de": "Das lässt sich so nicht lesen.", "en": "This cannot be read."},
}
"""What people get wrong, in words."""

_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_COMMENT = re.compile(r"#.*")


def read_toml(path: Path) -> dict[str, object]:
    """Read a settings file.

    Args:
        path: the file.

    Returns:
        Its entries.

    Raises:
        IpgraphError: it cannot be opened, is not in UTF-8, or is no TOML; the sentence names line and column.
    """
    text = text_of(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault(path.name, text.rstrip().split("\n"), str(error)) from error


def _fault(file: str, lines: list[str], said: str) -> IpgraphError:
    """The sentence about a fault; at the end of the document, Python names no line."""
    place = re.search(r"line (\d+), column (\d+)", said)
    number = int(place[1]) if place and int(place[1]) <= len(lines) else len(lines)
    line = lines[number - 1] if lines else ""
    column = int(place[2]) if place else len(line) + 1
    what = FAULTS[_kind(line, column, said)]
    shown = line.strip()[:120]
    return IpgraphError(
        f"{file}, Zeile {number}, Spalte {column}: {what['de']} In der Zeile steht: {shown}",
        f"{file}, line {number}, column {column}: {what['en']} The line says: {shown}",
    )


def _kind(line: str, column: int, said: str) -> str:
    """Which of :data:`FAULTS` it is, by the line and by what Python says of it."""
    bare = _COMMENT.sub("", _QUOTED.sub(lambda text: " " * len(text[0]), line))
    name, equals, _ = bare.partition("=")
    if re.search("twice|overwrite|[Dd]uplicate|redefine|mutate", said):
        return "twice"
    if re.search("[„“”‚‘’«»]", bare):
        return "curly"
    if "\\" in line and re.search("Unescaped|hex|Unicode", said):
        return "backslash"
    if re.search(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{2,4}", bare):
        return "day"
    if re.search(r"=\s*[-+]?[\d.]*\d,\d", bare):
        return "comma"
    if re.search("'='|Invalid statement|key part|declaration", said):
        section = bare.lstrip().startswith("[")
        if (equals or section) and re.search(r"[^\w.\s\[\]-]|[^\x00-\x7f]|\w\s+\w", name):
            return "name"
        return "open" if section else "equals"
    if "Invalid value" in said and not bare[column - 1 :].strip():
        return "empty"
    if re.search(r"Unclosed|Unterminated|\(at end", said):
        return "open"
    if re.search("value|Illegal|Expected newline", said):
        return "text"
    return "other"
