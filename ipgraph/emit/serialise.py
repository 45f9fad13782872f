"""Plans as RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, with the same bytes for the same plan.

The serialisers of pyoxigraph write in the order they are given, and the order here follows the plan: sheet by
sheet, row by row, column by column. (rdflib's Turtle is stable too, but ten times slower; its other formats
differ from run to run.) The code lists are always written along, so that a saved query gives the same rows over
the file in any other engine. Where each value came from (file, sheet, row) is never written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.files import save
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.sheets import CONTROL
from ipgraph.ingest.values import natural_key
from ipgraph.model import IDENTIFIER, Model, Sheet, load_model
from ipgraph.namespaces import CODES_GRAPH, IP, PREFIXES, RDF, local_name

if TYPE_CHECKING:
    from ipgraph.ingest import Reading

RDF_FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Names of the formats that :func:`write_rdf` knows."""

_LINES = ("nt", "nq")
_NAMED_GRAPHS = ("trig", "nq")


def write_rdf(reading: Reading, path: Path, format: str) -> None:
    """Write all plans of a reading, and the code lists, into one RDF file.

    Args:
        reading: the plans.
        path: the file.
        format: ``turtle``, ``trig``, ``nt``, ``nq``, ``jsonld`` or ``rdfxml``. TriG and N-Quads keep one named graph
            a plan, and the code lists in ``https://w3id.org/ipgraph/codes``; the others have one graph.

    Raises:
        IpgraphError: the format is not known or cannot hold the plan, or the file cannot be written.
    """
    save(path, rdf_bytes(reading, format))


def rdf_bytes(reading: Reading, format: str) -> bytes:
    """The same as :func:`write_rdf`, as bytes.

    Args:
        reading: the plans.
        format: name of the format.

    Returns:
        The file's content, UTF-8.

    Raises:
        IpgraphError: the format is not known or cannot hold the plan.
    """
    if format not in RDF_FORMATS:
        known = ", ".join(RDF_FORMATS)
        raise IpgraphError(f"„{format}“ ist kein RDF-Format: {known}.", f"“{format}” is no RDF format: {known}.")
    model = load_model()
    graphs = {graph: graph_triples(reading, graph, model) for graph in (*sorted(reading.plans), CODES_GRAPH)}
    if format in _NAMED_GRAPHS:
        names = {graph: ox.NamedNode(graph) for graph in graphs}
        quads = [ox.Quad(t.subject, t.predicate, t.object, names[graph]) for graph, ts in graphs.items() for t in ts]
        return _written(quads, format, PREFIXES)
    return ordered_bytes([triple for triples in graphs.values() for triple in triples], format)


