"""A networking meeting: whom to invite and why, who sits at which table, what to talk about.

After the script of facilitators: show the whole, name the gaps, read pairs aloud, ask people about themselves, let
them talk at tables, write down what was agreed. Co-operation grows most among those who had no tie before (Scott
2016), so tables bring together whom the plan does not connect.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ipgraph import resources
from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.network import findings
from ipgraph.network.findings import Finding
from ipgraph.network.findings.said import fill, numbers
from ipgraph.network.joined import short_number
from ipgraph.network.seating import seat

MOST_REASONS = 3
"""So many reasons are written out for each body (one more if it is the last); the rest are counted."""

MOST_GOALS = 3
"""So many goals are written out for each table."""

MOST_SAID = 10
"""So many findings stand below a step of the agenda; the network page shows all."""


@dataclass(frozen=True)
class Invitation:
    """A body to invite.

    Args:
        actor: its key in :attr:`Meeting.actors`.
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
        members: their keys in :attr:`Meeting.actors`.
        talks: pairs at the table that should talk, the strongest first of those that bring in somebody new.
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
    """A meeting.

    Args:
        actors: what is known of each actor of the plan by IRI, and of each guest.
        goals: what is known of each goal by IRI.
        invitations: whom to invite, those with most to talk about first.
        tables: who sits together.
        agenda: the steps.
        chapter: the chapter it keeps to, empty for none.
    """

    actors: dict[str, dict[str, Any]]
    goals: dict[str, dict[str, Any]]
    invitations: tuple[Invitation, ...]
    tables: tuple[TableGroup, ...]
    agenda: tuple[Step, ...]
    chapter: Text


def plan_meeting(
    actors: nx.Graph[str],
    goals: nx.Graph[str],
    chapter: str | None = None,
    invited: Sequence[str] | None = None,
    guests: bool = False,
) -> Meeting:
    """Prepare a meeting.

    Args:
        actors: network of actors.
        goals: network of actors and goals of the same plan.
        chapter: keep to what the plan says on this chapter or sub-chapter, by its Kennung or number; None for all.
        invited: those who will come, by Kennung or name; None for all who work in the chapter.
        guests: whether those who come and are not in the plan sit with the others.

    Returns:
        The meeting, the same for the same plan.

    Raises:
        IpgraphError: the plan has no such chapter, nobody of that name, or nobody to invite.
    """
    within, title = _within(goals, chapter)
    people = [a for a, row in actors.nodes(data=True) if chapter is None or within.intersection(row["goals"])]
    added: dict[str, dict[str, Any]] = {}
    if invited is not None:
        people, added = _coming(actors, invited, guests)
    if not people and not added:
        raise IpgraphError(
            f"Noch ist niemand einzuladen: In {title['de'] or 'diesem Plan'} wirkt keine Stelle mit.",
            f"There is nobody to invite yet: no body takes part in {title['en'] or 'this plan'}.",
        )
    known = findings.Acquaintance(actors)
    talks = _talks(known, people, within, only=chapter is not None)
    points: Counter[str] = Counter()
    for pair in talks:
        points.update(dict.fromkeys(pair.nodes, pair.points))
    tables = seat([*people, *added], {pair.nodes: pair.points for pair in talks})
    at = {actor: number for number, table in enumerate(tables, start=1) for actor in table}
    together: dict[int, list[Finding]] = defaultdict(list)
    for pair in talks:
        if at[pair.nodes[0]] == at[pair.nodes[1]]:
            together[at[pair.nodes[0]]].append(known.finding(pair))
    reasons = _reasons(known, goals, people, talks, within) | {guest: [words()["why"]["guest"]] for guest in added}
    everybody = actors.graph["actors"] | added
    ordered = sorted(reasons, key=lambda actor: (-points[actor], everybody[actor]["name"].casefold(), actor))
    return Meeting(
        actors=everybody,
        goals=actors.graph["goals"],
        invitations=tuple(Invitation(actor, tuple(reasons[actor]), points[actor], at[actor]) for actor in ordered),
        tables=tuple(_table(goals, n, table, together[n], within) for n, table in enumerate(tables, start=1)),
        agenda=tuple(_agenda(actors, goals, people, within)),
        chapter=title,
    )


def words() -> dict[str, Any]:
    """The words of the kit."""
    return resources.words("meeting.words.toml")


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


