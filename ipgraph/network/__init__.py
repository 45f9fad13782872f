"""The networks of a plan, built from query results: who works with whom, and who works on what.

Two relations between actors are kept apart:

* they are *tied* if the plan names them together in a measure (in any role) or in a co-operation;
* they *share a goal* if both are responsible for, or involved in, a measure of that goal. Giving money ties an actor
  to the others in the measure, but does not make it work on the goal.

What the plan does not name may exist all the same: the networks show the plan, not the contacts.
"""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from ipgraph.network.joined import FUNDER, LEAD, PARTICIPANT, Plan, Tables, join, pairs


def actor_network(tables: Tables) -> nx.Graph[str]:
    """Build the network of actors.

    Args:
        tables: results by id of query.

    Returns:
        A graph with the parts of :class:`ipgraph.network.joined.Plan` as attributes, and a node for each actor; it has
        ``goals`` (what it works on), ``leads`` (of these, what it is responsible for a measure of) and ``measures``.
        An edge joins two actors that are tied or share a goal; it has ``tied``, ``measures`` and ``cooperations``
        (what ties them), ``shared`` (goals in common) and ``weight`` (sum over these of 1 / (actors at the goal - 1),
        after Newman 2001: big goals count less).
    """
    plan = join(tables)
    graph: nx.Graph[str] = nx.Graph(view="actors", **vars(plan))
    at_goal = plan.actors_by_goal()
    for iri, work in _work(plan).items():
        graph.add_node(iri, **plan.actors[iri], **work)
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
        A graph with the parts of the plan as above, and a node for each actor and each goal. An edge joins an actor
        and a goal it works on; it has ``role`` (``lead`` if the actor is responsible for at least one of the measures)
        and ``measures``. ``graph.graph["ties"]`` are the tied pairs of actors.
    """
    plan = join(tables)
    graph: nx.Graph[str] = nx.Graph(view="actor-goals", **vars(plan))
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


def _work(plan: Plan) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each actor its goals, those that it is responsible for, and its measures, in the order of the plan."""
    found: dict[str, dict[str, set[str]]] = {
        actor: {"goals": set(), "leads": set(), "measures": set()} for actor in plan.actors
    }
    for measure, row in plan.measures.items():
        for actor, role in plan.roles[measure].items():
            found[actor]["measures"].add(measure)
            if role != FUNDER:
                found[actor]["goals"].update(row["goals"])
            if role == LEAD:
                found[actor]["leads"].update(row["goals"])
    place = {iri: number for number, iri in enumerate((*plan.goals, *plan.measures))}
    return {
        actor: {name: tuple(sorted(things, key=place.__getitem__)) for name, things in work.items()}
        for actor, work in found.items()
    }
