"""The gate before publication: no name of a person, private mail address or phone number leaves the house unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from ipgraph.browse import Plan, load_plan
from ipgraph.errors import Place
from ipgraph.ingest import Reading
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import natural_key
from ipgraph.model import Text, load_model
from ipgraph.namespaces import IP, XSD, local_name
from ipgraph.opendata.personal.traces import KINDS, WHY, Trace, is_of_a_person, traces
from ipgraph.reviewed import Entry, read_reviewed, unsigned
from ipgraph.store import EmbeddedStore
from ipgraph.table import Column, Table

CONTACT = IP + "contact"
NO_TEXT = {XSD + name for name in ("decimal", "integer", "double", "float", "boolean", "date", "dateTime", "gYear")}
"""Datatypes that hold numbers and days."""

EXCEPTION: Mapping[str, Text] = {
    "value": {"de": "Wert", "en": "Value"},
    "reason": {"de": "Grund", "en": "Reason"},
}
"""Columns of the list of exceptions, beside who reviewed them and when."""

BLOT = "[…]"
SHORT = 60
"""Characters of a text that is suggested as a whole."""

_COLUMNS = (
    Column("file", {"de": "Datei", "en": "File"}),
    Column("sheet", {"de": "Blatt", "en": "Sheet"}),
    Column("cell", {"de": "Zelle", "en": "Cell"}),
    Column("identifier", {"de": "Kennung", "en": "Identifier"}),
    Column("field", {"de": "Spalte", "en": "Column"}),
    Column("kind", {"de": "Art (Code)", "en": "Kind (code)"}, "code"),
    Column("kind_label", {"de": "Gefunden", "en": "Found"}),
    Column("match", {"de": "Was", "en": "What"}),
    Column("why", {"de": "Warum", "en": "Why"}),
    Column("resource", {"de": "Adresse", "en": "Address"}, "iri", "identifier"),
)


@dataclass(frozen=True)
class Hit:
    """Something personal in a text that would be published.

    Args:
        kind: ``name``, ``mail`` or ``phone``.
        match: what was found.
        why: why it counts as personal.
        text: the whole text.
        place: where it stands in the source; None if not known.
        resource: IRI of the row; empty for a text beside the plan.
        identifier: its Kennung.
        field: heading of the column, by language.
    """

    kind: str
    match: str
    why: Text
    text: str
    place: Place | None = None
    resource: str = ""
    identifier: str = ""
    field: Text = field(default_factory=lambda: {"de": "", "en": ""})

    def sentence(self, lang: str = "de") -> str:
        """Where it stands, what it is and why it counts: one line."""
        where = [self.place.words(lang) if self.place else "", "" if self.place and self.place.row else self.identifier]
        match = f"„{self.match}“" if lang == "de" else f"“{self.match}”"
        return f"{', '.join(filter(None, where))}: {match} – {self.why[lang]}"


@dataclass(frozen=True)
class Gate:
    """What the gate found.

    Args:
        hits: what stops the publication.
        passed: what a reviewed exception lets through.
        stale: exceptions that apply to nothing any more.
    """

    hits: tuple[Hit, ...]
    passed: tuple[Hit, ...] = ()
    stale: tuple[Entry, ...] = ()

    @property
    def sentence(self) -> Text:
        """The outcome in a sentence or two."""
        if not self.hits:
            return {
                "de": "Keine Namen von Personen, privaten E-Mail-Adressen oder Telefonnummern gefunden.",
                "en": "No names of persons, private mail addresses or phone numbers were found.",
            }
        count = len(self.hits)
        one = count == 1
        return {
            "de": f"Nicht veröffentlicht: {count} {'Stelle sieht' if one else 'Stellen sehen'} nach Daten einer "
            "Person aus. Bitte in der Quelle die Stelle oder Funktion nennen. Was bleiben darf: --suggest LISTE.csv "
            "schreibt alles in eine Liste; darin löschen, was nicht bleiben darf, den Rest begründen, unterschreiben "
            "und mit --exceptions LISTE.csv angeben.",
            "en": f"Not published: {count} {'place looks' if one else 'places look'} like data of a person. Please "
            "name the body or function in the source. What may stay: --suggest LIST.csv writes everything into a list; "
            "delete what may not stay, give reasons for the rest, sign it, and give it with --exceptions LIST.csv.",
        }

    @property
    def notes(self) -> tuple[Text, ...]:
        """What else a person should know: exceptions that can go."""
        return tuple(
            {
                "de": f"{entry.place.words('de')}: Die Ausnahme „{entry.values['value']}“ kommt nicht mehr vor und "
                "kann gelöscht werden.",
                "en": f"{entry.place.words('en')}: the exception “{entry.values['value']}” does not occur any more "
                "and can be deleted.",
            }
            for entry in self.stale
        )

    def table(self, lang: str = "de") -> Table:
        """The hits as a table, one row each.

        Args:
            lang: language of what was found and why.
        """
        title = {"de": "Vor der Veröffentlichung zu klären", "en": "To be settled before publication"}
        return Table(_COLUMNS, tuple(_row(hit, lang) for hit in self.hits), title)


def suggested(found: Gate, lang: str = "de") -> bytes:
    """The hits as a list of exceptions to be signed.

    Args:
        found: what the gate found.
        lang: language of the headings.

    Returns:
        A CSV file. A name in a short text comes with the whole of it, so that it passes there alone.
    """
    short = (hit.text if hit.kind == "name" and len(hit.text) <= SHORT else hit.match for hit in found.hits)
    return unsigned(EXCEPTION, ([" ".join(text.split()), ""] for text in dict.fromkeys(short)), lang)


def _row(hit: Hit, lang: str) -> tuple[str | None, ...]:
    place = hit.place or Place("")
    cell = place.cell or (f"{'Zeile' if lang == 'de' else 'row'} {place.row}" if place.row else None)
    return (
        place.file or None, place.sheet, cell, hit.identifier or None, hit.field[lang] or None, hit.kind,
        KINDS[hit.kind][lang], hit.match, hit.why[lang], hit.resource or None,
    )  # fmt: skip


def gate(reading: Reading, exceptions: Path | None = None, beside: Mapping[str, str] | None = None) -> Gate:
    """Look for personal data in every text of the plans.

    Args:
        reading: the plans that are to be published.
        exceptions: list of what a person let through (:data:`EXCEPTION`, who and when); None where there is none.
        beside: other texts that will be published, by where they stand ("veroeffentlichung.toml, kontakt").

    Returns:
        What was found. An exception holds wherever its value encloses the hit: "Kita Frau Holle" lets "Frau Holle"
        pass in that name and nowhere else.

    Raises:
        IpgraphError: the list is not readable, or a row of it lacks something.
    """
    listed = read_reviewed(exceptions, EXCEPTION) if exceptions else []
    used: set[Place] = set()
    hits: list[Hit] = []
    passed: list[Hit] = []
    for hit, trace in _all(reading, beside or {}):
        entries = [entry for entry in listed if _covers(entry.values["value"], hit.text, trace)]
        used.update(entry.place for entry in entries)
        (passed if entries else hits).append(hit)
    return Gate(tuple(hits), tuple(passed), tuple(entry for entry in listed if entry.place not in used))


def blotted(reading: Reading, exceptions: Path | None = None) -> Reading:
    """The plans without what would stop at the gate: so the account of what has changed does not repeat it.

    Args:
        reading: plans of an earlier edition, which somebody has cleared of persons since.
        exceptions: list of what a person let through.

    Returns:
        The plans, with ``[…]`` for each hit.

    Raises:
        IpgraphError: as :func:`gate`.
    """
    hidden: dict[str, str] = {}
    for hit in gate(reading, exceptions).hits:
        hidden[hit.text] = hidden.get(hit.text, hit.text).replace(hit.match, BLOT)
    store = EmbeddedStore()
    for graph in reading.plans if hidden else ():
        store.add(graph, (_without(triple, hidden) for triple in reading.store.triples(graph)))
    return replace(reading, store=store) if hidden else reading


def _without(triple: ox.Triple, hidden: Mapping[str, str]) -> ox.Triple:
    term = triple.object
    if isinstance(term, ox.Literal) and term.value in hidden:
        text = hidden[term.value]
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, language=term.language))
    if isinstance(term, ox.NamedNode) and term.value.partition(":")[2] in hidden:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(BLOT))
    return triple


def _covers(value: str, text: str, trace: Trace) -> bool:
    words = r"\s+".join(map(re.escape, value.split()))
    return any(
        match.start() <= trace.start and trace.end <= match.end() for match in re.finditer(words, text, re.IGNORECASE)
    )


def _all(reading: Reading, beside: Mapping[str, str]) -> Iterator[tuple[Hit, Trace]]:
    """All that looks personal, with where in its text it stands."""
    model = load_model()
    for iri in reading.plans:
        yield from _in_plan(reading, load_plan(reading.store, iri, model))
    for where, text in beside.items():
        for trace in traces(text):
            if trace.kind != "mail" or is_of_a_person(text[trace.start : trace.end]):
                yield Hit(trace.kind, text[trace.start : trace.end], WHY[trace.why], text, Place(where)), trace


def _in_plan(reading: Reading, plan: Plan) -> Iterator[tuple[Hit, Trace]]:
    district, contact = plan.resource.text(IP + "districtKey"), plan.resource.text(CONTACT).casefold()
    for iri, path, text in sorted(_texts(reading, plan), key=lambda one: (_row_order(plan, one[0]), *one[1:])):
        row = plan.resources.get(iri)
        column = row.sheet.by_path.get(path) if row else None
        name = column.name if column else dict.fromkeys(("de", "en"), local_name(path))
        for trace in traces(text, district):
            match, why = text[trace.start : trace.end], trace.why
            if trace.kind == "mail" and match.casefold() in contact:
                if not is_of_a_person(match):
                    continue
                why = "person"
            place = reading.place(iri, path, plan.iri)
            yield Hit(trace.kind, match, WHY[why], text, place, iri, row.identifier if row else "", name), trace


def _row_order(plan: Plan, iri: str) -> tuple[object, ...]:
    row = plan.resources.get(iri)
    return (row.sheet.order, natural_key(row.identifier), iri) if row else (float("inf"), natural_key(iri), iri)


def _texts(reading: Reading, plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Every text of a plan: the row that it belongs to, the property, the text; a date counts for its row."""
    owners = {
        node_key(term): (row.iri, path)
        for row in plan.resources.values()
        for path, terms in row.terms.items()
        for term in terms
        if node_key(term) not in plan.resources
    }
    for triple in reading.store.triples(plan.iri):
        subject, term = node_key(triple.subject), triple.object
        iri, path = owners.get(subject, (subject, triple.predicate.value))
        if isinstance(term, ox.Literal):
            if term.datatype.value not in NO_TEXT:
                yield iri, path, term.value
        elif isinstance(term, ox.NamedNode) and term.value.startswith(("mailto:", "tel:")):
            yield iri, path, term.value.partition(":")[2]
