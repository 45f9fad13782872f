"""The tables of a network page: everything that its pictures show, to be read without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import networkx as nx

from ipgraph.network import findings
from ipgraph.network.before import Changes
from ipgraph.network.joined import FUNDER, LEAD, PARTICIPANT
from ipgraph.network.view_model import Cell, Marks, Row, Table, Words, cooperation_name, joined, row

Line = Callable[[str, Sequence[str]], str]
"""Id of the line of a kind between two actors."""


def actor_tables(
    words: Words,
    line: Line,
    graph: nx.Graph[str],
    overlaps: Sequence[findings.Finding],
    talk: Sequence[findings.Finding],
    marks: Marks,
) -> list[Table]:
    """Pairs with goals in common, pairs that should talk, ties, and the actors."""
    over = [
        row(line("overlap", f.nodes), *map(words.cell, f.nodes), words.numbers(graph[f.nodes[0]][f.nodes[1]]["shared"]))
        for f in overlaps
    ]
    why = [row(line("talk", f.nodes), *map(words.cell, f.nodes), f.why) for f in talk]
    ties = []
    for a, b, edge in graph.edges(data=True):
        if edge["tied"]:
            measures = ", ".join(words.measures[m]["identifier"] for m in edge["measures"])
            named = joined((cooperation_name(words.cooperations[c]) for c in edge["cooperations"]), "; ")
            ends = (words.cell(a), words.cell(b))
            ties.append(row(line("tie", (a, b)), *ends, measures, named, words.numbers(edge["shared"])))
    tied = findings.ties(graph)
    actors = [
        row(
            words.id[a],
            *(words.cell(a, link=True), d["kind_label"], d["town"], str(tied.degree(a)), words.numbers(d["goals"])),
            joined(marks.get(a, [])),
        )
        for a, d in graph.nodes(data=True)
    ]
    return [
        Table("overlaps", ("actor", "other", "shared"), tuple(over)),
        Table("talk", ("actor", "other", "why"), tuple(why)),
        Table("ties", ("actor", "other", "common_measures", "cooperations", "shared"), tuple(ties)),
        Table("actors", ("actor", "kind", "town", "partners", "worked_on", "hint"), tuple(actors)),
    ]


def goal_tables(words: Words, graph: nx.Graph[str], marks: Marks) -> list[Table]:
    """The goals with those who work on them, and the measures."""

    def actors(goal: str, lead: bool) -> str:
        return words.names(a for a, edge in graph[goal].items() if (edge["role"] == LEAD) == lead)

    goals = []
    for g, d in words.goals.items():
        served = ", ".join(words.measures[m]["identifier"] for m in graph.nodes[g]["measures"])
        chapter = words.chapters.get(d["chapter"], {}).get("title", "")
        start = (d["number"], words.wording(g, d), chapter, served)
        goals.append(row(words.id[g], *start, actors(g, True), actors(g, False), joined(marks.get(g, []))))
    measures = [_measure(words, m, d) for m, d in words.measures.items()]
    return [
        Table("goals", ("number", "wording", "chapter", "measures", "responsible", "involved", "hint"), tuple(goals)),
        Table(
            "measures", ("number", "measure", "of_goals", "page", "responsible", "involved", "funding"), tuple(measures)
        ),
    ]


def _measure(words: Words, iri: str, d: Mapping[str, object]) -> Row:
    roles = words.roles[iri].items()
    named = [words.names(a for a, role in roles if role == wanted) for wanted in (LEAD, PARTICIPANT, FUNDER)]
    page = "" if d["page"] is None else str(d["page"])
    return row(
        words.id[iri],
        str(d["identifier"]),
        words.wording(iri, d),
        words.numbers(words.measures[iri]["goals"]),
        page,
        *named,
    )


def coverage_table(by: findings.By, matrix: Mapping[str, Any], numbers: Sequence[Sequence[int]]) -> Table:
    """Who takes part in which chapter, with the number of bodies in each field.

    Args:
        by: whose part it is.
        matrix: rows and columns, as the page has them.
        numbers: by row and column.
    """
    heads = [Cell(f"{column['n']} {column['t']}".strip()) for column in matrix["columns"]]
    rows = [
        row("", matrix["rows"][r]["l"], *(Cell(str(n), about=f"c{by}s{r}.{c}") for c, n in enumerate(line)))
        for r, line in enumerate(numbers)
    ]
    return Table(f"cover_{by}s", (by, *heads), tuple(rows))


def change_tables(words: Words, line: Line, changes: Changes) -> list[Table]:
    """What has changed since the state before."""
    new = [row(line("tie", pair), *map(words.cell, pair)) for pair in changes.new]
    lost = [row(line("lost", pair), *map(words.cell, pair), what) for pair, what in changes.lost.items()]
    gone = [row("", *pair) for pair in changes.gone]

    def goals(name: str, found: Sequence[str]) -> Table:
        rows = [row(words.id[g], words.goals[g]["number"], words.wording(g, words.goals[g])) for g in found]
        return Table(name, ("number", "wording"), tuple(rows))

    return [
        Table("new", ("actor", "other"), tuple(new)),
        Table("lost", ("actor", "other", "was"), tuple(lost)),
        Table("gone", ("actor", "other"), tuple(gone)),
        goals("closed", changes.closed),
        goals("opened", changes.opened),
    ]
