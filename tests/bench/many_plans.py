"""Many plans for measurements: the model plan again and again under other names, each with faults of its own."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox

import ipgraph
from ipgraph.namespaces import IP, RDF

FAULTS = 0.02
"""Share of the statements of a plan that is missing in its copy."""
KEPT = (RDF + "type", IP + "inPlan")


def write_plans(path: Path, number: int) -> int:
    """Write a file with several plans, a named graph each.

    Args:
        path: the N-Quads file, without code lists.
        number: how many plans.

    Returns:
        The number of its statements.
    """
    reading = ipgraph.read()
    plan = reading.plans[0]
    triples = sorted(reading.store.triples(plan), key=str)
    lines = [(f"{triple} <{plan}> .\n", triple.predicate.value in KEPT) for triple in triples]
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for copy in range(number):
            chance = random.Random(copy)
            name = plan.rsplit("/", 1)[0] + f"/kreis-{copy:04}"
            chosen = [line.replace(plan, name) for line, kept in lines if kept or chance.random() > FAULTS]
            file.writelines(chosen)
            written += len(chosen)
    return written


def write_shapes(path: Path) -> None:
    """Write all shapes and code lists into one file, as the command of pySHACL wants them."""
    from ipgraph.ingest import code_triples
    from ipgraph.validation.shapes import load_shapes

    triples = [*load_shapes().triples, *code_triples()]
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
