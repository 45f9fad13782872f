"""What can go wrong with a StratML document, in words that name the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.ingest.stratml.document import last

if TYPE_CHECKING:
    from ipgraph.ingest.stratml.document import Document
    from ipgraph.ingest.stratml.places import Place as Where


def broken(file: str, line: int, reason: str) -> IpgraphError:
    """A file that is no XML."""
    return IpgraphError(
        f"{file}, Zeile {line}: Das ist kein gültiges XML. Bitte die Datei neu erzeugen oder dort berichtigen. "
        f"Die Meldung gibt es nur auf Englisch: {reason}",
        f"{file}, line {line}: not valid XML ({reason}). Please make the file anew or mend it there.",
    )


def doctype(file: str) -> IpgraphError:
    """A document type may hold entities, which are refused."""
    return IpgraphError(
        f"{file} enthält eine Dokumenttyp-Definition (DOCTYPE) und wurde deshalb nicht gelesen. StratML braucht keine: "
        "bitte die Zeile <!DOCTYPE …> herausnehmen.",
        f"{file} holds a document type definition (DOCTYPE) and was not read. StratML needs none: please take the "
        "line <!DOCTYPE …> out.",
    )


def no_stratml(file: str, root: str, roots: list[str]) -> IpgraphError:
    """XML of another kind."""
    names = " / ".join(roots)
    return IpgraphError(
        f"{file} ist kein StratML: Das äußerste Element heißt {root}, erwartet wird {names}.",
        f"{file} is no StratML: its outermost element is {root}, expected is {names}.",
    )


def about(document: Document, file: str) -> Iterator[Problem]:
    """What could not be taken as it stands, each kind once with its first line.

    Args:
        document: the document, read.
        file: name of the file.
    """
    groups: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    set_apart: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for found in document.rows:
        for label, text, line in found.remarks:
            if last(label) in document.places.personal:
                set_apart["E-33"].append((label, line))
            elif last(label) in document.places.technical:
                set_apart["E-32"].append((label, line))
            else:
                groups[found.sheet.target, label].append((text, line))
    for (target, label), several in groups.items():
        yield _remark(document.places.rows[target], label, several, file)
    for code, labels in sorted(set_apart.items()):
        yield _set_apart(code, labels, file)
    yield from _guessed(document, file)
    if document.placed:
        first = document.placed[0]
        yield Problem(
            "E-34",
            {
                "de": f"Einträge ohne Identifier: {len(document.placed)}. Ihre Kennung ist ihre Nummer im Dokument, "
                f"zum Beispiel {first.position}; sie ändert sich, wenn Einträge dazukommen.",
                "en": f"Entries without an Identifier: {len(document.placed)}. Their identifier is their number in the "
                f"document, for instance {first.position}; it changes when entries are added.",
            },
            Place(file, row=first.line),
        )


def _remark(place: Where, label: str, several: list[tuple[str, int]], file: str) -> Problem:
    """E-32: an element without a column."""
    text, line = several[0]
    shown = " ".join((text if len(text) <= 80 else text[:80] + " …").split())
    name, kind, count = label or place.notes, place.sheet.singular, len(several)
    kept = {"de": "bleibt als Anmerkung (rdfs:comment) erhalten", "en": "is kept as a remark (rdfs:comment)"}
    if place.remainder:
        column = place.remainder.name
        kept = {"de": f"steht jetzt in der Spalte {column['de']}", "en": f"now stands in the column {column['en']}"}
    times = {"de": f", {count}-mal, hier zuerst", "en": f", {count} times, here first"} if count > 1 else {}
    return Problem(
        "E-32",
        {
            "de": f"Für „{name}“ ({kind['de']}{times.get('de', '')}) gibt es keine Spalte; der Text {kept['de']}: "
            f"„{shown}“.",
            "en": f"There is no column for “{name}” ({kind['en']}{times.get('en', '')}); the text {kept['en']}: "
            f"“{shown}”.",
        },
        Place(file, row=line),
        text[:200],
    )


def _set_apart(code: str, labels: list[tuple[str, int]], file: str) -> Problem:
    """E-33: what tells of a person; E-32: what only programs need."""
    names = ", ".join(dict.fromkeys(label.lstrip("@") for label, _ in labels))
    message = {
        "E-33": {
            "de": f"Nicht übernommen: {names}. Namen und Nummern von Personen gehören nicht in einen offenen Plan.",
            "en": f"Not taken: {names}. Names and numbers of persons do not belong in an open plan.",
        },
        "E-32": {
            "de": f"Was nur Programme brauchen, hat keine Spalte und bleibt als Anmerkung (rdfs:comment): {names}.",
            "en": f"What only programs need has no column and is kept as a remark (rdfs:comment): {names}.",
        },
    }
    return Problem(code, message[code], Place(file, row=labels[0][1]))


def _guessed(document: Document, file: str) -> Iterator[Problem]:
    groups = defaultdict(list)
    for found in document.rows:
        for path in sorted(found.guessed - found.lines.keys()) if not found.ours else ():
            groups[found.sheet.by_path[path]].append(found)
    for column, several in groups.items():
        yield Problem(
            "E-35",
            {
                "de": f"Einträge, die Beteiligte ohne Rolle (RoleType) nennen: {len(several)}. Sie stehen jetzt unter "
                f"{column.name['de']}; bitte prüfen.",
                "en": f"Entries that name stakeholders without a role (RoleType): {len(several)}. They now stand under "
                f"{column.name['en']}; please check.",
            },
            Place(file, row=several[0].line, column=column.name["de"]),
        )
