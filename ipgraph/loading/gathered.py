"""What is to be loaded, read before anything is written; and the account of what was loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ipgraph.errors import IpgraphError, Problem
from ipgraph.ingest import Reading, code_triples, read
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore, Warn

Progress = Callable[[str], None]
"""Told what is being done, one sentence at a time."""


@dataclass
class Loaded:
    """What a load did.

    Args:
        plans: number of plans that were put there, each in the place of what was there of it.
        triples: number of their triples; of the code lists, where these were loaded alone.
        problems: what could not be read as it stands.
    """

    plans: int = 0
    triples: int = 0
    problems: list[Problem] = field(default_factory=list)


Gather = Callable[[], Reading]
"""Reads what is to be loaded."""

INCOMPLETE = ("E-07", "E-12")
"""Codes of what is said of a whole sheet when the plan's own row, or a required column, is missing."""


def gathered(sources: Sequence[str | Path], warn: Warn, progress: Progress, force: bool) -> Reading:
    """Read what is to be loaded, before anything is written.

    Args:
        sources: as given; without any, there are the code lists alone.
        warn: told what the user should know.
        progress: told what is being done.
        force: whether a plan may lack its own row or a required column.

    Returns:
        The plans; their store is embedded.

    Raises:
        IpgraphError: a plan is incomplete, and would take the place of what may be a good one.
    """
    progress("Lesen / reading …")
    reading = read(*sources, warn=warn) if sources else Reading(EmbeddedStore())
    ruined = [one for one in reading.problems if one.code in INCOMPLETE and one.resource is None]
    if ruined and not force:
        raise IpgraphError(
            f"Nichts geladen, denn der Plan ist nicht vollständig: {ruined[0].sentence('de')} Trotzdem laden: --force",
            f"Nothing loaded, as the plan is not complete: {ruined[0].sentence('en')} To load it all the same: --force",
        )
    return reading


def put(reading: Reading, replace: Callable[[str, bytes], None], progress: Progress) -> Loaded:
    """Put the code lists, as this version of the program has them, and then each plan in the place of what is there.

    Args:
        reading: the plans.
        replace: takes the IRI of a graph and its triples as N-Triples.
        progress: told what is being done.

    Returns:
        What was put there.
    """
    done = Loaded(len(reading.plans), problems=reading.problems)
    for graph in (CODES_GRAPH, *reading.plans):
        progress(f"Laden / loading: {graph} …")
        triples = code_triples() if graph == CODES_GRAPH else reading.store.triples(graph)
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        replace(graph, lines)
        if graph in reading.plans or not reading.plans:
            done.triples += lines.count(b"\n")
    return done
