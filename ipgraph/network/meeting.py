"""A networking meeting: whom to invite and why, who sits at which table, what to talk about.

After the script of facilitators: show the whole, name the gaps, read pairs aloud, ask people about themselves, let
them talk at tables, write down what was agreed. Co-operation grows most among those who had no tie before (Scott
2016), so tables bring together whom the plan does not connect.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import networkx as nx

from ipgraph import resources
from ipgraph.errors import IpgraphError
from ipgraph.network import findings
from ipgraph.network.findings import Finding
from ipgraph.network.findings.said import fill
from ipgraph.network.joined import Text, short_number
from ipgraph.network.seating import seat

MOST_REASONS = 3
"""So many reasons are written out for each body; the rest are counted."""

MOST_GOALS = 3
"""So many goals are written out for each table."""

MOST_SAID = 10
"""So many findings stand below a step of the agenda; the network page shows all."""


@dataclass(frozen=True)
class Invitation:
    """A body to invite.

    Args:
        actor: IRI.
        reasons: why, the strongest first.
        points: how much there is to talk about; orders the list and is not shown.
        table: number of its table, from 1.
    """

    actor: str
    reasons: tuple[Text, ...]
    points: int
    table: int


@dataclass(frozen=True)
class TableGroup:
    """Those who sit at one table.

    Args:
        number: from 1.
        members: IRIs.
        talks: pairs at the table that should talk, the strongest first.
        goals: the goals that most at the table work on, two or more; at most :data:`MOST_GOALS`.
    """

    number: int
    members: tuple[str, ...]
    talks: tuple[Finding, ...]
    goals: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A step of the agenda.

    Args:
        minutes: how long.
        title: what it is called.
        how: what the facilitator does.
        said: sentences to read aloud.
        more: how many findings stand on the network page besides.
    """

    minutes: int
    title: Text
    how: Text
    said: tuple[Text, ...]
    more: int


@dataclass(frozen=True)
class Meeting:
    """A meeting: whom to invite (those with most to talk about first), tables, agenda, and the chapter it keeps to."""

    actors: dict[str, dict[str, Any]]
    goals: dict[str, dict[str, Any]]
    invitations: tuple[Invitation, ...]
    tables: tuple[TableGroup, ...]
    agenda: tuple[Step, ...]
    chapter: Text


def plan_meeting(
    actors: nx.Graph[str], goals: nx.Graph[str], chapter: str | None = None, invited: Sequence[str] | None = None
) -> Meeting:
    """Prepare a meeting.

    Args:
        actors: network of actors.
        goals: network of actors and goals of the same plan.
        chapter: only those who work in this chapter or sub-chapter, by its Kennung or number; None for all.
        invited: those who will come, by Kennung or name; None for all.

    Returns:
        The meeting, the same for the same plan.

    Raises:
        IpgraphError: the plan has no such chapter, or nobody of that name.
    """
    within, title = _within(goals, chapter)
    people = [
        actor for actor in actors if chapter is None or any(goal in within for goal in actors.nodes[actor]["goals"])
    ]
    if invited is not None:
        named = _named(actors, invited)
        people = [actor for actor in people if actor in named]
    talks = [
        pair
        for pair in findings.should_talk(actors)
        if set(pair.nodes) <= set(people) and (chapter is None or _shared(actors, pair, within))
    ]
    talks.sort(key=lambda pair: (-pair.size, -len(_shared(actors, pair, within))))
    points: Counter[str] = Counter()
    for pair in talks:
        points.update(dict.fromkeys(pair.nodes, int(pair.size)))
    tables = seat(people, {(pair.nodes[0], pair.nodes[1]): int(pair.size) for pair in talks})
    at = {actor: number for number, table in enumerate(tables, start=1) for actor in table}
    together: dict[int, list[Finding]] = defaultdict(list)
    for pair in talks:
        if at[pair.nodes[0]] == at[pair.nodes[1]]:
            together[at[pair.nodes[0]]].append(pair)
    reasons = _reasons(actors, goals, people, talks, within)
    ordered = sorted(people, key=lambda actor: (-points[actor], actors.nodes[actor]["name"].casefold(), actor))
    return Meeting(
        actors=actors.graph["actors"],
        goals=actors.graph["goals"],
        invitations=tuple(Invitation(actor, tuple(reasons[actor]), points[actor], at[actor]) for actor in ordered),
        tables=tuple(_table(goals, n, table, together[n], within) for n, table in enumerate(tables, start=1)),
        agenda=tuple(_agenda(actors, goals, people, within)),
        chapter=title,
    )


@cache
def words() -> dict[str, Any]:
    """The words of the kit."""
    return tomllib.loads((resources.folder("templates") / "meeting.words.toml").read_text(encoding="utf-8"))


