"""The networks of a plan, built from query results: who works with whom, and who works on what.

Two relations between actors are kept apart:

* they are *tied* if the plan names them together in a measure (in any role) or in a co-operation;
* they *share a goal* if both are responsible for, or involved in, a measure of that goal. Giving money ties an actor
  to the others in the measure, but does not make it work on the goal.

What the plan does not name may exist all the same: the networks show the plan, not the contacts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import networkx as nx

from ipgraph.network.joined import (
    FUNDER,
    LEAD,
    PARTICIPANT,
    TABLES,
    Plan,
    Row,
    Tables,
    join,
    pairs,
    short_number,
)

__all__ = [
    "FUNDER",
    "LEAD",
    "PARTICIPANT",
    "TABLES",
    "Row",
    "Tables",
    "actor_goal_network",
    "actor_network",
    "short_number",
]


def actor_network(tables: Tables) -> nx.Graph[str]:
    """Build the network of actors.

    Args:
        tables: results by id of query.

    Returns:
        A graph with a node for each actor; it has ``goals`` (what it works on), ``leads`` (of these, what it is
        responsible for a measure of) and ``measures``. An edge joins two actors that are tied or share a goal; it has
        ``tied``, ``measures`` and ``cooperations`` (what ties them), ``shared`` (goals in common) and ``weight``
        (sum over these of 1 / (actors at the goal - 1), after Newman 2001: big goals count less).
    """
    plan = join(tables)
    graph: nx.Graph[str] = nx.Graph(view="actors", **_common(plan))
    at_goal = plan.actors_by_goal()
    goals, measures, leads = _work(plan)
    for iri, actor in plan.actors.items():
        graph.add_node(iri, **actor, goals=tuple(goals[iri]), leads=tuple(leads[iri]), measures=tuple(measures[iri]))
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for measure in plan.measures:
        for pair in pairs(plan.roles[measure]):
            found[pair]["measures"].append(measure)
    for cooperation, row in plan.cooperations.items():
        for pair in pairs(row["actors"]):
            found[pair]["cooperations"].append(cooperation)
    for goal in plan.goals:
        for pair in pairs(at_goal[goal]):
            found[pair]["shared"].append(goal)
    for (a, b), why in sorted(found.items()):
        graph.add_edge(
            a,
            b,
            tied="measures" in why or "cooperations" in why,
            measures=tuple(why.get("measures", ())),
            cooperations=tuple(why.get("cooperations", ())),
            shared=tuple(why.get("shared", ())),
            weight=round(sum(1 / (len(at_goal[goal]) - 1) for goal in why.get("shared", ())), 6),
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
    plan = join(tables)
    graph: nx.Graph[str] = nx.Graph(view="actor-goals", **_common(plan))
    ties = {pair for measure in plan.measures for pair in pairs(plan.roles[measure])}
    ties |= {pair for row in plan.cooperations.values() for pair in pairs(row["actors"])}
    graph.graph["ties"] = frozenset(ties)
    for iri, actor in plan.actors.items():
        graph.add_node(iri, **actor)
    serving: dict[str, list[str]] = defaultdict(list)
    named: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for measure, row in plan.measures.items():
        for goal in row["goals"]:
            serving[goal].append(measure)
            for who in plan.working(measure):
                named[who, goal][measure] = plan.roles[measure][who]
    for iri, row in plan.goals.items():
        graph.add_node(iri, **row, measures=tuple(serving[iri]))
    for (who, what), roles in sorted(named.items()):
        strongest = LEAD if LEAD in roles.values() else PARTICIPANT
        graph.add_edge(who, what, role=strongest, measures=tuple(roles))
    return graph


def _work(plan: Plan) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
    """For each actor the goals it works on, the measures it is named in, and the goals it is responsible for."""
    goals: dict[str, dict[str, bool]] = defaultdict(dict)
    measures: dict[str, list[str]] = defaultdict(list)
    for measure, named in plan.roles.items():
        for actor, role in named.items():
            measures[actor].append(measure)
            for goal in plan.measures[measure]["goals"] if role != FUNDER else ():
                goals[actor][goal] = goals[actor].get(goal, False) or role == LEAD
    place = {iri: number for number, iri in enumerate((*plan.goals, *plan.measures))}
    worked: dict[str, list[str]] = defaultdict(list)
    leads: dict[str, list[str]] = defaultdict(list)
    for actor, found in goals.items():
        worked[actor] = sorted(found, key=place.__getitem__)
        leads[actor] = [goal for goal in worked[actor] if found[goal]]
    for actor in measures:
        measures[actor].sort(key=place.__getitem__)
    return worked, measures, leads


def _common(plan: Plan) -> dict[str, Any]:
    return {
        "actors": plan.actors,
        "goals": plan.goals,
        "chapters": plan.chapters,
        "sections": plan.sections,
        "measures": plan.measures,
        "cooperations": plan.cooperations,
        "roles": plan.roles,
        "references": plan.references,
        "without_measures": plan.without_measures,
    }
