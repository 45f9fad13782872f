"""What a network page shows: nodes, lines and words of the plan, as plain data without a renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from ipgraph.model import Text
from ipgraph.namespaces import local_name
from ipgraph.network.joined import NOT_STATED
from ipgraph.network.layout import Point, frame

Link = Callable[[str], str | None]
Marks = Mapping[str, list[Text]]

# Tol's muted palette: told apart with colour blindness, light enough for black figures.
CHAPTER_COLOURS = (
    "#88CCEE", "#DDCC77", "#CC99BB", "#77CCAA", "#EE8866", "#AAAADD", "#BBCC66", "#E5B5A1",
    "#99DDFF", "#FFAABB", "#DDDDDD", "#C2B280",
)  # fmt: skip

_NO_CHAPTER: Text = {"de": "ohne Kapitel", "en": "no chapter"}


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words of the plan, or words of the page in both languages; the field whose number it holds."""

    text: str | Text
    href: str | None = None
    about: str = ""

    @property
    def level(self) -> int:
        """How dark a field is: 0, 1, 2 to 3, 4 to 7, 8 and more."""
        return min(4, int(str(self.text)).bit_length())


@dataclass(frozen=True)
class Row:
    """A row, and the node or line it tells of: it is shown when that is."""

    cells: tuple[Cell, ...]
    about: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the page; its columns are headed by words of the page, by their key, or of the plan."""

    id: str
    columns: tuple[str | Cell, ...]
    rows: tuple[Row, ...]


@dataclass
class View:
    """Everything a page shows."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    presets: list[dict[str, Any]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


