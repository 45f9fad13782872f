"""Sentences on what became of a column, a row or a cell of a list, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ipgraph.ingest.values import EXPECTED
from ipgraph.intake.cells import DECIMAL, NUMBERS, two_ways
from ipgraph.intake.headings import Match
from ipgraph.intake.mapping import Target
from ipgraph.model import Field, Scheme, Sheet, Text

# ---------------------------------------------------------------------- why a column became something


def span(heading: str, start: Field, end: Field) -> Text:
    """A heading that names two columns of time."""
    return {
        "de": f"„{heading}“ ist eine Zeitspanne: „{start.name['de']}“ und „{end.name['de']}“.",
        "en": f"“{heading}” is a span of time: “{start.name['en']}” and “{end.name['en']}”.",
    }


def codes(scheme: Scheme) -> Text:
    """A column whose values are those of a code list."""
    return {
        "de": f"Die Werte stehen in der Liste „{scheme.title['de']}“.",
        "en": f"The values are in the list “{scheme.title['en']}”.",
    }


BODIES: Text = {
    "de": "Die Werte sind Namen von Stellen, die schon bekannt sind.",
    "en": "The values are names of bodies that are known already.",
}
TEXTS: Text = {
    "de": "Hier steht in jeder Zeile ein anderer Text; die Überschrift sagt nichts.",
    "en": "There is a different text in every row; the heading says nothing.",
}

GIVEN: Text = {"de": "So steht es in der Zuordnung.", "en": "So it says in the mapping."}

# ---------------------------------------------------------------------- why a column has no place

NO_HEADING: Text = {"de": "Die Spalte hat keine Überschrift.", "en": "The column has no heading."}
NEW_COLUMN: Text = {
    "de": "Die Spalte steht nicht in der Zuordnung.",
    "en": "The column is not in the mapping.",
}
NOT_TAKEN: Text = {"de": "die Spalte wird nicht übernommen", "en": "the column is not taken over"}


def held(target: Target, holder: str) -> Text:
    """Another column of the list has taken the place."""
    return {
        "de": f"„{target.name}“ kommt schon aus der Spalte „{holder}“.",
        "en": f"“{target.field.name['en']}” comes from the column “{holder}” already.",
    }


def unnamed(sheet: Sheet) -> Text:
    """The place belongs to rows, such as goals, that the list does not name."""
    return {
        "de": f"Das gehört zu einem Eintrag im Blatt „{sheet.name['de']}“; die Liste nennt keinen.",
        "en": f"This belongs to an entry of the sheet “{sheet.name['en']}”; the list names none.",
    }


def unsuited(target: Target) -> Text:
    """The heading suits a column of the plan, but what stands below it does not."""
    return {
        "de": f"Die Überschrift passt zu „{target.name}“, die Werte passen nicht.",
        "en": f"The heading suits “{target.sheet.name['en']}, {target.field.name['en']}”, the values do not.",
    }


def elsewhere(match: Match | None) -> Text:
    """A heading that the sheet of the rows does not know: it names rows of another sheet, or nothing."""
    if match is None:
        return {
            "de": "Für diese Überschrift hat der Plan keine Spalte.",
            "en": "The plan has no column for this heading.",
        }
    return {"de": "Der Plan hat dafür keinen Platz.", "en": "The plan has no place for it."}


# ---------------------------------------------------------------------- why a sheet or a row holds no entry

HIDDEN_SHEET: Text = {"de": "ausgeblendetes Blatt, nicht gelesen", "en": "hidden sheet, not read"}
EMPTY_SHEET: Text = {"de": "leeres Blatt", "en": "empty sheet"}
NOT_IN_MAPPING: Text = {"de": "steht nicht in der Zuordnung", "en": "is not in the mapping"}
NO_TABLE: Text = {"de": "keine Tabelle mit Überschriften gefunden", "en": "no table with headings found"}
NO_ENTRIES: Text = {
    "de": "Tabelle ohne Spalte, die einen Eintrag benennt (Maßnahme, Ziel, Name …)",
    "en": "table without a column that names an entry (measure, goal, name …)",
}
BESIDE: Text = {
    "de": "eine eigene Tabelle, die hinter einer leeren Spalte neben der Liste steht",
    "en": "a table of its own that stands beside the list, behind an empty column",
}
ABOVE: Text = {"de": "steht über der Tabelle", "en": "stands above the table"}
ROWS: Mapping[str, Text] = {
    "repeat": {"de": "wiederholte Kopfzeile", "en": "repeated headings"},
    "hint": {"de": "Erklärung zu den Überschriften", "en": "explanation of the headings"},
    "total": {"de": "Summenzeile", "en": "row with a total"},
    "note": {"de": "Anmerkung unter der Tabelle", "en": "note below the table"},
    "page": {"de": "Seitenzahl oder Wiederholung vom Druck", "en": "page number or repetition from printing"},
    "remark": {"de": "Bemerkung, kein Eintrag", "en": "remark, no entry"},
    "group": {"de": "Zwischenüberschrift ohne Einträge darunter", "en": "heading of a group without entries"},
}
"""By what the row is."""

EMPTY_GROUP: Text = {"de": "darunter steht nichts", "en": "nothing stands below it"}


def goes_on(row: int) -> Text:
    """A row that belongs to the entry above it."""
    return {
        "de": f"geht in Zeile {row} weiter: eigener Titel und eigene Nummer fehlen",
        "en": f"goes on with row {row}: it has no title and no number of its own",
    }


# ---------------------------------------------------------------------- why a cell did not simply get in

NO_ENTRY: Text = {"de": "heißt: keine Angabe", "en": "means: no entry"}
NOWHERE: Text = {"de": "gehört zu keiner Spalte und keinem Eintrag", "en": "belongs to no column and no entry"}
FULL: Text = {"de": "die Spalte des Plans fasst nur eine Angabe", "en": "the column of the plan holds one entry only"}
TOO_LONG: Text = {"de": "ist zu lang für eine Kennung", "en": "is too long for an identifier"}
ONLY_A_DAY: Text = {
    "de": "an diesem Tag ist nichts gemeldet: Status und Text fehlen",
    "en": "nothing is reported on this day: status and text are missing",
}
NO_SUCH_ROW: Text = {
    "de": "eine Zeile mit dieser Kennung oder diesem Namen gibt es nicht",
    "en": "there is no row with this identifier or name",
}


def not_in_its_list(key: str, sheet: Sheet, text: str, lists: Sequence[str]) -> Text:
    """A row names another one that the list of such rows does not have."""
    name, names = sheet.singular, ", ".join(f"„{one}“" for one in lists)
    return {
        "de": f"{key} nennt {name['de']} „{text}“; das Blatt {names} hat es nicht",
        "en": f"{key} names {name['en']} “{text}”, which sheet {names} does not have",
    }


def no_value(column: Field, text: str) -> Text:
    """A text that is no value of its column, with what the reader of plans expects there."""
    if column.schemes:
        titles = {lang: ", ".join(scheme.title[lang] for scheme in column.schemes) for lang in ("de", "en")}
        return {"de": f"steht nicht in der Liste „{titles['de']}“", "en": f"is not in the list “{titles['en']}”"}
    if any(kind in NUMBERS for kind in column.datatypes) and (numbers := two_ways(text)):
        whole, small = numbers
        return {
            "de": f"ist auf zwei Arten zu lesen, {whole} oder {small.replace('.', ',')}; bitte eindeutig schreiben",
            "en": f"can be read in two ways, {whole} or {small}; please write it clearly",
        }
    if DECIMAL in column.datatypes:
        return {"de": "ist keine einzelne Zahl", "en": "is no single number"}
    kinds: Sequence[str] = ("time",) if column.is_time else column.datatypes
    expected = next((EXPECTED[kind] for kind in kinds if kind in EXPECTED), None)
    if expected is None:
        return {
            "de": f"passt nicht in die Spalte „{column.name['de']}“",
            "en": f"does not fit into the column “{column.name['en']}”",
        }
    return {"de": f"erwartet wird {expected['de']}", "en": f"expected: {expected['en']}"}
