"""RDF files in: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias, cast

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.ingest.rows import IN_PLAN, RDF_TYPE, PlanGraph
from ipgraph.model import Model
from ipgraph.namespaces import CODES, IP

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
Statements: TypeAlias = dict[Subject, list[ox.Quad]]
"""Statements by their subject."""
PLAN = ox.NamedNode(IP + "Plan")

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
        raise unreadable(path, error) from error
    statements = _by_subject(quads)
    plans = sorted(node.value for node, found in statements.items() if isinstance(node, ox.NamedNode) and _plan(found))
    if not plans and any(map(_plan, statements.values())):
        raise IpgraphError(
            f"{path.name}: Der Plan hat keine Adresse (er steht als leerer Knoten da). Er braucht eine IRI.",
            f"{path.name}: the plan has no address (it is a blank node). It needs an IRI.",
        )
    if not plans:
        raise IpgraphError(
            f"{path.name} enthält keinen Plan (keine Ressource vom Typ {IP}Plan).",
            f"{path.name} holds no plan (no resource of type {IP}Plan).",
        )
    graphs = {iri: PlanGraph(iri) for iri in plans}
    owners = _owners(statements, graphs)
    for subject, found in statements.items():
        owner = owners.get(subject)
        for quad in found:
            graphs[owner or _by_graph(quad, graphs) or plans[0]].triples.append(quad.triple)
    return [completed(graph, model) for graph in graphs.values()]


def unreadable(path: Path, error: Exception) -> IpgraphError:
    """What is said of a file that cannot be parsed."""
    return IpgraphError(f"{path.name} ist nicht lesbar: {error}.", f"{path.name} cannot be read: {error}.")


def _by_subject(quads: Iterable[ox.Quad]) -> Statements:
    """What is said of each subject; code lists and ontology are ours and left out."""
    statements: Statements = {}
    for quad in quads:
        statements.setdefault(quad.subject, []).append(quad)
    return {subject: found for subject, found in statements.items() if not _ours(subject)}


def _plan(found: Iterable[ox.Quad]) -> bool:
    """Whether the statements about a subject make it a plan."""
    return any(quad.predicate == RDF_TYPE and quad.object == PLAN for quad in found)


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


def _owners(statements: Statements, graphs: Mapping[str, PlanGraph]) -> dict[Subject, str]:
    """Which plan a subject belongs to: by ``ip:inPlan``, then passed on to nodes that have no plan of their own."""
    owners: dict[Subject, str] = {ox.NamedNode(iri): iri for iri in graphs}
    for subject, found in statements.items():
        for quad in found:
            if quad.predicate == IN_PLAN and node_key(quad.object) in graphs:
                owners[subject] = node_key(quad.object)
    loose = statements.keys() - owners.keys()
    waiting = [(quad.subject, quad.object) for found in statements.values() for quad in found if quad.object in loose]
    while waiting:
        passed = {target: owners[source] for source, target in waiting if source in owners}
        if not passed:
            break
        owners |= cast(dict[Subject, str], passed)
        waiting = [(source, target) for source, target in waiting if target not in owners]
    return owners


def completed(graph: PlanGraph, model: Model) -> PlanGraph:
    """Let each resource point to its plan even where the source did not say so.

    Args:
        graph: the plan as it was found.
        model: the classes to look for.

    Returns:
        The same graph.
    """
    pointing = {triple.subject for triple in graph.triples if triple.predicate == IN_PLAN}
    resources = {
        t.subject: None for t in graph.triples if t.predicate == RDF_TYPE and node_key(t.object) in model.by_class
    }
    plan = ox.NamedNode(graph.iri)
    graph.triples += [ox.Triple(one, IN_PLAN, plan) for one in resources if one not in pointing]
    return graph
