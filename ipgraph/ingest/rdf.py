"""RDF files in: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.ingest.rows import IN_PLAN, RDF_TYPE, Origin, PlanGraph
from ipgraph.model import Model
from ipgraph.namespaces import CODES, IP, RDF

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}


def read_rdf(path: Path, model: Model) -> list[PlanGraph]:
    """Read the plans of an RDF file.

    What belongs to a plan is told by ``ip:inPlan``, else by the resource that refers to it (dates), else by its
    named graph, else by being the only plan. Code lists and ontology in the file are left out: they are ours.

    Args:
        path: the file; its suffix tells the format.
        model: the classes to look for.

    Returns:
        One graph a plan, in the order of their IRIs.

    Raises:
        IpgraphError: the file cannot be parsed, or holds no ``ip:Plan``.
    """
    try:
        quads = list(ox.parse(path=path, format=FORMATS[path.suffix.lower()], rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise IpgraphError(
            f"{path.name} ist nicht lesbar: {error}.", f"{path.name} cannot be read: {error}."
        ) from error
    quads = [quad for quad in quads if not _ours(quad.subject)]
    typed = [q.subject for q in quads if q.predicate == RDF_TYPE and node_key(q.object) == IP + "Plan"]
    plans = sorted({subject.value for subject in typed if isinstance(subject, ox.NamedNode)})
    if not plans:
        raise IpgraphError(
            f"{path.name} enthält keinen Plan (keine Ressource vom Typ {IP}Plan).",
            f"{path.name} holds no plan (no resource of type {IP}Plan).",
        )
    graphs = {iri: PlanGraph(iri) for iri in plans}
    owners = _owners(quads, graphs)
    for quad in quads:
        graph = graphs[owners.get(node_key(quad.subject)) or _by_graph(quad, graphs) or plans[0]]
        graph.triples.append(quad.triple)
    for graph in graphs.values():
        _complete(graph, model, path.name)
    return list(graphs.values())


def _ours(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> bool:
    return isinstance(subject, ox.NamedNode) and subject.value.startswith((CODES, CODES[:-1], IP))


def node_key(term: object) -> str:
    """A key for a node: its IRI, or ``_:`` and its label; empty for a literal."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode) else ""


def _by_graph(quad: ox.Quad, graphs: dict[str, PlanGraph]) -> str | None:
    name = node_key(quad.graph_name)
    return name if name in graphs else None


def _owners(quads: list[ox.Quad], graphs: dict[str, PlanGraph]) -> dict[str, str]:
    """Which plan a subject belongs to: by ``ip:inPlan``, then passed on to nodes that have no plan of their own."""
    owners = {iri: iri for iri in graphs}
    pointers = [q for q in quads if q.predicate == IN_PLAN and node_key(q.object) in graphs]
    owners |= {node_key(q.subject): node_key(q.object) for q in pointers}
    pairs = [(node_key(q.subject), node_key(q.object)) for q in quads]
    links = [(source, target) for source, target in pairs if target and target not in graphs]
    subjects = {source for source, _ in pairs}
    waiting = [(source, target) for source, target in links if target in subjects and target not in owners]
    while waiting:
        found = {target: owners[source] for source, target in waiting if source in owners}
        if not found:
            break
        owners |= found
        waiting = [(source, target) for source, target in waiting if target not in owners]
    return owners


def _complete(graph: PlanGraph, model: Model, file: str) -> None:
    """Note the origin of each resource, and let each point to its plan even where the file did not say so."""
    pointing = {node_key(triple.subject) for triple in graph.triples if triple.predicate == IN_PLAN}
    plan = ox.NamedNode(graph.iri)
    for triple in list(graph.triples):
        if triple.predicate.value == RDF + "type" and node_key(triple.object) in model.by_class:
            iri = node_key(triple.subject)
            graph.origins[iri] = Origin(file)
            if iri not in pointing:
                pointing.add(iri)
                graph.triples.append(ox.Triple(triple.subject, IN_PLAN, plan))
