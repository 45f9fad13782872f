"""What a network page shows: nodes, lines, questions and tables, as plain data without a renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from ipgraph.network import findings as findings
from ipgraph.network import natural
from ipgraph.network.layout import Point, actor_layout, frame, sector_layout

Text = dict[str, str]
Link = Callable[[str], str | None]

# Tol's muted palette: told apart with colour blindness, light enough for black figures.
CHAPTER_COLOURS = (
    "#88CCEE", "#DDCC77", "#CC99BB", "#77CCAA", "#EE8866", "#AAAADD", "#BBCC66", "#E5B5A1",
    "#99DDFF", "#FFAABB", "#DDDDDD", "#C2B280",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words of the plan, or words of the page in both languages."""

    text: str | Text
    href: str | None = None


@dataclass(frozen=True)
class Row:
    """A row with what the filters look at."""

    cells: tuple[Cell, ...]
    chapters: str = ""
    kinds: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the page."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class View:
    """Everything a page shows."""

    kind: str
    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    presets: list[dict[str, Any]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


class _Builder:
    """Short ids, indexes and texts that both views need."""

    def __init__(self, graph: nx.Graph[str], link: Link) -> None:
        self.graph, self.link = graph, link
        common = graph.graph
        self.goals, self.chapters, self.actors = common["goals"], common["chapters"], common["actors"]
        self.id = {iri: f"a{n}" for n, iri in enumerate(self.actors)} | {
            iri: f"g{n}" for n, iri in enumerate(self.goals)
        }
        self.goal_index = {iri: n for n, iri in enumerate(self.goals)}
        self.measure_index = {iri: n for n, iri in enumerate(common["measures"])}
        self.cooperation_index = {iri: n for n, iri in enumerate(common["cooperations"])}
        self.chapter_index = {iri: n for n, iri in enumerate(self.chapters)}
        if any(not goal["chapter"] for goal in self.goals.values()):
            self.chapter_index[""] = len(self.chapters)
        kinds = {(row["position"], row["kind"]): row for row in self.actors.values()}
        self.kinds = [kinds[key] for key in sorted(kinds)]
        self.kind_index = {row["kind"]: n for n, row in enumerate(self.kinds)}

    def data(self) -> dict[str, Any]:
        """The plan's words that details and filters look up by index."""
        common = self.graph.graph
        chapters = [self._chapter(n, iri) for iri, n in self.chapter_index.items()]
        goals = [
            {
                "n": g["number"],
                "w": g["wording"],
                "c": self.chapter_index[g["chapter"]],
                "u": self.link(iri),
                "p": g["page"],
            }
            for iri, g in self.goals.items()
        ]
        measures = [
            {
                "n": m["identifier"],
                "w": m["wording"],
                "c": sorted({self.chapter_of(g) for g in m["goals"]}),
                "u": self.link(iri),
            }
            for iri, m in common["measures"].items()
        ]
        return {
            "chapters": chapters,
            "goals": goals,
            "measures": measures,
            "cooperations": [_cooperation(row) for row in common["cooperations"].values()],
            "kinds": [{"l": row["kind_label"], "s": row["symbol"], "c": row["colour"]} for row in self.kinds],
        }

    def _chapter(self, number: int, iri: str) -> dict[str, Any]:
        row = self.chapters.get(iri, {"identifier": "–", "title": "ohne Kapitel"})
        figures = "".join(c for c in row["identifier"] if c.isdecimal() or c == ".") or row["identifier"]
        colour = CHAPTER_COLOURS[number % len(CHAPTER_COLOURS)]
        return {"n": figures, "t": row["title"], "c": colour, "at": frame(len(self.chapter_index))[number]}

    def chapter_of(self, goal: str) -> int:
        """Index of the chapter of a goal."""
        return self.chapter_index[self.goals[goal]["chapter"]]

    def actor(
        self, iri: str, goals: Iterable[str], places: dict[str, Point], marks: dict[str, list[Text]]
    ) -> dict[str, Any]:
        """A node for an actor."""
        row = self.actors[iri]
        d: dict[str, Any] = {
            "t": "a", "n": row["name"], "s": row["short"], "o": row["town"], "k": self.kind_index[row["kind"]],
            "g": [self.goal_index[goal] for goal in goals], "p": places, "h": marks.get(iri, []), "u": self.link(iri),
        }  # fmt: skip
        return {"id": self.id[iri], "d": d}

    def numbers(self, goals: Iterable[str]) -> str:
        """Numbers of goals, for a table."""
        return ", ".join(self.goals[goal]["number"] for goal in goals)

    def cell(self, iri: str) -> Cell:
        """A cell with the name of an actor."""
        return Cell(self.actors[iri]["name"], self.link(iri))

    def row(self, cells: Sequence[Cell | str | Text], goals: Iterable[str], actors: Iterable[str]) -> Row:
        """A row of a table with what the filters look at."""
        chapters = sorted({self.chapter_of(goal) for goal in goals})
        kinds = sorted({self.kind_index[self.actors[actor]["kind"]] for actor in actors})
        made = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)
        return Row(made, " ".join(map(str, chapters)), " ".join(map(str, kinds)))

    def preset(self, name: str, found: Sequence[findings.Finding], **more: Any) -> dict[str, Any]:
        """A question with its findings."""
        said = [{"t": f.text, "i": [self.id[node] for node in f.nodes], "k": f.size} for f in found]
        marked = sorted({self.id[node] for f in found for node in f.nodes}, key=natural)
        return {"id": name, "count": len(said), "said": said, "marked": marked, **more}


