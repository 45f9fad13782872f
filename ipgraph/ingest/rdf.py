"""RDF files in: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeAlias, cast
from xml.parsers.expat import ExpatError, ParserCreate

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.ingest.bounds import LARGEST_FILE, refuse_large
from ipgraph.ingest.rows import IN_PLAN, RDF_TYPE, PlanGraph
from ipgraph.model import Model
from ipgraph.namespaces import CODES, IP

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
Statements: TypeAlias = dict[Subject, list[ox.Quad]]
"""Statements by their subject."""
MAXIMUM_TRIPLES = 1_000_000
"""So many statements may a file hold; the model plan has 14,000."""

DEEPEST = 200
"""So deep may XML and statements about statements be nested; a plan needs five."""

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
    refuse_large(path, LARGEST_FILE)
    try:
        refuse_depth(path)
        parsed = ox.parse(path=path, format=FORMATS[path.suffix.lower()], rename_blank_nodes=True)
        quads = list(islice(parsed, MAXIMUM_TRIPLES + 1))
    except (SyntaxError, ValueError, MemoryError, ExpatError) as error:  # MemoryError: a literal of over 16 MB
        raise unreadable(path.name, error) from error
    if len(quads) > MAXIMUM_TRIPLES:
        raise IpgraphError(
            f"{path.name} hat mehr als {MAXIMUM_TRIPLES} Aussagen. So groß ist kein Plan; bitte in mehrere "
            "Dateien teilen.",
            f"{path.name} has more than {MAXIMUM_TRIPLES} statements. No plan is that large; please part it "
            "into several files.",
        )
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


def unreadable(file: str, error: Exception) -> IpgraphError:
    """What is said of a file that cannot be parsed.

    Args:
        file: its name.
        error: what the parser said, which speaks English only.
    """
    line, said = getattr(error, "lineno", None), getattr(error, "msg", error)
    return IpgraphError(
        f"{file} ist nicht lesbar{f' (Zeile {line})' if line else ''}. Die Meldung gibt es nur auf Englisch: {said}",
        f"{file} cannot be read: {said}",
    )


def refuse_depth(path: Path) -> None:
    """Refuse what is nested so deeply that the parser runs out of stack or time; and entities that multiply.

    Args:
        path: the file.

    Raises:
        IpgraphError: it is nested so deeply.
        ExpatError: it is no XML; expat itself stops where entities multiply (Expat 2.4, amplification limit).
    """
    depth = deepest = 0
    if FORMATS[path.suffix.lower()] is ox.RdfFormat.RDF_XML:
        parser = ParserCreate()

        def enter(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(path)

        def leave(name: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler, parser.EndElementHandler = enter, leave
        with path.open("rb") as stream:
            parser.ParseFile(stream)
        return
    if not path.stat().st_size:
        return
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as text:
        marks = [mark[0] for mark in re.finditer(rb"<<|>>", text)] if text.find(b"<<") >= 0 else []
    for mark in marks:  # statements about statements (RDF 1.2)
        depth = max(0, depth + (1 if mark == b"<<" else -1))
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise _too_deep(path)


def _too_deep(path: Path) -> IpgraphError:
    return IpgraphError(
        f"{path.name} ist tiefer als {DEEPEST} Ebenen verschachtelt. Das ist kein Plan; die Datei wird nicht gelesen.",
        f"{path.name} is nested more than {DEEPEST} levels deep. That is no plan; the file is not read.",
    )


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
    reached = list(owners)
    while reached:  # each subject is looked at once, however long the chain
        passed: dict[Subject, str] = {}
        for source in reached:
            targets = (quad.object for quad in statements.get(source, ()) if quad.object in loose)
            passed |= {cast(Subject, target): owners[source] for target in targets if target not in owners}
        owners |= passed
        reached = list(passed)
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