def _within(goals: nx.Graph[str], chapter: str | None) -> tuple[set[str], Text]:
    """The goals of a chapter, and what it is called."""
    rows = goals.graph["goals"]
    if chapter is None:
        return set(rows), {"de": "", "en": ""}
    parts = {**goals.graph["chapters"], **goals.graph["sections"]}
    wanted = chapter.strip().casefold()
    for iri, part in parts.items():
        number = short_number(part["identifier"])
        if wanted in {part["identifier"].casefold(), number.casefold()}:
            found = {goal for goal, row in rows.items() if iri in (row["chapter"], row["section_iri"])}
            return found, {"de": f"Kapitel {number} „{part['title']}“", "en": f"chapter {number} “{part['title']}”"}
    known = ", ".join(part["identifier"] for part in parts.values())
    raise IpgraphError(
        f"Ein Kapitel „{chapter}“ mit Zielen gibt es in diesem Plan nicht. Möglich: {known}.",
        f"This plan has no chapter “{chapter}” with goals. Possible: {known}.",
    )


def _named(actors: nx.Graph[str], invited: Iterable[str]) -> set[str]:
    """The actors that are meant by some names."""
    known: dict[str, str] = {}
    for key in ("name", "short", "identifier"):  # a Kennung weighs more than a name
        known.update({row[key].casefold(): actor for actor, row in actors.nodes(data=True) if row[key]})
    found, missing = set(), []
    for name in filter(None, (line.strip() for line in invited)):
        if name.casefold() in known:
            found.add(known[name.casefold()])
        else:
            missing.append(name)
    if missing:
        shown = "; ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise IpgraphError(
            f"Diese Stellen stehen nicht unter den Akteuren des Plans: {shown}. Bitte so schreiben wie im Plan.",
            f"These bodies are not among the actors of the plan: {shown}. Please write them as in the plan.",
        )
    return found


def _shared(actors: nx.Graph[str], pair: Finding, within: set[str]) -> set[str]:
    """The goals that a pair has in common."""
    edge = actors.get_edge_data(*pair.nodes)
    return within.intersection(edge["shared"]) if edge else set()


def _reasons(
    actors: nx.Graph[str], goals: nx.Graph[str], people: list[str], talks: list[Finding], within: set[str]
) -> dict[str, list[Text]]:
    """Why each body is invited: whom to talk to, then what stands out at its goals, then what it works on."""
    say, rows = words()["why"], goals.graph["goals"]
    found: dict[str, list[Text]] = {actor: [] for actor in people}
    for actor in people:
        if not any(actors[actor][other]["tied"] for other in actors[actor]):
            found[actor].append(say["isolated"])
    for alone, actor in (f.nodes for f in findings.single_actor_goals(goals) if f.nodes[0] in within):
        if actor in found:
            found[actor].append(fill(say["single"], rows[alone]["number"]))
    acquaintance = findings.Acquaintance(actors)
    for pair in talks:
        strongest = acquaintance.reasons(*pair.nodes)[0].text
        for actor, other in (pair.nodes, pair.nodes[::-1]):
            found[actor].append(fill(say["talk"], actors.nodes[other]["name"], strongest))
    for finding in findings.fragmented_goals(goals):
        goal, *working = finding.nodes
        if goal in within:
            groups = len(findings.goal_groups(goals, goal))
            for actor in filter(found.__contains__, working):
                found[actor].append(fill(say["fragmented"], rows[goal]["number"], len(working), groups))
    for actor, reasons in found.items():
        if not reasons:
            numbers = ", ".join(rows[goal]["number"] for goal in actors.nodes[actor]["goals"] if goal in within)
            reasons.append(fill(say["goals"], numbers) if numbers else say["named"])
        if len(reasons) > MOST_REASONS:
            reasons[MOST_REASONS:] = [fill(say["rest"], len(reasons) - MOST_REASONS)]
    return found


def _table(goals: nx.Graph[str], number: int, members: list[str], talks: list[Finding], within: set[str]) -> TableGroup:
    count = Counter(goal for actor in members for goal in goals[actor] if goal in within)
    common = sorted((goal for goal in goals.graph["goals"] if count[goal] > 1), key=lambda goal: -count[goal])
    return TableGroup(number, tuple(members), tuple(talks), tuple(common[:MOST_GOALS]))


def _agenda(actors: nx.Graph[str], goals: nx.Graph[str], people: list[str], within: set[str]) -> Iterable[Step]:
    """The steps, each with what the plan says about those who come."""
    coming = set(people)
    over = [pair for pair in findings.overlaps(actors) if set(pair.nodes) <= coming]
    found = {
        "without_measure": [f for f in findings.goals_without_measure(goals) if f.nodes[0] in within],
        "resting_on_one": [f for f in findings.single_actor_goals(goals) if f.nodes[0] in within],
        "overlaps": [p for p in over if within.intersection(actors[p.nodes[0]][p.nodes[1]]["shared"])],
    }
    # Gaps for which the plan gives no reason are what a room can talk about: they come first.
    found["without_measure"].sort(key=lambda f: f.reason != "open")
    for step in words()["steps"]:
        said = found.get(step["id"])
        if said is None or said:
            shown = tuple(finding.text for finding in (said or ())[:MOST_SAID])
            yield Step(step["minutes"], step["title"], step["how"], shown, len(said or ()) - len(shown))
