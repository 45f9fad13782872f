"""Pairs of actors that the plan does not connect: who works on the same goals, and who should talk.

Overlaps follow the two-mode reading of plans (Berardo 2014) and the idea of fragmented responsibility (Feiock 2013).
Tests of significance are left out on purpose: a plan is a full count and no sample, and after a correction for the
number of pairs none is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import networkx as nx

from ipgraph.model import Text
from ipgraph.network.findings.said import Finding, counted, fill, name, numbers
from ipgraph.network.joined import FUNDER


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
            names, n = (name(graph, a), name(graph, b)), len(edge["shared"])
            text = fill(
                {
                    "de": "{} und {} haben {} ({}). Im Plan steht nicht, dass sie zusammenarbeiten. Stimmt das?",
                    "en": "{} and {} have {} in common ({}). The plan does not say that they work together. "
                    "Is that so?",
                },
                *names,
                {"de": counted(n, "gleiches Ziel", "gleiche Ziele"), "en": counted(n, "goal", "goals", "one")},
                numbers(graph, edge["shared"]),
            )
            found.append((-n, -edge["weight"], names, Finding("overlaps", (a, b), n, text)))
    return [row[-1] for row in sorted(found, key=lambda row: (*row[:3], row[-1].nodes))]


MOST_READABLE = 60
"""Pairs on a picture of which people still read the names."""


def readable_minimum(over: list[Finding]) -> int:
    """From how many goals in common on the page starts: 2, or more if that is more than people can read.

    A start with fewer than five pairs would hide the question, so the step before it is taken then.
    """
    least = 2
    while sum(f.size >= least for f in over) > MOST_READABLE and sum(f.size >= least + 1 for f in over) >= 5:
        least += 1
    return least


@dataclass(frozen=True)
class Reason:
    """Why two actors should talk.

    Args:
        points: how much it counts; the points order a list, the words explain it.
        text: the reason, by language.
    """

    points: int
    text: Text


class Pair(NamedTuple):
    """Two actors that have reason to talk.

    Args:
        points: how much they have to talk about.
        nodes: the two, smaller IRI first.
    """

    points: int
    nodes: tuple[str, str]


class Acquaintance:
    """Why two actors of a plan should talk.

    Args:
        graph: network of actors.
    """

    def __init__(self, graph: nx.Graph[str]) -> None:
        self.graph = graph

    @cached_property
    def partners(self) -> dict[str, set[str]]:
        """For each actor those it is tied with."""
        graph = self.graph
        return {actor: {other for other, edge in graph[actor].items() if edge["tied"]} for actor in graph}

    @cached_property
    def referring(self) -> Counter[tuple[str, str]]:
        """Pairs of actors that work on measures of which one refers to the other, with the number of references."""
        found: Counter[tuple[str, str]] = Counter()
        for ends in self.graph.graph["references"]:
            sides = [self._working(measure) for measure in ends]
            found.update({(min(pair), max(pair)) for pair in product(*sides) if pair[0] != pair[1]})
        return found

    def _working(self, measure: str) -> list[str]:
        return [actor for actor, role in self.graph.graph["roles"][measure].items() if role != FUNDER]

    def candidates(self) -> Iterable[tuple[str, str]]:
        """Pairs that share a goal or whose measures refer to each other, and that are not tied; smaller IRI first."""
        sharing = {
            (min(a, b), max(a, b)) for a, b, edge in self.graph.edges(data=True) if edge["shared"] and not edge["tied"]
        }
        return sharing | {(a, b) for a, b in self.referring if b not in self.partners[a]}

    def points(self, a: str, b: str) -> int:
        """The points of :meth:`reasons` together, without their words."""
        shared = self._shared(a, b)
        found = 3 * (len(shared) >= 2) + 2 * bool(self._led(a, b, shared)) + bool(self._town(a, b))
        found += 2 * ((min(a, b), max(a, b)) in self.referring)
        return found + (len(self.partners[a] & self.partners[b]) >= 2)

    def reasons(self, a: str, b: str) -> list[Reason]:
        """The reasons, in the order of the saved query ``should-talk``: 3 for two or more goals in common, 2 if one
        of them is responsible for a goal in common, 2 if their measures refer to each other, 1 for the same town,
        1 for two or more partners in common.
        """
        shared, graph = self._shared(a, b), self.graph
        found = []
        if len(shared) >= 2:
            text = {"de": "{} gemeinsame Ziele ({})", "en": "{} goals in common ({})"}
            found.append(Reason(3, fill(text, len(shared), numbers(graph, shared))))
        if led := self._led(a, b, shared):
            form = "one" if len(shared) == 1 else "all" if len(led) == len(shared) else "some"
            found.append(Reason(2, fill(_LED[form], numbers(graph, led))))
        if (min(a, b), max(a, b)) in self.referring:
            text = {"de": "ihre Maßnahmen verweisen aufeinander", "en": "their measures refer to each other"}
            found.append(Reason(2, text))
        if town := self._town(a, b):
            found.append(Reason(1, fill({"de": "beide in {}", "en": "both in {}"}, town)))
        if len(both := self.partners[a] & self.partners[b]) >= 2:
            text = {"de": "{} gemeinsame Partner", "en": "{} partners in common"}
            found.append(Reason(1, fill(text, len(both))))
        return found

    def pairs(self, least: int = 3) -> list[Pair]:
        """Pairs that have reason to talk and are not tied, without words, as there may be hundreds of thousands.

        Args:
            least: points at least.

        Returns:
            Most points first, then by name.
        """
        scored = (Pair(self.points(a, b), (a, b)) for a, b in self.candidates())
        found = [pair for pair in scored if pair.points >= least]
        return sorted(
            found, key=lambda pair: (-pair.points, [name(self.graph, node) for node in pair.nodes], pair.nodes)
        )

    def finding(self, pair: Pair) -> Finding:
        """The sentence about a pair."""
        why = [reason.text for reason in self.reasons(*pair.nodes)]
        reasons = {lang: "; ".join(text[lang] for text in why) for lang in ("de", "en")}
        names = (name(self.graph, node) for node in pair.nodes)
        text = fill({"de": "{} und {}: {}.", "en": "{} and {}: {}."}, *names, reasons)
        return Finding("should_talk", pair.nodes, pair.points, text, why=reasons)

    def _shared(self, a: str, b: str) -> tuple[str, ...]:
        edge = self.graph.get_edge_data(a, b)
        return edge["shared"] if edge else ()

    def _led(self, a: str, b: str, shared: tuple[str, ...]) -> list[str]:
        here, there = self.graph.nodes[a]["leads"], self.graph.nodes[b]["leads"]
        return [goal for goal in shared if goal in here or goal in there]

    def _town(self, a: str, b: str) -> str:
        here, there = self.graph.nodes[a]["town"], self.graph.nodes[b]["town"]
        return str(here) if here == there else ""


_LED: dict[str, Text] = {
    "one": {
        "de": "am gemeinsamen Ziel {} ist eine der beiden Stellen verantwortlich",
        "en": "one of them is responsible at the goal in common, {}",
    },
    "all": {
        "de": "bei allen ist eine der beiden Stellen verantwortlich",
        "en": "one of them is responsible at all of these",
    },
    "some": {
        "de": "davon ist bei {} eine der beiden Stellen verantwortlich",
        "en": "at {} of these one of them is responsible",
    },
}


def should_talk(graph: nx.Graph[str], points: int = 3, most: int | None = None) -> list[Finding]:
    """Pairs of actors that have reason to talk and are not tied.

    Args:
        graph: network of actors.
        points: points at least, see :meth:`Acquaintance.reasons`.
        most: each actor in at most so many pairs, from the strongest down (so that nobody is sent to fifteen others,
            and one whose partners are all taken may have fewer); None for all, as the saved query has them.

    Returns:
        Most points first, then by name. The nodes of a pair are ordered by IRI.
    """
    known = Acquaintance(graph)
    shown: Counter[str] = Counter()
    kept = []
    for pair in known.pairs(points):
        if most is None or max(shown[node] for node in pair.nodes) < most:
            shown.update(pair.nodes)
            kept.append(known.finding(pair))
    return kept
