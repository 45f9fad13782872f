"""Rows that were given another Kennung, as a person confirmed it or an edition itself says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ipgraph.browse import Plan
from ipgraph.changes.meaning import Identity
from ipgraph.errors import IpgraphError
from ipgraph.ingest.rdf import node_key
from ipgraph.model import Model, Text, normal
from ipgraph.namespaces import DCTERMS
from ipgraph.reviewed import Entry, read_reviewed

COLUMNS: Mapping[str, Text] = {
    "sheet": {"de": "Blatt", "en": "Sheet"},
    "old": {"de": "Kennung alt", "en": "Old identifier"},
    "new": {"de": "Kennung neu", "en": "New identifier"},
}


@dataclass(frozen=True)
class Rename:
    """A row under two Kennungen.

    Args:
        old: what it is in the old edition.
        new: what it is in the new edition.
        note: who says so.
    """

    old: Identity
    new: Identity
    note: Text


@dataclass(frozen=True)
class Renames:
    """All renames between two editions.

    Args:
        confirmed: those that hold, by what a row is in the old edition.
        parts: where a row became several, the others of these, by what they are in the new edition.
        notes: entries of the list that fit neither edition, a sentence each.
    """

    confirmed: Mapping[Identity, Rename]
    parts: Mapping[Identity, Rename]
    notes: tuple[Text, ...] = ()


def renames(old: Plan, new: Plan, path: Path | None, *, signed: bool = True) -> Renames:
    """Gather the renames between two editions.

    Args:
        old: the old edition.
        new: the new edition.
        path: list of those that a person confirmed (:data:`COLUMNS`, who and when); None where there is none.
        signed: whether to say who confirmed it.

    Returns:
        Those of the list, and what one of the editions states (``dcterms:isReplacedBy``, ``dcterms:replaces``).

    Raises:
        IpgraphError: the list is not readable, or names a sheet that does not exist.
    """
    found, notes = [], []
    before, after = _identities(old), _identities(new)
    for entry, one in listed(path, old.model, signed=signed):
        if one.old in before and one.new in after:
            found.append(one)
        elif one.new not in before or one.old in before:  # else it was renamed before the old edition
            notes.append(_idle(entry))
    confirmed: dict[Identity, Rename] = {}
    parts: dict[Identity, Rename] = {}
    for one in (*found, *_stated(old, new)):
        if confirmed.setdefault(one.old, one).new != one.new:
            parts.setdefault(one.new, one)
    return Renames(confirmed, parts, tuple(notes))


def listed(path: Path | None, model: Model, *, signed: bool = True) -> list[tuple[Entry, Rename]]:
    """The entries of a list of renames, whichever editions they belong to.

    Args:
        path: the list; None where there is none.
        model: the sheets.
        signed: whether to say who confirmed it.

    Raises:
        IpgraphError: the list is not readable, or names a sheet that does not exist.
    """
    return [(entry, _listed(entry, model, signed)) for entry in (read_reviewed(path, COLUMNS) if path else [])]


def _identities(plan: Plan) -> set[Identity]:
    return {(resource.sheet.target, resource.identifier.strip()) for resource in plan.resources.values()}


def _stated(old: Plan, new: Plan) -> Iterator[Rename]:
    pairs = [
        *((one.iri, node_key(term)) for one in old.resources.values() for term in one.terms.get(REPLACED_BY, ())),
        *((node_key(term), one.iri) for one in new.resources.values() for term in one.terms.get(REPLACES, ())),
    ]
    note = {"de": "so angegeben", "en": "as stated"}
    for before, after in sorted(pairs):
        if (was := old.resources.get(before)) and (now := new.resources.get(after)) and was.sheet is now.sheet:
            yield Rename((was.sheet.target, was.identifier.strip()), (now.sheet.target, now.identifier.strip()), note)


REPLACED_BY, REPLACES = DCTERMS + "isReplacedBy", DCTERMS + "replaces"


def _listed(entry: Entry, model: Model, signed: bool) -> Rename:
    sheet = model.by_name.get(normal(entry.values["sheet"]))
    if sheet is None:
        names = {lang: ", ".join(one.name[lang] for one in model.sheets) for lang in ("de", "en")}
        raise IpgraphError(
            f"{entry.place.words('de')}: Ein Blatt „{entry.values['sheet']}“ gibt es nicht. Es gibt: {names['de']}.",
            f"{entry.place.words('en')}: there is no sheet “{entry.values['sheet']}”. There are: {names['en']}.",
        )
    note = {"de": "bestätigt", "en": "confirmed"}
    if signed:
        note = {
            "de": f"bestätigt von {entry.by} am {entry.on:%d.%m.%Y}",
            "en": f"confirmed by {entry.by} on {entry.on.isoformat()}",
        }
    return Rename((sheet.target, entry.values["old"]), (sheet.target, entry.values["new"]), note)


def _idle(entry: Entry) -> Text:
    old, new = entry.values["old"], entry.values["new"]
    return {
        "de": f"{entry.place.words('de')}: passt nicht. Es müsste in der alten Fassung {old} und in der neuen {new} "
        "geben.",
        "en": f"{entry.place.words('en')}: does not fit. There would have to be {old} in the old edition and {new} in "
        "the new one.",
    }