def view_of(graph: nx.Graph[str], link: Link) -> View:
    """Turn a network into what its page shows.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        link: address of the page of a resource, or None.

    Returns:
        Nodes, lines, questions and tables.
    """
    return _actors(_Builder(graph, link)) if graph.graph["view"] == "actors" else _actor_goals(_Builder(graph, link))


def _actors(b: _Builder) -> View:
    graph, view = b.graph, View("actors", data=b.data())
    over, alone, bridges = findings.overlaps(graph), findings.isolated(graph), findings.bridges(graph)
    talk = graph.graph["talk"]
    least = findings.readable_minimum(over)
    view.data["least"] = least
    marks = findings.by_node([*alone, *bridges])
    layouts = {
        "ties": actor_layout(findings.ties(graph)),
        "overlaps": actor_layout(_graph(f.nodes for f in over if f.size >= least), isolates=False),
        "overlaps_all": actor_layout(_graph(f.nodes for f in over), isolates=False),
        "talk": actor_layout(_graph((row["a"], row["b"]) for row in talk), isolates=False),
    }
    for iri in graph:
        places = {name: layout[iri] for name, layout in layouts.items() if iri in layout}
        view.nodes.append(b.actor(iri, graph.nodes[iri]["goals"], places, marks))
    for x, y, edge in graph.edges(data=True):
        d: dict[str, Any] = {"t": "tie" if edge["tied"] else "overlap", "g": [b.goal_index[g] for g in edge["shared"]]}
        d["m"] = [b.measure_index[m] for m in edge["measures"]]
        d["c"] = [b.cooperation_index[c] for c in edge["cooperations"]]
        view.edges.append({"from": b.id[x], "to": b.id[y], "d": d})
    for row in talk:
        view.edges.append({"from": b.id[row["a"]], "to": b.id[row["b"]], "d": {"t": "talk", "r": row["reasons"]}})
    tied = sum(edge["tied"] for *_, edge in graph.edges(data=True))
    said = [findings.Finding("talk", (r["a"], r["b"]), 0, _names(graph, r)) for r in talk]
    view.presets = [
        {
            **b.preset("overlaps", over, lines=["overlap"], layout="overlaps", only=True, slider=True),
            "count": sum(f.size >= least for f in over),
        },
        b.preset("talk", said, lines=["talk"], layout="talk", only=True),
        b.preset("isolated", alone, lines=["tie"], layout="ties", fade=True),
        b.preset("bridges", bridges, lines=["tie"], layout="ties", fade=True),
        {**b.preset("ties", [], lines=["tie"], layout="ties"), "count": tied},
        {
            **b.preset("all", [], lines=["tie", "overlap"], layout="ties", slider=True),
            "count": tied + sum(f.size >= least for f in over),
        },
    ]
    view.tables = _actor_tables(b, over, marks)
    return view


def _actor_tables(b: _Builder, over: list[findings.Finding], marks: dict[str, list[Text]]) -> list[Table]:
    graph = b.graph
    pairs = [
        b.row((b.cell(x), b.cell(y), b.numbers(graph[x][y]["shared"])), graph[x][y]["shared"], (x, y))
        for x, y in (f.nodes for f in over)
    ]
    talk = [
        b.row((b.cell(r["a"]), b.cell(r["b"]), r["reasons"]), _goals_of(graph, r), (r["a"], r["b"]))
        for r in graph.graph["talk"]
    ]
    ties = []
    for x, y, edge in graph.edges(data=True):
        if edge["tied"]:
            measures = ", ".join(graph.graph["measures"][m]["identifier"] for m in edge["measures"])
            named = "; ".join(_cooperation(graph.graph["cooperations"][c]) for c in edge["cooperations"])
            touched = {g for m in edge["measures"] for g in graph.graph["measures"][m]["goals"]}
            cells = (b.cell(x), b.cell(y), measures, named, b.numbers(edge["shared"]))
            ties.append(b.row(cells, touched, (x, y)))
    tied = findings.ties(graph)
    actors = [
        b.row(
            (
                b.cell(a),
                d["kind_label"],
                d["town"],
                str(tied.degree(a)),
                b.numbers(d["goals"]),
                _joined(marks.get(a, [])),
            ),
            d["goals"],
            (a,),
        )
        for a, d in graph.nodes(data=True)
    ]
    return [
        Table("overlaps", ("actor", "other", "shared"), tuple(pairs)),
        Table("talk", ("actor", "other", "why"), tuple(talk)),
        Table("ties", ("actor", "other", "common_measures", "cooperations", "shared"), tuple(ties)),
        Table("actors", ("actor", "kind", "town", "partners", "worked_on", "hint"), tuple(actors)),
    ]


