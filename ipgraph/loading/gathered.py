"""What is to be loaded, read before anything is written; and the account of what was loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ipgraph.errors import Problem
from ipgraph.ingest import Reading, code_triples, read
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore, Warn

Progress = Callable[[str], None]
"""Told what is being done, one sentence at a time."""


@dataclass
class Loaded:
    """What a load did.

    Args:
        target: the folder or the address.
        plans: number of plans that were put there, each in the place of what was there of it.
        triples: number of their triples; of the code lists, where these were loaded alone.
        problems: what could not be read as it stands.
    """

    target: str
    plans: int = 0
    triples: int = 0
    problems: list[Problem] = field(default_factory=list)


def gathered(sources: Sequence[str | Path], warn: Warn, progress: Progress) -> Reading:
    """Read the sources; without any, there are the code lists alone. The store of the reading is embedded."""
    progress("Lesen / reading …")
    return read(*sources, warn=warn) if sources else Reading(EmbeddedStore())


def put(reading: Reading, target: str, replace: Callable[[str, bytes], None], progress: Progress) -> Loaded:
    """Put the code lists, as this version of the program has them, and then each plan in the place of what is there.

    Args:
        reading: the plans.
        target: the folder or the address, for the account.
        replace: takes the IRI of a graph and its triples as N-Triples.
        progress: told what is being done.

    Returns:
        What was put there.
    """
    done = Loaded(target, len(reading.plans), problems=reading.problems)
    for graph in (CODES_GRAPH, *reading.plans):
        progress(f"Laden / loading: {graph} …")
        triples = code_triples() if graph == CODES_GRAPH else reading.store.triples(graph)
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        replace(graph, lines)
        if graph in reading.plans or not reading.plans:
            done.triples += lines.count(b"\n")
    return done
