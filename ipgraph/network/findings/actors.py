"""Single actors: who stands alone, through whom the ways run, who connects chapters."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import networkx as nx

from ipgraph.model import Text
from ipgraph.network.findings.said import Finding, counted, fill, listed, name
from ipgraph.network.joined import short_number

PIVOTS = 200
"""From twice as many actors on betweenness is estimated from so many of them (Brandes and Pich 2007)."""

MOST_BRIDGES = 10


def ties(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The tie graph: all actors, and an edge where the plan names two of them together."""
    tied: nx.Graph[str] = nx.Graph()
    tied.add_nodes_from(graph)
    tied.add_edges_from((a, b) for a, b, edge in graph.edges(data=True) if edge["tied"])
    return tied


def isolated(graph: nx.Graph[str]) -> list[Finding]:
    """Actors that are tied with nobody (isolated nodes of the tie graph)."""
    tied = ties(graph)
    text = {
        "de": "{} ist im Plan mit keiner anderen Stelle verbunden. Wer kennt sie und lädt sie ein?",
        "en": "{} is not connected with any other body in the plan. Who knows it and invites it?",
    }
    return [
        Finding("isolated", (node,), len(graph.nodes[node]["measures"]), fill(text, name(graph, node)))
        for node in tied
        if tied.degree(node) == 0
    ]


def betweenness(tied: nx.Graph[str]) -> dict[str, float]:
    """How many of the shortest ways between others run through each actor (Freeman 1977), as a share of all.

    Args:
        tied: the tie graph. A large one is estimated, with a fixed seed.

    Returns:
        A share for each actor, 0 to 1.
    """
    connected = tied.copy()  # no view: the order of its nodes, and so the choice of pivots, would not be fixed
    connected.remove_nodes_from(list(nx.isolates(tied)))
    pivots = PIVOTS if len(connected) > 2 * PIVOTS else None
    between = nx.betweenness_centrality(connected, k=pivots, normalized=False, seed=1)
    pairs = max((len(tied) - 1) * (len(tied) - 2) / 2, 1)
    return {actor: between.get(actor, 0.0) / pairs for actor in tied}


def bridges(graph: nx.Graph[str]) -> list[Finding]:
    """Actors that many of the shortest ways between others run through.

    Args:
        graph: network of actors.

    Returns:
        At most ten, the highest betweenness in the tie graph first, without those that have none. Articulation points
        (without them the network falls apart) say so.
    """
    tied = ties(graph)
    between = betweenness(tied)
    cut = set(nx.articulation_points(tied))
    ranked = sorted(
        (node for node in tied if between[node] > 1e-9), key=lambda n: (-round(between[n], 9), name(graph, n), n)
    )
    only = {
        "de": "Über {} laufen viele Verbindungen. Fällt diese Stelle aus, verlieren andere den Kontakt.",
        "en": "Many connections run through {}. Without it, others lose contact.",
    }
    many = {
        "de": "Über {} laufen viele Verbindungen. Es gibt auch andere Wege.",
        "en": "Many connections run through {}. There are other ways, too.",
    }
    return [
        Finding("bridges", (node,), round(between[node], 6), fill(only if node in cut else many, name(graph, node)))
        for node in ranked[:MOST_BRIDGES]
    ]


def cut_points(graph: nx.Graph[str]) -> list[Finding]:
    """Actors without which the network falls apart: the articulation points of the tie graph (Hopcroft, Tarjan 1973).

    Args:
        graph: network of actors.

    Returns:
        Those first without whom most others lose contact with the largest part that is left; the others follow the
        actor itself in the nodes.
    """
    tied = ties(graph)
    text = {
        "de": "Fällt {} aus, {} im Plan den Kontakt zu den anderen ({}).",
        "en": "Without {}, {} contact with the others in the plan ({}).",
    }
    found = []
    for part in nx.connected_components(tied):
        for node in nx.articulation_points(tied.subgraph(part)):
            rest = tied.subgraph(part - {node})
            pieces = sorted(nx.connected_components(rest), key=lambda piece: (-len(piece), min(piece)))
            lost = sorted((name(graph, other), other) for piece in pieces[1:] for other in piece)
            one, n = len(lost) == 1, len(lost)
            how_many = {
                "de": "verliert eine Stelle" if one else f"verlieren {n} Stellen",
                "en": "one body loses" if one else f"{n} bodies lose",
            }
            names = listed((called for called, _ in lost), most=5)
            nodes = (node, *(other for _, other in lost))
            found.append(Finding("cut_points", nodes, len(lost), fill(text, name(graph, node), how_many, names)))
    return sorted(found, key=lambda f: (-f.size, name(graph, f.nodes[0]), f.nodes))


def brokers(graph: nx.Graph[str], minimum: int = 3) -> list[Finding]:
    """Actors that work in several chapters, or that alone connect two sub-chapters (saved query ``brokers``).

    Args:
        graph: network of actors and goals.
        minimum: chapters at least; an actor that alone works in both of two sub-chapters is shown in any case.

    Returns:
        Most chapters first, then most pairs of sub-chapters that nobody else connects. After Berardo 2014: bridging
        in the two-mode network, with the parts of the plan in the place of its goals.
    """
    goals, sections = graph.graph["goals"], graph.graph["sections"]
    chapters = {a: {c for goal in graph[a] if (c := goals[goal]["chapter"])} for a in graph.graph["actors"]}
    place = {section: number for number, section in enumerate(sections)}
    where = {
        actor: sorted({s for goal in graph[actor] if (s := goals[goal]["section_iri"])}, key=place.__getitem__)
        for actor in graph.graph["actors"]
    }
    both: dict[tuple[str, str], list[str]] = defaultdict(list)
    for actor, parts in where.items():
        for pair in combinations(parts, 2):
            both[pair].append(actor)
    alone: dict[str, list[str]] = defaultdict(list)
    for (one, other), actors in both.items():
        if len(actors) == 1:
            alone[actors[0]].append("–".join(short_number(sections[part]["identifier"]) for part in (one, other)))
    found = []
    for actor, within in chapters.items():
        if len(within) >= minimum or alone[actor]:
            key = (-len(within), -len(alone[actor]), -len(where[actor]), name(graph, actor), actor)
            text = _broker(name(graph, actor), len(within), alone[actor])
            found.append((key, Finding("brokers", (actor,), len(within), text)))
    return [finding for _, finding in sorted(found, key=lambda row: row[0])]


def _broker(who: str, chapters: int, alone: list[str]) -> Text:
    """The sentence about an actor that connects chapters."""
    text = fill(
        {"de": "{} wirkt in {} mit.", "en": "{} takes part in {}."},
        who,
        {
            "de": counted(chapters, "Kapitel", "Kapiteln", "einem"),
            "en": counted(chapters, "chapter", "chapters", "one"),
        },
    )
    if alone:
        only = {
            "de": " Nur diese Stelle verbindet diese Unterkapitel miteinander ({}).",
            "en": " No other body connects these sub-chapters ({}).",
        }
        more = fill(only, listed(alone, most=3))
        text = {lang: text[lang] + more[lang] for lang in text}
    return text
