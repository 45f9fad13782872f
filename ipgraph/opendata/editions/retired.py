"""Rows that an edition no longer has: their addresses stay resolvable and say what replaced them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby

import pyoxigraph as ox

from ipgraph.changes import Changes
from ipgraph.changes.meaning import Identity
from ipgraph.changes.renames import Rename
from ipgraph.emit.serialise import triples_bytes
from ipgraph.files import json_bytes
from ipgraph.ingest.values import natural_key
from ipgraph.model import Sheet, load_model
from ipgraph.namespaces import DCTERMS, OWL, PREFIXES, RDFS, SKOS, XSD
from ipgraph.report.page import render_page

TURTLE, LIST, PAGE = "entfallen.ttl", "entfallen.json", "entfallen.html"


@dataclass(frozen=True)
class Retired:
    """A row that was published and is there no more under its address.

    Args:
        iri: its address.
        sheet: file name of its sheet.
        identifier: its Kennung; empty where it had none by its nature.
        label: what it was called.
        path: where the last edition that had it lies below the folder of the plan, such as ``v/1-fassung/``.
        last: number of that edition.
        gone: number of the edition that first lacked it.
        replaced_by: addresses of the rows that stand for it now.
    """

    iri: str
    sheet: str
    identifier: str
    label: str
    path: str
    last: str
    gone: str
    replaced_by: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Where it stands on the page: the end of its address."""
        return "/".join(self.iri.split("/")[-2:])


def retire(
    earlier: Sequence[Retired],
    changes: Changes,
    last: tuple[str, str],
    gone: str,
    confirmed: Sequence[Rename],
) -> tuple[Retired, ...]:
    """What is retired with a new edition, and what has been for longer.

    Args:
        earlier: what was retired up to the last edition.
        changes: the last edition compared with the new one.
        last: number and path of the last edition.
        gone: number of the new edition.
        confirmed: rows that got another Kennung, also where that was confirmed only after they had gone.

    Returns:
        In the order of sheets and Kennungen. A row under another address (another Kennung that was confirmed, another
        Kennung of the plan) is replaced by it; one that has come back is retired no more.
    """
    there = {pair.new.iri for pair in changes.rows if pair.new}
    found = {one.iri: one for one in earlier if one.iri not in there}
    for pair in changes.rows:
        row = pair.old
        if row and row.iri not in there and not row.iri.startswith("_:"):
            now = (pair.new.iri,) if pair.new and not pair.new.iri.startswith("_:") else ()
            label = row.text(row.sheet.label_path or "")
            found[row.iri] = Retired(row.iri, row.sheet.file_name, row.identifier, label, last[1], last[0], gone, now)
    sheets = _sheets()
    addresses = {_identity(sheets, one): one.iri for one in found.values()}
    addresses |= {(p.new.sheet.target, p.new.identifier): p.new.iri for p in changes.rows if p.new}

    def linked(one: Retired) -> Retired:
        own = _identity(sheets, one)
        known = (addresses[rename.new] for rename in confirmed if rename.old == own and rename.new in addresses)
        return replace(one, replaced_by=tuple(dict.fromkeys((*one.replaced_by, *known))))

    return tuple(sorted(map(linked, found.values()), key=lambda one: (_order(sheets, one), natural_key(one.iri))))


def _sheets() -> Mapping[str, Sheet]:
    """The sheets by the names of their files, as records of editions call them."""
    return {sheet.file_name: sheet for sheet in load_model().sheets}


def _identity(sheets: Mapping[str, Sheet], one: Retired) -> Identity:
    return sheets[one.sheet].target if one.sheet in sheets else one.sheet, one.identifier


def _order(sheets: Mapping[str, Sheet], one: Retired) -> float:
    return sheets[one.sheet].order if one.sheet in sheets else float("inf")


def retired_files(retired: Sequence[Retired]) -> dict[str, bytes]:
    """What is published of retired rows: RDF, a list by address for a web server, and a page for people.

    Args:
        retired: the rows; without any, there are no files.
    """
    if not retired:
        return {}
    listed = {one.iri: {name: value for name, value in asdict(one).items() if name != "iri"} for one in retired}
    return {
        TURTLE: triples_bytes(_triples(retired), "turtle", {**PREFIXES, "owl": OWL}),
        LIST: json_bytes(listed),
        PAGE: _page(retired).encode("utf-8"),
    }


def _triples(retired: Iterable[Retired]) -> Iterable[ox.Triple]:
    sheets = _sheets()
    for one in retired:
        subject = ox.NamedNode(one.iri)

        def says(path: str, value: ox.NamedNode | ox.Literal, subject: ox.NamedNode = subject) -> ox.Triple:
            return ox.Triple(subject, ox.NamedNode(path), value)

        # The class is only named: a query for all goals is not to find those that are gone.
        if sheet := sheets.get(one.sheet):
            yield says(DCTERMS + "type", ox.NamedNode(sheet.target))
        yield says(OWL + "deprecated", ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")))
        if one.identifier:
            yield says(DCTERMS + "identifier", ox.Literal(one.identifier))
        if one.label:
            yield says(RDFS + "label", ox.Literal(one.label))
        for lang, text in sentence(one).items():
            yield says(SKOS + "historyNote", ox.Literal(text, language=lang))
        for other in one.replaced_by:
            yield says(DCTERMS + "isReplacedBy", ox.NamedNode(other))


def sentence(one: Retired) -> Mapping[str, str]:
    """What has become of a row, in a sentence."""
    if one.replaced_by:
        return {
            "de": f"Ersetzt mit „{one.gone}“; zuletzt in „{one.last}“.",
            "en": f"Replaced with “{one.gone}”; last in “{one.last}”.",
        }
    return {
        "de": f"Entfallen mit „{one.gone}“; zuletzt in „{one.last}“.",
        "en": f"Gone with “{one.gone}”; last in “{one.last}”.",
    }


def _page(retired: Sequence[Retired]) -> str:
    sheets = _sheets()
    groups: list[tuple[Sheet | None, list[Retired]]] = [
        (sheets.get(name), list(group)) for name, group in groupby(retired, lambda one: one.sheet)
    ]
    anchors = {one.iri: one.anchor for one in retired}
    return render_page("retired.html.j2", "de", groups=groups, sentence=sentence, anchors=anchors)
