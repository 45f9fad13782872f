"""A network as other programs take it: short stable ids, and attributes that are nothing but text and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten
from typing import Any

import networkx as nx

from ipgraph.ingest.sheets import CONTROL
from ipgraph.network.findings import groups_and_chapters, main_chapter, ties
from ipgraph.network.layout import Point, actor_layout, frame, sector_layout
from ipgraph.network.view_model import CHAPTER_COLOURS

MOST_PLACED = 1000
"""Above so many nodes no places are reckoned: it takes long, and programs for such networks lay them out themselves."""

WIDE, HIGH = 1600.0, 900.0
"""Width and height that the places are spread over."""

BRIEF = 60
"""So many characters of a wording tell which one it is; whole ones would make lines that nobody reads."""

LEAST_SHARED = 2
"""Goals that two actors who are not tied must have in common: a single one would join nearly all with all."""

RELATIONS = {
    "tie": {"de": "im Plan verbunden", "en": "connected in the plan"},
    "overlap": {"de": "gleiche Ziele, im Plan nicht verbunden", "en": "same goals, not connected in the plan"},
    "lead": {"de": "verantwortlich", "en": "responsible"},
    "participant": {"de": "beteiligt", "en": "involved"},
}

Places = Mapping[str, Point]


def portable(graph: nx.Graph[str], lang: str = "de") -> nx.Graph[str]:
    """Make a network portable.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        lang: language of the labels.

    Returns:
        A graph in the same order whose ids are XML name tokens made of the Kennung, so that they stay the same from
        edition to edition. Attributes of a node: ``label``, ``name``, ``node_type`` (actor, goal), ``identifier``,
        ``iri``, ``chapter`` (number and title; of an actor the one with most of its goals), ``x``, ``y``, ``colour``,
        ``size``; of an actor also ``kind``, ``level``, ``town``, ``goals``, ``goal_count``, ``measure_count`` and, in
        the network of actors, ``partners`` and ``group`` (of those who work together, from 1); of a goal ``section``,
        ``target_groups``, ``measures``, ``measure_count``, ``page``. Attributes of an edge: ``relation`` (a key of
        :data:`RELATIONS`), ``label``, ``weight`` (how many things it stands for), ``measures``; in the network of
        actors also ``tied``, ``cooperations``, ``shared_goals``, ``shared_count``, ``newman``. Goals and measures have
        the beginning of their wording behind the Kennung.
    """
    ids = _ids(graph)
    actors = graph.graph["view"] == "actors"
    found: nx.Graph[str] = nx.Graph()
    places = _places(graph) if len(graph) <= MOST_PLACED else {}
    node = _actor(graph, lang) if actors else _member(graph, lang)
    for iri in graph:
        at = {"x": round(places[iri][0] * WIDE, 1), "y": round(places[iri][1] * HIGH, 1)} if places else {}
        found.add_node(ids[iri], **_clean({**node(iri), "iri": iri, **at}))
    edge = _between(graph, lang) if actors else _role(graph, lang)
    for a, b, data in graph.edges(data=True):
        if data.get("tied", True) or len(data["shared"]) >= LEAST_SHARED:
            found.add_edge(ids[a], ids[b], **_clean(edge(data)))
    return found


def _ids(graph: nx.Graph[str]) -> dict[str, str]:
    """An id for each node, an XML name token (GraphML, GEXF): full addresses are none."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for iri, row in graph.nodes(data=True):
        plain = f"{row['type']}-{re.sub(r'[^A-Za-z0-9._-]', '_', row['identifier'])}"
        number, chosen = 1, plain
        while chosen in taken:
            number += 1
            chosen = f"{plain}.{number}"
        taken.add(chosen)
        ids[iri] = chosen
    return ids


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Texts without the characters that XML cannot hold."""
    return {name: CONTROL.sub("�", value) if isinstance(value, str) else value for name, value in values.items()}


def _chapter(graph: nx.Graph[str], chapter: str) -> str:
    row = graph.graph["chapters"].get(chapter)
    return f"{row['identifier']} {row['title']}".strip() if row else ""


def _goals(graph: nx.Graph[str], goals: Iterable[str]) -> str:
    rows = (graph.graph["goals"][goal] for goal in goals)
    return "; ".join(_named(row["number"], row["wording"]) for row in rows)


def _measures(graph: nx.Graph[str], measures: Iterable[str]) -> str:
    rows = (graph.graph["measures"][measure] for measure in measures)
    return "; ".join(_named(row["identifier"], row["wording"]) for row in rows)


def _named(key: str, wording: str) -> str:
    """A Kennung and what it stands for, so that a row can be read without the plan beside it."""
    return f"{key} {shorten(wording, BRIEF, placeholder=' …')}".strip()


def _common(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What both networks say of an actor."""
    return {
        "label": row["short"] or row["name"],
        "name": row["name"],
        "node_type": "actor",  # not "type": sigma.js takes that for the name of a shape
        "identifier": row["identifier"],
        "kind": row["kind_label"][lang],
        "level": row["level_label"][lang],
        "town": row["town"],
        "colour": row["colour"],
    }