class Words:
    """Short ids and indexes, and the words of the plan that details and filters look up by them."""

    def __init__(self, graph: nx.Graph[str], link: Link) -> None:
        self.link = link
        common = graph.graph
        self.goals, self.chapters, self.actors = common["goals"], common["chapters"], common["actors"]
        self.measures, self.cooperations, self.roles = common["measures"], common["cooperations"], common["roles"]
        lettered = {"a": self.actors, "g": self.goals, "m": self.measures, "c": self.cooperations}
        self.index = {iri: n for things in lettered.values() for n, iri in enumerate(things)}
        self.id = {iri: f"{letter}{self.index[iri]}" for letter, things in lettered.items() for iri in things}
        self.chapter_index = {iri: n for n, iri in enumerate(self.chapters)}
        if any(not goal["chapter"] for goal in self.goals.values()):
            self.chapter_index[""] = len(self.chapters)
        kinds = {(row["position"], row["kind"]): row for row in self.actors.values()}
        self.kinds = [kinds[key] for key in sorted(kinds)]
        self.kind_index = {row["kind"]: n for n, row in enumerate(self.kinds)}
        towns = sorted({row["town"] for row in self.actors.values()}, key=str.casefold)
        self.town_index = {town: n for n, town in enumerate(towns)}
        self.levels = _sorted((local_name(row["level"]), row["level_label"]) for row in self.actors.values())
        self.groups = _sorted((group["de"], group) for row in self.goals.values() for group in row["groups"])

    def data(self) -> dict[str, Any]:
        """The plan's words that the page looks up by index."""
        things = (*self.measures.values(), *self.cooperations.values())
        years = [year for row in things for year in _years(row).get("y", ()) if year]
        return {
            "chapters": [self._chapter(n, iri) for iri, n in self.chapter_index.items()],
            "goals": [self._goal(iri, g) for iri, g in self.goals.items()],
            "measures": [self._measure(iri, m) for iri, m in self.measures.items()],
            "cooperations": [{"t": cooperation_name(row), **_years(row)} for row in self.cooperations.values()],
            "kinds": [{"l": row["kind_label"], "s": row["symbol"], "c": row["colour"]} for row in self.kinds],
            "filters": self._filters(),
            "years": [min(years), max(years)] if years else None,
        }

    def _goal(self, iri: str, row: dict[str, Any]) -> dict[str, Any]:
        words = {"n": row["number"], "w": row["wording"], "c": self.chapter_of(iri), "k": row["identifier"]}
        return {**words, "u": self.link(iri), "p": row["page"]}

    def _measure(self, iri: str, row: dict[str, Any]) -> dict[str, Any]:
        goals = [self.index[g] for g in row["goals"]]
        words = {"n": row["identifier"], "w": row["wording"], "g": goals, "u": self.link(iri), "p": row["page"]}
        return {**words, **_years(row)}

    def _filters(self) -> list[dict[str, Any]]:
        """The filters with their values, in the order in which nodes name them; keys do not change with the order."""
        labels = {
            "chapters": [
                (self.chapters.get(iri, {}).get("identifier", ""), self._chapter(n, iri)["t"])
                for iri, n in self.chapter_index.items()
            ],
            "kinds": [(local_name(row["kind"]), row["kind_label"]) for row in self.kinds],
            "towns": [(town, town or NOT_STATED) for town in self.town_index],
            "levels": self.levels.items(),
            "groups": self.groups.items(),
        }
        return [
            {"id": name, "items": [{"id": key, "l": label} for key, label in items]} for name, items in labels.items()
        ]

    def _chapter(self, number: int, iri: str) -> dict[str, Any]:
        row = self.chapters.get(iri)
        identifier, title = (row["identifier"], row["title"]) if row else ("–", _NO_CHAPTER)
        figures = "".join(c for c in identifier if c.isdecimal() or c == ".") or identifier
        colour = CHAPTER_COLOURS[number % len(CHAPTER_COLOURS)]
        return {"n": figures, "t": title, "c": colour, "at": frame(len(self.chapter_index))[number]}

    def chapter_of(self, goal: str) -> int:
        """Index of the chapter of a goal."""
        return self.chapter_index[self.goals[goal]["chapter"]]

    def actor(self, iri: str, goals: Iterable[str], places: dict[str, Point], marks: Marks) -> dict[str, Any]:
        """A node for an actor."""
        row = self.actors[iri]
        level = list(self.levels).index(local_name(row["level"]))
        d: dict[str, Any] = {
            "t": "a", "i": row["identifier"], "n": row["name"], "s": row["short"], "o": row["town"],
            "k": self.kind_index[row["kind"]], "l": level, "w": self.town_index[row["town"]],
            "g": [self.index[goal] for goal in goals], "p": places, "h": marks.get(iri, []), "u": self.link(iri),
        }  # fmt: skip
        return {"id": self.id[iri], "d": d}

    def goal(self, iri: str, measures: Iterable[str], marks: Marks, gap: bool, **places: Any) -> dict[str, Any]:
        """A node for a goal."""
        groups = list(self.groups)
        d = {
            "t": "g", "i": self.index[iri], "c": self.chapter_of(iri), "gap": gap, "h": marks.get(iri, []),
            "m": [self.index[m] for m in measures],
            "z": sorted({groups.index(group["de"]) for group in self.goals[iri]["groups"]}),
        }  # fmt: skip
        return {"id": self.id[iri], "d": {**d, **places}}

    def measure(self, iri: str, gap: bool, place: Sequence[int]) -> dict[str, Any]:
        """A node for a measure."""
        first = self.measures[iri]["goals"][0]
        d = {"t": "m", "i": self.index[iri], "c": self.chapter_of(first), "gap": gap, "tree": place}
        return {"id": self.id[iri], "d": d}

    def numbers(self, goals: Iterable[str]) -> str:
        """Numbers of goals, for a table."""
        return ", ".join(self.goals[goal]["number"] for goal in goals)

    def names(self, actors: Iterable[str]) -> str:
        """Names of actors in their order, for a table."""
        return "; ".join(self.actors[actor]["name"] for actor in sorted(actors, key=self.index.__getitem__))

    def cell(self, iri: str, link: bool = False) -> Cell:
        """A cell with the name of an actor; a link where the table is the list of actors, as many pairs repeat them."""
        return Cell(self.actors[iri]["name"], self.link(iri) if link else None)

    def wording(self, iri: str, row: Mapping[str, Any]) -> Cell:
        """A cell with the wording of a goal or measure; one that has none goes by its Kennung."""
        return Cell(str(row["wording"] or row["identifier"]), self.link(iri))


def row(about: str, *cells: Cell | str | Text) -> Row:
    """A row of a table and the id of what it tells of."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), about)


def cooperation_name(row: Mapping[str, Any]) -> Text:
    """What a co-operation is called: form and topic, else its Kennung; with its end, if it has one."""
    name = " – ".join(part for part in (row["form"], row["topic"]) if part) or row["identifier"]
    ends = {"de": f" (bis {row['end']})", "en": f" (until {row['end']})"} if row["end"] else {"de": "", "en": ""}
    return {lang: name + end for lang, end in ends.items()}


def joined(texts: Iterable[Text], between: str = " ") -> Text:
    """Texts in a row, by language."""
    kept = list(texts)
    return {lang: between.join(text[lang] for text in kept) for lang in ("de", "en")}


def _sorted(pairs: Iterable[tuple[str, Text]]) -> dict[str, Text]:
    """Labels by code, in the order of the labels; what is not stated comes last."""
    found = dict(pairs)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[1]["de"].casefold(), item[0])))


def _years(row: Mapping[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    """First and last year, None where it is open; nothing where no date is given."""
    first, last = (int(row[key][:4]) if row[key] else None for key in ("first", "last"))
    return {"y": (first, last)} if first or last else {}