def _coming(actors: nx.Graph[str], invited: Iterable[str], guests: bool) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The actors that are meant by some names (all of those who share one), and the guests."""
    known: dict[str, set[str]] = {}
    for key in ("name", "short", "identifier"):  # a Kennung weighs more than a name
        same: dict[str, set[str]] = defaultdict(set)
        for actor, row in actors.nodes(data=True):
            same[row[key].casefold()].add(actor)
        known |= same
    found: set[str] = set()
    missing = []
    for name in filter(None, (line.strip() for line in invited)):
        found |= known.get(name.casefold(), set())
        missing += [] if name.casefold() in known else [name]
    return [actor for actor in actors if actor in found], _guests(missing, guests)


def _guests(names: list[str], welcome: bool) -> dict[str, dict[str, Any]]:
    """Those who come and are not in the plan, as actors."""
    if names and not welcome:
        shown = "; ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise IpgraphError(
            f"Diese Stellen stehen nicht unter den Akteuren des Plans: {shown}. Bitte so schreiben wie im Plan; Gäste "
            "bitte in der Einladungsliste der Mappe ergänzen und dort ankreuzen.",
            f"These bodies are not among the actors of the plan: {shown}. Please write them as in the plan; add guests "
            "to the invitation list of the kit and mark them there.",
        )
    row = {"identifier": "", "kind_label": words()["why"]["guest"], "town": ""}
    return {f"guest {name}": {**row, "name": name} for name in names}


def _talks(known: findings.Acquaintance, people: list[str], within: set[str], only: bool) -> list[findings.Pair]:
    """Those of some people who should talk, the strongest pairs first, then those with most of some goals in common.

    Args:
        known: why two actors should talk.
        people: who comes.
        within: the goals.
        only: leave out pairs that have none of these goals in common.
    """
    coming, actors = set(people), known.graph
    found = []
    for pair in known.pairs():
        a, b = pair.nodes
        shared = within.intersection(actors[a][b]["shared"] if b in actors[a] else ())
        if coming.issuperset(pair.nodes) and (shared or not only):
            found.append((-pair.points, -len(shared), pair))
    return [row[-1] for row in sorted(found, key=lambda row: row[:2])]


def _reasons(
    known: findings.Acquaintance,
    goals: nx.Graph[str],
    people: list[str],
    talks: list[findings.Pair],
    within: set[str],
) -> dict[str, list[Text]]:
    """Why each body is invited: what stands out about it, whom to talk to; else what it works on."""
    say, rows, actors = words()["why"], goals.graph["goals"], known.graph
    found: dict[str, list[Text]] = {actor: [] for actor in people}
    for actor in people:
        if not any(actors[actor][other]["tied"] for other in actors[actor]):
            found[actor].append(say["isolated"])
    for alone, actor in (f.nodes for f in findings.single_actor_goals(goals) if f.nodes[0] in within):
        if actor in found:
            found[actor].append(fill(say["single"], rows[alone]["number"]))
    more: Counter[str] = Counter()  # reasons that are only counted
    for pair in talks:
        for actor, other in (pair.nodes, pair.nodes[::-1]):
            if len(found[actor]) > MOST_REASONS:
                more[actor] += 1
            else:
                strongest = known.reasons(*pair.nodes)[0].text
                found[actor].append(fill(say["talk"], actors.nodes[other]["name"], strongest))
    for finding in findings.fragmented_goals(goals):
        goal, *working = finding.nodes
        if goal in within:
            for actor in filter(found.__contains__, working):
                found[actor].append(finding.text)
    for actor, reasons in found.items():
        if not reasons:
            worked = actors.nodes[actor]["goals"]
            told = [goal for goal in worked if goal in within] or worked
            reasons.append(fill(say["goals"], numbers(goals, told)) if told else say["named"])
        rest = len(reasons) - MOST_REASONS + more[actor]
        if rest > 1:
            reasons[MOST_REASONS:] = [fill(say["rest"], rest)]
    return found


def _table(goals: nx.Graph[str], number: int, members: list[str], talks: list[Finding], within: set[str]) -> TableGroup:
    count = Counter(goal for actor in members if actor in goals for goal in goals[actor] if goal in within)
    common = sorted((goal for goal in goals.graph["goals"] if count[goal] > 1), key=lambda goal: -count[goal])
    told: set[str] = set()
    first: list[Finding] = []
    others: list[Finding] = []
    for pair in talks:
        (others if told.issuperset(pair.nodes) else first).append(pair)
        told.update(pair.nodes)
    return TableGroup(number, tuple(members), (*first, *others), tuple(common[:MOST_GOALS]))


def _agenda(actors: nx.Graph[str], goals: nx.Graph[str], people: list[str], within: set[str]) -> Iterable[Step]:
    """The steps, each with what the plan says about those who come."""
    coming, rows = set(people), goals.graph["goals"]
    over = [pair for pair in findings.overlaps(actors) if set(pair.nodes) <= coming]
    found = {
        "without_measure": [f for f in findings.goals_without_measure(goals) if f.nodes[0] in within],
        "resting_on_one": [
            f for f in findings.single_actor_goals(goals) if f.nodes[0] in within and f.nodes[1] in coming
        ],
        "overlaps": [p for p in over if within.intersection(actors[p.nodes[0]][p.nodes[1]]["shared"])],
    }
    # Gaps for which the plan gives no reason are what a room can talk about: they come first.
    found["without_measure"].sort(key=lambda f: f.reason != "open")
    for step in words()["steps"]:
        said = found.get(step["id"])
        if said is None or said:
            shown = tuple(_aloud(finding, rows) for finding in (said or ())[:MOST_SAID])
            yield Step(step["minutes"], step["title"], step["how"], shown, len(said or ()) - len(shown))


def _aloud(finding: Finding, goals: dict[str, dict[str, Any]]) -> Text:
    """A finding to read aloud: nobody in the room knows a goal by its number."""
    wording = goals.get(finding.nodes[0], {}).get("wording")
    return fill({"de": "{} „{}“", "en": "{} “{}”"}, finding.text, wording) if wording else finding.text
