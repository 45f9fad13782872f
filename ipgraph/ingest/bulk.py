"""RDF files that hold one named graph a plan go into a store as they are, without a detour through Python.

This is the form in which many plans are kept and exchanged (N-Quads, TriG). What such a file must keep to is asked of
the store after loading; a file that does not is left to :mod:`ipgraph.ingest.rdf`, which sorts it statement by
statement.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from ipgraph.ingest.bounds import MEGABYTE, refuse_large
from ipgraph.ingest.rdf import FORMATS, refuse_depth, unreadable
from ipgraph.model import TIME_SPAN, Model
from ipgraph.namespaces import CODES, CODES_GRAPH, IP
from ipgraph.store import EmbeddedStore

SUFFIXES = {suffix for suffix, format in FORMATS.items() if format in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)}

LARGEST = 4000 * MEGABYTE
"""So large may a file of many plans be; 400 plans of the real size have 1,100 MB."""


def read_in_bulk(path: Path, model: Model, store: EmbeddedStore) -> bool:
    """Load a file of plans.

    Args:
        path: an N-Quads or TriG file.
        model: the classes of a plan.
        store: where to, an empty store.

    Returns:
        Whether the file is of that form. The store then holds one named graph a plan and nothing else: code lists
        that the file carries are left out. Where the file is not, the store is of no use any more.

    Raises:
        IpgraphError: the file cannot be parsed.
    """
    refuse_large(path, LARGEST)
    refuse_depth(path)
    try:
        store.load(path, FORMATS[path.suffix.lower()])
    except (SyntaxError, ValueError, MemoryError) as error:  # MemoryError: a literal of over 16 MB
        raise unreadable(path.name, error) from error
    store.remove(CODES_GRAPH)
    return _one_graph_a_plan(store, model)


def _one_graph_a_plan(store: EmbeddedStore, model: Model) -> bool:
    """Whether each graph is named after the one plan in it, and all resources in it say that they belong to it."""
    plans = store.select(f"SELECT ?graph ?plan WHERE {{ GRAPH ?graph {{ ?plan a <{IP}Plan> }} }}").rows
    if not plans or any(graph != plan for graph, plan in plans):
        return False
    if sorted(plan.value for _, plan in plans if isinstance(plan, ox.NamedNode)) != store.graphs():
        return False
    resource = f"VALUES ?class {{ {' '.join(f'<{name}>' for name in model.by_class)} }} ?one a ?class"
    ours = f'STRSTARTS(STR(?one), "{CODES[:-1]}") || STRSTARTS(STR(?one), "{IP}")'
    faults = (
        # Something that belongs to the plan of another graph, or to none.
        f"GRAPH ?graph {{ ?one <{IP}inPlan> ?plan }} FILTER (?plan != ?graph)",
        f"GRAPH ?graph {{ {resource} MINUS {{ ?one <{IP}inPlan> ?plan }} }}",
        # A part of the code lists or of the ontology, which are ours. Half of all resources are time spans, and the
        # text of each is dear to read in a folder.
        f"GRAPH ?graph {{ ?one a ?class }} FILTER (?class != <{TIME_SPAN}> && ({ours}))",
    )
    return not store.has_loose_statements() and not any(store.query(f"ASK {{ {fault} }}") for fault in faults)
