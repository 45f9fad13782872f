"""The texts of a mapping file: its comments in the language of the person who runs the command, and quoted texts."""

from __future__ import annotations

import re
from pathlib import Path

from ipgraph.model import Text

HEAD: Text = {
    "de": """\
# Zuordnung: Was aus welcher Spalte der Liste wird.
# Diese Datei dürfen Sie ändern. Danach denselben Befehl noch einmal ausführen: ipgraph adopt {file} -o {folder}
#
# Links steht die Überschrift in Ihrer Liste, rechts „Blatt.Spalte“ des Plans; "" heißt: nicht übernehmen.
# Zwei Zeitspalten zusammen, ["…", "…"], nehmen eine Zeitspanne wie „2024–2026“ auf.
# Welche Blätter und Spalten ein Plan hat, zeigt: ipgraph template leer.xlsx
""",
    "en": """\
# Mapping: what becomes of which column of the list.
# You may change this file. Then run the same command again: ipgraph adopt {file} -o {folder} --lang en
#
# On the left is the heading in your list, on the right "sheet.column" of the plan, in German or in English;
# "" means: leave it out. Two columns of time together, ["…", "…"], take a span such as "2024–2026".
# The words before the = stay as they are. What sheets and columns a plan has: ipgraph template empty.xlsx --lang en
""",
}
PLAN: Text = {
    "de": "# Angaben zum Plan selbst. Was mit # beginnt, ist noch leer: ausfüllen und das # löschen.",
    "en": "# About the plan itself. What begins with # is still empty: fill it in and delete the #.",
}
KEYS: Text = {
    "de": """\
# Wie die Kennungen entstehen. zeilen: "nummer" (die Nummer der Liste), "kapitel-nummer" (H1-01; wenn die
# Nummern in jedem Kapitel neu beginnen) oder "fortlaufend" (H1-1, H1-2 …; wenn die Liste keine hat).""",
    "en": """\
# How identifiers are made. zeilen (rows): "nummer" (the number of the list), "kapitel-nummer" (H1-01; where
# numbers begin again in each chapter) or "fortlaufend" (running: H1-1, H1-2 …; where the list has none).
# kapitel and ziele: what stands before the running number of a chapter or goal.""",
}
KIND: Text = {
    "de": "# auf dieses Blatt des Plans kommt jede Zeile",
    "en": "# each row goes to this sheet of the plan",
}
GROUPS: Text = {
    "de": "# was die Zwischenüberschriften sind; [] heißt: es gibt keine",
    "en": "# what the headings between the rows are; [] means: there are none",
}
SHEET_NAME: Text = {
    "de": "# wovon der Name des Tabellenblatts der Titel ist",
    "en": "# what the name of the worksheet is the title of",
}
AS_OF: Text = {
    "de": "# Datum der Statusmeldungen, wenn keine Spalte es nennt",
    "en": "# date of the status reports, where no column says it",
}
VALUES: Text = {
    "de": """\
# Was Wörter der Liste heißen, die unsere Liste „{title}“ nicht kennt: das # löschen und rechts ein Wort
# eintragen. Möglich sind: {words}.""",
    "en": """\
# What words mean that our list "{title}" does not know: delete the # and enter a word on the right.
# Possible are: {words}.""",
}
UNMAPPED: Text = {
    "de": "# Das gilt, sobald die Spalte oben eine Spalte des Plans hat, zum Beispiel {target}.",
    "en": "# This counts as soon as the column has a column of the plan above, for instance {target}.",
}


def quoted(text: str) -> str:
    """A text as a basic string of TOML."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'


def list_of(path: Path) -> str | None:
    """The name of the list that a mapping file was written for, from its comments; None where they are gone."""
    found = re.search(r"^#.*ipgraph adopt (.+) -o ", path.read_text(encoding="utf-8-sig"), re.MULTILINE)
    return found[1] if found else None