def _actor(graph: nx.Graph[str], lang: str) -> Callable[[str], dict[str, Any]]:
    tied = ties(graph)
    group = {actor: n for n, part in enumerate(groups_and_chapters(graph).groups, start=1) for actor in part}

    def node(iri: str) -> dict[str, Any]:
        row = graph.nodes[iri]
        return {
            **_common(row, lang),
            "chapter": _chapter(graph, main_chapter(graph, iri)),
            "goals": _goals(graph, row["goals"]),
            "goal_count": len(row["goals"]),
            "measure_count": len(row["measures"]),
            "partners": tied.degree(iri),
            "group": group.get(iri, 0),
            "size": float(10 + 2 * len(row["goals"])),
        }

    return node


def _member(graph: nx.Graph[str], lang: str) -> Callable[[str], dict[str, Any]]:
    """An actor or a goal of the two-mode network."""
    order = {chapter: place for place, chapter in enumerate(graph.graph["chapters"])}
    place = {goal: number for number, goal in enumerate(graph.graph["goals"])}

    def node(iri: str) -> dict[str, Any]:
        row = graph.nodes[iri]
        if row["type"] == "actor":
            goals = sorted(graph[iri], key=place.__getitem__)
            measures = {measure for edge in graph[iri].values() for measure in edge["measures"]}
            return {
                **_common(row, lang),
                "goals": _goals(graph, goals),
                "goal_count": len(goals),
                "measure_count": len(measures),
                "size": float(10 + 2 * len(goals)),
            }
        return {
            "label": row["number"],
            "name": row["wording"] or row["number"],
            "node_type": "goal",
            "identifier": row["identifier"],
            "chapter": _chapter(graph, row["chapter"]),
            "section": row["section"],
            "target_groups": "; ".join(group[lang] for group in row["groups"]),
            "measures": _measures(graph, row["measures"]),
            "measure_count": len(row["measures"]),
            "page": "" if row["page"] is None else str(row["page"]),
            "colour": CHAPTER_COLOURS[order.get(row["chapter"], len(order)) % len(CHAPTER_COLOURS)],
            "size": 20.0,
        }

    return node


def _between(graph: nx.Graph[str], lang: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def edge(data: Mapping[str, Any]) -> dict[str, Any]:
        relation = "tie" if data["tied"] else "overlap"
        cooperations = [graph.graph["cooperations"][iri] for iri in data["cooperations"]]
        return {
            "relation": relation,
            "label": RELATIONS[relation][lang],
            "weight": len(data["measures"]) + len(data["cooperations"]) + len(data["shared"]),
            "tied": data["tied"],
            "measures": _measures(graph, data["measures"]),
            "cooperations": "; ".join(row["topic"] or row["form"] or row["identifier"] for row in cooperations),
            "shared_goals": _goals(graph, data["shared"]),
            "shared_count": len(data["shared"]),
            "newman": float(data["weight"]),
        }

    return edge


def _role(graph: nx.Graph[str], lang: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def edge(data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "relation": data["role"],
            "label": RELATIONS[data["role"]][lang],
            "weight": len(data["measures"]),
            "measures": _measures(graph, data["measures"]),
        }

    return edge


def _places(graph: nx.Graph[str]) -> Places:
    """Places in 0..1, y upwards as other programs have it, near to those of the page."""
    if graph.graph["view"] == "actors":
        return {iri: (x, 1 - y) for iri, (x, y) in actor_layout(ties(graph)).items()}
    chapters = [*graph.graph["chapters"]]
    goals = graph.graph["goals"]
    by_chapter = {chapter: [g for g, row in goals.items() if row["chapter"] == chapter] for chapter in (*chapters, "")}
    blocks = [chapter for chapter, held in by_chapter.items() if held]
    middle = dict(zip(blocks, frame(len(blocks)), strict=True))
    at: dict[str, Point] = {}
    for chapter in blocks:
        for seat, goal in enumerate(by_chapter[chapter]):
            x, y = middle[chapter]
            at[goal] = (x + 0.05 * (seat % 5 - 2), y + 0.07 * (seat // 5))
    inner = {actor: (0.7 * x, 0.7 * y) for actor, (x, y) in sector_layout(graph, middle).items()}
    return {iri: ((x + 1) / 2, (1 - y) / 2) for iri, (x, y) in {**at, **inner}.items()}
