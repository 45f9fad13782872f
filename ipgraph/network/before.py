"""What has changed between two states of a plan: new and lost ties, goals that got their first measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from ipgraph.network.findings import goals_without_measure
from ipgraph.network.joined import Row, Tables, rows

Pair = tuple[str, str]


@dataclass(frozen=True)
class Changes:
    """Changes from the state before to the state now, as IRIs of now.

    Args:
        new: pairs that are tied now and were not; both may have been there or not.
        lost: pairs that were tied and are not now, with the measures and co-operations that tied them, in words.
        gone: pairs that were tied and of which one is no longer in the plan, by name.
        closed: goals that had no measure, or were not there, and that have one now where there was a gap before.
        opened: goals that have no measure now and had one.
    """

    new: tuple[Pair, ...]
    lost: dict[Pair, str]
    gone: tuple[Pair, ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


def changes(now: tuple[nx.Graph[str], nx.Graph[str]], before: tuple[nx.Graph[str], nx.Graph[str]]) -> Changes:
    """Compare two states; bodies and goals are the same when their Kennung is.

    Args:
        now: network of actors, network of actors and goals.
        before: the same of the earlier state.

    Returns:
        The changes, in the order of the names.
    """
    actors = {row["identifier"]: iri for iri, row in now[0].graph["actors"].items()}
    tied_now, tied_before = _ties(now[0]), _ties(before[0])
    names = {row["identifier"]: row["name"] for row in before[0].graph["actors"].values()}
    kept = {pair for pair in tied_before if pair[0] in actors and pair[1] in actors}
    lost = {
        _iris(actors, pair): tied_before[pair]
        for pair in sorted(kept - tied_now.keys(), key=lambda pair: sorted(names[key] for key in pair))
    }
    gone = sorted((names[a], names[b]) for a, b in tied_before.keys() - kept)
    gaps_now, gaps_before = _gaps(now[1]), _gaps(before[1])
    were = {row["identifier"] for row in before[1].graph["goals"].values()}
    goals = {row["identifier"]: iri for iri, row in now[1].graph["goals"].items()}
    return Changes(
        new=tuple(_iris(actors, pair) for pair in tied_now if pair not in tied_before),
        lost=lost,
        gone=tuple(gone),
        closed=tuple(iri for key, iri in goals.items() if key in gaps_before and key not in gaps_now),
        opened=tuple(iri for key, iri in goals.items() if key in gaps_now and key in were - gaps_before),
    )


def running(tables: Tables, day: date) -> dict[str, Any]:
    """The plan as it stands on a day: only measures and co-operations that run then; those without dates always do.

    Args:
        tables: results by id of query.
        day: the day.
    """

    def runs(row: Row) -> bool:
        first, last = row.get("first"), row.get("last")
        return (not first or str(first)[:10] <= day.isoformat()) and (not last or str(last)[:10] >= day.isoformat())

    kept = {
        name: [row for row in rows(tables, name) if runs(row)] for name in ("network-measures", "network-cooperations")
    }
    return {**tables, **kept}


def _ties(graph: nx.Graph[str]) -> dict[Pair, str]:
    """What ties two actors, by their Kennungen."""
    found = {}
    for a, b, edge in graph.edges(data=True):
        if edge["tied"]:
            keys = sorted((graph.nodes[a]["identifier"], graph.nodes[b]["identifier"]))
            common = [graph.graph["measures"][m]["identifier"] for m in edge["measures"]]
            common += [graph.graph["cooperations"][c]["identifier"] for c in edge["cooperations"]]
            found[keys[0], keys[1]] = ", ".join(common)
    return found


def _gaps(graph: nx.Graph[str]) -> set[str]:
    """The goals without a measure, by their Kennungen."""
    return {graph.graph["goals"][finding.nodes[0]]["identifier"] for finding in goals_without_measure(graph)}


def _iris(actors: dict[str, str], pair: Pair) -> Pair:
    a, b = sorted(actors[key] for key in pair)
    return a, b
