"""What a program wants to know of a graph before it loads it: VoID (W3C 2011), some twenty lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from ipgraph.emit.serialise import triples_bytes
from ipgraph.namespaces import DCTERMS, FOAF, IP, RDF, SKOS, XSD, local_name
from ipgraph.opendata.details.publication import About

VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"


def void_bytes(about: About, triples: Sequence[ox.Triple], dumps: Sequence[str], features: Sequence[str]) -> bytes:
    """Count a graph.

    Args:
        about: the plan.
        triples: all of the graph.
        dumps: paths of its files in the package; named where the address of the package is known.
        features: names of their formats in the W3C's list (``Turtle``, ``N-Triples`` …).

    Returns:
        Turtle, sorted. (rdflib's generator writes a node for each class and each property: thirty times as much.)
    """
    names = {"void": VOID, "dcterms": DCTERMS, "foaf": FOAF, "xsd": XSD, "formats": FORMATS}
    return triples_bytes(_statements(about, triples, dumps, features), "turtle", names)


def _statements(
    about: About, triples: Sequence[ox.Triple], dumps: Sequence[str], features: Sequence[str]
) -> Iterator[ox.Triple]:
    me = f"{about.iri}{'-' if '#' in about.iri else '#'}void"
    yield _link(me, RDF + "type", VOID + "Dataset")
    yield _text(me, DCTERMS + "title", about.title, about.language)
    for lang, notice in about.notice.items():
        if notice:
            yield _text(me, DCTERMS + "description", notice, lang)
    if about.licence:
        yield _link(me, DCTERMS + "license", about.licence)
    yield _link(me, FOAF + "primaryTopic", about.iri)
    yield _link(me, VOID + "rootResource", about.iri)
    yield _text(me, VOID + "uriSpace", about.iri)
    for vocabulary in (IP, DCTERMS, FOAF, SKOS):
        yield _link(me, VOID + "vocabulary", vocabulary)
    for feature in features:
        yield _link(me, VOID + "feature", FORMATS + feature)
    for dump in dumps if about.address else ():
        yield _link(me, VOID + "dataDump", about.address + dump)
    subjects = {triple.subject for triple in triples}
    kinds = Counter(triple.object for triple in triples if triple.predicate.value == RDF + "type")
    counts = {
        "triples": len(triples),
        "entities": sum(1 for one in subjects if isinstance(one, ox.NamedNode) and one.value.startswith(about.iri)),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
        "classes": len(kinds),
    }
    for name, number in counts.items():
        yield _number(me, VOID + name, number)
    for kind, number in kinds.items():
        if isinstance(kind, ox.NamedNode):
            part = f"{me}-{local_name(kind.value)}"
            yield _link(me, VOID + "classPartition", part)
            yield _link(part, VOID + "class", kind.value)
            yield _number(part, VOID + "entities", number)


def _link(about: str, path: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(about), ox.NamedNode(path), ox.NamedNode(value))


def _text(about: str, path: str, value: str, language: str | None = None) -> ox.Triple:
    return ox.Triple(ox.NamedNode(about), ox.NamedNode(path), ox.Literal(value, language=language))


def _number(about: str, path: str, value: int) -> ox.Triple:
    return ox.Triple(ox.NamedNode(about), ox.NamedNode(path), ox.Literal(value))
