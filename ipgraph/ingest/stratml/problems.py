"""What can go wrong with a StratML document, in words that name the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.ingest.stratml.document import last

if TYPE_CHECKING:
    from ipgraph.ingest.stratml.document import Document


def too_large(file: str, maximum: int) -> IpgraphError:
    """A file that no plan can be."""
    megabytes = maximum // 1_000_000
    return IpgraphError(
        f"{file} ist größer als {megabytes} MB. So groß ist kein StratML-Dokument; gelesen wurde nichts.",
        f"{file} is larger than {megabytes} MB. No StratML document is that large; nothing was read.",
    )


def broken(file: str, line: int, reason: str) -> IpgraphError:
    """A file that is no XML."""
    return IpgraphError(
        f"{file}, Zeile {line}: Das ist kein gültiges XML ({reason}). Bitte die Datei neu erzeugen oder dort berichtigen.",
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
    kinds = {}
    for found in document.rows:
        for label, text, line in found.remarks:
            groups[found.sheet.target, label or document.places.rows[found.sheet.target].notes].append((text, line))
            kinds[found.sheet.target] = found.sheet
    for (target, label), several in groups.items():
        yield _remark(document, target, label, several, file)
    yield from _guessed(document, file)
    if document.placed:
        first = document.placed[0]
        yield Problem(
            "E-34",
            {
                "de": f"{len(document.placed)} Einträge haben keinen Identifier; ihre Kennung ist ihre Nummer im Dokument, "
                f"zum Beispiel {first.position}. Sie ändert sich, wenn Einträge dazukommen.",
                "en": f"{len(document.placed)} entries have no Identifier; their identifier is their number in the "
                f"document, for instance {first.position}. It changes when entries are added.",
            },
            Place(file, row=first.line),
        )


def _remark(document: Document, target: str, label: str, several: list[tuple[str, int]], file: str) -> Problem:
    place = document.places.rows[target]
    text, line = several[0]
    shown = text if len(text) <= 80 else text[:80] + " …"
    kind = place.sheet.singular
    count = len(several)
    if last(label) in document.places.personal:
        return Problem(
            "E-33",
            {
                "de": f"{label} wurde nicht übernommen: Namen und Nummern von Personen gehören nicht in einen offenen Plan.",
                "en": f"{label} was not taken: names and numbers of persons do not belong in an open plan.",
            },
            Place(file, row=line),
        )
    column = place.remainder
    if column and last(label) not in document.places.technical:
        kept = {"de": f"steht jetzt in der Spalte {column.name['de']}", "en": f"now stands in {column.name['en']}"}
    else:
        kept = {"de": "bleibt als Anmerkung (rdfs:comment) erhalten", "en": "is kept as a remark (rdfs:comment)"}
    times = {"de": f" ({count}-mal, hier zuerst)", "en": f" ({count} times, here first)"} if count > 1 else None
    return Problem(
        "E-32",
        {
            "de": f"Für „{label}“ ({kind['de']}) gibt es keine Spalte{times['de'] if times else ''}; der Text "
            f"{kept['de']}: „{shown}“.",
            "en": f"There is no column for “{label}” ({kind['en']}){times['en'] if times else ''}; the text "
            f"{kept['en']}: “{shown}”.",
        },
        Place(file, row=line),
        text[:200],
    )


def _guessed(document: Document, file: str) -> Iterator[Problem]:
    groups = defaultdict(list)
    for found in document.rows:
        for path in sorted(found.guessed - found.lines.keys()) if not found.ours else ():
            groups[found.sheet.by_path[path]].append(found)
    for column, several in groups.items():
        yield Problem(
            "E-35",
            {
                "de": f"{len(several)} Einträge nennen Beteiligte ohne Rolle (RoleType); sie stehen jetzt unter "
                f"{column.name['de']}. Bitte prüfen.",
                "en": f"{len(several)} entries name stakeholders without a role (RoleType); they now stand under "
                f"{column.name['en']}. Please check.",
            },
            Place(file, row=several[0].line, column=column.name["de"]),
        )
