"""The instructions in a template, in plain words; names of sheets and columns come from the model."""

from __future__ import annotations

from dataclasses import dataclass

from ipgraph.ingest.own_parts import INSTRUCTIONS
from ipgraph.ingest.values import EXPECTED
from ipgraph.model import Field, Group, Model
from ipgraph.namespaces import XSD


@dataclass(frozen=True)
class Line:
    """One line of the instructions.

    Args:
        left: a title or a key word.
        right: the explanation.
        title: whether a new part begins.
        group: IRI of a group of columns, whose colour the line explains.
        sheet: name of a sheet that the line tells of.
    """

    left: str = ""
    right: str = ""
    title: bool = False
    group: str = ""
    sheet: str = ""


_RULES = {
    "de": (
        (
            "So geht es",
            "Jedes Blatt ist eine Liste, jede Zeile ein Eintrag. Füllen Sie die Blätter von links nach rechts "
            "aus, so weit Sie etwas wissen. Sie müssen nicht alles ausfüllen: Was noch fehlt, sagt später die "
            "Prüfung.",
        ),
        (
            "Beispielzeile",
            "Die graue Zeile unter den Überschriften zeigt, wie ein Eintrag aussehen kann. Sie beginnt mit "
            "„Beispiel:“ und zählt nicht: Sie darf stehen bleiben. Tragen Sie Ihre Angaben darunter ein.",
        ),
        (
            "Stern *",
            "Ein Stern in der Überschrift heißt: Ohne diese Angabe ist der Eintrag unvollständig. Fehlt sie in "
            "einer begonnenen Zeile, wird die Zelle rot.",
        ),
        (
            "Hinweise",
            "Wenn Sie mit der Maus auf eine Überschrift zeigen, steht dort, was in die Spalte gehört.",
        ),
        (
            "Auswahllisten",
            "Wo beim Anklicken ein Pfeil erscheint, wählen Sie einen Wert aus der Liste. Auch die Kennungen, die Sie "
            "in anderen Blättern eintragen, stehen dort gleich zur Wahl.",
        ),
        (
            "Mehrere Werte",
            "In manchen Spalten dürfen mehrere Werte in einer Zelle stehen. Trennen Sie sie mit einem "
            "Semikolon, zum Beispiel: A1; A7; A12. Der Pfeil trägt einen Wert ein; weitere schreiben Sie dahinter. "
            "Gehört ein Semikolon zum Text selbst, schreiben Sie davor einen umgekehrten Schrägstrich: \\;",
        ),
        (
            "Kennung",
            "Jeder Eintrag bekommt eine kurze Kennung, zum Beispiel Z12. Sie wählen sie selbst; sie bleibt "
            "gleich, auch wenn sich der Wortlaut ändert. Andere Blätter verweisen mit ihr auf den Eintrag. Gibt"
            " es dieselbe Kennung in zwei Blättern, schreiben Sie dazu, was gemeint ist: {example}.",
        ),
        (
            "Datum",
            "Schreiben Sie ein Datum so genau, wie Sie es wissen: 31.12.2026, Mai 2026, 2026, Ende 2026, 2. "
            "Halbjahr 2026, Frühjahr 2026, ab 2025, 2024 bis 2026 oder laufend.",
        ),
        (
            "Zahlen",
            "Schreiben Sie 1500 oder 1.500,50, ohne Einheit. 1.500 allein ist nicht eindeutig und wird zurückgefragt.",
        ),
        (
            "Keine Personen",
            "Bitte keine Namen, privaten Adressen oder Telefonnummern von Personen eintragen, nur Stellen und "
            "Funktionen.",
        ),
        (
            "Überschriften",
            "Ändern Sie die Namen der Blätter und die Überschriften bitte nicht. Die Reihenfolge der Spalten "
            "ist gleich; leere Spalten dürfen Sie ausblenden oder löschen. Eigene Spalten werden nicht "
            "übernommen, aber gemeldet.",
        ),
        (
            "Prüfen",
            "ipgraph validate DATEI.xlsx nennt jede Zelle, an der noch etwas fehlt oder nicht lesbar ist.",
        ),
    ),
    "en": (
        (
            "How it works",
            "Every sheet is a list, every row an entry. Fill in the sheets from left to right, as far as you "
            "know. You need not fill in everything: the check will tell you later what is missing.",
        ),
        (
            "Example row",
            "The grey row below the headings shows what an entry can look like. It begins with “Example:” and does "
            "not count: it may stay. Enter your own below it.",
        ),
        (
            "Asterisk *",
            "An asterisk in a heading means: without this the entry is incomplete. Where it is missing in a row"
            " that has been begun, the cell turns red.",
        ),
        (
            "Notes",
            "Point at a heading with the mouse to see what belongs into the column.",
        ),
        (
            "Lists",
            "Where an arrow appears when you click, choose a value from the list. The identifiers that you enter "
            "in other sheets are offered there at once.",
        ),
        (
            "Several values",
            "In some columns a cell may hold several values. Separate them with a semicolon, for instance: A1; "
            "A7; A12. The arrow enters one value; write the others behind it. If a semicolon is part of the text "
            "itself, write a backslash before it: \\;",
        ),
        (
            "Identifier",
            "Every entry has a short identifier, for instance Z12. You choose it; it stays the same even when "
            "the wording changes. Other sheets refer to the entry by it. If two sheets have the same "
            "identifier, say which one you mean: {example}.",
        ),
        (
            "Date",
            "Write a date as exactly as you know it: 2026-12-31, May 2026, 2026, end of 2026, spring 2026, from"
            " 2025, 2024 to 2026 or ongoing.",
        ),
        (
            "Numbers",
            "Write 1500 or 1500.50, without a unit. 1.500 alone can be read in two ways and will be queried.",
        ),
        (
            "No persons",
            "Please enter no names, private addresses or phone numbers of persons, only bodies and functions.",
        ),
        (
            "Headings",
            "Please do not change the names of sheets and headings. The order of columns does not matter; empty"
            " columns may be hidden or deleted. Columns of your own are not taken over, but reported.",
        ),
        (
            "Check",
            "ipgraph validate FILE.xlsx names every cell where something is missing or cannot be read.",
        ),
    ),
}

