"""Goals and chapters: where nothing is entered yet, what rests on one body, where many work side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Literal

import networkx as nx

from ipgraph.model import Text
from ipgraph.network.findings.said import Finding, fill, name
from ipgraph.network.joined import LEAD, short_number

Lack = Literal["measure", "actor", "lead"]
Scope = Literal["plan", "goal"]

_NO_MEASURE: dict[str, Text] = {
    "open": {
        "de": "Für {} ist noch keine Maßnahme eingetragen.",
        "en": "No measure has been entered for {} yet.",
    },
    "covered": {
        "de": "Für {} ist keine Maßnahme eingetragen; der Plan verweist dafür auf: {}.",
        "en": "No measure has been entered for {}; the plan refers to: {}.",
    },
    "not-ours": {
        "de": "Für {} ist keine Maßnahme eingetragen; beeinflussen können es laut Plan: {}.",
        "en": "No measure has been entered for {}; according to the plan it is in the hands of: {}.",
    },
}
_NO_MEASURE["inside"] = _NO_MEASURE["open"]

_NOBODY: dict[str, Text] = {
    "actor": {
        "de": "Für {} gibt es Maßnahmen, aber es ist noch niemand zuständig.",
        "en": "There are measures for {}, but nobody is in charge of them yet.",
    },
    "lead": {
        "de": "Für {} sind Stellen beteiligt, aber noch keine ist verantwortlich.",
        "en": "Bodies are involved in {}, but none is responsible yet.",
    },
}


def goals_without_measure(graph: nx.Graph[str]) -> list[Finding]:
    """Goals that no measure serves, with the reason that the plan gives, if any (saved query ``no-measures``).

    Args:
        graph: network of actors and goals.

    Returns:
        In the order of the plan. The reason is ``covered`` (a cross-reference says who takes care), ``not-ours``
        (nobody at county level or below can influence it) or ``open``.
    """
    why = {row["part"]: row for row in graph.graph["without_measures"]}
    found = []
    for goal, row in graph.graph["goals"].items():
        if not graph.nodes[goal]["measures"]:
            reason = why.get(goal, {"reason": "open", "who": ""})
            text = fill(_NO_MEASURE[reason["reason"]], _goal(row["number"]), reason["who"])
            found.append(Finding("goals_without_measure", (goal,), 1, text, reason["reason"]))
    return found


def goals_without_actor(graph: nx.Graph[str]) -> list[Finding]:
    """Goals with measures that name nobody as responsible or involved; those without a measure are listed as such."""
    return _goals(graph, "goals_without_actor", lambda n: bool(graph.nodes[n]["measures"]) and not graph[n], "actor")


def goals_without_lead(graph: nx.Graph[str]) -> list[Finding]:
    """Goals with actors of which none is responsible for a measure; those without an actor are listed as such."""
    return _goals(graph, "goals_without_lead", lambda n: bool(graph[n]) and LEAD not in _roles(graph, [n]), "lead")


def chapters_without(graph: nx.Graph[str], lack: Lack) -> list[Finding]:
    """Chapters and sub-chapters that have no measure; or measures but no actor; or actors but no lead.

    Args:
        graph: network of actors and goals.
        lack: what is missing. Whatever lacks more is not listed again under what comes after it.

    Returns:
        In the order of the plan; with ``measure`` all that the saved query ``no-measures`` lists, with its reason.
    """
    kind = f"chapters_without_{lack}"
    if lack == "measure":
        missing = [row for row in graph.graph["without_measures"] if row["kind"] in ("chapter", "subchapter")]
        return [
            Finding(kind, (row["part"],), 1, fill(_NO_MEASURE[row["reason"]], _chapter(row), row["who"]), row["reason"])
            for row in missing
        ]
    found = []
    for part, row in {**graph.graph["chapters"], **graph.graph["sections"]}.items():
        goals = [g for g, d in graph.graph["goals"].items() if part in (d["chapter"], d["section_iri"])]
        measures, roles = any(graph.nodes[g]["measures"] for g in goals), _roles(graph, goals)
        if (measures and not roles) if lack == "actor" else (roles and LEAD not in roles):
            sub = part not in graph.graph["chapters"]
            text = fill(_NOBODY[lack], _chapter({**row, "kind": "subchapter" if sub else "chapter"}))
            found.append(Finding(kind, (part,), len(goals), text, "open"))
    return found


def single_actor_goals(graph: nx.Graph[str]) -> list[Finding]:
    """Goals that exactly one actor works on (saved query ``goals-on-one-actor``)."""
    text = {
        "de": "Ziel {} hängt an einer einzigen Stelle: {}.",
        "en": "Goal {} depends on a single body: {}.",
    }
    found = []
    for goal, row in graph.graph["goals"].items():
        if len(graph[goal]) == 1:
            actor = next(iter(graph[goal]))
            sentence = fill(text, row["number"], name(graph, actor))
            found.append(Finding("single_actor_goals", (goal, actor), 1, sentence))
    return found


def fragmented_goals(graph: nx.Graph[str], density: float = 0.3) -> list[Finding]:
    """Goals with three or more actors, in groups that are not connected with one another, or hardly.

    After the idea of fragmented responsibility (Feiock 2013). A goal counts if its actors form two or more groups in
    the tie graph, or few of their pairs are tied; or if what they do for this goal leaves them apart (saved query
    ``fragmented-goals``): in a busy plan everybody meets everybody somewhere, and people at the goal may still not
    know of one another there. The sentence says which of the three.

    Args:
        graph: network of actors and goals.
        density: below this share of tied pairs a goal counts although its actors form one group.

    Returns:
        Those first that the whole plan leaves apart, then those with most actors; the goal and then its actors.
    """
    found = []
    for goal, row in graph.graph["goals"].items():
        actors = sorted(graph[goal])
        if len(actors) < 3:
            continue
        pairs = [*combinations(actors, 2)]
        tied = sum(pair in graph.graph["ties"] for pair in pairs)
        in_plan, here = len(goal_groups(graph, goal, "plan")), len(goal_groups(graph, goal, "goal"))
        form = "plan" if in_plan > 1 else "density" if tied < density * len(pairs) else "goal" if here > 1 else ""
        if form:
            groups = in_plan if form == "plan" else here
            text = fill(_FRAGMENTED[form], row["number"], len(actors), groups, tied, len(pairs))
            finding = Finding("fragmented_goals", (goal, *actors), len(actors), text)
            found.append((form == "goal", -len(actors), -groups, finding))
    return [row[-1] for row in sorted(found, key=lambda row: row[:3])]


_FRAGMENTED: dict[str, Text] = {
    "plan": {
        "de": "Am Ziel {0} arbeiten {1} Stellen. Sie bilden {2} Gruppen, die im Plan nicht verbunden sind.",
        "en": "{1} bodies work on goal {0}. They form {2} groups that are not connected in the plan.",
    },
    "goal": {
        "de": "Am Ziel {0} arbeiten {1} Stellen. Sie bilden {2} Gruppen, die der Plan bei diesem Ziel nicht verbindet.",
        "en": "{1} bodies work on goal {0}. They form {2} groups that the plan does not connect at this goal.",
    },
    "density": {
        "de": "Am Ziel {0} arbeiten {1} Stellen. Nur {3} von {4} Paaren sind im Plan verbunden.",
        "en": "{1} bodies work on goal {0}. Only {3} of {4} pairs are connected in the plan.",
    },
}


def goal_groups(graph: nx.Graph[str], goal: str, scope: Scope) -> list[list[str]]:
    """The groups that the actors of a goal form.

    Args:
        graph: network of actors and goals.
        goal: the goal.
        scope: in the ``plan`` two actors belong together if they are tied (the components of the tie graph among
            them); at the ``goal``, two of its measures do if the same actor is named in both in any role, or a
            co-operation has actors of both.

    Returns:
        Largest group first; sorted within.
    """
    joined: nx.Graph[str] = nx.Graph()
    actors = sorted(graph[goal])
    joined.add_nodes_from(actors)
    if scope == "plan":
        joined.add_edges_from(pair for pair in combinations(actors, 2) if pair in graph.graph["ties"])
    else:
        named = {actor for measure in graph.nodes[goal]["measures"] for actor in graph.graph["roles"][measure]}
        for measure in graph.nodes[goal]["measures"]:
            joined.add_edges_from((measure, actor) for actor in graph.graph["roles"][measure])
        for cooperation, row in graph.graph["cooperations"].items():
            joined.add_edges_from((cooperation, actor) for actor in row["actors"] if actor in named)
    parts = [sorted(part & set(actors)) for part in nx.connected_components(joined)]
    return sorted((part for part in parts if part), key=lambda part: (-len(part), part))


def _goals(graph: nx.Graph[str], kind: str, test: Callable[[str], bool], lack: Lack) -> list[Finding]:
    goals = graph.graph["goals"]
    return [
        Finding(kind, (goal,), 1, fill(_NOBODY[lack], _goal(goals[goal]["number"])), "open")
        for goal in goals
        if test(goal)
    ]


def _roles(graph: nx.Graph[str], goals: Iterable[str]) -> set[str]:
    """The roles that actors have at some goals."""
    return {edge["role"] for goal in goals for edge in graph[goal].values()}


def _goal(number: str) -> Text:
    return {"de": f"Ziel {number}", "en": f"goal {number}"}


def _chapter(row: dict[str, str]) -> Text:
    german, english = {"subchapter": ("Unterkapitel", "sub-chapter")}.get(row["kind"], ("Kapitel", "chapter"))
    number, title = short_number(row["identifier"]), row["title"]
    if title in ("", row["identifier"]):
        return {"de": f"{german} {number}", "en": f"{english} {number}"}
    return {"de": f"{german} {number} „{title}“", "en": f"{english} {number} “{title}”"}
