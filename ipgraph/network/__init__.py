"""The networks of a plan, built from query results: who works with whom, and who works on what.

Two relations between actors are kept apart:

* they are *tied* if the plan names them together in a measure (in any role) or in a co-operation;
* they *share a goal* if both are responsible for, or involved in, a measure of that goal. Giving money ties an actor
  to the others in the measure, but does not make it work on the goal.

What the plan does not name may exist all the same: the networks show the plan, not the contacts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Protocol

import networkx as nx

Row = Mapping[str, Any]


class HasRows(Protocol):
    """Anything with rows as dictionaries, such as a result table."""

    def dicts(self) -> Iterable[Row]:
        """Rows by name of column."""
        ...


Tables = Mapping[str, Iterable[Row] | HasRows]
"""Results by id of query: network-actors, network-goals, network-measures, network-cooperations.

Optional: should-talk, and should-talk-en for the same in English."""

TABLES = ("network-actors", "network-goals", "network-measures", "network-cooperations")
"""The queries that every network needs."""

LEAD, PARTICIPANT, FUNDER = "lead", "participant", "funder"


@dataclass
class _Plan:
    """The tables, joined."""

    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    goals: dict[str, dict[str, Any]] = field(default_factory=dict)
    chapters: dict[str, dict[str, Any]] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    cooperations: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """measure -> actor -> its strongest role"""
    talk: list[dict[str, Any]] = field(default_factory=list)


def actor_network(tables: Tables) -> nx.Graph[str]:
    """Build the network of actors.

    Args:
        tables: results by id of query.

    Returns:
        A graph with a node for each actor. An edge joins two actors that are tied or share a goal; it has
        ``tied``, ``measures`` and ``cooperations`` (what ties them), ``shared`` (goals in common) and ``weight``
        (sum over these of 1 / (actors at the goal - 1), after Newman 2001: big goals count less).
    """
    plan = _read(tables)
    graph: nx.Graph[str] = nx.Graph(view="actors", **_common(plan))
    at_goal = _actors_by_goal(plan)
    for iri, actor in plan.actors.items():
        goals = tuple(goal for goal in plan.goals if iri in at_goal[goal])
        graph.add_node(iri, **actor, goals=goals, measures=tuple(m for m in plan.measures if iri in plan.roles[m]))
    pairs: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for measure in plan.measures:
        for pair in _pairs(plan.roles[measure]):
            pairs[pair]["measures"].append(measure)
    for cooperation, row in plan.cooperations.items():
        for pair in _pairs(row["actors"]):
            pairs[pair]["cooperations"].append(cooperation)
    for goal in plan.goals:
        for pair in _pairs(at_goal[goal]):
            pairs[pair]["shared"].append(goal)
    for (a, b), found in sorted(pairs.items()):
        shared = tuple(found["shared"])
        graph.add_edge(
            a,
            b,
            tied=bool(found["measures"] or found["cooperations"]),
            measures=tuple(found["measures"]),
            cooperations=tuple(found["cooperations"]),
            shared=shared,
            weight=round(sum(1 / (len(at_goal[goal]) - 1) for goal in shared), 6),
        )
    return graph


def actor_goal_network(tables: Tables) -> nx.Graph[str]:
    """Build the two-mode network of actors and goals.

    Args:
        tables: results by id of query.

    Returns:
        A graph with a node for each actor and each goal. An edge joins an actor and a goal it works on; it has
        ``role`` (``lead`` if the actor is responsible for at least one of the measures) and ``measures``.
        ``graph.graph["ties"]`` are the tied pairs of actors.
    """
    plan = _read(tables)
    graph: nx.Graph[str] = nx.Graph(view="actor-goals", **_common(plan))
    ties = {pair for measure in plan.measures for pair in _pairs(plan.roles[measure])}
    ties |= {pair for row in plan.cooperations.values() for pair in _pairs(row["actors"])}
    graph.graph["ties"] = frozenset(ties)
    for iri, actor in plan.actors.items():
        graph.add_node(iri, **actor)
    for iri, row in plan.goals.items():
        graph.add_node(iri, **row, measures=tuple(m for m, measure in plan.measures.items() if iri in measure["goals"]))
    named: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for measure, row in plan.measures.items():
        for who, role in plan.roles[measure].items():
            if role != FUNDER:
                for what in row["goals"]:
                    named[who, what][measure] = role
    for (who, what), roles in sorted(named.items()):
        strongest = LEAD if LEAD in roles.values() else PARTICIPANT
        graph.add_edge(who, what, role=strongest, measures=tuple(roles))
    return graph


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts 1.10 behind 1.9."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)


def short_number(identifier: str, number: str = "") -> str:
    """What stands on the tile of a goal: unique in the plan and short (``Z-1.2.3`` becomes 1.2.3).

    Args:
        identifier: Kennung.
        number: number as printed; plans often count anew in each sub-chapter, so it serves only without a Kennung.
    """
    match = re.fullmatch(r"[^\W\d]{0,5}[-_ ]?(\d[\d.]*)", identifier)
    return match[1] if match else identifier or number


def _rows(tables: Tables, name: str) -> Iterable[Row]:
    table = tables.get(name, ())
    return table.dicts() if hasattr(table, "dicts") else table


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _pairs(actors: Iterable[str]) -> Iterable[tuple[str, str]]:
    return combinations(sorted(set(actors)), 2)


def _read(tables: Tables) -> _Plan:
    """Join the tables; a row that is there twice (a faulty plan) counts once, the first value wins."""
    plan = _Plan()
    for row in _rows(tables, "network-actors"):
        plan.actors.setdefault(_text(row["actor"]), _actor(row))
    for row in _rows(tables, "network-goals"):
        chapter, iri = _text(row.get("chapter")), _text(row["goal"])
        identifier = _text(row.get("chapter_identifier"))
        if chapter:
            plan.chapters.setdefault(chapter, {"identifier": identifier, "title": _text(row.get("chapter_title"))})
        goal = {
            "type": "goal",
            "identifier": _text(row.get("identifier")),
            "number": short_number(_text(row.get("identifier")), _text(row.get("number"))),
            "wording": _text(row.get("wording")),
            "page": row.get("page"),
            "chapter": chapter,
            "section": _text(row.get("section_title")),
        }
        plan.goals.setdefault(iri, goal)
    for row in _rows(tables, "network-measures"):
        iri = _text(row["measure"])
        text = {
            "identifier": _text(row.get("identifier")),
            "wording": _text(row.get("wording")),
            "page": row.get("page"),
        }
        measure = plan.measures.setdefault(iri, {**text, "goals": []})
        if (goal_iri := _text(row.get("goal"))) in plan.goals and goal_iri not in measure["goals"]:
            measure["goals"].append(goal_iri)
        if (actor := _text(row.get("actor"))) in plan.actors:
            role = _text(row.get("role")).rpartition("/")[2]
            strength = (FUNDER, PARTICIPANT, LEAD)
            known = plan.roles[iri].get(actor, FUNDER)
            plan.roles[iri][actor] = max(known, role if role in strength else PARTICIPANT, key=strength.index)
    for row in _rows(tables, "network-cooperations"):
        values = {key: _text(row.get(key)) for key in ("identifier", "form", "topic", "begin", "end", "evidence")}
        entry = plan.cooperations.setdefault(_text(row["cooperation"]), {**values, "actors": []})
        if (actor := _text(row.get("actor"))) in plan.actors and actor not in entry["actors"]:
            entry["actors"].append(actor)
    plan.talk = _talk(tables, plan)
    plan.goals = dict(sorted(plan.goals.items(), key=lambda item: (natural(item[1]["number"]), item[0])))
    plan.chapters = dict(sorted(plan.chapters.items(), key=lambda item: (natural(item[1]["identifier"]), item[0])))
    plan.actors = dict(sorted(plan.actors.items(), key=lambda item: (item[1]["name"].casefold(), item[0])))
    plan.measures = dict(sorted(plan.measures.items(), key=lambda item: (natural(item[1]["identifier"]), item[0])))
    return plan


def _actor(row: Row) -> dict[str, Any]:
    return {
        "type": "actor",
        "identifier": _text(row.get("identifier")),
        "name": _text(row.get("name")),
        "short": _text(row.get("short_name")),
        "kind": _text(row.get("kind")),
        "kind_label": {
            "de": _text(row.get("kind_label")) or "ohne Angabe",
            "en": _text(row.get("kind_label_en")) or _text(row.get("kind_label")) or "not stated",
        },
        "symbol": _text(row.get("kind_symbol")) or "?",
        "colour": _text(row.get("kind_colour")) or "#FFFFFF",
        "position": int(row.get("kind_position") or 999),
        "town": _text(row.get("municipality")),
    }


def _talk(tables: Tables, plan: _Plan) -> list[dict[str, Any]]:
    """Pairs that should talk, strongest first, at most three of each actor, with reasons in both languages."""
    english = {
        (_text(row["actor_a"]), _text(row["actor_b"])): _text(row.get("reasons"))
        for row in _rows(tables, "should-talk-en")
    }
    shown: dict[str, int] = defaultdict(int)
    found = []
    for row in _rows(tables, "should-talk"):
        a, b = _text(row["actor_a"]), _text(row["actor_b"])
        if a not in plan.actors or b not in plan.actors or max(shown[a], shown[b]) >= 3:
            continue
        shown[a] += 1
        shown[b] += 1
        reasons = _text(row.get("reasons"))
        found.append({"a": a, "b": b, "reasons": {"de": reasons, "en": english.get((a, b), reasons)}})
    return found


def _actors_by_goal(plan: _Plan) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {goal: set() for goal in plan.goals}
    for measure, row in plan.measures.items():
        working = {actor for actor, role in plan.roles[measure].items() if role != FUNDER}
        for goal in row["goals"]:
            found[goal] |= working
    return found


def _common(plan: _Plan) -> dict[str, Any]:
    return {
        "actors": plan.actors,
        "goals": plan.goals,
        "chapters": plan.chapters,
        "measures": plan.measures,
        "cooperations": plan.cooperations,
        "talk": plan.talk,
    }
