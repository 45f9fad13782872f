"""Statements about resources in the order in which they are to be read, and the files that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from ipgraph.files import json_bytes
from ipgraph.ingest.sheets import CONTROL
from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

DCAT = "http://www.w3.org/ns/dcat#"
DCATAP = "http://data.europa.eu/r5r/"
DCATDE = "http://dcat-ap.de/def/dcatde/"
ADMS = "http://www.w3.org/ns/adms#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
PREFIXES: Mapping[str, str] = {
    "adms": ADMS, "dcat": DCAT, "dcatap": DCATAP, "dcatde": DCATDE, "dcterms": DCTERMS, "foaf": FOAF,
    "geo": GEOSPARQL, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "spdx": SPDX, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_TYPE = RDF + "type"

Value = ox.NamedNode | ox.Literal


class Statements:
    """Statements, each kept once; those about one resource stay together, and what only has a class comes last."""

    def __init__(self) -> None:
        self._about: dict[str, dict[ox.Triple, None]] = {}
        self._elsewhere: dict[str, dict[ox.Triple, None]] = {}

    def say(self, subject: str, path: str, *values: Value | None) -> None:
        """Say something about a resource; nothing for a value that is None."""
        about = self._about.setdefault(subject, {})
        for value in values:
            if value is not None:
                about[ox.Triple(ox.NamedNode(subject), ox.NamedNode(path), value)] = None

    def a(self, subject: str, *classes: str) -> None:
        """Say what a resource is."""
        self.say(subject, _TYPE, *map(ox.NamedNode, classes))

    def link(self, subject: str, path: str, targets: Iterable[str] | str, kind: str = "") -> None:
        """Link a resource with others, and say what those are: a list of codes elsewhere need not be fetched for it.

        Args:
            subject: the resource.
            path: the property.
            targets: one IRI or several; an empty one is none.
            kind: class of the targets.
        """
        for target in [targets] if isinstance(targets, str) else targets:
            if target:
                self.say(subject, path, ox.NamedNode(target))
                if kind:
                    what = ox.Triple(ox.NamedNode(target), ox.NamedNode(_TYPE), ox.NamedNode(kind))
                    self._elsewhere.setdefault(target, {})[what] = None

    def texts(self, subject: str, path: str, text: Text) -> None:
        """Give a resource a text in each language that there is."""
        self.say(subject, path, *(worded(one, lang) for lang, one in text.items() if one))

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Take over statements as they are; see :func:`named`."""
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, Value):
                self.say(triple.subject.value, triple.predicate.value, triple.object)

    def append(self, others: Statements) -> None:
        """Take over all statements of others behind one's own."""
        self.add(triple for about in others._about.values() for triple in about)
        for subject, kinds in others._elsewhere.items():
            self._elsewhere[subject] = self._elsewhere.get(subject, {}) | kinds

    def __contains__(self, subject: str) -> bool:
        """Whether something has been said about a resource."""
        return subject in self._about

    @property
    def triples(self) -> list[ox.Triple]:
        """All statements in their order."""
        ordered = {subject: self._elsewhere.get(subject, {}) | about for subject, about in self._about.items()}
        last = {subject: self._elsewhere[subject] for subject in sorted(self._elsewhere.keys() - ordered.keys())}
        return [triple for about in (ordered | last).values() for triple in about]


def named(triple: ox.Triple) -> bool:
    """Whether a statement is without blank nodes."""
    return isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, Value)


def worded(text: str, lang: str) -> ox.Literal:
    """A text in a language, without the control characters that RDF/XML cannot hold."""
    return ox.Literal(CONTROL.sub("", text).strip(), language=lang)


def plain(text: str) -> ox.Literal | None:
    """A text without language; None for an empty one."""
    return ox.Literal(CONTROL.sub("", text).strip()) if text else None


def day(text: str) -> ox.Literal | None:
    """A day, a month or a year as its own datatype; None for an empty text."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + _DATES[len(text)])) if text else None


def typed(text: str, datatype: str) -> ox.Literal:
    """A text of a datatype, by its IRI."""
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


def turtle_triples(data: bytes) -> list[ox.Triple]:
    """The statements of a Turtle file; raises :class:`SyntaxError` where it has a fault."""
    return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]


def catalogue_bytes(statements: Statements) -> dict[str, bytes]:
    """A catalogue in the three syntaxes that portals read, with the same bytes for the same statements.

    Args:
        statements: the catalogue.

    Returns:
        Content by file name.
    """
    from ipgraph.emit.serialise import ordered_bytes

    triples = statements.triples
    return {
        "catalog.ttl": ordered_bytes(triples, "turtle", PREFIXES),
        "catalog.rdf": ordered_bytes(triples, "rdfxml", PREFIXES),
        "catalog.jsonld": _json_ld(triples),
    }


def _json_ld(triples: list[ox.Triple]) -> bytes:
    """JSON-LD with prefixes for a context: an object for each resource, in their order."""
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        subject, path = str(getattr(triple.subject, "value", "")), triple.predicate.value
        node = nodes.setdefault(subject, {"@id": subject})
        if path == _TYPE:
            node.setdefault("@type", []).append(_curie(str(getattr(triple.object, "value", ""))))
        else:
            node.setdefault(_curie(path), []).append(_value(triple.object))
    single = [{key: one[0] if len(one) == 1 else one for key, one in node.items()} for node in nodes.values()]
    document = {"@context": dict(PREFIXES), "@graph": single}
    return json_bytes(document)


def _curie(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"\w+", iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(term: object) -> object:
    if not isinstance(term, ox.Literal):
        return {"@id": str(getattr(term, "value", ""))}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    return term.value if datatype == XSD + "string" else {"@value": term.value, "@type": _curie(datatype)}
