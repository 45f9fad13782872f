"""Networks and their measures on a plan that can be counted by hand, and the queries they come from."""

from __future__ import annotations

import network_samples as samples
import networkx as nx
import pytest
import rdflib

from ipgraph import network
from ipgraph.network import findings, layout
from ipgraph.network.joined import Tables, short_number

BASE = "https://w3id.org/ipgraph/data/probe/"
QUERIES = [*samples.NETWORK_QUERIES, "should-talk", "overlaps", "many-at-work", "actors-without-cooperation"]


def short(iri: str) -> str:
    return iri.removeprefix(BASE)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, object]]]:
    return samples.tables_of(samples.SMALL)


@pytest.fixture(scope="module")
def actors(tables: Tables) -> nx.Graph:
    return network.actor_network(tables)


@pytest.fixture(scope="module")
def goals(tables: Tables) -> nx.Graph:
    return network.actor_goal_network(tables)


def names(found: list[findings.Finding]) -> list[tuple[str, ...]]:
    return [tuple(short(node) for node in finding.nodes) for finding in found]


def test_tied_pairs_come_from_measures_in_any_role_and_from_cooperations(actors: nx.Graph) -> None:
    tied = {(short(a), short(b)) for a, b, edge in actors.edges(data=True) if edge["tied"]}
    assert tied == {("A", "C"), ("C", "D"), ("D", "E")}
    edge = actors[BASE + "C"][BASE + "D"]
    assert edge["measures"] == () and [short(c) for c in edge["cooperations"]] == ["K-1"]


def test_giving_money_is_not_working_on_the_goal(actors: nx.Graph) -> None:
    assert actors.nodes[BASE + "D"]["goals"] == ()
    assert [short(goal) for goal in actors.nodes[BASE + "E"]["goals"]] == ["Z5"]


def test_weight_counts_big_goals_less(actors: nx.Graph) -> None:
    # goal 1 has two actors (1 / 1), goal 2 has three (1 / 2)
    assert actors[BASE + "A"][BASE + "B"]["weight"] == 1.5


def test_overlaps(actors: nx.Graph) -> None:
    found = findings.overlaps(actors)
    assert names(found) == [("A", "B")]
    assert "2 gleiche Ziele (1, 2)" in found[0].text["de"] and "2 goals in common" in found[0].text["en"]
    assert names(findings.overlaps(actors, 1)) == [("A", "B"), ("B", "C")]
    assert findings.overlaps(actors, 3) == []


def test_isolated_and_bridges(actors: nx.Graph) -> None:
    assert names(findings.isolated(actors)) == [("B",), ("F",), ("G",)]
    found = findings.bridges(actors)
    assert names(found) == [("C",), ("D",)]
    assert all("verlieren andere den Kontakt" in finding.text["de"] for finding in found)


def test_goals_that_stand_out(goals: nx.Graph) -> None:
    assert findings.goals_without_actor(goals) == []
    assert names(findings.single_actor_goals(goals)) == [("Z3", "C"), ("Z5", "E"), ("Z6", "F")]


def test_goal_with_measures_that_name_nobody(tables: Tables) -> None:
    rows = [dict(row, actor=None, role=None) for row in tables["network-measures"]]
    graph = network.actor_goal_network({**tables, "network-measures": rows})
    assert names(findings.goals_without_actor(graph)) == [("Z1",), ("Z2",), ("Z3",), ("Z5",), ("Z6",)]


def test_role_is_the_strongest(goals: nx.Graph) -> None:
    assert goals[BASE + "C"][BASE + "Z2"]["role"] == "lead"
    assert goals[BASE + "A"][BASE + "Z2"]["role"] == "lead"
    assert goals[BASE + "C"][BASE + "Z3"]["role"] == "participant"


def test_names_with_braces_are_only_text(tables: Tables) -> None:
    rows = [dict(row, name="{0} {x} %s") for row in tables["network-actors"]]
    broken = {**tables, "network-actors": rows}
    assert "{0} {x} %s" in findings.isolated(network.actor_network(broken))[0].text["de"]
    assert "{0} {x} %s" in findings.single_actor_goals(network.actor_goal_network(broken))[0].text["en"]


def test_findings_agree_with_the_query(actors: nx.Graph) -> None:
    asked = [
        (short(row["actor_a"]), short(row["actor_b"]))
        for row in samples.rows(samples.store_of(samples.SMALL), "overlaps")
    ]
    assert asked == names(findings.overlaps(actors))
    alone = {short(row["actor"]) for row in samples.rows(samples.store_of(samples.SMALL), "actors-without-cooperation")}
    assert alone == {node for (node,) in names(findings.isolated(actors))}


def test_should_talk_says_why() -> None:
    found = samples.rows(samples.store_of(samples.SMALL), "should-talk")
    assert [(short(row["actor_a"]), short(row["actor_b"]), row["score"]) for row in found] == [
        ("A", "B", 6),
        ("E", "F", 3),
    ]
    assert "2 gemeinsame Ziele" in found[0]["reasons"] and "beide in Neustadt" in found[0]["reasons"]
    assert found[1]["reasons"] == "ihre Maßnahmen verweisen aufeinander; beide in Altdorf"


def test_many_at_work_counts_tied_pairs() -> None:
    found = samples.rows(samples.store_of(samples.SMALL), "many-at-work")
    counts = [(row["identifier"], row["actors"], row["tied"], row["pairs"], row["isolated"]) for row in found]
    assert counts == [("K1.1", 3, 1, 3, 1), ("Z2", 3, 1, 3, 1)]


@pytest.mark.parametrize("name", QUERIES)
def test_same_rows_in_another_engine(name: str) -> None:
    graph = rdflib.Graph()
    graph.parse(data=samples.SMALL, format="turtle")
    for scheme in samples.CODE_LISTS:
        graph.parse(samples.CODES / f"{scheme}.ttl")
    answer = graph.query((samples.QUERIES / f"{name}.rq").read_text(encoding="utf-8"))
    columns = [str(variable) for variable in answer.vars or []]
    other = [[None if value is None else str(value) for value in row] for row in answer]  # type: ignore[union-attr]
    ours = samples.rows(samples.store_of(samples.SMALL), name)
    assert [[None if row[column] is None else str(row[column]) for column in columns] for row in ours] == other
    assert ours


@pytest.mark.parametrize(
    ("identifier", "shown"), [("Z1.2.3", "1.2.3"), ("Z-7", "7"), ("12", "12"), ("ABCDEF", "ABCDEF")]
)
def test_number_on_a_tile(identifier: str, shown: str) -> None:
    assert short_number(identifier, "1") == shown


def test_layouts_are_the_same_twice_and_keep_labels_apart() -> None:
    graph = findings.ties(network.actor_network(samples.tables_of(samples.large())))
    first, second = layout.actor_layout(graph), layout.actor_layout(graph)
    assert first == second and set(first) == set(graph)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.values())
    assert len(set(first.values())) == len(first)


def test_layouts_of_next_to_nothing() -> None:
    assert layout.actor_layout(nx.Graph()) == {}
    alone = nx.Graph()
    alone.add_node("a")
    assert set(layout.actor_layout(alone)) == {"a"}
    assert layout.frame(0) == [] and len(set(layout.frame(8))) == 8
    none, one = ({"network-actors": rows} for rows in ([], [{"actor": "a", "identifier": "A"}]))
    assert layout.sector_layout(network.actor_goal_network(none), {}) == {}
    assert layout.sector_layout(network.actor_goal_network(one), {}) == {"a": (0.0, 1.0)}
