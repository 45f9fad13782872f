"""The questions that a network page asks of a plan, with their findings, and the one page that holds them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import networkx as nx

from ipgraph.ingest.values import natural_key
from ipgraph.namespaces import local_name
from ipgraph.network import findings
from ipgraph.network.before import Changes
from ipgraph.network.joined import FUNDER, LEAD, PARTICIPANT, short_number
from ipgraph.network.layout import actor_layout, frame, sector_layout, tree_layout
from ipgraph.network.view_model import Link, Table, View, Words
from ipgraph.network.view_tables import actor_tables, change_tables, coverage_table, goal_tables

CHANGED = ("new", "lost", "closed", "opened")
"""The questions that need an earlier state of the plan."""

TILES: Mapping[str, Any] = {"lines": [], "layout": "sector", "fade": True, "tiles": True}
"""How questions about goals are shown: the goals alone, those it is about from the front."""

MOST_LINES = 6000
"""From how many pairs with goals in common on the page leaves out those with the fewest."""


def view_of(
    actors: nx.Graph[str],
    goals: nx.Graph[str],
    link: Link,
    changes: Changes | None = None,
    covered: Iterable[findings.Coverage] = (),
) -> View:
    """Turn the networks of a plan into what its page shows.

    Args:
        actors: result of :func:`ipgraph.network.actor_network`.
        goals: result of :func:`ipgraph.network.actor_goal_network` for the same plan.
        link: address of the page of a resource, or None.
        changes: what is different from an earlier state; None without one.
        covered: kinds of actor, and towns, against chapters.

    Returns:
        Nodes, lines, questions and tables.
    """
    words, found = Words(actors, link), _Found(actors, goals)
    page = _Page(words, View(data={**words.data(), "coverage": {}, "least": found.least}), found)
    page.actors(actors, goals)
    page.plan(actors, goals)
    page.pairs(actors)
    page.work(goals)
    page.ask_about_actors()
    page.ask_about_goals()
    covering = [page.covered(one, goals) for one in covered]
    page.ask("plan", "outline", lines=["has"], layout="tree", count=len(words.goals))
    if changes:
        page.changed(changes)
    page.view.tables = [
        *(change_tables(words, page.line, changes) if changes else ()),
        *actor_tables(words, page.line, actors, found.over, found.talk, found.marks),
        *goal_tables(words, goals, found.marks),
        *covering,
    ]
    return page.view


class _Found:
    """What stands out in the plan."""

    def __init__(self, actors: nx.Graph[str], goals: nx.Graph[str]) -> None:
        shared = sorted((len(edge["shared"]) for *_, edge in actors.edges(data=True)), reverse=True)
        self.fewest = shared[MOST_LINES] + 1 if len(shared) > MOST_LINES else 1
        self.over = [f for f in findings.overlaps(actors) if f.size >= self.fewest]
        self.talk = findings.should_talk(actors, most=3)
        self.alone, self.bridges = findings.isolated(actors), findings.bridges(actors)
        self.without_measure = findings.goals_without_measure(goals)
        self.without_actor = findings.goals_without_actor(goals)
        self.without_lead = findings.goals_without_lead(goals)
        self.single = findings.single_actor_goals(goals)
        self.fragmented = [findings.goal_only(f) for f in findings.fragmented_goals(goals)]
        self.least = max(self.fewest, findings.readable_minimum(self.over))
        open_goals = [*self.without_measure, *self.without_actor]
        self.gaps = {f.nodes[0] for f in open_goals}
        about = [*self.alone, *self.bridges, *open_goals, *self.single, *self.fragmented]
        self.marks = findings.by_node(about)


class _Page:
    """Nodes, lines and questions as they are put together."""

    def __init__(self, words: Words, view: View, found: _Found) -> None:
        self.words, self.view, self.found = words, view, found
        self.lines: dict[tuple[str, str, str], str] = {}

    def line(self, kind: str, pair: Sequence[str]) -> str:
        """The id of the line of a kind between two things; empty if there is none."""
        return self.lines.get((kind, pair[0], pair[1]), "")

    def draw(self, kind: str, a: str, b: str, **more: Any) -> None:
        """Draw a line; what is empty is left out."""
        name = f"e{len(self.view.edges)}"
        if kind in ("overlap", "tie", "talk", "lost"):
            self.lines[kind, a, b] = self.lines[kind, b, a] = name
        d = {"t": kind, **{key: value for key, value in more.items() if value}}
        self.view.edges.append({"id": name, "from": self.words.id[a], "to": self.words.id[b], "d": d})

    def ask(self, view: str, name: str, found: Sequence[findings.Finding] = (), **more: Any) -> None:
        """Add a question with its findings; questions about pairs find them in their lines."""
        said = [{"t": f.text, "i": [self.words.id[node] for node in f.nodes]} for f in found]
        marked = self._marked(node for f in found for node in f.nodes)
        asked = {"id": name, "view": view, "count": len(said), "said": said, "marked": marked, **more}
        self.view.presets.append(asked)

    def ask_about_actors(self) -> None:
        """Who works with whom, and who does not."""
        found, ask, tied = self.found, self.ask, self._count("tie")
        shared, slider = sum(f.size >= found.least for f in found.over), bool(found.over)
        ask("actors", "overlaps", lines=["overlap"], layout="overlaps", only=True, slider=slider, count=shared)
        ask("actors", "talk", lines=["talk"], layout="talk", only=True, count=len(found.talk))
        ask("actors", "isolated", found.alone, lines=["tie"], layout="ties", fade=True)
        ask("actors", "bridges", found.bridges, lines=["tie"], layout="ties", fade=True)
        ask("actors", "ties", lines=["tie"], layout="ties", count=tied)
        ask("actors", "all", lines=["tie", "overlap"], layout="ties", slider=slider, count=tied + shared)

    def ask_about_goals(self) -> None:
        """Who works on what, and where nobody does."""
        found, ask, leads = self.found, self.ask, self._count("lead")
        ask("goals", "without_measure", found.without_measure, **TILES)
        ask("goals", "without_actor", found.without_actor, **TILES)
        ask("goals", "without_lead", found.without_lead, **TILES)
        ask("goals", "single", found.single, **{**TILES, "lines": ["lead", "part"]}, pairs=True)
        ask("goals", "fragmented", found.fragmented, **TILES)
        ask("goals", "leads", lines=["lead"], layout="sector", count=leads)
        ask("goals", "everything", lines=["lead", "part"], layout="sector", count=leads + self._count("part"))

    def _count(self, kind: str) -> int:
        """How many lines of a kind there are between actors, or between actors and goals."""
        return sum(edge["d"]["t"] == kind and edge["to"][0] != "m" for edge in self.view.edges)

    def actors(self, actors: nx.Graph[str], goals: nx.Graph[str]) -> None:
        """Nodes for the actors, with their places in every picture."""
        chapters = self.words.chapter_index
        over, talk = self.found.over, self.found.talk
        layouts = {
            "ties": actor_layout(findings.ties(actors)),
            "overlaps": actor_layout(_graph(f.nodes for f in over if f.size >= self.found.least), isolates=False),
            "overlaps_all": actor_layout(_graph(f.nodes for f in over), isolates=False),
            "talk": actor_layout(_graph(f.nodes for f in talk), isolates=False),
            "sector": sector_layout(goals, dict(zip(chapters, frame(len(chapters)), strict=True))),
        }
        for iri in actors:
            places = {name: layout[iri] for name, layout in layouts.items() if iri in layout}
            self.view.nodes.append(self.words.actor(iri, actors.nodes[iri]["goals"], places, self.found.marks))

    def plan(self, actors: nx.Graph[str], goals: nx.Graph[str]) -> None:
        """Nodes for goals and measures, as tiles in blocks and as a tree."""
        words, seats = self.words, dict.fromkeys(self.words.chapter_index.values(), -1)
        outline: dict[int, dict[str, dict[str, list[str]]]] = {}
        for g, row in words.goals.items():
            first = [m for m in goals.nodes[g]["measures"] if words.measures[m]["goals"][0] == g]
            outline.setdefault(words.chapter_of(g), {}).setdefault(row["section"], {})[g] = first
        tree = tree_layout(outline)
        self.view.data["tree"] = {"columns": tree.columns, "rows": tree.rows, "heads": tree.heads}
        for g in words.goals:
            seats[words.chapter_of(g)] += 1
            places = {"seat": seats[words.chapter_of(g)], "tree": tree.places[g]}
            measures, gap = goals.nodes[g]["measures"], g in self.found.gaps
            self.view.nodes.append(words.goal(g, measures, self.found.marks, gap, **places))
        named = {m for iri in actors for m in actors.nodes[iri]["measures"]}
        for m, row in words.measures.items():
            if row["goals"]:
                self.view.nodes.append(words.measure(m, m not in named, tree.places[m]))
                for g in row["goals"]:
                    self.draw("has", g, m)

    def pairs(self, graph: nx.Graph[str]) -> None:
        """Lines between actors: tied, or with goals in common; where there are very many of these, the strongest."""
        words, self.view.data["fewest"] = self.words, self.found.fewest
        for x, y, edge in graph.edges(data=True):
            if edge["tied"] or len(edge["shared"]) >= self.found.fewest:
                self.draw(
                    "tie" if edge["tied"] else "overlap",
                    x,
                    y,
                    m=[words.index[m] for m in edge["measures"]],
                    c=[words.index[c] for c in edge["cooperations"]],
                )
        for found in self.found.talk:
            self.draw("talk", *found.nodes[:2], r=found.why)

    def work(self, graph: nx.Graph[str]) -> None:
        """Lines from actors to goals and to measures, by role."""
        words, short = self.words, {LEAD: "lead", PARTICIPANT: "part", FUNDER: "fund"}
        for a in words.actors:
            for g, edge in graph[a].items():
                self.draw(short[edge["role"]], a, g, m=[words.index[m] for m in edge["measures"]])
        for m in words.measures:
            if words.measures[m]["goals"]:
                for a, role in sorted(words.roles[m].items()):
                    self.draw(short[role], a, m)

    def covered(self, found: findings.Coverage, goals: nx.Graph[str]) -> Table:
        """A question about who takes part where, as a field for each row and chapter; and its table.

        The numbers come from the network and not from the answer, so that they hold for a day of the plan, too.
        """
        words, by, taking = self.words, f"{found.by}s", Counter[tuple[str, str]]()
        for actor, row in words.actors.items():
            chapters = {words.goals[goal]["chapter"] for goal in goals[actor]}
            taking.update((row[found.by], chapter) for chapter in chapters)
        index = {"kind": words.kind_index, "town": words.town_index}[found.by]
        matrix = {
            "rows": [
                {"l": said, "k": local_name(key) if found.by == "kind" else key, "i": index.get(key)}
                for key, said in found.rows.items()
            ],
            "columns": [
                # A chapter without a title goes by its Kennung, which the number says already.
                {
                    "n": number,
                    "t": "" if short_number(title) == number else title,
                    "i": words.chapter_index.get(chapter),
                }
                for chapter, (number, title) in found.columns.items()
            ],
        }
        numbers = [[taking[row, chapter] for chapter in found.columns] for row in found.rows]
        self.view.data["coverage"][by] = matrix
        empty = sum(line.count(0) for line in numbers)
        self.ask("coverage", f"cover_{by}", by=by, lines=[], layout="matrix", count=empty)
        return coverage_table(found.by, matrix, numbers)

    def changed(self, changes: Changes) -> None:
        """The questions about what has changed."""
        by_id = {edge["id"]: edge for edge in self.view.edges}
        for pair in changes.new:
            by_id[self.line("tie", pair)]["d"]["n"] = 1
        for (a, b), what in changes.lost.items():
            self.draw("lost", a, b, v=what)
        pairs = {"layout": "ties", "fade": True}
        self._ask_about_change("new", changes.new, chain(*changes.new), **pairs, lines=["tie"], fresh=True)
        self._ask_about_change("lost", changes.lost, chain(*changes.lost), **pairs, lines=["lost"])
        self._ask_about_change("closed", changes.closed, changes.closed, **TILES)
        self._ask_about_change("opened", changes.opened, changes.opened, **TILES)

    def _ask_about_change(self, name: str, found: Collection[object], nodes: Iterable[str], **more: Any) -> None:
        self.ask("before", name, count=len(found), marked=self._marked(nodes), **more)

    def _marked(self, nodes: Iterable[str]) -> list[str]:
        return sorted({self.words.id[node] for node in nodes}, key=natural_key)


def _graph(pairs: Iterable[Sequence[str]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((pair[0], pair[1]) for pair in pairs)
    return graph