_TITLES = {
    "de": (INSTRUCTIONS["de"], "Die Blätter", "Die Farben der Überschriften"),
    "en": (INSTRUCTIONS["en"], "The sheets", "The colours of the headings"),
}


def instructions(model: Model, lang: str) -> list[Line]:
    """The lines of the instructions.

    Args:
        model: the sheets and groups to explain.
        lang: language ("de", "en").

    Returns:
        The lines from top to bottom.
    """
    first, sheets, colours = _TITLES[lang]
    lines = [Line(first, title=True), Line()]
    example = _example(model, lang)
    lines += [Line(left, right.replace("{example}", example)) for left, right in _RULES[lang]]
    lines += [Line(), Line(sheets, title=True)]
    names = [(sheet.name[lang], sheet.description.get(lang, "")) for sheet in model.sheets]
    lines += [Line(name, description, sheet=name) for name, description in names]
    lines += [Line(), Line(colours, title=True)]
    for group in _groups(model):
        columns = [field.name[lang] for sheet in model.sheets for field in sheet.fields if field.group.iri == group.iri]
        words = "zum Beispiel " if lang != "en" else "for instance "
        shown = ", ".join(list(dict.fromkeys(columns))[:6])
        lines.append(Line(group.label.get(lang, ""), words + shown, group=group.iri))
    return lines


def _groups(model: Model) -> list[Group]:
    groups = {field.group.iri: field.group for sheet in model.sheets for field in sheet.fields}
    return sorted(groups.values(), key=lambda group: (group.order, group.iri))


def _example(model: Model, lang: str) -> str:
    """How a Kennung is written that occurs in several sheets, with a kind that really can be ambiguous."""
    kinds = [
        [model.by_class[name].singular[lang] for name in column.references if name in model.by_class]
        for sheet in model.sheets
        for column in sheet.fields
    ]
    ambiguous = min(
        (several for several in kinds if len(several) > 1), key=len, default=[model.sheets[0].singular[lang]]
    )
    return f"{ambiguous[0]}: 1.1"


def kind_of_value(model: Model, column: Field, lang: str) -> str:
    """What a cell of a column may hold, in one sentence.

    Args:
        model: the sheets, for their names.
        column: the column.
        lang: language ("de", "en").

    Returns:
        A sentence; empty where any text will do.
    """
    german = lang != "en"
    sheets = [model.by_class[name].name[lang] for name in column.references if name in model.by_class]
    kinds = []
    if sheets:
        places = (" oder " if german else " or ").join(sheets)
        kinds.append(f"eine Kennung aus {places}" if german else f"an identifier from {places}")
    for scheme in column.schemes:
        values = "; ".join(concept.notation if german else concept.label.get(lang, "") for concept in scheme.concepts)
        kinds.append(f"ein Wert aus der Liste ({values})" if german else f"a value from the list ({values})")
    if column.is_time:
        kinds.append(EXPECTED["time"][lang])
    kinds += [EXPECTED[name][lang] for name in column.datatypes if name in EXPECTED]
    if (sheets or column.schemes) and XSD + "string" in column.datatypes:
        kinds.append("freier Text" if german else "free text")
    if not kinds:
        return ""
    text = (", oder " if german else ", or ").join(kinds)
    return f"{'Erwartet' if german else 'Expected'}: {text}."


def short(text: str, length: int) -> str:
    """A text of at most so many characters (Excel allows 255 in the hint of a cell)."""
    return text if len(text) <= length else text[: length - 2].rsplit(" ", 1)[0] + " …"
