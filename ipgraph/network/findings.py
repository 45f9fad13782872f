"""What stands out in the networks of a plan; each result says in a sentence what it means.

Definitions: overlaps, bridges and fragmented goals follow the two-mode reading of plans (Berardo 2014) and the
idea of fragmented responsibility (Feiock 2013). The sentences are plain and blame nobody: they speak of what the
plan says, and ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import networkx as nx

Text = dict[str, str]


@dataclass(frozen=True)
class Finding:
    """Something that stands out.

    Args:
        kind: name of the function that found it.
        nodes: the actors or goals it is about.
        size: what it is ordered by.
        text: the sentence, by language.
    """

    kind: str
    nodes: tuple[str, ...]
    size: float
    text: Text


def overlaps(graph: nx.Graph[str], minimum: int = 2) -> list[Finding]:
    """Pairs of actors with at least ``minimum`` goals in common that are not tied.

    Args:
        graph: network of actors.
        minimum: goals in common at least; below 2 nearly every plan is one big overlap.

    Returns:
        Most goals in common first; among equals the pairs whose goals have few other actors (Newman 2001).
    """
    found = []
    for a, b, edge in graph.edges(data=True):
        if not edge["tied"] and len(edge["shared"]) >= minimum:
            numbers = _list(graph.graph["goals"][goal]["number"] for goal in edge["shared"])
            names = _name(graph, a), _name(graph, b)
            n = len(edge["shared"])
            de = f"{names[0]} und {names[1]} haben {_count(n, 'gleiches Ziel', 'gleiche Ziele')} ({numbers}). "
            en = f"{names[0]} and {names[1]} have {_count(n, 'goal', 'goals', 'one')} in common ({numbers}). "
            text = {
                "de": de + "Im Plan steht nicht, dass sie zusammenarbeiten. Stimmt das?",
                "en": en + "The plan does not say that they work together. Is that so?",
            }
            found.append((-n, -edge["weight"], names, Finding("overlaps", (a, b), n, text)))
    return [row[3] for row in sorted(found, key=lambda row: row[:3])]


def isolated(graph: nx.Graph[str]) -> list[Finding]:
    """Actors that are tied with nobody (isolated nodes of the tie graph)."""
    tied = ties(graph)
    text = {
        "de": "{} ist im Plan mit keiner anderen Stelle verbunden. Wer kennt sie und lädt sie ein?",
        "en": "{} is not connected with any other body in the plan. Who knows it and invites it?",
    }
    return [
        Finding("isolated", (node,), len(graph.nodes[node]["measures"]), _fill(text, _name(graph, node)))
        for node in tied
        if tied.degree(node) == 0
    ]


def bridges(graph: nx.Graph[str], top: int = 10) -> list[Finding]:
    """Actors that many of the shortest ways between others run through.

    Args:
        graph: network of actors.
        top: how many at most.

    Returns:
        The highest betweenness centrality (Freeman 1977) in the tie graph first, without those that have none.
        Articulation points (without them the network falls apart) say so.
    """
    tied = ties(graph)
    between = nx.betweenness_centrality(tied)
    cut = set(nx.articulation_points(tied))
    ranked = sorted(
        (node for node in tied if between[node] > 1e-9), key=lambda n: (-round(between[n], 9), _name(graph, n), n)
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
        Finding("bridges", (node,), round(between[node], 6), _fill(only if node in cut else many, _name(graph, node)))
        for node in ranked[:top]
    ]


def goals_without_measure(graph: nx.Graph[str]) -> list[Finding]:
    """Goals that no measure serves."""
    text = {
        "de": "Für Ziel {} ist noch keine Maßnahme eingetragen.",
        "en": "No measure has been entered for goal {} yet.",
    }
    return _goals(graph, "goals_without_measure", lambda node: not graph.nodes[node]["measures"], text)


def goals_without_actor(graph: nx.Graph[str]) -> list[Finding]:
    """Goals with measures that name nobody as responsible or involved."""
    text = {
        "de": "Für Ziel {} gibt es Maßnahmen, aber es ist noch niemand zuständig.",
        "en": "Goal {} has measures, but nobody is in charge of them yet.",
    }
    return _goals(graph, "goals_without_actor", lambda n: bool(graph.nodes[n]["measures"]) and not graph[n], text)


def single_actor_goals(graph: nx.Graph[str]) -> list[Finding]:
    """Goals that exactly one actor works on."""
    text = {
        "de": "Ziel {} hängt an einer einzigen Stelle: {}.",
        "en": "Goal {} depends on a single body: {}.",
    }
    found = []
    for goal, row in graph.graph["goals"].items():
        if len(graph[goal]) == 1:
            actor = next(iter(graph[goal]))
            sentence = _fill(text, row["number"], _name(graph, actor))
            found.append(Finding("single_actor_goals", (goal, actor), 1, sentence))
    return found


def fragmented_goals(graph: nx.Graph[str], least: int = 3, density: float = 0.3) -> list[Finding]:
    """Goals with at least three actors that are not, or hardly, connected with one another.

    Args:
        graph: network of actors and goals.
        least: actors at least.
        density: below this share of tied pairs a goal counts although its actors form one group.

    Returns:
        Most actors first. The actors of a goal form groups: the components of the tie graph among them.
    """
    found = []
    for goal in graph.graph["goals"]:
        actors = sorted(graph[goal])
        if len(actors) < least:
            continue
        among: nx.Graph[str] = nx.Graph()
        among.add_nodes_from(actors)
        among.add_edges_from(pair for pair in combinations(actors, 2) if pair in graph.graph["ties"])
        groups = nx.number_connected_components(among)
        if groups < 2 and nx.density(among) >= density:
            continue
        number, n, pairs = graph.nodes[goal]["number"], len(actors), len(actors) * (len(actors) - 1) // 2
        de = f"Am Ziel {number} arbeiten {n} Stellen. "
        en = f"{n} bodies work on goal {number}. "
        if groups > 1:
            de += f"Sie bilden {groups} Gruppen, die im Plan nicht verbunden sind."
            en += f"They form {groups} groups that are not connected in the plan."
        else:
            de += f"Nur {among.number_of_edges()} von {pairs} Paaren sind im Plan verbunden."
            en += f"Only {among.number_of_edges()} of {pairs} pairs are connected in the plan."
        found.append(Finding("fragmented_goals", (goal, *actors), n, {"de": de, "en": en}))
    return sorted(found, key=lambda f: -f.size)


def readable_minimum(over: list[Finding], most: int = 60) -> int:
    """From how many goals in common on the page starts: 2, or more if that is more than people can read.

    A start with fewer than five pairs would hide the question, so the step before it is taken then.
    """
    least = 2
    while sum(f.size >= least for f in over) > most and sum(f.size >= least + 1 for f in over) >= 5:
        least += 1
    return least


def by_node(found: Iterable[Finding], first_only: bool = False) -> dict[str, list[Text]]:
    """Sentences by the node they are about."""
    marks: dict[str, list[Text]] = {}
    for finding in found:
        for node in finding.nodes[:1] if first_only else finding.nodes:
            marks.setdefault(node, []).append(finding.text)
    return marks


def goal_only(finding: Finding) -> Finding:
    """The same finding about the goal alone: its actors appear when somebody chooses it."""
    return replace(finding, nodes=finding.nodes[:1])


def ties(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The tie graph: all actors, and an edge where the plan names two of them together."""
    tied: nx.Graph[str] = nx.Graph()
    tied.add_nodes_from(graph)
    tied.add_edges_from((a, b) for a, b, edge in graph.edges(data=True) if edge["tied"])
    return tied


def _goals(graph: nx.Graph[str], kind: str, test: Callable[[str], bool], text: Text) -> list[Finding]:
    goals = graph.graph["goals"]
    return [Finding(kind, (goal,), 1, _fill(text, goals[goal]["number"])) for goal in goals if test(goal)]


def _name(graph: nx.Graph[str], node: str) -> str:
    return str(graph.nodes[node]["name"])


def _fill(text: Text, *values: str) -> Text:
    return {lang: sentence.format(*values) for lang, sentence in text.items()}


def _count(number: int, one: str, many: str, single: str = "ein") -> str:
    return f"{single} {one}" if number == 1 else f"{number} {many}"


def _list(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)
