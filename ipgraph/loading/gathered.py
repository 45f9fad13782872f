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


def graph_lines(reading: Reading, graph: str) -> bytes:
    """A graph as N-Triples: of a plan, or of the code lists as this version of the program has them."""
    triples = code_triples() if graph == CODES_GRAPH else reading.store.triples(graph)
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
