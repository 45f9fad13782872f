"""What is said about changes, in German and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ipgraph.browse import Resource
from ipgraph.changes.change import Change
from ipgraph.changes.meaning import PLAN
from ipgraph.model import Sheet, Text
from ipgraph.table import Column

KINDS: Mapping[str, Text] = {
    "new": {"de": "neu", "en": "new"},
    "gone": {"de": "entfallen", "en": "gone"},
    "renamed": {"de": "umbenannt", "en": "renamed"},
    "moved": {"de": "verschoben", "en": "moved"},
    "changed": {"de": "geändert", "en": "changed"},
}
"""What can be of a row, in the order in which it is told."""

TITLE: Text = {"de": "Was sich geändert hat", "en": "What has changed"}
SAME: Text = {"de": "Keine Unterschiede.", "en": "No differences."}
TURNED: Text = {
    "de": "Die neue Fassung beginnt vor der alten. Wurden die beiden vertauscht? Zuerst kommt die alte.",
    "en": "The new edition begins before the old one. Have the two been swapped? The old one comes first.",
}
CONFIRM: Text = {
    "de": "Vermutlich umbenannt – stimmt das? „ipgraph diff ALT NEU --suggest LISTE.csv“ schreibt die Vermutungen in "
    "eine Liste. Was nicht stimmt, darin löschen, den Rest unterschreiben und mit --renames LISTE.csv angeben.",
    "en": "Probably renamed – is that so? “ipgraph diff OLD NEW --suggest LIST.csv” writes the guesses into a list. "
    "Delete what is not so, sign the rest, and give it with --renames LIST.csv.",
}
NO_CHAPTER: Text = {"de": "Ohne Kapitel", "en": "Without a chapter"}

COLUMNS = (
    Column("sheet", {"de": "Blatt (Code)", "en": "Sheet (code)"}, "code"),
    Column("sheet_label", {"de": "Blatt", "en": "Sheet"}),
    Column("chapter", {"de": "Kapitel", "en": "Chapter"}),
    Column("identifier", {"de": "Kennung", "en": "Identifier"}),
    Column("resource", {"de": "Adresse", "en": "Address"}, "iri", "identifier"),
    Column("label", {"de": "Was", "en": "What"}),
    Column("change", {"de": "Änderung (Code)", "en": "Change (code)"}, "code"),
    Column("change_label", {"de": "Änderung", "en": "Change"}),
    Column("field", {"de": "Spalte (Code)", "en": "Column (code)"}, "code"),
    Column("field_label", {"de": "Spalte", "en": "Column"}),
    Column("before", {"de": "Vorher", "en": "Before"}),
    Column("after", {"de": "Nachher", "en": "After"}),
    Column("note", {"de": "Hinweis", "en": "Note"}),
)
"""The columns of the table of changes."""


def of_sheet(sheet: Sheet, changes: Sequence[Change]) -> Text:
    """What has changed in a sheet, in one sentence.

    Args:
        sheet: the sheet.
        changes: its changes, at least one.

    Returns:
        "3 Ziele neu, 2 entfallen."; of the plan itself, which columns changed.
    """
    if sheet.target == PLAN:
        columns = [cell.column.name for change in changes for cell in change.cells]
        names = {lang: ", ".join(column[lang] for column in columns) for lang in ("de", "en")}
        return {
            "de": f"Angaben zum Plan geändert: {names['de']}.",
            "en": f"Details of the plan changed: {names['en']}.",
        }
    counts = Counter(change.kind for change in changes)
    return {lang: _counted(sheet, counts, lang) + _guessed(changes, lang) for lang in ("de", "en")}


def _counted(sheet: Sheet, counts: Mapping[str, int], lang: str) -> str:
    parts = [f"{counts[kind]} {said[lang]}" for kind, said in KINDS.items() if counts.get(kind)]
    number, _, rest = parts[0].partition(" ")
    what = sheet.singular[lang] if number == "1" else sheet.name[lang]
    what = what if lang == "de" else what[:1].lower() + what[1:]
    return ", ".join([f"{number} {what} {rest}", *parts[1:]]) + "."


def _guessed(changes: Sequence[Change], lang: str) -> str:
    guessed = sum(change.kind == "new" and change.likely is not None for change in changes)
    if not guessed:
        return ""
    if lang == "de":
        return f" Davon vermutlich umbenannt: {guessed}."
    return f" Of these probably renamed: {guessed}."


def chapter(resource: Resource | None, lang: str) -> str:
    """A chapter as a heading; empty where there is none."""
    return f"{resource.identifier} {resource.label}".strip() if resource else ""


def part_of(identifier: str, note: Text) -> Text:
    """That a new row is a part of one that was there before, and who says so."""
    return {"de": f"aus {identifier} entstanden, {note['de']}", "en": f"part of {identifier}, {note['en']}"}


def note(change: Change, lang: str) -> str:
    """What has to be said beside a change: that it is a guess, or who confirmed it."""
    if change.likely is None:
        return change.note[lang]
    other, percent = change.likely.other.identifier, change.likely.percent
    if lang == "de":
        why = "gleicher Wortlaut" if percent == 100 else f"Wortlaut zu {percent} % gleich"
        return f"vermutlich {'früher' if change.kind == 'new' else 'jetzt'} {other} ({why})"
    why = "same wording" if percent == 100 else f"wording {percent}% alike"
    return f"probably {'formerly' if change.kind == 'new' else 'now'} {other} ({why})"
