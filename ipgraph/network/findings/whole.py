"""The network as a whole: its groups against the chapters, where each actor stands, what is covered by whom."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from ipgraph.model import Text
from ipgraph.network.findings.actors import betweenness, ties
from ipgraph.network.findings.said import Finding, counted, fill, name
from ipgraph.network.joined import HasRows, short_number

SEED = 1

By = Literal["kind", "town"]
"""Kinds of actor, or towns: what stands against the chapters."""


@dataclass(frozen=True)
class Grouping:
    """Groups of actors that work together more than with others, against the chapters of the plan.

    Args:
        groups: the groups of two or more, largest first; sorted within.
        modularity: how far the ties keep to the groups: 0 as by chance, near 1 not at all outside (Newman 2004).
        share: part of the actors whose main chapter is the most frequent one of their group, 0 to 1.
        text: the sentence, by language.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float
    share: float
    text: Text


def groups_and_chapters(graph: nx.Graph[str]) -> Grouping:
    """Whether people work together along the chapters or across them.

    Args:
        graph: network of actors.

    Returns:
        The communities of the tie graph (Louvain: Blondel and others 2008, fixed seed, nodes in order). An actor's
        main chapter is the one with most of its goals; actors without a tie or without a goal are left aside.
    """
    tied = ties(graph)
    names = sorted(node for node in tied if tied.degree(node))
    # By number: the order of a set of numbers is always the same, and so are the groups.
    number = {node: place for place, node in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    plain.add_edges_from(sorted((number[a], number[b]) for a, b in tied.edges))
    found = nx.community.louvain_communities(plain, seed=SEED) if names else []
    groups = sorted((tuple(sorted(names[n] for n in part)) for part in found), key=lambda part: (-len(part), part))
    modularity = nx.community.modularity(plain, found) if names else 0.0
    mains = [[main for actor in part if (main := main_chapter(graph, actor))] for part in groups]
    placed = sum(map(len, mains))
    along = sum(max(Counter(main).values(), default=0) for main in mains)
    share = along / placed if placed else 0.0
    return Grouping(tuple(groups), round(modularity, 6), round(share, 6), _grouped(len(groups), along, placed))


def main_chapter(graph: nx.Graph[str], actor: str) -> str:
    """The chapter with most of the goals of an actor, the first of equals; empty if it works on none."""
    goals = graph.graph["goals"]
    found = Counter(chapter for goal in graph.nodes[actor]["goals"] if (chapter := goals[goal]["chapter"]))
    order = {chapter: place for place, chapter in enumerate(graph.graph["chapters"])}
    return min(found, key=lambda chapter: (-found[chapter], order[chapter]), default="")


def _grouped(groups: int, along: int, placed: int) -> Text:
    """The sentence; of those with a main chapter more than half must work there to call it along the chapters."""
    if not placed:
        return {
            "de": "Der Plan nennt keine Zusammenarbeit, aus der sich Gruppen bilden ließen.",
            "en": "The plan names no co-operation that groups could be formed from.",
        }
    runs = ("entlang der Kapitel", "along the chapters") if 2 * along > placed else ("quer dazu", "across them")
    return fill(
        {
            "de": "Die Stellen, die zusammenarbeiten, bilden {}; {} von {} arbeiten vor allem in dem Kapitel, in dem "
            "die meisten ihrer Gruppe arbeiten: Die Zusammenarbeit läuft {}.",
            "en": "The bodies that work together form {}; {} of {} work mainly in the chapter in which most of their "
            "group work: co-operation runs {}.",
        },
        {"de": counted(groups, "Gruppe", "Gruppen", "eine"), "en": counted(groups, "group", "groups", "one")},
        along,
        placed,
        dict(zip(("de", "en"), runs, strict=True)),
    )


@dataclass(frozen=True)
class Position:
    """Where an actor stands in the tie graph: a row of the table for experts.

    Args:
        actor: IRI.
        partners: how many others it is tied with.
        betweenness: share of the shortest ways between others that run through it (Freeman 1977).
        constraint: how much its partners are tied among each other (Burt 1992): low for brokers; None without ties.
        effective: partners less their mean number of ties among each other (Burt 1992); None without ties.
        core: largest k such that it belongs to a part where all have k ties (Seidman 1983).
        group: number of its group in :func:`groups_and_chapters`, from 1; 0 without ties.
        text: the sentence, by language.
    """

    actor: str
    partners: int
    betweenness: float
    constraint: float | None
    effective: float | None
    core: int
    group: int
    text: Text


def positions(graph: nx.Graph[str]) -> list[Position]:
    """Where each actor stands in the tie graph, for experts: figures about named bodies are not for a big screen.

    Args:
        graph: network of actors.

    Returns:
        One row an actor, in the order of the network.
    """
    tied = ties(graph)
    between, core = betweenness(tied), nx.core_number(tied)
    groups = groups_and_chapters(graph).groups
    group = {actor: number for number, part in enumerate(groups, start=1) for actor in part}
    neighbours = {actor: set(tied[actor]) for actor in tied}
    found = []
    for actor, near in neighbours.items():
        inner = sum(len(near & neighbours[other]) for other in near) / len(near) if near else 0.0
        effective = round(len(near) - inner, 6) if near else None
        found.append(
            Position(
                actor,
                len(near),
                round(between[actor], 6),
                _constraint(actor, neighbours),
                effective,
                core[actor],
                group.get(actor, 0),
                _stands(name(graph, actor), len(near), effective),
            )
        )
    return found


def _constraint(actor: str, neighbours: dict[str, set[str]]) -> float | None:
    """Burt's constraint where all ties count the same: the sum over the partners j of (p_ij + sum of p_iq p_qj)².

    networkx has the same (``nx.constraint``, the tests compare them) and takes minutes for 3,000 actors.
    """
    near = neighbours[actor]
    if not near:
        return None
    share = 1 / len(near)
    # fsum: the order of a set must not show in the last figure.
    through = {j: math.fsum(share / len(neighbours[q]) for q in near & neighbours[j]) for j in near}
    return round(math.fsum((share + through[j]) ** 2 for j in near), 6)


def _stands(who: str, partners: int, effective: float | None) -> Text:
    if effective is None:
        text = {"de": "{} ist im Plan mit keiner anderen Stelle verbunden.", "en": "{} is not connected in the plan."}
        return fill(text, who)
    text = {
        "de": "{} ist im Plan mit {} verbunden; ohne das, was davon untereinander verbunden ist, bleiben {}.",
        "en": "{} is connected with {} in the plan; less what is connected among these, {} remain.",
    }
    how_many = {"de": counted(partners, "Stelle", "Stellen", "einer"), "en": counted(partners, "body", "bodies", "one")}
    figure = f"{effective:.1f}"
    return fill(text, who, how_many, {"de": figure.replace(".", ","), "en": figure})


@dataclass(frozen=True)
class Coverage:
    """Who takes part in which chapter.

    Args:
        by: whose part it is.
        rows: labels of the kinds of actor by IRI, or of the towns by name.
        columns: (short number, title) of the chapters by IRI.
        cells: number of actors for each row and column; 0 is a gap.
        gaps: a sentence for each 0; the nodes are the chapter and the row.
    """

    by: By
    rows: dict[str, Text]
    columns: dict[str, tuple[str, str]]
    cells: dict[tuple[str, str], int]
    gaps: tuple[Finding, ...]


_GAPS: dict[str, Text] = {
    "kind": {
        "de": "Im Kapitel {} „{}“ wirkt laut Plan keine Stelle der Art „{}“ mit.",
        "en": "No body of the kind “{2}” takes part in chapter {0} “{1}” according to the plan.",
    },
    "town": {
        "de": "Im Kapitel {} „{}“ wirkt laut Plan keine Stelle aus {} mit.",
        "en": "No body from {2} takes part in chapter {0} “{1}” according to the plan.",
    },
}


def coverage(table: HasRows, by: By, english: HasRows | None = None) -> Coverage:
    """Lay out who takes part in which chapter: the answer of a saved query as a matrix.

    Args:
        table: German answer of ``coverage-kind-chapter`` or ``coverage-town-chapter``; every field is in it, also 0.
        by: which of the two.
        english: the English answer, for the labels of kinds; the German ones serve without it.

    Returns:
        Rows and columns in the order of the table.
    """
    key, label = ("kind", "kind_label") if by == "kind" else ("town", "town")
    english_labels = {str(row[key]): str(row[label]) for row in english.dicts()} if english else {}
    rows: dict[str, Text] = {}
    columns: dict[str, tuple[str, str]] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for row in table.dicts():
        who, chapter, words = str(row[key]), str(row["chapter"]), str(row[label])
        rows.setdefault(who, {"de": words, "en": english_labels.get(who, words)})
        columns.setdefault(chapter, (short_number(str(row["chapter_identifier"] or "")), str(row["chapter_title"])))
        cells[who, chapter] += int(row["actors"])
    gaps = [
        Finding("coverage", (chapter, who), 0, fill(_GAPS[by], *columns[chapter], rows[who]), "open")
        for who in rows
        for chapter in columns
        if not cells[who, chapter]
    ]
    return Coverage(by, rows, columns, dict(cells), tuple(gaps))
