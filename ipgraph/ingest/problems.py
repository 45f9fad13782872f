"""The sentences about what a reader finds in sheets, each with its code (see ``docs/input-problems.md``)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.ingest.values import EXPECTED
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, Text
from ipgraph.namespaces import XSD

if TYPE_CHECKING:
    from ipgraph.ingest.sheets import RawSheet


DAYS = ("time", XSD + "date")
"""Kinds of value that are days."""


def near(word: str, known: list[str]) -> Text:
    """A hint at what may be meant: by language a sentence, or nothing.

    Args:
        word: what was written.
        known: what could have been written.

    Returns:
        The sentence with a blank at its end.
    """
    found = get_close_matches(word, known, n=1, cutoff=0.7)
    if not found:
        return {"de": "", "en": ""}
    if found[0] == word:
        return {"de": f"Gemeint ist wohl „{word}“. ", "en": f"Perhaps “{word}”. "}
    return {"de": f"Gemeint ist vielleicht „{found[0]}“. ", "en": f"Perhaps “{found[0]}” is meant. "}


def semicolons(values: list[str]) -> Text:
    """A hint at how several values are written; a sentence with a blank at its end, by language."""
    cell = "; ".join(values)
    return {"de": f"Mehrere mit Semikolon trennen: {cell}. ", "en": f"Separate several by semicolons: {cell}. "}


def no_plan(source: str, found: list[str], model: Model) -> IpgraphError:
    """None of the sheets belongs to a plan."""
    names = ", ".join(found[:10]) or "–"
    german = ", ".join(sheet.name["de"] for sheet in model.sheets)
    english = ", ".join(sheet.name["en"] for sheet in model.sheets)
    return IpgraphError(
        f"{source} enthält kein Blatt eines Plans. Gefunden: {names}. Erwartet: {german}. "
        "Eine leere Vorlage schreibt: ipgraph template plan.xlsx",
        f"{source} holds no sheet of a plan. Found: {names}. Expected: {english}. "
        "An empty template is written by: ipgraph template plan.xlsx",
    )


def unknown_sheet(raw: RawSheet, model: Model) -> Problem:
    """E-01: a sheet of a name that no sheet of a plan has."""
    known = [sheet.name["de"] for sheet in model.sheets]
    hint = near(raw.name, known)
    return _problem(
        "E-01",
        raw.place(),
        f"„{raw.name}“ ist kein Blatt eines Plans und wurde nicht gelesen ({len(raw.rows)} Zeilen). "
        f"{hint['de']}Blätter eines Plans: {', '.join(known)}.",
        f"“{raw.name}” is no sheet of a plan and was not read ({len(raw.rows)} rows). "
        f"{hint['en']}Sheets of a plan: {', '.join(sheet.name['en'] for sheet in model.sheets)}.",
    )


def hidden_sheet(raw: RawSheet) -> Problem:
    """E-18: a sheet of a plan that is hidden."""
    return _problem(
        "E-18",
        raw.place(),
        f"Das Blatt „{raw.name}“ ist ausgeblendet und wurde nicht gelesen. Gehört es zum Plan, in Excel einblenden.",
        f"The sheet “{raw.name}” is hidden and was not read. If it is part of the plan, unhide it in Excel.",
    )


def title_above(raw: RawSheet, row: int) -> Problem:
    """E-02: something stands above the headings."""
    return _problem(
        "E-02",
        raw.place(row),
        "Hier stehen die Überschriften der Spalten; was darüber steht, wurde nicht übernommen.",
        "Here are the headings of the columns; what stands above them was not taken.",
    )


def unknown_column(raw: RawSheet, sheet: Sheet, index: int) -> Problem:
    """E-02: a heading that the sheet does not have."""
    heading = raw.headings[index]
    filled = sum(index in row.cells for row in raw.rows)
    hint = near(heading, [column.name["de"] for column in sheet.fields])
    return _problem(
        "E-02",
        raw.place(None, index),
        f"Die Spalte „{heading}“ gehört nicht zum Blatt {sheet.name['de']}; "
        f"{filled} {'Angabe wurde' if filled == 1 else 'Angaben wurden'} nicht übernommen. {hint['de']}".strip(),
        f"The column “{heading}” is not part of the sheet {sheet.name['en']}; "
        f"{filled} {'entry was' if filled == 1 else 'entries were'} not taken. {hint['en']}".strip(),
    )


def unreadable(place: Place, text: str, iri: str, column: Field) -> Problem:
    """E-03: a cell that is no value of the kind its column asks for."""
    kind = "time" if column.is_time else column.datatypes[0]
    expected = EXPECTED.get(kind, {"de": "ein anderer Wert", "en": "another value"})
    hint = {"de": "", "en": ""}
    if kind == XSD + "decimal" and text.endswith("%"):
        hint = {"de": " Das Prozent gehört zur Einheit.", "en": " The per cent is part of the unit."}
    elif kind in DAYS and re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{1,2}-\d{1,2}", text):
        hint = {"de": " Diesen Tag gibt es im Kalender nicht.", "en": " The calendar has no such day."}
    elif kind in DAYS and re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", text):
        hint = {"de": " Das Jahr bitte mit vier Ziffern.", "en": " Please write the year with four digits."}
    return _problem(
        "E-03",
        place,
        f"„{text[:80]}“ ist für {column.name['de']} nicht lesbar. Erwartet wird {expected['de']}.{hint['de']}",
        f"“{text[:80]}” cannot be read as {column.name['en']}. Expected: {expected['en']}.{hint['en']}",
        text,
        iri,
        column.path,
    )


def made_a_date(place: Place, text: str, iri: str, column: Field) -> Problem:
    """E-03: a Kennung that Excel has taken for a date."""
    return _problem(
        "E-03",
        place,
        f"Excel hat die Kennung in ein Datum verwandelt ({text}). Die Spalte als Text formatieren und neu eintragen.",
        f"Excel has turned the identifier into a date ({text}). Format the column as text and enter it again.",
        text,
        iri,
        column.path,
    )


def nowhere(place: Place, text: str, iri: str, column: Field, sheets: list[Sheet], hint: Text) -> Problem:
    """E-04: a reference to a Kennung that does not exist."""
    german = " oder ".join(sheet.name["de"] for sheet in sheets)
    english = " or ".join(sheet.name["en"] for sheet in sheets)
    return _problem(
        "E-04",
        place,
        f"Die Kennung „{text[:80]}“ gibt es nicht (gesucht in: {german}). {hint['de']}".strip(),
        f"There is no identifier “{text[:80]}” (looked for in: {english}). {hint['en']}".strip(),
        text,
        iri,
        column.path,
    )


def ambiguous(place: Place, text: str, iri: str, column: Field, holders: list[Sheet]) -> Problem:
    """E-05: a reference to a Kennung that occurs in several sheets."""
    forms = {lang: " / ".join(f"{sheet.singular[lang]}: {text}" for sheet in holders) for lang in ("de", "en")}
    return _problem(
        "E-05",
        place,
        f"Die Kennung „{text}“ gibt es mehrfach. Bitte so schreiben: {forms['de']}.",
        f"The identifier “{text}” occurs more than once. Please write: {forms['en']}.",
        text,
        iri,
        column.path,
    )


def key_twice(place: Place, key: str, other: Place, iri: str, number: bool = False) -> Problem:
    """E-06: a Kennung that another row of the sheet has already; as a number it may have lost a zero at its end."""
    excel = {"de": "", "en": ""}
    if number:
        excel = {
            "de": f" Stand dort „{key}0“? Excel lässt bei Zahlen die Null am Ende weg: Die Spalte als Text formatieren "
            "und neu eintragen.",
            "en": f" Was it “{key}0”? Excel drops the last zero of a number: format the column as text and enter it "
            "again.",
        }
    return _problem(
        "E-06",
        place,
        f"Die Kennung „{key}“ ist schon vergeben ({other.words('de')}). Beide Zeilen wurden gelesen; "
        f"Verweise gelten der ersten.{excel['de']}",
        f"The identifier “{key}” is taken ({other.words('en')}). Both rows were read; references mean the first."
        f"{excel['en']}",
        key,
        iri,
        IDENTIFIER,
    )


def no_key(place: Place, sheet: Sheet, iri: str) -> Problem:
    """E-07: a row without a Kennung."""
    return _problem(
        "E-07",
        place,
        f"Die Kennung fehlt ({sheet.singular['de']}); die Zeile wurde gelesen, aber niemand kann auf sie verweisen.",
        f"The identifier is missing ({sheet.singular['en']}); the row was read, but nothing can refer to it.",
        None,
        iri,
        IDENTIFIER if sheet.identifier else None,
    )


def no_plan_row(place: Place, source: str, sheet: bool) -> Problem:
    """E-07: no row tells of the plan itself; its sheet may be there."""
    return _problem(
        "E-07",
        place,
        f"{'Im Blatt Plan steht noch keine Zeile' if sheet else 'Es fehlt das Blatt Plan mit einer Zeile'}; "
        f"der Plan heißt vorläufig „{source}“.",
        f"{'The sheet Plan has no row yet' if sheet else 'The sheet Plan with one row is missing'}; "
        f"for now the plan is called “{source}”.",
    )


def no_plan_key(place: Place, source: str) -> Problem:
    """E-07: the plan has no Kennung."""
    return _problem(
        "E-07",
        place,
        f"Die Kennung des Plans fehlt; er heißt vorläufig „{source}“.",
        f"The identifier of the plan is missing; for now it is called “{source}”.",
    )


def not_in_list(
    place: Place, text: str, iri: str, column: Field, model: Model, hint: Text | None = None
) -> Problem:  # fmt: skip
    """E-08: a value that the code list does not have."""
    concepts = [concept for scheme in column.schemes for concept in scheme.concepts]
    hint = hint or near(text, [concept.notation for concept in concepts])
    allowed = "; ".join(concept.notation for concept in concepts)
    english = "; ".join(concept.label.get("en", concept.notation) for concept in concepts)
    rows = [model.by_class[name] for name in column.references if name in model.by_class]
    also = {
        lang: "".join(f" {word}: {sheet.singular[lang]}." for sheet in rows)
        for lang, word in (("de", "Oder eine Kennung"), ("en", "Or an identifier"))
    }
    return _problem(
        "E-08",
        place,
        f"„{text[:80]}“ steht nicht in der Liste für {column.name['de']}. {hint['de']}Erlaubt: {allowed}.{also['de']}",
        f"“{text[:80]}” is not in the list for {column.name['en']}. {hint['en']}Allowed: {english}.{also['en']}",
        text,
        iri,
        column.path,
    )


def column_missing(raw: RawSheet, column: Field) -> Problem:
    """E-12: a required column is not there."""
    return _problem(
        "E-12",
        raw.place(),
        f"Die Pflichtspalte „{column.name['de']}“ fehlt.",
        f"The required column “{column.name['en']}” is missing.",
    )


def column_twice(raw: RawSheet, index: int) -> Problem:
    """E-13: two columns of the same meaning."""
    heading = raw.headings[index]
    return _problem(
        "E-13",
        raw.place(None, index),
        f"Die Spalte „{heading}“ kommt zweimal vor; nur die erste wurde gelesen.",
        f"The column “{heading}” occurs twice; only the first was read.",
    )


def second_plan(place: Place) -> Problem:
    """E-14: a second row in the sheet of the plan."""
    return _problem(
        "E-14",
        place,
        "Das Blatt Plan hat mehr als eine Zeile. Ein Plan je Datei: alles andere gehört zum ersten.",
        "The sheet Plan has more than one row. One plan a file: everything else belongs to the first.",
    )


def _problem(
    code: str, place: Place, de: str, en: str, value: str | None = None, resource: str | None = None,
    path: str | None = None,
) -> Problem:  # fmt: skip
    return Problem(code, {"de": de, "en": en}, place, value, resource, path)