def _actor_goals(b: _Builder) -> View:
    graph, view = b.graph, View("actor-goals", data=b.data())
    at = frame(len(b.chapter_index))
    weight = {"lead": 2.0, "part": 1.0}
    role = {(a, g): "lead" if graph[a][g]["role"] == "lead" else "part" for a in b.actors for g in graph[a]}
    pulls = {a: [(at[b.chapter_of(g)], weight[role[a, g]]) for g in graph[a]] for a in b.actors}
    places = sector_layout(pulls)
    without, nobody = findings.goals_without_measure(graph), findings.goals_without_actor(graph)
    single, fragmented = findings.single_actor_goals(graph), findings.fragmented_goals(graph)
    marks = findings.by_node([*without, *nobody, *single, *fragmented], first_only=True)
    gaps = {f.nodes[0] for f in (*without, *nobody)}
    seats: dict[int, int] = {}
    for a in b.actors:
        view.nodes.append(b.actor(a, sorted(graph[a], key=b.goal_index.__getitem__), {"sector": places[a]}, marks))
    for g in b.goals:
        chapter = b.chapter_of(g)
        seats[chapter] = seats.get(chapter, -1) + 1
        d = {
            "t": "g",
            "i": b.goal_index[g],
            "c": chapter,
            "seat": seats[chapter],
            "h": marks.get(g, []),
            "gap": g in gaps,
        }
        d["m"] = [b.measure_index[m] for m in graph.nodes[g]["measures"]]
        view.nodes.append({"id": b.id[g], "d": d})
    for (a, g), name in role.items():
        d = {"t": name, "m": [b.measure_index[m] for m in graph[a][g]["measures"]]}
        view.edges.append({"from": b.id[a], "to": b.id[g], "d": d})
    for x, y in sorted(graph.graph["ties"]):
        view.edges.append({"from": b.id[x], "to": b.id[y], "d": {"t": "tie"}})
    leads = sum(name == "lead" for name in role.values())
    both = {"lines": ["lead", "part"], "layout": "sector"}
    view.presets = [
        b.preset("without_measure", without, lines=[], layout="sector", fade=True, tiles=True),
        b.preset("without_actor", nobody, lines=[], layout="sector", fade=True, tiles=True),
        b.preset("single", single, **both, fade=True, tiles=True, pairs=True),
        b.preset(
            "fragmented", [findings.goal_only(f) for f in fragmented], lines=[], layout="sector", fade=True, tiles=True
        ),
        {**b.preset("leads", [], lines=["lead"], layout="sector"), "count": leads},
        {**b.preset("everything", [], **both), "count": len(role)},
    ]
    view.tables = _goal_tables(b, role, marks)
    return view


def _goal_tables(b: _Builder, role: dict[tuple[str, str], str], marks: dict[str, list[Text]]) -> list[Table]:
    graph = b.graph

    def names(goal: str, wanted: str) -> str:
        return "; ".join(b.actors[a]["name"] for a in b.actors if role.get((a, goal)) == wanted)

    goals = []
    for g, d in b.goals.items():
        measures = ", ".join(graph.graph["measures"][m]["identifier"] for m in graph.nodes[g]["measures"])
        chapter = b.chapters.get(d["chapter"], {}).get("title", "")
        cells = (d["number"], Cell(d["wording"], b.link(g)), chapter, measures, names(g, "lead"), names(g, "part"))
        goals.append(b.row((*cells, _joined(marks.get(g, []))), (g,), graph[g]))
    actors = []
    for a, d in b.actors.items():
        lists = [b.numbers(g for g in b.goals if role.get((a, g)) == wanted) for wanted in ("lead", "part")]
        actors.append(b.row((b.cell(a), d["kind_label"], d["town"], *lists), graph[a], (a,)))
    return [
        Table("goals", ("number", "wording", "chapter", "measures", "responsible", "involved", "hint"), tuple(goals)),
        Table("actors", ("actor", "kind", "town", "responsible_for", "involved_in"), tuple(actors)),
    ]


def _graph(pairs: Iterable[Sequence[str]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((pair[0], pair[1]) for pair in pairs)
    return graph


def _names(graph: nx.Graph[str], row: dict[str, Any]) -> Text:
    a, b = graph.nodes[row["a"]]["name"], graph.nodes[row["b"]]["name"]
    return {"de": f"{a} und {b}: {row['reasons']['de']}.", "en": f"{a} and {b}: {row['reasons']['en']}."}


def _goals_of(graph: nx.Graph[str], row: dict[str, Any]) -> tuple[str, ...]:
    edge = graph.get_edge_data(row["a"], row["b"]) or {}
    return tuple(edge.get("shared", ()))


def _cooperation(row: dict[str, Any]) -> str:
    name = " – ".join(part for part in (row["form"], row["topic"]) if part) or row["identifier"]
    return f"{name} (bis {row['end']})" if row["end"] else name


def _joined(texts: list[Text]) -> Text:
    return {lang: " ".join(text[lang] for text in texts) for lang in ("de", "en")}