def triples_bytes(triples: Iterable[ox.Triple], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Write any triples, such as the answer to a CONSTRUCT query, with the same bytes for the same triples.

    Args:
        triples: the triples, in any order; blank nodes are named after the graph (RDFC-1.0).
        format: ``turtle``, ``nt``, ``jsonld`` or ``rdfxml``.
        prefixes: namespaces by prefix, for the formats that have them.

    Returns:
        The file's content, UTF-8, sorted.

    Raises:
        IpgraphError: the format cannot hold the triples.
    """
    return ordered_bytes(stable_triples(triples), format, prefixes)


def stable_triples(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The different triples in an order, and with labels of blank nodes, that follow from the triples alone."""
    return sorted(set(_stable(triples)), key=str)


def ordered_bytes(triples: list[ox.Triple], format: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples in the order that they are in.

    Args:
        triples: the triples, without blank nodes or with stable ones, those of one subject together.
        format: ``turtle``, ``nt`` (whose lines are sorted), ``jsonld`` or ``rdfxml``.
        prefixes: namespaces by prefix, for the formats that have them.

    Returns:
        The file's content, UTF-8.

    Raises:
        IpgraphError: the format cannot hold the triples.
    """
    if format == "jsonld":
        from ipgraph.emit.jsonld import jsonld_bytes

        return jsonld_bytes(triples, load_model())
    return _rdf_xml(triples, prefixes) if format == "rdfxml" else _written(triples, format, prefixes)


def description_bytes(triples: list[ox.Triple], iri: str, format: str) -> bytes:
    """What is said about one resource, as a document of its own.

    Args:
        triples: what it says, with its dates, and what refers to it.
        iri: the resource.
        format: ``turtle``, ``nt``, ``jsonld`` or ``rdfxml``.

    Returns:
        The document, UTF-8: what the resource says first, then its dates, then what refers to it.
    """
    if format == "jsonld":
        from ipgraph.emit.jsonld import resource_jsonld

        return resource_jsonld(triples, iri, load_model())

    def place(triple: ox.Triple) -> tuple[object, ...]:
        subject = node_key(triple.subject)
        kind = 0 if subject == iri else 1 if subject.startswith(f"{iri}#") else 2
        return kind, natural_key(subject), triple.predicate.value != RDF + "type", str(triple)

    ordered = sorted(triples, key=place)
    return (
        ox.serialize(ordered, format=RDF_FORMATS[format]) or b""
        if format == "rdfxml"
        else _written(ordered, format, PREFIXES)
    )


def _written(items: Sequence[ox.Triple] | Sequence[ox.Quad], format: str, prefixes: Mapping[str, str]) -> bytes:
    """A format of lines: those of N-Triples and N-Quads sorted, else the prefixes on top in order."""
    lines = (ox.serialize(items, format=RDF_FORMATS[format], prefixes=dict(prefixes)) or b"").split(b"\n")
    if format in _LINES:
        return b"\n".join([*sorted(filter(None, lines)), b""])
    head = sum(line.startswith(b"@prefix") for line in lines[: len(prefixes)])
    return b"\n".join([*sorted(lines[:head]), b"", *lines[head:]])


def graph_triples(reading: Reading, graph: str, model: Model) -> list[ox.Triple]:
    """The triples of a graph in an order that a person can follow and that never changes.

    Args:
        reading: where the graph lies.
        graph: a plan, or the code lists.
        model: the order of sheets and columns.
    """
    subjects: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in _stable(reading.store.triples(graph)):
        subjects[node_key(triple.subject)][triple.predicate.value].append(triple)
    sheets: dict[str, tuple[int, Sheet]] = {}
    for subject, values in subjects.items():
        classes = {node_key(triple.object) for triple in values.get(RDF + "type", ())}
        mine = [(number, sheet) for number, sheet in enumerate(model.sheets) if sheet.target in classes]
        if mine:
            sheets[subject] = mine[0]

    def place(subject: str) -> tuple[object, ...]:
        owner = subject.partition("#")[0]  # a date follows the row that it belongs to
        owner = owner if owner in sheets else subject
        number = sheets[owner][0] if owner in sheets else len(model.sheets)
        key = subjects[owner].get(IDENTIFIER)
        return number, natural_key(str(key[0].object) if key else ""), natural_key(owner), natural_key(subject)

    ordered: list[ox.Triple] = []
    for subject in sorted(subjects, key=place):
        columns = [column.path for column in sheets[subject][1].fields] if subject in sheets else []
        first = {path: number for number, path in enumerate((RDF + "type", IP + "inPlan", *columns))}
        for path in sorted(subjects[subject], key=lambda path: (first.get(path, len(first)), path)):
            found = subjects[subject][path]
            if len(found) > 1:
                found.sort(key=lambda triple: natural_key(str(triple.object)))
            ordered += found
    return ordered


def _stable(triples: Iterable[ox.Triple]) -> Iterable[ox.Triple]:
    """Give blank nodes, which only foreign files have, labels that follow from the graph (RDFC-1.0)."""
    triples = list(triples)
    if not any(isinstance(term, ox.BlankNode) for t in triples for term in (t.subject, t.object)):
        return triples
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _rdf_xml(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    for triple in triples:
        if CONTROL.search(str(getattr(triple.object, "value", ""))):
            where = f"{node_key(triple.subject)}, {local_name(triple.predicate.value)}"
            raise IpgraphError(
                f"{where}: Der Text enthält Steuerzeichen, die RDF/XML nicht erlaubt; Turtle (.ttl) schon.",
                f"{where}: the text holds control characters, which RDF/XML forbids; Turtle (.ttl) allows them.",
            )
    try:
        data = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(prefixes)) or b""
    except (ValueError, OSError) as error:
        raise IpgraphError(
            f"RDF/XML kann das nicht aufnehmen: {error}. Turtle (.ttl) kann es.",
            f"RDF/XML cannot hold this: {error}. Turtle (.ttl) can.",
        ) from error
    return re.sub(rb"\r", b"&#13;", data)  # a bare carriage return would come back as a line feed
